"""The calendar: what has a day, from one day to another; pupils' and the school year's own."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select

from sendtui.rules.arranged import DUTIES, called
from sendtui.rules.calendar import bank_holidays
from sendtui.rules.citation import Citation
from sendtui.rules.clocks.review import LIST
from sendtui.services import arrangements, returns_due, school_year, season
from sendtui.services.due import each
from sendtui.services.due_narrowed import EVERYTHING, Only, narrowed, of_whom
from sendtui.services.due_views import KIND_LABELS, Due
from sendtui.services.tables import table
from sendtui.services.veil import WORD, hidden
from sendtui.store.store import Store

DATED = frozenset(
    (
        "review overdue",
        "review due",
        "reply promised",
        "action",
        "concern",
        "statutory",
        "timetable",
        "exam access",
        "referral",
    )
)
"""What is done on a day; the rest of what is due is overdue at all times, or at none."""

LISTED = LIST.cited
USUAL = "England’s usual dates: check your school’s own."


@dataclass(frozen=True, slots=True)
class Dated:
    """One thing on a day, or from `day` to `last`. `due` is what it opens, where it can be opened.

    `kind` is "review", "promise", "arrangement", "school", "bank", or as `due` names it: "action",
    "concern", "statutory" and so on.
    """

    id: str
    day: date
    kind: str
    label: str
    words: str
    name: str = ""
    class_name: str = ""
    pupil: str = ""
    last: date | None = None
    due: Due | None = None
    citation: Citation | str | None = None

    @property
    def ends(self) -> date:
        """Its last day."""
        return self.last or self.day


_SHORT = {"review overdue": "review", "review due": "review", "reply promised": "promise"}


def dates(
    store: Store, first: date, last: date, today: date, only: Only = EVERYTHING
) -> tuple[Dated, ...]:
    """Everything with a day from one day to another, both counted, in the order of the days.

    Where it is narrowed, the year of the school stands beside what is due and wanted.
    """
    found = [
        *_due(store, first, last, today, only),
        *_arrangements(store, today, only),
        *_school(store, first, last),
        *(
            Dated(f"return/{label}/{day}", day, "school", label, words)
            for day, label, words in returns_due.days(store)
        ),
    ]
    within = (one for one in found if one.day <= last and one.ends >= first)
    return tuple(sorted(within, key=lambda one: (one.day, one.kind == "bank", one.kind, one.name)))


def _due(store: Store, first: date, last: date, today: date, only: Only) -> Iterator[Dated]:
    ahead = max(last - today, timedelta())
    for one in narrowed(store, each(store, today, ahead), only):
        if one.day is None or not first <= one.day <= last or one.kind not in DATED:
            continue
        kind = _SHORT.get(one.kind, one.kind)
        label = "Review" if kind == "review" else KIND_LABELS[one.kind]
        yield Dated(
            "/".join(filter(None, (one.kind, one.pupil, one.record, one.step))),
            one.day,
            kind,
            label,
            one.words,
            one.name,
            one.class_name,
            one.pupil,
            due=one,
            citation=one.citation,
        )


def _arrangements(store: Store, today: date, only: Only) -> Iterator[Dated]:
    """What is arranged has days that are not due, and that follow from no rule but what is owed."""
    if only.kind not in ("", "arrangement"):
        return
    kept, pupil = table("arrangement"), table("pupil")
    forename = func.coalesce(func.nullif(pupil.c.preferred_forename, ""), pupil.c.forename)
    surname = func.coalesce(func.nullif(pupil.c.preferred_surname, ""), pupil.c.surname)
    wanted = (
        select(
            kept.c.id, kept.c.pupil, kept.c.sort, kept.c.what, kept.c.until, kept.c.review_on,
            kept.c.back_on, surname, forename, pupil.c.class_name,
        )
        .join(pupil, pupil.c.id == kept.c.pupil)
        .where(
            kept.c.until.is_not(None) | kept.c.review_on.is_not(None)
            | kept.c.back_on.is_not(None) | kept.c.sort.in_(DUTIES)
        )
    )  # fmt: skip
    with store.read() as session:
        lines = list(session.connection().execute(wanted))
        covered = hidden(store, session, today)
        owed = {each.id: each for each in arrangements.looked_at(session, today) if each.citation}
    is_of = of_whom(store, only)
    for id_, whose, sort, what, until, review_on, back_on, surname_, forename_, class_name in lines:
        if not is_of(whose, ""):
            continue
        name = f"{surname_}, {forename_}" if forename_ else surname_
        about = f"{called(sort)}: {what}" if what else called(sort)
        if covered.covers(whose, id_):
            about = called(WORD)
        days: list[tuple[date | None, str, str, Citation | None]] = [
            (until, "ends", f"{about} ends.", None),
            (review_on, "is looked at again", f"{about} is looked at again.", None),
            (back_on, "back", f"{about}: back in school.", None),
        ]
        if id_ in owed and covered.covers(whose, id_):
            days.append((owed[id_].day, "owed", f"{about}.", None))
        elif id_ in owed:
            days.append((owed[id_].day, "owed", f"{owed[id_].words}.", owed[id_].citation))
        for day, word, says, citation in days:
            if day is not None and only.label in ("", citation and citation.label):
                yield Dated(
                    f"arrangement/{id_}/{word}",
                    day,
                    "arrangement",
                    "Arrangement",
                    says,
                    name,
                    class_name,
                    whose,
                    citation=citation,
                )


def _school(store: Store, first: date, last: date) -> Iterator[Dated]:
    own = school_year.calendar(store)
    for term in own.terms:
        for day, word in ((term.starts, "begins"), (term.ends, "ends")):
            yield Dated(f"term/{day}", day, "school", "Term", f"The {term.name} term {word}.")
    for day in sorted(own.training):
        yield Dated(f"training/{day}", day, "school", "Training", "A training day: no pupils.")
    for day, term in season.list_days(store, first, last):
        words = f"The lists of reviews due in the {term} go to schools by this day."
        yield Dated(f"lists/{day}", day, "school", "To schools", words, citation=LISTED)
    for closed in own.holidays(first, last):
        name = f"{closed.name[:1].upper()}{closed.name[1:]}"
        usual = "" if own.terms or closed in own.closed else f" {USUAL}"
        yield Dated(
            f"school/{closed.first}",
            closed.first,
            "school",
            "No school",
            f"{name}.{usual}",
            last=closed.last,
        )
    for year in range(first.year, last.year + 1):
        for day, name in bank_holidays(year).items():
            yield Dated(f"bank/{day}", day, "bank", "Bank holiday", f"{name}.")
