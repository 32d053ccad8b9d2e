"""A Common Transfer File of pupils who move: its name, what goes, what stays, and the log."""

import io
from datetime import date
from pathlib import Path

import pytest
from lxml import etree
from pyzipper import AESZipFile

from sendtui.errors import SendtuiError, UsageError
from sendtui.formats.register_in import read
from sendtui.models.incoming import IncomingPupil
from sendtui.services import confidential, restrictions, transfer
from sendtui.services.recipients import BarredError
from sendtui.store.store import Store
from tests.services import invented
from tests.services.taking_in import of

GOLDEN = Path(__file__).parents[1] / "formats" / "golden"
UPN = "G801200026001"
DEST = "801/4001"


@pytest.fixture
def school(store: Store) -> Store:
    with store.write("Set up") as tx:
        tx.put("setting", store.setting, {"laestab": "801/2000", "urn": "900001"})
    return store


@pytest.fixture
def zephyr(school: Store) -> str:
    """A pupil with all that a file takes."""
    id_ = invented.pupil(
        school, upn=UPN, born="2015-09-30", sex="F", language="Igbo", forename="Zephyr [/x]"
    )
    invented.status(school, id_, "K", date(2020, 11, 2))
    invented.status(school, id_, "E", date(2023, 2, 20))
    with school.write("Add") as tx:
        tx.add("need", {"pupil": id_, "code": "SLCN", "rank": 1, "since": "2020-11-02"})
        tx.add(
            "person",
            {
                "pupil": id_,
                "name": "Fern Moss",
                "role": "mum",
                "phone": "07700 900123",
                "parental_responsibility": True,
                "address": "12 Mill Lane, Fen",
            },
        )
        tx.add("person", {"pupil": id_, "name": "T. Assistant", "role": "TA"})
        tx.add("flag", {"pupil": id_, "code": "LAC", "since": "2019-01-07", "until": "2020-01-07"})
        tx.add("particulars", {"pupil": id_, "postcode": "ZZ99 3WZ", "ethnicity": "MWBA"})
        for starts, ends, there in (
            ("2025-09-01", "2026-02-28", 100), ("2025-09-01", "2026-07-20", 180),
            ("2026-09-01", "2026-10-31", 40),
        ):  # fmt: skip
            tx.add(
                "attendance",
                {"pupil": id_, "starts": starts, "ends": ends, "possible": 190, "attended": there},
            )
    return id_  # fmt: skip


def left(store: Store, tmp_path: Path, pupil: str, today: date, **how: str) -> transfer.Written:
    return transfer.leave(store, tmp_path, [pupil], DEST, today, **how)  # type: ignore[arg-type]


def only(path: Path | None, today: date) -> IncomingPupil:
    assert path is not None
    (found,) = read(io.BytesIO(path.read_bytes()), path.name, None, today)
    assert isinstance(found, IncomingPupil)
    return found


def test_what_the_record_knows_comes_back_from_the_file(
    school: Store, zephyr: str, tmp_path: Path, today: date
) -> None:
    done = left(school, tmp_path, zephyr, today)

    found = only(done.path, today)
    assert (done.version, done.pupils, done.left_out) == ("26.0", 1, ())
    assert (found.upn, found.language, found.ethnicity) == (UPN, "Igbo", "MWBA")
    assert (found.steps, found.status) == ((("K", date(2020, 11, 2)),), "E")
    assert found.dated_needs == (("SLCN", 1, date(2020, 11, 2), None),)
    assert found.contacts == (
        ("Fern Moss", "mother", True, "07700 900123", "", "12 Mill Lane, Fen"),
    )
    assert [(a[0], a[3]) for a in found.attended] == [
        (date(2025, 9, 1), 180), (date(2026, 9, 1), 40),
    ]  # fmt: skip
    assert (found.flags, found.not_flags) == ((), ("LAC",))


def test_the_name_counts_the_files_between_two_schools(
    school: Store, zephyr: str, tmp_path: Path, today: date
) -> None:
    assert transfer.file_name(school, DEST) == "8012000_CTF_8014001_001.xml"
    left(school, tmp_path, zephyr, today)
    left(school, tmp_path, zephyr, today)

    assert sorted(p.name[-7:] for p in tmp_path.glob("*.xml")) == ["001.xml", "002.xml"]
    assert transfer.file_name(school, "8014002").endswith("8014002_001.xml")
    assert transfer.file_name(school, "unknown") == "8012000_CTF_XXXXXXX_001.xml"


