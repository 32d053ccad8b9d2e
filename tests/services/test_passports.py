"""The passport for adjustments: what it is drawn from, and that it left."""

import io
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from sendtui.errors import SendtuiError
from sendtui.formats import passport_pdf
from sendtui.services import confidential, exams, passports, past, plans, profiles
from sendtui.services.confidential import HeldBackError
from sendtui.store.store import Store
from tests.formats.tagged import read
from tests.services.invented import CRASHING, cycle, pupil

TODAY = date(2026, 11, 22)


@pytest.fixture
def zephyr(store: Store) -> str:
    """A pupil with adjustments, a strategy and exam access, one of it run out."""
    child = pupil(store, class_name="3B", format_needs="large print")
    words = {"adjustments": f"Sits near the door\n{CRASHING}", "support": "Tell me before"}
    profiles.save(store, child, words, today=TODAY)
    running = cycle(store, child)
    plans.add(store, running, "strategy", {"what": "Now and next board", "where": "all day"})
    exams.arrange(store, child, {"what": "A reader", "subjects": "all"}, TODAY)
    old = {"what": "A scribe", "until": date(2026, 7, 1)}
    exams.arrange(store, child, old, TODAY)
    return child


def test_it_is_drawn_from_profile_plan_and_exam_access(store: Store, zephyr: str) -> None:
    page = passports.page(store, zephyr, TODAY)

    assert page.lessons == ("Now and next board (all day)",)
    assert page.exams == ("A reader (all): not applied for",)
    assert page.formats == ("large print",)
    assert "Sits near the door" in passports.text(store, zephyr, TODAY)


@pytest.mark.parametrize("large", [False, True], ids=["standard", "large"])
def test_it_is_heard_in_order_and_accessible(store: Store, zephyr: str, large: bool) -> None:
    page = passports.page(store, zephyr, TODAY)

    made = passport_pdf.pdf(page, large=large)

    heard = " ".join(text for _, text in read(made).words).replace("\xa0", " ")
    places = [heard.index(w) for w in ("Tell me before", "Sits near", "Now and next", "A reader")]
    assert places == sorted(places)
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert str(pdf.docinfo["/Title"]) == "Passport for adjustments: Zephyr Quillfeather"
    assert passports.pages_of(page) == 1


def test_it_is_written_down_that_it_left(store: Store, zephyr: str, tmp_path: Path) -> None:
    passports.write_pdf(store, zephyr, tmp_path / "p.pdf", TODAY, recipient="Exams office")

    assert (tmp_path / "p.pdf").read_bytes().startswith(b"%PDF-")
    assert past.latest(store)[0].act == "Print a document"


def test_what_is_confidential_holds_it_back(store: Store, zephyr: str, tmp_path: Path) -> None:
    marked = exams.of_pupil(store, zephyr, TODAY)[0].id
    confidential.mark(store, zephyr, "access_arrangement", marked, today=TODAY)

    with pytest.raises(HeldBackError):
        passports.write_pdf(store, zephyr, tmp_path / "p.pdf", TODAY)

    assert not (tmp_path / "p.pdf").exists()
    assert passports.page(store, zephyr, TODAY).exams == ()
    passports.write_pdf(store, zephyr, tmp_path / "p.pdf", TODAY, with_confidential=True)


def test_with_nothing_to_say_there_is_none(store: Store) -> None:
    with pytest.raises(SendtuiError, match="nothing to put on a passport"):
        passports.page(store, pupil(store), TODAY)
