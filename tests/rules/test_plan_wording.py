"""Advice on the wording of outcomes and provision."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendtui.rules.plan_wording import outcome_wording, provision_wording, vague_words


@pytest.mark.parametrize(
    ("text", "checks"),
    [
        ("Zephyr will be able to join two clauses with because.", []),
        ("I can ask for a break with my card.", []),
        ("Zephyr will receive 3 hours of reading support.", ["outcome is provision"]),
        ("Zephyr will have access to a laptop.", ["outcome is provision"]),
        ("Better reading.", ["not from the pupil"]),
        (
            "Zephyr will be able to read 40 words and will be able to spell 20.",
            ["two results"],
        ),
        ("Zephyr will be able to read; spell", ["two results"]),
        ("15 hours a week", ["outcome is provision", "not from the pupil"]),
    ],
)
def test_an_outcome_is_what_the_pupil_will_be_able_to_do(text: str, checks: list[str]) -> None:
    found = outcome_wording(text)

    assert [finding.check for finding in found] == checks
    assert all(finding.soft for finding in found)


@pytest.mark.parametrize(
    ("text", "vague"),
    [
        ("Reading aloud to an adult", []),
        ("Regular reading as required", ["regular", "as required"]),
        ("Opportunities to talk, access to a quiet room", ["opportunities", "access to"]),
        ("Zephyr may use the den", ["may"]),
        ("Until 5 May 2027, review in May", []),
        ("may 5", []),
        ("An inputted table", []),
        ("Small group phonics", ["small group"]),
        ("Support from an adult", ["support from"]),
        ("A key adult", ["key adult"]),
        ("ongoing, ongoing", ["ongoing"]),
    ],
)
def test_vague_words_are_named(text: str, vague: list[str]) -> None:
    assert vague_words(text) == vague


@pytest.mark.parametrize(
    ("text", "who", "minutes", "group"),
    [
        ("Small group phonics", "", 0, 4),
        ("Support from an adult", "teaching assistant", 0, 1),
        ("A key adult greets her", "", 10, 1),
    ],
)
def test_words_the_rest_of_the_line_makes_plain_are_not_vague(
    text: str, who: str, minutes: int, group: int
) -> None:
    assert vague_words(text, who, minutes, group) == []


def test_the_vague_words_of_a_line_are_one_finding() -> None:
    (found,) = provision_wording("Regular input", subject="Provision 2", record="abc")

    assert "“regular”, “input”" in found.says
    assert (found.subject, found.record, found.field) == ("Provision 2", "abc", "what")
    assert found.soft


def test_plain_provision_needs_no_advice() -> None:
    assert provision_wording("Reads aloud, then retells the page") == ()


@given(st.text(max_size=100))
def test_any_text_can_be_looked_at(text: str) -> None:
    assert all(finding.soft for finding in (*outcome_wording(text), *provision_wording(text)))
