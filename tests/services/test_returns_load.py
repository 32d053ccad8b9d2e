"""A SEN2 return as the first load of a register: what is taken in comes out again the same."""

import io
from datetime import date
from pathlib import Path

import pytest

from sendtui.errors import SendtuiError
from sendtui.formats import sen2_csv, sen2_xml
from sendtui.rules.sen2_group import Group, Header
from sendtui.rules.sen2_shape import shape_of
from sendtui.services import casefile, past, returns, returns_files, returns_load
from sendtui.services.returns_kept import Asked
from sendtui.store.store import Store
from tests.rules.sen2_made import GOOD, both, drop, put
from tests.services.returned import authority

TODAY = date(2026, 2, 2)
SHAPE = shape_of(2026)
HEADER = Header(2026, SHAPE.census_day, "201", "2026-02-01T09:00:00", "Y", "Y", "Y")
HISTORICAL = both(
    put("Requests", RequestOutcome="H", ReceivedDate="", RequestSource="", RYA="",
        RequestOutcomeDate="", RequestMediation="", RequestTribunal=""),
    put("Assessment", AssessmentOutcome="H", AssessmentOutcomeDate="", AssessmentMediation="",
        AssessmentTribunal="", OtherMediation="", OtherTribunal="", Week20=""),
    put("NamedPlan", StartDate="2021-01-05"),
)  # fmt: skip
NO_PLAN = both(drop("NamedPlan"), drop("ActivePlans"))
CLASSES = {
    "active": put("Person"),
    "excepted": put("Assessment", Week20="1"),
    "contested": put("Assessment", OtherTribunal="1", OtherMediation="1"),
    "paid": put("NamedPlan", PB="1", DP="H"),
    "arranged": put("NamedPlan", PB="1", OA="1"),
    "residential": put("NamedPlan", PlanRes="B", PlanWBP="S"),
    "by its sort": put("PlanDetail", URN="", SENSetting="OTH", SENSettingOther="a studio",
                       SENunitIndicator="", ResourcedProvisionIndicator=""),
    "historical": HISTORICAL,
    "transferred": both(HISTORICAL, put("ActivePlans", TransferLA="202")),
    "ceased": both(HISTORICAL, put("NamedPlan", CeaseDate="2025-08-31", CeaseReason="2")),
    "not issued": both(NO_PLAN, put("Assessment", AssessmentOutcome="N", Week20="",
                                    AssessmentTribunal="1")),
    "not assessed": both(NO_PLAN, drop("Assessment"),
                         put("Requests", RequestOutcome="N", RequestMediation="1")),
    "assessing": both(NO_PLAN, put("Assessment", AssessmentOutcome="A", AssessmentOutcomeDate="",
                                   AssessmentMediation="", AssessmentTribunal="",
                                   OtherMediation="", OtherTribunal="", Week20="")),
    "to be issued": both(NO_PLAN, put("Assessment", AssessmentOutcomeDate="")),
    "requested": both(NO_PLAN, drop("Assessment"),
                      put("Requests", RequestOutcome="A", RequestOutcomeDate="",
                          RequestMediation="", RequestTribunal="")),
    "withdrawn": both(NO_PLAN, drop("Assessment"),
                      put("Requests", RequestOutcome="W", RequestOutcomeDate="",
                          RequestMediation="", RequestTribunal="")),
    "moved out": both(NO_PLAN, drop("Assessment"), put("Requests", Exported="202")),
}  # fmt: skip
PERSONS = {
    name: put("Person", Forename=name.title().replace(" ", ""), UPN="", UPNunknown="UN3")(
        change(GOOD)
    )
    for name, change in CLASSES.items()
}


def written(path: Path, persons: tuple[Group, ...]) -> Path:
    with path.open("wb") as file:
        sen2_xml.write(file, SHAPE, HEADER, persons)
    return path


def read(path: Path) -> list[Group]:
    with path.open("rb") as file:
        return list(sen2_xml.read(file, path.name).persons())


def load(store: Store, path: Path) -> returns_load.Preview:
    shown = returns_load.preview(store, [path], TODAY)
    return returns_load.load(store, [path], TODAY, shown)


def test_what_is_taken_in_comes_out_the_same(store: Store, tmp_path: Path) -> None:
    came = written(tmp_path / "came.xml", tuple(PERSONS.values()))

    done = load(store, came)
    returns.write(store, Asked(2026, la="201"), tmp_path / "made.xml", today=TODAY)

    again = {person["Forename"]: person for person in read(tmp_path / "made.xml")}
    assert (done.new, done.rejected) == (len(PERSONS), ())
    for person in read(came):
        assert again.get(person["Forename"]) == person, person["Forename"]
    assert not casefile.verify(store)


def test_a_second_load_changes_nothing_and_one_undo_takes_all_back(
    store: Store, tmp_path: Path
) -> None:
    came = written(tmp_path / "came.xml", tuple(PERSONS.values()))
    load(store, came)

    again = returns_load.preview(store, [came], TODAY)

    assert again.changes_nothing
    assert again.unchanged == len(PERSONS)
    assert past.undo(store) == returns_load.LOAD
    with store.read() as session:
        run = session.connection().exec_driver_sql
        nouns = ("pupil", '"case"', "case_event", "plan", "arrangement", "need", "particulars")
        assert [run(f"SELECT count(*) FROM {noun}").scalar_one() for noun in nouns] == [0] * 7


