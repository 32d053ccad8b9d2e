"""The SEN part of the school census: each fault is found by its own check."""

from dataclasses import replace
from datetime import date

import pytest

from sendtui.rules.census_checks import (
    RULES,
    Need,
    OnRoll,
    Sent,
    check,
    corrections,
    reconcile,
    term_of_census,
)

D = date
SPRING = D(2027, 1, 21)
K = OnRoll("p1", "Quillfeather, Zephyr", "A950000178301", "K", (Need("SLCN", 1),),
           D(2026, 9, 1), reviewed=D(2026, 12, 1))  # fmt: skip
N = replace(K, status="N", needs=(), since=None, reviewed=None)


@pytest.mark.parametrize("pupil", [K, N, replace(K, status="E", top_up=True)], ids="KNE")
def test_nothing_is_found_of_a_pupil_who_is_right(pupil: OnRoll) -> None:
    assert list(check(pupil, SPRING)) == []


FAULTS = [
    ("SC01", replace(K, sent=Sent("", upn=K.upn))),
    ("SC02", replace(K, needs=())),
    ("SC02", replace(N, needs=(Need("ASD", 1),))),
    ("SC03", replace(K, needs=(Need("ASD", 1), Need("SLCN", 3)))),
    ("SC03", replace(K, needs=(Need("ASD", 2),))),
    ("SC04", replace(K, needs=(Need("NSA", 1), Need("ASD", 2)))),
    ("SC04", replace(K, status="E", needs=(Need("NSA", 1),))),
    ("SC05", replace(K, needs=(Need("BESD", 1),))),
    ("SC06", replace(K, needs=(Need("ASD", 1), Need("SLCN", 2), Need("HI", 3)))),
    ("SC07", replace(N, in_unit=True)),
    ("SC08", replace(K, in_unit=True, in_resourced=True)),
    ("SC09", replace(N, top_up=True)),
    ("SC09", replace(K, status="E", top_up=False)),
    ("SC12", replace(K, reviewed=D(2026, 7, 1))),
    ("SC12", replace(K, reviewed=None, since=D(2025, 9, 1))),
    ("SC12", replace(K, status="E", reviewed=D(2026, 1, 20))),
    ("SC13", replace(K, needs=(Need("NSA", 1, D(2025, 9, 1)),))),
    ("SC14", replace(K, sent=Sent("K", (Need("ASD", 1),), K.upn))),
    ("SC15", replace(K, upn="B950000178301")),
]


@pytest.mark.parametrize(("rule", "pupil"), FAULTS,
                         ids=[f"{rule}-{n}" for n, (rule, _) in enumerate(FAULTS)])  # fmt: skip
def test_a_fault_is_found_by_its_own_check(rule: str, pupil: OnRoll) -> None:
    assert rule in {found.rule.id for found in check(pupil, SPRING)}


def test_every_check_is_made() -> None:
    # SC10 needs the authority's list, SC11 is the count itself.
    assert {rule for rule, _ in FAULTS} | {"SC10", "SC11"} == RULES.keys()


def test_needs_are_asked_for_in_spring_alone() -> None:
    bare = replace(K, needs=())

    assert list(check(bare, D(2026, 10, 1))) == []
    assert [found.rule.id for found in check(bare, SPRING)] == ["SC02"]


@pytest.mark.parametrize(
    ("day", "term"),
    [(D(2026, 10, 1), "autumn"), (D(2027, 1, 21), "spring"), (D(2030, 5, 16), "summer")],
)
def test_a_census_is_of_a_term(day: date, term: str) -> None:
    assert term_of_census(day) == term


def test_down_syndrome_is_valid_from_2025() -> None:
    pupil = replace(K, needs=(Need("DS", 1),))

    assert "SC05" in {found.rule.id for found in check(pupil, D(2024, 1, 18))}
    assert "SC05" not in {found.rule.id for found in check(pupil, SPRING)}


def test_what_the_school_office_has_to_correct_is_what_differs() -> None:
    sent = Sent("N", (), K.upn)

    found = list(corrections(replace(K, sent=sent), SPRING))

    assert [(c.item, c.sent, c.here) for c in found] == [
        ("SEN provision", "N", "K"),
        ("SEN needs by rank", "", "SLCN"),
    ]
    assert [c.item for c in corrections(replace(K, sent=sent), D(2026, 10, 1))] == ["SEN provision"]
    assert list(corrections(K, SPRING)) == []


def test_plans_are_reconciled_with_the_authority_both_ways() -> None:
    e = replace(K, status="E", id="p2", upn="X")

    found = list(reconcile([K, e], frozenset([K.upn])))

    assert [(f.rule.id, f.pupil) for f in found] == [("SC10", "p1"), ("SC10", "p2")]
    assert list(reconcile([replace(e, upn=K.upn)], frozenset([K.upn]))) == []
