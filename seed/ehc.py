"""EHC cases of made-up pupils: how a plan came to be, what it says, and its annual reviews."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from seed import names
from seed.book import Book

_OFFICER = "Plans officer 3"


def write(book: Book) -> None:
    """Put down the case, the plan and what is arranged, of a pupil with an EHC plan."""
    made = book.line.plan_since
    if book.line.status != "E" or made is None:
        return
    case = _assessment(book, made)
    plan = _plan(book, case, made)
    _arrangements(book, made)
    if made + timedelta(days=330) < book.roll.today:
        _review(book, plan, made)


def _assessment(book: Book, made: date) -> str:
    """The case that led to the plan; every fifth one was late."""
    chance = book.chance
    weeks = 23 if book.line.drawn % 5 == 2 else chance.between(17, 20)
    asked = made - timedelta(weeks=weeks)
    held: dict[str, object] = {"process": "assessment", "opened_on": asked, "la": "801"}
    held |= {"caseworker": _OFFICER, "closed_on": made, "outcome": "Plan made"}
    case = book.add("case", held)
    _event(book, case, "request", asked, {"from": chance.pick(("parent", "school"))})
    yes = asked + timedelta(weeks=chance.between(4, 6))
    _event(book, case, "decision", yes, {"decision": "assess"})
    for sort, key in (("psychological", "EP"), ("medical", "SALT"), ("social care", "FAM")):
        who, _, _ = names.SPECIALISTS[key]
        values: dict[str, object] = {"case": case, "sort": sort, "who": who, "asked_on": yes}
        came = yes + timedelta(days=chance.between(30, 50))
        summary = book.say("{name} hears well and follows one step at a time.")
        book.add("advice", values | {"received_on": came, "dated": came, "summary": summary})
    _event(book, case, "plan-decision", made - timedelta(weeks=6), {"decision": "make"})
    drafted = made - timedelta(weeks=5)
    _event(book, case, "draft", drafted, {})
    where: dict[str, object] = {"case": case, "where": "Puddleby Common School", "can_meet": "yes"}
    sent = {"sent_on": drafted, "replied_on": drafted + timedelta(days=12), "asked_for": True}
    book.add("consultation", where | sent)
    said: dict[str, object] = {"case": case, "on": drafted + timedelta(days=9), "section": "F"}
    said |= {"what": "Twenty minutes are too short: half an hour, please.", "answered_on": made}
    book.add("representation", said | {"answer": "Agreed; thirty minutes now stand in section F."})
    letter: dict[str, object] = {"case": case, "sort": "draft-cover", "title": "Draft plan"}
    letter |= {"recipient": "The parents", "dated": drafted, "drafted_on": drafted}
    book.add("letter", letter | {"sent_on": drafted, "how": "post", "by": _OFFICER})
    seen: dict[str, object] = {"case": case, "on": drafted + timedelta(days=8), "by": _OFFICER}
    seen |= {"where": "At home", "said": book.say("{name} showed the clocks, one by one.")}
    book.add("visit", seen | {"present": "Both parents", "filed_on": drafted + timedelta(days=9)})
    _event(book, case, "final", made, {"names": "Puddleby Common School", "rights": "yes"})
    return case


def _event(book: Book, case: str, code: str, on: date, facts: Mapping[str, str]) -> None:
    book.add("case_event", {"case": case, "code": code, "on": on, "facts": dict(facts)})


def _plan(book: Book, case: str, made: date) -> str:
    values: dict[str, object] = {"case": case, "stage": "final", "made_on": made}
    values |= {"issued_on": made, "issued_by": _OFFICER}
    plan = book.add("plan", values | {"review_by": _a_year_on(made)})

    count: dict[str, int] = {}

    def line(section: str, words: str, **more: object) -> str:
        count[section] = count.get(section, 0) + 1
        told: dict[str, object] = {"plan": plan, "section": section, "words": book.say(words)}
        return book.add("plan_line", told | {"number": count[section]} | more)

    code = book.line.needs[0][0]
    line("A", "“I like the kiln best, and want to mend clocks.”", sort="view", who="pupil",
         dated=made - timedelta(weeks=8))  # fmt: skip
    hope = line("A", "{name} hopes to work with small machines.", sort="aspiration", area="work")
    line("B", "{name} remembers every route and every engine.", sort="strength", need=code)
    hard = "{name} loses the thread of long instructions, so that a task is often not begun."
    need = line("B", hard, sort="need", need=code)
    line("C", "No health needs related to SEN.", none_required=True)
    line("D", "No social care needs related to SEN.", none_required=True)
    outcome = line(
        "E", "By the end of the key stage {name} will be able to begin a task from a list.",
        serves=hope, measure="Tasks begun unprompted in a week", baseline="2", target="8",
        by=date(book.roll.school_year + 1, 7, 20),
    )  # fmt: skip
    line(
        "F", "Practice of visual lists with a trained teaching assistant.",
        serves=f"{need}, {outcome}", who="teaching assistant trained by the therapist",
        how_often="three times a week", how_long="30 minutes, 36 weeks", ratio="1 to 1",
        minutes_a_week=90, starts=made, by=_a_year_on(made), source="Advice of the psychologist",
    )  # fmt: skip
    line("I", "Puddleby Common School, a mainstream primary school.")
    _advice(line, made, whole=book.line.drawn % 3 != 0)
    return plan


def _advice(line: Callable[..., str], made: date, *, whole: bool) -> None:
    """Section K: of every third plan it lacks some of what the law asks for."""
    listed = [("psychology", "Advice of the educational psychologist", "EP")]
    if whole:
        listed += [("health", "Advice of the therapist", "SALT"), ("social care", "Advice", "FAM")]
        line("K", "Views of the parents", sort="family", who="The parents, family",
             dated=made - timedelta(weeks=13))  # fmt: skip
        line("K", "Report of the school", sort="education", who="The SENCO, school",
             dated=made - timedelta(weeks=11))  # fmt: skip
    for sort, words, key in listed:
        who, role, _ = names.SPECIALISTS[key]
        line("K", words, sort=sort, who=f"{who}, {role}", dated=made - timedelta(weeks=12))


def _arrangements(book: Book, made: date) -> None:
    where = {"sort": "placement", "where": "Puddleby Common School", "since": made}
    book.add("arrangement", {**where, "what": "Mainstream school"})
    if book.line.drawn % 2:
        bus: dict[str, object] = {"sort": "transport", "what": "Minibus with a passenger assistant"}
        book.add("arrangement", bus | {"since": made, "education_pence": 412_000})


def _review(book: Book, plan: str, made: date) -> None:
    """The last annual review as the school has it: reported for most, to be reported for some."""
    today = book.roll.today
    before, held = made, made + timedelta(days=330)
    while held + timedelta(days=360) < today:
        before, held = held + timedelta(weeks=4), held + timedelta(days=350)
    reported = held + timedelta(weeks=2)
    over = book.line.drawn % 3 != 0 and reported <= today
    values: dict[str, object] = {"process": "annual review", "plan": plan, "side": "school"}
    values |= {"opened_on": held - timedelta(weeks=6), "caseworker": _OFFICER, "la": "801"}
    if over:
        values |= {"closed_on": reported, "outcome": "Report sent"}
    case = book.add("case", values)
    _event(book, case, "plan-made", made, {})
    if before != made:
        _event(book, case, "last-review", before, {})
    _event(book, case, "invited", held - timedelta(weeks=3), {})
    _event(book, case, "papers", held - timedelta(weeks=2), {})
    _event(book, case, "meeting", held, {"present": "Family, teacher, therapist"})
    if over:
        _event(book, case, "report", reported, {"recommends": "maintain"})


def _a_year_on(day: date) -> date:
    """The last day of the twelve months that begin with this one."""
    same = day.replace(year=day.year + 1, day=min(day.day, 28))
    return same - timedelta(days=1)
