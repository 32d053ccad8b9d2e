"""The parts of each sort of plan: their letters, what each holds, and what its lines answer to."""

from dataclasses import dataclass

from sendtui.rules.plan_facts import SECTIONS

Choices = tuple[tuple[str, str], ...]

SORTS: dict[str, str] = {
    "EHCP": "EHC plan",
    "SEN Support plan": "SEN Support plan",
    "non-statutory": "Non-statutory plan",
    "ISP preview": "Individual Support Plan: preview of a proposal, not statutory",
}
"""The sorts of plan, as a heading has them. Only the first is statutory."""

STATUTORY = "EHCP"


@dataclass(frozen=True, slots=True)
class SectionOf:
    """A part of a plan: its letter, title, the sorts of its lines and the fields they use.

    `serves` are the letters of the parts that its lines answer to; `empty` is what a plan says
    there when nothing stands in it.
    """

    letter: str
    title: str
    sorts: Choices
    fields: tuple[str, ...]
    serves: tuple[str, ...] = ()
    empty: str = ""


_NEED = ("sort", "words", "need", "source", "none_required")
_PROVISION = ("sort", "words", "serves", "who", "how_often", "how_long", "ratio", "minutes_a_week",
              "starts", "by", "source")  # fmt: skip
_NEEDS: Choices = (("need", "Need"), ("strength", "Strength"))
_VIEWS: Choices = (
    ("view", "View"),
    ("aspiration", "Aspiration"),
    ("interest", "Interest"),
    ("history", "History"),
    ("communication", "How to communicate"),
)
_OUTCOMES: Choices = (
    ("outcome", "Outcome"),
    ("monitoring", "How it is monitored"),
    ("phase change", "Plan for a change of phase"),
    ("no outcome", "Why there is none in an area of adulthood"),
)
_LINES: Choices = (("provision", "Provision"), ("training", "Training of staff"))
_CARE: Choices = (("provision", "Provision"), ("short break", "Short break"))
_OUTCOME = ("sort", "words", "serves", "measure", "baseline", "target", "by", "area")
_A_FIELDS = ("sort", "words", "who", "dated", "source", "area")

SETTING_TYPES: Choices = (
    ("mainstream school", "Mainstream school"),
    ("resourced provision", "Mainstream school with resourced provision"),
    ("special school", "Special school"),
    ("independent special school", "Independent special school"),
    ("early years provider", "Early years provider"),
    ("further education college", "Further education college"),
    ("special post-16 institution", "Special post-16 institution"),
    ("alternative provision", "Alternative provision"),
    ("otherwise than at school", "Education otherwise than at a school (s.61)"),
)
"""The types of setting of section I."""

ADVICE_SORTS: Choices = (
    ("family", "Parents or young person"),
    ("education", "School or college"),
    ("health", "Health professional"),
    ("psychology", "Educational psychologist"),
    ("social care", "Social care"),
    ("adulthood", "Preparing for adulthood (from Year 9)"),
    ("other", "Other"),
)

_AS_PLACED: Choices = (("", "Payment"),)

EHCP: tuple[SectionOf, ...] = (
    SectionOf("A", "Views, interests and aspirations", _VIEWS, _A_FIELDS),
    SectionOf("B", "Special educational needs", _NEEDS, _NEED[:-1]),
    SectionOf("C", "Health needs related to SEN", _NEEDS, _NEED),
    SectionOf("D", "Social care needs related to SEN or disability", _NEEDS, _NEED),
    SectionOf("E", "Outcomes", _OUTCOMES, _OUTCOME, ("A",)),
    SectionOf("F", "Special educational provision", _LINES, (*_PROVISION, "payment"),
              ("B", "C", "D", "E", "A")),
    SectionOf("G", "Health provision", _LINES[:1], (*_PROVISION, "agreed_on", "payment"),
              ("C", "E", "A"), "No health provision is required: see section C."),
    SectionOf("H1", "Social care provision under section 2 of the 1970 Act", _CARE,
              (*_PROVISION, "payment"), ("D", "E", "A"),
              "No social care provision is required: see section D."),
    SectionOf("H2", "Other social care provision", _CARE, (*_PROVISION, "payment"),
              ("D", "E", "A"), "No social care provision is required: see section D."),
    SectionOf("I", "Placement: name and type of setting", SETTING_TYPES, ("sort", "words")),
    SectionOf("J", "Personal budget and direct payments", _AS_PLACED,
              ("words", "serves", "amount_pence", "payment"), ("F", "G", "H1", "H2"),
              "No direct payments are made."),
    SectionOf("K", "Advice and information", ADVICE_SORTS, ("sort", "words", "who", "dated")),
)  # fmt: skip
"""The parts of an EHC plan (SEND Regulations 2014 reg 12(1); Code of Practice 9.62)."""