def test_it_is_logged_with_its_basis_and_may_have_a_password(
    school: Store, zephyr: str, tmp_path: Path, today: date
) -> None:
    done = left(school, tmp_path, zephyr, today, password="correct horse battery")

    assert done.path is not None
    with AESZipFile(done.path) as packed:
        packed.setpassword(b"correct horse battery")
        assert b"Quillfeather" in packed.read(done.name)
    ((what, recipient, basis, how, pupils),) = of(
        school, "disclosure", "what", "recipient", "basis", "protection", "pupils"
    )
    assert (what, recipient, how) == (
        "Common Transfer File 26.0, 8012000_CTF_8014001_001.xml", "school 8014001", "password",
    )  # fmt: skip
    assert "Education (Pupil Information) (England) Regulations 2005" in str(basis)
    assert zephyr in str(pupils)


def test_what_is_confidential_or_barred_stays_and_is_counted(
    school: Store, zephyr: str, tmp_path: Path, today: date
) -> None:
    with school.write("Add") as tx:
        tx.add(
            "person",
            {
                "pupil": zephyr,
                "name": "Ivy Oak",
                "role": "father",
                "address": "A secret place",
                "address_confidential": True,
            },
        )
        barred = tx.add("person", {"pupil": zephyr, "name": "Rowan Ash", "role": "stepfather"})
        ((need,),) = tx.connection.exec_driver_sql("SELECT id FROM need").all()
    restrictions.add(school, zephyr, "no contact", person=barred)
    confidential.mark(school, zephyr, "need", need, today=today)

    done = left(school, tmp_path, zephyr, today)

    raw = (done.path or tmp_path).read_bytes()
    assert dict(done.left_out) == {
        "confidential records": 1, "confidential addresses": 2, "contacts under a restriction": 1,
    }  # fmt: skip
    for secret in (b"A secret place", b"Rowan", b"SLCN", b"ZZ99"):
        assert secret not in raw
    assert b"Ivy" in raw


def test_what_no_file_takes_is_left_out_and_the_rest_holds_to_our_schema(
    school: Store, today: date, tmp_path: Path
) -> None:
    odd = invented.pupil(school, upn="NOT ONE", uln="12", sex="X", language="Elvish", born=None)

    done = left(school, tmp_path, odd, today)

    assert dict(done.left_out) == {
        "numbers without the form they must have": 2,
        "home languages that are no census code": 1,
    }
    parsed = etree.parse(done.path)
    etree.XMLSchema(etree.parse(GOLDEN / "ctf.xsd")).assertValid(parsed)


def test_who_may_not_receive_it_does_not(
    school: Store, zephyr: str, tmp_path: Path, today: date
) -> None:
    restrictions.add(school, zephyr, "court order")

    with pytest.raises(BarredError):
        left(school, tmp_path, zephyr, today)
    assert list(tmp_path.glob("*_CTF_*")) == []
    assert of(school, "disclosure", "id") == []
    left(school, tmp_path, zephyr, today, although="the order names the school")


def test_a_pupil_who_is_confidential_as_a_whole_does_not_go(
    school: Store, zephyr: str, tmp_path: Path, today: date
) -> None:
    confidential.mark(school, zephyr, "pupil", zephyr, today=today)

    with pytest.raises(SendtuiError, match="speak to the other school"):
        left(school, tmp_path, zephyr, today)


@pytest.mark.parametrize("named", ["", "801", "Fen School", "80140012", "../../etc"])
def test_a_school_is_named_by_its_number(school: Store, named: str) -> None:
    with pytest.raises(UsageError, match="no LAESTAB"):
        transfer.file_name(school, named)


def test_a_school_without_a_number_is_told_to_give_it(store: Store, today: date) -> None:
    with pytest.raises(SendtuiError, match="seven digits first"):
        transfer.leave(store, io.BytesIO(), [invented.pupil(store)], DEST, today)


def test_an_authoritys_file_is_named_by_its_code(store: Store, today: date, tmp_path: Path) -> None:
    with store.write("Set up") as tx:
        tx.put("setting", store.setting, {"sort": "la", "la": "801"})
        school = tx.add("setting", {"name": "Nettle Infants"})

    done = left(store, tmp_path, invented.pupil(store, setting=school), today)

    assert done.name == "801LLLL_CTF_8014001_001.xml"
    assert b"<SchoolName>Nettle Infants</SchoolName>" in (done.path or tmp_path).read_bytes()
