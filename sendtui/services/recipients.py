"""Who may receive what about a pupil: who may be written to, where and how, and who not and why.

Every letter, export and print that names a recipient passes `require` on its way out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from sendtui.errors import SendtuiError
from sendtui.models.person import Person
from sendtui.models.pupil import Pupil
from sendtui.models.sharing import Restriction
from sendtui.rules.counting import counted
from sendtui.rules.receiving import (
    RIGHTS,
    Reason,
    Somebody,
    meant,
    verdict,
    verdict_on_others,
)
from sendtui.rules.typed_dates import say
from sendtui.rules.years import is_young_person
from sendtui.services.pupil_reading import of
from sendtui.services.records import called, require_pupil
from sendtui.services.restrictions import bar
from sendtui.services.tables import in_parts
from sendtui.store.store import Store

FAMILY = "the family"
"""The recipient of what is made for the people at home and names none of them."""

HIDDEN = "confidential: not to be shown to anybody else"
"""What stands for an address that is confidential."""


class BarredError(SendtuiError):
    """Somebody was to be sent what they may not receive; `--although "reason"` sends it."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody around a pupil: whether they may be written to, and how.

    `person` is "" for the pupil. `against` says why not, each reason with where it stands; `mind`
    what to mind. `address` is "" where there is none; where `address_confidential`, it goes on
    nothing that anybody else sees. `letter_of_their_own` is whether others at another address are
    written to as well.
    """

    person: str
    name: str
    role: str
    may: bool
    against: tuple[str, ...]
    mind: tuple[str, ...]
    address: str
    address_confidential: bool
    household: str
    letter_of_their_own: bool
    language: str
    format_needs: str


def recipients(store: Store, pupil: str, today: date) -> tuple[Recipient, ...]:
    """The pupil, where the rights are their own, and everybody around them; those who may first.

    Raises SendtuiError where there is no such pupil.
    """
    with store.read() as session:
        found = require_pupil(session, pupil)
        people = list(of(session, Person, pupil))
        bars = [bar(each) for each in of(session, Restriction, pupil)]
    judged = [(who, verdict(somebody(who), bars, found.born, today)) for who in people]
    homes = {_home(who) for who, says in judged if says.may and somebody(who).is_parent}
    listed = [
        Recipient(
            person=who.id,
            name=who.name,
            role=who.role,
            may=says.may,
            against=tuple(map(str, says.against)),
            mind=tuple(map(str, says.mind)),
            address=who.address,
            address_confidential=who.address_confidential,
            household=who.household,
            letter_of_their_own=_home(who) in homes and len(homes) > 1,
            language=who.language,
            format_needs=who.format_needs,
        )
        for who, says in judged
    ]
    listed.sort(key=lambda r: not r.may)
    own = _themselves(found, today)
    return (own, *listed) if own else tuple(listed)


def require(session: Session, pupils: Sequence[str], named: str, although: str, today: date) -> str:
    """Refuse what would go to somebody who may not receive it, unless a reason is given.

    Returns what the log says of it: "" where nothing stands against it, or that the young person
    agreed; else the reason given and what it was given against. To be asked in the transaction
    that logs what leaves.
    Raises BarredError, which names nobody.
    """
    against = barred(session, pupils, named, today)
    if not against:
        return _agreed(session, pupils, named, today)
    reasons = sorted({str(reason) for each in against.values() for reason in each})
    if although.strip():
        return f"although {'; '.join(reason.partition(' (')[0] for reason in reasons)}: {although}"
    of_many = f" about {counted(len(against), 'of these pupils', 'of these pupils')}"
    raise BarredError(
        f"Whoever is named may not receive this{of_many if len(pupils) > 1 else ''}: "
        f"{'; '.join(reasons)}. Nothing was written. If it is right all the same, say why: "
        "--although REASON, which is kept in the log."
    )


def barred(
    session: Session, pupils: Sequence[str], named: str, today: date
) -> dict[str, tuple[Reason, ...]]:
    """The pupils about whom this recipient may not receive anything, and why not.

    Of many pupils at once only restrictions are looked at, not who gets letters.
    """
    if not named.strip():
        return {}
    restricted = _restricted(session, pupils)
    looked_at = pupils if len(pupils) == 1 else [id_ for id_ in pupils if id_ in restricted]
    found = {}
    for id_ in looked_at:
        one, bars = session.get(Pupil, id_), [bar(each) for each in restricted.get(id_, ())]
        people = [somebody(each) for each in of(session, Person, id_)]
        reasons = [*verdict_on_others(bars, today).against]
        for who in meant(named, people, today):
            reasons += verdict(who, bars, one.born if one else None, today).against
        if reasons:
            found[id_] = tuple(dict.fromkeys(reasons))
    return found


def _agreed(session: Session, pupils: Sequence[str], named: str, today: date) -> str:
    """Of one young person, that they agreed to whoever is named; else ""."""
    one = session.get(Pupil, pupils[0]) if len(pupils) == 1 and named.strip() else None
    if one is None or one.born is None or not is_young_person(one.born, today):
        return ""
    people = [somebody(each) for each in of(session, Person, one.id)]
    days = {who.agreed_on for who in meant(named, people, today) if who.is_agreed(today)}
    said = (f"the young person agreed on {say(day)}" for day in sorted(filter(None, days)))
    return " and ".join(said)


def logged(basis: str, although: str) -> str:
    """The basis of a disclosure with the reason for which it was made all the same."""
    return "; ".join(part for part in (basis.strip(), although) if part)


def _restricted(session: Session, pupils: Sequence[str]) -> dict[str, list[Restriction]]:
    found: dict[str, list[Restriction]] = {}
    for part in in_parts(pupils):
        for each in session.exec(select(Restriction).where(col(Restriction.pupil).in_(part))):
            found.setdefault(each.pupil, []).append(each)
    return found


def somebody(who: Person) -> Somebody:
    """A person as far as it bears on what they may receive."""
    return Somebody(
        who.id,
        who.name,
        who.role,
        who.former_name,
        who.email,
        who.parental_responsibility,
        who.gets_letters,
        who.until,
        who.agreed_on,
        who.agreed_until,
    )


def _home(who: Person) -> str:
    """What tells apart those who do not live together: their household, else their address."""
    return " ".join((who.household or who.address).casefold().split())


def _themselves(pupil: Pupil, today: date) -> Recipient | None:
    if pupil.born is None or not is_young_person(pupil.born, today):
        return None
    return Recipient(
        person="",
        name=called(pupil),
        role="the young person",
        may=True,
        against=(),
        mind=(f"the rights are their own ({RIGHTS})",),
        address="",
        address_confidential=False,
        household="",
        letter_of_their_own=False,
        language=pupil.language,
        format_needs=pupil.format_needs,
    )
