"""A plan as plain text: the words of the printed page, in the same order.

Lines are as long as they were typed, because a screen reader or a larger font breaks them better.
"""

from sendtui.formats.page_words import Block, Said, Section
from sendtui.formats.plan_words import words
from sendtui.models.plan_page import PlanPage


def text(page: PlanPage) -> str:
    """The plan as text that ends with a line break; headings are underlined."""
    own = words(page)
    head = [own.kicker, _underlined(own.name, "="), " · ".join(own.where), own.edition]
    head.append("\n".join(map(_said, own.facts)))
    parts = [part for part in head if part]
    return "\n\n".join([*parts, *map(_section, own.sections)]) + "\n"


def _section(section: Section) -> str:
    return "\n\n".join((_underlined(section.heading, "-"), *map(_block, section.blocks)))


def _block(block: Block) -> str:
    return "\n".join(filter(None, (block.heading, *map(_said, block.lines))))


def _said(said: Said) -> str:
    return f"{said.label}: {said.text}" if said.label else said.text


def _underlined(heading: str, mark: str) -> str:
    return f"{heading}\n{mark * len(heading)}"
