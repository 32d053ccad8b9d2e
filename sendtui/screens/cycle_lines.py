"""What each stage of a cycle lists, and the advice that stands beside it."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from textual.content import Content

from sendtui.rules.citation import Finding
from sendtui.rules.counting import counted
from sendtui.rules.cycle import StageName
from sendtui.screens.lines import Fact, headed
from sendtui.screens.widgets.dateinput import away, short
from sendtui.screens.widgets.signs import signs
from sendtui.screens.widgets.words import badge, one_line
from sendtui.services.cycle_views import CycleView, OutcomeView, ProvisionView
from sendtui.services.doses import Figures

SORTS = {
    "baseline": "Baseline",
    "observation": "Observed",
    "advice": "Advice",
    "teaching": "Teaching",
}
"""The sort of evidence → its heading; teaching is good teaching that was tried."""

_WILL = re.compile(r"^.{0,60}?\bwill (?:be able to )?", re.IGNORECASE)

NEXT: dict[str, str] = {"assess": "plan", "plan": "do", "do": "review"}


def head(view: CycleView, today: date, *, narrow: bool = False) -> Content:
    """What the cycle is about, who leads it, and when it is reviewed; in brief where `narrow`."""
    parts = [Content.styled(one_line(view.focus or "no focus yet"), "bold $text")]
    if view.ended_on:
        parts.append(badge(f"ended {short(view.ended_on)}", "done"))
    elif view.review_due:
        said = f"review {short(view.review_due)}"
        said += "" if narrow else f" ({away(view.review_due, today)})"
        parts.append(badge(said, "late") if view.review_due < today else Content(said))
    if view.signed_on:
        on = "" if narrow else f" {short(view.signed_on)}"
        parts.append(badge(f"plan {view.version} signed{on}", "done"))
    elif view.version > 1:
        parts.append(badge(f"plan {view.version} not signed", "soon"))
    if view.lead:
        parts.append(Content(one_line(f"led by {view.lead}")))
    parts.append(Content(f"since {short(view.started_on)}"))
    return Content.styled(" · ", "$text-muted").join(parts)


def assess(view: CycleView) -> tuple[Fact, ...]:
    """Evidence by its sort, then the views."""
    facts = []
    for sort, heading in SORTS.items():
        for each in view.evidence:
            if each.sort == sort:
                measured = " ".join(filter(None, (each.measure, each.score)))
                words = each.what + (f" [{measured}]" if measured else "")
                facts.append(
                    Fact(each.id, heading, words, short(each.on), each.by, "evidence", each.id)
                )
    return tuple(headed([*facts, *_views(view), _next("assess")]))


def _views(view: CycleView) -> Iterator[Fact]:
    for voice in (*view.pupil_views, *view.parent_views):
        heading = "Pupil says" if voice.whose == "pupil" else "Parents say"
        yield Fact(
            voice.id,
            heading,
            f"“{voice.words}”",
            short(voice.said_on),
            voice.gathered,
            "voice",
            voice.id,
        )


def plan(view: CycleView) -> tuple[Fact, ...]:
    """Each outcome with the provision that serves it; then the rest; then strategies."""
    facts: list[Fact] = []
    for outcome in view.outcomes:
        facts.append(_outcome(outcome))
        facts += [_line(line) for line in outcome.provision]
    facts += [_line(line, "No outcome") for line in view.unlinked]
    for each in view.strategies:
        facts.append(Fact(each.id, "Teaching", each.what, "", each.where, "strategy", each.id))
    return (*headed(facts), _next("plan"))


def in_short(what: str) -> str:
    """An outcome without the words that every outcome begins with."""
    return _WILL.sub(signs().clipped, what)


def _outcome(outcome: OutcomeView) -> Fact:
    by = short(outcome.by) if outcome.by else ""
    steps = " to ".join(filter(None, (outcome.baseline, outcome.target)))
    whole = ". ".join(
        filter(
            None,
            (
                outcome.what.rstrip("."),
                outcome.measure and f"Measured by {outcome.measure}",
                steps and f"From {steps}",
                outcome.carried_from_says,
            ),
        )
    )
    return Fact(
        outcome.id,
        f"Outcome {outcome.number}",
        Content.styled(one_line(in_short(outcome.what)), "bold"),
        by,
        outcome.need,
        "outcome",
        outcome.id,
        whole,
    )


def _line(line: ProvisionView, heading: str = "") -> Fact:
    words = f"  {signs().step} {line.what}, {line.says}"
    return Fact(
        line.id,
        heading or " ",
        words,
        short(line.starts) if line.starts else "",
        line.who,
        "provision",
        line.id,
        f"{line.what}: {line.says}. {line.who}",
    )


def do(view: CycleView) -> tuple[Fact, ...]:
    """Each line of provision with what was promised by today and what happened."""
    number = {outcome.id: outcome.number for outcome in view.outcomes}
    facts = [
        Fact(
            line.id,
            f"Outcome {number[line.outcome]}" if line.outcome in number else "No outcome",
            line.what,
            _count(line.figures),
            line.who,
            "session",
            line.id,
            figures(line.figures),
        )
        for line in view.provision
    ]
    return (*headed(facts), _next("do"))


def _count(found: Figures) -> Content:
    return badge(so_far(found), "soon" if found.short else "done")


def so_far(found: Figures) -> str:
    """How many sessions of those promised by now have happened, and how many were missed."""
    promised = f" of {found.specified}" if found.specified else " so far"
    missed = f", {found.missed} missed" if found.missed else ""
    return f"{found.happened}{promised}{missed}"


def figures(found: Figures) -> str:
    """What was promised by today, what happened, what was missed and why, in one sentence."""
    promised = counted(found.specified, "session")
    parts = [
        f"By today {promised}{_hours(found.specified_minutes)} {_were(found.specified)} promised, "
        f"{found.happened}{_hours(found.happened_minutes)} happened, "
        f"{found.missed} {_were(found.missed)} missed"
    ]
    if found.reasons:
        parts.append(" (" + ", ".join(f"{why} {times}" for why, times in found.reasons) + ")")
    if found.not_logged:
        parts.append(f", {found.not_logged} nobody has logged")
    return "".join(parts) + "."


def _were(number: int) -> str:
    return "was" if number == 1 else "were"


def _hours(minutes: int) -> str:
    if not minutes:
        return ""
    return f" ({minutes // 60} h {minutes % 60:02} min)" if minutes >= 60 else f" ({minutes} min)"


def _next(stage: str) -> Fact:
    words = Content.styled(f"n  Go on: {NEXT[stage]} {signs().step}", "bold $text-primary")
    return Fact(f"next-{stage}", "", words, "", "", "next", NEXT[stage])


def advice(view: CycleView, stage: StageName, record: str) -> Content:
    """What the rules say about a stage, what stands under the cursor first."""
    found = next((each.findings for each in view.stages if each.name == stage), ())
    ordered = sorted(found, key=lambda each: (each.record != record or not record, each.soft))
    if not ordered:
        if stage == "plan" and not view.frozen:
            return badge("Nothing is missing from plan. g signs it.", "soon")
        return badge(f"Nothing is missing from {stage}.", "done")
    sources = dict.fromkeys(_source(each) for each in ordered)
    if len(sources) > 1:
        cited = (Content.styled(f" ({_source(each)})", "$text-muted") for each in ordered)
        found_ = [_finding(each) + source for each, source in zip(ordered, cited, strict=True)]
    else:
        # Said once, where all of it comes from one place.
        said = Content.styled(f"({next(iter(sources))})", "$text-muted")
        found_ = [*(_finding(each) for each in ordered), said]
    return Content("\n").join(found_)


def _source(finding: Finding) -> str:
    unsure = "" if finding.citation.verified else ", not verified"
    return f"{one_line(finding.citation.text)}{unsure}"


def _finding(finding: Finding) -> Content:
    sign = badge(f"{finding.subject}: ".removeprefix(": ") if finding.subject else "", "soon")
    return sign + Content(one_line(finding.says))


def complete(view: CycleView) -> Iterable[str]:
    """The stages that lack nothing; a plan lacks its signature until it is signed."""
    signed = view.signed_on is not None or view.ended_on is not None
    return [each.name for each in view.stages if each.complete and (signed or each.name != "plan")]
