"""An authority's case list taken in, again and again: what it owns follows it, the rest is told."""

from datetime import date
from pathlib import Path

import pytest

from sendtui.errors import InvalidError, SendtuiError
from sendtui.services import (
    arrangements,
    case_list,
    case_profiles,
    case_reading,
    case_receive,
    cases,
    pupils,
)
from sendtui.services.case_receive import Shown
from sendtui.services.import_profiles import Answers
from sendtui.store.store import Store
from sendtui.store.undo import undo
from tests.services.invented import pupil

TODAY = date(2026, 11, 22)
UPN, OTHER = "H801200001001", "H801200001012"
HEAD = "UPN,Surname,Forename,DOB,Case Type,Stage,Caseworker,Review due,Plan made,Meeting,School\n"
REVIEW = f"{UPN},Quillfeather,Zephyr,03/02/2017,Annual review,Held,Tansy,19/01/2027,20/01/2026,"
FIRST = f"{REVIEW}02/11/2026,Otterbourne High\n"


def written(folder: Path, lines: str, head: str = HEAD) -> Path:
    path = folder / "cases.csv"
    path.write_text(head + lines, encoding="utf-8")
    return path


def take_in(store: Store, path: Path, answers: Answers | str = "") -> Shown:
    shown = case_receive.preview(store, path, TODAY, answers=answers)
    case_receive.receive(store, path, TODAY, shown, answers=answers)
    return shown


def test_a_first_list_makes_pupils_cases_and_their_events_in_one_act(
    store: Store, tmp_path: Path
) -> None:
    path = written(tmp_path, FIRST + f"{OTHER},Marmalade,Otter,4/2/2016,EHCNA,Week 6,Bramble,,,,\n")

    shown = take_in(store, path)

    assert (len(shown.new_pupils), len(shown.new_cases), shown.rejected) == (2, 2, ())
    (line,) = case_list.listing(store, TODAY, case_list.Asked(process="annual review"))
    assert (line.caseworker, line.due) == ("Tansy", date(2026, 11, 16))
    events = [each.code for each in case_reading.view(store, line.id, TODAY).events]
    assert sorted(events) == ["meeting", "plan-made"]
    (placed,) = arrangements.of_pupil(store, line.pupil, TODAY)
    assert placed.where == "Otterbourne High"
    assert pupils.view(store, line.pupil, TODAY).status == "E"
    undo(store)
    assert case_list.listing(store, TODAY) == ()


def test_a_new_pupil_of_an_authoritys_list_without_a_school_is_shown_at_none(
    store: Store, tmp_path: Path
) -> None:
    with store.write("Ours") as tx:
        tx.put("setting", store.setting, {"sort": "la"})
    path = written(tmp_path, FIRST + f"{OTHER},Marmalade,Otter,4/2/2016,EHCNA,Week 6,Bramble,,,,\n")

    shown = take_in(store, path)

    (mind,) = shown.minds
    assert mind.startswith("No school is named for 1 new pupil: none is shown")
    lines = case_list.listing(store, TODAY)
    assert {line.setting for line in lines} == {""}
    assert {pupils.view(store, line.pupil, TODAY).setting for line in lines} == {""}
    assert case_receive.preview(store, path, TODAY).minds == ()


def test_the_same_list_again_changes_nothing(store: Store, tmp_path: Path) -> None:
    path = written(tmp_path, FIRST)
    take_in(store, path)

    again = case_receive.preview(store, path, TODAY)

    assert again.changes_nothing
    assert (again.unchanged, again.absent, again.held_back) == (1, (), ())


def test_a_later_list_brings_up_what_it_owns_and_puts_a_changed_day_right(
    store: Store, tmp_path: Path
) -> None:
    take_in(store, written(tmp_path, FIRST))
    later = FIRST.replace("Held,Tansy", "To decide,Bramble").replace("02/11/2026", "03/11/2026")

    shown = take_in(store, written(tmp_path, later))

    (told,) = shown.changed
    assert "Caseworker: Bramble, was Tansy" in told.says
    assert "Review meeting held: 3 Nov 2026, was 2 Nov 2026" in told.says
    (line,) = case_list.listing(store, TODAY)
    view = case_reading.view(store, line.id, TODAY)
    assert [e.on for e in view.events if e.code == "meeting" and not e.put_right] == [
        date(2026, 11, 3)
    ]
    assert view.caseworker == "Bramble"
    assert case_receive.preview(store, written(tmp_path, later), TODAY).changes_nothing


