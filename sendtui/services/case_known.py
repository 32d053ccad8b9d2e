"""The facts of one case or of ten thousand, read with the same few questions."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import Connection
from sqlmodel import Session

from sendtui.rules.case_facts import AdviceAsked, CaseFacts, Consulted, Happened, Represented, Told
from sendtui.rules.case_letters import NOTICES
from sendtui.rules.clocks.review import Anchor
from sendtui.rules.processes import PROCESSES, is_undecided
from sendtui.rules.school_days import ENGLAND
from sendtui.services.pauses import without_pauses
from sendtui.services.school_year import calendars_of

ANCHOR = "twelve_months_from"
"""The setting's field, and formerly the note of a copy, of what the next 12 months count from."""

_on = lru_cache(maxsize=4096)(date.fromisoformat)
"""The day that ISO text names, made once: ten thousand cases have few different days."""


@lru_cache(maxsize=4096)
def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


NONE_HELD: Mapping[str, date] = MappingProxyType({})
_WORDS = ("said", "document")
_ONLY_RELIED_ON = "CASE code WHEN 'exception' THEN {} ELSE '' END"
_ANCHORS = ("final", "decision", "reviewed", "not-amended")


class Known(NamedTuple):
    """What the record knows of a pupil's plan outside one case: days, with the case they are of.

    `held` are the meetings of the reviews, by case.
    """

    made: tuple[tuple[date, str], ...] = ()
    reviewed: tuple[tuple[date, str], ...] = ()
    held: Mapping[str, date] = NONE_HELD

    def outside(self, case: str, events: Sequence[Happened] = ()) -> "Outside":
        """The day of the plan, of its last review and of its meeting, as other cases tell them.

        What is later than what the `events` of the case anchor is not the last review before it.
        Without a case, as everything tells them: a plan may be of none.
        """
        made = [day for day, of_case in self.made if not case or of_case != case]
        reviewed = [each for each in self.reviewed if not case or each[1] != case]
        if reviewed and (own := [each.on for each in events if each.code in _ANCHORS]):
            reviewed = [each for each in reviewed if each[0] < min(own)]
        last, of_case = max(reviewed, default=(None, ""))
        return Outside(min(made, default=None), last, self.held.get(of_case))


class Outside(NamedTuple):
    """What is known of a pupil's plan outside a case."""

    made: date | None = None
    reviewed: date | None = None
    held: date | None = None


def facts_of(session: Session, cases: Sequence[str]) -> dict[str, CaseFacts]:
    """The facts of these cases."""
    return _facts_of(session.connection(), cases, whole=True)


def facts_for_lists(
    session: Session, cases: Sequence[str] | None = None, *, closed: bool = False
) -> dict[str, CaseFacts]:
    """The facts of these cases; without any, of every case that is not closed, or that is.

    What no list shows is left out: what was said at an event, and the setting's own year, for
    which only warnings ask.
    """
    with without_pauses():
        return _facts_of(session.connection(), cases, closed=closed)


def _facts_of(
    run: Connection, cases: Sequence[str] | None, *, closed: bool = False, whole: bool = False
) -> dict[str, CaseFacts]:
    only, given = _only(cases, closed=closed)
    events, advice, consultations, representations = (
        _events(run, only, given, whole=whole),
        _advice(run, only, given),
        _consultations(run, only, given),
        _representations(run, only, given),
    )
    told = _told(run, only, given)
    known, anchor = known_plans(run, cases), anchor_in(run)
    years = calendars_of(run) if whole else {}
    found: dict[str, CaseFacts] = {}
    for id_, pupil, process, opened, side, ended, outcome, born, setting in run.exec_driver_sql(
        f"SELECT c.id, c.pupil, c.process, c.opened_on, c.side, c.closed_on, c.outcome, p.born, "
        "p.setting "
        f'FROM "case" c LEFT JOIN pupil p ON p.id = c.pupil WHERE {only.replace("#", "c.id")}',
        given,
    ).fetchall():
        if process not in PROCESSES:
            continue
        happened = tuple(events.get(id_, ()))
        made = reviewed = held = None
        if plan := known.get(pupil):
            made, reviewed, held = plan.outside(id_, happened)
        found[id_] = CaseFacts(
            process,
            _on(opened),
            side,
            _day(ended),
            outcome,
            date.fromisoformat(born) if born else None,
            made,
            reviewed,
            held,
            anchor,
            years.get(setting) or years.get("") or ENGLAND,
            happened,
            tuple(advice.get(id_, ())),
            tuple(consultations.get(id_, ())),
            tuple(representations.get(id_, ())),
            tuple(told.get(id_, ())),
        )
    return found


def _only(cases: Sequence[str] | None, *, closed: bool) -> tuple[str, tuple[str, ...]]:
    if cases is None:
        state = "IS NOT NULL" if closed else "IS NULL"
        return f'# IN (SELECT id FROM "case" WHERE closed_on {state})', ()
    return f"# IN ({', '.join('?' for _ in cases)})", tuple(cases)


def _lines(run: Connection, select: str, only: str, given: tuple[str, ...]) -> Iterator[Any]:
    where = only.replace("#", '"case"')
    yield from run.exec_driver_sql(f"{select} WHERE {where} ORDER BY id", given).fetchall()


