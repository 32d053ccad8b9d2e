"""The clash desk: both versions are shown, a person decides, and the decision travels."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sendtui.errors import InvalidError, SendtuiError
from sendtui.services import amend, confidential, deciding, past, people
from sendtui.services.deciding import Undecided
from sendtui.store.store import Store
from tests.services.enrolled import TODAY, case_file, enrolled, read, sent, sound
from tests.services.invented import pupil as add_pupil
from tests.services.invented import status


@pytest.fixture
def school(tmp_path: Path) -> Iterator[Store]:
    with case_file(tmp_path, "puddleby") as made:
        yield made


@pytest.fixture
def council(tmp_path: Path) -> Iterator[Store]:
    with case_file(tmp_path, "council", sort="la", role="caseworker") as made:
        yield made


@pytest.fixture
def pupil(school: Store, council: Store) -> str:
    """A pupil of whom both sides wrote the class and the language, and have read each other."""
    enrolled(school, council)
    id_ = add_pupil(school)
    status(school, id_, "K")
    read(council, sent(school, council, all_pupils=False))
    for store, values in (
        (school, {"class_name": "3B", "interpreter": "sign language, at every meeting"}),
        (council, {"class_name": "4C", "interpreter": "Polish"}),
    ):
        amend.amend(store, "pupil", id_, values, today=TODAY)
    there, back = sent(school, council, "there"), sent(council, school, "back")
    read(council, there)
    read(school, back)
    return id_


def clash(store: Store, field: str = "class_name") -> Undecided:
    return next(one for one in deciding.undecided(store, TODAY) if one.field == field)


def says(store: Store, pupil: str, field: str = "class_name") -> object:
    return amend.form(store, "pupil", pupil).values[field]


@pytest.mark.usefixtures("pupil")
def test_both_versions_lie_on_the_desk_with_who_and_when(school: Store) -> None:
    found = clash(school)

    assert found.title == "Pupil, Class"
    assert {(side.words, side.who, side.here) for side in found.sides} == {
        ("3B", "A. Puddleby", True),
        ("4C", "A. Council", False),
    }
    assert deciding.chosen(found, "mine").words == "3B"
    assert deciding.chosen(found, "theirs").words == "4C"


@pytest.mark.parametrize(("take", "holds"), [("mine", "3B"), ("theirs", "4C")])
def test_the_version_taken_holds_on_both_sides(
    school: Store, council: Store, pupil: str, take: str, holds: str
) -> None:
    found = clash(school)

    deciding.decide(school, found, deciding.chosen(found, take))
    read(council, sent(school, council, "decided"))

    for store in (school, council):
        assert says(store, pupil) == holds
        assert [one.field for one in deciding.undecided(store, TODAY)] == ["interpreter"]
        assert sound(store)


def test_both_texts_can_stand_together(school: Store, pupil: str) -> None:
    found = clash(school, "interpreter")

    assert found.both is not None
    deciding.decide_as(school, found, found.both)

    assert sorted(str(says(school, pupil, "interpreter")).split(" / ")) == [
        "Polish",
        "sign language, at every meeting",
    ]


def test_something_new_can_be_written_and_is_checked(school: Store, pupil: str) -> None:
    deciding.decide_as(school, clash(school), "5A")

    assert says(school, pupil) == "5A"
    assert len(deciding.undecided(school, TODAY)) == 1
    with pytest.raises(InvalidError):
        deciding.decide_as(school, clash(school, "interpreter"), ["no", "text"])


def test_a_version_that_came_after_somebody_looked_is_a_clash_again(
    school: Store, council: Store, pupil: str
) -> None:
    looked = clash(school)
    amend.amend(council, "pupil", pupil, {"class_name": "6Z"}, today=TODAY)
    read(school, sent(council, school, "later"))

    deciding.decide(school, looked, deciding.chosen(looked, "mine"))

    assert {side.words for side in clash(school).sides} == {"3B", "6Z"}


@pytest.mark.usefixtures("pupil")
def test_a_decision_each_is_a_clash_of_decisions(school: Store, council: Store) -> None:
    for store in (school, council):
        found = clash(store)
        deciding.decide(store, found, deciding.chosen(found, "mine"))
    there, back = sent(school, council, "x"), sent(council, school, "y")
    read(council, there)
    read(school, back)

    for store in (school, council):
        assert {side.words for side in clash(store).sides} == {"3B", "4C"}


def test_what_is_confidential_is_veiled_and_not_decided_unseen(
    school: Store, council: Store, pupil: str
) -> None:
    person = people.add(school, pupil, {"name": "Fern Quillfeather", "role": "mother"})
    confidential.mark(school, pupil, "person", person, today=TODAY)
    read(council, sent(school, council, "person", with_confidential=True))
    for store, phone in ((school, "01"), (council, "02")):
        amend.amend(store, "person", person, {"phone": phone}, today=TODAY)
    read(school, sent(council, school, "phone", with_confidential=True))

    found = clash(school, "phone")

    assert found.veiled
    assert {side.words for side in found.sides} == {"confidential"}
    with pytest.raises(SendtuiError, match="show it first"):
        deciding.decide(school, found, found.sides[0])
    confidential.show(school)
    found = clash(school, "phone")
    deciding.decide(school, found, deciding.chosen(found, "theirs"))
    assert amend.form(school, "person", person).values["phone"] == "02"


@pytest.mark.usefixtures("pupil")
@pytest.mark.parametrize("word", ["", "neither", "3", "both"])
def test_a_word_that_means_no_version_is_refused(school: Store, word: str) -> None:
    with pytest.raises(SendtuiError, match="which version"):
        deciding.chosen(clash(school), word)


@pytest.mark.usefixtures("pupil")
def test_a_clash_is_found_by_the_name_that_lists_print(school: Store) -> None:
    assert deciding.find(school, clash(school).id, TODAY) == clash(school)
    with pytest.raises(SendtuiError, match="decided it already"):
        deciding.find(school, "nothing.name", TODAY)


def test_each_pupil_of_a_file_says_how_it_meets_what_is_here(
    school: Store, council: Store, pupil: str
) -> None:
    alone, apart, fresh = (add_pupil(school, surname=name) for name in ("Moss", "Fern", "Sedge"))
    for id_ in (alone, apart):
        status(school, id_, "K")
    read(council, sent(school, council, "more"))
    for id_, here, there in ((alone, {}, {"adno": "1"}), (apart, {"adno": "2"}, {"uln": "3"})):
        for store, values in ((school, there), (council, here)):
            if values:
                amend.amend(store, "pupil", id_, values, today=TODAY)
    amend.amend(school, "pupil", pupil, {"class_name": "7X"}, today=TODAY)
    amend.amend(council, "pupil", pupil, {"class_name": "8Y"}, today=TODAY)
    status(school, fresh, "K")

    (found,) = read(council, sent(school, council, "meet"), dry_run=True)

    assert [(each.name, each.label, each.fields) for each in found.touched] == [
        ("Quillfeather, Zephyr", "same field", ("Pupil, Class",)),
        ("Fern, Zephyr", "different fields", ()),
        ("Sedge, Zephyr", "new", ()),
        ("Moss, Zephyr", "changed", ()),
    ]


@pytest.mark.parametrize("keeps", [True, False], ids=["kept", "removed"])
def test_what_was_removed_there_and_edited_here_is_decided(
    school: Store, council: Store, pupil: str, keeps: bool
) -> None:
    person = people.add(school, pupil, {"name": "Fern Quillfeather", "role": "mother"})
    read(council, sent(school, council, "person"))
    amend.amend(school, "person", person, {"phone": "01"}, today=TODAY)
    amend.remove(council, "person", person)
    there, back = sent(school, council, "edited"), sent(council, school, "removed")
    read(council, there)
    read(school, back)
    found = clash(school, "_deleted")
    assert [side.words for side in found.sides] == ["removed", "kept, with Phone: 01"]
    assert deciding.chosen(found, "mine").words.startswith("kept")

    deciding.decide(school, found, deciding.chosen(found, "mine" if keeps else "theirs"))
    read(council, sent(school, council, "decided"))

    for store in (school, council):
        assert not [one for one in deciding.undecided(store, TODAY) if one.field == "_deleted"]
        with store.read() as session:
            here = session.connection().exec_driver_sql("SELECT phone FROM person").all()
        assert here == ([("01",)] if keeps else [])
        assert sound(store)


def test_a_decision_is_undone_and_is_a_clash_again(school: Store, pupil: str) -> None:
    found = clash(school)
    deciding.decide(school, found, deciding.chosen(found, "mine"))

    past.undo(school)

    again = clash(school)
    assert {(s.words, s.who, s.here) for s in again.sides} == {
        (s.words, s.who, s.here) for s in found.sides
    }
    assert says(school, pupil) in ("3B", "4C")
