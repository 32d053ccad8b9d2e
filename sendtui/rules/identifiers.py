"""The numbers of pupils, schools and authorities: their form and their check digits.

A check reports and never refuses: what is odd but may well be what the school holds is
`plausible`, and is kept and flagged. `value` is the number as it should be stored.
"""

import re
from dataclasses import dataclass
from datetime import date
from itertools import count
from operator import mul

from sendtui.rules.authorities import AUTHORITIES, successors

_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
"""The 23 letters of a UPN: I, O and S are never used."""

_WORTH = {str(n): n for n in range(10)} | {c: n for n, c in enumerate(_LETTERS)}
"""What a character of a UPN counts for its check letter."""

_UPN = re.compile(rf"[{_LETTERS}][0-9]{{11}}[0-9{_LETTERS}]")


@dataclass(frozen=True, slots=True)
class Check:
    """What a number turned out to be.

    `ok`: form and check digit are right. `plausible`: at least the form is, so it can be kept.
    `kind`: permanent or temporary for a UPN, else "". `problem`: what is wrong, in words.
    `expected`: the check letter or digit that would be right. `note`: odd, but not wrong.
    """

    value: str
    ok: bool
    kind: str = ""
    problem: str = ""
    expected: str = ""
    plausible: bool = False
    note: str = ""


def _tidy(text: str) -> str:
    return re.sub(r"[\s\u200b-\u200d\ufeff]", "", text).upper()


def _refused(value: str, problem: str) -> Check:
    return Check(value, False, problem=problem)


def upn_letter(body: str) -> str:
    """The check letter for characters 2 to 13 of a UPN, digits or a temporary one's last letter.

    Raises ValueError for a character that no UPN has.
    """
    try:
        worths = [_WORTH[c] for c in body]
    except KeyError as stranger:
        raise ValueError(f"no UPN has the character {stranger}") from None
    return _LETTERS[sum(map(mul, worths, count(2))) % 23]


def check_upn(text: str) -> Check:
    """Whether a unique pupil number is right, and whether it is permanent or temporary.

    The authority in it is the one that issued it, for life, so an old code is right.
    """
    value = _tidy(text)
    if not _UPN.fullmatch(value):
        return _refused(value, _upn_form(value))
    kind = "temporary" if value[-1].isalpha() else "permanent"
    expected = upn_letter(value[1:])
    if value[0] != expected:
        problem = f"The check letter is {value[0]} and should be {expected}: look for a mistyping."
        return Check(value, False, kind, problem, expected, plausible=True)
    note = "" if value[1:4] in AUTHORITIES else f"{value[1:4]} is no English local authority."
    return Check(value, True, kind, expected=expected, plausible=True, note=note)


def _upn_form(value: str) -> str:
    if not value:
        return "There is no UPN."
    if len(value) != 13:
        return f"A UPN has 13 characters and this has {len(value)}."
    if value[0] in "IOS" or value[-1] in "IOS":
        return "A UPN never has the letters I, O or S: perhaps 1, 0 or 5 is meant."
    if "O" in value[1:] or "I" in value[1:]:
        return "A letter stands where a digit belongs: perhaps 0 or 1 is meant."
    return "A UPN is a letter and 12 digits; a temporary one ends in a letter."


def check_uln(text: str) -> Check:
    """Whether a unique learner number is right: ten digits, modulus 11, never beginning with 0."""
    value = _tidy(text)
    if not re.fullmatch("[1-9][0-9]{9}", value):
        return _refused(value, "A ULN has 10 digits and does not begin with 0.")
    rest = _weighted(value[:9]) % 11
    if not rest:
        return Check(value, False, problem="No ULN begins with these nine digits.", plausible=True)
    note = "" if value != "9999999999" else "9999999999 is what some systems write for not known."
    return _by_digit(value, str(10 - rest), note)


def check_nhs_number(text: str) -> Check:
    """Whether an NHS number is right: ten digits, modulus 11; written 3-3-4 or without gaps."""
    value = _tidy(text).replace("-", "")
    if not re.fullmatch("[0-9]{10}", value):
        return _refused(value, "An NHS number has 10 digits.")
    digit = (11 - _weighted(value[:9]) % 11) % 11
    if digit == 10:
        problem = "No NHS number begins with these nine digits."
        return Check(value, False, problem=problem, plausible=True)
    note = "Numbers that begin with 999 are for tests." if value.startswith("999") else ""
    return _by_digit(value, str(digit), note)


def _weighted(nine: str) -> int:
    return sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), nine, strict=True))


def _by_digit(value: str, expected: str, note: str) -> Check:
    if value[-1] == expected:
        return Check(value, True, expected=expected, plausible=True, note=note)
    problem = f"The last digit is {value[-1]} and should be {expected}: look for a mistyping."
    return Check(value, False, "", problem, expected, plausible=True, note=note)


def check_urn(text: str) -> Check:
    """Whether a school's unique reference number has its form: six digits."""
    value = _tidy(text)
    if not re.fullmatch("[1-9][0-9]{5}", value):
        return _refused(value, "A URN has 6 digits.")
    note = "" if value[0] == "1" else "English schools have URNs that begin with 1."
    return Check(value, True, plausible=True, note=note)


def check_la(text: str, day: date) -> Check:
    """Whether a three-digit code is that of a local authority there is on this day."""
    value = _tidy(text)
    if not re.fullmatch("[0-9]{3}", value):
        return _refused(value, "A local authority has a code of 3 digits.")
    if value not in AUTHORITIES:
        return _refused(value, "No English local authority has this code.")
    after = " and ".join(successors(value))
    if not AUTHORITIES.valid(value, day):
        problem = f"{AUTHORITIES.label(value)} is no authority on this day"
        problem += f": its successors are {after}." if after else "."
        return Check(value, False, problem=problem, plausible=True)
    return Check(value, True, plausible=True)


def check_estab(text: str) -> Check:
    """Whether an establishment number has its form: four digits, leading zeros kept."""
    value = _tidy(text)
    if not re.fullmatch("[0-9]{4}", value):
        return _refused(value, "An establishment number has 4 digits.")
    return Check(value, True, plausible=True)


def check_laestab(text: str) -> Check:
    """Whether a school's DfE number has its form: seven digits, often written NNN/NNNN."""
    value = re.sub(r"^([0-9]{3})[/-]([0-9]{4})$", r"\1\2", _tidy(text))
    if not re.fullmatch("[0-9]{7}", value):
        return _refused(value, "A DfE number has 7 digits: 3 for the authority, 4 for the school.")
    note = "" if value[:3] in AUTHORITIES else f"{value[:3]} is no English local authority."
    return Check(value, True, plausible=True, note=note)


def check_ukprn(text: str) -> Check:
    """Whether a UK provider reference number has its form: eight digits beginning with 1."""
    value = _tidy(text)
    if not re.fullmatch("1[0-9]{7}", value):
        return _refused(value, "A UKPRN has 8 digits and begins with 1.")
    return Check(value, True, plausible=True)
