"""A name in one cell, taken apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendtui.formats.names import split_name


@pytest.mark.parametrize(
    ("text", "surname", "forename", "certain"),
    [
        ("Quillfeather, Zephyr", "Quillfeather", "Zephyr", True),
        ("van der Thistle, Marmaduke Ünal", "van der Thistle", "Marmaduke Ünal", True),
        ("Zephyr Quillfeather", "Quillfeather", "Zephyr", True),
        ("QUILLFEATHER Zephyr", "QUILLFEATHER", "Zephyr", True),
        ("Zephyr Ünal QUILLFEATHER-FINCH", "QUILLFEATHER-FINCH", "Zephyr Ünal", True),
        ("Marmaduke van der Thistle", "van der Thistle", "Marmaduke", False),
        ("Ünal Ó Gríofa", "Ó Gríofa", "Ünal", False),
        ("Zephyr Finch Quillfeather", "Quillfeather", "Zephyr Finch", False),
        ("Zephyr", "Zephyr", "", False),
        (", Zephyr", "", "Zephyr", False),
    ],
)
def test_a_name_is_cut_where_a_reader_would(
    text: str, surname: str, forename: str, certain: bool
) -> None:
    assert split_name(text) == (surname, forename, certain)


def test_surnames_come_first_where_that_is_said() -> None:
    assert split_name("Quillfeather Zephyr", surname_first=True)[:2] == ("Quillfeather", "Zephyr")
    assert split_name("van der Thistle Max", surname_first=True)[:2] == ("van der Thistle", "Max")


@given(st.text(min_size=1).map(lambda text: " ".join(text.split())).filter(bool))
def test_no_letter_of_a_name_is_lost(text: str) -> None:
    surname, forename, _ = split_name(text)

    letters = sorted(c for c in text if c not in " ,")
    assert sorted(c for c in surname + forename if c not in " ,") == letters
