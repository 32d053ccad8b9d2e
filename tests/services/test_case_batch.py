"""One thing for many cases: shown, done in one act, taken back by one undo."""

from datetime import date

import pytest

from sendtui.errors import InvalidError, SendtuiError
from sendtui.services import case_batch, case_parts, case_reading, cases
from sendtui.store.store import Store
from sendtui.store.undo import undo
from tests.services.invented import pupil

TODAY = date(2026, 11, 22)
ASKED = date(2026, 9, 1)


def opened(store: Store, process: str) -> str:
    return cases.open_(store, pupil(store), process, opened_on=ASKED, side="la")


def chased(store: Store, case: str) -> list[date | None]:
    return [each.chased_on for each in case_reading.view(store, case, TODAY).advice]


def test_advice_of_many_cases_is_chased_and_one_undo_takes_it_back(store: Store) -> None:
    first, second, none = (opened(store, "assessment") for _ in range(3))
    for case in (first, first, second):
        case_parts.ask(store, case, "medical", on=ASKED, today=TODAY)
    those = (first, second, none)

    before = case_batch.preview(store, those, "chase", TODAY)
    done = case_batch.do(store, those, "chase", on=TODAY, today=TODAY)

    assert before == done
    assert (len(done.cases), done.records, done.left_out) == (2, 3, 1)
    assert chased(store, first) == [TODAY, TODAY]
    with pytest.raises(SendtuiError, match="it is done where advice is out"):
        case_batch.do(store, those, "chase", on=TODAY, today=TODAY)
    undo(store)
    assert chased(store, first) == [None, None]
    assert chased(store, second) == [None]


def test_invitations_are_logged_where_the_meeting_is_set_and_not_held(store: Store) -> None:
    ready, early, held = (opened(store, "annual review") for _ in range(3))
    for case in (ready, held):
        cases.log(store, case, "meeting-set", on=date(2026, 12, 10), today=TODAY)
    cases.log(store, held, "meeting", on=ASKED, today=TODAY)

    done = case_batch.do(store, (ready, early, held), "invited", on=TODAY, today=TODAY)

    assert (done.cases, done.left_out) == ((ready,), 2)
    events = case_reading.view(store, ready, TODAY).events
    assert [each.code for each in events if each.on == TODAY] == ["invited"]


def test_another_act_is_refused(store: Store) -> None:
    with pytest.raises(InvalidError):
        case_batch.preview(store, (), "dance", TODAY)


def test_reports_are_chased_and_plans_maintained_where_the_report_says_so(store: Store) -> None:
    waiting, keep, change = (opened(store, "annual review") for _ in range(3))
    for case in (waiting, keep, change):
        cases.log(store, case, "plan-made", on=date(2026, 1, 20), today=TODAY)
        cases.log(store, case, "meeting", on=date(2026, 11, 3), today=TODAY)
    for case, says in ((keep, "maintain"), (change, "amend")):
        cases.log(store, case, "report", on=TODAY, facts={"recommends": says}, today=TODAY)
    those = (waiting, keep, change)

    chased_ = case_batch.do(store, those, "chase-report", on=TODAY, today=TODAY)
    kept = case_batch.do(store, those, "maintain", on=TODAY, today=TODAY)

    assert (chased_.cases, kept.cases) == ((waiting,), (keep,))
    view = case_reading.view(store, keep, TODAY)
    assert (view.stage, view.warnings) == ("maintained", ())
    assert case_reading.view(store, waiting, TODAY).stage == "held"


def test_settings_that_have_not_answered_are_chased_together(store: Store) -> None:
    case = opened(store, "assessment")
    case_parts.consult(store, case, "Otterbourne High", on=ASKED, today=TODAY)

    case_batch.do(store, (case,), "chase-settings", on=TODAY, today=TODAY)

    (sent,) = case_reading.view(store, case, TODAY).consultations
    assert sent.chased_on == TODAY
