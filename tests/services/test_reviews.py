"""Holding a review: one act that rates, writes down, ends the cycle and does what was decided."""

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import select

from sendtui.errors import InvalidError, SendtuiError
from sendtui.models.action import Action
from sendtui.models.status import Status
from sendtui.services import cycle_reading, cycles, pupils, reviews
from sendtui.services.reviews import Notes, Rated, Said
from sendtui.store.store import Store
from sendtui.store.undo import undo
from tests.services.invented import CRASHING, cycle, outcome, provision, pupil, status

HELD = date(2026, 11, 20)
NEXT = date(2027, 2, 12)


@pytest.fixture
def zephyr(store: Store) -> str:
    """A pupil on SEN Support."""
    found = pupil(store)
    status(store, found, "K")
    return found


@pytest.fixture
def reading(store: Store, zephyr: str) -> str:
    """An open cycle of his."""
    return cycle(store, zephyr, focus=CRASHING, lead="A. Tester")


def statuses(store: Store, pupil: str) -> list[Status]:
    with store.read() as session:
        return list(session.exec(select(Status).where(Status.pupil == pupil).order_by("since")))


def test_a_review_ends_the_cycle_with_everything_said(
    store: Store, reading: str, today: date
) -> None:
    ten = outcome(store, reading)
    rated = Rated(ten, "nearly", "steady", "most", score="92", note=CRASHING)
    said = (Said("pupil", CRASHING, "pictures"), Said("parent", CRASHING), Said("parent", "  "))

    reviews.hold(
        store,
        reading,
        Notes(
            HELD,
            "continue",
            (rated,),
            said,
            reason=CRASHING,
            summary=CRASHING,
            present=CRASHING,
            with_parents=True,
            next_review=NEXT,
        ),
    )

    found = cycle_reading.cycle(store, reading, today)
    assert (found.end, found.ended_on, found.stage) == ("reviewed", HELD, "review")
    (review,) = found.reviews
    assert (review.decision, review.summary, review.next_review) == ("continue", CRASHING, NEXT)
    assert [(v.words, v.gathered) for v in found.pupil_views] == [(CRASHING, "pictures")]
    assert [v.words for v in found.parent_views] == [CRASHING]
    rating = found.outcomes[0].rating
    assert rating is not None
    assert (rating.effort_label, rating.delivered_label) == ("Steady effort", "Most of it")
    assert (rating.effect_label, rating.met, rating.note) == ("Nearly met", False, CRASHING)


def test_one_undo_takes_a_whole_review_back(
    store: Store, zephyr: str, reading: str, today: date
) -> None:
    ten, _ = outcome(store, reading), provision(store, reading)
    before = cycle_reading.cycle(store, reading, today)
    notes = Notes(HELD, "step up", (Rated(ten, "some"),), (Said("pupil", "x"),), carry=True)
    reviews.hold(store, reading, notes)

    assert undo(store).label == "Hold a review"

    assert [c.id for c in cycle_reading.of_pupil(store, zephyr, today)] == [reading]
    after = cycle_reading.cycle(store, reading, today)
    assert replace(after, heads={}) == replace(before, heads={})


def test_an_outcome_may_go_unrated_and_is_shown_so(store: Store, reading: str, today: date) -> None:
    ten, page = outcome(store, reading), outcome(store, reading)

    held = reviews.hold(store, reading, Notes(HELD, "continue", (Rated(ten, "met"), Rated(page))))

    assert (held.unrated, held.unmet) == ((page,), ())
    found = cycle_reading.cycle(store, reading, today)
    assert [o.rating is not None for o in found.outcomes] == [True, False]
    assert "not rated" in {finding.check for finding in found.findings}


