"""One thing done to many pupils in one act: first shown, with whoever it cannot be done to.

The preview and the act take the same walk. What is written is what was shown: if the record has
changed in between, nothing is written.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from sendtui.errors import SendtuiError
from sendtui.models.pupil import Pupil
from sendtui.rules.counting import counted
from sendtui.services import writes
from sendtui.services.bulk_known import TITLES as TITLES
from sendtui.services.bulk_known import Found
from sendtui.services.bulk_known import Step as Step
from sendtui.services.bulk_steps import known, of_one, require_sound
from sendtui.store.dialect import alike
from sendtui.store.store import Store
from sendtui.store.transaction import Transaction

LABELS = {
    "class_name": "Set the class of many",
    "nc_year": "Set the NC year of many",
    "flag": "Flag many",
    "flag_end": "End a flag of many",
    "need": "Add a need to many",
    "action": "Add an action for many",
    "review": "Set the review of many",
    "status": "SEN status of many",
    "cycle": "Start a cycle of many",
    "plan": "Plan for a group",
    "provision": "Add provision for many",
    "signed": "Sign the plans of many",
    "reviewed": "Hold the review of many",
    "parents_told": "Parents told",
    "contact": "Log a contact with many",
    "own": "Set a field of our own of many",
}


_DATED = frozenset(
    ("flag", "flag_end", "need", "status", "cycle", "plan", "signed", "reviewed", "parents_told",
     "contact")
)  # fmt: skip
"""What is true from or on the day that is given."""


@dataclass(frozen=True, slots=True)
class Line:
    """What a step comes to for one pupil: from what to what, or why it cannot be done."""

    id: str
    name: str
    class_name: str
    before: str
    after: str
    problem: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What a step would do: whom it changes, of whom it is so already, to whom it cannot be done.

    Of those who stay as they are only the number.
    """

    title: str
    changes: tuple[Line, ...]
    unchanged: int
    problems: tuple[Line, ...]
    note: str = ""
    """What speaks against it and does not stop it."""

    @property
    def words(self) -> str:
        """The figures in one sentence."""
        parts = [f"{counted(len(self.changes), 'pupil')} would change"]
        if self.unchanged:
            parts.append(f"{self.unchanged:,} already so")
        if self.problems:
            parts.append(f"{len(self.problems):,} cannot")
        return ", ".join(parts)


def preview(store: Store, pupils: Sequence[str], step: Step, today: date) -> Preview:
    """What the step would do to these pupils.

    Raises InvalidError for a step that holds for nobody.
    """
    require_sound(step, today)
    by = By(store.author, store.setting)
    with store.read() as session:
        return _preview(session, step, _walk(session, pupils, step, today, by))


@writes
def do(store: Store, pupils: Sequence[str], step: Step, today: date, shown: Preview) -> int:
    """Do to these pupils what was shown, in one act that one undo takes back; to how many.

    Those to whom it cannot be done are left as they are: the preview has named them. Raises
    SendtuiError where the record has changed since.
    """
    require_sound(step, today)
    by = By(store.author, store.setting)
    with store.write(LABELS.get(step.what, "Set a field of many"), true_on=_true_on(step)) as tx:
        found = _walk(tx.session, pupils, step, today, by)
        if _preview(tx.session, step, found) != shown:
            raise SendtuiError(
                "The record has changed since the preview. Nothing was written: look at it again."
            )
        edits = [edit for _, each in found for edit in each.edits]
        tx.look_ahead([edit.record for edit in edits if edit.record])
        for line, each in found:
            _write(tx, line.id, each)
    return len(shown.changes)


def _write(tx: Transaction, pupil: str, found: Found) -> None:
    made = []
    for edit in found.edits:
        if edit.record:
            tx.put(edit.kind, edit.record, edit.values)
        else:
            made.append(tx.add(edit.kind, {**edit.values, "pupil": pupil}))
    if found.then is not None:
        found.then(tx, made)


def _true_on(step: Step) -> date | None:
    return step.on if step.what in _DATED else None


Walked = list[tuple[Line, Found]]


@dataclass(frozen=True, slots=True)
class By:
    """Who does it, and the setting whose words hold."""

    author: str
    setting: str


def _walk(session: Session, pupils: Sequence[str], step: Step, today: date, by: By) -> Walked:
    each = tuple(dict.fromkeys(pupils))
    now = known(session, each, step, today, by.setting)
    walked = []
    for id_ in each:
        found = of_one(id_, step, now, today, by.author)
        name, class_name = _called(now.pupils.get(id_))
        line = Line(id_, name, class_name, found.before, found.after, found.problem)
        walked.append((line, found))
    return sorted(walked, key=lambda pair: (pair[0].name.casefold(), pair[0].id))


def _preview(session: Session, step: Step, walked: Iterable[tuple[Line, Found]]) -> Preview:
    changes, problems, unchanged = [], [], 0
    remarks = dict.fromkeys([_new_class(session, step)])
    for line, found in walked:
        if found.problem:
            problems.append(line)
        elif found.does_something:
            changes.append(line)
            remarks[found.remark] = None
        else:
            unchanged += 1
    note = " ".join(filter(None, remarks))
    return Preview(step.title, tuple(changes), unchanged, tuple(problems), note)


def _new_class(session: Session, step: Step) -> str:
    """That nobody is in such a class yet: it may be mistyped."""
    if step.what != "class_name" or not step.value:
        return ""
    same = alike(col(Pupil.class_name), step.value)
    here = session.exec(select(Pupil.id).where(same, col(Pupil.left_on).is_(None)).limit(1)).first()
    return "" if here else f"There is no such class yet: {step.value}."


def _called(pupil: Pupil | None) -> tuple[str, str]:
    if pupil is None:
        return "?", ""
    names = (pupil.preferred_surname or pupil.surname, pupil.preferred_forename or pupil.forename)
    return ", ".join(filter(None, names)), pupil.class_name
