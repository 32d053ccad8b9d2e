"""What a case's screen lists: its limits, what happened, who was asked, what the family said."""

from collections.abc import Iterator

from textual.content import Content

from sendtui.rules.counting import counted
from sendtui.rules.typed_dates import say
from sendtui.screens.case_clock import state_signs
from sendtui.screens.lines import Fact
from sendtui.screens.widgets.columns import Cell
from sendtui.screens.widgets.dateinput import short
from sendtui.screens.widgets.words import TONES, badge, one_line
from sendtui.services.case_plans import EVENTS
from sendtui.services.case_views import (
    AdviceView,
    CaseLine,
    CaseView,
    ConsultationView,
    DeadlineView,
    EventView,
    LetterView,
    RepresentationView,
)

SENT = frozenset(EVENTS.values())
"""The events with which a written plan is sent."""

SOON = 14
"""Days before a limit from which it is told as near."""


def head(view: CaseView) -> Content:
    """The stage, who holds the case, and since when."""
    parts = [Content.styled(one_line(view.stage_label), "bold $text")]
    late = len(view.late)
    if late:
        parts.append(badge(f"{late} late", "late"))
    waiting = sum(each.sent_on is None for each in view.letters)
    if waiting:
        parts.append(badge(f"{counted(waiting, 'letter')} not sent", "soon"))
    parts.append(Content("the school's side" if view.side == "school" else "the authority's side"))
    if view.caseworker:
        parts.append(Content(one_line(f"held by {view.caseworker}")))
    if view.reference:
        parts.append(Content(one_line(view.reference)))
    parts.append(Content(f"since {short(view.opened_on)}"))
    if view.stage_there:
        parts.append(Content(one_line(f"there: {view.stage_there}")))
    return Content.styled(" · ", "$text-muted").join(parts)


def odd(view: CaseView) -> Content:
    """What is odd in the facts, or what comes next."""
    if view.warnings:
        # What does not fit a narrow screen is cut off at the end, and that there are more is not.
        many = len(view.warnings)
        all_ = f"{counted(many, 'oddity', 'oddities')}, o lists them: " if many > 1 else ""
        return badge(f"{all_}{view.warnings[0]}", "soon")
    if view.closed_on:
        return badge(f"closed {short(view.closed_on)}", "done")
    if view.then:
        usual = ", ".join(label for _, label in view.then)
        logs = f"l logs it{_plan(view, 'G writes the plan')}"
        return Content.styled(one_line(f"Usually next: {usual}. {logs}."), "$text-muted")
    return badge(f"Nothing more is owed in this case{_plan(view, 'G opens the plan')}.", "done")


def _plan(view: CaseView, leads: str) -> str:
    """How one gets to the written plan, where the case is about to send it or has sent it."""
    about = {code for code, _ in view.then} | {each.code for each in view.events}
    return "" if about.isdisjoint(SENT) else f"; {leads}"


# Limits


def clock(view: CaseView) -> tuple[Fact, ...]:
    """Every limit by its day: the sign and word of its state, the day, what, and its rule."""
    return tuple(
        Fact(
            f"{each.id}#{number}",
            f"{state_signs()[each.state].letter} {each.state}",
            each.what,
            _day(each),
            each.rule,
            "limit",
            each.id,
            f"{left(each)} {each.what}. Whose duty: {each.who}. {cited(each)}",
        )
        for number, each in enumerate(view.deadlines)
    )


def _day(each: DeadlineView) -> Content:
    sign = state_signs()[each.state]
    if each.days_left is None and each.done_on is None:
        return Content.styled("at once", TONES[sign.tone])
    return Content.styled(short(each.due), TONES[sign.tone])


def left(each: DeadlineView) -> str:
    """How much time is left, or how a limit was met, in words."""
    if each.done_on is not None:
        return f"Done {short(each.done_on)}."
    if each.state == "not recorded":
        return "Not recorded, though a later step was taken."
    if each.days_left is None:
        return "As soon as practicable."
    if each.state == "not needed":
        return "Not needed any more."
    if each.days_left < 0:
        said = f"{counted(-each.days_left, 'day')} ago"
        late = {"late": "Late: due ", "excepted": "Excepted: due "}.get(each.state, "Ended ")
        return f"{late}{said}."
    return f"{counted(each.days_left, 'day')} left." if each.days_left else "Today."


def cited(each: DeadlineView) -> str:
    """The rule, its citation and how sure we are of it."""
    verified = "" if each.verified else ", not verified"
    return f"{each.rule}: {each.citation} ({each.kind}{verified})"


def explained(each: DeadlineView) -> str:
    """Everything behind a date: facts in, arithmetic, citation, exceptions."""
    working = each.last_working_day
    plan_for = f" Last working day: {say(working)}." if working and working != each.due else ""
    parts = [
        each.what,
        f"{say(each.due)}. {left(each)}{plan_for}",
        f"Whose duty: {each.who}",
        cited(each),
        "",
        "How it is reckoned:",
        *(f"  {step}" for step in each.because),
        f"Starts with: {each.started_by}",
    ]
    if each.stopped_by:
        parts.append(f"Met by: {each.stopped_by}")
    for title, told in (("Exceptions:", each.exceptions), ("Look out:", each.warnings)):
        if told:
            parts += ["", title, *(f"  {one}" for one in told)]
    return "\n".join(parts)


# What happened


def events(view: CaseView) -> tuple[Fact, ...]:
    """The events and the letters, the newest first; an event put right by another says so."""
    found = [(each.on, _event(each)) for each in view.events]
    found += [(each.sent_on or each.drafted_on, _letter(each)) for each in view.letters]
    found.sort(key=lambda dated: dated[0], reverse=True)
    return tuple(fact for _, fact in found)


