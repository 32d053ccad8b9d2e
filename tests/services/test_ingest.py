"""A night's folder of sealed files: taken in whole or set aside, whatever stops it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest

from sendtui.services import (
    enrol,
    ingest,
    matching,
    merge,
    outbox,
    purposes,
    return_flow,
    revoking,
)
from sendtui.store.store import Store
from tests.processes import run_python, start_python
from tests.services.enrolled import TODAY, case_file, changes, enrolled, pupils, read, sent, sound
from tests.services.invented import pupil, status

SCHOOLS = ("acorn", "bramble", "clover")


@pytest.fixture
def la(tmp_path: Path) -> Iterator[Store]:
    with case_file(tmp_path, "register", sort="la", role="register") as made:
        yield made


@pytest.fixture
def schools(tmp_path: Path, la: Store) -> Iterator[list[Store]]:
    """Three schools with a pupil each, enrolled with the authority."""
    with ExitStack() as stack:
        made = [stack.enter_context(case_file(tmp_path, name)) for name in SCHOOLS]
        for number, school in enumerate(made):
            status(school, pupil(school, surname=f"Pupil {number}"), "K")
            enrolled(school, la)
        yield made


@pytest.fixture
def night(tmp_path: Path, la: Store, schools: list[Store]) -> Path:
    """A folder with a file of each school, and one that is no file of ours."""
    folder = tmp_path / "night"
    folder.mkdir()
    for school in schools:
        path = sent(school, la, f"from-{school.path.stem}")
        path.rename(folder / path.name)
    (folder / "broken.sendx").write_bytes(b"not sealed by anybody")
    (folder / "notes.txt").write_text("left alone", encoding="utf-8")
    return folder


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir()) if folder.is_dir() else []


def everything_is_in(la: Store, night: Path) -> None:
    assert sorted(pupils(la).values()) == ["Pupil 0", "Pupil 1", "Pupil 2"]
    assert names(night) == ["notes.txt", "quarantine", "read"]
    assert names(night / "read") == [f"from-{name}.sendx" for name in SCHOOLS]
    assert names(night / "quarantine") == ["broken.sendx", "broken.sendx.reason.txt"]
    assert sound(la)


def test_a_folder_is_taken_in_and_one_bad_file_stops_none(la: Store, night: Path) -> None:
    moves: list[tuple[int, int]] = []

    batch = ingest.ingest(la, [night], TODAY, progress=lambda *at: moves.append(at))

    everything_is_in(la, night)
    assert batch.exit_code == 5
    assert (len(batch.of("merged")), len(batch.pupils)) == (3, 3)
    (bad,) = batch.of("refused")
    reason = (night / "quarantine" / "broken.sendx.reason.txt").read_text(encoding="utf-8")
    assert reason.strip() == bad.reason
    assert moves[-1] == (4, 4)
    assert [each.path for each in outbox.quarantine(la)] == ["broken.sendx"]


def test_the_same_folder_again_changes_nothing(
    la: Store, night: Path, schools: list[Store]
) -> None:
    ingest.ingest(la, [night], TODAY)
    before = changes(la)
    again = sent(schools[0], la, "again")
    copy = night / "read" / "from-acorn.sendx"
    copy.rename(night / copy.name)

    batch = ingest.ingest(la, [night, again], TODAY)

    assert sorted(each.state for each in batch.taken) == ["already read", "merged"]
    # A file that was named itself stays where it is.
    assert again.exists()
    assert changes(la) >= before
    assert names(night / "read")[0] == "from-acorn.sendx"


_RUN = """
from datetime import date
from pathlib import Path
from sendtui.services import ingest
from sendtui.store.store import Store
with Store.open(Path({path!r}), bytes.fromhex({key!r})) as store:
    batch = ingest.ingest(store, [Path({night!r})], date(2026, 11, 22))
    print(sorted(each.state for each in batch.taken))
