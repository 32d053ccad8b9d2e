"""Figures for the SEN information report, under the headings that schools must publish.

The record has figures under some of the headings; what the school says under each, people write.
Numbers of one to four are left out, and no child is named.
"""

from datetime import date

from sqlalchemy import func, select
from sqlmodel import Session

from sendtui.models.report_page import Cell, ReportPage, ReportTable, Section
from sendtui.rules.citation import Citation
from sendtui.rules.counting import counted
from sendtui.rules.small import FEWEST, suppressed, without_small
from sendtui.services import feedback, governors, impact, insight, inspection, referrals, roll
from sendtui.services import workforce as adults
from sendtui.services.ledger import Period
from sendtui.services.roll import Roll
from sendtui.services.tables import table
from sendtui.store.store import Store

DUTY = Citation(
    "Children and Families Act 2014 s.69; SEND Regulations 2014 regs 51-52 and Schedule 1",
    "statutory",
)
HEADINGS_OF = Citation("SEND Regulations 2014 Schedule 1", "statutory", verified=False)
"""Items 1 to 7 were read, the rest is as others give it."""

WRITE = "The school writes this: the record has no figure of it."


def report(store: Store, today: date) -> ReportPage:
    """The headings with what the record knows of each today."""
    now = roll.read(store, today)
    effect = impact.read(store, today)
    year = Period.school_year(today)
    with store.read() as session:
        setting = inspection.setting_name(session, store.setting)
        on_time = inspection.reviews_on_time(session, year, today)
        heard = _heard(session, now, year, today)
    return ReportPage(
        title="SEN information report: figures",
        setting=setting,
        dated=today,
        lead=(
            f"Published every year and on every change ({DUTY}). The headings are those of "
            f"{HEADINGS_OF}.",
            f"Numbers of 1 to {FEWEST - 1} are left out, so that no child can be recognised.",
        ),
        sections=(
            _kinds(now),
            Section("How needs are identified and assessed", text=(WRITE,)),
            _titled("How effectiveness is evaluated", governors.outcomes(effect)),
            _titled("How progress is assessed and reviewed", governors.reviews(on_time)),
            Section("Teaching, curriculum and environment", text=(WRITE,)),
            _support(effect),
            Section("Joining in with everybody else", text=(WRITE,)),
            _wellbeing(effect),
            _senco(store, today),
            _titled("Expertise and training of staff", governors.training(store, today)),
            Section("Equipment and facilities", text=(WRITE,)),
            _titled("Consulting parents", governors.hidden(inspection.meetings(now), (1,))),
            Section("Consulting pupils", text=(heard,)),
            _complaints(store, today, year),
            _others(store),
            Section("Support services for parents", text=(WRITE,)),
            _leavers(store, today),
            Section("Where the authority’s local offer stands", text=(WRITE,)),
            Section(
                "Admission and access of disabled pupils (s.69)",
                text=(WRITE,),
            ),
        ),
    )


def _titled(heading: str, found: Section) -> Section:
    return Section(heading, found.text, found.points, found.tables)


def _kinds(now: Roll) -> Section:
    codes = ("E", "K")
    shown = suppressed([len(now.of(code)) for code in codes])
    with_plan, with_support = shown
    said = (
        f"{len(now.register):,} of {len(now.children):,} pupils"
        if len(now.register) >= FEWEST
        else "A few pupils"
    )
    found = governors.needs(now)
    text = f"{said} are on the SEN register: {with_plan} with an EHC plan, {with_support} on SEN "
    return Section("Kinds of SEN for which there is provision", (f"{text}Support.",), (),
                   found.tables)  # fmt: skip


def _support(found: impact.Impact) -> Section:
    lines: list[tuple[Cell, ...]] = [
        (each.name, each.promised_minutes / 60, each.happened_minutes / 60)
        for each in found.map.by("area")
        if each.pupils >= FEWEST
    ]
    headings = ("Area", "Hours promised", "Hours given")
    note = f"Areas in which fewer than {FEWEST} pupils have provision are left out."
    return Section("Extra support", tables=(ReportTable("", headings, tuple(lines), note),))


def _wellbeing(found: impact.Impact) -> Section:
    names = sorted(
        {found.map.name(line) for line in found.map.ledger.lines
         if line.intervention and found.map.area(line) == "SEMH"}
    )  # fmt: skip
    text = ("What the school runs this year:",) if names else (WRITE,)
    return Section("Emotional, mental and social development", text, tuple(names))


def _senco(store: Store, today: date) -> Section:
    points = []
    for each in adults.all_of(store, today):
        if each.senco_since is not None:
            gained = "qualified" if each.qualified_on else "the qualification is on its way"
            points.append(f"{each.name}: {gained}.")
    return Section("The SENCO", () if points else (WRITE,), tuple(points))


def _heard(session: Session, now: Roll, year: Period, today: date) -> str:
    voice = table("voice").c
    asked = (
        select(func.count(voice.pupil.distinct()))
        .where(voice.whose == "pupil", voice.said_on >= year.first, voice.said_on <= today)
        .where(voice.pupil.in_([child.id for child in now.register]))
    )
    heard = session.connection().execute(asked).scalar_one()
    if not now.register or heard < FEWEST or len(now.register) - heard in range(1, FEWEST):
        return "Views of pupils on the register are written down; too few or too many to count."
    return (
        f"The views of {heard / len(now.register):.0%} on the register are written down this year."
    )


def _complaints(store: Store, today: date, year: Period) -> Section:
    found = [e for e in feedback.all_of(store, today)
             if e.sort == "complaint" and e.received_on >= year.first]  # fmt: skip
    said = f"{counted(len(found), 'complaint')} about the support this school year."
    return Section("How complaints are dealt with", (without_small(said), WRITE))


def _others(store: Store) -> Section:
    names = tuple(each.name for each in referrals.services(store))
    return Section("Working with health, care and voluntary bodies", () if names else (WRITE,),
                   names)  # fmt: skip


def _leavers(store: Store, today: date) -> Section:
    found = insight.answer(store, "destinations", today).suppressed()
    lines = tuple(row.cells[:2] for row in found.rows)
    return Section("Moving on", (found.says,), (), (ReportTable("", found.headings[:2], lines),))
