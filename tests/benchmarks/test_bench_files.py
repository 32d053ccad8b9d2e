"""What leaves, arrives and is kept: profiles printed, changes merged, a large case file backed up.

Each beside the least that could do the same.
"""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from sendtui.formats import profile_pdf
from sendtui.formats.profile_words import words
from sendtui.models.pages import ProfilePage
from sendtui.services import casefile, enrol, merge, profile_pages, send
from sendtui.store import cipher, outgoing, slots
from sendtui.store.store import Store
from tests.benchmarks.conftest import PASSPHRASE, TODAY, Table, in_turn, made_up, timed

EVERYBODY = send.Choice(all_permitted=True)

pytestmark = pytest.mark.bench

PRINTED = 300
PLAIN = b"""
#let everything(said) = {
  if type(said) == str [#said #parbreak()]
  else if type(said) == array { for each in said { everything(each) } }
  else if type(said) == dictionary { for each in said.values() { everything(each) } }
}
#let said = json(bytes(sys.inputs.page))
#set document(title: said.title)
#everything(said)
"""
"""The same words one below the other, as the least that Typst can be asked for."""


@pytest.fixture(scope="module")
def large(hundred_thousand: Path) -> Iterator[Store]:
    with casefile.open_store(hundred_thousand, casefile.Unlock(passphrase=PASSPHRASE)) as store:
        yield store


def test_one_page_profiles(large: Store, tmp_path: Path, table: Table) -> None:
    import typst

    everyone = profile_pages.with_profiles(large)
    pupils, others = everyone[:PRINTED], everyone[PRINTED:]
    pages, apart = (
        [profile_pages.page(large, pupil, TODAY) for pupil in some] for some in (pupils, others)
    )
    bare = typst.Compiler(ignore_system_fonts=True)

    def plain(page: ProfilePage) -> bytes:
        inputs = {"page": json.dumps(asdict(words(page)))}
        made: bytes = bare.compile(
            input=PLAIN, sys_inputs=inputs, format="pdf", pdf_standards=["ua-1"]
        )
        return made

    # A page is never set twice: Typst remembers what it has set.
    fresh = iter(apart)
    own, also = (partial(_each_timed, make, fresh) for make in (profile_pdf.pdf, plain))
    one, floor = in_turn(own, also, 9)
    ratio = f"{one / floor:.1f}× bare Typst on the same text"
    table.add("one profile to PDF", f"{one * 1_000:.0f} ms", ratio, "≤ 100 ms")
    all_of_them = timed(lambda: profile_pages.write_all(large, pupils, tmp_path, TODAY))
    floor = timed(lambda: [plain(page) for page in pages])
    what = f"{len(pupils)} profiles to PDF files, each logged, of 100,000 pupils"
    ratio = f"{all_of_them / floor:.1f}× bare Typst on the same text ({floor:.1f} s)"
    table.add(what, f"{all_of_them:.1f} s", ratio, "≤ 15 s")


def _each_timed(make: Callable[[ProfilePage], bytes], pages: Iterator[ProfilePage]) -> float:
    page = next(pages)
    return timed(lambda: make(page))


def test_merging_a_sealed_file(tmp_path: Path, table: Table) -> None:
    with (
        made_up(tmp_path / "school.sendtui", 2_000) as school,
        casefile.create(tmp_path / "la.sendtui", PASSPHRASE).store as authority,
    ):
        _enrol(school, authority)
        path = tmp_path / "to-the-la.sendx"
        sending = timed(lambda: send.write(school, "Puddleby Council", path, TODAY, EVERYBODY))
        received: list[merge.Received] = []
        merging = timed(lambda: received.extend(merge.merge(authority, [path], TODAY)))
        count = received[0].new
        with school.read() as session:
            connection = session.connection()
            ids = connection.exec_driver_sql("SELECT id FROM stream").scalars().all()
            lines = list(outgoing.changes(connection, ids))[:count]
    floor = count / timed(lambda: _write_raw(tmp_path / "raw.db", lines))
    assert received[0].ok
    rate = count / merging
    ratio = f"1/{floor / rate:.0f} of raw executemany, encrypted ({floor:,.0f}/s)"
    what = f"merge of a sealed file of {count:,} changes, SQLite, as a file is read"
    table.add(what, f"{rate:,.0f} changes/s", ratio, "≥ 12,000/s")
    table.add("the same file sealed and written", f"{count / sending:,.0f} changes/s")


def _enrol(school: Store, authority: Store) -> None:
    la = {"name": "Puddleby Council", "sort": "la"}
    casefile.set_up(authority, author="A. Tester", role="register", setting=la)
    asked = enrol.request(school)
    theirs = enrol.look_at_request(authority, asked).fingerprint
    until = TODAY + timedelta(days=365)
    card = enrol.issue(authority, asked, fingerprint=theirs, until=until, today=TODAY)
    ours = enrol.look_at_card(school, card).fingerprint
    enrol.accept(school, card, fingerprint=ours, today=TODAY)


def _write_raw(path: Path, lines: list[dict[str, object]]) -> None:
    """The same lines into one table of an encrypted file, with its pragmas, and nothing else."""
    with closing(cipher.connector(path, slots.new_key(), read_only=False)()) as connection:
        connection.execute("CREATE TABLE raw (stream, device, counter, line)")
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(
            "INSERT INTO raw VALUES (?, ?, ?, ?)",
            ((a["stream"], a["dev"], a["n"], json.dumps(a)) for a in lines),
        )
        connection.execute("COMMIT")


def test_a_large_case_file_kept(large: Store, tmp_path: Path, table: Table) -> None:
    with large.read() as session:
        connection = session.connection()
        changes, said = connection.exec_driver_sql(
            "SELECT count(*), sum(length(CAST(value AS BLOB))) FROM change"
        ).one()
        pages, page_size = (
            int(connection.exec_driver_sql(f"PRAGMA {name}").scalar_one())
            for name in ("page_count", "page_size")
        )
    size = pages * page_size
    each = size / changes
    ratio = f"{size / said:.1f}× the JSON of the values alone"
    what = f"bytes of case file for each change, 100,000 pupils, {changes:,} changes"
    table.add(what, f"{each:,.0f} bytes ({size / 1e6:.0f} MB)", ratio)

    copy = timed(lambda: shutil.copyfile(large.path, tmp_path / "copy"))
    backup = timed(lambda: casefile.back_up(large, tmp_path / "kept.sendtui-backup"))
    ratio = f"{backup / copy:.0f}× copying the file ({copy * 1_000:.0f} ms)"
    table.add("a verified backup of it", f"{backup:.1f} s", ratio)
    read = timed(lambda: hashlib.sha256(large.path.read_bytes()).hexdigest())
    problems: list[str] = []
    verified = timed(lambda: problems.extend(casefile.verify(large)))
    assert not problems
    ratio = f"{verified / read:.0f}× its SHA-256 ({read * 1_000:.0f} ms)"
    table.add("verify it: pages, chains, tables", f"{verified:.1f} s", ratio)
