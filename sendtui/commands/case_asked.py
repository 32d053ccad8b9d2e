"""Advice, consultations and the family's comments, by flags."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sendtui.commands import case_named
from sendtui.commands.acts import fields, told
from sendtui.commands.call import Call, require_vacant
from sendtui.commands.case_acts import source, words
from sendtui.commands.given import day, day_or_none
from sendtui.errors import UsageError

if TYPE_CHECKING:
    from datetime import date

    from sendtui.services.case_views import CaseView
    from sendtui.services.consulted import Papers

Act = Callable[[Call, "CaseView", str, "date", str], int]
"""Does one act upon a case: with which part was named, on which day, with which words."""


def _do(call: Call, acts: dict[str, Act], shown: Callable[[Call, "CaseView"], int]) -> int:
    named = words(call, 3)
    found = case_named.view(call)
    if not named:
        return shown(call, found)
    if named[0] not in acts:
        raise UsageError(f"Say what: {', '.join(acts)}; not {named[0]!r}.")
    said = str(fields(call, "said", ("said",)).get("said", ""))
    which = " ".join(named[1:])
    return acts[named[0]](call, found, which, day(call, call.options.on), said)


def _required(said: str, what: str) -> str:
    if not said:
        raise UsageError(f"{what}: give it with --text-file FILE, or - for standard input.")
    return said


def advice(call: Call) -> int:
    """Ask for advice, receive it, chase it, do without it; without an act, list it."""
    from sendtui.commands.case_shown import advice_of

    return _do(call, _ADVICE, advice_of)


def _ask(call: Call, found: "CaseView", which: str, on: "date", _said: str) -> int:
    from sendtui.rules.processes import ADVICE
    from sendtui.services import case_parts

    if not which:
        raise UsageError(f"Say which advice: {', '.join(code for code, _ in ADVICE)}.")
    who = call.options.who or ""
    made = case_parts.ask(call.store, found.id, which, on=on, who=who, today=call.today)
    return told(call, f"Asked for: {which}.", id=made)


def _usual(call: Call, found: "CaseView", _which: str, on: "date", _said: str) -> int:
    from sendtui.rules.counting import counted
    from sendtui.services import case_parts

    made = case_parts.ask_usual(call.store, found.id, on=on, today=call.today)
    who = "; ".join(each.label for each in case_named.view(call).advice if each.id in made)
    return told(call, f"Asked {counted(len(made), 'adviser')}{who and f': {who}'}.", ids=made)


def _receive(call: Call, found: "CaseView", which: str, on: "date", said: str) -> int:
    from sendtui.services import case_parts

    asked = case_named.nth(call, found, "advice", found.advice, which)
    dated = day_or_none(call, call.options.dated)
    case_parts.receive(
        call.store, asked.id, on=on, dated=dated, summary=said, bases=found.heads[asked.id],
        document=source(call, found.pupil) or asked.document, today=call.today,
    )  # fmt: skip
    return told(call, f"Received: {asked.label}.", id=asked.id)


def _chase(call: Call, found: "CaseView", which: str, on: "date", _said: str) -> int:
    from sendtui.services import case_parts

    asked = case_named.nth(call, found, "advice", found.advice, which)
    case_parts.chase(call.store, asked.id, on=on, today=call.today)
    return told(call, f"Chased: {asked.label}.", id=asked.id)


def _without(call: Call, found: "CaseView", which: str, _on: "date", said: str) -> int:
    from sendtui.services import case_parts

    asked = case_named.nth(call, found, "advice", found.advice, which)
    case_parts.not_needed(call.store, asked.id, _required(said, "Why it is not needed"))
    return told(call, f"Done without: {asked.label}.", id=asked.id)


_ADVICE: dict[str, Act] = {
    "ask": _ask,
    "usual": _usual,
    "receive": _receive,
    "chase": _chase,
    "without": _without,
}


def consult(call: Call) -> int:
    """Consult a setting, write down its answer and ours, chase it; without an act, list them."""
    from sendtui.commands.case_shown import consultations_of

    return _do(call, _CONSULT, consultations_of)


def _send(call: Call, found: "CaseView", _which: str, on: "date", _said: str) -> int:
    from sendtui.services import case_parts

    options = call.options
    if not options.where:
        raise UsageError("Say which setting with --where NAME.")
    made = case_parts.consult(
        call.store, found.id, options.where, on=on, urn=options.urn or "",
        asked_for=options.asked_for, today=call.today,
    )  # fmt: skip
    from sendtui.services import consulted

    if not consulted.has_card(call.store, options.where, call.today):
        call.out.say(f"{consulted.no_card(options.where)}: case consult UPN papers --zip FILE.")
    return told(call, f"Consulted: {options.where}.", id=made)


def _papers(call: Call, found: "CaseView", which: str, _on: "date", said: str) -> int:
    from sendtui.services import consulted

    sent = case_named.nth(call, found, "consultation", found.consultations, which)
    held = consulted.gather(
        call.store, found.id, sent.id, call.today, given={"summary": said} if said else {},
        without=_left_out(call, found.pupil), with_confidential=call.options.with_confidential,
    )  # fmt: skip
    call.out.say(f"For {held.where}: {held.holds}.")
    for each in (*held.lacks, *held.letter.all_minds):
        call.out.say(f"Mind: {each}")
    if not held.has_card:
        call.out.say(f"{consulted.no_card(held.where)}.")
    if not call.options.zip:
        return told(call, "Nothing was written: name a file with --zip FILE.", holds=held.holds,
                    lacks=held.lacks)  # fmt: skip
    return _write_papers(call, held)


def _left_out(call: Call, pupil: str) -> frozenset[str]:
    from sendtui.services.numbers import numbers

    wanted = set(call.options.leave_out)
    ids = frozenset(id_ for id_, n in numbers(call.store, pupil, "document").items() if n in wanted)
    if len(ids) < len(wanted):
        raise UsageError("There is no such document: “sendtui document list UPN” numbers them.")
    return ids


def _write_papers(call: Call, held: "Papers") -> int:
    from sendtui.commands import protecting
    from sendtui.services import consulted

    options = call.options
    path = Path(options.zip).with_suffix(".zip")
    require_vacant(path, replace=options.replace)
    protecting.before(call, [held.pupil], held.where)
    password = protecting.password(call)
    written = consulted.write(
        call.store, held, path, call.today, password=password,
        basis=options.basis or consulted.BASIS, although=options.although,
    )  # fmt: skip
    facts = protecting.tell(call, password, written)
    return told(call, f"Written to {written.name}.", file=str(written), holds=held.holds, **facts)


def _reply(call: Call, found: "CaseView", which: str, on: "date", said: str) -> int:
    from sendtui.services import case_parts

    sent = case_named.nth(call, found, "consultation", found.consultations, which)
    options = call.options
    case_parts.replied(
        call.store, sent.id, on=on, can_meet=options.can_meet or "", ground=options.ground or "",
        reply=said, today=call.today,
    )  # fmt: skip
    return told(call, f"Its answer is written down: {sent.where}.", id=sent.id)


def _answer_setting(call: Call, found: "CaseView", which: str, _on: "date", said: str) -> int:
    from sendtui.services import case_parts

    sent = case_named.nth(call, found, "consultation", found.consultations, which)
    case_parts.answer_setting(call.store, sent.id, _required(said, "Our answer"))
    return told(call, f"Answered: {sent.where}.", id=sent.id)


def _chase_setting(call: Call, found: "CaseView", which: str, on: "date", _said: str) -> int:
    from sendtui.services import case_parts

    sent = case_named.nth(call, found, "consultation", found.consultations, which)
    case_parts.chase_setting(call.store, sent.id, on=on, today=call.today)
    return told(call, f"Chased: {sent.where}.", id=sent.id)


_CONSULT: dict[str, Act] = {
    "send": _send,
    "reply": _reply,
    "answer": _answer_setting,
    "chase": _chase_setting,
    "papers": _papers,
}


def represent(call: Call) -> int:
    """Write down what the family said about a draft, and our answer; without an act, list it."""
    from sendtui.commands.case_shown import representations_of

    return _do(call, _REPRESENT, representations_of)


def _add(call: Call, found: "CaseView", _which: str, on: "date", said: str) -> int:
    from sendtui.services import case_parts

    section = call.options.section or ""
    what = _required(said, "What they said")
    made = case_parts.represent(
        call.store, found.id, what, on=on, section=section, today=call.today
    )
    return told(call, "Written down.", id=made)


def _answer(call: Call, found: "CaseView", which: str, on: "date", said: str) -> int:
    from sendtui.services import case_parts

    point = case_named.nth(call, found, "representation", found.representations, which)
    words_ = _required(said, "Our answer")
    case_parts.answer(call.store, point.id, words_, on=on, today=call.today)
    return told(call, "Answered.", id=point.id)


_REPRESENT: dict[str, Act] = {"add": _add, "answer": _answer}
