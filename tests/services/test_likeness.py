"""Which pupil a line speaks of: settled by numbers, proposed by name and birthday."""

from pathlib import Path

import pytest

from sendtui.services import likeness
from sendtui.store.store import Store
from tests.services.invented import pupil
from tests.services.taking_in import of, shown, taken, written

HEADINGS = ("UPN", "Former UPN", "Adno", "Surname", "Forename", "DOB", "Class")
A, B, C = "H801200001001", "G801200026001", "A801200001001"
BORN = "03/02/2017"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "list.csv"


def line(
    upn: str = "", former: str = "", adno: str = "", born: str = "", forename: str = "Zephyr"
) -> tuple[str, ...]:
    return (upn, former, adno, "Quillfeather", forename, born, "6C")


@pytest.mark.parametrize(
    ("known", "told", "by"),
    [
        ({"upn": A}, line(A, forename="Max"), "UPN"),
        ({"upn": B, "former_upn": A}, line(A, forename="Max"), "former UPN"),
        ({"upn": A}, line(B, former=A, forename="Max"), "former UPN"),
        ({"adno": "0044"}, line(adno="0044", born="01/01/2016"), "admission number and name"),
        ({}, line(A, born=BORN), "name and date of birth"),
        ({"upn": A}, line(born=BORN), "name and date of birth"),
        ({"upn": A}, line(), "name alone"),
        ({"born": None, "upn": A}, line(born=BORN), "name alone"),
    ],
    ids=[
        "UPN",
        "the file has the old UPN",
        "the record has the old UPN",
        "admission number and name",
        "name and birthday, no UPN here",
        "name and birthday, no UPN there",
        "name alone",
        "no birthday here",
    ],
)
def test_a_line_finds_its_pupil(
    store: Store, file: Path, known: dict[str, object], told: tuple[str, ...], by: str
) -> None:
    here = pupil(store, **known)

    (changed,) = shown(store, written(file, [told], HEADINGS)).changed

    assert (changed.pupil, changed.matched_by) == (here, by)


@pytest.mark.parametrize(
    ("known", "told"),
    [
        ({"upn": A}, line(B, born="04/02/2017")),
        ({"upn": A}, line(B)),
        ({"adno": "0044"}, line(A, adno="0044", born=BORN, forename="Max")),
        ({"born": "2016-01-01"}, line(born=BORN)),
    ],
    ids=["another UPN and birthday", "another UPN", "another name", "another birthday"],
)
def test_somebody_else_is_new(
    store: Store, file: Path, known: dict[str, object], told: tuple[str, ...]
) -> None:
    pupil(store, **known)

    assert len(shown(store, written(file, [told], HEADINGS)).new) == 1


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("Zoë", "Zoe"),
        ("ZOË", "zoë"),
        ("O’Neill", "O'Neill"),
        ("Anne-Marie", "Anne Marie"),
        ("Łukáš", "Łukas"),
        ("Zoe\u0301", "Zoé"),
        ("Strauß", "STRAUSS"),
    ],
)
def test_two_spellings_of_a_name_are_one(here: str, there: str) -> None:
    assert likeness.key(here, "") == likeness.key(there, "")


@pytest.mark.parametrize(("here", "there"), [("Ann", "Anna"), ("שלום", "שלומית"), ("Li", "Lee")])
def test_two_names_are_two(here: str, there: str) -> None:
    assert likeness.key(here, "") != likeness.key(there, "")


@pytest.mark.parametrize("name", ["שלום", "李明", "🦉🦊", "-", "Ян"])
def test_a_name_of_any_script_is_only_like_itself(name: str) -> None:
    assert likeness.key(name, "x") == likeness.key(name, "x")
    assert likeness.key(name, "x") != likeness.key("", "x")


