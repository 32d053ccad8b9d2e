"""Two case files and the sealed files between them, from enrolment to refusal."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sendtui.errors import SendtuiError
from sendtui.formats import sealed
from sendtui.formats.cards import CardError
from sendtui.formats.sealed_header import Header, Scope, Sender
from sendtui.services import enrol, merge, outbox, peers, same, send
from sendtui.services.unsent import unsent
from sendtui.store import outgoing
from sendtui.store import peers as ledger
from sendtui.store.ids import new_id
from sendtui.store.store import Store
from tests.services import invented
from tests.services.enrolled import (
    TODAY,
    case_file,
    changes,
    enrolled,
    pupils,
    read,
    sent,
    sound,
)

ALL = send.Choice(all_permitted=True)


@pytest.fixture
def school(tmp_path: Path) -> Iterator[Store]:
    with case_file(tmp_path, "moonbeam") as made:
        yield made


@pytest.fixture
def la(tmp_path: Path) -> Iterator[Store]:
    with case_file(tmp_path, "puddleshire", sort="la", role="register") as made:
        yield made


@pytest.fixture
def zephyr(school: Store) -> str:
    """A pupil on SEN Support."""
    id_ = invented.pupil(school)
    invented.status(school, id_, "K")
    return id_


def rename(store: Store, id_: str, name: str) -> None:
    with store.write("Rename") as tx:
        tx.put("pupil", id_, {"surname": name})


def test_a_sealed_file_is_written_read_and_merged(school: Store, la: Store, zephyr: str) -> None:
    enrolled(school, la)

    going = send.preview(school, "puddleshire", TODAY, ALL)
    made = send.write(school, "puddleshire", school.path.with_name("one.sendx"), TODAY, ALL)
    (result,) = read(la, made.path)

    assert [(child.id, child.name) for child in going.pupils] == [(zephyr, "Quillfeather, Zephyr")]
    assert (result.state, result.ok, result.number) == ("merged", True, 1)
    assert result.sender == "A. Moonbeam, Moonbeam Hollow"
    assert (result.arrived, result.new, result.known, result.waiting) == (4, 4, 0, 0)
    assert (result.pupils_new, result.pupils_changed) == ((zephyr,), ())
    assert pupils(la) == pupils(school)
    assert sound(la)


def test_the_disclosure_is_logged_with_its_basis_and_travels(
    school: Store, la: Store, zephyr: str
) -> None:
    enrolled(school, la)

    read(la, sent(school, la))

    for store in (school, la):
        with store.read() as session:
            found = session.connection().exec_driver_sql(
                "SELECT what, recipient, basis, protection, pupils FROM disclosure"
            )
            assert [tuple(line) for line in found] == [
                ("Sealed file", "A. Puddleshire, Puddleshire Hollow", "SEN support", "sealed",
                 f'["{zephyr}"]')
            ]  # fmt: skip


def test_the_same_file_again_is_already_read(school: Store, la: Store, zephyr: str) -> None:
    enrolled(school, la)
    path = sent(school, la)
    read(la, path)
    before = changes(la)

    (again,) = read(la, path)

    assert (again.state, again.exit_code, again.new) == ("already read", 0, 0)
    assert changes(la) == before
    assert zephyr in pupils(la)


def test_pupils_without_sen_stay_home(school: Store, la: Store, zephyr: str) -> None:
    ordinary = invented.pupil(school, surname="Nightingale-Moss")
    noticed = invented.pupil(school, surname="Fern")
    with school.write("Raise") as tx:
        tx.add("concern", {"pupil": noticed, "what": "Reading", "raised_on": "2026-10-01"})
    enrolled(school, la)

    going = send.preview(school, "puddleshire", TODAY, ALL)
    read(la, sent(school, la))

    assert going.home == 1
    assert set(pupils(la)) == {zephyr, noticed}
    assert ordinary not in pupils(la)
    with pytest.raises(CardError, match="whole school roll"):
        send.preview(school, "puddleshire", TODAY, send.Choice(all_pupils=True))


def test_a_card_for_the_whole_roll_lets_all_pupils_go(school: Store, la: Store) -> None:
    ordinary = invented.pupil(school)
    enrolled(school, la, whole_roll=True)

    read(la, sent(school, la, all_pupils=True))

    assert set(pupils(la)) == {ordinary}


def test_only_what_is_not_acknowledged_goes(school: Store, la: Store, zephyr: str) -> None:
    enrolled(school, la)
    read(la, sent(school, la))
    before = send.preview(school, "puddleshire", TODAY, ALL)

    (back,) = read(school, sent(la, school, "back"))
    after = send.preview(school, "puddleshire", TODAY, ALL)

    assert (before.changes, len(before.pupils), before.unchanged) == (4, 1, 0)
    assert (back.state, back.new) == ("merged", 0)
    assert (after.changes, len(after.pupils), after.unchanged) == (0, 0, 1)
    assert [filed.state for filed in outbox.files(school)] == ["merged", "acknowledged"]
    assert zephyr in pupils(la)


def test_a_change_on_each_side_reaches_the_other(school: Store, la: Store, zephyr: str) -> None:
    enrolled(school, la)
    read(la, sent(school, la))
    rename(la, zephyr, "Fern")
    rename(school, zephyr, "Moss")

    (there,) = read(la, sent(school, la, "two"))
    (here,) = read(school, sent(la, school, "back"))

    assert [clash.field for clash in there.clashes] == ["surname"]
    assert here.clashes == there.clashes
    assert there.pupils_changed == here.pupils_changed == (zephyr,)
    assert pupils(la) == pupils(school)


def test_a_removal_travels(school: Store, la: Store, zephyr: str) -> None:
    enrolled(school, la)
    read(la, sent(school, la))
    with school.write("Remove") as tx:
        tx.remove("pupil", zephyr)

    read(la, sent(school, la, "two"))

    assert pupils(la) == {}
    assert sound(la)


def test_a_child_who_was_joined_to_a_record_that_stays_there_does_not_leave_the_schools_lists(
    school: Store, la: Store, zephyr: str
) -> None:
    enrolled(school, la)
    read(la, sent(school, la))
    own = invented.pupil(la, setting=la.setting)
    joined = same.join(la, zephyr, own, today=TODAY)

    read(school, sent(la, school))

    assert (pupils(la).keys(), pupils(school).keys()) == ({own}, {zephyr})
    assert same.decided(school) == ()
    same.part(la, joined)
    read(school, sent(la, school))
    rename(school, zephyr, "Tansy")
    read(la, sent(school, la))
    assert pupils(la)[zephyr] == pupils(school)[zephyr]
    assert sound(la)
    assert sound(school)


def test_a_child_who_was_joined_to_a_record_that_goes_along_leaves_the_lists_there_too(
    school: Store, la: Store, zephyr: str
) -> None:
    second = invented.pupil(school)
    invented.status(school, second, "K")
    enrolled(school, la)
    read(la, sent(school, la))
    same.join(la, zephyr, second, today=TODAY)

    read(school, sent(la, school))

    assert pupils(la).keys() == pupils(school).keys() == {second}


def test_files_are_read_in_the_order_in_which_they_were_sent(
    school: Store, la: Store, zephyr: str
) -> None:
    enrolled(school, la)
    one = sent(school, la, "one")
    rename(school, zephyr, "Moss")
    two = sent(school, la, "two")

    results = read(la, two, one)

    assert [result.path for result in results] == [two, one]
    assert [result.missing for result in results] == [(), ()]
    assert pupils(la) == {zephyr: "Moss"}


def test_a_file_that_was_written_over_leaves_no_gap(school: Store, la: Store, zephyr: str) -> None:
    enrolled(school, la)
    sent(school, la, "one")
    two = sent(school, la, "two")

    (result,) = read(la, two)

    # What was in the first is in the next, too.
    assert (result.number, result.waiting, result.missing) == (2, 0, ())
    assert zephyr in pupils(la)


def acknowledge_all(store: Store, peer: Store, stream: str) -> None:
    """The ledger as it is when the peer has acknowledged a stream, and was then restored."""
    whose = enrol.me(peer).fingerprint
    filed = ledger.Filed(
        new_id(), "in", whose, "merged", ledger.stamp(), 0, "", peer.device, 1, 0, ""
    )
    with store.write("Note") as tx:
        ledger.keep_file(tx.connection, filed, outgoing.held(tx.connection, [stream]))


def test_a_file_that_others_wait_for_is_told_by_its_number(
    school: Store, la: Store, zephyr: str
) -> None:
    enrolled(school, la)
    read(la, sent(school, la, "one"))
    rename(school, zephyr, "Moss")
    sent(school, la, "two")
    acknowledge_all(school, la, zephyr)
    rename(school, zephyr, "Fern")
    three = sent(school, la, "three")

    (result,) = read(la, three)

    assert (result.number, result.waiting > 0, result.missing) == (3, True, (2,))


def test_a_dry_run_keeps_nothing(school: Store, la: Store, zephyr: str) -> None:
    enrolled(school, la)
    path, before = sent(school, la), changes(la)

    (rehearsed,) = read(la, path, dry_run=True)

    assert (rehearsed.state, rehearsed.new, rehearsed.pupils_new) == ("would merge", 4, (zephyr,))
    assert (changes(la), outbox.files(la)) == (before, ())
    assert read(la, path)[0].state == "merged"


# ── Refusals ──────────────────────────────────────────────────────────────────────────────


def test_a_file_altered_anywhere_changes_nothing(school: Store, la: Store, zephyr: str) -> None:
    enrolled(school, la)
    path, before = sent(school, la), changes(la)
    whole = path.read_bytes()
    assert zephyr in pupils(school)

    for at in range(0, len(whole), len(whole) // 12):
        bent = bytearray(whole)
        bent[at] ^= 1
        path.write_bytes(bent)
        (result,) = read(la, path)
        assert (result.state, result.reason != "") == ("refused", True)
        assert result.exit_code in (1, 4)

    path.write_bytes(whole[:-1])
    assert read(la, path)[0].exit_code == 4
    assert (changes(la), outbox.files(la)) == (before, ())


def test_a_file_for_somebody_else_is_refused(
    school: Store, la: Store, zephyr: str, tmp_path: Path
) -> None:
    enrolled(school, la)
    path = sent(school, la)
    with case_file(tmp_path, "elsewhere") as other:
        (result,) = read(other, path)

        assert (result.state, result.exit_code, pupils(other)) == ("refused", 1, {})
    assert zephyr in pupils(school)


def test_an_unknown_sender_is_refused(school: Store, la: Store, zephyr: str) -> None:
    enrolled(school, la)
    peers.forget(la, "moonbeam")
    # Without the card of ours in the file nobody stands for them.
    stranger = school.path.with_name("stranger.sendx")
    forge(school, la, stranger, [school.setting, zephyr], cards=())

    (result,) = read(la, stranger)

    assert (result.state, result.exit_code) == ("refused", 4)
    assert "not enrolled" in result.reason
    assert pupils(la) == {}


def test_a_card_of_ours_that_the_file_presents_stands_for_its_sender(
    school: Store, la: Store, zephyr: str
) -> None:
    enrolled(school, la)
    path = sent(school, la)
    peers.forget(la, "moonbeam")

    (result,) = read(la, path)

    assert (result.state, result.pupils_new) == ("merged", (zephyr,))


def test_a_card_that_ran_out_stops_both_ways(school: Store, la: Store, zephyr: str) -> None:
    enrolled(school, la)
    path, later = sent(school, la), date(2027, 9, 1)

    with pytest.raises(CardError, match="ran out"):
        send.preview(school, "puddleshire", later)
    (result,) = merge.merge(la, [path], later)

    assert (result.state, result.exit_code, pupils(la)) == ("refused", 1, {})
    assert "ran out" in result.reason
    assert zephyr in pupils(school)


def forge(
    sender: Store,
    to: Store,
    path: Path,
    streams: list[str],
    *,
    cards: tuple[Any, ...] | None = None,
    only: Any = None,
) -> None:
    """A sealed file that no careful program would write: well signed, with whatever is asked."""
    keys, (peer, *_) = peers.identity(sender), peers.peers(sender)
    assert peer.fingerprint == enrol.me(to).fingerprint
    with sender.read() as session:
        found = list(filter(only, outgoing.changes(session.connection(), streams)))
    header = Header(
        file=new_id(),
        n_sent=1,
        schema=1,
        sender=Sender(sender.device, keys.sign, peer.card.subject.name),
        to=(peer.seal,),
        scope=Scope((), None, "anything"),
        created="2026-11-22T12:00:00+00:00",
        cards=(peer.card.fields,) if cards is None else cards,
    )
    with path.open("wb") as file:
        sealed.write(file, header, found, keys.signing_key)


def elsewhere(school: Store) -> tuple[str, str]:
    """Another setting in the school's own record, with a pupil."""
    with school.write("Add") as tx:
        setting = tx.add("setting", {"name": "Fernbank"})
        pupil = tx.add("pupil", {"setting": setting, "surname": "Bramblewick"})
    return setting, pupil


