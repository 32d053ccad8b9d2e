"""Deadlines: the working day beside them, exceptions claimed, and which of two governs."""

from datetime import date

import pytest

from sendtui.rules import reckoning
from sendtui.rules.deadline import (
    CFA2014,
    GROUNDS,
    HESC2008,
    HESC2020,
    RULESETS,
    Claim,
    Deadline,
    FactError,
    Rule,
    by_letter,
    claimed,
    governed,
    in_order,
    require_order,
)
from sendtui.rules.reckoning import Reckoned

D = date
RULE = Rule(
    "XX-01",
    "Do it",
    "local authority",
    "reg 1",
    "seen",
    "an event",
    "it being done",
    exceptions=by_letter("10(4)"),
)
WHOLE = Claim("PERSONAL", "letter of 3 May", "A. Tester", D(2027, 5, 4))


def falls(day: date, **more: object) -> Deadline:
    """The made-up rule on a day."""
    return RULE.falls(Reckoned(day, ("It is so.",)), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "working", "says"),
    [
        pytest.param(D(2026, 12, 28), D(2026, 12, 24), "bank holiday (Boxing Day)", id="holiday"),
        pytest.param(D(2027, 2, 14), D(2027, 2, 12), "a Sunday", id="Sunday"),
        pytest.param(D(2027, 2, 12), D(2027, 2, 12), "", id="a working day"),
    ],
)
def test_a_limit_stays_where_it_falls_and_names_the_day_to_plan_for(
    day: date, working: date, says: str
) -> None:
    found = falls(day)

    assert (found.due, found.last_working_day) == (day, working)
    assert len(found.because) == (2 if says else 1)
    assert says in found.because[-1]


def test_a_day_from_which_something_may_happen_has_no_last_working_day() -> None:
    assert falls(D(2026, 12, 28), sense="from").last_working_day is None


@pytest.mark.parametrize(
    ("claim", "excused", "lacking"),
    [
        pytest.param(WHOLE, True, (), id="whole"),
        pytest.param(
            Claim("PERSONAL"),
            False,
            ("the evidence", "who decided", "when it was decided"),
            id="nothing but its code",
        ),
        pytest.param(
            Claim("PERSONAL", " ", "A. Tester", D(2027, 5, 4)),
            False,
            ("the evidence",),
            id="blank evidence",
        ),
    ],
)
def test_a_claim_counts_once_its_evidence_and_who_decided_are_there(
    claim: Claim, excused: bool, lacking: tuple[str, ...]
) -> None:
    (found,) = claimed([falls(D(2027, 2, 12))], [claim])

    assert found.due == D(2027, 2, 12)
    assert claim.lacking == lacking
    assert found.excused is excused
    (one,) = (one for one in found.exceptions if one.code == "PERSONAL")
    assert (one.state, one.claim) == ("claimed", claim)
    assert all(words in one.note for words in lacking)


def test_an_exception_the_limit_does_not_have_is_refused() -> None:
    with pytest.raises(FactError, match="MISSED_APPT is no exception to these limits"):
        claimed([falls(D(2027, 2, 12))], [Claim("MISSED_APPT")])


def test_claims_come_to_the_same_in_any_order() -> None:
    deadlines = [falls(D(2027, 2, 12))]
    other = Claim("ABSENT_4W", "tickets", "A. Tester", D(2027, 5, 4))

    assert claimed(deadlines, [WHOLE, other]) == claimed(deadlines, [other, WHOLE])


def test_the_letters_of_a_paragraph_are_cited() -> None:
    assert by_letter("13(3)", "10(4)")["PERSONAL"] == "reg 13(3)(c) with reg 10(4)(c)"
    assert set(by_letter("5(4)")) <= set(GROUNDS)


def test_the_earliest_governs_and_equals_do_too() -> None:
    first, same, later = falls(D(2027, 1, 4)), falls(D(2027, 1, 4)), falls(D(2027, 1, 5))

    assert [bool(one.warnings) for one in governed(later, first, same)] == [True, False, False]


def test_deadlines_come_by_day() -> None:
    days = [D(2027, 1, 5), D(2027, 1, 4), D(2027, 1, 6)]

    assert [one.due for one in in_order(map(falls, days))] == sorted(days)


def test_days_left_are_negative_once_it_is_past() -> None:
    assert falls(D(2027, 1, 5)).days_left(D(2027, 1, 8)) == -3


@pytest.mark.parametrize(
    ("earlier", "later"),
    [(None, D(2027, 1, 1)), (D(2027, 1, 1), None), (D(2027, 1, 1), D(2027, 1, 1))],
    ids=["unknown", "not yet", "the same day"],
)
def test_facts_in_turn_pass(earlier: date | None, later: date | None) -> None:
    require_order(("of the request", earlier), ("of the decision", later))


def test_facts_out_of_turn_say_which_and_when() -> None:
    with pytest.raises(FactError, match=r"of the decision \(Friday 1 January 2027\) is before"):
        require_order(("of the request", D(2027, 1, 2)), ("of the decision", D(2027, 1, 1)))


@pytest.mark.parametrize(
    ("ruleset", "day", "holds"),
    [
        (CFA2014, D(2014, 8, 31), False),
        (CFA2014, D(2014, 9, 1), True),
        (HESC2008, D(2020, 7, 20), True),
        (HESC2008, D(2020, 7, 21), False),
        (HESC2020, D(2020, 7, 20), False),
        (HESC2020, D(2050, 1, 1), True),
    ],
)
def test_a_ruleset_holds_from_its_first_day_to_its_last(
    ruleset: object, day: date, holds: bool
) -> None:
    (found,) = (one for one in RULESETS if one is ruleset)

    assert found.holds_on(day) is holds


@pytest.mark.parametrize(
    ("found", "day", "says"),
    [
        (reckoning.weeks("X", D(2026, 9, 1), 1), D(2026, 9, 8), "1 week are 7"),
        (reckoning.months("X", D(2026, 12, 31), -1), D(2026, 11, 30), "1 month before"),
        (reckoning.weeks_before("X", D(2026, 9, 1), 2), D(2026, 8, 18), "14 calendar days"),
        (
            reckoning.working_days_beginning_with("X", D(2026, 12, 26), 1),
            D(2026, 12, 29),
            "working day 1 is Tuesday 29 December 2026",
        ),
        (
            reckoning.later_of(
                reckoning.days("X", D(2026, 9, 1), 3), reckoning.days("Y", D(2026, 9, 1), 2)
            ),
            D(2026, 9, 4),
            "The later of the two is Friday 4 September 2026",
        ),
        (
            reckoning.birthday("31", D(2012, 2, 29), D(2043, 3, 1)),
            D(2043, 3, 1),
            "the later reading",
        ),
    ],
    ids=["weeks", "months back", "weeks before", "beginning on a day off", "later", "leap day"],
)
def test_the_counting_is_told_in_words(found: Reckoned, day: date, says: str) -> None:
    assert found.day == day
    assert says in " ".join(found.steps)
