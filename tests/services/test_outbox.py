"""Where a sealed file is: owed, written, carried, acknowledged; quarantined or refused and why."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from sendtui.services import amend, merge, outbox, owed, send
from sendtui.services.owed import Owed
from sendtui.services.unsent import unsent
from sendtui.store.store import Store
from tests.services.enrolled import TODAY, case_file, enrolled, read, sent
from tests.services.invented import pupil, status

ALL = send.Choice(all_permitted=True)


@pytest.fixture
def school(tmp_path: Path) -> Iterator[Store]:
    with case_file(tmp_path, "puddleby") as made:
        yield made


@pytest.fixture
def council(tmp_path: Path, school: Store) -> Iterator[Store]:
    with case_file(tmp_path, "council", sort="la", role="caseworker") as made:
        enrolled(school, made)
        status(school, pupil(school), "K")
        yield made


def one(store: Store, day: date = TODAY) -> Owed:
    (found,) = owed.owed(store, day, ALL)
    return found


def states(store: Store) -> list[str]:
    return [each.state for each in outbox.files(store)]


def test_a_change_is_owed_until_the_other_side_confirms_it(school: Store, council: Store) -> None:
    before = one(school)
    assert (len(before.pupils), before.changes) == (1, before.unsent)
    assert before.last is None

    path = sent(school, council)
    written = one(school)
    assert (written.unsent, bool(written.changes), bool(written.last)) == (0, True, True)
    assert states(school) == ["written"]

    outbox.carry(school, outbox.files(school)[0].id)
    assert states(school) == ["carried"]
    assert one(school).changes == written.changes

    read(council, path)
    read(school, sent(council, school, "back"))
    assert one(school).changes == 0
    assert sorted(states(school)) == ["acknowledged", "merged"]


def test_what_changes_after_a_file_was_written_is_unsent_again(
    school: Store, council: Store
) -> None:
    sent(school, council)
    with school.read() as session:
        id_ = session.connection().exec_driver_sql("SELECT id FROM pupil").scalar_one()

    amend.amend(school, "pupil", id_, {"class_name": "3B"}, today=TODAY)

    found = one(school)
    assert found.unsent == 1
    assert found.changes > 1


def test_a_reader_whose_card_ran_out_is_listed_with_the_reason(
    school: Store, council: Store
) -> None:
    assert council
    found = one(school, date(2030, 1, 1))

    assert "ran out" in found.problem
    assert found.changes == 0


def test_a_refused_file_is_remembered_until_it_is_read_or_seen_to(
    school: Store, council: Store, tmp_path: Path
) -> None:
    path = sent(school, council)
    whole = path.read_bytes()
    path.write_bytes(whole[:-40])
    other = tmp_path / "other.sendx"
    other.write_bytes(b"no such thing")

    read(council, path, other, dry_run=True)
    assert outbox.quarantine(council) == ()
    read(council, path, other)
    read(council, path)

    bad = {each.path: each for each in outbox.quarantine(council)}
    assert bad.keys() == {"changes.sendx", "other.sendx"}
    assert "cut off" in bad["changes.sendx"].reason
    outbox.seen_to(council, bad["other.sendx"].id)
    assert [each.path for each in outbox.quarantine(council)] == ["changes.sendx"]


def test_what_was_refused_is_forgotten_once_it_is_read(school: Store, council: Store) -> None:
    path = sent(school, council)
    merge.merge(council, [path], date(2030, 1, 1))
    assert [each.state for each in outbox.quarantine(council)] == ["refused"]

    read(council, path)

    assert outbox.quarantine(council) == ()


def test_what_no_reader_may_have_is_not_unsent(school: Store, council: Store) -> None:
    sent(school, council)
    assert unsent(school) == 0
    with council.write("Elsewhere") as tx:
        other = tx.add("setting", {"name": "Acorn Hollow"})
        tx.add("pupil", {"setting": other, "surname": "Moss"})

    assert unsent(council) == 0
    with case_file(council.path.parent, "empty") as alone:
        assert unsent(alone) == 0
