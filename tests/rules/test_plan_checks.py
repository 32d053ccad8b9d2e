"""The checks of a plan: a whole one has nothing open, and each fault is found by its own check."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendtui.rules.plan_check_list import CHECKS
from sendtui.rules.plan_checks import remarks
from sendtui.rules.plan_checks_wording import hours_by_area
from sendtui.rules.plan_facts import (
    PFA,
    SECTIONS,
    Advice,
    Aspiration,
    Comment,
    PlanFacts,
    PlanLine,
    PlanNeed,
    PlanOutcome,
    Voice,
)
from sendtui.rules.plan_words import DEFAULT, sentence_with, sentences

D = date
TODAY = D(2026, 11, 22)
CHILD = Voice("child", "I like snails and knowing what is next.", D(2026, 9, 8), "quoted", "v1")
HOPE = Aspiration("I want to be a snail keeper.", record="a1")
HEARS = PlanNeed(
    "B", "Zephyr misses the ends of words, which means that spelling is hard.", "SP",
    "Notices every small sound of an animal.", record="n1",
)  # fmt: skip
EARS = PlanNeed("C", "The ears need cleaning because wax blocks the aids.", record="n2")
HOME = PlanNeed("D", "Evenings are lonely because friends live far away.", record="n3")
SPELLS = PlanOutcome(
    "Zephyr will be able to spell fifty common words.", "spelling list", "12", "50",
    D(2029, 7, 20), ("a1",), record="o1",
)  # fmt: skip
TAUGHT = PlanLine(
    "F", "Spelling with signs.", "teaching assistant", "trained by a teacher of the deaf", 3,
    "week", 20, 39, 2, "the library", D(2026, 9, 1), D(2026, 12, 1), ("n1",), ("o1",), record="l1",
)  # fmt: skip
CLEANED = PlanLine("G", "The nurse cleans the ears each month.", needs=("n2",), agreed=True,
                   record="l2")  # fmt: skip
AWAY = PlanLine("H1", "A youth club on Fridays.", needs=("n3",), short_break=True, record="l3")
K = tuple(
    Advice(kind, f"Advice on {kind}", "A. Tester", "adviser", D(2026, 6, 1), f"k-{kind}")
    for kind in ("family", "education", "health", "psychology", "social care")
)
WHOLE = PlanFacts(
    draft=False,
    born=D(2018, 1, 5),
    year="4",
    made_on=D(2026, 11, 2),
    review_by=D(2027, 11, 1),
    sections=SECTIONS,
    voices=(CHILD, Voice("parents", "We hope for a friend.", D(2026, 9, 8), "reported")),
    aspirations=(HOPE,),
    needs=(HEARS, EARS, HOME),
    outcomes=(SPELLS,),
    lines=(TAUGHT, CLEANED, AWAY),
    setting_name="Puddleby Common Primary School",
    setting_type="mainstream school",
    advice=K,
    comments=(Comment("The aids are missing.", "Added to section C.", "c1"),),
    pronouns="he",
)
OLDER = replace(
    WHOLE,
    born=D(2012, 1, 5),
    year="10",
    aspirations=(replace(HOPE, pfa=PFA),),
    outcomes=(replace(SPELLS, pfa=PFA, by=D(2028, 7, 20)),),
    advice=(*K, Advice("adulthood", "Pathway", "A. Tester", "adviser", D(2026, 6, 1), "k-pfa")),
)


def checks(plan: PlanFacts) -> list[str]:
    """The checks that say something, each once, in order."""
    return list(dict.fromkeys(one.check for one in remarks(plan, TODAY)))


def test_every_check_of_the_reference_is_there() -> None:
    assert list(CHECKS) == [f"Q{n}" for n in range(1, 28)]


@pytest.mark.parametrize("plan", [WHOLE, OLDER], ids=["Year 4", "Year 10"])
def test_a_whole_plan_has_nothing_open(plan: PlanFacts) -> None:
    assert remarks(plan, TODAY) == ()


def with_need(need: PlanNeed, **more: object) -> PlanFacts:
    """The whole plan with one of its needs changed."""
    changed = replace(need, **more)  # type: ignore[arg-type]
    return replace(WHOLE, needs=tuple(changed if n is need else n for n in WHOLE.needs))


def with_line(line: PlanLine, **more: object) -> PlanFacts:
    """The whole plan with one of its lines changed."""
    changed = replace(line, **more)  # type: ignore[arg-type]
    return replace(WHOLE, lines=tuple(changed if x is line else x for x in WHOLE.lines))


def with_outcome(**more: object) -> PlanFacts:
    """The whole plan with its outcome changed."""
    return replace(WHOLE, outcomes=(replace(SPELLS, **more),))  # type: ignore[arg-type]


def with_k(**more: object) -> PlanFacts:
    """The whole plan with its last advice changed."""
    return replace(WHOLE, advice=(*K[:-1], replace(K[-1], **more)))  # type: ignore[arg-type]


LONG = "Word " * 31
FAULTS = [
    pytest.param(replace(WHOLE, sections=SECTIONS[:-1]), "Q1", id="a part is missing"),
    pytest.param(replace(WHOLE, voices=WHOLE.voices[1:]), "Q2", id="no voice of the child"),
    pytest.param(replace(WHOLE, voices=(replace(CHILD, said_on=D(2025, 11, 21)),)), "Q2",
                 id="an old voice"),
    pytest.param(replace(WHOLE, voices=(replace(CHILD, how=""),)), "Q2", id="quoted or not"),
    pytest.param(replace(OLDER, aspirations=(replace(HOPE, pfa=PFA[:3]),)), "Q3",
                 id="an area of adulthood without a hope"),
    pytest.param(with_line(TAUGHT, section="F", needs=("n2",)), "Q4 Q15", id="an unmet need"),
    pytest.param(with_need(HEARS, text="Hearing loss."), "Q5", id="a diagnosis alone"),
    pytest.param(with_line(CLEANED, needs=()), "Q6", id="a health need unanswered"),
    pytest.param(with_line(AWAY, needs=()), "Q6", id="a social need unanswered"),
    *(
        pytest.param(with_outcome(**{name: ""}), "Q7", id=f"no {name}")
        for name in ("measure", "baseline", "target")
    ),
    pytest.param(with_outcome(by=None), "Q7", id="no day"),
    pytest.param(with_outcome(by=D(2026, 7, 20)), "Q8", id="a day that is past"),
    pytest.param(with_outcome(by=D(2027, 7, 20)), "Q8", id="a day amid a key stage"),
    pytest.param(with_outcome(by=D(2029, 2, 20)), "Q8", id="a day amid the last year"),
    pytest.param(with_outcome(what="Zephyr will receive help to spell."), "Q9", id="provision"),
    pytest.param(with_outcome(what="Spelling of common words."), "Q10", id="not from the child"),
    pytest.param(with_outcome(what="Zephyr will be able to spell; and to read."), "Q10",
                 id="two results"),
    *(
        pytest.param(with_line(TAUGHT, **{name: value}), "Q11", id=f"no {name}")
        for name, value in (("who", ""), ("expertise", ""), ("starts", None), ("review_on", None))
    ),
    pytest.param(with_line(TAUGHT, times=0), "Q11 Q15", id="no times"),
    pytest.param(with_line(TAUGHT, minutes=0), "Q11 Q15", id="no minutes"),
    pytest.param(with_line(TAUGHT, group_size=0, place=""), "Q11", id="no group or place"),
    pytest.param(with_line(TAUGHT, what="Regular spelling. As required."), "Q12", id="vague"),
    pytest.param(replace(WHOLE, lines=(*WHOLE.lines, replace(TAUGHT, needs=("x",), record="l9",
                 what="More."))), "Q13", id="provision without a need"),
    pytest.param(with_line(CLEANED, what="Occupational therapy each month."), "Q14",
                 id="therapy in G alone"),
    pytest.param(replace(WHOLE, lines=(*WHOLE.lines, replace(TAUGHT, training=True, who="",
                 record="l9", what="Training in signs."))), "Q16", id="training of nobody"),
    pytest.param(with_line(CLEANED, agreed=False), "Q17", id="not agreed"),
    pytest.param(replace(WHOLE, lines=(TAUGHT, CLEANED)), "Q6 Q18", id="H is empty"),
    pytest.param(with_line(AWAY, section="H2"), "Q18", id="short breaks of a child in H2"),
    pytest.param(replace(WHOLE, draft=True), "Q19", id="a draft that names a setting"),
    pytest.param(replace(WHOLE, setting_type=""), "Q19", id="a final without a type"),
    pytest.param(with_line(TAUGHT, direct_payment=True), "Q20", id="no amount"),
    pytest.param(replace(WHOLE, advice=K[:-1]), "Q21", id="an adviser is missing"),
    pytest.param(replace(OLDER, advice=K), "Q21", id="no advice on adulthood in Year 10"),
    pytest.param(replace(OLDER, advice=K, born=D(2006, 5, 1), year=""), "Q18 Q21",
                 id="none on adulthood at 20, and short breaks not in H2"),
    pytest.param(with_k(author=""), "Q21", id="no author"),
    pytest.param(with_k(dated=D(2024, 11, 21)), "Q21", id="old advice"),
    pytest.param(replace(WHOLE, texts=(("Section K", LONG),)), "Q22", id="a long sentence"),
    pytest.param(replace(WHOLE, texts=(("Section K", "He wears BTE aids."),)), "Q22",
                 id="an acronym"),
    pytest.param(replace(WHOLE, texts=(("Section K", "Marigold likes it."),),
                 wrong_names=("Marigold",)), "Q22", id="a wrong name"),
    pytest.param(replace(WHOLE, texts=(("Section K", "She likes it."),)), "Q22",
                 id="a wrong pronoun"),
    pytest.param(replace(WHOLE, texts=(("K", HEARS.text),)), "Q22", id="told twice"),
    pytest.param(with_outcome(aspirations=()), "Q23", id="no aspiration leads to it"),
    pytest.param(with_line(TAUGHT, outcomes=()), "Q23", id="nothing serves it"),
    pytest.param(replace(OLDER, outcomes=(replace(OLDER.outcomes[0], pfa=PFA[1:]),)), "Q24",
                 id="an area without an outcome"),
    pytest.param(replace(WHOLE, review_by=None), "Q25", id="no review"),
    pytest.param(replace(WHOLE, review_by=D(2027, 11, 2)), "Q25", id="a review a day late"),
    pytest.param(with_need(HEARS, strengths=" "), "Q26", id="no strengths"),
    pytest.param(replace(WHOLE, comments=(Comment("Why?"),)), "Q27", id="unanswered"),
]  # fmt: skip


@pytest.mark.parametrize(("plan", "expected"), FAULTS)
def test_each_fault_is_found_by_its_own_check(plan: PlanFacts, expected: str) -> None:
    assert checks(plan) == expected.split()


def test_every_check_has_a_fault_that_it_finds() -> None:
    found = {name for case in FAULTS for name in str(case.values[1]).split()}

    assert found == set(CHECKS)


@pytest.mark.parametrize(
    "plan",
    [
        pytest.param(replace(WHOLE, draft=True, setting_name="", setting_type=""), id="a draft"),
        pytest.param(with_need(EARS, answered=True), id="no provision required"),
        pytest.param(replace(with_line(TAUGHT, direct_payment=True), payment=1240.0), id="paid"),
        pytest.param(replace(WHOLE, texts=(("K", "Behind-the-ear (BTE) aids. BTE aids."),)),
                     id="an acronym written out"),
        pytest.param(replace(WHOLE, texts=(("K", "Sheep and hers alone."),), pronouns=""),
                     id="pronouns unknown"),
        pytest.param(
            replace(OLDER, outcomes=(replace(OLDER.outcomes[0], pfa=PFA[1:]),),
                    no_pfa=(("employment", "He has a job."),)), id="a reason instead",
        ),
        pytest.param(
            replace(WHOLE, lines=(*WHOLE.lines, PlanLine("F", "Half a day on signs.", "All adults",
                    needs=("n1",), training=True, by=D(2027, 1, 8), record="l9"))),
            id="training for whom and by when",
        ),
        pytest.param(
            replace(WHOLE, lines=(replace(TAUGHT, what="Spelling; occupational therapy."),
                    replace(CLEANED, what="Occupational therapy each month."), AWAY)),
            id="therapy in F too",
        ),
        pytest.param(with_k(dated=D(2024, 11, 22)), id="advice of 24 months to the day"),
    ],
)  # fmt: skip
def test_what_is_right_is_left_alone(plan: PlanFacts) -> None:
    assert checks(plan) == []


def test_a_remark_says_which_sentence_why_and_what_would_be_better() -> None:
    plan = with_line(TAUGHT, what="Spelling with signs. Regular help as required.")

    first, second = remarks(plan, TODAY)

    assert (first.check, first.hard, first.record, first.field) == ("Q12", False, "l1", "what")
    assert first.sentence == second.sentence == "Regular help as required."
    assert "“regular”" in first.says
    assert "“as required”" in second.says
    assert "promises nothing" in first.why
    assert "three times a week" in first.better


def test_old_advice_is_soft_and_lacking_advice_hard() -> None:
    (old,) = remarks(with_k(dated=D(2024, 11, 21)), TODAY)
    (lacking,) = remarks(with_k(author=""), TODAY)

    assert (old.hard, lacking.hard) == (False, True)


def test_the_check_of_adulthood_is_marked_as_not_verified() -> None:
    assert not CHECKS["Q24"].citation.verified
    assert [c.id for c in CHECKS.values() if not c.citation.verified] == ["Q24"]


def test_an_empty_plan_has_its_hard_faults_and_does_not_fail() -> None:
    found = {one.check for one in remarks(PlanFacts(draft=True), TODAY)}

    assert {"Q1", "Q2", "Q3", "Q7", "Q21", "Q25"} == found


def test_a_word_list_of_the_users_own_is_used() -> None:
    mine = replace(DEFAULT, vague=("signs",), longest_sentence=5)

    found = {one.check for one in remarks(WHOLE, TODAY, mine)}

    assert found == {"Q12", "Q22"}


def test_hours_add_up_by_area() -> None:
    assert hours_by_area(WHOLE) == {"SP": 39.0}


@pytest.mark.parametrize(
    ("per", "hours"),
    [("day", 195), ("week", 39), ("fortnight", 19.5), ("half term", 6), ("term", 3), ("year", 1),
     ("", 0)],
)  # fmt: skip
def test_hours_in_a_year_go_by_the_period(per: str, hours: float) -> None:
    assert PlanLine("F", "x", times=1, per=per, minutes=60).hours_a_year == hours


@pytest.mark.parametrize(
    ("text", "word", "sentence"),
    [
        ("One. Two regular.\nThree.", "regular", "Two regular."),
        ("Irregular. Regular.", "regular", "Regular."),
        ("One. Two.", "none", "One."),
        ("", "none", ""),
    ],
)
def test_the_sentence_of_a_word_is_found(text: str, word: str, sentence: str) -> None:
    assert sentence_with(text, word) == sentence


@given(st.text(max_size=200))
def test_no_text_breaks_a_check(text: str) -> None:
    plan = replace(
        WHOLE,
        texts=(("K", text),),
        lines=(replace(TAUGHT, what=text), CLEANED, AWAY),
        outcomes=(replace(SPELLS, what=text),),
        wrong_names=(text or "x",),
    )

    found = remarks(plan, TODAY)

    assert all(one.says and one.why and one.better for one in found)
    assert all(one.check in CHECKS for one in found)
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())