def _events(
    run: Connection, only: str, given: tuple[str, ...], *, whole: bool
) -> dict[str, list[Happened]]:
    """The events of cases; what was said in them and from which document only where `whole`."""
    found: defaultdict[str, list[Happened]] = defaultdict(list)
    read: dict[str, dict[str, str]] = {}
    # What was said may be pages, and lists of all cases ask it only of what is relied on.
    words = "said, document" if whole else ", ".join(map(_ONLY_RELIED_ON.format, _WORDS))
    select = f'SELECT "case", code, "on", facts, who, id, replaces, {words} FROM case_event'
    for case, code, on, facts, who, id_, replaces, said, document in _lines(
        run, select, only, given
    ):
        # Ten thousand cases have few different facts.
        if (known := read.get(facts)) is None:
            known = read[facts] = json.loads(facts) if facts else {}
        found[case].append(Happened(code, _on(on), known, who, said, id_, replaces, document))
    return found


def _advice(run: Connection, only: str, given: tuple[str, ...]) -> dict[str, list[AdviceAsked]]:
    found: defaultdict[str, list[AdviceAsked]] = defaultdict(list)
    select = (
        'SELECT "case", sort, who, asked_on, received_on, not_needed, exception, chased_on, id '
        "FROM advice"
    )
    for case, sort, who, asked, received, not_needed, exception, chased, id_ in _lines(
        run, select, only, given
    ):
        found[case].append(
            AdviceAsked(
                sort, who, _day(asked), _day(received), not_needed, exception, _day(chased), id_
            )
        )
    return found


def _consultations(
    run: Connection, only: str, given: tuple[str, ...]
) -> dict[str, list[Consulted]]:
    found: defaultdict[str, list[Consulted]] = defaultdict(list)
    select = 'SELECT "case", "where", sent_on, replied_on, id FROM consultation'
    for case, where, sent, replied, id_ in _lines(run, select, only, given):
        found[case].append(Consulted(where, _day(sent), _day(replied), id_))
    return found


def _representations(
    run: Connection, only: str, given: tuple[str, ...]
) -> dict[str, list[Represented]]:
    found: defaultdict[str, list[Represented]] = defaultdict(list)
    select = 'SELECT "case", "on", answered_on, id FROM representation'
    for case, on, answered, id_ in _lines(run, select, only, given):
        found[case].append(Represented(_on(on), _day(answered), id_))
    return found


def _told(run: Connection, only: str, given: tuple[str, ...]) -> dict[str, list[Told]]:
    found: defaultdict[str, list[Told]] = defaultdict(list)
    for case, sort, sent in _lines(run, _SENT, only, given):
        found[case].append(Told(NOTICES[sort], _on(sent)))
    return found


_SENT = f"""
    SELECT "case", sort, sent_on FROM (SELECT * FROM letter WHERE sent_on IS NOT NULL
    AND sort IN ({", ".join(f"'{sort}'" for sort in NOTICES)})) AS notice
"""
"""A caseload has many letters, and few of them are the notice of a decision."""


def anchor_in(run: Connection) -> Anchor:
    """What the next 12 months count from, as the setting of this case file has it.

    A file from before the setting had it may still say so in a note of its own.
    """
    kept = run.exec_driver_sql(
        "SELECT coalesce(nullif((SELECT s.twelve_months_from FROM setting s JOIN meta m "
        "ON m.value = s.id WHERE m.key = 'setting'), ''), "
        "(SELECT value FROM meta WHERE key = ?))",
        (ANCHOR,),
    ).scalar()
    return "meeting" if kept == "meeting" else "decision"


def known_plans(run: Connection, cases: Sequence[str] | None = None) -> dict[str, Known]:
    """Of each pupil the days on which a plan was made and reviewed, from plans and from cases.

    With `cases`, of their pupils alone.
    """
    only, given = "", tuple(cases or ())
    if cases is not None:
        marks = ", ".join("?" for _ in given)
        only = f' AND #pupil IN (SELECT pupil FROM "case" WHERE id IN ({marks}))'
    made: defaultdict[str, list[tuple[date, str]]] = defaultdict(list)
    reviewed: defaultdict[str, list[tuple[date, str]]] = defaultdict(list)
    held: defaultdict[str, dict[str, date]] = defaultdict(dict)
    for pupil, day, case in run.exec_driver_sql(
        'SELECT pupil, made_on, "case" FROM plan WHERE made_on IS NOT NULL '
        "AND sort = 'EHCP' AND stage NOT IN ('draft', 'proposed')" + only.replace("#", "plan."),
        given,
    ):
        made[pupil].append((_on(day), case))
    for pupil, case, process, code, on, decided in run.exec_driver_sql(
        _ANCHORING + only.replace("#", "e."), given
    ).fetchall():
        if code == "plan-made" or (process == "assessment" and code == "final"):
            made[pupil].append((_on(on), case))
        elif is_undecided(process, code, {"decision": decided or ""}):
            continue
        elif code == "meeting":
            day = _on(on)
            held[pupil][case] = max(day, held[pupil].get(case, day))
        elif code in ("decision", "reviewed", "last-review"):
            reviewed[pupil].append((_on(on), case))
    return {
        pupil: Known(
            tuple(made.get(pupil, ())), tuple(reviewed.get(pupil, ())), held.get(pupil, NONE_HELD)
        )
        for pupil in made.keys() | reviewed.keys()
    }


_ANCHORING = """
    SELECT e.pupil, e."case", c.process, e.code, e."on",
    CASE WHEN e.code = 'decision' AND CAST(e.facts AS text) <> ''
    THEN json_extract(CAST(e.facts AS text), '$.decision') END
    FROM case_event e
    JOIN "case" c ON c.id = e."case"
    WHERE e.code IN ('final', 'decision', 'reviewed', 'meeting', 'plan-made', 'last-review')
    AND c.process IN ('assessment', 'annual review', 'phase transfer', 'move')
    AND NOT (c.process = 'move' AND e.code = 'decision')
    AND NOT (c.process = 'assessment' AND e.code NOT IN ('final', 'plan-made'))
    AND e.id NOT IN (SELECT replaces FROM case_event WHERE replaces <> '')
"""
