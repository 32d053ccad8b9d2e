"""A cycle as it is printed: for staff whole, for the family without what is not theirs."""

from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select

from sendtui.formats.cycle_words import words
from sendtui.models.exchange import Disclosure
from sendtui.services import cycle_pages, cycles, deliveries, people, plans, reviews
from sendtui.services.reviews import Notes, Rated
from sendtui.store.store import Store
from tests.services.invented import TERM_BEGAN, cycle, outcome, provision, pupil


@pytest.fixture
def reviewed(store: Store) -> str:
    """A reviewed cycle whose words name another child, with a cost and a note."""
    pupil(store, surname="Bramblewick", forename="Tansy")
    reading = cycle(store, pupil(store), focus="Reads with Tansy Bramblewick")
    ten = outcome(store, reading)
    line = provision(store, reading, outcome=ten, cost_pence=450, group_size=2)
    deliveries.tick(store, line, TERM_BEGAN, happened=False, missed_because="tansy bramblewick ill")
    rated = Rated(ten, "nearly", note="SECRET: home is hard")
    reviews.hold(store, reading, Notes(date(2026, 11, 20), "continue", (rated,)))
    return reading


def test_staff_see_all_of_it(store: Store, reviewed: str, today: date) -> None:
    page = cycle_pages.page(store, reviewed, today)

    (line,) = page.outcomes[0].provision
    assert (line.cost_pence, line.missed) == (450, 1)
    assert line.missed_because == (("tansy bramblewick ill", 1),)
    assert page.outcomes[0].rating is not None
    assert "SECRET" in page.outcomes[0].rating.note
    assert "Bramblewick" in page.focus


def test_a_family_sees_no_cost_no_note_and_no_other_child(
    store: Store, reviewed: str, today: date
) -> None:
    page = cycle_pages.page(store, reviewed, today, family=True)

    told = repr(page)
    assert page.family
    assert not any(word in told for word in ("450", "SECRET", "Bramblewick", "bramblewick"))
    assert page.focus == "Reads with another child"
    assert page.name == "Zephyr Quillfeather"
    assert page.outcomes[0].rating is not None
    assert page.outcomes[0].rating.effect == "Nearly met"


def test_a_family_is_offered_it_in_the_language_of_whoever_may_have_it(
    store: Store, today: date
) -> None:
    zephyr = pupil(store)
    reading = cycle(store, zephyr)
    for name, language, gets in (
        ("Ash", "Welsh", True),
        ("Fern", "Igbo", False),
        ("Moss", "", True),
    ):
        who = {"name": name, "role": "parent", "language": language, "gets_letters": gets}
        people.add(store, zephyr, who)

    assert cycle_pages.page(store, reading, today, family=True).spoken == ("Welsh",)
    assert cycle_pages.page(store, reading, today).spoken == ()
    contacts = words(cycle_pages.page(store, reading, today, family=True)).contacts
    (line,) = (each for each in contacts if "language" in each.label)
    assert "in Welsh, or an interpreter" in line.text


def test_a_name_that_the_pupil_shares_stays(store: Store, today: date) -> None:
    pupil(store, forename="Tansy")
    reading = cycle(store, pupil(store), focus="Zephyr Quillfeather and his sister")

    page = cycle_pages.page(store, reading, today, family=True)

    assert page.focus == "Zephyr Quillfeather and his sister"


def test_a_print_is_logged_and_the_advice_service_is_kept(
    store: Store, reviewed: str, today: date, tmp_path: Path
) -> None:
    path = tmp_path / "plan.pdf"
    named = {"sendiass": "Puddleby SENDIASS", "recipient": "the family"}

    cycle_pages.write_pdf(store, reviewed, path, today, family=True, **named)  # type: ignore[arg-type]

    assert path.read_bytes().startswith(b"%PDF-")
    with store.read() as session:
        (left,) = session.exec(select(Disclosure)).all()
    assert (left.what, left.recipient) == ("Cycle 1, family version", "the family")
    assert cycle_pages.page(store, reviewed, today, family=True).sendiass == "Puddleby SENDIASS"


def test_the_setting_names_its_senco_and_its_advice_service(store: Store, today: date) -> None:
    reading = cycle(store, pupil(store))
    named = {"senco": "Ms T", "senco_contact": "01234 000000", "sendiass": "Puddleby SENDIASS"}
    with store.write("Edit a setting") as tx:
        tx.put("setting", store.setting, named)

    page = cycle_pages.page(store, reading, today, family=True)

    assert (page.senco, page.sendiass) == ("Ms T, 01234 000000", "Puddleby SENDIASS")
    assert cycle_pages.sendiass(store) == "Puddleby SENDIASS"


def test_the_one_who_keeps_the_record_is_named_where_they_are_the_senco(
    store: Store, today: date
) -> None:
    reading = cycles.start(store, pupil(store), started_on=TERM_BEGAN)
    plans.add(store, reading, "strategy", {"what": "Wait"})
    before = cycle_pages.page(store, reading, today, family=True).senco
    store.keep_note("role", "senco")

    assert before == ""
    assert cycle_pages.page(store, reading, today, family=True).senco == "A. Tester"
