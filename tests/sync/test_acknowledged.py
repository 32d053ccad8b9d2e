"""Written is not received: a change goes again until its reader's chains say that they hold it."""

import shutil
from pathlib import Path

import pytest

from sendtui.errors import DamagedError
from sendtui.services import outbox, sealing, send
from sendtui.services.merge import Received
from sendtui.store import backup, confirming, outgoing
from sendtui.store.incoming import ForkError
from sendtui.store.store import Store
from tests.services.enrolled import TODAY, changes, pupils, read, sent


def rename(store: Store, id_: str, name: str) -> None:
    with store.write("Rename") as tx:
        tx.put("pupil", id_, {"surname": name})


def receipt(sender: Store, to: str, name: str) -> Path:
    return sealing.receipt(sender, to, sender.path.with_name(f"{name}.sendx"), TODAY).path


def unconfirmed(school: Store) -> int:
    return send.preview(school, "puddleshire", TODAY, send.Choice(all_permitted=True)).changes


def states(store: Store) -> list[str]:
    return [filed.state for filed in outbox.files(store) if filed.direction == "out"]


def test_a_receipt_says_what_is_held_and_holds_nobodys_data(
    school: Store, la: Store, zephyr: str
) -> None:
    read(la, sent(school, la))
    before = (unconfirmed(school), changes(school))

    path = receipt(la, "moonbeam", "receipt")
    (told,) = read(school, path)

    assert before[0] > 0
    assert (told.state, told.receipt, told.arrived) == ("merged", True, 0)
    assert (unconfirmed(school), changes(school)) == (0, before[1])
    assert states(school) == ["acknowledged"]
    assert zephyr in pupils(la)


def test_a_file_that_was_read_and_is_not_all_there_is_received(
    school: Store, la: Store, zephyr: str
) -> None:
    read(la, sent(school, la, "one"))
    read(school, receipt(la, "moonbeam", "first"))
    rename(school, zephyr, "Moss")
    sent(school, la, "lost")
    rename(school, zephyr, "Fern")
    with school.write("As if the lost one had been confirmed") as tx:
        tx.connection.exec_driver_sql(
            "UPDATE file SET ranges = ? WHERE direction = 'in'",
            (str(outgoing.held(tx.connection, [school.setting, zephyr])).replace("'", '"'),),
        )
    rename(school, zephyr, "Bramble")
    (early,) = read(la, sent(school, la, "three"))
    read(school, receipt(la, "moonbeam", "second"))

    assert early.waiting > 0
    assert states(school) == ["received", "written", "acknowledged"]

    (late,) = read(la, sent(school, la, "four"))

    assert (late.waiting, pupils(la)) == (0, {zephyr: "Bramble"})


def put_back(la: Store, key: bytes) -> Store:
    path = la.path
    la.close()
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    shutil.copy(path.with_suffix(".kept"), path)
    return Store.open(path, key)


def test_a_register_restored_from_a_backup_gets_it_all_again(
    school: Store, la: Store, zephyr: str
) -> None:
    read(la, sent(school, la, "one"))
    key = la.key
    backup._copy(la.path, key, la.path.with_suffix(".kept"), None)
    rename(school, zephyr, "Moss")
    read(la, sent(school, la, "two"))
    late = receipt(la, "moonbeam", "before the fire")
    read(school, receipt(la, "moonbeam", "all is well"))
    assert unconfirmed(school) == 0

    restored = put_back(la, key)
    try:
        assert pupils(restored) == {zephyr: "Quillfeather"}
        read(school, receipt(restored, "moonbeam", "after the fire"))
        again = unconfirmed(school)
        # A receipt from before the fire that comes late must not make it seem confirmed.
        read(school, late)
        still = unconfirmed(school)
        (result,) = read(restored, sent(school, restored, "three"))
        read(school, receipt(restored, "moonbeam", "caught up"))

        assert (again > 0, still, result.state) == (True, again, "merged")
        assert pupils(restored) == {zephyr: "Moss"}
        assert unconfirmed(school) == 0
    finally:
        restored.close()


def test_a_count_without_its_hash_confirms_nothing(school: Store, zephyr: str) -> None:
    with school.read() as session:
        connection = session.connection()
        held = outgoing.held(connection, [zephyr])
        links = outgoing.links(connection, [zephyr])

        assert confirming.confirmed(connection, held, links) == held
        assert confirming.confirmed(connection, held, {}) == {}


def test_an_earlier_point_of_a_chain_is_compared_by_its_own_hash(
    school: Store, zephyr: str
) -> None:
    with school.read() as session:
        then = outgoing.held(session.connection(), [zephyr])
        links = outgoing.links(session.connection(), [zephyr])
    rename(school, zephyr, "Moss")

    with school.read() as session:
        connection = session.connection()
        assert confirming.confirmed(connection, then, links) == then
        bent = {zephyr: dict.fromkeys(links[zephyr], "0" * 32)}
        with pytest.raises(ForkError):
            confirming.confirmed(connection, then, bent)


def test_what_went_once_is_confirmed_even_where_the_pupil_goes_no_more(
    school: Store, la: Store, zephyr: str
) -> None:
    read(la, sent(school, la, "one"))
    read(school, sent(la, school, "back"))
    rename(la, zephyr, "Moss")
    read(school, sent(la, school, "renamed"))

    # Without a purpose the pupil stays at home now; that the change has come is told all the same.
    (result,) = read(la, sent(school, la, "two", all_permitted=False))

    going = send.preview(la, "moonbeam", TODAY, send.Choice(all_permitted=True))
    assert isinstance(result, Received)
    assert zephyr not in {child.id for child in going.pupils}


def test_refused_is_not_confirmed(school: Store, la: Store, zephyr: str) -> None:
    path = sent(school, la)
    path.write_bytes(path.read_bytes()[:-1])

    (result,) = read(la, path)

    assert result.exit_code == DamagedError.exit_code
    assert unconfirmed(school) > 0
    assert zephyr not in pupils(la)
