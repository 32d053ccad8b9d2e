"""A school's own list as pupils and rejected lines."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendtui.errors import SendtuiError
from sendtui.formats.register_in import Reading, read
from sendtui.models.incoming import IncomingPupil, Rejected
from sendtui.models.twin import Twin
from sendtui.rules.codes import FLAGS
from tests.formats.sheets_made import (
    HEADINGS,
    ZEPHYR,
    csv_bytes,
    pupils,
    reading,
    rejected,
    workbook,
)
from tests.samples import SAMPLES, needs_samples

LISTS = Path(__file__).parent / "golden" / "lists"
EXPECTED = json.loads((LISTS / "expected.json").read_text("utf-8"))
PRODUCTS = sorted(EXPECTED)
DAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Saved:
    """A profile as it is saved."""

    headings: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    owners: Mapping[str, str] = field(default_factory=dict)


def told(reading: Reading) -> dict[str, object]:
    found = list(reading)
    return {
        "unknown": list(reading.unknown),
        "skipped": [[line.line, line.reason] for line in reading.skipped],
        "blank": reading.blank,
        "pupils": [
            one.model_dump(mode="json", exclude_defaults=True)
            for one in found
            if isinstance(one, IncomingPupil)
        ],
    }


def lines_of(product: str) -> list[list[str]]:
    delimiter = {"bromcom.csv": ";", "scholarpack.tsv": "\t"}.get(product, ",")
    with (LISTS / product).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter=delimiter))


def of(**cells: str) -> list[Sequence[str]]:
    """A list of one pupil, Zephyr but for these cells."""
    values = dict(zip(HEADINGS, ZEPHYR, strict=True)) | cells
    return [list(values), list(values.values())]


@pytest.mark.parametrize("product", PRODUCTS)
def test_a_products_own_export_is_understood(product: str) -> None:
    with (LISTS / product).open("rb") as file:
        assert told(read(file, product, as_at=DAY)) == EXPECTED[product]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
@pytest.mark.parametrize("product", PRODUCTS)
def test_it_is_understood_alike_in_every_dialect(
    product: str, encoding: str, delimiter: str
) -> None:
    raw = csv_bytes(lines_of(product), encoding, delimiter)

    assert told(reading(raw, as_at=DAY)) == EXPECTED[product]


@pytest.mark.parametrize("product", PRODUCTS)
def test_it_is_understood_alike_as_a_workbook(product: str) -> None:
    found = told(read(workbook(lines_of(product)), product, as_at=DAY))

    assert found == EXPECTED[product]


def test_dates_and_numbers_of_a_workbook_need_no_text() -> None:
    lines = [
        ["Name", "DOB", "Year", "ULN"],
        ["Quillfeather, Zephyr", date(2017, 9, 30), 4, 9276308686],
    ]
    lines.append(["Thistledown, Marmaduke", 42248, 6.0, ""])

    zephyr, marmaduke = read(workbook(lines), "list.xlsx")

    assert (zephyr.born, zephyr.nc_year, zephyr.uln) == (date(2017, 9, 30), "4", "9276308686")
    assert (marmaduke.born, marmaduke.nc_year) == (date(2015, 9, 1), "6")


@pytest.mark.parametrize(
    ("cells", "field_name", "reason"),
    [
        pytest.param({"UPN": "G8012"}, "upn", "13 characters", id="a short UPN"),
        pytest.param({"UPN": "G8O1200026001"}, "upn", "perhaps 0", id="an O for a 0"),
        pytest.param({"Surname": ""}, "surname", "no surname", id="no surname"),
        pytest.param({"Surname": "x" * 300}, "surname", "wrong column", id="a very long name"),
        pytest.param({"Surname": "=A1&B1"}, "surname", "a formula", id="a formula"),
        pytest.param({"Surname": "'=A1"}, "surname", "a formula", id="a formula made harmless"),
        pytest.param({"Surname": "#REF!"}, "surname", "broken formula", id="a broken formula"),
        pytest.param({"DOB": "30/09/17"}, "born", "two digits", id="a two-digit year"),
        pytest.param({"DOB": "09/30/2017"}, "born", "day first", id="American order"),
        pytest.param({"DOB": "last autumn"}, "born", "not a date", id="no date"),
        pytest.param({"DOB": "30/09/2027"}, "born", "after 22/11/2026", id="not born yet"),
        pytest.param({"SEN Status": "Wave 2"}, "status", '"status:Wave 2=K"', id="unknown status"),
        pytest.param({"SEN Needs": "ADHD"}, "need", " need:ADHD=SEMH", id="an unsure need"),
        pytest.param({"SEN Needs": "SLCN; gloom"}, "need", "“gloom”", id="one unknown of two"),
        pytest.param({"SEN Needs": "a, " * 200}, "need", "longer than 300", id="needs as prose"),
        pytest.param({"Year": "Hufflepuff"}, "nc_year", " nc_year:Hufflepuff=7", id="no NC year"),
        pytest.param({"Need Rank": "first"}, "need_rank", "not a rank", id="no rank"),
        pytest.param({"ULN": "123"}, "uln", "10 digits", id="no ULN"),
        pytest.param({"NHS number": "999"}, "nhs_number", "10 digits", id="no NHS number"),
    ],
)
def test_a_cell_that_cannot_be_used_rejects_its_line(
    cells: dict[str, str], field_name: str, reason: str
) -> None:
    (found,) = rejected(of(**cells), as_at=DAY)

    heading, value = next(iter(cells.items()))
    assert (found.line, found.field, found.heading) == (2, field_name, heading)
    assert found.value == value.strip()
    assert reason in found.reason
    assert value in found.cells


def test_a_line_with_two_faults_tells_both() -> None:
    found = rejected(of(DOB="x", UPN="y"))

    assert [one.field for one in found] == ["upn", "born"]


def test_a_line_with_more_cells_than_headings_is_rejected() -> None:
    lines = [list(HEADINGS), [*ZEPHYR, "left over"]]

    assert "quotation marks" in rejected(lines)[0].reason
    assert pupils([list(HEADINGS), [*ZEPHYR, " ", ""]])[0].surname == "Quillfeather"


def test_a_line_with_fewer_cells_has_blanks_in_the_rest() -> None:
    (zephyr,) = pupils([list(HEADINGS), list(ZEPHYR[:3])])

    assert (zephyr.forename, zephyr.born, zephyr.needs) == ("Zephyr", None, ())


@pytest.mark.parametrize(
    ("cells", "field_name", "value", "oddity"),
    [
        pytest.param(
            {"UPN": "A801200026001"},
            "upn",
            "A801200026001",
            "the check letter is A and should be G",
            id="a wrong check letter",
        ),
        pytest.param({"UPN": "T80120002600A"}, "upn", "T80120002600A", "temporary", id="temporary"),
        pytest.param({"Year": "6"}, "nc_year", "6", "not the one by age, 4", id="another year"),
        pytest.param({"SEN Status": "Statement"}, "status", "E", "was read as", id="old status"),
        pytest.param({"SEN Needs": "BESD"}, "needs", (("BESD", 1),), "no longer", id="old need"),
        pytest.param({"ULN": "9276308687"}, "uln", "9276308687", "should be 6", id="odd ULN"),
        pytest.param({"Sex": "Unknown"}, "sex", "", "neither F nor M", id="no sex"),
        pytest.param({"EAL": "maybe"}, "flags", (), "neither yes nor no", id="a vague flag"),
    ],
)
def test_what_is_odd_but_plausible_is_kept_and_told(
    cells: dict[str, str], field_name: str, value: object, oddity: str
) -> None:
    (found,) = pupils(of(**cells), as_at=DAY)

    assert getattr(found, field_name) == value
    assert any(oddity in told for told in found.oddities)


def test_down_syndrome_is_odd_before_the_census_had_it() -> None:
    assert not pupils(of(**{"SEN Needs": "DS"}), as_at=DAY)[0].oddities
    (found,) = pupils(of(**{"SEN Needs": "DS"}), as_at=date(2024, 11, 1))
    assert "DS was not a type of need before 01/01/2025." in found.oddities


def test_a_profile_says_what_words_mean() -> None:
    saved = Saved(
        {"Level": "status"},
        {"status:wave  2": "K", "need:ADHD": "SEMH", "nc_year:Owls": "4", "need:gloom": ""},
    )
    lines = of(Level="Wave 2", **{"SEN Needs": "SLCN; ADHD; gloom"}, Year="OWLS")
    del lines[0][4], lines[1][4]  # type: ignore[attr-defined]

    (found,) = pupils(lines, profile=saved)

    assert (found.status, found.status_as_given, found.nc_year) == ("K", "Wave 2", "4")
    assert found.needs == (("SLCN", 1), ("SEMH", 2))


def test_a_profile_says_that_surnames_come_first() -> None:
    lines = [["Name", "Class"], ["Quillfeather Zephyr", "4B"]]

    (found,) = pupils(lines, profile=Saved(values={"full_name:order": "surname first"}))

    assert (found.surname, found.forename) == ("Quillfeather", "Zephyr")


def test_the_words_of_a_status_are_kept_as_given() -> None:
    (found,) = pupils(of(**{"SEN Status": "School Action +"}))

    assert (found.status, found.status_as_given) == ("K", "School Action +")


def test_flags_are_told_apart_from_their_absence() -> None:
    (found,) = pupils(of(EAL="Y", FSM="n", **{"Looked after": ""}))

    assert (found.flags, found.not_flags) == (("EAL",), ("FSM",))


def test_every_flag_column_is_a_flag_the_record_has() -> None:
    from sendtui.formats.synonyms import TITLES

    assert {name[5:] for name in TITLES if name.startswith("flag:")} <= {f.code for f in FLAGS}


def test_what_excel_puts_around_a_number_is_taken_off() -> None:
    (found,) = pupils(of(Adno='="000101"', Class="'-4B"))

    assert (found.adno, found.class_name) == ("000101", "-4B")


class TestSeveralLinesOfOnePupil:
    HEAD = ("UPN", "Surname", "Forename", "DOB", "Class", "Need", "Rank")

    def lines(self, *more: Sequence[str]) -> list[Sequence[str]]:
        return [self.HEAD, *more]

    def test_a_line_for_each_need_is_folded_by_upn(self) -> None:
        start = ["G801200026001", "Quillfeather", "Zephyr", "30/09/2017", "4B"]
        other = ["K801200026003", "Thistledown", "Marmaduke", "01/09/2015", "6A", "ASD", "1"]

        found = pupils(self.lines([*start, "SEMH", "2"], other, [*start, "SLCN", "1"]))

        assert [one.lines for one in found] == [(3,), (2, 4)]
        assert found[1].needs == (("SLCN", 1), ("SEMH", 2))

    def test_without_a_upn_name_and_birthday_in_any_style_do(self) -> None:
        found = pupils(
            self.lines(
                ["", "Quillfeather", "Zephyr", "30/09/2017", "4B", "SLCN"],
                ["", "Quillfeather", "Zephyr", "2017-09-30", "4B", "SEMH"],
            )
        )

        assert [one.needs for one in found] == [(("SLCN", 1), ("SEMH", 2))]

    def test_a_blank_agrees_with_anything(self) -> None:
        found = pupils(
            self.lines(
                ["G801200026001", "Quillfeather", "Zephyr", "30/09/2017", "4B", "SLCN", "1"],
                ["G801200026001", "Quillfeather", "Zephyr", "", "", "SEMH", "2"],
            )
        )

        assert (found[0].born, found[0].class_name) == (date(2017, 9, 30), "4B")

    def test_lines_that_contradict_each_other_are_all_rejected(self) -> None:
        found = rejected(
            self.lines(
                ["G801200026001", "Quillfeather", "Zephyr", "30/09/2017", "4B", "SLCN", "1"],
                ["G801200026001", "Quillfeather", "Zephyr", "30/09/2017", "5C", "SEMH", "2"],
            )
        )

        assert [(one.line, one.field, one.value) for one in found] == [
            (2, "class_name", "4B"),
            (3, "class_name", "5C"),
        ]
        assert "lines 2, 3 are the same pupil but differ in “Class”" in found[0].reason

    def test_one_bad_line_keeps_out_the_others_of_the_pupil(self) -> None:
        start = ["G801200026001", "Quillfeather", "Zephyr", "30/09/2017", "4B"]

        found = rejected(self.lines([*start, "SLCN", "1"], [*start, "gloom", "2"]))

        assert [one.line for one in found] == [2, 3]
        assert found[0].reason == "line 3 is of the same pupil and is rejected"

    def test_two_needs_of_one_rank_are_numbered_anew(self) -> None:
        start = ["G801200026001", "Quillfeather", "Zephyr", "30/09/2017", "4B"]

        (found,) = pupils(self.lines([*start, "SLCN", "1"], [*start, "SEMH", "1"]))

        assert found.needs == (("SLCN", 1), ("SEMH", 2))
        assert "same rank" in found.oddities[0]

    def test_a_second_need_without_a_first_is_told(self) -> None:
        (found,) = pupils([["Name", "Class", "Need 1", "Need 2"], ["Finch, Zeph", "4B", "", "ASD"]])

        assert found.needs == (("ASD", 2),)
        assert "No need has rank 1" in found.oddities[0]

    def test_two_children_of_one_name_stay_two(self) -> None:
        found = pupils(
            self.lines(
                ["", "Quillfeather", "Zephyr", "30/09/2017", "4B"],
                ["", "Quillfeather", "Zephyr", "01/10/2017", "4B"],
                ["", "Quillfeather", "Zephyr", "", "4B"],
                ["", "Quillfeather", "Zephyr", "", "5C"],
            )
        )

        assert len(found) == 4


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        pytest.param(["Total", "", "31"], "a total", id="total"),
        pytest.param(["", "Grand Total:", "31"], "a total", id="grand total"),
        pytest.param(["Printed on 2 February 2026"], "a note", id="a footer"),
        pytest.param(["UPN", "Surname", "Forename"], "the headings again", id="a second page"),
        pytest.param(["13 characters", "Required", "(optional)"], "instructions", id="hints"),
    ],
)
def test_a_line_that_is_no_pupil_is_skipped_and_told(cells: list[str], reason: str) -> None:
    found = reading([["UPN", "Surname", "Forename"], ZEPHYR[:3], [""], cells])

    assert len(list(found)) == 1
    assert [(line.line, line.reason) for line in found.skipped] == [(4, reason)]
    assert found.blank == 1


def test_a_child_whose_name_looks_like_a_total_is_a_child() -> None:
    lines = [["Surname", "Forename", "DOB"], ["Count", "Zephyr", ""], ["Page", "Ünal", "1/9/2015"]]

    assert [one.surname for one in pupils(lines)] == ["Count", "Page"]


def test_a_heading_twice_is_refused_where_the_columns_differ() -> None:
    head = ["UPN", "Surname", "Forename", "Class", "Class"]
    same = [head, [*ZEPHYR[:3], "4B", "4B "]]
    different = [*same, [*ZEPHYR[:3], "4B", "5C"]]

    assert pupils(same)[0].class_name == "4B"
    with pytest.raises(SendtuiError, match="“Class” twice, and the two columns differ in line 3"):
        list(reading(different))


def test_a_reading_can_be_walked_again_with_the_same_outcome() -> None:
    found = reading([["UPN", "Surname", "Forename"], ZEPHYR[:3], ["Total", "", "1"]])

    assert list(found) == list(found)
    assert found.skipped_count == 1
    assert found.fields == {"upn", "surname", "forename"}


def test_a_file_of_headings_alone_has_no_pupils() -> None:
    assert list(reading([list(HEADINGS)])) == []


def test_what_a_file_says_fits_what_the_record_keeps() -> None:
    from sendtui.models.need import NeedIn
    from sendtui.models.pupil import PupilIn
    from sendtui.models.status import StatusIn

    (found,) = pupils(of(Year="4", Adno="7", EAL="Y", **{"SEN start date": "1/9/2025"}))

    kept = found.model_dump(include=set(PupilIn.model_fields))
    made: list[Twin] = [PupilIn(**kept)]
    made.append(StatusIn(pupil="1", status=found.status, since=found.status_since))
    made += [NeedIn(pupil="1", code=code, rank=rank) for code, rank in found.needs]
    assert len(made) == 4


PIECES = st.sampled_from(
    [*HEADINGS, *ZEPHYR, ",", ";", "\t", "\n", "\r\n", '"', "=", "'", "Ü", "\x92", "\0", "-", " "]
)


@given(st.lists(PIECES, max_size=60).map("".join), st.sampled_from(["utf-8", "utf-16", "cp1252"]))
def test_any_jumble_gives_pupils_and_rejected_lines_or_an_error(text: str, encoding: str) -> None:
    raw = b"UPN,Surname,Forename\n" + text.encode(encoding, "replace")

    try:
        outcomes = list(reading(raw))
    except SendtuiError:
        return
    assert all(isinstance(one, (IncomingPupil, Rejected)) for one in outcomes)


@given(st.lists(st.lists(st.text(max_size=12), min_size=6, max_size=6), max_size=6))
def test_no_line_is_lost(lines: list[list[str]]) -> None:
    try:
        found = reading([HEADINGS, *lines])
        outcomes = list(found)
    except SendtuiError:
        return

    read_lines = {n for one in outcomes if isinstance(one, IncomingPupil) for n in one.lines}
    refused = {one.line for one in outcomes if isinstance(one, Rejected)}
    assert not read_lines & refused
    count = sum(1 for _ in found.sheet.lines()) - 1
    assert len(read_lines) + len(refused) + found.skipped_count + found.blank == count


@needs_samples
def test_the_sample_class_lists_are_read_or_refused_in_words() -> None:
    assert SAMPLES
    paths = sorted([*SAMPLES.glob("mis/*.csv"), *SAMPLES.glob("school_census/*.csv")])
    outcomes: dict[str, object] = {}
    for path in paths:
        with path.open("rb") as file:
            try:
                outcomes[path.name] = list(read(file, path.name, as_at=DAY))
            except SendtuiError as error:
                outcomes[path.name] = str(error)

    assert "quotation mark" in str(outcomes["mavis_class_import__malformed.csv"])
    bom = outcomes["mavis_class_import__valid_with_bom.csv"]
    assert isinstance(bom, list)
    assert bom[0].born == date(2012, 1, 15)
    mixed = outcomes["mavis_class_import__valid.csv"]
    assert isinstance(mixed, list)
    assert [one.nhs_number for one in mixed] == ["9990000018", "9990000026", "9990000034", ""]
    latin = outcomes["mavis_cohort_import__valid_iso_8859_1_encoding.csv"]
    assert isinstance(latin, list)
    assert sum(isinstance(one, IncomingPupil) for one in latin) >= 14


def _large(count: int) -> io.BytesIO:
    lines = ["UPN,Surname,Forename,DOB,SEN Status,SEN Needs"]
    lines += [f",Quill{n},Zephyr,{n % 28 + 1:02}/09/2017,K,SLCN" for n in range(count)]
    return io.BytesIO("\n".join(lines).encode())


def test_a_long_list_is_read_line_by_line() -> None:
    walk = iter(read(_large(5_000), "list.csv"))

    assert next(walk).lines == (2,)
    assert sum(1 for _ in walk) == 4_999
