"""The wordings of letters: the program's own, or a school's where its folder has one of the name.

The folder is called `letters` and stands beside the case file. No wording holds any record.
"""

from importlib.resources import files
from pathlib import Path

from sendtui.errors import SendtuiError, UsageError
from sendtui.rules.letter_wording import Fields, Filled, WordingError, fields_in, filled
from sendtui.store.store import Store

FOLDER = "letters"
LONGEST = 100_000
"""The characters a wording may have."""

_OWN = files("sendtui.formats").joinpath(FOLDER)


def names() -> tuple[str, ...]:
    """The names of the wordings there are."""
    found = (Path(each.name) for each in _OWN.iterdir())
    return tuple(sorted(each.stem for each in found if each.suffix == ".txt"))


def folder(store: Store) -> Path:
    """Where a school's own wordings are looked for."""
    return store.path.parent / FOLDER


def wording(store: Store, name: str, of: str = "") -> tuple[str, Path | None]:
    """A wording, and the school's file it is from; None where it is the program's own.

    A wording `of` an authority, by its code, comes before that for all. Raises UsageError for a
    name there is not, SendtuiError for a file that cannot be read.
    """
    if name not in names():
        raise UsageError(f"There is no wording {name!r}. There are: {', '.join(names())}.")
    theirs = folder(store) / f"{name}.txt"
    if of.isalnum() and (special := folder(store) / f"{name}-{of}.txt").exists():
        theirs = special
    if not theirs.exists():
        return shipped(f"{name}.txt"), None
    return read(theirs), theirs


def shipped(name: str) -> str:
    """The program's own file of this name among the wordings."""
    return _OWN.joinpath(name).read_text(encoding="utf-8")


def read(theirs: Path) -> str:
    """A file of the school's own; raises SendtuiError where it cannot be read or is too long."""
    try:
        with theirs.open(encoding="utf-8-sig") as file:
            found = file.read(LONGEST + 1)
    except (OSError, UnicodeDecodeError) as problem:
        why = getattr(problem, "strerror", None) or "it is not UTF-8 text"
        raise SendtuiError(
            f"Your wording letters/{theirs.name} could not be read: {why}."
        ) from None
    if len(found) > LONGEST:
        raise SendtuiError(f"Your wording letters/{theirs.name} is too long for a letter.")
    return found


LACKS = {
    "needs": "needs",
    "provision": "provision",
    "review": "the next review",
    "senco": "the SENCO",
    "senco_contact": "how to reach the SENCO",
    "sendiass": "SENDIASS",
    "local_offer": "the local offer",
}
"""Fields that a family looks for in a letter."""


def lacking(store: Store, name: str, fields: Fields) -> tuple[str, ...]:
    """What to mind of a wording: what it would say if it were recorded."""
    used = fields_in(wording(store, name)[0])
    missing = [words for field, words in LACKS.items() if field in used and not fields.get(field)]
    if not missing:
        return ()
    return (f"Not recorded, or confidential, so not in it: {', '.join(missing)}.",)


def fill(store: Store, name: str, fields: Fields, of: str = "") -> Filled:
    """A wording with its fields filled in; `of` as in `wording`.

    Raises SendtuiError that names the file and the line where it cannot be.
    """
    found, theirs = wording(store, name, of)
    try:
        return filled(found, fields)
    except WordingError as problem:
        whose = f"Your wording letters/{theirs.name}" if theirs else f"The wording {name}"
        raise SendtuiError(f"{whose} cannot be filled in. {problem}") from None
