"""`sendtui clash` typed at a prompt: both versions are printed, and one decision settles it."""

from pathlib import Path

import pytest

from sendtui.services import amend, casefile
from sendtui.store.store import Store
from tests.commands.conftest import PASSPHRASE, Run
from tests.services.invented import pupil


def open_store(case: Path) -> Store:
    """The case file, between two verbs."""
    unlock = casefile.Unlock(passphrase=PASSPHRASE)
    return casefile.open_store(case / "case.sendtui", unlock)


@pytest.fixture
def zephyr(case: Path) -> str:
    """A pupil whose interpreter two forms changed, opened before either was saved."""
    with open_store(case) as store:
        id_ = pupil(store)
        heads = amend.form(store, "pupil", id_).heads
        for value in ("Polish", "signs"):
            amend.amend(store, "pupil", id_, {"interpreter": value}, heads)
    return id_


@pytest.mark.parametrize(
    ("words", "stdin", "holds"),
    [
        (("--take", "2"), "", "Polish"),
        (("--take", "both"), "", "signs / Polish"),
        (("--text-file", "-"), "both, at meetings", "both, at meetings"),
    ],
    ids=["the older one", "both", "something else"],
)
def test_a_clash_is_listed_and_decided(
    run: Run, case: Path, zephyr: str, words: tuple[str, ...], stdin: str, holds: str
) -> None:
    said = run("clash", "list")
    name = said.out.split()[0]
    assert "Quillfeather, Zephyr" in said.out
    assert "1  signs" in said.out
    assert run("clash", "list", "--json").json[0]["id"] == name

    said = run("clash", "decide", name, *words, stdin=stdin)

    assert said.code == 0, said.err
    assert run("clash", "list").code == 1
    with open_store(case) as store:
        assert amend.form(store, "pupil", zephyr).values["interpreter"] == holds


@pytest.mark.usefixtures("zephyr")
def test_what_is_not_said_in_full_decides_nothing(run: Run) -> None:
    name = run("clash", "list").out.split()[0]

    assert run("clash", "decide", name).code == 2
    # Both were written here, so that neither word means one of them.
    assert run("clash", "decide", name, "--take", "mine").code == 1
    assert run("clash", "decide", "other.field", "--take", "1").code == 1
    assert run("clash", "list").code == 0
