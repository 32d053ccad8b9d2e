"""The wording of a letter: plain text with {fields}, which a school can change.

    ; a line that begins with a semicolon is for whoever edits the wording
    Title: Support for {child}

    # A heading
    A paragraph, over as many lines as need be.
    - a point; a field with several lines gives a point for each
    ? A question, with lines to write on
    ? faces: How is school for you?

What holds a field with nothing in it is left out: the whole paragraph, or the one point. Fields are
replaced and nothing else: no code, no conditions.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

PartKind = Literal["heading", "text", "point", "ask", "faces"]

Fields = Mapping[str, str | Sequence[str]]
"""What a field stands for: words, or several points."""

_FIELD = re.compile(r"\{([^{}]*)\}")
_BRACES = re.compile(r"[{}]")


class WordingError(ValueError):
    """A wording that cannot be filled in; the message names the line and what is wrong there."""


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, a paragraph, a point, or a question of a form."""

    kind: PartKind
    text: str


@dataclass(frozen=True, slots=True)
class Filled:
    """A wording with its fields filled in."""

    title: str
    parts: tuple[Part, ...]


def filled(wording: str, fields: Fields) -> Filled:
    """The parts of a letter, in order.

    A part whose field has nothing in it is left out, and so is a paragraph that ends with a colon
    where nothing is said of the points it leads in to.
    Raises WordingError for a field there is not, a brace that stands alone, or no title.
    """
    title, parts = "", list[Part]()
    leads_nowhere = False
    for line, kind, text in _parts(wording):
        said = _said(text, fields, line)
        if kind == "point":
            leads_nowhere = not said and _leads_in(parts)
        elif leads_nowhere:
            parts.pop()
            leads_nowhere = False
        if kind == "title":
            title = " ".join(said)
        elif kind == "point":
            parts += [Part("point", each) for each in said]
        elif said:
            parts.append(Part(kind, said[0]))
    if leads_nowhere:
        parts.pop()
    if not title:
        raise WordingError("It has no title: begin with a line “Title: …”.")
    return Filled(title, tuple(_without_empty_headings(parts)))


def _leads_in(parts: Sequence[Part]) -> bool:
    return bool(parts) and parts[-1].kind == "text" and parts[-1].text.endswith(":")


def fields_in(wording: str) -> tuple[str, ...]:
    """The names of the fields that a wording uses, in order."""
    return tuple(
        dict.fromkeys(name for _, _, text in _parts(wording) for name in _FIELD.findall(text))
    )


_Kind = Literal["title", "heading", "text", "point", "ask", "faces"]
_STARTS: tuple[tuple[str, _Kind], ...] = (
    ("title:", "title"),
    ("# ", "heading"),
    ("- ", "point"),
    ("? faces:", "faces"),
    ("? ", "ask"),
)


def _parts(wording: str) -> Iterator[tuple[int, _Kind, str]]:
    """Each part with the line it begins on."""
    began, words, kind = 0, list[str](), "text"
    for number, raw in enumerate([*wording.splitlines(), ""], start=1):
        line = raw.strip()
        start = next(((s, k) for s, k in _STARTS if line.casefold().startswith(s)), None)
        ends = not line or start or line.startswith(";")
        if ends and words:
            yield began, "point" if kind == "point" else "text", " ".join(words)
            words, kind = [], "text"
        if not line or line.startswith(";"):
            continue
        if start and start[1] == "point":
            began, words, kind = number, [line[2:].strip()], "point"
        elif start:
            yield number, start[1], line[len(start[0]) :].strip()
        else:
            began = began if words else number
            words.append(line)


def _said(text: str, fields: Fields, line: int) -> tuple[str, ...]:
    """A part with its fields filled in: nothing, one text, or a text for each of several."""
    if _BRACES.search(_FIELD.sub("", text)):
        raise WordingError(f"Line {line}: a brace stands alone. A field is written {{so}}.")
    values = dict[str, tuple[str, ...]]()
    for name in _FIELD.findall(text):
        if name not in fields:
            known = ", ".join(sorted(fields))
            raise WordingError(f"Line {line}: there is no field “{name}”. There are: {known}.")
        given = fields[name]
        said = (given,) if isinstance(given, str) else tuple(given)
        values[name] = tuple(each.strip() for each in said if each.strip())
        if not values[name]:
            return ()
    several = next((name for name, said in values.items() if len(said) > 1), "")

    def put(each: str) -> str:
        return _FIELD.sub(
            lambda at: each if at[1] == several and several else "; ".join(values[at[1]]), text
        )

    return tuple(put(each) for each in values[several]) if several else (put(""),)


def _without_empty_headings(parts: Sequence[Part]) -> Iterator[Part]:
    for part, after in zip(parts, [*parts[1:], None], strict=False):
        if part.kind != "heading" or (after is not None and after.kind != "heading"):
            yield part