"""


@pytest.fixture
def again(la: Store, night: Path) -> Callable[[], str]:
    """What another process runs, once the case file is closed here; then looks into it."""
    lines = _RUN.format(path=str(la.path), key=la.key.hex(), night=str(night))

    def close_and_run() -> str:
        la.close()
        return lines

    return close_and_run


def opened(la: Store, lines: str) -> Store:
    """The case file once more."""
    return Store.open(la.path, bytes.fromhex(lines.partition("fromhex('")[2].partition("'")[0]))


@pytest.mark.parametrize(
    "point",
    [
        pytest.param("write.flushed", marks=pytest.mark.slow),
        pytest.param("write.committed", marks=pytest.mark.slow),
        "ingest.merged",
        pytest.param("ingest.reason", marks=pytest.mark.slow),
        pytest.param("ingest.moved", marks=pytest.mark.slow),
    ],
)
def test_a_run_that_is_killed_is_finished_by_the_next(
    la: Store, night: Path, again: Callable[[], str], point: str
) -> None:
    lines = again()

    died = run_python(lines, crash=point)
    assert died.returncode == 86, died.stderr
    rest = run_python(lines)

    assert rest.returncode == 0, rest.stderr
    with opened(la, lines) as found:
        everything_is_in(found, night)


def test_two_runs_at_once_take_in_every_file_once(
    la: Store, night: Path, again: Callable[[], str]
) -> None:
    lines = again()

    both = [start_python(lines) for _ in range(2)]
    said = [each.communicate(timeout=120) for each in both]

    assert [each.returncode for each in both] == [0, 0], said
    found = [out.decode() for out, _ in said]
    assert sum(each.count("'merged'") for each in found) == 3
    with opened(la, lines) as store:
        everything_is_in(store, night)


# ── What goes back ────────────────────────────────────────────────────────────────────────────


def test_what_goes_back_goes_to_each_setting_alone(
    la: Store, night: Path, schools: list[Store], tmp_path: Path
) -> None:
    ingest.ingest(la, [night], TODAY)
    out = tmp_path / "out"
    out.mkdir()
    acorn = next(id_ for id_, name in pupils(la).items() if name == "Pupil 0")
    with la.write("Decide") as tx:
        case = tx.add("case", {"pupil": acorn, "process": "assessment", "opened_on": "2026-10-01",
                               "caseworker": "C. Worker"})  # fmt: skip
        tx.add("case_event", {"pupil": acorn, "case": case, "code": "request", "on": "2026-10-01"})

    waits = {one.owed.peer.name: one for one in return_flow.waiting(la, TODAY)}
    assert dict(waits["A. Acorn, Acorn Hollow"].parts) == {"decisions": 1, "officers and cases": 1}
    written = return_flow.write_all(la, out, TODAY)

    (one,) = [each for each in written if each.changes]
    assert one.peer.name.startswith("A. Acorn")
    for school, cases in zip(schools, (1, 0, 0), strict=True):
        merge.merge(school, sorted(out.glob("*.sendx")), TODAY)
        with school.read() as session:
            run = session.connection().exec_driver_sql
            assert run('SELECT count(*) FROM "case"').scalar_one() == cases


def test_nothing_goes_back_of_whom_the_readers_purpose_has_ended(
    la: Store, night: Path, tmp_path: Path
) -> None:
    ingest.ingest(la, [night], TODAY)
    out = tmp_path / "out"
    out.mkdir()
    for id_ in pupils(la):
        status(la, id_, "E")
    acorn, bramble, _ = sorted(pupils(la), key=lambda id_: pupils(la)[id_])
    purposes.add(la, acorn, "Acorn Hollow", since=date(2025, 9, 1), until=date(2026, 7, 31))
    purposes.add(la, bramble, "Bramble Hollow", since=date(2025, 9, 1))

    written = {each.peer.name[3:8]: each for each in return_flow.write_all(la, out, TODAY)}

    assert (written["Bramb"].pupils, written["Clove"].pupils) == (1, 1)
    assert "Acorn" not in written or not written["Acorn"].pupils


def test_one_reader_who_cannot_be_written_to_stops_no_other(
    la: Store, night: Path, schools: list[Store], tmp_path: Path
) -> None:
    ingest.ingest(la, [night], TODAY)
    out = tmp_path / "out"
    out.mkdir()
    for id_ in pupils(la):
        status(la, id_, "E")
    revoking.revoke(la, enrol.me(schools[1]).fingerprint)

    written = return_flow.write_all(la, out, TODAY)

    assert return_flow.exit_code(written) == 5
    assert [bool(each.path) for each in written] == [True, False, True]
    assert "revoked" in written[1].reason
    assert read(schools[0], *[w.path for w in written if w.path])[0].ok


# ── Children known twice ──────────────────────────────────────────────────────────────────────


def test_children_known_to_two_settings_are_proposed_and_never_joined(la: Store) -> None:
    first = {"surname": "Quillfeather", "forename": "Zephyr", "born": "2017-02-03"}
    ids = [
        pupil(la, **{**first, **more})
        for more in (
            {"upn": "H801200001001"},
            {"surname": "Moss", "upn": "H801200001001"},
            {"surname": "QUILLFEATHER", "forename": "zephyr"},
            {"surname": "Thistle", "nhs_number": "9434765919", "born": "2018-01-01"},
            {"surname": "Tansy", "nhs_number": "9434765919", "born": "2018-01-02"},
            {"born": "2011-01-01"},
        )
    ]

    found = {(p.by, p.certain): {p.one.id, p.other.id} for p in matching.proposals(la)}

    assert found == {
        ("UPN", True): {ids[0], ids[1]},
        ("NHS number", True): {ids[3], ids[4]},
        ("name and date of birth", False): {ids[0], ids[2]},
    }
    with la.write("Find") as tx:
        tx.add("same_as", {"pupil": ids[0], "other": ids[1], "same": False, "on": TODAY})
    assert ("UPN", True) not in {(p.by, p.certain) for p in matching.proposals(la)}


def test_two_upns_that_differ_speak_against_one_name(la: Store) -> None:
    for upn in ("H801200001001", "H801200001002"):
        pupil(la, upn=upn)

    assert matching.proposals(la) == ()
