"""Plans: written line by line, issued and frozen, amended by their next version, and ceased."""

from datetime import date
from pathlib import Path

import pytest

from sendtui.errors import InvalidError, SendtuiError, UsageError
from sendtui.models.plan import Plan, PlanLine
from sendtui.rules.plan_facts import SECTIONS
from sendtui.services import (
    case_parts,
    cases,
    confidential,
    ehc_plan_checks,
    ehc_plan_lines,
    ehc_plan_pages,
    ehc_plans,
)
from sendtui.services import ehc_plan_reading as reading
from sendtui.services.confidential import HeldBackError
from sendtui.services.timeline import timeline
from sendtui.store.store import Store
from sendtui.store.undo import redo, undo
from tests.services.invented import CRASHING, pupil

D = date
TODAY = D(2026, 11, 22)


@pytest.fixture
def plan(store: Store) -> str:
    """An EHC plan that is being written, with a need and the line that meets it."""
    made = ehc_plans.start(store, pupil(store))
    need = add(store, made, "B", "Misses the ends of words, so that spelling is hard.", need="HI")
    hope = add(store, made, "A", "To keep snails.", sort="aspiration")
    outcome = add(store, made, "E", "Zephyr will be able to spell fifty words.", serves=[hope])
    add(store, made, "F", "Spelling with signs.", serves=[need, outcome])
    return made


def add(store: Store, plan: str, section: str, words: str, **values: object) -> str:
    """A line at the end of a part."""
    return ehc_plan_lines.add(store, plan, section, {"words": words, **values})


def labels(store: Store, plan: str) -> list[str]:
    """What the lines are called, with their words."""
    return [f"{x.label} {x.words}" for x in reading.view(store, plan).lines]


@pytest.mark.parametrize("sort", ["EHCP", "SEN Support plan", "non-statutory", "ISP preview"])
def test_plans_of_each_sort_stand_side_by_side(store: Store, sort: str) -> None:
    child = pupil(store)
    for each in ("EHCP", "SEN Support plan", "non-statutory", "ISP preview"):
        ehc_plans.start(store, child, each)

    made = reading.view(store, reading.chosen(store, child, sort))

    assert (made.sort, made.version, made.frozen) == (sort, 1, False)
    assert ("statutory" in made.sort_label.casefold()) == (sort in ("ISP preview", "non-statutory"))
    assert all(part.letter for part in made.parts)


def test_a_second_plan_of_a_sort_is_not_started(store: Store, plan: str) -> None:
    child = reading.view(store, plan).pupil

    with pytest.raises(SendtuiError, match="go on with that one"):
        ehc_plans.start(store, child)
    ehc_plans.issue(store, plan, "final", on=TODAY, today=TODAY)
    with pytest.raises(SendtuiError, match="makes its next version"):
        ehc_plans.start(store, child)


def test_a_plan_begins_with_the_advice_that_came_in(store: Store) -> None:
    child = pupil(store)
    case = cases.open_(store, child, "assessment", opened_on=D(2026, 9, 1), today=TODAY)
    asked = case_parts.ask(store, case, "psychological", on=D(2026, 9, 2), who="A. Tester, EP")
    case_parts.ask(store, case, "medical", on=D(2026, 9, 2))
    case_parts.receive(store, asked, on=D(2026, 10, 1), dated=D(2026, 9, 28))

    made = reading.view(store, ehc_plans.start(store, child, today=TODAY))

    assert made.case == case
    assert [(x.label, x.sort, x.who, x.dated) for x in made.lines] == [
        ("K1", "psychology", "A. Tester, EP", D(2026, 9, 28))
    ]


def test_lines_are_ranked_moved_and_removed(store: Store) -> None:
    made = ehc_plans.start(store, pupil(store))
    ids = [add(store, made, "B", words) for words in ("one", "two", "three")]

    ehc_plan_lines.move(store, ids[2], 1)
    assert labels(store, made) == ["B1 three", "B2 one", "B3 two"]
    ehc_plan_lines.move(store, ids[0], "C")
    assert labels(store, made) == ["B1 three", "B2 two", "C1 one"]
    ehc_plan_lines.remove(store, ids[2])
    assert labels(store, made) == ["B1 two", "C1 one"]
    undo(store)
    assert labels(store, made) == ["B1 three", "B2 two", "C1 one"]


