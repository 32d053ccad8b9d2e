"""What the columns and words of an authority's case list mean, kept under a name."""

from collections.abc import Iterable, Mapping

from sqlmodel import col, select

from sendtui.errors import InvalidError, Problem, SendtuiError
from sendtui.models.exchange import ImportProfile
from sendtui.models.incoming_case import OUTCOMES, TITLES
from sendtui.rules.processes import PROCESSES
from sendtui.services import writes
from sendtui.services.import_profiles import Answers
from sendtui.store.store import Store

SORT = "cases"
THEIRS, OURS = "theirs", "ours"
OWNERS = {THEIRS: "the list's word counts", OURS: "what is here counts"}


def is_kept(store: Store, name: str) -> bool:
    """Whether a profile of this name is kept."""
    return _named(all_of(store), name) is not None


def all_of(store: Store) -> tuple[ImportProfile, ...]:
    """Every profile of a case list, by name."""
    with store.read() as session:
        asked = select(ImportProfile).where(ImportProfile.sort == SORT)
        return tuple(session.exec(asked.order_by(col(ImportProfile.name))))


def answers_of(store: Store, said: Answers | str) -> Answers:
    """The answers of a profile by its name, or those that were given.

    Raises SendtuiError where there is none of this name.
    """
    if not isinstance(said, str):
        return said
    if not said:
        return Answers()
    profile = _named(all_of(store), said)
    if profile is None:
        names = ", ".join(each.name for each in all_of(store)) or "none yet"
        raise SendtuiError(
            f"There is no profile “{said}” of a case list. There are: {names}. One is kept "
            "once it is said what a column, a word or a field of the list is: --column, --value or "
            "--owner, or w in the Exchange."
        )
    return Answers(dict(profile.headings), dict(profile.values), dict(profile.owners))


def with_more(store: Store, name: str, more: Answers) -> Answers:
    """The answers kept under a name, if there are any, and these; nothing is kept yet.

    Raises InvalidError for what is no field, process or owner.
    """
    _require(more)
    kept = _named(all_of(store), name)
    if kept is None:
        return more
    return Answers(
        {**kept.headings, **more.headings},
        {**kept.values, **more.values},
        {**kept.owners, **more.owners},
    )


@writes
def keep(store: Store, name: str, answers: Answers) -> str:
    """Keep a profile under a name, over one of that name, and return its id."""
    _require(answers)
    if not name.strip():
        raise InvalidError((Problem("name", "", "is needed"),))
    known = _named(all_of(store), name)
    said: Mapping[str, object] = {
        "headings": dict(answers.headings),
        "values": dict(answers.values),
        "owners": dict(answers.owners),
    }
    if known is not None and all(getattr(known, part) == value for part, value in said.items()):
        return known.id
    with store.write("Keep an import profile") as tx:
        if known is not None:
            tx.put("import_profile", known.id, said)
            return known.id
        named = {"setting": store.setting, "name": name.strip(), "sort": SORT}
        return tx.add("import_profile", {**named, **said})


def _named(profiles: Iterable[ImportProfile], name: str) -> ImportProfile | None:
    wanted = name.strip().casefold()
    return next((each for each in profiles if each.name.casefold() == wanted), None)


def _require(answers: Answers) -> None:
    from sendtui.formats.case_list_in import FIELDS

    wrong = [
        Problem(heading, field, f"is no field of a case list: {', '.join(FIELDS)}")
        for heading, field in answers.headings.items()
        if field and field not in FIELDS
    ]
    for word, meaning in answers.values.items():
        about = word.partition(":")[0]
        known = {"process": tuple(PROCESSES), "review_outcome": OUTCOMES}.get(about, ())
        if meaning not in known:
            reason = (
                f"say which process a word means, as process:WORD: {', '.join(PROCESSES)}; or what "
                f"was decided, as review_outcome:WORD: {', '.join(OUTCOMES)}"
            )
            wrong.append(Problem(word, meaning, reason))
    for field, who in answers.owners.items():
        if field not in TITLES or who not in OWNERS:
            wrong.append(Problem(field, who, f"say {' or '.join(OWNERS)} of a field of a case"))
    if wrong:
        raise InvalidError(tuple(wrong))
