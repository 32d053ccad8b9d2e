"""Common Transfer Files: current, old, partial and made to harm."""

import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendtui.errors import SendtuiError
from sendtui.formats import ctf_parts, sheets, xml_safely
from sendtui.formats.register_in import read
from sendtui.formats.sheets import read_sheet
from sendtui.models.incoming import IncomingPupil, Rejected
from tests.formats.ctf_made import BESIDES, need, pupil, step, transfer
from tests.formats.sheets_made import cells_of, pupils, rejected
from tests.samples import SAMPLES, needs_samples

TODAY = date(2026, 11, 22)
K, E = step("K", "2020-11-02"), step("E", "2023-02-20")
SLCN = need("SLCN", 1, "2020-11-02")


def one(*parts: str, **how: str) -> IncomingPupil:
    """The only pupil of a file."""
    (found,) = pupils(transfer(*parts, **how), as_at=TODAY)
    return found


def test_a_pupil_comes_with_identifiers_history_and_ranked_needs() -> None:
    basic = (
        "<BasicDetails><FormerUPN>A801200001001</FormerUPN><PreferredForename>Zeph [/x]"
        "</PreferredForename><PreferredSurname>Quillfeather</PreferredSurname></BasicDetails>"
    )
    found = one(pupil([K, E], [need("ASD", 2, "2022-05-09"), SLCN], basic))

    assert (found.upn, found.former_upn) == ("G801200026001", "A801200001001")
    assert (found.preferred_forename, found.preferred_surname) == ("Zeph [/x]", "")
    assert (found.status, found.status_since) == ("E", date(2023, 2, 20))
    assert found.steps == (("K", date(2020, 11, 2)),)
    assert found.needs == (("SLCN", 1), ("ASD", 2))
    assert found.dated_needs[0] == ("ASD", 2, date(2022, 5, 9), None)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "iso-8859-1", "windows-1252"]
)
def test_every_encoding_that_a_file_declares_is_read(encoding: str) -> None:
    raw = transfer(pupil([K], Forename="Zo\u00eb"), encoding=encoding)
    if encoding == "utf-16-le":
        raw = b"\xff\xfe" + raw

    (found,) = pupils(raw, as_at=TODAY)

    assert found.forename == "Zo\u00eb"


def test_an_old_file_keeps_its_old_codes() -> None:
    old = (
        "<Pupil><UPN>G801200026001</UPN><Surname>QUILLFEATHER</Surname><Forename>ZEPHYR</Forename>"
        f"<DOB>2003-09-30</DOB><Gender>M</Gender><SENhistory>{step('P', '2011-02-07')}"
        f"{step('A', '2009-01-12')}{step('S', '2013-03-04')}</SENhistory>"
        f"<SENneeds>{need('BESD', 1)}</SENneeds></Pupil>"
    )

    found = one(old, version="15.0", qualifier="partial", encoding="utf-16")

    assert found.steps == (("A", date(2009, 1, 12)), ("P", date(2011, 2, 7)))
    assert (found.status, found.status_as_given) == ("E", "Statement (old)")
    assert (found.sex, found.needs) == ("M", (("BESD", 1),))
    assert "BESD is no longer a type of need" in found.oddities[0]


def test_a_need_that_is_over_is_no_need_of_now() -> None:
    found = one(pupil([K], [SLCN, need("ASD", 2, "2020-01-01", "2022-07-20")]))

    assert found.needs == (("SLCN", 1),)
    assert found.dated_needs[1] == ("ASD", 2, date(2020, 1, 1), date(2022, 7, 20))


def test_the_same_status_again_is_no_step_and_a_step_without_a_day_is_the_first() -> None:
    found = one(pupil([step("K", "2021-09-06"), K, step("N")]))

    assert (found.steps, found.status, found.status_since) == ((), "K", date(2020, 11, 2))


@pytest.mark.parametrize(("year", "kept"), [("3", ""), ("4", "4"), ("", "")])
def test_the_year_of_the_files_own_day_is_kept_only_out_of_cohort(year: str, kept: str) -> None:
    basic = f"<BasicDetails><NCyearActual>{year}</NCyearActual></BasicDetails>"

    assert one(pupil([], [], basic)).nc_year == kept


