"""The controls of a form, each of which can give its raw text and the value it stands for."""

import re
from datetime import date

from textual.widgets import TextArea

from sendtui.screens.widgets.asks import Ask, Kind
from sendtui.screens.widgets.dateinput import DateInput, short
from sendtui.screens.widgets.entry import Entry
from sendtui.screens.widgets.oneof import OneOf
from sendtui.screens.widgets.pick import Pick
from sendtui.screens.widgets.words import plain

INLINE = 46
"""Cells within which the options of a choice are shown side by side, on two lines at most."""

HINT = 60
"""Cells within which a hint stands in the empty line itself; a longer one stands beneath."""


class TextLine(Entry):
    """One line of text."""

    @property
    def raw(self) -> str:
        """The line."""
        return self.value

    def put_raw(self, raw: str) -> None:
        """Put back a line."""
        self.value = raw

    def read(self) -> object:
        """The line without blanks around it."""
        return self.value.strip() or None


class Whole(TextLine):
    """A whole number."""

    def read(self) -> object:
        """The number, or None for nothing."""
        text = self.value.strip().replace(",", "")
        if not text:
            return None
        try:
            return int(text)
        except ValueError:
            raise ValueError("This must be a whole number, such as 12.") from None


class Pounds(TextLine):
    """An amount that is typed in pounds and kept in pence."""

    def read(self) -> object:
        """The pence, or None for nothing."""
        text = self.value.strip().removeprefix("£").replace(",", "").strip()
        if not text:
            return None
        found = _POUNDS.fullmatch(text)
        if found is None:
            raise ValueError("This must be an amount in pounds, such as 12.50.")
        return int(found["pounds"]) * 100 + int((found["pence"] or "").ljust(2, "0"))


_POUNDS = re.compile(r"(?P<pounds>\d{1,9})(?:\.(?P<pence>\d{1,2}))?", re.ASCII)


class LongText(TextArea):
    """Sentences; the box grows with them."""

    DEFAULT_CSS = """
    LongText {
        height: auto;
        min-height: 3;
        max-height: 12;
        border: none;
        border-left: wide transparent;
        padding: 0 1;
        background: $surface;
        scrollbar-size-vertical: 1;
        &:focus { border: none; border-left: wide $primary; background: $boost; }
        &.-invalid { border: none; border-left: wide $error; }
    }
    """

    def __init__(self, text: str = "", *, hint: str = "", id: str | None = None) -> None:
        super().__init__(
            text,
            id=id,
            highlight_cursor_line=False,
            show_line_numbers=False,
            placeholder=plain(hint),
        )

    @property
    def raw(self) -> str:
        """The text."""
        return self.text

    def put_raw(self, raw: str) -> None:
        """Put back a text, to be gone on with at its end."""
        self.text = raw
        self.move_cursor(self.document.end)

    def read(self) -> object:
        """The text without blanks around it."""
        return self.text.strip() or None


class DateLine(DateInput):
    """A date."""

    @property
    def raw(self) -> str:
        """The day in ISO form, or what was typed where it is not understood."""
        return self.day.isoformat() if self.day else self.text

    def put_raw(self, raw: str) -> None:
        """Put back a day."""
        try:
            self.text = short(date.fromisoformat(raw))
        except ValueError:
            self.text = raw

    def read(self) -> object:
        """The day, or None for nothing."""
        if self.reason:
            raise ValueError(self.reason)
        return self.day


class Few(OneOf):
    """One of few options."""

    @property
    def raw(self) -> str:
        """The value chosen."""
        return self.value

    def put_raw(self, raw: str) -> None:
        """Choose a value again."""
        if raw in dict(self.options):
            self.value = raw

    def read(self) -> object:
        """The value, or None for nothing."""
        return self.value or None


class YesNo(Few):
    """Yes or no, and where it may be, not said."""

    def read(self) -> object:
        """True, False or None."""
        return {"yes": True, "no": False}.get(self.value)


FormControl = TextLine | LongText | DateLine | Pick | Few


def raw_of(value: object, kind: Kind = "text") -> str:
    """A value as the raw text of a control of this kind."""
    if kind == "money" and isinstance(value, int):
        return f"{value // 100}.{value % 100:02}" if value else ""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case date():
            return value.isoformat()
    return str(value)


def control_for(ask: Ask, value: object) -> FormControl:
    """The control that asks for this, holding this value."""
    raw = raw_of(value, ask.kind)
    match ask.kind:
        case "long":
            return LongText(raw, hint=ask.hint)
        case "date":
            day = value if isinstance(value, date) else None
            return DateLine(day, prefer=ask.prefer, hint=ask.hint)
        case "int":
            return Whole(raw, placeholder=_within(ask.hint))
        case "money":
            return Pounds(raw, placeholder=_within(ask.hint))
        case "yesno":
            return YesNo(ask.options, raw)
        case "choice":
            return _choice(ask, raw)
    return TextLine(raw, placeholder=_within(ask.hint))


def _within(hint: str) -> str:
    """A hint that can be read whole in the line itself; the field says a longer one beneath."""
    return hint if len(hint) <= HINT else ""


def _choice(ask: Ask, raw: str) -> FormControl:
    has_none = ask.is_needed or "" in dict(ask.options)
    options = ask.options if has_none else (*ask.options, ("", "None"))
    known = raw in dict(options) or not raw
    if known and sum(len(label) + 2 for _, label in options) <= INLINE:
        return Few(options, raw)
    return Pick(ask, raw)
