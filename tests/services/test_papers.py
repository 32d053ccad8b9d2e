"""Documents of a pupil: taken in, described, found by their words, and handed out on purpose."""

from datetime import date
from pathlib import Path

import pytest

from sendtui.errors import InvalidError, SendtuiError
from sendtui.services import confidential, needs, papers, past, search
from sendtui.store import undo
from sendtui.store.store import Store
from tests.formats import papers_made as made
from tests.services import invented

TODAY = date(2026, 11, 22)


@pytest.fixture
def pupil(store: Store) -> str:
    return invented.pupil(store)


@pytest.fixture
def report(tmp_path: Path) -> papers.Looked:
    path = tmp_path / "EP_report.docx"
    path.write_bytes(made.docx("Zephyr has a working memory of ten", "[/x] daily"))
    return papers.look(path)


def test_a_look_at_a_file_says_what_it_is_and_keeps_nothing(
    store: Store, pupil: str, report: papers.Looked
) -> None:
    assert (report.what, report.title, report.size) == ("Word", "EP report", len(report.raw))
    assert papers.of_pupil(store, pupil) == ()


def test_a_document_is_listed_with_what_is_said_of_it(
    store: Store, pupil: str, report: papers.Looked
) -> None:
    need = needs.add(store, pupil, code="SPLD")
    said = {"sort": "report", "author": "Dr Fern", "dated": date(2026, 3, 2), "supports": need}

    made_ = papers.add(store, pupil, report, said, today=TODAY)

    (view,) = papers.of_pupil(store, pupil)
    assert (view.id, view.title, view.author, view.dated) == (
        made_,
        "EP report",
        "Dr Fern",
        date(2026, 3, 2),
    )
    assert (view.received_on, view.is_here, view.what) == (TODAY, True, "Word")
    assert view.supports_says.startswith("need: ")
    assert view.supports == need


def test_a_document_is_the_source_of_several_and_of_a_veiled_one_without_its_words(
    store: Store, pupil: str, report: papers.Looked
) -> None:
    need = needs.add(store, pupil, code="SPLD")
    line = invented.provision(store, invented.cycle(store, pupil), what="In the hidden attic")
    first = papers.add(store, pupil, report, {"supports": need}, today=TODAY)

    papers.support(store, line, first)
    papers.support(store, line, first)

    (view,) = papers.of_pupil(store, pupil)
    assert view.supports.split() == [need, line]
    assert view.supports_says.endswith("; provision: In the hidden attic")
    confidential.mark(store, pupil, "provision", line, today=TODAY)
    assert papers.of_pupil(store, pupil)[0].supports_says.endswith("; provision: confidential")
    papers.support(store, need, "", first)
    assert papers.of_pupil(store, pupil)[0].supports == line


def test_its_words_are_found_by_the_search(store: Store, pupil: str, report: papers.Looked) -> None:
    papers.add(store, pupil, report, today=TODAY)

    (found,) = search.search(store, "working memory", TODAY)

    assert (found.pupil, found.places[0].kind) == (pupil, "document")


def test_the_same_document_is_taken_once_for_a_pupil(
    store: Store, pupil: str, report: papers.Looked
) -> None:
    papers.add(store, pupil, report, today=TODAY)

    with pytest.raises(SendtuiError, match="already"):
        papers.add(store, pupil, report, today=TODAY)


def test_a_copy_is_written_whole_and_its_leaving_is_logged(
    store: Store, pupil: str, report: papers.Looked, tmp_path: Path
) -> None:
    document = papers.add(store, pupil, report, today=TODAY)

    papers.save(store, document, tmp_path / "out.docx", today=TODAY, recipient="Dr Fern")

    assert (tmp_path / "out.docx").read_bytes() == report.raw
    (left,) = past.disclosures(store, pupil)
    assert (left.what, left.protection, left.recipient) == ("Document, Word", "plain", "Dr Fern")


def test_a_document_without_its_bytes_says_so(
    store: Store, pupil: str, report: papers.Looked, tmp_path: Path
) -> None:
    document = papers.add(store, pupil, report, today=TODAY)
    with store.write("As it is after a sealed file") as tx:
        tx.connection.exec_driver_sql("DELETE FROM attachment")

    (view,) = papers.of_pupil(store, pupil)

    assert not view.is_here
    assert papers.words(store, document)
    with pytest.raises(SendtuiError, match="not on this computer"):
        papers.save(store, document, tmp_path / "out.docx", today=TODAY)
    assert not (tmp_path / "out.docx").exists()


def test_a_removed_document_comes_back_with_its_bytes(
    store: Store, pupil: str, report: papers.Looked
) -> None:
    document = papers.add(store, pupil, report, today=TODAY)

    papers.remove(store, document)
    assert papers.of_pupil(store, pupil) == ()
    undo.undo(store)

    assert papers.of_pupil(store, pupil)[0].is_here


def test_what_is_said_of_it_can_be_changed(store: Store, pupil: str, report: papers.Looked) -> None:
    document = papers.add(store, pupil, report, today=TODAY)

    assert papers.amend(store, document, {"sort": "advice"}, today=TODAY) == ("sort",)
    assert papers.of_pupil(store, pupil)[0].sort == "advice"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        pytest.param({"sha256": "0" * 64}, "sha256", id="a field of the bytes"),
        pytest.param({"dated": date(2027, 1, 1)}, "dated", id="a day to come"),
        pytest.param({"supports": "f" * 32}, "supports", id="a source there is not"),
    ],
)
def test_what_does_not_hold_is_refused(
    store: Store, pupil: str, report: papers.Looked, values: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidError) as caught:
        papers.add(store, pupil, report, values, today=TODAY)

    assert [problem.field for problem in caught.value.problems] == [field]


def test_a_file_over_the_bound_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.pdf"
    with path.open("wb") as file:
        file.truncate(papers.MAX_BYTES + 1)

    with pytest.raises(SendtuiError, match="25 MB"):
        papers.look(path)


def test_a_file_of_another_type_is_refused_without_its_name(tmp_path: Path) -> None:
    path = tmp_path / "Quillfeather.rtf"
    path.write_bytes(b"{\\rtf1 hello}")

    with pytest.raises(SendtuiError, match="rich text") as caught:
        papers.look(path)

    assert "Quillfeather" not in str(caught.value)


def test_nothing_of_a_document_is_plain_in_the_case_file(
    store: Store, pupil: str, report: papers.Looked, tmp_path: Path
) -> None:
    papers.add(store, pupil, report, today=TODAY)

    raw = b"".join(path.read_bytes() for path in tmp_path.glob("case.sendtui*"))
    assert b"working memory" not in raw
    assert report.raw[:60] not in raw
