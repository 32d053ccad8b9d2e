"""XML that comes by mail, read piece by piece: no DTD, no entities of its own, no deep nesting.

The parser is expat, the standard library's; it takes UTF-8, UTF-16 and what the file declares.
"""

from collections.abc import Callable, Mapping
from typing import BinaryIO, Protocol
from xml.parsers import expat

MAX_DEPTH = 60
CHUNK = 1 << 16
LONGEST = 1 << 20
"""Bytes that may pass without a tag or text coming to its end: a tag as long is nobody's."""

Start = Callable[[str, Mapping[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


_PLAIN = {
    expat.errors.XML_ERROR_NO_ELEMENTS: "it ends too soon",
    expat.errors.XML_ERROR_UNCLOSED_TOKEN: "it ends too soon",
    expat.errors.XML_ERROR_PARTIAL_CHAR: "it ends too soon",
    expat.errors.XML_ERROR_INVALID_TOKEN: "a sign that cannot stand there, or another encoding",
    expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT: "something stands after its end",
    expat.errors.XML_ERROR_TAG_MISMATCH: "an element is closed that was not opened",
}
"""What the parser says, in words of everybody."""


class UnsafeXmlError(ValueError):
    """XML that is not read: broken, nested beyond reason, or with a DTD; the message says where."""


class Readable(Protocol):
    """Anything that gives bytes."""

    def read(self, size: int = ..., /) -> bytes: ...


class Parser:
    """One walk through an XML file; `line` is where it has come to."""

    def __init__(self, start: Start, end: End, text: Text) -> None:
        """Names are given without a prefix, attributes too."""
        self._start, self._end, self._depth, self._fed = start, end, 0, 0
        self._expat = expat.ParserCreate()
        self._expat.buffer_text = True
        self._expat.StartElementHandler = self._open
        self._expat.EndElementHandler = self._close
        self._expat.CharacterDataHandler = text
        self._expat.StartDoctypeDeclHandler = self._refuse
        self._expat.EntityDeclHandler = self._refuse
        self._expat.ExternalEntityRefHandler = self._refuse

    @property
    def line(self) -> int:
        """The line of the file the parser stands in."""
        return self._expat.CurrentLineNumber

    def feed(self, chunk: bytes, *, is_last: bool = False) -> None:
        """Take in the next piece; raises UnsafeXmlError."""
        self._fed += len(chunk)
        try:
            self._expat.Parse(chunk, is_last)
        except expat.ExpatError as error:
            said = expat.ErrorString(error.code) or ""
            raise UnsafeXmlError(f"line {error.lineno}: {_PLAIN.get(said, said)}") from None
        except UnsafeXmlError:
            raise
        except (LookupError, ValueError):
            raise UnsafeXmlError("its encoding is not one that is read") from None
        if self._fed - self._expat.CurrentByteIndex > LONGEST:
            raise UnsafeXmlError(f"line {self.line}: a tag or a comment without end")

    def read(self, file: BinaryIO | Readable) -> None:
        """Take in a file to its end; raises UnsafeXmlError."""
        while chunk := file.read(CHUNK):
            self.feed(chunk)
        self.feed(b"", is_last=True)

    def _open(self, name: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise UnsafeXmlError(f"line {self.line}: nested too deeply")
        self._start(_bare(name), {_bare(key): value for key, value in attributes.items()})

    def _close(self, name: str) -> None:
        self._depth -= 1
        self._end(_bare(name))

    def _refuse(self, *_: object) -> int:
        raise UnsafeXmlError(f"line {self.line}: a document type declaration, which is refused")


def _bare(name: str) -> str:
    return name.rpartition(":")[2]
