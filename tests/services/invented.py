"""Obviously invented pupils, cycles and plans for the tests of this room."""

from datetime import date

from sendtui.services import cycles, plans
from sendtui.store.store import Store

CRASHING = "[/x] Z\u00eb\u200fphyr \u05e9\u05dc\u05d5\u05dd [bold]reads[/bold] \\[x]"
"""Words that would break a face that took them for markup, and that run right to left."""

TERM_BEGAN = date(2026, 9, 7)


def pupil(store: Store, **fields: object) -> str:
    """A pupil of the setting the case file was set up for."""
    with store.write("Add a pupil") as tx:
        named = {"surname": "Quillfeather", "forename": "Zephyr", "born": "2017-02-03"}
        return tx.add("pupil", {"setting": store.setting, **named, **fields})


def status(store: Store, pupil: str, code: str, since: date = TERM_BEGAN) -> str:
    """A step of the pupil's status history."""
    with store.write("Place on the SEN register") as tx:
        return tx.add("status", {"pupil": pupil, "status": code, "since": since})


def cycle(store: Store, pupil: str, **fields: object) -> str:
    """A cycle begun at the start of term."""
    return cycles.start(store, pupil, **{"started_on": TERM_BEGAN, **fields})  # type: ignore[arg-type]


def outcome(
    store: Store, cycle: str, what: str = "Z\u00ebphyr will be able to read ten lines"
) -> str:
    """An outcome of a plan."""
    return plans.add(store, cycle, "outcome", {"what": what})


def provision(store: Store, cycle: str, **fields: object) -> str:
    """Reading twice a week for twenty minutes, unless the fields say otherwise."""
    values = {"what": "Paired reading", "times": 2, "per": "week", "minutes": 20, **fields}
    return plans.add(store, cycle, "provision", values)
