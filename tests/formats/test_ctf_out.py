"""Common Transfer Files that we write: their shape, and what our own reader has of them."""

import io
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from sendtui.formats.ctf_out import write
from sendtui.formats.ctf_parts import ROLES
from sendtui.formats.register_in import read
from sendtui.models.incoming import IncomingPupil
from sendtui.models.transfer import (
    TransferContact,
    TransferHead,
    TransferPast,
    TransferPupil,
    TransferSchool,
    TransferYear,
)
from sendtui.rules.codes import NEED_TYPES

GOLDEN = Path(__file__).parent / "golden"
TODAY = date(2026, 11, 22)
HEAD = TransferHead(
    "26.0", TODAY, 2026, TransferSchool("8012000", "Mistlethwaite & Fen", "900001"),
    TransferSchool("8014001"),
)  # fmt: skip
ZEPHYR = TransferPupil(
    surname="Quillfeather", forename="Zephyr [/x]", upn="G801200026001", uln="1234567899",
    born=date(2015, 9, 30), sex="F", preferred_forename="Zeph", nc_year="6", ethnicity="MWBA",
    language="IGB", postcode="ZZ99 3WZ", in_care=True, service_child=False,
    meals=((date(2021, 9, 6), date(2023, 7, 21)), (date(2024, 1, 8), None)),
    steps=(("A", date(2012, 1, 9)), ("K", date(2020, 11, 2)), ("E", date(2023, 2, 20))),
    needs=(("SLCN", 1, date(2020, 11, 2), None),
           ("MLD", 2, date(2019, 1, 7), date(2020, 7, 20))),
    contacts=(
        TransferContact("Ms Fern Moss-Lane", "mother", True, "07700 900123", "fern@example.org",
                        "12 Mill Lane, Fen <End>, ZZ99 3WZ"),
        TransferContact("Dr Oak", "doctor", False, "01632 960001"),
        TransferContact("Ivy van der Berg", "neighbour", True),
    ),
    attendance=(TransferYear(2025, 372, 339, 7),),
    schools=(TransferPast("Nettle Infants", "", "900002", date(2019, 9, 3), date(2022, 7, 20)),
             TransferPast("Mistlethwaite & Fen", "8012000", "900001")),
)  # fmt: skip


def made(*pupils: TransferPupil) -> bytes:
    file = io.BytesIO()
    assert write(file, HEAD, pupils) == len(pupils)
    return file.getvalue()


@cache
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(GOLDEN / "ctf.xsd"))


def back(raw: bytes) -> IncomingPupil:
    (found,) = read(io.BytesIO(raw), "one.xml", None, TODAY)
    assert isinstance(found, IncomingPupil)
    return found


def test_a_file_is_written_as_it_has_been_seen_before() -> None:
    raw = made(ZEPHYR, TransferPupil("Moss"))

    assert raw.decode() == (GOLDEN / "ctf_26.xml").read_text(encoding="utf-8")
    schema().assertValid(etree.fromstring(raw))


def test_the_file_says_which_version_it_follows_and_that_it_was_not_compared() -> None:
    lines = read(io.BytesIO(made(ZEPHYR)), "one.xml", None, TODAY)

    assert lines.about == (
        "Common Transfer File 26.0, full, made 22/11/2026, from Mistlethwaite & Fen"
    )
    assert b"not compared with the schema of the Department for Education" in made(ZEPHYR)


def test_what_is_written_is_read_back_the_same() -> None:
    found = back(made(ZEPHYR))

    assert (found.upn, found.uln, found.born) == (ZEPHYR.upn, ZEPHYR.uln, ZEPHYR.born)
    assert (found.forename, found.preferred_forename) == ("Zephyr [/x]", "Zeph")
    assert (found.status, found.status_since) == ("E", date(2023, 2, 20))
    assert found.steps == ZEPHYR.steps[:2]
    assert sorted(found.dated_needs) == sorted(ZEPHYR.needs)
    assert found.contacts == (
        ("Ms Fern Moss-Lane", "mother", True, "07700 900123", "fern@example.org",
         "12 Mill Lane, Fen <End>, ZZ99 3WZ"),
        ("Dr Oak", "doctor", False, "01632 960001", "", ""),
        ("Ivy van der Berg", "other contact", True, "", "", ""),
    )  # fmt: skip
    assert found.attended == ((date(2025, 9, 1), date(2026, 8, 31), 372, 339, 7),)
    assert (found.flags, found.not_flags) == (("FSM", "LAC"), ("SERVICE",))
    assert found.schools == (("Nettle Infants", "900002", date(2019, 9, 3), date(2022, 7, 20)),)
    assert (found.language, found.ethnicity, found.postcode) == ("Igbo", "MWBA", "ZZ99 3WZ")


@pytest.mark.parametrize("name", ["Moss, Fern", "MOSS Fern", "Moss", "Mrs", "Ms Moss"])
def test_a_name_written_in_any_way_comes_back_as_it_was(name: str) -> None:
    one = replace(ZEPHYR, contacts=(TransferContact(name, "father"),))

    assert back(made(one)).contacts[0][0] == name


LETTERS = st.text(st.sampled_from("abcÉß'-<&>\"[/]漢\U0001f409\x00\x0b\ufffe "), max_size=20)
DAYS = st.dates(date(2012, 1, 1), TODAY)
STEPS = st.lists(st.tuples(st.sampled_from("NKEAPS"), DAYS), max_size=5, unique_by=lambda s: s[1])
NEEDS = st.lists(st.sampled_from([each.code for each in NEED_TYPES]), max_size=5, unique=True)


def as_xml_holds(text: str) -> str:
    return " ".join("".join(c for c in text if c >= " " and c not in "\ufffe\uffff").split())


@settings(max_examples=60, deadline=None)
@given(
    surname=LETTERS, forename=LETTERS, steps=STEPS, needs=NEEDS,
    contacts=st.lists(st.tuples(LETTERS, st.sampled_from(list(ROLES.values())), st.booleans()),
                      max_size=3),
)  # fmt: skip
def test_whatever_is_written_holds_to_the_schema_and_comes_back(
    surname: str,
    forename: str,
    steps: list[tuple[str, date]],
    needs: list[str],
    contacts: list[tuple[str, str, bool]],
) -> None:
    ranked = tuple((code, rank, None, None) for rank, code in enumerate(needs, 1))
    pupil = TransferPupil(
        surname=f"M{surname}", forename=f"Z{forename}",
        steps=tuple(sorted(steps, key=lambda step: step[1])), needs=ranked,
        contacts=tuple(TransferContact(f"N{n}", role, has) for n, role, has in contacts),
    )  # fmt: skip
    raw = made(pupil)

    schema().assertValid(etree.fromstring(raw))
    found = back(raw)
    assert (found.surname, found.forename) == (
        as_xml_holds(pupil.surname), as_xml_holds(pupil.forename),
    )  # fmt: skip
    assert [c[:3] for c in found.contacts] == [
        (as_xml_holds(c.name), c.role, c.responsible) for c in pupil.contacts
    ]
    assert found.dated_needs == ranked
    changes = [
        step for n, step in enumerate(pupil.steps) if not n or step[0] != pupil.steps[n - 1][0]
    ]
    assert found.steps == tuple(changes[:-1])
    if changes:
        code, since = changes[-1]
        now = {"A": "K", "P": "K", "S": "E"}.get(code, code)
        assert (found.status, found.status_since) == (now, since)
