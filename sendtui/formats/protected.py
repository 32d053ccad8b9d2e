"""A finished file behind a password that other programs ask for: PDF, Office, or ZIP with AES-256.

All in memory. Somebody without sendtui opens it with what they have: a PDF viewer, Excel or Word; a
ZIP of this kind with 7-Zip, WinZip or macOS, but not with the Explorer of Windows.
"""

import io
import subprocess
import sys
from typing import Literal

Kept = Literal["pdf", "office", "zip"]
"""How a file is protected: by its own format's password, or in a ZIP around it."""

OFFICE = frozenset((".xlsx", ".docx"))

SECONDS = 20
"""How long another process may take over a PDF that came from outside."""

_NO_DATE = (1980, 1, 1, 0, 0, 0)


class ProtectError(ValueError):
    """A file that its own format's password cannot be put on."""


def kept_as(ending: str) -> Kept:
    """How a file of this ending is protected."""
    if ending == ".pdf":
        return "pdf"
    return "office" if ending in OFFICE else "zip"


def pdf(raw: bytes, password: str) -> bytes:
    """A PDF of our own with AES-256, its tags and its title kept, all of it encrypted.

    Raises ProtectError for one that has a password, or is damaged.
    """
    from pypdf import PdfReader, PdfWriter
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(raw))
        if reader.is_encrypted:
            raise ProtectError("It has a password of its own already.")
        writer = PdfWriter(clone_from=reader)
        writer.pdf_header = reader.pdf_header
        writer.encrypt(password, algorithm="AES-256")
        made = io.BytesIO()
        writer.write(made)
    except (PyPdfError, OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
        raise ProtectError("The PDF is damaged.") from problem
    return made.getvalue()


def foreign_pdf(raw: bytes, password: str) -> bytes:
    """The same for a PDF that came from outside, by a process that may be stopped.

    Raises ProtectError as `pdf` does, and where it takes too long.
    """
    said = password.encode() + b"\n" + raw
    own = [sys.executable, "-P", "-m", "sendtui.formats.protected"]
    try:
        ended = subprocess.run(own, input=said, capture_output=True, timeout=SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as problem:
        raise ProtectError("The PDF could not be read in time.") from problem
    if ended.returncode or not ended.stdout.startswith(b"%PDF-"):
        raise ProtectError("The PDF is damaged, or has a password already.")
    return ended.stdout


def office(raw: bytes, password: str) -> bytes:
    """An XLSX or DOCX as Excel and Word protect it themselves: agile encryption, AES-256.

    Raises ProtectError for a file that is none of these.
    """
    from msoffcrypto.exceptions import FileFormatError
    from msoffcrypto.format.ooxml import OOXMLFile

    made = io.BytesIO()
    try:
        OOXMLFile(io.BytesIO(raw)).encrypt(password, made)
    except (FileFormatError, OSError, ValueError, KeyError) as problem:
        raise ProtectError("It is no file of Excel or Word.") from problem
    return made.getvalue()


def opened(raw: bytes, password: str) -> bytes:
    """What is in an XLSX or DOCX that came back with a password.

    Raises ProtectError where the password is wrong, or the file is damaged.
    """
    from msoffcrypto import OfficeFile
    from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError, ParseError

    made = io.BytesIO()
    try:
        locked = OfficeFile(io.BytesIO(raw))
        locked.load_key(password=password, verify_password=True)
        locked.decrypt(made, verify_integrity=True)
    except (InvalidKeyError, DecryptionError) as problem:
        raise ProtectError("The password is not that of this file.") from problem
    except (FileFormatError, ParseError, OSError, ValueError, KeyError, AttributeError) as problem:
        raise ProtectError("It is damaged, or no file of Excel or Word.") from problem
    return made.getvalue()


def zipped(raw: bytes, password: str, inside: str) -> bytes:
    """Any file in a ZIP with AES-256; `inside` is its name there, which stands in the open."""
    from pyzipper import WZ_AES, ZIP_DEFLATED, AESZipFile, ZipInfo

    made = io.BytesIO()
    with AESZipFile(made, "w", compression=ZIP_DEFLATED, encryption=WZ_AES) as packed:
        packed.setpassword(password.encode())
        packed.setencryption(WZ_AES, nbits=256)
        about = packed.zipinfo_cls(inside, _NO_DATE)
        assert isinstance(about, ZipInfo)
        about.compress_type = ZIP_DEFLATED
        packed.writestr(about, raw)
    return made.getvalue()


def main() -> int:
    """Protect the PDF on standard input, after a line with the password; 1 where it cannot be."""
    import logging

    from sendtui.formats.pdf_words import hold_memory

    hold_memory()
    # What the reader says of a damaged file may quote it.
    logging.disable(logging.CRITICAL)
    password, _, raw = sys.stdin.buffer.read().partition(b"\n")
    try:
        made = pdf(raw, password.decode())
    except Exception:
        # Whatever a damaged or hostile file does to the writer, this process only says so.
        return 1
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
