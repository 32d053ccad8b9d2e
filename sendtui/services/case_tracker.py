"""One list of all that others owe in open cases: advice not in, consultations not answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlmodel import Session

from sendtui.errors import SendtuiError
from sendtui.models.case import Advice, Consultation
from sendtui.rules.case_claims import with_claims
from sendtui.rules.processes import ADVICE
from sendtui.services import writes
from sendtui.services.caseload import Case, open_cases
from sendtui.services.pauses import without_pauses
from sendtui.services.records import has_happened
from sendtui.services.veil import WORD, hidden
from sendtui.store.store import Store

Sort = Literal["advice", "consultation"]
SORTS: tuple[Sort, ...] = ("advice", "consultation")
_LABELS = dict(ADVICE)


@dataclass(frozen=True, slots=True)
class Owed:
    """What one adviser or setting still owes in a case; `due` is None where no limit runs.

    `excused` where an exception is relied on for it, with its evidence.
    """

    id: str
    sort: Sort
    case: str
    pupil: str
    name: str
    caseworker: str
    process: str
    who: str
    what: str
    asked_on: date
    due: date | None
    days_left: int | None
    chased_on: date | None
    excused: bool
    rule: str

    @property
    def is_late(self) -> bool:
        """Whether its limit has passed without an exception."""
        return self.days_left is not None and self.days_left < 0 and not self.excused


@without_pauses()
def outstanding(
    store: Store,
    today: date,
    *,
    sort: str = "",
    caseworker: str = "",
    who: str = "",
    late: bool = False,
) -> tuple[Owed, ...]:
    """What is outstanding in every open case, the longest late first.

    `who` is part of the adviser's or the setting's name.
    """
    with store.read() as session:
        covered = hidden(store, session, today)
        chased = _chased(session)
        found = [
            owed
            for case in open_cases(store, session)
            if _same(caseworker, case.caseworker)
            for owed in _of_case(case, chased, today)
            if owed.sort == (sort or owed.sort)
            and who.casefold() in f"{owed.who} {owed.what}".casefold()
            and (owed.is_late or not late)
        ]
    shown = [_bare(each) if covered.covers(each.pupil, each.case) or covered.covers(
        each.pupil, each.id) else each for each in found]  # fmt: skip
    return tuple(sorted(shown, key=lambda o: (o.due or date.max, o.who.casefold(), o.name, o.id)))


def _same(wanted: str, there: str) -> bool:
    return not wanted or wanted.casefold() == there.casefold()


def _chased(session: Session) -> dict[str, date]:
    """When each setting that has not answered was last chased."""
    run = session.connection().exec_driver_sql
    found = run("SELECT id, chased_on FROM consultation WHERE chased_on IS NOT NULL "
                "AND replied_on IS NULL")  # fmt: skip
    return {id_: date.fromisoformat(day) for id_, day in found.fetchall()}


def _of_case(case: Case, chased: dict[str, date], today: date) -> list[Owed]:
    facts, relied = case.facts, case.reckoned.relied
    out: dict[str, tuple[Sort, str, str, date, date | None]] = {}
    for asked in facts.advice:
        if asked.is_out and asked.asked_on:
            label = _LABELS.get(asked.sort, asked.sort)
            out[asked.id] = ("advice", asked.who, label, asked.asked_on, asked.chased_on)
    for sent in facts.consultations:
        if sent.is_out and sent.sent_on:
            held = ("Consultation", sent.sent_on, chased.get(sent.id))
            out[sent.id] = ("consultation", sent.where, *held)
    if not out:
        return []
    limits = {r.record: with_claims(relied, r.deadline) for r in case.reckoned.limits if r.record}
    found = []
    for id_, (sort, who, what, on, chased_on) in out.items():
        limit = limits.get(id_)
        found.append(
            Owed(
                id_, sort, case.id, case.pupil, case.name, case.caseworker, facts.process,
                who, what, on, limit.due if limit else None,
                limit.days_left(today) if limit else None, chased_on,
                limit.excused if limit else False, str(limit.citation) if limit else "",
            )
        )  # fmt: skip
    return found


def _bare(each: Owed) -> Owed:
    """Without who was asked and for what: that something is owed, and when, is known."""
    return Owed(
        each.id, each.sort, each.case, each.pupil, each.name, "", each.process, WORD, WORD,
        each.asked_on, each.due, each.days_left, None, each.excused, "",
    )  # fmt: skip


@writes
def chase(store: Store, those: Sequence[str], *, on: date, today: date) -> int:
    """Write down that these advisers and settings were chased, in one act; how many.

    What has come in since is left alone. Raises SendtuiError where nothing is left to chase.
    """
    has_happened("on", on, today)
    with store.write("Chase what is outstanding", true_on=on) as tx:
        count = 0
        for id_ in dict.fromkeys(those):
            asked = tx.session.get(Advice, id_)
            sent = None if asked else tx.session.get(Consultation, id_)
            if asked and asked.received_on is None and not asked.not_needed:
                tx.put("advice", id_, {"chased_on": on})
            elif sent and sent.replied_on is None:
                tx.put("consultation", id_, {"chased_on": on})
            else:
                continue
            count += 1
        if not count:
            raise SendtuiError("There is nothing left to chase: all of them have come in.")
        return count
