"""What a pupil's screen lists: now, the timeline, people and views, contacts and actions."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from textual.content import Content

from sendtui.rules.counting import counted
from sendtui.screens.lines import Fact, headed
from sendtui.screens.widgets.dateinput import short
from sendtui.screens.widgets.words import badge
from sendtui.services.cycle_views import CycleLine
from sendtui.services.labels import in_sentence, kind_title
from sendtui.services.pupil_views import ActionView, ContactView, PupilView
from sendtui.services.timeline import TITLES, Event, sort_of


def now(view: PupilView, today: date) -> tuple[Fact, ...]:
    """What there is to know and to do now, the urgent first."""
    return tuple(headed([*_to_do(view, today), *_concerns(view, today), *_standing(view)]))


def _to_do(view: PupilView, today: date) -> Iterator[Fact]:
    for clash in view.clashes:
        words = f"{kind_title(clash.kind)}: {clash.field.replace('_', ' ')} has two versions"
        yield Fact(
            f"clash-{clash.record}-{clash.field}",
            "Decide",
            badge(words, "late"),
            kind=clash.kind,
            record=clash.record,
        )
    for duty in view.duties:
        if not duty.met:
            due = short(duty.due) if duty.due else ""
            kind = "profile" if "rofile" in duty.name else "duty"
            yield Fact(
                f"duty-{duty.name}",
                "Owed",
                badge(duty.missing or duty.asks, "late"),
                due,
                kind=kind,
                record=kind,
                whole=f"{duty.asks} {duty.citation}",
            )
    for finding in view.findings:
        yield Fact(
            f"finding-{finding.check}",
            "Owed",
            badge(finding.says, "soon"),
            kind="cycle",
            whole=f"{finding.says} {finding.citation}",
        )
    if view.status == "K" and view.meetings.missing:
        yield Fact(
            "meetings",
            "Owed",
            badge(view.meetings.missing, "soon"),
            kind="meeting",
            whole=f"{view.meetings.missing} {view.meetings.citation}",
        )
    for contact in view.promises:
        yield promise(contact, today)
    for action in view.open_actions:
        yield action_line(action)


def _concerns(view: PupilView, today: date) -> Iterator[Fact]:
    for concern in view.concerns:
        if concern.closed_on is None:
            late = concern.review_on is not None and concern.review_on <= today
            when = short(concern.review_on) if concern.review_on else short(concern.raised_on)
            yield Fact(
                concern.id,
                "Concern",
                concern.what,
                badge(when, "late") if late else when,
                concern.raised_by,
                "concern",
                concern.id,
                _joined(concern.what, concern.tried and f"Tried: {concern.tried}"),
            )


def _standing(view: PupilView) -> Iterator[Fact]:
    for cycle in view.cycles[:1]:
        if cycle.ended_on is None:
            due = f"review {short(cycle.review_due)}" if cycle.review_due else ""
            state = "signed" if cycle.signed_on else "plan not signed"
            words = " · ".join(filter(None, (f"Cycle {cycle.number}", cycle.focus, state, due)))
            yield Fact(
                cycle.id, "Cycle", words, short(cycle.started_on), cycle.lead, "cycle", cycle.id
            )
    for need in view.needs:
        words = f"{need.rank}. {need.label}" + (f": {need.note}" if need.note else "")
        when = short(need.since) if need.since else ""
        yield Fact(need.id, "Needs", words, when, need.source, "need", need.id)
    for voice in (view.pupil_voice, view.parent_voice):
        if voice is not None:
            whose = "Pupil" if voice.whose == "pupil" else "Parents"
            yield Fact(
                voice.id,
                "Views",
                f"{whose}: “{voice.words}”",
                short(voice.said_on),
                voice.gathered,
                "voice",
                voice.id,
            )
    for flag in view.flags:
        words = flag.label + (f": {flag.note}" if flag.note else "")
        yield Fact(
            flag.id, "Flags", words, short(flag.since) if flag.since else "", "", "flag", flag.id
        )
    for step in view.statuses:
        words = f"{step.status} {step.label}" + (f": {step.reason}" if step.reason else "")
        yield Fact(step.id, "SEN status", words, short(step.since), "", "status", step.id)
    for need in view.past_needs:
        yield Fact(
            need.id,
            "Past",
            f"Need: {need.label}",
            short(need.until) if need.until else "",
            need.source,
            "need",
            need.id,
        )
    for flag in view.past_flags:
        yield Fact(
            flag.id,
            "Past",
            f"Flag: {flag.label}",
            short(flag.until) if flag.until else "",
            "",
            "flag",
            flag.id,
        )


def promise(contact: ContactView, today: date) -> Fact:
    """A reply that was promised and not given."""
    late = contact.reply_by is not None and contact.reply_by < today
    day = short(contact.reply_by) if contact.reply_by else ""
    when = badge(day, "late") if late else day
    words = contact.promised or "a reply"
    return Fact(
        f"promise-{contact.id}",
        "Promised",
        words,
        when,
        contact.who,
        "promise",
        contact.id,
        f"{short(contact.on)}: {contact.said} Promised: {words}",
    )


def action_line(action: ActionView) -> Fact:
    """An action, open or done."""
    if action.done_on is not None:
        when: str | Content = badge(short(action.done_on), "done")
    else:
        day = short(action.due) if action.due else ""
        when = badge(day, "late") if (action.days_late or 0) > 0 else day
    heading = "Done" if action.done_on else "Actions"
    return Fact(
        action.id,
        heading,
        action.what,
        when,
        action.owner,
        "action",
        action.id,
        _joined(action.what, action.note),
    )


def timeline(events: Sequence[Event], only: str = "") -> tuple[Fact, ...]:
    """What happened, the newest first, the year once; `only` is the sort it is narrowed to."""
    shown = [event for event in events if not only or sort_of(event) == only]
    said = f"Only {len(shown)} of {len(events)}: {in_sentence(TITLES.get(only, only))} · x"
    narrowed = (Fact("only", "", badge(said, "quiet"), kind="only", whole=said),) if only else ()
    return narrowed + tuple(
        headed(
            Fact(
                f"{e.record}-{e.on}",
                str(e.on.year),
                e.words,
                f"{short(e.on)[:-5]}",
                e.who,
                e.kind,
                e.record,
            )
            for e in shown
        )
    )


def cycles(lines: Iterable[CycleLine], today: date) -> tuple[Fact, ...]:
    """The cycles, the newest first, each with its stage and how it went."""
    return tuple(_cycle(line, today) for line in lines)


def _cycle(line: CycleLine, today: date) -> Fact:
    rated = f"{line.met} of {line.outcomes} outcomes met" if line.ended_on else ""
    plan = counted(line.outcomes, "outcome")
    state = rated or (f"{plan}, signed" if line.signed_on else f"{plan}, not signed")
    words = " · ".join(filter(None, (line.focus, state)))
    if line.ended_on:
        when: str | Content = f"ended {short(line.ended_on)}"
    elif line.review_due and line.review_due < today:
        when = badge(f"review {short(line.review_due)}", "late")
    else:
        when = f"review {short(line.review_due)}" if line.review_due else "no review day"
    stage = "ended" if line.ended_on else line.stage.capitalize()
    return Fact(line.id, f"{line.number} {stage}", words, when, line.lead, "cycle", line.id)


def people(view: PupilView) -> tuple[Fact, ...]:
    """The people around the pupil, then whose views were heard, the newest first."""
    facts = []
    for person in view.people:
        told = (
            person.phone,
            person.email,
            person.organisation,
            "parental responsibility" if person.parental_responsibility else "",
            person.language,
            person.format_needs,
            person.note,
        )
        ended = f"until {short(person.until)}" if person.until else ""
        words = " · ".join(filter(None, (person.name, *told)))
        facts.append(
            Fact(
                person.id,
                "People",
                words,
                person.role or ended,
                ended,
                "person",
                person.id,
                _joined(words, ended),
            )
        )
    for voice in view.voices:
        heading = "Pupil’s views" if voice.whose == "pupil" else "Parents’ views"
        facts.append(
            Fact(
                voice.id,
                heading,
                f"“{voice.words}”",
                short(voice.said_on),
                voice.gathered,
                "voice",
                voice.id,
            )
        )
    facts.sort(key=lambda fact: ("People", "Pupil’s views", "Parents’ views").index(fact.heading))
    return tuple(headed(facts))


def contacts(view: PupilView, today: date) -> tuple[Fact, ...]:
    """Replies promised, actions, contacts and what is done."""
    facts = [promise(contact, today) for contact in view.promises]
    facts += [action_line(action) for action in view.open_actions]
    for contact in view.contacts:
        promised = f" Promised: {contact.promised}." if contact.promised else ""
        answered = f" Answered {short(contact.answered_on)}." if contact.answered_on else ""
        meeting = "meeting with parents" if contact.with_parents else contact.how
        words = f"{meeting.capitalize() or 'Contact'}: {contact.said}{promised}{answered}"
        facts.append(
            Fact(
                contact.id, "Contacts", words, short(contact.on), contact.who, "contact", contact.id
            )
        )
    facts += [action_line(action) for action in view.actions if action.done_on is not None]
    return tuple(headed(facts))


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)
