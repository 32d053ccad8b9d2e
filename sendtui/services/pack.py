"""A hand-over pack: a pupil's whole SEN story in one file, for the setting they move on to.

It goes sealed to another sendtui whose card is here, or behind a password to anybody. Each pack is
noted with its hash, so that the receipt which comes back shows that it was received.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from secrets import token_hex

from sendtui.errors import SendtuiError, UsageError
from sendtui.formats import pack as layout
from sendtui.formats import pack_sealed
from sendtui.formats.pack import PackHead, PackSchool
from sendtui.models.setting import Setting
from sendtui.rules.citation import Citation
from sendtui.rules.counting import counted
from sendtui.services import documents, pack_story, peers, protection, writes
from sendtui.store import attachments, migrations
from sendtui.store.store import Store
from sendtui.store.transaction import Transaction

BASIS = Citation(
    "Education (Pupil Information) (England) Regulations 2005; SEND Code 5.47, 6.57: the record "
    "goes on with the pupil",
    "statutory",
    False,
)


@dataclass(frozen=True, slots=True)
class PackWritten:
    """A pack that was written: where, its hash and number, and what is in it."""

    path: Path
    sha256: str
    number: str
    contents: pack_story.Contents


def look(
    store: Store, pupil: str, today: date, *, with_confidential: bool = False
) -> pack_story.Contents:
    """What a pack about this pupil would hold.

    Raises SendtuiError where there is no such pupil, HeldBackError where all of it is confidential.
    """
    return pack_story.contents(
        store, pupil, pack_story.story(store, pupil, today, along=with_confidential)
    )


@writes
def write(
    store: Store,
    pupil: str,
    path: Path,
    today: date,
    *,
    to: str,
    urn: str = "",
    basis: str = "",
    although: str = "",
    password: str = "",
    with_confidential: bool = False,
) -> PackWritten:
    """Write the pack, log that it left and note that its receipt is awaited.

    With a password it is a ZIP for anybody; without one it is sealed to the peer named by `to`,
    and its name ends in .sendpack. Raises BarredError where the recipient may not receive it,
    HeldBackError where all of it is confidential, SendtuiError for a peer who is not known.
    """
    named = require_name(path, password=password)
    if not to.strip():
        raise UsageError("Say which setting it goes to.")
    peer = None if password else peers.find(store, to)
    if peer is not None and peer.expired(today):
        raise SendtuiError(
            f"The card of {peer.name} ran out or was revoked: nothing is sealed to it. Renew it, "
            "or write the pack with a password (a name that ends in .zip)."
        )
    story = pack_story.story(store, pupil, today, along=with_confidential)
    contents = pack_story.contents(store, pupil, story)
    goes_to = PackSchool(peer.name if peer else to, urn)
    raw, head, digest = _packed(store, pupil, story, goes_to, today, password)
    if peer is not None:
        raw = _sealed(store, raw, peer.seal)
    number = telling(head.number)

    def note(tx: Transaction) -> None:
        values = {"pupil": pupil, "to_urn": urn, "to_name": goes_to.name, "sent_on": today,
                  "pack_sha256": digest, "by": store.author, "note": f"Pack {number}"}  # fmt: skip
        tx.add("transfer_receipt", values)

    written = documents.write(
        store, named, raw, what=f"Hand-over pack {number}", pupils=[pupil], on=today,
        recipient=goes_to.name, basis=basis or str(BASIS), although=although, also=note,
        label="Write a hand-over pack",
        protection=protection.PASSWORD if password else "sealed",
    )  # fmt: skip
    return PackWritten(written, digest, number, contents)


def telling(number: str) -> str:
    """A pack's random number as it is told by phone: its first eight characters."""
    return f"{number[:4]}-{number[4:8]}".upper()


def require_name(path: Path, *, password: str) -> Path:
    """Where a pack goes: its name says how it is protected.

    Raises UsageError for another ending.
    """
    wanted = layout.ENDING if password else pack_sealed.ENDING
    if path.suffix.lower() != wanted:
        raise UsageError(
            f"A pack with a password ends in {layout.ENDING}, one that is sealed to another "
            f"sendtui in {pack_sealed.ENDING}."
        )
    return path


def _sealed(store: Store, raw: bytes, seal: str) -> bytes:
    made = io.BytesIO()
    pack_sealed.write(made, raw, [seal], peers.identity(store))
    return made.getvalue()


# ── The file ──────────────────────────────────────────────────────────────────────────────────


def _packed(
    store: Store, pupil: str, story: pack_story.Story, to: PackSchool, today: date, password: str
) -> tuple[bytes, PackHead, str]:
    own = store.setting
    with store.read() as session:
        here = session.get(Setting, own)
        source = PackSchool(here.name, here.urn, here.laestab) if here else PackSchool("")
        found = [(name, attachments.read(session.connection(), sha) or b"")
                 for sha, name in story.documents]  # fmt: skip
    head = PackHead(token_hex(16), today, migrations.LATEST, pupil, source, to, story.left_out)
    records: dict[str, Sequence[Mapping[str, object]]] = {"pupil": [story.whole.pupil]}
    records |= story.whole.records
    papers = [
        *pack_story.papers(store, pupil, story, today),
        ("READ-FIRST.md", _first(head, story)),
    ]
    raw, digest = layout.packed(head, records, papers, found, password)
    return raw, head, digest


def _first(head: PackHead, story: pack_story.Story) -> bytes:
    """What this is, for whoever opens it."""
    lines = [
        f"# Hand-over pack {telling(head.number)}",
        "",
        f"From {head.source.name} to {head.to.name}, made on {head.made_on:%d/%m/%Y}.",
        "",
        "- `record.md` is the record, to be read; `profile.pdf`, `cycle.pdf` and `plan.pdf`, where "
        "they are here, are the one-page profile, the last cycle and the plan.",
        *(f"- `{name}`: {title}" for (_, name), title in
          zip(story.documents, story.titles, strict=True)),
        "- `records/` and `pack.json` are the same record for programs: one JSON line a record.",
        "- With sendtui: `sendtui import pack FILE`, which shows first what it would do and writes "
        "the receipt to send back.",
        f"- Without: tell the school that it came, and this number: {telling(head.number)}.",
    ]  # fmt: skip
    if story.left_out:
        lines.append(f"- {counted(story.left_out, 'confidential record')} not in it: ask.")
    if story.missing:
        lines.append(f"- {counted(story.missing, 'document')} whose bytes were not at hand: ask.")
    return ("\n".join(lines) + "\n").encode()
