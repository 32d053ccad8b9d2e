"""The inspectors' lists: their values, and each fault found by its own check."""

from dataclasses import replace
from datetime import date

import pytest

from sendtui.rules.annex_a import LIST_1, LIST_2, RULES, Listed, cells, check, phase

D = date
TODAY = D(2026, 11, 22)
GOOD = Listed("p1", "Quillfeather, Zephyr", "A950000178301", "", D(2015, 5, 1), "F", "WENG",
              D(2020, 1, 8), D(2025, 3, 2), D(2026, 1, 9), "DS", "100000", "Primary")  # fmt: skip


def test_a_line_has_the_values_the_lists_ask_for() -> None:
    line = dict(zip(LIST_1, cells(GOOD, with_plan=True), strict=True))

    assert line["Gender"] == "b) Female"
    assert line["Ethnicity"] == "a) WBRI"
    assert line["SEN primary need"] == "l) OTH"
    assert line["Main education establishment – phase"] == "b) Primary"
    assert line["Elective home education"] == "b) No"
    assert line["Date updated EHC plan issued"] == D(2025, 3, 2)
    assert len(cells(GOOD, with_plan=False)) == len(LIST_2)


@pytest.mark.parametrize(
    ("said", "letter"),
    [("Nursery", "a)"), ("Middle deemed secondary", "d)"), ("All-through", "f)"),
     ("16 plus", "i)"), ("Not applicable", "")],
)  # fmt: skip
def test_a_phase_has_its_letter(said: str, letter: str) -> None:
    assert phase(said)[:2] == letter


FAULTS = [
    ("AX01", replace(GOOD, ethnicity="")),
    ("AX02", replace(GOOD, born=D(2001, 11, 22))),
    ("AX03", replace(GOOD, born=D(2000, 11, 22))),
    ("AX04", replace(GOOD, reviewed=D(2026, 11, 23))),
    ("AX05", replace(GOOD, issued=D(2026, 2, 1))),
    ("AX06", replace(GOOD, upn="")),
    ("AX07", replace(GOOD, urn="")),
    ("AX08", replace(GOOD, urn="", second_phase="Special")),
]


@pytest.mark.parametrize(("rule", "child"), FAULTS, ids=[rule for rule, _ in FAULTS])
def test_a_fault_is_found_by_its_own_check(rule: str, child: Listed) -> None:
    assert [found.rule.id for found in check([child], TODAY)] == [rule]


def test_one_number_twice_is_found_at_both() -> None:
    found = list(check([GOOD, replace(GOOD, id="p2")], TODAY))

    assert [(f.rule.id, f.id) for f in found] == [("AX09", "p1"), ("AX09", "p2")]
    assert list(check([GOOD], TODAY)) == []
    assert {rule for rule, _ in FAULTS} | {"AX09"} == RULES.keys()
