"""People: who is who to a pupil. Each pupil has their own copy; they are never shared."""

from collections.abc import Mapping
from datetime import date

from sendtui.models.person import Person
from sendtui.services import writes
from sendtui.services.records import in_time, require, require_pupil
from sendtui.store.store import Store


@writes
def add(store: Store, pupil: str, values: Mapping[str, object]) -> str:
    """Add a parent, carer, teacher or professional and return their id.

    Raises InvalidError for what does not hold.
    """
    with store.write("Add a person") as tx:
        require_pupil(tx.session, pupil)
        return tx.add("person", {**values, "pupil": pupil})


@writes
def end(store: Store, person: str, until: date) -> None:
    """Say until when somebody was this to the pupil.

    Raises InvalidError for a day before they began.
    """
    with store.write("End a person's part", true_on=until) as tx:
        in_time("until", until, require(tx.session, Person, person).since, "they began")
        tx.put("person", person, {"until": until})


@writes
def remove(store: Store, person: str) -> None:
    """Remove a person who was put down by mistake."""
    with store.write("Remove a person") as tx:
        require(tx.session, Person, person)
        tx.remove("person", person)
