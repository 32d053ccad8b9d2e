"""A card renewed before it runs out, handed over, and revoked: who may exchange with whom then."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from sendtui.errors import SendtuiError
from sendtui.formats.cards import CardError
from sendtui.services import casefile, due, enrol, outbox, peers, renewing, revoking, send
from sendtui.store import backup, revoked_marks
from sendtui.store.store import Store
from tests.services.enrolled import TODAY, UNTIL, case_file, enrolled, pupils, read, sent
from tests.services.invented import pupil, status

LATER = date(2028, 8, 31)


@pytest.fixture
def school(tmp_path: Path) -> Iterator[Store]:
    with case_file(tmp_path, "moonbeam") as made:
        status(made, pupil(made), "K")
        yield made


@pytest.fixture
def la(tmp_path: Path, school: Store) -> Iterator[Store]:
    with case_file(tmp_path, "puddleshire", sort="la", role="register") as made:
        enrolled(school, made)
        yield made


@pytest.fixture
def laptop(tmp_path: Path, la: Store, school: Store) -> Iterator[Store]:
    """A caseworker's laptop, with a card of the authority for the school's setting."""
    with case_file(tmp_path, "laptop", sort="la", role="caseworker") as made:
        read(la, sent(school, la, "first"))
        enrolled(made, la, settings=("Moonbeam Hollow",))
        yield made


def accept(store: Store, card: str, issuer: Store) -> None:
    enrol.accept(store, card, fingerprint=enrol.me(issuer).fingerprint, today=TODAY)


# ── Renewal ───────────────────────────────────────────────────────────────────────────────────


def test_a_renewal_needs_no_call_and_keeps_the_scope(school: Store, la: Store) -> None:
    (before,) = peers.peers(la)

    text = renewing.renew(la, "moonbeam", until=LATER, today=TODAY)
    after = enrol.accept(school, text, today=TODAY)

    assert after.until == peers.peers(la)[0].until == LATER
    assert (after.setting_ids, after.purpose) == (before.setting_ids, before.purpose)


def test_a_renewal_rides_in_the_next_sealed_file(school: Store, la: Store) -> None:
    renewing.renew(la, "moonbeam", until=LATER, today=TODAY)

    read(school, sent(la, school))

    assert peers.peers(school)[0].until == LATER


def test_nobody_renews_a_card_of_somebody_else_or_into_the_past(school: Store, la: Store) -> None:
    with pytest.raises(SendtuiError, match="somebody else"):
        renewing.renew(school, "puddleshire", until=LATER, today=TODAY)
    with pytest.raises(SendtuiError, match="run out already"):
        renewing.renew(la, "moonbeam", until=date(2026, 1, 1), today=TODAY)


def test_a_strangers_card_still_needs_its_fingerprint(
    school: Store, la: Store, tmp_path: Path
) -> None:
    assert la
    with case_file(tmp_path, "moss", sort="la", role="register") as other:
        card = enrol.issue(
            other, enrol.request(school), fingerprint=enrol.me(school).fingerprint,
            until=UNTIL, today=TODAY,
        )  # fmt: skip
    with pytest.raises(SendtuiError, match="not the one"):
        enrol.accept(school, card, today=TODAY)


# ── Revocation ────────────────────────────────────────────────────────────────────────────────


def test_a_lost_laptop_is_listed_and_cut_off(la: Store, laptop: Store) -> None:
    read(laptop, sent(la, laptop, "down"))
    up = sent(laptop, la, "up")

    reached = revoking.might_hold(la, "laptop")
    (child,) = [held for held in reached.held if held.stream in pupils(la)]
    assert child.name == "Quillfeather, Zephyr"
    assert dict(child.kinds) == {"pupil": 1, "status": 1}
    assert reached.last

    revoking.revoke(la, "laptop")

    assert peers.find(la, "laptop").revoked
    with pytest.raises(CardError, match="revoked"):
        send.preview(la, "laptop", TODAY)
    (result,) = read(la, up)
    assert (result.state, "revoked" in result.reason) == ("refused", True)
    assert [each.state for each in outbox.quarantine(la)] == ["refused"]
    # What it might hold can still be listed once it is cut off.
    assert revoking.might_hold(la, "laptop").held == reached.held
    with pytest.raises(SendtuiError, match="revoked already"):
        revoking.revoke(la, "laptop")


def test_a_revocation_rides_in_return_files_and_is_honoured(
    la: Store, school: Store, laptop: Store
) -> None:
    # The school and the laptop have the authority's cards, and so they deal with each other.
    card = peers.find(la, "laptop").card.text()
    accept(school, card, laptop)
    by_laptop = sent(la, laptop, "down")
    read(laptop, by_laptop)
    accept(laptop, peers.find(la, "moonbeam").card.text(), school)
    before, after = sent(laptop, school, "before"), sent(laptop, school, "after")
    assert read(school, before)[0].ok

    revoking.revoke(la, "laptop")
    (told,) = read(school, sent(la, school, "return"))

    assert told.cut_off == ("A. Laptop, Laptop Hollow",)
    assert peers.find(school, "laptop").revoked
    assert "revoked" in read(school, after)[0].reason
    (again,) = read(school, sent(la, school, "again"))
    assert again.cut_off == ()


def test_an_earlier_card_for_the_same_keys_is_ended_too(la: Store, laptop: Store) -> None:
    renewing.renew(la, "laptop", until=LATER, today=TODAY)
    read(laptop, sent(la, laptop, "renewed"))
    up = sent(laptop, la, "up")

    revoking.revoke(la, "laptop")
    peers.forget(la, peers.find(la, "laptop").fingerprint)

    # It presents its card in the file; that it is not kept here any more makes no difference.
    assert "revoked" in read(la, up)[0].reason


def test_a_device_that_was_found_again_gets_a_new_card(la: Store, laptop: Store) -> None:
    revoking.revoke(la, "laptop")

    accept(laptop, renewing.renew(la, "laptop", until=LATER, today=TODAY), la)

    assert not peers.find(la, "laptop").revoked
    assert read(la, sent(laptop, la, "up"))[0].ok


def test_a_revocation_that_no_issuer_of_ours_signed_is_passed_over(
    la: Store, school: Store, laptop: Store, tmp_path: Path
) -> None:
    with case_file(tmp_path, "moss", sort="la", role="register") as other:
        enrolled(laptop, other)
        theirs = revoking.revoke(other, "laptop")
    with la.write("Read a header") as tx:
        found = revoking.honour(
            tx.connection, [theirs.fields, {"fmt": "nonsense"}, 7], revoking.issuers(school)
        )

    assert found == ()
    assert not peers.find(la, "laptop").revoked
    with pytest.raises(SendtuiError, match="Only whoever issued"):
        revoking.revoke(school, "puddleshire")


def test_a_card_is_handed_to_whoever_takes_over(la: Store, school: Store, tmp_path: Path) -> None:
    with case_file(tmp_path, "successor") as new:
        asked, print_ = enrol.request(new), enrol.me(new).fingerprint
        text = renewing.hand_over(
            la, "moonbeam", asked, fingerprint=print_, until=UNTIL, today=TODAY
        )
        accept(new, text, la)

        assert peers.find(la, "successor").setting_ids == (school.setting,)
        assert peers.find(la, "moonbeam").revoked
        assert not peers.find(new, "puddleshire").revoked
        with pytest.raises(SendtuiError, match="renew the card instead"):
            renewing.hand_over(la, "successor", asked, fingerprint=print_, until=UNTIL,
                               today=TODAY)  # fmt: skip


@pytest.mark.parametrize(
    ("day", "late"),
    [(date(2027, 7, 31), None), (date(2027, 8, 5), -26), (date(2027, 9, 3), 3)],
    ids=["over a month ahead", "within a month", "over"],
)
def test_a_card_is_due_a_month_before_it_runs_out(
    la: Store, school: Store, day: date, late: int | None
) -> None:
    for store, do in ((la, "Renew it"), (school, "Ask for a new one")):
        found = [one for one in due.due(store, day) if one.kind == "card"]
        assert [one.days_late for one in found] == ([] if late is None else [late])
        assert all(do in one.words for one in found)


def test_a_card_that_was_revoked_is_not_due(la: Store) -> None:
    revoking.revoke(la, "moonbeam")

    assert not [one for one in due.due(la, date(2027, 9, 3)) if one.kind == "card"]


def test_who_may_hold_a_pupil_is_told_also_of_those_cut_off(la: Store, laptop: Store) -> None:
    sent(la, laptop, "down")
    (zephyr,) = pupils(la)
    revoking.revoke(la, "laptop")

    found = {each.peer.name: each for each in revoking.holders(la, zephyr)}

    assert found.keys() == {"A. Laptop, Laptop Hollow", "A. Moonbeam, Moonbeam Hollow"}
    cut_off = found["A. Laptop, Laptop Hollow"]
    assert cut_off.peer.revoked
    assert dict(cut_off.held.kinds) == {"pupil": 1, "status": 1}
    with pytest.raises(SendtuiError):
        revoking.holders(la, "nobody")


# ── What was put back from a backup ───────────────────────────────────────────────────────────


def test_whoever_was_cut_off_after_a_backup_stays_so_when_it_is_put_back(tmp_path: Path) -> None:
    path = tmp_path / "authority.sendtui"
    passphrase = "nobody real lives in Puddleby Common"
    unlock = casefile.Unlock(passphrase=passphrase)
    with casefile.create(path, passphrase).store as la:
        setting = {"name": "Puddleshire Hollow", "sort": "la"}
        casefile.set_up(la, author="A. Puddle", role="register", setting=setting)
        with case_file(tmp_path, "laptop", sort="la", role="caseworker") as laptop:
            enrolled(laptop, la)
            up = sent(laptop, la, "up")
        kept = backup.write(path, la.key, tmp_path / "before.sendtui-backup")
        revoking.revoke(la, "laptop")

    casefile.restore(kept, path, unlock)

    with casefile.open_store(path, unlock) as la:
        assert peers.find(la, "laptop").revoked
        assert "revoked" in read(la, up)[0].reason


@pytest.mark.usefixtures("laptop")
def test_a_register_put_back_by_its_operator_hears_of_it_with_the_next_file(
    la: Store, school: Store
) -> None:
    revoking.revoke(la, "laptop")
    read(school, sent(la, school, "return"))
    with la.write("As it was before") as tx:
        tx.connection.exec_driver_sql("DELETE FROM meta WHERE key LIKE 'revoked:%'")
    assert not peers.find(la, "laptop").revoked

    (told,) = read(la, sent(school, la, "next"))

    assert told.cut_off == ("A. Laptop, Laptop Hollow",)
    assert peers.find(la, "laptop").revoked


def test_a_note_beside_the_backups_that_was_spoilt_harms_nothing(tmp_path: Path) -> None:
    place = tmp_path / "case.sendtui"
    revoked_marks.note(place, {"a": '{"id": "a"}'})
    for spoilt in ("[1]", "{", '{"b": "no JSON", "c": 3, "d": "[]", "a": "{\\"id\\": \\"a\\"}"}'):
        backup.folder(place).joinpath(revoked_marks.NAME).write_text(spoilt, encoding="utf-8")
        assert revoked_marks.noted(place) == ({"a": '{"id": "a"}'} if '"a"' in spoilt else {})
