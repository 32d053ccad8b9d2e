"""The case file as both faces handle it: make, open, lock, back up, restore, give a new key."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from sendtui import paths
from sendtui.errors import BusyError, LockedError, SendtuiError, UsageError
from sendtui.services import writes
from sendtui.store import backup, cipher, places, rekey, restoring, slots
from sendtui.store.slots import Slots
from sendtui.store.store import Store as Store

ROLES = {"senco": "SENCO", "caseworker": "LA caseworker", "register": "LA register"}
SHORTEST = 12


@dataclass(frozen=True, slots=True)
class Unlock:
    """What somebody opens a case file with: a passphrase, a recovery key, or the keyring."""

    passphrase: str = ""
    recovery: str = ""
    keyring: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """A new, open case file and, where one was asked for, its recovery key: shown once."""

    store: Store
    recovery: str = ""
    recipient: str = ""


@dataclass(frozen=True, slots=True)
class Strength:
    """How well a passphrase would stand: 0 to 4, in words, and what would make it better."""

    score: int
    words: str
    advice: str

    @property
    def enough(self) -> bool:
        """Whether it may protect children's records."""
        return self.score >= 3


def strength(passphrase: str) -> Strength:
    """How well a passphrase would stand against guessing."""
    words = ("very weak", "weak", "fair", "good", "strong")
    if len(passphrase) < SHORTEST:
        return Strength(
            0, words[0], f"Use at least {SHORTEST} characters: four unrelated words do well."
        )
    from zxcvbn import zxcvbn

    # Guessing costs grow with the length, and so does the time to estimate them.
    found = zxcvbn(passphrase[:72])
    score = int(found["score"])
    advice = found["feedback"]["warning"] or " ".join(found["feedback"]["suggestions"])
    return Strength(
        score, words[score], "" if score >= 3 else advice or "Add another unrelated word."
    )


def create(
    path: Path,
    passphrase: str,
    *,
    recovery: bool = True,
    recipients: Mapping[str, str] | None = None,
) -> Made:
    """Make a case file that the passphrase opens.

    `recovery` makes a recovery key to print; `recipients` are further age public keys by name, such
    as the school's own. Raises SendtuiError for a weak passphrase or an unsafe place.
    """
    places.require_safe(path, paths.default_store())
    require_strong(passphrase)
    if not recovery and not recipients:
        raise UsageError("A case file needs a recovery key: say where it goes.")
    key = slots.new_key()
    ways = [slots.passphrase_slot(key, passphrase)]
    identity = recipient = ""
    if recovery:
        identity, recipient = new_recovery_key()
        ways.append(slots.recovery_slot(key, recipient, "recovery key"))
    ways += [slots.recovery_slot(key, to, name) for name, to in (recipients or {}).items()]
    if path.exists():
        raise SendtuiError(f"{path.name} exists already. Choose another place, or open that one.")
    places.make_folder(path.parent)
    slots.set_aside(path)
    slots.save(path, Slots(slots.key_check(key), tuple(ways)))
    return Made(Store.create(path, key), identity, recipient)


@writes
def set_up(store: Store, *, author: str, role: str, setting: Mapping[str, object]) -> str:
    """Say who is at the keyboard and for which setting the record is kept; gives its id.

    Raises InvalidError where the setting's details do not hold.
    """
    if role not in ROLES:
        raise UsageError(f"A role is one of: {', '.join(ROLES)}.")
    with store.write("Set up") as tx:
        made = tx.add("setting", setting)
    for key, value in (("author", author), ("role", role), ("setting", made)):
        store.keep_note(key, value)
    return made


LOOKS = "This passphrase opens the file to look only. Nothing was changed."


def open_store(path: Path, unlock: Unlock, *, read_only: bool = False, own: bool = False) -> Store:
    """Open a case file.

    Raises LockedError where what was given does not open it, DamagedError, BusyError or
    SendtuiError, each saying what to do.
    """
    if url := paths.register_url(path):
        return _open_register(path, url, unlock, read_only=read_only)
    places.require_safe(path, paths.default_store())
    person, key = _find(path, unlock)
    if slots.load(path).only_looks(person):
        if own:
            raise SendtuiError(LOOKS)
        read_only = True
    store = Store.open(path, key, read_only=read_only, own=own)
    # Where each person has a passphrase of their own, it says who is at the keyboard.
    if not store.read_only and person not in ("", slots.UNNAMED, store.author):
        store.keep_note("author", person)
    return store


