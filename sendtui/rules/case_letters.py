"""The letters of an EHC case: to whom each goes, what it tells, and which limit it answers.

The words of a letter are a wording of its name, which an authority can change; this is the rest.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sendtui.rules.clocks.orders import ABOUT, CONCEDED
from sendtui.rules.process import PROCESS_NAMES, Process, Side

To = Literal["family", "adviser", "setting"]


@dataclass(frozen=True, slots=True)
class Blank:
    """What has to be typed for a letter because no record has it; `reasons` are several lines."""

    name: str
    title: str
    hint: str = ""
    is_day: bool = False
    is_needed: bool = False
    is_long: bool = False


@dataclass(frozen=True, slots=True)
class LetterOf:
    """One letter of a case.

    `tells` are the tokens of the events that it is once it is sent, `limits` the rules it answers,
    `rights` whether the right of appeal, mediation and SENDIASS stand in it. `facts` are facts of
    its event besides what was decided. `invited` is whether it goes to the professionals of a
    review as well, `answer` the field whose day stands first on every page.
    """

    code: str
    label: str
    to: To
    processes: tuple[Process, ...]
    tells: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    blanks: tuple[Blank, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    rights: bool = False
    side: Side | Literal[""] = "la"
    invited: bool = False
    answer: str = ""

    def fits(self, process: str, side: str) -> bool:
        """Whether a case of this process and side has such a letter."""
        return process in self.processes and self.side in ("", side)


_ASSESSING: tuple[Process, ...] = ("assessment", "re-assessment")
_PLANNING: tuple[Process, ...] = (*_ASSESSING, "appeal")
_REVIEWING: tuple[Process, ...] = ("annual review", "phase transfer")

REASONS = Blank("reasons", "Reasons", "one to a line", is_needed=True, is_long=True)
_KEPT_BECAUSE = Blank("reasons", "Reasons", "one to a line", is_long=True)
NEW_DAY = Blank("new_day", "The day now promised", is_day=True)
_WHY = Blank("why", "Why it is late", "as the family will read it", is_needed=True, is_long=True)
_REPLY_BY = Blank("reply_by", "Please answer by", is_day=True)
_NAMES = Blank("names", "Setting named in section I")
_WHERE = Blank("where", "Where the meeting is", "place or how to join")
_TIME = Blank("time", "At what time")
_SUMMARY = Blank("summary", "What the case turns on", "in a line or two", is_long=True)
_CHANGES = Blank("changes", "What is to change", "one change to a line", is_needed=True,
                 is_long=True)  # fmt: skip
_RECOMMENDED = Blank("recommended", "What is recommended", is_long=True)
_RIGHTS = (("rights", "yes"),)
_DECIDED = ("decision", "plan-decision", "final")


def _bound(step: str) -> tuple[str, ...]:
    """The rules by which an order, an agreement or a concession asks for a step."""
    by_order = (f"{way}-{about}-{step}" for way in ("8a", "MT-07") for about in ABOUT)
    return (*by_order, *(f"8b-{about}-{step}" for about in CONCEDED))


LETTERS: dict[str, LetterOf] = {
    each.code: each
    for each in (
        LetterOf("acknowledgement", "Acknowledge the request", "family", _ASSESSING, ("told",),
                 ("NA-02",)),
        LetterOf("decision-assess", "Decision: to assess", "family", (*_ASSESSING, "move"),
                 ("decision:assess",), ("NA-03", "SP-01-decide", "RA-02", "MV-07")),
        LetterOf("decision-not-assess", "Decision: not to assess", "family", _ASSESSING,
                 ("decision:refuse",), ("NA-03", "SP-01-decide", "RA-02"), (REASONS,), _RIGHTS,
                 rights=True),
        LetterOf("decision-issue", "Decision: a plan will be made", "family", ("assessment",),
                 ("plan-decision:make",), ("NA-07",)),
        LetterOf("decision-not-issue", "Decision: no plan is needed", "family", ("assessment",),
                 ("plan-decision:none",), ("NA-07",), (REASONS,), _RIGHTS, rights=True),
        LetterOf("ordered-assess", "Ordered, agreed or conceded: we will assess", "family",
                 ("appeal",), ("decision",), _bound("notify")),
        LetterOf("ordered-no-plan", "Assessed as ordered: no plan is needed", "family",
                 ("appeal",), ("plan-decision",), _bound("no-plan"), (REASONS,), _RIGHTS,
                 rights=True),
        LetterOf("draft-cover", "Draft plan, with the day to answer by", "family", _PLANNING,
                 ("draft",), ("NA-FLOW week 16", "NA-09", "SP-01-plan", "RA-04", *_bound("draft")),
                 answer="comments_by"),
        LetterOf("final-cover", "Final plan", "family", (*_PLANNING, *_REVIEWING), ("final",),
                 ("NA-09", "SP-01-plan", "RA-04", "AR-11", "AR-12", "PT-01", "PT-02", "PT-03",
                  "MT-08", *_bound("plan")), (_NAMES,),
                 _RIGHTS, rights=True),
        LetterOf("advice-request", "Ask for advice", "adviser", _ASSESSING, (),
                 ("NA-05", "RA-03"), (_SUMMARY,), answer="reply_by"),
        LetterOf("advice-chase", "Chase advice", "adviser", _ASSESSING, (), ("NA-06",)),
        LetterOf("consultation", "Consult a setting", "setting",
                 (*_PLANNING, *_REVIEWING), (), (), (_SUMMARY,), answer="reply_by"),
        LetterOf("consultation-chase", "Chase a setting", "setting", (*_PLANNING, *_REVIEWING), (),
                 ("PL-05",)),
        LetterOf("review-invitation", "Invite to the review", "family", _REVIEWING, ("invited",),
                 ("AR-04",), (_TIME, _WHERE), side="", invited=True),
        LetterOf("review-report", "Report of the review", "family", _REVIEWING, ("report",),
                 ("AR-07",), (_RECOMMENDED,), side="", invited=True),
        LetterOf("review-maintain", "Decision: the plan stays as it is", "family", _REVIEWING,
                 ("decision:maintain",), ("AR-08", "AR-01", "AR-02"), (_KEPT_BECAUSE,), _RIGHTS,
                 rights=True),
        LetterOf("amendment-notice", "Amendment notice", "family", _REVIEWING,
                 ("decision:amend", "amendment-notice"), ("AR-08", "AR-09"), (_CHANGES,),
                 answer="comments_by"),
        LetterOf("not-amended", "The plan is not amended after all", "family", _REVIEWING,
                 ("not-amended",), ("AR-11", "AR-12"), (REASONS,), _RIGHTS, rights=True),
        LetterOf("cease-consultation", "We are thinking of ceasing the plan", "family",
                 ("ceasing",), ("consulted",), ("CE-03",), (REASONS, _REPLY_BY), answer="reply_by"),
        LetterOf("decision-cease", "Decision: to cease the plan", "family",
                 (*_REVIEWING, "ceasing"), ("decision:cease",), ("AR-08", "CE-04"), (REASONS,),
                 _RIGHTS, rights=True),
        LetterOf("extension", "An exception is relied on", "family", PROCESS_NAMES,
                 ("told-late",), (), (NEW_DAY,)),
        LetterOf("late", "We are late: here is why", "family", PROCESS_NAMES, ("told-late",), (),
                 (_WHY, NEW_DAY)),
        LetterOf("status", "Where things stand, in plain English", "family", PROCESS_NAMES,
                 ("told",), side=""),
    )
}  # fmt: skip
"""Every letter of a case by its code, which is the name of its wording."""

NOTICES = {
    each.code: each.tells[0]
    for each in LETTERS.values()
    if len(each.tells) == 1
    and each.processes != ("appeal",)
    and each.tells[0].partition(":")[0] in _DECIDED
}
"""The letters that are the notice of one decision, or of the final plan, each with its token; what
follows an order stands under its own limits."""

LATE, EXTENSION = "late", "extension"
"""The letters that any late limit may have."""

ABOUT_A_LIMIT = {LATE: ("late", "excepted"), EXTENSION: ("excepted", "late", "due")}
"""The letters that are about a limit, with the states of one that they can tell of, best first."""


def fitting(
    process: str, side: str, rule: str = "", *, reading: str = "", is_late: bool = False
) -> tuple[LetterOf, ...]:
    """The letters of such a case, those that answer the limit first; a late one is explained next.

    A limit with a reading has the name of both, as `NA-FLOW week 16`.
    """
    found = [each for each in LETTERS.values() if each.fits(process, side)]
    named = {rule, f"{rule} {reading}".strip()} - {""}

    def place(each: LetterOf) -> int:
        if named.intersection(each.limits):
            return 0
        return {LATE: 1, EXTENSION: 2}.get(each.code, 3) if is_late else 3

    return tuple(sorted(found, key=place))


def lacking(letter: LetterOf, given: Iterable[str]) -> tuple[Blank, ...]:
    """What still has to be typed before the letter can be made."""
    known = set(given)
    return tuple(each for each in letter.blanks if each.is_needed and each.name not in known)
