"""The cells of a list of pupils, each read by the rules of its column.

A reading function gives (value, what is odd about it or "") and raises ValueError with the reason
where the cell cannot be used.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date

from sendtui.formats.dates import read_date
from sendtui.formats.headings import SCHOOLS_OWN, Profile
from sendtui.formats.names import split_name
from sendtui.rules import wording
from sendtui.rules.codes import FLAGS, NEED_TYPES, SEN_PROVISION
from sendtui.rules.ethnicity import ETHNICITY
from sendtui.rules.identifiers import Check, check_nhs_number, check_uln, check_upn

Read = Callable[[str], tuple[object, str]]

MAX_NAME = 200
MAX_OWN = 4_000
MAX_NEEDS = 300
"""Characters in a cell of needs; longer ones are prose, not types."""

BLANKS = frozenset({"", "-", "–", "—", "--", "n/a", "N/A", "#N/A", "null", "NULL", "(blank)"})
"""What reports write for a cell with nothing in it."""

_MEMORY = 20_000
_ERRORS = frozenset({"#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#N/A"})
_DATES = frozenset({"born", "status_since", "plan_since", "parents_told_on", "left_on"})
_DATES |= {"last_review", "next_review"}
_CHECKS: dict[str, Callable[[str], Check]] = {
    "uln": check_uln,
    "nhs_number": check_nhs_number,
}


class _Remembered(dict[str, tuple[object, str]]):
    """A reading function that keeps what it has read: a list says the same few things over."""

    __slots__ = ("_read",)

    def __init__(self, read: Read) -> None:
        self._read = read

    def __missing__(self, text: str) -> tuple[object, str]:
        if len(self) >= _MEMORY:
            self.clear()
        found = self[text] = self._read(text)
        return found


def reading_for(field: str, profile: Profile | None, as_at: date | None) -> Read:
    """How the cells of this field's column are read; `as_at` is the day the file speaks of."""
    said = _said(field, profile)
    if field in ("upn", "former_upn"):
        return _upn if field == "upn" else _former_upn
    if field == "full_name":
        first = said.get("order", "").casefold().startswith("surname")
        return lambda text: _full_name(text, first)
    if field.startswith(SCHOOLS_OWN):
        return _own
    base = _base(field, said, as_at)
    if base is _words:
        return _words

    def read(text: str) -> tuple[object, str]:
        told = said.get(_fold(text))
        return (None, "") if told == "" else base(plain(text if told is None else told))

    return _Remembered(read).__getitem__


def _base(field: str, said: Mapping[str, str], as_at: date | None) -> Read:
    if field in _DATES:
        return lambda text: (_born(text, as_at) if field == "born" else read_date(text), "")
    if field in _CHECKS:
        return lambda text: _number(text, _CHECKS[field])
    if field.startswith("flag:"):
        return lambda text: _flag(text, field)
    if field in ("need", "need_1", "need_2", "need_3", "need_4"):
        first = int(field[5:] or 1)
        return lambda text: _needs(text, first, said, as_at)
    return {
        "status": _status,
        "sex": _sex,
        "nc_year": _nc_year,
        "need_rank": _rank,
        "flags": _flags,
        "status_history": _steps,
        "dated_needs": lambda text: _dated_needs(text, said, as_at),
        "contacts": _contacts,
        "attended": _attended,
        "schools": _schools,
        "ethnicity": _ethnicity,
    }.get(field, _words)


def _said(field: str, profile: Profile | None) -> dict[str, str]:
    """What the profile says the words in this column mean, by the words as they are compared."""
    is_need = field == "dated_needs" or (field.startswith("need_") and field != "need_rank")
    family = "need" if is_need else field
    head = f"{family}:"
    values = profile.values.items() if profile else ()
    return {_fold(k[len(head) :]): v.strip() for k, v in values if k.startswith(head)}


def _fold(text: str) -> str:
    return " ".join(text.split()).casefold()


def plain(text: str) -> str:
    """A cell's text without a spreadsheet's wrapping: ="0123" and the apostrophe before a sign.

    Raises ValueError for a formula or for the error a formula left behind.
    """
    if text[0] == "'" and text[1:2] in ("+", "-", "@", "\t"):
        return text[1:].strip()
    if text.startswith(("=", "'=")):
        if len(text) > 3 and text[1] == '"' and text[-1] == '"' and '"' not in text[2:-1]:
            return text[2:-1].strip()
        raise ValueError("a formula, not a value: save the file with values only")
    if text in _ERRORS:
        raise ValueError("what a spreadsheet shows for a broken formula: type the value itself")
    return text


def _own(text: str) -> tuple[object, str]:
    text = plain(text)
    if len(text) > MAX_OWN:
        raise ValueError(f"longer than {MAX_OWN:,} characters: is it in the wrong column?")
    return text, ""


