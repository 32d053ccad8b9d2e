"""Whose part somebody has in a review, by what people write of who they are."""

import pytest

from sendtui.rules.invited import MUST, Part, lacking, part_of, part_of_advice


@pytest.mark.parametrize(
    ("role", "organisation", "part"),
    [
        ("Headteacher", "", "head"),
        ("deputy head teacher", "", "head"),
        ("Principal", "Duckpond College", "head"),
        ("head of year", "Duckpond College", "other"),
        ("SEN officer", "Puddleby Council", "authority"),
        ("EHC coordinator", "", "authority"),
        ("school nurse", "", "health"),
        ("Speech and language therapist", "", "health"),
        ("SALT", "", "health"),
        ("paediatrician", "Puddleby Hospital", "health"),
        ("Social  worker", "", "social care"),
        ("Principal Social Worker", "", "social care"),
        ("EP", "", "other"),
        ("class teacher", "", "other"),
        ("SENCO", "", "other"),
        ("taxi driver", "Puddle Cabs", "other"),
        ("sister", "", None),
        ("neighbour", "", None),
        ("", "", None),
    ],
)
def test_a_role_says_whose_part_it_is(role: str, organisation: str, part: Part | None) -> None:
    assert part_of(role, organisation) == part


def test_who_must_be_invited_and_is_not_there_is_named() -> None:
    assert lacking(("head", "health", "other")) == (MUST["authority"], MUST["social care"])
    assert lacking(MUST) == ()
    assert [part_of_advice(sort) for sort in ("medical", "social care", "psychological")] == [
        "health",
        "social care",
        "other",
    ]
