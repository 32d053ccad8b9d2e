"""The checks of a plan in the record: what is open, the grade, and the words a user has chosen."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from sendtui import paths
from sendtui.errors import SendtuiError, UsageError
from sendtui.models.case import Representation
from sendtui.models.person import Person
from sendtui.models.plan import Plan
from sendtui.models.pupil import Pupil
from sendtui.rules.plan_checks import remarks
from sendtui.rules.plan_checks_wording import hours_by_area
from sendtui.rules.plan_facts import Comment
from sendtui.rules.plan_grade import Grade, grade, is_enough
from sendtui.rules.plan_reading import About, Written, facts
from sendtui.rules.plan_remark import Remark
from sendtui.rules.plan_sections import PARTS, SORTS, STATUTORY
from sendtui.rules.plan_words import DEFAULT, LISTS, WordLists, WordsError, read_words
from sendtui.rules.plan_words import reading_minutes as minutes_of
from sendtui.rules.years import nc_year
from sendtui.services.ehc_plan_reading import ranked, veiled
from sendtui.services.ehc_plans import FIELDS, lines_of, served
from sendtui.services.pupil_reading import of
from sendtui.services.records import as_day, require, require_pupil
from sendtui.store.store import Store

NEW = "new"
"""The id that remarks give a line which is being typed and is in no record yet."""

_NAME_IN_TEXT = re.compile(r"(?<=[\w,;] )[A-Z][\w'’-]+")
_PRONOUNS = {"M": "he", "F": "she"}


@dataclass(frozen=True, slots=True)
class Checked:
    """What is open in a plan, its grade, its hours by area of need, and how long it is to read."""

    remarks: tuple[Remark, ...]
    grade: Grade
    hours: Mapping[str, float]
    words: int
    reading_minutes: int


def check(
    store: Store,
    plan: str,
    today: date,
    *,
    as_final: bool = False,
    instead: Mapping[str, Mapping[str, object]] | None = None,
) -> Checked:
    """What the checks say of a version today; `as_final`, as if it were issued as final.

    `instead` are lines as they are being typed, by id, over what the record holds of them; one by
    the id "" is new, and names its section.
    """
    with store.read() as session:
        found = require(session, Plan, plan)
        about = _about(session, found, today, as_final=as_final)
        stored = lines_of(session, plan)
        covered = veiled(store, session, found, stored)
        lines = tuple(_typed(x, instead) for x in ranked(stored))
    if instead and "" in instead:
        section = str(instead[""]["section"])
        number = sum(x.section == section for x in lines) + 1
        lines = (*lines, _typed(Written(NEW, section, "", number), {NEW: instead[""]}))
    return _veiled(_checked(about, lines, today, words()), lines, covered)


def _veiled(found: Checked, lines: tuple[Written, ...], covered: frozenset[str]) -> Checked:
    """The same without sentences that are confidential."""
    if not covered:
        return found
    hidden = [x.words for x in lines if x.id in covered]
    return replace(
        found,
        remarks=tuple(
            replace(one, sentence="", says="Something in it.")
            if one.record in covered or (one.sentence and any(one.sentence in w for w in hidden))
            else one
            for one in found.remarks
        ),
    )


def remarks_in(session: Session, plan: str, today: date) -> tuple[Remark, ...]:
    """What is open in a version as a transaction leaves it."""
    found = require(session, Plan, plan)
    about = _about(session, found, today)
    lines = ranked(lines_of(session, plan))
    lists = words()
    return remarks(facts(about, lines, lists), today, lists, found.sort)


def check_document(document: object, today: date) -> Checked:
    """What the checks say of a plan in a JSON document, with no case file.

    It is an object with `lines` (objects with section, words and the other fields of a line; `id`
    and `serves` as labels such as B1) and, beside them, sort, draft, born, year, made_on,
    review_by, forename, pronouns and comments (text, answer). Raises UsageError for another.
    """
    if not isinstance(document, dict) or not isinstance(document.get("lines"), list):
        raise UsageError("The document must be an object with “lines”, a list of objects.")
    sort = str(document.get("sort") or STATUTORY)
    if sort not in SORTS:
        raise UsageError(f"A plan's sort is one of: {', '.join(SORTS)}.")
    about = About(
        sort=sort,
        draft=bool(document.get("draft", False)),
        born=as_day(document.get("born")),
        year=str(document.get("year") or ""),
        made_on=as_day(document.get("made_on")),
        review_by=as_day(document.get("review_by")),
        forename=str(document.get("forename") or ""),
        pronouns=str(document.get("pronouns") or ""),
        comments=tuple(
            Comment(str(each.get("text", "")), str(each.get("answer", "")))
            for each in document.get("comments") or ()
            if isinstance(each, dict)
        ),
    )
    return _checked(about, _lines(sort, document["lines"]), today, words())


def _lines(sort: str, found: list[Any]) -> tuple[Written, ...]:
    letters = [part.letter for part in PARTS[sort]]
    made: list[Written] = []
    for each in found:
        if not isinstance(each, dict) or each.get("section") not in letters:
            raise UsageError(f"Each line needs a section, one of: {', '.join(letters)}.")
        values = {name: each[name] for name in FIELDS if each.get(name) not in (None, "")}
        for name in ("starts", "by", "dated", "agreed_on"):
            if name in values:
                values[name] = as_day(values[name])
        links = values.pop("serves", ())
        values["serves"] = served(links) if isinstance(links, str) else tuple(map(str, links))
        number = sum(x.section == each["section"] for x in made) + 1
        line = Written(id="", section=each["section"], number=number, **{"words": "", **values})
        made.append(_replaced(line, id=str(each.get("id") or line.label)))
    return tuple(made)


def _replaced(line: Written, **values: object) -> Written:
    now = {f.name: getattr(line, f.name) for f in fields(Written)}
    return Written(**{**now, **values})


def _typed(line: Written, instead: Mapping[str, Mapping[str, object]] | None) -> Written:
    typed = (instead or {}).get(line.id)
    if not typed:
        return line
    values = {name: value for name, value in typed.items() if name in FIELDS}
    if isinstance(values.get("serves"), str):
        values["serves"] = served(str(values["serves"]))
    whole = {"minutes_a_week": 0, "amount_pence": 0}
    return _replaced(line, **{k: whole.get(k) if v is None and k in whole else v
                              for k, v in values.items()})  # fmt: skip


def _checked(about: About, lines: tuple[Written, ...], today: date, lists: WordLists) -> Checked:
    seen = facts(about, lines, lists)
    found = remarks(seen, today, lists, about.sort)
    count = sum(len(x.words.split()) for x in lines)
    graded = grade(found, lists, about.sort, enough=is_enough(seen, about.sort))
    return Checked(found, graded, hours_by_area(seen), count, minutes_of(count))


def _about(session: Session, plan: Plan, today: date, *, as_final: bool = False) -> About:
    pupil = require_pupil(session, plan.pupil)
    draft = plan.stage == "draft" and not as_final
    return About(
        sort=plan.sort,
        draft=draft,
        born=pupil.born,
        year=nc_year(pupil.born, today, pupil.nc_year).code,
        made_on=plan.made_on,
        review_by=plan.review_by,
        forename=pupil.preferred_forename or pupil.forename,
        pronouns=_PRONOUNS.get(pupil.sex, ""),
        wrong_names=_others(session, pupil, plan.id),
        comments=tuple(
            Comment(r.what, r.answer, r.id)
            for r in of(session, Representation, plan.pupil)
            if plan.case and r.case == plan.case
        ),
    )


def _others(session: Session, pupil: Pupil, plan: str) -> tuple[str, ...]:
    """Names of other pupils that stand in the plan as names do: with a capital, amid a sentence."""
    told = {
        name.rstrip("’'s") if name.endswith(("'s", "’s")) else name
        for line in lines_of(session, plan)
        if line.section not in ("I", "K")
        for name in _NAME_IN_TEXT.findall(f"{line.words}")
    }
    if not told:
        return ()
    own = {pupil.forename, pupil.preferred_forename, pupil.surname, pupil.preferred_surname}
    own |= {part for p in of(session, Person, pupil.id) for part in p.name.split()}
    asked = select(Pupil.forename).where(col(Pupil.forename).in_(sorted(told)[:500])).distinct()
    return tuple(sorted(set(session.exec(asked)) - own))


# Words of the user's own


def words_file() -> Path:
    """Where a user's own words for the checks are kept: a text file, with nobody's data in it."""
    return paths.config_folder() / "plan_words.txt"


def words() -> WordLists:
    """The word lists, with the user's own laid over them.

    Raises SendtuiError where the file cannot be read or understood.
    """
    file = words_file()
    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return DEFAULT
    except (OSError, UnicodeDecodeError):
        raise SendtuiError(f"{file} could not be read. It must be a text file in UTF-8.") from None
    try:
        return read_words(text)
    except WordsError as problem:
        raise SendtuiError(f"In {file}: {problem}.") from None


def make_words_file() -> Path:
    """Write the file of words with every list and what it is for, where there is none yet."""
    file = words_file()
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(template(), encoding="utf-8", newline="\n")
    return file


def template() -> str:
    """A file of words that changes nothing: every list with its words as remarks."""
    parts = [
        "# Words that the checks of plans look for. A line adds a word, “- word” takes one away.",
        "# What stands after # is a remark; the words that come with the program are shown so.",
        f"# longest sentence: {DEFAULT.longest_sentence}",
    ]
    about = {
        "effect": "words of a need that tell what it does to learning or daily life (Q5)",
        "therapies": "therapies that educate or train (Q14)",
        "acronyms": "acronyms that need no explaining (Q22)",
        "expertise": "words that tell what somebody is able to do (Q11)",
        "vague": "more words that promise nothing in provision (Q12)",
        "allowed": "words known as vague that are not to be warned of (Q12)",
    }
    for name in LISTS:
        known = "\n".join(f"# {word}" for word in getattr(DEFAULT, name))
        parts.append(f"\n[{name}]\n# {about[name]}" + (f"\n{known}" if known else ""))
    parts.append("\n[weights]\n# what a check counts in the grade: hard ones 3, others 1\n# Q4: 5")
    return "\n".join(parts) + "\n"


def read_document(text: str) -> object:
    """The JSON of a text.

    Raises UsageError where it is none.
    """
    try:
        return json.loads(text)
    except ValueError:
        raise UsageError("The document is not JSON.") from None
