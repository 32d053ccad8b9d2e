"""Who was asked in a case, and what came back: advice, consultations, the family's comments."""

from collections.abc import Mapping
from datetime import date

from sendtui.errors import SendtuiError
from sendtui.models.case import Advice, Case, Consultation, Representation
from sendtui.models.pupil import Pupil
from sendtui.rules.processes import ADVICE, usual_advice
from sendtui.rules.years import nc_year
from sendtui.services import writes
from sendtui.services.pupil_reading import of
from sendtui.services.records import has_happened, in_time, invalid, require
from sendtui.store.store import Store
from sendtui.store.transaction import Transaction

Bases = Mapping[str, tuple[int, ...]]

CAN_MEET = ("yes", "no", "if")
GROUNDS = {
    "unsuitable": "Unsuitable for the age, ability, aptitude or special educational needs",
    "others": "Incompatible with the efficient education of others",
    "resources": "Incompatible with the efficient use of resources",
}
"""The grounds of s.39(4) on which a setting the family asked for need not be named."""


# Advice


@writes
def ask(
    store: Store,
    case: str,
    sort: str,
    *,
    on: date,
    who: str = "",
    commissioned_by: str = "",
    today: date | None = None,
) -> str:
    """Ask somebody for advice and return the request's id.

    Raises InvalidError for a day ahead or advice of no sort.
    """
    has_happened("asked_on", on, today)
    with store.write("Ask for advice", true_on=on) as tx:
        found = require(tx.session, Case, case)
        return _asked(tx, found, sort, on, who, commissioned_by)


@writes
def ask_usual(
    store: Store,
    case: str,
    *,
    on: date,
    today: date | None = None,
) -> tuple[str, ...]:
    """Ask for all the advice that an assessment of this pupil needs and has not asked for; the ids.

    From Year 9 on that is advice on adulthood, too.
    """
    has_happened("asked_on", on, today)
    with store.write("Ask for advice", true_on=on) as tx:
        found = require(tx.session, Case, case)
        pupil = require(tx.session, Pupil, found.pupil)
        sorts = usual_advice(pupil.born, nc_year(pupil.born, on, pupil.nc_year).code, on)
        there = {a.sort for a in of(tx.session, Advice, found.pupil) if a.case == case}
        return tuple(_asked(tx, found, sort, on) for sort in sorts if sort not in there)


def _asked(
    tx: Transaction, case: Case, sort: str, on: date, who: str = "", commissioned_by: str = ""
) -> str:
    if not sort.strip():
        invalid("sort", sort, f"is needed: {', '.join(code for code, _ in ADVICE)} or your own")
    values = {"pupil": case.pupil, "case": case.id, "sort": sort, "who": who, "asked_on": on}
    return tx.add("advice", {**values, "commissioned_by": commissioned_by})


@writes
def receive(
    store: Store,
    advice: str,
    *,
    on: date,
    dated: date | None = None,
    summary: str = "",
    document: str = "",
    bases: Bases | None = None,
    today: date | None = None,
) -> None:
    """Say on which day advice was received.

    Raises InvalidError for a day ahead, or advice that was received before.
    """
    has_happened("received_on", on, today)
    has_happened("dated", dated, today)
    with store.write("Receive advice", true_on=on) as tx:
        found = require(tx.session, Advice, advice)
        if found.received_on is not None:
            invalid("received_on", on, "cannot be: it was received already")
        values = {"received_on": on, "dated": dated, "summary": summary, "document": document}
        tx.put("advice", advice, {k: v for k, v in values.items() if v}, bases)


@writes
def chase(store: Store, advice: str, *, on: date, today: date | None = None) -> None:
    """Say that advice was chased.

    Raises InvalidError for a day ahead, SendtuiError for advice that is not waited for.
    """
    has_happened("chased_on", on, today)
    with store.write("Chase advice", true_on=on) as tx:
        found = require(tx.session, Advice, advice)
        if found.asked_on is None or found.received_on is not None or found.not_needed:
            raise SendtuiError("This advice is not waited for, so there is nothing to chase.")
        in_time("chased_on", on, found.asked_on, "it was asked for")
        tx.put("advice", advice, {"chased_on": on})


