"""Checklists as authorities share them: lists and plain text."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendtui.errors import SendtuiError
from sendtui.formats import checklist_in

LIST = b"""Area,Statement,Layer
CI,"Visual timetables, used every day",universal
Cognition and learning,Tasks in small steps,targeted
,Quiet place to work,
"""


def test_a_list_gives_areas_layers_and_statements() -> None:
    found = checklist_in.read(io.BytesIO(LIST), "oap.csv")

    assert found.rejected == ()
    assert found.lines == (
        (2, "CI", "universal", "Visual timetables, used every day"),
        (3, "CL", "targeted", "Tasks in small steps"),
        (4, "", "universal", "Quiet place to work"),
    )


def test_plain_text_has_a_line_for_each_area() -> None:
    text = """# What we ordinarily do
All pupils
- Calm starts to the day
Communication and interaction:
1. Visual timetables, used every day
"""
    found = checklist_in.read(io.BytesIO(text.encode()), "oap.txt")

    assert found.lines == (
        (3, "", "universal", "Calm starts to the day"),
        (5, "CI", "universal", "Visual timetables, used every day"),
    )


@pytest.mark.parametrize(
    ("line", "line_number", "field", "reason"),
    [
        (b"XX,Something,", 5, "area", "is not one of CI, CL, SEMH, SP"),
        (b"CI,,", 5, "statement", "is missing"),
        (b"CI,Something,top", 5, "layer", "is not one of universal, targeted, specialist"),
        (b"CI,quiet place to WORK,", 5, "statement", "stands on line 4 already"),
    ],
)
def test_a_line_that_does_not_hold_is_named(
    line: bytes, line_number: int, field: str, reason: str
) -> None:
    (rejected,) = checklist_in.read(io.BytesIO(LIST + line), "oap.csv").rejected

    assert (rejected.line, rejected.field) == (line_number, field)
    assert reason in rejected.reason


@pytest.mark.parametrize(("name", "text"), [("oap.csv", b"Area\nCI\n"), ("oap.txt", b"CI\n")])
def test_a_file_without_a_statement_says_what_one_looks_like(name: str, text: bytes) -> None:
    with pytest.raises(SendtuiError, match="no statement"):
        checklist_in.read(io.BytesIO(text), name)


@given(st.binary(max_size=300), st.sampled_from(["oap.csv", "oap.txt"]))
def test_no_bytes_are_anything_but_a_checklist_or_an_error(raw: bytes, name: str) -> None:
    try:
        found = checklist_in.read(io.BytesIO(raw), name)
    except SendtuiError:
        return
    assert all(statement.strip() for _, _, _, statement in found.lines)
