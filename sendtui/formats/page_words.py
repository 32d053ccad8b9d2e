"""What a printed page is made of before it is set: sections, blocks and labelled lines."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """A line of a block: its label, or "" for a sentence of its own, and its text."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, "" for none, and its lines; `own` are words of the pupil or the parents."""

    heading: str
    lines: tuple[Said, ...]
    own: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page."""

    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a family is asked: two answers to tick, and lines to write on."""

    heading: str
    ask: str
    answers: tuple[str, ...]
    why: str
    sign: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageWords:
    """Every word of the page. A contact without text is a line left to fill in."""

    title: str
    kicker: str
    name: str
    where: tuple[str, ...]
    edition: str
    facts: tuple[Said, ...]
    sections: tuple[Section, ...]
    agreement: Agreement | None
    contacts: tuple[Said, ...]
    made: str
    setting: str
