"""What a file that leaves is protected with, and the questions before it is written.

Whoever gets the file opens it with a password, which is shown once and passed another way. Before
that it is shown whose data the file holds, and a second identifier is asked for: what is known of
the pupil beside the name, so that a file about one child is not written about another.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sendtui.errors import SendtuiError
from sendtui.formats import protected
from sendtui.models.pupil import Pupil
from sendtui.rules import password_words
from sendtui.rules.typed_dates import understand
from sendtui.services.tables import in_parts, table
from sendtui.store.store import Store

PASSWORD, PLAIN = "password", "plain"
"""How a disclosure says that its file was protected, or that it was not."""

ENOUGH = 10
"""The characters a password must have that somebody chose."""

HOW = {
    ".pdf": "PDF viewers ask for it",
    ".xlsx": "Excel asks for it",
    ".docx": "Word asks for it",
    ".zip": "7-Zip, WinZip and macOS ask for it; the Explorer of Windows cannot open it",
}
"""How somebody without sendtui opens a protected file, by its ending."""


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose data a file would hold: how many pupils, and their names in the order of the file."""

    pupils: int
    names: tuple[str, ...]

    def says(self, most: int = 12) -> str:
        """The names in a line, at most so many of them, and how many more there are."""
        more = self.pupils - most
        named = "; ".join(self.names[:most])
        return f"{named}; and {more} more" if more > 0 else named


def password() -> str:
    """A password for one file: words that are easily read out, beyond guessing."""
    return password_words.made(secrets.choice)


def require_strong(chosen: str) -> str:
    """The password somebody chose for a file.

    Raises SendtuiError where it is too short to protect anything.
    """
    if len(chosen.strip()) < ENOUGH:
        raise SendtuiError(
            f"The password for the file is too short: give {ENOUGH} characters or more, or none, "
            "and one is made for you."
        )
    return chosen.strip()


def place(path: Path, ending: str) -> Path:
    """Where a file of this ending goes once it is protected: a ZIP says that it is one."""
    if protected.kept_as(ending) != "zip" or path.suffix.lower() == ".zip":
        return path
    return path.with_name(f"{path.name}.zip")


def protect(raw: bytes, ending: str, password: str, inside: str) -> bytes:
    """A file of our own behind a password; `inside` is what it is called where it is in a ZIP."""
    kept = protected.kept_as(ending)
    if kept == "pdf":
        return protected.pdf(raw, password)
    if kept == "office":
        return protected.office(raw, password)
    return protected.zipped(raw, password, inside)


def protect_foreign(raw: bytes, ending: str, password: str, inside: str) -> tuple[bytes, str]:
    """A file that came from outside behind a password, and the ending it has then.

    One that cannot be given a password of its own format goes into a ZIP.
    """
    try:
        if ending == ".pdf":
            return protected.foreign_pdf(raw, password), ending
        if ending in protected.OFFICE:
            return protected.office(raw, password), ending
    except protected.ProtectError:
        pass
    return protected.zipped(raw, password, inside), ".zip"


def opened_by(path: Path) -> str:
    """What opens a protected file of this name."""
    return HOW.get(path.suffix.lower(), HOW[".zip"])


def whose(store: Store, pupils: Sequence[str]) -> Whose:
    """Whose data would leave, by the names the pupils go by."""
    one = table("pupil").c
    names = {}
    with store.read() as session:
        for part in in_parts(pupils):
            found = session.connection().execute(
                table("pupil").select().with_only_columns(
                    one.id, one.surname, one.forename, one.preferred_surname, one.preferred_forename
                ).where(one.id.in_(part))
            )  # fmt: skip
            for id_, surname, forename, going, called in found:
                names[id_] = f"{called or forename} {going or surname}".strip()
    return Whose(len(pupils), tuple(names.get(id_, "a pupil") for id_ in pupils))


def asks(store: Store, pupils: Sequence[str]) -> str:
    """What is asked for as a second identifier, in words; "" where nothing is known to ask for."""
    if len(pupils) != 1:
        return "how many pupils that is"
    return " or ".join(said for said, known in _known(store, pupils[0]) if known)


def require_same(store: Store, pupils: Sequence[str], typed: str, today: date) -> None:
    """Nothing where what was typed is true of the pupil, or is how many they are.

    Raises SendtuiError, which does not say what would have been right.
    """
    if len(pupils) != 1:
        if typed.strip().replace(",", "") == str(len(pupils)):
            return
        raise SendtuiError("That is not how many pupils the file would hold. Nothing was written.")
    known = _known(store, pupils[0])
    if any(value and _is(value, typed, today) for _, value in known):
        return
    said = " nor ".join(said for said, value in known if value)
    raise SendtuiError(f"What was typed is neither {said} of this pupil. Nothing was written.")


def _known(store: Store, pupil: str) -> tuple[tuple[str, date | str | None], ...]:
    """What tells this pupil from another of a like name, with what it is called."""
    with store.read() as session:
        found = session.get(Pupil, pupil)
        if found is None:
            raise SendtuiError("There is no such pupil here. They may have been removed.")
        ways = (("the date of birth", found.born), ("the class", found.class_name))
        if found.born or found.class_name:
            return ways
        return (*ways, ("the UPN", found.upn), ("the admission number", found.adno))


def _is(value: date | str, typed: str, today: date) -> bool:
    if isinstance(value, str):
        same = "".join(value.split()).casefold()
        return "".join(typed.split()).casefold().removeprefix("class") == same.removeprefix("class")
    try:
        return understand(typed.strip(), today).day == value
    except ValueError:
        return False
