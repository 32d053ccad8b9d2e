"""The checks of a plan's parts and links: what must be there, and what must lead to what."""

from collections.abc import Iterator
from datetime import date

from sendtui.rules.calendar import months_after, period_of_months
from sendtui.rules.plan_check_list import (
    Q1,
    Q4,
    Q6,
    Q7,
    Q11,
    Q13,
    Q17,
    Q18,
    Q19,
    Q20,
    Q21,
    Q23,
    Q24,
    Q25,
    Q27,
)
from sendtui.rules.plan_facts import PFA, SECTIONS, PlanFacts, PlanLine
from sendtui.rules.plan_remark import Remark
from sendtui.rules.typed_dates import say
from sendtui.rules.years import age_on, is_from_year_9

ADVISERS: dict[str, str] = {
    "family": "the parents or young person",
    "education": "the school or college",
    "health": "a health professional",
    "psychology": "an educational psychologist",
    "social care": "social care",
    "adulthood": "preparation for adulthood (from Year 9)",
}
"""The advice that reg 6(1) asks for."""


def parts(plan: PlanFacts) -> Iterator[Remark]:
    """Q1, Q19, Q20, Q25, Q27: the plan as a whole."""
    for letter in SECTIONS:
        if letter not in plan.sections:
            yield Q1.remark(f"Section {letter}", "It is missing or has no label.")
    named = plan.setting_name or plan.setting_type
    if plan.draft and named:
        yield Q19.remark("Section I", "A draft names no setting.", named, field="setting_name")
    if not plan.draft and not plan.setting_type:
        yield Q19.remark("Section I", "Give the type of setting.", field="setting_type")
    if plan.payment is None and any(line.direct_payment for line in plan.lines):
        yield Q20.remark("Section J", "A line is by direct payment: give the amount.")
    yield from _review(plan)
    for comment in plan.comments:
        if not comment.answer.strip():
            subject, says = "Comment on the draft", "It has no recorded answer."
            yield Q27.remark(subject, says, comment.text, comment.record, "answer")


def _review(plan: PlanFacts) -> Iterator[Remark]:
    if plan.review_by is None:
        yield Q25.remark("Review", "Set the day by which the plan is reviewed.", field="review_by")
    elif plan.made_on and plan.review_by > (last := period_of_months(plan.made_on, 12)):
        yield Q25.remark("Review", f"The 12 months end on {say(last)}.", field="review_by")


def needs(plan: PlanFacts) -> Iterator[Remark]:
    """Q4 and Q6: needs nobody answers."""
    met = {need for line in plan.lines for need in line.needs if line.section == "F"}
    answers = {"C": ("G",), "D": ("H1", "H2")}
    for need in plan.needs:
        if need.section == "B" and need.record not in met:
            says = "No line of provision in F meets this need."
            yield Q4.remark("Section B", says, need.text, need.record)
        wanted = answers.get(need.section, ())
        served = {each for line in plan.lines_of(*wanted) for each in line.needs}
        if wanted and not need.answered and need.record not in served:
            says = f"Give it provision in {' or '.join(wanted)}, or say that none is required."
            yield Q6.remark(f"Section {need.section}", says, need.text, need.record)


def outcomes(plan: PlanFacts, today: date) -> Iterator[Remark]:
    """Q7, Q23 and Q24: outcomes that can be measured, led to and complete."""
    if not plan.outcomes:
        yield Q7.remark("Section E", "There is no outcome.")
    known = {need.record for need in plan.needs}
    aspirations = {each.record for each in plan.aspirations}
    for outcome in plan.outcomes:
        for field in ("measure", "baseline", "target", "by"):
            if not getattr(outcome, field):
                name = {"by": "day by which"}.get(field, field)
                says = f"It has no {name}."
                yield Q7.remark("Section E", says, outcome.what, outcome.record, field)
        serving = [line for line in plan.lines if outcome.record in line.outcomes]
        lacking = []
        if not aspirations & set(outcome.aspirations):
            lacking.append("no aspiration leads to it")
        if not serving:
            lacking.append("no provision serves it")
        elif not any(known & set(line.needs) for line in serving):
            lacking.append("the provision that serves it meets no need")
        if lacking:
            says = f"The thread is cut: {'; '.join(lacking)}."
            yield Q23.remark("Section E", says, outcome.what, outcome.record)
    if is_from_year_9(plan.born, plan.year, today):
        yield from _adulthood(plan)


