"""Referrals: how long they wait, service by service."""

from datetime import date, timedelta

import pytest

from sendtui.errors import InvalidError
from sendtui.services import due, pupils, referrals, timeline
from sendtui.store.store import Store

TODAY = date(2026, 11, 22)


def one(store: Store) -> str:
    return pupils.add(store, {"surname": "Quillfeather", "forename": "Zephyr"})


def test_waits_are_aged_by_service(store: Store) -> None:
    pupil = one(store)
    for weeks in (2, 10, 60):
        referrals.add(
            store,
            pupil,
            {"service": "Speech therapy", "sent_on": TODAY - timedelta(weeks=weeks)},
            today=TODAY,
        )
    seen = {"service": "Paediatrics", "sent_on": date(2026, 1, 5), "seen_on": date(2026, 3, 2)}
    referrals.add(store, pupil, seen, today=TODAY)

    paediatrics, therapy = referrals.ageing(referrals.all_of(store, TODAY))

    assert (therapy.waiting, therapy.longest_days) == ((1, 1, 0, 1), 420)
    assert (paediatrics.seen, paediatrics.seen_weeks) == (1, 8.0)


@pytest.mark.parametrize(
    ("days", "stage"),
    [
        ({}, "sent"),
        ({"accepted_on": date(2026, 10, 1)}, "accepted"),
        ({"accepted_on": date(2026, 10, 1), "seen_on": date(2026, 11, 1)}, "seen"),
        ({"refused_on": date(2026, 10, 1)}, "refused"),
        ({"seen_on": date(2026, 10, 1), "closed_on": date(2026, 11, 1)}, "closed"),
    ],
)
def test_the_stage_is_the_furthest_that_has_a_day(
    store: Store, days: dict[str, object], stage: str
) -> None:
    pupil = one(store)
    values = {"service": "Speech therapy", "sent_on": date(2026, 9, 1), **days}

    referrals.add(store, pupil, values, today=TODAY)

    (found,) = referrals.of_pupil(store, pupil, TODAY)
    assert (found.stage, found.waits) == (stage, stage in ("sent", "accepted"))


@pytest.mark.parametrize(
    "wrong",
    [{"seen_on": date(2026, 8, 1)}, {"sent_on": date(2026, 12, 1)}, {"service": ""}],
    ids=["seen before it was sent", "sent tomorrow", "to nobody"],
)
def test_what_cannot_be_is_refused(store: Store, wrong: dict[str, object]) -> None:
    pupil = one(store)
    values = {"service": "Speech therapy", "sent_on": date(2026, 9, 1)}

    with pytest.raises(InvalidError):
        referrals.add(store, pupil, values | wrong, today=TODAY)


def test_a_service_is_changed_and_kept_by_name(store: Store) -> None:
    made = referrals.keep_service(store, {"name": "Speech therapy", "wait_weeks": 18})
    referrals.keep_service(store, {"how": "Form on the website"}, made)

    (found,) = referrals.services(store)

    assert (found.name, found.wait_weeks, found.how) == (
        "Speech therapy",
        18,
        "Form on the website",
    )


def test_each_step_of_a_referral_stands_in_the_timeline(store: Store) -> None:
    pupil = one(store)
    values = {"service": "Speech therapy", "sent_on": date(2026, 9, 1), "why": "[/x] talk"}
    referrals.add(store, pupil, {**values, "seen_on": date(2026, 11, 1)}, today=TODAY)

    found = [(event.on, event.words) for event in timeline.timeline(store, pupil, TODAY)]

    assert found == [
        (date(2026, 11, 1), "First seen by Speech therapy"),
        (date(2026, 9, 1), "Referred to Speech therapy: [/x] talk"),
    ]


@pytest.mark.parametrize(
    ("seen", "is_due"), [(None, True), (date(2026, 11, 1), False)], ids=["waiting", "seen"]
)
def test_a_service_is_asked_again_on_its_day(store: Store, seen: date | None, is_due: bool) -> None:
    pupil = one(store)
    values = {"service": "Speech therapy", "sent_on": date(2026, 9, 1), "chase_on": TODAY}

    referrals.add(store, pupil, {**values, "seen_on": seen}, today=TODAY)

    found = [each.words for each in due.due(store, TODAY) if each.kind == "referral"]
    assert found == (["Speech therapy"] if is_due else [])
