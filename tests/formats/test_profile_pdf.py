"""The one-page profile as a PDF that is beautiful to see and right to hear."""

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from sendtui.formats import profile_pdf, profile_text, typeset
from sendtui.models.pages import ProfilePage
from tests.formats.made_up import GOLDEN, PROFILE
from tests.formats.tagged import read

CODE = '[/x] #eval("1") $x^2$ *b* _i_ <l> @r `c` // c \\ end #{panic()} "quoted" {{y}}'
SIZES = pytest.mark.parametrize("large", [False, True], ids=["standard", "large"])


def _spoken(document: bytes) -> str:
    return " ".join(text for _, text in read(document).words).replace("\xa0", " ")


@SIZES
def test_a_screen_reader_meets_the_words_in_order_under_their_headings(large: bool) -> None:
    heard = read(profile_pdf.pdf(PROFILE, large=large))

    outline = "".join(f"{tag}\t{text}\n" for tag, text in heard.words).replace("\xa0", " ")
    assert outline == (GOLDEN / "profile.tags.txt").read_text("utf-8")
    assert heard.untagged == ()
    assert "Page 1 of" in "".join(heard.artifacts)


@SIZES
def test_the_file_says_it_is_accessible_and_names_no_author(large: bool) -> None:
    document = profile_pdf.pdf(PROFILE, large=large)

    with pikepdf.open(io.BytesIO(document)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.StructTreeRoot.K is not None
        assert str(pdf.Root.Lang) == "en-GB"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert all(str(page.Tabs) == "/S" for page in pdf.pages)
        assert "/Author" not in pdf.docinfo
        assert str(pdf.docinfo["/Title"]) == "One-page profile: Zephyr Quillfeather"
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == "One-page profile: Zephyr Quillfeather"
            assert "dc:creator" not in metadata


@SIZES
def test_every_face_is_embedded_and_readable_as_text(large: bool) -> None:
    with pikepdf.open(io.BytesIO(profile_pdf.pdf(PROFILE, large=large))) as pdf:
        faces = [face for page in pdf.pages for face in page.Resources.Font.values()]
        assert faces
        for face in faces:
            assert "/ToUnicode" in face
            descriptor = face.DescendantFonts[0].FontDescriptor
            assert "/FontFile3" in descriptor or "/FontFile2" in descriptor


def test_large_print_sets_every_word_at_18_points_or_more() -> None:
    with pikepdf.open(io.BytesIO(profile_pdf.pdf(PROFILE, large=True))) as pdf:
        sizes = {
            round(float(operands[1]), 1)
            for page in pdf.pages
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) == "Tf"
        }

    assert sizes
    assert min(sizes) >= 18


@SIZES
def test_the_same_profile_makes_the_same_bytes(large: bool) -> None:
    once = profile_pdf.pdf(PROFILE, large=large)
    profile_pdf.pdf(replace(PROFILE, name="Another Made-Up"), large=large)

    assert profile_pdf.pdf(PROFILE, large=large) == once


@pytest.mark.parametrize(
    "field",
    [
        *("name", "class_name", "setting", "gathered", "signed_by", "appreciate", "important"),
        *("support", "communication", "triggers", "helps", "adjustments"),
    ],
)
def test_code_and_markup_in_any_field_are_printed_as_they_were_typed(field: str) -> None:
    page = replace(PROFILE, **{field: CODE})

    assert CODE in _spoken(profile_pdf.pdf(page, machine_fonts=False))
    assert CODE in profile_text.text(page)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("I like 😀!", "I like (grinning face)!"),
        ("Ms 👩‍🏫", "Ms (woman)(school)"),
        ("well done 👍🏽", "well done (thumbs up sign)"),
        ("名字", "□□"),
        ("a\x00b\ud800c\x85d", "abc d"),
        ("Łódź Ünal Nguyễn Ẹ̀kọ́", "Łódź Ünal Nguyễn Ẹ̀kọ́"),
        ("\uffff\u0378", "□□"),
    ],
    ids=["emoji", "joined", "skin", "han", "controls", "accents", "unassigned"],
)
def test_what_the_faces_cannot_draw_has_a_stand_in(typed: str, printed: str) -> None:
    page = replace(PROFILE, important=typed)

    spoken = _spoken(profile_pdf.pdf(page, machine_fonts=False))

    assert printed in spoken


@pytest.mark.parametrize("name", ["عمر الريح", "שלום", "नमस्ते", "Ζέφυρος", "Зефир"])
def test_a_name_in_another_script_is_drawn_with_the_faces_that_come_along(name: str) -> None:
    document = profile_pdf.pdf(replace(PROFILE, name=name), machine_fonts=False)

    title = next(words for tag, words in read(document).words if tag == "Title")
    assert sorted(title) == sorted(name)


@pytest.mark.parametrize(
    "page",
    [
        ProfilePage(name=""),
        ProfilePage(name="Z", nc_year="X", version=1),
        replace(PROFILE, name="Wilhelmina-Persephone " * 6),
        replace(PROFILE, helps="y" * 5_000),
        replace(PROFILE, setting="Meadowlark " * 30),
    ],
    ids=["nothing", "little", "long name", "no spaces", "long setting"],
)
@SIZES
def test_an_odd_profile_still_prints(page: ProfilePage, large: bool) -> None:
    assert profile_pdf.pdf(page, large=large, machine_fonts=False).startswith(b"%PDF-")


def test_a_draft_says_so_and_a_signed_version_when() -> None:
    draft = _spoken(profile_pdf.pdf(replace(PROFILE, signed_on=None)))
    signed = _spoken(profile_pdf.pdf(replace(PROFILE, signed_on=date(2026, 3, 1))))

    assert "Draft, version 2" in draft
    assert "Signed by" not in draft
    assert "Signed 1 March 2026, version 2" in signed
    assert "Draft" not in signed


def test_a_usual_profile_fits_one_page_and_a_long_one_does_not() -> None:
    long = replace(PROFILE, important=PROFILE.important * 40)

    assert profile_pdf.pages(PROFILE) == 1
    assert profile_pdf.pages(PROFILE, large=True) <= 2
    assert profile_pdf.pages(long) == 2


def test_the_quick_count_agrees_with_the_printed_file() -> None:
    for times in (1, 10, 20, 30, 40, 60):
        page = replace(PROFILE, helps=PROFILE.helps * times)
        with pikepdf.open(io.BytesIO(profile_pdf.pdf(page))) as pdf:
            assert profile_pdf.pages(page) == len(pdf.pages)


def test_nothing_is_left_in_the_temp_folder_while_a_profile_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setenv("TMP", str(tmp_path))

    profile_pdf.pdf(replace(PROFILE, name="Planted Nameling"))

    assert list(tmp_path.rglob("*")) == []


def test_a_template_can_reach_no_file_and_no_package() -> None:
    from typst import TypstError

    compiler = typeset.compiler(machine=False)

    for source in (b'#read("profile.typ")', b'#read("/etc/hosts")', b'#read("../profile.typ")'):
        with pytest.raises(TypstError):
            compiler.compile(input=source, sys_inputs={}, format="pdf")


def test_the_headings_are_the_ones_the_form_has() -> None:
    from sendtui.models.profile import ProfileIn

    text = profile_text.text(PROFILE)

    for field in ("appreciate", "important", "support", "communication", "triggers", "helps"):
        title = ProfileIn.model_fields[field].title
        assert f"\n{title}\n---" in text
