"""Forms for views: out as text, Word or a workbook, and back with what was written on them."""

import io
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter import Workbook

from sendtui.errors import SendtuiError
from sendtui.formats import protected, views_form
from sendtui.formats.views_form import Answered
from sendtui.services import letters, pupils, views_forms
from sendtui.store.store import Store
from tests.services import invented
from tests.services.invented import CRASHING

PASSWORD = "otter-lantern-maple"


@pytest.fixture
def zephyr(store: Store) -> str:
    """A pupil."""
    return invented.pupil(store)


def form(store: Store, pupil: str, today: date, ending: str, to: str = "pupil") -> Path:
    """An empty form of this ending."""
    (letter,) = letters.letters(store, pupil, "views", today, to=to)
    return letters.write(store, letter, store.path.with_name(f"form{ending}"), today)


def test_a_text_form_comes_back_with_the_answers_under_their_questions(
    store: Store, zephyr: str, today: date
) -> None:
    path = form(store, zephyr, today, ".txt")
    text = path.read_text(encoding="utf-8")
    text = text.replace("for you? (Good, All right, Not good)\n> ", "for you? (Good)\n> Good")
    text = text.replace("like?\n> ", f"like?\n> Snails\n> and {CRASHING}\n1. not a question")
    path.write_text(text, encoding="utf-8")

    found = views_forms.read(store, zephyr, path, today)

    assert found.answers == (
        Answered("How is school for you? (Good)", "Good"),
        Answered("What are you good at? What do you like?",
                 f"Snails\nand {CRASHING}\n1. not a question"),
    )  # fmt: skip
    assert (found.empty, found.names_pupil) == (7, True)


def test_a_word_form_comes_back_with_its_ticks_and_its_lines(
    store: Store, zephyr: str, today: date
) -> None:
    path = form(store, zephyr, today, ".docx")
    made = Document(str(path))
    boxes = next(p for p in made.paragraphs if p.text.startswith("[  ]"))
    boxes.text = boxes.text.replace("[  ] All right", "[x] All right")
    line = next(p for p in made.paragraphs if p.text.startswith("____"))
    line.text = "Snails ______"
    made.save(str(path))

    found = views_forms.read(store, zephyr, path, today)

    assert [each.answer for each in found.answers] == ["All right", "Snails"]


def test_a_workbook_with_a_password_comes_back(store: Store, zephyr: str, today: date) -> None:
    path, made = form(store, zephyr, today, ".xlsx", "parents"), io.BytesIO()
    with Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_string(0, 0, "Your views about Zephyr Quillfeather")
        sheet.write_string(1, 0, "1. What is going well?")
        sheet.write_string(1, 1, "=1+1")
        sheet.write_string(2, 0, "2. What is hard?")
    path.write_bytes(protected.office(made.getvalue(), PASSWORD))

    with pytest.raises(SendtuiError, match="--password-file"):
        views_forms.read(store, zephyr, path, today)
    with pytest.raises(SendtuiError, match="not that of this file"):
        views_forms.read(store, zephyr, path, today, password="wrong")
    found = views_forms.read(store, zephyr, path, today, password=PASSWORD)

    assert found.answers == (Answered("What is going well?", "=1+1"),)
    assert (found.empty, found.names_pupil) == (1, True)


def test_the_workbook_that_goes_out_is_read_back_empty(
    store: Store, zephyr: str, today: date
) -> None:
    path = form(store, zephyr, today, ".xlsx", "parents")

    with pytest.raises(SendtuiError, match="Nothing is written"):
        views_forms.read(store, zephyr, path, today)


def test_what_came_back_is_taken_into_the_views(store: Store, zephyr: str, today: date) -> None:
    found = views_forms.Returned((Answered("What helps?", "Snails"),), 0, True)

    views_forms.take(store, zephyr, found, whose="parent", said_on=date(2026, 11, 20), today=today)

    voice = pupils.view(store, zephyr, today).parent_voice
    assert voice is not None
    assert (voice.words, voice.gathered, voice.said_on) == (
        "What helps?\nSnails", "form", date(2026, 11, 20),
    )  # fmt: skip


def test_a_form_of_somebody_else_is_noticed(store: Store, zephyr: str, today: date) -> None:
    other = invented.pupil(store, forename="Ada")
    path = form(store, other, today, ".txt")
    path.write_text(path.read_text(encoding="utf-8") + "9. x\n", encoding="utf-8")
    text = path.read_text(encoding="utf-8").replace("like?\n> ", "like?\n> Snails")
    path.write_text(text, encoding="utf-8")

    assert not views_forms.read(store, zephyr, path, today).names_pupil


@pytest.mark.parametrize(
    ("name", "raw"),
    [("a.txt", b"no questions here"), ("a.docx", b"PK\x03\x04"), ("a.xlsx", b"PK\x03\x04"),
     ("a.bin", b"MZ\x90"), ("a.docx", b"\xd0\xcf\x11\xe0"), ("a.txt", b"")],
)  # fmt: skip
def test_what_is_no_form_is_refused(
    store: Store, zephyr: str, today: date, tmp_path: Path, name: str, raw: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(raw)

    with pytest.raises(SendtuiError):
        views_forms.read(store, zephyr, path, today, password=PASSWORD)
    with pytest.raises(SendtuiError, match="could not be read"):
        views_forms.read(store, zephyr, tmp_path / "nowhere.txt", today)


@given(st.text())
def test_any_text_is_read_as_questions_in_order_or_none(text: str) -> None:
    found = views_form.in_text(text)

    assert len(found) <= views_form.MOST
    assert all(each.question for each in found)
