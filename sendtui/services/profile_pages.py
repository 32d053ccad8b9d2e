"""A version of a profile as it is printed, and writing it to a file."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Unpack

from sqlmodel import Session, col, select

from sendtui.errors import SendtuiError
from sendtui.models.pages import ProfilePage
from sendtui.models.profile import Profile
from sendtui.models.pupil import Pupil
from sendtui.models.setting import Setting
from sendtui.rules.support import profile_age
from sendtui.rules.years import nc_year
from sendtui.services import confidential, documents, recipients, writes
from sendtui.services.disclosing import Leaving
from sendtui.services.profiles import WORDS, ProfileDraft, latest
from sendtui.store.store import Store

_TEXTS = ("gathered", *WORDS)


@dataclass(frozen=True, slots=True)
class Printed:
    """One profile of many: its pupil, the file it went to, and whether it is still a draft."""

    pupil: str
    path: Path
    draft: bool


def page(store: Store, pupil: str, today: date, *, version: int = 0) -> ProfilePage:
    """A pupil's profile as it is printed: this version, or the signed one, or else the draft.

    Raises SendtuiError where there is none.
    """
    with store.read() as session:
        found = _version(session, pupil, version)
        if found is None:
            raise _no_such(session, pupil, version)
        blank = _blank(session, found.pupil, today)
    return replace(
        blank,
        version=found.version,
        made_on=found.made_on,
        signed_on=found.signed_on,
        signed_by=found.signed_by,
        look_again_on=profile_age(found.made_on, today).due,
        **{name: getattr(found, name) for name in _TEXTS},
    )


def preview(
    store: Store, draft: ProfileDraft, values: Mapping[str, object], today: date
) -> ProfilePage:
    """What is in a form just now as a page, to check that it fits before it is saved."""
    with store.read() as session:
        blank = _blank(session, draft.pupil, today)
    typed = {**draft.values, **values}
    texts: dict[str, Any] = {name: str(typed[name]) for name in _TEXTS}
    made_on = typed["made_on"] if isinstance(typed["made_on"], date) else today
    return replace(
        blank,
        version=draft.version,
        made_on=made_on,
        look_again_on=profile_age(made_on, today).due,
        **texts,
    )


def pages_of(page: ProfilePage, *, large: bool = False) -> int:
    """How many pages of paper a profile takes; it should take one."""
    from sendtui.formats.profile_pdf import pages

    return pages(page, large=large)


@writes
def write_pdf(
    store: Store,
    pupil: str,
    path: Path,
    today: date,
    *,
    large: bool = False,
    version: int = 0,
    with_confidential: bool = False,
    **leaving: Unpack[Leaving],
) -> Path:
    """Print a pupil's profile to a PDF, and write down that it left; a password protects it."""
    _require_open(store, pupil, version, today, along=with_confidential)
    made = pdf(store, pupil, today, large=large, version=version)
    what = "One-page profile, large print" if large else "One-page profile"
    return documents.write(store, path, made, what=what, pupils=[pupil], on=today, **leaving)


@writes
def write_text(
    store: Store,
    pupil: str,
    path: Path,
    today: date,
    *,
    version: int = 0,
    with_confidential: bool = False,
    **leaving: Unpack[Leaving],
) -> Path:
    """Write a pupil's profile as text, and write down that it left; where it went.

    Without a password whoever has the file can read it.
    """
    _require_open(store, pupil, version, today, along=with_confidential)
    made = text(store, pupil, today, version=version).encode("utf-8")
    what = "One-page profile as text"
    return documents.write(store, path, made, what=what, pupils=[pupil], on=today, **leaving)


def _require_open(store: Store, pupil: str, version: int, today: date, *, along: bool) -> None:
    with store.read() as session:
        if (found := _version(session, pupil, version)) is not None:
            confidential.require_open(session, pupil, (found.id,), today, along=along)


def pdf(store: Store, pupil: str, today: date, *, large: bool = False, version: int = 0) -> bytes:
    """A pupil's profile as an accessible PDF."""
    from sendtui.formats.profile_pdf import pdf as drawn

    return drawn(page(store, pupil, today, version=version), large=large)


