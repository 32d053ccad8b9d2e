"""The clash desk: what two people changed apart from each other, side by side, and the decision.

Nothing decides itself. A decision is an act like any other: it says what holds from now on and
which versions it replaces, it travels, and every version stays in the history. A version that
arrives after somebody looked is not replaced by what they decided: it is a clash again.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, select
from sqlmodel import Session

from sendtui.errors import SendtuiError
from sendtui.models import KINDS
from sendtui.models import kind as noun
from sendtui.services import confidential, writes
from sendtui.services.clashes import Clash, all_clashes, heads_of
from sendtui.services.labels import codes, kind_title, title, word
from sendtui.services.stream_names import names_of
from sendtui.services.veil import WORD
from sendtui.store import schema
from sendtui.store.history import author, origin, value_at
from sendtui.store.standing import DELETED, Standing, standing
from sendtui.store.store import Store

SHORT = 80
"""Characters up to which two texts are joined on one line."""

PROSE = {"pupil": frozenset(("interpreter", "format_needs"))}
"""Of these nouns only these fields can hold both texts: a child has one class and one surname."""

ONE = frozenset(("name", "former_name", "phone", "email", "role", "urn", "laestab", "la", "owner",
                 "reference", "document", "household", "caseworker"))  # fmt: skip
"""Fields that hold one thing, whatever they are of."""


@dataclass(frozen=True, slots=True)
class Side:
    """One version of a field: what it says, who wrote it and when (UTC), and whether here.

    `n` is the version; `words` are "" for nothing, or the word that veils what is confidential.
    """

    n: int
    value: object
    words: str
    who: str
    when: datetime
    here: bool


@dataclass(frozen=True, slots=True)
class Undecided:
    """A field that two people changed: of whom, which, and its versions, the latest first.

    `name` is the pupil's, or the setting's where it is of no pupil. `both` is what the field would
    say with all versions in it, None where they cannot stand together. `veiled`: it is
    confidential, and not shown just now.
    """

    stream: str
    name: str
    class_name: str
    kind: str
    record: str
    field: str
    sides: tuple[Side, ...]
    both: str | list[object] | None = None
    veiled: bool = False
    edits: tuple[int, ...] = ()
    """Where it was removed: the edits of its fields that a removal is to take along."""

    @property
    def id(self) -> str:
        """What names this clash on every screen and in every list."""
        return f"{self.record[-8:]}.{self.field}"

    @property
    def of_pupil(self) -> bool:
        """Whether it is in a pupil's record, and not in a setting's."""
        return self.kind in KINDS and noun(self.kind).twin.STREAM == "pupil"

    @property
    def is_removal(self) -> bool:
        """Whether one of them removed the record and the other did not."""
        return self.field == DELETED

    @property
    def title(self) -> str:
        """What the field is called, and of what."""
        return f"{kind_title(self.kind)}, {title(self.kind, self.field)}"

    @property
    def versions(self) -> tuple[int, ...]:
        """The versions a decision replaces."""
        return tuple(side.n for side in self.sides if side.n not in self.edits)

    @property
    def mine(self) -> Side | None:
        """The version that was written on this copy, where one and only one was."""
        here = [side for side in self.sides if side.here]
        return here[0] if len(here) == 1 else None

    @property
    def theirs(self) -> Side | None:
        """The one version that was written elsewhere."""
        others = [side for side in self.sides if not side.here]
        return others[0] if len(others) == 1 and self.mine else None


def undecided(store: Store, today: date) -> tuple[Undecided, ...]:
    """Every clash that waits for a person, by name; what is confidential is veiled."""
    with store.read() as session:
        return _read(store, session, all_clashes(session), today)


def find(store: Store, named: str, today: date) -> Undecided:
    """The clash of this name, as lists print it.

    Raises SendtuiError where there is none.
    """
    for each in undecided(store, today):
        if each.id == named.strip():
            return each
    raise SendtuiError("No clash of this name waits here: somebody may have decided it already.")


@writes
def decide(store: Store, clash: Undecided, side: Side) -> None:
    """Say that one of the versions holds.

    Raises SendtuiError where what is confidential was not shown before it was decided.
    """
    _require_seen(clash)
    # To remove it is to remove what was edited, too; to keep it keeps that as it is.
    replaced = clash.versions + (clash.edits if side.value is True else ())
    with store.write("Decide between two versions") as tx:
        tx.restate(tx.standing(clash.record), clash.field, side.value, replaced)


@writes
def decide_as(store: Store, clash: Undecided, value: object) -> None:
    """Say that something else holds: both versions together, or what a person wrote.

    Raises InvalidError for what the field cannot say, SendtuiError as `decide` does.
    """
    _require_seen(clash)
    if clash.is_removal:
        raise SendtuiError("It is there or it is not: take one of the two.")
    with store.write("Decide between two versions") as tx:
        tx.put(clash.kind, clash.record, {clash.field: value}, {clash.field: clash.versions})


def chosen(clash: Undecided, take: str) -> Side:
    """The version that a word means: mine, theirs, or its number as listed (from 1).

    Raises SendtuiError where the word means none of them.
    """
    named = {"mine": clash.mine, "theirs": clash.theirs}
    named |= {str(n): side for n, side in enumerate(clash.sides, 1)}
    found = named.get(take.strip().casefold())
    if found is None:
        raise SendtuiError(
            "Say which version holds: mine or theirs where one was written here, or its number."
        )
    return found


def _require_seen(clash: Undecided) -> None:
    if clash.veiled:
        raise SendtuiError(
            "It is confidential: show it first, so that you see what you decide between."
        )


def _read(
    store: Store, session: Session, found: Iterable[Clash], today: date
) -> tuple[Undecided, ...]:
    clashes = list(found)
    streams = sorted({clash.stream for clash in clashes})
    hidden = confidential.veiled(store, session, streams, today)
    connection = session.connection()
    names = names_of(connection, streams)
    each = [
        _undecided(
            connection, store.device, clash, names, hidden.covers(clash.stream, clash.record)
        )
        for clash in clashes
    ]
    return tuple(sorted(each, key=lambda one: (one.name.casefold(), one.stream, one.title)))


def _undecided(
    connection: Connection,
    device: str,
    clash: Clash,
    names: Mapping[str, tuple[str, str]],
    veiled: bool,
) -> Undecided:
    sides, edits = tuple(_sides(connection, device, clash, veiled)), tuple[int, ...]()
    if clash.field == DELETED and (now := standing(connection, clash.record)) is not None:
        edits = now.edits
        sides += tuple(_edited(connection, device, clash, now, veiled))
    name, class_name = names.get(clash.stream, ("", ""))
    return Undecided(
        stream=clash.stream,
        name=name,
        class_name=class_name,
        kind=clash.kind,
        record=clash.record,
        field=clash.field,
        sides=sides,
        both=None if veiled else _both(clash, [side.value for side in sides]),
        veiled=veiled,
        edits=edits,
    )


def _edited(
    connection: Connection, device: str, clash: Clash, now: Standing, veiled: bool
) -> Iterable[Side]:
    """What whoever removed a record had not seen of it, as the version that keeps it."""
    if not now.unseen:
        return
    latest = now.unseen[0]
    changed = [
        f"{title(clash.kind, name)}: {said(clash.kind, name, now.values.get(name)) or 'nothing'}"
        for name, heads in now.heads.items()
        if name != DELETED and set(heads) & set(now.unseen)
    ]
    who, written = author(connection, latest)
    words = WORD if veiled else f"kept, with {'; '.join(changed)}"
    when = datetime.fromisoformat(written)
    yield Side(latest, False, words, who, when, now.named[latest][0] == device)


def _sides(connection: Connection, device: str, clash: Clash, veiled: bool) -> Iterable[Side]:
    for n in heads_of(connection, clash):
        value = value_at(connection, clash.kind, clash.field, n)
        words = WORD if veiled else said(clash.kind, clash.field, value)
        who, written = author(connection, n)
        here = _device(connection, origin(connection, n)) == device
        yield Side(n, value, words, who, datetime.fromisoformat(written), here)


def _device(connection: Connection, n: int) -> str:
    """The name of the copy that wrote a line."""
    change, device = schema.change, schema.device
    asked = select(device.c.id).join(change, change.c.device == device.c.n).where(change.c.n == n)
    return str(connection.execute(asked).scalar_one())


def said(kind: str, field: str, value: object) -> str:
    """What a version says, in words; "" for nothing."""
    if field == DELETED:
        return "removed" if value else "kept"
    return word(kind, field, value)


def _both(clash: Clash, values: list[object]) -> str | list[object] | None:
    """All versions in one, where they are texts or lists; None where they cannot be."""
    if clash.kind not in KINDS or clash.field == DELETED or codes(clash.kind, clash.field):
        return None
    if clash.field in ONE or clash.field not in PROSE.get(clash.kind, {clash.field}):
        return None
    if all(isinstance(value, list) for value in values):
        parts = [part for value in values if isinstance(value, list) for part in value]
        return list({json.dumps(part, sort_keys=True): part for part in parts}.values())
    texts = [value for value in values if isinstance(value, str) and value.strip()]
    if len(texts) != len(values) or _is_day(texts):
        return None
    is_short = all(len(text) <= SHORT and "\n" not in text for text in texts)
    return (" / " if is_short else "\n\n").join(texts)


def _is_day(texts: list[str]) -> bool:
    try:
        return bool([date.fromisoformat(text) for text in texts])
    except ValueError:
        return False