def _part(letter: str, title: str, sorts: Choices = (), fields: tuple[str, ...] = ()) -> SectionOf:
    """A part that another sort of plan has under the same letter, with a title of its own."""
    own = next(each for each in EHCP if each.letter == letter)
    return SectionOf(letter, title, sorts or own.sorts, fields or own.fields, own.serves)


_SUPPORT = (
    _part("A", "Views and aspirations"),
    _part("B", "Strengths and needs"),
    _part("E", "Outcomes"),
    _part("F", "Provision and teaching"),
    _part("K", "Advice it rests on"),
)
_BEYOND = (
    *_SUPPORT[:2],
    _part("C", "Health needs"),
    _part("D", "Social care needs"),
    *_SUPPORT[2:4],
    _part("G", "Health provision"),
    _part("H2", "Social care provision"),
    _SUPPORT[4],
)

_NOTE = ("words", "who", "dated")
# Drawn from the proposals of 2026 alone: a preview, with which nothing is computed.
_ISP = (
    _part("I", "Setting, and the plan before", (("", "Setting"),), ("words", "dated")),
    _part("D", "Layer of support", (("", "Layer"),), ("words", "dated", "by", "source")),
    _part("A", "Views, and who took part"),
    _part("B", "Strengths, needs and barriers",
          (*_NEEDS, ("barrier", "Barrier"), ("communication", "How to communicate"))),
    _part("F", "Adjustments, teaching and provision",
          (("adjustment", "Adjustment for every teacher"), *_LINES)),
    _part("G", "Specialist input", (("", "Input"),), ("words", "who", "dated", "source")),
    _part("E", "Outcomes"),
    _part("C", "Health, medication and care from day to day", (("", "Note"),), _NOTE),
    _part("H1", "Moving on", (("", "Note"),), _NOTE),
    _part("H2", "Concerns and complaints", (("", "Note"),), _NOTE),
    _part("K", "Reviews, signatures and who has a copy",
          (("review", "Review"), ("signature", "Signature"), ("shared", "Shared with")),
          ("sort", *_NOTE)),
)  # fmt: skip

PARTS: dict[str, tuple[SectionOf, ...]] = {
    "EHCP": EHCP,
    "SEN Support plan": _SUPPORT,
    "non-statutory": _BEYOND,
    "ISP preview": _ISP,
}
"""The parts of each sort of plan, in their order."""


def part_of(sort: str, letter: str) -> SectionOf | None:
    """The part of a sort of plan with this letter, or None."""
    return next((each for each in PARTS.get(sort, ()) if each.letter == letter), None)


def label(letter: str, number: int) -> str:
    """What a line of a plan is called: F3, or H1.2."""
    return f"{letter}.{number}" if letter[-1:].isdigit() else f"{letter}{number}"


def heading(sort: str, part: SectionOf) -> str:
    """The heading of a part: an EHC plan shows its letter, which the law asks for."""
    return f"Section {part.letter}: {part.title}" if sort == STATUTORY else part.title


def place(letter: str) -> int:
    """Where a letter comes among the parts of an EHC plan."""
    return SECTIONS.index(letter) if letter in SECTIONS else len(SECTIONS)
