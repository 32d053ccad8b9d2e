"""What holds of every event: its dates depend on its facts alone, and odd facts are refused."""

import ast
import inspect
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sendtui.rules
from sendtui.rules.calendar import is_working_day
from sendtui.rules.clocks.event import Event, Fact, Given
from sendtui.rules.clocks.events import EVENTS
from sendtui.rules.deadline import GROUNDS, RULESETS, Deadline, FactError
from sendtui.rules.school_days import SchoolCalendar

D = date
LABELS = {"statutory", "Code of Practice", "good practice"}
BEFORE_ITS_EVENT = {"AR-04", "AR-05", "AR-17", "PT-01", "PT-02", "PT-03", "PT-05", "MV-02"}
"""Rules whose day may lie before the day of their event."""
ASKED = {
    "request",
    "advice",
    "draft",
    "plan",
    "review-meeting",
    "amendment-notice",
    "phase-transfer",
    "move",
    "reassessment-request",
    "decision-letter",
    "order",
    "mediation",
    "birth",
    "closure",
}

DAYS = st.dates(D(2014, 9, 1), D(2050, 12, 31))


@st.composite
def happened(draw: st.DrawFn) -> tuple[Event, date, dict[str, Given], tuple[Deadline, ...]]:
    """An event on some day with facts that can be true of it, and what follows."""
    event = EVENTS[draw(st.sampled_from(sorted(EVENTS)))]
    on = draw(DAYS)
    facts: dict[str, Given] = {}
    for fact in event.facts:
        if not fact.required and draw(st.booleans()):
            continue
        facts[fact.name] = draw(_value(fact, on))
    try:
        return event, on, facts, event.deadlines(on, facts)
    except FactError:
        bare = {name: facts[name] for name in facts if _fact(event, name).required}
        if "reopens" in bare:
            bare["reopens"] = max(D(2014, 9, 3), *_days(bare)) + timedelta(days=1)
        return event, on, bare, event.deadlines(on, bare)


def _days(facts: dict[str, Given]) -> list[date]:
    return [value for value in facts.values() if isinstance(value, date)]


def _fact(event: Event, name: str) -> Fact:
    return next(fact for fact in event.facts if fact.name == name)


def _value(fact: Fact, on: date) -> st.SearchStrategy[Given]:
    if fact.sort == "flag":
        return st.just(True)
    if fact.sort == "choice":
        return st.sampled_from(fact.choices)
    return st.integers(-500, 500).map(lambda days: on + timedelta(days=days))


@given(happened())
def test_every_date_explains_itself(
    made: tuple[Event, date, dict[str, Given], tuple[Deadline, ...]],
) -> None:
    _, _, _, found = made

    for one in found:
        assert one.rule
        assert one.what
        assert one.who
        assert one.started_by
        assert one.because
        assert one.kind in LABELS
        assert one.citation.text
        assert one.citation.label == one.kind
        assert one.citation.verified is (one.sure != "unverified")
        assert one.ruleset in {ruleset.name for ruleset in RULESETS}
        assert {each.code for each in one.exceptions} <= set(GROUNDS)


@given(happened())
def test_the_day_to_plan_for_is_a_working_day_on_or_before(
    made: tuple[Event, date, dict[str, Given], tuple[Deadline, ...]],
) -> None:
    _, _, _, found = made

    for one in found:
        assert (one.last_working_day is None) is (one.sense != "by")
        if one.last_working_day:
            assert is_working_day(one.last_working_day)
            assert timedelta(0) <= one.due - one.last_working_day <= timedelta(days=5)


@given(happened(), st.randoms(use_true_random=False))
def test_the_order_of_the_facts_is_no_matter(
    made: tuple[Event, date, dict[str, Given], tuple[Deadline, ...]], chance: object
) -> None:
    event, on, facts, found = made
    names = list(facts)
    chance.shuffle(names)  # type: ignore[attr-defined]

    assert event.deadlines(on, {name: facts[name] for name in names}) == found
    assert [one.due for one in found] == sorted(one.due for one in found)


@given(happened(), DAYS)
def test_a_later_today_moves_no_date(
    made: tuple[Event, date, dict[str, Given], tuple[Deadline, ...]], today: date
) -> None:
    event, on, facts, found = made
    later = event.deadlines(on, facts, today=max(today, on))

    assert [one for one in later if one.reading != "now"] == list(found)


@pytest.mark.parametrize("event", EVENTS.values(), ids=lambda event: event.name)
def test_nothing_is_due_before_the_event_that_starts_it(event: Event) -> None:
    on = D(2026, 11, 24)
    facts: dict[str, Given] = {f.name: f.choices[0] for f in event.facts if f.choices}
    if event.name == "closure":
        facts = {"closed-from": D(2026, 12, 1), "reopens": D(2027, 1, 20)}

    assert [
        one.rule
        for one in event.deadlines(on, facts)
        if one.due < on and one.rule not in BEFORE_ITS_EVENT
    ] == []


