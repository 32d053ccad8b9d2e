"""Hand-over packs: what goes, what stays, and what the next setting has of it."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from pyzipper import AESZipFile

from sendtui.errors import SendtuiError, UsageError
from sendtui.formats import pack as layout
from sendtui.formats.envelope import NotForUsError
from sendtui.formats.pack import PackHead, PackSchool
from sendtui.services import (
    confidential,
    due,
    enrol,
    made_up,
    pack,
    pack_open,
    pack_receipts,
    pack_receive,
    peers,
    restrictions,
)
from sendtui.services.confidential import HeldBackError
from sendtui.services.recipients import BarredError
from sendtui.store.store import Store
from sendtui.store.undo import undo
from tests.services import invented
from tests.services.enrolled import TODAY, case_file, enrolled
from tests.services.packed import PASSWORD, UPN, come, story, two_schools, with_password
from tests.services.taking_in import log_length, of, tables


@pytest.fixture
def schools(tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    with two_schools(tmp_path) as both:
        yield both


@pytest.fixture
def zephyr(schools: tuple[Store, Store], tmp_path: Path) -> str:
    return story(schools[0], tmp_path)


def taken(store: Store, path: Path, into: str = "") -> pack_receive.Taken:
    found = come(store, path)
    return pack_receive.receive(store, found, pack_receive.preview(store, found, into), TODAY, into)


def told(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """What the story says in a case file, whatever its ids."""
    wanted = {
        "pupil": ("surname", "forename", "upn", "born"),
        "status": ("status", "since"),
        "need": ("code", "rank", "since"),
        "person": ("name", "role", "phone", "parental_responsibility"),
        "contact": ("said", '"on"'),
        "profile": ("important", "version"),
        "cycle": ("number", "started_on"),
        "outcome": ("what",),
        "provision": ("what", "times", "per", "minutes"),
        "document": ("title", "sha256", "file_name"),
    }
    return {kind: of(store, kind, *fields) for kind, fields in wanted.items()}


def test_the_whole_story_arrives_and_hangs_together(
    schools: tuple[Store, Store], zephyr: str, tmp_path: Path
) -> None:
    old, new = schools
    made = with_password(old, zephyr, tmp_path)

    done = taken(new, made.path)

    assert told(new) == told(old)
    ((pupil, setting, class_name),) = of(new, "pupil", "id", "setting", "class_name")
    assert (pupil, setting, class_name) == (done.pupil, new.setting, "")
    assert pupil != zephyr
    ((cycle,),), ((outcome,),) = of(new, "cycle", "id"), of(new, "outcome", "id")
    assert of(new, "provision", "cycle", "outcome", "pupil") == [(cycle, outcome, pupil)]
    assert of(new, "attachment", "size") == [(len("What was found [/x]"),)]
    assert of(new, "purpose", "id") == []


def test_one_undo_takes_all_of_it_back_and_it_can_come_again(
    schools: tuple[Store, Store], zephyr: str, tmp_path: Path
) -> None:
    old, new = schools
    made = with_password(old, zephyr, tmp_path)
    taken(new, made.path)

    undo(new)

    assert of(new, "pupil", "id") == []
    taken(new, made.path)
    assert told(new) == told(old)


def test_the_same_pack_again_adds_nothing(
    schools: tuple[Store, Store], zephyr: str, tmp_path: Path
) -> None:
    old, new = schools
    made = with_password(old, zephyr, tmp_path)
    taken(new, made.path)
    before, length = tables(new), log_length(new)

    again = pack_receive.preview(new, come(new, made.path))
    taken(new, made.path)

    assert (again.by, again.added, again.filled, again.kept) == ("UPN", 0, (), ())
    assert (tables(new), log_length(new)) == (before, length)


def test_a_later_pack_adds_only_what_is_new(
    schools: tuple[Store, Store], zephyr: str, tmp_path: Path
) -> None:
    old, new = schools
    taken(new, with_password(old, zephyr, tmp_path).path)
    with old.write("More") as tx:
        tx.add("contact", {"pupil": zephyr, "on": "2026-11-20", "how": "visit", "said": "Moved"})

    shown = pack_receive.preview(new, come(new, with_password(old, zephyr, tmp_path).path))

    assert [(k, a) for k, a, _, _ in shown.records if a] == [("Contact", 1)]


@pytest.mark.slow
def test_every_kind_of_record_of_a_school_arrives_and_is_known_again(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    with made_up.school(tmp_path / "old", 12, TODAY) as old, case_file(tmp_path, "fern") as new:
        with old.read() as session:
            ids = session.connection().exec_driver_sql("SELECT id FROM pupil").scalars().all()
        for number, pupil in enumerate(map(str, ids)):
            made = with_password(old, pupil, tmp_path)
            found = come(new, made.path)
            into = pack_receive.NEW if pack_receive.preview(new, found).alike else ""
            done = taken(new, made.path, into)

            again = pack_receive.preview(new, come(new, made.path))

            assert done.added == made.contents.count, number
            assert (again.into, again.added, again.kept) == (done.pupil, 0, ())


def test_what_is_known_here_stays_as_it_is(
    schools: tuple[Store, Store], zephyr: str, tmp_path: Path
) -> None:
    old, new = schools
    known = invented.pupil(new, surname="Quill", upn=UPN, born=None, class_name="7 Elm")
    with new.write("Add") as tx:
        tx.add("person", {"pupil": known, "name": "Ivy Moss", "phone": "01632 960001"})
    made = with_password(old, zephyr, tmp_path)

    shown = pack_receive.preview(new, come(new, made.path))
    taken(new, made.path)

    assert (shown.into, shown.by) == (known, "UPN")
    assert (shown.filled, shown.kept) == (("born",), ("surname", "forename"))
    assert ("Person", 0, 0, 1) in shown.records
    assert of(new, "pupil", "surname", "born", "class_name") == [("Quill", "2015-09-30", "7 Elm")]
    assert of(new, "person", "phone") == [("01632 960001",)]


def test_somebody_alike_is_asked_about(
    schools: tuple[Store, Store], zephyr: str, tmp_path: Path
) -> None:
    old, new = schools
    alike = invented.pupil(new, forename=invented.CRASHING, born=None)
    found = come(new, with_password(old, zephyr, tmp_path).path)

    shown = pack_receive.preview(new, found)

    assert ([id_ for id_, _ in shown.alike], shown.into) == ([alike], "")
    with pytest.raises(SendtuiError, match="Say first"):
        pack_receive.receive(new, found, shown, TODAY)
    assert pack_receive.preview(new, found, pack_receive.NEW).into == ""
    assert pack_receive.preview(new, found, alike).into == alike


def test_nothing_is_written_where_the_record_has_changed_since(
    schools: tuple[Store, Store], zephyr: str, tmp_path: Path
) -> None:
    old, new = schools
    found = come(new, with_password(old, zephyr, tmp_path).path)
    shown = pack_receive.preview(new, found)
    invented.pupil(new, upn=UPN)

    with pytest.raises(SendtuiError, match="changed since the preview"):
        pack_receive.receive(new, found, shown, TODAY)


def test_what_is_confidential_stays_with_what_belongs_to_it_unless_it_is_said(
    schools: tuple[Store, Store], zephyr: str, tmp_path: Path
) -> None:
    old, _ = schools
    ((cycle,),), ((paper,),) = of(old, "cycle", "id"), of(old, "document", "id")
    confidential.mark(old, zephyr, "cycle", str(cycle), today=TODAY)
    confidential.mark(old, zephyr, "document", str(paper), today=TODAY)

    shown = pack.look(old, zephyr, TODAY)
    made = with_password(old, zephyr, tmp_path)

    assert shown.left_out == 4
    assert (shown.documents, "cycle.pdf" in shown.papers) == ((), False)
    with AESZipFile(made.path) as packed:
        packed.setpassword(PASSWORD.encode())
        everything = b"".join(packed.read(name) for name in packed.namelist())
        assert "READ-FIRST.md" in packed.namelist()
    for secret in (b"Reads ten lines", b"Paired reading", b"What was found", b"EP report"):
        assert secret not in everything
    whole = pack.look(old, zephyr, TODAY, with_confidential=True)
    assert (whole.left_out, len(whole.documents)) == (0, 1)
    confidential.mark(old, zephyr, "pupil", zephyr, today=TODAY)
    with pytest.raises(HeldBackError):
        pack.look(old, zephyr, TODAY)


def test_an_address_nobody_is_to_see_never_goes_and_names_stand_nowhere_in_the_open(
    schools: tuple[Store, Store], zephyr: str, tmp_path: Path
) -> None:
    old, _ = schools
    with old.write("Add") as tx:
        tx.add("person", {"pupil": zephyr, "name": "Rowan", "address": "A secret place",
                          "address_confidential": True})  # fmt: skip

    made = with_password(old, zephyr, tmp_path, with_confidential=True)

    assert b"Quillfeather" not in made.path.read_bytes()
    with AESZipFile(made.path) as packed:
        names = packed.namelist()
        packed.setpassword(PASSWORD.encode())
        everything = b"".join(packed.read(name) for name in names)
    assert b"A secret place" not in everything
    assert not [name for name in names if "Zephyr" in name or "Quill" in name]


def test_it_is_logged_and_awaits_its_receipt(
    schools: tuple[Store, Store], zephyr: str, tmp_path: Path
) -> None:
    old, _ = schools
    made = with_password(old, zephyr, tmp_path, urn="900002")

    ((what, recipient, protection),) = of(old, "disclosure", "what", "recipient", "protection")
    assert (what, recipient, protection) == (
        f"Hand-over pack {made.number}", "Fern Hollow", "password",
    )  # fmt: skip
    (sent,) = pack_receipts.packs(old)
    assert (sent.pupil, sent.to, sent.urn, sent.number) == (
        zephyr, "Fern Hollow", "900002", made.number,
    )  # fmt: skip
    assert sent.received_on is None


def test_whoever_may_not_receive_it_does_not(
    schools: tuple[Store, Store], zephyr: str, tmp_path: Path
) -> None:
    old, _ = schools
    restrictions.add(old, zephyr, "may not receive")

    with pytest.raises(BarredError):
        with_password(old, zephyr, tmp_path)
    assert pack_receipts.packs(old) == ()
    assert not (tmp_path / "pack.zip").exists()


def test_a_pack_is_sealed_to_a_school_whose_card_is_here(
    schools: tuple[Store, Store], zephyr: str, tmp_path: Path
) -> None:
    old, new = schools
    enrolled(new, old)
    path = tmp_path / "moves.sendpack"

    pack.write(old, zephyr, path, TODAY, to="A. Fern")
    found = pack_open.opened(new, path, TODAY)
    pack_receive.receive(new, found, pack_receive.preview(new, found), TODAY)

    assert found.by.startswith("A. Nettle")
    assert told(new) == told(old)
    with pytest.raises(NotForUsError):
        pack_open.opened(old, path, TODAY)


def test_a_sealed_pack_of_a_stranger_is_refused(
    schools: tuple[Store, Store], zephyr: str, tmp_path: Path
) -> None:
    old, new = schools
    enrolled(new, old)
    path = tmp_path / "moves.sendpack"
    pack.write(old, zephyr, path, TODAY, to=enrol.me(new).fingerprint)
    peers.forget(new, enrol.me(old).fingerprint)

    with pytest.raises(SendtuiError, match="no running card"):
        pack_open.opened(new, path, TODAY)


@pytest.mark.parametrize(
    ("name", "password"), [("a.zip", ""), ("a.sendpack", "x"), ("a.json", "x")]
)
def test_the_name_says_how_it_is_protected(
    schools: tuple[Store, Store], zephyr: str, tmp_path: Path, name: str, password: str
) -> None:
    with pytest.raises(UsageError, match=r"ends in \.zip"):
        pack.write(schools[0], zephyr, tmp_path / name, TODAY, to="Fern", password=password)


def refused(new: Store, folder: Path, records: dict[str, list[dict[str, object]]]) -> str:
    """What is said of a pack with these records; and that nothing of it was taken in."""
    school = PackSchool("Nettle")
    schema = int(str(records.pop("schema", [{"n": 3}])[0]["n"]))
    head = PackHead("f" * 32, TODAY, schema, "a" * 32, school, school)
    path = folder / "made.zip"
    path.write_bytes(layout.packed(head, records, [], [])[0])
    length = log_length(new)
    with pytest.raises(SendtuiError) as problem:
        taken(new, path)
    assert log_length(new) == length
    return str(problem.value)


ONE: dict[str, object] = {"id": "a" * 32, "surname": "Moss"}


BAD: list[tuple[dict[str, list[dict[str, object]]], str]] = [
    ({"pupil": [ONE, ONE]}, "not just one pupil"),
    ({}, "not just one pupil"),
    ({"pupil": [ONE], "spaceship": []}, "holds what no pack holds"),
    ({"pupil": [ONE], "setting": [{"id": "b" * 32, "name": "Evil"}]}, "no pupil’s"),
    ({"pupil": [ONE], "schema": [{"n": 99}]}, "newer sendtui"),
    ({"pupil": [{"id": "a" * 32}]}, "name or birthday"),
    ({"pupil": [{**ONE, "born": "30/19/2015"}]}, "name or birthday"),
    ({"pupil": [{**ONE, "surname": ["x"]}]}, "name or birthday"),
    ({"pupil": [{**ONE, "wings": 2}]}, "cannot be taken in"),
    ({"pupil": [ONE], "need": [{"id": "b" * 32, "code": "XYZ", "rank": 1}]}, "no need type"),
    ({"pupil": [ONE], "need": [{"id": "b" * 32, "code": {"x": []}, "rank": 1}]}, "taken in"),
]


def test_a_pack_that_holds_what_it_may_not_is_refused_whole(store: Store, tmp_path: Path) -> None:
    for records, says in BAD:
        assert says in refused(store, tmp_path, dict(records))


# ── Receipts ──────────────────────────────────────────────────────────────────────────────────


def receipt(new: Store, path: Path, folder: Path) -> Path:
    return pack_receipts.write(new, come(new, path), folder / "pack.receipt.json", TODAY)


def test_a_receipt_marks_the_transfer_as_received(
    schools: tuple[Store, Store], zephyr: str, tmp_path: Path
) -> None:
    old, new = schools
    made = with_password(old, zephyr, tmp_path)
    back = receipt(new, made.path, tmp_path)

    found = pack_receipts.confirm(old, back, TODAY)

    assert (found.sent.pupil, found.signer) == (zephyr, "")
    (sent,) = pack_receipts.packs(old)
    assert (sent.received_on, sent.received_by, sent.is_by_receipt) == (
        TODAY, "Fern Hollow", True,
    )  # fmt: skip
    assert b"Quillfeather" not in back.read_bytes()
    with pytest.raises(SendtuiError, match="receipted before"):
        pack_receipts.confirm(old, back, TODAY)


def test_a_receipt_is_awaited_within_a_fortnight_though_the_pupil_has_left(
    schools: tuple[Store, Store], zephyr: str, tmp_path: Path
) -> None:
    old, new = schools
    made = with_password(old, zephyr, tmp_path)
    with old.write("Leave") as tx:
        tx.put("pupil", zephyr, {"left_on": TODAY})

    (awaited,) = (one for one in due.due(old, TODAY) if one.kind == "pack")
    assert awaited.day == TODAY + timedelta(days=14)
    assert awaited.words.endswith("Quillfeather: no receipt from Fern Hollow yet (F6, h)")
    pack_receipts.confirm(old, receipt(new, made.path, tmp_path), TODAY)
    assert [one for one in due.due(old, TODAY) if one.kind == "pack"] == []


def test_a_receipt_of_a_school_whose_card_is_here_says_whose_it_is(
    schools: tuple[Store, Store], zephyr: str, tmp_path: Path
) -> None:
    old, new = schools
    enrolled(new, old)
    made = with_password(old, zephyr, tmp_path)

    assert pack_receipts.look(old, receipt(new, made.path, tmp_path)).signer == (
        "A. Fern, Fern Hollow"
    )


CHANGED: list[tuple[dict[str, object], str]] = [
    ({"received_on": "2026-11-21"}, "changed after it was signed"),
    ({"pack": "0" * 64}, "changed after it was signed"),
    ({"format": "x"}, "no receipt"),
    ({"version": 9}, "newer sendtui"),
    ({"received_by": 1}, "lacks what a receipt says"),
    ({"records": "many"}, "lacks what a receipt says"),
]


def test_a_receipt_that_was_changed_is_refused(
    schools: tuple[Store, Store], zephyr: str, tmp_path: Path
) -> None:
    old, new = schools
    back = receipt(new, with_password(old, zephyr, tmp_path).path, tmp_path)
    whole = json.loads(back.read_text(encoding="utf-8"))

    for change, says in CHANGED:
        back.write_text(json.dumps(whole | change), encoding="utf-8")
        with pytest.raises(SendtuiError, match=says):
            pack_receipts.confirm(old, back, TODAY)
    assert pack_receipts.packs(old)[0].received_on is None


def test_a_receipt_for_another_schools_pack_is_refused(
    schools: tuple[Store, Store], zephyr: str, tmp_path: Path
) -> None:
    old, new = schools
    back = receipt(new, with_password(old, zephyr, tmp_path).path, tmp_path)

    with pytest.raises(SendtuiError, match="no pack that was sent from here"):
        pack_receipts.look(new, back)


def test_somebody_without_sendtui_tells_the_number(
    schools: tuple[Store, Store], zephyr: str, tmp_path: Path
) -> None:
    old, _ = schools
    with_password(old, zephyr, tmp_path)
    (sent,) = pack_receipts.packs(old)

    for by, on in (("", TODAY), ("B. Senco", date(2026, 11, 23)), ("B. Senco", date(2026, 11, 1))):
        with pytest.raises(SendtuiError):
            pack_receipts.told(old, sent.id, by, on, TODAY)
    pack_receipts.told(old, sent.id, "B. Senco", TODAY, TODAY)

    (sent,) = pack_receipts.packs(old)
    assert (sent.received_by, sent.is_by_receipt) == ("B. Senco", False)
