"""The list of files to be looked at again."""

from datetime import date

import pytest

from sendtui.errors import InvalidError, SendtuiError, UsageError
from sendtui.rules.retention import Terms
from sendtui.services import (
    contacts,
    erasing,
    erasing_certificate,
    pupils,
    reports,
    retention,
    retention_acts,
)
from sendtui.store.store import Store
from tests.services.invented import pupil, status

TODAY = date(2026, 11, 22)
PACK, RECEIPT = "ab" * 32, "cd" * 32


def sent_on(store: Store, surname: str = "Quillfeather") -> str:
    """A leaver with a plan, whose file went to the next school and was receipted there."""
    gone = pupil(store, surname=surname, born="2015-05-01")
    status(store, gone, "K", date(2024, 9, 1))
    pupils.leave(store, gone, date(2026, 7, 17))
    with store.write("Send the file on") as tx:
        tx.add("transfer_receipt", {
            "pupil": gone, "to_name": "Puddleby High", "to_urn": "100001", "pack_sha256": PACK,
            "sent_on": date(2026, 7, 16), "received_on": date(2026, 9, 3), "by": "A. Tester",
            "received_by": "B. Tester", "receipt_sha256": RECEIPT})  # fmt: skip
    return gone


def gone_for_good(store: Store, who: str) -> int:
    """Erase what is due by the rule."""
    return erasing.erase(store, who, reason="retention", word="ERASE", today=TODAY,
                         reference=retention_acts.rule(store, who, TODAY))  # fmt: skip


def test_the_longest_due_stand_first_and_who_need_not_be_is_not_listed(store: Store) -> None:
    old = pupil(store, surname="Oldacre", born="1995-01-04")
    status(store, old, "K", date(2005, 9, 1))
    status(store, pupil(store, surname="Young"), "K", date(2026, 9, 1))
    gone = pupil(store, surname="Gone")
    pupils.leave(store, gone, date(2024, 7, 19))
    spoken = pupil(store, surname="Spoken")
    contacts.log(store, spoken, on=date(2018, 3, 1), said="Rang about a coat")
    pupils.leave(store, spoken, date(2018, 7, 20))
    pupil(store, surname="Here")

    found = retention.reviews(store, TODAY, TODAY)

    assert [(r.pupil, r.why, r.day) for r in found] == [
        (spoken, "never on the register", date(2024, 7, 20)),
        (gone, "only the roll", date(2025, 7, 19)),
        (old, "sen file", date(2026, 1, 4)),
    ]
    assert retention.reviews(store, date(2025, 1, 1), TODAY) == found[:1]
    assert len(retention.tables(found)[0].headings) == 9
    assert [r.is_on_roll for r in found] == [False, False, True]


def test_the_settings_own_terms_are_kept(store: Store) -> None:
    retention.say_terms(store, Terms(25, 3, 0, 1, "Schedule 4"))

    assert retention.terms(store, TODAY) == Terms(25, 3, 0, 1, "Schedule 4")
    retention.say_terms(store, Terms(sent_years=None))
    assert retention.terms(store, TODAY).sent_years is None
    with pytest.raises(UsageError):
        retention.say_terms(store, Terms(500))


def test_what_was_sent_on_and_receipted_goes_and_the_proof_stays(store: Store) -> None:
    gone = sent_on(store)
    (found,) = retention.reviews(store, TODAY, TODAY)
    assert (found.why, found.day) == ("sent on", date(2026, 9, 3))

    assert gone_for_good(store, gone) > 3

    assert retention.reviews(store, TODAY, TODAY) == ()
    (note,) = erasing.notes(store)
    assert (note.pupil, note.reason, note.by) == (gone, "retention", "A. Tester")
    assert "to Puddleby High (URN 100001); received 03/09/2026" in note.reference
    assert "the last school keeps it" in note.reference
    assert PACK in note.reference
    assert RECEIPT in note.reference


def test_a_secondary_keeps_what_it_sent_on_until_its_terms_say_otherwise(store: Store) -> None:
    gone = sent_on(store)
    pupil(store, surname="Older", born="2010-05-01")

    assert retention.reviews(store, TODAY, TODAY) == ()
    with pytest.raises(SendtuiError, match="not due until 01/05/2046"):
        retention_acts.rule(store, gone, TODAY)
    retention.say_terms(store, Terms(sent_years=0))

    assert [r.pupil for r in retention.reviews(store, TODAY, TODAY)] == [gone]


