"""A school's own list: shown first, then taken in as one act, or not at all."""

from datetime import date
from pathlib import Path

import pytest

import seed
from seed.exports import PRODUCTS, SHAPES, Product, Shape
from sendtui.errors import SendtuiError
from sendtui.services import pupils, receive, receive_files
from sendtui.services.pasted import PART, pasted
from sendtui.services.receive import Choices, Leaving
from sendtui.store.store import Store
from sendtui.store.undo import undo
from tests.services.invented import CRASHING, pupil, status
from tests.services.taking_in import (
    EVERYTHING,
    HEADINGS,
    MAX,
    TODAY,
    ZEPHYR,
    log_length,
    of,
    shown,
    tables,
    taken,
    told,
    written,
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "list.csv"


def test_everybody_is_new_to_an_empty_record(store: Store, file: Path) -> None:
    found = shown(store, written(file, [ZEPHYR, MAX]))

    assert [(n.line, n.name, n.upn, n.class_name, n.status) for n in found.new] == [
        (2, "Quillfeather, Zephyr", "H801200001001", "5B", "K"),
        (3, "Finch, Max", "G801200026001", "4A", "N"),
    ]
    assert (found.changed, found.unchanged, found.absent, found.rejected) == ((), 0, (), ())


def test_a_preview_changes_nothing(store: Store, file: Path) -> None:
    before, length = tables(store), log_length(store)

    shown(store, written(file, [ZEPHYR]))

    assert (tables(store), log_length(store)) == (before, length)


def test_what_is_taken_in_is_what_the_file_says(store: Store, file: Path) -> None:
    done = taken(store, written(file, [told(SEN_Needs="SLCN; SEMH"), MAX]))

    assert (done.added, done.changed, done.unchanged, done.held, done.rejected) == (2, 0, 0, 0, 0)
    assert of(store, "pupil", "surname", "forename", "born", "class_name") == [
        ("Finch", "Max", "2017-09-30", "4A"),
        ("Quillfeather", "Zephyr", "2017-02-03", "5B"),
    ]
    assert of(store, "status", "status", "since") == [("K", "2026-09-07")]
    assert of(store, "need", "code", "rank") == [("SEMH", 2), ("SLCN", 1)]


def test_a_change_is_shown_field_by_field(store: Store, file: Path) -> None:
    taken(store, written(file, [ZEPHYR, MAX]))

    found = shown(store, written(file, [told(Class="6C", Forename="Zephyrine"), MAX]))

    assert found.unchanged == 1
    assert [(c.line, c.name, c.matched_by) for c in found.changed] == [
        (2, "Quillfeather, Zephyrine", "UPN")
    ]
    assert [(d.label, d.before, d.after) for d in found.changed[0].differences] == [
        ("Legal forename", "Zephyr", "Zephyrine"),
        ("Class", "5B", "6C"),
    ]


def test_who_is_absent_is_listed_and_kept(store: Store, file: Path) -> None:
    taken(store, written(file, [ZEPHYR, MAX]))
    before = tables(store)
    written(file, [ZEPHYR])

    found = shown(store, file)
    taken(store, file)

    assert [(a.name, a.class_name) for a in found.absent] == [("Finch, Max", "4A")]
    assert tables(store) == before


def test_who_has_left_is_not_missed(store: Store, file: Path) -> None:
    pupil(store, surname="Finch", left_on="2026-07-20")

    assert shown(store, written(file, [ZEPHYR])).absent == ()


@pytest.mark.parametrize("with_upn", [True, False], ids=["by UPN", "by name"])
def test_who_is_on_a_rejected_line_is_not_absent(store: Store, file: Path, with_upn: bool) -> None:
    taken(store, written(file, [ZEPHYR]))
    upn = ZEPHYR[0] if with_upn else ""

    found = shown(store, written(file, [told(UPN=upn, SEN_Status="perhaps"), MAX]))

    assert (len(found.rejected), found.absent) == (1, ())


def test_a_rejected_line_says_where_what_and_why(store: Store, file: Path) -> None:
    found = shown(store, written(file, [MAX, told(DOB="31/02/2017")]))

    (fault,) = found.rejected
    assert (fault.line, fault.field, fault.heading, fault.value) == (3, "born", "DOB", "31/02/2017")
    assert fault.reason
    assert len(found.new) == 1


def test_a_upn_with_a_wrong_letter_is_kept_and_flagged(store: Store, file: Path) -> None:
    written(file, [told(UPN="A801200001001")])

    found = shown(store, file)
    taken(store, file)

    assert "should be H" in found.new[0].oddities[0]
    assert of(store, "pupil", "upn") == [("A801200001001",)]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("product", PRODUCTS)
def test_the_same_file_again_changes_nothing(
    store: Store, tmp_path: Path, product: Product, shape: Shape
) -> None:
    path = tmp_path / f"list.{shape}"
    with path.open("wb") as made:
        seed.exports.write(seed.school(60, TODAY, stories=0).lines, product, shape, made)
    first = taken(store, path)
    before, length = tables(store), log_length(store)

    again = shown(store, path)
    taken(store, path)

    assert (again.changes_nothing, again.unchanged, again.absent) == (True, first.added, ())
    assert (tables(store), log_length(store)) == (before, length)


@pytest.mark.parametrize("shape", SHAPES)
def test_one_undo_takes_it_all_back(store: Store, tmp_path: Path, shape: Shape) -> None:
    known = tmp_path / "known.csv"
    taken(store, written(known, [ZEPHYR, MAX]))
    before = tables(store)
    path = tmp_path / f"list.{shape}"
    with path.open("wb") as made:
        seed.exports.write(seed.school(30, TODAY, stories=0).lines, "arbor", shape, made)

    taken(store, path)
    taken(store, written(known, [told(Class="1X", SEN_Needs="ASD", SEN_Status="E"), MAX]))
    undo(store)
    undo(store)

    assert tables(store) == before


def test_the_record_may_not_change_between_the_preview_and_the_act(
    store: Store, file: Path
) -> None:
    taken(store, written(file, [ZEPHYR]))
    written(file, [told(Class="6C"), MAX])
    (known,) = of(store, "pupil", "id")
    with receive.reading(store, file, TODAY) as lines:
        preview = receive.preview(store, lines, TODAY)
        with store.write("Move") as tx:
            tx.put("pupil", str(known[0]), {"class_name": "5A"})
        before, length = tables(store), log_length(store)

        with pytest.raises(SendtuiError, match="changed since the preview"):
            receive.receive(store, lines, TODAY, preview)

    assert (tables(store), log_length(store)) == (before, length)


def test_the_file_may_not_change_between_the_preview_and_the_act(store: Store, file: Path) -> None:
    preview = shown(store, written(file, [ZEPHYR]))
    written(file, [told(Forename="Zephyrine")])

    with (
        receive.reading(store, file, TODAY) as lines,
        pytest.raises(SendtuiError, match="changed since the preview"),
    ):
        receive.receive(store, lines, TODAY, preview)

    assert of(store, "pupil", "id") == []


def test_what_stops_halfway_leaves_nothing(store: Store, file: Path) -> None:
    def stop(*_: int) -> None:
        raise KeyboardInterrupt

    with receive.reading(store, written(file, [ZEPHYR]), TODAY) as lines:
        preview = receive.preview(store, lines, TODAY)
        with pytest.raises(KeyboardInterrupt):
            receive.receive(store, lines, TODAY, preview, progress=stop)

    assert of(store, "pupil", "id") == []


def test_an_older_list_is_true_on_its_own_day(store: Store, file: Path) -> None:
    headings = (*HEADINGS, "Year", "EAL")
    written(file, [(*told(SEN_since=""), "4", "Yes")], headings)

    taken(store, file, day=date(2026, 7, 1))

    assert of(store, "status", "status", "since") == [("K", "2026-07-01")]
    assert of(store, "flag", "code", "since") == [("EAL", "2026-07-01")]
    # Year 4 was the year by age then, so nothing needs to be kept of it.
    assert of(store, "pupil", "nc_year") == [("",)]


def test_a_year_that_is_not_the_one_by_age_is_kept(store: Store, file: Path) -> None:
    written(file, [(*ZEPHYR, "4"), (*MAX, "4")], (*HEADINGS, "Year"))
    taken(store, file)
    written(file, [(*ZEPHYR, "5"), (*MAX, "4")], (*HEADINGS, "Year"))

    found = shown(store, file)

    assert of(store, "pupil", "nc_year") == [("",), ("4",)]
    (changed,) = found.changed
    assert [(d.label, d.before, d.after) for d in changed.differences] == [
        ("NC year", "Year 4", "Year 5")
    ]
    taken(store, file)
    assert of(store, "pupil", "nc_year") == [("",), ("",)]


@pytest.mark.parametrize("place", range(1, len(HEADINGS)))
def test_a_blank_cell_takes_nothing_away(store: Store, file: Path, place: int) -> None:
    taken(store, written(file, [ZEPHYR, MAX]))
    before = tables(store)
    line = list(ZEPHYR)
    if HEADINGS[place] != "Surname":
        line[place] = ""

    taken(store, written(file, [line, MAX]))

    assert tables(store) == before


def test_what_no_column_speaks_of_stays(store: Store, file: Path, today: date) -> None:
    known = pupil(store, upn=ZEPHYR[0], interpreter="BSL", format_needs="braille", language="URD")
    step = status(store, known, "K", date(2025, 9, 1))
    with store.write("Tell") as tx:
        tx.put("status", step, {"parents_told_how": "By phone"})
        tx.add("flag", {"pupil": known, "code": "LAC"})

    written(file, [told(SEN_Status="E", SEN_since="01/10/2026")])
    taken(store, file, take=EVERYTHING)

    found = pupils.view(store, known, today)
    assert (found.interpreter, found.format_needs) == ("BSL", "braille")
    assert of(store, "status", "status", "since", "parents_told_how") == [
        ("E", "2026-10-01", ""),
        ("K", "2025-09-01", "By phone"),
    ]
    assert of(store, "flag", "code", "until") == [("LAC", None)]


def test_two_lines_of_one_pupil_name_each_other(store: Store, file: Path) -> None:
    known = pupil(store, upn=ZEPHYR[0], former_upn="A801200001001")
    written(file, [ZEPHYR, told(UPN="A801200001001", Class="6C")])

    found = shown(store, file)

    assert [(r.line, "line 2" in r.reason) for r in found.rejected] == [(3, True)]
    assert [c.pupil for c in found.changed] == [known]


def test_a_line_that_repeats_somebody_new_is_rejected(store: Store, file: Path) -> None:
    found = shown(store, written(file, [ZEPHYR, told(UPN="", Class="6C")]))

    assert len(found.new) == 1
    assert [(r.line, "line 2" in r.reason) for r in found.rejected] == [(3, True)]


def test_two_new_pupils_of_one_name_are_a_question(store: Store, file: Path) -> None:
    written(file, [ZEPHYR, told(UPN=MAX[0])])

    found = shown(store, file)

    assert len(found.new) == 1
    assert [(p.line, p.pupils, p.alike_by) for p in found.possible_duplicates] == [
        (3, (), "name and date of birth, line 2")
    ]
    assert len(shown(store, file, alike="new").new) == 2


@pytest.mark.parametrize("name", [CRASHING, "\u202eevil", "O’Neill-ap-Æthelred", "x" * 200])
def test_any_name_is_kept_and_found_again(store: Store, file: Path, name: str) -> None:
    written(file, [told(Surname=name, Forename=name)])
    taken(store, file)

    assert shown(store, file).unchanged == 1


def test_a_failed_reading_says_which_file(store: Store, tmp_path: Path) -> None:
    with (
        pytest.raises(SendtuiError, match=r"none\.csv could not be opened"),
        receive.reading(store, tmp_path / "none.csv", TODAY),
    ):
        pass


def test_a_column_that_is_not_kept_is_said_to_be_left_out(store: Store, file: Path) -> None:
    headings = (*HEADINGS, "Last review", "Shoe size", "Setting")
    found = shown(store, written(file, [(*ZEPHYR, "01/06/2026", "36", "Puddleby")], headings))

    assert set(found.left_out) == {"Last review", "Shoe size", "Setting"}


def test_rejected_lines_are_written_mended_and_taken_in(store: Store, file: Path) -> None:
    target = file.with_name("rejects.csv")
    bad = told(Forename="-Zephyr", Class="=5B", SEN_Status="perhaps")
    with receive.reading(store, written(file, [bad, MAX]), TODAY) as lines:
        preview = receive.preview(store, lines, TODAY)
        receive.receive(store, lines, TODAY, preview)
        count = receive.write_rejects(target, lines, preview)
    text = target.read_text(encoding="utf-8-sig")

    target.write_text(
        text.replace("perhaps", "K").replace("'=5B", "5B"), encoding="utf-8-sig", newline=""
    )
    done = taken(store, target)

    assert count == 1
    assert "'-Zephyr" in text
    assert "Reason" in text.splitlines()[0]
    assert (done.added, done.rejected) == (1, 0)
    assert ("-Zephyr", "5B") in of(store, "pupil", "forename", "class_name")


def test_a_line_that_repeats_another_is_written_whole(store: Store, file: Path) -> None:
    target = file.with_name("rejects.csv")
    with receive.reading(store, written(file, [ZEPHYR, told(UPN="")]), TODAY) as lines:
        receive.write_rejects(target, lines, receive.preview(store, lines, TODAY))

    assert ",Quillfeather,Zephyr,03/02/2017," in target.read_text(encoding="utf-8-sig")


def test_a_file_of_rejects_is_never_written_over(store: Store, file: Path) -> None:
    with receive.reading(store, written(file, [told(DOB="x")]), TODAY) as lines:
        preview = receive.preview(store, lines, TODAY)
        with pytest.raises(SendtuiError, match="exists already"):
            receive.write_rejects(file, lines, preview)


def test_lines_are_matched_as_those_before_them_leave_the_record(store: Store, file: Path) -> None:
    pupil(store, born=None)
    bare = {"UPN": "", "SEN_Status": ""}
    written(file, [told(**bare, DOB="03/02/2017"), told(**bare, DOB="30/09/2017")])

    done = taken(store, file)

    assert (done.changed, done.added, done.rejected) == (1, 1, 0)
    assert shown(store, file).unchanged == 2


def test_a_line_goes_by_the_name_that_an_earlier_one_gives(store: Store, file: Path) -> None:
    pupil(store, upn=ZEPHYR[0])
    written(file, [told(Surname="Moss"), told(UPN="", Class="6C")])

    done = taken(store, file)

    assert (done.changed, done.added) == (1, 1)
    assert shown(store, file).unchanged == 2


def test_nobody_has_left_after_the_day_the_file_speaks_of(store: Store, file: Path) -> None:
    taken(store, written(file, [ZEPHYR, MAX]))
    leaving = (("", Leaving(date(2026, 11, 23))),)

    with pytest.raises(SendtuiError, match="later day"):
        shown(store, written(file, [ZEPHYR]), leaving=leaving)


def test_who_was_just_added_is_never_marked_as_left(store: Store, file: Path) -> None:
    taken(store, written(file, [ZEPHYR]))
    leaving = (("", Leaving(TODAY, "Mistlethwaite School")),)

    done = taken(store, written(file, [MAX]), leaving=leaving)

    assert (done.added, done.left) == (1, 1)
    assert of(store, "pupil", "surname", "left_on", "left_to") == [
        ("Finch", None, ""),
        ("Quillfeather", "2026-11-22", "Mistlethwaite School"),
    ]


def test_lines_that_are_pasted_are_never_the_whole_roll(store: Store) -> None:
    pupils.add(store, {"surname": "Quillfeather", "forename": "Zephyr"})
    path = pasted("Surname\tForename\tDOB\nBramblewick\tTansy\t01/03/2018\n")
    leaving = Choices(leaving=(("", Leaving(TODAY)),))

    with receive.reading(store, path, TODAY) as lines:
        found = receive.preview(store, lines, TODAY)
        with pytest.raises(SendtuiError, match="not the whole roll"):
            receive.preview(store, lines, TODAY, leaving)

    assert (found.absent, found.about) == ((), PART)


def test_a_status_that_begins_on_the_day_of_the_file_for_want_of_a_date_is_said(
    store: Store, file: Path
) -> None:
    taken(store, written(file, [told(SEN_Status="N", SEN_since="")]))
    dated = ("K901200001010", "Moss", "Cy", "03/02/2017", "5B", "K", "07/09/2026", "")
    undated = ("L901200001011", "Reed", "Io", "03/02/2017", "5B", "E", "", "")

    found = shown(store, written(file, [told(SEN_since=""), dated, undated]))

    assert found.minds == (
        "SEN Support from 22 November 2026, because the file has no date of it: 1 pupil.",
        "EHC plan from 22 November 2026, because the file has no date of it: 1 pupil.",
    )
    assert not found.is_bare


def test_the_day_of_a_plan_without_a_status_that_says_so_is_not_dropped_in_silence(
    store: Store,
) -> None:
    path = pasted(
        "Surname\tForename\tDOB\tSEN status\tEHCP start date\n"
        "Bramblewick\tTansy\t01/03/2018\t\t07/09/2026\n"
        "Moss\tCy\t03/02/2017\tE\t07/09/2026\n"
        "Reed\tIo\t03/02/2017\tK\t\n"
    )

    with receive.reading(store, path, TODAY) as lines:
        found = receive.preview(store, lines, TODAY)

    assert any(said.startswith("1 line has the day of an EHC plan and no") for said in found.minds)


def test_in_an_authoritys_record_it_is_said_that_a_list_of_pupils_names_no_school(
    store: Store, file: Path
) -> None:
    with store.write("Ours") as tx:
        tx.put("setting", store.setting, {"sort": "la"})

    found = shown(store, written(file, [told(SEN_Status="N", SEN_since="")]))
    taken(store, file)
    again = shown(store, file)

    assert [mind[:40] for mind in found.minds] == ["No school is named for 1 new pupil: none"]
    assert again.minds == ()


def test_the_columns_are_shown_as_they_are_read(store: Store, tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", [("Fox", "Al")], ("Family name", "Known as", "Born", "M/F"))

    found = receive_files.look(store, path)

    assert [each.field for each in found.headings] == ["surname", "forename", "born", "sex"]
