"""The words of a letter in reading order, for the printed page, its text twin and Word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from sendtui.formats.wording import day, lines, shown
from sendtui.models.letter_page import LetterPage
from sendtui.rules.letter_wording import Part

FACES = ("Good", "All right", "Not good")
"""What is ticked under a face."""

SIGN = ("Name", "Date")


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the letter: a heading, a paragraph, several points, or a question."""

    kind: str
    text: str = ""
    points: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LetterWords:
    """Every word of a letter. `answer_by` heads each page, `sign` are a form's last lines."""

    title: str
    setting: str
    head: tuple[str, ...]
    to: tuple[str, ...]
    dated: str
    greeting: str
    parts: tuple[Block, ...]
    ending: tuple[str, ...]
    sign: tuple[str, ...]
    notes: tuple[str, ...]
    footer: str
    answer_by: str = ""


def words(page: LetterPage) -> LetterWords:
    """The words of this letter."""
    return LetterWords(
        title=shown(page.title).strip() or "A letter",
        setting=shown(page.setting).strip(),
        head=_lines(page.head),
        to=_lines(page.to),
        dated=day(page.dated) if page.dated else "",
        greeting=shown(page.greeting).strip(),
        parts=tuple(_blocks(page.parts)),
        ending=_lines(page.ending),
        sign=SIGN if page.is_form else (),
        notes=_lines(page.notes),
        footer=shown(page.setting).strip(),
        answer_by=shown(page.answer_by).strip(),
    )


def _lines(several: Sequence[str]) -> tuple[str, ...]:
    return tuple(line for each in several for line in lines(each))


def _blocks(parts: Sequence[Part]) -> Iterator[Block]:
    for kind, found in groupby(parts, key=lambda part: part.kind):
        texts = [text for part in found if (text := " ".join(lines(part.text)))]
        if kind == "point":
            yield Block("points", points=tuple(texts))
        else:
            answers = FACES if kind == "faces" else ()
            yield from (Block(kind, text, answers=answers) for text in texts)
