"""The library of interventions, shared between schools as a list: looked at, then taken in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sendtui.errors import SendtuiError
from sendtui.models.incoming import Rejected
from sendtui.models.intervention import Intervention
from sendtui.rules.codes import BROAD_AREAS
from sendtui.services import interventions, writes
from sendtui.services.outfile import new_file
from sendtui.services.records import alike
from sendtui.store.store import Store


@dataclass(frozen=True, slots=True)
class Taking:
    """What a list would add and change; `same` are as they are here already."""

    new: tuple[Mapping[str, object], ...]
    changed: tuple[tuple[str, str, Mapping[str, object]], ...]
    """Id, name and the fields that differ."""
    same: int
    rejected: tuple[Rejected, ...]
    unknown: tuple[str, ...]


def look(store: Store, path: Path, today: date) -> Taking:
    """What a list of interventions would do here; nothing is written.

    Raises SendtuiError for a file that cannot be read, or is no such list.
    """
    from sendtui.formats import library_csv

    try:
        with path.open("rb") as file:
            found = library_csv.read(file, path.name)
    except OSError as problem:
        raise SendtuiError(
            f"{path.name} could not be opened: {problem.strerror or 'unknown reason'}."
        ) from None
    known = {alike(each.name): each for each in interventions.all_of(store, today)}
    new: dict[str, Mapping[str, object]] = {}
    changed: list[tuple[str, str, Mapping[str, object]]] = []
    rejected, same = list(found.rejected), 0
    for number, entry in found.entries:
        name = str(entry["name"])
        if alike(name) in new:
            rejected.append(Rejected(number, "name", name, "stands in the list twice"))
        elif entry.get("area") and entry["area"] not in BROAD_AREAS:
            codes = ", ".join(code.code for code in BROAD_AREAS)
            rejected.append(Rejected(number, "area", str(entry["area"]), f"is not one of {codes}"))
        elif (here := known.get(alike(name))) is None:
            new[alike(name)] = entry
        elif differs := {k: v for k, v in entry.items() if k != "name" and getattr(here, k) != v}:
            changed.append((here.id, here.name, differs))
        else:
            same += 1
    return Taking(tuple(new.values()), tuple(changed), same, tuple(rejected), found.unknown)


@writes
def take(store: Store, taking: Taking) -> int:
    """Take in what was looked at, in one act; how many were added and changed.

    Raises InvalidError where an entry does not hold: nothing is written then.
    """
    setting = store.setting
    with store.write("Take in a library of interventions") as tx:
        for entry in taking.new:
            interventions.added(tx, setting, entry)
        for id_, _, values in taking.changed:
            tx.put(Intervention.KIND, id_, values)
    return len(taking.new) + len(taking.changed)


def export(store: Store, path: Path, today: date) -> int:
    """Write every intervention to a list that another school can take in; how many.

    It names no child and no adult.
    """
    from sendtui.formats import library_csv

    found = interventions.all_of(store, today)
    with new_file(path) as file:
        return library_csv.write(
            file, ({name: getattr(each, name) for name in library_csv.COLUMNS} for each in found)
        )
