"""A document about a pupil: who wrote it and when; its bytes are kept apart, by their hash."""

from datetime import date
from typing import ClassVar

from sqlmodel import Field

from sendtui.models.twin import Twin, Words


class DocumentIn(Twin):
    """A report, letter or picture as it was received.

    `sha256` names its bytes in the store; a copy that has not received them still knows what the
    document is. `supports` names what it is the source of: ids, a blank between two.
    """

    KIND: ClassVar[str] = "document"
    SEARCHED: ClassVar[tuple[str, ...]] = ("title", "author", "organisation", "words")

    pupil: str = Field(index=True, title="Pupil")
    title: Words = Field(min_length=1, title="Title")
    sort: Words = Field(default="", title="Sort", description="report, letter, plan, picture")
    author: Words = Field(default="", title="Author")
    organisation: Words = Field(default="", title="Organisation")
    dated: date | None = Field(default=None, title="Dated")
    received_on: date | None = Field(default=None, title="Received on")
    supports: str = Field(default="", title="Source of", description="a need, provision, outcome")
    file_name: Words = Field(default="", title="File name")
    media: str = Field(default="", title="Type of file", description="such as application/pdf")
    size: int = Field(default=0, ge=0, title="Size in bytes")
    sha256: str = Field(default="", max_length=64, title="Fingerprint of the bytes")
    words: Words = Field(default="", title="Words in it", description="for the search")
    note: Words = Field(default="", title="Note")


class Document(DocumentIn, table=True):
    """A stored document."""

    __tablename__ = "document"
    id: str = Field(primary_key=True)
