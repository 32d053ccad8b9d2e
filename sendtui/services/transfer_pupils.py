"""What a Common Transfer File tells of a pupil, as the record has it; what it does not, counted."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from sqlmodel import Session, col, select

from sendtui.errors import SendtuiError
from sendtui.models.arrangement import Arrangement
from sendtui.models.flag import Flag
from sendtui.models.need import Need
from sendtui.models.particulars import Particulars
from sendtui.models.person import Person
from sendtui.models.presence import Attendance
from sendtui.models.pupil import Pupil
from sendtui.models.setting import Setting
from sendtui.models.sharing import Restriction
from sendtui.models.status import Status
from sendtui.models.transfer import TransferContact, TransferPast, TransferPupil, TransferYear
from sendtui.models.twin import OfPupil
from sendtui.rules.authorities import AUTHORITIES
from sendtui.rules.calendar import academic_year
from sendtui.rules.ethnicity import ETHNICITY
from sendtui.rules.identifiers import Check, check_laestab, check_uln, check_upn
from sendtui.rules.languages import LANGUAGES
from sendtui.rules.years import nc_year
from sendtui.services import confidential, same
from sendtui.services.confidential import Marked
from sendtui.services.records import require_pupil
from sendtui.services.restrictions import bar

M = TypeVar("M", bound=OfPupil)
Records = Mapping[tuple[type[OfPupil], str], list[Any]]
"""Noun and pupil → the pupil's records, in the order they were made."""

_NOUNS: tuple[type[OfPupil], ...] = (
    Arrangement, Attendance, Flag, Need, Particulars, Person, Restriction, Status,
)  # fmt: skip
AT_ONCE = 200
_BARRING = frozenset(("no contact", "court order", "may not receive"))


def own_number(here: Setting | None) -> str:
    """The LAESTAB of the school that keeps this record; of an authority its code and LLLL.

    Raises SendtuiError where there is none.
    """
    if here and here.sort == "la" and here.la in AUTHORITIES:
        return f"{here.la}LLLL"
    check = check_laestab(here.laestab if here else "")
    if not check.ok:
        raise SendtuiError(
            "This school has no LAESTAB here, and a Common Transfer File is named by it: give its "
            "seven digits first (sendtui edit setting own --field laestab --text-file FILE)."
        )
    return check.value


def told(
    session: Session,
    pupils: Sequence[str],
    today: date,
    left: dict[str, int],
    move: Callable[[int, int], None] | None = None,
) -> Iterator[TransferPupil]:
    """What a file tells of these pupils; what is not told is counted in `left`.

    Raises SendtuiError for a pupil there is not, or of whom everything is confidential.
    """
    marked = confidential.marked(session, pupils, today)
    records: Records = {}
    for number, id_ in enumerate(pupils):
        if number % AT_ONCE == 0:
            records = _records(session, pupils[number : number + AT_ONCE])
            if move is not None:
                move(number, len(pupils))
        child = require_pupil(session, id_)
        if id_ in marked.pupils:
            raise SendtuiError(
                "Everything about one of these pupils is confidential: leave them out, and speak "
                "to the other school."
            )
        yield _Pupil(session, child, records, marked, today, left).whole()


def _records(session: Session, pupils: Sequence[str]) -> Records:
    """What is recorded of some pupils, also under another record of the same child."""
    whose = {pupil: same.of_child(session, pupil) for pupil in pupils}
    everybody = {each for those in whose.values() for each in those}
    found: dict[tuple[type[OfPupil], str], list[Any]] = {}
    for noun in _NOUNS:
        by_pupil: defaultdict[str, list[OfPupil]] = defaultdict(list)
        for one in session.exec(select(noun).where(col(noun.pupil).in_(everybody))):
            by_pupil[one.pupil].append(one)
        for pupil, those in whose.items():
            held = [one for each in those for one in by_pupil.get(each, ())]
            found[noun, pupil] = sorted(held, key=lambda one: one.id)
    return found


