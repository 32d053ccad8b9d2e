"""A pupil at school: presence, exam access, referrals, what was said of it, and where they go."""

from collections.abc import Iterable, Iterator
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType

from sendtui.rules.counting import counted
from sendtui.rules.early import Step
from sendtui.rules.presence import DAYS_SUSPENDED, RATE
from sendtui.screens import pupil_changes
from sendtui.screens.drafted import ask
from sendtui.screens.lines import Fact, columns
from sendtui.screens.pupil_forms import At
from sendtui.screens.pupil_list import PupilList
from sendtui.screens.school_forms import FORMS, back_full_time
from sendtui.screens.widgets.dateinput import short
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.words import Tone, badge
from sendtui.services import amend, destinations, early, exams, feedback, presence, referrals
from sendtui.services.destinations import DestinationView
from sendtui.services.exams import AccessView
from sendtui.services.feedback import FeedbackView
from sendtui.services.labels import in_sentence, kind_title
from sendtui.services.presence import Presence, TimetableView
from sendtui.services.referrals import ReferralView

ADDED = {
    "a": ("attendance", "Attendance"),
    "s": ("suspension", "Suspension"),
    "p": ("timetable", "Part-time"),
    "e": ("access_arrangement", "Exam access"),
    "f": ("referral", "Referral"),
    "c": ("feedback", "Complaint"),
    "g": ("destination", "Goes on to"),
}


class PupilSchool(PupilList):
    """What a school counts and arranges around one pupil; all of it by keys."""

    NAME = "At school"
    COLUMNS = columns(heading=13, when=13, who=0, words="At school")

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(key, f"add('{kind}')", name) for key, (kind, name) in ADDED.items()),
        Binding("d", "back", "Back full time"),
        Binding("w", "passport", "Passport"),
        Binding("o", "checklist", "Ordinarily available: what is in place", show=False),
        Binding("i", "report", "Take in a report of everybody", show=False),
    ]

    help_text = (
        "Attendance figures, suspensions, part-time timetables, exam access, referrals to "
        "services, complaints and compliments, where a leaver goes, then how long it took from "
        "the first concern to the SEN register and a plan. a, s, p, e, f, c and g add; Enter "
        "changes the line; d says that a pupil is back full time; o asks what is ordinarily "
        "available; w prints a passport of adjustments; Delete removes a mistake. i takes in a "
        "report of everybody. h marks a line as confidential, u shows what is."
    )

    def __init__(self, pupil: str, record: str = "") -> None:
        """`record` is what the cursor lands on."""
        super().__init__(pupil, record)
        self._timetables: tuple[TimetableView, ...] = ()

    async def facts(self, at: At) -> Iterable[Fact]:
        """Figures, suspensions, timetables, exam access, referrals, and the first steps."""
        known = await self.ask(presence.of_pupil, at.pupil, at.today)
        arranged = await self.ask(exams.of_pupil, at.pupil, at.today)
        first = await self.ask(early.of_pupil, at.pupil, at.today)
        self._timetables = known.timetables
        sent = await self.ask(referrals.of_pupil, at.pupil, at.today)
        said = await self.ask(feedback.of_pupil, at.pupil, at.today)
        gone = await self.ask(destinations.of_pupil, at.pupil, at.today)
        return (
            *_present(known),
            *map(_exam, arranged),
            *map(_referral, sent),
            *map(feedback_line, said),
            *map(_destination, gone),
            *map(_step, first),
        )

    def action_add(self, kind: str) -> None:
        """Add something with a short form."""
        self.fill_in(FORMS[kind])

    @on(Grid.Chosen)
    def _open(self, event: Grid.Chosen[Fact]) -> None:
        event.stop()
        fact = event.row
        if fact.kind not in FORMS:
            self.say("These days come from the concerns, the SEN status and the cycles.")
            return

        async def change(at: At) -> None:
            await ask(self, await pupil_changes.edit(at, fact.kind, fact.record))

        self.begin(change)

    def action_back(self) -> None:
        """Say that the pupil is back full time."""
        fact = self.highlighted
        running = [each for each in self._timetables if each.look_on is not None]
        found = next((each for each in running if fact and each.id == fact.record), None)
        found = found or (running[0] if len(running) == 1 else None)
        if found is None:
            self.say("d ends a part-time timetable that runs: go to one.")
            return
        self.fill_in(lambda at: back_full_time(at, found.id))

    def action_passport(self) -> None:
        """Print the passport for adjustments."""
        from sendtui.screens.passport_print import ask as ask_passport

        self.begin(lambda at: ask_passport(self, at.view))

    def action_checklist(self) -> None:
        """Show what is ordinarily available, and what of it is in place."""
        from sendtui.screens.pupil_checklist import PupilChecklist

        self.app.push_screen(PupilChecklist(self.pupil))

    def action_report(self) -> None:
        """Take in a report of attendance or suspensions of everybody."""
        from sendtui.screens.presence_import import take_in

        self.begin(lambda _at: take_in(self))

    def action_remove(self) -> None:
        """Remove what was put down by mistake; undo brings it back."""
        fact = self.highlighted
        if fact is None or fact.kind not in FORMS:
            self.say("Delete is for what was put down here, not for the first steps.")
        else:
            self.take_out(in_sentence(kind_title(fact.kind)), amend.remove, fact.kind, fact.record)


