"""A plan as it is written, as its checks see it, its grade, and what differs between versions."""

from dataclasses import replace
from datetime import date

import pytest

from sendtui.rules.plan_checks import checks_of, remarks
from sendtui.rules.plan_checks_wording import hours_by_area
from sendtui.rules.plan_diff import FieldChange, differences
from sendtui.rules.plan_facts import SECTIONS, Comment
from sendtui.rules.plan_grade import grade, is_enough
from sendtui.rules.plan_reading import About, Written, facts
from sendtui.rules.plan_sections import EHCP, PARTS, label, part_of
from sendtui.rules.plan_words import DEFAULT, WordsError, read_words, reading_minutes

D = date
TODAY = D(2026, 11, 22)


def written(section: str, words: str, **more: object) -> Written:
    """A line of a plan; its id is the words' first letters with the section."""
    id_ = str(more.pop("id", f"{section}-{words[:12]}"))
    return Written(id_, section, words, **more)  # type: ignore[arg-type]


VIEW = written("A", "“I like snails.”", sort="view", who="Zephyr", dated=D(2026, 9, 8))
HOPE = written("A", "Zephyr hopes to keep snails.", sort="aspiration", area="work", number=2)
STRONG = written("B", "Notices every small sound.", sort="strength", need="HI")
NEED = written("B", "Misses the ends of words, so that spelling is hard.", need="HI", number=2)
NO_HEALTH = written("C", "No health needs related to SEN.", none_required=True)
NO_CARE = written("D", "No social care needs related to SEN.", none_required=True)
SPELLS = written(
    "E", "Zephyr will be able to spell fifty common words.", measure="spelling list",
    baseline="12", target="50", by=D(2029, 7, 20), serves=(HOPE.id,),
)  # fmt: skip
TAUGHT = written(
    "F", "Spelling with signs.", who="teaching assistant trained by a teacher of the deaf",
    how_often="three times a week", how_long="20 minutes, 39 weeks", ratio="in a group of two",
    starts=D(2026, 9, 1), by=D(2026, 12, 1), serves=(NEED.id, SPELLS.id),
)  # fmt: skip
PLACE = written("I", "Puddleby Common School", sort="mainstream school")
K = tuple(
    written("K", f"Report on {sort}", sort=sort, who="A. Tester, adviser", dated=D(2026, 6, 1),
            number=n)
    for n, sort in enumerate(("family", "education", "health", "psychology", "social care"), 1)
)  # fmt: skip
WHOLE = (VIEW, HOPE, STRONG, NEED, NO_HEALTH, NO_CARE, SPELLS, TAUGHT, PLACE, *K)
FINAL = About(
    draft=False, born=D(2018, 1, 5), year="4", made_on=D(2026, 11, 2), review_by=D(2027, 11, 1),
    forename="Zephyr",
)  # fmt: skip


def test_a_whole_plan_as_it_is_written_has_nothing_open() -> None:
    assert remarks(facts(FINAL, WHOLE), TODAY) == ()


def test_what_is_written_becomes_what_the_checks_ask() -> None:
    found = facts(FINAL, WHOLE)

    assert found.sections == SECTIONS
    assert (found.voices[0].who, found.voices[0].how) == ("pupil", "quoted")
    assert found.aspirations[0].pfa == ("employment",)
    assert [n.strengths for n in found.needs] == ["Notices every small sound."]
    assert (found.lines[0].times, found.lines[0].per, found.lines[0].minutes) == (3, "week", 20)
    assert hours_by_area(found) == {"Sensory and/or physical needs": 39.0}
    assert (found.advice[0].author, found.advice[0].role) == ("A. Tester", "adviser")


@pytest.mark.parametrize(
    ("without", "missing"),
    [
        pytest.param((NO_HEALTH,), ["C", "G"], id="health not spoken of"),
        pytest.param((NO_CARE,), ["D", "H1", "H2"], id="social care not spoken of"),
        pytest.param((PLACE,), ["I"], id="no placement in a final plan"),
    ],
)
def test_a_part_that_says_nothing_is_missing(without: tuple[Written, ...], missing: list[str]
                                             ) -> None:  # fmt: skip
    kept = tuple(x for x in WHOLE if x not in without)

    assert [s for s in SECTIONS if s not in facts(FINAL, kept).sections] == missing


def test_a_draft_has_its_section_i_by_leaving_it_blank() -> None:
    kept = tuple(x for x in WHOLE if x is not PLACE)

    assert remarks(facts(replace(FINAL, draft=True), kept), TODAY) == ()


