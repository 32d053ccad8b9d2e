"""Files that could not be taken in are remembered with the reason, until they are seen to."""

from collections.abc import Iterable
from hashlib import file_digest
from pathlib import Path
from typing import Protocol

from sendtui.errors import BusyError
from sendtui.store import peers as ledger
from sendtui.store import refusals
from sendtui.store.store import Store


class Read(Protocol):
    """What became of one file that was read."""

    @property
    def path(self) -> Path:
        """Where it lies."""
        ...

    @property
    def state(self) -> str:
        """What became of it."""
        ...

    @property
    def reason(self) -> str:
        """Why it was refused."""
        ...

    @property
    def exit_code(self) -> int:
        """Which sort of refusal it was."""
        ...


def remember(store: Store, results: Iterable[Read]) -> None:
    """Keep why files were refused, and forget it of those that have been read since."""
    with store.read() as session:
        known = refusals.refused(session.connection())
    found = list(results)
    # That somebody else was writing says nothing about the file.
    bad = (e for e in found if e.state == "refused" and e.exit_code != BusyError.exit_code)
    refused = {digest(each.path): each for each in bad}
    others = [each.path for each in found if each.state != "refused"] if known else []
    mended = known.keys() & {digest(path) for path in others}
    refused.pop("", None)
    if not refused and not mended:
        return
    with store.write("Remember a refused file") as tx:
        for name in mended:
            refusals.drop_refused(tx.connection, name)
        for name, each in refused.items():
            facts = {"path": each.path.name, "reason": each.reason, "at": ledger.stamp()}
            refusals.keep_refused(tx.connection, name, facts)


def digest(path: Path) -> str:
    """The SHA-256 of a file's bytes in hex; "" for one that cannot be read."""
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
