"""The lines of a pupil's documents, restrictions, purposes, and of who may be written to."""

from collections.abc import Iterator

from sendtui.screens.exchange_paths import size_words
from sendtui.screens.lines import Fact
from sendtui.screens.widgets.dateinput import short
from sendtui.screens.widgets.words import badge
from sendtui.services.papers import DocumentView
from sendtui.services.purposes import PurposeView
from sendtui.services.recipients import Recipient
from sendtui.services.restrictions import RestrictionView


def document(one: DocumentView) -> Fact:
    """A document with its source, its type and its size."""
    source = f"source of {one.supports_says}" if one.supports_says else ""
    here = "" if one.is_here else "its bytes are not on this computer"
    said = " · ".join(filter(None, (one.title, one.sort, one.what, size_words(one.size), source)))
    day = one.dated or one.received_on
    by = ", ".join(filter(None, (one.author, one.organisation)))
    whole = " · ".join(filter(None, (one.title, by, source, here, one.note)))
    when = short(day) if day else ""
    return Fact(one.id, "Documents", said, when, one.author, "document", one.id, whole)


def restriction(one: RestrictionView) -> Fact:
    """Who may not receive anything, and whether that still stands."""
    said = f"{one.who or 'everybody'}: {one.sort}"
    until = f"until {short(one.until)}" if one.until else ""
    since = f"since {short(one.since)}" if one.since else ""
    whole = " · ".join(filter(None, (said, since, until, one.reference, one.note)))
    words = badge(said, "late") if one.stands else badge(f"{said}, over", "quiet")
    return Fact(one.id, "May not", words, until, "", "restriction", one.id, whole)


def recipients(found: tuple[Recipient, ...]) -> Iterator[Fact]:
    """Everybody who may be written to, and who not and why."""
    for one in found:
        where = "address confidential" if one.address_confidential else one.address
        own = "a letter of their own" if one.letter_of_their_own else ""
        how = " · ".join(filter(None, (one.language, one.format_needs, where, own)))
        if one.may:
            said, heading = " · ".join(filter(None, (one.name, how))), "Write to"
        else:
            said, heading = f"{one.name}: {one.against[0]}", "Not to"
        whole = " · ".join(filter(None, (one.name, one.role, how, *one.against, *one.mind)))
        id_ = one.person or "themselves"
        yield Fact(id_, heading, said, "", one.role, "person", one.person, whole)


def purpose(one: PurposeView) -> Fact:
    """To whom the record travels, and why."""
    said = f"{one.recipient}: {one.purpose}"
    until = f"until {short(one.until)}" if one.until else ""
    since = f"since {short(one.since)}" if one.since else ""
    kinds = f"only {', '.join(one.kinds)}" if one.kinds else "the whole record"
    whole = " · ".join(filter(None, (said, one.basis, kinds, since, until)))
    words = said if one.runs else badge(f"{said}, not now", "quiet")
    return Fact(one.id, "Travels to", words, until, "", "purpose", one.id, whole)
