"""The day file: a small case file with some children alone, carried out and brought back.

It is encrypted as the case file is, under a passphrase of its own, and opens like any other. It
bears a further way in, for the case file it was carried from alone, which a new passphrase leaves
as it is: so it comes back without one. What was written in it comes back as changes of its own:
nothing is overwritten, what was changed here meanwhile is a clash, and bringing it back twice does
nothing. Confidential records stay home.
"""

import json
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import time_ns

from sendtui.errors import SendtuiError
from sendtui.models.pupil import Pupil
from sendtui.models.setting import Setting, SettingIn
from sendtui.services import casefile, confidential, visit_beside, writes
from sendtui.services.case_reading import name_of
from sendtui.services.casefile import Unlock
from sendtui.services.clashes import Clash
from sendtui.services.confidential import HeldBackError
from sendtui.services.records import require_pupil
from sendtui.store import incoming, outgoing, places, slots
from sendtui.store.slots import Slots
from sendtui.store.store import Store

KEYS = "day_files"
"""The note of this copy that holds its own ways into the day files it wrote, and who is in each."""

HOME = "the case file it was carried from"
"""What that way in is called among the others of a day file."""

WHAT = "Day file: an encrypted copy to carry"

NOBODY = "Pick the children first: a day file holds only them."


@dataclass(frozen=True, slots=True)
class Carried:
    """A day file that was written: where, whose records are in it, and how much stayed home."""

    path: Path
    names: tuple[str, ...]
    held_back: int


@dataclass(frozen=True, slots=True)
class Brought:
    """What a day file brought back. `drafts` are forms typed in it and never saved."""

    names: tuple[str, ...]
    new: int
    clashes: tuple[Clash, ...]
    drafts: int


@writes
def carry(
    store: Store,
    path: Path,
    pupils: Sequence[str],
    passphrase: str,
    today: date,
) -> Carried:
    """Write a day file with these children and log that it left.

    Raises SendtuiError for no child, a weak passphrase or a file that is there; HeldBackError for
    a child who is confidential as a whole.
    """
    if not pupils:
        raise SendtuiError(NOBODY)
    places.require_safe(path, path)
    casefile.require_strong(passphrase)
    if path.exists() or slots.keys_path(path).exists():
        raise SendtuiError(f"{path.name} exists already. Choose another name.")
    if not path.parent.is_dir():
        raise SendtuiError("There is no such folder. Choose another.")
    those = tuple(dict.fromkeys(pupils))
    names, held = _whose(store, those, today)
    key = slots.new_key()
    identity, recipient = casefile.new_recovery_key()
    ways = (
        slots.passphrase_slot(key, passphrase),
        slots.recovery_slot(key, recipient, HOME),
    )
    slots.save(path, Slots(slots.key_check(key), ways))
    try:
        with closing(Store.create(path, key)) as day:
            _fill(store, day, those, held, today)
    except BaseException:
        for each in (path, slots.keys_path(path)):
            each.unlink(missing_ok=True)
        raise
    _remember(store, {"recipient": recipient, "identity": identity, "pupils": list(those),
                      "on": today.isoformat()})  # fmt: skip
    author, setting = store.author, store.setting
    with store.write("Carry a day file", true_on=today) as tx:
        tx.add("disclosure", {
            "setting": setting, "on": today, "what": WHAT, "recipient": author,
            "protection": "password", "pupils": list(those),
        })  # fmt: skip
    return Carried(path, names, len(held))


@writes
def bring_back(store: Store, path: Path, today: date) -> Brought:
    """Take in what was written in a day file of this case file; it asks for no passphrase.

    Raises SendtuiError for a file that is none of them.
    """
    key, pupils = _known(store, path)
    with closing(Store.open(path, key, own=True)) as day:
        drafts, device = len(day.drafts()), store.device
        with store.read() as session, day.read() as theirs:
            held = outgoing.held(session.connection(), pupils)
            lines = list(outgoing.changes(theirs.connection(), pupils, held))
        with store.write("Bring a day file back", true_on=today) as tx:
            incoming.stage(tx.connection, lines)
            merged = incoming.merge(tx.connection, "day file", time_ns() // 1_000_000, device)
    with store.read() as session:
        parts = incoming.touched(session.connection(), merged)
        found = (session.get(Pupil, each.stream) for part in parts for each in part)
        names = tuple(name_of(each) for each in found if each is not None)
        clashes = tuple(_clash(store, record, name) for record, name in merged.clashes)
    return Brought(names, merged.new, clashes, drafts)


def _whose(store: Store, pupils: Sequence[str], today: date) -> tuple[tuple[str, ...], set[str]]:
    """The names of these children, and which of their records stay home."""
    with store.read() as session:
        names = tuple(name_of(require_pupil(session, each)) for each in pupils)
        marked = confidential.marked(session, pupils, today)
    if marked.pupils:
        raise HeldBackError(
            "A child of these is confidential as a whole, so no day file was written. Leave them "
            "out, or lift the mark."
        )
    return names, set(marked.records)


def _fill(store: Store, day: Store, pupils: Sequence[str], held: set[str], today: date) -> None:
    """Put the children into a new day file, with the names of their settings."""
    for name in ("author", "role", "setting"):
        day.keep_note(name, store.note(name))
    with store.read() as session:
        lines = list(outgoing.changes(session.connection(), pupils, veiled=held))
        at = {each.setting for id_ in pupils if (each := session.get(Pupil, id_))}
        found = [session.get(Setting, id_) for id_ in sorted({*at, store.setting} - {""})]
        settings = [(s.id, SettingIn(**s.model_dump(exclude={"id"}))) for s in found if s]
    with day.write("Carry a day file", true_on=today) as tx:
        for id_, values in settings:
            tx.add("setting", values, id_)
    with day.write("Carry a day file", true_on=today) as tx:
        incoming.stage(tx.connection, lines)
        incoming.merge(tx.connection, "day file", time_ns() // 1_000_000, "")
    visit_beside.pick(day, pupils, today)


def _remember(store: Store, way: Mapping[str, object]) -> None:
    kept = json.loads(store.note(KEYS) or "[]")
    store.keep_note(KEYS, json.dumps([*kept, way]))


def _known(store: Store, path: Path) -> tuple[bytes, tuple[str, ...]]:
    """The key of a day file, and who is in it, by the way in that it bears for this copy."""
    borne = {slot.recipient for slot in slots.load(path).recipients}
    for each in json.loads(store.note(KEYS) or "[]"):
        if each.get("recipient") in borne:
            key = casefile.find_key(path, Unlock(recovery=each["identity"]))
            return key, tuple(each["pupils"])
    raise SendtuiError(
        "This is no day file that was carried from this case file. Where it was carried from "
        "another copy, bring it back there."
    )


def _clash(store: Store, record: str, name: str) -> Clash:
    with store.read() as session:
        found = session.connection().exec_driver_sql(
            "SELECT stream.id, change.kind FROM change JOIN stream ON stream.n = change.stream "
            "WHERE change.record = ? AND change.field = '*'",
            (record,),
        )
        stream, kind = found.one()
    return Clash(str(stream), str(kind), record, name)
