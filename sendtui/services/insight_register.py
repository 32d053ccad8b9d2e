"""Answers about the register: who is on it more than others, since what age, and who moved."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from statistics import median

from sqlalchemy import or_, select
from sqlmodel import Session

from sendtui.rules.codes import FLAGS, LAYERS, NC_YEARS, NEED_TYPES, SEN_PROVISION
from sendtui.rules.counting import counted
from sendtui.rules.ethnicity import ETHNICITY
from sendtui.services import as_at, veil
from sendtui.services.confidential import Marked
from sendtui.services.insight_lines import of_children
from sendtui.services.insight_readings import Readings
from sendtui.services.insight_views import Answer, Row
from sendtui.services.ledger import Period
from sendtui.services.roll import Child, Roll
from sendtui.services.tables import table

FEW = 10
"""A group of fewer says nothing about shares."""


def represented(known: Readings) -> Answer:
    """How many times as likely each group is to be on the register as the others."""
    found = known.roll
    with known.store.read() as session:
        hidden = veil.hidden(known.store, session, known.today)
        groups = _groups(session, hidden, known.today)
    rows = []
    for group, name in (
        ("Disadvantaged", lambda c: c.disadvantaged),
        ("Boys", lambda c: c.sex == "M"),
        ("Girls", lambda c: c.sex == "F"),
        *((group, _among(groups[group])) for group in groups),
        *(
            (NC_YEARS.label(year), _in_year(year))
            for year in sorted({c.year for c in found.children if c.year}, key=_place)
        ),
    ):
        rows.append(_ratio(found, group, name))
    return Answer(
        "",
        f"{counted(len(found.register), 'pupil')} of {len(found.children):,} are on the register.",
        ("Group", "Pupils", "On the register", "Share, %", "Of the others, %", "Times as likely"),
        tuple(rows),
        "times as likely",
        note=f"No figure where a group or the others have fewer than {FEW}: it would say little.",
        counts=(1, 2),
    )


def _groups(session: Session, hidden: Marked, today: date) -> dict[str, set[str]]:
    """Group → who is in it: by birthday, by flag, by ethnicity. What is confidential is not told.

    The born from May to August are the youngest of their year.
    """
    found: dict[str, set[str]] = {"Born May to August": set()}
    for pupil, born in _born(session).items():
        if 5 <= born.month <= 8:
            found["Born May to August"].add(pupil)
    flag, kept = table("flag"), table("particulars")
    flagged = select(flag.c.pupil, flag.c.id, flag.c.code).where(
        flag.c.code.in_(_FLAGGED), as_at.holds(flag, today)
    )
    run = session.connection().execute
    for pupil, id_, code in run(flagged):
        if not hidden.covers(pupil, id_):
            found.setdefault(FLAGS.label(code), set()).add(pupil)
    for pupil, id_, code in run(select(kept.c.pupil, kept.c.id, kept.c.ethnicity)):
        if code in ETHNICITY and code not in _NOT_SAID and not hidden.covers(pupil, id_):
            main = ETHNICITY[code].area or code
            found.setdefault(ETHNICITY.label(main), set()).add(pupil)
    return {name: found[name] for name in sorted(found) if found[name]}


_FLAGGED = ("EAL", "LAC", "PLAC", "CIN", "SERVICE")
_NOT_SAID = ("REFU", "NOBT")


def _among(pupils: set[str]) -> Callable[[Child], bool]:
    return lambda child: child.id in pupils


def _in_year(year: str) -> Callable[[Child], bool]:
    return lambda child: child.year == year


def _place(year: str) -> int:
    return next((n for n, code in enumerate(NC_YEARS) if code.code == year), 99)


def _ratio(found: Roll, group: str, belongs: Callable[[Child], bool]) -> Row:
    """How many times as likely a group is to be on the register as all the others."""
    inside = [child for child in found.children if belongs(child)]
    others = [child for child in found.children if not belongs(child)]
    on, beside = (sum(bool(c.status) for c in each) for each in (inside, others))
    behind = of_children(group, (child for child in inside if child.status))
    if len(inside) < FEW or len(others) < FEW or not beside:
        return Row((group, len(inside), on, None, None, None), behind=behind)
    share, rest = 100 * on / len(inside), 100 * beside / len(others)
    times = round(share / rest, 2)
    return Row((group, len(inside), on, share, rest, times), times, behind=behind)


def noticed(known: Readings) -> Answer:
    """The ages at which the present support began."""
    found = known.roll
    with known.store.read() as session:
        born = _born(session)
    ages: dict[int, list[Child]] = defaultdict(list)
    for child in found.register:
        if child.since and born.get(child.id):
            ages[(child.since - born[child.id]).days // 365].append(child)
    each_age = [age for age, these in ages.items() for _ in these]
    middle = f"{median(each_age):g}" if each_age else "not known"
    return Answer(
        "",
        f"The middle age at which the present support began is {middle}.",
        ("Age", "Pupils"),
        tuple(
            Row((age, len(these)), float(len(these)), behind=of_children(f"Age {age}", these))
            for age, these in sorted(ages.items())
        ),
        "pupils",
        counts=(1,),
    )


def _born(session: Session) -> dict[str, date]:
    one = table("pupil").c
    asked = select(one.id, one.born).where(one.born.is_not(None))
    return {str(id_): born for id_, born in session.connection().execute(asked)}


def moved(known: Readings) -> Answer:
    """Steps of SEN status this school year, from what to what."""
    found = known.roll
    seen = {child.id: child for child in found.children}
    one = table("status").c
    with known.store.read() as session:
        asked = select(one.pupil, one.since, one.status).order_by(one.pupil, one.since, one.id)
        steps = [
            (pupil, since, status)
            for pupil, since, status in session.connection().execute(asked)
            if pupil in seen
        ]
    today = known.today
    first = Period.school_year(today).first
    moves: dict[str, list[Child]] = defaultdict(list)
    before: dict[str, str] = {}
    for pupil, since, status in steps:
        was = before.get(pupil, "")
        if first <= since <= today and was != status:
            moves[f"{_status(was)} → {_status(status)}"].append(seen[pupil])
        before[pupil] = status
    return Answer(
        "",
        f"{counted(sum(map(len, moves.values())), 'step')} of SEN status since "
        f"{first.day}/{first.month}/{first.year}.",
        ("From and to", "Pupils"),
        tuple(
            Row((name, len(these)), float(len(these)), behind=of_children(name, these))
            for name, these in sorted(moves.items(), key=lambda each: -len(each[1]))
        ),
        "pupils",
        counts=(1,),
    )


def layered(known: Readings) -> Answer:
    """Whose highest layer of support is another than when the school year began."""
    first = Period.school_year(known.today).first
    with known.store.read() as session:
        then, now = (_layers(session, day) for day in (first, known.today))
    moves: dict[str, list[Child]] = defaultdict(list)
    for child in known.roll.children:
        was, is_now = then.get(child.id, ""), now.get(child.id, "")
        if was != is_now:
            moves[f"{_layer(was)} → {_layer(is_now)}"].append(child)
    return Answer(
        "",
        f"{counted(sum(map(len, moves.values())), 'pupil')} whose highest layer of support is "
        f"another than on {first.day}/{first.month}/{first.year}.",
        ("From and to", "Pupils"),
        tuple(
            Row((name, len(these)), float(len(these)), behind=of_children(name, these))
            for name, these in sorted(moves.items(), key=lambda each: (-len(each[1]), each[0]))
        ),
        "pupils",
        note="The layers are those of the lines of provision that held on the day.",
        counts=(1,),
    )


def _layers(session: Session, day: date) -> dict[str, str]:
    """Pupil → the highest layer of the provision they had on a day."""
    line = table("provision")
    asked = select(line.c.pupil, line.c.layer).where(
        line.c.starts <= day, or_(line.c.ends.is_(None), line.c.ends >= day)
    )
    places = {each.code: n for n, each in enumerate(LAYERS)}
    found: dict[str, str] = {}
    for pupil, layer in session.connection().execute(asked):
        if pupil not in found or places[layer] > places[found[pupil]]:
            found[pupil] = layer
    return found


def _layer(code: str) -> str:
    return LAYERS.label(code).split(":")[0] if code else "None"


def _status(code: str) -> str:
    return SEN_PROVISION.label(code) if code and code != "N" else "None"


def needs(known: Readings) -> Answer:
    """The register by primary need."""
    found = known.roll
    tally: dict[str, list[Child]] = defaultdict(list)
    for child in found.register:
        tally[NEED_TYPES.label(child.need) or "Not recorded"].append(child)
    rows = tuple(
        Row((need, len(these)), float(len(these)), behind=of_children(need, these))
        for need, these in sorted(tally.items(), key=lambda each: -len(each[1]))
    )
    return Answer(
        "",
        f"{counted(len(found.register), 'pupil')} on the register, by primary need.",
        ("Need", "Pupils"),
        rows,
        "pupils",
        counts=(1,),
    )
