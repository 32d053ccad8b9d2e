"""A plan as PDF and as text: every part with its letter, right to hear, the words as typed."""

import io
from dataclasses import replace
from datetime import date

import pytest
from docx import Document

from sendtui.formats import plan_docx, plan_pdf, plan_text
from sendtui.models.plan_page import PlanPage, PlanPageLine, PlanPagePart
from sendtui.rules.plan_facts import SECTIONS
from tests.formats.made_up import GOLDEN
from tests.formats.tagged import read

CODE = '[/x] #eval("1") $x^2$ *b* _i_ <l> @r `c` // c \\ end #{panic()} "quoted" {{y}}'
VIEW = PlanPageLine("A1", "“I like snails.”\nAnd kilns.", "View", (("Who", "pupil"),), True)
TAUGHT = PlanPageLine(
    "F1", "Spelling with signs.", "",
    (("Answers to", "B1, E1"), ("How often", "three times a week"), ("Starts", "1 September")),
)  # fmt: skip
PLAN = PlanPage(
    name="Zephyr Quillfeather",
    sort_label="EHC plan",
    statutory=True,
    edition="Version 2, final",
    parts=tuple(
        PlanPagePart(
            letter, f"Section {letter}: A part", {"A": (VIEW,), "F": (TAUGHT,)}.get(letter, ()),
            "Nothing is written here yet.",
        )
        for letter in SECTIONS
    ),
    born=date(2016, 3, 1),
    upn="H801200001001",
    setting="Meadowlark Primary School",
    made_on=date(2026, 11, 3),
    issued_on=date(2026, 11, 3),
    issued_by="A. Tester",
    review_by=date(2027, 11, 2),
)  # fmt: skip


def test_the_text_is_the_one_kept_beside_the_tests() -> None:
    assert plan_text.text(PLAN) == (GOLDEN / "plan.txt").read_text("utf-8")


def test_the_text_has_the_words_of_the_printed_page() -> None:
    printed = " ".join(text for _, text in read(plan_pdf.pdf(PLAN)).words)
    heard = printed.replace("\xa0", " ").split()

    words = [w for w in plan_text.text(PLAN).split() if set(w) not in ({"="}, {"-"})]

    assert sorted(heard) == sorted(words)


def test_every_part_is_a_heading_and_nothing_is_untagged() -> None:
    found = read(plan_pdf.pdf(PLAN))

    headings = [text for tag, text in found.words if tag == "H1"]
    assert headings == [f"Section {letter}: A part" for letter in SECTIONS]
    assert found.untagged == ()


@pytest.mark.parametrize("large", [False, True])
def test_what_looks_like_code_is_printed_as_it_was_typed(large: bool) -> None:
    odd = replace(PLAN, parts=(PlanPagePart("A", CODE, (replace(VIEW, words=CODE),)),))

    printed = " ".join(text for _, text in read(plan_pdf.pdf(odd, large=large)).words)

    assert printed.replace("\xa0", " ").count("#eval") == 2
    assert plan_text.text(odd).count(CODE) == 2


def test_a_plan_that_is_not_statutory_says_so() -> None:
    text = plan_text.text(replace(PLAN, statutory=False))

    assert "This plan is not statutory: it is not an EHC plan." in text


def test_large_print_takes_more_pages() -> None:
    assert read(plan_pdf.pdf(PLAN, large=True)).pages > read(plan_pdf.pdf(PLAN)).pages


@pytest.mark.parametrize("large", [False, True], ids=["standard", "large"])
def test_a_plan_for_word_has_every_part_as_a_heading_and_the_words_of_the_text(
    large: bool,
) -> None:
    made = Document(io.BytesIO(plan_docx.docx(PLAN, large=large)))

    found = [(p.style.name, p.text) for p in made.paragraphs if p.text.strip()]
    headings = [text for style, text in found if style == "Heading 1"]
    assert headings == [f"Section {letter}: A part" for letter in SECTIONS]
    assert ("Title", "EHC plan: Zephyr Quillfeather") in found
    assert ("Normal", "How often: three times a week") in found
    assert made.core_properties.author == ""
    assert (made.styles["Normal"].font.size.pt >= 18) is large