def test_a_setting_beyond_the_card_quarantines_the_whole_file(
    school: Store, la: Store, zephyr: str
) -> None:
    enrolled(school, la)
    setting, other = elsewhere(school)
    path, before = school.path.with_name("wide.sendx"), changes(la)
    forge(school, la, path, [zephyr, setting, other])

    (first,), (second,) = read(la, path), read(la, path)

    assert (first.state, first.exit_code) == ("quarantined", 1)
    assert "setting that is not on the sender's card" in first.reason
    assert second.state == "quarantined"
    assert (changes(la), pupils(la)) == (before, {})
    (filed,) = outbox.files(la)
    assert (filed.state, filed.reason) == ("quarantined", first.reason)


def test_a_pupil_cannot_be_moved_into_the_senders_reach(
    school: Store, la: Store, zephyr: str
) -> None:
    setting, other = elsewhere(school)
    enrolled(school, la, settings=("Moonbeam Hollow",))
    with la.write("As if it had come from there") as tx:
        tx.add("setting", {"name": "Fernbank"}, id=setting)
        tx.add("pupil", {"setting": setting, "surname": "Bramblewick"}, id=other)
    with school.write("Move") as tx:
        tx.put("pupil", other, {"setting": school.setting})
    path = school.path.with_name("moved.sendx")
    forge(school, la, path, [other], only=lambda line: line["field"] == "setting")

    (result,) = read(la, path)

    assert result.state == "quarantined"
    assert pupils(la) == {other: "Bramblewick"}
    assert zephyr in pupils(school)