@pytest.mark.parametrize(
    ("old", "new", "check"),
    [
        (TAUGHT, replace(TAUGHT, how_often="regularly"), "Q11"),
        (TAUGHT, replace(TAUGHT, who="an adult"), "Q11"),
        (TAUGHT, replace(TAUGHT, serves=(SPELLS.id,)), "Q4"),
        (VIEW, replace(VIEW, words="Likes snails."), "Q2"),
        (K[0], replace(K[0], who="A. Tester"), "Q21"),
        (TAUGHT, replace(TAUGHT, payment="direct payment"), "Q20"),
        (SPELLS, replace(SPELLS, serves=()), "Q23"),
    ],
    ids=["how often", "expertise", "unmet", "whose words", "role", "amount", "thread"],
)
def test_a_change_of_a_line_is_seen_by_its_check(old: Written, new: Written, check: str) -> None:
    lines = tuple(new if x is old else x for x in WHOLE)

    assert check in {one.check for one in remarks(facts(FINAL, lines), TODAY)}


def test_minutes_a_week_are_the_total_whatever_the_words_leave_open() -> None:
    lines = tuple(replace(x, minutes_a_week=90) if x is TAUGHT else x for x in WHOLE)

    assert hours_by_area(facts(FINAL, lines)) == {"Sensory and/or physical needs": 58.5}


def test_a_line_written_as_one_sentence_says_how_much_who_and_how_often() -> None:
    words = (
        "A speech and language therapist works on sounds with him, 30 minutes a week, 36 weeks a "
        "year, one to one."
    )
    (line,) = facts(FINAL, (Written("f", "F", words),)).lines

    assert (line.times, line.per, line.minutes, line.weeks) == (1, "week", 30, 36)
    assert (line.who, line.group_size) == ("speech and language therapist", 1)
    assert line.expertise
    assert line.hours_a_year == 18


def test_who_advised_or_is_advised_is_not_who_gives_it() -> None:
    for words in (
        "Breaks as advised by the therapist.",
        "Advice to the class teacher, weekly.",
        "The class will be visited by a teacher.",
    ):
        (line,) = facts(FINAL, (Written("f", "F", words),)).lines
        assert line.who == ""


def test_a_comment_without_an_answer_is_open() -> None:
    about = replace(FINAL, comments=(Comment("Why not weekly?"),))

    assert [one.check for one in remarks(facts(about, WHOLE), TODAY)] == ["Q27"]


def test_a_plan_that_is_not_statutory_is_asked_for_good_practice_alone() -> None:
    about = replace(FINAL, sort="SEN Support plan")
    found = remarks(facts(about, (VIEW, TAUGHT)), TODAY, sort="SEN Support plan")

    assert {one.check for one in found} <= set(checks_of("SEN Support plan"))
    assert not any(one.hard for one in found)
    assert all(one.citation.label == "good practice" for one in found)


# The grade


def test_a_plan_with_every_tick_is_strong() -> None:
    found = grade(())

    assert (found.percent, found.name, found.hard_open) == (100, "strong", 0)
    assert len(found.ticks) == 27


def test_a_hard_check_that_is_open_caps_the_grade() -> None:
    lines = tuple(x for x in WHOLE if x is not PLACE)
    found = grade(remarks(facts(FINAL, lines), TODAY))

    assert (found.name, found.hard_open) == ("needs work", 2)
    assert found.percent is not None
    assert found.percent > 75


@pytest.mark.parametrize(
    ("lines", "enough"),
    [
        ((), False),
        ((VIEW, HOPE, *K), False),
        ((NEED, SPELLS), False),
        ((NEED, SPELLS, TAUGHT), True),
    ],
    ids=("empty", "no needs", "no provision", "the thread"),
)
def test_a_plan_that_is_nearly_empty_has_no_grade(lines: tuple[Written, ...], enough: bool) -> None:
    found = grade((), enough=is_enough(facts(FINAL, lines)))

    assert (found.percent is not None) == enough
    assert (found.says == "not enough written to grade") != enough


def test_weights_of_the_users_own_change_the_grade() -> None:
    lines = tuple(replace(x, serves=()) if x is SPELLS else x for x in WHOLE)
    found = remarks(facts(FINAL, lines), TODAY)

    light = grade(found, replace(DEFAULT, weights=(("Q23", 0),)))
    heavy = grade(found, replace(DEFAULT, weights=(("Q23", 99),)))

    assert (light.percent, heavy.name) == (100, "weak")


# Words of the user's own


