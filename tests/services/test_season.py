"""The season of reviews on 22 November 2026: by month, school and stage, and each school's list."""

from datetime import date

import pytest

from sendtui.errors import SendtuiError
from sendtui.services import arrangements, cases, confidential, season
from sendtui.services.dates import dates
from sendtui.store.store import Store
from tests.services.invented import pupil, status

TODAY = date(2026, 11, 22)


def planned(store: Store, made: date, where: str = "", **fields: object) -> str:
    """A pupil whose plan was first made on a day."""
    child = pupil(store, **fields)
    status(store, child, "E", made)
    with store.write("Add a plan") as tx:
        tx.add("plan", {"pupil": child, "stage": "final", "made_on": made, "sort": "EHCP"})
    if where:
        arrangements.add(store, child, {"sort": "placement", "where": where, "since": made})
    return child


def reviewing(store: Store, child: str, *events: tuple[str, date], **facts: str) -> str:
    case = cases.open_(
        store, child, "annual review", opened_on=date(2026, 9, 1), side="la", caseworker="Tansy"
    )
    for code, on in events:
        given = facts if code in ("report", "decision") else {}
        cases.log(store, case, code, on=on, facts=given, today=TODAY)
    return case


@pytest.mark.parametrize(
    ("events", "stage"),
    [
        ((), "arrange"),
        ((("meeting-set", date(2026, 12, 8)),), "arranged"),
        ((("meeting-set", date(2026, 12, 8)), ("invited", TODAY)), "invited"),
        ((("meeting", date(2026, 11, 10)),), "held"),
        ((("meeting", date(2026, 11, 10)), ("report", TODAY)), "decide"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_review_stands_at_its_stage_in_the_month_its_year_ends(
    store: Store, events: tuple[tuple[str, date], ...], stage: str
) -> None:
    child = planned(store, date(2026, 1, 20), "Otterbourne High")
    case = reviewing(store, child, *events)

    (line,) = season.reviews(store, TODAY)
    (cell,) = season.board((line,))

    assert (line.case, line.stage, line.due) == (case, stage, date(2027, 1, 19))
    assert (cell.month, cell.where, cell.counts) == (
        date(2027, 1, 1), "Otterbourne High", {stage: 1},
    )  # fmt: skip


def test_a_plan_without_an_open_review_is_on_the_board_too(store: Store) -> None:
    planned(store, date(2025, 10, 1))
    pupil(store)

    (line,) = season.reviews(store, TODAY)

    assert (line.stage, line.case, line.where) == ("none", "", "Puddleby Common Primary School")
    assert line.is_late


def test_reports_not_decided_are_listed_by_the_days_left_to_four_weeks(store: Store) -> None:
    for met in (date(2026, 11, 12), date(2026, 11, 2)):
        child = planned(store, date(2026, 3, 1))
        reviewing(store, child, ("meeting", met), ("report", TODAY), recommends="maintain")

    found = season.to_decide(store, TODAY)

    assert [each.decide_by for each in found] == [date(2026, 11, 30), date(2026, 12, 10)]
    assert [each.days_left for each in found] == [8, 18]
    assert found[0].recommends == "maintain"


def test_what_is_due_stands_with_the_rule_of_its_next_limit(store: Store) -> None:
    planned(store, date(2025, 10, 1))
    for meeting in (date(2026, 11, 2), date(2026, 3, 1)):
        reviewing(store, planned(store, date(2026, 3, 1)), ("meeting", meeting))
    decided = planned(store, date(2026, 2, 1))
    reviewing(store, decided, ("meeting", TODAY), ("decision", TODAY), decision="maintain")

    found = season.due(store, TODAY)

    assert [(each.due, each.rule) for each in found] == [
        (date(2026, 3, 29), "AR-08"), (date(2026, 9, 30), "AR-01"), (date(2026, 11, 30), "AR-08"),
        (date(2027, 11, 21), "AR-02"),
    ]  # fmt: skip
    assert [each.days_left for each in found] == [-238, -53, 8, 364]
    assert str(found[0].citation).startswith("SEND Regulations 2014 reg 20(10) (statutory")
    assert len(season.due(store, TODAY, within=0)) == 2


def test_what_was_decided_and_is_not_carried_out_is_due_by_its_own_rule(store: Store) -> None:
    def decided(met: date, *events: tuple[str, date], to: str) -> str:
        child = planned(store, date(2026, 2, 1))
        decision = ("decision", date(2026, 10, 20))
        reviewing(store, child, ("meeting", met), decision, *events, decision=to)
        return child

    met = date(2026, 10, 1)
    decided(met, to="amend")
    decided(met, ("amendment-notice", date(2026, 10, 20)), to="amend")
    notice = ("amendment-notice", date(2026, 10, 20))
    decided(met, notice, ("final", date(2026, 11, 10)), to="amend")
    decided(met, notice, ("not-amended", date(2026, 11, 10)), to="amend")
    ceased = decided(met, to="cease")

    found = season.due(store, TODAY)

    assert [(each.label, each.rule, each.due, each.days_left) for each in found] == [
        ("To cease: a case of its own", "CE-04", date(2026, 10, 20), None),
        ("To be amended: the notice is to be sent", "AR-09", date(2026, 10, 29), -24),
        ("Amendment notice with the family", "AR-11", date(2026, 12, 15), 23),
        ("Final amended plan sent", "AR-02", date(2027, 10, 19), 331),
        ("Not amended after all", "AR-02", date(2027, 10, 19), 331),
    ]
    assert [each.is_late for each in found] == [False, True, False, False, False]
    assert len(season.due(store, TODAY, within=7)) == 2
    (month,) = season.board(season.reviews(store, TODAY))
    assert (month.month, month.late) == (date(2027, 1, 1), 1)

    cases.open_(store, ceased, "ceasing", opened_on=TODAY, side="la")

    assert [each.rule for each in season.due(store, TODAY)][:2] == ["AR-09", "AR-11"]


def test_the_next_review_of_a_plan_is_due_though_the_last_case_was_never_closed(
    store: Store,
) -> None:
    child = planned(store, date(2025, 2, 1), "Otterbourne High")
    met = date(2026, 1, 20)
    reviewing(store, child, ("meeting", met), ("decision", met), decision="maintain")

    (line,) = season.due(store, TODAY)
    (there,) = season.school_lists(store, TODAY)

    assert (line.stage, line.rule, line.due) == ("done", "AR-02", date(2027, 1, 19))
    assert [(each.stage, each.due) for each in there.reviews] == [("none", line.due)]
    (late,) = season.reviews(store, date(2027, 1, 20))
    assert late.is_late


def test_each_school_has_its_list_two_weeks_before_the_coming_term(store: Store) -> None:
    planned(store, date(2026, 2, 10), "Otterbourne High")
    planned(store, date(2025, 6, 1), "Ambleworth College")
    planned(store, date(2026, 9, 1), "Otterbourne High")
    decided = planned(store, date(2026, 2, 1), "Otterbourne High")
    reviewing(store, decided, ("meeting", date(2026, 11, 2)), ("decision", TODAY),
              decision="maintain")  # fmt: skip

    first, second = season.school_lists(store, TODAY)

    assert (first.where, len(first.reviews)) == ("Ambleworth College", 1)
    assert (second.where, len(second.reviews)) == ("Otterbourne High", 1)
    assert (first.term.name, first.send_by) == ("spring", date(2026, 12, 18))
    assert "Code of Practice" in first.citation.text


def test_a_confidential_review_keeps_its_month_and_tells_no_stage(store: Store) -> None:
    child = planned(store, date(2026, 1, 20))
    case = reviewing(store, child, ("meeting", date(2026, 11, 2)))
    confidential.mark(store, child, "case", case, today=TODAY)

    (line,) = season.reviews(store, TODAY, caseworker="tansy")

    assert (line.stage, line.caseworker, line.due) == ("", "", date(2027, 1, 19))
    assert (line.rule, line.citation) == ("", None)


def test_the_date_of_the_authoritys_system_stands_in_where_ours_is_unknown(store: Store) -> None:
    child = pupil(store)
    case = reviewing(store, child)
    with store.write("Import") as tx:
        tx.put("case", case, {"review_due_there": date(2027, 3, 2)})

    (line,) = season.reviews(store, TODAY)

    assert line.due == date(2027, 3, 2)


def test_reviews_are_opened_for_many_in_one_act(store: Store) -> None:
    first, second = planned(store, date(2026, 1, 20)), planned(store, date(2026, 2, 20))
    reviewing(store, second)

    assert season.open_reviews(store, (first, second, first), on=TODAY, today=TODAY) == 1

    assert {line.stage for line in season.reviews(store, TODAY)} == {"arrange"}
    with pytest.raises(SendtuiError, match="open for each"):
        season.open_reviews(store, (first,), on=TODAY, today=TODAY)


def test_an_authoritys_calendar_says_when_the_lists_go_to_schools(store: Store) -> None:
    days = (date(2026, 12, 1), date(2026, 12, 31))
    before = [each for each in dates(store, *days, TODAY) if each.label == "To schools"]
    with store.write("Set up") as tx:
        tx.put("setting", store.setting, {"sort": "la"})

    (found,) = [each for each in dates(store, *days, TODAY) if each.label == "To schools"]

    assert before == []
    assert found.day == date(2026, 12, 18)
    assert "spring term 2027" in found.words
