"""Needs in their order, without gaps; and dated flags."""

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sendtui.errors import InvalidError
from sendtui.services import flags, needs, past, pupils
from sendtui.store.store import Store

CODES = ("SLCN", "MLD", "HI", "SEMH")


@pytest.fixture
def zephyr(store: Store) -> str:
    return pupils.add(store, {"surname": "Quillfeather"})


def order(store: Store, pupil: str) -> list[tuple[int, str]]:
    with store.read() as session:
        return [(need.rank, need.code) for need in needs.ranked(session, pupil)]


def add(store: Store, pupil: str, codes: Sequence[str] = CODES[:3]) -> list[str]:
    return [needs.add(store, pupil, code) for code in codes]


def test_a_need_is_added_last_unless_said_otherwise(store: Store, zephyr: str) -> None:
    add(store, zephyr)

    assert order(store, zephyr) == [(1, "SLCN"), (2, "MLD"), (3, "HI")]


def test_a_new_primary_need_moves_the_others_down(store: Store, zephyr: str) -> None:
    add(store, zephyr)

    needs.add(store, zephyr, "SEMH", rank=1)

    assert order(store, zephyr) == [(1, "SEMH"), (2, "SLCN"), (3, "MLD"), (4, "HI")]


def test_undo_of_a_new_primary_need_moves_them_up_again(store: Store, zephyr: str) -> None:
    add(store, zephyr)
    needs.add(store, zephyr, "SEMH", rank=1)

    past.undo(store)

    assert order(store, zephyr) == [(1, "SLCN"), (2, "MLD"), (3, "HI")]


def test_needs_are_put_in_another_order_in_one_act(store: Store, zephyr: str) -> None:
    first, second, third = add(store, zephyr)

    needs.put_in_order(store, zephyr, [third, first, second])

    assert order(store, zephyr) == [(1, "HI"), (2, "SLCN"), (3, "MLD")]
    past.undo(store)
    assert order(store, zephyr) == [(1, "SLCN"), (2, "MLD"), (3, "HI")]


def test_an_order_that_leaves_one_out_is_refused(store: Store, zephyr: str) -> None:
    made = add(store, zephyr)

    with pytest.raises(InvalidError):
        needs.put_in_order(store, zephyr, made[:2])


def test_a_need_that_ends_leaves_no_gap_and_keeps_its_record(
    store: Store, zephyr: str, today: date
) -> None:
    first, *_ = add(store, zephyr)

    needs.end(store, first, date(2026, 11, 1))

    assert order(store, zephyr) == [(1, "MLD"), (2, "HI")]
    assert [n.code for n in pupils.view(store, zephyr, today).past_needs] == ["SLCN"]


def test_one_need_is_not_put_down_twice(store: Store, zephyr: str) -> None:
    add(store, zephyr)

    with pytest.raises(InvalidError):
        needs.add(store, zephyr, "SLCN")


def test_a_need_type_of_2025_did_not_begin_before_it(store: Store, zephyr: str) -> None:
    with pytest.raises(InvalidError):
        needs.add(store, zephyr, "DS", since=date(2024, 12, 31))


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    acts=st.lists(
        st.tuples(
            st.sampled_from(["add", "end", "remove"]), st.sampled_from(CODES), st.integers(0, 6)
        ),
        max_size=8,
    )
)
def test_ranks_have_no_gap_whatever_is_done(store: Store, acts: list[tuple[str, str, int]]) -> None:
    pupil = pupils.add(store, {"surname": "Moss"})
    for act, code, rank in acts:
        with store.read() as session:
            now = {need.code: need.id for need in needs.ranked(session, pupil)}
        if act == "add" and code not in now:
            needs.add(store, pupil, code, rank=rank)
        elif act == "end" and code in now:
            needs.end(store, now[code], date(2026, 11, 1))
        elif act == "remove" and code in now:
            needs.remove(store, now[code])

    ranks = [rank for rank, _ in order(store, pupil)]

    assert ranks == list(range(1, len(ranks) + 1))


def test_a_flag_is_up_until_its_last_day(store: Store, zephyr: str, today: date) -> None:
    flag = flags.add(store, zephyr, "LAC", since=date(2026, 9, 1))
    assert [f.code for f in pupils.view(store, zephyr, today).flags] == ["LAC"]

    flags.end(store, flag, today)

    assert [f.code for f in pupils.view(store, zephyr, today).flags] == ["LAC"]
    assert pupils.view(store, zephyr, date(2026, 11, 23)).flags == ()


def test_a_flag_that_is_up_is_not_put_up_again(store: Store, zephyr: str) -> None:
    flags.add(store, zephyr, "LAC")

    with pytest.raises(InvalidError):
        flags.add(store, zephyr, "LAC")


def test_a_flag_does_not_end_before_it_begins(store: Store, zephyr: str, today: date) -> None:
    with pytest.raises(InvalidError):
        flags.add(store, zephyr, "LAC", since=today, until=date(2026, 11, 21))
