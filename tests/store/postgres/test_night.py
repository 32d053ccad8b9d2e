"""A night's folder taken into one register by several runs at once, and after one of them died."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sendtui.services import registers
from sendtui.store.server import Server
from sendtui.store.store import Store
from tests.processes import run_python, start_python
from tests.registers import as_superuser, new_register, role, url
from tests.services.test_ingest import everything_is_in, night, schools

__all__ = ["night", "schools"]

pytestmark = pytest.mark.slow

RUN = """
import sys
from datetime import date
from pathlib import Path
from sendtui.services import ingest
from sendtui.store.address import address
from sendtui.store.server import Server
from sendtui.store.store import Store
with Store.on(Server(address({url!r}), Path({path!r}))) as store:
    print("open", flush=True)
    sys.stdin.readline()
    batch = ingest.ingest(store, [Path({night!r})], date(2026, 11, 22))
    print(sorted(each.state for each in batch.taken))
"""


@pytest.fixture
def la(tmp_path: Path) -> Iterator[Store]:
    """A register that keeps the authority's keys."""
    with new_register(tmp_path) as made:
        made.keep_note("role", "register")
        with made.write("Set up") as tx:
            setting = tx.add("setting", {"name": "Register Hollow", "sort": "la"})
        made.keep_note("setting", setting)
        yield made


@pytest.fixture
def lines(la: Store, night: Path, tmp_path: Path) -> str:
    """What a run of the night does, under a role that may do nothing else."""
    assert isinstance(la.ground, Server)
    database = la.ground.address.parameters["dbname"]
    by_night = role("by_night")
    with as_superuser() as run:
        known = run.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (by_night,)).fetchone()
        if not known:
            run.execute(f"CREATE ROLE {by_night} LOGIN")
    from sendtui import paths

    registers.admit(paths.register_place(url(database)), "", by_night, group="ingest")
    where = url(database, by_night)
    return RUN.format(url=where, path=str(tmp_path / "by night"), night=str(night))


def test_two_runs_at_once_take_in_every_file_once(la: Store, night: Path, lines: str) -> None:
    both = [start_python(lines) for _ in range(2)]
    for each in both:
        assert each.stdout is not None
        assert each.stdout.readline().strip() == b"open", each.communicate()
    said = [each.communicate(b"go\n", timeout=120) for each in both]

    assert [each.returncode for each in both] == [0, 0], said
    assert sum(out.decode().count("'merged'") for out, _ in said) == 3
    everything_is_in(la, night)


@pytest.mark.parametrize(
    "point", ["merge.part", "merge.taken", "merge.done", "ingest.merged", "ingest.reason"]
)
def test_a_run_that_dies_beside_another_leaves_nothing_undone(
    la: Store, night: Path, lines: str, point: str
) -> None:
    both = [start_python(lines, SENDTUI_CRASH=point), start_python(lines)]
    said = [each.communicate(b"go\n", timeout=120) for each in both]

    assert both[0].returncode in (0, 86), said
    assert both[1].returncode == 0, said
    run_again = start_python(lines)
    out, err = run_again.communicate(b"go\n", timeout=120)
    assert run_again.returncode == 0, (out, err)
    everything_is_in(la, night)


def test_a_run_killed_with_the_register_in_its_hands_lets_go_of_it(
    la: Store, night: Path, lines: str
) -> None:
    died = run_python(lines.replace("sys.stdin.readline()", ""), crash="merge.taken")
    assert died.returncode == 86, died.stderr

    rest = start_python(lines)
    out, err = rest.communicate(b"go\n", timeout=120)

    assert (rest.returncode, out.decode().count("'merged'")) == (0, 3), err
    everything_is_in(la, night)
