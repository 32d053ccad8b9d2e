from itertools import pairwise

import pytest

from sendtui.store import ids


def test_ids_made_in_the_same_millisecond_stand_in_the_order_they_were_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ids.time, "time_ns", lambda: 1_800_000_000_000_000_000)
    made = [ids.new_id() for _ in range(1_000)]
    assert all(before < after for before, after in pairwise(made))
    assert {len(one) for one in made} == {32}


def test_a_clock_that_is_set_back_makes_no_id_that_sorts_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = ids.new_id()
    monkeypatch.setattr(ids.time, "time_ns", lambda: 0)
    assert before < ids.new_id()
