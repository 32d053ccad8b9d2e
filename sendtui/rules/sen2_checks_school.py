"""The checks of a SEN2 return against the public list of schools, and against the places an
authority expects to be filled, where these were loaded.

Which types of establishment are unexpected is our own judgement, and so is the reading of the
list's words for SEN units and resourced provision; a school of which the list says nothing of
them, or that is not in it, is not asked about.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Literal, NamedTuple

from sendtui.rules.sen2_checks_plan import YES, in_force, is_there
from sendtui.rules.sen2_finding import Finding, Hit
from sendtui.rules.sen2_group import Group
from sendtui.rules.sen2_rule_list import RULES

UNEXPECTED = frozenset(
    (
        "british schools overseas",
        "children's centre",
        "children's centre linked site",
        "higher education institutions",
        "offshore schools",
    )
)
"""Types of establishment where nobody with an EHC plan is expected to be placed."""

_PLACES = ("PlanDetail", "PlacementDetail")
_CLAIMS = {"SENunitIndicator": "unit", "ResourcedProvisionIndicator": "resourced"}
"""The item that says the child is in one → the word for it in the list."""


class Listed(NamedTuple):
    """What the public list says of a school: its type, and its SEN unit or resourced provision."""

    kind: str
    provision: str


def check_listed(group: Group, schools: Mapping[str, Listed]) -> Iterator[Hit]:
    """What is found in a setting, named or attended, beside the list; `schools` are by URN."""
    if group.name not in _PLACES or (listed := schools.get(group["URN"])) is None:
        return
    if listed.kind.casefold() in UNEXPECTED:
        yield "N17", group, "URN", listed.kind
    if not listed.provision:
        return
    for item, word in _CLAIMS.items():
        if group[item] in YES and word not in listed.provision.casefold():
            yield "N18", group, item, f"the list says: {listed.provision}"


# ── How many are placed ───────────────────────────────────────────────────────────────────────

Sort = Literal["unit", "resourced", "special"]
"""In a SEN unit, in resourced provision, or in neither, as in a special school."""

_CALLED: dict[Sort, str] = {
    "unit": "SEN unit",
    "resourced": "resourced provision",
    "special": "special school",
}
_SAYS: dict[str, Sort] = {"SENunitIndicator": "unit", "ResourcedProvisionIndicator": "resourced"}
"""The item that says it of a placement; without either it is the third."""


class Expected(NamedTuple):
    """The fewest children expected in one establishment's provision on the census day.

    `number` is its URN or UKPRN, `name` what the authority calls it.
    """

    number: str
    sort: Sort
    least: int
    name: str = ""


class Placed:
    """A count of those who are in the places an authority expects to be filled on a day.

    Whoever is in one counts once there, whatever the rank of the placement.
    """

    def __init__(self, expected: Iterable[Expected], day: date) -> None:
        self._expected, self._day = tuple(expected), day
        self._count = Counter[tuple[str, str]]()

    def see(self, person: Group) -> None:
        """Count one person of a return."""
        if self._expected:
            self._count.update(set(self._places(person)))

    def _places(self, person: Group) -> Iterator[tuple[str, Sort]]:
        for request in person.of("Requests"):
            assessment, active = request.one("Assessment"), request.one("ActivePlans")
            plan = assessment.one("NamedPlan") if assessment else None
            if active is None or (plan is not None and not in_force(plan, self._day)):
                continue
            for place in active.of("PlacementDetail"):
                if is_there(place, self._day):
                    number = place["URN"] or place["UKPRN"]
                    yield from ((number, sort) for sort in _sorts(place))

    def finish(self) -> Iterator[Finding]:
        """Each establishment with fewer than were expected."""
        for each in self._expected:
            placed = self._count[each.number, each.sort]
            if placed < each.least:
                where = ", ".join(filter(None, (each.name, _CALLED[each.sort])))
                said = f"{where}: {placed} placed on the census day, at least {each.least} expected"
                item = "UKPRN" if len(each.number) == 8 else "URN"
                yield Finding(RULES["N19"], "PlacementDetail", item, each.number, said)


def _sorts(place: Group) -> tuple[Sort, ...]:
    return tuple(sort for item, sort in _SAYS.items() if place[item] in YES) or ("special",)
