"""Referrals, and what was measured at the entry and exit of provision, as events of a timeline."""

from collections.abc import Iterator
from datetime import date

from sqlmodel import Session

from sendtui.models.intervention import Measure
from sendtui.models.referral import Referral
from sendtui.rules.named_steps import word_of
from sendtui.services.pupil_reading import of

Told = tuple[date, str, str, str, str]
"""The day, the noun, the record, the words, and who was in it."""

_STEPS = (
    ("accepted_on", "Accepted by"),
    ("refused_on", "Refused by"),
    ("seen_on", "First seen by"),
    ("closed_on", "Closed by"),
)


def events(session: Session, pupil: str) -> Iterator[Told]:
    """What happened: each step of a referral, and each measurement."""
    for one in of(session, Referral, pupil):
        why = f": {one.why}" if one.why else ""
        yield one.sent_on, "referral", one.id, f"Referred to {one.service}{why}", one.sent_by
        for name, words in _STEPS:
            on = getattr(one, name)
            if on is not None:
                outcome = f": {one.outcome}" if name == "closed_on" and one.outcome else ""
                yield on, "referral", one.id, f"{words} {one.service}{outcome}", ""
    for measure in of(session, Measure, pupil):
        words = (
            f"{measure.what or 'Measured'} at {measure.at}: {word_of(measure.what, measure.value)}"
        )
        yield measure.on, "measure", measure.id, words, ""
