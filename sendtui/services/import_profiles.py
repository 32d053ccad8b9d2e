"""Named answers to “which column is what”, asked once and kept with the setting."""

from collections.abc import Mapping

from sqlmodel import col, select

from sendtui.errors import SendtuiError
from sendtui.models.exchange import ImportProfile
from sendtui.services import writes
from sendtui.store.store import Store


def named(store: Store, name: str) -> ImportProfile:
    """The profile of this name.

    Raises SendtuiError where there is none, naming those there are.
    """
    found = [profile for profile in all_of(store) if profile.name.casefold() == name.casefold()]
    if not found:
        names = ", ".join(profile.name for profile in all_of(store)) or "none yet"
        raise SendtuiError(f"There is no import profile “{name}”. There are: {names}.")
    return found[0]


def all_of(store: Store) -> tuple[ImportProfile, ...]:
    """Every profile, by name."""
    with store.read() as session:
        return tuple(session.exec(select(ImportProfile).order_by(col(ImportProfile.name))))


@writes
def keep(
    store: Store, name: str, headings: Mapping[str, str], values: Mapping[str, str] | None = None
) -> str:
    """Keep a profile under a name, over one of that name, and return its id."""
    known = [profile for profile in all_of(store) if profile.name.casefold() == name.casefold()]
    fields = {"headings": dict(headings), "values": dict(values or {})}
    with store.write("Keep an import profile") as tx:
        if known:
            tx.put("import_profile", known[0].id, fields)
            return known[0].id
        return tx.add("import_profile", {"setting": store.setting, "name": name, **fields})
