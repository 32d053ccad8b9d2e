"""The words that schools' files use for SEN status, sex, yes and no, and NC year."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendtui.rules import wording
from sendtui.rules.codes import NC_YEARS, SEN_PROVISION
from tests.samples import SAMPLES, needs_samples


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("E", "E"),
        ("EHCP", "E"),
        ("Education, Health and Care Plan", "E"),
        ("Education, Health & Care Plan", "E"),
        ("E - Education, Health and Care Plan", "E"),
        ("EHCP (E)", "E"),
        ("Statement", "E"),
        ("k", "K"),
        ("SEN Support", "K"),
        ("K: SEN support", "K"),
        ("SEN Support (K)", "K"),
        ("School Action", "K"),
        ("School Action +", "K"),
        ("SA+", "K"),
        ("SEN support / SEN without an EHC plan", "K"),
        ("No Special Educational Need", "N"),
        ("Monitoring", "N"),
        ("N - No SEN", "N"),
        ("E - SEN Support", None),
        ("", None),
        ("  ", None),
        ("Q", None),
        ("ask the SENCO", None),
    ],
)
def test_words_for_sen_status_become_a_code(text: str, status: str | None) -> None:
    assert wording.sen_status(text) == status


@pytest.mark.parametrize(
    ("text", "old"),
    [("School Action", "A"), ("SA+", "P"), ("Statement", "S"), ("SEN Support", None), ("", None)],
)
def test_an_old_stage_is_still_told_apart(text: str, old: str | None) -> None:
    assert wording.old_sen_status(text) == old


@pytest.mark.parametrize(
    ("text", "sex"),
    [("F", "F"), ("female", "F"), ("Boy", "M"), (" m ", "M"), ("", None), ("U", None)],
)
def test_words_for_sex_become_a_code(text: str, sex: str | None) -> None:
    assert wording.sex(text) == sex


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Y", True),
        ("yes", True),
        ("TRUE", True),
        ("1", True),
        ("✓", True),
        ("N", False),
        ("No", False),
        ("0", False),
        ("", None),
        ("perhaps", None),
    ],
)
def test_yes_and_no_are_told_apart(text: str, answer: bool | None) -> None:
    assert wording.yes_no(text) is answer


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("Year  7", "7"),
        ("7", "7"),
        ("Yr 7", "7"),
        ("Yr. 7", "7"),
        ("Y7", "7"),
        ("yr7", "7"),
        ("07", "7"),
        ("7.0", "7"),
        ("Year Group 10", "10"),
        ("NC Year 3", "3"),
        ("Curriculum Year 12", "12"),
        ("R", "R"),
        ("Reception", "R"),
        ("Rec", "R"),
        ("Year R", "R"),
        ("YR", "R"),
        ("Y0", "R"),
        ("0", "R"),
        ("N2", "N2"),
        ("Nursery", "N2"),
        ("Nursery 1", "N1"),
        ("Nursery, first year", None),
        ("E1", "E1"),
        ("X", "X"),
        ("Year X", "X"),
        ("15", None),
        ("Year 7A", None),
        ("", None),
        ("year", None),
    ],
)
def test_words_for_nc_year_become_a_code(text: str, year: str | None) -> None:
    assert wording.nc_year(text) == year


@pytest.mark.parametrize("code", [code.code for code in NC_YEARS])
def test_every_nc_year_code_and_numbered_label_is_known(code: str) -> None:
    assert wording.nc_year(code) == code
    if code.isdigit():
        assert wording.nc_year(NC_YEARS.label(code)) == code


@given(st.text(max_size=30))
def test_any_text_is_a_known_code_or_not_known(text: str) -> None:
    assert wording.sen_status(text) in ("E", "K", "N", None)
    assert wording.nc_year(text) is None or wording.nc_year(text) in NC_YEARS
    assert wording.sex(text) in ("F", "M", None)
    assert wording.old_sen_status(text) is None or text.strip()


@needs_samples
def test_the_labels_of_the_published_list_are_known() -> None:
    assert SAMPLES is not None
    with (SAMPLES / "codes" / "sen_provision.csv").open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            assert line["code"] in SEN_PROVISION
            for label in (line["label"], line["ees_label"]):
                assert not label or wording.sen_status(label) in ("E", "K", "N")
