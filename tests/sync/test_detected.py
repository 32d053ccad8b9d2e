"""Whatever is wrong with a file is said plainly, and nothing of it is half applied."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from sendtui.formats import sealed
from sendtui.formats.sealed_header import Header, Scope, Sender
from sendtui.services import enrol, peers
from sendtui.services.merge import Received
from sendtui.store import outgoing
from sendtui.store.ids import new_id
from sendtui.store.store import Store
from tests.services.enrolled import case_file, enrolled, read, sent
from tests.sync.desks import lines, said

Bend = Callable[[list[dict[str, Any]]], list[dict[str, Any]]]


def forged(
    sender: Store, to: Store, streams: list[str], bend: Bend = lambda found: found, **header: object
) -> Path:
    """A well signed file with lines and a header that no program of this version writes."""
    keys = peers.identity(sender)
    peer = next(p for p in peers.peers(sender) if p.fingerprint == enrol.me(to).fingerprint)
    with sender.read() as session:
        found = bend(list(outgoing.changes(session.connection(), streams)))
    made = Header(
        file=new_id(),
        n_sent=1,
        schema=99,
        sender=Sender(sender.device, keys.sign, peer.card.subject.name),
        to=(peer.seal,),
        scope=Scope((), None, "SEN support"),
        created="2026-11-22T12:00:00+00:00",
        cards=(peer.card.fields,),
    )
    path = sender.path.with_name(f"{made.file}.sendx")
    with path.open("wb") as file:
        sealed.write(file, replace(made, **header), found, keys.signing_key)  # type: ignore[arg-type]
    return path


def refused_whole(la: Store, path: Path, words: str) -> Received:
    """The result, once it has been seen that nothing was taken in."""
    before = said(la), lines(la)
    (result,) = read(la, path)
    assert (result.ok, result.reason != "") == (False, True)
    assert words in result.reason
    assert (said(la), lines(la)) == before
    with la.read() as session:
        for table in ("arriving", "waiting"):
            asked = session.connection().exec_driver_sql(f"SELECT count(*) FROM {table}")
            assert asked.scalar_one() == 0
    return result


def test_a_file_of_a_later_format_asks_for_an_update(school: Store, la: Store, zephyr: str) -> None:
    path = forged(school, la, [school.setting, zephyr], min_reader=3)

    refused_whole(la, path, "update sendtui")


def test_a_file_cut_off_or_altered_anywhere_is_refused(
    school: Store, la: Store, zephyr: str
) -> None:
    path = sent(school, la)
    whole = path.read_bytes()
    for bent in (whole[:-1], whole[: len(whole) // 2], whole + b"x", b"", whole[:200]):
        path.write_bytes(bent)
        refused_whole(la, path, "file")
    assert zephyr not in {line["record"] for line in lines(la)}


def test_a_file_for_somebody_else_says_so(
    school: Store, la: Store, zephyr: str, tmp_path: Path
) -> None:
    path = sent(school, la)
    with case_file(tmp_path, "elsewhere") as other:
        refused_whole(other, path, "not sealed to")
    assert zephyr


def test_an_unknown_sender_says_so(school: Store, la: Store, zephyr: str, tmp_path: Path) -> None:
    with case_file(tmp_path, "stranger") as stranger:
        enrolled(stranger, school)
        keys = peers.identity(stranger)
        path = forged(school, la, [school.setting, zephyr])
        with school.read() as session:
            found = list(outgoing.changes(session.connection(), [zephyr]))
        with path.open("rb") as file, sealed.read(file, [peers.identity(la).secret]) as reading:
            header = replace(
                reading.header, sender=Sender(stranger.device, keys.sign, "A. Stranger"), cards=()
            )
        with path.open("wb") as file:
            sealed.write(file, header, found, keys.signing_key)

    refused_whole(la, path, "not enrolled")


def test_a_file_read_again_and_an_old_one_with_another_name_change_nothing(
    school: Store, la: Store, zephyr: str
) -> None:
    path, renamed = sent(school, la), forged(school, la, [school.setting, zephyr])
    read(la, path)
    before = said(la), lines(la)

    (again,), (known,) = read(la, path), read(la, renamed)

    assert (again.state, known.state, known.new) == ("already read", "merged", 0)
    assert (said(la), lines(la)) == before


def test_fields_and_kinds_of_a_later_version_are_kept_and_passed_on(
    school: Store, la: Store, zephyr: str, tmp_path: Path
) -> None:
    def later(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
        for line in found:
            if line["kind"] == "pupil":
                line["value"]["shoe_size"] = "large"
                line["colour"] = "green"
            if line["kind"] == "status":
                line["kind"] = "seating_plan"
        return found

    (result,) = read(la, forged(school, la, [school.setting, zephyr], later))

    assert result.state == "merged"
    assert zephyr in {str(line[0]) for line in ids(la)}
    with case_file(tmp_path, "third") as third:
        enrolled(third, la)
        handed = [line for line in lines(la) if line["stream"] == zephyr]
    assert {line["kind"] for line in handed} == {"pupil", "seating_plan"}
    (pupil,) = (line for line in handed if line["kind"] == "pupil")
    assert (pupil["colour"], pupil["value"]["shoe_size"]) == ("green", "large")


def ids(store: Store) -> list[tuple[object, ...]]:
    with store.read() as session:
        return [tuple(r) for r in session.connection().exec_driver_sql("SELECT id FROM pupil")]


def test_a_stamp_from_the_future_is_taken_and_moves_no_clock_of_ours(
    school: Store, la: Store, zephyr: str
) -> None:
    def ahead(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [{**line, "hlc": "ffff000000000000"} for line in found]

    (result,) = read(la, forged(school, la, [school.setting, zephyr], ahead))
    with la.write("Edit") as tx:
        tx.put("pupil", zephyr, {"class_name": "3B"})

    assert result.state == "merged"
    (mine,) = (line for line in lines(la) if line["field"] == "class_name")
    assert mine["hlc"] < "ffff000000000000"
    # By what it replaces and not by its stamp, the later word holds.
    assert {line[0] for line in ids(la)} == {zephyr}
    with la.read() as session:
        asked = session.connection().exec_driver_sql("SELECT class_name FROM pupil")
        assert asked.scalar_one() == "3B"


def test_a_file_that_begins_in_the_middle_is_quarantined_whole(
    school: Store, la: Store, zephyr: str
) -> None:
    with school.write("Edit") as tx:
        tx.put("pupil", zephyr, {"class_name": "3B"})
    path = forged(
        school, la, [zephyr], lambda found: [line for line in found if line["field"] != "*"]
    )

    assert refused_whole(la, path, "beginning never came").state == "quarantined"


def test_half_a_letter_in_a_file_is_refused_and_not_stumbled_over(
    school: Store, la: Store, zephyr: str
) -> None:
    def halved(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [{**line, "value": {**line["value"], "left_to": "\ud800"}} for line in found]

    refused_whole(la, forged(school, la, [zephyr], halved), "no Unicode")
