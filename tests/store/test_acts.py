"""Random acts against a second, smaller reading of the same rules.

Dense rounds: few records, few fields, forms that are opened and handed in late, so that clashes and
refusals to undo are common. How common is asserted, or these tests could pass by never trying.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sendtui.errors import SendtuiError
from sendtui.models import KINDS, kind
from sendtui.store import history, replay
from sendtui.store.standing import standing
from sendtui.store.store import Store
from sendtui.store.undo import redo, redoable, undo, undoable
from tests.copies import new_store

FIELDS = ("surname", "class_name")
VALUES = ("Moss", "Quillfeather", "[/x]", "\u202etac")
GONE = None

Shown = dict[int, dict[str, str] | None]
Heads = dict[tuple[int, str], frozenset[int]]


@dataclass
class Reference:
    """What should be seen: versions of each field with their values, and which of them stand."""

    said: dict[tuple[int, str], dict[int, str]] = field(default_factory=dict)
    heads: Heads = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)
    clock: int = 0

    def put(self, record: int, name: str, value: str, bases: frozenset[int]) -> None:
        """A value in the place of the versions that were seen."""
        at = record, name
        self.clock += 1
        self.said.setdefault(at, {})[self.clock] = value
        self.heads[at] = (self.heads.get(at, frozenset()) - bases) | {self.clock}

    def shown(self, record: int, name: str) -> str:
        """The value in front: this device's latest of those that stand."""
        return self.said[record, name][max(self.heads[record, name])]

    def visible(self, records: int) -> Shown:
        """Every record as a list shows it."""
        return {
            n: GONE if n in self.gone else {name: self.shown(n, name) for name in FIELDS}
            for n in range(records)
        }


@dataclass
class Desk:
    """The store, the reference beside it, and the forms that lie open."""

    store: Store
    setting: str
    ids: list[str] = field(default_factory=list)
    forms: list[tuple[int, Any, Heads]] = field(default_factory=list)
    reference: Reference = field(default_factory=Reference)
    before: list[Shown] = field(default_factory=list)
    undone: list[Shown] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)

    def add(self, values: list[str]) -> None:
        """Births, one or many in one act."""
        self._acted()
        many = [{"setting": self.setting, "surname": v, "class_name": v[:2] + "!"} for v in values]
        with self.store.write("Add") as tx:
            made = [tx.add("pupil", many[0])] if len(many) == 1 else tx.add_many("pupil", many)
        for id_, given_ in zip(made, many, strict=True):
            self.ids.append(id_)
            for name in FIELDS:
                self.reference.put(len(self.ids) - 1, name, given_[name], frozenset())

    def open_form(self, record: int) -> None:
        """A form that will be handed in later, or never."""
        with self.store.read() as session:
            bases = self.store.heads(session, self.ids[record])
        heads = {(record, name): self.reference.heads[record, name] for name in FIELDS}
        self.forms.append((record, bases, heads))

    def hand_in(self, form: int, name: str, value: str, *, twice: bool) -> None:
        """A form's change, with the versions it was opened with."""
        record, bases, heads = self.forms[form]
        at = record, name
        standing_ = self.reference.heads[at]
        clash = len({self.reference.said[at][n] for n in standing_}) > 1
        changes = record not in self.reference.gone and (
            clash or value != self.reference.shown(record, name)
        )
        if changes:
            self._acted()
        with suppress(SendtuiError), self.store.write("Edit") as tx:
            tx.put("pupil", self.ids[record], {name: value}, bases)
            if twice and changes:
                tx.put("pupil", self.ids[record], {name: value + "2"})
        if not changes:
            return
        self.reference.put(record, name, value, heads[at])
        if twice:
            self.reference.put(record, name, value + "2", self.reference.heads[at])
        if len({self.reference.said[at][n] for n in self.reference.heads[at]}) > 1:
            self.seen["clash"] += 1

    def remove(self, record: int) -> None:
        """A record removed, if it is there."""
        if record in self.reference.gone:
            with pytest.raises(SendtuiError), self.store.write("Remove") as tx:
                tx.remove("pupil", self.ids[record])
            return
        self._acted()
        with self.store.write("Remove") as tx:
            tx.remove("pupil", self.ids[record])
        self.reference.gone.add(record)

    def undo(self) -> None:
        """What was seen before the last act is seen again, or nothing changes at all."""
        tables = dump(self.store)
        try:
            undo(self.store)
        except SendtuiError:
            self.seen["refused"] += bool(self.before)
            assert dump(self.store) == tables
            return
        self.seen["undone"] += 1
        self.undone.append(self.reference.visible(len(self.ids)))
        self._go_to(self.before.pop())

    def redo(self) -> None:
        """What the undoing took away is seen again."""
        if not self.undone:
            with pytest.raises(SendtuiError, match="nothing to redo"):
                redo(self.store)
            return
        try:
            redo(self.store)
        except SendtuiError:
            return
        self.seen["redone"] += 1
        self.before.append(self.reference.visible(len(self.ids)))
        self._go_to(self.undone.pop())

    def _acted(self) -> None:
        self.before.append(self.reference.visible(len(self.ids)))
        self.undone.clear()

    def _go_to(self, shown: Shown) -> None:
        """Set the reference to what undo or redo must have made visible, as new versions."""
        for record in range(len(self.ids)):
            wanted = shown.get(record)
            if wanted is GONE:
                self.reference.gone.add(record)
                continue
            self.reference.gone.discard(record)
            for name in FIELDS:
                if wanted[name] != self.reference.shown(record, name):
                    last = max(self.reference.heads[record, name])
                    self.reference.put(record, name, wanted[name], frozenset({last}))

    def require_agreement(self) -> None:
        """Every visible value, every chain and every table are what they should be."""
        with self.store.read() as session:
            connection = session.connection()
            found = {
                id_: {"surname": surname, "class_name": class_name}
                for id_, surname, class_name in connection.exec_driver_sql(
                    "SELECT id, surname, class_name FROM pupil"
                )
            }
            assert list(replay.differences(connection)) == []
            assert list(replay.broken_chains(connection)) == []
            for n, id_ in enumerate(self.ids):
                now = standing(connection, id_)
                assert now is not None
                said = set[tuple[str, str]]()
                for line in history.of_stream(connection, id_):
                    said |= set(line.after.items()) if line.is_birth else {(line.field, line.after)}
                for name in FIELDS:
                    ours = self.reference.said[n, name]
                    # No value that was ever written is lost to a reader of the history.
                    assert {(name, value) for value in ours.values()} <= said
        wanted = self.reference.visible(len(self.ids))
        assert found == {self.ids[n]: v for n, v in wanted.items() if v is not GONE}


