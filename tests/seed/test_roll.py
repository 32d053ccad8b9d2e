"""The roll: shaped like the national figures, and drawn the same on every Python."""

import hashlib
from collections import Counter
from datetime import date
from functools import cache

import pytest

from seed import figures
from seed.roll import Line, Roll
from sendtui.rules.authorities import AUTHORITIES
from sendtui.rules.identifiers import check_upn
from sendtui.rules.years import year_by_age

TODAY = date(2026, 11, 20)


@cache
def lines(pupils: int = 6_000) -> tuple[Line, ...]:
    return tuple(Roll(pupils, TODAY, 1, "roll", 0).lines())


@pytest.mark.parametrize("seed", range(1, 6))
@pytest.mark.parametrize("pupils", [60, 420], ids=["small", "two-form"])
def test_a_school_of_any_size_has_its_share(pupils: int, seed: int) -> None:
    counts = Counter(line.status for line in Roll(pupils, TODAY, seed, "roll", 0).lines())

    assert counts["K"] / pupils == pytest.approx(0.148, abs=0.035 if pupils < 100 else 0.01)
    assert counts["E"] / pupils == pytest.approx(0.0475, abs=0.02 if pupils < 100 else 0.0125)


def test_more_older_pupils_have_a_plan() -> None:
    counts = Counter((line.year, line.status) for line in lines())
    of_year = Counter(line.year for line in lines())

    shares = [100 * counts[year, "E"] / of_year[year] for year in figures.YEARS]

    assert shares == pytest.approx(list(figures.PLAN_BY_YEAR), abs=1.0)


def test_first_needs_of_sen_support_follow_the_figures() -> None:
    needs = Counter(line.needs[0][0] for line in lines(30_000) if line.status == "K")

    shares = {code: 100 * needs[code] / needs.total() for code in figures.SUPPORT_NEEDS}

    assert shares == pytest.approx(figures.SUPPORT_NEEDS, abs=2.0)


@pytest.mark.parametrize(("status", "share"), [("K", 0.63), ("E", 0.706), ("N", 0.487)])
def test_boys_and_girls_are_as_many_as_they_are(status: str, share: float) -> None:
    sexes = Counter(line.sex for line in lines(30_000) if line.status == status)

    assert sexes["M"] / sexes.total() == pytest.approx(share, abs=0.03)


@pytest.mark.parametrize(("status", "share"), [("K", 0.2), ("E", 0.4)])
def test_some_have_a_second_need_and_never_the_same_twice(status: str, share: float) -> None:
    found = [line.needs for line in lines(30_000) if line.status == status]

    assert sum(len(n) == 2 for n in found) / len(found) == pytest.approx(share, abs=0.05)
    assert all(len({code for code, _, _ in n}) == len(n) for n in found)


def test_upns_are_right_but_for_a_few_temporary_and_broken_ones() -> None:
    checks = [check_upn(line.upn) for line in lines()]

    assert len({line.upn for line in lines()}) == len(lines())
    assert sum(c.kind == "temporary" for c in checks) / len(checks) == pytest.approx(
        0.02, abs=0.005
    )
    assert sum(not c.ok for c in checks) / len(checks) == pytest.approx(0.01, abs=0.005)
    assert all(c.plausible for c in checks)
    assert not any(c.note for c in checks)


def test_no_upn_can_be_a_real_childs() -> None:
    ended = AUTHORITIES["820"].valid_to

    assert ended is not None
    assert all(line.upn[1:4] == "820" for line in lines())
    assert all(2000 + int(line.upn[8:10]) > ended.year for line in lines())


def test_the_year_is_that_of_the_age_but_for_those_held_back() -> None:
    for line in lines():
        assert (year_by_age(line.born, TODAY) != line.year) == line.out_of_year


def test_twins_share_surname_birthday_and_year() -> None:
    pairs = [(a, b) for a, b in zip(lines(), lines()[1:], strict=False) if b.twin]

    assert pairs
    for one, other in pairs:
        assert (one.surname, one.born, one.year) == (other.surname, other.born, other.year)
        assert one.upn != other.upn


def test_names_have_accents_apostrophes_and_two_parts() -> None:
    names = [f"{line.forename} {line.surname}" for line in lines()]

    assert any("É" in name for name in names)
    assert any("'" in name for name in names)
    assert any("-" in name for name in names)


def test_the_roll_of_a_seed_is_the_same_on_every_python() -> None:
    told = repr([(n.upn, n.status, n.born, n.sex, n.needs, n.class_name) for n in lines(420)])

    assert hashlib.sha256(told.encode()).hexdigest()[:16] == "f9100807609f77f9"
