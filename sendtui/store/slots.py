"""The key slots: a random data key, wrapped once for each way in.

A small JSON file stands beside the case file. Each slot wraps the same data key: a passphrase for
each person (Argon2id), recovery keys (age), and where somebody opted in the operating system's
keyring. A key check tells a wrong passphrase from a wrong file and from damage.

A person's slot holds an age identity under the passphrase, and the data key sealed to it: a new
data key is sealed to everybody who stays without asking for their passphrases.
"""

import hmac
import json
from base64 import b64decode, b64encode
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_bytes
from typing import Any, Literal
from zipfile import is_zipfile

from sendtui.errors import DamagedError, LockedError, SendtuiError
from sendtui.store import disk
from sendtui.store.cipher import KEY_BYTES

FORMAT = "sendtui-keys"
VERSION = 1

Way = Literal["passphrase", "recovery", "keyring"]

UNNAMED = "passphrase"
"""What the first person’s slot is called until there is a second."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess at a passphrase costs: Argon2id passes over so many bytes of memory."""

    passes: int
    memory: int


PASSPHRASE_COST = Cost(passes=3, memory=128 * 1024 * 1024)
"""About a third of a second on a school laptop, and as much for every guess."""


SALT_BYTES = 16
CHEAPEST_MEMORY = 8 * 1024
COSTLIEST = Cost(passes=64, memory=2 * 1024 * 1024 * 1024)
"""What a slot may ask for when it is opened."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One way in: what it is called, and the data key as it wraps it.

    `secret` is a person's age identity under the passphrase; a slot of a passphrase without it
    wraps the data key itself, as those did that were made first. `looks` says that the program
    opens the file for this person to look only: the key in it is the same as everybody's.
    """

    way: Way
    name: str
    wrapped: str
    recipient: str = ""
    salt: str = ""
    passes: int = 0
    memory: int = 0
    secret: str = ""
    looks: bool = False


@dataclass(frozen=True, slots=True)
class Slots:
    """All ways into one case file. `pending` holds the ways of a key change that was cut short."""

    check: str
    slots: tuple[Slot, ...]
    pending: "Slots | None" = None

    @property
    def people(self) -> tuple[Slot, ...]:
        """The slots that a passphrase opens, one for each person."""
        return tuple(slot for slot in self.slots if slot.way == "passphrase")

    @property
    def recipients(self) -> tuple[Slot, ...]:
        """The recovery slots, which can be sealed again without their secret."""
        return tuple(slot for slot in self.slots if slot.way == "recovery")

    def only_looks(self, name: str) -> bool:
        """Whether the person of this name opens the file to look only."""
        return any(slot.looks for slot in self.people if slot.name == name)

    def find(self, way: Way) -> Slot | None:
        """The first slot of this way, if there is one."""
        return next((slot for slot in self.slots if slot.way == way), None)


def keys_path(store: Path) -> Path:
    """Where a case file's slots are kept."""
    return store.with_name(store.name + ".keys")


def new_key() -> bytes:
    """A fresh random data key."""
    return token_bytes(KEY_BYTES)


def key_check(key: bytes) -> str:
    """A fingerprint of the data key that tells right from wrong and gives nothing away."""
    return hmac.digest(key, b"sendtui key check", "sha256").hex()


def passphrase_slot(
    key: bytes, passphrase: str, name: str = UNNAMED, *, looks: bool = False
) -> Slot:
    """A slot that the passphrase opens, and to which another data key can be sealed without it."""
    import pyrage
    from nacl.secret import SecretBox

    salt = token_bytes(SALT_BYTES)
    cost = PASSPHRASE_COST
    identity = pyrage.x25519.Identity.generate()
    box = SecretBox(_stretch(passphrase, salt, cost))
    return Slot(
        way="passphrase",
        name=name,
        wrapped=_sealed(key, str(identity.to_public())),
        recipient=str(identity.to_public()),
        salt=_text(salt),
        passes=cost.passes,
        memory=cost.memory,
        secret=_text(bytes(box.encrypt(str(identity).encode()))),
        looks=looks,
    )


