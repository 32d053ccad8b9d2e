"""A step for many pupils: what it is, what is asked of the record for it, and what it comes to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from sendtui.models.action import Action
from sendtui.models.cycle import Cycle, Outcome
from sendtui.models.flag import Flag
from sendtui.models.need import Need
from sendtui.models.pupil import Pupil
from sendtui.models.status import Status
from sendtui.services.confidential import NOTHING, Marked
from sendtui.services.custom_fields import Kept, OwnField
from sendtui.services.cycle_carry import Next
from sendtui.services.differing import Edit
from sendtui.services.scales import DEFAULT, Scale

if TYPE_CHECKING:
    from sendtui.store.transaction import Transaction

What = Literal[
    "class_name",
    "nc_year",
    "language",
    "interpreter",
    "format_needs",
    "flag",
    "flag_end",
    "need",
    "action",
    "review",
    "status",
    "parents_told",
    "cycle",
    "plan",
    "provision",
    "signed",
    "reviewed",
    "contact",
    "own",
]

PUPIL_FIELDS = ("class_name", "nc_year", "language", "interpreter", "format_needs")

TITLES: dict[What, str] = {
    "class_name": "Class",
    "nc_year": "NC year",
    "flag": "Put up a flag",
    "flag_end": "End a flag",
    "need": "Add a need",
    "action": "Add an action",
    "status": "SEN status",
    "parents_told": "Parents told of SEN Support",
    "cycle": "Start a cycle",
    "plan": "Plan for the group",
    "provision": "Add provision to the open plan",
    "signed": "Sign the plan",
    "review": "Set the next review",
    "reviewed": "Hold the review",
    "contact": "Log a contact",
    "language": "Home language",
    "interpreter": "Interpreter",
    "format_needs": "Format needs",
    "own": "A field of our own",
}
"""What may be done to many, in the order in which it is offered."""

HERE = frozenset((*PUPIL_FIELDS[:2], "review", "cycle", "plan", "provision", "signed", "action"))
"""What makes no sense for a pupil who has left."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do to each of many: `value` as kept, and what else it takes by field name.

    `on` is since when, until when, or the day it happened. `own` is the field where `what` is own.
    """

    what: What
    value: str = ""
    on: date | None = None
    more: Mapping[str, Any] = field(default_factory=dict)
    own: OwnField | None = None

    @property
    def title(self) -> str:
        """What is done, for a person."""
        return self.own.name if self.own else TITLES[self.what]


@dataclass(frozen=True, slots=True)
class Found:
    """What a step comes to for one pupil: edits, or nothing to do, or why it cannot be done.

    `then` is done after the edits, with the ids of what they made.
    """

    edits: tuple[Edit, ...] = ()
    before: str = ""
    after: str = ""
    problem: str = ""
    then: "Callable[[Transaction, Sequence[str]], object] | None" = None
    remark: str = ""
    """What speaks against it and does not stop it: the same words for everybody it is true of."""

    @property
    def does_something(self) -> bool:
        """Whether anything would be written."""
        return bool(self.edits) or self.then is not None


@dataclass(slots=True)
class Known:
    """What is asked of the record for the pupils of a step, some hundreds at a time."""

    pupils: dict[str, Pupil] = field(default_factory=dict)
    statuses: dict[str, Status] = field(default_factory=dict)
    flags: dict[str, list[Flag]] = field(default_factory=dict)
    needs: dict[str, list[Need]] = field(default_factory=dict)
    actions: dict[str, list[Action]] = field(default_factory=dict)
    cycles: dict[str, list[Cycle]] = field(default_factory=dict)
    own: Mapping[str, Mapping[str, Kept]] = field(default_factory=dict)
    nexts: dict[str, Next] = field(default_factory=dict)
    outcomes: dict[str, list[Outcome]] = field(default_factory=dict)
    """Cycle → its outcomes that nobody has rated."""
    rated: dict[str, int] = field(default_factory=dict)
    """Cycle → how many of its outcomes have been rated."""
    tried: set[str] = field(default_factory=set)
    """Pupils of whom it is written what was tried."""
    planned: set[str] = field(default_factory=set)
    """Cycles with anything in their plan."""
    scale: Scale = field(default_factory=lambda: Scale(DEFAULT))
    own_setting: str = ""
    """Whose words hold for a pupil of no setting."""
    hidden: Marked = NOTHING
