"""The short forms of what is around a pupil at school: presence, exams, referrals, feedback…"""

from collections.abc import Callable
from datetime import date

from sendtui.models.destination import DestinationIn
from sendtui.models.exam import AccessArrangementIn
from sendtui.models.feedback import FeedbackIn
from sendtui.models.presence import AttendanceIn, SuspensionIn, TimetableIn
from sendtui.models.referral import ReferralIn
from sendtui.models.twin import Twin
from sendtui.screens.drafted import Asked
from sendtui.screens.pupil_forms import At, Give, Short
from sendtui.screens.widgets.asks import asks_of
from sendtui.services import destinations, drafts, exams, feedback, presence, referrals

EDITED: dict[str, tuple[str, ...]] = {
    "attendance": ("starts", "ends", "possible", "attended", "unauthorised", "source"),
    "suspension": ("sort", "starts", "sessions", "reason", "source"),
    "timetable": (
        "why", "starts", "ends", "hours", "review_on", "agreed_by", "back_full_time_on",
    ),
    "access_arrangement": (
        "what", "subjects", "basis", "evidence", "evidence_on", "assessor", "assessed_on",
        "told_on", "applied_on", "approved_on", "until", "reference",
    ),
    "referral": (
        "service", "sent_on", "why", "sent_by", "chase_on", "accepted_on", "refused_on", "seen_on",
        "closed_on", "outcome",
    ),
    "feedback": feedback.FIELDS,
    "destination": destinations.FIELDS,
}  # fmt: skip
"""Their fields in the order they are asked for."""

HAPPENED = (
    "back_full_time_on", "accepted_on", "refused_on", "seen_on", "closed_on", "received_on",
    "answered_on", "on", *exams.HAPPENED,
)  # fmt: skip
LONG = ("reason", "why", "evidence", "outcome", "said")


async def _attendance(at: At, given: dict[str, object]) -> None:
    await at.screen.ask(presence.record_attendance, at.pupil, given, at.today)


async def _suspension(at: At, given: dict[str, object]) -> None:
    await at.screen.ask(presence.suspend, at.pupil, given, at.today)


async def _timetable(at: At, given: dict[str, object]) -> None:
    await at.screen.ask(presence.go_part_time, at.pupil, given)


async def _exam(at: At, given: dict[str, object]) -> None:
    await at.screen.ask(exams.arrange, at.pupil, given, at.today)


async def _referral(at: At, given: dict[str, object]) -> None:
    await at.screen.ask(referrals.add, at.pupil, given, today=at.today)


async def _feedback(at: At, given: dict[str, object]) -> None:
    await at.screen.ask(feedback.add, given, at.pupil, today=at.today)


async def _destination(at: At, given: dict[str, object]) -> None:
    await at.screen.ask(destinations.add, at.pupil, given, today=at.today)


def _short(
    title: str,
    twin: type[Twin],
    give: Give,
    *,
    start: Callable[[At], dict[str, object]] = lambda _at: {},
    leave: tuple[str, ...] = (),
) -> Short:
    names = tuple(name for name in EDITED[twin.KIND] if name not in leave)
    return Short(
        title,
        twin,
        names,
        give,
        start,
        long=LONG,
        hints={
            "possible": "half days, as the school’s own system counts them",
            "sessions": "half days",
            "agreed_by": "parents, school, LA",
            "about": "in a word or two, without a name",
            "answer_by": "as your own procedure has it",
            "review_on": "six weeks at the latest where no day is set",
        },
    )


FORMS: dict[str, Callable[[At], Asked]] = {
    "attendance": _short("Attendance", AttendanceIn, _attendance).asked,
    "suspension": _short(
        "Suspension or exclusion",
        SuspensionIn,
        _suspension,
        start=lambda at: {"starts": at.today},
    ).asked,
    "timetable": _short(
        "Part-time timetable",
        TimetableIn,
        _timetable,
        start=lambda at: {"starts": at.today},
        leave=("back_full_time_on",),
    ).asked,
    "access_arrangement": _short("Exam access", AccessArrangementIn, _exam).asked,
    "referral": _short(
        "Referral to a service",
        ReferralIn,
        _referral,
        start=lambda at: {"sent_on": at.today},
        leave=("accepted_on", "refused_on", "seen_on", "closed_on", "outcome"),
    ).asked,
    "feedback": _short(
        "Complaint or compliment",
        FeedbackIn,
        _feedback,
        start=lambda at: {"received_on": at.today, "sort": "complaint", "by": at.author},
        leave=("answered_on", "outcome"),
    ).asked,
    "destination": _short(
        "Where a leaver goes",
        DestinationIn,
        _destination,
        start=lambda at: {"on": at.today, "where": at.view.left_to, "by": at.author},
    ).asked,
}
"""The noun that is added → its form."""


def back_full_time(at: At, timetable: str) -> Asked:
    """From which day the pupil is back full time."""

    async def save(values: dict[str, object]) -> None:
        on = values.get("back_full_time_on")
        day = on if isinstance(on, date) else at.today
        await at.screen.ask(presence.back_full_time, timetable, day, at.today)

    return Asked(
        f"Back full time: {at.name}",
        drafts.key("timetable", at.pupil, f"{timetable}-back"),
        asks_of(TimetableIn, ("back_full_time_on",), prefer={"back_full_time_on": "past"}),
        save,
        {"back_full_time_on": at.today},
    )
