"""Exam access arrangements: what is arranged, on what evidence, approved until when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sendtui.models.exam import AccessArrangement
from sendtui.rules.citation import Citation
from sendtui.services import confidential, writes
from sendtui.services.pupil_reading import of
from sendtui.services.records import as_day, has_happened, in_time, require_pupil
from sendtui.services.veil import veil
from sendtui.store.store import Store

EVIDENCE = Citation(
    "JCQ, Access arrangements and reasonable adjustments: evidence of the normal way of working, "
    "approval before it is used, the candidate told",
    "good practice",
    False,
)
RENEWAL = timedelta(days=60)
"""How long before an approval runs out it is due to be renewed: ours."""

HAPPENED = ("evidence_on", "assessed_on", "told_on", "applied_on", "approved_on")


@dataclass(frozen=True, slots=True)
class AccessView:
    """One arrangement: where it stands in a word, and what its file still lacks."""

    id: str
    what: str
    subjects: str
    basis: str
    evidence: str
    evidence_on: date | None
    assessor: str
    assessed_on: date | None
    told_on: date | None
    applied_on: date | None
    approved_on: date | None
    reference: str
    until: date | None
    standing: str
    lacks: tuple[str, ...]


@writes
def arrange(
    store: Store, pupil: str, values: Mapping[str, object], today: date | None = None
) -> str:
    """Write down an access arrangement and return its id.

    Raises InvalidError for what would have happened after `today`, or an approval that ends
    before it begins.
    """
    for name in HAPPENED:
        has_happened(name, as_day(values.get(name)), today)
    until, approved = as_day(values.get("until")), as_day(values.get("approved_on"))
    in_time("until", until, approved, "the approval")
    with store.write("Record an exam access arrangement") as tx:
        require_pupil(tx.session, pupil)
        return tx.add("access_arrangement", {**values, "pupil": pupil})


def of_pupil(store: Store, pupil: str, today: date) -> tuple[AccessView, ...]:
    """A pupil's access arrangements: those that stand first, then those that have run out.

    What is confidential is veiled. Raises SendtuiError where there is no such pupil.
    """
    with store.read() as session:
        require_pupil(session, pupil)
        found = [
            AccessView(
                **one.model_dump(exclude={"pupil"}),
                standing=standing(one, today),
                lacks=lacks(one),
            )
            for one in of(session, AccessArrangement, pupil)
        ]
        hidden = confidential.veiled(store, session, (pupil,), today)
    found.sort(key=lambda a: (a.standing == "run out", a.what.casefold(), a.id))
    return veil(tuple(found), pupil, hidden)


def standing(one: AccessArrangement, today: date) -> str:
    """Where an arrangement stands: run out, approved, applied for, or not applied for."""
    if one.until is not None and one.until < today:
        return "run out"
    if one.approved_on is not None:
        return "approved"
    return "applied for" if one.applied_on is not None else "not applied for"


def lacks(one: AccessArrangement) -> tuple[str, ...]:
    """What the file of an arrangement still lacks, in words."""
    wanted = (
        (one.evidence, "evidence of the normal way of working"),
        (one.evidence_on, "the day of the evidence"),
        (one.basis, "its basis (Form 8, Form 9, file note)"),
        (one.told_on, "the day the candidate was told"),
    )
    return tuple(words for there, words in wanted if not there)