@writes
def not_needed(store: Store, advice: str, because: str) -> None:
    """Say that advice is not needed, and why: such as advice there is, which all accept."""
    if not because.strip():
        invalid("not_needed", because, "is needed: say why")
    with store.write("Do without advice") as tx:
        require(tx.session, Advice, advice)
        tx.put("advice", advice, {"not_needed": because})


# Consultations


@writes
def consult(
    store: Store,
    case: str,
    where: str,
    *,
    on: date,
    urn: str = "",
    asked_for: bool = False,
    today: date | None = None,
) -> str:
    """Consult a setting and return the consultation's id; `asked_for`: the family wants it."""
    has_happened("sent_on", on, today)
    with store.write("Consult a setting", true_on=on) as tx:
        found = require(tx.session, Case, case)
        values = {"pupil": found.pupil, "case": case, "where": where, "urn": urn, "sent_on": on}
        return tx.add("consultation", {**values, "asked_for": asked_for})


@writes
def replied(
    store: Store,
    consultation: str,
    *,
    on: date,
    can_meet: str = "",
    ground: str = "",
    reply: str = "",
    today: date | None = None,
) -> None:
    """Write down what a setting answered; a refusal names its ground.

    Raises InvalidError for an answer or a ground there is not, and for a day before it was asked.
    """
    has_happened("replied_on", on, today)
    if can_meet and can_meet not in CAN_MEET:
        invalid("can_meet", can_meet, f"is none of: {', '.join(CAN_MEET)}")
    if ground and ground not in GROUNDS:
        invalid("ground", ground, f"is none of: {', '.join(GROUNDS)}")
    with store.write("Answer of a setting", true_on=on) as tx:
        found = require(tx.session, Consultation, consultation)
        in_time("replied_on", on, found.sent_on, "it was consulted")
        values = {"replied_on": on, "can_meet": can_meet, "ground": ground, "reply": reply}
        tx.put("consultation", consultation, {k: v for k, v in values.items() if v})


@writes
def answer_setting(store: Store, consultation: str, answer: str) -> None:
    """Write down our answer to what a setting said."""
    if not answer.strip():
        invalid("our_answer", answer, "is needed")
    with store.write("Answer a setting") as tx:
        require(tx.session, Consultation, consultation)
        tx.put("consultation", consultation, {"our_answer": answer})


@writes
def chase_setting(store: Store, consultation: str, *, on: date, today: date | None = None) -> None:
    """Say that a setting was chased.

    Raises SendtuiError for one that has answered.
    """
    has_happened("chased_on", on, today)
    with store.write("Chase a setting", true_on=on) as tx:
        found = require(tx.session, Consultation, consultation)
        if found.replied_on is not None:
            raise SendtuiError("This setting has answered, so there is nothing to chase.")
        tx.put("consultation", consultation, {"chased_on": on})


# Representations


@writes
def represent(
    store: Store,
    case: str,
    what: str,
    *,
    on: date,
    section: str = "",
    today: date | None = None,
) -> str:
    """Write down one thing the family said about a draft, and return its id."""
    has_happened("on", on, today)
    with store.write("Note a representation", true_on=on) as tx:
        found = require(tx.session, Case, case)
        values = {"pupil": found.pupil, "case": case, "on": on, "section": section, "what": what}
        return tx.add("representation", values)


@writes
def answer(
    store: Store,
    representation: str,
    words: str,
    *,
    on: date,
    today: date | None = None,
) -> None:
    """Answer one thing the family said.

    Raises InvalidError for an answer without words or of a day before it was said.
    """
    has_happened("answered_on", on, today)
    if not words.strip():
        invalid("answer", words, "is needed")
    with store.write("Answer a representation", true_on=on) as tx:
        found = require(tx.session, Representation, representation)
        in_time("answered_on", on, found.on, "it was said")
        tx.put("representation", representation, {"answer": words, "answered_on": on})
