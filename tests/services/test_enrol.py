"""Enrolment: request, card, fingerprints, and who may be trusted with what."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from sendtui.errors import DamagedError, SendtuiError
from sendtui.formats.cards import CardError
from sendtui.services import enrol, peers
from sendtui.store import peers as ledger
from sendtui.store.store import Store
from tests.services.enrolled import TODAY, UNTIL, case_file, enrolled


@pytest.fixture
def school(tmp_path: Path) -> Iterator[Store]:
    with case_file(tmp_path, "moonbeam") as made:
        yield made


@pytest.fixture
def la(tmp_path: Path) -> Iterator[Store]:
    with case_file(tmp_path, "puddleshire", sort="la", role="register") as made:
        yield made


def test_a_case_file_makes_its_keys_once_and_keeps_them_out_of_the_log(school: Store) -> None:
    first, second = enrol.me(school), enrol.me(school)

    assert first.fingerprint == second.fingerprint
    assert (first.name, first.role) == ("A. Moonbeam, Moonbeam Hollow", "SENCO")
    with school.read() as session:
        run = session.connection().exec_driver_sql
        assert run("SELECT count(*) FROM change").scalar_one() == 1
        secret = json.loads(ledger.identity(session.connection()))["secret"]
        assert secret not in str(run("SELECT * FROM change").all())


def test_both_sides_know_each_other_after_a_card(school: Store, la: Store) -> None:
    enrolled(school, la)

    (theirs,), (ours,) = peers.peers(school), peers.peers(la)

    assert (theirs.name, theirs.way) == ("A. Puddleshire, Puddleshire Hollow", "they issued")
    assert (ours.name, ours.way) == ("A. Moonbeam, Moonbeam Hollow", "we issued")
    assert theirs.fingerprint == enrol.me(la).fingerprint
    assert theirs.setting_ids == ours.setting_ids == (school.setting,)
    assert peers.find(school, "puddleshire") == theirs
    assert peers.find(la, ours.fingerprint.lower().replace("-", " ")) == ours


def test_a_school_that_issues_names_its_own_setting(school: Store, la: Store) -> None:
    enrolled(la, school)

    (peer,) = peers.peers(la)

    assert peer.setting_ids == (school.setting,)


def test_a_request_is_shown_before_it_is_answered(school: Store, la: Store) -> None:
    asked = enrol.look_at_request(la, enrol.request(school))

    assert asked.name == "A. Moonbeam, Moonbeam Hollow"
    assert (asked.role, asked.setting, asked.known) == ("SENCO", "Moonbeam Hollow", "")
    assert asked.fingerprint == enrol.me(school).fingerprint


def test_a_card_is_shown_before_it_is_accepted(school: Store, la: Store) -> None:
    asked = enrol.request(school)
    mine = enrol.me(school).fingerprint
    card = enrol.issue(la, asked, fingerprint=mine, until=UNTIL, today=TODAY, whole_roll=True)

    offered = enrol.look_at_card(school, card)

    assert offered.for_me
    assert offered.fingerprint == enrol.me(la).fingerprint
    assert offered.settings == ("Moonbeam Hollow",)
    assert offered.purpose == "SEN support; whole school roll"
    assert offered.until == UNTIL


def test_another_fingerprint_stops_either_step(school: Store, la: Store) -> None:
    asked, mine = enrol.request(school), enrol.me(school).fingerprint

    with pytest.raises(SendtuiError, match="fingerprint is not"):
        enrol.issue(la, asked, fingerprint="0" * 16, until=UNTIL, today=TODAY)
    card = enrol.issue(la, asked, fingerprint=mine, until=UNTIL, today=TODAY)
    with pytest.raises(SendtuiError, match="fingerprint is not"):
        enrol.accept(school, card, fingerprint=mine, today=TODAY)

    assert peers.peers(school) == ()


@pytest.mark.parametrize("field", ["name", "seal", "setting"])
def test_an_altered_request_is_refused(school: Store, la: Store, field: str) -> None:
    asked = json.loads(enrol.request(school))
    other = json.loads(enrol.request(la))
    asked[field] = other[field]

    with pytest.raises(DamagedError):
        enrol.look_at_request(la, json.dumps(asked))


def test_a_card_that_ran_out_is_neither_issued_nor_accepted(school: Store, la: Store) -> None:
    asked, mine = enrol.request(school), enrol.me(school).fingerprint
    theirs = enrol.me(la).fingerprint

    with pytest.raises(SendtuiError, match="run out already"):
        enrol.issue(la, asked, fingerprint=mine, until=date(2026, 11, 21), today=TODAY)
    card = enrol.issue(la, asked, fingerprint=mine, until=UNTIL, today=TODAY)
    with pytest.raises(CardError, match="ran out"):
        enrol.accept(school, card, fingerprint=theirs, today=date(2027, 9, 1))


def test_a_strangers_card_for_somebody_else_is_refused(
    school: Store, la: Store, tmp_path: Path
) -> None:
    with case_file(tmp_path, "elsewhere") as stranger:
        card = enrolled(stranger, la)

        with pytest.raises(CardError):
            enrol.accept(school, card, fingerprint=enrol.me(stranger).fingerprint, today=TODAY)


def test_a_colleague_is_vouched_for_by_the_issuer_both_know(
    school: Store, la: Store, tmp_path: Path
) -> None:
    enrolled(school, la)
    with case_file(tmp_path, "colleague") as colleague:
        card = enrolled(colleague, la, settings=("Colleague Hollow",))

        peer = enrol.accept(school, card, fingerprint=enrol.me(colleague).fingerprint, today=TODAY)

    assert peer.way == "vouched for"
    far = peers.reach(peer, peers.peers(school), TODAY)
    # As far as both cards go, and they share no setting.
    assert far.settings == frozenset()


def test_an_earlier_card_does_not_replace_a_later_one(
    school: Store, la: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, mine = enrol.request(school), enrol.me(school).fingerprint
    theirs = enrol.me(la).fingerprint
    cards = []
    for moment in ("2026-11-22T09:00:00+00:00", "2026-11-22T10:00:00+00:00"):
        monkeypatch.setattr(ledger, "stamp", lambda now=moment: now)
        cards.append(enrol.issue(la, asked, fingerprint=mine, until=UNTIL, today=TODAY))
    enrol.accept(school, cards[1], fingerprint=theirs, today=TODAY)

    with pytest.raises(CardError, match="later card"):
        enrol.accept(school, cards[0], fingerprint=theirs, today=TODAY)


def test_a_request_that_names_a_setting_of_ours_as_another_school_is_refused(
    school: Store, la: Store
) -> None:
    with school.write("Amend") as tx:
        tx.put("setting", school.setting, {"urn": "100000"})
    with la.write("Add") as tx:
        tx.add("setting", {"name": "Another", "urn": "100001"}, id=school.setting)

    with pytest.raises(DamagedError, match="another school"):
        enrol.look_at_request(la, enrol.request(school))


def test_a_forgotten_peer_is_unknown(school: Store, la: Store) -> None:
    enrolled(school, la)
    peers.forget(school, "puddleshire")

    with pytest.raises(SendtuiError, match="Nobody"):
        peers.find(school, "puddleshire")
