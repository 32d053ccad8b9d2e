"""All that others owe, in one list, on 22 November 2026."""

from datetime import date

import pytest

from sendtui.errors import SendtuiError
from sendtui.services import case_parts, case_tracker, cases, confidential
from sendtui.store.store import Store
from sendtui.store.undo import undo
from tests.services.invented import pupil

TODAY = date(2026, 11, 22)


def assessed(store: Store, caseworker: str = "Tansy", **named: str) -> str:
    case = cases.open_(
        store, pupil(store, **named), "assessment", opened_on=date(2026, 9, 1), side="la",
        caseworker=caseworker,
    )  # fmt: skip
    cases.log(store, case, "request", on=date(2026, 9, 1), today=TODAY)
    return case


@pytest.fixture
def busy(store: Store) -> tuple[Store, str]:
    """Two cases: advice asked in both, a consultation in one, one answer in already."""
    first, second = assessed(store), assessed(store, "Bramble")
    case_parts.ask(store, first, "medical", on=date(2026, 10, 1), who="Dr Owl", today=TODAY)
    case_parts.ask(store, second, "psychological", on=date(2026, 11, 2), today=TODAY)
    come = case_parts.ask(store, second, "educational", on=date(2026, 10, 1), today=TODAY)
    case_parts.receive(store, come, on=date(2026, 10, 9), today=TODAY)
    case_parts.consult(store, first, "Otterbourne High", on=date(2026, 11, 10), today=TODAY)
    return store, first


def test_advice_and_consultations_stand_in_one_list_the_longest_late_first(
    busy: tuple[Store, str],
) -> None:
    found = case_tracker.outstanding(busy[0], TODAY)

    assert [(o.sort, o.who, o.days_left) for o in found] == [
        ("advice", "Dr Owl", -10),
        ("consultation", "Otterbourne High", 3),
        ("advice", "", 22),
    ]
    assert found[0].is_late
    assert "reg 8" in found[0].rule


@pytest.mark.parametrize(
    ("asked", "count"),
    [({"sort": "advice"}, 2), ({"caseworker": "bramble"}, 1), ({"who": "owl"}, 1),
     ({"who": "medical"}, 1), ({"late": True}, 1), ({"sort": "consultation", "late": True}, 0)],
    ids=str,
)  # fmt: skip
def test_the_list_is_narrowed(
    busy: tuple[Store, str], asked: dict[str, object], count: int
) -> None:
    assert len(case_tracker.outstanding(busy[0], TODAY, **asked)) == count  # type: ignore[arg-type]


def test_many_are_chased_in_one_act_and_one_undo_takes_it_back(busy: tuple[Store, str]) -> None:
    store, _ = busy
    those = [each.id for each in case_tracker.outstanding(store, TODAY)]

    assert case_tracker.chase(store, those, on=TODAY, today=TODAY) == 3

    assert {o.chased_on for o in case_tracker.outstanding(store, TODAY)} == {TODAY}
    undo(store)
    assert {o.chased_on for o in case_tracker.outstanding(store, TODAY)} == {None}


def test_what_has_come_in_is_not_chased(store: Store) -> None:
    case = assessed(store)
    asked = case_parts.ask(store, case, "medical", on=date(2026, 10, 1), today=TODAY)
    case_parts.receive(store, asked, on=date(2026, 10, 9), today=TODAY)

    with pytest.raises(SendtuiError, match="nothing left to chase"):
        case_tracker.chase(store, [asked], on=TODAY, today=TODAY)


def test_of_a_confidential_case_only_the_day_is_told(busy: tuple[Store, str]) -> None:
    store, case = busy
    (first, *_) = case_tracker.outstanding(store, TODAY)
    confidential.mark(store, first.pupil, "case", case, today=TODAY)

    (veiled, *_) = case_tracker.outstanding(store, TODAY, caseworker="Tansy")

    assert (veiled.who, veiled.caseworker, veiled.due) == ("confidential", "", first.due)
