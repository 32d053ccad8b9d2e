"""The case list of an authority's own system taken in: shown first, one act, no news twice.

The list is the other system's: what it owns (who holds a case, its stage, its dates) is brought up
to date, and what is ours in it is held back and told. A date that has changed puts the event right;
nothing is ever taken away because a list is silent.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sendtui.errors import SendtuiError
from sendtui.models.incoming import Rejected
from sendtui.rules.counting import counted
from sendtui.services import case_profiles, writes
from sendtui.services.case_receive_lines import Plan, Told, Walk
from sendtui.services.import_profiles import Answers
from sendtui.services.receive_minds import no_school
from sendtui.store.store import Store
from sendtui.store.transaction import Transaction

if TYPE_CHECKING:
    from sendtui.formats.case_list_in import CaseList

LABEL = "Import a case list"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a list would do; `digest` is handed back when it is taken in.

    `absent` are open cases that stand under a reference of this system and not in the list; `minds`
    sentences to be read first.
    """

    new_pupils: tuple[Told, ...]
    new_cases: tuple[Told, ...]
    changed: tuple[Told, ...]
    held_back: tuple[Told, ...]
    unchanged: int
    absent: tuple[Told, ...]
    rejected: tuple[Rejected, ...]
    left_out: tuple[str, ...]
    digest: str
    minds: tuple[str, ...] = ()

    @property
    def changes_nothing(self) -> bool:
        """Whether taking it in would write nothing."""
        return not (self.new_pupils or self.new_cases or self.changed)


def preview(
    store: Store, path: Path, today: date, *, answers: Answers | str = "", process: str = ""
) -> Shown:
    """What a list would do to the record as it is now.

    `answers` are those of a profile, or its name; `process` is that of a list without a column for
    it. Raises SendtuiError for a file that is no case list.
    """
    told = case_profiles.answers_of(store, answers)
    with _reading(path, told) as cases, store.read() as session:
        plan = Walk(store, session, today, told, process).through(cases)
        return Shown(
            tuple(plan.new_pupils),
            tuple(plan.new_cases),
            tuple(plan.changed),
            tuple(plan.held_back),
            plan.unchanged,
            tuple(plan.absent),
            tuple(plan.rejected),
            cases.unknown,
            plan.digest,
            tuple(_minds(plan)),
        )


def _minds(plan: Plan) -> Iterator[str]:
    if plan.without_school:
        yield no_school(plan.without_school)
    if plan.undecided:
        yield (
            f"Of {counted(plan.undecided, 'review')} the day of the decision is there and not what "
            "was decided: it is not taken in. c, or --column HEADING=review_outcome, names that "
            "column."
        )


@writes
def receive(
    store: Store,
    path: Path,
    today: date,
    shown: Shown,
    *,
    answers: Answers | str = "",
    process: str = "",
) -> int:
    """Write what the preview showed, in one act that one undo takes back; how many records.

    Raises SendtuiError where the record or the file has changed since.
    """
    told = case_profiles.answers_of(store, answers)
    with _reading(path, told) as cases, store.write(LABEL) as tx:
        plan = Walk(store, tx.session, today, told, process).through(cases)
        if plan.digest != shown.digest:
            raise SendtuiError(
                "The record or the file has changed since the preview. Nothing was taken in: look "
                "at the preview again."
            )
        return _write(tx, plan)


def _write(tx: Transaction, plan: Plan) -> int:
    made: dict[str, str] = {}
    for act in plan.acts:
        values = {name: made.get(v, v) if isinstance(v, str) else v
                  for name, v in act.values.items()}  # fmt: skip
        if act.record:
            tx.put(act.kind, act.record, values)
        else:
            new = tx.add(act.kind, values)
            made |= {act.name: new} if act.name else {}
    return len(plan.acts)


@contextmanager
def _reading(path: Path, answers: Answers) -> Iterator["CaseList"]:
    from sendtui.formats import case_list_in

    if path.is_dir():
        raise SendtuiError(f"{path.name or path} is a folder. Name the file in it.")
    try:
        file = path.open("rb")
    except OSError as problem:
        raise SendtuiError(f"{path.name} could not be opened: {problem.strerror}.") from None
    with file:
        yield case_list_in.read(file, path.name, answers.headings, answers.values)
