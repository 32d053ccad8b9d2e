"""Letters and forms: right to hear, in PDF and in text, whatever the record says."""

import io
from dataclasses import replace
from datetime import date
from importlib.resources import files
from itertools import pairwise

import pikepdf
import pytest
from docx import Document

from sendtui.formats import letter_docx, letter_pdf, letter_text
from sendtui.models.letter_page import LetterPage
from sendtui.rules.letter_wording import Part, fields_in, filled
from tests.formats.tagged import read

CODE = '[/x] #eval("1") $x^2$ *b* _i_ <l> @r `c` // c \\ end #{panic()} "quoted" {{y}}'
FOLDER = files("sendtui.formats").joinpath("letters")
WORDINGS = sorted(each.name for each in FOLDER.iterdir() if each.name.endswith(".txt"))

LETTER = LetterPage(
    title="Extra help for Zephyr Quillfeather",
    parts=(
        Part("text", "We write to tell you."),
        Part("heading", "What we do"),
        Part("point", "Paired reading"),
        Part("point", CODE),
        Part("text", "That is all."),
    ),
    setting="Meadowlark Primary School",
    head=("Meadow Lane\nPuddleby", "01632 960 100"),
    to=("Ada Quillfeather", "1 Snail Row"),
    greeting="Dear Ada Quillfeather,",
    dated=date(2026, 11, 22),
    ending=("Yours sincerely,", "Mx Fernwhistle"),
    notes=("Ring us for an interpreter.",),
)
FORM = LetterPage(
    title="What Zephyr thinks",
    parts=(Part("faces", "How is school?"), Part("ask", "What helps?")),
    setting="Meadowlark Primary School",
    is_form=True,
)


def test_a_letter_is_heard_in_its_order_with_its_headings() -> None:
    said = read(letter_pdf.pdf(LETTER))

    words = [text for _, text in said.words]
    for one, next_ in pairwise(WANTED):
        assert _at(words, one) < _at(words, next_)
    assert ("H1", "What we do") in said.words or ("H2", "What we do") in said.words
    assert said.untagged == ()


WANTED = ["Meadowlark Primary School", "Ada Quillfeather", "22 November 2026", "Dear Ada",
          "Extra help", "We write", "What we do", "Paired reading", "That is all", "sincerely",
          "interpreter"]  # fmt: skip


def _at(words: list[str], wanted: str) -> int:
    return next(at for at, text in enumerate(words) if wanted in text)


@pytest.mark.parametrize("page", [LETTER, FORM], ids=["letter", "form"])
@pytest.mark.parametrize("large", [False, True], ids=["standard", "large"])
def test_it_is_an_accessible_pdf(page: LetterPage, large: bool) -> None:
    with pikepdf.open(io.BytesIO(letter_pdf.pdf(page, large=large))) as made:
        assert made.Root.MarkInfo.Marked
        assert made.Root.Lang == "en-GB"
        with made.open_metadata() as meta:
            assert meta["pdfuaid:part"] == "1"
            assert meta["dc:title"] == page.title


def test_a_form_says_what_each_face_means() -> None:
    said = " ".join(text for _, text in read(letter_pdf.pdf(FORM)).words)

    for wanted in ("How is school?", "Good", "All right", "Not good", "What helps?", "Name"):
        assert wanted in said


def test_words_that_look_like_code_are_printed_as_they_are() -> None:
    said = " ".join(text for _, text in read(letter_pdf.pdf(LETTER)).words)

    assert CODE in said.replace("\u200b", "")


def test_large_print_takes_more_room() -> None:
    long = LetterPage("t", (Part("text", "word " * 400),))

    assert read(letter_pdf.pdf(long, large=True)).pages > read(letter_pdf.pdf(long)).pages == 1


@pytest.mark.parametrize("large", [False, True])
def test_the_day_to_answer_by_stands_first_on_every_page(large: bool) -> None:
    by = "Please answer by Sunday 6 December 2026"
    asks = replace(LETTER, parts=(Part("text", "word " * 900),), answer_by=by)

    printed = read(letter_pdf.pdf(asks, large=large))
    word = Document(io.BytesIO(letter_docx.docx(asks, large=large)))

    assert printed.pages > 1
    assert "".join(printed.artifacts).count(by) == printed.pages
    assert printed.untagged == ()
    assert word.sections[0].header.paragraphs[0].text == by
    assert letter_text.text(asks).startswith(f"{by}\n\nMeadowlark")
    assert "answer by" not in letter_text.text(LETTER)


def test_the_text_twin_has_the_same_words_in_the_same_order() -> None:
    assert letter_text.text(LETTER) == (
        "Meadowlark Primary School\nMeadow Lane\nPuddleby\n01632 960 100\n\n"
        "Ada Quillfeather\n1 Snail Row\n\n22 November 2026\n\nDear Ada Quillfeather,\n\n"
        "Extra help for Zephyr Quillfeather\n==================================\n\n"
        "We write to tell you.\n\nWhat we do\n----------\n\n"
        f"- Paired reading\n- {CODE}\n\nThat is all.\n\nYours sincerely,\nMx Fernwhistle\n\n"
        "Ring us for an interpreter.\n"
    )


def test_a_form_as_text_has_a_place_for_each_answer() -> None:
    said = letter_text.text(FORM)

    assert "1. How is school? (Good, All right, Not good)\n> \n" in said
    assert "2. What helps?\n> \n" in said
    assert "Name: \nDate: \n" in said


@pytest.mark.parametrize("name", WORDINGS)
def test_every_wording_that_comes_with_the_program_can_be_filled_in(name: str) -> None:
    wording = FOLDER.joinpath(name).read_text(encoding="utf-8")

    whole = filled(wording, {field: f"<{field}>" for field in fields_in(wording)})
    always = ("child", "purpose", "assessment")
    bare = filled(wording, {field: "x" if field in always else "" for field in fields_in(wording)})

    assert whole.parts
    assert "{" not in "".join(part.text for part in (*whole.parts, *bare.parts))


def test_a_letter_for_word_has_its_headings_and_its_list() -> None:
    made = Document(io.BytesIO(letter_docx.docx(LETTER)))

    found = [(p.style.name, p.text) for p in made.paragraphs if p.text.strip()]
    assert ("Title", LETTER.title) in found
    assert ("Heading 1", "What we do") in found
    assert ("List Bullet", CODE) in found
    assert made.core_properties.title == LETTER.title
    assert made.core_properties.author == ""


def test_a_form_for_word_can_be_large() -> None:
    large = Document(io.BytesIO(letter_docx.docx(FORM, large=True)))

    assert large.styles["Normal"].font.size.pt == 18
    assert any("[  ] Good" in p.text for p in large.paragraphs)


def test_several_letters_are_one_pdf_and_each_begins_at_its_own_page_one() -> None:
    made = letter_pdf.several(((LETTER, False), (FORM, True)), "Two letters")

    with pikepdf.open(io.BytesIO(made)) as opened:
        number = len(opened.pages)
        title = str(opened.docinfo["/Title"])
    apart = (letter_pdf.pdf(LETTER), letter_pdf.pdf(FORM, large=True))
    assert number == sum(read(each).pages for each in apart)
    assert title == "Two letters"
