"""Names of files made from what people are called."""

import re


def file_stem(words: str, longest: int = 40) -> str:
    """Words as the beginning of a file's name: letters and digits, joined by dashes; or “file”."""
    return re.sub(r"[\W_]+", "-", words.casefold()).strip("-")[:longest].rstrip("-") or "file"
