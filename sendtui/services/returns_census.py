"""The school census by the record: what the school's system will send, what differs, what to mend.

The school's system is seen through its own export, the same file that is imported.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from sendtui.errors import SendtuiError
from sendtui.models.incoming import IncomingPupil
from sendtui.models.report_page import ReportTable
from sendtui.rules import census_checks as rules
from sendtui.rules.census_checks import CensusFinding, Correction, Need, OnRoll, Sent
from sendtui.services import receive, returns_files, veil
from sendtui.store.store import Store

if TYPE_CHECKING:
    from sendtui.formats.register_in import Reading


@dataclass(frozen=True, slots=True)
class Census:
    """The census of a day. `roll` counts the record's N, K and E, `sent` the school system's.

    `missing`: on the roll here and not in the school's file; `strangers` the other way round.
    `unread` are the lines of the files that could not be read, each in a sentence.
    """

    day: date
    term: str
    roll: Mapping[str, int]
    sent: Mapping[str, int] | None
    findings: tuple[CensusFinding, ...]
    corrections: tuple[Correction, ...]
    missing: tuple[str, ...] = ()
    strangers: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def pupils(self) -> int:
        """How many are on the roll: N, K and E together."""
        return sum(self.roll.values())

    @property
    def whose(self) -> list[str]:
        """The ids of the pupils of whom something was found."""
        found = {f.pupil for f in self.findings} | {c.pupil for c in self.corrections}
        return sorted(found)


def census(
    store: Store,
    day: date,
    today: date,
    *,
    mis: Path | None = None,
    profile: str = "",
    authority: Sequence[Path] = (),
) -> Census:
    """The census of a day, with everything our checks find in it.

    `mis` is the school system's export, `authority` the authority's list: a list with UPNs, or a
    SEN2 return. Raises SendtuiError for a file that cannot be read.
    """
    with store.read() as session:
        pupils = _on_roll(session.connection(), store.setting, day)
        hidden = veil.hidden(store, session, today)
    missing: tuple[str, ...] = ()
    strangers: tuple[str, ...] = ()
    unread: list[str] = []
    sent: Counter[str] | None = None
    if mis is not None:
        with receive.reading(store, mis, day, profile) as lines:
            pupils, strangers = _beside(pupils, _read(lines, unread), lines)
        missing = tuple(p.name for p in pupils if p.sent is None)
        sent = Counter(p.sent.status or "" for p in pupils if p.sent)
    found = [f for pupil in pupils for f in rules.check(pupil, day)]
    if authority:
        found += rules.reconcile(pupils, _plans_at(store, authority, day, unread))
    found = [f for f in found if not (hidden and f.pupil in hidden.pupils)]
    found.sort(key=lambda f: (f.rule.severity != "error", f.rule.id, f.name.casefold()))
    wrong = tuple(
        c
        for pupil in pupils
        if not (hidden and pupil.id in hidden.pupils)
        for c in rules.corrections(pupil, day)
    )
    return Census(
        day,
        rules.term_of_census(day),
        Counter(p.status for p in pupils),
        sent,
        tuple(found),
        wrong,
        missing,
        strangers,
        tuple(unread),
    )


def _read(lines: "Reading", unread: list[str]) -> list[IncomingPupil]:
    """The pupils of a file; its lines that are none as they stand are told."""
    found = []
    for each in lines:
        if isinstance(each, IncomingPupil):
            found.append(each)
        else:
            where = f"{lines.sheet.name}, line {each.line}: {each.heading or each.field}"
            unread.append(f"{where} “{each.value}” {each.reason}")
    return found


def _beside(
    pupils: Sequence[OnRoll], theirs: Sequence[IncomingPupil], lines: "Reading"
) -> tuple[list[OnRoll], tuple[str, ...]]:
    """The pupils with what the school's system has of them, and who is only there."""
    by_upn = {p.upn: p for p in theirs if p.upn}
    ours = {p.upn for p in pupils}
    # By name only who is not here by number, and one child for each.
    by_name = {_name(p).casefold(): p for p in theirs if not p.upn or p.upn not in ours}
    seen: set[int] = set()
    made = []
    for pupil in pupils:
        found = by_upn.get(pupil.upn) if pupil.upn else None
        found = found or by_name.pop(pupil.name.casefold(), None)
        if found is not None:
            seen.add(found.line)
            pupil = replace(pupil, sent=_sent(found, lines.fields))
        made.append(pupil)
    return made, tuple(_name(p) for p in theirs if p.line not in seen)


def _name(found: IncomingPupil) -> str:
    return ", ".join(filter(None, (found.surname, found.forename)))


def _sent(found: IncomingPupil, fields: frozenset[str]) -> Sent:
    has_needs = any(name.startswith("need") for name in fields)
    needs = tuple(Need(code, rank) for code, rank in found.needs)
    return Sent(
        found.status if "status" in fields else None,
        needs if has_needs else None,
        found.upn,
    )


