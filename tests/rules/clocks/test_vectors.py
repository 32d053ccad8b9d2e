"""The 44 worked examples of the reference, one test each: facts in, dates out."""

from datetime import date

import pytest

from sendtui.rules import years
from sendtui.rules.calendar import add_working_days
from sendtui.rules.clocks import moves, tribunal
from sendtui.rules.clocks.birth import NOTED
from sendtui.rules.clocks.closure import Closure
from sendtui.rules.clocks.event import Given
from sendtui.rules.clocks.events import EVENTS
from sendtui.rules.deadline import Deadline

D = date.fromisoformat


def worked(event: str, on: str, **facts: str | bool) -> list[Deadline]:
    """The deadlines of an event; facts that are dates are written as ISO text."""
    given: dict[str, Given] = {}
    for name, value in facts.items():
        is_day = isinstance(value, str) and value[:2] in {"19", "20"}
        given[name.replace("_", "-")] = D(value) if is_day else value
    return list(EVENTS[event].deadlines(D(on), given))


def due(event: str, on: str, *wanted: str, **facts: str | bool) -> str:
    """The days of these rules, each "RULE" or "RULE/reading", as ISO text."""
    found = {}
    for one in worked(event, on, **facts):
        found[one.rule] = found[f"{one.rule}/{one.reading}"] = one.due
    return " ".join(found[name].isoformat() for name in wanted)


ASSESSMENT = ("NA-03", "NA-07", "NA-09")


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        pytest.param("2026-09-01", "2026-10-13 2026-12-22 2027-01-19", id="TV01"),
        pytest.param("2026-06-15", "2026-07-27 2026-10-05 2026-11-02", id="TV02"),
        pytest.param("2026-11-20", "2027-01-01 2027-03-12 2027-04-09", id="TV03-bank-holiday"),
        pytest.param("2026-11-23", "2027-01-04 2027-03-15 2027-04-12", id="TV04"),
        pytest.param("2027-02-08", "2027-03-22 2027-05-31 2027-06-28", id="TV05-bank-holiday"),
    ],
)
def test_an_assessment_has_6_16_and_20_weeks_that_never_roll(received: str, expected: str) -> None:
    assert due("request", received, *ASSESSMENT) == expected


