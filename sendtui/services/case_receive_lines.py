"""The walk through a case list that the preview and the act both take: what each line does."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlmodel import Session

from sendtui.errors import InvalidError
from sendtui.models.incoming import Rejected
from sendtui.models.incoming_case import TITLES, IncomingCase
from sendtui.models.setting import Setting
from sendtui.rules.case_facts import Book, CaseFacts
from sendtui.rules.processes import PROCESSES
from sendtui.services.case_known import facts_for_lists
from sendtui.services.case_profiles import OURS
from sendtui.services.case_receive_days import DECIDED, events, first_ahead, is_undecided, usual
from sendtui.services.import_profiles import Answers
from sendtui.services.labels import day_word
from sendtui.services.likeness import Directory, Entry, key
from sendtui.services.planned import WHERE
from sendtui.services.records import can_be_born
from sendtui.services.tables import table
from sendtui.store.store import Store

if TYPE_CHECKING:
    from sendtui.formats.case_list_in import CaseList

_FIELDS = ("reference", "caseworker", "stage_there", "la", "review_due_there")
_NEW = "new/"
"""What stands for the id of a pupil or a case that the act will make, with its line."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a line would do, in words: whose, and what is new, changed or held back."""

    line: int
    name: str
    says: str


@dataclass(frozen=True, slots=True)
class Act:
    """One thing to be written. `record` is "" for what is added."""

    kind: str
    record: str
    values: Mapping[str, Any]
    name: str = ""


@dataclass(slots=True)
class Plan:
    """What is to be written, in order, and what there is to say of it."""

    acts: list[Act] = field(default_factory=list)
    new_pupils: list[Told] = field(default_factory=list)
    new_cases: list[Told] = field(default_factory=list)
    changed: list[Told] = field(default_factory=list)
    held_back: list[Told] = field(default_factory=list)
    absent: list[Told] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    unchanged: int = 0
    without_school: int = 0
    undecided: int = 0

    @property
    def digest(self) -> str:
        """All that is to be written, as one number to compare."""
        said = repr([(a.kind, a.record, sorted(a.values.items(), key=str)) for a in self.acts])
        return sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class _Case:
    id: str
    pupil: str
    process: str
    closed_on: date | None
    values: Mapping[str, Any]


