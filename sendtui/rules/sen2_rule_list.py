"""Our checks of a SEN2 return: ids of our own, how grave each is, and what to do about it.

They follow from what is known of the items. The Department has rules of its own, with numbers,
severities and words that were not seen: none of them is printed here. Whoever has that list can
load which number of theirs goes with which check of ours.
"""

from typing import Literal, NamedTuple

Severity = Literal["error", "query"]


class RuleOf(NamedTuple):
    """A check. `basis`: guide (wording seen), structure, statistics, practice, or inferred."""

    id: str
    severity: Severity
    title: str
    do: str
    basis: str


def _rules(*lines: tuple[str, str, str, str, str]) -> dict[str, RuleOf]:
    severities: dict[str, Severity] = {"E": "error", "Q": "query"}
    return {id_: RuleOf(id_, severities[s], title, do, b) for id_, s, title, do, b in lines}


RULES: dict[str, RuleOf] = _rules(
    # Who it is
    ("P01", "E", "A name, the date of birth, the sex or the ethnicity is missing",
     "Fill it in on the pupil’s record, or under particulars for the ethnicity.", "structure"),
    ("P02", "E", "Neither UPN nor ULN, nor why there is none",
     "Ask the school for the UPN, or say under particulars why there is none.", "guide"),
    ("P03", "Q", "A reason for having no number stands beside a number",
     "Clear the reason under particulars.", "inferred"),
    ("P04", "E", "The UPN has not the form of one", "Ask the school for it again.", "guide"),
    ("P05", "Q", "The UPN’s check letter is wrong, or it is a temporary one",
     "Ask the school for the permanent UPN.", "inferred"),
    ("P06", "E", "The ULN has not 10 digits", "Ask the setting for it again.", "structure"),
    ("P07", "Q", "The ULN’s check digit is wrong", "Ask the setting for it again.", "inferred"),
    ("P08", "Q", "The same UPN or ULN on two persons",
     "See whether they are one child, and merge them, or mend the number.", "inferred"),
    ("P09", "Q", "UN1 is for children under 6", "Choose another reason, or find the UPN.", "guide"),
    ("P10", "Q", "UN8 is for those new within a week of the year’s end",
     "The request is older: find the number.", "guide"),
    ("P11", "Q", "UN10 is for requests that came to nothing",
     "It was decided to assess: find the number.", "guide"),
    ("P12", "Q", "Born after the census day, or over 24 when the school year began, with a plan",
     "Look at the date of birth; a plan ends with the school year of the 25th birthday.",
     "practice"),
    ("P13", "Q", "Main and extended ethnicity codes of one group are mixed",
     "Use main codes for everybody, or extended ones.", "guide"),
    ("P14", "E", "A code that this year’s return does not have",
     "Choose one of the codes of this item.", "structure"),
    ("P15", "E", "Not a day", "Write the day as it is in the calendar.", "structure"),
    # The request
    ("R01", "E", "A person without any request", "Open a case, or record the plan.", "structure"),
    ("R02", "E", "No outcome of the request", "Log the decision in the case.", "structure"),
    ("R03", "E", "Decided, without the day the requester was told",
     "Log the decision with its day.", "guide"),
    ("R04", "Q", "A day or a flag that only a decided request has",
     "Not decided, withdrawn or historical: leave it out.", "guide"),
    ("R05", "E", "The day the request came, or whether in youth accommodation, is missing",
     "Log the request in the case with its day.", "guide"),
    ("R06", "E", "Decided before the request came, or after the census day",
     "Put the day of the request or of the decision right.", "inferred"),
    ("R07", "Q", "Decided more than 6 weeks after the request",
     "See whether both days are right; otherwise it counts as late.", "statistics"),
    ("R08", "Q", "Decided before the year: historical", "Report it as H, without days.", "guide"),
    ("R09", "E", "An assessment that this outcome cannot have, or none where it must be",
     "Put the outcome right, or log what came of the assessment.", "guide"),
    ("R10", "E", "Who asked is missing", "Log in the request who asked.", "guide"),
    ("R11", "Q", "Many requests by “other”", "See whether parents or schools asked.", "guide"),
    ("R12", "Q", "Moved out before the end, and still assessed here",
     "Nothing more is reported after the move.", "guide"),
    ("R13", "Q", "Two requests that came on one day",
     "See whether they are one: merge the cases, or put a day right.", "practice"),
    # The assessment
    ("A01", "E", "No outcome of the assessment", "Log the decision in the case.", "structure"),
    ("A02", "E", "Decided, without its day", "Log the decision with its day.", "guide"),
    ("A03", "E", "A plan that this outcome cannot have, or none where it must be",
     "Put the outcome right, or record the plan.", "guide"),
    ("A04", "E", "Decided before the request came or before it was decided to assess",
     "Put the days right.", "inferred"),
    ("A05", "Q", "A refusal after 16 weeks, or a plan after 20 weeks without an exception",
     "See whether the days are right, and whether an exception is recorded.", "statistics"),
    ("A06", "Q", "Whether an exception applied is not said, or said of what is historical",
     "Log the exception relied on.", "inferred"),
    ("A07", "Q", "A mediation or appeal about a refusal that there was not",
     "See what it was about, and note it for the return.", "inferred"),
    # The plan
    ("N01", "E", "No first day of the plan, or one after the census day",
     "Put the day on which the plan was made right.", "structure"),
    ("N02", "Q", "The plan began on another day than it was issued",
     "Both are the day of issue: put one right.", "inferred"),
    ("N03", "E", "Not one or two named settings, ranked 1 and 2",
     "Record as arrangements the settings that section I names, with their ranks.", "structure"),
    ("N04", "E", "A setting without a number and a sort, or with more than one of them",
     "Give it its URN, or its UKPRN, or its sort.", "guide"),
    ("N05", "E", "A setting without a rank", "Rank it 1 or 2.", "guide"),
    ("N06", "E", "NEET, NIEC or NIEO cannot be named in a plan",
     "Name a setting, or the sort of setting.", "structure"),
    ("N07", "E", "A URN has up to 6 digits, a UKPRN 8", "Look the number up.", "structure"),
    ("N08", "Q", "Whether in a SEN unit or in resourced provision is not said",
     "Say yes or no on the arrangement.", "practice"),
    ("N09", "Q", "Both in a SEN unit and in resourced provision", "It is one of them.", "inferred"),
    ("N10", "E", "What is said of the personal budget contradicts itself",
     "A budget taken up is arranged, or paid directly, or both.", "inferred"),
    ("N11", "E", "Ceased without the reason’s code, or a reason without the day",
     "Put both on the plan.", "inferred"),
    ("N12", "E", "Ceased before it began", "Put the days right.", "inferred"),
    ("N13", "Q", "A reason for ceasing that the age does not fit, or many “other”",
     "Look at the reason and the date of birth.", "guide"),
    ("N14", "Q", "“Other” without saying what",
     "Say on the arrangement what it is.", "guide"),
    ("N15", "Q", "No setting is recorded as named: where the child is stands for it",
     "Add an arrangement of the sort “named placement” for what section I names.", "inferred"),
    ("N16", "Q", "Plans of two requests are in force at once",
     "One has ended, or is the other amended: say on the plan when it ceased.", "practice"),
    ("N17", "Q", "A setting of a type where no child with a plan is expected",
     "See whether its URN is right: the public list of schools says what it is.", "inferred"),
    ("N18", "Q", "In a SEN unit or resourced provision that the public list does not show",
     "Ask the school, or say no on the arrangement; a newer list may show it.", "practice"),
    ("N19", "Q", "Fewer children placed than were expected",
     "See whether those who are there have this number, and its SEN unit or resourced provision; "
     "otherwise ask whether the places are still bought.", "practice"),
    # Where the child is
    ("L01", "E", "An active plan without a placement, or without a need",
     "Record where the child is placed, and the need.", "structure"),
    ("L02", "E", "Not one or two needs, or not ranked 1 and 2, or one twice",
     "Put the needs in order.", "structure"),
    ("L03", "E", "A placement without its first day, or that ended before it began",
     "Put the days of the placement right.", "structure"),
    ("L04", "E", "Two main placements at the same time",
     "End one, or give it the rank 2.", "inferred"),
    ("L05", "Q", "No main placement on the census day",
     "Record where the child is, or that it is in none.", "practice"),
    ("L06", "Q", "No review meeting within 12 months of the census day",
     "Log the meeting, or hold it.", "statistics"),
    ("L07", "Q", "A review decided without a meeting, before it, or over 4 weeks after it",
     "Put the days of the review right.", "guide"),
    ("L08", "Q", "To be amended, and no draft sent", "Log the amendment notice.", "inferred"),
    ("L09", "Q", "Moved in from one’s own authority, or with a request decided here",
     "Put the other authority’s code right, or clear it.", "guide"),
    ("L10", "Q", "NEET under 16, or a notice to cease without an end to come",
     "Look at the placement.", "guide"),
    ("L11", "Q", "Work-based learning under 16", "Look at the placement.", "inferred"),
    ("H01", "E", "The header is not that of this year’s return of an authority",
     "Put right the field that is named; the authority’s code is the setting’s, or --la.",
     "structure"),
    ("H02", "E", "It is not said whether the authority has a designated officer",
     "Say Y, N or R (recruiting) of each, by --dmo, --dco and --dsco: it is kept.", "structure"),
)  # fmt: skip
"""Every check by its id."""

MANY = 0.1
"""From this share of “other” on, an authority is asked about it; ours, none is published."""
