"""Everything about a pupil, as JSON for software and as Markdown for people."""

import io
import json
from dataclasses import replace

from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from sendtui.formats import markdown, pupil_json, pupil_md
from sendtui.formats.wording import shown
from tests.formats.made_up import GOLDEN, PUPIL

TEXT = st.text(st.one_of(st.sampled_from(" -+*_#>`[](){}<>!|~=:&;$@\\/.1a\n"), st.characters()))
PLAIN = {"paragraph_open", "paragraph_close", "inline", "heading_open", "heading_close"}


def _reader() -> MarkdownIt:
    return MarkdownIt("gfm-like", {"linkify": False, "html": True})


def test_the_json_is_the_one_kept_beside_the_tests() -> None:
    file = io.BytesIO()

    assert pupil_json.write(file, PUPIL) == 4
    assert file.getvalue() == (GOLDEN / "pupil.json").read_bytes()


def test_the_json_names_its_format_and_version() -> None:
    file = io.BytesIO()
    pupil_json.write(file, PUPIL)

    whole = json.loads(file.getvalue())

    assert list(whole) == ["format", "version", "pupil", "records", "history"]
    assert (whole["format"], whole["version"]) == ("sendtui-pupil", 1)
    assert whole["records"]["outcome"][0]["by"] == "2026-04-02"
    assert whole["history"][0]["when"] == "2026-02-03T09:05:00+00:00"


def test_the_markdown_is_the_one_kept_beside_the_tests() -> None:
    file = io.BytesIO()

    assert pupil_md.write(file, PUPIL) == 4
    assert file.getvalue() == (GOLDEN / "pupil.md").read_bytes()


def test_a_noun_of_a_later_version_is_still_written() -> None:
    file = io.BytesIO()

    pupil_md.write(file, replace(PUPIL, records={"robot_pet": [{"id": "x", "a_name": "Bolt"}]}))

    text = file.getvalue().decode()
    assert "## Robot pet\n\n### Robot pet 1\n\n- **A name:** Bolt" in text


@given(TEXT)
@example("www.x.example https://x.example a@x.example")
@example("1. one")
@example("\\")
@example("&amp;")
def test_no_text_is_markup(text: str) -> None:
    for before in ("", "# ", "- **Label:** "):
        tokens = _reader().parse(before + markdown.escaped(text))
        inline = [child for token in tokens for child in token.children or ()]
        allowed = {"text", "text_special", "strong_open", "strong_close"}
        assert {child.type for child in inline} <= (allowed if "*" in before else {"text"})
        blocks = {token.type for token in tokens}
        lists = {"bullet_list_open", "list_item_open", "list_item_close", "bullet_list_close"}
        assert blocks <= (PLAIN | lists if "*" in before else PLAIN)


@given(TEXT)
def test_the_reader_of_the_markdown_sees_the_text_as_it_was_typed(text: str) -> None:
    tokens = _reader().parse("Begin " + markdown.escaped(text))

    seen = "".join(child.content for token in tokens for child in token.children or ())

    assert seen.split() == ["Begin", *shown(text).split()]


@given(TEXT)
def test_a_quotation_holds_every_line_and_nothing_else(text: str) -> None:
    tokens = _reader().parse(markdown.quoted(text) + "\n\nAfter")

    children = [child for token in tokens for child in token.children or ()]
    assert {child.type for child in children} <= {"text", "hardbreak"}
    assert {token.type for token in tokens} - PLAIN <= {"blockquote_open", "blockquote_close"}
    assert tokens[-2].content == "After"