def sealed_again(slot: Slot, key: bytes) -> Slot:
    """The same way in to another data key, for a slot with a recipient."""
    return replace(slot, wrapped=_sealed(key, slot.recipient))


def recovery_slot(key: bytes, recipient: str, name: str) -> Slot:
    """A slot that the age identity of this recipient opens.

    Raises SendtuiError where the recipient is not an age public key.
    """
    return Slot("recovery", name, _sealed(key, recipient), recipient=recipient)


def _sealed(key: bytes, recipient: str) -> str:
    import pyrage

    try:
        to = pyrage.x25519.Recipient.from_str(recipient)
    except pyrage.RecipientError as problem:
        raise SendtuiError("That is not an age public key: it begins with “age1”.") from problem
    return _text(pyrage.encrypt(key, [to]))


def keyring_slot(key: bytes, name: str) -> Slot:
    """A slot whose wrapping key is kept by the operating system, for this machine alone."""
    from nacl.secret import SecretBox

    from sendtui.store import keychain

    wrapping = token_bytes(KEY_BYTES)
    keychain.keep(name, wrapping)
    return Slot("keyring", name, _text(bytes(SecretBox(wrapping).encrypt(key))))


def open_with_passphrase(slots: Slots, passphrase: str) -> bytes:
    """The data key.

    Raises LockedError where no slot opens with the passphrase.
    """
    return whose(slots, passphrase)[1]


def whose(slots: Slots, passphrase: str) -> tuple[Slot, bytes]:
    """The slot that the passphrase opens, and the data key.

    Raises LockedError where it opens none.
    """
    for slot in slots.people:
        cost = Cost(slot.passes, slot.memory)
        key = _of_person(slot, _stretch(passphrase, b64decode(slot.salt), cost))
        if key and _fits(slots, key):
            return slot, key
    raise LockedError("Wrong passphrase.")


def _of_person(slot: Slot, wrapping: bytes) -> bytes | None:
    import pyrage

    opened = _unbox(slot.secret or slot.wrapped, wrapping)
    if opened is None or not slot.secret:
        return opened
    try:
        identity = pyrage.x25519.Identity.from_str(opened.decode("ascii"))
        return bytes(pyrage.decrypt(b64decode(slot.wrapped), [identity]))
    except (pyrage.IdentityError, pyrage.DecryptError, UnicodeDecodeError):
        return None


def open_with_recovery(slots: Slots, identity: str) -> bytes:
    """The data key, by the recovery key that was shown once, in groups or not, small or capital.

    Raises LockedError where it opens no slot.
    """
    import pyrage

    try:
        secret = pyrage.x25519.Identity.from_str("".join(identity.split()).upper())
    except pyrage.IdentityError as problem:
        raise LockedError(
            "That is not a recovery key: it begins with “AGE-SECRET-KEY-1”."
        ) from problem
    for slot in slots.recipients:
        try:
            key: bytes = pyrage.decrypt(b64decode(slot.wrapped), [secret])
        except pyrage.DecryptError:
            continue
        if _fits(slots, key):
            return key
    raise LockedError("This recovery key does not belong to this case file.")


def open_with_keyring(slots: Slots) -> bytes | None:
    """The data key from the operating system's keyring, or None where it was not opted in."""
    from sendtui.store import keychain

    slot = slots.find("keyring")
    wrapping = keychain.find(slot.name) if slot else None
    key = _unbox(slot.wrapped, wrapping) if slot and wrapping else None
    return key if key and _fits(slots, key) else None


def load(store: Path) -> Slots:
    """The slots of a case file.

    Raises DamagedError where they are missing or cannot be read.
    """
    path = keys_path(store)
    try:
        return loads(path.read_text(encoding="utf-8"), path.name)
    except FileNotFoundError as problem:
        if is_zipfile(store):
            raise SendtuiError(
                f"{store.name} is a backup: it was read back when it was made, and “sendtui "
                "restore” opens it."
            ) from problem
        raise DamagedError(
            f"{path.name} is missing: without it {store.name} cannot be opened. "
            "Put it back beside the case file, or restore a backup."
        ) from problem
    except UnicodeDecodeError as problem:
        raise _damaged(path.name) from problem
    except OSError as problem:
        raise SendtuiError(f"{path.name} could not be read: {problem.strerror}.") from problem


