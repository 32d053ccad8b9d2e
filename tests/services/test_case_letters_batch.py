"""One letter for many cases: one file each or one PDF, all in one act."""

from datetime import date
from pathlib import Path

import pikepdf
import pytest

from sendtui.errors import InvalidError, SendtuiError
from sendtui.services import case_letters_batch, case_parts, case_reading, cases
from sendtui.services.recipients import BarredError
from sendtui.store.store import Store
from sendtui.store.undo import undo
from tests.services.invented import pupil

TODAY = date(2026, 11, 22)
ASKED = date(2026, 9, 1)


def opened(store: Store, **fields: object) -> str:
    made = cases.open_(store, pupil(store, **fields), "assessment", opened_on=ASKED, side="la")
    cases.log(store, made, "request", on=ASKED, today=TODAY)
    return made


@pytest.fixture
def three(store: Store) -> tuple[str, ...]:
    """Three cases: two settings consulted in the first, one in the second, none in the third."""
    first, second, none = (opened(store, forename=n) for n in ("Zephyr", "Wisp", "Yonder"))
    for case, where in (
        (first, "Duckpond School"),
        (first, "Reed School"),
        (second, "Reed School"),
    ):
        case_parts.consult(store, case, where, on=ASKED, today=TODAY)
    return first, second, none


def chased(store: Store, cases: tuple[str, ...]) -> list[date | None]:
    return [c.chased_on for case in cases
            for c in case_reading.view(store, case, TODAY).consultations]  # fmt: skip


def test_settings_of_many_cases_are_chased_by_one_pdf_and_one_undo_takes_the_sending_back(
    store: Store, three: tuple[str, ...], tmp_path: Path
) -> None:
    found = case_letters_batch.batch(store, three, "consultation-chase", TODAY)

    done = case_letters_batch.write(
        store, found.letters, tmp_path / "chases.pdf", TODAY, sent=(TODAY, "e-mail")
    )

    assert found.says == "3 letters about 2 cases; 1 case left out"
    assert [name for name, _ in found.left_out] == ["Quillfeather, Yonder"]
    assert (len(done.files), len(done.letters)) == (1, 3)
    with pikepdf.open(done.files[0]) as opened_:
        assert len(opened_.pages) == 3
        assert opened_.Root.MarkInfo.Marked
    assert chased(store, three) == [TODAY] * 3
    again = case_letters_batch.batch(store, three, "consultation-chase", TODAY)
    assert again.letters == ()
    undo(store)
    assert chased(store, three) == [None] * 3
    assert {each.sent_on for each in case_reading.view(store, three[0], TODAY).letters} == {None}


def test_only_the_settings_that_are_meant_are_written_to(
    store: Store, three: tuple[str, ...]
) -> None:
    first = case_reading.view(store, three[0], TODAY).consultations[0]

    found = case_letters_batch.batch(store, three, "consultation-chase", TODAY, only={first.id})

    assert [each.to.names for each in found.letters] == [first.where]


def test_a_file_each_is_written_for_word_and_only_drafted(
    store: Store, three: tuple[str, ...], tmp_path: Path
) -> None:
    found = case_letters_batch.batch(store, three, "status", TODAY)

    done = case_letters_batch.write(store, found.letters, tmp_path, TODAY, ending=".docx")

    assert sorted(path.suffix for path in done.files) == [".docx"] * 3
    assert len({path.name for path in done.files}) == 3
    assert [each.sent_on for each in case_reading.view(store, three[0], TODAY).letters] == [None]


def test_what_cannot_be_written_for_a_case_says_why_and_the_others_go_on(
    store: Store, three: tuple[str, ...]
) -> None:
    review = cases.open_(store, pupil(store, forename="Vole"), "annual review", opened_on=ASKED)

    found = case_letters_batch.batch(store, (*three, review), "acknowledgement", TODAY)

    assert len(found.letters) == 3
    assert [name for name, _ in found.left_out] == ["Quillfeather, Vole"]


def review(store: Store, forename: str, *events: tuple[str, dict[str, str]]) -> str:
    made = cases.open_(
        store, pupil(store, forename=forename), "annual review", opened_on=ASKED, side="la"
    )
    for code, facts in events:
        cases.log(store, made, code, on=ASKED, facts=facts, today=TODAY)
    return made


def test_a_decision_goes_to_the_cases_where_it_is_due_and_is_logged_in_no_other(
    store: Store, tmp_path: Path
) -> None:
    held, kept = ("meeting", {}), ("report", {"recommends": "maintain"})
    amended = (("decision", {"decision": "amend"}), ("amendment-notice", {}), ("final", {}))
    due = review(store, "Zephyr", held, kept)
    others = (
        review(store, "Wisp", held),
        review(store, "Yonder", ("meeting-set", {})),
        review(store, "Vole", held, ("report", {"recommends": "amend"})),
        review(store, "Moss", held, kept, *amended),
    )

    found = case_letters_batch.batch(store, (due, *others), "review-maintain", TODAY)
    case_letters_batch.write(
        store, found.letters, tmp_path / "all.pdf", TODAY, sent=(TODAY, "post")
    )
    again = case_letters_batch.batch(store, (due,), "review-maintain", TODAY)

    assert [each.case for each in found.letters] == [due]
    assert "report of the review is not in" in dict(found.left_out)["Quillfeather, Wisp"]
    assert "“Meeting arranged”" in dict(found.left_out)["Quillfeather, Yonder"]
    assert "recommends “Amend”" in dict(found.left_out)["Quillfeather, Vole"]
    assert "Final amended plan sent" in dict(found.left_out)["Quillfeather, Moss"]
    decided = [each for case in (due, *others[:3])
               for each in case_reading.view(store, case, TODAY).events
               if each.code == "decision"]  # fmt: skip
    assert [each.facts["decision"] for each in decided] == ["maintain"]
    assert [why for _, why in again.left_out] == [
        "This letter was sent on Sunday 22 November 2026."
    ]


def test_all_files_are_written_or_none(
    store: Store, three: tuple[str, ...], tmp_path: Path
) -> None:
    found = case_letters_batch.batch(store, three, "status", TODAY)
    names = [path.name for path in case_letters_batch.write(
        store, found.letters, tmp_path, TODAY, ending=".txt").files]  # fmt: skip
    (tmp_path / names[0]).unlink()

    with pytest.raises(SendtuiError, match="stand there already"):
        case_letters_batch.write(store, found.letters, tmp_path, TODAY, ending=".txt")
    with pytest.raises(InvalidError):
        case_letters_batch.write(store, found.letters, tmp_path / "a.pdf", TODAY, sent=(TODAY, ""))
    with store.write("Bar") as tx:
        whose = case_reading.view(store, three[1], TODAY).pupil
        tx.add("restriction", {"pupil": whose, "sort": "may not receive"})
    with pytest.raises(BarredError):
        case_letters_batch.write(store, found.letters, tmp_path / "a.pdf", TODAY)

    assert not (tmp_path / names[0]).exists()
    assert not (tmp_path / "a.pdf").exists()
