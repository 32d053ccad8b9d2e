"""The code sets and their dates of validity."""

from datetime import date

import pytest

from sendtui.rules.codes import (
    BROAD_AREAS,
    FLAGS,
    LAYERS,
    NC_YEARS,
    NEED_TYPES,
    SEN_PROVISION,
    SEX,
    Code,
    CodeSet,
)

ALL = (BROAD_AREAS, FLAGS, LAYERS, NC_YEARS, NEED_TYPES, SEN_PROVISION, SEX)


@pytest.mark.parametrize(
    ("codes", "code", "day", "valid"),
    [
        pytest.param(NEED_TYPES, "DS", date(2024, 12, 31), False, id="DS before 2025"),
        pytest.param(NEED_TYPES, "DS", date(2025, 1, 1), True, id="DS from 2025"),
        pytest.param(NEED_TYPES, "BESD", date(2014, 8, 31), True, id="BESD last day"),
        pytest.param(NEED_TYPES, "BESD", date(2014, 9, 1), False, id="BESD after"),
        pytest.param(NEED_TYPES, "SEMH", date(2014, 8, 31), False, id="SEMH before"),
        pytest.param(NEED_TYPES, "SEMH", date(2014, 9, 1), True, id="SEMH from"),
        pytest.param(NEED_TYPES, "SLCN", date(2001, 1, 1), True, id="SLCN always"),
        pytest.param(NEED_TYPES, "ZZZ", date(2026, 1, 1), False, id="unknown"),
        pytest.param(SEN_PROVISION, "K", date(2014, 9, 1), True, id="K from"),
        pytest.param(SEN_PROVISION, "A", date(2026, 1, 1), False, id="School Action now"),
        pytest.param(SEN_PROVISION, "S", date(2018, 3, 31), True, id="statement last day"),
        pytest.param(LAYERS, "targeted plus", date(2029, 9, 1), False, id="a proposal"),
    ],
)
def test_a_code_is_valid_only_between_its_dates(
    codes: CodeSet, code: str, day: date, valid: bool
) -> None:
    assert codes.valid(code, day) is valid


def test_the_choices_today_leave_out_what_has_ended_and_what_is_proposed() -> None:
    today = date(2026, 11, 22)

    assert [code.code for code in SEN_PROVISION.on(today)] == ["N", "K", "E"]
    assert [code.code for code in LAYERS.on(today)] == ["universal", "targeted", "specialist"]
    assert "BESD" not in {code.code for code in NEED_TYPES.on(today)}
    assert len(NEED_TYPES.on(today)) == 14


def test_an_ended_code_still_means_something() -> None:
    assert "BESD" in NEED_TYPES
    assert SEN_PROVISION["S"].label == "Statement (old)"


def test_a_code_nobody_knows_is_its_own_label() -> None:
    assert NEED_TYPES.label("QQQ") == "QQQ"
    assert NEED_TYPES.get("QQQ") is None
    with pytest.raises(KeyError):
        NEED_TYPES["QQQ"]


def test_every_need_type_lies_in_a_broad_area_or_in_none() -> None:
    assert {code.area for code in NEED_TYPES if code.area} == {code.code for code in BROAD_AREAS}


@pytest.mark.parametrize("codes", ALL, ids=lambda codes: codes.name)
def test_every_code_has_a_label_a_source_and_dates_in_order(codes: CodeSet) -> None:
    assert len(codes) == len(list(codes)) > 0
    for code in codes:
        assert code.label.strip()
        assert code.source
        assert code in tuple(codes)
        if code.valid_from and code.valid_to:
            assert code.valid_from <= code.valid_to


def test_a_set_says_what_it_is() -> None:
    letters = CodeSet("Letters", (Code("A", "Alpha", None, None, "here"),))

    assert repr(letters) == "CodeSet('Letters', 1 codes)"
