"""The clocks beside the worked examples: readings, exceptions, warnings and rarer routes."""

from datetime import date

import pytest

from sendtui.rules.clocks import appeals, ceasing, phase, review, tribunal
from sendtui.rules.clocks.event import Given
from sendtui.rules.clocks.events import EVENTS
from sendtui.rules.deadline import HESC2008, Claim, Deadline, FactError, claimed
from sendtui.rules.reckoning import Reckoned

D = date


def found(event: str, on: date, **facts: Given) -> dict[str, Deadline]:
    """The deadlines by rule, and by rule and reading where there is one."""
    named = {name.replace("_", "-"): value for name, value in facts.items()}
    every = EVENTS[event].deadlines(on, named)
    return {f"{one.rule} {one.reading}".strip(): one for one in every}


@pytest.mark.parametrize(
    ("rule", "codes", "cited"),
    [
        ("NA-03", "SCHOOL_CLOSED EY_CLOSED PERSONAL ABSENT_4W", "reg 5(4)(a)"),
        ("NA-07", "SCHOOL_CLOSED EY_CLOSED PERSONAL ABSENT_4W", "reg 10(4)(a)"),
        ("NA-09", "SCHOOL_CLOSED EY_CLOSED PERSONAL ABSENT_4W", "reg 13(3)(a) with reg 10(4)(a)"),
    ],
)
def test_each_limit_of_an_assessment_has_its_own_exceptions(
    rule: str, codes: str, cited: str
) -> None:
    one = found("request", D(2026, 9, 1))[rule]

    assert [each.code for each in one.exceptions] == codes.split()
    assert one.exceptions[0].citation == cited
    assert {each.state for each in one.exceptions} == {"possible"}


def test_advice_has_three_exceptions_and_a_closed_school_is_none() -> None:
    one = found("advice", D(2026, 10, 13))["NA-06"]

    assert [each.code for each in one.exceptions] == ["PERSONAL", "ABSENT_4W", "MISSED_APPT"]


def test_review_and_amendment_have_no_exceptions() -> None:
    every = (
        *found("review-meeting", D(2026, 12, 8)).values(),
        *found("amendment-notice", D(2026, 12, 18)).values(),
    )

    assert {one.exceptions for one in every} == {()}


@pytest.mark.parametrize(
    ("asked", "state"),
    [(D(2026, 7, 20), "open"), (D(2026, 8, 26), "not open"), (None, "possible")],
    ids=["in the window", "after it", "not said"],
)
def test_a_closure_opens_its_exception_and_moves_no_date(asked: date | None, state: str) -> None:
    on, closed = D(2026, 7, 1), {"closed_from": D(2026, 7, 23), "reopens": D(2026, 9, 1)}
    facts = {**closed, "advice_asked": asked} if asked else closed

    with_it, without = found("request", on, **facts), found("request", on)

    assert {one.due for one in with_it.values()} == {one.due for one in without.values()}
    assert with_it["NA-03"].exceptions[0].state == state
    assert "40 days" in with_it["NA-03"].exceptions[0].note


def test_a_closure_that_is_not_open_cannot_be_claimed_open() -> None:
    closed = {"closed-from": D(2026, 7, 23), "reopens": D(2026, 9, 1)}
    every = EVENTS["request"].deadlines(D(2026, 7, 1), {**closed, "advice-asked": D(2026, 8, 26)})
    claim = Claim("SCHOOL_CLOSED", "the school's calendar", "A. Tester", D(2026, 9, 2))

    limit = next(one for one in claimed(every, [claim]) if one.rule == "NA-03")

    assert limit.exceptions[0].state == "not open"
    assert limit.exceptions[0].note.endswith("claimed all the same.")
    assert not limit.excused


def test_a_closed_early_years_provider_has_an_exception_of_its_own() -> None:
    one = found(
        "request",
        D(2026, 7, 1),
        closed_from=D(2026, 7, 23),
        reopens=D(2026, 9, 1),
        advice_asked=D(2026, 7, 20),
        early_years=True,
    )["NA-03"]

    assert [e.code for e in one.exceptions if e.state == "open"] == ["EY_CLOSED"]


def test_a_decision_to_assess_asks_for_advice_instead_of_reasons() -> None:
    before = found("request", D(2026, 9, 1))
    after = found("request", D(2026, 9, 1), decision=D(2026, 9, 29))

    assert "NA-04" in before
    assert "NA-05" not in before
    assert "NA-04" not in after
    assert (after["NA-05"].due, after["NA-05"].sense) == (D(2026, 9, 29), "at once")


