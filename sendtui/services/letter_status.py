"""What the letter “status” tells a family: what was decided, what comes next, in plain sentences.

The sentences are a table by rule and by event beside the wordings, which an authority can change.
What is no business of the family has none and is left out.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from sendtui.errors import SendtuiError
from sendtui.rules.processes import ADVICE, PROCESSES
from sendtui.rules.typed_dates import say
from sendtui.services import letter_wordings
from sendtui.services.case_views import CaseView, DeadlineView, EventView
from sendtui.store.store import Store

if TYPE_CHECKING:
    from datetime import date

    from sendtui.services.case_letter_fields import CaseKnown, Own

TABLE = "status.toml"
_FULL, _EASY = 0, 1
_OTHERS = frozenset(("NA-06", "PL-05"))
"""The limits of others, for which the family waits with us."""

Table = Mapping[str, Mapping[str, tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is told of one limit, in full and in short words, and where it stands in the law."""

    full: str
    easy: str
    record: str = ""
    waits: bool = False
    law: str = ""


def told(store: Store, about: "CaseKnown", dated: "date") -> "Own":
    """The fields of the letter: what was done, what comes next and what is waited for.

    Under `law` is where each day that it tells stands. Raises SendtuiError for an authority's own
    table of sentences that cannot be read.
    """
    table, view = _table(store), about.view
    limits = tuple(_limits(table, about))
    done, ahead = _events(table, view, dated, about.child)
    mine = [each for each in limits if not each.waits]
    waiting = [each for each in limits if each.waits]
    named = {each.record for each in waiting}
    return {
        "stage": view.stage_label,
        "done": tuple(each.full for each in done),
        "done_easy": tuple(each.easy for each in done if each.easy),
        "next": tuple(each.full for each in (*ahead, *mine)),
        "next_easy": tuple(each.easy for each in (*ahead, *mine) if each.easy),
        "waiting": (*(each.full for each in waiting), *_undated(view, named)),
        "law": tuple(each.law for each in limits if each.law),
    }


def sentence(table: Table, part: str, *names: str) -> tuple[str, str] | None:
    """What the table says by the first of these names that it has; None where it has none.

    A name of the table that begins with a star is for all that end so, the longest first.
    """
    found = table[part]
    for name in names:
        if name in found:
            return found[name]
    ends = [n for n in found if n.startswith("*") and names and names[-1].endswith(n[1:])]
    return found[max(ends, key=len)] if ends else None


@cache
def own_table() -> Table:
    """The program's own sentences."""
    return _read(letter_wordings.shipped(TABLE))


def _table(store: Store) -> Table:
    """The sentences, those of an authority's own file before the program's."""
    theirs = letter_wordings.folder(store) / TABLE
    if not theirs.exists():
        return own_table()
    try:
        found = _read(letter_wordings.read(theirs))
    except (tomllib.TOMLDecodeError, ValueError) as problem:
        raise SendtuiError(f"Your letters/{TABLE} cannot be read: {problem}.") from None
    return {part: {**lines, **found.get(part, {})} for part, lines in own_table().items()}


def _read(text: str) -> Table:
    made: dict[str, dict[str, tuple[str, str]]] = {}
    for part, lines in tomllib.loads(text).items():
        for name, said in lines.items() if isinstance(lines, dict) else ():
            pair = tuple(said) if isinstance(said, list) else (said, said)
            if len(pair) != 2 or not all(isinstance(each, str) for each in pair):
                raise ValueError(f"“{name}” of [{part}] is not two sentences")
            made.setdefault(part, {})[name] = pair
    return made


