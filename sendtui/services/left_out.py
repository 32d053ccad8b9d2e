"""What stays out of what leaves: confidential records, and addresses nobody else is to see."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from sendtui.models.pages import PupilFile
from sendtui.services import confidential
from sendtui.services.tables import in_parts
from sendtui.store.store import Store

_WHERE = frozenset(("address",))


def of_file(store: Store, whole: PupilFile, pupil: str, today: date) -> tuple[PupilFile, int]:
    """A pupil's file without what is confidential, and how many records were left out.

    The marks themselves stay in it, so that whoever has the file knows that there is more.
    """
    with store.read() as session:
        marked = confidential.marked(session, (pupil,), today)
    hidden = {
        str(record["id"])
        for kind, found in whole.records.items()
        if kind not in confidential.NEVER
        for record in found
        if marked.covers(pupil, str(record["id"]))
    }
    records: dict[str, Sequence[Mapping[str, object]]] = {
        kind: kept
        for kind, found in whole.records.items()
        if (kept := [each for each in found if each["id"] not in hidden])
    }
    # Removed records are in the history alone, and a mark on them holds there too.
    history = tuple(
        line
        for line in whole.history
        if not (marked.covers(pupil, line.record) and line.kind not in confidential.NEVER)
        and not (line.kind == "document" and line.field == "words")
    )
    shown = replace(whole, records=records, history=history)
    return without_addresses(shown, _secret(whole)), len(hidden)


def without_addresses(whole: PupilFile, secret: frozenset[str] | None = None) -> PupilFile:
    """A pupil's file without the addresses that nobody else is to see, whoever asks.

    Where there is one, the home's postcode would give it away, and goes too.
    """
    secret = _secret(whole) if secret is None else secret
    if not secret:
        return whole

    def shown(kind: str, record: Mapping[str, object]) -> Mapping[str, object]:
        if kind == "particulars":
            return {**record, "postcode": ""}
        return {**record, **dict.fromkeys(_WHERE, "")} if record["id"] in secret else record

    records = {kind: [shown(kind, each) for each in found] for kind, found in whole.records.items()}
    history = tuple(
        line
        for line in whole.history
        if not (line.record in secret and line.field in _WHERE)
        and not (line.kind == "particulars" and line.field == "postcode")
    )
    return replace(whole, records=records, history=history)


def _secret(whole: PupilFile) -> frozenset[str]:
    """The people whose address is confidential."""
    return frozenset(
        str(person["id"])
        for person in whole.records.get("person", ())
        if person.get("address_confidential")
    )


def pupils(store: Store, wanted: Sequence[str], today: date) -> frozenset[str]:
    """Those of these pupils of whom everything is confidential."""
    with store.read() as session:
        found = [confidential.marked(session, part, today).pupils for part in in_parts(wanted)]
    return frozenset().union(*found)
