"""Suspensions, part-time timetables and exam access as events of a pupil's timeline."""

from collections.abc import Iterator
from datetime import date

from sqlmodel import Session

from sendtui.models.exam import AccessArrangement
from sendtui.models.presence import Suspension, Timetable
from sendtui.services.pupil_reading import of

Told = tuple[date, str, str, str, str]
"""The day, the noun, the record, the words, and who was in it."""


def events(session: Session, pupil: str) -> Iterator[Told]:
    """What happened; attendance figures are of a period, and so no event."""
    for one in of(session, Suspension, pupil):
        sessions = f", {one.sessions} sessions" if one.sessions else ""
        reason = f": {one.reason}" if one.reason else ""
        yield one.starts, "suspension", one.id, f"{one.sort.capitalize()}{sessions}{reason}", ""
    for span in of(session, Timetable, pupil):
        words = f"Part-time timetable: {span.why}"
        yield span.starts, "timetable", span.id, words, span.agreed_by
        if span.back_full_time_on:
            yield span.back_full_time_on, "timetable", span.id, "Back full time", ""
    for access in of(session, AccessArrangement, pupil):
        if access.approved_on:
            words = f"Exam access approved: {access.what}"
            yield access.approved_on, "access_arrangement", access.id, words, access.assessor