def test_a_line_that_goes_leaves_no_link_to_it(store: Store, plan: str) -> None:
    now = reading.view(store, plan)
    need, line = now.named("B1"), now.named("f1")
    assert need is not None
    assert line is not None
    assert now.links(line) == ("B1", "E1")

    ehc_plan_lines.remove(store, need.id)

    after = reading.view(store, plan)
    found = after.named("F1")
    assert found is not None
    assert after.links(found) == ("E1",)


@pytest.mark.parametrize(
    ("section", "values", "field"),
    [
        pytest.param("X", {}, "section", id="a part there is not"),
        pytest.param("F", {"colour": "red"}, "colour", id="a field there is not"),
        pytest.param("F", {"serves": ["0" * 32]}, "serves", id="a link to nothing"),
        pytest.param("F", {"words": ""}, "words", id="no words"),
    ],
)
def test_what_does_not_hold_is_refused(
    store: Store, plan: str, section: str, values: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidError) as refused:
        ehc_plan_lines.add(store, plan, section, {"words": "x", **values})

    assert field in [p.field for p in refused.value.problems]


def test_a_line_answers_to_no_line_of_another_plan_nor_to_itself(store: Store, plan: str) -> None:
    other = add(store, ehc_plans.start(store, pupil(store)), "B", "elsewhere")
    own = reading.view(store, plan).named("F1")
    assert own is not None

    for link in (other, own.id):
        with pytest.raises(InvalidError):
            ehc_plan_lines.change(store, own.id, {"serves": link})


def test_a_part_of_another_sort_of_plan_is_refused(store: Store) -> None:
    made = ehc_plans.start(store, pupil(store), "SEN Support plan")

    with pytest.raises(InvalidError):
        add(store, made, "I", "A school")


# Issuing


def test_an_issued_version_is_frozen_and_says_what_is_open(store: Store, plan: str) -> None:
    issued = ehc_plans.issue(store, plan, "final", on=TODAY, by="A. Tester", today=TODAY)

    assert issued.stage == "final"
    assert {"Q7", "Q11", "Q21"} <= {one.check for one in issued.open}
    now = reading.view(store, plan)
    assert (now.made_on, now.review_by, now.frozen) == (TODAY, D(2027, 11, 21), True)
    line = now.lines[0]
    acts = (
        lambda: add(store, plan, "B", "x"),
        lambda: ehc_plan_lines.change(store, line.id, {"words": "x"}),
        lambda: ehc_plan_lines.move(store, line.id, 1),
        lambda: ehc_plan_lines.remove(store, line.id),
        lambda: ehc_plans.describe(store, plan, {"review_by": TODAY}),
        lambda: ehc_plans.discard(store, plan),
        lambda: ehc_plans.issue(store, plan, "final", on=TODAY, today=TODAY),
    )
    for act in acts:
        with pytest.raises(SendtuiError, match="is frozen"):
            act()
    assert reading.view(store, plan) == now


def test_a_draft_that_names_a_setting_is_not_issued_as_one(store: Store, plan: str) -> None:
    place = add(store, plan, "I", "Puddleby Common School", sort="mainstream school")

    with pytest.raises(SendtuiError, match=r"s\.38\(5\)"):
        ehc_plans.issue(store, plan, "draft", on=TODAY, today=TODAY)
    ehc_plan_lines.remove(store, place)

    assert ehc_plans.issue(store, plan, "draft", on=TODAY, today=TODAY).stage == "draft"


@pytest.mark.parametrize(
    ("as_", "on", "match"),
    [("sent", TODAY, "none of"), ("final", D(2026, 11, 23), "still to come")],
)
def test_an_odd_issue_is_refused(store: Store, plan: str, as_: str, on: date, match: str) -> None:
    with pytest.raises(InvalidError, match=match):
        ehc_plans.issue(store, plan, as_, on=on, today=TODAY)


