"""The Tribunal's own timetable for one appeal: the days that its directions name.

Nothing is counted: a direction is binding as it stands, and a later one takes its place.
"""

from datetime import date

from sendtui.rules.deadline import HESC2020, Deadline, Rule, in_order
from sendtui.rules.reckoning import Reckoned
from sendtui.rules.typed_dates import say

LA = "local authority"
_CITED = "The Tribunal's own directions in this appeal"
_ASKED = {
    "response": ("Send the response to the appeal", "the response reaching the Tribunal"),
    "attendance": ("Send the attendance form", "the form being sent"),
    "evidence": ("Send the evidence", "the evidence being sent"),
    "final_evidence": ("Send the final evidence", "the final evidence being sent"),
    "bundle": ("Send the hearing bundle", "the bundle being sent"),
}
DIRECTED: dict[str, Rule] = {
    name: Rule(
        f"TD-{name.replace('_', '-')}", what, LA, _CITED, "secondary", "the Tribunal's directions",
        met, ruleset=HESC2020,
    )
    for name, (what, met) in _ASKED.items()
}  # fmt: skip
"""What directions name a day for, each with its rule."""


def directions(days: dict[str, tuple[date, date]]) -> tuple[Deadline, ...]:
    """The limits of a timetable: by name the day set, and that of the directions that set it."""
    return in_order(
        DIRECTED[name].falls(
            Reckoned(day, (f"The Tribunal set {say(day)} by its directions of {say(on)}.",), True)
        )
        for name, (day, on) in days.items()
    )