def test_one_name_and_birthday_with_two_upns_is_held(store: Store, file: Path) -> None:
    here = pupil(store, upn=A)
    written(file, [line(B, born=BORN)], HEADINGS)

    found = shown(store, file)
    done = taken(store, file)

    assert [(p.line, p.upn, p.pupils, p.alike_by) for p in found.possible_duplicates] == [
        (2, B, (here,), "name and date of birth")
    ]
    assert (found.new, found.changed, found.absent) == ((), (), ())
    assert (done.held, done.added, done.changed) == (1, 0, 0)
    assert of(store, "pupil", "upn") == [(A,)]


def test_told_that_it_is_the_same_the_old_upn_becomes_the_former(store: Store, file: Path) -> None:
    pupil(store, upn=A)
    written(file, [line(B, born=BORN)], HEADINGS)

    taken(store, file, alike="same")

    assert of(store, "pupil", "upn", "former_upn", "class_name") == [(B, A, "6C")]
    assert shown(store, file).unchanged == 1


def test_told_that_it_is_somebody_new_both_are_kept(store: Store, file: Path) -> None:
    pupil(store, upn=A)
    written(file, [line(B, born=BORN)], HEADINGS)

    taken(store, file, alike="new")

    assert of(store, "pupil", "upn") == [(B,), (A,)]
    assert shown(store, file, alike="new").unchanged == 1


def test_an_old_upn_does_not_come_back(store: Store, file: Path) -> None:
    pupil(store, upn=B, former_upn=A)

    taken(store, written(file, [line(A, born=BORN)], HEADINGS))

    assert of(store, "pupil", "upn", "former_upn", "class_name") == [(B, A, "6C")]


def test_a_new_upn_with_the_old_one_beside_it_is_taken(store: Store, file: Path) -> None:
    pupil(store, upn=A)

    taken(store, written(file, [line(B, former=A, born=BORN)], HEADINGS))

    assert of(store, "pupil", "upn", "former_upn") == [(B, A)]


@pytest.mark.parametrize("alike", ["hold", "same", "new"])
def test_a_name_that_two_have_is_never_guessed_at(store: Store, file: Path, alike: str) -> None:
    both = {pupil(store, upn=A), pupil(store, upn=C)}
    written(file, [line()], HEADINGS)

    found = shown(store, file, alike=alike)  # type: ignore[arg-type]

    assert [set(p.pupils) for p in found.possible_duplicates] == [both]


def test_a_pupil_of_another_setting_is_not_taken_for_ours(store: Store, file: Path) -> None:
    with store.write("Another setting") as tx:
        other = tx.add("setting", {"name": "Mistlethwaite School"})
    pupil(store, upn=A, setting=other)

    found = shown(store, written(file, [line(A, born=BORN)], HEADINGS))

    assert (len(found.new), found.absent) == (1, ())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Moss", "Zephyr"), ("Moss", "Zephir")),
        (("Moss", "Zephyr"), ("Moss", "Zepyhr")),
        (("Moss", "Zephyr"), ("Moss", "Zephyrr")),
        (("Quillfeather", "Max"), ("Quilfeather", "Max")),
        (("Moss", "Sam"), ("Moss", "Samuel")),
        (("Zephyr", "Moss"), ("Moss", "Zephyr")),
    ],
    ids=["another letter", "two exchanged", "one more", "surname", "short form", "exchanged"],
)
def test_a_name_that_was_mistyped_is_near(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert likeness.is_near(likeness.key(*one), likeness.key(*other))
    assert likeness.is_near(likeness.key(*other), likeness.key(*one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Moss", "Ben"), ("Moss", "Jen")),
        (("Moss", "Zephyr"), ("Moss", "Zaphir")),
        (("Moss", "Zephyr"), ("Boss", "Zephir")),
        (("Moss", "Pupil 11"), ("Moss", "Pupil 12")),
        (("Moss", ""), ("Moss", "Zephyr")),
        (("Moss", "Zephyr"), ("Moss", "ZEPHYR")),
    ],
    ids=["too short", "two slips", "both parts", "numbers", "no forename", "the same"],
)
def test_what_is_another_name_is_not(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert not likeness.is_near(likeness.key(*one), likeness.key(*other))
