"""Pupils with a plan: where they are, and the 12 months in which the next review must end."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from sendtui.rules.case_duties import twelve_months_from
from sendtui.rules.clocks.review import Anchor
from sendtui.rules.deadline import Deadline
from sendtui.services.case_known import Known

if TYPE_CHECKING:
    from sendtui.services.caseload import Case

REVIEWS = ("annual review", "phase transfer")
"""The processes that review a plan."""

NAME = """coalesce(nullif(p.preferred_surname, ''), p.surname)
    || CASE coalesce(nullif(p.preferred_forename, ''), p.forename) WHEN '' THEN '' ELSE ', ' END
    || coalesce(nullif(p.preferred_forename, ''), p.forename)"""
"""The name of pupil `p` as lists have it: surname first."""

SCHOOL = "CASE coalesce(s.sort, '') WHEN 'la' THEN '' ELSE coalesce(s.name, '') END"
"""What setting `s` is called; "" for an authority: who stands under it is at no school known."""

WHERE = f"""coalesce(nullif((SELECT a."where" FROM arrangement a WHERE a.pupil = p.id
    AND a.sort = 'placement' AND (a.since IS NULL OR a.since <= :today)
    AND (a.until IS NULL OR a.until >= :today) ORDER BY a.since DESC, a.id DESC LIMIT 1), ''),
    {SCHOOL})"""
"""Where pupil `p` is on a day: the placement that was arranged, else setting `s` of the record."""

_PLANNED = f"""
    SELECT p.id, {NAME}, p.born, p.nc_year, {WHERE} FROM pupil p
    LEFT JOIN setting s ON s.id = p.setting
    WHERE (p.left_on IS NULL OR p.left_on > :today) AND (
        (SELECT s.status FROM status s WHERE s.pupil = p.id AND s.since <= :today
         ORDER BY s.since DESC, s.id DESC LIMIT 1) = 'E'
        OR p.id IN (SELECT pupil FROM plan WHERE sort = 'EHCP' AND stage IN ('final', 'amended')
                    AND ceased_on IS NULL)
        OR p.id IN (SELECT pupil FROM "case" WHERE process IN ('annual review', 'phase transfer')
                    AND closed_on IS NULL))
"""


@dataclass(frozen=True, slots=True)
class Planned:
    """A pupil with a plan, or with a review under way; `where` is the placement or setting."""

    pupil: str
    name: str
    born: date | None
    nc_year: str
    where: str


def planned(run: Connection, today: date) -> Iterator[Planned]:
    """Everybody with a plan on a day who has not left, in no order."""
    for pupil, name, birth, placed, where in run.exec_driver_sql(
        _PLANNED, {"today": today.isoformat()}
    ).fetchall():
        born = date.fromisoformat(birth) if birth else None
        yield Planned(pupil, name, born, placed, where)


def twelve_months_of(case: "Case | None", known: Known | None, anchor: Anchor) -> Deadline | None:
    """The 12 months that run for a pupil, with an open review or without; None unknown."""
    made, last, held = (known or Known()).outside(case.id if case else "")
    if case is not None:
        book = case.reckoned.book
        made, last = book.plan_made or made, book.last_review or last
        held = book.last_meeting if book.last_review else held
    found = twelve_months_from(made, last, held, anchor)
    return found[0] if found else None