def test_a_draft_too_late_for_the_twenty_weeks_is_warned_of() -> None:
    late = found("draft", D(2027, 1, 10), request=D(2026, 9, 1))["NA-09"]
    good = found("draft", D(2026, 12, 22), request=D(2026, 9, 1))["NA-09"]

    assert "cannot lawfully be in time" in late.warnings[0]
    assert good.warnings == ()
    assert "14 days after the time to comment ends" in good.because[-1]


def test_a_consultation_has_fifteen_days_by_the_code() -> None:
    one = found("draft", D(2026, 11, 2), consulted=D(2026, 11, 3))["PL-05"]

    assert (one.due, one.kind) == (D(2026, 11, 18), "Code of Practice")


def test_a_plan_made_late_says_by_how_much() -> None:
    late = found("plan", D(2027, 1, 25), request=D(2026, 9, 1))["NA-09"]

    assert late.warnings == ("The plan was made 6 days after the limit.",)


def test_a_window_over_christmas_is_warned_of() -> None:
    every = found("draft", D(2026, 12, 14))

    assert "Christmas holiday" in every["PL-01 last day"].warnings[0]


@pytest.mark.parametrize(
    ("anchor", "due", "other"),
    [
        ("decision", D(2028, 1, 4), "From the meeting it would be Tuesday 7 December 2027"),
        ("meeting", D(2027, 12, 7), "From the decision it would be Tuesday 4 January 2028"),
    ],
)
def test_the_next_twelve_months_show_both_readings(
    anchor: review.Anchor, due: date, other: str
) -> None:
    one = review.next_review(meeting=D(2026, 12, 8), decision=D(2027, 1, 5), anchor=anchor)

    assert (one.due, one.reading) == (due, anchor)
    assert "argued" in one.because[2]
    assert other in one.because[2]


def test_the_decision_anchors_the_next_review_by_default() -> None:
    assert "AR-02 decision" in found("review-decision", D(2027, 1, 5))


@pytest.mark.parametrize(
    ("outcome", "there", "missing"),
    [
        ("maintain", {"AR-02 decision", "AR-08", "AR-14"}, {"AR-09", "AR-12"}),
        ("amend", {"AR-02 decision", "AR-08", "AR-09", "AR-12"}, {"AR-14"}),
        ("cease", {"AR-08", "AR-14"}, {"AR-02 decision", "AR-09"}),
    ],
)
def test_what_follows_a_review_goes_by_what_was_decided(
    outcome: str, there: set[str], missing: set[str]
) -> None:
    every = set(found("review-decision", D(2027, 1, 5), meeting=D(2026, 12, 8), outcome=outcome))

    assert there <= every
    assert not missing & every


def test_a_late_decision_says_by_how_much() -> None:
    one = found("review-decision", D(2027, 1, 12), meeting=D(2026, 12, 8))["AR-08"]

    assert one.warnings == ("It was done 7 days after the limit.",)


def test_the_authority_arranges_for_a_child_at_no_school() -> None:
    every = found("review-meeting", D(2026, 12, 8), not_at_school=True)

    assert {one.who for one in every.values()} == {"local authority"}
    assert {r for r, one in every.items() if one.sure == "unverified"} == {
        "AR-04", "AR-05", "AR-06", "AR-07", "AR-08",
    }  # fmt: skip
    assert "Devon" in every["AR-12"].citation.text
    assert {r: o.due for r, o in every.items()} == {
        r: o.due for r, o in found("review-meeting", D(2026, 12, 8)).items()
    }


def test_the_later_of_plan_and_last_review_caps_the_decision() -> None:
    one = found("review-meeting", D(2026, 12, 29), made=D(2025, 1, 20), last_review=D(2026, 1, 20))[
        "AR-03"
    ]

    assert one.due == D(2027, 1, 19)


def test_an_amendment_without_a_review_is_marked_as_not_verified() -> None:
    every = found("amendment-notice", D(2026, 12, 18), without_review=True)

    assert (every["AR-21"].due, every["AR-21"].sure) == (D(2027, 2, 12), "unverified")
    assert "AR-11" not in every
    assert "AR-12" not in every