@pytest.mark.parametrize(
    ("event", "on", "wanted", "facts", "expected"),
    [
        pytest.param("advice", "2026-10-13", "NA-06", {}, "2026-11-24", id="TV06"),
        pytest.param(
            "draft", "2026-12-14", "PL-01/last day, PL-01/final", {}, "2026-12-28 2026-12-29",
            id="TV07",
        ),
        pytest.param("draft", "2027-02-01", "PL-01/last day", {}, "2027-02-15", id="TV08"),
        pytest.param("draft", "2026-12-11", "PL-01/last day", {}, "2026-12-25", id="TV09"),
        pytest.param(
            "closure", "2026-07-20", "1a/first day, 1a/last day",
            {"closed_from": "2026-07-23", "reopens": "2026-09-01"}, "2026-07-16 2026-08-25",
            id="TV10",
        ),
        pytest.param("plan", "2026-01-20", "AR-01", {}, "2027-01-19", id="TV13"),
        pytest.param("plan", "2027-03-01", "AR-01", {}, "2028-02-29", id="TV14-into-a-leap-year"),
        pytest.param("plan", "2028-02-29", "AR-01", {}, "2029-02-28", id="TV14-on-a-leap-day"),
        pytest.param(
            "review-meeting", "2026-12-08", "AR-04, AR-05, AR-07, AR-08, AR-12", {},
            "2026-11-24 2026-11-24 2026-12-22 2027-01-05 2027-03-02", id="TV15",
        ),
        pytest.param(
            "amendment-notice", "2026-12-18", "AR-10, AR-11, AR-12", {"meeting": "2026-12-08"},
            "2027-01-01 2027-02-12 2027-03-02", id="TV16",
        ),
        pytest.param(
            "review-meeting", "2026-12-29", "AR-08, AR-03", {"made": "2026-01-20"},
            "2027-01-26 2027-01-19", id="TV17",
        ),
        pytest.param(
            "phase-transfer", "2027-09-01", "PT-01/customary, PT-01/strict", {},
            "2027-02-15 2027-02-14", id="TV18",
        ),
        pytest.param(
            "phase-transfer", "2027-09-01", "PT-02/customary, PT-02/strict", {"to": "post-16"},
            "2027-03-31 2027-03-30", id="TV19",
        ),
        pytest.param(
            "phase-transfer", "2027-09-01", "PT-05/customary, PT-05/strict", {},
            "2026-11-23 2026-11-22", id="TV20-school",
        ),
        pytest.param(
            "phase-transfer", "2027-09-01", "PT-05/customary, PT-05/strict", {"to": "post-16"},
            "2027-01-06 2027-01-05", id="TV20-post-16",
        ),
        pytest.param(
            "phase-transfer", "2027-09-01", "PT-03", {"to": "another-post-16"}, "2027-04-01",
            id="TV21-a",
        ),
        pytest.param(
            "phase-transfer", "2027-09-06", "PT-03", {"to": "another-post-16"}, "2027-04-06",
            id="TV21-b",
        ),
        pytest.param(
            "phase-transfer", "2027-07-31", "PT-03", {"to": "another-post-16"}, "2027-02-28",
            id="TV21-month-end",
        ),
        pytest.param("move", "2026-12-01", "MV-02", {"aware": "2026-11-23"}, "2026-12-11",
                     id="TV22"),
        pytest.param("move", "2027-01-04", "MV-02", {"aware": "2026-12-21"}, "2027-01-13",
                     id="TV23-Christmas"),
        pytest.param("move", "2027-01-04", "MV-02", {"aware": "2026-12-26"}, "2027-01-19",
                     id="TV24-weekend"),
        pytest.param("move", "2027-03-29", "MV-02", {"aware": "2027-03-22"}, "2027-04-13",
                     id="TV25-Easter"),
        pytest.param("move", "2027-01-29", "MV-01", {"aware": "2027-01-08"}, "2027-01-29",
                     id="TV26-just-in-time"),
        pytest.param(
            "move", "2027-01-13", "MV-04, MV-05",
            {"transferred": "2027-01-13", "last_review": "2026-03-10"}, "2027-02-24 2027-04-12",
            id="TV27",
        ),
        pytest.param(
            "reassessment-request", "2027-01-11", "RA-02, RA-04", {"notified": "2027-01-20"},
            "2027-01-26 2027-04-28", id="TV28",
        ),
        pytest.param(
            "decision-letter", "2026-10-01", "MT-10", {"certificate": "2026-11-29"}, "2027-01-04",
            id="TV29-Christmas",
        ),
        pytest.param(
            "decision-letter", "2026-12-31", "MT-10", {"certificate": "2027-01-29"}, "2027-03-01",
            id="TV30-month-end",
        ),
        pytest.param(
            "decision-letter", "2027-06-10", "MT-11", {"section_i_only": True}, "2027-09-01",
            id="TV31-August",
        ),
        pytest.param(
            "decision-letter", "2026-11-02", "MT-10", {"certificate": "2026-11-20"}, "2027-01-04",
            id="TV32-Saturday",
        ),
        pytest.param("mediation", "2026-12-24", "MT-02", {"declined": True}, "2026-12-31",
                     id="TV33-Christmas"),
        pytest.param("mediation", "2026-11-27", "MT-02", {"declined": True}, "2026-12-02",
                     id="TV33"),
        pytest.param("mediation", "2026-12-01", "MT-03", {}, "2026-12-31", id="TV34"),
        pytest.param("appeal", "2026-11-30", "MT-12", {}, "2027-01-19", id="TV35-Christmas"),
        pytest.param("appeal", "2027-07-12", "MT-12", {}, "2027-09-22", id="TV36-August"),
        pytest.param(
            "order", "2026-12-11", "8a-assess-notify, 8a-assess-no-plan, 8a-assess-plan",
            {"about": "assess"}, "2026-12-25 2027-02-19 2027-03-19", id="TV37-assess",
        ),
        pytest.param(
            "order", "2026-12-11", "8a-make-draft, 8a-make-plan", {"about": "make"},
            "2027-01-15 2027-02-26", id="TV37-make",
        ),
        pytest.param(
            "order", "2027-01-08", "8a-assess-notify, 8a-assess-no-plan, 8a-assess-plan",
            {"about": "assess"}, "2027-01-22 2027-03-19 2027-04-16", id="TV38-assess",
        ),
        pytest.param(
            "order", "2027-01-08", "8a-make-draft, 8a-make-plan", {"about": "make"},
            "2027-02-12 2027-03-26", id="TV38-make",
        ),
        pytest.param("birth", "2012-05-14", "DP-03/SEN file", {}, "2043-05-14", id="TV39"),
        pytest.param("birth", "2012-02-29", "DP-03/SEN file", {}, "2043-03-01", id="TV39-leap"),
        pytest.param("subject-access", "2027-01-31", "DP-05", {}, "2027-02-28", id="TV40-end"),
        pytest.param("subject-access", "2026-11-23", "DP-05", {}, "2026-12-23", id="TV40"),
        pytest.param("senco", "2026-09-01", "SS-10", {}, "2029-08-31", id="TV42"),
        pytest.param(
            "birth", "2001-12-10", "CE-07/25th birthday, CE-07/further education", {},
            "2026-12-10 2027-07-31", id="TV43",
        ),
        pytest.param(
            "under-five", "2026-10-05", "AR-16/3 months, AR-16/6 months", {},
            "2027-01-05 2027-04-05", id="TV44",
        ),
    ],
)  # fmt: skip
def test_the_worked_examples_come_out(
    event: str, on: str, wanted: str, facts: dict[str, str | bool], expected: str
) -> None:
    assert due(event, on, *wanted.split(", "), **facts) == expected