def _open_register(path: Path, url: str, unlock: Unlock, *, read_only: bool) -> Store:
    """A register; a passphrase is the server's password, where it asks for one."""
    from sendtui.store.address import address
    from sendtui.store.server import Server

    return Store.on(Server(address(url), path, unlock.passphrase, read_only=read_only))


def wants_password(path: Path) -> bool:
    """Whether a register's server asks for a password that nothing on this computer gives it."""
    from sendtui.store.address import address
    from sendtui.store.server import connect

    try:
        connect(address(paths.register_url(path))).close()
    except LockedError:
        return True
    return False


def require_writable(store: Store) -> None:
    """Refuse a file that is open to look only, for what is not written by an act of its own.

    Raises SendtuiError.
    """
    if store.read_only:
        raise SendtuiError("This case file is open for reading only. Nothing was changed.")


def is_register(path: Path) -> bool:
    """Whether this stands for a register on a server, which is opened without a key of its own."""
    return bool(paths.register_url(path))


def require_there(path: Path) -> None:
    """Finish a restore that was cut short, and see that there is a case file at all.

    Raises SendtuiError where there is none, before anybody is asked for a passphrase.
    """
    if is_register(path):
        return
    restoring.finish(path)
    if not path.exists():
        raise SendtuiError(f"There is no case file at {path}. “sendtui init” makes one.")


def require_file(path: Path, what: str) -> None:
    """Raise SendtuiError where this is a register, for what only an encrypted file has."""
    if is_register(path):
        raise SendtuiError(
            f"A register has no {what} of its own: its server lets people in, and its operator "
            "backs it up. “sendtui register --help” tells more."
        )


def find_key(path: Path, unlock: Unlock) -> bytes:
    """The data key of a case file, also after a key change that was cut short."""
    return _find(path, unlock)[1]


def _find(path: Path, unlock: Unlock) -> tuple[str, bytes]:
    """Who is at the keyboard, "" where it cannot be told, and the data key."""
    require_there(path)
    found = slots.load(path)
    if found.pending:
        key = rekey.settle(path, lambda ways: _open_slots(ways, unlock))
        return _person(slots.load(path), unlock), key
    return _opened(found, unlock)


def _opened(found: Slots, unlock: Unlock) -> tuple[str, bytes]:
    """Who opens these slots, "" where it cannot be told, and the data key."""
    if unlock.passphrase and not (unlock.recovery or unlock.keyring):
        slot, key = slots.whose(found, unlock.passphrase)
        return slot.name, key
    key = _open_slots(found, unlock)
    return _person(found, unlock), key


def change_passphrase(path: Path, unlock: Unlock, passphrase: str, person: str = "") -> None:
    """Give a person a new passphrase, and the case file a new data key with it.

    `person` is whose it is where a recovery key opens the file and several people have one.
    Raises LockedError for a wrong one, SendtuiError for a weak one, BusyError where it is open.
    """
    require_strong(passphrase)
    key = find_key(path, unlock)
    found = slots.load(path)
    name = person or _person(found, unlock)
    if name not in {slot.name for slot in found.people}:
        raise SendtuiError(
            "Several people open this file. Say whose passphrase is new, with “sendtui recover "
            f"--name NAME”. There are: {', '.join(slot.name for slot in found.people)}."
        )
    rekey.rekey(path, key, rekey.Change(name, passphrase))


def require_strong(passphrase: str) -> None:
    """Refuse a passphrase that may not protect children's records.

    Raises SendtuiError with what would make it better.
    """
    found = strength(passphrase)
    if not found.enough:
        raise SendtuiError(f"This passphrase is {found.words}. {found.advice}")


def _person(found: Slots, unlock: Unlock) -> str:
    """Who is at the keyboard, by what opens the file; "" where it cannot be told."""
    if len(found.people) == 1:
        return found.people[0].name
    return slots.whose(found, unlock.passphrase)[0].name if unlock.passphrase else ""


