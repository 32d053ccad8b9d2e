"""A file as lines of cells: CSV in any of its dialects, a workbook, or a Common Transfer File.

Whatever the bytes, the outcome is a sheet or a SendtuiError that says what to do; never half a
file. Lines have the number a person sees in an editor or spreadsheet.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from sendtui.errors import SendtuiError

MAX_BYTES = 200_000_000
MAX_COLUMNS = 1_000
MAX_CELL = 32_767
"""The most characters Excel keeps in one cell."""

Cells = list[str]
Lines = Iterator[tuple[int, Cells]]
Score = Callable[[Cells], int]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

_FOREIGN: dict[bytes, str] = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a compressed file",
    b"7z\xbc\xaf": "a compressed file",
    b"Rar!": "a compressed file",
    b"SQLite format 3": "a database",
    b"age-encryption.org": "a sealed file",
    b"{\\rtf": "a word-processor document",
    b"<!DOCTYPE": "a web page",
    b"<html": "a web page",
}


WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
"""How the name of a workbook ends."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file that can be walked, any number of times but only once at a time.

    `lines()` starts again from the top and gives (line number, cells as text); a line without any
    cells is blank. `others` are the workbook's other sheets that look like lists and are not read,
    `left_out` further parts of the file that are not. A file that is not `is_whole` says nothing of
    pupils whom it does not name.
    """

    name: str
    lines: Callable[[], Lines]
    sort: str
    detail: str = ""
    others: tuple[str, ...] = ()
    is_whole: bool = True
    left_out: tuple[str, ...] = ()


def read_sheet(file: BinaryIO, name: str, score: Score | None = None) -> Sheet:
    """The sheet in an open file; `name` is only for messages, the bytes decide what it is.

    `score` says how much a line looks like the headings that are wanted: it picks the sheet of a
    workbook. Raises SendtuiError for what is no list: empty, binary, too big, locked, damaged.
    """
    file = _seekable(file, name)
    head = file.read(4096)
    file.seek(0)
    if not head:
        raise SendtuiError(f"{name} is empty: export it again and check that it has lines.")
    if head.startswith(b"PK"):
        from sendtui.formats.workbook import open_workbook

        return open_workbook(file, name, score)
    if head.startswith(_OLE):
        raise _old_or_locked(file, name)
    if _is_xml(head):
        from sendtui.formats.ctf import open_transfer

        return open_transfer(file, name)
    for mark, what in _FOREIGN.items():
        if head[:64].lstrip(b"\xef\xbb\xbf \r\n").startswith(mark):
            raise SendtuiError(f"{name} is {what}, not a list: export it as CSV or XLSX.")
    from sendtui.formats.delimited import open_delimited

    return open_delimited(file, name)


def too_big(name: str) -> SendtuiError:
    """What to say of a file over the bound."""
    bound = MAX_BYTES // 1_000_000
    return SendtuiError(f"{name} is larger than {bound} MB: split it, or export fewer columns.")


def too_wide(name: str, line: int) -> SendtuiError:
    """What to say of a line with more columns than any list of pupils has."""
    return SendtuiError(
        f"{name} has more than {MAX_COLUMNS:,} columns in line {line}: export only the columns "
        "that are needed."
    )


def cell_too_long(name: str, line: int) -> SendtuiError:
    """What to say of a cell that no spreadsheet could have held."""
    return SendtuiError(
        f"{name} has a cell of more than {MAX_CELL:,} characters in line {line}: look there for a "
        'quotation mark (") that is opened and never closed.'
    )


def damaged(name: str) -> SendtuiError:
    """What to say of a workbook that cannot be read, whatever the cause."""
    return SendtuiError(
        f"{name} is damaged or cut off, and cannot be opened as a workbook: open it in Excel or "
        "LibreOffice and save it again, or export the list again as CSV or XLSX."
    )


def _is_xml(head: bytes) -> bool:
    """Whether this begins as XML, in UTF-8 or UTF-16."""
    plain = head[:400].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return plain.startswith((b"<?xml", b"<CTfile", b"<!--"))


def _seekable(file: BinaryIO, name: str) -> BinaryIO:
    """The file itself, or a copy in memory where it is a pipe: nothing plain goes to disk."""
    if file.seekable():
        if file.seek(0, 2) > MAX_BYTES:
            raise too_big(name)
        file.seek(0)
        return file
    content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise too_big(name)
    return BytesIO(content)


def _old_or_locked(file: BinaryIO, name: str) -> SendtuiError:
    if _ENCRYPTED in file.read():
        return SendtuiError(
            f"{name} has a password: open it in Excel, remove the password (File, Info, Protect "
            "Workbook), save it and import that."
        )
    return SendtuiError(
        f"{name} is in the format of Excel 97-2003: open it in Excel and save it as .xlsx or CSV."
    )