def _letter(each: LetterView) -> Fact:
    """A letter; one that was only drafted stands out, for it has not reached anybody."""
    day = each.sent_on or each.drafted_on
    gone = f"sent by {each.sent_how}" if each.sent_on else "drafted, not sent"
    words = f"Letter {gone}: {each.label}, to {each.recipient}"
    shown: Cell = words if each.sent_on else badge(words, "soon")
    whole = f"{words}, dated {say(each.dated)}. Enter reads it."
    return Fact(each.id, "", shown, short(day), each.by, "letter", each.id, whole)


def _event(each: EventView) -> Fact:
    words = " · ".join(filter(None, (_facts(each), each.said)))
    label = f"{each.label} (put right)" if each.put_right else each.label
    shown: Content | str = f"{label}: {words}" if words else label
    if each.put_right:
        shown = Content.styled(one_line(str(shown)), "$text-muted strike")
    return Fact(each.id, "", shown, short(each.on), each.who, "event", each.id, told(each))


def _facts(each: EventView) -> str:
    return " · ".join(f"{title}: {value}" for title, value in each.shown)


def told(each: EventView) -> str:
    """One event in full."""
    lines = [f"{each.label}, {short(each.on)}" + (f", {each.who}" if each.who else "")]
    lines += [f"{title}: {value}" for title, value in each.shown]
    lines += [each.said] if each.said else []
    lines.append(f"{_written(each)}{' G opens the plan.' if each.code in SENT else ''}")
    return "\n".join(lines)


def _written(each: EventView) -> str:
    """When an event was written down, which may be long after it happened, and by whom."""
    on = f" on {short(each.written.astimezone().date())}" if each.written else ""
    return f"Written{on} by {each.by}."


# Who was asked


def asked(view: CaseView) -> tuple[Fact, ...]:
    """Advice in the order of the Regulations, then the settings that were consulted."""
    return (*(_advice(each) for each in view.advice), *(_setting(s) for s in view.consultations))


def _advice(each: AdviceView) -> Fact:
    words = " · ".join(
        filter(
            None,
            (
                each.label,
                f"due {short(each.due)}" if each.due and not each.received_on else "",
                f"chased {short(each.chased_on)}" if each.chased_on else "",
                f"not needed: {each.not_needed}" if each.not_needed else "",
                each.summary,
                f"source: {each.source}" if each.source else "",
            ),
        )
    )
    day = each.received_on or each.asked_on
    return Fact(each.id, _state(each.state), words, short(day) if day else "", each.who, "advice",
                each.id)  # fmt: skip


def _setting(each: ConsultationView) -> Fact:
    can = {"yes": "can meet need", "no": "cannot meet need", "if": "can meet need if"}
    words = " · ".join(
        filter(
            None,
            (
                f"Setting: {each.where}",
                "the family asked for it" if each.asked_for else "",
                f"due {short(each.due)}" if each.due and not each.replied_on else "",
                f"chased {short(each.chased_on)}" if each.chased_on else "",
                can.get(each.can_meet, ""),
                each.ground,
                each.reply,
                f"our answer: {each.our_answer}" if each.our_answer else "",
            ),
        )
    )
    day = each.replied_on or each.sent_on
    papers = "" if each.replied_on else f"{words}. p writes its papers into a file with a password."
    return Fact(each.id, _state(each.state), words, short(day) if day else "", "", "consultation",
                each.id, whole=papers)  # fmt: skip


def _state(state: str) -> str:
    sign = state_signs().get(state)
    return f"{sign.letter} {state}" if sign else state


# What the family said


def family(view: CaseView) -> tuple[Fact, ...]:
    """Each comment with our answer; those not answered say so."""
    return tuple(_comments(view))


def _comments(view: CaseView) -> Iterator[Fact]:
    for each in view.representations:
        yield _comment(each)


def _comment(each: RepresentationView) -> Fact:
    answered = each.answered_on is not None
    answer = f" Our answer: {each.answer}" if answered else ""
    heading = _state("done") if answered else "! no answer"
    section = f"{each.section}: " if each.section else ""
    return Fact(each.id, heading, f"{section}{each.what}{answer}", short(each.on), "",
                "representation", each.id)  # fmt: skip


# A case among others


_BEGINNING = ("waiting", "due")
"""The stages at which a case without a limit lacks the day it would be counted from."""


def days_of(line: CaseLine) -> Cell:
    """The days that are left, as words with a sign."""
    days = line.days_left
    if days is None:
        return "not known" if line.stage in _BEGINNING else "nothing owed"
    if line.excused:
        return badge("excepted", "quiet")
    if days < 0:
        return badge(f"{-days} late", "late")
    return badge(f"{days} left" if days else "today", "soon" if days <= SOON else "quiet")


def in_full(line: CaseLine) -> str:
    """The limit that comes first in a case, with its rule, and who is waited for."""
    waits = [
        counted(count, *words)
        for count, words in (
            (line.advice_out, ("adviser", "")),
            (line.consulted_out, ("setting", "")),
            (line.unanswered, ("comment to answer", "comments to answer")),
        )
        if count
    ]
    waiting = f" Waiting: {', '.join(waits)}." if waits else ""
    if not line.rule:
        return f"{line.stage_label}.{waiting}"
    return f"{line.what}. Whose duty: {line.who}. {line.rule}: {line.citation}.{waiting}"


def case_line(line: CaseLine) -> Fact:
    """A case as a line: its process, its stage and its first limit."""
    when = badge(f"closed {short(line.closed_on)}", "done") if line.closed_on else days_of(line)
    words = " · ".join(filter(None, (line.process.capitalize(), line.stage_label, line.rule)))
    return Fact(line.id, "Cases", words, when, line.caseworker, "case", line.id, in_full(line))
