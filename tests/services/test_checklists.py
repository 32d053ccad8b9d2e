"""What is ordinarily available: loaded whole or not at all, and answered for a pupil."""

from datetime import date
from pathlib import Path

import pytest

from sendtui.errors import InvalidError, SendtuiError
from sendtui.services import checklists, confidential, needs, pupils
from sendtui.services.veil import WORD
from sendtui.store.store import Store
from sendtui.store.undo import undo

TODAY = date(2026, 11, 22)
LINES = "Area,Statement\nCI,[/x] Visual timetables\nCL,Small steps\n,Calm starts\n"


def loaded(store: Store, folder: Path, text: str = LINES) -> str:
    file = folder / "oap.csv"
    file.write_text(text)
    return checklists.load(store, checklists.look(store, file, "Ours"), today=TODAY)


def child(store: Store, need: str = "SLCN") -> str:
    pupil = pupils.add(store, {"surname": "Quillfeather", "forename": "Zephyr"})
    needs.add(store, pupil, need)
    return pupil


def test_a_pupil_is_asked_for_their_own_areas_and_for_what_is_for_all(
    store: Store, tmp_path: Path
) -> None:
    loaded(store, tmp_path)
    pupil = child(store)

    asked = [each.statement for each in checklists.of_pupil(store, pupil, TODAY)]
    every = checklists.of_pupil(store, pupil, TODAY, every=True)

    assert asked == ["[/x] Visual timetables", "Calm starts"]
    assert len(every) == 3


def test_the_latest_answer_counts_until_it_is_taken_out(store: Store, tmp_path: Path) -> None:
    checklist = loaded(store, tmp_path)
    pupil, line = child(store), checklists.lines(store, checklist)[0].id
    first = {"answer": "tried", "since": date(2026, 9, 7), "note": "half a term"}
    checklists.answer(store, pupil, line, first, today=TODAY)
    last = checklists.answer(store, pupil, line, {"answer": "in place"}, today=TODAY)

    now = checklists.of_pupil(store, pupil, TODAY)[0]
    then = checklists.of_pupil(store, pupil, date(2026, 10, 1))[0]
    checklists.remove_answer(store, last)

    assert (now.answer, now.since) == ("in place", TODAY)
    assert (then.answer, then.note) == ("tried", "half a term")
    assert checklists.of_pupil(store, pupil, TODAY)[0].answer == "tried"


def test_a_list_loaded_again_keeps_the_answers_to_what_it_still_says(
    store: Store, tmp_path: Path
) -> None:
    checklist = loaded(store, tmp_path)
    pupil = child(store)
    for line in checklists.lines(store, checklist)[:2]:
        checklists.answer(store, pupil, line.id, {"answer": "in place"}, today=TODAY)

    again = loaded(store, tmp_path, "Area,Statement\n,Calm starts\nCI,[/x]  visual TIMETABLES\n")

    assert again == checklist
    found = [(e.number, e.statement, e.answer) for e in checklists.of_pupil(store, pupil, TODAY)]
    assert found == [
        (1, "Calm starts", ""),
        (2, "[/x] visual TIMETABLES", "in place"),
        (0, "Small steps", "in place"),
    ]
    undo(store)
    assert [each.number for each in checklists.lines(store, checklist)] == [1, 2, 3]


def test_a_list_with_a_bad_line_is_not_loaded_at_all(store: Store, tmp_path: Path) -> None:
    with pytest.raises(SendtuiError, match="rejected"):
        loaded(store, tmp_path, LINES + "XX,Something\n")

    assert checklists.all_of(store) == ()


def test_a_confidential_answer_leaves_the_authoritys_words_alone(
    store: Store, tmp_path: Path
) -> None:
    checklist = loaded(store, tmp_path)
    pupil, line = child(store), checklists.lines(store, checklist)[0].id
    given = {"answer": "tried", "note": "after the fire"}
    answer = checklists.answer(store, pupil, line, given, today=TODAY)
    confidential.mark(store, pupil, "checklist_answer", answer, today=TODAY)

    found = checklists.of_pupil(store, pupil, TODAY)[0]

    assert (found.statement, found.answer, found.note) == ("[/x] Visual timetables", WORD, "")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"answer": "perhaps"}, "answer"),
        ({"answer": "tried", "since": date(2027, 1, 1)}, "since"),
        ({"answer": "tried", "colour": "red"}, "colour"),
    ],
)
def test_an_answer_that_does_not_hold_is_refused(
    store: Store, tmp_path: Path, values: dict[str, object], field: str
) -> None:
    checklist = loaded(store, tmp_path)
    pupil, line = child(store), checklists.lines(store, checklist)[0].id

    with pytest.raises(InvalidError) as refused:
        checklists.answer(store, pupil, line, values, today=TODAY)

    assert [each.field for each in refused.value.problems] == [field]
