"""Insight: the questions a SENCO has of the whole school, each answered with the rows behind it.

The screen draws an answer, flags print it, a report carries it away.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sendtui.errors import SendtuiError
from sendtui.services import impact, provision_map
from sendtui.services import insight_after as after
from sendtui.services import insight_provision as provision
from sendtui.services import insight_register as register
from sendtui.services import insight_replies as replies
from sendtui.services import insight_time as time
from sendtui.services.insight_readings import Readings as Readings
from sendtui.services.insight_views import Answer as Answer
from sendtui.services.insight_views import Question
from sendtui.services.insight_views import Row as Row
from sendtui.store.store import Store


def readings(store: Store, today: date) -> Readings:
    """What several questions share, each thing of it read when it is first asked for."""
    return Readings(store, today)


def answer(
    store: Store,
    name: str,
    today: date,
    *,
    by: str = "",
    of: Sequence[str] = (),
    known: Readings | None = None,
) -> Answer:
    """The answer to a question, gathered `by` something else where it can be.

    `of` names a row whose own rows are wanted, and a row of those, and so on; `known` is what
    other questions have read before.
    Raises SendtuiError for a question, a gathering or a row there is not.
    """
    found = QUESTIONS.get(name)
    if found is None:
        raise SendtuiError(f"There is no such question. There are: {', '.join(QUESTIONS)}.")
    if by and by not in found.by:
        there_are = ", ".join(found.by) or "nothing else"
        raise SendtuiError(f"This is not gathered by {by!r}. It is by: {there_are}.")
    answered = found.by[by] if by else found.answer
    return replace(answered(known or Readings(store, today)), question=found.asks).within(of)


def plot(found: Answer, width: int, height: int, *, ascii_only: bool = False) -> str:
    """The answer drawn for a terminal, without colour; nothing where there is nothing to draw."""
    from sendtui.formats.bars_text import text

    return text(found.plot, width, height, ascii_only=ascii_only) if found.plot else ""


QUESTIONS: dict[str, Question] = {
    question.name: question
    for question in (
        Question("unseen", "Who is not being seen?", provision.unseen),
        Question("missing", "What is not happening?", provision.missing),
        Question("little", "Who has had much and met little?", provision.little),
        Question(
            "works",
            "What is working, and what is not?",
            provision.works("intervention"),
            {by: provision.works(by) for by in impact.BYS},
        ),
        Question("late", "What will be late?", provision.late),
        Question(
            "given",
            "What do we give, and what does it cost?",
            provision.given("intervention"),
            {by: provision.given(by) for by in provision_map.BYS},
        ),
        Question("adults", "Whose time goes where?", provision.given("adult")),
        Question("pupils", "Who has what, and at what cost?", provision.given("pupil")),
        Question("needs", "What are the needs?", register.needs),
        Question("represented", "Who is on the register more than others?", register.represented),
        Question("noticed", "At what age does support begin?", register.noticed),
        Question(
            "moved",
            "Who moved between layers this year?",
            register.moved,
            {"status": register.moved, "layer": register.layered},
        ),
        Question("waiting", "How long do we wait for services?", provision.waiting),
        Question("timely", "Is it done in time?", time.timely),
        Question(
            "replies",
            "How soon do families hear from us?",
            replies.replies("author"),
            {by: replies.replies(by) for by in replies.BYS},
        ),
        Question("said", "What do families say of us?", after.said),
        Question("alternative", "Who is in alternative provision?", after.alternative),
        Question("destinations", "Where did leavers go?", after.destinations),
        Question("week", "Who is where in the week?", provision.week),
    )
}
"""The questions in the order they are asked, by the name a flag knows them by."""
