"""One night's batch of an authority: three hundred schools' files in, and what goes back out."""

import time
from pathlib import Path

import pytest

from sendtui.services import enrol, ingest, matching, return_flow, send
from sendtui.store.store import Store
from tests.copies import new_store
from tests.services.enrolled import TODAY, UNTIL, case_file
from tests.services.invented import status

SCHOOLS = 300
PUPILS = 20
ALL = send.Choice(all_permitted=True)


def write_one(folder: Path, la: Store, number: int) -> Path:
    """A school with some pupils, enrolled with the authority, and its file of the night."""
    path = folder / f"school-{number}" / "case.sendtui"
    with new_store(path) as school:
        school.keep_note("author", "A. Senco")
        with school.write("Set up") as tx:
            setting = tx.add("setting", {"name": f"School {number}", "urn": f"{100_000 + number}"})
        school.keep_note("setting", setting)
        with school.write("Add") as tx:
            for n in range(PUPILS):
                id_ = tx.add(
                    "pupil",
                    {
                        "setting": setting,
                        "surname": f"Quill {number}-{n}",
                        "born": f"2016-{1 + n % 12:02}-{1 + number % 28:02}",
                    },
                )
                tx.add("status", {"pupil": id_, "status": "K", "since": "2026-09-07"})
                tx.add("need", {"pupil": id_, "code": "SLCN", "rank": 1})
                tx.add(
                    "contact",
                    {
                        "pupil": id_,
                        "on": "2026-11-02",
                        "how": "phone",
                        "who": "A parent",
                        "said": "How the week went. " * 8,
                    },
                )
        print_ = enrol.me(school).fingerprint
        card = enrol.issue(la, enrol.request(school), fingerprint=print_, until=UNTIL, today=TODAY)
        enrol.accept(school, card, fingerprint=enrol.me(la).fingerprint, today=TODAY)
        sealed = folder / "night" / f"school-{number}.sendx"
        send.write(school, enrol.me(la).fingerprint, sealed, TODAY, ALL)
    return sealed


@pytest.mark.bench
def test_a_night_of_three_hundred_schools(tmp_path: Path) -> None:
    night, out = tmp_path / "night", tmp_path / "out"
    for folder in (night, out):
        folder.mkdir()
    with case_file(tmp_path, "register", sort="la", role="register") as la:
        size = sum(write_one(tmp_path, la, n).stat().st_size for n in range(SCHOOLS))
        (night / "broken.sendx").write_bytes(b"nothing of ours")

        began, worked = time.perf_counter(), time.process_time()
        batch = ingest.ingest(la, [night], TODAY)
        took, spent = time.perf_counter() - began, time.process_time() - worked
        print(
            f"{SCHOOLS} files, {size / 1e6:.1f} MB, {batch.changes:,} changes: taken in within "
            f"{took:.1f} s ({spent:.1f} s of CPU), {batch.changes / spent:,.0f} changes/s"
        )
        assert (len(batch.of("merged")), len(batch.of("refused"))) == (SCHOOLS, 1)

        began = time.process_time()
        pairs = matching.proposals(la)
        print(f"known twice: {len(pairs):,} pairs in {time.process_time() - began:.2f} s")

        with la.read() as session:
            found = session.connection().exec_driver_sql("SELECT id FROM pupil ORDER BY id")
            ids = [id_ for (id_,) in found]
        for id_ in ids[::100]:
            status(la, id_, "E")
        began = time.process_time()
        written = return_flow.write_all(la, out, TODAY)
        spent = time.process_time() - began
        print(f"{len([w for w in written if w.path])} files back in {spent:.1f} s of CPU")
