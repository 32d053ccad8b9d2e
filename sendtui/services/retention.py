"""The list of files to be looked at again: kept on, or erased; a person decides each."""

import json
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

from sendtui.errors import UsageError
from sendtui.models import KINDS
from sendtui.models import kind as noun
from sendtui.rules.retention import REASONS, Kept, Review, Terms, review
from sendtui.services import writes
from sendtui.store.store import Store

if TYPE_CHECKING:
    from sendtui.formats.tables_xlsx import Table

_TERMS = "retention_terms"
_ROLL = frozenset(
    ("pupil", "status", "custom_value", "particulars", "attendance", "destination",
     "transfer_receipt", "retention_hold")
)  # fmt: skip
"""What comes with a school's roll, or with leaving it, and says nothing of a need."""

_LONGEST = 120


def terms(store: Store) -> Terms:
    """The setting's own terms, as they were last said; else the ones that are guidance."""
    kept = json.loads(store.note(_TERMS) or "{}")
    known = {name: int(kept[name]) for name in asdict(Terms()) if name in kept}
    return Terms(**known)


@writes
def say_terms(store: Store, said: Terms) -> None:
    """Say for how long this setting keeps files; kept in this copy.

    Raises UsageError for a term nobody keeps anything for.
    """
    for years in asdict(said).values():
        if not 0 <= years <= _LONGEST:
            raise UsageError(f"A file is kept for 0 to {_LONGEST} years.")
    store.keep_note(_TERMS, json.dumps(asdict(said)))


def reviews(store: Store, until: date) -> tuple[Review, ...]:
    """The files that are to be looked at again by a day, the longest due first.

    Those whose day cannot be told come first of all.
    """
    said = terms(store)
    found = (review(one, said) for one in _kept(store))
    wanted = [r for r in found if r is not None and (r.day is None or r.day <= until)]
    return tuple(sorted(wanted, key=lambda r: (r.day or date.min, r.name.casefold())))


def _kept(store: Store) -> list[Kept]:
    with store.read() as session:
        ask = session.connection().exec_driver_sql
        register = set(ask("SELECT DISTINCT pupil FROM status WHERE status <> 'N'").scalars())
        for kept in ("plan", '"case"'):
            register |= set(ask(f"SELECT DISTINCT pupil FROM {kept}").scalars())
        recorded: set[str] = set()
        for name in KINDS:
            if name not in _ROLL and "pupil" in noun(name).twin.model_fields:
                recorded |= set(ask(f'SELECT DISTINCT pupil FROM "{name}"').scalars())
        return [
            Kept(
                id_,
                f"{surname}, {forename}" if forename else surname,
                date.fromisoformat(born) if born else None,
                date.fromisoformat(left) if left else None,
                id_ in register,
                id_ in recorded,
            )
            for id_, surname, forename, born, left in ask(
                "SELECT id, surname, forename, born, left_on FROM pupil"
            )
        ]


HEADINGS = ("Pupil", "Looked at again", "Why")


def lines(found: tuple[Review, ...]) -> list[tuple[str, date | None, str]]:
    """The list as cells under `HEADINGS`."""
    return [(r.name, r.day, r.because) for r in found]


def tables(found: tuple[Review, ...]) -> "tuple[Table, ...]":
    """The list as a sheet, with room for what was decided."""
    from sendtui.formats.tables_xlsx import Table

    heads = (*HEADINGS, "Kept on until, and why", "Erased on", "By")
    return (Table("Retention", heads, [(*line, "", "", "") for line in lines(found)]),)


def why(said: Review) -> str:
    """The sort of a file, in words."""
    return REASONS[said.why]
