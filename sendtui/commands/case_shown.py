"""Queues, cohorts and one case, printed. Every date stands with its rule."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sendtui.commands import case_named
from sendtui.commands.call import Call
from sendtui.commands.case_acts import words
from sendtui.errors import UsageError
from sendtui.rules.counting import counted

if TYPE_CHECKING:
    from sendtui.services.case_list import Asked
    from sendtui.services.case_views import CaseView, DeadlineView


def listed(call: Call) -> int:
    """Print the queue, the fewest days left first."""
    from sendtui.services import case_list

    options = call.options
    found = case_list.listing(call.store, call.today, asked_of(call))
    shown = found[: options.limit]
    if call.out.as_json:
        call.out.data(shown)
        return 0 if found else 1
    lines = [
        {
            "Pupil": each.name,
            "Process": each.process,
            "Stage": each.stage_label,
            "Days left": _left(each.days_left, excused=each.excused),
            "Due": each.due,
            "What": each.what,
            "Rule": each.citation,
            "Caseworker": each.caseworker,
        }
        for each in shown
    ]
    headings = ["Pupil", "Process", "Stage", "Days left", "Due", "What", "Rule", "Caseworker"]
    call.out.table(headings, lines, empty="No case is asked for by this.")
    late = sum(each.is_late for each in found)
    call.out.say(f"{counted(len(found), 'case')}, {late} late.")
    return 0 if found else 1


def _left(days: int | None, *, excused: bool = False) -> str:
    if days is None:
        return ""
    said = f"{counted(-days, 'day')} late" if days < 0 else counted(days, "day")
    return f"{said}, excepted" if excused else said


def asked_of(call: Call) -> "Asked":
    """Which cases the flags name, or the work tray."""
    from sendtui.services import work_trays
    from sendtui.services.case_list import Asked

    options = call.options
    asked = Asked(
        caseworker=options.caseworker or "",
        process=options.process or "",
        stage=options.stage or "",
        setting=options.setting or "",
        side=options.side or "",
        late=options.late,
        closed=options.closed,
        within=options.within,
        sort=options.sort,
    )
    if not options.tray:
        return asked
    if asked != Asked():
        raise UsageError("Give either --tray, or filters.")
    return work_trays.named(call.store, options.tray).asked


def batch(call: Call) -> int:
    """Do one thing in every case that is asked for, or say what would be done."""
    from sendtui.commands.given import day
    from sendtui.services import case_batch, case_list

    act, on = call.options.upn, day(call, call.options.on)
    found = case_list.listing(call.store, call.today, asked_of(call))
    cases = [each.id for each in found]
    if call.options.dry_run:
        done = case_batch.preview(call.store, cases, act, on)
    else:
        done = case_batch.do(call.store, cases, act, on=on, today=call.today)
    if call.out.as_json:
        call.out.data(done)
        return 0
    would = "Would be done" if call.options.dry_run else "Done"
    call.out.say(
        f"{case_batch.ACTS[act]}. {would} in {counted(len(done.cases), 'case')} "
        f"({counted(done.records, 'record')}); not in {done.left_out}."
    )
    return 0


def risk(call: Call) -> int:
    """Print who is at risk, by cohort; nobody at risk is no failure."""
    from sendtui.services import cohorts

    options = call.options
    for flag in ("process", "stage", "side", "late", "closed"):
        if getattr(options, flag):
            raise UsageError(f"“risk” is narrowed by --cohort, not by --{flag}.")
    wanted = tuple(options.cohort or cohorts.COHORTS)
    if unknown := [each for each in wanted if each not in cohorts.COHORTS]:
        raise UsageError(f"There is no cohort {unknown[0]!r}: {', '.join(cohorts.COHORTS)}.")
    found = cohorts.at_risk(
        call.store,
        call.today,
        wanted,
        caseworker=options.caseworker or "",
        setting=options.setting or "",
        within=options.within,
    )
    shown = found[: options.limit]
    if call.out.as_json:
        call.out.data(shown)
        return 0
    lines = [
        {
            "Cohort": each.title,
            "Pupil": each.name,
            "Day": each.day,
            "Days left": _left(each.days_left) if each.cohort != "unanswered" else "",
            "Held by": each.holds,
            "Because": each.because,
            "Rule": str(each.citation),
            "Caseworker": each.caseworker,
        }
        for each in shown
    ]
    headings = ["Cohort", "Pupil", "Day", "Days left", "Held by", "Because", "Rule", "Caseworker"]
    call.out.table(headings, lines, empty="Nobody is at risk.")
    return 0


def events(call: Call) -> int:
    """Print the events that a process may have, with the facts each takes."""
    from sendtui.rules.processes import PROCESSES, process_named

    named = " ".join(filter(None, (call.options.upn, *call.options.words)))
    process = process_named(named or call.options.process or "")
    if not process:
        raise UsageError(f"Say which process: {', '.join(PROCESSES)}.")
    found = PROCESSES[process].events
    if call.out.as_json:
        call.out.data(found)
        return 0
    lines = [
        {
            "Code": each.code,
            "Event": each.label,
            "Facts": "; ".join(
                fact.name + (f"={'|'.join(v for v, _ in fact.choices)}" if fact.choices else "")
                + (" (a day)" if fact.is_day else "")
                for fact in each.facts
            ),
            "After": " or ".join(each.after),
        }
        for each in found
    ]  # fmt: skip
    call.out.table(["Code", "Event", "Facts", "After"], lines)
    return 0


def show(call: Call) -> int:
    """Print one case: where it stands, its clock, what happened and who was asked."""
    words(call, 0)
    found = case_named.view(call)
    if call.out.as_json:
        call.out.data(found)
        return 0
    say = call.out.line
    held = f", held by {found.caseworker}" if found.caseworker else ""
    say(f"{found.name}: {found.process}, opened {found.opened_on:%d/%m/%Y}{held}")
    say(f"Now: {found.stage_label}")
    if found.stage_there or found.review_due_there:
        due = found.review_due_there
        until = f"review due {due:%d/%m/%Y}" if due else ""
        there = ", ".join(filter(None, (found.stage_there, until)))
        say(f"In the authority's own system: {there}")
    for warning in found.warnings:
        say(f"! {warning}")
    say()
    _clock(call, found)
    if found.outcomes:
        say()
        say("Outcomes of the plan")
        call.out.table(
            ["Outcome", "Fact", "Words"],
            [
                {"Outcome": each.label, "Fact": f"progress_{each.label}", "Words": each.words}
                for each in found.outcomes
            ],
        )
    for title, table in (
        ("What happened", _events_of),
        ("Letters", _letters_of),
        ("Advice", advice_of),
        ("Consultations", consultations_of),
        ("What the family said", representations_of),
    ):
        if getattr(found, _PARTS[title]):
            say()
            say(title)
            table(call, found)
    return 0


_PARTS = {
    "What happened": "events",
    "Letters": "letters",
    "Advice": "advice",
    "Consultations": "consultations",
    "What the family said": "representations",
}

STATES = {
    "done": "done",
    "done late": "done late",
    "due": "due",
    "late": "LATE",
    "excepted": "excepted",
    "not recorded": "not recorded",
    "not needed": "not needed",
    "family's time": "family's time",
    "ended": "ended",
}


def _clock(call: Call, found: "CaseView") -> None:
    lines = [_limit(each) for each in found.deadlines]
    headings = ["State", "Day", "Left", "Done", "What", "Whose", "Rule"]
    call.out.table(headings, lines, empty="No limit runs yet.")
    if call.options.why:
        for each in found.deadlines:
            call.out.line()
            call.out.line(f"{each.rule}: {each.what}")
            steps = (*each.because, *each.exceptions, *each.warnings)
            for step in steps:
                call.out.line(f"  {step}")


def _limit(each: "DeadlineView") -> Mapping[str, object]:
    verified = "" if each.verified else ", not verified"
    return {
        "State": STATES[each.state],
        "Day": each.due,
        "Left": _left(each.days_left) if each.is_open else "",
        "Done": each.done_on,
        "What": each.what,
        "Whose": each.who,
        "Rule": f"{each.rule}, {each.citation} ({each.kind}{verified})",
    }


def _print(
    call: Call, found: "CaseView", kind: str, those: Any, lines: list[dict[str, object]]
) -> int:
    from sendtui.services.numbers import numbers

    if call.out.as_json:
        call.out.data(those)
        return 0 if those else 1
    number = numbers(call.store, found.pupil, kind)
    shown = [{"No.": number.get(each.id), **line} for each, line in zip(those, lines, strict=True)]
    used = [h for h in (shown[0] if shown else ()) if any(s[h] not in ("", None) for s in shown)]
    return 0 if call.out.table(used, shown, empty="There is none yet.") else 1


def _events_of(call: Call, found: "CaseView") -> int:
    lines: list[dict[str, object]] = [
        {
            "On": each.on,
            "Event": f"{each.label} (put right)" if each.put_right else each.label,
            "By": each.who,
            "Facts": "; ".join(f"{title}: {value}" for title, value in each.shown),
            "Said": each.said,
            "Written": each.written and each.written.astimezone().date(),
            "Written by": each.by,
        }
        for each in found.events
    ]
    return _print(call, found, "case_event", found.events, lines)


def _letters_of(call: Call, found: "CaseView") -> int:
    lines: list[dict[str, object]] = [
        {
            "Sent": each.sent_on or "not sent",
            "How": each.sent_how,
            "Letter": each.label,
            "To": each.recipient,
            "Dated": each.dated,
        }
        for each in found.letters
    ]
    return _print(call, found, "letter", found.letters, lines)


def advice_of(call: Call, found: "CaseView") -> int:
    """Print who was asked for advice; 1 where nobody was."""
    lines: list[dict[str, object]] = [
        {
            "Advice": each.label,
            "From": each.who,
            "Asked": each.asked_on,
            "Due": each.due,
            "State": each.state,
            "Received": each.received_on,
            "Chased": each.chased_on,
            "Not needed": each.not_needed,
            "Says": each.summary,
            "Source": each.source,
        }
        for each in found.advice
    ]
    return _print(call, found, "advice", found.advice, lines)


def consultations_of(call: Call, found: "CaseView") -> int:
    """Print which settings were consulted; 1 where none was."""
    lines: list[dict[str, object]] = [
        {
            "Setting": each.where,
            "Family asked": each.asked_for or None,
            "Sent": each.sent_on,
            "Due": each.due,
            "State": each.state,
            "Replied": each.replied_on,
            "Can meet need": each.can_meet,
            "Ground": each.ground,
            "Said": each.reply,
            "Our answer": each.our_answer,
            "Chased": each.chased_on,
        }
        for each in found.consultations
    ]
    return _print(call, found, "consultation", found.consultations, lines)


def representations_of(call: Call, found: "CaseView") -> int:
    """Print what the family said about a draft; 1 where it said nothing."""
    lines: list[dict[str, object]] = [
        {
            "On": each.on,
            "Section": each.section,
            "They said": each.what,
            "Our answer": each.answer,
            "Answered": each.answered_on or "not yet",
        }
        for each in found.representations
    ]
    return _print(call, found, "representation", found.representations, lines)
