"""School dates out of lists and calendar files, and what is left out of them."""

from datetime import date
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendtui.errors import SendtuiError
from sendtui.formats import school_dates_in
from sendtui.rules.school_days import Span

D = date
CSV = """\ufeffPuddleby terms,,
What,From,To
Autumn term 2026,Thursday 3rd September 2026,18/12/2026
Half term,26/10/2026,30/10/2026
INSET day,04/09/2026,
Christmas holiday,19 December 2026,04/01/2027
Harvest lunch,01/10/2026,
"""
ICS = """BEGIN:VCALENDAR
BEGIN:VEVENT
DTSTART;VALUE=DATE:20260903
DTEND;VALUE=DATE:20260904
SUMMARY:Autumn term begins
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20261026
DTEND;VALUE=DATE:20261031
SUMMARY:Half
  term\\, October
END:VEVENT
BEGIN:VEVENT
DTSTART:20261218T153000
DTEND:20261218T160000
SUMMARY:Autumn term ends
END:VEVENT
END:VCALENDAR
"""


def _read(text: str, name: str = "dates.csv") -> school_dates_in.SchoolDatesRead:
    return school_dates_in.read(BytesIO(text.encode()), name)


def test_a_list_of_terms_closures_and_training_days_is_read() -> None:
    read = _read(CSV)

    assert read.spans == (
        Span("term", D(2026, 9, 3), D(2026, 12, 18), "autumn"),
        Span("training", D(2026, 9, 4), D(2026, 9, 4), "INSET day"),
        Span("half term", D(2026, 10, 26), D(2026, 10, 30), "Half term"),
        Span("closed", D(2026, 12, 19), D(2027, 1, 4), "Christmas holiday"),
    )
    assert read.left_out == ("Harvest lunch (01/10/2026)",)


def test_a_calendar_file_is_read_and_the_two_ends_of_a_term_become_one() -> None:
    read = _read(ICS.replace("\n", "\r\n"), "terms.ics")

    assert read.spans == (
        Span("term", D(2026, 9, 3), D(2026, 12, 18), "autumn"),
        Span("half term", D(2026, 10, 26), D(2026, 10, 30), "Half term, October"),
    )


@pytest.mark.parametrize("text", ["What,From,To\n", "a,b\nc,d\n", "BEGIN:VCALENDAR\n", "x"])
def test_a_file_without_school_dates_says_what_it_should_have(text: str) -> None:
    with pytest.raises(SendtuiError, match="no school dates"):
        _read(text)


def test_a_line_whose_day_cannot_be_read_is_left_out_and_named() -> None:
    read = _read(CSV + "Spring term,the fifth,25/03/2027\n")

    assert any(each.startswith("line 8") for each in read.left_out)
    assert len(read.spans) == 4


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_plainly(written: bytes) -> None:
    for head in (b"", b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n"):
        try:
            school_dates_in.read(BytesIO(head + written), "any")
        except SendtuiError:
            continue