class Walk:
    """One walk through a list, which the preview and the act both take."""

    def __init__(
        self, store: Store, session: Session, today: date, answers: Answers, process: str
    ) -> None:
        """Walk for a setting; `process` is that of a list without a column for it."""
        self._setting, self._author, self._today = store.setting, store.author, today
        self._side = "school" if store.note("role") == "senco" else "la"
        own = session.get(Setting, store.setting)
        self._is_authority = own is not None and own.sort == "la"
        self._ours = {name for name, who in answers.owners.items() if who == OURS}
        self._process = process
        self._plan = Plan()
        self._people, self._names = _everybody(session)
        self._cases: dict[str, list[_Case]] = {}
        for case in _cases(session):
            self._cases.setdefault(case.pupil, []).append(case)
        self._facts = facts_for_lists(session)
        self._places = _places(session, today)
        self._met: dict[str, int] = {}

    def through(self, cases: "CaseList") -> Plan:
        """What follows from every line."""
        for each in cases:
            if isinstance(each, Rejected):
                self._plan.rejected.append(each)
            else:
                self._line(each)
        self._note_absent()
        self._plan.rejected.sort(key=lambda fault: fault.line)
        return self._plan

    def _line(self, each: IncomingCase) -> None:
        process = each.process or self._process or usual(each)
        if process not in PROCESSES:
            return self._reject(each, "process", "is not said: name it with --process")
        if ahead := first_ahead(each, process, self._today):
            return self._reject(each, ahead, "is still to come")
        try:
            can_be_born(each.pupil.born, self._today)
        except InvalidError as problem:
            return self._reject(each, "born", problem.problems[0].reason)
        pupil, certain = self._whose(each)
        if not certain:
            return self._reject(each, "surname", "could be more than one pupil: give the UPN")
        if not pupil and each.pupil.surname == "-":
            return self._reject(each, "upn", "no pupil here has this number, and it gives no name")
        found = self._case_of(each, pupil, process)
        if found == "two":
            return self._reject(each, "process", "fits two open cases: give the reference")
        self._plan.undecided += is_undecided(each)
        name = self._names.get(pupil) or f"{each.pupil.surname}, {each.pupil.forename}"
        whose = pupil or f"{_NEW}{each.line}"
        place = found.id if isinstance(found, _Case) else f"{whose}/{process}"
        if place in self._met:
            return self._reject(each, "process", f"is the case of line {self._met[place]}")
        self._met[place] = each.line
        if not pupil:
            pupil = self._new_pupil(each, name)
        if isinstance(found, _Case):
            self._known(each, found, name)
        else:
            self._new_case(each, pupil, process, name)
        self._school(each, pupil, name)
        return None

    def _reject(self, each: IncomingCase, at: str, reason: str) -> None:
        value = each.pupil.born if at == "born" else each.said.get(at, "")
        shown = value.isoformat() if isinstance(value, date) else value or ""
        self._plan.rejected.append(Rejected(each.line, at, shown, reason))

    def _whose(self, each: IncomingCase) -> tuple[str, bool]:
        """The pupil of a line, "" for a new one, and whether that is certain."""
        named = each.pupil.surname != "-"
        called = key(each.pupil.surname, each.pupil.forename) if named else key("", "")
        match = self._people.find(each.pupil, called)
        if match.pupils and (match.certain or len(match.pupils) == 1):
            return match.pupils[0], match.certain
        if match.pupils:
            return "", False
        reference = str(each.said.get("reference", ""))
        held = {c.pupil for own in self._cases.values() for c in own
                if reference and c.values["reference"] == reference}  # fmt: skip
        return (held.pop(), True) if len(held) == 1 else ("", not held)

    def _case_of(self, each: IncomingCase, pupil: str, process: str) -> "_Case | str":
        mine = [c for c in self._cases.get(pupil, ()) if c.process == process]
        reference = each.said.get("reference", "")
        same = [c for c in mine if reference and c.values["reference"] == reference]
        if same:
            return same[-1]
        still = [c for c in mine if c.closed_on is None
                 and not (reference and c.values["reference"])]  # fmt: skip
        return "two" if len(still) > 1 else still[0] if still else ""

    def _new_pupil(self, each: IncomingCase, name: str) -> str:
        one, made = each.pupil, f"{_NEW}{each.line}"
        given = {n: getattr(one, n) for n in ("upn", "former_upn", "adno", "surname", "forename")}
        kept = {n: v for n, v in given.items() if v} | ({"born": one.born} if one.born else {})
        self._plan.acts.append(Act("pupil", "", {"setting": self._setting, **kept}, made))
        since = each.said.get("plan_made") or each.said.get("final")
        if isinstance(since, date):
            step = {"pupil": made, "status": "E", "since": since}
            self._plan.acts.append(Act("status", "", step))
        self._plan.new_pupils.append(Told(each.line, name, "is added"))
        self._plan.without_school += self._is_authority and not each.said.get("school")
        called = key(one.surname, one.forename)
        self._people.add(made, Entry(one.upn, one.former_upn, called, one.born, one.adno))
        self._names[made] = name
        return made

    def _new_case(self, each: IncomingCase, pupil: str, process: str, name: str) -> None:
        said, made = each.said, f"{_NEW}case/{each.line}"
        begun = said.get("opened_on") or said.get("request") or said.get("meeting")
        opened = begun if isinstance(begun, date) else None
        opened = min(opened or self._today, self._today)
        values = {"pupil": pupil, "process": process, "opened_on": opened, "side": self._side}
        held = {n: said[n] for n in _FIELDS if n in said}
        if isinstance(closed := said.get("closed_on"), date):
            held |= {"closed_on": max(closed, opened), "outcome": _ended(each)}
        self._plan.acts.append(Act("case", "", {"caseworker": "", **values, **held}, made))
        for _, code, on, facts in events(each, process, self._today):
            self._log(pupil, made, process, code, on, facts)
        self._plan.new_cases.append(Told(each.line, name, f"{process}, {_brief(each)}"))

    def _log(
        self, pupil: str, case: str, process: str, code: str, on: date, facts: Mapping[str, str],
        replaces: str = "",
    ) -> None:  # fmt: skip
        kind = PROCESSES[process].event(code)
        who = kind.who if kind else ""
        values = {"pupil": pupil, "case": case, "code": code, "on": on, "who": who,
                  "facts": dict(facts), "replaces": replaces, "by": self._author}  # fmt: skip
        self._plan.acts.append(Act("case_event", "", values))

    def _known(self, each: IncomingCase, case: _Case, name: str) -> None:
        said, put, told = each.said, dict[str, Any](), list[str]()
        for field_ in _FIELDS:
            if field_ not in said or said[field_] == case.values[field_]:
                continue
            before = case.values[field_]
            if before and field_ in self._ours:
                self._hold(each, name, f"{TITLES[field_]}: here {_word(before)}, "
                                       f"there {_word(said[field_])}")  # fmt: skip
                continue
            put[field_] = said[field_]
            was = f", was {_word(before)}" if before else ""
            told.append(f"{TITLES[field_]}: {_word(said[field_])}{was}")
        closed = said.get("closed_on")
        if isinstance(closed, date) and case.closed_on is None:
            opened = case.values["opened_on"]
            put |= {"closed_on": max(closed, opened), "outcome": _ended(each)}
            told.append(f"closed {day_word(closed)}")
        if put:
            self._plan.acts.append(Act("case", case.id, put))
        facts = self._facts.get(case.id)
        if facts is not None:
            told += self._bring_up(each, case, facts, name)
        if told:
            self._plan.changed.append(Told(each.line, name, "; ".join(told)))
        else:
            self._plan.unchanged += 1

    def _bring_up(
        self, each: IncomingCase, case: _Case, facts: CaseFacts, name: str
    ) -> Iterator[str]:
        """Log the days that are new, and put right those that have changed."""
        book = Book(facts)
        for column, code, on, more in events(each, case.process, self._today):
            decided = more.get("decision", "")
            same = [e for e in book.of(code) if e.facts.get("decision", "") == decided]
            # What a list now says was decided after a review puts right what it said before.
            there = book.of(code) if column == DECIDED else same
            kind = PROCESSES[case.process].event(code)
            label = kind.label if kind else code
            if any(event.on == on for event in same):
                continue
            # A later review is another one; any other day that has changed was a mistake.
            later = code == "last-review" and all(event.on < on for event in there)
            if there and not later and column in self._ours:
                self._hold(each, name, f"{label}: here {day_word(there[-1].on)}, "
                                       f"there {day_word(on)}")  # fmt: skip
                continue
            right = there[-1] if there and not later else None
            self._log(case.pupil, case.id, case.process, code, on, more, right.id if right else "")
            was = f", was {day_word(right.on)}" if right else ""
            yield f"{label}: {day_word(on)}{was}"

    def _hold(self, each: IncomingCase, name: str, says: str) -> None:
        self._plan.held_back.append(Told(each.line, name, says))

    def _school(self, each: IncomingCase, pupil: str, name: str) -> None:
        """Where no placement is arranged the list's school is; one that differs is told."""
        school = str(each.said.get("school", ""))
        if not school:
            return
        there = self._places.get(pupil, "")
        if not there:
            values = {"pupil": pupil, "sort": "placement", "where": school}
            self._plan.acts.append(Act("arrangement", "", values))
            self._places[pupil] = school
            if not pupil.startswith(_NEW):
                self._plan.changed.append(Told(each.line, name, f"School: {school}"))
        elif there.casefold() != school.casefold():
            self._hold(each, name, f"School: here {there}, there {school}. Change the placement.")

    def _note_absent(self) -> None:
        for own in self._cases.values():
            for case in own:
                if case.closed_on is None and case.values["stage_there"] and (
                    case.id not in self._met
                ):  # fmt: skip
                    name = self._names.get(case.pupil, "")
                    says = f"{case.process}, {case.values['stage_there']}"
                    self._plan.absent.append(Told(0, name, says))


