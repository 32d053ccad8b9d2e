"""The tables of the change log and of what stays on this computer.

The log is append-only. A record's birth is one line with all its fields; after that a line per
field. What a field says now is the head of its history. The nouns' own tables (`models/`) are a
reading of this log and can be rebuilt from it.
"""

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

log = MetaData()

stream = Table(
    "stream",
    log,
    Column("n", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
)
"""Whose history a change belongs to: one pupil's, one setting's or the organisation's."""

device = Table(
    "device",
    log,
    Column("n", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
)
"""An installation that wrote changes. A copied or restored file takes a new one."""

batch = Table(
    "batch",
    log,
    Column("n", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("device", ForeignKey("device.n"), nullable=False),
    Column("hlc", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("written", Text, nullable=False),
    Column("true_on", Date),
    Column("undoes", ForeignKey("batch.n")),
    Column("received", Text),
)
"""One act: who did it, what it is called, when it was true and when it was written (UTC)."""

change = Table(
    "change",
    log,
    Column("n", Integer, primary_key=True),
    Column("stream", ForeignKey("stream.n"), nullable=False),
    Column("device", ForeignKey("device.n"), nullable=False),
    Column("counter", Integer, nullable=False),
    Column("batch", ForeignKey("batch.n"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("value", Text),
    Column("bases", Text, nullable=False, server_default=""),
    Column("salt", LargeBinary),
    Column("commitment", LargeBinary),
    Column("more", Text),
    UniqueConstraint("stream", "device", "counter"),
    Index("change_of_batch", "batch"),
    Index("change_birth", "record", unique=True, sqlite_where=text("field = '*'")),
    Index("change_edit", "record", "field", sqlite_where=text("field <> '*'")),
)
"""One line of the log. `bases` are the lines it replaces, as a JSON list of `n`; `more` is what a
later version wrote on the line and this one only hands on."""

head = Table(
    "head",
    log,
    Column("record", Text, primary_key=True),
    Column("field", Text, primary_key=True),
    Column("change", ForeignKey("change.n"), primary_key=True),
    sqlite_with_rowid=False,
)
"""The heads of fields edited since birth. A field without a line here stands as it was born."""

tip = Table(
    "tip",
    log,
    Column("stream", ForeignKey("stream.n"), primary_key=True),
    Column("device", ForeignKey("device.n"), primary_key=True),
    Column("counter", Integer, nullable=False),
    Column("link", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
"""How far each device's chain goes in each stream, and the hash it has come to."""

arriving = Table(
    "arriving",
    log,
    Column("n", Integer, primary_key=True),
    Column("stream", Text, nullable=False),
    Column("device", Text, nullable=False),
    Column("counter", Integer, nullable=False),
    Column("line", Text, nullable=False),
    Index("arriving_by_name", "stream", "device", "counter"),
)
"""A sealed file's changes while it is read: nothing of them counts until its signature does."""

waiting = Table(
    "waiting",
    log,
    Column("stream", Text, primary_key=True),
    Column("device", Text, primary_key=True),
    Column("counter", Integer, primary_key=True),
    Column("line", Text, nullable=False),
    Column("file", Text, nullable=False),
    sqlite_with_rowid=False,
)
"""Changes that arrived before the ones they build on; they wait here and are counted aloud."""

meta = Table(
    "meta",
    log,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
"""What belongs to this copy alone: its device, its own keys, its preferences. Never in the log."""

draft = Table(
    "draft",
    log,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
    Column("saved", Text, nullable=False),
)
"""What has been typed and not yet saved, form by form."""

peer = Table(
    "peer",
    log,
    Column("fingerprint", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("card", Text, nullable=False),
    Column("accepted", Text, nullable=False),
)
"""Who files may be sealed to and accepted from: the signed cards."""

file = Table(
    "file",
    log,
    Column("id", Text, primary_key=True),
    Column("direction", Text, nullable=False),
    Column("peer", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("changes", Integer, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("ranges", Text, nullable=False, server_default="{}"),
    Column("device", Text, nullable=False, server_default=""),
    Column("number", Integer, nullable=False, server_default="0"),
    Column("pupils", Integer, nullable=False, server_default="0"),
    Column("reason", Text, nullable=False, server_default=""),
    Index("file_of_peer", "peer", "direction", "at"),
)
"""Sealed files written and read, and what became of them.

`ranges` is what the sender of the file holds of each stream and device; `device` and `number` are
who wrote it and how many to this reader that made."""

attachment = Table(
    "attachment",
    log,
    Column("sha256", Text, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("bytes", LargeBinary, nullable=False),
)
"""The bytes of documents by their hash, outside the log: kept once, however many name them."""

wanted = Table(
    "wanted",
    log,
    Column("peer", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    sqlite_with_rowid=False,
)
"""What a peer's latest file says that it lacks of what it was told of: documents by the hash of
their bytes, and changes that came without their value as `stream device counter`."""

SEARCH = """
CREATE VIRTUAL TABLE search USING fts5(
    name, words, content='', contentless_delete=1,
    tokenize="unicode61 remove_diacritics 2", prefix='1 2 3'
)
"""
"""Every word of the record, by the number of its record's birth; no text is kept twice."""

SECURE_SEARCH = "INSERT INTO search(search, rank) VALUES ('secure-delete', 1)"
"""Without it, words of deleted text stay in the index."""

SEARCH_INSIDE = """
CREATE VIRTUAL TABLE IF NOT EXISTS search_inside USING fts5(
    pupil, person, phone, content='', contentless_delete=1,
    tokenize="trigram remove_diacritics 1"
)
"""
"""What stands anywhere in a pupil's names and numbers, in a person's names and in their phone
number, by the number of the record's birth."""

INSIDE = (
    SEARCH_INSIDE,
    "INSERT INTO search_inside(search_inside, rank) VALUES ('secure-delete', 1)",
    # From a name found to its person without reading the log's own pages.
    """CREATE INDEX IF NOT EXISTS change_person ON change (n, record)
       WHERE kind = 'person' AND field = '*'""",
)
"""The search inside names, from the third schema on."""

SEARCHES = ("search", "search_inside")


APPEND_ONLY = (
    """CREATE TRIGGER change_stays BEFORE DELETE ON change
       BEGIN SELECT raise(ABORT, 'the change log is append-only'); END""",
    """CREATE TRIGGER change_stands BEFORE UPDATE ON change
       WHEN old.value IS NOT NULL AND new.value IS NOT NULL
       BEGIN SELECT raise(ABORT, 'the change log is append-only'); END""",
)
"""The log refuses rewriting; erasure alone may take a value away."""