def test_a_file_that_goes_on_with_what_never_began_waits_outside(
    school: Store, la: Store, zephyr: str
) -> None:
    enrolled(school, la)
    rename(school, zephyr, "Moss")
    path = school.path.with_name("middle.sendx")
    forge(school, la, path, [zephyr], only=lambda line: line["field"] != "*")

    (early,) = read(la, path)
    read(la, sent(school, la))
    (late,) = read(la, path)

    assert early.state == "quarantined"
    assert "beginning never came" in early.reason
    assert late.state == "merged"
    assert pupils(la) == {zephyr: "Moss"}


def test_kinds_beyond_the_card_are_neither_sent_nor_taken(
    school: Store, la: Store, zephyr: str
) -> None:
    plain = invented.pupil(school, surname="Fern")
    with school.write("Raise") as tx:
        tx.add("concern", {"pupil": plain, "what": "Reading", "raised_on": "2026-10-01"})
    enrolled(school, la, kinds=("pupil", "concern"))
    path = school.path.with_name("kinds.sendx")
    forge(school, la, path, [zephyr])

    (refused,) = read(la, path)
    read(la, sent(school, la))

    assert refused.state == "quarantined"
    assert "kinds of record" in refused.reason
    assert pupils(la) == {plain: "Fern"}


def test_one_bad_file_stops_no_other(school: Store, la: Store, zephyr: str) -> None:
    enrolled(school, la)
    good, bad = sent(school, la), school.path.with_name("bad.sendx")
    bad.write_bytes(b"Dear SENCO, please find attached")

    results = read(la, bad, school.path.with_name("missing.sendx"), good)

    assert [result.state for result in results] == ["refused", "refused", "merged"]
    assert merge.worst(results) == 4
    assert zephyr in pupils(la)


