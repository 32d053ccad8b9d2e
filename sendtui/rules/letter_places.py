"""Whether a letter of a case belongs at the step where the case stands, and if not, why.

Nothing is refused to a person who writes one letter: it is only ever said. Many at once go to the
cases where they belong alone, because sending a letter logs the event that it is.
"""

from datetime import date

from sendtui.rules.case_facts import Book
from sendtui.rules.case_letters import EXTENSION, LATE, LetterOf
from sendtui.rules.case_standing import stage_of
from sendtui.rules.counting import counted
from sendtui.rules.process import Stage
from sendtui.rules.processes import PROCESSES
from sendtui.rules.typed_dates import say

_ANYWHERE = frozenset(("status", LATE, EXTENSION))
_ACKNOWLEDGED_AT = "deciding"
_ON_A_PLAN = frozenset(("plan-decision", "draft"))
_BOUND = frozenset(("agreed", "conceded", "ordered"))
"""The stages of an appeal in which an assessment and a plan follow, step by step."""

_ALSO = frozenset((("deciding-plan", "draft"),))
"""What may come at a stage besides its usual next: a draft says that there will be a plan."""


def misplaced(
    letter: LetterOf, book: Book, *, sent_on: date | None = None, is_one_of_many: bool = False
) -> str:
    """Why a letter does not belong where a case stands, in a sentence; "" where it does.

    `sent_on` is when a letter of this sort was last sent in the case. One of many does not decide
    otherwise than the report of a review recommends, or where it recommends nothing.
    """
    if letter.code in _ANYWHERE:
        return ""
    stage = stage_of(book)
    if not letter.tells:
        return f"Nothing is asked any more: {stage.label}." if stage.over else ""
    if letter.tells == ("told",):
        here = "" if stage.code == _ACKNOWLEDGED_AT else _stands(book, stage)
        return _sent(sent_on) if sent_on else here
    if book.holds(letter.tells[-1]):
        return _logged(letter, book, stage, sent_on)
    return _not_next(letter, book, stage) or _recommended(
        letter, book, stage, is_one_of_many=is_one_of_many
    )


def _logged(letter: LetterOf, book: Book, stage: Stage, sent_on: date | None) -> str:
    """Why the letter of an event that was logged does not go: it went, or more happened since."""
    code, last = _code(letter.tells[-1]), book.last(_code(letter.tells[-1]))
    if last is not None and sent_on is not None and sent_on >= last.on:
        return _sent(sent_on)
    if {letter.tells[-1], code}.isdisjoint(stage.by) and stage.code not in _BOUND:
        return _stands(book, stage)
    return ""


def _not_next(letter: LetterOf, book: Book, stage: Stage) -> str:
    codes = {_code(token) for token in letter.tells}
    process = book.facts.process
    if process == "move":
        is_assessing = book.fact("move", "assessing") == "yes" and not book.holds("decision")
        return "" if is_assessing else _stands(book, stage)
    if process == "appeal":
        return "" if stage.code in _BOUND else _stands(book, stage)
    if codes.isdisjoint(stage.then) and not any((stage.code, each) in _ALSO for each in codes):
        return _stands(book, stage)
    out = sum(each.is_out for each in book.facts.advice)
    if stage.code == "advice" and out and not codes.isdisjoint(_ON_A_PLAN):
        return f"Advice from {counted(out, 'adviser')} is still waited for."
    return ""


def _recommended(letter: LetterOf, book: Book, stage: Stage, *, is_one_of_many: bool) -> str:
    """Why a decision after a review is not the one that the report leads to."""
    code, _, decision = letter.tells[0].partition(":")
    event = PROCESSES[book.facts.process].event("report")
    if code != "decision" or event is None or code not in stage.then:
        return ""
    if not book.holds("report"):
        return "The report of the review is not in."
    said = book.fact("report", "recommends")
    choices = event.fact("recommends")
    if said == decision or not (said or is_one_of_many):
        return ""
    label = dict(choices.choices).get(said, said) if choices else said
    tells = f"recommends “{label}”" if said else "does not say what it recommends"
    return f"The report of the review {tells}: whoever decides otherwise writes it alone."


def _sent(on: date) -> str:
    return f"This letter was sent on {say(on)}."


def _stands(book: Book, stage: Stage) -> str:
    process = PROCESSES[book.facts.process]
    labels = [event.label for code in stage.then if (event := process.event(code)) is not None]
    after = f"what comes next is “{'” or “'.join(labels)}”" if labels else "nothing comes next"
    return f"The case stands at “{stage.label}”: {after}."


def _code(token: str) -> str:
    return token.partition(":")[0]
