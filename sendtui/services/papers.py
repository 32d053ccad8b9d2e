"""Documents about a pupil: taken in, kept encrypted, found by their words, handed out on purpose.

A document's bytes are kept beside the log by their hash, and stay while any value of the log names
them: removing a document keeps them for undo, erasing drops them. Sealed files bring them as far as
there is room; a copy that lacks them still knows what the document is and which words are in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Unpack

from sqlmodel import Session

from sendtui.errors import SendtuiError
from sendtui.formats import paper
from sendtui.models import kind as noun
from sendtui.models.document import Document
from sendtui.rules.codes import NEED_TYPES
from sendtui.services import confidential, documents, protection, writes
from sendtui.services.confidential import Marked
from sendtui.services.disclosing import Leaving
from sendtui.services.labels import in_sentence, kind_title
from sendtui.services.pupil_reading import of
from sendtui.services.records import has_happened, invalid, require, require_pupil
from sendtui.services.veil import WORD, veil
from sendtui.store import attachments
from sendtui.store.store import Store

MAX_BYTES = 25_000_000

FIELDS = (
    "title",
    "sort",
    "author",
    "organisation",
    "dated",
    "received_on",
    "supports",
    "note",
)
"""What a person says of a document; the rest is told from its bytes."""

SORTS = ("report", "letter", "plan", "advice", "assessment", "picture", "other")
"""The likely sorts; any other word does."""

SUPPORTED = ("need", "provision", "outcome", "evidence", "restriction", "concern", "status")
"""The nouns whose source a document can be."""

NOT_HERE = (
    "Its bytes are not on this computer yet: sealed files bring documents as far as there is room. "
    "The next one that goes back and forth asks for them; or ask who added it."
)


@dataclass(frozen=True, slots=True)
class Looked:
    """A file as it was found, before anything is kept: its type, size and words.

    `missing` says why there are no words, or not all of them; "" where all are there.
    """

    file_name: str
    media: str
    size: int
    words: str
    missing: str
    raw: bytes = field(repr=False)

    @property
    def what(self) -> str:
        """Its type as a person calls it."""
        return paper.TITLES[self.media]

    @property
    def title(self) -> str:
        """What it is likely called."""
        return Path(self.file_name).stem.replace("_", " ").strip() or "Document"


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document as a face lists it.

    `supports_says` names in words what it is the source of; `is_here` is whether its bytes are on
    this computer.
    """

    id: str
    title: str
    sort: str
    author: str
    organisation: str
    dated: date | None
    received_on: date | None
    supports: str
    supports_says: str
    file_name: str
    media: str
    what: str
    size: int
    is_here: bool
    note: str


def look(path: Path) -> Looked:
    """Read a file and say what it is; nothing is kept.

    Raises SendtuiError for a file that cannot be read, is too large, or is of a type that is not
    taken in. The message does not repeat its name: it may be a child's.
    """
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise SendtuiError(
                f"The file has {size / 1_000_000:,.1f} MB, and at most {MAX_BYTES // 1_000_000} MB "
                "are taken in. Save it smaller, or split it."
            )
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as problem:
        why = getattr(problem, "strerror", None) or "unknown reason"
        raise SendtuiError(f"The file could not be read: {why}.") from None
    if len(raw) > MAX_BYTES:
        raise SendtuiError("The file is growing while it is read. Try again once it is whole.")
    try:
        media = paper.media(raw)
    except paper.UnknownPaperError as problem:
        raise SendtuiError(
            f"This file is not taken in. {problem} Taken in are PDF, Word (.docx), JPEG, PNG and "
            "plain text."
        ) from None
    found = paper.words(raw, media)
    return Looked(path.name, media, len(raw), found.text, found.missing, raw)


@writes
def add(
    store: Store,
    pupil: str,
    looked: Looked,
    values: Mapping[str, object] | None = None,
    *,
    today: date,
) -> str:
    """Keep a document about a pupil, encrypted, and return its id.

    Raises InvalidError for a field that is not one of FIELDS or does not hold, SendtuiError where
    the pupil has this very document already.
    """
    given = {name: value for name, value in (values or {}).items() if value not in ("", None)}
    _require_fields(given)
    for name in ("dated", "received_on"):
        day = given.get(name)
        has_happened(name, day if isinstance(day, date) else None, today)
    with store.write("Add a document") as tx:
        require_pupil(tx.session, pupil)
        _require_source(tx.session, pupil, str(given.get("supports", "")))
        name = attachments.keep(tx.connection, looked.raw)
        if any(each.sha256 == name for each in of(tx.session, Document, pupil)):
            raise SendtuiError("The pupil has this very document already, and it was not added.")
        told = {"title": looked.title, "received_on": today, **given}
        kept = {"file_name": looked.file_name, "media": looked.media, "size": looked.size}
        return tx.add(
            "document", {"pupil": pupil, **told, **kept, "sha256": name, "words": looked.words}
        )


@writes
def amend(
    store: Store, document: str, values: Mapping[str, object], *, today: date
) -> tuple[str, ...]:
    """Change what is said of a document and return the names of the fields that changed."""
    _require_fields(values)
    for name in ("dated", "received_on"):
        day = values.get(name)
        has_happened(name, day if isinstance(day, date) else None, today)
    with store.write("Edit a document") as tx:
        now = require(tx.session, Document, document)
        _require_source(tx.session, now.pupil, str(values.get("supports") or ""))
        return tx.put("document", document, values)


