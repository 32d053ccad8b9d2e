"""Everything about one pupil, as a text that is read from top to bottom.

With --json one object with the fields of `sendtui.services.pupil_views.PupilView`, the lists
cases, plans and arrangements, the list own_fields (name, sort, value, words) and the list timeline
(on, kind, record, words, who); with --timeline only that.
"""

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

from sendtui.commands import pupil_cases
from sendtui.commands.call import Call
from sendtui.errors import UsageError

if TYPE_CHECKING:
    from sendtui.services.pupil_views import Identifier, PupilView, VoiceView
    from sendtui.services.timeline import Event


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("upn", metavar="PUPIL", help="UPN, admission number or id")
    parser.add_argument("--confidential", action="store_true", help="show what is confidential")
    parser.add_argument("--timeline", action="store_true", help="only what happened, by day")
    parser.add_argument("--only", default="", metavar="SORT",
                        help="of it: contacts, needs, support, school, case or rest")  # fmt: skip


def run(call: Call) -> int:
    """Print the pupil."""
    from sendtui.services import confidential, custom_fields, pupils, timeline

    if call.options.confidential:
        confidential.show(call.store)
    pupil = pupils.find_one(call.store, call.options.upn)
    happened = timeline.timeline(call.store, pupil)
    if only := call.options.only:
        if not call.options.timeline or only not in timeline.TITLES:
            known = ", ".join(timeline.TITLES)
            raise UsageError(f"--only goes with --timeline, and is one of: {known}.")
        happened = tuple(each for each in happened if timeline.sort_of(each) == only)
    if call.options.timeline:
        return _print_timeline(call, happened)
    view = pupils.view(call.store, pupil, call.today)
    own = custom_fields.of_pupil(call.store, pupil, call.today)
    beside = pupil_cases.read(call, pupil)
    if call.out.as_json:
        call.out.data({**asdict(view), **beside._asdict(), "own_fields": own, "timeline": happened})
        return 0
    of_ours = ("Our own fields", [f"{each.name}: {each.words}" for each in own])
    for heading, lines in (*_sections(view), *pupil_cases.sections(beside), of_ours):
        said = [line for line in lines if line]
        if said:
            call.out.line(heading)
            for line in said:
                call.out.line(f"  {line}")
    return 0


def _print_timeline(call: Call, happened: "tuple[Event, ...]") -> int:
    if call.out.as_json:
        call.out.data(happened)
        return 0 if happened else 1
    lines = [{"On": event.on, "What": event.words, "Who": event.who} for event in happened]
    return 0 if call.out.table(["On", "What", "Who"], lines, empty="Nothing yet.") else 1


def _sections(view: "PupilView") -> Iterator[tuple[str, Iterable[str]]]:
    yield view.name, _header(view)
    yield "Two versions, and nobody has decided", _clashes(view)
    yield "Numbers", (_number(number) for number in view.identifiers)
    yield "SEN status", _statuses(view)
    yield "Needs", _needs(view)
    yield (
        "Flags",
        (
            _joined(flag.label, _since(flag.since), _until(flag.until), flag.note)
            for flag in view.flags
        ),
    )
    yield "What is asked", _asked(view)
    yield "To be done", _waiting(view)
    yield "Concerns", (_joined(f"{_day(c.raised_on)}: {c.what}", c.outcome) for c in view.concerns)
    yield "Pupil's views", _voice(view.pupil_voice)
    yield "Parents' views", _voice(view.parent_voice)
    yield "People", (_joined(p.name, p.role, p.organisation, p.phone, p.email) for p in view.people)
    yield "Contacts", _contacts(view)
    yield "Profile and reviews", _papers(view)
    yield "Cycles", _cycles(view)


def _clashes(view: "PupilView") -> Iterator[str]:
    from sendtui.services import amend

    for clash in view.clashes:
        yield f"{clash.title}:"
        for version in clash.versions:
            when = version.when.astimezone().strftime("%d/%m/%Y %H:%M")
            yield f"  {_joined(version.words) or '(nothing)'} ({version.who}, {when})"
        edited = amend.fields(clash.kind) if clash.kind in amend.KINDS else ()
        if any(field.name == clash.field for field in edited):
            named = f"{clash.kind} {clash.record} --field {clash.field}"
            yield f"  “sendtui edit {named} --text-file FILE” sets the field: it settles the clash."


