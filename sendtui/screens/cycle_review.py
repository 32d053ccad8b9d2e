"""The review of a cycle on one page: ratings, views and decision; kept while it is typed."""

from datetime import date

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import DescendantFocus
from textual.widgets import Static

from sendtui.errors import InvalidError, Problem
from sendtui.models.review import RatingIn, ReviewIn
from sendtui.rules.support import suggested_review
from sendtui.screens.cycle_ratings import ORDER, Ratings
from sendtui.screens.widgets.asks import YES_NO, Ask, Options, asks_of
from sendtui.screens.widgets.form import Form
from sendtui.screens.widgets.oneof import OneOf
from sendtui.screens.widgets.words import Line
from sendtui.services.cycle_views import CycleView
from sendtui.services.reviews import LEAVE, REQUEST, Notes, Rated, Said
from sendtui.services.scales import Scale

DECISIONS = (
    ("continue", "Continue"),
    ("step up", "Step up"),
    ("step down", "Step down"),
    ("leave the SEN register", "Leave"),
    ("request assessment", "Assess"),
)
SAID: Options = (*YES_NO, ("", "Not said"))
ROOMY = 36
"""The lines of a terminal in which ratings and words have room beside each other."""

DECIDED = "leave the SEN register · assess for an EHC plan"


class ReviewPart(Vertical):
    """The review as it is written; `raw` is what a draft keeps of it."""

    DEFAULT_CSS = """
    ReviewPart {
        height: 1fr;
        & > #review-kept { color: $text-muted; padding: 0 1; display: none; }
        & > #review-kept.-told { display: block; }
        & > Form { height: 1fr; margin-top: 1; }
        &.-writing > Form { margin-top: 0; }
        & > .quiet { padding: 0 1; }
    }
    """

    def __init__(self, view: CycleView, scale: Scale, today: date, drafted: dict[str, str]) -> None:
        super().__init__(id="review-part")
        self.view, self._today = view, today
        self._drafted = drafted
        self.ratings = Ratings(view.outcomes, scale, id="ratings")
        self.form = Form(_asks(), _start(today), drafted, id="review-form")

    def compose(self) -> ComposeResult:
        """The ratings, then what is said and decided."""
        yield Line("", id="review-kept")
        if self.view.outcomes:
            yield self.ratings
        else:
            yield Static("This plan has no outcomes to rate.", classes="quiet")
        yield self.form

    def on_mount(self) -> None:
        """Put back what was rated before, and say that it was."""
        self.ratings.put(self._drafted)
        decision = self.form.fields["decision"].control
        if isinstance(decision, OneOf):
            self.watch(decision, "value", self._ask_what_follows)
        if self._drafted:
            self.say("What you wrote before is here again; nothing in it has been saved yet.")

    def say(self, text: str) -> None:
        """Say something about the review as a whole."""
        line = self.query_one("#review-kept", Line)
        line.say(text)
        line.set_class(bool(text), "-told")

    def begin(self) -> None:
        """Put the keys where the review begins."""
        if self.view.outcomes:
            self.ratings.focus()
        else:
            self.form.focus_first()

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Give the room to the words while they are written, where there is not enough for both."""
        writing = event.widget is not self.ratings and self.app.size.height < ROOMY
        self.ratings.brief = writing
        self.set_class(writing, "-writing")

    def _ask_what_follows(self) -> None:
        """Ask for what only one decision needs where it is the one."""
        decision = self.form.fields["decision"].control.raw
        self.form.fields["told_on"].display = decision == LEAVE
        self.form.fields["action_due"].display = decision == REQUEST

    @on(Ratings.Finished)
    def _go_on(self) -> None:
        self.form.focus_first()

    @property
    def raw(self) -> dict[str, str]:
        """What was rated and typed, as a draft keeps it."""
        given = {name: value for name, value in self.ratings.given.items() if value}
        return {**given, **self.form.raw()}

    def notes(self) -> Notes:
        """The review to hold; raises InvalidError with what is missing or cannot be read."""
        problems = list(self.form.problems())
        values = self.form.values()
        if not values.get("decision"):
            problems = [p for p in problems if p.field != "decision"]
            problems.append(Problem("decision", "", "This is needed."))
        if problems:
            raise InvalidError(tuple(problems))

        def text(name: str) -> str:
            return str(values.get(name) or "")

        held_on = values["held_on"]
        return Notes(
            held_on=held_on if isinstance(held_on, date) else self._today,
            decision=text("decision"),
            ratings=self._rated(),
            views=tuple(
                Said(whose, text(f"{whose}_words"), text("gathered") if whose == "pupil" else "")
                for whose in ("pupil", "parent")
                if text(f"{whose}_words")
            ),
            reason=text("reason"),
            summary=text("summary"),
            present=text("present"),
            with_parents=_answer(values.get("with_parents")),
            next_review=_day(values.get("next_review")),
            told_on=_day(values.get("told_on")) if text("decision") == LEAVE else None,
            action_due=_day(values.get("action_due")) if text("decision") == REQUEST else None,
        )

    def _rated(self) -> tuple[Rated, ...]:
        code = self.ratings.code
        return tuple(
            Rated(
                outcome=o.id,
                effect=code(o.id, "effect"),
                effort=code(o.id, "effort"),
                delivered=code(o.id, "delivered"),
                score=code(o.id, "score"),
                note=code(o.id, "note"),
            )
            for o in self.view.outcomes
            if any(code(o.id, name) for name in (*ORDER, "score", "note"))
        )


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None


def _answer(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _asks() -> list[Ask | str]:
    review = asks_of(
        ReviewIn,
        ("decision", "reason", "next_review", "present", "summary", "held_on"),
        long=("summary",),
        options={"decision": DECISIONS},
        hints={"present": "names and roles", "decision": DECIDED},
        prefer={"next_review": "future", "held_on": "past"},
    )
    by_name = {ask.name: ask for ask in review}
    return [
        Ask(
            "pupil_words", "The pupil’s views", "long", "as they said it; leave empty if not asked"
        ),
        Ask("gathered", "How gathered", hint="talk, pictures, form"),
        Ask("parent_words", "The parents’ views", "long", "as they said it"),
        by_name["decision"],
        by_name["reason"],
        by_name["next_review"],
        Ask("with_parents", "Parents were there", "yesno", options=SAID, may_be_none=True),
        by_name["present"],
        by_name["summary"],
        by_name["held_on"],
        Ask(
            "told_on",
            "Parents told on",
            "date",
            "of leaving the SEN register (s.68)",
            may_be_none=True,
            prefer="past",
        ),
        Ask(
            "action_due",
            "Ask by",
            "date",
            "by when to ask for the EHC needs assessment",
            may_be_none=True,
            prefer="future",
        ),
    ]


def _start(today: date) -> dict[str, object]:
    return {"held_on": today, "next_review": suggested_review(today)}


MEASURES = asks_of(RatingIn, ("score", "note"))
"""What is asked beside a rating."""
