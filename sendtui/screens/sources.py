"""Naming a document as the source of a need, a provision or evidence, in that one's own form."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sendtui.screens.base import DataScreen
from sendtui.screens.drafted import Asked, Save
from sendtui.screens.widgets.asks import Ask
from sendtui.screens.widgets.dateinput import short
from sendtui.screens.widgets.words import one_line
from sendtui.services import papers
from sendtui.services.papers import DocumentView

FIELD = "source_document"
HINT = "a report or letter that is kept (b on the pupil); it may be the source of several"


async def with_source(screen: DataScreen[Any], pupil: str, asked: Asked, record: str = "") -> Asked:
    """The form with the pupil's documents to choose from; as it was, where none is kept.

    What the form saves has to give the id of what was added, unless its `record` is there already.
    """
    found = await screen.ask(papers.of_pupil, pupil)
    if not found:
        return asked
    now = next((each.id for each in found if record and record in each.supports.split()), "")

    async def save(values: dict[str, object]) -> None:
        given = dict(values)
        document = str(given.pop(FIELD, "") or "")
        made = await asked.save(given)
        whose = record or (made if isinstance(made, str) else "")
        if document != now and whose:
            await screen.ask(papers.support, whose, document, now)

    return _asking(asked, found, now, save)


async def with_document(screen: DataScreen[Any], pupil: str, asked: Asked, now: str = "") -> Asked:
    """The form with the documents to choose from, for what keeps its source itself, as `FIELD`.

    `now` is the source it has; the form stays as it was where no document is kept.
    """
    found = await screen.ask(papers.of_pupil, pupil)
    return _asking(asked, found, now, asked.save) if found else asked


def _asking(asked: Asked, found: Sequence[DocumentView], now: str, save: Save) -> Asked:
    options = tuple((each.id, _called(each)) for each in found)
    field = Ask(FIELD, "Source document", "choice", HINT, options=options)
    start: Mapping[str, object] = {**asked.initial, FIELD: now}
    return replace(asked, asks=[*asked.asks, field], save=save, initial=start)


def _called(one: DocumentView) -> str:
    day = one.dated or one.received_on
    return " · ".join(filter(None, (one_line(one.title), one.author, short(day) if day else "")))
