"""Who can open the case file: a key slot for each person, and keys that the school holds.

One passphrase for each person: whoever goes is removed without anybody else's passphrase.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from sendtui.errors import SendtuiError
from sendtui.services import casefile
from sendtui.services.casefile import Unlock
from sendtui.store import rekey, slots
from sendtui.store.slots import Slots
from sendtui.store.store import Store

SCHOOL = "school’s key"

FIRST = slots.UNNAMED
"""What the only person’s passphrase is called, until there is a second person."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way in: a person's passphrase, a recovery key, or this computer's keyring."""

    way: str
    name: str
    looks: bool = False


def ways(path: Path) -> tuple[Way, ...]:
    """Every way into a case file."""
    return tuple(Way(slot.way, slot.name, slot.looks) for slot in slots.load(path).slots)


def lacks_second(path: Path) -> bool:
    """Whether only one key besides people's passphrases opens it: lost, nothing is left of it."""
    return len(slots.load(path).recipients) < 2


def add_person(store: Store, name: str, passphrase: str, *, looks: bool = False) -> None:
    """Give a person a passphrase of their own for an open case file; with `looks`, to look only.

    From then on what each does is written under the name of their passphrase. To look only keeps
    from slips: the program changes nothing, but the key is the same as everybody's.
    Raises SendtuiError for a name there is already, or a weak passphrase.
    """
    name = " ".join(name.split())
    casefile.require_writable(store)
    casefile.require_strong(passphrase)
    found = _named_after(slots.load(store.path), store.author)
    _require_new(found, name)
    made = slots.passphrase_slot(store.key, passphrase, name, looks=looks)
    slots.save(store.path, replace(found, slots=(*found.slots, made)))


def add_school_key(store: Store, recipient: str = "", name: str = SCHOOL) -> tuple[str, str]:
    """Let a further key open the case file, which the school holds; gives (secret, public key).

    With a `recipient`, an age public key the school has already, the secret is "".
    """
    casefile.require_writable(store)
    found = slots.load(store.path)
    _require_new(found, name)
    secret = ""
    if not recipient:
        secret, recipient = casefile.new_recovery_key()
    made = slots.recovery_slot(store.key, recipient, name)
    slots.save(store.path, replace(found, slots=(*found.slots, made)))
    return secret, recipient


def remove(path: Path, unlock: Unlock, name: str) -> None:
    """Take a person's passphrase or a recovery key away, and give the file a new data key.

    Raises SendtuiError for the last of its sort, or the one it is opened with; BusyError where the
    file is open.
    """
    key = casefile.find_key(path, unlock)
    found = slots.load(path)
    going = [slot for slot in found.slots if slot.name == name and slot.way != "keyring"]
    if not going:
        there = ", ".join(slot.name for slot in found.slots)
        raise SendtuiError(f"Nobody and nothing of that name opens this file. There are: {there}.")
    opened = slots.whose(found, unlock.passphrase)[0] if unlock.passphrase else None
    if opened is not None and opened.looks:
        raise SendtuiError(casefile.LOOKS)
    if opened is not None and opened in going:
        raise SendtuiError("That is the passphrase you gave: somebody else has to remove it.")
    full = tuple(slot for slot in found.people if not slot.looks)
    for those, what in ((full, "passphrase"), (found.recipients, "recovery key")):
        if those and all(slot in going for slot in those):
            raise SendtuiError(f"That is the last {what}: add another first.")
    renewed = opened is not None and not opened.recipient
    change = rekey.Change(
        person=opened.name if opened else "",
        passphrase=unlock.passphrase if renewed else "",
        without=frozenset((name,)),
    )
    rekey.rekey(path, key, change)


def _named_after(found: Slots, author: str) -> Slots:
    """The first person's slot under their own name, now that there is a second."""
    named = tuple(
        replace(slot, name=author)
        if (slot.way, slot.name) == ("passphrase", slots.UNNAMED) and author
        else slot
        for slot in found.slots
    )
    return replace(found, slots=named)


def _require_new(found: Slots, name: str) -> None:
    if not name:
        raise SendtuiError("Say whose it is: a name.")
    if name.casefold() in {slot.name.casefold() for slot in found.slots} | {slots.UNNAMED}:
        raise SendtuiError("Somebody or something of that name opens this file already.")
