"""Two records of one child: proposed, joined with both histories, kept apart, and parted."""

from datetime import date

import pytest

from sendtui.errors import SendtuiError
from sendtui.services import confidential, contacts, past, same, side_by_side, timeline
from sendtui.services.clashes import clashes_of, clashing
from sendtui.store.store import Store
from sendtui.store.undo import undo
from tests.services import invented

TODAY = date(2026, 11, 22)
UPN = "H801200001001"


def listed(store: Store) -> set[str]:
    with store.read() as session:
        found = session.connection().exec_driver_sql("SELECT id FROM pupil")
        return {str(id_) for (id_,) in found}


@pytest.fixture
def two(store: Store) -> tuple[str, str]:
    """One child twice: from last year's school, and as they were taken in here."""
    there = invented.pupil(store, upn=UPN)
    contacts.log(store, there, on=date(2026, 3, 1), said="Phoned about reading.")
    here = invented.pupil(store, upn=UPN)
    contacts.log(store, here, on=date(2026, 10, 1), said="Met the class teacher.")
    return there, here


def test_one_number_is_proposed_and_decided_by_nobody(store: Store, two: tuple[str, str]) -> None:
    there, here = two

    assert same.proposed(store) == (same.Pair(there, here, "number"),)
    assert listed(store) == {there, here}


def test_one_name_and_birth_is_proposed_after_numbers(store: Store) -> None:
    born = date(2017, 2, 3)
    one = invented.pupil(store, surname="Moss", forename="Max", born=born)
    two = invented.pupil(store, surname="MOSS", forename="Max", born=born)
    invented.pupil(store, surname="Moss", forename="Max", born=date(2016, 2, 3))

    assert same.proposed(store) == (same.Pair(one, two, "name and birth"),)


def test_a_name_much_like_another_and_one_birth_is_proposed(store: Store) -> None:
    born = date(2017, 2, 3)
    one = invented.pupil(store, surname="Quillfeather", forename="Samuel", born=born)
    two = invented.pupil(store, surname="Quillfaether", forename="Samuel", born=born)
    invented.pupil(store, surname="Quillfeather", forename="Tansy", born=born)

    assert same.proposed(store) == (same.Pair(one, two, "name and birth"),)


def test_joined_one_leads_and_both_histories_are_read(store: Store, two: tuple[str, str]) -> None:
    there, here = two

    same.join(store, there, here, why="one UPN", today=TODAY)

    assert listed(store) == {here}
    assert same.proposed(store) == ()
    told = [event.words for event in timeline.timeline(store, here)]
    assert any("reading" in words for words in told)
    assert any("class teacher" in words for words in told)
    assert any("reading" in str(change) for change in past.of_pupil(store, here))
    with store.read() as session:
        assert same.of_child(session, here) == (here, there)
        assert same.whole_child(session, there) == (here, there)


def test_joining_is_undone_as_one_act(store: Store, two: tuple[str, str]) -> None:
    there, here = two
    same.join(store, there, here, today=TODAY)

    undo(store)

    assert listed(store) == {there, here}
    assert same.decided(store) == ()


def test_parted_both_are_in_the_lists_again(store: Store, two: tuple[str, str]) -> None:
    there, here = two
    made = same.join(store, there, here, today=TODAY)

    assert same.part(store, made) == there

    assert listed(store) == {there, here}
    assert not any("reading" in event.words for event in timeline.timeline(store, here))


def test_two_with_one_number_are_not_both_kept(store: Store, two: tuple[str, str]) -> None:
    with pytest.raises(SendtuiError, match="the same UPN"):
        same.keep_both(store, *two, today=TODAY)

    assert same.decided(store) == ()


def test_two_children_of_one_name_are_kept_and_proposed_no_more(store: Store) -> None:
    born = date(2017, 2, 3)
    one, two = (invented.pupil(store, surname="Moss", born=born) for _ in "ab")

    same.keep_both(store, one, two, why="twins' cousins", today=TODAY)

    assert same.proposed(store) == ()
    assert listed(store) == {one, two}
    (found,) = same.decided(store)
    assert (found.same, found.why) == (False, "twins' cousins")


def test_joined_both_ways_on_two_copies_is_told(store: Store, two: tuple[str, str]) -> None:
    there, here = two
    same.join(store, there, here, today=TODAY)
    with store.write("As if on another copy") as tx:
        tx.add("same_as", {"pupil": here, "other": there, "same": True})

    assert [found.crossed for found in same.decided(store)] == [True, True]
    with store.read() as session:
        assert set(same.whole_child(session, here)) == {here, there}


def test_a_clash_of_the_other_record_shows_with_the_one_that_leads(
    store: Store, two: tuple[str, str]
) -> None:
    there, here = two
    with store.read() as session:
        opened = store.heads(session, there)
    for name in ("3B", "4C"):
        with store.write("Edit") as tx:
            tx.put("pupil", there, {"class_name": name}, opened)
    same.join(store, there, here, today=TODAY)

    with store.read() as session:
        assert clashing(session, (here,)) == {here}
        assert [clash.stream for clash in clashes_of(session, (here,))] == [there]


def test_what_is_confidential_in_the_other_record_is_veiled(
    store: Store, two: tuple[str, str]
) -> None:
    there, here = two
    with store.read() as session:
        asked = "SELECT id FROM contact WHERE pupil = ?"
        contact = session.connection().exec_driver_sql(asked, (there,)).scalar_one()
    confidential.mark(store, there, "contact", contact, today=TODAY)

    same.join(store, there, here, today=TODAY)

    assert not any("reading" in e.words for e in timeline.timeline(store, here, TODAY))


def test_a_record_is_not_joined_to_itself(store: Store, two: tuple[str, str]) -> None:
    with pytest.raises(SendtuiError, match="one record"):
        same.join(store, two[0], two[0], today=TODAY)


def test_side_by_side_both_say_what_they_hold_and_where_they_differ(
    store: Store, two: tuple[str, str]
) -> None:
    there, here = two
    with store.write("Edit") as tx:
        tx.put("pupil", here, {"forename": "Zeph"})

    found = side_by_side.beside(store, there, here, TODAY)

    told = {line.title: line for line in found.lines}
    assert (told["UPN"].one, told["UPN"].other, told["UPN"].differs) == (UPN, UPN, False)
    assert (told["Legal forename"].other, told["Legal forename"].differs) == ("Zeph", True)
    assert told["Records"].one == "contact 1"
    assert "the same UPN" in found.refused
    assert "ULN" not in told


def test_what_was_decided_names_both_also_where_one_has_left_the_lists(
    store: Store, two: tuple[str, str]
) -> None:
    same.join(store, *two, why="one UPN", today=TODAY)

    (found,) = side_by_side.decided(store)

    assert (found.pupil.name, found.other.name) == ("Quillfeather, Zephyr",) * 2
    assert found.found.why == "one UPN"