def test_what_is_not_taken_is_named() -> None:
    more = (
        "<BasicDetails><Ethnicity>WBRI</Ethnicity></BasicDetails><FSMhistory/>"
        "<Contacts><Contact><Surname>Moss</Surname></Contact></Contacts>"
        "<SchoolHistory><School><LEA>801</LEA><LeavingDate/></School></SchoolHistory>"
        "<Phones><Phone><PhoneNo>01632 960001</PhoneNo></Phone></Phones>"
    )
    lines = read(io.BytesIO(transfer(pupil([K], [], more))), "one.xml", None, TODAY)

    (found,) = lines

    assert isinstance(found, IncomingPupil)
    assert found.surname == "Quillfeather"
    assert lines.unknown == ("Phones", "SchoolHistory without LeavingDate")
    assert not lines.is_whole
    assert lines.about == (
        "Common Transfer File 26.0, full, made 06/07/2026, from Mistlethwaite & Fen"
    )


def test_contacts_attendance_and_the_rest_come_along_with_their_source() -> None:
    found = one(pupil([K], [SLCN], BESIDES))

    name, role, responsible, phone, email, address = found.contacts[0]
    assert (name, role, responsible) == ("Ms Fern, / Moss", "mother", True)
    assert (phone, email) == ("07700 900123", "fern@example.org")
    assert address == "12 Mill [/x] Lane, Fen, ZZ99 3WZ"
    assert found.attended == ((date(2025, 9, 1), date(2026, 7, 6), 372, 339, 7),)
    assert (found.ethnicity, found.postcode, found.language) == ("MWBA", "ZZ99 3WZ", "Igbo")
    assert (found.flags, found.not_flags) == (("FSM", "LAC"), ("SERVICE",))
    assert found.source == "Common Transfer File, made 06/07/2026, from Mistlethwaite & Fen"


def test_schools_that_were_left_come_along_and_the_one_of_now_is_named() -> None:
    left = (
        "<School><LEA>801</LEA><Estab>2002</Estab><URN>900002</URN><SchoolName>Nettle; | [/x]"
        "</SchoolName><EntryDate>2019-09-03</EntryDate><LeavingDate>2022-07-20</LeavingDate>"
        "<LeavingReason>NT</LeavingReason></School>"
        "<School><LEA>801</LEA><Estab>2003</Estab><LeavingDate>2019-07-20</LeavingDate></School>"
    )
    turned = "<School><SchoolName>X</SchoolName><EntryDate>2022-01-01</EntryDate>" \
        "<LeavingDate>2021-01-01</LeavingDate></School>"  # fmt: skip
    now = "<School><LEA>801</LEA><EntryDate>2022-09-01</EntryDate></School>"
    more = f"<SchoolHistory>{left}{turned}{now}</SchoolHistory>"

    found = one(pupil([K], [], more))

    assert found.schools == (
        ("Nettle, / [/x]", "900002", date(2019, 9, 3), date(2022, 7, 20)),
        ("LAESTAB 8012003", "", None, date(2019, 7, 20)),
    )
    assert found.oddities == ("A school that was left before it was entered was not taken.",)


@pytest.mark.parametrize(
    ("told", "flags"),
    [
        ("<FSMinstance><FSMendDate>2026-07-05</FSMendDate></FSMinstance>", ((), ("FSM",))),
        ("<FSMinstance><FSMendDate>2026-07-06</FSMendDate></FSMinstance>", (("FSM",), ())),
        ("<FSMreviewDate>2026-09-01</FSMreviewDate>", ((), ())),
    ],
    ids=["over", "to the day of the file", "never"],
)
def test_free_meals_are_those_that_have_not_ended(told: str, flags: object) -> None:
    found = one(pupil([K], [], f"<FSMhistory>{told}</FSMhistory>"))

    assert (found.flags, found.not_flags) == flags


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (BESIDES.replace("MWBA", "XXXX"), "no census code"),
        (BESIDES.replace("339", "373"), "impossible figures"),
    ],
    ids=["ethnicity", "attendance"],
)
def test_what_besides_cannot_be_keeps_nobody_out(more: str, says: str) -> None:
    (note,) = one(pupil([K], [], more)).oddities

    assert says in note


def test_pupils_on_one_line_of_the_file_have_numbers_of_their_own() -> None:
    found = pupils(transfer(pupil(), pupil(UPN="", Surname="Moss"), between=""), as_at=TODAY)

    assert [each.line for each in found] == [2, 3]


