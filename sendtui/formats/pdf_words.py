"""The words of a PDF: run as a process of its own, from standard input to standard output.

It ends with 0 and the words, with 3 where the PDF has a password, with another number where it
cannot be read. A hostile PDF can end or stall this process only.
"""

import io
import logging
import sys

MAX_PAGES = 500
MAX_CHARACTERS = 400_000
MAX_MEMORY = 2_000_000_000
PASSWORD = 3


def words(raw: bytes) -> str | None:
    """The words of the pages in their order; None where the PDF has a password."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(raw))
    if reader.is_encrypted and not reader.decrypt(""):
        return None
    found, length = list[str](), 0
    for number, page in enumerate(reader.pages):
        if number == MAX_PAGES or length > MAX_CHARACTERS:
            break
        found.append(page.extract_text())
        length += len(found[-1])
    return "\n".join(found)


def main() -> int:
    """Read, and write the words."""
    hold_memory()
    # What the reader says of a damaged file may quote it.
    logging.disable(logging.CRITICAL)
    try:
        found = words(sys.stdin.buffer.read())
    except Exception:
        # Whatever a damaged or hostile file does to the reader, this process only says so.
        return 1
    if found is None:
        return PASSWORD
    sys.stdout.buffer.write(found.encode("utf-8", "replace"))
    return 0


def hold_memory() -> None:
    """Bound what this process may take, where the system can."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))


if __name__ == "__main__":
    sys.exit(main())
