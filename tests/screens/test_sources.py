"""A document named as the source of what a form adds, without any screen drawn."""

import asyncio
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from sendtui.screens import case_forms
from sendtui.screens.drafted import Asked
from sendtui.screens.pupil_forms import NEED, At
from sendtui.screens.sources import FIELD, with_document, with_source
from sendtui.services import case_parts, case_reading, cases, confidential, papers, pupils
from sendtui.store.store import Store
from tests.formats import papers_made as made
from tests.services import invented


class Asking:
    """A screen as far as a form asks its services."""

    def __init__(self, store: Store) -> None:
        self.store = store

    async def ask(self, service: Callable[..., Any], *args: object, **named: object) -> Any:
        """What a service gives."""
        return service(self.store, *args, **named)


@pytest.fixture
def pupil(store: Store) -> str:
    return invented.pupil(store)


@pytest.fixture
def report(store: Store, pupil: str, today: date) -> str:
    looked = papers.Looked("report.txt", "text/plain", 5, "words", "", made.docx("words"))
    return papers.add(store, pupil, looked, {"title": "EP [/x] report"}, today=today)


def need_form(store: Store, pupil: str, today: date, record: str = "") -> Asked:
    screen: Any = Asking(store)
    at = At(screen, pupils.view(store, pupil, today), today, "A. Tester")
    return asyncio.run(with_source(screen, pupil, NEED.asked(at), record))


def test_a_need_is_added_with_the_document_it_comes_from(
    store: Store, pupil: str, report: str, today: date
) -> None:
    asked = need_form(store, pupil, today)

    made_ = asked.save({"code": "SPLD", FIELD: report})
    asyncio.run(made_)  # type: ignore[arg-type]

    (need,) = pupils.view(store, pupil, today).needs
    assert [each.supports for each in papers.of_pupil(store, pupil)] == [need.id]
    assert need_form(store, pupil, today, need.id).initial[FIELD] == report


def test_an_event_and_the_advice_of_a_case_name_the_document_they_come_from(
    store: Store, pupil: str, report: str, today: date
) -> None:
    case = cases.open_(store, pupil, "assessment", opened_on=today, side="la")
    advice = case_parts.ask(store, case, "psychological", on=today)
    screen: Any = Asking(store)
    at = case_forms.InCase(screen, case_reading.view(store, case, today), today, "A. Tester")

    for form in (case_forms.event(at, "panel"), case_forms.receive(at, advice)):
        asked = asyncio.run(with_document(screen, pupil, form))
        asyncio.run(asked.save({"decided": "To assess", FIELD: report}))  # type: ignore[arg-type]

    found = case_reading.view(store, case, today)
    (event,) = found.events
    assert event.shown == (("What it decided", "To assess"), ("Source document", "EP [/x] report"))
    assert [each.source for each in found.advice] == ["EP [/x] report"]
    confidential.mark(store, pupil, "document", report, today=today)
    assert "[/x]" not in repr(case_reading.view(store, case, today))


def test_without_documents_a_form_asks_for_none(store: Store, pupil: str, today: date) -> None:
    asked = need_form(store, pupil, today)

    assert FIELD not in [getattr(each, "name", "") for each in asked.asks]