def test_a_child_who_is_here_keeps_what_is_here_and_gets_what_is_not(
    store: Store, tmp_path: Path
) -> None:
    authority(store)

    shown = returns_load.preview(store, [written(tmp_path / "came.xml", (GOOD,))], TODAY)

    # The plan, its request and the placement's need are here: the review and the transfer are not.
    assert (shown.new, shown.known) == (0, 1)
    assert shown.records == {"case": 2, "arrangement": 2, "status": 1}


@pytest.mark.parametrize(
    ("change", "item"),
    [
        (put("Person", Surname=""), "surname"),
        (put("SENneed", SENtype="WIZARD"), "code"),
        (put("PlacementDetail", PlacementRank="7"), "rank"),
    ],
    ids=["no surname", "no need", "no rank"],
)
def test_what_the_record_cannot_hold_is_rejected_with_its_line(
    store: Store, tmp_path: Path, change: object, item: str
) -> None:
    came = written(tmp_path / "came.xml", (change(GOOD),))  # type: ignore[operator]

    (fault,) = returns_load.preview(store, [came], TODAY).rejected

    assert (fault.field, fault.line > 0) == (item, True)


def test_one_number_twice_in_a_file_is_rejected(store: Store, tmp_path: Path) -> None:
    twin = put("Person", Forename="Somebody")(GOOD)
    came = written(tmp_path / "came.xml", (GOOD, twin))

    shown = returns_load.preview(store, [came], TODAY)

    assert [(fault.field, fault.value) for fault in shown.rejected] == [("upn", GOOD["UPN"])]


def test_a_file_that_changed_since_the_preview_is_not_taken_in(
    store: Store, tmp_path: Path
) -> None:
    came = written(tmp_path / "came.xml", (GOOD,))
    shown = returns_load.preview(store, [came], TODAY)
    written(came, (GOOD, PERSONS["ceased"]))

    with pytest.raises(SendtuiError, match="changed since the preview"):
        returns_load.load(store, [came], TODAY, shown)

    with store.read() as session:
        count = session.connection().exec_driver_sql("SELECT count(*) FROM pupil").scalar_one()
    assert count == 0


def test_the_nine_csv_files_are_loaded_like_the_xml(store: Store, tmp_path: Path) -> None:
    files = {name: io.BytesIO() for name in sen2_csv.PARENTS}
    sen2_csv.write(files, SHAPE, HEADER, PERSONS.values())  # type: ignore[arg-type]
    for name, file in files.items():
        (tmp_path / sen2_csv.file_name(name, TODAY)).write_bytes(file.getvalue())

    shown = returns_load.preview(store, [tmp_path], TODAY)

    assert (shown.new, shown.rejected) == (len(PERSONS), ())


def test_a_file_is_checked_with_the_line_it_stands_in(store: Store, tmp_path: Path) -> None:
    came = written(tmp_path / "came.xml", (put("Person", Sex="")(GOOD),))

    found = returns_files.check(store, [came])

    assert [(f.rule, f.name) for f in found.findings] == [("P01", "Quillfeather, Zephyr")]
    assert found.findings[0].detail.startswith("line ")
    assert found.errors == 1


def test_last_years_file_is_compared_with_this_years_return(store: Store, tmp_path: Path) -> None:
    who = authority(store)
    gone = put("Person", Surname="Bramblecoat", UPN="")(HISTORICAL(GOOD))
    stranger = put("Person", Surname="Snapdragon", UPN="")(HISTORICAL(GOOD))
    other = both(HISTORICAL, put("Person", Sex="M"))(GOOD)
    came = written(tmp_path / "came.xml", (gone, stranger, other))

    found = returns_files.compare(store, Asked(2026), [came])

    assert [(d.sort, d.name, d.item) for d in found] == [
        ("gone", "Bramblecoat, Zephyr", ""),
        ("gone", "Snapdragon, Zephyr", ""),
        ("differs", "Quillfeather, Zephyr", "Sex"),
        ("differs", "Quillfeather, Zephyr", "StartDate"),
        ("new", "Marrowby, Zephyr", ""),
        ("new", "Thistlewick, Zephyr", ""),
    ]
    assert found[0].person == who["status"]
    assert "The SEN status is E" in found[0].because


@pytest.mark.parametrize("names", [[], ["nothing.xml"], ["a.csv", "b.csv"]], ids=str)
def test_files_that_are_no_return_are_refused(
    store: Store, tmp_path: Path, names: list[str]
) -> None:
    for name in names[1:]:
        (tmp_path / names[0]).write_text("a,b\n", encoding="utf-8")
        (tmp_path / name).write_text("a,b\n", encoding="utf-8")

    with pytest.raises(SendtuiError):
        returns_load.preview(store, [tmp_path / name for name in names], TODAY)
