"""Complaints, destinations, holds and what was sent on, as a pupil's history tells them."""

from datetime import date

from sendtui.services import confidential, pupils, timeline
from sendtui.services.veil import WORD
from sendtui.store.store import Store

TODAY = date(2026, 11, 22)


def test_what_was_said_and_where_a_leaver_went_stand_in_the_timeline(store: Store) -> None:
    pupil = pupils.add(store, {"surname": "Quillfeather", "forename": "Zephyr"})
    with store.write("Add") as tx:
        tx.add(
            "feedback",
            {"pupil": pupil, "sort": "complaint", "received_on": "2026-09-04", "about": "[/x] taxi",
             "answered_on": "2026-09-18", "outcome": "put right", "from_role": "parent"},
        )  # fmt: skip
        tx.add("destination", {"pupil": pupil, "stage": "begun", "sort": "apprenticeship",
                               "on": "2026-10-01", "where": "Puddleby Boats"})  # fmt: skip
        tx.add("retention_hold", {"pupil": pupil, "why": "a claim", "since": "2026-10-05"})
        tx.add("transfer_receipt", {"pupil": pupil, "to_name": "Puddleby High",
                                    "sent_on": "2026-10-06"})  # fmt: skip

    found = [(event.on, event.words) for event in timeline.timeline(store, pupil, TODAY)]

    assert found == [
        (date(2026, 10, 6), "Record sent on to Puddleby High"),
        (date(2026, 10, 5), "Not to be erased: a claim"),
        (date(2026, 10, 1), "Went to: apprenticeship (Puddleby Boats)"),
        (date(2026, 9, 18), "Complaint answered: put right"),
        (date(2026, 9, 4), "Complaint: [/x] taxi"),
    ]


def test_a_confidential_complaint_is_veiled(store: Store) -> None:
    pupil = pupils.add(store, {"surname": "Quillfeather", "forename": "Zephyr"})
    with store.write("Add") as tx:
        said = tx.add("feedback", {"pupil": pupil, "sort": "complaint", "about": "a quarrel",
                                   "received_on": "2026-09-04"})  # fmt: skip
    confidential.mark(store, pupil, "feedback", said, today=TODAY)

    (event,) = timeline.timeline(store, pupil, TODAY)

    assert "quarrel" not in event.words
    assert WORD in event.words
