"""Text from people made safe to stand in Markdown: it is read as it was typed, never as markup."""

import re

from sendtui.formats.wording import lines, shown

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&$@^!])")
_LINE_START = re.compile(r"^([-+=:])|^(\d{1,9})(?=[.)])")
_LINK = re.compile(r"(?<=[A-Za-z])(:)|(?i:(?<=www))(\.)")


def escaped(text: str) -> str:
    """One line of text in which no character is markup, wherever the line begins."""
    kept = _MARKUP.sub(r"\\\1", " ".join(shown(text).split()))
    kept = _LINK.sub(lambda found: f"\\{found[1] or found[2]}", kept)
    return _LINE_START.sub(_started, kept)


def quoted(text: str) -> str:
    """Several lines of text as a quotation, a line of the text to a line of the quotation."""
    return "\\\n".join(f"> {escaped(line)}" for line in lines(text))


def _started(found: re.Match[str]) -> str:
    # A number is markup only together with the stop behind it, and only a stop can be escaped.
    return f"\\{found[1]}" if found[1] else f"{found[2]}\\"
