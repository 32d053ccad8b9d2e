"""What was said of the support, where a leaver went, and holds, as events of a timeline."""

from collections.abc import Iterator
from datetime import date

from sqlmodel import Session

from sendtui.models.checklist import ChecklistAnswer
from sendtui.models.destination import Destination
from sendtui.models.feedback import Feedback
from sendtui.models.retention_hold import RetentionHold
from sendtui.models.transfer_receipt import TransferReceipt
from sendtui.services.pupil_reading import of

Told = tuple[date, str, str, str, str]
"""The day, the noun, the record, the words, and who was in it."""

_GOES = {"planned": "Plans to go to", "begun": "Went to", "kept": "Still there after half a year"}


def events(session: Session, pupil: str) -> Iterator[Told]:
    """What happened: each step of a complaint, a destination, a hold, and what was sent on."""
    for said in of(session, Feedback, pupil):
        who = said.from_role
        yield said.received_on, "feedback", said.id, f"{said.sort.title()}: {said.about}", who
        if said.answered_on:
            came = f": {said.outcome}" if said.outcome else ""
            words = f"{said.sort.title()} answered{came}"
            yield said.answered_on, "feedback", said.id, words, said.by
    for answer in of(session, ChecklistAnswer, pupil):
        words = f"Ordinarily available, {answer.answer}: {answer.statement}"
        yield answer.since, "checklist_answer", answer.id, words, answer.by
    for there in of(session, Destination, pupil):
        where = f" ({there.where})" if there.where else ""
        words = f"{_GOES[there.stage]}: {there.sort}{where}"
        yield there.on, "destination", there.id, words, there.by
    for hold in of(session, RetentionHold, pupil):
        yield hold.since, "retention_hold", hold.id, f"Not to be erased: {hold.why}", hold.by
        if hold.until:
            yield hold.until, "retention_hold", hold.id, "Not to be erased until this day", hold.by
    for sent in of(session, TransferReceipt, pupil):
        to = sent.to_name or sent.to_urn or "the next setting"
        yield sent.sent_on, "transfer_receipt", sent.id, f"Record sent on to {to}", sent.by
        if sent.received_on:
            words = f"Record received by {to}"
            yield sent.received_on, "transfer_receipt", sent.id, words, sent.received_by
