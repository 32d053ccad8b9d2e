"""Changes from one case file taken into another."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sendtui.errors import DamagedError
from sendtui.store import confirming, incoming, merging, outgoing, replay
from sendtui.store.incoming import ForkError, Merged
from sendtui.store.standing import standing
from sendtui.store.store import Store
from tests.copies import new_store


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Store]:
    with new_store(tmp_path / "other.sendtui") as made:
        yield made


def lines(store: Store) -> list[dict[str, Any]]:
    with store.read() as session:
        found = session.connection().exec_driver_sql("SELECT id FROM stream").all()
        return list(outgoing.changes(session.connection(), [str(s) for (s,) in found]))


def take(store: Store, given: list[dict[str, Any]]) -> Merged:
    with store.write("Merge") as tx:
        incoming.stage(tx.connection, given)
        return incoming.merge(tx.connection, "file", 0)


def surname(store: Store, id_: str) -> tuple[object, int]:
    with store.read() as session:
        now = standing(session.connection(), id_)
        assert now is not None
        return now.values["surname"], len(now.versions("surname"))


def pupil(store: Store) -> str:
    with store.write("Add") as tx:
        id_ = tx.add("pupil", {"setting": store.setting, "surname": "Quillfeather"})
        tx.add("status", {"pupil": id_, "status": "K", "since": "2026-09-01"})
    return id_


def rename(store: Store, id_: str, name: str) -> None:
    with store.write("Rename") as tx:
        tx.put("pupil", id_, {"surname": name})


def sound(store: Store) -> bool:
    with store.read() as session:
        connection = session.connection()
        return not [*replay.differences(connection), *replay.broken_chains(connection)]


def test_every_change_arrives_once(store: Store, other: Store) -> None:
    id_ = pupil(store)
    rename(store, id_, "Moss")

    first, second = take(other, lines(store)), take(other, lines(store))

    assert (first.new, first.known) == (4, 0)
    assert (second.new, second.known) == (0, 4)
    assert surname(other, id_) == ("Moss", 1)
    assert sound(other)


def test_what_comes_too_early_waits_for_its_cause(store: Store, other: Store) -> None:
    id_ = pupil(store)
    rename(store, id_, "Moss")
    *early, late = lines(store)

    waited = take(other, [late])
    arrived = take(other, early)

    assert (waited.new, waited.waiting) == (0, 1)
    assert (arrived.new, arrived.waiting) == (4, 0)
    assert surname(other, id_) == ("Moss", 1)


def test_two_edits_of_one_field_are_a_clash_on_both_sides(store: Store, other: Store) -> None:
    id_ = pupil(store)
    take(other, lines(store))
    rename(store, id_, "Moss")
    rename(other, id_, "Fern")

    there, here = take(other, lines(store)), take(store, lines(other))

    assert there.clashes == here.clashes == ((id_, "surname"),)
    assert surname(store, id_) == surname(other, id_)
    assert surname(store, id_)[1] == 2
    assert sound(store)
    assert sound(other)


def test_two_changes_under_one_name_are_refused_whole(store: Store, other: Store) -> None:
    pupil(store)
    take(other, lines(store))
    forged = [{**line, "batch": "another"} for line in lines(store)]

    with pytest.raises(ForkError):
        take(other, forged)


def test_a_noun_of_a_later_version_is_kept_and_handed_on(store: Store, other: Store) -> None:
    pupil(store)
    given = [dict(line) for line in lines(store)]
    given[-1] |= {"kind": "seating_plan", "colour": "green"}

    take(other, given)

    assert [line for line in lines(other) if line["kind"] == "seating_plan"] == [given[-1]]


def reaching(store: Store, kind: str, **changed: object) -> list[dict[str, Any]]:
    """What the store holds, with the last change of this kind made to reach somewhere else."""
    given = [dict(line) for line in lines(store)]
    last = next(line for line in reversed(given) if line["kind"] == kind)
    last |= changed
    return given


@pytest.mark.parametrize(
    ("kind", "changed"),
    [
        ("status", {"value": {"pupil": "f" * 32, "status": "K", "since": "2026-09-01"}}),
        ("status", {"value": {"status": "K", "since": "2026-09-01"}}),
        ("status", {"value": {"pupil": "self", "status": ["K"], "since": "2026-09-01"}}),
        ("status", {"stream_kind": "setting"}),
        ("status", {"field": "pupil", "value": "f" * 32}),
        ("pupil", {"record": "f" * 32}),
    ],
    ids=["another pupil's", "nobody's", "no text", "wrong stream", "moved", "not its own"],
)
def test_a_change_that_does_not_belong_where_it_says_is_refused_whole(
    store: Store, other: Store, kind: str, changed: dict[str, Any]
) -> None:
    id_ = pupil(store)
    if isinstance(value := changed.get("value"), dict) and value.get("pupil") == "self":
        changed = changed | {"value": value | {"pupil": id_}}

    with pytest.raises(DamagedError):
        take(other, reaching(store, kind, **changed))

    assert lines(other) == []


def test_an_edit_of_another_pupils_record_is_refused_whole(store: Store, other: Store) -> None:
    mine, theirs = pupil(store), pupil(store)
    take(other, lines(store))
    rename(store, mine, "Moss")

    edit = next({**e, "bases": []} for e in lines(store) if e["field"] == "surname")

    with pytest.raises(DamagedError):
        take(other, [{**edit, "record": theirs}])

    assert surname(other, theirs) == ("Quillfeather", 1)


def test_a_change_in_this_copys_own_name_that_it_never_wrote_is_a_fork(
    store: Store, other: Store
) -> None:
    id_ = pupil(store)
    take(other, lines(store))
    rename(other, id_, "Moss")
    forged = [
        {**line, "dev": store.device, "n": 3} if line["dev"] == other.device else line
        for line in lines(other)
    ]

    with store.write("Merge") as tx:
        incoming.stage(tx.connection, forged)
        with pytest.raises(ForkError):
            incoming.merge(tx.connection, "file", 0, store.device)


def test_chains_that_came_to_another_hash_are_a_fork(store: Store, other: Store) -> None:
    pupil(store)
    take(other, lines(store))

    with store.read() as here, other.read() as there:
        streams = list(outgoing.held(here.connection(), [store.setting]))
        held = outgoing.held(here.connection(), streams)
        links = outgoing.links(here.connection(), streams)
        confirming.confirmed(there.connection(), held, links)
        bent = {store.setting: {store.device: "0" * 32}}
        with pytest.raises(ForkError):
            confirming.confirmed(there.connection(), held, bent)


def test_a_removed_pupil_is_still_of_their_setting(store: Store) -> None:
    id_ = pupil(store)
    with store.write("Remove") as tx:
        tx.remove("pupil", id_)

    with store.read() as session:
        found = outgoing.streams_of(session.connection(), [store.setting])
        at = incoming.settings_here(session.connection(), found)

    assert found == [store.setting, id_]
    assert at == {store.setting: store.setting, id_: store.setting}


def test_more_changes_than_a_part_holds_arrive_with_what_waits(store: Store, other: Store) -> None:
    id_ = pupil(store)
    for n in range(6):
        rename(store, id_, f"Moss{n}")
    given = lines(store)
    merging.PART, usual = 2, merging.PART

    try:
        took = take(other, [*given[4:], *given[:4]])
    finally:
        merging.PART = usual

    assert (took.new, took.waiting) == (len(given), 0)
    assert surname(other, id_) == ("Moss5", 1)
    assert sound(other)


def test_a_figure_that_was_measured_arrives(store: Store, other: Store) -> None:
    id_ = pupil(store)
    with store.write("Measure") as tx:
        tx.add(
            "measure",
            {"pupil": id_, "provision": "p", "at": "entry", "value": 12.5, "on": "2026-10-01"},
        )

    take(other, lines(store))

    with other.read() as session:
        found = session.connection().exec_driver_sql("SELECT value FROM measure").scalars().all()
    assert found == [12.5]
    assert sound(other)