def _statuses(view: "PupilView") -> Iterator[str]:
    for step in view.statuses:
        told = f"parents told {_day(step.parents_told_on)}" if step.parents_told_on else ""
        yield _joined(f"{_day(step.since)}: {step.label}", step.reason, told)


def _needs(view: "PupilView") -> Iterator[str]:
    for need in view.needs:
        yield _joined(
            f"{need.rank}. {need.label} ({need.code})", need.source, _until(need.until), need.note
        )


def _waiting(view: "PupilView") -> Iterator[str]:
    for action in view.open_actions:
        yield _joined(action.what, action.owner, _by(action.due))
    for contact in view.promises:
        promised = f"Reply promised: {contact.promised or contact.said}"
        yield _joined(promised, contact.who, _by(contact.reply_by))


def _contacts(view: "PupilView") -> Iterator[str]:
    for contact in view.contacts[:5]:
        yield _joined(f"{_day(contact.on)}: {contact.said}", contact.how, contact.who)
    if len(view.contacts) > 5:
        yield f"and {len(view.contacts) - 5:,} before: “sendtui contact list”"


def _papers(view: "PupilView") -> Iterator[str]:
    if view.profile:
        signed = (
            f"signed {_day(view.profile.signed_on)}" if view.profile.signed_on else "not signed"
        )
        made = f"made {_day(view.profile.made_on)}"
        yield _joined(f"One-page profile, version {view.profile.version}", made, signed)
    if view.last_review:
        yield f"Last review {_day(view.last_review)}"
    if view.next_review:
        yield f"Next review {_day(view.next_review)}"


def _cycles(view: "PupilView") -> Iterator[str]:
    for cycle in view.cycles:
        stands = cycle.end or (f"review {_by(cycle.review_due)}" if cycle.review_due else "open")
        yield _joined(f"{cycle.number}. {cycle.focus or 'no focus yet'}", stands)


def _header(view: "PupilView") -> Iterator[str]:
    if view.legal_name:
        yield f"Legal name: {view.legal_name}"
    if view.born:
        yield f"Born {_day(view.born)}, {view.age} years old"
    year = f"NC year {view.nc_year.code}" if view.nc_year.code else ""
    beside = f"by age {view.nc_year.by_age}" if view.nc_year.out_of_cohort else ""
    yield _joined(year, beside, f"class {view.class_name}" if view.class_name else "")
    since = f" since {_day(view.since)}" if view.since else ""
    yield f"{view.status_label}{since}"
    for label, value in (
        ("Language", view.language),
        ("Interpreter", view.interpreter),
        ("Format needs", view.format_needs),
        ("Left to", view.left_to),
    ):
        if value:
            yield f"{label}: {value}"
    if view.left_on:
        yield f"Left on {_day(view.left_on)}"


def _number(number: "Identifier") -> str:
    check = number.check
    odd = "" if check is None or check.ok else check.problem
    return _joined(f"{number.label}: {number.value or 'none'}", odd)


def _asked(view: "PupilView") -> Iterator[str]:
    for duty in view.duties:
        if not duty.met:
            yield f"{duty.missing} ({duty.citation})"
    for finding in view.findings:
        yield f"{finding.says} ({finding.citation})"
    if view.meetings.missing and view.status != "N":
        yield f"{view.meetings.missing} ({view.meetings.citation})"


def _voice(voice: "VoiceView | None") -> Iterator[str]:
    if voice is not None:
        yield _joined(f"{_day(voice.said_on)}: {voice.words}", voice.gathered)


def _joined(*parts: str) -> str:
    return "; ".join(" ".join(part.split()) for part in parts if part)


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _since(day: date | None) -> str:
    return f"since {_day(day)}" if day else ""


def _until(day: date | None) -> str:
    return f"until {_day(day)}" if day else ""


def _by(day: date | None) -> str:
    return f"by {_day(day)}" if day else ""
