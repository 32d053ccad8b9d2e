"""What happened to a pupil's plans, as lines of their timeline."""

from collections.abc import Iterator

from sqlmodel import Session

from sendtui.models.plan import Plan
from sendtui.services.case_timeline import Dated
from sendtui.services.pupil_reading import of

_ISSUED = {
    "draft": "sent as a draft",
    "proposed": "sent with proposed amendments",
    "final": "issued as final",
    "amended": "issued as amended",
    "ceased": "issued",
}


def happened(session: Session, pupil: str) -> Iterator[Dated]:
    """Each version that was issued and each plan that ceased, in no order."""
    for each in of(session, Plan, pupil):
        name = f"{each.sort}, version {each.version}"
        if each.issued_on:
            words = f"{name}: {_ISSUED[each.stage]}"
            yield Dated(each.issued_on, "plan", each.id, words, each.issued_by)
        if each.ceased_on:
            because = f". {each.ceased_because}" if each.ceased_because else ""
            yield Dated(each.ceased_on, "plan", each.id, f"{each.sort} ceased{because}")
