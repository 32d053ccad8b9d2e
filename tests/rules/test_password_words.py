"""Passwords for files: strong, and easily read out."""

from collections.abc import Sequence
from math import log2

from sendtui.rules.password_words import DIGITS, HOW_MANY, WORDS, made


def test_a_password_is_beyond_guessing() -> None:
    assert len(set(WORDS)) == len(WORDS)
    assert HOW_MANY * log2(len(WORDS)) + DIGITS * log2(10) > 64


def test_every_word_is_plain_letters_of_one_spelling() -> None:
    assert all(word.isascii() and word.isalpha() and word.islower() for word in WORDS)
    assert all(4 <= len(word) <= 10 for word in WORDS)


def test_a_password_is_made_of_words_and_a_number_by_the_callers_chance() -> None:
    asked = list[Sequence[str]]()

    def first(of: Sequence[str]) -> str:
        asked.append(of)
        return of[0]

    assert made(first) == "acorn-acorn-acorn-acorn-acorn-acorn-000"
    assert len(asked) == HOW_MANY + DIGITS
