"""What a column is, answered once and kept under a name."""

from pathlib import Path

import pytest

from sendtui.errors import InvalidError, SendtuiError
from sendtui.services import import_profiles, receive_files
from sendtui.services.import_profiles import Answers
from sendtui.store.store import Store
from sendtui.store.undo import undo
from tests.services.taking_in import of, shown, taken, written

HEADINGS = {"Kid": "full_name", "Stage": "status", "Hat": ""}


def test_a_profile_is_kept_and_read_by(store: Store, tmp_path: Path) -> None:
    import_profiles.keep(store, "Thursday", Answers(HEADINGS, {"status:helped": "K"}))
    path = written(
        tmp_path / "a.csv", [("Quillfeather, Zephyr", "helped", "3")], ("Kid", "Stage", "Hat")
    )

    found = shown(store, path, profile="thursday")
    taken(store, path, profile="thursday")

    assert (found.rejected, found.left_out) == ((), ("Hat",))
    assert of(store, "pupil", "surname", "forename") == [("Quillfeather", "Zephyr")]
    assert of(store, "status", "status") == [("K",)]


def test_a_profile_kept_again_is_one_profile(store: Store) -> None:
    first = import_profiles.keep(store, "Thursday", Answers(HEADINGS))

    second = import_profiles.keep(store, "THURSDAY", Answers({"Kid": "surname"}))

    assert first == second
    assert import_profiles.named(store, "Thursday").headings == {"Kid": "surname"}


def test_more_answers_join_those_that_were_kept(store: Store) -> None:
    import_profiles.keep(store, "Thursday", Answers(HEADINGS, {"status:x": "K"}, {"upn": "school"}))

    more = Answers({"Stage": ""}, {"status:y": "E"}, {"need": "senco"})
    answers = import_profiles.with_more(store, "Thursday", more)

    assert answers.headings == {"Kid": "full_name", "Stage": "", "Hat": ""}
    assert answers.values == {"status:x": "K", "status:y": "E"}
    assert answers.owners == {"upn": "school", "need": "senco"}
    assert import_profiles.named(store, "Thursday").headings == HEADINGS


def test_a_profile_that_is_not_there_is_named_beside_those_that_are(store: Store) -> None:
    import_profiles.keep(store, "Thursday", Answers(HEADINGS))

    with pytest.raises(SendtuiError, match=r"no import profile “Friday”.*Thursday"):
        import_profiles.named(store, "Friday")


@pytest.mark.parametrize(
    ("headings", "values"),
    [({"Kid": "surnam"}, {}), ({}, {"stage:x": "K"}), ({}, {"x": "K"})],
    ids=["no field", "a value of no field", "a value without a field"],
)
def test_what_is_no_field_is_refused(
    store: Store, headings: dict[str, str], values: dict[str, str]
) -> None:
    with pytest.raises(InvalidError, match="is no field of a list"):
        import_profiles.keep(store, "Thursday", Answers(headings, values))


def test_keeping_a_profile_is_undone_by_itself(store: Store) -> None:
    import_profiles.keep(store, "Thursday", Answers(HEADINGS))

    undo(store)

    assert import_profiles.all_of(store) == ()


def test_a_saved_profile_reads_the_next_file_with_its_headings_until_it_is_forgotten(
    store: Store, tmp_path: Path
) -> None:
    import_profiles.keep(store, "Thursday", Answers(HEADINGS))
    path = written(tmp_path / "a.csv", [("Quillfeather, Zephyr", "3")], ("Kid", "Stage"))
    other = written(tmp_path / "b.csv", [("Quillfeather", "3")], ("Surname", "Stage"))

    assert receive_files.fitting(store, path) == "Thursday"
    assert receive_files.fitting(store, other) == ""
    assert import_profiles.forget(store, "THURSDAY") == "Thursday"
    assert receive_files.fitting(store, path) == ""
    with pytest.raises(SendtuiError, match="no import profile"):
        import_profiles.forget(store, "Thursday")
    undo(store)
    assert receive_files.fitting(store, path) == "Thursday"


def test_a_parents_name_and_phone_make_a_person_once_and_change_nobody(
    store: Store, tmp_path: Path
) -> None:
    said = {"Mum or dad": "contact_name", "Mobile": "contact_phone", "Mail": "contact_email"}
    import_profiles.keep(store, "parents", Answers(said))
    heads = ("UPN", "Surname", "Forename", "DOB", *said)
    zephyr = ("H801200001001", "Quillfeather", "Zephyr", "03/02/2017")
    max_ = ("G801200026001", "Finch", "Max", "30/09/2017")
    first = [(*zephyr, "Ada Q", "01632 960001", "ada@example.org"), (*max_, "", "01632 960002", "")]
    path = written(tmp_path / "a.csv", first, heads)

    found = shown(store, path, profile="parents")
    taken(store, path, profile="parents")
    again = shown(store, path, profile="parents")
    taken(
        store,
        written(tmp_path / "b.csv", [(*zephyr, "ada q", "01632 960009", "")], heads),
        profile="parents",
    )

    assert [each.oddities for each in found.new] == [
        (),
        ("A contact without a name was not taken.",),
    ]
    assert (again.new, again.changed, again.unchanged) == ((), (), 2)
    assert of(store, "person", "name", "phone", "email", "parental_responsibility") == [
        ("Ada Q", "01632 960001", "ada@example.org", 0)
    ]


def test_every_contact_that_the_lines_of_a_pupil_name_is_a_person(
    store: Store, tmp_path: Path
) -> None:
    heads = ("UPN", "Surname", "Forename", "Parent/Carer", "Parent/Carer mobile", "Parent 2")
    numbers = (("Ada", "01632 960001"), ("Bo", "01632 960002"), ("ada", "01632 960003"))
    lines = [("H801200001001", "Quillfeather", "Zephyr", *each, "Cy") for each in numbers]
    path = written(tmp_path / "a.csv", lines, heads)

    found = shown(store, path)
    taken(store, path)

    assert [each.oddities for each in found.new] == [
        ("A contact stands twice and differs: the first was taken.",)
    ]
    assert sorted(of(store, "person", "name", "phone")) == [
        ("Ada", "01632 960001"),
        ("Bo", "01632 960002"),
        ("Cy", ""),
    ]