def test_a_file_that_is_not_due_needs_a_rule_of_its_own(store: Store) -> None:
    here = pupil(store)
    status(store, here, "K")

    with pytest.raises(SendtuiError, match="not due until 03/02/2048"):
        retention_acts.rule(store, here, TODAY)


def test_who_is_on_roll_is_marked_and_not_erased_for_retention_before_they_leave(
    store: Store,
) -> None:
    here = pupil(store, upn="H801200001001")
    status(store, here, "K")
    retention.say_terms(store, Terms(sen_years=5))
    (found,) = retention.reviews(store, TODAY, TODAY)
    assert (found.is_on_roll, found.number) == (True, "H801200001001")
    assert retention.ON_ROLL in retention.lines((found,))[0]

    with pytest.raises(SendtuiError, match="as left first"):
        gone_for_good(store, here)
    assert erasing.notes(store) == ()
    pupils.leave(store, here, date(2026, 11, 20))

    (found,) = retention.reviews(store, TODAY, TODAY)
    assert not found.is_on_roll
    assert gone_for_good(store, here)


def test_a_court_order_erases_who_is_on_roll(store: Store) -> None:
    here = pupil(store)

    assert erasing.erase(store, here, reason="court order", word="ERASE", today=TODAY)


def test_an_authority_has_no_roll_to_leave(store: Store) -> None:
    young = pupil(store)
    with store.write("Set up") as tx:
        tx.put("setting", store.setting, {"sort": "la"})
        tx.put("pupil", young, {"setting": store.setting})

    assert not erasing.goes(store, young, today=TODAY).is_on_roll
    assert erasing.erase(store, young, reason="retention", word="ERASE", today=TODAY)


def test_a_hold_keeps_a_file_until_it_is_lifted(store: Store) -> None:
    gone = sent_on(store)
    retention_acts.hold(store, gone, why="A claim.", reference="Claim 7", today=TODAY)
    (found,) = retention.reviews(store, TODAY, TODAY)
    assert retention.held(found) == "until it is lifted: A claim, Claim 7"

    with pytest.raises(SendtuiError, match="on hold since"):
        gone_for_good(store, gone)
    assert retention_acts.lift(store, gone, TODAY) == 1

    assert gone_for_good(store, gone)
    with pytest.raises(SendtuiError, match="no hold"):
        retention_acts.lift(store, gone, TODAY)


def test_a_hold_that_was_lifted_on_a_later_day_stays_in_the_record(store: Store) -> None:
    gone = sent_on(store)
    retention_acts.hold(store, gone, why="An inquiry", today=date(2026, 9, 9))

    retention_acts.lift(store, gone, TODAY)

    with store.read() as session:
        ((hold,),) = retention.holds(session.connection()).values()
    assert (hold.until, hold.holds(TODAY)) == (date(2026, 11, 21), False)


@pytest.mark.parametrize(("why", "until"), [("  ", None), ("A claim", date(2026, 11, 21))])
def test_a_hold_says_why_and_is_not_over_already(
    store: Store, why: str, until: date | None
) -> None:
    with pytest.raises(InvalidError):
        retention_acts.hold(store, pupil(store), why=why, until=until, today=TODAY)


def test_the_certificate_says_what_when_by_which_rule_and_by_whom_and_no_content(
    store: Store,
) -> None:
    gone = sent_on(store)
    contacts.log(store, gone, on=date(2026, 3, 1), said="Rang about a coat")
    gone_for_good(store, gone)

    page = erasing_certificate.page(store, erasing.notes(store), TODAY)

    text = reports.made(page, ".md").decode()
    for said in ("Certificate of erasure", "all of a pupil", "22 November 2026", "retention",
                 "A. Tester", "Contact | 1 | 1", "received 03/09/2026"):  # fmt: skip
        assert said in text
    for gone_words in ("Quillfeather", "Zephyr", "coat", "2015"):
        assert gone_words not in text
    assert reports.made(page, ".pdf").startswith(b"%PDF-")
