"""What a document is, told by its bytes, and the words in it; hostile ones give no words."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sendtui.formats import paper, pdf_words
from sendtui.formats.paper import DOCX, JPEG, PDF, PNG, TEXT, UnknownPaperError
from tests.formats import papers_made as made

BOMB = f'<w:document xmlns:w="{made.SPACE}"><w:t>{"z" * 60_000_000}</w:t></w:document>'
ENTITY = '<!DOCTYPE x [<!ENTITY a "aaaaaaaa">]><x><t>&a;</t></x>'


@pytest.mark.parametrize(
    ("raw", "media"),
    [
        pytest.param(made.pdf(), PDF, id="pdf"),
        pytest.param(b"\n\n" + made.pdf(), PDF, id="pdf after blank lines"),
        pytest.param(made.docx("Hello"), DOCX, id="word"),
        pytest.param(made.PNG, PNG, id="png"),
        pytest.param(made.JPEG, JPEG, id="jpeg"),
        pytest.param("Zéphyr reads".encode(), TEXT, id="text"),
        pytest.param("Zéphyr reads".encode("cp1252"), TEXT, id="old Windows text"),
        pytest.param("Zéphyr reads".encode("utf-16"), TEXT, id="UTF-16 text"),
    ],
)
def test_the_type_is_told_by_the_bytes(raw: bytes, media: str) -> None:
    assert paper.media(raw) == media


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        pytest.param(b"\xd0\xcf\x11\xe0" + b"\0" * 9, "old Word", id="old word"),
        pytest.param(b"{\\rtf1 hello}", "rich text", id="rich text"),
        pytest.param(b"MZ\x90\0\3", "a program", id="program"),
        pytest.param(b"", "empty", id="empty"),
        pytest.param(b"\0\1\2\3", "could not be told", id="unknown"),
        pytest.param(b"PK\x03\x04broken", "damaged zip", id="broken zip"),
        pytest.param(made.docx("Hello", more={"word/vbaProject.bin": b"x"}), "macros", id="macros"),
    ],
)
def test_any_other_type_is_refused_saying_why(raw: bytes, says: str) -> None:
    with pytest.raises(UnknownPaperError, match=says):
        paper.media(raw)


@pytest.mark.parametrize(
    ("raw", "media", "words"),
    [
        pytest.param(made.docx("Zephyr reads", "[/x] daily"), DOCX, "Zephyr reads\n[/x] daily",
                     id="word"),
        pytest.param("\ufeffZephyr   reads\n\n daily".encode(), TEXT, "Zephyr reads\ndaily",
                     id="text"),
        pytest.param(made.PNG, PNG, "", id="picture"),
        pytest.param(made.docx(body=ENTITY), DOCX, "", id="entities"),
        pytest.param(made.docx(body="<w:p>"), DOCX, "", id="broken XML"),
        pytest.param(made.docx(body="<a>" * 5_000), DOCX, "", id="deep XML"),
    ],
)  # fmt: skip
def test_the_words_are_those_that_are_read(raw: bytes, media: str, words: str) -> None:
    found = paper.words(raw, media)

    assert found.text == words
    assert bool(found.missing) == (not words)


def test_a_document_that_unpacks_without_end_gives_no_words() -> None:
    found = paper.words(made.docx(body=BOMB), DOCX)

    assert found.text == ""
    assert found.missing


def test_long_words_are_cut_and_it_is_said() -> None:
    found = paper.words(b"word " * 100_000, TEXT)

    assert len(found.text) == paper.MAX_WORDS
    assert "first 200,000" in found.missing


def test_the_words_of_a_pdf_are_read_in_a_process_of_their_own() -> None:
    found = paper.words(made.pdf("Zephyr reads ten lines"), PDF)

    assert found == paper.Words("Zephyr reads ten lines")


def test_a_pdf_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper, "SECONDS", 0.001)

    found = paper.words(made.pdf(), PDF)

    assert found.text == ""
    assert "in time" in found.missing


def test_a_broken_pdf_gives_no_words() -> None:
    found = paper.words(b"%PDF-1.4\n1 0 obj << /Kids [1 0 R] >>", PDF)

    assert (found.text, bool(found.missing)) == ("", True)


def test_a_pdf_without_words_is_said_to_be_perhaps_a_scan() -> None:
    found = paper.words(made.pdf(""), PDF)

    assert "scan" in found.missing


def test_the_reader_of_a_pdf_finds_its_words() -> None:
    assert pdf_words.words(made.pdf("Ten lines")) == "Ten lines"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"\xff\xd8\xff", b"{"]))
def test_no_bytes_crash_the_look_at_them(tail: bytes, head: bytes) -> None:
    raw = head + tail
    try:
        media = paper.media(raw)
    except UnknownPaperError:
        return
    if media != PDF:
        paper.words(raw, media)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 900), st.binary(min_size=1, max_size=20))
def test_no_damage_to_a_word_document_crashes(place: int, damage: bytes) -> None:
    raw = bytearray(made.docx("Zephyr reads", "daily"))
    raw[place : place + len(damage)] = damage

    try:
        media = paper.media(bytes(raw))
    except UnknownPaperError:
        return
    if media != PDF:
        paper.words(bytes(raw), media)
