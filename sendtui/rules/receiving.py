"""Who may be told, met or written to about a pupil, and why not.

A restriction bars a person, or everybody, from one day to another. Over compulsory school age the
rights are the young person's own; an adult's record goes to nobody else unless they agree. An
agreement is recorded with its day for the person it is about, until it ends.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sendtui.rules.citation import Citation
from sendtui.rules.typed_dates import say
from sendtui.rules.years import YOUNG_PERSON, age_on, is_young_person

ORDER = Citation("Children Act 1989 s.8 and the order itself", "statutory", False)
RIGHTS = Citation(
    f"{YOUNG_PERSON.text}; SEND Code 8.13 to 8.18 (parents go on where the young person agrees)",
    "statutory",
    False,
)
CARE = Citation("Education Act 1996 s.576: who counts as a parent", "statutory", False)
RECORDED = Citation("as recorded in this case file", "good practice")

ADULT = 18

WHY = {
    "no contact": ("there is to be no contact", RECORDED),
    "court order": ("a court order stands", ORDER),
    "no parental responsibility": ("they have no parental responsibility", CARE),
    "may not receive": ("they may not receive anything about this pupil", RECORDED),
    "own rights": ("the pupil uses their own rights and has not agreed", RIGHTS),
}
"""What each sort of restriction says, and where it stands."""

PARENTS = frozenset(
    [
        "mother",
        "father",
        "parent",
        "parents",
        "stepmother",
        "stepfather",
        "stepmum",
        "stepdad",
        "stepparent",
        "carer",
        "carers",
        "guardian",
        "grandmother",
        "grandfather",
        "grandparent",
        "foster",
    ]
)
"""Roles of those whose rights pass to the young person."""

AT_HOME = frozenset(["family", "parents", "parent", "carers", "home", "household"])
"""Words for a recipient that mean the people at home without saying which."""

_SAME = {"mum": "mother", "mam": "mother", "mom": "mother", "dad": "father", "daddy": "father",
         "gran": "grandmother", "grandma": "grandmother", "grandad": "grandfather",
         "grandpa": "grandfather"}  # fmt: skip

TITLES = frozenset(("mr", "mrs", "ms", "miss", "mx", "dr"))
"""Words before a person's name, as `words_of` gives them."""

_TITLES = TITLES | {"the", "a", "and", "to", "of", "for"}


@dataclass(frozen=True, slots=True)
class Bar:
    """A restriction: its sort, whom it bars ("" everybody), and from when to when."""

    sort: str
    person: str = ""
    since: date | None = None
    until: date | None = None

    def stands(self, today: date) -> bool:
        """Whether it holds today; a day that is not known does not end it."""
        begun = self.since is None or self.since <= today
        return begun and (self.until is None or self.until >= today)


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person around a pupil, as far as it bears on what they may receive."""

    id: str
    name: str
    role: str = ""
    former_name: str = ""
    email: str = ""
    parental_responsibility: bool = False
    gets_letters: bool = True
    until: date | None = None
    agreed_on: date | None = None
    agreed_until: date | None = None

    def is_agreed(self, today: date) -> bool:
        """Whether the young person has agreed, and still does, that they are told."""
        if self.agreed_on is None or self.agreed_on > today:
            return False
        return self.agreed_until is None or self.agreed_until > today

    @property
    def is_parent(self) -> bool:
        """Whether they are, or stand for, a parent."""
        return self.parental_responsibility or bool(words_of(self.role) & PARENTS)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody may not receive something, or is to be asked about first."""

    says: str
    citation: Citation

    def __str__(self) -> str:
        return f"{self.says} ({self.citation})"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether somebody may be written to: not, where there is a reason `against`.

    `mind` is what to mind though they may be.
    """

    against: tuple[Reason, ...] = ()
    mind: tuple[Reason, ...] = ()

    @property
    def may(self) -> bool:
        """Whether nothing stands against it."""
        return not self.against


def verdict(who: Somebody, bars: Iterable[Bar], born: date | None, today: date) -> Verdict:
    """Whether this person may be written to about the pupil today, and why not."""
    against, mind = list(_barred(bars, who, today)), []
    if who.until is not None and who.until < today:
        against.append(Reason(f"their part ended on {say(who.until)}", RECORDED))
    if not who.gets_letters:
        against.append(Reason("they are marked as getting no letters", RECORDED))
    if who.is_parent and born is not None and is_young_person(born, today):
        if who.agreed_on is not None and who.is_agreed(today):
            mind.append(Reason(f"the young person agreed on {say(who.agreed_on)}", RIGHTS))
        elif age_on(born, today) >= ADULT:
            against.append(Reason("the pupil is an adult, whose agreement is needed", RIGHTS))
        else:
            mind.append(Reason("the rights are the young person’s own: ask them first", RIGHTS))
    return Verdict(tuple(against), tuple(mind))


def verdict_on_others(bars: Iterable[Bar], today: date) -> Verdict:
    """Whether anybody may be written to who is not among the pupil's people."""
    return Verdict(tuple(_barred(bars, None, today)))


def _barred(bars: Iterable[Bar], who: Somebody | None, today: date) -> Iterator[Reason]:
    for bar in bars:
        if not bar.stands(today) or bar.sort not in WHY:
            continue
        if bar.person and (who is None or bar.person != who.id):
            continue
        # The pupil's own rights stand against their parents, not against everybody, and not
        # against those for whom the pupil has agreed.
        if bar.sort == "own rights":
            if not bar.person and (who is None or not who.is_parent):
                continue
            if who is not None and who.is_agreed(today):
                continue
        says, citation = WHY[bar.sort]
        yield Reason(says + (f", until {say(bar.until)}" if bar.until else ""), citation)


def meant(named: str, people: Iterable[Somebody], today: date) -> tuple[Somebody, ...]:
    """Those of the people whom a recipient, as somebody typed it, may mean.

    By their whole name, by an e-mail address, or by words and initials that are all of their name
    and role: “Mrs Fern”, “A. Fern”, “the father”; “parents” are all who get letters. More than one
    may be meant, and then all of them are to be looked at.
    """
    wanted = words_of(named) - _TITLES
    return tuple(who for who in people if wanted and _may_mean(wanted, named, who, today))


def _may_mean(wanted: frozenset[str], named: str, who: Somebody, today: date) -> bool:
    whole = [words_of(name) - _TITLES for name in (who.name, who.former_name)]
    if any(name and name <= wanted for name in whole):
        return True
    if who.email and who.email.casefold() in named.casefold():
        return True
    if who.is_parent and wanted & AT_HOME:
        return who.gets_letters and (who.until is None or who.until >= today)
    known = words_of(f"{who.name} {who.former_name} {who.role}")
    return all(
        word in known or (len(word) == 1 and any(k.startswith(word) for k in known))
        for word in wanted
    )


def words_of(text: str) -> frozenset[str]:
    """The words of a name or a role, in small letters, each in the one spelling it is known by."""
    kept = "".join(c if c.isalnum() or c in "'’-" else " " for c in text.casefold())
    return frozenset(_SAME.get(word, word) for word in kept.split())
