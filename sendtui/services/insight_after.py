"""Answers about what comes of it: what families say, alternative provision, where leavers went."""

from collections import Counter, defaultdict
from datetime import date
from statistics import median

from sqlmodel import Session, select

from sendtui.models.arrangement import Arrangement
from sendtui.models.pupil import Pupil
from sendtui.rules.arranged import headings
from sendtui.rules.counting import counted
from sendtui.services import destinations as gone
from sendtui.services import feedback, veil
from sendtui.services.destinations import Leaver
from sendtui.services.feedback import FeedbackView
from sendtui.services.insight_readings import Readings
from sendtui.services.insight_views import Answer, Row
from sendtui.services.ledger import Period
from sendtui.services.records import called, holds
from sendtui.store.store import Store

ALTERNATIVE = "alternative provision"
NOT_KNOWN = "not known"


def said(known: Readings) -> Answer:
    """Complaints and compliments of this school year, and complaints that are open, by topic."""
    first = Period.school_year(known.today).first
    found = [
        each
        for each in feedback.all_of(known.store, known.today)
        if each.received_on >= first or each.is_open
    ]
    topics: dict[str, list[FeedbackView]] = defaultdict(list)
    for each in found:
        topics[each.about.casefold()].append(each)
    rows = [_topic(these) for these in topics.values()]
    rows.sort(key=lambda row: (-(row.value or 0), str(row.cells[0])))
    complaints = [each for each in found if each.sort == "complaint"]
    answered = [each.days for each in complaints if not each.is_open]
    middle = f", in the middle after {counted(round(median(answered)), 'day')}" if answered else ""
    return Answer(
        "",
        f"{counted(len(complaints), 'complaint')} and "
        f"{counted(len(found) - len(complaints), 'compliment')}; {len(answered)} of the complaints "
        f"answered{middle}, {sum(each.late for each in complaints)} late.",
        ("About", "Complaints", "Open", "Late", "Compliments"),
        tuple(rows),
        "complaints",
        note="What is confidential is not counted.",
        counts=(1, 2, 3, 4),
    )


def _topic(these: list[FeedbackView]) -> Row:
    complaints = [each for each in these if each.sort == "complaint"]
    about = these[0].about
    behind = Answer(
        about,
        f"{counted(len(these), 'time')} somebody said something about it.",
        ("Came", "Pupil", "Sort", "Stands", "Days", "What came of it"),
        tuple(
            Row((each.received_on, each.name, each.sort, each.standing, each.days, each.outcome),
                None, each.pupil, id=each.id)
            for each in these
        ),
    )  # fmt: skip
    cells = (
        about,
        len(complaints),
        sum(each.is_open for each in complaints),
        sum(each.late for each in complaints),
        len(these) - len(complaints),
    )
    return Row(cells, float(len(complaints)) or None, behind=behind)


def alternative(known: Readings) -> Answer:
    """Placements in alternative provision that held in this school year, with what came of each."""
    today, five = known.today, headings(ALTERNATIVE)
    with known.store.read() as session:
        found = _placed(known.store, session, Period.school_year(today), today)
    rows = [_placement(pupil, one, today) for pupil, one in found]
    rows.sort(key=lambda row: (-(row.value or 0), str(row.cells[0])))
    there = {pupil.id for pupil, one in found if holds(None, one.until, today)}
    over = [one for _, one in found if not holds(None, one.until, today)]
    written = sum(bool(one.outcomes.get(code, "").strip()) for one in over for code, _ in five)
    of_them = f"; of their outcomes, {written} of {len(over) * len(five)} are written"
    return Answer(
        "",
        f"{counted(len(there), 'pupil')} in alternative provision today; {len(over)} of "
        f"{counted(len(found), 'placement')} this school year ended{of_them if over else ''}.",
        ("Pupil", "Where", "Since", "Until", "Weeks", "Back in school", "Outcomes written"),
        tuple(rows),
        "weeks",
        note="The five outcomes: " + ", ".join(label for _, label in five) + ".",
    )


def _placed(
    store: Store, session: Session, year: Period, today: date
) -> list[tuple[Pupil, Arrangement]]:
    hidden = veil.hidden(store, session, today)
    asked = select(Pupil, Arrangement).where(
        Arrangement.pupil == Pupil.id, Arrangement.sort == ALTERNATIVE
    )
    return [
        (pupil, one)
        for pupil, one in session.exec(asked)
        if (one.since is None or one.since <= today)
        and (one.until is None or one.until >= year.first)
        and not hidden.covers(pupil.id, one.id)
    ]


def _placement(pupil: Pupil, one: Arrangement, today: date) -> Row:
    ended = min(one.until, today) if one.until else today
    weeks = max(0, (ended - one.since).days) // 7 if one.since else None
    came = {label: one.outcomes.get(code, "") for code, label in headings(ALTERNATIVE)}
    behind = Answer(
        f"{called(pupil)}: {one.where or one.what}",
        "Still there." if holds(None, one.until, today) else "What came of it.",
        ("Outcome", "What came of it"),
        tuple(
            Row((label, words or "not written"), None, pupil.id) for label, words in came.items()
        ),
    )
    cells = (called(pupil), one.where or one.what, one.since, one.until, weeks, one.back_on,
             sum(bool(words.strip()) for words in came.values()))  # fmt: skip
    return Row(cells, None if weeks is None else float(weeks), pupil.id, behind, one.id)


def destinations(known: Readings) -> Answer:
    """Where those went who left in the last school year or in this one so far."""
    this = Period.school_year(known.today).first
    first = date(this.year - 1, 9, 1)
    found = gone.leavers(known.store, first, known.today, known.today)
    sorts: dict[str, list[Leaver]] = defaultdict(list)
    for each in found:
        sorts[each.latest.sort if each.latest else NOT_KNOWN].append(each)
    rows = [_destination(sort, these) for sort, these in sorts.items()]
    rows.sort(key=lambda row: (row.cells[0] == NOT_KNOWN, -(row.value or 0), str(row.cells[0])))
    told = len(found) - len(sorts[NOT_KNOWN])
    stages = Counter(each.latest.stage for each in found if each.latest)
    return Answer(
        "",
        f"Of {told} of {counted(len(found), 'leaver')} since {first.day}/{first.month}/"
        f"{first.year} it is known where they went; {stages['kept']} are known to have stayed.",
        ("Destination", "Leavers", "With SEN", "Begun", "Stayed"),
        tuple(rows),
        "leavers",
        counts=(1, 2, 3, 4),
    )


def _destination(sort: str, these: list[Leaver]) -> Row:
    stages = Counter(each.latest.stage for each in these if each.latest)
    behind = Answer(
        sort.capitalize(),
        f"{counted(len(these), 'leaver')} in this total.",
        ("Pupil", "Left on", "Status", "Where", "Course or work", "Stage"),
        tuple(
            Row((each.name, each.left_on, each.status,
                 each.latest.where if each.latest else each.to,
                 each.latest.course if each.latest else "",
                 each.latest.stage if each.latest else ""), None, each.pupil)
            for each in these
        ),
    )  # fmt: skip
    with_sen = sum(each.status in ("K", "E") for each in these)
    cells = (sort, len(these), with_sen, stages["begun"] + stages["kept"], stages["kept"])
    return Row(cells, float(len(these)), behind=behind)