def test_two_pupils_with_one_upn_are_a_proposal(school: Store, la: Store, zephyr: str) -> None:
    enrolled(school, la)
    with school.write("Amend") as tx:
        tx.put("pupil", zephyr, {"upn": "H801200001001"})
    other = invented.pupil(la, upn="H801200001001")

    (result,) = read(la, sent(school, la))

    (found,) = result.duplicates
    assert {found.pupil, found.other} == {zephyr, other}
    assert len(pupils(la)) == 2


def test_what_is_unsent_is_counted_until_a_file_is_written(
    school: Store, la: Store, zephyr: str
) -> None:
    alone = unsent(school)
    enrolled(school, la)
    before = unsent(school)

    sent(school, la)

    assert (alone, before, unsent(school)) == (0, 3, 0)
    assert zephyr in pupils(school)


def test_a_file_that_cannot_be_written_is_not_logged(
    school: Store, la: Store, zephyr: str, tmp_path: Path
) -> None:
    enrolled(school, la)
    before = changes(school)

    with pytest.raises(SendtuiError, match="could not be written"):
        send.write(school, "puddleshire", tmp_path / "nowhere" / "x.sendx", TODAY)
    with pytest.raises(SendtuiError, match="case file itself"):
        send.write(school, "puddleshire", school.path, TODAY)

    assert (changes(school), outbox.files(school)) == (before, ())
    assert not list(tmp_path.glob("*.part"))
    assert zephyr in pupils(school)
