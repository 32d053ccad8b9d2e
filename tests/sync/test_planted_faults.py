"""Faults planted in the merge, one at a time: each must be caught by the machine.

A proof that passes with a fault in what it proves is none. Each fault is a line of the program
replaced; where the line is no longer there, the test says so.
"""

import __future__

import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from sendtui.models import wire
from sendtui.store import gathered, incoming, outgoing, standing, transaction
from sendtui.store.gathered import Gathered
from sendtui.store.merging import Merging
from sendtui.store.store import Store
from sendtui.store.transaction import Transaction
from tests.sync.machine import FIRST_FAULT, play


@dataclass(frozen=True, slots=True)
class Fault:
    """A line of a function replaced by another; `holder` is the class or module it is in."""

    holder: Any
    name: str
    line: str
    wrong: str

    def plant(self, patch: pytest.MonkeyPatch) -> None:
        """Put the fault in the function's place until the test ends."""
        found = inspect.getattr_static(self.holder, self.name)
        if isinstance(found, str):
            assert self.line in found, "The line is not there any more."
            patch.setattr(self.holder, self.name, found.replace(self.line, self.wrong))
            return
        source = textwrap.dedent(inspect.getsource(found))
        assert self.line in source, "The line is not there any more."
        flags = __future__.annotations.compiler_flag
        code = compile(source.replace(self.line, self.wrong), f"<{self.name}>", "exec", flags)
        room: dict[str, Any] = {}
        exec(code, found.__globals__, room)
        made: Callable[..., Any] = room[self.name]
        patch.setattr(self.holder, self.name, made)


FAULTS = {
    "a parent dropped when a change is read": Fault(
        Gathered, "bases", "found.append(int(n))", "found[:] = [int(n)]"
    ),
    "a parent dropped when a change is sent": Fault(
        outgoing, "line_of", "json.loads(bases)", "json.loads(bases)[:1]"
    ),
    "a parent dropped when a person decides": Fault(
        Transaction, "_append", "- set(bases)", "- set(bases[:1])"
    ),
    "a clash decided by the clock": Fault(
        Merging, "_edit", "heads.difference(bases) | {n}", "{max(heads.difference(bases) | {n})}"
    ),
    "the last to come wins": Fault(Merging, "_edit", "heads.difference(bases) | {n}", "{n}"),
    "the first to come stays": Fault(
        Merging, "_edit", "heads.difference(bases) | {n}", "(heads.difference(bases) or {n})"
    ),
    "a gap skipped": Fault(Merging, "_take", 'line["n"] != counter + 1 or ', ""),
    "what comes early forgotten": Fault(Merging, "_wait", "if early:", "if False:"),
    "what waits never looked at again": Fault(
        Merging, "_take_waiting", "before = self._new - 1", "before = self._new"
    ),
    "a tombstone forgotten": Fault(
        Merging, "_edit", 'if line["kind"] not in KINDS:',
        'if line["kind"] not in KINDS or name == "_deleted":',
    ),
    "a change applied again": Fault(
        Merging, "_take", "if line[\"n\"] <= counter:\n        return True", "pass"
    ),
    "a change given another number": Fault(
        Merging, "_take",
        'if line["n"] != counter + 1 or',
        'line["n"] = counter + 1\n    if',
    ),
    "a wrong clock believed": Fault(wire, "receive", "last if far_ahead(seen, now_ms) else ", ""),
    "a clock that goes back": Fault(
        wire, "tick", "max(now, int(last, 16) + 1)", "now"
    ),
    "shown first by its number": Fault(
        standing, "_HEADS", "batch.hlc DESC, device.id DESC, change.counter DESC", "change.n DESC"
    ),
    "one head of several kept": Fault(
        gathered, "rewrite_heads", "in sorted(numbers)]", "in sorted(numbers)[:1]]"
    ),
    "tables left as they were": Fault(
        Merging, "_settle", "materialise(self._connection, edited)", "pass"
    ),
    "an edit of what is new here forgotten": Fault(
        Gathered, "edit", "kept.update(shape(kind).storable({name: value}))", "pass"
    ),
    "what was not written at once forgotten": Fault(
        Gathered, "finish", "self._write_lines(1)", "pass"
    ),
    "a clash not told": Fault(
        Merging, "_merged", "tuple(sorted(self._clashes()))", "()"
    ),
    "the chain begun anew": Fault(
        Merging, "_take", "wire.join(link, ", "wire.join(bytes(16), "
    ),
    "a cut file taken in": Fault(
        incoming, "stage", "in_parts(lines, MANY)", "in_parts(_as_far_as_it_goes(lines), MANY)"
    ),
    "a file put back keeps its name": Fault(
        Store, "_take_device", " and not carried.is_behind(device, self._reached())", ""
    ),
    "a form's own versions ignored": Fault(
        transaction.Transaction, "put", "(bases or {}).get(name, now.versions(name))",
        "now.versions(name)",
    ),
}  # fmt: skip


def _as_far_as_it_goes(lines: Any) -> Any:
    try:
        yield from lines
    except Exception:
        return


def check(fault: Fault) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(incoming, "_as_far_as_it_goes", _as_far_as_it_goes, raising=False)
        fault.plant(patch)
        try:
            play(FIRST_FAULT)
        except (NameError, SyntaxError):
            raise
        except (Exception, BaseExceptionGroup, pytest.fail.Exception):
            # By a difference from the model, or by the database itself.
            return
    pytest.fail("The machine did not notice.")


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_planted_fault_is_caught(fault: Fault) -> None:
    check(fault)


def test_a_clash_decided_by_the_clock_is_caught() -> None:
    check(FAULTS["a clash decided by the clock"])


def test_there_are_many_planted_faults() -> None:
    assert len(FAULTS) >= 20