def dump(store: Store) -> dict[str, list[Any]]:
    """Every line of every noun's table, and what the search finds."""
    with store.read() as session:
        # By the driver itself: there are many tables, and most of them are empty.
        run = session.connection().connection.cursor().execute
        tables = [kind(name).table.__tablename__ for name in KINDS]
        found = {t: sorted(run(f'SELECT * FROM "{t}"')) for t in tables}
        for word in ("Moss", "Moss2", "Quillfeather", "tac"):
            found[word] = sorted(
                run("SELECT rowid FROM search WHERE search MATCH ?", (f'"{word}"',))
            )
    return found


def opened() -> Iterator[Desk]:
    """A desk with two pupils."""
    with (
        TemporaryDirectory() as folder,
        new_store(Path(folder) / "case.sendtui") as store,
    ):
        with store.write("Set up") as tx:
            setting = tx.add("setting", {"name": "Puddleby"})
        desk = Desk(store, setting, before=[{}])
        desk.add(["Moss", "Quillfeather"])
        yield desk


record, form = st.integers(0, 3), st.integers(0, 5)
HAND_IN = st.tuples(
    st.just("hand in"), form, st.sampled_from(FIELDS), st.sampled_from(VALUES), st.booleans()
)
ACT = st.one_of(
    st.tuples(st.just("add"), st.lists(st.sampled_from(VALUES), min_size=1, max_size=2)),
    st.tuples(st.just("open"), record),
    st.tuples(st.just("remove"), record),
    *[HAND_IN] * 3,
    *[st.tuples(st.just("undo"))] * 2,
    st.tuples(st.just("redo")),
)
TWO = st.permutations(VALUES).map(lambda values: values[:2])
ROUND = st.tuples(
    record, st.sampled_from(FIELDS), TWO, st.integers(0, 3), st.lists(ACT, min_size=3, max_size=7)
)


def play(desk: Desk, rounds: list[Any]) -> None:
    """Two forms on one record a round, of which none, one or both come in; then any acts."""
    for first, name, values, handed_in, acts in rounds:
        for _ in range(2):
            desk.open_form(first % len(desk.ids))
        for n in range(min(handed_in, 2)):
            desk.hand_in(-1 - n, name, values[n], twice=False)
        if handed_in == 3:
            desk.undo()
        for act in acts:
            match act:
                case ("add", values):
                    desk.add(values)
                case ("open", n):
                    desk.open_form(n % len(desk.ids))
                case ("remove", n):
                    desk.remove(n % len(desk.ids))
                case ("hand in", n, name, value, twice):
                    desk.hand_in(-1 - n % len(desk.forms), name, value, twice=twice)
                case ("undo",):
                    desk.undo()
                case _:
                    desk.redo()
        desk.require_agreement()


