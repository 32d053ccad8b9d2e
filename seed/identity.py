"""Numbers for made-up pupils, from ranges no real pupil or school can have.

The school is in LA 999, the dummy authority of the Department's own test data. UPNs are issued by
Bedfordshire (820) in years after it was abolished in 2009: each is right in form, as an old
authority in a UPN is, and can belong to nobody. Phones are from the ranges kept for drama, e-mail
from the domain kept for examples.
"""

from seed.chance import Chance
from sendtui.rules.identifiers import upn_letter

LA = "999"
ISSUED_BY = "820"
LAESTAB = "9992001"
URN = "990001"
UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"

TEMPORARY_SHARE = 0.02
BROKEN_SHARE = 0.01


def permanent_upn(number: int, allocated: int) -> str:
    """The UPN of the pupil of this number, allocated in the year of this number (0 to 99)."""
    body = f"{ISSUED_BY}{2001 + number // 1000:04d}{allocated % 100:02d}{number % 1000:03d}"
    return upn_letter(body) + body


def temporary_upn(number: int, allocated: int) -> str:
    """A UPN that ends in a letter: what a school gives until the real one is found."""
    body = f"{ISSUED_BY}{2001 + number // 1000:04d}{allocated % 100:02d}{number % 100:02d}"
    body += UPN_LETTERS[number // 100 % 10]
    return upn_letter(body) + body


def broken_upn(upn: str) -> str:
    """The same with a check letter that cannot be right."""
    return UPN_LETTERS[(UPN_LETTERS.index(upn[0]) + 7) % 23] + upn[1:]


def upn(number: int, allocated: int, draw: float) -> str:
    """A UPN, temporary or broken for the first draws of [0, 1) and right for all the rest."""
    if draw < TEMPORARY_SHARE:
        return temporary_upn(number, allocated)
    right = permanent_upn(number, allocated)
    return broken_upn(right) if draw < TEMPORARY_SHARE + BROKEN_SHARE else right


def phone(chance: Chance) -> str:
    """A number from the ranges that are never given to anybody."""
    if chance.happens(0.7):
        return f"07700 900{chance.below(1000):03d}"
    return f"01632 960{chance.below(1000):03d}"


def email(name: str) -> str:
    """An address that can never receive a message."""
    letters = "".join(c if c.isascii() and c.isalnum() else "." for c in name.lower())
    return f"{'.'.join(part for part in letters.split('.') if part)}@puddleby.example"