@writes
def support(store: Store, record: str, document: str, instead_of: str = "") -> None:
    """Name a document as the source of a record, beside what it is the source of already.

    `instead_of` is the document that is no longer; without a `document` there is none any more.
    """
    with store.write("Name a document as a source") as tx:
        for id_, is_source in ((instead_of, False), (document, True)):
            if not id_:
                continue
            now = require(tx.session, Document, id_)
            _require_source(tx.session, now.pupil, record)
            others = [each for each in now.supports.split() if each != record]
            after = [*others, record] if is_source else others
            tx.put("document", id_, {"supports": " ".join(after)})


@writes
def remove(store: Store, document: str) -> None:
    """Remove a document that was added by mistake; undo brings it back, with its bytes."""
    with store.write("Remove a document") as tx:
        require(tx.session, Document, document)
        tx.remove("document", document)


def of_pupil(store: Store, pupil: str) -> tuple[DocumentView, ...]:
    """A pupil's documents, the newest first: by their own date, else by when they came."""
    with store.read() as session:
        require_pupil(session, pupil)
        found = of(session, Document, pupil)
        here = attachments.here(session.connection(), (each.sha256 for each in found))
        hidden = confidential.veiled(store, session, (pupil,), date.max)
        views = [_view(session, each, hidden, is_here=each.sha256 in here) for each in found]
    views.sort(key=lambda v: (v.dated or v.received_on or date.min, v.id), reverse=True)
    return veil(tuple(views), pupil, hidden)


def words(store: Store, document: str) -> str:
    """The words in a document, to be read inside the app; "" where it has none.

    Raises SendtuiError where there is no such document, or it is confidential and not shown.
    """
    with store.read() as session:
        found = require(session, Document, document)
        hidden = confidential.veiled(store, session, (found.pupil,), date.max)
        if hidden.covers(found.pupil, document):
            raise SendtuiError("It is confidential: --confidential, or u on the screen, shows it.")
        return found.words


@writes
def save(
    store: Store,
    document: str,
    path: Path,
    *,
    today: date,
    replace_old: bool = True,
    with_confidential: bool = False,
    **leaving: Unpack[Leaving],
) -> Path:
    """Write a document's bytes to a file, and write down that it left; where it went.

    With a password it is a protected copy, in a ZIP where its own format has no password. Without
    one whoever has the file can read it, so the faces ask for typed consent first.
    Raises SendtuiError where its bytes are not here, where there is a file that is not to be
    replaced, or where it cannot be written.
    """
    with store.read() as session:
        found = require(session, Document, document)
        pupil, media = found.pupil, found.media
        confidential.require_open(session, pupil, (document,), today, along=with_confidential)
        raw = attachments.read(session.connection(), found.sha256)
    if raw is None:
        raise SendtuiError(NOT_HERE)
    what = f"Document, {paper.TITLES.get(media, 'file')}"
    if password := leaving.pop("password", ""):
        ending = paper.ENDINGS.get(media, "")
        raw, ending = protection.protect_foreign(raw, ending, password, f"document{ending}")
        path = protection.place(path, ending)
    if path.exists() and not replace_old:
        raise SendtuiError("There is a file of this name already, and it was left alone.")
    return documents.write(
        store,
        path,
        raw,
        what=what,
        pupils=[pupil],
        on=today,
        protection=protection.PASSWORD if password else protection.PLAIN,
        **leaving,
    )


def ending(view: DocumentView) -> str:
    """The ending of a file of a document's type, such as .pdf."""
    return paper.ENDINGS.get(view.media, "")


def _require_fields(values: Mapping[str, object]) -> None:
    for name in values:
        if name not in FIELDS:
            invalid(name, "", f"is none of {', '.join(FIELDS)}")


def _require_source(session: Session, pupil: str, records: str) -> None:
    for record in records.split():
        if _source(session, pupil, record) is None:
            invalid("supports", record, f"is no {', '.join(SUPPORTED)} of this pupil")


def _source(session: Session, pupil: str, record: str) -> tuple[str, object] | None:
    for name in SUPPORTED:
        found = session.get(noun(name).table, record)
        if found is not None and getattr(found, "pupil", "") == pupil:
            return name, found
    return None


def _view(session: Session, found: Document, hidden: Marked, *, is_here: bool) -> DocumentView:
    told = found.model_dump(exclude={"pupil", "sha256", "words"})
    sources = (_source(session, found.pupil, record) for record in found.supports.split())
    return DocumentView(
        **told,
        supports_says="; ".join(_says(found.pupil, *each, hidden) for each in sources if each),
        what=paper.TITLES.get(found.media, found.media or "unknown"),
        is_here=is_here,
    )


def _says(pupil: str, kind: str, record: object, hidden: Marked) -> str:
    """What it is the source of, in words; only of which sort, where that is confidential."""
    if hidden.covers(pupil, str(getattr(record, "id", ""))):
        return f"{in_sentence(kind_title(kind))}: {WORD}"
    code = str(getattr(record, "code", ""))
    words = NEED_TYPES.label(code) if kind == "need" else str(getattr(record, "what", ""))
    called = in_sentence(kind_title(kind))
    return f"{called}: {words}" if words else called