def _adulthood(plan: PlanFacts) -> Iterator[Remark]:
    covered = {area for outcome in plan.outcomes for area in outcome.pfa}
    covered |= {area for area, reason in plan.no_pfa if reason.strip()}
    for area in PFA:
        if area not in covered:
            yield Q24.remark("Section E", f"No outcome is about {area}, and no reason is given.")


def provision(plan: PlanFacts) -> Iterator[Remark]:
    """Q11, Q13, Q17 and Q18: lines of provision in their parts."""
    known = {need.record for need in plan.needs_of("B")} | {
        need.record for section in "CD" for need in plan.needs_of(section)
    }
    for line in plan.lines_of("F"):
        lacking = [says for there, says in _asked(line) if not there]
        if lacking:
            says = f"Say {', '.join(lacking)}."
            yield Q11.remark("Section F", says, line.what, line.record)
        if not known & set(line.needs):
            yield Q13.remark("Section F", "It meets no need in the plan.", line.what, line.record)
    for line in plan.lines_of("G"):
        if not line.agreed:
            says = "Record the commissioner's agreement."
            yield Q17.remark("Section G", says, line.what, line.record, "agreed")
    yield from _social_care(plan)


def _asked(line: PlanLine) -> tuple[tuple[object, str], ...]:
    if line.training:
        return ((line.what.strip(), "what"),)
    return (
        (line.what.strip(), "what"),
        (line.who.strip(), "who"),
        (line.expertise.strip(), "with what expertise"),
        (line.times and line.per, "how often"),
        (line.minutes, "how long each time"),
        (line.group_size or line.place.strip(), "in what group or place"),
        (line.starts, "from when"),
        (line.review_on, "when it is reviewed"),
    )


def _social_care(plan: PlanFacts) -> Iterator[Remark]:
    open_needs = [need for need in plan.needs_of("D") if not need.answered]
    if open_needs and not plan.lines_of("H1", "H2"):
        yield Q18.remark("Section H", "There are social care needs, and H1 and H2 are empty.")
    if plan.born is None or plan.made_on is None:
        return
    right = "H1" if age_on(plan.born, plan.made_on) < 18 else "H2"
    for line in plan.lines_of("H1", "H2"):
        if line.short_break and line.section != right:
            says = f"At this age short breaks stand in {right}."
            yield Q18.remark(f"Section {line.section}", says, line.what, line.record)


def advice(plan: PlanFacts, today: date) -> Iterator[Remark]:
    """Q21: whose advice is missing, incomplete or (soft) over 24 months old."""
    there = {each.kind for each in plan.advice}
    if not is_from_year_9(plan.born, plan.year, today):
        there.add("adulthood")
    for kind, name in ADVISERS.items():
        if kind not in there:
            yield Q21.remark("Section K", f"There is no advice of or on {name}.")
    for each in plan.advice:
        lacking = [f for f in ("title", "author", "role", "dated") if not getattr(each, f)]
        if lacking:
            says = f"It has no {', '.join('date' if f == 'dated' else f for f in lacking)}."
            yield Q21.remark("Section K", says, each.title, each.record, lacking[0])
        if each.dated and months_after(each.dated, 24) < today:
            says = f"It is of {say(each.dated)}: over 24 months old."
            yield Q21.remark("Section K", says, each.title, each.record, "dated", hard=False)