def test_an_empty_plan_is_not_issued(store: Store) -> None:
    made = ehc_plans.start(store, pupil(store))

    with pytest.raises(SendtuiError, match="nothing in this plan"):
        ehc_plans.issue(store, made, "final", on=TODAY, today=TODAY)


# Versions


def test_from_draft_to_final_to_amended_each_version_stays_as_it_was(
    store: Store, plan: str
) -> None:
    child = reading.view(store, plan).pupil
    ehc_plans.issue(store, plan, "draft", on=D(2026, 10, 1), today=TODAY)
    second = ehc_plans.amend(store, plan)
    line = reading.view(store, second).named("F1")
    assert line is not None
    assert reading.view(store, second).links(line) == ("B1", "E1")
    ehc_plan_lines.change(store, line.id, {"how_often": "weekly", "starts": D(2026, 11, 2)})
    add(store, second, "I", "Puddleby Common School", sort="mainstream school")
    ehc_plans.issue(store, second, "final", on=D(2026, 11, 2), today=TODAY)
    third = ehc_plans.amend(store, second)
    ehc_plans.issue(store, third, "proposed", on=D(2026, 11, 9), today=TODAY)
    fourth = ehc_plans.amend(store, third)
    ehc_plans.issue(store, fourth, "final", on=TODAY, today=TODAY)

    versions = reading.of_pupil(store, child)

    assert [(v.version, v.stage, v.current) for v in versions] == [
        (4, "amended", True), (3, "proposed", False), (2, "final", False), (1, "draft", False),
    ]  # fmt: skip
    assert [reading.view(store, v.id).made_on for v in versions] == [D(2026, 11, 2)] * 3 + [None]
    assert [(c.how, c.after) for c in reading.diff(store, second)] == [
        ("changed", "F1"), ("added", "I1"),
    ]  # fmt: skip
    assert reading.diff(store, fourth) == ()
    assert [(c.how, c.after) for c in reading.diff(store, fourth, plan)] == [
        ("changed", "F1"), ("added", "I1"),
    ]  # fmt: skip


def test_the_first_version_has_none_to_differ_from(store: Store, plan: str) -> None:
    with pytest.raises(SendtuiError, match="first version"):
        reading.diff(store, plan)


def test_amending_is_once_and_after_issuing(store: Store, plan: str) -> None:
    with pytest.raises(SendtuiError, match="can be edited as it is"):
        ehc_plans.amend(store, plan)
    ehc_plans.issue(store, plan, "final", on=TODAY, today=TODAY)
    second = ehc_plans.amend(store, plan)

    with pytest.raises(SendtuiError, match="being written already"):
        ehc_plans.amend(store, plan)
    ehc_plans.discard(store, second)
    assert ehc_plans.amend(store, plan)


def test_amending_is_undone_and_redone_as_one_act(store: Store, plan: str) -> None:
    ehc_plans.issue(store, plan, "final", on=TODAY, today=TODAY)
    second = ehc_plans.amend(store, plan)
    before = reading.view(store, second).lines

    undo(store)
    with store.read() as session:
        assert session.get(Plan, second) is None
        assert all(session.get(PlanLine, x.id) is None for x in before)
    redo(store)

    assert reading.view(store, second).lines == before


def test_a_plan_ceases_with_its_reason_and_another_may_begin(store: Store, plan: str) -> None:
    child = reading.view(store, plan).pupil
    with pytest.raises(SendtuiError, match="never issued"):
        ehc_plans.cease(store, plan, on=TODAY, because="x", today=TODAY)
    ehc_plans.issue(store, plan, "final", on=D(2026, 11, 2), today=TODAY)
    with pytest.raises(InvalidError, match="say why"):
        ehc_plans.cease(store, plan, on=TODAY, because=" ", today=TODAY)
    with pytest.raises(InvalidError, match="before it was issued"):
        ehc_plans.cease(store, plan, on=D(2026, 11, 1), because="x", today=TODAY)

    ehc_plans.cease(store, plan, on=TODAY, because=CRASHING, today=TODAY)

    assert reading.view(store, plan).ceased_because == CRASHING
    assert not reading.of_pupil(store, child)[0].current
    with pytest.raises(SendtuiError, match="has ceased"):
        ehc_plans.amend(store, plan)
    assert ehc_plans.start(store, child)


