"""Named answers to “which column is what”, asked once and kept with the setting."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlmodel import col, select

from sendtui.errors import InvalidError, Problem, SendtuiError
from sendtui.models.exchange import ImportProfile
from sendtui.services import writes
from sendtui.store.store import Store


@dataclass(frozen=True, slots=True)
class Answers:
    """What headings and words mean, kept or not; as `ImportProfile` has it."""

    headings: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)


def named(store: Store, name: str) -> ImportProfile:
    """The profile of this name.

    Raises SendtuiError where there is none, naming those there are.
    """
    found = [profile for profile in all_of(store) if profile.name.casefold() == name.casefold()]
    if not found:
        names = ", ".join(profile.name for profile in all_of(store)) or "none yet"
        raise SendtuiError(f"There is no import profile “{name}”. There are: {names}.")
    return found[0]


def with_more(
    store: Store, name: str, headings: Mapping[str, str], values: Mapping[str, str]
) -> Answers:
    """The answers kept under a name, if there are any, and these; nothing is kept yet.

    Raises InvalidError for what is no field.
    """
    _require_fields(headings, values)
    kept = [each for each in all_of(store) if each.name.casefold() == name.casefold()]
    before = Answers(kept[0].headings, kept[0].values) if kept else Answers()
    return Answers({**before.headings, **headings}, {**before.values, **values})


def all_of(store: Store) -> tuple[ImportProfile, ...]:
    """Every profile, by name."""
    with store.read() as session:
        return tuple(session.exec(select(ImportProfile).order_by(col(ImportProfile.name))))


@writes
def keep(
    store: Store, name: str, headings: Mapping[str, str], values: Mapping[str, str] | None = None
) -> str:
    """Keep a profile under a name, over one of that name, and return its id.

    Raises InvalidError for what is no field.
    """
    _require_fields(headings, values or {})
    known = [profile for profile in all_of(store) if profile.name.casefold() == name.casefold()]
    fields = {"headings": dict(headings), "values": dict(values or {})}
    with store.write("Keep an import profile") as tx:
        if known:
            tx.put("import_profile", known[0].id, fields)
            return known[0].id
        return tx.add("import_profile", {"setting": store.setting, "name": name, **fields})


def _require_fields(headings: Mapping[str, str], values: Mapping[str, str]) -> None:
    from sendtui.formats.synonyms import TITLES

    known = {*TITLES, ""}
    strange = [name for name in headings.values() if name not in known]
    strange += [said for said in values if said.partition(":")[0] not in {*TITLES, "flag"}]
    if strange:
        reason = f"is no field of a list: fields are {', '.join(TITLES)}"
        raise InvalidError(tuple(Problem(name, name, reason) for name in strange))
