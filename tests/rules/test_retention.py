"""When a pupil's file is looked at again."""

from dataclasses import replace
from datetime import date

import pytest

from sendtui.rules.retention import (
    LAST_SCHOOL,
    OWN_TERMS,
    REASONS,
    TOOLKIT,
    Hold,
    Kept,
    Sent,
    Terms,
    Why,
    passes_files_on,
    review,
)

D = date
TODAY = D(2026, 11, 22)
SENT = Sent("Puddleby High", "100001", D(2020, 7, 16), D(2020, 9, 3), "ab" * 32, "cd" * 32)
SEN = Kept("p1", "Quillfeather, Zephyr", D(1996, 2, 29), None, True, True)
LEFT = replace(SEN, was_on_register=False, left_on=D(2020, 7, 17))


@pytest.mark.parametrize(
    ("one", "why", "day"),
    [
        (SEN, "sen file", D(2027, 2, 28)),
        (replace(SEN, left_on=D(2010, 7, 1)), "sen file", D(2027, 2, 28)),
        (replace(SEN, born=None), "sen file", None),
        (LEFT, "never on the register", D(2026, 7, 17)),
        (replace(LEFT, has_records=False), "only the roll", D(2021, 7, 17)),
        (replace(SEN, left_on=D(2020, 7, 17), sent=SENT), "sent on", D(2020, 9, 3)),
        (replace(SEN, sent=SENT), "sen file", D(2027, 2, 28)),
    ],
    ids=[
        "on the register",
        "on it, and left",
        "no birth",
        "never on it",
        "the roll alone",
        "sent on and receipted",
        "sent on, and here still",
    ],
)
def test_a_file_is_looked_at_again_on_its_day(one: Kept, why: Why, day: date | None) -> None:
    found = review(one, Terms(sent_years=0), TODAY)

    assert found is not None
    assert (found.why, found.day) == (why, day)


def test_outside_a_primary_a_file_that_was_sent_on_is_kept_as_any_other() -> None:
    found = review(replace(SEN, left_on=D(2020, 7, 17), sent=SENT), Terms(), TODAY)

    assert found is not None
    assert (found.why, found.day) == ("sen file", D(2027, 2, 28))
    assert "Puddleby High" in found.proof


@pytest.mark.parametrize(
    ("listed", "years", "is_primary"),
    [
        ("Primary", ("9",), True),
        ("Middle deemed secondary", ("4",), False),
        ("Secondary", (), False),
        ("", ("N1", "R", "6", ""), True),
        ("Not applicable", ("3", "6"), True),
        ("Not applicable", ("3", "11"), False),
        ("", ("6", "7"), False),
        ("", (), False),
        ("", ("", "X"), False),
    ],
)
def test_a_primary_is_one_by_the_public_list_or_by_its_pupils(
    listed: str, years: tuple[str, ...], is_primary: bool
) -> None:
    assert passes_files_on(listed, years) is is_primary


def test_who_is_here_and_never_was_on_the_register_is_not_looked_at() -> None:
    assert review(replace(LEFT, left_on=None), Terms(), TODAY) is None


def test_a_setting_has_terms_of_its_own() -> None:
    found = review(SEN, Terms(sen_years=25), TODAY)

    assert found is not None
    assert found.day == D(2021, 2, 28)
    assert "25 years from birth" in found.because
    assert "not verified" in str(TOOLKIT)


def test_the_proof_of_sending_on_has_days_the_school_and_hashes() -> None:
    found = review(replace(SEN, left_on=D(2020, 7, 17), sent=SENT), Terms(sent_years=1), TODAY)

    assert found is not None
    assert (found.day, "1 years from the receipt" in found.because) == (D(2021, 9, 3), True)
    assert found.proof == (
        "Sent on 16/07/2020 to Puddleby High (URN 100001); received 03/09/2020; "
        f"pack SHA-256 {'ab' * 32}; receipt SHA-256 {'cd' * 32}"
    )


@pytest.mark.parametrize(
    ("since", "until", "holds"),
    [
        (TODAY, None, True),
        (D(2026, 1, 1), TODAY, True),
        (D(2026, 1, 1), D(2026, 11, 21), False),
        (D(2026, 11, 23), None, False),
    ],
)
def test_a_hold_is_for_its_days(since: date, until: date | None, holds: bool) -> None:
    hold = Hold("h", "a claim", "", since, until, "A. Tester")

    found = review(replace(SEN, holds=(hold,)), Terms(), TODAY)

    assert found is not None
    assert (found.hold is not None) is holds


def test_the_rule_of_the_setting_stands_in_the_place_of_guidance() -> None:
    assert Terms(rule="Schedule 4").cited == "Schedule 4"
    assert Terms().cited == str(TOOLKIT)
    assert Terms(rule="Schedule 4").rule_of("sent on") == "Schedule 4"


def test_each_sort_of_file_goes_by_a_rule_of_its_own() -> None:
    said = [Terms().rule_of(why) for why in REASONS]

    assert said == [str(TOOLKIT), str(LAST_SCHOOL), OWN_TERMS, OWN_TERMS]