def text(store: Store, pupil: str, today: date, *, version: int = 0) -> str:
    """A pupil's profile as plain text, for a screen reader or a message."""
    from sendtui.formats.profile_text import text as twin

    return twin(page(store, pupil, today, version=version))


def with_profiles(store: Store, class_name: str = "") -> tuple[str, ...]:
    """The pupils of a class, or of all, who have a profile and have not left, by name."""
    with store.read() as session:
        asked = (
            select(Pupil.id)
            .where(col(Pupil.left_on).is_(None), col(Pupil.id).in_(select(Profile.pupil)))
            .order_by(col(Pupil.surname), col(Pupil.forename), col(Pupil.id))
        )
        if class_name:
            asked = asked.where(Pupil.class_name == class_name)
        return tuple(session.exec(asked))


@writes
def write_all(
    store: Store,
    pupils: Sequence[str],
    folder: Path,
    today: date,
    *,
    large: bool = False,
    recipient: str = "",
    basis: str = "",
    although: str = "",
    replace_old: bool = True,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> tuple[Printed, ...]:
    """Print the profiles of several pupils into a folder, each a PDF named after its pupil.

    Every file is logged as it is written, so that stopping half-way leaves a true log. A profile
    that is confidential is left out.
    Raises, before anything is printed, BarredError where the recipient may not receive one of
    them, and SendtuiError where a file of one of the names is there and the old ones are not to be
    replaced.
    """
    printed: list[Printed] = []
    with store.read() as session:
        for pupil in pupils:
            recipients.require(session, [pupil], recipient, although, today)
        names = _file_names(session, pupils)
    there = sum((folder / name).exists() for name in names.values())
    if there and not replace_old:
        raise SendtuiError(
            f"Files of these names are in the folder already: {there}. Nothing was printed. Name "
            "another folder, or give --replace to write over them."
        )
    for done, pupil in enumerate(pupils):
        progress(done, len(pupils))
        is_draft = page(store, pupil, today).signed_on is None
        try:
            path = write_pdf(
                store,
                pupil,
                folder / names[pupil],
                today,
                large=large,
                recipient=recipient,
                basis=basis,
                although=although,
            )
        except confidential.HeldBackError:
            continue
        printed.append(Printed(pupil, path, is_draft))
    progress(len(pupils), len(pupils))
    return tuple(printed)


def _file_names(session: Session, pupils: Iterable[str]) -> dict[str, str]:
    """A file name for each pupil that every system takes, and no two alike."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for id_ in pupils:
        found = session.get(Pupil, id_)
        words = f"{found.surname} {_forename(found)} profile" if found else "profile"
        kept = "".join(c if c.isalnum() or c in " -'" else "" for c in words).strip()[:80]
        name, number = kept or "profile", 1
        while name.casefold() in taken:
            number += 1
            name = f"{kept} {number}"
        taken.add(name.casefold())
        names[id_] = f"{name}.pdf"
    return names


def _version(session: Session, pupil: str, version: int) -> Profile | None:
    if not version:
        return latest(session, pupil, signed=True) or latest(session, pupil, signed=False)
    asked = select(Profile).where(Profile.pupil == pupil, Profile.version == version)
    return session.exec(asked.order_by(col(Profile.id).desc())).first()


def _no_such(session: Session, pupil: str, version: int) -> SendtuiError:
    asked = select(Profile.version).where(Profile.pupil == pupil).order_by(col(Profile.version))
    there = ", ".join(str(number) for number in dict.fromkeys(session.exec(asked)))
    if not there:
        return SendtuiError("This pupil has no such profile yet. Write one first.")
    return SendtuiError(f"There is no version {version}: there are {there}.")


def _blank(session: Session, pupil: str, today: date) -> ProfilePage:
    """The page of a pupil with nothing said on it yet."""
    found = session.get(Pupil, pupil)
    if found is None:
        raise SendtuiError("There is no such pupil here. They may have been removed: look again.")
    setting = session.get(Setting, found.setting) if found.setting else None
    surname = found.preferred_surname or found.surname
    return ProfilePage(
        name=f"{_forename(found)} {surname}".strip(),
        class_name=found.class_name,
        nc_year=nc_year(found.born, today, found.nc_year).code,
        setting=setting.name if setting else "",
    )


def _forename(pupil: Pupil) -> str:
    return pupil.preferred_forename or pupil.forename
