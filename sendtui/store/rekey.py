"""A new data key for the case file, so that an old passphrase or a removed person opens nothing.

The slots of the new key are written beside the old ones first, then the file is encrypted anew in
one transaction, then the old slots go. A cut at any point leaves a file that opens.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from sendtui.errors import DamagedError, LockedError, SendtuiError
from sendtui.store import backup, cipher, slots
from sendtui.store.crash import crash_point
from sendtui.store.owning import Owner
from sendtui.store.slots import Slots


@dataclass(frozen=True, slots=True)
class Change:
    """What else changes with the data key: a person's passphrase, and the ways in that go.

    `person` is the slot that gets the `passphrase`; `without` names the slots that go.
    """

    person: str = slots.UNNAMED
    passphrase: str = ""
    without: frozenset[str] = frozenset()


def rekey(path: Path, key: bytes, change: Change) -> None:
    """Give the file a new data key, and every slot that stays its wrapping.

    People's and recovery slots are sealed again to the same recipients; the keyring slot is
    renewed where there was one. Raises BusyError where somebody else has the file open.
    """
    owner = Owner.take(path, alone=True)
    try:
        old = slots.load(path)
        fresh_key = slots.new_key()
        made = Slots(slots.key_check(fresh_key), tuple(_slots(old, fresh_key, change)))
        before = backup.keep(path, key, "before-rekey")
        slots.save(path, replace(old, pending=made))
        crash_point("rekey.pending")
        _encrypt_anew(path, key, fresh_key)
        crash_point("rekey.encrypted")
        if not opens(path, fresh_key):
            raise DamagedError("The new key did not take. The old passphrase still opens the file.")
        slots.save(path, made)
        crash_point("rekey.saved")
        # It still opens with the old passphrase.
        before.unlink(missing_ok=True)
        with suppress(SendtuiError):
            # The change is done by now; the next daily backup makes up for this one.
            backup.keep(path, fresh_key, "after-rekey")
    finally:
        owner.release()


def settle(path: Path, open_slots: Callable[[Slots], bytes]) -> bytes:
    """The data key of a file whose key change was cut short; the change is ended either way.

    `open_slots` opens slots with what the user gave. Raises LockedError where it opens neither the
    old ones nor the new ones, BusyError where the change is still under way.
    """
    owner = Owner.take(path, alone=True)
    try:
        found = slots.load(path)
        problem = LockedError("Wrong passphrase.")
        for ways in filter(None, (replace(found, pending=None), found.pending)):
            try:
                key = open_slots(ways)
            except LockedError as wrong:
                problem = wrong
                continue
            if opens(path, key):
                with suppress(SendtuiError):
                    slots.save(path, ways)
                return key
    finally:
        owner.release()
    raise problem


def opens(path: Path, key: bytes) -> bool:
    """Whether this data key is the file's."""
    try:
        # To write, or a journal that the cut left behind could not be rolled back.
        cipher.connector(path, key, read_only=not cipher.writable(path))().close()
    except cipher.DriverError as problem:
        if "not a database" in str(problem).lower():
            return False
        raise cipher.explain(problem, path) from None
    return True


def _slots(old: Slots, key: bytes, change: Change) -> list[slots.Slot]:
    fresh = []
    if change.passphrase:
        looks = old.only_looks(change.person)
        fresh.append(slots.passphrase_slot(key, change.passphrase, change.person, looks=looks))
    stay = [slot for slot in (*old.people, *old.recipients) if slot.name not in change.without]
    for slot in stay:
        has_new_one = change.passphrase and (slot.way, slot.name) == ("passphrase", change.person)
        # One without a recipient, as they were made first, is of whoever has a new passphrase.
        if slot.recipient and not has_new_one:
            fresh.append(slots.sealed_again(slot, key))
    if (ring := old.find("keyring")) is not None:
        with suppress(SendtuiError):
            # Where the keyring has gone, that way in goes too; the passphrase is still one.
            fresh.append(slots.keyring_slot(key, ring.name))
    return fresh


def _encrypt_anew(path: Path, old: bytes, new: bytes) -> None:
    try:
        connection = cipher.connector(path, old, read_only=False)()
        try:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute(f"PRAGMA rekey = \"x'{new.hex()}'\"")
            connection.execute("PRAGMA journal_mode = WAL")
        finally:
            connection.close()
    except cipher.DriverError as problem:
        raise cipher.explain(problem, path) from None
