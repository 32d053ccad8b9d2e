"""Lines pasted from a spreadsheet, read as if they were a file; they never are one on the disk."""

from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path as Base
else:
    # A path of this computer's own kind: before Python 3.12 a plain one cannot be the base.
    Base = type(Path())

NAME = "pasted.tsv"

PART = "a part of a list: nobody is absent because it does not name them"
"""What is said of lines that were pasted."""


class Pasted(Base):
    """A path that leads to the text it was made from."""

    text: str = ""

    def open(self, *_how: Any, **_more: Any) -> IO[Any]:  # type: ignore[override]
        """The text as the bytes of a file."""
        return BytesIO(self.text.encode("utf-8"))

    def is_dir(self, **_more: Any) -> bool:
        """It is no folder."""
        return False


def pasted(text: str) -> Pasted:
    """Lines of a spreadsheet, as a list that can be taken in."""
    made = Pasted(NAME)
    made.text = "\n".join(text.splitlines()) + "\n"
    return made


def is_lines(text: str) -> bool:
    """Whether text that is pasted is lines of a spreadsheet: cells in more than one line."""
    lines = [line for line in text.splitlines() if line.strip()]
    return len(lines) > 1 and all("\t" in line for line in lines[:2])