def test_the_timeline_tells_each_version_that_went_out(store: Store, plan: str) -> None:
    child = reading.view(store, plan).pupil
    ehc_plans.issue(store, plan, "draft", on=D(2026, 10, 1), by="A. Tester", today=TODAY)
    second = ehc_plans.amend(store, plan)
    ehc_plans.issue(store, second, "final", on=D(2026, 11, 2), by="A. Tester", today=TODAY)
    ehc_plans.cease(store, second, on=TODAY, because="He left.", today=TODAY)

    found = [(e.on, e.words, e.record) for e in timeline(store, child) if e.kind == "plan"]

    assert found == [
        (TODAY, "EHCP ceased. He left.", second),
        (D(2026, 11, 2), "EHCP, version 2: issued", second),
        (D(2026, 10, 1), "EHCP, version 1: sent as a draft", plan),
    ]


def test_two_lines_written_at_one_place_have_labels_of_their_own(store: Store, plan: str) -> None:
    child = reading.view(store, plan).pupil
    with store.write("As two people who then met") as tx:
        for words in ("one", "other"):
            tx.add(
                "plan_line",
                {"pupil": child, "plan": plan, "section": "C", "number": 1, "words": words},
            )

    assert [x.label for x in reading.view(store, plan).of("C")] == ["C1", "C2"]


# Printed


def test_a_printed_draft_has_every_part_and_names_no_setting(store: Store, plan: str) -> None:
    add(store, plan, "I", "Puddleby Common School", sort="mainstream school")

    text = ehc_plan_pages.text(store, plan)

    assert "Puddleby Common School" not in text
    assert "Section I is left blank in a draft." in text
    assert all(f"Section {letter}: " in text for letter in SECTIONS)


@pytest.mark.parametrize(
    ("none_required", "says"),
    [(True, "No health provision is required: see section C."), (False, "Nothing is written")],
)
def test_that_nothing_is_required_is_said_only_where_the_needs_say_so(
    store: Store, plan: str, none_required: bool, says: str
) -> None:
    add(store, plan, "C", "Wax blocks the aids.", none_required=none_required)

    text = ehc_plan_pages.text(store, plan)

    assert says in text.partition("Section G")[2].partition("Section H1")[0]


def test_words_of_a_plan_that_look_like_code_are_printed_as_typed(
    store: Store, plan: str, tmp_path: Path
) -> None:
    add(store, plan, "A", CRASHING, sort="view")

    assert CRASHING in ehc_plan_pages.text(store, plan)
    written = ehc_plan_pages.write(store, plan, tmp_path / "plan.pdf", TODAY, large=True)
    assert written.read_bytes().startswith(b"%PDF")


# What is confidential


def test_a_confidential_line_is_veiled_wherever_the_plan_is_read(
    store: Store, plan: str, tmp_path: Path
) -> None:
    now = reading.view(store, plan)
    line = now.lines[-1]
    confidential.mark(store, now.pupil, "plan_line", line.id, today=TODAY)

    veiled = reading.view(store, plan)
    printed = ehc_plan_pages.text(store, plan)
    checked = ehc_plan_checks.check(store, plan, TODAY)

    assert (veiled.lines[-1].label, veiled.lines[-1].words) == ("F1", "confidential")
    assert veiled.lines[:-1] == now.lines[:-1]
    assert "signs" not in printed
    assert all("signs" not in f"{one.sentence} {one.says}" for one in checked.remarks)
    with pytest.raises(HeldBackError):
        ehc_plan_pages.write(store, plan, tmp_path / "plan.txt", TODAY, sort="text")
    written = ehc_plan_pages.write(
        store, plan, tmp_path / "plan.txt", TODAY, sort="text", with_confidential=True
    )
    assert "Spelling with signs." in written.read_text("utf-8")
    confidential.lift(store, now.pupil, line.id, today=TODAY)
    assert reading.view(store, plan).lines == now.lines


