"""The checks of a SEN2 return against the public list of schools, where one was loaded.

Which types of establishment are unexpected is our own judgement, and so is the reading of the
list's words for SEN units and resourced provision; a school of which the list says nothing of
them, or that is not in it, is not asked about.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sendtui.rules.sen2_finding import Hit
from sendtui.rules.sen2_group import Group

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

_YES = ("1", "true")


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
        if group[item] in _YES and word not in listed.provision.casefold():
            yield "N18", group, item, f"the list says: {listed.provision}"
