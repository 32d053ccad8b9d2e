"""Everything out in the open and back: the same records by the same ids, or a clear refusal."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from sendtui.errors import DamagedError, SendtuiError
from sendtui.models import KINDS
from sendtui.models import kind as noun
from sendtui.rules.retention import Terms
from sendtui.rules.sen2_shape import as_table, shape_of
from sendtui.services import (
    casefile,
    confidential,
    contacts,
    everything,
    everything_back,
    everything_kept,
    everything_preview,
    retention,
    returns_kept,
)
from sendtui.services.tables import table
from sendtui.store import attachments
from sendtui.store.store import Store
from tests.copies import copied, new_store
from tests.services.invented import CRASHING, cycle, outcome, provision
from tests.services.returned import authority

TODAY = date(2026, 11, 22)


def filled(store: Store) -> None:
    """An authority with cases and plans, a cycle, a contact and a document with its bytes."""
    who = authority(store)
    provision(store, cycle(store, who["none"]))
    outcome(store, cycle(store, who["old"]))
    contacts.log(store, who["old"], on=TODAY, said=CRASHING)
    with store.write("Keep a document") as tx:
        name = attachments.keep(tx.connection, b"%PDF-1.7 a report")
        tx.add("document", {"pupil": who["old"], "title": "Report", "sha256": name, "size": 17})


def records(store: Store) -> dict[str, list[dict[str, object]]]:
    with store.read() as session:
        run = session.connection()
        return {
            name: [dict(r) for r in run.execute(table(name).select().order_by("id")).mappings()]
            for name in KINDS
        }


@pytest.fixture
def gone(store: Store, tmp_path: Path) -> Path:
    """A folder of everything."""
    filled(store)
    everything.leave(store, tmp_path / "out", TODAY)
    return tmp_path / "out"


def _left(folder: Path) -> None:
    with new_store(folder / "case.sendtui") as made:
        casefile.set_up(made, author="A. Tester", role="senco", setting={"name": "A School"})
        filled(made)
        everything.leave(made, folder / "out", TODAY)


@pytest.fixture
def left(tmp_path: Path) -> Path:
    """A folder of everything, made once and copied."""
    copied(_left, tmp_path / "left")
    return tmp_path / "left" / "out"


@pytest.fixture
def empty(tmp_path: Path) -> Store:
    """A case file that is set up, and empty."""
    made = new_store(tmp_path / "other" / "case.sendtui")
    casefile.set_up(made, author="B. Tester", role="senco", setting={"name": "Another School"})
    return made


def test_every_record_comes_back_as_it_was(store: Store, gone: Path, empty: Store) -> None:
    before = records(store)

    back = everything_back.bring_back(empty, gone)

    assert records(empty) == before
    assert (back.attachments, back.left_out) == (1, 0)
    assert back.records["pupil"] == 5
    assert empty.note("setting") == store.setting
    assert casefile.verify(empty) == ()
    assert back.changes > 20
    with empty.read() as session:
        held = session.connection().exec_driver_sql("SELECT bytes FROM attachment").scalars().all()
    assert held == [b"%PDF-1.7 a report"]
    empty.close()


def test_what_is_kept_of_the_setting_goes_out_and_comes_back(
    store: Store, tmp_path: Path, empty: Store
) -> None:
    retention.say_terms(store, Terms(25, 3, 0, None, "Schedule 4"))
    returns_kept.say_officers(store, {"dmo": "Y"})
    returns_kept.load_official(store, {"P01": "999"})
    returns_kept.load_shape(store, as_table(shape_of(2027)))
    listed = tmp_path / "places.csv"
    listed.write_text("URN,Provision,Least\n100000,SEN unit,9\n", encoding="utf-8")
    returns_kept.load_places(store, listed)
    everything.leave(store, tmp_path / "out", TODAY)

    everything_preview.preview(empty, tmp_path / "out", _moved)
    assert everything_kept.kept(empty) == {}
    everything_back.bring_back(empty, tmp_path / "out")

    assert len(everything_kept.kept(store)) == 5
    assert everything_kept.kept(empty) == everything_kept.kept(store)
    assert retention.terms(empty, TODAY) == Terms(25, 3, 0, None, "Schedule 4")
    empty.close()


@pytest.mark.parametrize(
    "said",
    [
        [],
        {"retention_terms": {"sen_years": "31"}},
        {"retention_terms": {"sen_years": 10**9}},
        {"sen2_officers": {"dmo": "maybe"}},
        {"sen2_official": {"P01": 999}},
        {"sen2_places": [["100000", "ward", 9, ""]]},
        {"sen2_shape": {"2027": {"year": 2027}}},
        {"sen2_shape": 2027},
    ],
    ids=str,
)
def test_notes_that_no_sendtui_keeps_are_refused(said: object) -> None:
    with pytest.raises(DamagedError, match=r"kept\.json says what no sendtui keeps"):
        everything_kept.checked(json.dumps(said).encode())


def test_every_noun_has_its_lines_and_its_schema(left: Path) -> None:
    manifest = json.loads((left / "manifest.json").read_text(encoding="utf-8"))

    named = {each["path"] for each in manifest["files"]}
    for name in KINDS:
        assert {f"records/{name}.jsonl", f"schema/{name}.schema.json"} <= named
        schema = json.loads((left / "schema" / f"{name}.schema.json").read_text(encoding="utf-8"))
        assert set(schema["properties"]) == {"id", *noun(name).twin.model_fields}
        lines = (left / "records" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        assert all(set(json.loads(line)) == set(schema["properties"]) for line in lines)
    assert (left / "history.jsonl").stat().st_size


def test_what_leaves_is_logged(store: Store, gone: Path) -> None:
    assert gone.is_dir()
    (disclosed,) = records(store)["disclosure"]
    assert disclosed["what"] == "Everything, in the open"
    assert len(disclosed["pupils"]) == 5  # type: ignore[arg-type]


def test_a_folder_with_something_in_it_is_left_alone(store: Store, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("mine", encoding="utf-8")

    with pytest.raises(SendtuiError, match="something in this folder"):
        everything.leave(store, tmp_path, TODAY)


def test_what_is_confidential_goes_only_if_it_is_said(store: Store, tmp_path: Path) -> None:
    who = authority(store)
    confidential.mark(store, who["old"], "pupil", who["old"], today=TODAY)

    with pytest.raises(SendtuiError, match="--with-confidential"):
        everything.leave(store, tmp_path / "out", TODAY)

    assert not (tmp_path / "out").exists()
    assert everything.leave(store, tmp_path / "out", TODAY, with_confidential=True).pupils == 5


@pytest.mark.parametrize("was_there", [True, False])
def test_what_could_not_be_written_whole_leaves_nothing_behind(
    store: Store, tmp_path: Path, was_there: bool
) -> None:
    filled(store)
    out = tmp_path / "out"
    if was_there:
        out.mkdir()

    def stopped(done: int, _all: int) -> None:
        if done == 9:
            raise SendtuiError("Enough.")

    with pytest.raises(SendtuiError, match="Enough"):
        everything.leave(store, out, TODAY, move=stopped)

    assert records(store)["disclosure"] == []
    assert (out.exists(), list(out.glob("*"))) == (was_there, [])
    assert everything.leave(store, out, TODAY).pupils == 5


def test_nothing_is_brought_into_a_case_file_with_pupils(store: Store, gone: Path) -> None:
    with pytest.raises(SendtuiError, match="has pupils in it"):
        everything_back.bring_back(store, gone)


def _log(store: Store) -> list[int]:
    """How much stands in the log, and how many documents are held."""
    with store.read() as session:
        ask = session.connection().exec_driver_sql
        return [ask(f"SELECT count(*) FROM {each}").scalar_one()
                for each in ("change", "batch", "attachment", "waiting")]  # fmt: skip


def _moved(_done: int, _all: int) -> None:
    """Nobody watches."""


def test_a_preview_says_what_would_come_and_whose_and_writes_nothing(
    left: Path, empty: Store
) -> None:
    before = (records(empty), _log(empty), empty.setting)

    shown = everything_preview.preview(empty, left, _moved)

    assert (records(empty), _log(empty), empty.setting) == before
    assert (shown.setting.name, shown.own.name) == ("A School", "Another School")
    assert shown.replaces_own
    back = everything_back.bring_back(empty, left)
    assert (shown.records, shown.attachments, shown.changes) == (
        back.records, back.attachments, back.changes,
    )  # fmt: skip
    empty.close()


@pytest.mark.parametrize(
    ("other", "is_same"),
    [
        (("a school", "school", ""), True),
        (("A School", "school", "100001"), True),
        (("A School", "la", "100001"), False),
        (("A School", "school", "100002"), False),
        (("B School", "school", "100001"), False),
    ],
)
def test_settings_are_told_apart_by_name_sort_and_number(
    other: tuple[str, str, str], is_same: bool
) -> None:
    one = everything_preview.Whose("A School", "school", "100001")

    assert one.is_same(everything_preview.Whose(*other)) is is_same


def _line(path: str, change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        found = folder / path
        found.write_bytes(change(found.read_bytes()))

    return spoil


def _manifest(**more: object) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        path = folder / "manifest.json"
        found = json.loads(path.read_text(encoding="utf-8"))
        path.write_text(json.dumps({**found, **more}), encoding="utf-8")

    return spoil


def _unlink(path: str) -> Callable[[Path], None]:
    return lambda folder: (folder / path).unlink()


def _wish(folder: Path) -> None:
    """A folder of the first version, with a need that there is not."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    _manifest(files=[f for f in manifest["files"] if f["path"] != "history.jsonl"])(folder)
    _line("records/need.jsonl", lambda raw: raw.replace(b"SLCN", b"WISH"))(folder)


