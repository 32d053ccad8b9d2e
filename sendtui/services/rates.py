"""What an hour of an adult costs on a day: their own rate, or that of their role."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session

from sendtui.services.records import alike
from sendtui.services.tables import table


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate in pence an hour, since when it holds, and whose it is in words."""

    whose: str
    since: date
    hour_pence: int


class Rates:
    """All rates and adults of a reading, to look up by adult, by name or by role."""

    __slots__ = ("_by_name", "_rates", "_staff")

    def __init__(
        self, staff: dict[str, tuple[str, str]], rates: dict[str, list[tuple[date, int]]]
    ) -> None:
        """`staff`: id → name and role. `rates`: an id or a role → days and pence, in any order."""
        self._staff = staff
        self._rates = {key: sorted(found, reverse=True) for key, found in rates.items()}
        self._by_name = {alike(name): id_ for id_, (name, _) in staff.items()}

    @classmethod
    def read(cls, session: Session) -> "Rates":
        """The rates and adults of the record."""
        adult, rate = table("staff").c, table("staff_rate").c
        run = session.connection().execute
        staff = {
            str(id_): (str(name), str(role))
            for id_, name, role in run(select(adult.id, adult.name, adult.role))
        }
        rates: dict[str, list[tuple[date, int]]] = defaultdict(list)
        for id_, role, since, pence in run(
            select(rate.staff, rate.role, rate.since, rate.hour_pence)
        ):
            rates[id_ or alike(role)].append((since, pence))
        return cls(staff, rates)

    def of(self, staff: str, who: str, on: date) -> Rate | None:
        """The rate of an adult on a day, known by id or else by the name or role on the line."""
        id_ = self._known(staff, who)
        name, role = self._staff.get(id_, ("", who))
        for key, whose in ((id_, name), (alike(role), role)):
            for since, pence in self._rates.get(key, ()):
                if since <= on:
                    return Rate(whose, since, pence)
        return None

    def name(self, staff: str) -> str:
        """The name of an adult; nothing for one who is not known."""
        return self._staff.get(staff, ("", ""))[0]

    def role(self, staff: str, who: str) -> str:
        """The role of an adult; where none is known, the words on the line."""
        return self._staff.get(self._known(staff, who), ("", ""))[1] or who

    def _known(self, staff: str, who: str) -> str:
        return staff if staff in self._staff else self._by_name.get(alike(who), "")
