"""A letter or a form as plain text: the words of the printed page, in the same order.

Lines are as long as they were written, because a screen reader or a larger font breaks them better.
"""

from collections.abc import Iterator

from sendtui.formats.letter_words import Block, words
from sendtui.models.letter_page import LetterPage


def text(page: LetterPage) -> str:
    """The letter as text that ends with a line break; headings are underlined."""
    own = words(page)
    parts = [
        own.answer_by,
        "\n".join((own.setting, *own.head)),
        "\n".join(own.to),
        own.dated,
        own.greeting,
        _underlined(own.title, "="),
        *_blocks(own.parts),
        "\n".join(own.ending),
        "\n".join(f"{each}: " for each in own.sign),
        "\n".join(own.notes),
    ]
    return "\n\n".join(part for part in parts if part.strip()) + "\n"


def _blocks(parts: tuple[Block, ...]) -> Iterator[str]:
    number = 0
    for part in parts:
        if part.kind == "heading":
            yield _underlined(part.text, "-")
        elif part.kind == "points":
            yield "\n".join(f"- {each}" for each in part.points)
        elif part.kind in ("ask", "faces"):
            number += 1
            choices = f" ({', '.join(part.answers)})" if part.answers else ""
            yield f"{number}. {part.text}{choices}\n> "
        else:
            yield part.text


def _underlined(heading: str, mark: str) -> str:
    return f"{heading}\n{mark * len(heading)}"