@pytest.mark.parametrize("event", EVENTS.values(), ids=lambda event: event.name)
def test_the_table_hands_each_function_what_it_takes(event: Event) -> None:
    takes = set(inspect.signature(event.function).parameters) - {"on", "born"}
    facts = {fact.argument for fact in event.facts} - {"born"}
    given_too = {"calendar"} if event.with_calendar else set()
    given_too |= {"today"} if event.with_today else set()

    assert takes == facts | given_too


def test_the_events_that_were_asked_for_are_there() -> None:
    assert set(EVENTS) >= ASKED


def test_a_schools_own_calendar_takes_the_place_of_the_usual_one() -> None:
    own = SchoolCalendar()
    (usual,) = EVENTS["leaver"].deadlines(D(2026, 7, 21))
    (mine,) = EVENTS["leaver"].deadlines(D(2026, 7, 21), calendar=_open_all_summer())

    assert EVENTS["leaver"].deadlines(D(2026, 7, 21), calendar=own) == (usual,)
    assert mine.due == D(2026, 8, 11)
    assert usual.due > D(2026, 9, 1)


def _open_all_summer() -> SchoolCalendar:
    from sendtui.rules.calendar import Term

    return SchoolCalendar((Term("summer", D(2026, 4, 13), D(2026, 8, 31)),))


@pytest.mark.parametrize(
    ("event", "on", "facts", "says"),
    [
        pytest.param("request", D(2026, 9, 1), {"decision": D(2026, 8, 1)},
                     "is before the day the request was received", id="decided before it came"),
        pytest.param("request", D(2026, 9, 1), {"closed-from": D(2026, 7, 23)},
                     "needs both days", id="half a closure"),
        pytest.param("request", D(2026, 9, 1), {"meeting": D(2026, 9, 1)},
                     "takes no fact meeting. It takes: decision", id="a fact of another event"),
        pytest.param("advice", D(2026, 9, 1), {"meeting": D(2026, 9, 1)},
                     "It takes none", id="a fact where there is none"),
        pytest.param("request", D(2014, 8, 31), {}, "is before Monday 1 September 2014",
                     id="before the Act"),
        pytest.param("closure", D(2026, 7, 20), {}, "needs closed-from and reopens", id="lacking"),
        pytest.param("closure", D(2026, 7, 20),
                     {"closed-from": D(2026, 9, 1), "reopens": D(2026, 7, 23)},
                     "must be after", id="reopens first"),
        pytest.param("order", D(2026, 12, 11), {"about": "soup"}, "is one of: assess, make",
                     id="no such order"),
        pytest.param("decision-letter", D(2026, 12, 11), {"certificate": D(2026, 12, 1)},
                     "is before the day the decision letter is dated", id="certificate too early"),
        pytest.param("decision-letter", D(2026, 12, 11),
                     {"certificate": D(2026, 12, 21), "section-i-only": True},
                     "has no certificate", id="section I with a certificate"),
        pytest.param("draft", D(2026, 12, 11), {"request": D(2026, 12, 21)},
                     "is before the day the request", id="draft before the request"),
        pytest.param("plan", D(2026, 12, 11), {"born": D(2027, 1, 1)}, "of birth",
                     id="plan before birth"),
        pytest.param("review-meeting", D(2026, 12, 11), {"made": D(2027, 1, 1)},
                     "is before the day the plan was made", id="review before the plan"),
        pytest.param("review-decision", D(2026, 12, 11), {"anchor": "meeting"},
                     "needs the day of the meeting", id="anchored to an unknown day"),
        pytest.param("amendment-notice", D(2026, 12, 11),
                     {"meeting": D(2026, 12, 1), "without-review": True}, "has no meeting",
                     id="with and without a review"),
        pytest.param("move", D(2026, 12, 11), {"under-assessment": True, "made": D(2026, 1, 1)},
                     "no plan to transfer", id="an assessment with a plan"),
        pytest.param("mediation", D(2026, 12, 11), {"declined": True, "health": True},
                     "leaves nothing to arrange", id="declined and arranged"),
        pytest.param("reassessment-request", D(2026, 12, 11), {"notified": D(2026, 12, 1)},
                     "is before the day the request", id="notified before it came"),
        pytest.param("cease-consultation", D(2026, 12, 11), {"born": D(2027, 1, 1)}, "of birth",
                     id="ceasing before birth"),
    ],
)  # fmt: skip
def test_facts_that_cannot_be_are_refused_in_words(
    event: str, on: date, facts: dict[str, Given], says: str
) -> None:
    with pytest.raises(FactError) as refused:
        EVENTS[event].deadlines(on, facts)

    assert says in str(refused.value)


def test_a_birth_after_today_is_refused() -> None:
    with pytest.raises(FactError, match="lies ahead"):
        EVENTS["birth"].deadlines(D(2026, 12, 1), today=D(2026, 11, 22))


def test_no_rule_asks_the_machine_for_the_day_or_its_language() -> None:
    read = {"today", "now", "strftime", "localtime", "setlocale", "utcnow"}
    folder = Path(sendtui.rules.__file__).parent

    wrong = [
        f"{path.name}: {node.attr}"
        for path in sorted(folder.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in read
    ]

    assert wrong == []
