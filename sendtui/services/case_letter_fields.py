"""What the fields of a case's letter say: whose case, what happened in it, and by when what is due.

Every date is a deadline of the clocks and is told with its citation at the end of the letter.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sendtui.errors import SendtuiError
from sendtui.formats.wording import day
from sendtui.models.case import Advice, Case, Consultation
from sendtui.models.pupil import Pupil
from sendtui.models.setting import Setting
from sendtui.rules.case_facts import Book, CaseFacts
from sendtui.rules.case_letters import ABOUT_A_LIMIT, EXTENSION, LATE, LetterOf, lacking
from sendtui.rules.case_standing import standing
from sendtui.rules.citation import Citation
from sendtui.rules.deadline import Deadline, Excepted, FactError
from sendtui.rules.letter_dates import bound_to_assess, dates, meeting_of
from sendtui.rules.letter_places import misplaced
from sendtui.rules.letter_wording import Fields
from sendtui.rules.process_reviews import progress
from sendtui.rules.processes import FEEDS
from sendtui.rules.typed_dates import say
from sendtui.services import case_reading, cycle_pages, letter_status
from sendtui.services.case_known import facts_of
from sendtui.services.case_views import CaseView, DeadlineView, EventView
from sendtui.services.records import invalid, require, require_pupil
from sendtui.store.store import Store

Given = Mapping[str, str | date]
"""What was typed for a letter: the blanks of its sort by their names."""

Own = dict[str, str | Sequence[str]]

_AFTER = frozenset(("advice-chase", "consultation-chase", "review-report"))
"""The letters whose day is past as a rule."""

_ASK = "ask us who the mediation adviser is"


@dataclass(frozen=True, slots=True)
class CaseKnown:
    """One case as its letters know it: everything in it, whose it is and who writes.

    `adviser` is the advice or the consultation a letter is about, `step` the limit it answers.
    """

    view: CaseView
    facts: CaseFacts
    pupil: str
    child: str
    forename: str
    born: date | None
    upn: str
    school: str
    authority: str
    head: tuple[str, ...]
    contact: str
    sendiass: str
    mediation: str
    local_offer: str
    advice: Advice | None = None
    consulted: Consultation | None = None
    step: DeadlineView | None = None

    @property
    def identity(self) -> str:
        """The child with what tells them from another of a like name."""
        born = f"born {day(self.born)}" if self.born else "date of birth not recorded"
        return ", ".join(filter(None, (self.child, born, self.upn and f"UPN {self.upn}")))

    def event(self, code: str) -> EventView | None:
        """The latest event of this code that holds, or None."""
        held = (each for each in self.view.events if each.code == code and not each.put_right)
        return next(held, None)


def known(store: Store, case: str, today: date, *, record: str = "", step: str = "") -> CaseKnown:
    """What is known of a case for its letters, with what is confidential in it.

    `record` is the advice or the consultation the letter is about, `step` the limit it answers.
    Raises SendtuiError where there is no such case.
    """
    view = case_reading.view(store, case, today, whole=True)
    own, sendiass = store.setting, cycle_pages.sendiass(store)
    with store.read() as session:
        found = require(session, Case, case)
        pupil = require_pupil(session, found.pupil)
        writes = session.get(Setting, own) or Setting(id="", name="")
        school = session.get(Setting, pupil.setting) if pupil.setting != own else None
        advice, consulted = session.get(Advice, record), session.get(Consultation, record)
        limit = next((each for each in view.deadlines if step and step == each.id), None)
        return CaseKnown(
            view=view,
            facts=facts_of(session, (case,))[case],
            pupil=pupil.id,
            child=_name(pupil),
            forename=pupil.preferred_forename or pupil.forename or _name(pupil),
            born=pupil.born,
            upn=pupil.upn,
            school=_school(writes, school),
            authority=writes.name,
            head=tuple(part for part in (writes.address, writes.phone) if part.strip()),
            contact=writes.senco_contact or writes.phone,
            sendiass=writes.sendiass or sendiass,
            mediation=writes.mediation,
            local_offer=writes.local_offer,
            advice=advice,
            consulted=consulted,
            step=limit,
        )


def fields(store: Store, about: CaseKnown, letter: LetterOf, dated: date, given: Given) -> Fields:
    """Every field of a letter, and under `law` where its dates come from.

    Raises InvalidError for what has to be typed and was not, SendtuiError for facts that do not
    hold together or that the letter cannot do without.
    """
    told = {**offered(about, letter), **{name: value for name, value in given.items() if value}}
    for blank in lacking(letter, told):
        invalid(blank.name, "", f"is needed for this letter: {blank.title.lower()}")
    named = _dates(about, letter, dated)
    own = _case(about, letter, dated)
    # Nobody is asked for anything by a day that is past when the letter is written.
    own.update({name: say(each.due) for name, each in named.items()
                if name != "papers_by" or each.due >= dated})  # fmt: skip
    law = [_cited(each.due, each.what, each.citation) for each in named.values()]
    if letter.code in (LATE, EXTENSION):
        law.append(_limit(about, own, dated, is_exception=letter.code == EXTENSION))
    if letter.code == "status":
        status = letter_status.told(store, about, dated)
        law += status.pop("law")
        own.update(status)
    for name, value in told.items():
        own[name] = _typed(value)
    own["law"] = tuple(dict.fromkeys(law))
    return own


def offered(about: CaseKnown, letter: LetterOf) -> dict[str, str]:
    """What the blanks of a letter begin with: what an event of the case says already."""
    found = dict[str, str]()
    codes = {token.partition(":")[0] for token in letter.tells}
    for blank in letter.blanks:
        for code in codes:
            event = about.event(code)
            if event is not None and (said := event.facts.get(blank.name, "")):
                found[blank.name] = said
    if "recommended" in {blank.name for blank in letter.blanks}:
        found.update(_recommended(about))
    return found


def minds(about: CaseKnown, letter: LetterOf, dated: date) -> tuple[str, ...]:
    """What to mind about the letter before it goes: that it does not belong where the case stands,
    days that are past, holidays in its times, what its words miss.
    """
    named = _dates(about, letter, dated).values()
    past = (
        f"{say(each.due)} is past on the day the letter bears ({each.rule}): {each.what}."
        for each in named
        if each.due < dated and letter.code not in _AFTER
    )
    holidays = (f"{say(each.due)}: {words}" for each in named for words in each.warnings)
    place = filter(None, (out_of_place(about, letter),))
    return (*dict.fromkeys((*place, *past, *holidays)), *_missing(about, letter))


def out_of_place(about: CaseKnown, letter: LetterOf, *, is_one_of_many: bool = False) -> str:
    """Why the letter does not belong where the case stands, in a sentence; "" where it does."""
    sent = (each.sent_on for each in about.view.letters if each.sort == letter.code)
    last = max((on for on in sent if on is not None), default=None)
    return misplaced(letter, Book(about.facts), sent_on=last, is_one_of_many=is_one_of_many)


def _missing(about: CaseKnown, letter: LetterOf) -> tuple[str, ...]:
    missing = []
    if letter.rights and not about.mediation:
        missing.append("the mediation adviser (SEND Regulations 2014 reg 32)")
    if letter.to == "family" and not about.sendiass:
        missing.append("SENDIASS")
    if not about.contact:
        missing.append("a phone number")
    if not missing:
        return ()
    return (f"Not recorded of the authority, so not in the letter: {', '.join(missing)}.",)


def _dates(about: CaseKnown, letter: LetterOf, dated: date) -> dict[str, Deadline]:
    asked = about.advice.asked_on if about.advice else None
    if about.consulted is not None:
        asked = about.consulted.sent_on
    try:
        return dates(letter.code, about.facts, dated, asked)
    except FactError as problem:
        raise SendtuiError(f"The dates of this letter cannot be told: {problem}") from None


def _case(about: CaseKnown, letter: LetterOf, dated: date) -> Own:
    """The fields that every letter of a case may use."""
    view = about.view
    asked = (about.advice.asked_on if about.advice else None) or (
        about.consulted.sent_on if about.consulted else None
    )
    came = about.event("request") or about.event("responsible")
    held = meeting_of(letter.code, Book(about.facts))
    meeting = held.facts if held else {}
    again = view.process == "re-assessment"
    return {
        "child": about.child,
        "whom": about.child,
        "forename": about.forename,
        "child_too": about.forename,
        "born": day(about.born) if about.born else "(date of birth not recorded)",
        "upn": about.upn,
        "reference": view.reference or about.upn or "none",
        "school": about.school or "the school or setting",
        "authority": about.authority,
        "caseworker": view.caseworker,
        "contact": about.contact,
        "sendiass": about.sendiass,
        "mediation": about.mediation or _ASK,
        "local_offer": about.local_offer,
        "dated": say(dated),
        "request_on": say(came.on) if came else "",
        "asked_on": say(asked) if asked else "",
        "asked_for": _asked_for(about),
        "feeds": FEEDS.get(about.advice.sort, "") if about.advice else "",
        "assessment": "a re-assessment" if again else "an assessment",
        "plan_stays": "The plan stays in force, and is reviewed as before." if again else "",
        "bound": _bound(about),
        "meeting_on": say(held.on) if held else "",
        "where": about.consulted.where if about.consulted else "",
        "achieved": _lines(_fact(about, "decision", "achieved")),
        **dict.fromkeys(("exceptions", "limit_what", "limit_by", "stage"), ""),
        **dict.fromkeys(("done", "next", "waiting", "done_easy", "next_easy"), ()),
        **dict.fromkeys(("reasons", "changes", "why", "grounds"), ()),
        **dict.fromkeys(("decide_by", "final_by", "plan_by", "advice_by", "comments_by"), ""),
        **dict.fromkeys(("reply_by", "papers_by", "report_by", "next_review_by"), ""),
        **dict.fromkeys(("mediation_by", "appeal_by", "in_force_until", "new_day"), ""),
        **dict.fromkeys(("names", "summary", "time", "recommended"), ""),
        **{
            name: _lines(meeting.get(name, ""))
            for name in ("present", "child_views", "family_views", "adulthood")
        },
        "progress": progress(meeting, {each.label: each.words for each in view.outcomes}),
    }


_BY = {
    "order": "as the First-tier Tribunal ordered on {on}",
    "agreement": "as was agreed in mediation on {on}",
    "conceded": "as we told the First-tier Tribunal on {on}, when we conceded the appeal",
}
"""By what there is an assessment after all, in the words of a letter."""


def _bound(about: CaseKnown) -> str:
    found = bound_to_assess(Book(about.facts))
    return _BY[found.code].format(on=say(found.on)) if found else ""


def _asked_for(about: CaseKnown) -> str:
    if about.consulted is None or not about.consulted.asked_for:
        return ""
    return (
        "The family has asked for your setting to be named (Children and Families Act 2014 "
        "s.38(3))."
    )


def _of_law(about: CaseKnown) -> list[DeadlineView]:
    return [each for each in about.view.open if each.kind != "good practice"]


def _limit(about: CaseKnown, own: Own, dated: date, *, is_exception: bool) -> str:
    """Put in the limit that is late or excepted, the one answered or the first; gives its law.

    Raises SendtuiError where there is none, or no exception is recorded.
    """
    wanted = ABOUT_A_LIMIT[EXTENSION if is_exception else LATE]
    found = [each for state in wanted for each in _of_law(about) if each.state == state]
    limit = about.step or next(iter(found), None)
    if limit is None:
        raise SendtuiError("No limit of this case is late, so there is nothing to explain.")
    own["limit_what"], own["limit_by"] = limit.what, say(limit.due)
    if is_exception:
        relied = tuple(_relied(about, limit, dated))
        own["grounds"] = tuple(one.says for one, _ in relied)
        own["exceptions"] = tuple(f"{one.says} ({one.citation}){rests}" for one, rests in relied)
        if not relied:
            raise SendtuiError(
                "No exception is recorded for this limit. Log it first, with its evidence and who "
                "decided: the event “exception”."
            )
    return _cited(limit.due, limit.what, Citation(limit.citation, "statutory", limit.verified))


def _relied(about: CaseKnown, limit: DeadlineView, dated: date) -> Iterator[tuple[Excepted, str]]:
    """The exceptions relied on for a limit, each with the sentence of what it rests on, or ""."""
    steps = standing(about.facts, dated).steps
    found = next((step.deadline.exceptions for step in steps if step.id == limit.id), ())
    known = {each.code: each for each in found}
    for event in about.view.events:
        one = known.get(event.facts.get("code", ""))
        is_for_it = event.facts.get("limit", "") in ("", limit.rule)
        if event.code == "exception" and not event.put_right and one is not None and is_for_it:
            evidence = event.facts.get("evidence") or event.said
            yield one, f" What we rely on: {evidence}" if evidence else ""


def _cited(due: date, what: str, citation: Citation) -> str:
    """Where a date stands in the law."""
    sure = "" if citation.verified else " (not verified)"
    return f"{say(due)}: {what}. {citation.text}{sure}."


def _recommended(about: CaseKnown) -> dict[str, str]:
    event = about.event("report")
    said = dict(event.shown).get("Recommends", "") if event else ""
    return {"recommended": said} if said else {}


def _fact(about: CaseKnown, code: str, name: str) -> str:
    event = about.event(code)
    return event.facts.get(name, "") if event else ""


def _typed(value: str | date) -> str | tuple[str, ...]:
    return say(value) if isinstance(value, date) else _lines(value)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip("-• \t") for line in text.splitlines() if line.strip("-• \t"))


def _school(own: Setting, school: Setting | None) -> str:
    if school is not None:
        return school.name
    return own.name if own.sort == "school" else ""


def _name(pupil: Pupil) -> str:
    forename = pupil.preferred_forename or pupil.forename
    return f"{forename} {pupil.preferred_surname or pupil.surname}".strip()
