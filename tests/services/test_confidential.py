"""Confidential records: veiled, not found, not sent, and shown where somebody asks."""

from datetime import date
from pathlib import Path

import pytest

from sendtui.errors import InvalidError, SendtuiError
from sendtui.services import (
    confidential,
    contacts,
    cycle_pages,
    cycle_reading,
    exports,
    left_out,
    needs,
    past,
    people,
    profile_pages,
    profiles,
    pupils,
    register,
    reviews,
    search,
    timeline,
)
from sendtui.services.register_query import Query
from sendtui.services.reviews import Notes, Rated
from sendtui.store.store import Store
from tests.services import invented

TODAY = date(2026, 11, 22)
SECRET = "Tansy spoke of the hidden attic"


@pytest.fixture
def pupil(store: Store) -> str:
    pupil = invented.pupil(store)
    invented.status(store, pupil, "K")
    return pupil


@pytest.fixture
def contact(store: Store, pupil: str) -> str:
    made = contacts.log(
        store, pupil, on=TODAY, said=SECRET, who="Tansy", promised="attic key", by="A. Tester"
    )
    contacts.log(store, pupil, on=TODAY, said="A usual call")
    return made


def mark(store: Store, pupil: str, kind: str, record: str) -> None:
    confidential.mark(store, pupil, kind, record, today=TODAY)


def everything_said(store: Store, pupil: str) -> str:
    view = pupils.view(store, pupil, TODAY)
    return repr((view, timeline.timeline(store, pupil), past.of_pupil(store, pupil)))


def test_a_marked_record_is_veiled_wherever_the_pupil_is_read(
    store: Store, pupil: str, contact: str
) -> None:
    assert "attic" in everything_said(store, pupil)

    mark(store, pupil, "contact", contact)

    said = everything_said(store, pupil)
    assert "attic" not in said
    assert "Tansy" not in said
    assert "A usual call" in said
    (veiled,) = (c for c in pupils.view(store, pupil, TODAY).contacts if c.id == contact)
    assert (veiled.said, veiled.on) == ("confidential", TODAY)


def test_a_marked_outcome_says_nothing_of_how_it_went_in_its_cycle(
    store: Store, pupil: str
) -> None:
    reading = invented.cycle(store, pupil)
    marked = invented.outcome(store, reading, "the hidden attic")
    invented.provision(store, reading, outcome=marked, cost_pence=1250)
    rated = Rated(marked, "some", score="9 of 10", note="seen in the attic")
    reviews.hold(store, reading, Notes(TODAY, "continue", (rated,)))

    mark(store, pupil, "outcome", marked)

    view = cycle_reading.cycle(store, reading, TODAY)
    assert "attic" not in repr(view)
    assert "9 of 10" not in repr(view)
    confidential.show(store)
    assert "9 of 10" in repr(cycle_reading.cycle(store, reading, TODAY))


def test_all_about_a_pupil_can_be_veiled_but_not_who_they_are(
    store: Store, pupil: str, contact: str
) -> None:
    assert contact
    mark(store, pupil, "pupil", pupil)

    view = pupils.view(store, pupil, TODAY)

    assert "usual" not in everything_said(store, pupil)
    assert view.surname == "Quillfeather"


def test_what_is_shown_is_shown_until_it_is_hidden_again(
    store: Store, pupil: str, contact: str
) -> None:
    mark(store, pupil, "contact", contact)

    confidential.show(store, contact)
    assert "attic" in everything_said(store, pupil)
    confidential.hide(store)

    assert "attic" not in everything_said(store, pupil)


def test_the_search_does_not_find_it_unless_asked(store: Store, pupil: str, contact: str) -> None:
    mark(store, pupil, "contact", contact)

    assert search.search(store, "attic", TODAY) == ()
    (found,) = search.search(store, "attic", TODAY, with_confidential=True)
    assert found.pupil == pupil


