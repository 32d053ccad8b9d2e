"""SEN2 as XML and as the nine CSV files: golden, valid, read back whole, and hostile files."""

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from sendtui.errors import SendtuiError
from sendtui.formats import sen2_csv, sen2_xml
from sendtui.formats.sen2_xsd import xsd
from sendtui.rules.sen2_group import Group, Header
from sendtui.rules.sen2_shape import DAY_ITEMS, FLAG_ITEMS, MOST, Shape, shape_of
from sendtui.rules.sen2_whole import check_header
from tests.rules.sen2_made import GOOD, both, drop, put
from tests.samples import SAMPLES, needs_samples

GOLDEN = Path(__file__).parent / "golden"
SHAPE = shape_of(2026)
HEADER = Header(2026, date(2026, 1, 15), "201", "2026-02-01T09:00:00", "Y", "N", "R", release="0")
OLD = both(
    drop("ActivePlans"),
    put("Person", Surname="O’Quill <& Co>", UPN="", UPNunknown="UN3"),
    put("Requests", RequestOutcome="H", ReceivedDate="", RequestSource="", RYA="",
        RequestOutcomeDate="", RequestMediation="", RequestTribunal=""),
)(GOOD)  # fmt: skip


def written(persons: tuple[Group, ...], shape: Shape = SHAPE, header: Header = HEADER) -> bytes:
    file = io.BytesIO()
    assert sen2_xml.write(file, shape, header, iter(persons)) == len(persons)
    return file.getvalue()


def as_csv(persons: tuple[Group, ...], shape: Shape, header: Header) -> dict[str, io.BytesIO]:
    files = {name: io.BytesIO() for name in sen2_csv.PARENTS}
    sen2_csv.write(files, shape, header, persons)  # type: ignore[arg-type]
    return files


def read(raw: bytes, shape: Shape | None = None) -> sen2_xml.Reading:
    return sen2_xml.read(io.BytesIO(raw), "return.xml", shape)


def test_the_file_is_the_one_kept_beside_the_tests() -> None:
    assert written((GOOD, OLD)) == (GOLDEN / "sen2_2026.xml").read_bytes()


def test_the_nine_csv_files_are_those_kept_beside_the_tests() -> None:
    files = as_csv((GOOD, OLD), SHAPE, HEADER)

    said = b"".join(f"# {name}\r\n".encode() + file.getvalue() for name, file in files.items())

    assert said == (GOLDEN / "sen2_2026_blade.csv").read_bytes()


def test_the_schema_is_the_one_kept_beside_the_tests() -> None:
    assert xsd(SHAPE) == (GOLDEN / "sen2_2026.xsd").read_text(encoding="utf-8")


@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026, 2027])
def test_a_return_of_any_year_keeps_to_our_schema(year: int) -> None:
    shape = shape_of(year)
    header = replace(HEADER, year=year, reference_date=shape.census_day)
    person = put("Person", GenderCurrent="2")(GOOD)
    person = put("SENneed", SENtype="SLCN")(person) if year < 2025 else person

    schema = etree.XMLSchema(etree.fromstring(xsd(shape).encode()))

    schema.assertValid(etree.fromstring(written((person,), shape, header)))


@pytest.mark.parametrize(
    "change",
    [
        put("SENneed", SENtype="BESD"),
        put("Person", Sex=""),
        put("PlanDetail", URN="123456789"),
        put("Requests", RYA="2"),
    ],
    ids=["no code of the year", "no sex", "no URN", "no flag"],
)
def test_our_schema_refuses_what_the_year_does_not_have(change: object) -> None:
    schema = etree.XMLSchema(etree.fromstring(xsd(SHAPE).encode()))

    assert not schema.validate(etree.fromstring(written((change(GOOD),))))  # type: ignore[operator]


def _groups(shape: Shape, name: str, values: st.SearchStrategy[str]) -> st.SearchStrategy[Group]:
    """Any group of a name in a shape, with any items and any groups below it."""
    items = [i for i in shape.groups[name] if i not in shape.groups]
    below = [i for i in shape.groups[name] if i in shape.groups]
    said = {
        item: st.dates(date(1900, 1, 1)).map(date.isoformat)
        if item in DAY_ITEMS
        else st.sampled_from(("0", "1"))
        if item in FLAG_ITEMS
        else values
        for item in items
    }
    lists = [
        st.lists(_groups(shape, part, values), max_size=min(MOST.get(part, 2), 2)) for part in below
    ]
    return st.builds(
        lambda v, *parts: Group(name, v, tuple(g for part in parts for g in part)),
        st.fixed_dictionaries({}, optional=said),
        *lists,
    )


def words() -> st.SearchStrategy[str]:
    """Text that XML and CSV can hold, without blanks at its ends or in a row, and no number."""
    letters = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Z"))
    return st.text(letters, min_size=1, max_size=8).filter(
        lambda t: not t.endswith(".0") and t == " ".join(t.split()) and t.isprintable()
    )


@pytest.mark.parametrize("year", [2023, 2025, 2026])
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_what_is_written_is_read_back_the_same(year: int, data: st.DataObject) -> None:
    shape = shape_of(year)
    header = replace(HEADER, year=year, reference_date=shape.census_day)
    persons = tuple(data.draw(st.lists(_groups(shape, "Person", words()), max_size=3)))

    xml = read(written(persons, shape, header))
    blade = sen2_csv.read(as_csv(persons, shape, header))  # type: ignore[arg-type]

    assert tuple(xml.persons()) == persons
    assert tuple(blade.persons()) == persons
    assert xml.shape == blade.shape == shape
    assert xml.unknown == {}
    assert [f.item for f in check_header(xml.header, shape)] == []


