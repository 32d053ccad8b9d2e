"""All that is held on one person, with the other people in it, and a line in the log."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

from sendtui.services import confidential, contacts, particulars, people, subject_access
from sendtui.store import attachments
from sendtui.store.store import Store
from tests.services.invented import pupil

TODAY = date(2026, 11, 22)
SAID = "Zephyr read with Tansy Bramblewick. Mrs Oakapple will ring; zephyr likes oaks."


@pytest.fixture
def child(store: Store) -> str:
    """A pupil with a parent, a contact that names two others, and a document."""
    made = pupil(store)
    pupil(store, surname="Bramblewick", forename="Tansy")
    people.add(store, made, {"name": "Mrs Oakapple", "role": "mother"})
    contacts.log(store, made, on=TODAY, said=SAID, who="mother")
    with store.write("Keep documents") as tx:
        name = attachments.keep(tx.connection, b"%PDF-1.7 a report")
        about = {"pupil": made, "title": "Report", "author": "Dr Plume"}
        tx.add("document", {**about, "file_name": "a report.pdf", "sha256": name})
        tx.add("document", {"pupil": made, "title": "Gone", "sha256": "0" * 64})
    return made


def test_everything_is_gathered_with_who_else_stands_in_it(store: Store, child: str) -> None:
    held = subject_access.gather(store, child, TODAY)

    found = {one.name: dict(one.places) for one in held.others}
    assert found["Tansy Bramblewick"] == {"contact": 1}
    assert found["Mrs Oakapple"] == {"person": 1, "contact": 1}
    assert "Dr Plume" in found
    assert not any("Zephyr" in name or name == "mother" for name in found)
    assert [name.partition("-")[2] for _, name in held.documents] == ["a-report.pdf"]
    assert [name.partition("-")[2] for name in held.missing] == ["Gone"]


def test_the_file_holds_it_all_and_the_log_says_so(
    store: Store, child: str, tmp_path: Path
) -> None:
    given = subject_access.give(
        store, child, tmp_path / "sar.zip", TODAY, received=date(2026, 10, 31)
    )

    with zipfile.ZipFile(tmp_path / "sar.zip") as packed:
        said = {name: packed.read(name) for name in packed.namelist()}
    assert given.due == date(2026, 11, 30)
    assert b"%PDF-1.7 a report" in said.values()
    marked = said["record-with-others-marked.md"].decode()
    assert "with ⟦Tansy Bramblewick⟧. ⟦Mrs Oakapple⟧ will ring" in marked
    assert "⟦" not in said["record.md"].decode()
    assert "30 November 2026" in said["READ-FIRST.md"].decode()
    assert "Dr Plume" in said["others-in-it.md"].decode()
    again = subject_access.gather(store, child, TODAY)
    assert [one.basis for one in again.disclosures] == ["UK GDPR art 15"]


def test_it_goes_behind_a_password(store: Store, child: str, tmp_path: Path) -> None:
    subject_access.give(store, child, tmp_path / "sar.zip", TODAY, password="plum tractor seven")

    with zipfile.ZipFile(io.BytesIO((tmp_path / "sar.zip").read_bytes())) as packed:
        assert all(about.flag_bits & 1 for about in packed.infolist())


def test_what_is_confidential_is_counted_and_left_out(store: Store, child: str) -> None:
    with store.read() as session:
        contact = session.connection().exec_driver_sql("SELECT id FROM contact").scalar_one()

    confidential.mark(store, child, "contact", contact, today=TODAY)

    assert subject_access.gather(store, child, TODAY).left_out == 1
    whole = subject_access.gather(store, child, TODAY, with_confidential=True)
    assert (whole.left_out, len(whole.whole.records["contact"])) == (0, 1)


@pytest.mark.parametrize("whole", [True, False], ids=["with what is confidential", "without"])
def test_an_address_nobody_is_to_see_is_in_no_answer(
    store: Store, child: str, tmp_path: Path, whole: bool
) -> None:
    who = {"name": "Mr Elsewhere", "address": "7 Hidden Row", "address_confidential": True}
    people.add(store, child, who)
    particulars.put(store, child, {"postcode": "ZZ97 7ZZ", "ethnicity": "WBRI"})

    subject_access.give(store, child, tmp_path / "sar.zip", TODAY, with_confidential=whole)

    with zipfile.ZipFile(tmp_path / "sar.zip") as packed:
        said = b"".join(packed.read(name) for name in packed.namelist())
    assert b"Mr Elsewhere" in said
    assert b"WBRI" in said
    assert b"Hidden Row" not in said
    assert b"ZZ97" not in said
