"""A decision about a clash is an act like any other: it travels, and undo brings the clash back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sendtui.services.clashes import Clash, all_clashes, clashes_of
from sendtui.store import replay
from sendtui.store.standing import DELETED, standing
from sendtui.store.store import Store
from sendtui.store.undo import redo, undo
from tests.services import invented
from tests.services.enrolled import case_file
from tests.sync.desks import lines, said, take


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Store]:
    with case_file(tmp_path, "here") as made:
        yield made


@pytest.fixture
def there(tmp_path: Path) -> Iterator[Store]:
    with case_file(tmp_path, "there") as made:
        yield made


@pytest.fixture
def zephyr(here: Store, there: Store) -> str:
    """A pupil whose class was changed on both copies, unknown to each other."""
    id_ = invented.pupil(here)
    take(there, lines(here), 0)
    edit(here, id_, "3B")
    edit(there, id_, "4C")
    both(here, there)
    return id_


def edit(store: Store, pupil: str, name: str) -> None:
    with store.write("Edit") as tx:
        tx.put("pupil", pupil, {"class_name": name})


def both(one: Store, other: Store) -> None:
    take(one, lines(other), 0)
    take(other, lines(one), 0)


def decide(store: Store, pupil: str, value: str) -> None:
    with store.write("Decide between two versions") as tx:
        now = tx.standing(pupil)
        tx.restate(now, "class_name", value, now.versions("class_name"))


def clash(store: Store, pupil: str) -> set[str]:
    """The words of the clash, if there is one."""
    with store.read() as session:
        found: tuple[Clash, ...] = clashes_of(session, (pupil,))
        return {version.words for each in found for version in each.versions}


def test_a_decision_travels(here: Store, there: Store, zephyr: str) -> None:
    assert clash(here, zephyr) == clash(there, zephyr) == {"3B", "4C"}

    decide(here, zephyr, "3B")
    both(here, there)

    assert clash(there, zephyr) == set()
    assert said(here)["pupil"] == said(there)["pupil"]


def test_a_decision_undone_is_the_clash_again_on_both_sides(
    here: Store, there: Store, zephyr: str
) -> None:
    with here.read() as session:
        first = standing(session.connection(), zephyr)
        who = {v.words: v.who for c in clashes_of(session, (zephyr,)) for v in c.versions}
    decide(here, zephyr, "something new")
    both(here, there)

    undo(here)
    both(here, there)

    assert clash(here, zephyr) == clash(there, zephyr) == {"3B", "4C"}
    with here.read() as session:
        now = standing(session.connection(), zephyr)
        assert first is not None
        assert now is not None
        assert now.values["class_name"] == first.values["class_name"]
        # Each version is still of whoever wrote it.
        again = {v.words: v.who for c in clashes_of(session, (zephyr,)) for v in c.versions}
        assert again == who == {"3B": "A. Here", "4C": "A. There"}


def test_a_decision_undone_is_redone_and_undone_again(
    here: Store, there: Store, zephyr: str
) -> None:
    decide(here, zephyr, "3B")
    undo(here)

    redo(here)
    assert clash(here, zephyr) == set()
    undo(here)
    assert clash(here, zephyr) == {"3B", "4C"}

    both(here, there)
    assert clash(there, zephyr) == {"3B", "4C"}
    with here.read() as session:
        assert list(replay.differences(session.connection())) == []


def test_a_decision_that_was_built_on_is_not_undone(here: Store, there: Store, zephyr: str) -> None:
    decide(here, zephyr, "3B")
    both(here, there)
    edit(there, zephyr, "5A")
    both(here, there)

    with pytest.raises(Exception, match="changed again"):
        undo(here)


def test_both_deciding_otherwise_is_a_clash_of_the_decisions(
    here: Store, there: Store, zephyr: str
) -> None:
    decide(here, zephyr, "3B")
    decide(there, zephyr, "4C")

    both(here, there)

    assert clash(here, zephyr) == clash(there, zephyr) == {"3B", "4C"}


def test_removed_there_and_edited_here_is_a_clash_to_be_seen(
    here: Store, there: Store, zephyr: str
) -> None:
    decide(here, zephyr, "3B")
    both(here, there)
    edit(here, zephyr, "6D")
    with there.write("Remove") as tx:
        tx.remove("pupil", zephyr)

    there_, here_ = take(there, lines(here), 0), take(here, lines(there), 0)

    assert there_.clashes == here_.clashes == ((zephyr, DELETED),)
    for store in (here, there):
        with store.read() as session:
            now = standing(session.connection(), zephyr)
            assert [found.field for found in all_clashes(session)] == [DELETED]
        assert now is not None
        assert (now.values[DELETED], now.values["class_name"]) == (True, "6D")


@pytest.mark.parametrize("kept", [True, False], ids=["kept", "removed"])
def test_whether_it_stays_is_decided_and_undone(
    here: Store, there: Store, zephyr: str, kept: bool
) -> None:
    test_removed_there_and_edited_here_is_a_clash_to_be_seen(here, there, zephyr)

    with here.write("Decide between two versions") as tx:
        now = tx.standing(zephyr)
        tx.restate(now, DELETED, not kept, now.versions(DELETED))
    both(here, there)

    for store in (here, there):
        with store.read() as session:
            assert all_clashes(session) == ()
        assert bool(said(store)["pupil"]) is kept
    undo(here)
    # Whoever takes it back has seen the edit by now.
    assert said(here)["pupil"] == set()


def test_what_was_seen_and_then_removed_is_no_clash(here: Store, there: Store, zephyr: str) -> None:
    decide(here, zephyr, "3B")
    both(here, there)
    with there.write("Remove") as tx:
        tx.remove("pupil", zephyr)

    both(here, there)

    with here.read() as session:
        assert all_clashes(session) == ()