# Checks


def test_the_checks_see_what_is_being_typed(store: Store, plan: str) -> None:
    line = reading.view(store, plan).named("F1")
    assert line is not None

    now = ehc_plan_checks.check(store, plan, TODAY)
    typed = ehc_plan_checks.check(
        store, plan, TODAY, instead={line.id: {"words": "Regular spelling.", "starts": None}}
    )

    assert "Q12" not in {one.check for one in now.remarks}
    assert [one.record for one in typed.remarks if one.check == "Q12"] == [line.id]
    assert (now.words, now.reading_minutes) == (24, 1)
    assert now.grade.hard_open == len({one.check for one in now.remarks if one.hard})


def test_as_final_a_plan_without_a_setting_is_open(store: Store, plan: str) -> None:
    draft = ehc_plan_checks.check(store, plan, TODAY)
    final = ehc_plan_checks.check(store, plan, TODAY, as_final=True)

    assert "Q19" not in {one.check for one in draft.remarks}
    assert "Q19" in {one.check for one in final.remarks}


def test_a_name_from_another_record_is_found(store: Store, plan: str) -> None:
    pupil(store, surname="Bramblewick", forename="Tansy")
    add(store, plan, "A", "In class, Tansy likes snails. Will Zephyr?", sort="history")

    found = [one for one in ehc_plan_checks.check(store, plan, TODAY).remarks if one.check == "Q22"]

    assert [one.sentence for one in found] == ["In class, Tansy likes snails."]


def test_the_familys_comments_ask_for_answers(store: Store) -> None:
    child = pupil(store)
    case = cases.open_(store, child, "assessment", opened_on=D(2026, 9, 1), today=TODAY)
    made = ehc_plans.start(store, child)
    case_parts.represent(store, case, "Why not weekly?", on=D(2026, 11, 1))

    found = ehc_plan_checks.check(store, made, TODAY).remarks

    assert [one.sentence for one in found if one.check == "Q27"] == ["Why not weekly?"]


def test_a_user_keeps_words_of_their_own(store: Store, plan: str) -> None:
    made = ehc_plan_checks.make_words_file()
    before = ehc_plan_checks.check(store, plan, TODAY)
    assert ehc_plan_checks.words() == ehc_plan_checks.read_words(ehc_plan_checks.template())
    made.write_text("[vague]\nsigns\n", encoding="utf-8")

    after = ehc_plan_checks.check(store, plan, TODAY)

    added = [one for one in after.remarks if one not in before.remarks]
    assert [(one.check, "“signs”" in one.says) for one in added] == [("Q12", True)]


def test_a_broken_file_of_words_says_where(store: Store, plan: str) -> None:
    made: Path = ehc_plan_checks.make_words_file()
    made.write_text("signs\n", encoding="utf-8")

    with pytest.raises(SendtuiError, match="line 1"):
        ehc_plan_checks.check(store, plan, TODAY)


def test_a_plan_in_a_document_needs_no_case_file() -> None:
    lines = [
        {"section": "B", "words": "Misses the ends of words, so that spelling is hard."},
        {"section": "F", "words": "Regular spelling.", "serves": "B1", "starts": "2026-09-01"},
    ]

    found = ehc_plan_checks.check_document({"lines": lines}, TODAY)

    checks = {one.check for one in found.remarks}
    assert {"Q11", "Q12", "Q19"} <= checks
    assert not {"Q4", "Q13"} & checks


@pytest.mark.parametrize("document", [[], {}, {"lines": [{}]}, {"lines": [], "sort": "IEP"}])
def test_another_document_is_refused(document: object) -> None:
    with pytest.raises(UsageError):
        ehc_plan_checks.check_document(document, TODAY)