def test_a_file_of_words_adds_and_takes_away() -> None:
    found = read_words(
        "# ours\nlongest sentence: 20\n[vague]\nSpecialist input\n[allowed]\nregular\n"
        "[acronyms]\nSENDIASS\n-PE\n[weights]\nQ4: 5\n"
    )

    assert found.vague == ("specialist input",)
    assert found.allowed == ("regular",)
    assert "SENDIASS" in found.acronyms
    assert "PE" not in found.acronyms
    assert (found.longest_sentence, found.weights) == (20, (("Q4", 5),))
    assert found.therapies == DEFAULT.therapies


@pytest.mark.parametrize("text", ["word", "[verbs]\nx", "[weights]\nmuch"])
def test_a_line_that_says_nothing_known_is_told_by_its_number(text: str) -> None:
    with pytest.raises(WordsError, match=r"line \d"):
        read_words(text)


def test_words_allowed_are_not_warned_of() -> None:
    lines = tuple(
        replace(x, words="Regular spelling with signs.") if x is TAUGHT else x for x in WHOLE
    )
    found = facts(FINAL, lines)

    assert [one.check for one in remarks(found, TODAY)] == ["Q12"]
    assert remarks(found, TODAY, replace(DEFAULT, allowed=("regular",))) == ()


@pytest.mark.parametrize(("words", "expected"), [(0, 0), (1, 1), (200, 1), (1_000, 5)])
def test_reading_time_is_in_whole_minutes(words: int, expected: int) -> None:
    assert reading_minutes(words) == expected


# Versions


def test_versions_that_say_the_same_do_not_differ() -> None:
    copied = tuple(
        replace(x, id=f"new-{x.id}", serves=tuple(f"new-{s}" for s in x.serves)) for x in WHOLE
    )

    assert differences(WHOLE, copied) == ()


def test_a_rewritten_line_is_told_field_by_field() -> None:
    longer = replace(TAUGHT, words="Spelling with signs and pictures.", how_long="30 minutes")
    lines = tuple(longer if x is TAUGHT else x for x in WHOLE)

    (found,) = differences(WHOLE, lines)

    assert (found.how, found.before, found.after) == ("changed", "F1", "F1")
    assert found.fields == (
        FieldChange("words", "Spelling with signs.", "Spelling with signs and pictures."),
        FieldChange("how_long", "20 minutes, 39 weeks", "30 minutes"),
    )


def test_a_line_that_was_written_anew_in_its_place_is_told_field_by_field() -> None:
    anew = replace(TAUGHT, id="anew", words="By a teacher of the deaf: an hour on Mondays.")
    lines = tuple(anew if x is TAUGHT else x for x in WHOLE)

    (found,) = differences(WHOLE, lines)

    assert (found.how, found.after) == ("changed", "F1")
    assert found.fields == (FieldChange("words", TAUGHT.words, anew.words),)


def test_what_came_and_went_is_told_in_the_order_of_the_plan() -> None:
    new = written("B", "Tires by noon, which means that he rests.", need="HI", number=3)
    lines = (*(x for x in WHOLE if x is not TAUGHT), new)

    assert [(c.how, c.section) for c in differences(WHOLE, lines)] == [
        ("added", "B"),
        ("removed", "F"),
    ]


def test_a_line_that_changed_its_part_was_moved() -> None:
    lines = tuple(replace(x, section="G") if x is TAUGHT else x for x in WHOLE)

    assert [(c.how, c.before, c.after) for c in differences(WHOLE, lines)] == [
        ("moved", "F1", "G1")
    ]


def test_a_line_that_was_moved_and_changed_says_where_it_stood() -> None:
    moved = replace(TAUGHT, section="G", how_long="30 minutes")
    (found,) = differences(WHOLE, tuple(moved if x is TAUGHT else x for x in WHOLE))

    assert (found.how, found.label) == ("changed", "G1 (was F1)")
    assert [field.field for field in found.fields] == ["how_long"]


def test_a_link_that_changed_is_told_by_labels() -> None:
    lines = tuple(replace(x, serves=(NEED.id,)) if x is TAUGHT else x for x in WHOLE)

    (found,) = differences(WHOLE, lines)

    assert found.fields == (FieldChange("serves", "B2, E1", "B2"),)


# Parts


def test_an_ehc_plan_has_its_twelve_parts_in_order() -> None:
    assert tuple(part.letter for part in EHCP) == SECTIONS


@pytest.mark.parametrize("sort", PARTS)
def test_links_lead_to_parts_there_are(sort: str) -> None:
    for part in PARTS[sort]:
        assert part_of(sort, part.letter) is part
        assert "words" in part.fields


@pytest.mark.parametrize(("letter", "expected"), [("F", "F3"), ("H1", "H1.3")])
def test_a_line_is_called_by_its_part_and_number(letter: str, expected: str) -> None:
    assert label(letter, 3) == expected
