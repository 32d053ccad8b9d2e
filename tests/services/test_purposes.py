"""Purposes: who travels to a local authority, and who stays home and why."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from sendtui.errors import InvalidError, SendtuiError
from sendtui.services import confidential, contacts, past, people, purposes, restrictions, send
from sendtui.store.store import Store
from tests.services import invented
from tests.services.enrolled import case_file, enrolled, pupils, read, sent

TODAY = date(2026, 11, 22)
TO = "Puddleshire Hollow"


@pytest.fixture
def school(tmp_path: Path) -> Iterator[Store]:
    with case_file(tmp_path, "moonbeam") as made:
        yield made


@pytest.fixture
def la(tmp_path: Path) -> Iterator[Store]:
    with case_file(tmp_path, "puddleshire", sort="la", role="register") as made:
        yield made


@pytest.fixture
def zephyr(school: Store, la: Store) -> str:
    """A pupil with an EHC plan, of a school whose authority is enrolled."""
    enrolled(school, la)
    id_ = invented.pupil(school)
    invented.status(school, id_, "E")
    return id_


def going(school: Store, **choice: object) -> send.Going:
    return send.preview(school, "puddleshire", TODAY, send.Choice(**choice))  # type: ignore[arg-type]


def test_a_pupil_without_a_purpose_stays_home_and_is_counted(school: Store, zephyr: str) -> None:
    found = going(school)

    assert (found.pupils, found.why_home.no_purpose) == ((), 1)
    assert "purpose" in found.why_home.says()[0]
    assert [child.id for child in going(school, all_permitted=True).pupils] == [zephyr]


def test_the_purpose_of_the_plan_is_recorded_for_all_at_once(
    school: Store, la: Store, zephyr: str
) -> None:
    support = invented.pupil(school, forename="Tansy")
    invented.status(school, support, "K")

    assert purposes.record_plans(school, TO, TODAY) == 1

    assert going(school).why_home.no_purpose == 1
    read(la, sent(school, la, all_permitted=False))
    assert set(pupils(la)) == {zephyr}
    with pytest.raises(SendtuiError, match="already"):
        purposes.record_plans(school, TO, TODAY)


@pytest.mark.parametrize(
    ("recipient", "goes"),
    [
        pytest.param("Puddleshire Hollow", True, id="whole words of the name"),
        pytest.param("a puddleshire", True, id="without its full stop"),
        pytest.param("Puddle", False, id="part of a word"),
        pytest.param("Another Council", False, id="somebody else"),
    ],
)
def test_a_purpose_is_of_the_recipient_it_names(
    school: Store, zephyr: str, recipient: str, goes: bool
) -> None:
    purposes.add(school, zephyr, recipient)

    assert bool(going(school).pupils) is goes


def test_a_purpose_that_has_ended_sends_no_more(school: Store, zephyr: str) -> None:
    made = purposes.add(school, zephyr, TO, since=date(2026, 9, 1))

    purposes.end(school, made, date(2026, 11, 21))

    assert not going(school).pupils
    assert [each.runs for each in purposes.of_pupil(school, zephyr, TODAY)] == [False]


def test_a_purpose_of_few_kinds_holds_while_there_are_no_others(
    school: Store, la: Store, zephyr: str
) -> None:
    purposes.add(school, zephyr, TO, kinds=["status"])
    with school.write("Hold, and hand over") as tx:
        tx.add("retention_hold", {"pupil": zephyr, "why": "a claim", "since": TODAY})
        tx.add("transfer_receipt", {"pupil": zephyr, "to_name": "Otterbridge", "sent_on": TODAY})
    assert going(school).pupils

    contacts.log(school, zephyr, on=TODAY, said="A call")

    assert not going(school).pupils
    purposes.add(school, zephyr, TO, kinds=["contact"])
    read(la, sent(school, la, all_permitted=False))
    assert set(pupils(la)) == {zephyr}


def test_a_purpose_goes_along_on_a_card_of_few_kinds(
    school: Store, la: Store, tmp_path: Path
) -> None:
    assert tmp_path.exists()
    enrolled(school, la, kinds=["pupil", "status", "setting", "disclosure"])
    id_ = invented.pupil(school)
    invented.status(school, id_, "E")
    purposes.add(school, id_, TO)

    (result,) = read(la, sent(school, la, all_permitted=False))

    assert result.state == "merged"
    assert set(pupils(la)) == {id_}


def test_a_pupil_who_is_confidential_as_a_whole_stays_home_unless_told(
    school: Store, la: Store, zephyr: str
) -> None:
    purposes.add(school, zephyr, TO)
    contacts.log(school, zephyr, on=TODAY, said="hidden")
    confidential.mark(school, zephyr, "pupil", zephyr, today=TODAY)

    found = going(school)

    assert (found.pupils, found.why_home.confidential, found.why_home.records) == ((), 1, 3)
    read(la, sent(school, la, with_confidential=True))
    assert set(pupils(la)) == {zephyr}


def test_a_pupil_the_reader_may_not_receive_stays_home_unless_said_why(
    school: Store, la: Store, zephyr: str
) -> None:
    purposes.add(school, zephyr, TO)
    restrictions.add(school, zephyr, "may not receive")

    assert going(school).why_home.barred == 1
    sent(school, la, although="ordered by the court")

    (left,) = past.disclosures(school, zephyr)
    assert "ordered by the court" in left.basis


def test_a_restriction_on_a_parent_holds_up_no_authority(school: Store, zephyr: str) -> None:
    purposes.add(school, zephyr, TO)
    father = people.add(school, zephyr, {"name": "Ash Bramblewick", "role": "father"})
    restrictions.add(school, zephyr, "no contact", person=father)

    assert going(school).pupils


def test_a_removal_travels_without_a_purpose(school: Store, la: Store, zephyr: str) -> None:
    read(la, sent(school, la))
    with school.write("Remove") as tx:
        tx.remove("pupil", zephyr)

    read(la, sent(school, la, "two", all_permitted=False))

    assert pupils(la) == {}


def test_an_authority_sends_without_purposes(school: Store, la: Store, zephyr: str) -> None:
    read(la, sent(school, la))

    found = send.preview(la, "moonbeam", TODAY)

    assert (found.unchanged, found.home, found.why_home) == (1, 0, send.Home())
    assert set(pupils(la)) == {zephyr}


def test_a_kind_there_is_not_is_refused(school: Store, zephyr: str) -> None:
    with pytest.raises(InvalidError):
        purposes.add(school, zephyr, TO, kinds=["nonsense"])
