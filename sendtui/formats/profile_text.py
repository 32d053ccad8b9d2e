"""A one-page profile as plain text: the words of the printed page, in the same order.

Lines are as long as they were typed, because a screen reader or a larger font breaks them better.
"""

from sendtui.formats.profile_words import Section, words
from sendtui.models.pages import ProfilePage


def text(page: ProfilePage) -> str:
    """The profile as text that ends with a line break; headings are underlined."""
    own = words(page)
    parts = [
        own.kicker,
        _underlined(own.name, "="),
        "\n".join(part for part in (" · ".join(own.where), own.edition) if part),
        _underlined(own.own, "="),
        *map(_section, own.own_sections),
    ]
    if own.staff_sections:
        parts += [_underlined(own.staff, "="), *map(_section, own.staff_sections)]
    if own.made:
        parts.append("\n".join(own.made))
    return "\n\n".join(parts) + "\n"


def _section(section: Section) -> str:
    return "\n".join((_underlined(section.heading, "-"), *section.paragraphs))


def _underlined(heading: str, mark: str) -> str:
    return f"{heading}\n{mark * len(heading)}"
