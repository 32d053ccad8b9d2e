"""A cycle as a PDF: right to hear, for staff and for the family."""

import io
from dataclasses import replace
from datetime import date

import pikepdf
import pytest

from sendtui.formats import cycle_pdf
from sendtui.models.cycle_page import (
    CyclePage,
    FoundPart,
    OutcomePart,
    ProvisionPart,
    RatingPart,
    ReviewPart,
    SaidPart,
    StrategyPart,
)
from tests.formats.made_up import GOLDEN
from tests.formats.tagged import read

CODE = '[/x] #eval("1") $x^2$ *b* _i_ <l> @r `c` // c \\ end #{panic()} "quoted" {{y}}'

READING = ProvisionPart(
    what="Paired reading",
    who="Ms Thistledown",
    dose="twice a week, 20 minutes, in a group of 3",
    starts=date(2026, 9, 7),
    promised=18,
    happened=15,
    missed=2,
    missed_because=(("pupil absent", 2),),
    cost_pence=450,
)
CYCLE = CyclePage(
    name="Zephyr Quillfeather",
    number=2,
    started_on=date(2026, 9, 7),
    class_name="3B",
    nc_year="3",
    setting="Meadowlark Primary School",
    focus="Reading aloud",
    lead="Ms Thistledown",
    review_due=date(2026, 12, 11),
    signed_on=date(2026, 9, 10),
    signed_by="Ms Thistledown",
    found=(
        FoundPart("baseline", date(2026, 9, 8), "Reads word by word", "SENCO", "words", "40"),
        FoundPart("teaching", date(2026, 9, 8), "Talk partners for half a term"),
    ),
    said=(
        SaidPart("pupil", date(2026, 9, 9), "I like it when it is quiet.", "talk"),
        SaidPart("parent", date(2026, 9, 9), "He reads to the snails."),
    ),
    outcomes=(
        OutcomePart(
            number=1,
            what="Zephyr will be able to read a page aloud",
            need="Speech, language and communication needs",
            measure="words a minute",
            baseline="40",
            target="60",
            by=date(2026, 12, 11),
            carried_from="carried from cycle 1, outcome 2",
            provision=(READING,),
            rating=RatingPart("Nearly met", "Most of it", "Steady effort", "52", "tires early"),
        ),
    ),
    provision=(replace(READING, what="Lunch club", cost_pence=0, promised=0, missed=0),),
    strategies=(StrategyPart("Wait ten seconds", "all lessons"),),
    reviews=(
        ReviewPart(
            held_on=date(2026, 11, 20),
            decision="continue",
            reason="it works",
            present="class teacher",
            next_review=date(2027, 2, 12),
        ),
    ),
    senco="A. Senco",
    made_on=date(2026, 11, 22),
)
PAGES = {"staff": CYCLE, "family": replace(CYCLE, family=True)}
SIZES = pytest.mark.parametrize("large", [False, True], ids=["standard", "large"])


def _spoken(document: bytes) -> str:
    return " ".join(text for _, text in read(document).words).replace("\xa0", " ")


@SIZES
@pytest.mark.parametrize("version", PAGES)
def test_a_screen_reader_meets_the_words_in_order_under_their_headings(
    version: str, large: bool
) -> None:
    heard = read(cycle_pdf.pdf(PAGES[version], large=large))

    outline = "".join(f"{tag}\t{text}\n" for tag, text in heard.words).replace("\xa0", " ")
    assert outline == (GOLDEN / f"cycle.{version}.tags.txt").read_text("utf-8")
    assert heard.untagged == ()
    assert "Page 1 of" in "".join(heard.artifacts)


def test_the_file_says_it_is_accessible_and_names_no_author() -> None:
    with pikepdf.open(io.BytesIO(cycle_pdf.pdf(CYCLE))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en-GB"
        assert "/Author" not in pdf.docinfo
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"].endswith("cycle 2: Zephyr Quillfeather")


def test_large_print_sets_every_word_at_18_points_or_more() -> None:
    with pikepdf.open(io.BytesIO(cycle_pdf.pdf(PAGES["family"], large=True))) as pdf:
        sizes = {
            round(float(operands[1]), 1)
            for page in pdf.pages
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) == "Tf"
        }

    assert sizes
    assert min(sizes) >= 18


def test_a_family_is_asked_whether_they_agree_and_who_to_ask_is_named() -> None:
    known = replace(PAGES["family"], sendiass="Puddleby SENDIASS, 01234 000000")

    asked, told = _spoken(cycle_pdf.pdf(PAGES["family"])), _spoken(cycle_pdf.pdf(known))

    assert "We do not agree with this plan, or with part of it. Why" in asked
    assert "SENCO: A. Senco" in asked
    assert "(SENDIASS): Printed on" in asked
    assert "(SENDIASS): Puddleby SENDIASS, 01234 000000" in told
    assert "agree" not in _spoken(cycle_pdf.pdf(CYCLE))


@pytest.mark.parametrize("field", ["name", "class_name", "setting", "focus", "lead", "signed_by"])
def test_code_and_markup_in_any_field_are_printed_as_they_were_typed(field: str) -> None:
    page = replace(CYCLE, **{field: CODE})

    assert CODE in _spoken(cycle_pdf.pdf(page, machine_fonts=False))


@pytest.mark.parametrize(
    "page",
    [
        CyclePage("", 1, date(2026, 9, 7)),
        CyclePage("Z", 1, date(2026, 9, 7), family=True),
        replace(CYCLE, focus="y" * 5_000),
        replace(CYCLE, outcomes=CYCLE.outcomes * 30),
    ],
    ids=["nothing", "family of nothing", "no spaces", "many"],
)
@SIZES
def test_an_odd_cycle_still_prints(page: CyclePage, large: bool) -> None:
    assert cycle_pdf.pdf(page, large=large, machine_fonts=False).startswith(b"%PDF-")
    assert cycle_pdf.pages(page, large=large) >= 1
