"""A child of a return in which our checks find nothing, and ways to spoil it."""

from collections.abc import Callable
from dataclasses import replace

from sendtui.rules.sen2_group import Group

Change = Callable[[Group], Group]

PLACE = {
    "URN": "100000", "PlacementRank": "1", "SENunitIndicator": "0",
    "ResourcedProvisionIndicator": "1",
}  # fmt: skip
GOOD = Group(
    "Person",
    {
        "Surname": "Quillfeather", "Forename": "Zephyr", "PersonBirthDate": "2015-05-01",
        "Sex": "F", "Ethnicity": "WBRI", "PostCode": "ZZ99 9ZZ", "UPN": "A950000178301",
    },
    (
        Group(
            "Requests",
            {
                "ReceivedDate": "2025-02-03", "RequestSource": "2", "RYA": "0",
                "RequestOutcomeDate": "2025-03-10", "RequestOutcome": "Y",
                "RequestMediation": "0", "RequestTribunal": "0",
            },
            (
                Group(
                    "Assessment",
                    {
                        "AssessmentOutcome": "Y", "AssessmentOutcomeDate": "2025-06-20",
                        "AssessmentMediation": "0", "AssessmentTribunal": "0",
                        "OtherMediation": "0", "OtherTribunal": "0", "Week20": "0",
                    },
                    (
                        Group(
                            "NamedPlan", {"StartDate": "2025-06-20", "PB": "0", "OA": "0"},
                            (Group("PlanDetail", PLACE),),
                        ),
                    ),
                ),
                Group(
                    "ActivePlans",
                    {
                        "ReviewMeeting": "2025-11-10", "ReviewOutcome": "A",
                        "ReviewDraft": "2025-12-05", "PhaseTransferDueDate": "2026-02-15",
                        "LastReview": "2025-12-01",
                    },
                    (
                        Group("PlacementDetail", {**PLACE, "EntryDate": "2025-06-23"}),
                        Group("SENneed", {"SENtype": "SLCN", "SENtypeRank": "1"}),
                        Group("SENneed", {"SENtype": "DS", "SENtypeRank": "2"}),
                    ),
                ),
            ),
        ),
    ),
    "pupil",
    "p1",
)  # fmt: skip


def put(group: str, **items: str) -> Change:
    """Other items in every group of a name; an empty one is left out."""

    def change(one: Group) -> Group:
        below = tuple(change(each) for each in one.groups)
        if one.name != group:
            return replace(one, groups=below)
        values = {n: v for n, v in {**one.values, **items}.items() if v}
        return replace(one, values=values, groups=below)

    return change


def drop(group: str) -> Change:
    """Without any group of a name."""

    def change(one: Group) -> Group:
        return replace(one, groups=tuple(change(e) for e in one.groups if e.name != group))

    return change


def twice(group: str, **items: str) -> Change:
    """Each group of a name once more, with other items."""

    def change(one: Group) -> Group:
        below: list[Group] = []
        for each in one.groups:
            below.append(change(each))
            if each.name == group:
                below.append(put(group, **items)(each))
        return replace(one, groups=tuple(below))

    return change


def both(*changes: Change) -> Change:
    """One change after the other."""

    def change(one: Group) -> Group:
        for each in changes:
            one = each(one)
        return one

    return change