def _everybody(session: Session) -> tuple[Directory, dict[str, str]]:
    """Every pupil of the record, of whatever setting, and their names."""
    pupil = table("pupil")
    columns = ("id", "upn", "former_upn", "surname", "forename", "born", "adno")
    people, names = Directory(), dict[str, str]()
    for id_, upn, former, surname, forename, born, adno in session.connection().execute(
        select(*(pupil.c[name] for name in columns))
    ):
        people.add(id_, Entry(upn, former, key(surname, forename), born, adno))
        names[id_] = ", ".join(filter(None, (surname, forename)))
    return people, names


def _cases(session: Session) -> Iterator[_Case]:
    case = table("case")
    for line in session.connection().execute(select(case).order_by(case.c.id)).mappings():
        yield _Case(line["id"], line["pupil"], line["process"], line["closed_on"], dict(line))


def _places(session: Session, today: date) -> dict[str, str]:
    """Where each pupil's placement is, of those that have one arranged."""
    found = session.connection().exec_driver_sql(
        f"SELECT p.id, {WHERE} FROM pupil p LEFT JOIN setting s ON false WHERE p.id IN "
        "(SELECT pupil FROM arrangement WHERE sort = 'placement')",
        {"today": today.isoformat()},
    )
    return {id_: where for id_, where in found.fetchall() if where}


def _ended(each: IncomingCase) -> str:
    return str(each.said.get("stage_there", "")) or "Closed in the authority's own system"


def _brief(each: IncomingCase) -> str:
    known = [f"{TITLES[n].lower()} {_word(v)}" for n, v in each.said.items() if n != "school"]
    return ", ".join(known) or "nothing more said"


def _word(value: object) -> str:
    return day_word(value) if isinstance(value, date) else str(value)
