"""What provision costs, with the sum beside it: an adult's time, shared out to the penny.

An adult's session is shared among those it is for: one to one, the pupil has all of it; in a group
of four, each has a quarter of its minutes and of its pence. Shares are dealt out so that they make
up the whole exactly. No citation: how costs are counted is each school's own; this is ours, shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

FIRST_THRESHOLD_PENCE = 600_000
"""£6,000: what a mainstream school is expected to meet of a pupil's additional support a year.

School and Early Years Finance (England) Regulations, as used by local authorities: not read by us
in the regulations.
"""


def deal(whole: int, weights: Sequence[int | Fraction]) -> tuple[int, ...]:
    """A whole number dealt out by weight, none lost and none made.

    What does not divide goes to the largest remainders, the earlier first. Weights of nothing
    share evenly; no weights take nothing.
    """
    parts = weights if any(weights) else [1] * len(weights)
    shares = [divmod(whole * part, sum(parts)) for part in parts]
    dealt = [int(share) for share, _ in shares]
    by_remainder = sorted(range(len(parts)), key=lambda n: (-shares[n][1], n))
    for n in by_remainder[: whole - sum(dealt)]:
        dealt[n] += 1
    return tuple(dealt)


def evenly(whole: int, shares: int) -> tuple[int, ...]:
    """A whole number in so many even shares, the first ones larger where it does not divide."""
    share, left = divmod(whole, shares)
    return (share + 1,) * left + (share,) * (shares - left)


@dataclass(frozen=True, slots=True)
class Paid:
    """What each funder pays of a sum, in pence; together they are the sum."""

    school: int = 0
    authority: int = 0
    health: int = 0
    care: int = 0

    @property
    def whole(self) -> int:
        """All of it."""
        return self.school + self.authority + self.health + self.care


def paid(pence: int, authority: int = 0, health: int = 0, care: int = 0) -> Paid:
    """A sum by funder; shares in per cent, the school pays what is left.

    Raises ValueError where the shares are more than a hundred together.
    """
    school = 100 - authority - health - care
    if school < 0:
        raise ValueError("the shares of the funders are more than 100 per cent together")
    return Paid(*deal(pence, (school, authority, health, care)))


def time_pence(minutes: int, hour_pence: int) -> Fraction:
    """What so many minutes cost at a rate for the hour, not rounded."""
    return Fraction(minutes * hour_pence, 60)


def rounded(pence: Fraction) -> int:
    """The nearest penny; half a penny goes up."""
    return int(pence + Fraction(1, 2))


def pounds(pence: int) -> str:
    """A sum as people read it: £1,234.50, and £12 where there are no pence."""
    sign, pence = ("-", -pence) if pence < 0 else ("", pence)
    whole, rest = divmod(pence, 100)
    return f"{sign}£{whole:,}.{rest:02}" if rest else f"{sign}£{whole:,}"