SEEN: Counter[str] = Counter()


def check(rounds: list[Any]) -> None:
    for desk in opened():
        play(desk, rounds)

        before = dump(desk.store)
        with desk.store.writer.begin() as connection:
            replay.rebuild(connection)
        assert dump(desk.store) == before
        SEEN.update({"example": 1} | {name: 1 for name, n in desk.seen.items() if n})


FEW = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.generate,),
)


@FEW
@given(st.lists(ROUND, min_size=2, max_size=4))
def test_any_acts_show_what_they_should_and_undo_restores_it(rounds: list[Any]) -> None:
    check(rounds)


@pytest.mark.slow(minutes=1.5)
@settings(FEW, max_examples=750)
@given(st.lists(ROUND, min_size=1, max_size=6))
def test_very_many_acts_show_what_they_should(rounds: list[Any]) -> None:
    check(rounds)


def test_the_acts_that_were_tried_clashed_and_were_refused() -> None:
    if not SEEN:
        pytest.skip("needs the tests above")

    share = {name: SEEN[name] / SEEN["example"] for name in SEEN}

    assert share["clash"] > 0.3
    assert share["undone"] > 0.5
    assert share["redone"] > 0.1
    assert share["refused"] > 0.1


def test_everything_can_be_undone_one_act_after_another() -> None:
    for desk in opened():
        desk.open_form(1)
        acts: list[tuple[Any, ...]] = [
            (desk.add, ["Moss"]),
            (desk.add, ["Quillfeather", "[/x]", "Moss"]),
            (desk.remove, 0),
            (partial(desk.hand_in, twice=True), -1, "surname", "Moss"),
            (desk.remove, 1),
        ]
        dumps = []
        for act, *words in acts:
            dumps.append(dump(desk.store))
            act(*words)

        for before in reversed(dumps):
            undo(desk.store)
            assert dump(desk.store) == before


def test_redo_forgets_what_stood_before_a_newer_act(store: Store) -> None:
    def acts() -> tuple[str, str]:
        with store.read() as session:
            found = [f(session.connection(), store.device) for f in (undoable, redoable)]
        done, undone = (act.label if act else "" for act in found)
        return done, undone

    for label in ("A", "B"):
        with store.write(label) as tx:
            tx.add("pupil", {"setting": store.setting, "surname": label})
        if label == "A":
            undo(store)
            assert acts() == ("", "Undo: A")
    undo(store)
    assert acts() == ("", "Undo: B")
    redo(store)

    assert acts() == ("Redo: B", "")


def test_choosing_the_value_in_front_decides_a_clash(store: Store) -> None:
    with store.write("Add") as tx:
        id_ = tx.add("pupil", {"setting": store.setting, "surname": "Moss"})
    with store.read() as session:
        opened_with = store.heads(session, id_)
    for value in ("3B", "4C"):
        with store.write("Edit") as tx:
            tx.put("pupil", id_, {"class_name": value}, opened_with)

    with store.write("Decide") as tx:
        assert tx.put("pupil", id_, {"class_name": "4C"}) == ("class_name",)

    with store.read() as session:
        now = standing(session.connection(), id_)
    assert now is not None
    assert (now.values["class_name"], now.clashes) == ("4C", ())
    assert len(now.versions("class_name")) == 1
    undo(store)
    with store.read() as session:
        again = standing(session.connection(), id_)
    assert again is not None
    assert (again.values["class_name"], again.clashes) == ("4C", ("class_name",))


@pytest.mark.parametrize("name", ["surname", "class_name"])
def test_an_act_that_edited_what_it_brought_is_undone_after_what_was_edited_since(
    store: Store, name: str
) -> None:
    with store.write("Add") as tx:
        pupil = tx.add("pupil", {"setting": store.setting, "surname": "Moss", "forename": "Ada"})
        tx.put("pupil", pupil, {"class_name": "3B"}, None)
    with store.write("Edit") as tx:
        tx.put("pupil", pupil, {name: "Quillfeather"}, None)

    undo(store)
    undo(store)

    with store.read() as session:
        now = standing(session.connection(), pupil)
    assert now is not None
    assert now.deleted
