"""To whom a letter about a pupil goes: one letter for each household, and none to who may not.

Whoever may not receive it is left out. A confidential address is printed on no letter.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sendtui.errors import SendtuiError
from sendtui.models.person import Person
from sendtui.rules.format_needs import FormatNeeds, read, speaks_english
from sendtui.rules.languages import called
from sendtui.rules.receiving import Somebody, meant
from sendtui.services.pupil_reading import of
from sendtui.services.recipients import FAMILY, Recipient, recipients, somebody
from sendtui.services.records import require_pupil
from sendtui.store.store import Store

NOTHING = FormatNeeds()

PARENTS, PUPIL = "parents", "pupil"
"""What somebody types for everybody at home, and for the pupil."""


@dataclass(frozen=True, slots=True)
class Addressee:
    """Those who share a letter. `recipient` is what the log calls them.

    `minds` is what to mind about them before it goes; `languages` are other than English; `role`
    is who they are to the pupil, as it is recorded.
    """

    names: str
    recipient: str
    greeting: str
    address: tuple[str, ...] = ()
    needs: FormatNeeds = NOTHING
    languages: tuple[str, ...] = ()
    minds: tuple[str, ...] = ()
    is_pupil: bool = False
    role: str = ""

    @property
    def within(self) -> str:
        """The names as they stand within a sentence."""
        return (
            f"{self.names[:1].lower()}{self.names[1:]}" if self.recipient == FAMILY else self.names
        )


def addressees(store: Store, pupil: str, to: str, today: date) -> tuple[Addressee, ...]:
    """Whoever is meant by `to`: a letter each.

    `to` is “parents”, “pupil” or a name; "" is the parents, or the young person where the rights
    are their own.
    Raises SendtuiError where nobody at home may be written to.
    """
    with store.read() as session:
        found = require_pupil(session, pupil)
        people = {each.id: somebody(each) for each in of(session, Person, pupil)}
        forename = found.preferred_forename or found.forename
        name = f"{forename} {found.preferred_surname or found.surname}".strip()
        needs, language = read(found.format_needs), found.interpreter or found.language
    listed = recipients(store, pupil, today)
    is_own = any(not each.person for each in listed)
    wanted = to.strip() or (PUPIL if is_own else PARENTS)
    if wanted.casefold() == PUPIL:
        spoken = () if speaks_english(language) else (called(language),)
        return (Addressee(name, name, f"Dear {forename},", (), needs, spoken, is_pupil=True),)
    if wanted.casefold() == PARENTS:
        return _parents(listed, people, name)
    by_name = {each.id for each in meant(wanted, list(people.values()), today)}
    chosen = [each for each in listed if each.person in by_name]
    if not chosen:
        return (Addressee(wanted, wanted, f"Dear {wanted},"),)
    return tuple(to_each(each) for each in chosen)


def to_each(one: Recipient) -> Addressee:
    """A letter to this recipient alone."""
    return _shared([one])


def needs_large(store: Store, pupil: str, today: date) -> bool:
    """Whether large print is recorded of the pupil, or of anybody at home who may be written to."""
    with store.read() as session:
        own = require_pupil(session, pupil).format_needs
        parents = {p.id for p in of(session, Person, pupil) if somebody(p).is_parent}
    free = (
        r.format_needs for r in recipients(store, pupil, today) if r.may and r.person in parents
    )
    return read(own, *free).large


def languages(store: Store, pupil: str, today: date) -> tuple[str, ...]:
    """The languages other than English of those at home who may be written to."""
    with store.read() as session:
        parents = {p.id for p in of(session, Person, pupil) if somebody(p).is_parent}
    free = (each for each in recipients(store, pupil, today) if each.may and each.person in parents)
    spoken = (called(each.language) for each in free if not speaks_english(each.language))
    return tuple(dict.fromkeys(spoken))


def _parents(
    listed: Sequence[Recipient], people: dict[str, Somebody], name: str
) -> tuple[Addressee, ...]:
    parents = [each for each in listed if each.person and people[each.person].is_parent]
    barred = tuple(
        f"{each.name} may not have it: {'; '.join(each.against)}" for each in listed if each.against
    )
    if not parents:
        whose = f"The parents or carers of {name}"
        return (Addressee(whose, FAMILY, "Dear parents or carers,", minds=barred),)
    free = [each for each in parents if each.may]
    if not free:
        raise SendtuiError(
            "None of the parents recorded may be written to about this pupil. “sendtui restriction "
            "who” says why. To write to one all the same, name them with --to, and say --although."
        )
    homes: dict[str, list[Recipient]] = {}
    for each in free:
        homes.setdefault(_home(each), []).append(each)
    shared = (_shared(several) for several in homes.values())
    return tuple(replace(each, minds=(*barred, *each.minds)) for each in shared)


def _shared(several: Sequence[Recipient]) -> Addressee:
    """One letter for those who live together."""
    names = " and ".join(dict.fromkeys(each.name for each in several))
    addresses = [each.address for each in several if each.address.strip()]
    hidden = any(each.address_confidential for each in several)
    minds = [f"{each.name}: {mind}" for each in several for mind in each.mind]
    if hidden:
        minds.append(f"{names}: the address is confidential and is not on the letter.")
    needs = read(*(each.format_needs for each in several))
    minds += [f"{names}: they also need {other}." for other in needs.others]
    spoken = [called(e.language) for e in several if not speaks_english(e.language)]
    return Addressee(
        names=names,
        recipient=names,
        greeting=f"Dear {names},",
        address=() if hidden or not addresses else (addresses[0],),
        needs=needs,
        languages=tuple(dict.fromkeys(spoken)),
        minds=tuple(minds),
        role=", ".join(dict.fromkeys(each.role for each in several if each.role)),
    )


def _home(each: Recipient) -> str:
    return " ".join((each.household or each.address).casefold().split())
