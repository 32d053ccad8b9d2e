"""The exceptions that somebody says apply in a case, and to which of its limits."""

from collections.abc import Iterable
from typing import NamedTuple

from sendtui.rules.case_facts import Book
from sendtui.rules.deadline import Claim, Deadline, claimed


class Relied(NamedTuple):
    """An exception relied on, and the rule of the limit it is for; "" for all that have it."""

    claim: Claim
    limit: str = ""

    def fits(self, deadline: Deadline) -> bool:
        """Whether it is an exception to this limit."""
        if self.limit not in ("", deadline.rule):
            return False
        return any(one.code == self.claim.code for one in deadline.exceptions)


def claims(book: Book) -> tuple[Relied, ...]:
    """The exceptions relied on, with their evidence as far as it is recorded."""
    found = [
        Relied(
            Claim(
                each.facts.get("code", ""),
                each.facts.get("evidence", "") or each.said or each.document,
                each.facts.get("decided_by", "") or each.who,
                each.on,
            ),
            each.facts.get("limit", ""),
        )
        for each in book.of("exception")
    ]
    known = {relied.claim.code for relied in found}
    bare = {a.exception for a in book.facts.advice if a.exception} - known
    return (*found, *(Relied(Claim(code), "NA-06") for code in sorted(bare)))


def with_claims(relied: Iterable[Relied], deadline: Deadline) -> Deadline:
    """The deadline with the exceptions that are relied on for it; its day never moves."""
    return claimed((deadline,), [each.claim for each in relied if each.fits(deadline)])[0]
