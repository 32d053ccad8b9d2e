"""Whose a field is, the school export's or the SENCO's, and what of a file is held back for that.

The school's system is right about who a pupil is: identifiers, names, class, year. Of SEN status,
needs and the next review the SENCO is, once anything of it was recorded here by hand. A profile may
say otherwise, field by field. Whatever it says, a SEN status is never lowered unasked.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sendtui.errors import UsageError
from sendtui.services.differing import Edit
from sendtui.services.known import Known

if TYPE_CHECKING:
    from sendtui.formats.register_in import Reading

SCHOOL, SENCO = "school", "senco"
OWNERS = (SCHOOL, SENCO)

EVERYTHING = ""
"""As a pupil: everybody. As a field: all of them."""

BY_HAND = "recorded here by hand"
OWNED = "the SENCO's own field"
LOWERS = "would lower the SEN status"

_OF_THE_SENCO = frozenset({"status", "need", "next_review"})
_TOGETHER = {
    "needs": "need", "need_1": "need", "need_2": "need", "need_3": "need", "need_4": "need",
    "need_rank": "need", "status_since": "status", "plan_since": "status",
    "parents_told_on": "status", "former_upn": "upn", "review": "next_review",
}  # fmt: skip
"""Fields that are taken together with another."""

_SUPPORT = {"N": 0, "A": 1, "P": 1, "K": 1, "S": 2, "E": 2}

Take = frozenset[tuple[str, str]]
"""What is to be taken although it is held back: (pupil, field), either of which may be all."""


@dataclass(frozen=True, slots=True)
class Held:
    """What a file says of one field and the record keeps as it is, and why."""

    field: str
    edits: tuple[Edit, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Rules:
    """Whose the fields of a file are; of our own export every field is the SENCO's own edit."""

    owners: Mapping[str, str] = field(default_factory=dict)
    is_own: bool = False

    def divide(
        self, edits: Iterable[Edit], pupil: str, now: Known, take: Take
    ) -> tuple[tuple[Edit, ...], tuple[Held, ...]]:
        """The edits to be written, and what is held back until a person says otherwise."""
        kept: list[Edit] = []
        held: dict[tuple[str, str], list[Edit]] = {}
        for edit in edits:
            for name, part in _parts(edit):
                why = "" if _is_taken(take, pupil, name) else self._why(name, part, now)
                if not why:
                    kept.append(part)
                    continue
                news, contested = _apart(part) if why != LOWERS else (None, part)
                if news is not None:
                    kept.append(news)
                if contested is not None:
                    held.setdefault((name, why), []).append(contested)
        return tuple(_whole(kept)), tuple(Held(n, tuple(e), why) for (n, why), e in held.items())

    def _why(self, name: str, edit: Edit, now: Known) -> str:
        """Why an edit is held back; empty where it is not."""
        if _lowers(edit):
            return LOWERS
        if self.is_own:
            return ""
        said = self.owners.get(name, "")
        if said == SENCO:
            return OWNED if _has(name, edit, now) else ""
        if said == SCHOOL or name not in _OF_THE_SENCO:
            return ""
        if name == "next_review":
            return BY_HAND if now.next_review or "action" in now.by_hand else ""
        return BY_HAND if name in now.by_hand else ""


def rules(lines: "Reading") -> Rules:
    """Whose the fields of this file are, as its profile says."""
    return Rules(lines.owners, lines.is_own)


def owner_of(name: str, owners: Mapping[str, str]) -> str:
    """Whose a field is: as has been said, else as it is where nobody says so."""
    found = _TOGETHER.get(name, name)
    return owners.get(found) or (SENCO if found in _OF_THE_SENCO else SCHOOL)


def handed_over(name: str, owners: Mapping[str, str]) -> dict[str, str]:
    """Whose the fields are once this one is the other's; what needs not be said is left out."""
    found = one_field(name)
    other = SCHOOL if owner_of(found, owners) == SENCO else SENCO
    rest = {field: who for field, who in owners.items() if field != found}
    return rest if owner_of(found, rest) == other else {**rest, found: other}


def one_field(name: str) -> str:
    """The field that owners and choices go by: what is taken together has one name.

    Raises UsageError for what is no field.
    """
    from sendtui.formats.synonyms import TITLES

    found = _TOGETHER.get(name, name)
    if found not in TITLES:
        known = ", ".join(one for one in TITLES if one not in _TOGETHER and one != "full_name")
        raise UsageError(f"“{name}” is no field of a list. Fields are: {known}.")
    return found


def _is_taken(take: Take, pupil: str, name: str) -> bool:
    return any((who, what) in take for who in (pupil, EVERYTHING) for what in (name, EVERYTHING))


def _parts(edit: Edit) -> Iterable[tuple[str, Edit]]:
    """An edit by the fields that owners go by; of a pupil's own values each field is one."""
    if edit.kind == "flag":
        yield f"flag:{edit.before.get('code') or edit.values.get('code')}", edit
    elif edit.kind == "action":
        yield "next_review", edit
    elif edit.kind != "pupil":
        yield edit.kind, edit
    else:
        together = {"former_upn": "upn"} if "upn" in edit.values else {}
        names = {name: together.get(name, name) for name in edit.values}
        for name in dict.fromkeys(names.values()):
            yield name, _only(edit, [one for one, of in names.items() if of == name])


def _apart(edit: Edit) -> tuple[Edit | None, Edit | None]:
    """What fills a blank of a record that is here, and what contests a value it has."""
    if not edit.record or edit.kind == "need":
        return None, edit
    blank = [name for name in edit.values if edit.before.get(name) in (None, "")]
    contested = [name for name in edit.values if name not in blank]
    return _only(edit, blank) if blank else None, _only(edit, contested) if contested else None


def _only(edit: Edit, names: Collection[str]) -> Edit:
    return replace(edit, values={name: edit.values[name] for name in names})


def _whole(edits: Iterable[Edit]) -> list[Edit]:
    """The edits with those of one record put together again."""
    made: dict[tuple[str, str], Edit] = {}
    for number, edit in enumerate(edits):
        key = (edit.kind, edit.record or f"new {number}")
        before = made.get(key)
        values = {**before.values, **edit.values} if before else edit.values
        made[key] = replace(edit, values=values)
    return list(made.values())


def _lowers(edit: Edit) -> bool:
    was, becomes = edit.before.get("status"), edit.values.get("status")
    if edit.kind != "status" or not was or not becomes:
        return False
    return _SUPPORT.get(str(becomes), 0) < _SUPPORT.get(str(was), 0)


def _has(name: str, edit: Edit, now: Known) -> bool:
    """Whether the record says anything of a field that is the SENCO's whoever wrote it."""
    if name == "status":
        return bool(now.steps)
    if name == "need":
        return bool(now.needs or now.ending or now.ended)
    if name == "next_review":
        return now.next_review is not None or now.review is not None
    if edit.kind == "flag":
        return True
    return any(edit.before.get(one) not in (None, "") for one in edit.values)
