"""A sealed file of more than 20,000 changes: written, read and merged, with the time printed."""

from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import pytest

import seed
from sendtui.store.store import Store
from tests.services.enrolled import (
    TODAY,
    case_file,
    changes,
    enrolled,
    pupils,
    read,
    sent,
    sound,
)

pytestmark = pytest.mark.slow


@pytest.fixture
def school(tmp_path: Path) -> Iterator[Store]:
    """A made-up school of 500 pupils whose case file has been worked in."""
    with case_file(tmp_path, "moonbeam") as made:
        roll = seed.school(500, TODAY)
        settings = {id_ for kind, id_, _ in roll.records if kind == "setting"}
        with made.write("Make up a school") as tx:
            for kind, id_, values in roll.records:
                tx.add(kind, values, id_)
        with made.write("Work in it") as tx:
            for n, (kind, id_, _) in enumerate(roll.records):
                if kind == "pupil":
                    tx.put("pupil", id_, {"class_name": f"{n % 9}Z", "adno": str(n)})
        made.keep_note("setting", *settings)
        yield made


def test_twenty_thousand_changes_arrive(
    school: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with case_file(tmp_path, "puddleshire", sort="la", role="register") as la:
        enrolled(school, la, whole_roll=True)
        before, began = changes(la), perf_counter()
        path = sent(school, la, all_pupils=True, with_confidential=True)
        written = perf_counter()
        (result,) = read(la, path)
        ended = perf_counter()

        with capsys.disabled():
            print(  # noqa: T201
                f"\n{result.new} changes, {path.stat().st_size} bytes: written "
                f"{result.new / (written - began):,.0f}/s, read and merged "
                f"{result.new / (ended - written):,.0f}/s"
            )
        assert result.state == "merged"
        assert result.new == result.arrived == changes(la) - before > 20_000
        assert pupils(la) == pupils(school)
        assert sound(la)