def test_a_lifted_mark_covers_nothing_and_stays_in_the_list(
    store: Store, pupil: str, contact: str
) -> None:
    mark(store, pupil, "contact", contact)

    confidential.lift(store, pupil, contact, today=TODAY)

    assert "attic" in everything_said(store, pupil)
    (found,) = confidential.of_pupil(store, pupil)
    assert (found.record, found.until) == (contact, TODAY)
    with pytest.raises(SendtuiError, match="no confidential mark"):
        confidential.lift(store, pupil, contact, today=TODAY)


def test_a_marked_need_is_in_no_line_of_the_register(store: Store, pupil: str) -> None:
    need = needs.add(store, pupil, code="SPLD")
    needs.add(store, pupil, code="SEMH")

    mark(store, pupil, "need", need)

    (entry,) = register.page(store, Query(), TODAY, 0, 10)
    assert (entry.need, entry.other_needs) == ("SEMH", ())


def test_a_pupils_file_is_made_without_it_and_it_is_counted(
    store: Store, pupil: str, contact: str
) -> None:
    mark(store, pupil, "contact", contact)

    made, number = left_out.of_file(store, exports.pupil_file(store, pupil), pupil, TODAY)

    assert number == 1
    assert "attic" not in repr(made)
    assert [record["said"] for record in made.records["contact"]] == ["A usual call"]
    assert confidential.left_out(number) == "1 confidential record left out"


def test_a_confidential_address_stays_out_of_a_pupils_file(store: Store, pupil: str) -> None:
    people.add(store, pupil, {"name": "Fern", "address": "9 Hill", "address_confidential": True})
    people.add(store, pupil, {"name": "Ash", "address": "3 Mill"})

    made, number = left_out.of_file(store, exports.pupil_file(store, pupil), pupil, TODAY)

    assert (number, "9 Hill" in repr(made), "3 Mill" in repr(made)) == (0, False, True)


def test_a_print_with_it_on_is_refused_saying_how_many(
    store: Store, pupil: str, tmp_path: Path
) -> None:
    cycle = invented.cycle(store, pupil)
    for what in ("Zephyr will read", "Zephyr will write"):
        mark(store, pupil, "outcome", invented.outcome(store, cycle, what))

    with pytest.raises(confidential.HeldBackError, match="2 confidential records"):
        cycle_pages.write_pdf(store, cycle, tmp_path / "c.pdf", TODAY)

    assert "will read" not in repr(cycle_pages.page(store, cycle, TODAY))
    assert "will read" in repr(cycle_pages.page(store, cycle, TODAY, whole=True))
    assert not (tmp_path / "c.pdf").exists()


def test_a_confidential_profile_is_printed_only_if_asked(
    store: Store, pupil: str, tmp_path: Path
) -> None:
    profile = profiles.save(store, pupil, {"important": "Quiet"}, today=TODAY)
    mark(store, pupil, "profile", profile)

    with pytest.raises(confidential.HeldBackError):
        profile_pages.write_text(store, pupil, tmp_path / "p.txt", TODAY)
    assert profile_pages.write_all(store, [pupil], tmp_path, TODAY) == ()
    profile_pages.write_text(store, pupil, tmp_path / "p.txt", TODAY, with_confidential=True)

    assert (tmp_path / "p.txt").exists()


@pytest.mark.parametrize(
    ("kind", "record"),
    [
        pytest.param("contact", "f" * 32, id="no such record"),
        pytest.param("nonsense", "f" * 32, id="no such kind"),
        pytest.param("disclosure", "f" * 32, id="the log of what left"),
    ],
)
def test_what_there_is_not_is_not_marked(store: Store, pupil: str, kind: str, record: str) -> None:
    with pytest.raises(InvalidError):
        mark(store, pupil, kind, record)


def test_another_pupils_record_is_not_marked(store: Store, pupil: str, contact: str) -> None:
    other = invented.pupil(store, forename="Tansy")

    with pytest.raises(InvalidError):
        mark(store, other, "contact", contact)
    mark(store, pupil, "contact", contact)
    with pytest.raises(SendtuiError, match="already"):
        mark(store, pupil, "contact", contact)