@writes
def back_up(
    store: Store, target: Path | None = None, progress: backup.Progress | None = None
) -> Path:
    """Write a verified, encrypted backup, by default into the case file's own folder of them.

    Raises SendtuiError for whoever only looks: one of the folder takes the place of older ones, and
    one elsewhere is a copy of all there is.
    """
    require_file(store.path, "backups")
    if cipher.writable(store.path):
        # From a disk that is for reading only, a copy is what saves the record.
        require_writable(store)
    made = (
        backup.write(store.path, store.key, target, progress)
        if target
        else backup.keep(store.path, store.key)
    )
    with suppress(BusyError):
        # The backup is made; another's writing does not undo that.
        store.keep_note("backed_up", datetime.now(UTC).isoformat(timespec="seconds"))
    return made


def restore(source: Path, target: Path, unlock: Unlock) -> None:
    """Put a backup where the case file is, keeping beside it what was there.

    Raises SendtuiError where what opens the backup opens it to look only.
    """
    places.require_safe(target, paths.default_store())
    if not source.exists():
        raise SendtuiError(f"There is no backup at {source}.")
    places.make_folder(target.parent)
    restoring.restore(source, target, lambda found: _to_restore(found, unlock))


def _to_restore(found: Slots, unlock: Unlock) -> bytes:
    person, key = _opened(found, unlock)
    if found.only_looks(person):
        raise SendtuiError(LOOKS)
    return key


def verify(store: Store) -> tuple[str, ...]:
    """What is wrong with the case file, in words; nothing when it is sound.

    Every page's seal, every table's structure, every chain of the log, every table against it, and
    the bytes of every document against their hash.
    """
    from sendtui.store import attachments, replay

    if store.key:
        backup.require_sound(store.path, store.key)
    with store.read() as session:
        broken = [
            f"The chain of stream {s} does not hold."
            for s in replay.broken_chains(session.connection())
        ]
        odd = [
            f"Record {r} is not what the log says."
            for r in replay.differences(session.connection())
        ]
        odd += [
            f"The bytes {name[:12]}… of a document are not what they were."
            for name in attachments.broken(session.connection())
        ]
    return (*broken, *odd)


@writes
def remember(store: Store) -> None:
    """Let this computer's keyring open the case file, until the next idle lock."""
    require_file(store.path, "key")
    require_writable(store)
    found = slots.load(store.path)
    name = f"{store.path.name}-{store.device[:8]}"
    others = tuple(slot for slot in found.slots if slot.way != "keyring")
    slots.save(store.path, replace(found, slots=(*others, slots.keyring_slot(store.key, name))))


@writes
def forget(store: Store) -> None:
    """Take the case file out of this computer's keyring."""
    require_file(store.path, "key")
    from sendtui.store import keychain

    found = slots.load(store.path)
    for slot in found.slots:
        if slot.way == "keyring":
            keychain.forget(slot.name)
    slots.save(
        store.path, replace(found, slots=tuple(s for s in found.slots if s.way != "keyring"))
    )


def ways_in(path: Path) -> tuple[tuple[str, str], ...]:
    """Every slot's way and name, for `doctor` and the unlock screen."""
    if is_register(path):
        return (("server", "the server's own way of knowing people"),)
    return tuple((slot.way, slot.name) for slot in slots.load(path).slots)


def _open_slots(found: Slots, unlock: Unlock) -> bytes:
    if unlock.recovery:
        return slots.open_with_recovery(found, unlock.recovery)
    if unlock.keyring and (key := slots.open_with_keyring(found)):
        return key
    if unlock.passphrase:
        return slots.open_with_passphrase(found, unlock.passphrase)
    raise LockedError("The case file is locked: give the passphrase.")


def new_recovery_key() -> tuple[str, str]:
    """A fresh age identity, shown once, and its public key."""
    import pyrage

    made = pyrage.x25519.Identity.generate()
    return str(made), str(made.to_public())


def engine() -> dict[str, object]:
    """The versions of the encryption and of the database inside it."""
    return {"cipher": cipher.require_cipher(), "sqlite": cipher.driver.sqlite_version}


def place(path: Path) -> str:
    """Why a case file must not live at this path, or nothing."""
    return places.why_unsafe(path)


def backups(path: Path) -> int:
    """How many backups stand in the case file's own folder of them."""
    return len(list(backup.folder(path).glob(f"*{backup.SUFFIX}")))
