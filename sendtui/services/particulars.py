"""A pupil's particulars for the returns, and what SEN2 asks of a plan beside its words."""

from collections.abc import Mapping

from sendtui.models.particulars import Particulars
from sendtui.models.plan import Plan
from sendtui.rules.ethnicity import ETHNICITY
from sendtui.rules.sen2_shape import shape_of
from sendtui.services import writes
from sendtui.services.pupil_reading import of
from sendtui.services.records import invalid, require, require_pupil
from sendtui.store.store import Store

FIELDS = ("ethnicity", "postcode", "no_upn_because", "care_team")
PLAN_FIELDS = ("cease_reason", "transferred_from")
_CODES = shape_of(2026).codes


def of_pupil(store: Store, pupil: str) -> dict[str, str]:
    """The particulars of a pupil; each "" that is not known."""
    with store.read() as session:
        require_pupil(session, pupil)
        found = list(of(session, Particulars, pupil))
        return {name: getattr(found[-1], name) if found else "" for name in FIELDS}


@writes
def put(store: Store, pupil: str, values: Mapping[str, str]) -> tuple[str, ...]:
    """Write down particulars of a pupil; gives the fields that changed.

    Raises InvalidError for a code there is not.
    """
    given = {name: _tidy(name, value) for name, value in values.items()}
    _refuse("ethnicity", given.get("ethnicity", ""), tuple(code.code for code in ETHNICITY))
    _refuse("no_upn_because", given.get("no_upn_because", ""), _CODES["UPNunknown"])
    for name in given:
        if name not in FIELDS:
            invalid(name, given[name], f"is none of: {', '.join(FIELDS)}")
    with store.write("Edit particulars for the returns") as tx:
        require_pupil(tx.session, pupil)
        found = list(of(tx.session, Particulars, pupil))
        if found:
            return tx.put("particulars", found[-1].id, given)
        tx.add("particulars", {**given, "pupil": pupil})
        return tuple(name for name, value in given.items() if value)


@writes
def put_plan(store: Store, plan: str, values: Mapping[str, str]) -> tuple[str, ...]:
    """Say why a plan ceased by its code, or whose it was; gives the fields that changed.

    The words of an issued plan are never edited; these are none of its words.
    Raises InvalidError for a code there is not.
    """
    given = {name: _tidy(name, value) for name, value in values.items()}
    _refuse("cease_reason", given.get("cease_reason", ""), _CODES["CeaseReason"])
    for name in given:
        if name not in PLAN_FIELDS:
            invalid(name, given[name], f"is none of: {', '.join(PLAN_FIELDS)}")
    with store.write("Say of a plan what the return asks") as tx:
        require(tx.session, Plan, plan)
        return tx.put("plan", plan, given)


def _tidy(name: str, value: str) -> str:
    return " ".join(value.split()) if name == "care_team" else " ".join(value.upper().split())


def _refuse(name: str, value: str, codes: tuple[str, ...]) -> None:
    if value and value not in codes:
        invalid(name, value, f"is none of: {', '.join(codes[:20])}")
