"""How fast the register of a hundred thousand answers: rows first, figures after. Printed only."""

import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest

from sendtui.services import due, register
from sendtui.services.register import Query
from sendtui.store import slots
from sendtui.store.store import Store

TODAY = date(2026, 11, 22)
SYLLABLES = ("ba", "co", "du", "fi", "go", "ha", "ju", "ki", "lo", "mu", "pe", "qui", "ra", "su")
TYPED = ("q", "qu", "qui", "quib", "quiba", "b", "ba", "baco", "baco d", "baco du", "s", "su", "x")


def _filled(path: Path, pupils: int) -> Store:
    store = Store.create(path, slots.new_key())
    with store.write("Set up") as tx:
        setting = tx.add("setting", {"name": "Puddleby Common"})
    store.keep_note("setting", setting)
    with store.write("Import") as tx:
        for n in range(pupils):
            named = [SYLLABLES[n // 14**place % 14] for place in range(5)]
            born = date(2010, 9, 1) + timedelta(days=n % 4000)
            names = {"surname": "".join(named[:3]).title(), "forename": "".join(named[3:]).title()}
            id_ = tx.add("pupil", {"setting": setting, "born": born, **names})
            if n % 5 == 0:
                tx.add("status", {"pupil": id_, "status": "KE"[n % 4 == 0], "since": "2025-09-01"})
                tx.add("need", {"pupil": id_, "code": ("SLCN", "MLD", "HI")[n % 3], "rank": 1})
    return store


def _ms(asked: Callable[[], object]) -> float:
    started = time.perf_counter()
    asked()
    return (time.perf_counter() - started) * 1_000


@pytest.mark.bench
@pytest.mark.parametrize("pupils", [1_200, 100_000])
def test_keys_typed_into_the_register(tmp_path: Path, pupils: int) -> None:
    with _filled(tmp_path / "case.sendtui", pupils) as store:
        floor = _ms(lambda: register.page(store, Query(words="zzz"), TODAY))
        asked = [Query(words=words) for words in TYPED]
        asked += [Query(words=words, scope="roll") for words in TYPED]
        pages = [_ms(partial(register.page, store, query, TODAY, 0, 60)) for query in asked]
        rest = {
            "page": _ms(lambda: register.page(store, Query(), TODAY, 0, 60)),
            "count": _ms(lambda: register.count(store, Query(), TODAY)),
            "figures": _ms(lambda: register.counts(store, Query(), TODAY)),
            "sorted by need": _ms(lambda: register.page(store, Query(sort="need"), TODAY, 0, 60)),
            "today": _ms(lambda: due.due(store, TODAY)),
        }

    p95 = statistics.quantiles(pages, n=20)[-1]
    print(f"\n{pupils:,} pupils, a fifth on the register: key to lines p95 {p95:.0f} ms")
    print(f"  (median {statistics.median(pages):.0f}; nothing found, first of all {floor:.0f})")
    print("  " + ", ".join(f"{name} {ms:.0f} ms" for name, ms in rest.items()))