@pytest.mark.parametrize(
    ("meeting", "says"),
    [
        pytest.param(D(2026, 11, 22), "", id="the last day of the full path"),
        pytest.param(D(2026, 11, 23), "leaves 83 days: 1 fewer", id="a day too late"),
        pytest.param(D(2027, 2, 15), "is after this limit", id="after the limit"),
    ],
)
def test_a_meeting_too_late_for_the_full_path_is_warned_of(meeting: date, says: str) -> None:
    one = found("phase-transfer", D(2027, 9, 1), meeting=meeting)["PT-01 strict"]

    assert bool(one.warnings) is bool(says)
    assert says in " ".join(one.warnings)


@pytest.mark.parametrize("year", range(2015, 2050))
def test_the_strict_meeting_is_a_day_before_the_customary_one(year: int) -> None:
    for to in ("school", "post-16"):
        strict = phase.latest_meeting(year, to)

        assert (phase.latest_meeting(year, to, strict=False) - strict).days == 1
        assert (phase.limit(year, to) - strict).days == 85


def test_a_transfer_before_the_limit_of_its_year_is_warned_of() -> None:
    assert (
        "is before this limit" in found("phase-transfer", D(2027, 1, 5))["PT-01 strict"].warnings[0]
    )


def test_a_move_that_was_known_a_day_too_late_has_fifteen_working_days() -> None:
    late = found("move", D(2027, 1, 29), aware=D(2027, 1, 11))
    known = found("move", D(2027, 1, 29))

    assert late["MV-02"].due == D(2027, 1, 29)
    assert "MV-01" not in late
    assert known["MV-01"].due == D(2027, 1, 29)
    assert "It is taken that the old LA knew" in known["MV-01"].because[-1]


def test_the_new_authority_is_told_what_is_not_known_of_the_review() -> None:
    one = found("move", D(2027, 1, 13))["MV-05"]

    assert one.due == D(2027, 4, 12)
    assert "Give the day of the plan" in one.warnings[0]
    assert one.sure == "unverified"


def test_a_child_moving_in_an_assessment_has_six_weeks() -> None:
    one = found("move", D(2027, 1, 13), under_assessment=True)["MV-07"]

    assert one.due == D(2027, 2, 24)


def test_a_reassessment_not_yet_agreed_shows_its_latest_end() -> None:
    every = found("reassessment-request", D(2027, 1, 11), last_assessment=D(2026, 9, 1))

    assert every["RA-04 at the latest"].due == D(2027, 5, 4)
    assert every["RA-01"].due == D(2027, 2, 28)


def test_an_assessment_over_six_months_ago_is_no_ground_to_refuse() -> None:
    every = found("reassessment-request", D(2027, 1, 11), last_assessment=D(2026, 7, 11))

    assert "RA-01" not in every


@pytest.mark.parametrize(
    ("born", "rules"),
    [(D(2012, 1, 1), "CE-01 CE-03"), (D(2008, 1, 1), "CE-02 CE-03"),
     (D(2006, 1, 1), "CE-02 CE-03 CE-06")],
    ids=["14", "18", "20"],
)  # fmt: skip
def test_what_ceasing_asks_goes_by_age(born: date, rules: str) -> None:
    assert sorted(found("cease-consultation", D(2026, 11, 24), born=born)) == rules.split()


def test_a_plan_stays_until_the_time_to_appeal_ends() -> None:
    every = found("cease-decision", D(2026, 10, 1), certificate=D(2026, 11, 29))

    assert every["CE-05"].due == every["MT-10"].due == D(2027, 1, 4)


@pytest.mark.parametrize(
    ("born", "course", "ends", "last"),
    [
        pytest.param(D(2001, 12, 10), "further education", None, D(2027, 7, 31), id="college"),
        pytest.param(D(2001, 7, 31), "further education", None, D(2026, 7, 31), id="31 July"),
        pytest.param(D(2001, 8, 1), "further education", None, D(2027, 7, 31), id="1 August"),
        pytest.param(D(2001, 12, 10), "apprenticeship", None, D(2027, 12, 9), id="before 26"),
        pytest.param(
            D(2001, 12, 10), "apprenticeship", D(2027, 3, 1), D(2027, 3, 1), id="training ends"
        ),
        pytest.param(
            D(2000, 2, 29), "apprenticeship", D(2030, 1, 1), D(2026, 2, 28), id="leap day"
        ),
    ],
)
def test_a_plan_is_never_kept_past_the_day_before_26(
    born: date, course: ceasing.Course, ends: date | None, last: date
) -> None:
    assert ceasing.keep_until(born, course, ends).due == last


