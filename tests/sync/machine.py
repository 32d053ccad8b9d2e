"""The state machine: dense rounds of acts at three desks, and files that go astray between them."""

from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from random import Random
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from tests.sync.desks import FIELDS, SKEWS, VALUES, desks
from tests.sync.reference import DELETED

at, which, seed = st.integers(0, 2), st.integers(0, 5), st.integers(0, 1 << 16)
value = st.sampled_from(VALUES)
two = st.permutations((0, 1, 2)).map(lambda found: found[:2])
WAYS = ("whole", "whole", "shuffled", "some", "doubled", "cut", "killed")


class Exchange(RuleBasedStateMachine):
    """Acts and files in any order; at the end everything is delivered, and all must agree."""

    seen: Counter[str] = Counter()
    register: int | None = None

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.desks = self.stack.enter_context(desks(self.register))

    def _field(self, n: int, number: int) -> tuple[str, str]:
        here = self.desks.records(n)
        record = here[number % len(here)]
        return record, FIELDS[self.desks.kinds[record]][number % 2]

    @rule(number=which, people=two, values=st.permutations(VALUES))
    def both_change_one_field(self, number: int, people: list[int], values: list[str]) -> None:
        """Two desks change the field of one record, unknown to each other; one posts it."""
        for n, said in zip(people, values, strict=False):
            record, name = self._field(n, number)
            self.desks.edit(n, record, name, said)
        self.desks.post(people[0])

    @initialize(seed=seed)
    def a_month_passes(self, seed: int) -> None:
        """Four weeks: short runs of the rules are sparse, and would meet little."""
        for week in range(4):
            self.a_week_passes(seed * 4 + week)

    @rule(seed=seed)
    def a_week_passes(self, seed: int) -> None:
        """Many of the acts below, one after the other: what hypothesis draws alone seldom meets."""
        chance = Random(seed)
        people = chance.sample(range(3), 3)
        one, other = people[0], people[1]
        number, values = chance.randrange(6), chance.sample(VALUES, 4)
        self.both_change_one_field(number, people[:2], values)
        acts: list[Callable[[], None]] = [
            lambda: self.only_news_go(one, 1 + chance.randrange(2), chance.randrange(99)),
            lambda: self.a_file_is_lost_and_the_next_comes(one, number, values[2:]),
            lambda: self.a_file_goes(one, 1, chance.choice(WAYS), seed),
            lambda: self.an_old_file_comes(other, chance.randrange(99), chance.choice(WAYS), seed),
            lambda: self.one_decides(other, number, chance.random() < 0.5),
            lambda: self.one_decides(one, number, chance.random() < 0.5),
            lambda: self.one_thinks_again(other, number, values[2]),
            lambda: self.one_removes_what_another_edits(people[1:], number, values[3]),
            lambda: self.a_form_is_left_open(other, number),
            lambda: self.a_form_is_saved(other, values[3]),
            lambda: self.one_is_added_and_changed(one, values),
            lambda: self.a_clock_is_wrong(one, chance.choice(SKEWS)),
            lambda: self.a_copy_is_kept_and_work_goes_on(one, number, values[2]),
            lambda: self.the_copy_is_put_back(one),
        ]
        for act in chance.sample(acts, 5):
            act()

    @rule(giver=at, further=st.integers(1, 2), way=st.sampled_from(WAYS), chance=seed)
    def a_file_goes(self, giver: int, further: int, way: str, chance: int) -> None:
        """What one desk has, read at another."""
        self.desks.deliver((giver + further) % 3, self.desks.post(giver), way, Random(chance))

    @rule(to=at, old=seed, way=st.sampled_from(WAYS), chance=seed)
    def an_old_file_comes(self, to: int, old: int, way: str, chance: int) -> None:
        """A file from before, late or for the second time."""
        if self.desks.posted:
            file = self.desks.posted[old % len(self.desks.posted)]
            self.desks.deliver(to, file, way, Random(chance))

    @rule(giver=at, further=st.integers(1, 2), old=seed)
    def only_news_go(self, giver: int, further: int, old: int) -> None:
        """What an earlier file did not hold, though nobody may have read that one."""
        if self.desks.posted:
            file = self.desks.post(giver, old % len(self.desks.posted))
            self.desks.deliver((giver + further) % 3, file, "whole", Random(old))

    @rule(n=at, number=which, values=st.permutations(VALUES))
    def a_file_is_lost_and_the_next_comes(self, n: int, number: int, values: list[str]) -> None:
        """A file that nobody reads, and one with only what was done since."""
        record, name = self._field(n, number)
        self.desks.edit(n, record, name, values[0])
        self.desks.post(n)
        self.desks.edit(n, record, name, values[1])
        file = self.desks.post(n, len(self.desks.posted) - 1)
        self.desks.deliver((n + 1) % 3, file, "whole", Random(0))

    @rule(n=at, number=which, said=value)
    def one_changes(self, n: int, number: int, said: str) -> None:
        record, name = self._field(n, number)
        self.desks.edit(n, record, name, said)

    @rule(n=at, number=which)
    def a_form_is_left_open(self, n: int, number: int) -> None:
        self.desks.open_form(n, *self._field(n, number))

    @rule(n=at, said=value)
    def a_form_is_saved(self, n: int, said: str) -> None:
        self.desks.save_form(n, said)

    @rule(people=two, number=which, said=value)
    def one_removes_what_another_edits(self, people: list[int], number: int, said: str) -> None:
        record, name = self._field(people[0], number)
        self.desks.remove(people[0], record)
        if record in self.desks.records(people[1]):
            self.desks.edit(people[1], record, name, said)

    @rule(n=at, number=which, said=value)
    def one_thinks_again(self, n: int, number: int, said: str) -> None:
        self.desks.think_again(n, *self._field(n, number), said)

    @rule(n=at, number=which, latest=st.booleans())
    def one_decides(self, n: int, number: int, latest: bool) -> None:
        self.desks.decide(n, number, latest)

    @rule(n=at, said=value)
    def one_is_added(self, n: int, said: str) -> None:
        self.desks.add(n, said)

    @rule(n=at, values=st.permutations(VALUES))
    def one_is_added_and_changed(self, n: int, values: list[str]) -> None:
        """Somebody new, whom the others first hear of with what was changed since."""
        known = self.desks.records(n)
        self.desks.add(n, values[0])
        for record in self.desks.records(n):
            if record not in known:
                self.desks.edit(n, record, FIELDS[self.desks.kinds[record]][0], values[1])

    @rule(n=at, skew=st.sampled_from(SKEWS))
    def a_clock_is_wrong(self, n: int, skew: int) -> None:
        self.desks.wrong_clock(n, skew)

    @rule(n=at, number=which, said=value)
    def a_copy_is_kept_and_work_goes_on(self, n: int, number: int, said: str) -> None:
        self.desks.back_up(n)
        record, name = self._field(n, number)
        self.desks.edit(n, record, name, said)
        self.desks.post(n)

    @rule(n=at)
    def the_copy_is_put_back(self, n: int) -> None:
        self.desks.put_back(n)

    def teardown(self) -> None:
        """Everything to everybody: all are equal, and nothing is lost."""
        try:
            self.desks.give_all()
            self.desks.check_all()
            self._tell()
        finally:
            self.stack.close()

    def _tell(self) -> None:
        copy, seen = self.desks.copies[0], self.desks.seen
        names = {
            (record, name)
            for record in self.desks.records(0)
            for name in copy.clashes(record, FIELDS[self.desks.kinds[record]])
        }
        seen["clash in the end"] += bool(names)
        seen["removed and edited"] += any(
            copy.shown(record, DELETED)
            and any(len(copy.heads(record, name)) > 0 and copy.heads(record, name)[0].field == name
                    for name in FIELDS[self.desks.kinds[record]][:2])
            for record in self.desks.records(0)
        )  # fmt: skip
        Exchange.seen.update({"example": 1} | {name: 1 for name, n in seen.items() if n})


FEW = settings(
    max_examples=12,
    stateful_step_count=4,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
FIRST_FAULT = settings(FEW, max_examples=60, report_multiple_bugs=False)


class OnRegister(Exchange):
    """The same with a register on PostgreSQL at one of the desks."""

    register = 2


def play(how: settings = FEW, kind: type[Exchange] = Exchange) -> Counter[str]:
    """Run the machine; returns in how many examples each thing happened."""
    Exchange.seen = Counter()
    machine: Any = kind
    run_state_machine_as_test(machine, settings=how)
    return Exchange.seen
