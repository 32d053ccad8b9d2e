"""Mediation: the certificate, arranging it, and keeping to what was agreed."""

from datetime import date

from sendtui.rules import reckoning
from sendtui.rules.clocks import orders
from sendtui.rules.deadline import Deadline, FactError, Rule, in_order, require_order

LA, ADVISER, ICB = "local authority", "mediation adviser", "health commissioner (ICB)"
_REG = "SEND Regulations 2014 reg"
_TOLD = "the LA was told that the family wants mediation"
_AGREED = "of the mediation agreement"

CERTIFICATE = Rule(
    "MT-02", "Issue the certificate: the family will not mediate", ADVISER, f"{_REG} 34",
    "secondary", "the family telling the adviser that it will not mediate", "the certificate",
)  # fmt: skip
ARRANGE = Rule(
    "MT-03", "Arrange mediation and take part, by somebody with authority to settle", LA,
    f"{_REG} 37-38", "secondary", "the family telling the LA that it wants mediation",
    "the mediation; the family withdrawing from it",
)  # fmt: skip
TELL_HEALTH = Rule(
    "MT-04", "Tell each health commissioner that a health matter is raised", LA, f"{_REG} 35, 36",
    "secondary", "the family raising a health matter", "the commissioners being told",
)  # fmt: skip
ARRANGE_HEALTH = Rule(
    "MT-05", "Arrange mediation about health only", ICB, f"{_REG} 36", "secondary",
    "the LA's notice to the commissioner", "the mediation",
)  # fmt: skip
DEEMED = Rule(
    "MT-06", "Issue the certificate: the LA has said that it cannot arrange mediation in time",
    ADVISER, f"{_REG} 39", "secondary", "the LA telling the adviser so", "the certificate",
)  # fmt: skip
KEEP = Rule(
    "MT-08", "Do what was agreed on a matter that cannot be appealed",
    "local authority or health commissioner", f"{_REG} 42(3)", "seen",
    "the mediation agreement", "other times agreed in writing",
)  # fmt: skip
TELL_LA = Rule(
    "MT-09", "Tell the LA, which was no party, what was agreed", ICB, f"{_REG} 42(4)", "seen",
    "the mediation agreement", "other times agreed in writing (reg 42(5))",
)  # fmt: skip


def mediation(
    on: date,
    *,
    declined: bool = False,
    health: bool = False,
    health_only: bool = False,
    la_told_icb: date | None = None,
    cannot_arrange: date | None = None,
) -> tuple[Deadline, ...]:
    """What follows from the family saying on a day whether it wants mediation.

    `declined`: it told the adviser that it does not. `health`: a health matter is among the
    issues; `health_only`: it is the only one, and `la_told_icb` is the day of the LA's notice.
    `cannot_arrange` is the day the LA told the adviser that it cannot arrange it in 30 days.
    Raises FactError for facts that do not go together.
    """
    if declined:
        if health or health_only or la_told_icb or cannot_arrange:
            raise FactError("A family that will not mediate leaves nothing to arrange.")
        due = reckoning.working_days("the family told the adviser that it will not mediate", on, 3)
        return (CERTIFICATE.falls(due),)
    require_order((_TOLD, on), ("the LA told the commissioner", la_told_icb))
    require_order((_TOLD, on), ("the LA told the adviser that it cannot", cannot_arrange))
    found = []
    if not health_only:
        found.append(ARRANGE.falls(reckoning.days(_TOLD, on, 30)))
    if health or health_only:
        found.append(TELL_HEALTH.falls(reckoning.working_days(_TOLD, on, 3)))
    if health_only and la_told_icb is not None:
        found.append(
            ARRANGE_HEALTH.falls(reckoning.days("the LA told the commissioner", la_told_icb, 30))
        )
    if cannot_arrange is not None:
        told = "the LA told the adviser that it cannot arrange it"
        found.append(DEEMED.falls(reckoning.working_days(told, cannot_arrange, 3)))
    return in_order(found)


def agreement(on: date, about: str = "", *, la_absent: bool = False) -> tuple[Deadline, ...]:
    """What follows from a mediation agreement; `about` is set where it could be appealed.

    It is then kept to as an order of the Tribunal would be (MT-07).
    """
    if about:
        found = orders.as_ordered(about, on, _AGREED, orders.AGREED)
    else:
        found = (KEEP.falls(reckoning.weeks(_AGREED, on, 2)),)
    if la_absent:
        found = (*found, TELL_LA.falls(reckoning.weeks(_AGREED, on, 1)))
    return in_order(found)
