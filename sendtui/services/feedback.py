"""Complaints and compliments: what came, from whom, when it was answered and what came of it.

What is said about one pupil stands in that pupil's record and goes with it; what is said of the
school's work as a whole stands with the school and names no child.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, select

from sendtui.models.feedback import Feedback, SchoolFeedback
from sendtui.models.pupil import Pupil
from sendtui.services import veil, writes
from sendtui.services.pupil_reading import of
from sendtui.services.records import (
    as_day,
    called,
    days_cleared,
    has_happened,
    in_time,
    known_fields,
    require_pupil,
)
from sendtui.store.store import Store

Bases = Mapping[str, tuple[int, ...]]

FIELDS = ("sort", "received_on", "from_role", "about", "said", "stage", "answer_by", "answered_on",
          "outcome", "by")  # fmt: skip
DAYS = ("received_on", "answer_by", "answered_on")


@dataclass(frozen=True, slots=True)
class FeedbackView:
    """One complaint or compliment; `pupil` and `name` are "" where it is about no single pupil.

    `days` are from the day it came until it was answered, or so far.
    """

    id: str
    kind: str
    pupil: str
    name: str
    sort: str
    received_on: date
    from_role: str
    about: str
    said: str
    stage: str
    answer_by: date | None
    answered_on: date | None
    outcome: str
    by: str
    days: int
    late: bool
    heads: Bases

    @property
    def is_open(self) -> bool:
        """Whether it is a complaint that waits for its answer."""
        return self.sort == "complaint" and self.answered_on is None

    @property
    def standing(self) -> str:
        """Where it stands, in a word or two."""
        if self.answered_on is not None:
            return "answered"
        if not self.is_open:
            return ""
        return "late" if self.late else "open"


@writes
def add(store: Store, values: Mapping[str, object], pupil: str = "", *, today: date) -> str:
    """Write down a complaint or a compliment, about a pupil where one is named; returns its id.

    Raises InvalidError for what does not hold, such as an answer before it came.
    """
    given = {"received_on": today, **days_cleared(values, DAYS)}
    _check(given, today)
    setting = store.setting
    with store.write(f"Add a {_sort(given)}", true_on=as_day(given["received_on"])) as tx:
        if not pupil:
            return tx.add("school_feedback", {**given, "setting": setting})
        require_pupil(tx.session, pupil)
        return tx.add("feedback", {**given, "pupil": pupil})


def of_pupil(store: Store, pupil: str, today: date) -> tuple[FeedbackView, ...]:
    """What was said about a pupil's support, the newest first."""
    with store.read() as session:
        who = require_pupil(session, pupil)
        hidden = veil.hidden(store, session, today)
        found = [_view(store, session, one, today, who) for one in of(session, Feedback, pupil)]
    return veil.veil(_newest(found), pupil, hidden)


def all_of(store: Store, today: date) -> tuple[FeedbackView, ...]:
    """Every complaint and compliment, the newest first; without what is confidential just now."""
    with store.read() as session:
        hidden = veil.hidden(store, session, today)
        asked = select(Feedback, Pupil).where(Feedback.pupil == Pupil.id)
        found = [
            _view(store, session, each, today, pupil)
            for each, pupil in session.exec(asked)
            if not hidden.covers(pupil.id, each.id)
        ]
        found += [_view(store, session, e, today) for e in session.exec(select(SchoolFeedback))]
    return _newest(found)


def _newest(found: list[FeedbackView]) -> tuple[FeedbackView, ...]:
    return tuple(sorted(found, key=lambda each: (each.received_on, each.id), reverse=True))


def _view(
    store: Store,
    session: Session,
    one: Feedback | SchoolFeedback,
    today: date,
    pupil: Pupil | None = None,
) -> FeedbackView:
    is_open = one.sort == "complaint" and one.answered_on is None
    return FeedbackView(
        id=one.id,
        kind=_kind(one),
        pupil=pupil.id if pupil else "",
        name=called(pupil) if pupil else "",
        days=max(0, ((one.answered_on or today) - one.received_on).days),
        late=is_open and one.answer_by is not None and one.answer_by < today,
        heads=store.heads(session, one.id),
        **{name: getattr(one, name) for name in FIELDS},
    )


def _kind(one: Feedback | SchoolFeedback) -> str:
    return "feedback" if isinstance(one, Feedback) else "school_feedback"


def _sort(values: Mapping[str, object]) -> str:
    return "compliment" if values.get("sort") == "compliment" else "complaint"


def _check(values: Mapping[str, object], today: date) -> None:
    known_fields(values, FIELDS)
    came = as_day(values.get("received_on")) or today
    for name in ("received_on", "answered_on"):
        has_happened(name, as_day(values.get(name)), today)
    for name in ("answer_by", "answered_on"):
        in_time(name, as_day(values.get(name)), came, "the day it came")