@pytest.mark.parametrize(
    ("raw", "appeal", "other"),
    [
        pytest.param(D(2026, 12, 24), D(2026, 12, 24), D(2026, 12, 24), id="Christmas Eve"),
        pytest.param(D(2026, 12, 25), D(2027, 1, 4), D(2026, 12, 29), id="Christmas Day"),
        pytest.param(D(2027, 1, 1), D(2027, 1, 4), D(2027, 1, 4), id="New Year's Day"),
        pytest.param(D(2027, 7, 31), D(2027, 8, 2), D(2027, 8, 2), id="a Saturday in July"),
        pytest.param(D(2027, 8, 3), D(2027, 9, 1), D(2027, 8, 3), id="August"),
        pytest.param(D(2026, 8, 31), D(2026, 9, 1), D(2026, 9, 1), id="31 August"),
    ],
)
def test_an_appeal_skips_august_and_christmas_and_other_acts_only_roll(
    raw: date, appeal: date, other: date
) -> None:
    start = Reckoned(raw, ("A limit.",))

    assert tribunal.in_time(start).day == appeal
    assert tribunal.in_time(start, sen_appeal=False).day == other


def test_discrimination_claims_skipped_august_until_the_rules_changed() -> None:
    (before,) = appeals.discrimination(D(2019, 2, 10))
    (after,) = appeals.discrimination(D(2027, 2, 10))

    assert (before.due, before.ruleset) == (D(2019, 9, 2), HESC2008.name)
    assert after.due == D(2027, 8, 9)
    assert {before.sure, after.sure} == {"unverified"}


def test_a_letter_without_a_certificate_says_what_would_move_the_date() -> None:
    one = found("decision-letter", D(2026, 10, 1))["MT-10"]

    assert one.due == D(2026, 12, 1)
    assert "one month from the mediation certificate" in one.because[-1]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param({"health": True}, {"MT-03": D(2026, 12, 31), "MT-04": D(2026, 12, 4)},
                     id="health too"),
        pytest.param(
            {"health_only": True, "la_told_icb": D(2026, 12, 4)},
            {"MT-04": D(2026, 12, 4), "MT-05": D(2027, 1, 3)}, id="health only",
        ),
        pytest.param({"cannot_arrange": D(2026, 12, 24)},
                     {"MT-03": D(2026, 12, 31), "MT-06": D(2026, 12, 31)}, id="cannot arrange"),
    ],
)  # fmt: skip
def test_mediation_binds_adviser_authority_and_commissioner(
    facts: dict[str, Given], expected: dict[str, date]
) -> None:
    every = found("mediation", D(2026, 12, 1), **facts)

    assert {rule: one.due for rule, one in every.items()} == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param({}, {"MT-08": D(2026, 12, 25)}, id="no appeal possible"),
        pytest.param({"la_absent": True}, {"MT-08": D(2026, 12, 25), "MT-09": D(2026, 12, 18)},
                     id="the LA was absent"),
        pytest.param({"about": "amend"}, {"MT-07-amend-plan": D(2027, 1, 15)}, id="like an order"),
    ],
)  # fmt: skip
def test_an_agreement_is_kept_to(facts: dict[str, Given], expected: dict[str, date]) -> None:
    every = found("mediation-agreement", D(2026, 12, 11), **facts)

    assert {rule: one.due for rule, one in every.items()} == expected


@pytest.mark.parametrize(
    ("about", "weeks"),
    [
        ("assess", [2, 10, 14]), ("make", [5, 11]), ("reconsider", [5, 11]), ("amend", [5]),
        ("setting", [2]), ("continue", [0]), ("continue-amend", [0, 5]), ("dismiss", [0]),
    ],
)  # fmt: skip
def test_every_order_has_its_weeks(about: str, weeks: list[int]) -> None:
    every = found("order", D(2026, 12, 11), about=about).values()

    assert [(one.due - D(2026, 12, 11)).days / 7 for one in every] == weeks


@pytest.mark.parametrize(
    ("about", "weeks"),
    [
        ("assess", [2, 10, 14]), ("make", [5, 11]), ("contents", [5]), ("setting", [2]),
        ("setting-contents", [5]), ("ceasing", [0, 5]),
    ],
)  # fmt: skip
def test_every_concession_has_its_weeks(about: str, weeks: list[int]) -> None:
    every = found("concession", D(2026, 12, 11), about=about).values()

    assert [(one.due - D(2026, 12, 11)).days / 7 for one in every] == weeks


