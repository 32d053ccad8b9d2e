"""The iCalendar file, octet by octet."""

from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from sendtui.formats import ics
from sendtui.formats.ics import Day
from tests.services.invented import CRASHING

GOLDEN = Path(__file__).parent / "golden" / "calendar.ics"
MADE = date(2026, 11, 22)
DAYS = (
    Day("one@sendtui", date(2026, 12, 1), "Annual review. Send the report",
        "AR-07 SEND Regulations 2014 reg 20(7)-(9) (statutory)\nsendtui pupil 0123",
        "Limit of an EHC case"),
    Day("two@sendtui", date(2026, 12, 21), "Christmas; school, closed\\", last=date(2027, 1, 1)),
    Day("three@sendtui", date(2028, 2, 29), f"Zëphyr: {CRASHING} " * 3),
    Day("one@sendtui", date(2026, 12, 2), "The same again"),
)  # fmt: skip


def unfolded(made: bytes) -> list[str]:
    return made.decode().replace("\r\n ", "").split("\r\n")[:-1]


def test_the_file_is_as_it_was() -> None:
    assert ics.calendar(DAYS, name="SEND", made_on=MADE) == GOLDEN.read_bytes()


def test_a_day_is_of_the_whole_day_and_ends_before_the_next() -> None:
    lines = unfolded(ics.calendar(DAYS, name="SEND", made_on=MADE))

    assert lines.count("BEGIN:VEVENT") == 3
    assert "DTSTART;VALUE=DATE:20280229" in lines
    assert "DTEND;VALUE=DATE:20280301" in lines
    assert "DTEND;VALUE=DATE:20270102" in lines


def test_what_has_a_meaning_in_the_format_is_escaped() -> None:
    assert ics.escaped("a\\b;c,d\r\ne\x07") == "a\\\\b\\;c\\,d\\ne"


@given(st.lists(st.text(max_size=300), min_size=1, max_size=3))
def test_no_words_break_a_line_or_the_file(words: list[str]) -> None:
    days = [Day(f"{n}@sendtui", MADE, each, each, each) for n, each in enumerate(words)]
    text = "".join(words)
    if any(0xD800 <= ord(sign) <= 0xDFFF for sign in text):
        return

    made = ics.calendar(days, name=words[0], made_on=MADE)

    assert made.endswith(b"END:VCALENDAR\r\n")
    for line in made.split(b"\r\n"):
        assert len(line) <= 75
        assert b"\n" not in line
        line.decode()
    assert unfolded(made).count("END:VEVENT") == len(days)
