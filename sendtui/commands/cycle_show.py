"""A cycle as lines of text that a screen reader can follow, or as JSON."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING

from sendtui.commands.call import Call
from sendtui.commands.cycle_named import cycle, pupil, view
from sendtui.rules.counting import counted

if TYPE_CHECKING:
    from sendtui.services.cycle_views import CycleView, OutcomeView, ProvisionView
    from sendtui.services.doses import Figures


def listed(call: Call) -> int:
    """Print the pupil's cycles, the latest first."""
    from sendtui.services import cycle_reading

    found = cycle_reading.of_pupil(call.store, pupil(call), call.today)
    if call.out.as_json:
        call.out.data(found)
        return 0 if found else 1
    lines = [
        {
            "Cycle": line.number,
            "Stage": "left" if line.end == "left" else "reviewed" if line.end else line.stage,
            "Started": line.started_on,
            "Review due": line.review_due,
            "Met": f"{line.met} of {line.outcomes}",
            "Led by": line.lead,
            "Focus": line.focus,
        }
        for line in found
    ]
    headings = ["Cycle", "Stage", "Started", "Review due", "Met", "Led by", "Focus"]
    return 0 if call.out.table(headings, lines, empty="No cycle yet.") else 1


def show(call: Call) -> int:
    """Print everything about one cycle."""
    found = view(call)
    if call.out.as_json:
        call.out.data(_data(found))
        return 0
    for line in _lines(found):
        call.out.line(line)
    return 0


def versions(call: Call) -> int:
    """Print the plans that were signed, each as it was."""
    from sendtui.services import plan_versions

    found = plan_versions.signed(call.store, cycle(call))
    if call.out.as_json:
        call.out.data(found)
        return 0 if found else 1
    for plan in found:
        call.out.line(f"Version {plan.version}, signed {_day(plan.signed_on)} by {plan.signed_by}")
        for name, parts in (
            ("Outcome", plan.outcomes),
            ("Provision", plan.provision),
            ("Strategy", plan.strategies),
        ):
            for number, part in enumerate(parts, 1):
                call.out.line(f"  {name} {number}: {_one_line(part['what'])}")
    if not found:
        call.out.say("No version of this plan was signed.")
    return 0 if found else 1


def _data(c: "CycleView") -> dict[str, object]:
    """A cycle without what only forms need, and each finding once."""
    data: dict[str, object] = {f.name: getattr(c, f.name) for f in fields(c) if f.name != "heads"}
    data["stages"] = [{"name": stage.name, "complete": stage.complete} for stage in c.stages]
    return data


def _lines(c: "CycleView") -> Iterator[str]:
    yield f"Cycle {c.number}: {_one_line(c.focus) or 'no focus yet'}"
    yield f"Stage: {c.stage}. Started {_day(c.started_on)}; review due {_day(c.review_due)}."
    if c.lead:
        yield f"Led by: {_one_line(c.lead)}"
    signed = f"signed {_day(c.signed_on)} by {_one_line(c.signed_by)}"
    yield f"Plan version {c.version}: {signed if c.signed_on else 'not signed'}."
    if c.ended_on:
        yield f"Ended {_day(c.ended_on)}: {'the pupil left' if c.end == 'left' else c.end}."
    yield from _assess(c)
    yield from _plan(c)
    yield from _review(c)
    if c.findings:
        yield from ("", "What would make it better")
        yield from (f"  {f.subject}: {f.says}" for f in c.findings)


def _assess(c: "CycleView") -> Iterator[str]:
    yield from ("", "Assess")
    for number, e in enumerate(c.evidence, 1):
        measured = ", ".join(_one_line(part) for part in (e.measure, e.score) if part)
        yield f"  Evidence {number} ({e.sort}, {_day(e.on)}): {_one_line(e.what)}" + (
            f" [{measured}]" if measured else ""
        )
    for v in c.voices:
        whose = "The pupil" if v.whose == "pupil" else "A parent"
        yield f"  {whose} said ({_day(v.said_on)}): {_one_line(v.words)}"


def _plan(c: "CycleView") -> Iterator[str]:
    yield from ("", "Plan and delivery")
    numbers = {line.id: number for number, line in enumerate(c.provision, 1)}
    for outcome in c.outcomes:
        yield from _outcome(outcome)
        for line in outcome.provision:
            yield from _provision(line, numbers[line.id], "    ")
    for line in c.unlinked:
        yield from _provision(line, numbers[line.id], "  ")
    for number, strategy in enumerate(c.strategies, 1):
        where = f" ({_one_line(strategy.where)})" if strategy.where else ""
        yield f"  Strategy {number}: {_one_line(strategy.what)}{where}"


def _outcome(o: "OutcomeView") -> Iterator[str]:
    yield f"  Outcome {o.number}: {_one_line(o.what)}"
    parts = [("from", o.baseline), ("to", o.target), ("by", _day(o.by) if o.by else "")]
    said = "; ".join(f"{name} {_one_line(value)}" for name, value in parts if value)
    if said:
        yield f"    {said}"
    if o.carried_from_says:
        yield f"    {o.carried_from_says}"
    if o.rating is None:
        yield "    not rated yet"
        return
    r = o.rating
    rated = {"effect": r.effect_label, "effort": r.effort_label, "delivery": r.delivered_label}
    yield "    rated: " + "; ".join(f"{name} {label}" for name, label in rated.items() if label)


def _provision(p: "ProvisionView", number: int, indent: str) -> Iterator[str]:
    who = f", by {_one_line(p.who)}" if p.who else ""
    yield f"{indent}Provision {number}: {_one_line(p.what)}{who}: {p.says}"
    yield f"{indent}  {_figures(p.figures)}"


def _figures(f: "Figures") -> str:
    due = counted(f.specified, "session")
    said = f"{f.happened} of {due} due by now happened, {f.missed} missed"
    if f.not_logged:
        said += f", {f.not_logged} not logged"
    if f.beyond:
        said += f", {f.beyond} beyond what was due"
    if f.specified_minutes:
        said += f"; {f.happened_minutes} of {counted(f.specified_minutes, 'minute')}"
    if f.doubled:
        said += f"; more than one on {', '.join(_day(day) for day in f.doubled)}"
    return said


def _review(c: "CycleView") -> Iterator[str]:
    for r in c.reviews:
        yield from ("", f"Review, {_day(r.held_on)}")
        yield f"  Decision: {r.decision}" + (f", because {_one_line(r.reason)}" if r.reason else "")
        if r.summary:
            yield f"  {_one_line(r.summary)}"
        if r.present:
            yield f"  Who was there: {_one_line(r.present)}"
        there = {True: "yes", False: "no", None: "nobody has said"}[r.with_parents]
        yield f"  Parents were there: {there}"
        if r.next_review:
            yield f"  Next review: {_day(r.next_review)}"


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else "not set"


def _one_line(text: object) -> str:
    return " ".join(str(text).split())