def _plans_at(store: Store, paths: Sequence[Path], day: date, unread: list[str]) -> frozenset[str]:
    """The UPNs with a plan in an authority's list, or with one in force in a SEN2 return.

    Whoever a list names has one, unless it says that their SEN status is another.
    """
    if len(paths) == 1 and paths[0].suffix.lower() not in (".xml", ""):
        with receive.reading(store, paths[0], day) as lines:
            found = frozenset(
                p.upn
                for p in _read(lines, unread)
                if p.upn and ("status" not in lines.fields or p.status == "E")
            )
    else:
        with returns_files.opened(paths) as given:
            found = frozenset(
                person["UPN"]
                for person in given.persons()
                if person["UPN"] and any(g.name == "ActivePlans" for g in person.walk())
            )
    if not found:
        raise SendtuiError("The authority’s file names no UPN with a plan in force.")
    return found


def _on_roll(run: Connection, setting: str, day: date) -> list[OnRoll]:
    """Everybody on the roll of a setting on a day."""
    ask, iso = run.exec_driver_sql, day.isoformat()
    status = {
        pupil: (str(code), date.fromisoformat(since))
        for pupil, code, since in ask(
            "SELECT pupil, status, since FROM status WHERE since <= ? ORDER BY since, id", (iso,)
        ).fetchall()
    }
    needs: defaultdict[str, list[Need]] = defaultdict(list)
    for pupil, code, rank, since in ask(
        "SELECT pupil, code, rank, since FROM need WHERE (since IS NULL OR since <= ?) "
        "AND (until IS NULL OR until >= ?) ORDER BY rank, id",
        (iso, iso),
    ):
        needs[pupil].append(Need(code, rank, date.fromisoformat(since) if since else None))
    flags: defaultdict[str, set[str]] = defaultdict(set)
    for pupil, code in ask(
        "SELECT pupil, code FROM flag WHERE code IN ('UNIT', 'RP') AND "
        "(since IS NULL OR since <= ?) AND (until IS NULL OR until >= ?)",
        (iso, iso),
    ):
        flags[pupil].add(code)
    bands = {
        pupil
        for (pupil,) in ask(
            "SELECT pupil FROM arrangement WHERE sort = 'funding band' AND "
            "(since IS NULL OR since <= ?) AND (until IS NULL OR until >= ?)",
            (iso, iso),
        )
    }
    reviewed = _reviewed(run, iso)
    made = []
    for id_, surname, forename, upn in ask(
        "SELECT id, surname, forename, upn FROM pupil WHERE setting = ? AND "
        "(left_on IS NULL OR left_on > ?) ORDER BY surname, forename, id",
        (setting, iso),
    ):
        code, since = status.get(id_, ("N", None))
        name = f"{surname}, {forename}" if forename else surname
        made.append(
            OnRoll(
                id_,
                name,
                upn,
                code,
                tuple(needs.get(id_, ())) if code != "N" else (),
                since,
                "UNIT" in flags.get(id_, ()),
                "RP" in flags.get(id_, ()),
                (id_ in bands) if bands else None,
                reviewed.get(id_),
            )
        )
    return made


def _reviewed(run: Connection, until: str) -> dict[str, date]:
    """The day each pupil was last reviewed, in a cycle or at an annual review."""
    found: dict[str, date] = {}
    for pupil, day in run.exec_driver_sql(
        """SELECT pupil, max(day) FROM (
               SELECT pupil, held_on AS day FROM review WHERE held_on <= ?
               UNION ALL SELECT e.pupil, e."on" FROM case_event e
               JOIN "case" c ON c.id = e."case"
               WHERE e.code = 'meeting' AND e."on" <= ?
               AND c.process IN ('annual review', 'phase transfer'))
           AS held WHERE day IS NOT NULL GROUP BY pupil""",
        (until, until),
    ):
        found[pupil] = date.fromisoformat(day)
    return found


CORRECTIONS = ("Pupil", "UPN", "What", "The school’s system says", "The record says")
FINDINGS = ("Check", "Severity", "What is found", "Pupil", "Item", "Sent", "Here", "What to do")


def finding_cells(one: CensusFinding) -> tuple[str, ...]:
    """A finding as the cells under `FINDINGS`."""
    rule = one.rule
    return (rule.id, rule.severity, rule.title, one.name, one.item, one.sent, one.here, rule.do)


def tables(found: Census) -> tuple[ReportTable, ...]:
    """The sheets of a workbook for the school office."""
    lines = [(c.name, c.upn, c.item, c.sent, c.here) for c in found.corrections]
    counts = [(code, found.roll.get(code, 0), (found.sent or {}).get(code, 0)) for code in "NKE"]
    return (
        ReportTable("Corrections", CORRECTIONS, lines),
        ReportTable("Findings", FINDINGS, [finding_cells(f) for f in found.findings]),
        ReportTable("Counts", ("SEN provision", "Here", "The school’s system"), counts),
        ReportTable(
            "Not there", ("On the roll here, not in the file",), [(n,) for n in found.missing]
        ),
        ReportTable(
            "Not here", ("In the file, not on the roll here",), [(n,) for n in found.strangers]
        ),
        ReportTable("Not read", ("Lines that could not be read",), [(n,) for n in found.unread]),
    )