def _words(text: str) -> tuple[object, str]:
    if text[0] in "='#":
        text = plain(text)
    words = " ".join(text.split())
    if len(words) > MAX_NAME:
        raise ValueError(f"longer than {MAX_NAME} characters: is it in the wrong column?")
    return words, ""


def _full_name(text: str, surname_first: bool) -> tuple[object, str]:
    words = str(_words(text)[0])
    surname, forename, certain = split_name(words, surname_first)
    if not surname:
        raise ValueError("no surname in the name: write it as Surname, Forename")
    if certain:
        return (surname, forename), ""
    if not forename:
        return (surname, forename), "The name is a single word and was taken for the surname."
    return (surname, forename), "The name was cut before its surname by guess: check it."


def _upn(text: str) -> tuple[object, str]:
    check = check_upn(plain(text))
    if not check.plausible:
        raise ValueError(_lower(check.problem))
    if check.problem:
        return check.value, f"UPN: {_lower(check.problem)}."
    if check.kind == "temporary":
        return check.value, "The UPN is temporary."
    return check.value, f"UPN: {check.note}" if check.note else ""


def _former_upn(text: str) -> tuple[object, str]:
    value, odd = _upn(text)
    return value, odd.replace("UPN", "Former UPN", 1) if odd else ""


def _number(text: str, check: Callable[[str], Check]) -> tuple[object, str]:
    found = check(text)
    if not found.plausible:
        raise ValueError(_lower(found.problem))
    name = "ULN" if check is check_uln else "NHS number"
    return found.value, f"{name}: {_lower(found.problem)}." if found.problem else ""


def _lower(sentence: str) -> str:
    """A sentence as the second half of one, its full stop gone; an acronym keeps its capitals."""
    tail = sentence.rstrip(".")
    return tail if tail[1:2].isupper() else tail[:1].lower() + tail[1:]


def _born(text: str, as_at: date | None) -> date:
    born = read_date(text)
    if as_at and born > as_at:
        raise ValueError(f"a date of birth after {as_at:%d/%m/%Y}")
    return born


def _how_to_say(field: str, text: str, meant: str) -> str:
    """Where to say what words mean, with the word of a command as it is typed at a prompt."""
    word = f"{field}:{text}={meant}"
    typed = f'"{word}"' if " " in word else word
    return f"in the app or with --profile NAME --value {typed}"


def _status(text: str) -> tuple[object, str]:
    code = wording.sen_status(text)
    if code is None:
        raise ValueError(
            "not a SEN status that is known: write N, K or E, or say what it means, "
            + _how_to_say("status", text, "K")
        )
    old = wording.old_sen_status(text)
    if old is None:
        return code, ""
    return code, f"{SEN_PROVISION.label(old)} was read as {SEN_PROVISION.label(code)}."


def _sex(text: str) -> tuple[object, str]:
    code = wording.sex(text)
    return (code, "") if code else (None, f"Sex “{text}” is neither F nor M and was left blank.")


def _nc_year(text: str) -> tuple[object, str]:
    code = wording.nc_year(text)
    if code is None:
        raise ValueError(
            "not an NC year that is known: write R, 1 to 14, N1, N2 or X, or say what it means, "
            + _how_to_say("nc_year", text, "7")
        )
    return code, ""


def _rank(text: str) -> tuple[object, str]:
    digits = text.removesuffix(".0")
    if digits.isascii() and digits.isdigit() and 1 <= int(digits[:3]) <= 99:
        return int(digits[:3]), ""
    raise ValueError("not a rank: write 1 for the primary need, 2 for the next")


def _flag(text: str, field: str) -> tuple[object, str]:
    word = _fold(text)
    answer = wording.yes_no(text)
    if field == "flag:YC" and word in ("p", "s"):
        answer = True
    if field == "flag:SERVICE" and word in ("u", "r"):
        return None, ""
    if answer is None and word == field[5:].casefold():
        answer = True
    if answer is None:
        return None, f"“{text}” is neither yes nor no for {field[5:]} and was left out."
    return answer, ""


def _flags(text: str) -> tuple[object, str]:
    words = [word.strip() for word in re.split("[;,|/]", text) if word.strip()]
    known = tuple(dict.fromkeys(word.upper() for word in words if word.upper() in FLAGS))
    strange = ", ".join(word for word in words if word.upper() not in FLAGS)
    return known, f"“{strange}” is no flag that is known and was left out." if strange else ""