def test_an_order_has_its_own_exceptions() -> None:
    (one,) = found("order", D(2026, 12, 11), about="amend").values()

    assert [each.code for each in one.exceptions] == [
        "PERSONAL", "TRIB_ABSENT_2W", "TRIB_MORE_REPS",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        pytest.param(D(2022, 1, 5), [], id="five in the third month"),
        pytest.param(D(2022, 2, 1), [D(2027, 1, 5), D(2027, 1, 31)], id="five before the sixth"),
        pytest.param(D(2023, 1, 5), [D(2027, 1, 5), D(2027, 4, 5)], id="under five throughout"),
    ],
)
def test_the_lighter_review_ends_with_the_fifth_birthday(born: date, expected: list[date]) -> None:
    every = found("under-five", D(2026, 10, 5), born=born)

    assert [one.due for one in every.values()] == expected


@pytest.mark.parametrize(
    ("event", "facts", "expected"),
    [
        ("custody-request", {}, {"SP-01-decide": D(2027, 1, 5), "SP-01-plan": D(2027, 4, 13)}),
        ("custody-draft", {}, {"SP-01-draft": D(2026, 12, 8)}),
        ("release", {}, {"SP-02": D(2026, 11, 24)}),
        ("detention", {}, {"SP-02": D(2026, 11, 24)}),
        ("budget-request", {}, {"SP-05": D(2026, 11, 24)}),
        (
            "direct-payments",
            {"last_review": D(2026, 5, 1)},
            {"SP-06": D(2027, 2, 23), "AR-19": D(2027, 4, 30)},
        ),
        ("term", {}, {"AR-17": D(2026, 11, 10)}),
        ("early-review", {}, {"AR-20": D(2026, 11, 24)}),
        (
            "early-review",
            {"meeting_on": D(2026, 12, 8)},
            {
                "AR-20": D(2026, 11, 24),
                "AR-04": D(2026, 11, 24),
                "AR-05": D(2026, 11, 24),
                "AR-06": D(2026, 12, 8),
                "AR-07": D(2026, 12, 22),
                "AR-08": D(2027, 1, 5),
                "AR-09": D(2027, 1, 5),
                "AR-12": D(2027, 3, 2),
            },
        ),
        ("hearing", {}, {"MT-14": D(2026, 12, 8)}),
        ("recommendation", {}, {"MT-15": D(2026, 12, 29)}),
        ("information-report", {}, {"SS-09": D(2027, 11, 23)}),
        ("breach", {}, {"DP-06": D(2026, 11, 27)}),
        ("leaver", {}, {"DP-10": D(2026, 12, 15)}),
        ("record-request", {}, {"DP-05": D(2026, 12, 15)}),
        ("health-notice", {}, {"NA-10": D(2026, 11, 24)}),
        ("reassessment-decision", {}, {"RA-03": D(2026, 11, 24), "RA-04": D(2027, 3, 2)}),
        (
            "senco",
            {"course_began": D(2024, 1, 8)},
            {"SS-10": D(2029, 11, 23), "SS-10 NASENCO": D(2027, 8, 31)},
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_rarer_clocks(event: str, facts: dict[str, Given], expected: dict[str, date]) -> None:
    every = found(event, D(2026, 11, 24), **facts)

    assert {rule: one.due for rule, one in every.items()} == expected


def test_an_apprenticeship_that_ends_past_25_says_until_when_a_plan_may_be_kept() -> None:
    born, ends = D(2001, 12, 10), D(2027, 3, 1)

    every = found("birth", born, apprenticeship_ends=ends)

    assert every["CE-07 apprenticeship"].due == ends
    with pytest.raises(FactError, match="25th birthday"):
        found("birth", born, apprenticeship_ends=D(2025, 3, 1))


def test_a_birth_tells_school_age_rights_and_retention() -> None:
    every = found("birth", D(2012, 5, 14))

    assert {rule: str(every[rule].due) for rule in every if not rule.startswith("CAL-14")} == {
        "SS-12 24 months": "2014-05-14",
        "SS-12 36 months": "2015-05-14",
        "CAL-15": "2028-06-30",
        "CE-06": "2031-05-14",
        "CE-07 25th birthday": "2037-05-14",
        "DP-03 pupil record": "2037-05-14",
        "CE-07 further education": "2037-07-31",
        "CE-07 apprenticeship": "2038-05-13",
        "DP-03 SEN file": "2043-05-14",
    }
