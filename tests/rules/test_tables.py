"""The large code sets: authorities, ethnicity and languages."""

import csv
from datetime import date

import pytest

from sendtui.rules.authorities import AUTHORITIES, successors
from sendtui.rules.codes import NC_YEARS, NEED_TYPES, SEN_PROVISION, CodeSet
from sendtui.rules.ethnicity import ETHNICITY
from sendtui.rules.languages import LANGUAGES
from tests.samples import SAMPLES, needs_samples

TODAY = date(2026, 11, 22)


def test_there_are_153_authorities_today_and_seven_of_old() -> None:
    assert len(AUTHORITIES.on(TODAY)) == 153
    assert len(AUTHORITIES) == 160
    assert not AUTHORITIES.valid("835", TODAY)
    assert AUTHORITIES.valid("835", date(2019, 3, 31))


@pytest.mark.parametrize(
    ("code", "after"),
    [
        ("835", ("838", "839")),
        ("836", ("839",)),
        ("909", ("942", "943")),
        ("928", ("940", "941")),
        ("838", ()),
        ("not a code", ()),
    ],
)
def test_an_abolished_authority_names_who_took_over(code: str, after: tuple[str, ...]) -> None:
    assert successors(code) == after


def test_a_successor_begins_the_day_after() -> None:
    for old in AUTHORITIES:
        for new in successors(old.code):
            assert old.valid_to is not None
            assert not AUTHORITIES.valid(new, old.valid_to)
            assert AUTHORITIES.valid(new, date(old.valid_to.year, 4, 1))


def test_there_are_108_ethnicities_and_each_extended_code_finds_its_main_one() -> None:
    assert len(ETHNICITY) == 108
    assert ETHNICITY["WCOR"].area == "WBRI"
    assert {code.area for code in ETHNICITY if code.area} <= {code.code for code in ETHNICITY}


def test_the_census_takes_319_languages_now() -> None:
    assert len(LANGUAGES.on(TODAY)) == 319


@needs_samples
@pytest.mark.parametrize(
    ("codes", "file", "column"),
    [
        pytest.param(AUTHORITIES, "la_codes.csv", "la_code", id="authorities"),
        pytest.param(ETHNICITY, "ethnicity.csv", "code", id="ethnicity"),
        pytest.param(LANGUAGES, "language.csv", "code", id="languages"),
        pytest.param(NEED_TYPES, "sen_type.csv", "code", id="needs"),
        pytest.param(SEN_PROVISION, "sen_provision.csv", "code", id="provision"),
        pytest.param(NC_YEARS, "ncyear.csv", "code", id="years"),
    ],
)
def test_the_codes_are_those_of_the_published_lists(codes: CodeSet, file: str, column: str) -> None:
    assert SAMPLES is not None
    with (SAMPLES / "codes" / file).open(encoding="utf-8", newline="") as lines:
        published = {line[column] for line in csv.DictReader(lines)}

    assert {code.code for code in codes} == published
