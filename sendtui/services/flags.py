"""Flags: what is true of a pupil from one day to another."""

from datetime import date

from sqlmodel import Session, col, select

from sendtui.models.flag import Flag
from sendtui.services import writes
from sendtui.services.records import in_time, invalid, require, require_pupil
from sendtui.store.store import Store


@writes
def add(
    store: Store,
    pupil: str,
    code: str,
    *,
    since: date | None = None,
    until: date | None = None,
    note: str = "",
) -> str:
    """Flag a pupil and return the flag's id.

    Raises InvalidError for a flag that is up already, or an end before its beginning.
    """
    in_time("until", until, since, "the flag begins")
    with store.write("Add a flag", true_on=since) as tx:
        require_pupil(tx.session, pupil)
        if any(flag.code == code for flag in _standing(tx.session, pupil)):
            invalid("code", code, "is up already: end that one first")
        values = {"pupil": pupil, "code": code, "since": since, "until": until, "note": note}
        return tx.add("flag", values)


@writes
def end(store: Store, flag: str, until: date) -> None:
    """Say on which day a flag was last true.

    Raises InvalidError for a day before it began.
    """
    with store.write("End a flag", true_on=until) as tx:
        in_time("until", until, require(tx.session, Flag, flag).since, "the flag begins")
        tx.put("flag", flag, {"until": until})


@writes
def remove(store: Store, flag: str) -> None:
    """Remove a flag that was put up by mistake."""
    with store.write("Remove a flag") as tx:
        require(tx.session, Flag, flag)
        tx.remove("flag", flag)


def _standing(session: Session, pupil: str) -> list[Flag]:
    return list(session.exec(select(Flag).where(Flag.pupil == pupil, col(Flag.until).is_(None))))
