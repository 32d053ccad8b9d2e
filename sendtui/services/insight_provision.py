"""Answers about what is given: who is not seen, what is missing, what works, what it costs."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlmodel import Session

from sendtui.rules.costs import pounds
from sendtui.rules.counting import counted
from sendtui.services import impact, provision_map
from sendtui.services import week as weeks
from sendtui.services.insight_lines import of_lines, of_outcomes
from sendtui.services.insight_readings import Readings
from sendtui.services.insight_views import Answer, Row
from sendtui.services.tables import table

NOT_SEEN = timedelta(weeks=6)
"""A pupil with no session, review or contact for this long is not being seen."""

SOON = timedelta(days=28)


def unseen(known: Readings) -> Answer:
    """Those on the register without a session, a review or a contact for weeks."""
    found = known.roll
    with known.store.read() as session:
        seen = _last_seen(session, known.today)
    rows = []
    for child in found.register:
        last = seen.get(child.id)
        days = (known.today - last).days if last else None
        if days is None or days > NOT_SEEN.days:
            cells = (child.class_name, child.name, child.status, last, days and days // 7)
            rows.append(Row(cells, float(days // 7) if days else None, child.id))
    rows.sort(key=lambda row: (row.cells[3] is not None, -(row.value or 0), str(row.cells[1])))
    of = counted(len(found.register), "pupil")
    return Answer(
        "",
        f"{len(rows)} of {of} on the register: no session, review or contact for "
        f"{NOT_SEEN.days // 7} weeks.",
        ("Class", "Pupil", "Status", "Last seen", "Weeks"),
        tuple(rows),
        "weeks",
    )


def _last_seen(session: Session, today: date) -> dict[str, date]:
    found: dict[str, date] = {}
    for name, day in (("delivery", "on"), ("review", "held_on"), ("contact", "on")):
        one = table(name).c
        asked = select(one.pupil, func.max(one[day])).where(one[day] <= today).group_by(one.pupil)
        if name == "delivery":
            asked = asked.where(one.happened.is_(True))
        for pupil, last in session.connection().execute(asked):
            found[pupil] = max(last, found.get(pupil, last))
    return found


def missing(known: Readings) -> Answer:
    """Lines of provision that are behind what was promised by today."""
    found = known.map
    rows = []
    for line in found.ledger.lines:
        if line.short:
            who = found.pupils.get(line.pupil)
            cells = (who.name if who else "", found.name(line), line.who, line.promised,
                     line.happened, line.short)  # fmt: skip
            rows.append(Row(cells, float(line.short), line.pupil, id=line.id))
    rows.sort(key=lambda row: (-(row.value or 0), str(row.cells[0])))
    short = sum(line.short for line in found.ledger.lines)
    promised = sum(line.promised for line in found.ledger.lines)
    return Answer(
        "",
        f"{short:,} of {promised:,} sessions promised by today have not happened.",
        ("Pupil", "Provision", "Who", "Promised", "Happened", "Short"),
        tuple(rows),
        "sessions short",
    )


def little(known: Readings) -> Answer:
    """Pupils who had more than most this year and met nothing of what was rated."""
    found = known.impact.much_and_little()
    rows = tuple(
        Row(
            (each.class_name, each.name, each.happened_minutes / 60, each.rated,
             pounds(each.pence)),
            each.happened_minutes / 60,
            each.pupil,
        )
        for each in found
    )  # fmt: skip
    return Answer(
        "",
        f"{counted(len(rows), 'pupil')} had more than most this year and met nothing of what was "
        "rated.",
        ("Class", "Pupil", "Hours had", "Outcomes rated", "Cost to date"),
        rows,
        "hours",
    )


def works(by: impact.By) -> Callable[[Readings], Answer]:
    """What answers which provision has met its outcomes, the least share first."""

    def answered(known: Readings) -> Answer:
        found = known.impact
        rows = [
            Row(
                (each.name, each.pupils, each.rated, each.met,
                 None if each.share is None else 100 * each.share, pounds(each.pence)),
                None if each.share is None else 100 * each.share,
                behind=of_outcomes(found.map, each.name, each.outcomes),
            )
            for each in found.by(by)
            if each.rated
        ]  # fmt: skip
        rows.sort(key=lambda row: (row.value is None, row.value or 0))
        return Answer(
            "",
            f"{sum(one.met for one in found.rated)} of {len(found.rated)} outcomes rated this year "
            "were met.",
            (by.capitalize(), "Pupils", "Rated", "Met", "Met, %", "Cost to date"),
            tuple(rows),
            "% met",
            note=f"Under {impact.FEW} outcomes no share is drawn: so few say little.",
            counts=(1,),
        )

    return answered


def late(known: Readings) -> Answer:
    """What falls due in the next weeks."""
    today = known.today
    found = [
        each for each in known.due if each.day is not None and today <= each.day <= today + SOON
    ]
    found.sort(key=lambda each: (each.day or today, each.name))
    rows = tuple(
        Row(
            (each.day, each.name, each.class_name, each.words),
            float((each.day - today).days) if each.day else None,
            each.pupil,
        )
        for each in found
    )
    return Answer(
        "",
        f"{counted(len(rows), 'thing')} {'falls' if len(rows) == 1 else 'fall'} due in the next "
        f"{SOON.days} days.",
        ("Due", "Pupil", "Class", "What"),
        rows,
        "days left",
    )


def given(by: provision_map.By) -> Callable[[Readings], Answer]:
    """What answers how much is given and what it costs, gathered by one thing."""

    def answered(known: Readings) -> Answer:
        found = known.map
        rows = [
            Row(
                (each.name, each.pupils, each.promised_minutes / 60, each.happened_minutes / 60,
                 each.short, pounds(each.pence), pounds(each.whole_pence)),
                each.happened_minutes / 60,
                each.lines[0].pupil if by == "pupil" else "",
                of_lines(found, each.name, each.lines),
                each.lines[0].pupil if by == "pupil" else "",
            )
            for each in found.by(by)
        ]  # fmt: skip
        rows.sort(key=lambda row: -(row.value or 0))
        whole = found.whole
        said = (
            f"{whole.happened_minutes / 60:,.0f} hours given of {whole.promised_minutes / 60:,.0f} "
            f"promised by today; {pounds(whole.pence)} to date."
        )
        headings = (by.capitalize(), "Pupils", "Promised, h", "Given, h", "Short", "To date",
                    "Whole year")  # fmt: skip
        note = ""
        if whole.unpriced:
            note = f"{counted(whole.unpriced, 'line')} without a known cost."
        counts = () if by == "pupil" else (1,)
        return Answer("", said, headings, tuple(rows), "hours given", note, counts)

    return answered


def waiting(known: Readings) -> Answer:
    """Referrals whose pupils have not been seen yet, the longest wait first."""
    found = [each for each in known.referrals if each.waits]
    rows = tuple(
        Row(
            (each.name, each.service, each.sent_on, each.stage, each.waited_days // 7,
             each.chase_on),
            each.waited_days / 7,
            each.pupil,
        )
        for each in found
    )  # fmt: skip
    return Answer(
        "",
        f"{counted(len(rows), 'referral')} not seen yet.",
        ("Pupil", "Service", "Sent", "Stage", "Weeks", "Ask again"),
        rows,
        "weeks",
    )


def week(known: Readings) -> Answer:
    """Every time in the week, with those that clash."""
    slots = weeks.of_week(known.store, known.today)
    clashing: Counter[str] = Counter()
    for each in weeks.overlaps(slots):
        clashing[each.first.id] += 1
        clashing[each.second.id] += 1
    rows = tuple(
        Row(
            (weeks.WEEKDAYS[slot.weekday - 1], f"{slot.at}–{slot.ends_at}", slot.what, slot.who,
             slot.room, len(slot.pupils), "clash" if clashing[slot.id] else ""),
            float(len(slot.pupils)),
            behind=_there(slot),
            id=slot.id,
        )
        for slot in slots
    )  # fmt: skip
    return Answer(
        "",
        f"{counted(len(slots), 'time')} in the week, {sum(bool(n) for n in clashing.values())} of "
        "them with a clash.",
        ("Day", "At", "What", "Who", "Room", "Pupils", ""),
        rows,
        "pupils",
    )


def _there(slot: weeks.SlotView) -> Answer:
    """The pupils of a time in the week."""
    these = zip(slot.pupils, slot.names, strict=True)
    rows = tuple(Row((name,), None, pupil) for pupil, name in these)
    return Answer(slot.what, f"{counted(len(rows), 'pupil')} at {slot.at}.", ("Pupil",), rows)
