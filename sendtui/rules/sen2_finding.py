"""What a check of a SEN2 return finds, and what every check knows."""

from dataclasses import dataclass
from datetime import date

from sendtui.rules.sen2_group import Group
from sendtui.rules.sen2_rule_list import RULES, RuleOf
from sendtui.rules.sen2_shape import Shape
from sendtui.rules.years import age_on


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found: where, what stands there, and what it was made of.

    `person` and `record` are ids of the record, `kind` the noun of the latter; empty where a file
    was checked. `line` is that of the file.
    """

    rule: RuleOf
    group: str
    item: str
    value: str
    detail: str = ""
    person: str = ""
    kind: str = ""
    record: str = ""
    line: int = 0


Hit = tuple[str, Group, str, str]
"""A check's id, the group and the item it fell on, and a detail."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What every check knows: the year's shape and the person."""

    shape: Shape
    person: Group

    @property
    def day(self) -> date:
        """The census day."""
        return self.shape.census_day

    @property
    def age(self) -> int | None:
        """The age on the census day, or None."""
        born = self.person.day("PersonBirthDate")
        return age_on(born, self.day) if born and born <= self.day else None


def finding(person: Group, rule: str, group: Group, item: str, detail: str) -> Finding:
    """A hit with what it fell on."""
    return Finding(
        RULES[rule],
        group.name,
        item,
        group[item],
        detail,
        person.record,
        group.kind,
        group.record,
        group.line,
    )
