"""What each sort of arrangement lacks."""

from datetime import date

import pytest

from sendtui.rules.arranged import HEADINGS, lacking

TODAY = date(2026, 11, 22)
AP = "alternative provision"


@pytest.mark.parametrize(
    ("sort", "given", "count"),
    [
        (AP, {"since": date(2026, 9, 1)}, 2),
        (AP, {"since": date(2026, 9, 1), "back_on": TODAY, "review_on": TODAY}, 0),
        (AP, {"since": date(2026, 9, 1), "until": date(2026, 10, 1)}, 5),
        ("adult pathway", {"until": date(2026, 10, 1)}, 4),
        ("personal budget", {"asked_on": date(2026, 9, 1)}, 1),
        ("personal budget", {"asked_on": date(2026, 9, 1), "decided_on": TODAY}, 0),
        ("transport", {}, 0),
    ],
    ids=["no day back", "complete", "over", "pathway over", "asked", "decided", "transport"],
)
def test_what_an_arrangement_lacks_is_told(
    sort: str, given: dict[str, date | str | None], count: int
) -> None:
    assert len(list(lacking(sort, given, {}, TODAY))) == count


def test_alternative_provision_has_its_five_outcomes() -> None:
    assert [code for code, _ in HEADINGS[AP]] == [
        "outreach", "attendance", "reintegration", "attainment", "post-16 transition",
    ]  # fmt: skip
