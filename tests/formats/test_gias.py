"""The public list of schools, in the layouts it has had."""

import io

import pytest

from sendtui.errors import SendtuiError
from sendtui.formats.gias import read
from sendtui.models.school import School
from tests.formats.sheets_made import csv_bytes
from tests.samples import SAMPLES, needs_samples

WIDE = ("URN", "LA (code)", "LA (name)", "EstablishmentNumber", "EstablishmentName",
        "EstablishmentStatus (name)", "PhaseOfEducation (name)", "Town", "Postcode",
        "TypeOfEstablishment (name)", "TypeOfResourcedProvision (name)")  # fmt: skip
LINE = ("100001", "801", "Puddleshire", "45", "St Zéphyr’s, Lower Fen\u00a0", "Open", "Primary",
        "Puddleby", "ZZ99 3WZ", "Community school", "SEN unit")  # fmt: skip


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig", "utf-16"])
def test_columns_are_found_by_name_in_any_order_and_encoding(encoding: str) -> None:
    lines = [tuple(reversed(WIDE)), tuple(reversed(LINE))]

    (found,) = read(io.BytesIO(csv_bytes(lines, encoding)), "schools.csv")

    assert found == School(
        "100001", "8010045", "St Zéphyr’s, Lower Fen", "Open", "Primary", "Puddleby", "ZZ99 3WZ",
        "Community school", "SEN unit",
    )  # fmt: skip


def test_a_line_without_a_number_or_a_name_is_left_out() -> None:
    lines = [WIDE, ("", *LINE[1:]), (*LINE[:4], "", *LINE[5:]), ("total", "1"), LINE]

    assert [each.urn for each in read(io.BytesIO(csv_bytes(lines)), "schools.csv")] == ["100001"]


@pytest.mark.parametrize(
    "raw", [b"UPN,Surname\nx,y\n", b"a\n" * 9, b"URN\n100000\n"], ids=["pupils", "no", "no name"]
)
def test_another_list_is_refused(raw: bytes) -> None:
    with pytest.raises(SendtuiError, match="not the list of schools"):
        list(read(io.BytesIO(raw), "schools.csv"))


@needs_samples
@pytest.mark.parametrize(
    ("name", "least"), [("gias_wide_41_schools.csv", 40), ("gias_compact_england.csv", 26_000)]
)
def test_the_real_lists_are_read(name: str, least: int) -> None:
    assert SAMPLES is not None
    with (SAMPLES / "gias" / name).open("rb") as file:
        found = list(read(file, name))

    assert len(found) >= least
    assert all(each.name == each.name.strip() and "\x92" not in each.name for each in found)
