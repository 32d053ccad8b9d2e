"""Style sheets are parsed once, and anew where the colours are others."""

import pytest
from textual.css.stylesheet import StylesheetParseError

from sendtui.screens.sheets import Sheets

WHERE = ("a.tcss", "A")
MORE = ("b.tcss", "B")


def colours(sheets: Sheets) -> list[str]:
    return [rule.styles.color.hex for rule in sheets.rules]


def test_a_sheet_is_parsed_once_whatever_comes_after_it() -> None:
    sheets = Sheets(variables={"mark": "#010203"})
    sheets.add_source("A { color: $mark; }", read_from=WHERE)
    first = sheets.rules[0]

    sheets.add_source("B { color: #040506; }", read_from=MORE)
    sheets.reparse()
    sheets.set_variables({"mark": "#010203"})
    sheets.reparse()

    assert sheets.rules[0] is first
    assert colours(sheets) == ["#010203", "#040506"]
    assert list(sheets.rules_map) == ["A", "B"]


def test_other_colours_are_taken_up() -> None:
    sheets = Sheets(variables={"mark": "#010203"})
    sheets.add_source("A { color: $mark; }", read_from=WHERE)
    assert colours(sheets) == ["#010203"]

    sheets.set_variables({"mark": "#070809"})
    sheets.reparse()

    assert colours(sheets) == ["#070809"]


def test_a_broken_sheet_leaves_what_stood_before() -> None:
    sheets = Sheets()
    sheets.add_source("A { color: #010203; }", read_from=WHERE)
    before = sheets.rules
    sheets.add_source("B { color: }", read_from=MORE)

    with pytest.raises(StylesheetParseError):
        sheets.reparse()

    assert sheets._rules == before