class _Pupil:
    """One pupil as they are told of; what is left out is counted."""

    def __init__(
        self,
        session: Session,
        child: Pupil,
        records: Records,
        marked: Marked,
        today: date,
        left: dict[str, int],
    ) -> None:
        self._session, self._child, self._marked = session, child, marked
        self._records, self._today, self._left = records, today, left
        people = self._all(Person)
        self._hidden = any(p.address_confidential for p in people)
        self._people = [p for p in people if not p.until or p.until >= today]

    def whole(self) -> TransferPupil:
        """All that goes."""
        child, flags = self._child, self._open(Flag)
        told = next(iter(self._open(Particulars)), None)
        return TransferPupil(
            surname=child.surname,
            forename=child.forename,
            upn=self._number(check_upn(child.upn)),
            former_upn=self._number(check_upn(child.former_upn)),
            uln=self._number(check_uln(child.uln)),
            born=child.born,
            sex=child.sex if child.sex in ("F", "M") else "",
            preferred_surname=child.preferred_surname,
            preferred_forename=child.preferred_forename,
            former_surname=child.former_surname,
            nc_year=nc_year(child.born, self._today, child.nc_year).code,
            ethnicity=told.ethnicity if told and told.ethnicity in ETHNICITY else "",
            language=self._language(),
            postcode=self._postcode(told),
            in_care=self._is(flags, "LAC"),
            service_child=self._is(flags, "SERVICE"),
            meals=tuple((f.since, f.until) for f in flags if f.code == "FSM"),
            steps=tuple(sorted(((s.status, s.since) for s in self._open(Status)),
                               key=lambda step: step[1])),
            needs=tuple((n.code, n.rank, n.since, n.until)
                        for n in sorted(self._open(Need), key=lambda n: (n.rank, n.id))),
            contacts=tuple(self._contacts()),
            attendance=tuple(_years(self._open(Attendance))),
            schools=tuple(self._schools()),
        )  # fmt: skip

    def _all(self, noun: type[M]) -> list[M]:
        return self._records[noun, self._child.id]

    def _open(self, noun: type[M]) -> list[M]:
        """The records of a kind that are not confidential."""
        found = self._all(noun)
        kept = [each for each in found if not self._covers(each.id)]
        self._without("confidential records", len(found) - len(kept))
        return kept

    def _covers(self, record: str) -> bool:
        return self._marked.covers(self._child.id, record)

    def _without(self, what: str, number: int) -> None:
        if number:
            self._left[what] = self._left.get(what, 0) + number

    def _is(self, flags: Iterable[Flag], code: str) -> bool | None:
        days = [f.until for f in flags if f.code == code]
        return any(not end or end >= self._today for end in days) if days else None

    def _number(self, check: Check) -> str:
        """A number as it is, where it has the form of one."""
        if check.plausible:
            return check.value
        self._without("numbers without the form they must have", bool(check.value))
        return ""

    def _language(self) -> str:
        said = self._child.language.strip().casefold()
        for each in LANGUAGES:
            if said and said in (each.code.casefold(), each.label.casefold()):
                return each.code
        self._without("home languages that are no census code", bool(said))
        return ""

    def _postcode(self, told: Particulars | None) -> str:
        if told is None or not told.postcode or not self._hidden:
            return told.postcode if told else ""
        self._without("confidential addresses", 1)
        return ""

    def _contacts(self) -> Iterator[TransferContact]:
        from sendtui.formats.ctf_out import relationship

        bars = [bar(each) for each in self._all(Restriction)]
        barred = {b.person for b in bars if b.sort in _BARRING and b.stands(self._today)}
        for who in self._people:
            if not (who.parental_responsibility or relationship(who.role)):
                continue
            if self._covers(who.id):
                self._without("confidential records", 1)
            elif who.id in barred:
                self._without("contacts under a restriction", 1)
            else:
                self._without("confidential addresses", who.address_confidential)
                yield TransferContact(
                    who.name, who.role, who.parental_responsibility, who.phone, who.email,
                    "" if who.address_confidential else who.address,
                )  # fmt: skip

    def _schools(self) -> Iterator[TransferPast]:
        for each in self._open(Arrangement):
            if each.sort == "placement" and each.where and each.until:
                yield TransferPast(each.where, "", each.urn, each.since, each.until)
        child = self._child
        here = self._session.get(Setting, child.setting)
        if here is not None and here.sort != "la":
            number = check_laestab(here.laestab)
            laestab = number.value if number.ok else ""
            yield TransferPast(here.name, laestab, here.urn, None, child.left_on)


def _years(found: Iterable[Attendance]) -> Iterator[TransferYear]:
    """The figures by school year: where periods overlap, the longest of them counts."""
    by_year: dict[int, list[Attendance]] = {}
    for each in sorted(found, key=lambda a: (a.starts - a.ends, a.starts, a.id)):
        year = academic_year(each.starts)
        kept = by_year.setdefault(year, [])
        is_within = academic_year(each.ends) == year
        if is_within and all(each.ends < k.starts or each.starts > k.ends for k in kept):
            kept.append(each)
    for year, kept in sorted(by_year.items()):
        if kept:
            counts = (sum(getattr(k, name) for k in kept) for name in
                      ("possible", "attended", "unauthorised"))  # fmt: skip
            yield TransferYear(year, *counts)