@pytest.mark.parametrize(
    ("asked", "is_open"),
    [
        pytest.param("2026-07-20", True, id="TV11-in-the-window"),
        pytest.param("2026-07-10", False, id="TV11-before-it"),
        pytest.param("2026-08-26", False, id="TV11-after-it"),
    ],
)
def test_the_closure_exception_is_open_inside_its_window_only(asked: str, is_open: bool) -> None:
    closure = Closure(D("2026-07-23"), D("2026-09-01"))

    (state,) = {
        one.state
        for each in worked("closure", asked, closed_from="2026-07-23", reopens="2026-09-01")
        for one in each.exceptions
    }

    assert (closure.days, closure.qualifies) == (40, True)
    assert closure.is_open(D(asked)) is is_open
    assert state == ("open" if is_open else "not open")


@pytest.mark.parametrize(
    ("closed_from", "reopens", "days"),
    [
        pytest.param("2026-12-19", "2027-01-04", 16, id="TV12"),
        pytest.param("2026-12-19", "2027-01-15", 27, id="a day too short"),
    ],
)
def test_under_four_weeks_at_christmas_never_open_the_exception(
    closed_from: str, reopens: str, days: int
) -> None:
    closure = Closure(D(closed_from), D(reopens))

    (only,) = worked("closure", "2026-12-20", closed_from=closed_from, reopens=reopens)

    assert (closure.days, closure.qualifies) == (days, False)
    assert [one.state for one in only.exceptions] == ["not open"]


@pytest.mark.parametrize(
    ("event", "on", "rule", "facts", "last"),
    [
        pytest.param("request", "2026-11-20", "NA-03", {}, "2026-12-31", id="TV03"),
        pytest.param("request", "2027-02-08", "NA-07", {}, "2027-05-28", id="TV05"),
        pytest.param("phase-transfer", "2027-09-01", "PT-01", {}, "2027-02-12", id="TV18"),
        pytest.param(
            "phase-transfer", "2027-09-01", "PT-02", {"to": "post-16"}, "2027-03-30", id="TV19"
        ),
    ],
)
def test_the_last_working_day_is_told_beside_a_limit_that_stays(
    event: str, on: str, rule: str, facts: dict[str, str | bool], last: str
) -> None:
    found = [one for one in worked(event, on, **facts) if one.rule == rule]

    assert D(last) == min(one.last_working_day or one.due for one in found)