def _limits(table: Table, about: "CaseKnown") -> Iterator[Sentence]:
    """A sentence for each limit that is open, or that is the family's own time still."""
    view = about.view
    decided = _decided(view)
    sorts = {each.id: each.sort for each in view.advice}
    names = {each.id: dict(ADVICE).get(each.sort, each.sort) for each in view.advice}
    names |= {each.id: each.where for each in view.consultations}
    seen = set[tuple[str, str]]()
    for each in view.deadlines:
        is_told = each.is_open or each.state == "family's time"
        if not is_told or each.kind == "good practice" or (each.rule, each.record) in seen:
            continue
        reading = each.id.split("/")[1] if "/" in each.id else ""
        sort = sorts.get(each.record, "")
        asked = (*(f"{each.rule} {d}" for d in decided), f"{each.rule} {sort}",
                 f"{each.rule} {reading}", each.rule)  # fmt: skip
        said = sentence(table, "limits", *asked)
        if said is None:
            said = (f"{each.what}: {{when}}.",) * 2
        if not said[_FULL]:
            continue
        seen.add((each.rule, each.record))
        fields = _fields(about, each, names.get(each.record, ""), table)
        full, easy = (_filled(words, fields) for words in said)
        # The six weeks of reg 8 bind those who advise, and not the family.
        is_theirs = sort == "parent"
        state = "" if is_theirs else "passed" if each.state == "late" else each.state
        late = table["late"].get(state, ("", ""))
        cited = f"{full} {each.citation}{'' if each.verified else ' (not verified)'}."
        yield Sentence(
            " ".join(filter(None, (full, late[_FULL]))),
            " ".join(filter(None, (easy, late[_EASY]))) if easy else "",
            each.record,
            each.rule in _OTHERS and not is_theirs,
            "" if is_theirs else cited,
        )


def _fields(about: "CaseKnown", limit: DeadlineView, who: str, table: Table) -> dict[str, str]:
    why = next((said[_FULL] for prefix, said in table["why"].items()
                if limit.rule.startswith(f"{prefix}-")), "")  # fmt: skip
    is_at_once = limit.days_left is None
    return {
        "child": about.child,
        "assessment": _assessment(about.view),
        "about": who,
        "on": say(limit.due),
        "when": "as soon as we can" if is_at_once else f"by {say(limit.due)}",
        "why": why,
    }


def _assessment(view: CaseView) -> str:
    return "a re-assessment" if view.process == "re-assessment" else "an assessment"


def _decided(view: CaseView) -> tuple[str, ...]:
    """What was decided last of each sort, as tokens, and then what was done."""
    found: dict[str, str] = {}
    for each in view.events:
        if not each.put_right and each.code not in found:
            found[each.code] = each.facts.get("decision", "")
    tokens = (f"{code}:{decision}" for code, decision in found.items() if decision)
    return (*tokens, *found)


def _events(
    table: Table, view: CaseView, dated: "date", child: str
) -> tuple[list[Sentence], list[Sentence]]:
    """What was done, the earliest first; and what is arranged for a day to come."""
    process, done, ahead = PROCESSES[view.process], list[Sentence](), list[Sentence]()
    fields = {"child": child, "assessment": _assessment(view)}
    for each in reversed(view.events):
        if each.put_right or each.code in _UNTOLD or process.event(each.code) is None:
            continue
        is_ahead = each.on > dated
        said = sentence(table, "ahead" if is_ahead else "events", *_names(view, each))
        full, easy = said if said is not None else (each.label, each.label)
        if not full:
            continue
        on = say(each.on)
        full, easy = (_filled(words, {**fields, "on": on}) for words in (full, easy))
        if said is None or not is_ahead:
            full, easy = f"{on}: {full}", f"{on}: {easy}" if easy else ""
        (ahead if is_ahead else done).append(Sentence(full, easy))
    return done, ahead


def _names(view: CaseView, event: EventView) -> tuple[str, ...]:
    chosen = event.facts.get("decision") or event.facts.get("recommends", "")
    return (f"{view.process} {event.code}", f"{event.code}:{chosen}", event.code)


_UNTOLD = frozenset(("told", "told-late", "note", "hand-over", "complaint", "struck"))


def _undated(view: CaseView, named: set[str]) -> Iterator[str]:
    """Who was asked and has not answered, where no limit says by when."""
    for advice in view.advice:
        is_out = advice.asked_on and not advice.received_on and not advice.not_needed
        if is_out and advice.id not in named and advice.sort != "parent":
            yield f"Advice: {dict(ADVICE).get(advice.sort, advice.sort)}"
    for each in view.consultations:
        if each.sent_on and not each.replied_on and each.id not in named:
            yield f"An answer: {each.where}"


def _filled(words: str, fields: Mapping[str, str]) -> str:
    for name, value in fields.items():
        words = words.replace(f"{{{name}}}", value)
    return words
