"""Makes the small case file of the present schema that every later version must open.

Run once for a schema that is released, and never again for that schema:
    python -m tests.store.make_golden
"""

import shutil
import tempfile
from pathlib import Path

from sendtui.services import casefile
from sendtui.store import slots
from sendtui.store.migrations import LATEST
from sendtui.store.undo import undo

FOLDER = Path(__file__).parent / "golden"
PASSPHRASE = "otter-lantern-42-teapot"
PUPIL = "a" * 32


def make(path: Path) -> None:
    """A case file with a birth, an edit, a clash, a removal and an act undone."""
    slots.PASSPHRASE_COST = slots.Cost(passes=1, memory=64 * 1024)
    made = casefile.create(path, PASSPHRASE)
    with made.store as store:
        setting = casefile.set_up(
            store, author="A. Tester", role="senco", setting={"name": "Puddleby Primary"}
        )
        with store.write("Add a pupil") as tx:
            tx.add(
                "pupil",
                {"setting": setting, "surname": "Quillfeather", "forename": "Zephyr"},
                id=PUPIL,
            )
            tx.add("status", {"pupil": PUPIL, "status": "K", "since": "2026-09-01"})
            gone = tx.add("need", {"pupil": PUPIL, "code": "SLCN", "rank": 1})
            tx.add(
                "voice",
                {"pupil": PUPIL, "whose": "pupil", "said_on": "2026-11-22", "words": "[/x] kites"},
            )
        with store.read() as session:
            opened_with = store.heads(session, PUPIL)
        for name in ("3B", "4C"):
            with store.write("Edit") as tx:
                tx.put("pupil", PUPIL, {"class_name": name}, opened_with)
        with store.write("Remove") as tx:
            tx.remove("need", gone)
        with store.write("Edit") as tx:
            tx.put("pupil", PUPIL, {"language": "Welsh"})
        undo(store)
        store.keep_draft("pupil", {"note": "half typed"})


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "case.sendtui"
        make(fresh)
        shutil.copy(fresh, FOLDER / f"schema{LATEST}.sendtui")
        shutil.copy(slots.keys_path(fresh), FOLDER / f"schema{LATEST}.sendtui.keys")
