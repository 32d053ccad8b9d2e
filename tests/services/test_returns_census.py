"""The school census by the record, against what the school's system will send."""

from datetime import date
from pathlib import Path

import pytest

from sendtui.errors import SendtuiError
from sendtui.formats import sen2_xml
from sendtui.rules.sen2_shape import shape_of
from sendtui.services import returns_census
from sendtui.store.store import Store
from tests.rules.sen2_made import GOOD
from tests.services.invented import pupil, status
from tests.services.test_returns_load import HEADER

TODAY = date(2026, 11, 22)
SPRING = date(2027, 1, 21)
UPN, OTHER = "A950000178301", "B950000178301"


def roll(store: Store) -> tuple[str, str, str]:
    """A pupil with K and a need, one with E, and one with neither."""
    k, e = pupil(store, upn=UPN), pupil(store, surname="Marrowby", upn=OTHER)
    none = pupil(store, surname="Zinnia")
    status(store, k, "K", date(2026, 11, 2))
    status(store, e, "E", date(2026, 11, 2))
    with store.write("Note a need") as tx:
        tx.add("need", {"pupil": k, "code": "SLCN", "rank": 1})
    return k, e, none


def mis(folder: Path, *lines: str) -> Path:
    path = folder / "mis.csv"
    head = "UPN,Surname,Forename,DOB,SEN Status,Primary Need"
    path.write_text("\n".join((head, *lines)) + "\n", encoding="utf-8")
    return path


def test_the_roll_is_counted_and_checked(store: Store) -> None:
    _, e, none = roll(store)

    found = returns_census.census(store, SPRING, TODAY)

    assert (found.term, dict(found.roll), found.pupils) == ("spring", {"K": 1, "E": 1, "N": 1}, 3)
    assert [(f.rule.id, f.pupil) for f in found.findings] == [
        ("SC02", e), ("SC15", e), ("SC15", none),
    ]  # fmt: skip
    assert (found.sent, found.corrections) == (None, ())


def test_what_the_schools_system_will_send_is_laid_beside_the_record(
    store: Store, tmp_path: Path
) -> None:
    k, e, _ = roll(store)
    export = mis(
        tmp_path,
        f"{UPN},Quillfeather,Zephyr,03/02/2017,N,",
        f"{OTHER},Marrowby,Zephyr,03/02/2017,E,ASD",
        "A823432110001,Snapdragon,Zephyr,03/02/2017,K,SLCN",
        "A823432110002,Quillfeather,Zephyr,03/02/2017,K,SLCN",
        "A823432110003,Snapdragon,Zephyr,31/02/2017,K,SLCN",
    )

    found = returns_census.census(store, SPRING, TODAY, mis=export)

    assert found.sent == {"N": 1, "E": 1}
    assert [(c.pupil, c.item, c.sent, c.here) for c in found.corrections] == [
        (e, "SEN needs by rank", "ASD", ""),
        (k, "SEN provision", "N", "K"),
        (k, "SEN needs by rank", "", "SLCN"),
    ]
    assert found.missing == ("Zinnia, Zephyr",)
    assert found.strangers == ("Snapdragon, Zephyr", "Quillfeather, Zephyr")
    (unread,) = found.unread
    assert unread.startswith("mis.csv, line 6: DOB “31/02/2017” ")
    assert [table.title for table in returns_census.tables(found)][:2] == [
        "Corrections",
        "Findings",
    ]


def test_plans_are_reconciled_with_a_list_or_a_return(store: Store, tmp_path: Path) -> None:
    k, e, _ = roll(store)
    listed, came = tmp_path / "la.csv", tmp_path / "sen2.xml"
    listed.write_text(f"UPN,Surname\n{OTHER},Marrowby\n", encoding="utf-8")
    with came.open("wb") as file:
        sen2_xml.write(file, shape_of(2026), HEADER, (GOOD,))

    by_list = returns_census.census(store, SPRING, TODAY, authority=[listed])
    by_return = returns_census.census(store, SPRING, TODAY, authority=[came])

    listed.write_text(f"UPN,Surname,SEN Status\n{OTHER},Marrowby,E\n{UPN},Quill,K\n")
    by_status = returns_census.census(store, SPRING, TODAY, authority=[listed])

    assert [f.pupil for f in by_list.findings if f.rule.id == "SC10"] == []
    assert [f.pupil for f in by_status.findings if f.rule.id == "SC10"] == []
    assert {f.pupil for f in by_return.findings if f.rule.id == "SC10"} == {k, e}


def test_an_authoritys_list_without_a_plan_is_not_held_against_the_roll(
    store: Store, tmp_path: Path
) -> None:
    listed = tmp_path / "la.csv"
    listed.write_text("UPN,Surname\n,Marrowby\n", encoding="utf-8")

    with pytest.raises(SendtuiError, match="no UPN with a plan in force"):
        returns_census.census(store, SPRING, TODAY, authority=[listed])


def test_a_list_that_only_dates_the_sen_status_says_nothing_of_it(
    store: Store, tmp_path: Path
) -> None:
    k, _, _ = roll(store)
    export = tmp_path / "mis.csv"
    export.write_text(f"UPN,Surname,SEN Start Date\n{UPN},Quillfeather,02/11/2026\n")

    found = returns_census.census(store, SPRING, TODAY, mis=export)

    assert "SC01" not in {f.rule.id for f in found.findings if f.pupil == k}
