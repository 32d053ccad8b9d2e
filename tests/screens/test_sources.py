"""A document named as the source of what a form adds, without any screen drawn."""

import asyncio
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from sendtui.screens.drafted import Asked
from sendtui.screens.pupil_forms import NEED, At
from sendtui.screens.sources import FIELD, with_source
from sendtui.services import papers, pupils
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


def test_without_documents_a_form_asks_for_none(store: Store, pupil: str, today: date) -> None:
    asked = need_form(store, pupil, today)

    assert FIELD not in [getattr(each, "name", "") for each in asked.asks]
