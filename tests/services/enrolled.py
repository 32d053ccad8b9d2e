"""A school and a local authority, each with a case file, and what passes between them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from sendtui.services import enrol, merge, send
from sendtui.services.merge import Received
from sendtui.store import replay
from sendtui.store.store import Store
from tests.copies import new_store

TODAY = date(2026, 11, 22)
UNTIL = date(2027, 8, 31)


@contextmanager
def case_file(
    folder: Path, name: str, *, sort: str = "school", role: str = "senco"
) -> Iterator[Store]:
    """An open case file of a setting of this name."""
    with new_store(folder / f"{name}.sendtui") as made:
        made.keep_note("author", f"A. {name.title()}")
        made.keep_note("role", role)
        with made.write("Set up") as tx:
            setting = tx.add("setting", {"name": f"{name.title()} Hollow", "sort": sort})
        made.keep_note("setting", setting)
        yield made


def enrolled(subject: Store, issuer: Store, **card: object) -> str:
    """The subject asks, the issuer gives a card, the subject takes it; returns the card."""
    asked = enrol.request(subject)
    given: dict[str, object] = {"until": UNTIL, "today": TODAY, **card}
    print_ = enrol.me(subject).fingerprint
    text = enrol.issue(issuer, asked, fingerprint=print_, **given)  # type: ignore[arg-type]
    enrol.accept(subject, text, fingerprint=enrol.me(issuer).fingerprint, today=TODAY)
    return text


def sent(sender: Store, to: Store, name: str = "changes", **how: object) -> Path:
    """A sealed file from one to the other, of all that the card permits."""
    path = sender.path.with_name(f"{name}.sendx")
    choice = send.Choice(**{"all_permitted": True, **how})  # type: ignore[arg-type]
    send.write(sender, enrol.me(to).fingerprint, path, TODAY, choice)
    return path


def read(store: Store, *paths: Path, dry_run: bool = False) -> tuple[Received, ...]:
    """What becomes of files."""
    return merge.merge(store, paths, TODAY, dry_run=dry_run)


def pupils(store: Store) -> dict[str, str]:
    """The pupils' surnames by id."""
    with store.read() as session:
        found = session.connection().exec_driver_sql("SELECT id, surname FROM pupil")
        return {str(id_): str(surname) for id_, surname in found}


def sound(store: Store) -> bool:
    """Whether chains hold and tables are what the log says."""
    with store.read() as session:
        connection = session.connection()
        return not [*replay.differences(connection), *replay.broken_chains(connection)]


def changes(store: Store) -> int:
    """How many changes the log has."""
    with store.read() as session:
        found = session.connection().exec_driver_sql("SELECT count(*) FROM change")
        return int(found.scalar_one())
