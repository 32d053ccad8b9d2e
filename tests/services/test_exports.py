"""Files for people: what is in them, and that they are written down as having left."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest

from sendtui.errors import SendtuiError, UsageError
from sendtui.services import exports
from sendtui.services.register import Query
from sendtui.store.store import Store
from tests.services import invented

FORMS = [(what, form) for what, known in exports.FORMATS.items() for form in known]


@pytest.fixture
def zephyr(store: Store) -> str:
    """A pupil on SEN Support, whose name would break a face that took it for markup."""
    id_ = invented.pupil(store, forename=invented.CRASHING, upn="H801200001001")
    invented.status(store, id_, "K")
    return id_


def disclosures(store: Store) -> list[tuple[object, ...]]:
    with store.read() as session:
        found = session.connection().exec_driver_sql(
            "SELECT what, recipient, basis, protection, pupils FROM disclosure"
        )
        return [tuple(line) for line in found]


def test_the_register_is_written_and_the_disclosure_logged(
    store: Store, zephyr: str, today: date, tmp_path: Path
) -> None:
    invented.pupil(store, surname="Fern")
    path = tmp_path / "register.csv"

    made = exports.register(store, path, form="csv", query=Query(), today=today,
                            recipient="Governors", basis="Annual report")  # fmt: skip

    (line,) = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""))
    assert (line["UPN"], line["SEN status"]) == ("H801200001001", "K")
    assert (made.path, made.pupils) == (path, 1)
    assert disclosures(store) == [
        ("SEN register, CSV", "Governors", "Annual report", "plain", f'["{zephyr}"]')
    ]


@pytest.mark.parametrize(("what", "form"), FORMS, ids=[f"{w} {f}" for w, f in FORMS])
def test_every_format_is_written_to_a_file_and_to_a_stream(
    store: Store, zephyr: str, today: date, tmp_path: Path, what: str, form: str
) -> None:
    path, stream = tmp_path / f"left.{form}", io.BytesIO()

    for target in (path, stream):
        if what == "register":
            exports.register(store, target, form=form, query=Query(), today=today)
        else:
            exports.pupil(store, target, pupil=zephyr, form=form, today=today)

    assert path.stat().st_size > 100
    if form != "xlsx":
        assert "Quillfeather" in path.read_text(encoding="utf-8")
        assert "Quillfeather" in stream.getvalue().decode()
    assert len(disclosures(store)) == 2


def test_a_pupils_file_holds_every_record_and_who_wrote_what(
    store: Store, zephyr: str, today: date, tmp_path: Path
) -> None:
    with store.write("Rename") as tx:
        tx.put("pupil", zephyr, {"surname": "Moss"})
    path = tmp_path / "pupil.json"

    exports.pupil(store, path, pupil=zephyr, form="json", today=today)

    whole = json.loads(path.read_text(encoding="utf-8"))
    assert whole["pupil"]["surname"] == "Moss"
    assert [found["status"] for found in whole["records"]["status"]] == ["K"]
    last = whole["history"][0]
    assert (last["act"], last["who"], last["field"]) == ("Rename", "A. Tester", "surname")
    assert (last["before"], last["after"]) == ("Quillfeather", "Moss")
    fields = {line["field"] for line in whole["history"]}
    assert {"surname", "upn", "status", "since"} <= fields


def test_an_export_of_nobody_or_in_no_format_writes_nothing(
    store: Store, today: date, tmp_path: Path
) -> None:
    path = tmp_path / "register.csv"

    with pytest.raises(SendtuiError, match="No pupil"):
        exports.register(store, path, form="csv", query=Query(), today=today)
    with pytest.raises(UsageError, match="csv, xlsx, json"):
        exports.register(store, path, form="odt", query=Query(), today=today)

    assert not path.exists()
    assert disclosures(store) == []


def test_what_could_not_be_written_is_not_logged(
    store: Store, zephyr: str, today: date, tmp_path: Path
) -> None:
    for path in (tmp_path / "nowhere" / "x.csv", store.path):
        with pytest.raises(SendtuiError):
            exports.pupil(store, path, pupil=zephyr, form="json", today=today)

    assert disclosures(store) == []
    assert not list(tmp_path.glob(".*.part"))


@pytest.mark.parametrize(("pupils", "whose"), [(1, "one child"), (40, "40 children")])
def test_the_warning_says_whose_data_it_is(pupils: int, whose: str) -> None:
    assert f"needs of {whose}" in exports.warning(pupils)


@pytest.mark.parametrize(("what", "form"), FORMS, ids=[f"{w} {f}" for w, f in FORMS])
def test_with_a_password_nothing_of_it_can_be_read(
    store: Store, zephyr: str, today: date, tmp_path: Path, what: str, form: str
) -> None:
    path = tmp_path / f"left.{form}"
    given = {"form": form, "today": today, "password": "otter-lantern-maple"}

    if what == "register":
        made = exports.register(store, path, query=Query(), **given)  # type: ignore[arg-type]
    else:
        made = exports.pupil(store, path, pupil=zephyr, **given)  # type: ignore[arg-type]

    assert made.path == (path if form == "xlsx" else tmp_path / f"left.{form}.zip")
    raw = made.path.read_bytes()
    assert raw[:2] == (b"\xd0\xcf" if form == "xlsx" else b"PK")
    assert b"Quillfeather" not in raw
    assert [line[3] for line in disclosures(store)] == ["password"]