def test_what_is_ours_is_held_back_and_told(store: Store, tmp_path: Path) -> None:
    take_in(store, written(tmp_path, FIRST))
    later = FIRST.replace("Tansy", "Bramble").replace("02/11/2026", "03/11/2026")
    later = later.replace("Otterbourne High", "Elsewhere Academy")
    ours = Answers(owners={"caseworker": "ours", "meeting": "ours"})

    shown = case_receive.preview(store, written(tmp_path, later), TODAY, answers=ours)

    assert shown.changes_nothing
    assert [each.says.split(":")[0] for each in shown.held_back] == [
        "Caseworker", "Review meeting held", "School",
    ]  # fmt: skip


def test_our_day_for_a_meeting_ahead_is_held_back_too(store: Store, tmp_path: Path) -> None:
    ahead = FIRST.replace("02/11/2026", "02/12/2026")
    take_in(store, written(tmp_path, ahead))
    later = ahead.replace("02/12/2026", "09/12/2026")
    ours = Answers(owners={"meeting": "ours"})

    shown = case_receive.preview(store, written(tmp_path, later), TODAY, answers=ours)

    assert shown.changes_nothing
    assert "here 2 Dec 2026, there 9 Dec 2026" in shown.held_back[0].says


def test_a_case_that_is_open_here_is_met_by_pupil_and_process(store: Store, tmp_path: Path) -> None:
    child = pupil(store, upn=UPN)
    case = cases.open_(store, child, "annual review", opened_on=date(2026, 9, 1), side="la")

    shown = take_in(store, written(tmp_path, FIRST))

    assert (shown.new_pupils, shown.new_cases) == ((), ())
    assert case_reading.view(store, case, TODAY).stage == "held"


@pytest.mark.parametrize(
    ("line", "field", "says"),
    [
        (FIRST.replace("02/11/2026", "31/02/2026"), "meeting", "no such day"),
        (FIRST.replace("20/01/2026", "20/01/2029"), "plan_made", "still to come"),
        (FIRST.replace("03/02/2017", "03/02/2027"), "born", "is still to come"),
        (FIRST + FIRST, "process", "the case of line 2"),
        (FIRST.replace("Annual review", "Yodelling"), "process", "no process known"),
        (f"{OTHER},,,,Annual review,Held,Tansy,,,,\n", "upn", "gives no name"),
        (",Quillfeather,Zephyr,,Annual review,Held,Tansy,,,,\n", "surname", "more than one"),
    ],
    ids=["no day", "ahead", "unborn", "twice", "process", "number alone", "two of a name"],
)
def test_a_line_that_cannot_be_is_rejected_and_the_others_stand(
    store: Store, tmp_path: Path, line: str, field: str, says: str
) -> None:
    for _ in range(2 if line.startswith(",") else 0):
        pupil(store, surname="Quillfeather", born=None)

    shown = case_receive.preview(store, written(tmp_path, line), TODAY)

    (fault,) = shown.rejected
    assert fault.field == field
    assert says in fault.reason


def test_a_meeting_ahead_is_arranged_and_a_closed_case_is_closed(
    store: Store, tmp_path: Path
) -> None:
    take_in(store, written(tmp_path, FIRST.replace("02/11/2026", "08/12/2026")))
    (line,) = case_list.listing(store, TODAY)
    assert line.stage == "arranged"
    head = HEAD.replace("Meeting", "Date closed")

    take_in(store, written(tmp_path, FIRST.replace("02/11/2026", "22/11/2026"), head))

    (closed,) = case_list.listing(store, TODAY, case_list.Asked(closed=True))
    assert closed.closed_on == TODAY


def test_who_is_no_longer_in_the_list_is_told_and_left_alone(store: Store, tmp_path: Path) -> None:
    take_in(store, written(tmp_path, FIRST))
    other = f"{OTHER},Marmalade,Otter,4/2/2016,EHCNA,Week 6,Bramble,,,,\n"

    shown = take_in(store, written(tmp_path, other))

    assert [each.name for each in shown.absent] == ["Quillfeather, Zephyr"]
    assert len(case_list.listing(store, TODAY)) == 2


def test_nothing_is_written_where_the_record_has_changed_since(
    store: Store, tmp_path: Path
) -> None:
    path = written(tmp_path, FIRST)
    shown = case_receive.preview(store, path, TODAY)
    pupil(store, upn=UPN)

    with pytest.raises(SendtuiError, match="changed since"):
        case_receive.receive(store, path, TODAY, shown)