def test_other_spellings_of_names_are_read() -> None:
    raw = written((put("PlanDetail", URN="", SENSetting="EHE")(GOOD),))

    found = read(raw.replace(b"SENSetting", b"SENsetting").replace(b"<UPN>", b"<upn>")
                 .replace(b"</UPN>", b"</upn>"))  # fmt: skip

    (person,) = found.persons()
    assert person["UPN"] == GOOD["UPN"]
    assert [g["SENSetting"] for g in person.walk() if g.name == "PlanDetail"] == ["EHE"]


def test_what_a_year_does_not_have_is_counted_and_left_out() -> None:
    raw = written((GOOD,)).replace(b"<Sex>F</Sex>", b"<Sex>F</Sex><Shoe>39</Shoe>")

    found = read(raw)

    assert list(found.persons()) == [GOOD]
    assert found.unknown == {"Person/Shoe": 1}


DEEP = b"<Message>" + b"<Persons>" * 70
BOMB = b'<!DOCTYPE m [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><Message>&b;</Message>'


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "cannot be read as XML"),
        (b"<CTfile/>", "no SEN2 return"),
        (BOMB, "document type"),
        (DEEP, "nested too deeply"),
        (b"<Message></Message>", "does not say that it is a SEN2"),
        (written((GOOD,)).replace(b"2026</Year>", b"2025</Year>"), "mixes years"),
        (written((GOOD,)).replace(b"2026", b"2019"), "cannot be read"),
        (written((GOOD,))[:-200], "cannot be read as XML"),
        (written((put("Person", Surname="x" * 5_000)(GOOD),)), "over 4,000"),
        (written((replace(GOOD, groups=GOOD.groups * 400),)), "over 2,000 parts"),
    ],
    ids=["empty", "transfer file", "entities", "deep", "nothing", "two years", "old", "cut off",
         "long item", "many parts"],
)  # fmt: skip
def test_a_file_that_is_no_return_is_refused(raw: bytes, says: str) -> None:
    with pytest.raises(SendtuiError, match=says):
        list(read(raw).persons())


def test_a_file_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sen2_xml, "MAX_BYTES", 3_000)

    with pytest.raises(SendtuiError, match="larger than any return"):
        list(read(written((GOOD,) * 100)).persons())


def test_a_return_of_another_year_than_expected_is_refused() -> None:
    with pytest.raises(SendtuiError, match="the return of 2026, not 2025"):
        read(written((GOOD,)), shape_of(2025))


def test_persons_are_written_one_at_a_time() -> None:
    alive: list[int] = []

    def persons() -> Iterator[Group]:
        for number in range(5_000):
            alive.append(len(file.getvalue()))
            yield replace(GOOD, record=str(number))

    file = io.BytesIO()
    sen2_xml.write(file, SHAPE, HEADER, persons())

    assert alive[-1] > len(file.getvalue()) * 0.9


@pytest.mark.parametrize("missing", ["sen2", "person", "requests"])
def test_csv_files_without_their_head_are_refused(missing: str) -> None:
    files = as_csv((GOOD,), SHAPE, HEADER)
    del files[missing]

    with pytest.raises(SendtuiError, match=f"the one of {missing} is missing"):
        sen2_csv.read(files)  # type: ignore[arg-type]


def test_a_line_of_a_csv_file_is_told_and_one_without_its_person_is_refused() -> None:
    files = as_csv((GOOD, GOOD), SHAPE, HEADER)
    persons = list(sen2_csv.read(files).persons())  # type: ignore[arg-type]
    assert [person.line for person in persons] == [2, 3]
    lines = files["person"].getvalue().splitlines(keepends=True)
    files["person"] = io.BytesIO(b"".join(lines[:2]))

    with pytest.raises(SendtuiError, match="requests has 1 line whose person is not there, the fi"):
        list(sen2_csv.read(files).persons())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("spoil", "says"),
    [(lambda raw: raw.decode().replace("Zephyr", "Zoë").encode("cp1252"), "not in UTF-8 after"),
     (lambda raw: raw.replace(b"Zephyr", b'"Zephyr'), "is broken after line"),
     (lambda raw: raw.replace(b"persontableid", b"id"), "no column persontableid")],
    ids=["another encoding", "an open quotation mark", "no ids"],
)  # fmt: skip
def test_a_csv_file_that_cannot_be_read_says_where(
    spoil: Callable[[bytes], bytes], says: str
) -> None:
    files = as_csv((GOOD,), SHAPE, HEADER)
    files["person"] = io.BytesIO(spoil(files["person"].getvalue()))

    with pytest.raises(SendtuiError, match=f"CSV file of person .*{says}"):
        list(sen2_csv.read(files).persons())  # type: ignore[arg-type]


def test_csv_files_are_known_by_their_names() -> None:
    name = sen2_csv.file_name("plandetail", date(2026, 3, 2))

    assert name == "Blade-Export_02-03-2026_plandetail.csv"
    assert sen2_csv.table_in(name) == "plandetail"
    assert sen2_csv.table_in("anything.csv") == ""


@needs_samples
@pytest.mark.parametrize("name", ["made_here_minimal_2026.xml", "sen2_sample_2025.xml"])
def test_files_of_others_are_read(name: str) -> None:
    assert SAMPLES is not None
    found = read((SAMPLES / "sen2" / name).read_bytes())

    persons = list(found.persons())

    assert persons
    assert found.unknown == {}
    assert all(p.of("Requests") for p in persons)
