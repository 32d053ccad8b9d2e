"""Who a store is to others: a key that signs, a key that opens, and a fingerprint of both.

The fingerprint is 80 bits as 16 characters of Crockford's base32 in groups of four. It has no
I, L, O or U, so what is heard on the phone is what is written; typed back, an O is read as 0 and
an I or L as 1.
"""

import json
from dataclasses import dataclass, field
from hashlib import sha256

import pyrage
from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from sendtui.errors import DamagedError
from sendtui.formats.envelope import identity_of, recipient_of

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_HEARD = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


@dataclass(frozen=True, slots=True)
class Identity:
    """The two secret keys of a store; kept inside the encrypted case file and nowhere else."""

    seed: bytes = field(repr=False)
    """32 bytes: the seed of the Ed25519 key that signs."""
    secret: str = field(repr=False)
    """`AGE-SECRET-KEY-1…`: the age key that opens what is sealed to `seal`."""

    @classmethod
    def generate(cls) -> "Identity":
        """Two new random keys."""
        return cls(bytes(SigningKey.generate()), str(pyrage.x25519.Identity.generate()))

    @classmethod
    def from_json(cls, text: str) -> "Identity":
        """The identity that `to_json` wrote.

        Raises DamagedError for anything else.
        """
        try:
            kept = json.loads(text)
            identity = cls(bytes.fromhex(kept["seed"]), str(kept["secret"]))
            _ = identity.sign, identity.seal
        except (ValueError, TypeError, KeyError) as error:
            raise DamagedError("The keys of this case file cannot be read.") from error
        return identity

    def to_json(self) -> str:
        """The secret keys as text. It opens and signs everything: only for the encrypted store."""
        return json.dumps({"v": 1, "seed": self.seed.hex(), "secret": self.secret})

    @property
    def signing_key(self) -> SigningKey:
        """The key that signs files and cards."""
        return SigningKey(self.seed)

    @property
    def sign(self) -> str:
        """The public half of the signing key, 64 hex digits."""
        return bytes(self.signing_key.verify_key).hex()

    @property
    def seal(self) -> str:
        """The key that others seal files to, `age1…`."""
        return str(identity_of(self.secret).to_public())

    @property
    def fingerprint(self) -> str:
        """What to read out so that the other end knows it has these keys."""
        return fingerprint(self.sign, self.seal)


def fingerprint(sign: str, seal: str) -> str:
    """16 characters that stand for both public keys, `XXXX-XXXX-XXXX-XXXX`.

    Raises ValueError for keys that are none.
    """
    check_keys(sign, seal)
    digest = sha256(b"sendtui-fingerprint 1\n" + bytes.fromhex(sign) + seal.encode()).digest()
    number = int.from_bytes(digest[:10], "big")
    text = "".join(_LETTERS[number >> shift & 31] for shift in range(75, -1, -5))
    return "-".join(text[at : at + 4] for at in range(0, 16, 4))


def same_fingerprint(typed: str, expected: str) -> bool:
    """Whether what a person typed, in any case and grouping, is the fingerprint expected."""
    return typed.upper().translate(_HEARD) == expected.upper().translate(_HEARD)


def signed(key: SigningKey, what: str, body: bytes) -> str:
    """The signature, 128 hex digits, over a body that says what it is (`sendtui-card 1`)."""
    return key.sign(what.encode() + b"\n" + body).signature.hex()


def is_signed(sign: str, what: str, body: bytes, signature: str) -> bool:
    """Whether the holder of the signing key signed this body as what it says it is."""
    try:
        VerifyKey(bytes.fromhex(sign)).verify(
            what.encode() + b"\n" + body, bytes.fromhex(signature)
        )
    except (BadSignatureError, ValueError, TypeError):
        return False
    return True


def check_keys(sign: str, seal: str) -> None:
    """Nothing if both are public keys as cards and files write them; else ValueError."""
    if len(sign) != 64 or sign != sign.lower():
        raise ValueError("A signing key is 64 hex digits.")
    bytes.fromhex(sign)
    recipient_of(seal)
