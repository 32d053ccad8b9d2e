"""What a plan specifies against what was given, on 22 November 2026, in school weeks."""

from datetime import date, timedelta

import pytest

from sendtui.errors import SendtuiError
from sendtui.services import (
    confidential,
    deliveries,
    ehc_plan_lines,
    ehc_plans,
    school_year,
    secured,
)
from sendtui.services.secured import Secured, SecuredLine
from sendtui.store.store import Store
from tests.services.invented import cycle, provision, pupil

TODAY = date(2026, 11, 22)
ISSUED = date(2026, 9, 7)
HOURLY = {"words": "Speech therapy", "minutes_a_week": 60}


@pytest.fixture
def child(store: Store) -> str:
    return pupil(store)


def planned(store: Store, child: str, *lines: dict[str, object], issued: bool = True) -> str:
    plan = ehc_plans.start(store, child, "EHCP")
    for values in lines:
        ehc_plan_lines.add(store, plan, "F", values)
    if issued:
        ehc_plans.issue(store, plan, "final", on=ISSUED, today=TODAY)
    return plan


def given(store: Store, child: str, weeks: int, minutes: int = 40) -> str:
    line = provision(store, cycle(store, child), what="Therapy", times=1, minutes=minutes)
    for week in range(weeks):
        deliveries.tick(store, line, ISSUED + timedelta(weeks=week), today=TODAY)
    return line


def found(store: Store, child: str) -> Secured:
    view = secured.of_pupil(store, child, TODAY)
    assert view is not None
    return view


def only(store: Store, child: str) -> SecuredLine:
    (line,) = found(store, child).lines
    return line


def test_a_shortfall_is_named_in_hours_and_weeks_of_holiday_do_not_count(
    store: Store, child: str
) -> None:
    planned(store, child, HOURLY)
    line = given(store, child, 7)
    secured.tie(store, line, only(store, child).id)

    view = only(store, child)

    assert (view.label, view.a_week, view.specified, view.given) == ("F1", 60, 600, 280)
    assert view.says == "Short by 5 h 20 min: 4 h 40 min given of 10 h"
    assert found(store, child).says == "1 line short, 5 h 20 min in all."
    assert "s.42" in found(store, child).citation.text


def test_with_no_provision_tied_to_it_everything_is_short_and_said_so(
    store: Store, child: str
) -> None:
    planned(store, child, HOURLY)
    line = given(store, child, 7)

    assert only(store, child).says.endswith("0 min given of 10 h; no provision is tied to it")
    assert [each.id for each in found(store, child).loose] == [line]


@pytest.mark.parametrize(
    ("values", "specified"),
    [
        ({"how_often": "twice a week", "how_long": "30 minutes"}, 600),
        ({"how_often": "every day", "how_long": "10 minutes"}, 500),
        ({"how_often": "fortnightly", "how_long": "1 hour"}, 300),
    ],
    ids=["week", "day", "fortnight"],
)
def test_the_dose_is_read_from_the_words_of_the_line(
    store: Store, child: str, values: dict[str, object], specified: int
) -> None:
    planned(store, child, {"words": "Therapy", **values})

    assert only(store, child).specified == specified


def test_a_line_that_says_no_hours_is_not_counted_and_says_why(store: Store, child: str) -> None:
    planned(store, child, {"words": "Access to support as needed"})

    assert "how often and how long" in only(store, child).says
    assert found(store, child).says == "No shortfall is known. 1 line cannot be counted."


@pytest.mark.parametrize(
    ("values", "told"),
    [
        pytest.param(
            {"words": "Two hours a week of speech therapy."},
            "says once a week, 2 h; fill in how often and how long",
            id="neither is filled in",
        ),
        pytest.param(
            {"words": "Reading for 20 minutes, three times a week.", "how_often": "daily"},
            "says 20 min; fill in how long",
            id="how long is not",
        ),
        pytest.param(
            {"words": "Reading three times a week.", "how_long": "20 minutes"},
            "says 3 times a week; fill in how often",
            id="how often is not",
        ),
    ],
)
def test_a_dose_that_only_the_sentence_says_is_named_and_not_counted(
    store: Store, child: str, values: dict[str, object], told: str
) -> None:
    planned(store, child, values)

    assert only(store, child).says == f"Dose not filled in: the sentence {told}"
    assert only(store, child).specified == 0


@pytest.mark.parametrize(
    "values",
    [
        {"words": "Support in every lesson for 20 minutes."},
        {"words": "Therapy every week."},
        {"words": "Therapy", "how_often": "in every lesson", "how_long": "20 minutes"},
    ],
)
def test_a_dose_that_cannot_be_counted_if_filled_in_is_not_asked_for(
    store: Store, child: str, values: dict[str, object]
) -> None:
    planned(store, child, values)

    assert only(store, child).says.startswith("Cannot be counted")


def test_a_plan_that_is_not_issued_owes_nothing(store: Store, child: str) -> None:
    planned(store, child, HOURLY, issued=False)

    assert not found(store, child).in_force
    assert "not issued" in found(store, child).says


def test_what_is_tied_stays_tied_when_the_plan_is_amended(store: Store, child: str) -> None:
    plan = planned(store, child, HOURLY)
    line = given(store, child, 7)
    secured.tie(store, line, only(store, child).id)
    after = ehc_plans.amend(store, plan)

    view = secured.of_plan(store, after, TODAY)

    assert [each.id for each in view.lines[0].tied] == [line]
    assert view.loose == ()


def test_the_settings_own_closure_takes_its_week_off_what_is_owed(store: Store, child: str) -> None:
    planned(store, child, HOURLY)
    closed = {"sort": "closed", "starts": date(2026, 9, 14), "ends": date(2026, 9, 18)}
    school_year.add(store, closed)

    assert only(store, child).specified == 540


def test_provision_is_tied_to_provision_of_the_same_pupil_alone(store: Store, child: str) -> None:
    planned(store, child, HOURLY)
    other = given(store, pupil(store), 1)

    with pytest.raises(SendtuiError, match="another pupil"):
        secured.tie(store, other, only(store, child).id)


def test_the_words_of_a_confidential_line_are_hidden(store: Store, child: str) -> None:
    planned(store, child, HOURLY)
    confidential.mark(store, child, "plan_line", only(store, child).id, today=TODAY)

    assert only(store, child).words == "confidential"
