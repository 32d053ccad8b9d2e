"""Need types as schools' files write them."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendtui.rules.codes import NEED_TYPES
from sendtui.rules.wording import need_types
from tests.samples import SAMPLES, needs_samples

LABEL = "Speech, language and communication needs"


def codes(text: str) -> list[str]:
    return [need.code for need in need_types(text).found]


def unknown(text: str) -> list[str]:
    return [need.text for need in need_types(text).unknown]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("SLCN", ["SLCN"]),
        ("SpLD", ["SPLD"]),
        (LABEL, ["SLCN"]),
        ("Speech, Language and Communications", []),
        ("Social, emotional and mental health", ["SEMH"]),
        ("Social, Emotional & Mental Health", ["SEMH"]),
        ("SLCN - Speech, language and communication needs", ["SLCN"]),
        ("SLCN: Speech, language and communication needs", ["SLCN"]),
        ("Speech, language and communication needs (SLCN)", ["SLCN"]),
        ("Specific Learning Difficulty (Dyslexia)", ["SPLD"]),
        ("SpLD (dyslexia, dyscalculia)", ["SPLD"]),
        ("SLCN - stammer", ["SLCN"]),
        ("Autism", ["ASD"]),
        ("ASC", ["ASD"]),
        ("Visual impairment", ["VI"]),
        ("Vision Impairment", ["VI"]),
        ("Multi-Sensory Impairment", ["MSI"]),
        ("Down's Syndrome", ["DS"]),
        ("BESD", ["BESD"]),
        ("Other Difficulty/Disability", ["OTH"]),
        ("ASD; SLCN", ["ASD", "SLCN"]),
        ("ASD|SLCN", ["ASD", "SLCN"]),
        ("ASD, SLCN", ["ASD", "SLCN"]),
        ("ASD/SLCN", ["ASD", "SLCN"]),
        ("ASD\nSLCN", ["ASD", "SLCN"]),
        ("ASD & SEMH", ["ASD", "SEMH"]),
        ("ASD and SEMH", ["ASD", "SEMH"]),
        ("ASD SEMH", ["ASD", "SEMH"]),
        (f"{LABEL}, Moderate Learning Difficulty", ["SLCN", "MLD"]),
        (f"MLD, {LABEL}, SEMH", ["MLD", "SLCN", "SEMH"]),
        (f"SLCN - {LABEL}, ASD - Autistic Spectrum Disorder", ["SLCN", "ASD"]),
        ("SLCN - stammer, ASD", ["SLCN", "ASD"]),
        ("1. ASD; 2. SLCN", ["ASD", "SLCN"]),
        ("2. SLCN; 1. ASD", ["ASD", "SLCN"]),
        ("1 - ASD, 2 - SLCN", ["ASD", "SLCN"]),
        ("(2) SLCN (1) ASD", ["ASD", "SLCN"]),
        ("1. ASD 2. SLCN", ["ASD", "SLCN"]),
        ("SLCN - ASD", ["SLCN", "ASD"]),
        ("SLCN ADHD", ["SLCN"]),
        ("Primary: ASD; Secondary: SLCN", ["ASD", "SLCN"]),
        ("SLCN (secondary); ASD (primary)", ["ASD", "SLCN"]),
        ("ASD, ASD", ["ASD"]),
        ("", []),
        ("None", []),
        (" - ", []),
        ("n/a", []),
    ],
)
def test_a_cell_of_needs_is_read_by_rank(cell: str, expected: list[str]) -> None:
    assert codes(cell) == expected


@pytest.mark.parametrize(
    ("cell", "ranks"),
    [
        ("SLCN; ASD", [1, 2]),
        ("2. SLCN", [2]),
        ("1. SLCN; 1. ASD", [1, 2]),
        ("ADHD; ASD", [2]),
    ],
)
def test_the_rank_is_the_number_in_front_or_the_place(cell: str, ranks: list[int]) -> None:
    assert [need.rank for need in need_types(cell).found] == ranks


@pytest.mark.parametrize(
    ("cell", "text", "suggestion"),
    [
        ("ADHD", "ADHD", "SEMH"),
        ("Autism/ADHD", "ADHD", "SEMH"),
        ("Global Developmental Delay", "Global Developmental Delay", "MLD"),
        ("EAL", "EAL", ""),
        ("Cognition and Learning", "Cognition and Learning", ""),
        ("Sensory and/or physical", "Sensory and/or physical", ""),
        ("Purple", "Purple", ""),
        ("SLCN - Autism", "SLCN - Autism", ""),
    ],
)
def test_what_is_unsure_is_asked_and_never_guessed(cell: str, text: str, suggestion: str) -> None:
    (asked,) = need_types(cell).unknown

    assert (asked.text, asked.suggestion) == (text, suggestion)
    assert asked.why


def test_a_need_that_is_known_is_kept_beside_one_that_is_not() -> None:
    assert codes("ASD, purple, SEMH") == ["ASD", "SEMH"]
    assert unknown("ASD, purple, SEMH") == ["purple"]


@pytest.mark.parametrize("code", list(NEED_TYPES), ids=lambda code: code.code)
def test_every_code_and_its_own_label_are_known(code: object) -> None:
    known = NEED_TYPES[getattr(code, "code", "")]
    label = known.label.removesuffix(" (old)")

    for written in (known.code, known.code.lower(), label, f"{known.code} - {label}"):
        assert codes(written) == [known.code]


SOME = st.lists(st.sampled_from([c.code for c in NEED_TYPES]), min_size=1, unique=True)


@given(SOME, st.sampled_from(["; ", "|", ", ", "/", "\n", " "]), st.booleans())
def test_any_list_of_needs_is_read_back_in_order(
    wanted: list[str], between: str, in_full: bool
) -> None:
    in_full = in_full and between != " "
    written = [NEED_TYPES[c].label.removesuffix(" (old)") if in_full else c for c in wanted]

    assert codes(between.join(written)) == wanted


@given(st.text(max_size=60))
def test_any_text_is_split_into_known_and_unknown(text: str) -> None:
    read = need_types(text)

    assert all(need.code in NEED_TYPES for need in read.found)
    assert len({need.rank for need in (*read.found, *read.unknown)}) == len(
        (*read.found, *read.unknown)
    )


def test_a_cell_of_prose_is_asked_about_whole() -> None:
    prose = "ASD, " * 5_000

    assert codes(prose) == []
    assert unknown(prose) == [prose]


@needs_samples
def test_the_labels_of_the_published_list_are_known() -> None:
    assert SAMPLES is not None
    with (SAMPLES / "codes" / "sen_type.csv").open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            assert codes(line["label"]) == [line["code"]]