PUPILS = "records/pupil.jsonl"
SPOILT = [
    ("other notes", _line("kept.json", lambda _: b"[]"), "hash differs"),
    ("changed", _line(PUPILS, lambda raw: raw.replace(b"Quill", b"Quell")), "hash differs"),
    ("cut", _line(PUPILS, lambda raw: raw[: raw.index(b"\n") + 1]), "hash differs"),
    ("no JSON", _line(PUPILS, lambda raw: b"{" + raw), "is not JSON"),
    ("no record", _line(PUPILS, lambda raw: b"[]\n" + raw), "is no record"),
    ("deep", _line(PUPILS, lambda raw: b"[" * 100_000 + b"\n" + raw), "is not JSON"),
    ("another need", _line("records/need.jsonl", lambda raw: raw.replace(b"SLCN", b"WISH")),
     "hash differs"),
    ("no such need, no history", _wish, "need.jsonl, line 1"),
    ("gone", _unlink(PUPILS), "could not be opened"),
    ("no manifest", _unlink("manifest.json"), "could not be opened"),
    ("another manifest", _manifest(format="something"), "no folder of everything"),
    ("newer", _manifest(schema=99), "newer sendtui"),
    ("a schema in words", _manifest(schema="three"), "no folder of everything"),
    ("no setting", _manifest(setting=None), "no folder of everything"),
    ("lines in words", _manifest(files=[{"path": "history.jsonl", "lines": "many"}]), "not one of"),
    ("deep manifest", _line("manifest.json", lambda _: b"[" * 100_000), "is damaged"),
    ("leads out", _manifest(files=[{"path": "../../secret"}]), "not one of ours"),
    ("leads out by name", _manifest(files=[{"path": "records/../../x.jsonl"}]), "not one of ours"),
]  # fmt: skip


@pytest.mark.parametrize(("spoil", "says"), [(s, w) for _, s, w in SPOILT],
                         ids=[name for name, _, _ in SPOILT])  # fmt: skip
def test_a_folder_that_was_spoilt_is_refused_whole(
    left: Path, empty: Store, spoil: Callable[[Path], None], says: str
) -> None:
    spoil(left)

    with pytest.raises((SendtuiError, DamagedError), match=says):
        everything_back.bring_back(empty, left)

    assert records(empty)["pupil"] == []
    empty.close()


def test_a_preview_refuses_what_may_not_be_brought_in(
    left: Path, empty: Store, store: Store
) -> None:
    filled(store)
    with pytest.raises(SendtuiError, match="has pupils in it"):
        everything_preview.preview(store, left, _moved)
    _line(PUPILS, lambda raw: raw.replace(b"Quill", b"Quell"))(left)

    with pytest.raises(DamagedError, match="hash differs"):
        everything_preview.preview(empty, left, _moved)

    empty.close()