def _needs(
    text: str, first: int, said: Mapping[str, str], as_at: date | None
) -> tuple[object, str]:
    if len(text) > MAX_NEEDS:
        raise ValueError(f"longer than {MAX_NEEDS} characters: write the types of need, as codes")
    read = wording.need_types(text)
    ranked = [(found.rank, found.code) for found in read.found]
    faults = []
    for unknown in read.unknown:
        told = said.get(_fold(unknown.text))
        if told is None:
            faults.append(_unknown_need(unknown))
        elif told:
            ranked.append((unknown.rank, told))
    strange = [code for _, code in ranked if code not in NEED_TYPES]
    faults += [f"the profile says {code}, which is no type of need" for code in strange]
    if faults:
        raise ValueError("; ".join(faults))
    ranked.sort()
    odd = " ".join(note for _, code in ranked if (note := _out_of_date(code, as_at)))
    return tuple((rank + first - 1, code) for rank, code in ranked), odd


def _steps(text: str) -> tuple[object, str]:
    """Steps as `K 2020-11-02; E 2023-02-20`, in the order of their days; one may lack its day."""
    made: list[tuple[str, date | None]] = []
    odd = ""
    for part in filter(None, map(str.strip, text.split(";"))):
        code, _, day = part.partition(" ")
        if code == "Q":
            code, odd = "P", "The SEN status Q of old was kept as School Action Plus."
        if code not in SEN_PROVISION:
            raise ValueError(f"“{code}” is no SEN status: write N, K, E, A, P or S")
        made.append((code, read_date(day.strip()) if day.strip() else None))
    made.sort(key=lambda step: step[1] or date.min)
    return tuple(made), odd


def _dated_needs(text: str, said: Mapping[str, str], as_at: date | None) -> tuple[object, str]:
    """Needs as `1 SLCN 2020-11-02; 2 ASD 2022-05-09/2023-01-01`, the last of its days after a /."""
    made, odd = [], []
    for part in filter(None, map(str.strip, text.split(";"))):
        rank, _, rest = part.partition(" ")
        code, _, days = rest.strip().partition(" ")
        code = said.get(_fold(code), code)
        if code == "":
            continue
        if code not in NEED_TYPES:
            how = _how_to_say("need", code, "CODE")
            raise ValueError(f"“{code}” is no type of need: say what it means, {how}")
        since, _, until = (day.strip() for day in days.partition("/"))
        dated = (read_date(since) if since else None, read_date(until) if until else None)
        if dated[0] and dated[1] and dated[1] < dated[0]:
            raise ValueError(f"the need {code} ends before it begins")
        made.append((code, _rank(rank)[0], *dated))
        odd.append("" if dated[1] else _out_of_date(code, as_at))
    return tuple(made), " ".join(filter(None, odd))


def _unknown_need(unknown: wording.NeedUnknown) -> str:
    how = _how_to_say("need", unknown.text, unknown.suggestion or "CODE")
    return f"“{unknown.text}” is {unknown.why}: write the code, or say what it means, {how}"


def _out_of_date(code: str, as_at: date | None) -> str:
    known = NEED_TYPES[code]
    if known.valid_to and (as_at is None or as_at > known.valid_to):
        return f"{code} is no longer a type of need: choose what took its place."
    if as_at and known.valid_from and as_at < known.valid_from:
        return f"{code} was not a type of need before {known.valid_from:%d/%m/%Y}."
    return ""


def _contacts(text: str) -> tuple[object, str]:
    """Contacts as `name | role | responsible | phone | e-mail | address`, between semicolons."""
    made = []
    for part in filter(None, map(str.strip, text.split(";"))):
        name, *rest = (each.strip() for each in part.split("|"))
        role, responsible, phone, email, address = (*rest, "", "", "", "", "")[:5]
        if name:
            made.append((name, role, bool(responsible), phone, email, address))
    return tuple(made), ""


def _attended(text: str) -> tuple[object, str]:
    """Years as `2025-09-01/2026-07-06 372 339 7`: sessions possible, attended, unauthorised."""
    made, odd = [], ""
    for part in filter(None, map(str.strip, text.split(";"))):
        days, *counts = part.split()
        since, _, until = days.partition("/")
        known = [int(count) for count in counts if count.isdecimal()]
        if len(known) < 3 or known[1] > known[0] or max(known) > 1_000:
            odd = "Attendance with impossible figures was not taken."
            continue
        made.append((read_date(since), read_date(until), *known[:3]))
    return tuple(made), odd


def _schools(text: str) -> tuple[object, str]:
    """Schools that were left as `name | URN | first day/last day`, between semicolons."""
    made, odd = [], ""
    for part in filter(None, map(str.strip, text.split(";"))):
        name, urn, days = (*(each.strip() for each in part.split("|")), "", "")[:3]
        since, _, until = days.partition("/")
        first, last = read_date(since) if since else None, read_date(until)
        if first and last < first:
            odd = "A school that was left before it was entered was not taken."
            continue
        made.append((name, urn, first, last))
    return tuple(made), odd


def _ethnicity(text: str) -> tuple[object, str]:
    code = text.strip().upper()
    if code in ETHNICITY:
        return code, ""
    return None, f"The ethnicity “{text[:20]}” is no census code and was not taken."
