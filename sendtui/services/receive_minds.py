"""What to mind of a list before it is taken in: what it lacks, and what is then made up for it."""

from collections import Counter
from datetime import date

from sendtui.formats.wording import day as say_day
from sendtui.rules.counting import counted
from sendtui.services.receive_views import Decided

BEGUN = {"K": "SEN Support", "E": "EHC plan"}


def no_school(number: int) -> str:
    """That so many pupils come without a school, in words."""
    whose = "pupil" if number == 1 else "pupils"
    return (
        f"No school is named for {number:,} new {whose}: none is shown until a placement is "
        "recorded (“sendtui arrangement”, or a case list with a column for the school)."
    )


class Minds:
    """Counts while the lines of a file go by; `day` is the day the file speaks of."""

    def __init__(self, day: date, *, is_authority: bool = False) -> None:
        """Count for a school's record, or for an authority's."""
        self._day, self._is_authority, self._new, self._idle = day, is_authority, 0, 0
        self._without: Counter[str] = Counter()
        self._begins: Counter[str] = Counter()

    def see(self, each: Decided) -> None:
        """Count one line and what follows from it."""
        line = each.line
        if each.held:
            return
        if not each.match.pupils:
            self._new += 1
            self._without.update(
                what
                for what, has in (("forename", line.forename), ("date of birth", line.born))
                if not has
            )
        if self._is_begun_today(each):
            self._begins[line.status] += 1
        self._idle += bool(line.plan_since) and line.status != "E"

    def _is_begun_today(self, each: Decided) -> bool:
        """Whether a status begins on the day of the file for want of another."""
        line = each.line
        said = (line.plan_since if line.status == "E" else None) or line.status_since
        if said or line.status not in BEGUN:
            return False
        return not each.match.pupils or any(
            edit.kind == "status" and not edit.record and edit.values.get("since") == self._day
            for edit in each.edits
        )

    @property
    def is_bare(self) -> bool:
        """Whether somebody new would have no forename or no date of birth."""
        return bool(self._without)

    def sentences(self, repeated: int) -> tuple[str, ...]:
        """What to mind, a sentence each; `repeated` lines say word for word what another says."""
        said = [
            f"{counted(number, 'new pupil')} would have no {what}."
            for what, number in self._without.items()
        ]
        said += [
            f"{BEGUN[status]} from {say_day(self._day)}, because the file has no date of it: "
            f"{counted(number, 'pupil')}."
            for status, number in self._begins.items()
        ]
        if self._idle:
            says = "line has" if self._idle == 1 else "lines have"
            said.append(
                f"{self._idle:,} {says} the day of an EHC plan and no status that says so: the day "
                "is not taken in. Give the file a column of the SEN status, with E for a plan."
            )
        if self._is_authority and self._new:
            said.append(no_school(self._new))
        if repeated:
            says = "line says" if repeated == 1 else "lines say"
            said.append(f"{repeated:,} {says} the same as another, word for word.")
        return tuple(said)
