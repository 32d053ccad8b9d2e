"""SEN2 of 20,000 and 60,000 plans: loaded, checked, written and read; and the memory it takes."""

import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sendtui.formats import sen2_xml
from sendtui.rules.sen2_group import Group
from sendtui.rules.sen2_rule_list import RULES
from sendtui.rules.sen2_shape import shape_of
from sendtui.rules.sen2_whole import Whole
from sendtui.services import everything, returns, returns_load
from sendtui.services.returns_kept import Asked
from sendtui.store.store import Store
from tests.benchmarks.conftest import Table
from tests.services.test_returns_load import HEADER, PERSONS

TODAY = date(2026, 2, 2)
SHAPE = shape_of(2026)


def plans(count: int) -> Iterator[Group]:
    """So many persons of every class, most of them with an active plan."""
    some = [PERSONS["historical"]] * 14 + list(PERSONS.values())
    for number in range(count):
        one = some[number % len(some)]
        named = {**one.values, "Surname": f"Quill{number:06}", "UPN": "", "UPNunknown": "UN3"}
        yield replace(one, values=named, record=str(number))


def peak() -> int:
    """The most memory this process has had, in megabytes."""
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // unit


@pytest.mark.bench
@pytest.mark.parametrize("count", [20_000, 60_000])
def test_a_return_of_a_large_authority(
    store: Store, table: Table, tmp_path: Path, count: int
) -> None:
    came, made = tmp_path / "came.xml", tmp_path / "made.xml"

    def took(what: str, since: float, budget: str = "") -> float:
        now = time.process_time()
        measured = f"{now - since:.1f} s of CPU, at most {peak()} MB"
        table.add(f"SEN2 of {count:,} plans: {what}", measured, budget=budget)
        return time.process_time()

    at = time.process_time()
    with came.open("wb") as file:
        sen2_xml.write(file, SHAPE, HEADER, plans(count))
    at = took("written from memory", at)
    with came.open("rb") as file:
        whole = Whole(SHAPE, "201")
        found = sum(1 for p in sen2_xml.read(file, "came").persons() for _ in whole.check(p))
    at = took(f"read and checked ({found:,} findings)", at)
    shown = returns_load.preview(store, [came], TODAY)
    at = took("previewed", at)
    returns_load.load(store, [came], TODAY, shown)
    at = took(f"loaded ({sum(shown.records.values()):,} records)", at)
    seen = returns.overview(store, Asked(2026, la="201"), TODAY)
    rate = seen.persons * len(RULES) / (time.process_time() - at)
    at = took(
        f"read out of the record and checked ({len(seen.findings):,} findings, "
        f"{rate:,.0f} checks a second)",
        at,
        "12 s for 20,000",
    )
    returns.write(store, Asked(2026, la="201"), made, today=TODAY)
    at = took(f"written out of the record ({made.stat().st_size >> 20} MB)", at)
    gone = everything.leave(store, tmp_path / "everything", TODAY)
    took(f"everything out in the open ({sum(gone.records.values()):,} records, history)", at)
