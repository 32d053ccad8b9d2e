"""The checks of an inclusion strategy: what must stand before it is published."""

from dataclasses import replace
from datetime import date

import pytest

from sendtui.rules.inclusion import PRINCIPLES, Activity, Draft, gaps

WHOLE = Draft(
    intent="We want every pupil to join in.",
    families="Two evenings and a form.",
    authorised_by="The governing body",
    published_on=date(2026, 12, 1),
    review_on=date(2027, 12, 1),
    barriers=((1, "Talk"), (2, "Calm")),
    activities=(Activity(1, "Talking tables", (1, 2), "targeted", 100, tuple(PRINCIPLES)),),
    outcomes=(("More is said", "Words in a minute"),),
    is_first=True,
    review="",
)


def test_a_whole_strategy_has_no_gaps() -> None:
    assert gaps(WHOLE) == ()


@pytest.mark.parametrize(
    ("changes", "check"),
    [
        ({"intent": ""}, "IS01"),
        ({"intent": "word " * 501}, "IS02"),
        ({"families": ""}, "IS03"),
        ({"authorised_by": ""}, "IS04"),
        ({"published_on": None}, "IS05"),
        ({"review_on": None}, "IS06"),
        ({"is_first": False}, "IS07"),
        ({"review_on": date(2026, 11, 1)}, "IS08"),
        ({"barriers": ()}, "IS10"),
        ({"barriers": ((1, "Talk"), (2, "Calm"), (3, "Sight"))}, "IS11"),
        ({"activities": ()}, "IS20"),
        ({"outcomes": ()}, "IS30"),
        ({"outcomes": (("More is said", ""),)}, "IS31"),
    ],
)
def test_what_is_missing_is_named(changes: dict[str, object], check: str) -> None:
    assert check in {gap.check for gap in gaps(replace(WHOLE, **changes))}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "check"),
    [
        ({"cost_pence": 0}, "IS21"),
        ({"reach": ""}, "IS22"),
        ({"barriers": ()}, "IS23"),
        ({"barriers": (1, 2, 9)}, "IS24"),
        ({"principles": ()}, "IS40"),
    ],
)
def test_an_activity_says_against_what_for_whom_and_at_what_cost(
    changes: dict[str, object], check: str
) -> None:
    activity = replace(WHOLE.activities[0], **changes)  # type: ignore[arg-type]

    assert check in {gap.check for gap in gaps(replace(WHOLE, activities=(activity,)))}


def test_a_pupil_who_is_named_is_found_and_not_repeated() -> None:
    draft = replace(WHOLE, intent="As  ZEPHYR Quillfeather said")

    (found,) = gaps(draft, ("Zephyr Quillfeather", "Tansy Bramblewick"))

    assert (found.check, found.part, found.hard) == ("IS50", "Intent", True)
    assert "Zephyr" not in found.missing + found.todo
