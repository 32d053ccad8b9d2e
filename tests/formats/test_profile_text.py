"""The profile's plain text twin."""

from dataclasses import replace

from sendtui.formats import profile_pdf, profile_text
from sendtui.models.pages import ProfilePage
from tests.formats.made_up import GOLDEN, PROFILE
from tests.formats.tagged import read


def test_the_text_is_the_one_kept_beside_the_tests() -> None:
    assert profile_text.text(PROFILE) == (GOLDEN / "profile.txt").read_text("utf-8")


def test_the_text_has_the_words_of_the_printed_page() -> None:
    printed = " ".join(text for _, text in read(profile_pdf.pdf(PROFILE)).words)
    words = profile_text.text(PROFILE).split()

    heard = printed.replace("\xa0", " ").split()

    assert sorted(heard) == sorted(w for w in words if set(w) not in ({"="}, {"-"}))


def test_a_heading_of_the_pupils_without_words_is_kept_and_one_of_the_staffs_left_out() -> None:
    text = profile_text.text(replace(PROFILE, important="", helps=" \n "))

    assert "What is important to me\n-----------------------\nNot said yet." in text
    assert "What helps" not in text


def test_an_empty_profile_is_still_a_page_of_three_questions() -> None:
    text = profile_text.text(ProfilePage(name=""))

    assert text.count("Not said yet.") == 3
    assert "From the adults" not in text