def loads(text: str, name: str) -> Slots:
    """Slots from their JSON text; `name` is the file it is from.

    Raises DamagedError where they are not whole, SendtuiError where they are from the future.
    """
    try:
        found = json.loads(text)
        if found["format"] != FORMAT:
            raise _damaged(name)
        if found["version"] > VERSION:
            raise SendtuiError("These keys were written by a newer sendtui. Update this one.")
        pending = found.get("pending")
        return replace(_slots(found), pending=_slots(pending) if pending else None)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
        raise _damaged(name) from problem


def _damaged(name: str) -> DamagedError:
    return DamagedError(f"{name} is damaged. Restore it from a backup.")


def dumps(slots: Slots) -> str:
    """The JSON text of slots; nothing in it opens the case file by itself."""
    found = {"format": FORMAT, "version": VERSION, **_plain(slots)}
    if slots.pending:
        found["pending"] = _plain(slots.pending)
    return json.dumps(found, indent=1)


def save(store: Path, slots: Slots) -> None:
    """Write the slots so that a cut leaves the old ones or the new ones, never a mixture."""
    disk.replace_text(keys_path(store), dumps(slots))


def set_aside(store: Path) -> None:
    """Keep the slots of a case file that has gone from here: it opens with nothing else."""
    path = keys_path(store)
    if path.exists():
        stamp = datetime.fromtimestamp(path.stat().st_mtime, UTC).strftime("%Y%m%d-%H%M%S")
        path.replace(disk.beside(store, f".before-{stamp}.keys"))


def _slots(found: dict[str, Any]) -> Slots:
    check, slots = str(found["check"]), tuple(Slot(**slot) for slot in found["slots"])
    if len(bytes.fromhex(check)) != KEY_BYTES:
        raise ValueError("not a key check")
    for slot in slots:
        b64decode(slot.wrapped, validate=True)
        b64decode(slot.secret, validate=True)
        if not isinstance(slot.looks, bool):
            raise ValueError("not yes or no")  # noqa: TRY004 - the file is at fault, as above
        if slot.way == "passphrase" and not (
            len(b64decode(slot.salt, validate=True)) == SALT_BYTES
            and 0 < slot.passes <= COSTLIEST.passes
            and CHEAPEST_MEMORY <= slot.memory <= COSTLIEST.memory
        ):
            # Or a damaged file could ask for more memory than there is.
            raise ValueError("not the cost of a passphrase")
    return Slots(check, slots)


def _plain(slots: Slots) -> dict[str, object]:
    return {"check": slots.check, "slots": [dict(_filled(slot)) for slot in slots.slots]}


def _filled(slot: Slot) -> Iterator[tuple[str, str | int | bool]]:
    for name in Slot.__slots__:
        if value := getattr(slot, name):
            yield name, value


def _fits(slots: Slots, key: bytes) -> bool:
    return hmac.compare_digest(slots.check, key_check(key))


def _unbox(wrapped: str, wrapping: bytes) -> bytes | None:
    from nacl.exceptions import CryptoError
    from nacl.secret import SecretBox

    try:
        return bytes(SecretBox(wrapping).decrypt(b64decode(wrapped)))
    except CryptoError:
        return None


def _stretch(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    from unicodedata import normalize

    from nacl.pwhash import argon2id

    # The same accents typed on two keyboards must give the same bytes.
    secret = normalize("NFKC", passphrase).encode()
    return argon2id.kdf(KEY_BYTES, secret, salt, opslimit=cost.passes, memlimit=cost.memory)


def _text(raw: bytes) -> str:
    return b64encode(raw).decode()
