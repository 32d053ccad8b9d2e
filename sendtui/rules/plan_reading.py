"""A plan as it is written, turned into what its checks ask about."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sendtui.rules import plan_doses
from sendtui.rules.codes import BROAD_AREAS, NEED_TYPES
from sendtui.rules.plan_facts import (
    PFA,
    Advice,
    Aspiration,
    Comment,
    PlanFacts,
    PlanLine,
    PlanNeed,
    PlanOutcome,
    Voice,
)
from sendtui.rules.plan_sections import PARTS, SETTING_TYPES, STATUTORY, label
from sendtui.rules.plan_words import DEFAULT, WordLists, has_any


@dataclass(frozen=True, slots=True)
class Written:
    """One line of a plan as it was written; `serves` are the ids of the lines it answers to."""

    id: str
    section: str
    words: str
    number: int = 1
    sort: str = ""
    serves: tuple[str, ...] = ()
    need: str = ""
    area: str = ""
    who: str = ""
    how_often: str = ""
    how_long: str = ""
    ratio: str = ""
    minutes_a_week: int = 0
    measure: str = ""
    baseline: str = ""
    target: str = ""
    starts: date | None = None
    by: date | None = None
    dated: date | None = None
    source: str = ""
    agreed_on: date | None = None
    amount_pence: int = 0
    payment: str = ""
    none_required: bool = False

    @property
    def label(self) -> str:
        """What the line is called: F3, or H1.2."""
        return label(self.section, self.number)


@dataclass(frozen=True, slots=True)
class About:
    """Whose plan it is and how it stands, as far as its checks ask."""

    sort: str = STATUTORY
    draft: bool = True
    born: date | None = None
    year: str = ""
    made_on: date | None = None
    review_by: date | None = None
    forename: str = ""
    pronouns: str = ""
    wrong_names: tuple[str, ...] = ()
    comments: tuple[Comment, ...] = ()


_WHO = {
    "mother": "parents",
    "father": "parents",
    "parent": "parents",
    "carer": "parents",
    "mum": "parents",
    "dad": "parents",
    "young person": "young person",
    "child": "child",
    "pupil": "pupil",
}
_ADULTHOOD = {
    "employment": ("employment", "work", "job", "career", "training"),
    "independent living": ("independent", "living", "home", "housing"),
    "community": ("community", "friend", "society", "relationship"),
    "health": ("health", "well-being", "wellbeing"),
}
_ADVISERS = (
    ("psychology", ("psycholog",)),
    ("social care", ("social", "early help", "family support")),
    ("adulthood", ("adulthood",)),
    ("health", ("health", "medical", "nurse", "paediatric", "therap", "doctor", "nhs")),
    ("family", ("parent", "family", "young person", "carer")),
    ("education", ("school", "teach", "college", "education", "senco", "nursery")),
)
_QUOTED = re.compile(r"^\W{0,2}[“\"‘']")
_ROLE = re.compile(r"\s*[,;(]\s*")


def facts(about: About, lines: Iterable[Written], words: WordLists = DEFAULT) -> PlanFacts:
    """What the checks see of a plan."""
    all_of_them = tuple(lines)
    of = {s: tuple(x for x in all_of_them if x.section == s) for s in _letters(all_of_them)}

    def those(letter: str) -> tuple[Written, ...]:
        return of.get(letter, ())

    paid = [x.amount_pence for x in those("J") if x.amount_pence]
    place = next(iter(those("I")), None)
    return PlanFacts(
        draft=about.draft,
        born=about.born,
        year=about.year,
        made_on=about.made_on,
        review_by=about.review_by,
        sections=_stated(about, of),
        voices=tuple(_voice(x, about.forename) for x in those("A") if x.sort in ("", "view")),
        aspirations=tuple(
            Aspiration(x.words, adulthood(x.area), x.id)
            for x in those("A")
            if x.sort == "aspiration"
        ),
        needs=tuple(need for letter in "BCD" for need in _needs(those(letter))),
        outcomes=tuple(_outcome(x) for x in those("E") if x.sort in ("", "outcome")),
        lines=tuple(_line(x, words) for letter in ("F", "G", "H1", "H2") for x in those(letter)),
        setting_name=place.words if place else "",
        setting_type=_setting_type(place),
        payment=sum(paid) / 100 if paid else None,
        advice=tuple(_advice(x) for x in those("K")),
        comments=about.comments,
        texts=_texts(all_of_them),
        wrong_names=about.wrong_names,
        pronouns=about.pronouns,
        no_pfa=tuple(
            (area, x.words)
            for x in those("E")
            if x.sort == "no outcome"
            for area in adulthood(x.area)
        ),
    )


def adulthood(text: str) -> tuple[str, ...]:
    """The areas of adulthood that a text names."""
    lower = text.casefold()
    return tuple(area for area in PFA if any(word in lower for word in _ADULTHOOD[area]))


def area_of(line: Written) -> str:
    """The broad area of a need in words, or what was written for one."""
    if line.need in NEED_TYPES:
        broad = NEED_TYPES[line.need].area
        return BROAD_AREAS.label(broad) if broad else NEED_TYPES.label(line.need)
    return line.area or line.need


def _letters(lines: Iterable[Written]) -> dict[str, None]:
    return dict.fromkeys(x.section for x in lines)


def _stated(about: About, of: dict[str, tuple[Written, ...]]) -> tuple[str, ...]:
    """The parts that say something, if only by another part that nothing is required there."""
    if about.sort != STATUTORY:
        return tuple(of)
    said = set(of)
    for need, provision in (("C", ("G",)), ("D", ("H1", "H2"))):
        lines = of.get(need, ())
        if lines and all(x.none_required for x in lines if x.sort != "strength"):
            said |= set(provision)
    if said & {"H1", "H2"}:
        # One of the two says what is required; the other then says that it is nothing more.
        said |= {"H1", "H2"}
    if not any("direct" in x.payment.casefold() for lines in of.values() for x in lines):
        said.add("J")
    if about.draft:
        said.add("I")
    return tuple(part.letter for part in PARTS[STATUTORY] if part.letter in said)


def _voice(line: Written, forename: str) -> Voice:
    lower = line.who.casefold().strip()
    who = next((mine for word, mine in _WHO.items() if word in lower), lower)
    if forename and lower == forename.casefold():
        who = "pupil"
    how = "quoted" if _QUOTED.match(line.words) else "reported" if line.source else ""
    return Voice(who, line.words, line.dated, how, line.id)


def _needs(lines: tuple[Written, ...]) -> Iterable[PlanNeed]:
    strengths: dict[str, str] = {}
    for x in lines:
        if x.sort == "strength":
            strengths[area_of(x)] = f"{strengths.get(area_of(x), '')} {x.words}".strip()
    general = strengths.pop("", "")
    for x in lines:
        if x.sort == "strength" or (x.none_required and x.section != "B"):
            continue
        area = area_of(x)
        told = strengths.get(area, "") or general
        yield PlanNeed(x.section, x.words, area, told, x.none_required, x.id)


def _outcome(line: Written) -> PlanOutcome:
    return PlanOutcome(
        line.words, line.measure, line.baseline, line.target, line.by, line.serves,
        adulthood(line.area), line.id,
    )  # fmt: skip


def _line(line: Written, words: WordLists) -> PlanLine:
    # What has no field of its own filled in is looked for in the sentence itself.
    said = line.how_often or plan_doses.sentence(line.words)
    how, who = plan_doses.often(said), line.who or plan_doses.who(line.words)
    long = plan_doses.minutes(line.how_long) or plan_doses.minutes(said)
    return PlanLine(
        line.section,
        line.words,
        who=who,
        expertise=who if has_any(who, words.expertise) else "",
        times=how.times,
        per=how.per,
        minutes=long,
        weeks=plan_doses.weeks(line.how_long) or plan_doses.weeks(said),
        group_size=plan_doses.group(line.ratio or said),
        place=line.ratio,
        starts=line.starts,
        review_on=line.by,
        needs=line.serves,
        outcomes=line.serves,
        agreed=line.agreed_on is not None,
        direct_payment="direct" in line.payment.casefold(),
        short_break=line.sort == "short break",
        training=line.sort == "training",
        by=line.by,
        minutes_a_week=line.minutes_a_week,
        record=line.id,
    )


def _advice(line: Written) -> Advice:
    told = f"{line.sort} {line.words} {line.who}".casefold()
    kind = line.sort or next((k for k, marks in _ADVISERS if any(m in told for m in marks)), "")
    author, *role = _ROLE.split(line.who.rstrip(" )"), maxsplit=1)
    return Advice(kind, line.words, author.strip(), "".join(role).strip(), line.dated, line.id)


def _setting_type(line: Written | None) -> str:
    if line is None:
        return ""
    known = dict(SETTING_TYPES)
    if line.sort in known:
        return line.sort
    lower = f"{line.sort} {line.words}".casefold()
    return next((kind for kind in known if kind.split()[0] in lower), line.sort)


def _texts(lines: Iterable[Written]) -> tuple[tuple[str, str], ...]:
    """What is read besides the parts the checks know by themselves."""
    beside = {"A": ("interest", "history", "communication"), "E": ("monitoring", "phase change")}
    return tuple(
        (f"Section {x.section}, {x.sort}", x.words)
        for x in lines
        if x.sort in beside.get(x.section, ()) or x.section == "J"
    )
