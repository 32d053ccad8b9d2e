"""A few children of an invented authority, each of another class of SEN2."""

from datetime import date

from sendtui.services import particulars
from sendtui.store.store import Store

D = date
Told = tuple[str, date, dict[str, str]]
MADE = D(2025, 6, 20)


def child(store: Store, surname: str, upn: str = "", **fields: object) -> str:
    """A pupil with particulars, born in 2015."""
    with store.write("Add a pupil") as tx:
        named = {"surname": surname, "forename": "Zephyr", "born": "2015-05-01", "sex": "F"}
        made = tx.add("pupil", {"setting": store.setting, **named, "upn": upn, **fields})
    particulars.put(store, made, {"ethnicity": "WBRI", "postcode": "ZZ99 9ZZ"})
    return made


def case(store: Store, pupil: str, *events: Told, **more: object) -> str:
    """A case with its events."""
    with store.write("Open a case") as tx:
        held = {"process": "assessment", "opened_on": events[0][1], "caseworker": "C. Aseworker"}
        made = tx.add("case", {"pupil": pupil, **held, **more})
        for code, on, facts in events:
            event = {"pupil": pupil, "case": made, "code": code, "on": on, "facts": facts}
            tx.add("case_event", event)
        return made


ASKED = ("request", D(2025, 2, 3), {"from": "school"})
YES = ("decision", D(2025, 3, 10), {"decision": "assess"})
FINAL: Told = ("final", MADE, {})


def planned(store: Store, pupil: str, case: str = "", made: date = MADE) -> str:
    """A plan of a pupil, with a placement and a need."""
    with store.write("Record a plan") as tx:
        plan = tx.add("plan", {"pupil": pupil, "case": case, "stage": "final", "made_on": made,
                               "issued_on": made})  # fmt: skip
        tx.add("arrangement", {"pupil": pupil, "sort": "placement", "where": "Puddleby Common",
                               "urn": "100000", "since": made})  # fmt: skip
        tx.add("need", {"pupil": pupil, "code": "SLCN", "rank": 1, "since": made})
    return plan


def authority(store: Store) -> dict[str, str]:
    """Children of several classes, by what each is there for."""
    with store.write("Set up") as tx:
        tx.put("setting", store.setting, {"la": "201", "sort": "la"})
    active = child(store, "Quillfeather", "A950000178301")
    planned(store, active, case(store, active, ASKED, YES, FINAL))
    asked = child(store, "Marrowby", "B950000178301")
    case(store, asked, ASKED, la="201")
    old = child(store, "Thistlewick")
    planned(store, old, made=D(2020, 3, 2))
    status_only = child(store, "Bramblecoat")
    nobody = child(store, "Zinnia")
    with store.write("Place") as tx:
        tx.add("status", {"pupil": status_only, "status": "E", "since": "2024-09-01"})
    return {"active": active, "asked": asked, "old": old, "status": status_only, "none": nobody}
