"""Named answers to “which column is what”, asked once and kept with the setting."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from sqlmodel import col, select

from sendtui.errors import InvalidError, Problem, SendtuiError
from sendtui.models.exchange import ImportProfile
from sendtui.services import writes
from sendtui.services.owners import OWNERS
from sendtui.store.store import Store


@dataclass(frozen=True, slots=True)
class Answers:
    """What headings and words mean and whose fields are, kept or not; as `ImportProfile` has it."""

    headings: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    owners: Mapping[str, str] = field(default_factory=dict)


def named(store: Store, name: str) -> ImportProfile:
    """The profile of this name.

    Raises SendtuiError where there is none, naming those there are.
    """
    found = [profile for profile in all_of(store) if profile.name.casefold() == name.casefold()]
    if not found:
        names = ", ".join(profile.name for profile in all_of(store)) or "none yet"
        raise SendtuiError(f"There is no import profile “{name}”. There are: {names}.")
    return found[0]


def with_more(store: Store, name: str, more: Answers) -> Answers:
    """The answers kept under a name, if there are any, and these; nothing is kept yet.

    Raises InvalidError for what is no field.
    """
    _require_fields(more)
    kept = [each for each in all_of(store) if each.name.casefold() == name.casefold()]
    if not kept:
        return more
    return Answers(
        {**kept[0].headings, **more.headings},
        {**kept[0].values, **more.values},
        {**kept[0].owners, **more.owners},
    )


def all_of(store: Store) -> tuple[ImportProfile, ...]:
    """Every profile, by name."""
    with store.read() as session:
        asked = select(ImportProfile).where(ImportProfile.sort == "")
        return tuple(session.exec(asked.order_by(col(ImportProfile.name))))


@writes
def keep(store: Store, name: str, answers: Answers) -> str:
    """Keep a profile under a name, over one of that name, and return its id.

    Raises InvalidError for what is no field.
    """
    _require_fields(answers)
    known = [profile for profile in all_of(store) if profile.name.casefold() == name.casefold()]
    fields = {name: dict(said) for name, said in asdict(answers).items()}
    with store.write("Keep an import profile") as tx:
        if known:
            tx.put("import_profile", known[0].id, fields)
            return known[0].id
        return tx.add("import_profile", {"setting": store.setting, "name": name, **fields})


@writes
def forget(store: Store, name: str) -> str:
    """Forget the profile of this name, and return its name; what was read by it stays.

    Raises SendtuiError where there is none, naming those there are.
    """
    found = named(store, name)
    with store.write("Forget an import profile") as tx:
        tx.remove("import_profile", found.id)
    return found.name


def _require_fields(answers: Answers) -> None:
    from sendtui.formats.headings import SCHOOLS_OWN
    from sendtui.formats.synonyms import TITLES

    known = {*TITLES, ""}
    said = (name for name in answers.headings.values() if not name.startswith(SCHOOLS_OWN))
    strange = [name for name in said if name not in known]
    strange += [said for said in answers.values if said.partition(":")[0] not in {*TITLES, "flag"}]
    strange += [name for name, who in answers.owners.items() if who not in OWNERS]
    if strange:
        reason = f"is no field of a list: fields are {', '.join(TITLES)}"
        raise InvalidError(tuple(Problem(name, name, reason) for name in strange))
