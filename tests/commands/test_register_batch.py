"""`sendtui register` typed at a prompt: a folder taken in, what waits, what goes back."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from sendtui.services import casefile, enrol, send
from sendtui.store.store import Store
from tests.commands.conftest import PASSPHRASE, Run
from tests.services.enrolled import TODAY, case_file, pupils
from tests.services.invented import pupil, status


@pytest.fixture
def school(tmp_path: Path) -> Iterator[Store]:
    with case_file(tmp_path, "acorn") as made:
        status(made, pupil(made), "K")
        yield made


@pytest.fixture
def night(case: Path, school: Store, run: Run) -> Path:
    """A folder with a school's file and a broken one."""
    with casefile.open_store(case / "case.sendtui", casefile.Unlock(passphrase=PASSPHRASE)) as la:
        card = enrol.issue(
            la, enrol.request(school), fingerprint=enrol.me(school).fingerprint,
            until=date(2027, 8, 31), today=TODAY, settings=("Acorn Hollow",),
        )  # fmt: skip
        enrol.accept(school, card, fingerprint=enrol.me(la).fingerprint, today=TODAY)
        la.keep_note("role", "caseworker")
        print_ = enrol.me(la).fingerprint
    assert run("sync", "peers").code == 0
    folder = case / "night"
    folder.mkdir()
    choice = send.Choice(all_permitted=True)
    send.write(school, print_, folder / "acorn.sendx", TODAY, choice)
    (folder / "broken.sendx").write_bytes(b"nothing")
    return folder


def test_a_night_by_flags(run: Run, case: Path, night: Path, school: Store) -> None:
    said = run("register", "ingest", str(night))
    assert said.code == 5, said.err
    assert "broken.sendx: refused." in said.out
    assert "1 file of 2 taken in" in said.err
    assert sorted(each.name for each in (night / "read").iterdir()) == ["acorn.sendx"]
    assert run("register", "ingest", str(night)).code == 0

    (zephyr,) = pupils(school)
    with casefile.open_store(case / "case.sendtui", casefile.Unlock(passphrase=PASSPHRASE)) as la:
        status(la, zephyr, "E")
    (waits,) = run("register", "outbox", "--json").json
    assert (waits["pupils"], waits["parts"]["other records"]) == (1, 1)
    out = case / "out"
    assert run("register", "send", str(out)).code == 1
    out.mkdir()
    said = run("register", "send", str(out), "--json")
    assert said.code == 0, said.err
    assert Path(said.json[0]["file"]).exists()
    found = run("register", "status", "--json").json
    assert (found["files_read"], found["files_written"], found["quarantined"]) == (1, 1, 1)
    assert found["known_twice"] == []
    assert "Fields to decide: 0" in run("register", "status").out


def test_what_is_missing_is_said(run: Run, tmp_path: Path) -> None:
    assert run("register", "ingest").code == 2
    assert run("register", "ingest", str(tmp_path / "nowhere")).code == 1
    assert run("register", "send").code == 2
    assert run("register", "outbox").code == 1
