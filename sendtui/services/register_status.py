"""How a register stands, in figures: whose records, what came, what did not, what waits."""

from dataclasses import asdict, dataclass, fields
from datetime import date

from sqlmodel import Session

from sendtui.services import clashes, outbox
from sendtui.services.peers import peers
from sendtui.store.store import Store


@dataclass(frozen=True, slots=True)
class Status:
    """The figures. `waiting` are changes that arrived before what they build on."""

    settings: int
    pupils: int
    changes: int
    readers: int
    cards_over: int
    files_read: int
    files_written: int
    files_confirmed: int
    quarantined: int
    waiting: int
    clashes: int


LABELS = {
    "settings": "Settings",
    "pupils": "Pupils",
    "changes": "Changes in the log",
    "readers": "Readers",
    "cards_over": "Cards run out or revoked",
    "files_read": "Files taken in",
    "files_written": "Files written",
    "files_confirmed": "Files confirmed",
    "quarantined": "Files not taken in",
    "waiting": "Changes that wait for an earlier file",
    "clashes": "Fields to decide",
}


def status(store: Store, today: date) -> Status:
    """How it stands now."""
    everyone = peers(store)
    bad = len(outbox.quarantine(store))
    with store.read() as session:
        return Status(
            settings=_count(session, "SELECT count(*) FROM setting"),
            pupils=_count(session, "SELECT count(*) FROM pupil"),
            changes=_count(session, "SELECT count(*) FROM change"),
            readers=len(everyone),
            cards_over=sum(1 for peer in everyone if peer.expired(today)),
            files_read=_count(session, _FILES.format("direction = 'in' AND state = 'merged'")),
            files_written=_count(session, _FILES.format("direction = 'out'")),
            files_confirmed=_count(session, _FILES.format("state = 'acknowledged'")),
            quarantined=bad,
            waiting=_count(session, "SELECT count(*) FROM waiting"),
            clashes=len(clashes.all_clashes(session)),
        )


def figures(found: Status) -> dict[str, int]:
    """The figures by name."""
    return asdict(found)


def lines(found: Status) -> list[tuple[str, str]]:
    """The figures in words, in their order."""
    return [(LABELS[each.name], f"{getattr(found, each.name):,}") for each in fields(found)]


_FILES = "SELECT count(*) FROM file WHERE {}"


def _count(session: Session, statement: str) -> int:
    return int(session.connection().exec_driver_sql(statement).scalar_one())
