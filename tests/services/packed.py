"""Two schools, and a pupil with a story who moves from one to the other."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from sendtui.services import cycles, pack, pack_open, papers, plans, profiles
from sendtui.services.pack import PackWritten
from sendtui.services.pack_open import Come
from sendtui.store.store import Store
from tests.services import invented
from tests.services.enrolled import TODAY, case_file

PASSWORD = "correct horse battery"
UPN = "G801200026001"


@contextmanager
def two_schools(folder: Path) -> Iterator[tuple[Store, Store]]:
    """The old school and the new one."""
    with case_file(folder, "nettle") as old, case_file(folder, "fern") as new:
        with old.write("Set up") as tx:
            tx.put("setting", old.setting, {"urn": "900001", "laestab": "8012000"})
        yield old, new


def story(store: Store, folder: Path) -> str:
    """A pupil with a status, needs, people, a profile, a cycle and its parts, and a document."""
    pupil = invented.pupil(store, forename=invented.CRASHING, upn=UPN, born="2015-09-30",
                           class_name="6 Oak", adno="A1")  # fmt: skip
    invented.status(store, pupil, "K", date(2020, 11, 2))
    with store.write("Add") as tx:
        tx.add("need", {"pupil": pupil, "code": "SLCN", "rank": 1, "since": "2020-11-02"})
        tx.add("person", {"pupil": pupil, "name": "Ivy Moss", "role": "mother",
                          "parental_responsibility": True, "phone": "07700 900123"})  # fmt: skip
        tx.add("contact", {"pupil": pupil, "on": "2026-10-01", "how": "phone", "said": "All well"})
        tx.add("contact", {"pupil": pupil, "on": "2026-10-01", "how": "phone", "said": "All well"})
        tx.add("purpose", {"pupil": pupil, "recipient": "LA", "purpose": "only ours"})
    profiles.save(store, pupil, {"important": "Trains"}, today=TODAY)
    cycle = cycles.start(store, pupil, started_on=date(2026, 9, 7))
    outcome = plans.add(store, cycle, "outcome", {"what": "Reads ten lines"})
    plans.add(store, cycle, "provision", {"what": "Paired reading", "times": 2, "per": "week",
                                          "minutes": 20, "outcome": outcome})  # fmt: skip
    paper = folder / "Zephyr Quillfeather report.txt"
    paper.write_text("What was found [/x]", encoding="utf-8")
    papers.add(store, pupil, papers.look(paper), {"title": "EP report [/x]"}, today=TODAY)
    return pupil


def with_password(store: Store, pupil: str, folder: Path, **how: object) -> PackWritten:
    """A pack about the pupil behind a password."""
    given = {"to": "Fern Hollow", "password": PASSWORD, **how}
    return pack.write(store, pupil, folder / "pack.zip", TODAY, **given)  # type: ignore[arg-type]


def come(store: Store, path: Path) -> Come:
    """That pack, opened at the other school."""
    return pack_open.opened(store, path, TODAY, PASSWORD)
