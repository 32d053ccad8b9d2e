"""A visit: begun, noted, agreed, read back, left behind, and filed when there is time."""

from datetime import date, timedelta

import pytest

from sendtui.errors import InvalidError, SendtuiError
from sendtui.services import actions, confidential, letters, visit_beside, visit_pages, visits
from sendtui.services.confidential import HeldBackError
from sendtui.store.store import Store
from tests.services.invented import CRASHING, pupil

TODAY = date(2026, 11, 22)
SOON = date(2026, 12, 4)


@pytest.fixture
def zephyr(store: Store) -> str:
    """A pupil whose mother speaks Polish and needs easy words."""
    made = pupil(store, interpreter="POL", format_needs="quiet room")
    with store.write("Add") as tx:
        tx.put("setting", store.setting, {"phone": "01632 960001"})
        tx.add("person", {"pupil": made, "name": "Ada Quillfeather", "role": "mother",
                          "parental_responsibility": True, "language": "Polish",
                          "format_needs": "easy read", "address": "1 Snail Row"})  # fmt: skip
        tx.add("person", {"pupil": made, "name": "Cy Gone", "role": "father",
                          "parental_responsibility": True, "gets_letters": False})  # fmt: skip
    return made


def visited(store: Store, whose: str) -> str:
    """A visit on which somebody spoke and something was agreed."""
    made = visits.begin(store, whose, TODAY, TODAY, where="at home", present="Ada")
    visits.hear(store, made, "pupil", f"I like snails {CRASHING}")
    visits.hear(store, made, "parent", "He sleeps badly")
    visits.agree(store, made, "Ask the school for a sloped board", owner="Bix", due=SOON)
    return made


def test_a_visit_of_the_day_is_gone_on_with_until_it_is_filed(store: Store, zephyr: str) -> None:
    first = visits.begin(store, zephyr, TODAY, TODAY)
    again = visits.begin(store, zephyr, TODAY, TODAY, where="at home")
    visits.note(store, first, "sleeps badly, see GP", visits.view(store, first, TODAY).heads)
    (waits,) = visits.unfiled(store, TODAY)

    visits.file(store, first, "Ada told of the nights. She asks the GP.", TODAY, who="Ada")

    assert (first, waits.where, waits.said) == (again, "at home", "sleeps badly, see GP")
    assert visits.unfiled(store, TODAY) == ()
    assert visits.begin(store, zephyr, TODAY, TODAY) != first
    with store.read() as session:
        run = session.connection().exec_driver_sql
        assert run("SELECT how, said, with_parents FROM contact").all() == [
            ("visit", "Ada told of the nights. She asks the GP.", 1)
        ]
    with pytest.raises(SendtuiError, match="filed"):
        visits.note(store, first, "more")


def test_beside_the_family_there_is_this_child_alone_and_no_internal_note(
    store: Store, zephyr: str
) -> None:
    before = visits.begin(store, zephyr, TODAY - timedelta(7), TODAY)
    kept = visits.agree(store, before, "Bring the drawings", owner="Ada")
    done = visits.agree(store, before, "Ring the GP")
    actions.done(store, done, TODAY)
    actions.add(store, zephyr, what="Find out about the father")
    now = visited(store, zephyr)

    found = visit_beside.beside(store, zephyr, TODAY)

    assert found.minds == ("Interpreter: Polish", "Needs: quiet room",
                           "Ada Quillfeather: speaks Polish, easy read")  # fmt: skip
    assert [each.id for each in found.before] == [kept]
    assert found.visit is not None
    assert found.visit.id == now
    assert "father" not in str(found)
    assert "Cy Gone" not in str(found)


def test_who_may_not_be_met_is_told_before_leaving(store: Store, zephyr: str) -> None:
    visit_beside.pick(store, (zephyr, zephyr), TODAY)

    (one,) = visit_beside.picked(store, TODAY)

    assert one.detail == "1 Snail Row"
    assert any(each.startswith("Cy Gone") for each in one.against)
    assert (one.visited, one.waits) == (False, False)
    visited(store, zephyr)
    (after,) = visit_beside.picked(store, TODAY)
    assert (after.visited, after.waits) == (True, True)
    assert visit_beside.picked(store, TODAY + timedelta(1)) == ()
    visit_beside.drop(store, zephyr, TODAY)
    assert visit_beside.picked(store, TODAY) == ()


def test_what_was_agreed_is_read_back_without_the_notes(store: Store, zephyr: str) -> None:
    made = visited(store, zephyr)
    visits.note(store, made, "the flat is cold")

    said = visit_pages.read_back(visits.view(store, made, TODAY), "Zephyr")

    assert "1. Ask the school for a sloped board (Bix), by 4 December 2026" in said
    assert "- He sleeps badly" in said
    assert "cold" not in said


def test_what_is_left_behind_is_in_the_familys_format(store: Store, zephyr: str) -> None:
    made = visited(store, zephyr)
    visits.note(store, made, "the flat is cold")

    (left,) = visit_pages.leave_behind(store, made, TODAY)
    (full,) = visit_pages.leave_behind(store, made, TODAY, easy=False, large=True)

    said = letters.text(left)
    assert (left.easy, full.easy, full.large) == (True, False, True)
    assert "- Ask the school for a sloped board (Bix), by 4 December 2026" in said
    assert "Polish" in said
    assert "[/x]" in said
    assert "cold" not in said + letters.text(full)
    assert "1 Snail Row" not in said


def test_nothing_is_left_behind_of_nothing_or_of_what_is_confidential(
    store: Store, zephyr: str
) -> None:
    empty = visits.begin(store, zephyr, TODAY, TODAY)

    with pytest.raises(SendtuiError, match="Nothing was agreed"):
        visit_pages.leave_behind(store, empty, TODAY)
    voice = visits.hear(store, empty, "pupil", "Do not tell")
    confidential.mark(store, zephyr, "voice", voice, today=TODAY)
    with pytest.raises(HeldBackError):
        visit_pages.leave_behind(store, empty, TODAY)
    assert "Do not tell" not in str(visits.view(store, empty, TODAY))


def test_what_cannot_be_is_refused(store: Store, zephyr: str) -> None:
    made = visits.begin(store, zephyr, TODAY, TODAY)

    with pytest.raises(InvalidError, match="still to come"):
        visits.begin(store, zephyr, TODAY + timedelta(1), TODAY)
    with pytest.raises(InvalidError, match="before the visit"):
        visits.agree(store, made, "Ring", due=TODAY - timedelta(1))
    with pytest.raises(InvalidError):
        visits.agree(store, made, " ")
    with pytest.raises(InvalidError):
        visits.file(store, made, "", TODAY)
