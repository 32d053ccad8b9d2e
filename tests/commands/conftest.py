"""A case file and a prompt to type verbs at."""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from sendtui.__main__ import main
from tests.copies import copied

PASSPHRASE = "plum tractor seven umbrellas"


@dataclass(frozen=True, slots=True)
class Said:
    """What a verb left behind: its exit code, its data and its narration."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The data as JSON."""
        return json.loads(self.out)


Run = Callable[..., Said]
"""`run("cycle", "show", UPN, stdin="…")`: types a verb, on 22 November 2026."""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A folder with a case file that is set up, and the file that holds its passphrase."""
    copied(_set_up, tmp_path)
    return tmp_path


def _set_up(folder: Path) -> None:
    from sendtui.services import casefile
    from sendtui.store import slots
    from sendtui.store.store import Store

    path = folder / "case.sendtui"
    key = slots.new_key()
    ways = (slots.passphrase_slot(key, PASSPHRASE),)
    slots.save(path, slots.Slots(slots.key_check(key), ways))
    (folder / "passphrase").write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    with Store.create(path, key) as store:
        setting = {"name": "Puddleby Common Primary School"}
        casefile.set_up(store, author="A. Tester", role="senco", setting=setting)


@pytest.fixture
def run(case: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """A prompt to type verbs at."""

    def typed(*words: str, stdin: str = "") -> Said:
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        shared = ["--store", str(case / "case.sendtui"), "--today", "2026-11-22"]
        secret = ["--passphrase-file", str(case / "passphrase")]
        code = main([*shared, *secret, *words])
        found = capsys.readouterr()
        return Said(code, found.out, found.err)

    return typed