def urgent(known: Presence) -> Iterator[Fact]:
    """What the overview says of a pupil's presence: a timetable that runs, and much absence."""
    for timetable in known.timetables:
        if timetable.look_on is not None:
            yield _timetable(timetable)
    for fact, view in zip(_present(known), known.attendance[:1], strict=False):
        if view.rate.called:
            yield fact


def _present(known: Presence) -> Iterator[Fact]:
    for one in known.attendance:
        called = f", {one.rate.called}" if one.rate.called else ""
        said = f"{one.rate.percent or 'no sessions'}{called} · {one.attended} of {one.possible}"
        away = f", {one.unauthorised} of those missed unauthorised" if one.unauthorised else ""
        span = f"{short(one.starts)} to {short(one.ends)}"
        words = badge(said, "late") if called else said
        source = f" Source: {one.source.rstrip('.')}." if one.source else ""
        whole = f"{span}: {said}{away}.{source} {RATE}"
        when = short(one.ends)
        yield Fact(one.id, "Attendance", words, when, "", "attendance", one.id, whole)
    for each in known.suspensions:
        sessions = f", {each.sessions} sessions" if each.sessions else ""
        words = f"{each.sort.capitalize()}{sessions}{f': {each.reason}' if each.reason else ''}"
        total = f" {known.suspended}. {DAYS_SUSPENDED}" if known.suspended else ""
        when = short(each.starts)
        whole = f"{when}: {words}.{total}"
        yield Fact(each.id, "Suspensions", words, when, "", "suspension", each.id, whole)
    yield from map(_timetable, known.timetables)


def _timetable(one: TimetableView) -> Fact:
    hours = f"{one.hours} hours a week" if one.hours.isdecimal() else one.hours
    until = f"until {short(one.ends)}"
    said = " · ".join(filter(None, (hours, until, one.why)))
    if one.look_on is None:
        words, when = badge(said, "quiet"), short(one.starts)
        more = f"Back full time {short(one.back_full_time_on)}." if one.back_full_time_on else ""
    else:
        words, when = badge(said, "soon"), short(one.starts)
        agreed = f"Agreed by {one.agreed_by}." if one.agreed_by else "Nobody is down as agreeing."
        more = f"Looked at again {short(one.look_on)}. {agreed}"
    whole = f"From {short(one.starts)} {until}: {hours} {one.why} {more}"
    return Fact(one.id, "Part-time", words, when, "", "timetable", one.id, whole)


_TONES: dict[str, Tone] = {"approved": "done", "run out": "late"}


def _exam(one: AccessView) -> Fact:
    lacks = f" Its file lacks: {', '.join(one.lacks)}." if one.lacks else ""
    until = f"until {short(one.until)}" if one.until else ""
    said = " · ".join(filter(None, (one.what, one.subjects, one.standing)))
    words = badge(said, _TONES.get(one.standing, "soon"))
    parts = (one.what, one.subjects, one.basis, one.evidence, one.standing, until)
    whole = f"{' · '.join(filter(None, parts))}.{lacks}"
    when = short(one.until) if one.until else ""
    return Fact(one.id, "Exam access", words, when, "", "access_arrangement", one.id, whole)


def _referral(one: ReferralView) -> Fact:
    weeks = counted(one.waited_days // 7, "week")
    said = f"{one.service}: {one.stage}" + (f", {weeks} so far" if one.waits else f" after {weeks}")
    late = one.waits and one.chase_on is not None and one.chase_on <= one.today
    words = badge(said, "late" if late else "soon" if one.waits else "done")
    again = f" Ask again {short(one.chase_on)}." if one.waits and one.chase_on else ""
    whole = f"{said}. {one.why}{again} {one.outcome}".strip()
    return Fact(
        one.id, "Referrals", words, short(one.sent_on), one.sent_by, "referral", one.id, whole
    )


def feedback_line(one: FeedbackView) -> Fact:
    """A complaint or a compliment as a line."""
    said = " · ".join(filter(None, (one.sort.capitalize(), one.about, one.standing)))
    tone: Tone = "late" if one.late else "soon" if one.is_open else "done"
    words = badge(said, tone) if one.sort == "complaint" else said
    by = f" Answer by {short(one.answer_by)}." if one.is_open and one.answer_by else ""
    whole = f"{said}, {one.from_role}. {one.said}{by} {one.outcome}".strip()
    when = short(one.received_on)
    return Fact(one.id, "Said of us", words, when, one.name, one.kind, one.id, whole)


def _destination(one: DestinationView) -> Fact:
    words = " · ".join(filter(None, (one.stage.capitalize(), one.sort, one.where, one.course)))
    whole = f"{words}. {one.note}".strip()
    when = short(one.on)
    return Fact(one.id, "Goes on to", words, when, "", "destination", one.id, whole)


def _step(one: Step) -> Fact:
    told = ", ".join(filter(None, (one.age and f"at {one.age}", one.after)))
    words = f"{one.name}: {told}" if told else one.name
    when = short(one.on) if one.on else "not yet"
    return Fact(f"step-{one.name}", "First steps", words, when, whole=f"{when}: {words}")
