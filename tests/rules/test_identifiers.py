"""The numbers of pupils, schools and authorities."""

import csv
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendtui.rules import identifiers as ids
from sendtui.rules.identifiers import Check
from tests.samples import SAMPLES, needs_samples

TODAY = date(2026, 11, 22)

CHECKS: dict[str, Callable[[str], Check]] = {
    "upn": ids.check_upn,
    "uln": ids.check_uln,
    "nhs": ids.check_nhs_number,
    "urn": ids.check_urn,
    "la": lambda text: ids.check_la(text, TODAY),
    "estab": ids.check_estab,
    "laestab": ids.check_laestab,
    "ukprn": ids.check_ukprn,
}

OURS = [
    ("upn", "H801200001001", True),
    ("upn", "V838200125001", True),
    ("upn", "F83820012500A", True),
    ("upn", "Q835200119001", True),
    ("upn", "A950000178301", True),
    ("upn", "A801200005001", False),
    ("upn", "I801200005001", False),
    ("upn", "B801200005O01", False),
    ("upn", "B8012000050011", False),
    ("upn", "", False),
    ("uln", "9276308686", True),
    ("uln", "1000000078", True),
    ("uln", "9999999999", False),
    ("uln", "0123456789", False),
    ("nhs", "943 476 5919", True),
    ("nhs", "943-476-5919", True),
    ("nhs", "9434765918", False),
    ("nhs", "9990000000", False),
    ("urn", "148294", True),
    ("urn", "10000", False),
    ("la", "838", True),
    ("la", "835", False),
    ("la", "000", False),
    ("la", "83", False),
    ("estab", "0001", True),
    ("estab", "1", False),
    ("laestab", "838/2001", True),
    ("laestab", "83/82001", False),
    ("ukprn", "10079319", True),
    ("ukprn", "20079319", False),
]


@pytest.mark.parametrize(("kind", "number", "ok"), OURS)
def test_a_number_is_told_right_from_wrong(kind: str, number: str, ok: bool) -> None:
    check = CHECKS[kind](number)

    assert check.ok is ok
    assert bool(check.problem) is not ok


@needs_samples
def test_every_published_vector_passes() -> None:
    assert SAMPLES is not None
    wrong, seen = [], 0

    with (SAMPLES / "ids" / "test_vectors.csv").open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            check, number = CHECKS[line["kind"]](line["value"]), line["value"]
            as_stored = check.value == number or line["kind"] in ("nhs", "laestab")
            seen += 1
            if (check.ok and as_stored) != (line["expected"] == "valid"):
                wrong.append(number)

    assert seen > 70
    assert wrong == []


def test_a_upn_is_stored_upper_case_and_without_blanks() -> None:
    check = ids.check_upn(" b801200005 001\u00a0")

    assert check.ok
    assert check.value == "B801200005001"


@pytest.mark.parametrize(
    ("upn", "kind"), [("R201100018042", "permanent"), ("T20110001804V", "temporary")]
)
def test_a_temporary_upn_ends_in_a_letter(upn: str, kind: str) -> None:
    assert ids.check_upn(upn).kind == kind


def test_a_wrong_check_letter_is_reported_with_the_right_one_and_kept() -> None:
    check = ids.check_upn("A801200005001")

    assert not check.ok
    assert check.plausible
    assert check.expected == "B"
    assert "should be B" in check.problem


@pytest.mark.parametrize(
    ("upn", "words"),
    [
        ("", "no UPN"),
        ("W999", "this has 4"),
        ("I801200005001", "I, O or S"),
        ("B801200005O01", "digit belongs"),
        ("8801200005001", "a letter and 12 digits"),
    ],
)
def test_a_malformed_upn_says_what_to_look_at(upn: str, words: str) -> None:
    check = ids.check_upn(upn)

    assert words in check.problem
    assert not check.plausible


@pytest.mark.parametrize(
    ("check", "words"),
    [
        (ids.check_upn("A950000178301"), "950 is no English"),
        (ids.check_nhs_number("9990000018"), "for tests"),
        (ids.check_uln("9999999999"), "not known"),
        (ids.check_urn("400001"), "begin with 1"),
        (ids.check_laestab("9502001"), "950 is no English"),
    ],
)
def test_what_is_odd_is_noted(check: Check, words: str) -> None:
    assert check.plausible
    assert words in check.note


def test_an_abolished_authority_names_its_successors() -> None:
    check = ids.check_la("909", TODAY)

    assert "942 and 943" in check.problem
    assert ids.check_la("909", date(2020, 1, 1)).ok
    assert ids.check_la("942", date(2020, 1, 1)).problem


@given(st.text(max_size=20))
def test_any_text_gets_an_answer(text: str) -> None:
    for check in CHECKS.values():
        found = check(text)

        assert found.ok or found.problem


BODIES = st.from_regex(r"[0-9]{11}[0-9A-HJ-NP-RT-Z]", fullmatch=True)


@given(BODIES, st.integers(0, 10), st.integers(1, 9))
def test_one_mistyped_digit_is_always_found(body: str, place: int, off: int) -> None:
    upn = ids.upn_letter(body) + body
    digit = str((int(body[place]) + off) % 10)

    assert ids.check_upn(upn).ok
    assert not ids.check_upn(upn[: place + 1] + digit + upn[place + 2 :]).ok
