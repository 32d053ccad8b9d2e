"""The wording of letters: fields filled in, and nothing else."""

import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendtui.rules.letter_wording import Part, WordingError, fields_in, filled

WORDING = """
; for the school
Title: About {child}

# First
A paragraph over
two lines about {child}.

A second one, with {nothing}.
- a point
- {several}, each
- not with {nothing}
# Left out
{nothing}
# Asked
? Why?
? faces: How?
"""
FIELDS = {"child": "Zephyr", "nothing": "", "several": ("one", "two")}


def test_a_wording_is_filled_in_part_by_part() -> None:
    found = filled(WORDING, FIELDS)

    assert found.title == "About Zephyr"
    assert found.parts == (
        Part("heading", "First"),
        Part("text", "A paragraph over two lines about Zephyr."),
        Part("point", "a point"),
        Part("point", "one, each"),
        Part("point", "two, each"),
        Part("heading", "Asked"),
        Part("ask", "Why?"),
        Part("faces", "How?"),
    )


@pytest.mark.parametrize(
    ("wording", "says"),
    [
        ("Title: x\n\n{child.upn}", "Line 3: there is no field “child.upn”"),
        ("Title: x\n{child!r}", "Line 2: there is no field"),
        ("Title: x\n\nalone } here", "Line 3: a brace"),
        ("Title: x\n{}", "Line 2: there is no field “”"),
        ("no title", "It has no title"),
    ],
)
def test_what_cannot_be_filled_in_is_said_with_its_line(wording: str, says: str) -> None:
    with pytest.raises(WordingError, match=f"^{re.escape(says)}"):
        filled(wording, FIELDS)


def test_words_of_the_record_are_never_read_as_wording() -> None:
    found = filled("Title: x\n\n{child}", {"child": "{upn} # not a heading\n- nor a point"})

    assert found.parts == (Part("text", "{upn} # not a heading\n- nor a point"),)


@given(st.text())
def test_whatever_a_school_writes_gives_parts_or_says_why_not(wording: str) -> None:
    with suppress(WordingError):
        assert filled(wording, FIELDS).title


def test_the_fields_of_a_wording_are_listed_in_order() -> None:
    assert fields_in(WORDING) == ("child", "nothing", "several")


@pytest.mark.parametrize(
    ("points", "kept"),
    [("- {nothing}", 0), ("- {nothing}\n- {nothing}", 0), ("- {nothing}\n- {several}", 3), ("", 1)],
    ids=["one", "two", "one that says something", "no points"],
)
@pytest.mark.parametrize("after", ["", "\n\nAnd so on."])
def test_a_paragraph_that_leads_in_to_no_points_is_left_out(
    points: str, kept: int, after: str
) -> None:
    found = filled(f"Title: A\n\nThese are:\n{points}{after}", FIELDS)

    assert len(found.parts) == kept + bool(after)
