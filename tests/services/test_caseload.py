"""The open cases kept from question to question are those that the record has."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from datetime import date
from typing import Any

import pytest

from sendtui.rules.case_standing import reckoned
from sendtui.services import (
    amend,
    case_parts,
    caseload,
    cases,
    ehc_plans,
    erasing,
    preferences,
)
from sendtui.services.case_known import Known, facts_for_lists, known_plans
from sendtui.services.confidential import NOTHING, Marked
from sendtui.store.store import Store
from sendtui.store.undo import redo, undo
from tests.services.invented import pupil

TODAY = date(2026, 11, 22)
ASKED = date(2026, 9, 1)


def opened(store: Store, process: str, code: str, **named: str) -> tuple[str, str]:
    """A pupil and their case, in which one thing has happened."""
    whose = pupil(store, **named)
    case = cases.open_(store, whose, process, opened_on=ASKED, side="la", today=TODAY)
    cases.log(store, case, code, on=ASKED, today=TODAY)
    return whose, case


def kept(store: Store, hidden: Marked = NOTHING) -> dict[str, caseload.Case]:
    with store.read() as session:
        return {case.id: case for case in caseload.open_cases(store, session, hidden)}


def kept_plans(store: Store) -> Mapping[str, Known]:
    with store.read() as session:
        return caseload.plans(store, session)


def read_anew(store: Store) -> dict[str, Any]:
    with store.read() as session:
        return facts_for_lists(session)


@pytest.fixture
def others(store: Store) -> Iterator[Store]:
    """The same case file, open in another program; a register is opened once here."""
    with Store.open(store.path, store.key) if store.path.exists() else nullcontext(store) as other:
        yield other


def acts(store: Store, other: Store) -> Iterator[Callable[[], object]]:
    """Everything that a case follows from, changed one thing after the other."""
    zephyr, case = opened(store, "assessment", "request")
    tansy, review = opened(store, "annual review", "meeting", surname="Bramblewick")
    assess = {"decision": "assess"}
    logged = cases.log(store, case, "decision", on=TODAY, facts=assess, today=TODAY)
    yield lambda: cases.strike(store, logged.id, on=TODAY, today=TODAY)
    yield lambda: undo(store)
    yield lambda: redo(store)
    asked = case_parts.ask(store, case, "medical", on=TODAY, today=TODAY)
    yield lambda: case_parts.receive(store, asked, on=TODAY, today=TODAY)
    yield lambda: case_parts.consult(store, case, "Otterbourne High", on=TODAY, today=TODAY)
    yield lambda: case_parts.represent(store, case, on=TODAY, what="Too short", today=TODAY)
    yield lambda: cases.log(other, review, "report", on=TODAY, today=TODAY)
    amended = {"decision": "amend"}
    yield lambda: cases.log(other, review, "decision", on=TODAY, facts=amended, today=TODAY)
    yield lambda: amend.amend(store, "pupil", zephyr, {"born": date(2010, 1, 1)}, today=TODAY)
    yield lambda: ehc_plans.start(store, tansy, today=TODAY)
    yield lambda: cases.amend(store, case, {"caseworker": "Wren"})
    yield lambda: cases.close(store, case, on=TODAY, outcome="moved away", today=TODAY)
    yield lambda: cases.reopen(store, case)
    yield lambda: opened(other, "annual review", "meeting-set", surname="Otterley")
    yield lambda: preferences.count_twelve_months_from(store, "meeting")
    gone = {"reason": "court order", "word": "ERASE", "today": TODAY}
    yield lambda: erasing.erase(store, zephyr, **gone)  # type: ignore[arg-type]


def test_what_is_kept_is_what_the_record_says_after_every_act(store: Store, others: Store) -> None:
    for act in acts(store, others):
        kept(store)
        act()

        found, facts = kept(store), read_anew(store)

        assert {id_: case.facts for id_, case in found.items()} == facts
        assert {id_: case.reckoned.next for id_, case in found.items()} == {
            id_: reckoned(each).next for id_, each in facts.items()
        }


def test_the_plans_that_are_kept_are_those_of_the_record_after_every_act(
    store: Store, others: Store
) -> None:
    seen = set()
    for act in acts(store, others):
        kept_plans(store)
        act()

        found = kept_plans(store)
        with store.read() as session:
            assert found == known_plans(session.connection())
        seen.add(len(found))

    assert seen == {0, 1}
    assert kept_plans(store) is kept_plans(store)


def test_a_case_of_whom_nothing_was_written_is_not_read_again(store: Store) -> None:
    _, first = opened(store, "assessment", "request")
    _, second = opened(store, "assessment", "request")
    before = kept(store)

    cases.log(store, first, "consulted", on=TODAY, today=TODAY)

    after = kept(store)
    assert after[first].reckoned is not before[first].reckoned
    assert after[second].reckoned is before[second].reckoned


def test_a_locked_case_file_keeps_nothing(store: Store) -> None:
    opened(store, "assessment", "request")
    assert kept(store)

    store.close()

    assert not store.kept


def test_who_was_asked_in_confidence_is_kept_from_one_asker_and_not_from_the_next(
    store: Store,
) -> None:
    _, case = opened(store, "assessment", "request")
    asked = case_parts.ask(store, case, "medical", on=ASKED, who="Dr Owl", today=TODAY)
    hidden = Marked(frozenset([asked]), frozenset())

    veiled, plain = kept(store, hidden), kept(store)

    assert "Dr Owl" not in str(veiled[case].reckoned.limits)
    assert "Dr Owl" in str(plain[case].reckoned.limits)
