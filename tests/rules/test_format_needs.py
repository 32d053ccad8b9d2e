"""What somebody needs of a paper."""

import pytest

from sendtui.rules.format_needs import FormatNeeds, read, speaks_english


@pytest.mark.parametrize(
    ("recorded", "needs"),
    [
        ("", FormatNeeds()),
        ("Large print", FormatNeeds(large=True)),
        ("18 pt", FormatNeeds(large=True)),
        ("easy-read, phone", FormatNeeds(easy=True, others=("phone",))),
        ("braille; audio", FormatNeeds(others=("braille", "audio"))),
        ("large print and easy read", FormatNeeds(large=True, easy=True)),
    ],
)
def test_what_was_recorded_is_understood(recorded: str, needs: FormatNeeds) -> None:
    assert read(recorded) == needs


def test_several_people_of_one_household_are_given_what_any_of_them_needs() -> None:
    assert read("phone", "large print", "phone") == FormatNeeds(large=True, others=("phone",))


@pytest.mark.parametrize(
    ("language", "speaks"), [("", True), ("ENG", True), ("English", True), ("Polish", False)]
)
def test_another_language_asks_for_an_interpreter(language: str, speaks: bool) -> None:
    assert speaks_english(language) is speaks
