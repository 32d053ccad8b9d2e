"""Cycles of assess-plan-do-review, from the first evidence to the review's decision."""

from dataclasses import dataclass
from datetime import date, timedelta

from seed import facts, names, provision, sessions
from seed.book import Book
from seed.roll import YEARS_AT
from seed.sessions import school_day
from seed.words import daily
from seed.words.strand import Strand
from seed.words.strands import STRANDS
from sendtui.rules.codes import NEED_TYPES

STANDS: dict[str, tuple[int, int]] = {
    "assess": (6, 84),
    "plan": (18, 66),
    "do": (46, 38),
    "soon": (77, 5),
    "review": (87, 0),
    "overdue": (112, -17),
    "quiet": (205, 12),
    "reviewed": (95, -5),
    "step up": (100, -14),
    "left": (50, 30),
}
"""Plot → how many days ago the current cycle began, and in how many its review is due."""

EFFORTS = ("a great deal", "steady", "steady", "on and off", "hard to start")
_TERM = 92


@dataclass(slots=True)
class Aim:
    """An outcome in a cycle: its strand, where it began and should end, and what it came from."""

    strand: Strand
    start: int
    goal: int
    carried_from: str = ""
    record: str = ""
    kept: float = 1.0
    """The share of its sessions that happened."""


@dataclass(slots=True)
class Turn:
    """One cycle as it is written down."""

    number: int
    started: date
    due: date
    plot: str
    decision: str
    aims: list[Aim]
    record: str = ""


