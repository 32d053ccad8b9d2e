"""A profile as it is printed, the file it goes to, and the note that it left."""

from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select

from sendtui.errors import SendtuiError
from sendtui.models.exchange import Disclosure
from sendtui.services import documents, profile_pages, profiles
from sendtui.store.store import Store
from tests.services.invented import CRASHING, pupil


@pytest.fixture
def zephyr(store: Store) -> str:
    """A pupil who goes by another name."""
    return pupil(store, preferred_forename="Zeph", class_name="3B")


def signed(store: Store, pupil: str, today: date, **words: object) -> str:
    saved = profiles.save(store, pupil, {"important": "Trains", **words}, today=today)
    profiles.sign(store, saved, on=today, by="A. Tester")
    return saved


def left(store: Store) -> list[Disclosure]:
    with store.read() as session:
        return list(session.exec(select(Disclosure)))


def test_a_page_names_the_pupil_as_they_are_called(store: Store, zephyr: str, today: date) -> None:
    signed(store, zephyr, today, important=CRASHING)

    page = profile_pages.page(store, zephyr, today)

    assert (page.name, page.class_name, page.nc_year) == ("Zeph Quillfeather", "3B", "5")
    assert (page.setting, page.important) == ("Puddleby Common Primary School", CRASHING)
    assert (page.signed_on, page.look_again_on) == (today, date(2027, 11, 21))


def test_the_signed_version_is_printed_rather_than_the_draft(
    store: Store, zephyr: str, today: date
) -> None:
    signed(store, zephyr, today)
    profiles.save(store, zephyr, {"important": "Buses"}, today=today)

    assert profile_pages.page(store, zephyr, today).important == "Trains"
    assert profile_pages.page(store, zephyr, today, version=2).important == "Buses"


def test_a_form_is_previewed_before_it_is_saved(store: Store, zephyr: str, today: date) -> None:
    draft = profiles.draft(store, zephyr, today)

    page = profile_pages.preview(store, draft, {"support": CRASHING, "made_on": "3 fe"}, today)

    assert (page.support, page.made_on, page.signed_on) == (CRASHING, today, None)
    assert profile_pages.pages_of(page) == 1


def test_a_pupil_without_a_profile_has_no_page(store: Store, zephyr: str, today: date) -> None:
    with pytest.raises(SendtuiError, match="no such profile"):
        profile_pages.page(store, zephyr, today)


def test_a_print_is_written_and_logged(
    store: Store, zephyr: str, today: date, tmp_path: Path
) -> None:
    signed(store, zephyr, today)

    profile_pages.write_pdf(store, zephyr, tmp_path / "p.pdf", today, recipient="Class teacher")

    assert (tmp_path / "p.pdf").read_bytes().startswith(b"%PDF-")
    (found,) = left(store)
    assert (found.what, found.recipient, found.pupils) == (
        "One-page profile",
        "Class teacher",
        [zephyr],
    )
    assert (found.on, found.protection) == (today, "print")


def test_the_text_twin_says_the_same(
    store: Store, zephyr: str, today: date, tmp_path: Path
) -> None:
    signed(store, zephyr, today)

    profile_pages.write_text(store, zephyr, tmp_path / "p.txt", today)

    assert "Trains" in (tmp_path / "p.txt").read_text(encoding="utf-8")
    assert profile_pages.text(store, zephyr, today).encode() == (tmp_path / "p.txt").read_bytes()


def test_a_class_is_printed_a_file_each(store: Store, today: date, tmp_path: Path) -> None:
    three = [pupil(store, class_name=name) for name in ("3B", "3B", "4A")]
    for each in three:
        signed(store, each, today)
    pupil(store, class_name="3B")
    seen: list[tuple[int, int]] = []

    asked = profile_pages.with_profiles(store, "3B")
    printed = profile_pages.write_all(
        store, asked, tmp_path, today, progress=lambda done, total: seen.append((done, total))
    )

    assert sorted(asked) == sorted(three[:2])
    assert [p.path.name for p in printed] == [
        "Quillfeather Zephyr profile.pdf",
        "Quillfeather Zephyr profile 2.pdf",
    ]
    assert all(p.path.exists() and not p.draft for p in printed)
    assert seen == [(0, 2), (1, 2), (2, 2)]
    assert len(left(store)) == 2


def test_a_name_no_folder_takes_makes_a_file_all_the_same(
    store: Store, today: date, tmp_path: Path
) -> None:
    odd = pupil(store, surname='../..\\CON:<>"|?*\u202e[/x]', forename="")
    signed(store, odd, today)

    (printed,) = profile_pages.write_all(store, [odd], tmp_path, today)

    assert printed.path.parent == tmp_path
    assert printed.path.exists()


def test_what_could_not_be_written_is_not_logged(store: Store, today: date, tmp_path: Path) -> None:
    with pytest.raises(SendtuiError, match="could not be written") as refused:
        documents.write(
            store, tmp_path / "no" / "Zephyr.pdf", b"x", what="A print", pupils=[], on=today
        )

    assert "Zephyr" not in str(refused.value)
    assert left(store) == []


def test_a_failed_write_leaves_the_old_file_and_nothing_beside_it(
    store: Store, today: date, tmp_path: Path
) -> None:
    target = tmp_path / "out"
    (target / "p.pdf").mkdir(parents=True)

    with pytest.raises(SendtuiError, match="could not be written"):
        documents.write(store, target / "p.pdf", b"x", what="A print", pupils=[], on=today)

    assert [found.name for found in target.iterdir()] == ["p.pdf"]


def test_the_case_file_is_never_overwritten(store: Store, today: date) -> None:
    with pytest.raises(SendtuiError, match="the case file itself"):
        documents.write(store, store.path, b"x", what="A print", pupils=[], on=today)