@pytest.mark.parametrize("decision", ["continue", "step up", "step down", "request assessment"])
def test_what_is_not_met_is_carried_forward_with_its_source(
    store: Store, zephyr: str, reading: str, today: date, decision: str
) -> None:
    met, unmet = outcome(store, reading, "met one"), outcome(store, reading, CRASHING)
    ratings = (Rated(met, "met"), Rated(unmet, "no change"))

    held = reviews.hold(
        store, reading, Notes(HELD, decision, ratings, next_review=NEXT, carry=True)
    )

    fresh = cycle_reading.cycle(store, held.next_cycle, today)
    assert (fresh.number, fresh.focus, fresh.started_on) == (2, CRASHING, HELD)
    assert fresh.review_due == NEXT
    (carried,) = fresh.outcomes
    assert (carried.what, carried.carried_from) == (CRASHING, unmet)
    assert carried.carried_from_says == "carried from cycle 1, outcome 2"
    assert carried.by == NEXT
    assert cycle_reading.current(store, zephyr) == held.next_cycle


def test_nothing_is_carried_unless_asked(store: Store, zephyr: str, reading: str) -> None:
    outcome(store, reading)

    held = reviews.hold(store, reading, Notes(HELD, "continue"))

    assert (held.next_cycle, held.carried) == ("", ())
    assert cycle_reading.current(store, zephyr) == reading


def test_leaving_the_register_is_a_step_of_the_status_history(
    store: Store, zephyr: str, reading: str
) -> None:
    told = {"told_on": HELD, "told_how": "in the meeting"}

    held = reviews.hold(
        store,
        reading,
        Notes(HELD, "leave the SEN register", reason=CRASHING, **told),  # type: ignore[arg-type]
    )

    last = statuses(store, zephyr)[-1]
    assert (last.id, last.status, last.since, last.reason) == (held.status, "N", HELD, CRASHING)
    assert (last.parents_told_on, last.parents_told_how) == (HELD, "in the meeting")
    undo(store)
    assert [s.status for s in statuses(store, zephyr)] == ["K"]


def test_a_pupil_with_a_plan_does_not_leave_by_a_review(
    store: Store, zephyr: str, reading: str, today: date
) -> None:
    status(store, zephyr, "E", date(2026, 10, 1))

    with pytest.raises(SendtuiError, match="only the local authority"):
        reviews.hold(store, reading, Notes(HELD, "leave the SEN register"))

    assert cycle_reading.cycle(store, reading, today).reviews == ()


def test_asking_for_an_assessment_is_an_action(store: Store, zephyr: str, reading: str) -> None:
    held = reviews.hold(
        store, reading, Notes(HELD, "request assessment", reason=CRASHING, action_due=NEXT)
    )

    with store.read() as session:
        action = session.get(Action, held.action)
    assert action is not None
    assert (action.pupil, action.owner, action.due) == (zephyr, "A. Tester", NEXT)
    assert action.note == CRASHING


def test_a_cycle_is_reviewed_once(store: Store, reading: str) -> None:
    reviews.hold(store, reading, Notes(HELD, "continue"))

    with pytest.raises(SendtuiError, match="Cycle 1 ended"):
        reviews.hold(store, reading, Notes(HELD, "continue"))


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        pytest.param({"held_on": date(2026, 9, 1)}, "held_on", id="before the cycle"),
        pytest.param({"next_review": HELD}, "next_review", id="next review on the same day"),
        pytest.param({"decision": "expel"}, "decision", id="no such decision"),
        pytest.param({"ratings": (Rated("0" * 32, "met"),)}, "outcome", id="not its outcome"),
        pytest.param(
            {"decision": "leave the SEN register", "carry": True}, "carry", id="leave and carry"
        ),
    ],
)
def test_a_review_that_cannot_be_is_refused_whole(
    store: Store, reading: str, today: date, changed: dict[str, object], field: str
) -> None:
    notes = replace(Notes(HELD, "continue"), **changed)  # type: ignore[arg-type]

    with pytest.raises(InvalidError) as refused:
        reviews.hold(store, reading, notes)

    assert field in {p.field for p in refused.value.problems}
    assert cycle_reading.cycle(store, reading, today).ended_on is None


