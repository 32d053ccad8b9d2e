"""The list of how many are expected in each specialist provision."""

from io import BytesIO

import pytest

from sendtui.errors import SendtuiError
from sendtui.formats import places_in
from sendtui.rules.sen2_checks_school import Expected

HEADINGS = "URN,UKPRN,School,Provision,Least,Places bought"


def read(*lines: str, headings: str = HEADINGS) -> tuple[Expected, ...]:
    return places_in.read(BytesIO("\n".join((headings, *lines)).encode()), "places.csv")


def test_a_least_number_or_three_quarters_of_the_places_are_expected() -> None:
    assert read(
        "100000,,Bramble Hall,SEN unit,5,", ",10000000,,RP,,10", "", "100001,,,Special School,7,99"
    ) == (
        Expected("100000", "unit", 5, "Bramble Hall"),
        Expected("10000000", "resourced", 7),
        Expected("100001", "special", 7),
    )


def test_a_title_may_stand_above_the_headings() -> None:
    assert read(HEADINGS, "100000,,,SEN unit,5,", headings="Places bought in 2026/27") == (
        Expected("100000", "unit", 5),
    )


def test_a_list_of_headings_expects_nothing() -> None:
    assert read() == ()


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("10000A,,,SEN unit,5,", "URN is “10000A”"),
        (",123,,SEN unit,5,", "UKPRN is “123”"),
        (",,,SEN unit,5,", "UKPRN is “”"),
        ("100000,,,ward,5,", "provision is “ward”"),
        ("100000,,,SEN unit,some,", "least is “some”"),
        ("100000,,,SEN unit,-1,", "least is “-1”"),
        ("100000,,,SEN unit,,", "places is “”"),
        ("100000,,,SEN unit,5001,", "up to 5,000"),
        ("100001,,,SENU,5,", "100001 has this provision twice"),
    ],
    ids=str,
)
def test_a_line_that_cannot_be_read_refuses_the_whole_list(line: str, why: str) -> None:
    with pytest.raises(SendtuiError, match=r"places\.csv, line 3: ") as refused:
        read("100001,,,SEN unit,5,", line)

    assert why in str(refused.value)


@pytest.mark.parametrize("headings", ["Surname,Forename", "URN,Least", "URN,Provision"])
def test_another_list_is_refused(headings: str) -> None:
    with pytest.raises(SendtuiError, match="no list of expected places: its columns are"):
        read("1,2", headings=headings)