@pytest.mark.parametrize(
    ("parts", "field", "says"),
    [
        (pupil([step("Z", "2020-11-02")]), "status_history", "no SEN status"),
        (pupil([step("K", "2020-02-31")]), "status_history", "no such day|not a d|day"),
        (pupil([K], [need("XYZ", 1)]), "dated_needs", "no type of need"),
        (pupil([K], [need("SLCN", "first")]), "dated_needs", "rank"),
        (pupil([K], [need("SLCN", 1, "2022-01-01", "2021-01-01")]), "dated_needs", "ends before"),
        (pupil(DOB="30/19/2017"), "born", "date|day|month"),
    ],
)
def test_what_cannot_be_used_is_rejected_with_its_reason(parts: str, field: str, says: str) -> None:
    (fault,) = rejected(transfer(parts, pupil(UPN="", Surname="Moss")), as_at=TODAY)

    assert fault.field == field
    assert any(word in fault.reason for word in says.split("|"))


ENDLESS = "x" * (2 * xml_safely.LONGEST)
BOMB = '<!DOCTYPE CTfile [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE CTfile SYSTEM "file:///etc/passwd">'


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (transfer(pupil(), head=BOMB), "document type declaration"),
        (transfer(pupil(), head=OUTSIDE), "document type declaration"),
        (transfer(pupil())[:-30], "cannot be read as XML"),
        (transfer(pupil()).replace(b"</Pupil>", b"</Pupl>"), "cannot be read as XML"),
        (transfer("<a>" * 200 + "</a>" * 200), "nested too deeply"),
        (transfer(pupil(Surname="x" * 40_000)), "more than 32,767 characters"),
        (transfer(pupil()).replace(b"utf-8", b"klingon", 1), "encoding"),
        (b"<?xml version='1.0'?><html><body/></html>", "is an XML file, not a list"),
        (transfer(pupil()).replace(b"Zephyr", b"Zo\xeb"), "cannot be read as XML"),
        (transfer(pupil(), head=f"<!--{ENDLESS}-->"), "without end"),
        (transfer(f'<Pupil a="{ENDLESS}"/>'), "without end"),
        (transfer(f"<{ENDLESS}/>"), "without end"),
    ],
    ids=[
        "a bomb",
        "outside",
        "cut",
        "crossed",
        "deep",
        "long",
        "encoding",
        "a page",
        "bytes",
        "long comment",
        "long attribute",
        "long name",
    ],
)
def test_a_file_made_to_harm_is_refused_in_words(raw: bytes, says: str) -> None:
    with pytest.raises(SendtuiError, match=says):
        cells_of(raw)


def test_parts_without_number_are_left_and_cost_nothing() -> None:
    many = "".join(f"<X{n}>x</X{n}>" for n in range(500))
    contacts = (
        "<Contacts>" + f"<Contact><Surname>Moss</Surname>{many}</Contact>" * 3 + "</Contacts>"
    )
    survey = ctf_parts.Besides()
    for n in range(500):
        survey.end(["Address"], f"X{n}", "x")

    found = one(pupil([K], [], f"<Address>{many}</Address>{contacts}{many}"))

    assert [each[0] for each in found.contacts] == ["Moss"] * 3
    assert len(survey.address) < 100


def test_a_file_over_the_bound_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MAX_BYTES", 100)

    with pytest.raises(SendtuiError, match="larger than"):
        cells_of(transfer(pupil()))


@given(st.integers(0, 1_500), st.binary(max_size=6))
def test_any_damage_is_read_or_refused_in_words(at: int, put: bytes) -> None:
    raw = transfer(pupil([K, E], [SLCN]), pupil(UPN="", Surname="Moss"))
    raw = raw[:at] + put + raw[at + len(put) :]

    said = ""
    try:
        for outcome in read(io.BytesIO(raw), "one.xml", None, TODAY):
            assert isinstance(outcome, (IncomingPupil, Rejected))
    except SendtuiError as refused:
        said = str(refused)

    assert not said or "one.xml" in said


@needs_samples
def test_the_sample_files_are_read_whole() -> None:
    assert SAMPLES is not None
    for path in sorted((SAMPLES / "ctf").glob("*.xml")):
        with path.open("rb") as file:
            found = list(read(file, path.name, None, TODAY))
            assert read_sheet(file, path.name).sort == "ctf"
        assert found
        assert all(isinstance(each, IncomingPupil) for each in found)
