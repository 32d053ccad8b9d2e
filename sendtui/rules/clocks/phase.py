"""Phase transfers: the strict and the customary date, and the latest meeting for the full path."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Literal

from sendtui.rules import reckoning
from sendtui.rules.deadline import Deadline, FactError, Rule, in_order
from sendtui.rules.reckoning import Reckoned
from sendtui.rules.typed_dates import say

To = Literal["school", "post-16", "another-post-16"]
TO: tuple[To, ...] = ("school", "post-16", "another-post-16")
LA = "local authority"
_DAY = timedelta(days=1)
_REG = "SEND Regulations 2014 reg"
_FULL_PATH = 84
"""Days from the meeting to the final amended plan: 4 weeks to decide and 8 to amend."""

SCHOOL = Rule(
    "PT-01", "Review and amend the plan and name the setting, before 15 February", LA,
    f"{_REG} 2, 18(1)(b)", "seen", "the transfer to a new phase of school",
    "the amended plan that names the setting",
)  # fmt: skip
POST_16 = Rule(
    "PT-02", "Review and amend the plan and name the institution, before 31 March", LA,
    f"{_REG} 18(1)(a)", "seen", "the transfer from secondary school to a post-16 institution",
    "the amended plan that names the institution",
)  # fmt: skip
ANOTHER = Rule(
    "PT-03", "Review and amend the plan, at least 5 months before the transfer", LA,
    f"{_REG} 18(2)", "seen", "the transfer from one post-16 institution to another",
    "the amended plan that names the institution",
)  # fmt: skip
MEETING = Rule(
    "PT-05", "Hold the review meeting: the last day that leaves 4 weeks to decide and 8 to amend",
    LA, "Derived from reg 18 with reg 20(10) and 22(3)", "secondary", "the date of the transfer",
    "the meeting", kind="good practice",
)  # fmt: skip


def limit(year: int, to: To) -> date:
    """The date reg 18(1) names, in the calendar year of a transfer: "before" this day."""
    return date(year, 2, 15) if to == "school" else date(year, 3, 31)


def latest_meeting(year: int, to: To, *, strict: bool = True) -> date:
    """The last day of a review meeting that leaves the full path of 12 weeks."""
    return limit(year, to) - timedelta(days=_FULL_PATH + strict)


def phase_transfer(
    on: date, *, to: To = "school", meeting: date | None = None
) -> tuple[Deadline, ...]:
    """What comes before a transfer on a day; `meeting` says whether the full path is left.

    Raises FactError for a destination that is none.
    """
    if to not in TO:
        raise FactError(f"{to} is no destination: {', '.join(TO)}.")
    if to == "another-post-16":
        limits: tuple[Deadline, ...] = (ANOTHER.falls(reckoning.months("of the transfer", on, -5)),)
    else:
        limits = _before(limit(on.year, to), SCHOOL if to == "school" else POST_16, on)
    meetings = tuple(_meeting(each) for each in limits)
    warned = _warning(limits[0], meeting)
    return in_order(
        (*(replace(each, warnings=(*each.warnings, *warned)) for each in limits), *meetings)
    )


def _before(day: date, rule: Rule, transfer: date) -> tuple[Deadline, Deadline]:
    named = f"The plan must be amended before {say(day)}, in the year of the transfer."
    late = (f"The transfer, {say(transfer)}, is before this limit of its year.",)
    warnings = late if transfer < day else ()
    strict = Reckoned(day - _DAY, (named, f"Before it, strictly, means by {say(day - _DAY)}."))
    customary = Reckoned(
        day, (named, f"Practice and the charities take {say(day)} itself as the limit (CAL-12).")
    )
    return (
        _read(rule, strict, "strict", warnings),
        _read(rule, customary, "customary", warnings),
    )


def _read(rule: Rule, found: Reckoned, reading: str, warnings: tuple[str, ...] = ()) -> Deadline:
    """The limit in a reading, whose words begin with it: a list may show their beginning alone."""
    what = (
        f"{reading.capitalize()} limit: {rule.what[:1].lower()}{rule.what[1:]}" if reading else ""
    )
    return rule.falls(found, reading=reading, what=what, warnings=warnings)


def _meeting(of: Deadline) -> Deadline:
    due = of.due - timedelta(days=_FULL_PATH)
    back = f"The plan is due by {say(of.due)} ({of.rule}{', ' if of.reading else ''}{of.reading})."
    steps = (back, f"4 and 8 weeks, {_FULL_PATH} days, before it is {say(due)}.")
    return _read(MEETING, Reckoned(due, steps), of.reading)


def _warning(first: Deadline, meeting: date | None) -> tuple[str, ...]:
    if meeting is None:
        return ()
    left = (first.due - meeting).days
    if left >= _FULL_PATH:
        return ()
    if left < 0:
        return (f"The meeting, {say(meeting)}, is after this limit.",)
    short = _FULL_PATH - left
    return (
        f"The meeting, {say(meeting)}, leaves {left} days: {short} fewer than the 12 weeks that "
        "deciding and amending may take.",
    )