def write(book: Book) -> None:
    """Put down the pupil's cycles: up to two that are over, then the one they are in."""
    line, today = book.line, book.roll.today
    since = line.since or today
    began, ahead = STANDS[line.plot] if line.plot else (0, 0)
    if line.formerly:
        end = facts.off_register_on(book, since)
        started = school_day(max(since, end - timedelta(days=_TERM)))
    else:
        # A day or a week apart, so that no two schools' worth of reviews fall on one day.
        apart = line.drawn % 11 if line.plot == "overdue" else 0
        end = today + timedelta(days=ahead + apart)
        started = school_day(today - timedelta(days=began))
    past = min(2, max(0, (started - since).days // _TERM))
    aims = _first_aims(book)
    for back in range(past, 0, -1):
        begun = school_day(started - timedelta(days=_TERM * back))
        turn = Turn(
            past - back + 1,
            begun,
            school_day(begun + timedelta(days=_TERM - 7)),
            "",
            "continue",
            aims,
        )
        aims = _turn(book, turn)
    decision = "leave the SEN register" if line.formerly else _decision(book)
    plot = "reviewed" if line.formerly else line.plot
    _turn(book, Turn(past + 1, started, end, plot, decision, aims))


def _decision(book: Book) -> str:
    if book.line.plot == "step up":
        return "request assessment" if book.line.status == "K" else "step up"
    return "step down" if book.chance.happens(0.12) else "continue"


def suited(needs: tuple[str, ...], place: int) -> list[Strand]:
    """The strands for these needs in this year (R is 0), those for the first need first."""
    fit = [s for s in STRANDS if s.years[0] <= place <= s.years[1]]
    found = [s for code in needs for s in fit if code in s.needs]
    return list(dict.fromkeys(found)) or [s for s in fit if "OTH" in s.needs]


def _first_aims(book: Book) -> list[Aim]:
    strands = suited(tuple(code for code, _, _ in book.line.needs), YEARS_AT[book.line.year])
    count = 3 if book.line.status == "E" else 2
    # The first is dealt round by number rather than drawn, so that neighbours differ.
    first = strands.pop((book.line.drawn * 5 + book.line.number) % len(strands))
    return [_aim(book, s) for s in (first, *book.chance.some(strands, count - 1))]


def _aim(book: Book, strand: Strand) -> Aim:
    return Aim(strand, book.chance.between(*strand.start), book.chance.between(*strand.goal))


def _turn(book: Book, turn: Turn) -> list[Aim]:
    """Put one cycle down as far as it has come, and return the aims of the next one."""
    chance, today = book.chance, book.roll.today
    over = turn.plot in ("", "reviewed", "step up")
    signed = turn.plot not in ("assess", "plan")
    starts = _starts(turn)
    values: dict[str, object] = {
        "number": turn.number,
        "started_on": turn.started,
        "focus": turn.aims[0].strand.focus,
        "lead": _teacher(book),
        "review_due": turn.due,
    }
    if signed:
        values |= {"signed_on": starts, "signed_by": names.SENCO}
    if over:
        values |= {"ended_on": school_day(min(turn.due, today)), "end": "reviewed"}
    elif turn.plot == "left" and book.line.left_on is not None:
        values |= {"ended_on": book.line.left_on, "end": "left"}
    turn.record = book.add("cycle", values)
    _assess(book, turn)
    if turn.plot == "assess":
        return turn.aims
    _plan(book, turn, signed)
    _views(book, turn, over or turn.plot in ("soon", "review", "overdue"))
    if over:
        return _review(book, turn)
    if turn.plot == "review":
        _rate(book, turn, turn.aims[0], chance.random(), school_day(today))
    return turn.aims


def _starts(turn: Turn) -> date:
    """The day the plan is signed and its provision begins."""
    return school_day(turn.started + timedelta(days=9))


def _teacher(book: Book) -> str:
    """The class teacher, the same for a class."""
    return names.STAFF[1 + sum(map(ord, book.line.class_name)) % 7]


def _assess(book: Book, turn: Turn) -> None:
    """What was found: a measure for each aim that is new, and what was watched, tried, advised."""
    chance = book.chance
    on = school_day(turn.started + timedelta(days=2))
    base: dict[str, object] = {"cycle": turn.record, "on": on, "by": _teacher(book)}
    for aim in turn.aims:
        if not aim.carried_from:
            measured = {"sort": "baseline", "what": book.say(aim.strand.found)}
            score = {"measure": aim.strand.measure, "score": aim.strand.scale.format(n=aim.start)}
            book.add("evidence", base | measured | score)
    if turn.number == 1:
        book.add("evidence", base | {"sort": "teaching", "what": _for_area(book, daily.TRIED)})
    if chance.happens(0.6):
        watched = {
            "sort": "observation",
            "what": _for_area(book, daily.OBSERVED),
            "by": names.SENCO,
        }
        book.add("evidence", base | watched)
    if book.line.status == "E" or chance.happens(0.3):
        sort, advice = chance.pick(advice_for(book))
        given = {"sort": "advice", "what": advice, "by": ", ".join(names.SPECIALISTS[sort][:2])}
        book.add(
            "evidence",
            base | given | {"on": school_day(on - timedelta(days=chance.between(5, 60)))},
        )


def _for_area(book: Book, told: tuple[tuple[str, str], ...]) -> str:
    """One of these that fits the broad area of the first need, or any where it has none."""
    area = NEED_TYPES[book.line.needs[0][0]].area
    fit = [text for areas, text in told if not area or area in areas.split()]
    return book.chance.pick(fit)


def advice_for(book: Book) -> list[tuple[str, str]]:
    """The specialists' advice that goes with the pupil's needs."""
    wanted = {
        "SLCN": ("SALT",),
        "ASD": ("ASD", "SALT"),
        "SEMH": ("CAMHS", "FAM", "EP"),
        "HI": ("HI",),
        "VI": ("VI",),
        "MSI": ("HI", "VI"),
        "PD": ("OT",),
        "DS": ("SALT", "OT"),
    }
    sorts = {s for code, _, _ in book.line.needs for s in wanted.get(code, ("EP",))}
    return [a for a in daily.ADVICE if a[0] in sorts]


def _plan(book: Book, turn: Turn, signed: bool) -> None:
    """Outcomes, provision lines with their sessions where the plan is signed, and strategies."""
    chance = book.chance
    starts = _starts(turn)
    # One pupil in six has a term in which little of what was promised can happen.
    missed = 0.45 if chance.happens(1 / 6) else 0.13
    for number, aim in enumerate(turn.aims, 1):
        strand = aim.strand
        need = next((c for c, _, _ in book.line.needs if c in strand.needs), "")
        aim.record = book.add(
            "outcome",
            {
                "cycle": turn.record,
                "number": number,
                "need": need,
                "what": book.say(strand.outcome),
                "measure": strand.measure,
                "baseline": strand.scale.format(n=aim.start),
                "target": strand.scale.format(n=aim.goal),
                "by": turn.due,
                "carried_from": aim.carried_from,
            },
        )
        kept: list[bool] = []
        for dose in strand.doses:
            ends = starts + timedelta(days=dose.weeks * 7 - 1)
            line: dict[str, object] = {
                "cycle": turn.record,
                "outcome": aim.record,
                "need": need,
                "what": book.say(dose.what),
                "who": dose.who,
                "times": dose.times,
                "per": dose.per,
                "minutes": dose.minutes,
                "group_size": dose.group,
                "weeks": dose.weeks,
                "layer": dose.layer,
                "starts": starts,
                "ends": ends,
                "intervention": provision.run_of(book.roll.seed, dose.what),
            }
            record = book.add("provision", line)
            if line["intervention"] and signed:
                _measure(book, record, aim, starts, ends)
            if signed:
                kept += sessions.write(book, record, dose, starts, min(ends, turn.due), missed)
        aim.kept = sum(kept) / len(kept) if kept else 1.0
        for what, where in strand.teaching:
            book.add("strategy", {"cycle": turn.record, "what": book.say(what), "where": where})


def _measure(book: Book, line: str, aim: Aim, starts: date, ends: date) -> None:
    """What was measured at the entry of a group, and at its exit where that is past."""
    what: dict[str, object] = {"provision": line, "what": aim.strand.measure}
    book.add("measure", what | {"at": "entry", "value": float(aim.start), "on": starts})
    if ends <= book.roll.today:
        reached = aim.start + (aim.goal - aim.start) * book.chance.between(0, 4) // 3
        book.add("measure", what | {"at": "exit", "value": float(reached), "on": ends})


def _views(book: Book, turn: Turn, for_review: bool) -> None:
    """The pupil's and the parents' words: when planning, and again before the review."""
    chance, today = book.chance, book.roll.today
    said = [school_day(turn.started + timedelta(days=5))]
    if for_review and len(turn.aims) > 1:
        said.append(school_day(min(turn.due, today) - timedelta(days=2)))
    for aim, on in zip(turn.aims, said, strict=False):
        for whose, first, again, ways in (
            ("pupil", (aim.strand.pupil,), daily.PUPIL_AGAIN, daily.HOW_PUPIL),
            ("parent", (aim.strand.parent,), daily.PARENT_AGAIN, daily.HOW_PARENT),
        ):
            if chance.happens(0.85):
                words = chance.pick(again if aim.carried_from else first)
                values = {"cycle": turn.record, "whose": whose, "said_on": on}
                gathered = {"gathered": chance.pick(ways), "words": book.say(words)}
                book.add("voice", values | gathered)


def _rate(book: Book, turn: Turn, aim: Aim, draw: float, on: date) -> bool:
    """Put down how an outcome went: effort, delivery and effect apart. True where it was met."""
    # What did not happen cannot have worked: the share of sessions kept moves the draw.
    draw = draw * 0.75 + (1 - aim.kept) * 0.5
    effects = ((0.4, "met", 1.0), (0.55, "nearly", 0.85), (0.78, "some", 0.5), (9, "no change", 0))
    effect, far = next((e, f) for end, e, f in effects if draw < end)
    kept = ((0.85, "as planned"), (0.65, "most"), (0.35, "some"), (-1, "hardly"))
    now = aim.start + round((aim.goal - aim.start) * far)
    # A short way to go rounds to its ends: what is rated must agree with what was measured.
    effect = "met" if now == aim.goal else "no change" if now == aim.start else effect
    met = effect == "met"
    book.add(
        "rating",
        {
            "cycle": turn.record,
            "outcome": aim.record,
            "rated_on": on,
            "effort": book.chance.pick(EFFORTS),
            "delivered": next(code for least, code in kept if aim.kept > least),
            "effect": effect,
            "score": aim.strand.scale.format(n=now),
            "note": book.say(aim.strand.worked if met else aim.strand.stuck),
        },
    )
    if not met:
        aim.start = now
    return met


def _review(book: Book, turn: Turn) -> list[Aim]:
    """Rate every outcome, hold the review, and carry what was not met into the next aims."""
    chance = book.chance
    held = school_day(min(turn.due, book.roll.today))
    favour = 0.0 if turn.decision in ("leave the SEN register", "step down") else 1.0
    unmet = [
        Aim(aim.strand, aim.start, aim.goal, carried_from=aim.record)
        for aim in turn.aims
        if not _rate(book, turn, aim, chance.random() * favour, held)
    ]
    slow = turn.decision == "continue" and len(unmet) * 2 > len(turn.aims)
    words = daily.REVIEWED["continue, slowly" if slow else turn.decision]
    summary, reason = chance.pick(words)
    book.add(
        "review",
        {
            "cycle": turn.record,
            "held_on": held,
            "present": f"{book.line.called}, a parent, {_teacher(book)}, {names.SENCO}",
            "with_parents": chance.happens(0.85),
            "summary": summary,
            "decision": turn.decision,
            "reason": reason,
            "next_review": held + timedelta(days=_TERM),
        },
    )
    strands = suited(tuple(code for code, _, _ in book.line.needs), YEARS_AT[book.line.year])
    used = {aim.strand.focus for aim in turn.aims}
    fresh = [s for s in strands if s.focus not in used] or strands
    wanted = max(1, len(turn.aims) - len(unmet))
    return (unmet + [_aim(book, s) for s in chance.some(fresh, wanted)])[: len(turn.aims)]