@pytest.mark.parametrize(
    ("given", "field"),
    [
        pytest.param({"effect": "splendid"}, "effect", id="no such effect"),
        pytest.param({"effect": "met", "effort": "met"}, "effort", id="a point of another axis"),
        pytest.param({"effort": "steady"}, "effect", id="effort without effect"),
    ],
)
def test_a_rating_keeps_to_the_scale(
    store: Store, reading: str, given: dict[str, str], field: str
) -> None:
    rated = Rated(outcome(store, reading), **given)

    with pytest.raises(InvalidError) as refused:
        reviews.hold(store, reading, Notes(HELD, "continue", (rated,)))

    assert field in {p.field for p in refused.value.problems}


def test_an_outcome_is_rated_once_a_review(store: Store, reading: str) -> None:
    ten = outcome(store, reading)

    with pytest.raises(InvalidError, match="twice"):
        reviews.hold(
            store, reading, Notes(HELD, "continue", (Rated(ten, "met"), Rated(ten, "some")))
        )


def test_the_latest_rating_is_the_one_shown(store: Store, reading: str, today: date) -> None:
    ten = outcome(store, reading)
    reviews.rate(store, reading, Rated(ten, "met"), HELD)
    reviews.rate(store, reading, Rated(ten, "some"), date(2026, 10, 1))

    rating = cycle_reading.cycle(store, reading, today).outcomes[0].rating

    assert rating is not None
    assert rating.effect == "met"


def test_the_next_cycle_waits_for_an_open_one(store: Store, zephyr: str, reading: str) -> None:
    cycle(store, zephyr, another=True)

    with pytest.raises(SendtuiError, match="Cycle 2 is open already"):
        reviews.hold(store, reading, Notes(HELD, "continue", carry=True))


def test_meetings_with_parents_are_counted(store: Store, zephyr: str, reading: str) -> None:
    with store.write("Log a contact") as tx:
        met = {"pupil": zephyr, "said": "x", "with_parents": True}
        tx.add("contact", {**met, "on": HELD})
        tx.add("contact", {**met, "on": date(2026, 10, 1)})
        tx.add("contact", {**met, "on": date(2026, 10, 2), "with_parents": False})
    reviews.hold(store, reading, Notes(HELD, "continue", with_parents=True))

    found = pupils.view(store, zephyr, HELD).meetings

    assert (found.held, found.expected) == (2, 3)


@pytest.mark.parametrize(
    "answered",
    [
        pytest.param(True, id="they were"),
        pytest.param(False, id="they were not"),
        pytest.param(None, id="nobody said"),
    ],
)
def test_whether_the_parents_were_there_may_go_unanswered(
    store: Store, reading: str, today: date, answered: bool | None
) -> None:
    reviews.hold(store, reading, Notes(HELD, "continue", with_parents=answered))

    view = cycle_reading.cycle(store, reading, today)
    assert view.reviews[0].with_parents is answered
    asked = [f.says for f in view.findings if f.check == "no parents"]
    assert any("not recorded" in says for says in asked) == (answered is None)
    assert any("were not there" in says for says in asked) == (answered is False)


@pytest.mark.parametrize("ahead", ["held_on", "told_on"])
def test_a_review_to_come_is_refused(store: Store, reading: str, today: date, ahead: str) -> None:
    notes = replace(Notes(HELD, "continue"), **{ahead: date(2026, 11, 23)})  # type: ignore[arg-type]

    with pytest.raises(InvalidError, match="still to come") as refused:
        reviews.hold(store, reading, notes, today=today)

    assert [p.field for p in refused.value.problems] == [ahead]


def test_a_cycle_that_ended_because_the_pupil_left_has_no_review(
    store: Store, reading: str
) -> None:
    cycles.end_because_left(store, reading, HELD)

    with pytest.raises(SendtuiError, match="Cycle 1 ended"):
        reviews.hold(store, reading, Notes(HELD, "continue"))