def test_a_profile_is_kept_under_a_name_and_only_for_case_lists(store: Store) -> None:
    more = Answers({"Wkr": "caseworker"}, {"process:ra": "re-assessment"}, {"caseworker": "ours"})

    case_profiles.keep(store, "Ourtown", more)
    case_profiles.keep(store, "ourtown", case_profiles.with_more(store, "Ourtown", Answers()))

    assert case_profiles.answers_of(store, "ourtown") == more
    with pytest.raises(SendtuiError, match="no profile"):
        case_profiles.answers_of(store, "Othertown")
    with pytest.raises(InvalidError):
        case_profiles.keep(store, "x", Answers({"Wkr": "shoe size"}))


def test_a_review_due_that_differs_there_is_told_in_the_case(store: Store, tmp_path: Path) -> None:
    take_in(store, written(tmp_path, FIRST.replace("19/01/2027", "01/03/2027")))

    (line,) = case_list.listing(store, TODAY)
    view = case_reading.view(store, line.id, TODAY)

    assert (view.stage_there, view.review_due_there) == ("Held", date(2027, 3, 1))
    assert any("1 March 2027" in each and "19 January 2027" in each for each in view.warnings)


DECIDED = (
    "UPN,Surname,Forename,DOB,Plan made,Meeting,Report received,Review decision date,"
    "Review outcome,Amendment notice sent,Final amended plan\n"
)
MET = f"{UPN},Quillfeather,Zephyr,03/02/2017,20/01/2026,02/09/2026,09/09/2026"


def of_review(store: Store) -> tuple[str, list[tuple[str, date, str]]]:
    """The stage of the one review, and its standing events after the report."""
    (line,) = case_list.listing(store, TODAY, case_list.Asked(process="annual review"))
    later = ("decision", "amendment-notice", "final")
    return line.stage, sorted(
        (each.code, each.on, each.facts.get("decision", ""))
        for each in case_reading.view(store, line.id, TODAY).events
        if each.code in later and not each.put_right
    )


def test_a_review_in_the_list_goes_on_to_its_decision_and_the_amended_plan(
    store: Store, tmp_path: Path
) -> None:
    take_in(store, written(tmp_path, f"{MET},16/09/2026,Amend plan,17/09/2026,\n", DECIDED))

    assert of_review(store) == (
        "noticed",
        [("amendment-notice", date(2026, 9, 17), ""), ("decision", date(2026, 9, 16), "amend")],
    )
    path = written(tmp_path, f"{MET},16/09/2026,Amend plan,17/09/2026,06/11/2026\n", DECIDED)
    take_in(store, path)
    assert of_review(store)[0] == "final"
    assert case_receive.preview(store, path, TODAY).changes_nothing


def test_what_was_decided_is_put_right_where_the_list_says_another_thing(
    store: Store, tmp_path: Path
) -> None:
    take_in(store, written(tmp_path, f"{MET},16/09/2026,No amendments,,\n", DECIDED))
    assert of_review(store) == ("maintained", [("decision", date(2026, 9, 16), "maintain")])

    take_in(store, written(tmp_path, f"{MET},16/09/2026,To cease,,\n", DECIDED))

    assert of_review(store) == ("to-cease", [("decision", date(2026, 9, 16), "cease")])


def test_a_decision_of_which_nobody_says_what_it_was_is_told_and_not_taken(
    store: Store, tmp_path: Path
) -> None:
    shown = take_in(store, written(tmp_path, f"{MET},16/09/2026,,,\n", DECIDED))

    assert any("not what was decided" in each for each in shown.minds)
    assert of_review(store)[1] == []


def test_a_word_for_a_decision_that_is_not_known_is_rejected_until_it_is_said(
    store: Store, tmp_path: Path
) -> None:
    path = written(tmp_path, f"{MET},16/09/2026,Green,,\n", DECIDED)

    (fault,) = case_receive.preview(store, path, TODAY).rejected

    assert (fault.field, fault.value, fault.heading) == (
        "review_outcome", "Green", "Review outcome",
    )  # fmt: skip
    take_in(store, path, Answers(values={"review_outcome:green": "maintain"}))
    assert of_review(store)[0] == "maintained"
    waiting = written(tmp_path, f"{MET},,Awaiting decision,,\n", DECIDED)
    assert case_receive.preview(store, waiting, TODAY).rejected == ()


def test_that_no_plan_is_needed_is_a_decision_of_the_assessment(
    store: Store, tmp_path: Path
) -> None:
    head = "UPN,Surname,Forename,Request received,Agreed to assess,Decision not to issue\n"
    take_in(store, written(tmp_path, f"{UPN},Q,Z,01/06/2026,10/07/2026,18/09/2026\n", head))

    (line,) = case_list.listing(store, TODAY, case_list.Asked(process="assessment"))
    events = case_reading.view(store, line.id, TODAY).events
    assert next((e.code, e.facts.get("decision")) for e in events) == ("plan-decision", "none")
