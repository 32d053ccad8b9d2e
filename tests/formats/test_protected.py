"""Files behind a password: opened by other programs with it, and by nobody without it."""

import io
from importlib.util import find_spec

import msoffcrypto
import pikepdf
import pytest
import pyzipper
from xlsxwriter import Workbook

from sendtui.formats import protected
from sendtui.formats.profile_pdf import pdf as profile
from sendtui.models.pages import ProfilePage
from tests.formats.tagged import read

PASSWORD = "otter-lantern-maple-042"
NAME = "Zephyr Quillfeather"


@pytest.fixture(scope="module")
def page() -> bytes:
    """A profile as a PDF."""
    return profile(ProfilePage(name=NAME, important="Otters"))


@pytest.fixture
def book() -> bytes:
    """A workbook with a name in it."""
    made = io.BytesIO()
    with Workbook(made, {"in_memory": True}) as written:
        written.add_worksheet().write_string(0, 0, NAME)
    return made.getvalue()


def test_a_protected_pdf_opens_with_its_password_and_keeps_its_tags(page: bytes) -> None:
    made = protected.pdf(page, PASSWORD)

    with pikepdf.open(io.BytesIO(made), password=PASSWORD) as opened:
        assert (opened.encryption.R, opened.encryption.bits) == (6, 256)
        assert opened.encryption.stream_method == pikepdf.models.EncryptionMethod.aesv3
        assert opened.Root.MarkInfo.Marked
        assert NAME in str(opened.docinfo["/Title"])
        assert opened.allow.accessibility
        plain = io.BytesIO()
        opened.save(plain, encryption=False)
    assert read(plain.getvalue()).words == read(page).words


def test_nobody_opens_a_protected_pdf_without_the_password(page: bytes) -> None:
    made = protected.pdf(page, PASSWORD)

    for wrong in ("", PASSWORD[:-1]):
        with pytest.raises(pikepdf.PasswordError):
            pikepdf.open(io.BytesIO(made), password=wrong)
    assert b"Zephyr" not in made
    assert b"Otters" not in made


def test_a_pdf_from_outside_is_protected_by_another_process(page: bytes) -> None:
    made = protected.foreign_pdf(page, PASSWORD)

    with pikepdf.open(io.BytesIO(made), password=PASSWORD) as opened:
        assert len(opened.pages) == 1


def test_a_pdf_that_is_damaged_or_locked_is_not_taken(page: bytes) -> None:
    locked = protected.pdf(page, PASSWORD)

    for odd in (locked, b"%PDF-1.7\nnothing", page[:400]):
        with pytest.raises(protected.ProtectError):
            protected.pdf(odd, PASSWORD)
        with pytest.raises(protected.ProtectError):
            protected.foreign_pdf(odd, PASSWORD)


def test_a_protected_workbook_opens_with_its_password(book: bytes) -> None:
    made = protected.office(book, PASSWORD)

    opened = msoffcrypto.OfficeFile(io.BytesIO(made))
    opened.load_key(password=PASSWORD, verify_password=True)
    plain = io.BytesIO()
    opened.decrypt(plain, verify_integrity=True)
    assert plain.getvalue() == book
    assert (opened.type, len(opened.secret_key)) == ("agile", 256 // 8)


def test_nobody_opens_a_protected_workbook_without_the_password(book: bytes) -> None:
    opened = msoffcrypto.OfficeFile(io.BytesIO(protected.office(book, PASSWORD)))

    with pytest.raises(msoffcrypto.exceptions.InvalidKeyError):
        opened.load_key(password="wrong", verify_password=True)


def test_what_is_no_workbook_is_refused() -> None:
    with pytest.raises(protected.ProtectError):
        protected.office(b"PK\x03\x04 and nothing else", PASSWORD)


def test_a_protected_zip_opens_with_its_password_only() -> None:
    made = protected.zipped(NAME.encode() * 20, PASSWORD, "register.csv")

    with pyzipper.AESZipFile(io.BytesIO(made)) as packed:
        (about,) = packed.infolist()
        assert about.filename == "register.csv"
        assert about.wz_aes_strength == 3  # AES-256
        assert packed.read("register.csv", pwd=PASSWORD.encode()) == NAME.encode() * 20
        with pytest.raises(RuntimeError):
            packed.read("register.csv", pwd=b"wrong")
    assert b"Zephyr" not in made


@pytest.mark.parametrize(
    ("ending", "how"), [(".pdf", "pdf"), (".xlsx", "office"), (".docx", "office"), (".csv", "zip")]
)
def test_each_ending_has_its_way(ending: str, how: str) -> None:
    assert protected.kept_as(ending) == how


def test_pypdf_has_the_cipher_it_needs() -> None:
    assert find_spec("cryptography")