@pytest.mark.parametrize(
    ("event", "on", "facts", "governs", "other"),
    [
        pytest.param(
            "amendment-notice", "2026-12-18", {"meeting": "2026-12-08"}, "AR-11", "AR-12",
            id="TV16",
        ),
        pytest.param(
            "amendment-notice", "2027-01-20", {"meeting": "2026-12-08"}, "AR-12", "AR-11",
            id="a late notice does not move the cap",
        ),
        pytest.param(
            "review-meeting", "2026-12-29", {"made": "2026-01-20"}, "AR-03", "AR-08", id="TV17"
        ),
        pytest.param(
            "review-meeting", "2026-12-08", {"made": "2026-01-20"}, "AR-08", "AR-03",
            id="the four weeks end first",
        ),
    ],
)  # fmt: skip
def test_the_earlier_of_two_limits_governs_and_the_other_says_so(
    event: str, on: str, facts: dict[str, str | bool], governs: str, other: str
) -> None:
    found = {one.rule: one for one in worked(event, on, **facts)}

    assert found[governs].due <= found[other].due
    assert any("earlier limit governs" in words for words in found[other].warnings)
    assert not any("earlier limit governs" in words for words in found[governs].warnings)


def test_fifteen_working_days_before_a_move_is_the_last_day_to_know() -> None:
    """TV26."""
    assert moves.last_day_to_know(D("2027-01-29")) == D("2027-01-08")


@pytest.mark.parametrize(
    ("count", "on", "raw"),
    [
        pytest.param(30, "2026-11-30", "2027-01-14", id="TV35"),
        pytest.param(30, "2027-07-12", "2027-08-23", id="TV36"),
    ],
)
def test_the_tribunals_days_make_the_response_later(count: int, on: str, raw: str) -> None:
    assert add_working_days(D(on), count) == D(raw) < tribunal.working_days("x", D(on), count).day


@pytest.mark.parametrize(
    ("born", "year"),
    [
        pytest.param("2012-08-31", "10", id="TV41-last-of-its-year"),
        pytest.param("2012-09-01", "9", id="TV41-first-of-its-year"),
        pytest.param("2013-02-10", "9", id="TV41"),
        pytest.param("2013-08-31", "9", id="TV41-last"),
        pytest.param("2013-09-01", "8", id="TV41-next"),
    ],
)
def test_the_nc_year_goes_by_the_age_on_31_august(born: str, year: str) -> None:
    today = D("2026-11-22")
    now = [one for one in EVENTS["birth"].deadlines(D(born), today=today) if one.reading == "now"]

    assert years.year_by_age(D(born), today) == year
    assert [one.what for one in now] == [f"Year {year} now, by age"]


@pytest.mark.parametrize("year", NOTED, ids=str)
def test_each_nc_year_told_begins_with_the_one_by_age(year: int) -> None:
    born = D("2012-09-01")
    reading = f"Year {year}" if year else "Reception"

    (begins,) = (one.due for one in worked("birth", "2012-09-01") if one.reading == reading)

    assert years.year_by_age(born, begins) == (str(year) if year else "R")


def test_the_arithmetic_is_told_in_plain_words() -> None:
    (decision,) = (one for one in worked("request", "2026-11-20") if one.rule == "NA-03")

    assert decision.because == (
        "Friday 20 November 2026 is the day the request was received: day 0 of the count "
        "(CAL-1, not verified).",
        "6 weeks are 42 calendar days: Friday 1 January 2027.",
        "It is a bank holiday (New Year's Day). Nothing in the Regulations was found that moves "
        "it (CAL-8, not verified): plan for Thursday 31 December 2026, the last working day "
        "before it.",
    )
