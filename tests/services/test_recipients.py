"""Who may receive what: listed for a pupil, and asked before anything leaves."""

from datetime import date
from pathlib import Path

import pytest

from sendtui.errors import InvalidError
from sendtui.services import (
    amend,
    exports,
    past,
    people,
    profile_pages,
    profiles,
    recipients,
    restrictions,
)
from sendtui.services.recipients import BarredError
from sendtui.services.register_query import Query
from sendtui.store.store import Store
from tests.services import invented

TODAY = date(2026, 11, 22)


@pytest.fixture
def pupil(store: Store) -> str:
    pupil = invented.pupil(store)
    profiles.save(store, pupil, {"important": "Quiet [/x]"}, today=TODAY)
    return pupil


@pytest.fixture
def father(store: Store, pupil: str) -> str:
    who = {"name": "Ash Bramblewick", "role": "father", "address": "3 Mill Lane"}
    return people.add(store, pupil, who)


@pytest.fixture
def mother(store: Store, pupil: str) -> str:
    hidden = {"address": "9 Hill Rise", "address_confidential": True}
    needs = {"language": "Welsh", "format_needs": "large print"}
    who = {"name": "Tansy Quillfeather", "role": "mother", **hidden, **needs}
    return people.add(store, pupil, who)


def test_everybody_is_listed_with_where_and_how(
    store: Store, pupil: str, father: str, mother: str
) -> None:
    restrictions.add(store, pupil, "court order", person=father, until=date(2027, 8, 31))

    first, second = recipients.recipients(store, pupil, TODAY)

    assert (first.person, first.may, first.language, first.format_needs) == (
        mother,
        True,
        "Welsh",
        "large print",
    )
    assert first.address_confidential
    assert (second.person, second.may) == (father, False)
    assert "31 August 2027" in second.against[0]


@pytest.mark.usefixtures("father", "mother")
def test_separate_households_each_get_their_own_letter(store: Store, pupil: str) -> None:
    assert all(each.letter_of_their_own for each in recipients.recipients(store, pupil, TODAY))


@pytest.mark.usefixtures("mother")
def test_a_young_person_is_written_to_themselves(store: Store, pupil: str) -> None:
    with store.write("Edit") as tx:
        tx.put("pupil", pupil, {"born": date(2010, 2, 3), "language": "Welsh"})

    own, mother = recipients.recipients(store, pupil, TODAY)

    assert (own.person, own.may, own.language) == ("", True, "Welsh")
    assert mother.may
    assert "young person" in mother.mind[0]


def test_a_print_for_somebody_barred_is_refused_and_nothing_is_written(
    store: Store, pupil: str, father: str, tmp_path: Path
) -> None:
    restrictions.add(store, pupil, "no contact", person=father)

    with pytest.raises(BarredError, match="no contact") as caught:
        profile_pages.write_text(
            store, pupil, tmp_path / "p.txt", TODAY, recipient="Mr Bramblewick"
        )

    assert "Bramblewick" not in str(caught.value)
    assert not (tmp_path / "p.txt").exists()
    assert past.disclosures(store) == ()


def test_a_reason_sends_it_and_is_kept_in_the_log(
    store: Store, pupil: str, father: str, tmp_path: Path
) -> None:
    restrictions.add(store, pupil, "no contact", person=father)

    profile_pages.write_text(
        store,
        pupil,
        tmp_path / "p.txt",
        TODAY,
        recipient="Dad",
        basis="annual review",
        although="the court said so on 3 September",
    )

    (left,) = past.disclosures(store, pupil)
    assert left.basis == (
        "annual review; although there is to be no contact: the court said so on 3 September"
    )


@pytest.mark.usefixtures("mother")
def test_others_are_not_held_up(store: Store, pupil: str, father: str, tmp_path: Path) -> None:
    restrictions.add(store, pupil, "no contact", person=father)

    profile_pages.write_text(store, pupil, tmp_path / "p.txt", TODAY, recipient="the mother")

    assert past.disclosures(store, pupil)[0].basis == ""


def test_an_export_of_many_is_refused_for_the_one_it_may_not_hold(
    store: Store, pupil: str, tmp_path: Path
) -> None:
    other = invented.pupil(store, forename="Tansy")
    for one in (pupil, other):
        invented.status(store, one, "K")
    restrictions.add(store, pupil, "may not receive")

    with pytest.raises(BarredError, match="1 of these pupils"):
        exports.register(
            store, tmp_path / "r.csv", form="csv", query=Query(), today=TODAY, recipient="A trip"
        )

    assert (
        exports.register(store, tmp_path / "r.csv", form="csv", query=Query(), today=TODAY).pupils
        == 2
    )


def test_who_gets_no_letters_is_not_written_to(store: Store, pupil: str, tmp_path: Path) -> None:
    people.add(store, pupil, {"name": "Fern Moss", "role": "carer", "gets_letters": False})

    with pytest.raises(BarredError, match="no letters"):
        exports.pupil(
            store, tmp_path / "p.md", pupil=pupil, form="md", today=TODAY, recipient="Fern Moss"
        )


def test_a_restriction_is_ended_and_bars_no_more(store: Store, pupil: str, father: str) -> None:
    made = restrictions.add(store, pupil, "no contact", person=father, since=date(2026, 9, 1))

    restrictions.end(store, made, date(2026, 11, 21))

    (view,) = restrictions.of_pupil(store, pupil, TODAY)
    assert (view.stands, view.who) == (False, "Ash Bramblewick")
    assert recipients.recipients(store, pupil, TODAY)[0].may


@pytest.mark.parametrize(
    ("sort", "values", "field"),
    [
        pytest.param("no contact", {}, "person", id="no contact with nobody"),
        pytest.param("court order", {"person": "f" * 32}, "person", id="somebody else's father"),
        pytest.param("court order", {"document": "f" * 32}, "document", id="no such document"),
        pytest.param("nonsense", {}, "sort", id="no such sort"),
        pytest.param(
            "court order",
            {"since": date(2026, 9, 2), "until": date(2026, 9, 1)},
            "until",
            id="ends before it begins",
        ),
    ],
)
def test_a_restriction_that_does_not_hold_is_refused(
    store: Store, pupil: str, sort: str, values: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidError) as caught:
        restrictions.add(store, pupil, sort, **values)

    assert caught.value.problems[0].field == field


def test_what_an_adult_agreed_to_is_sent_and_the_log_says_so(
    store: Store, pupil: str, mother: str, tmp_path: Path
) -> None:
    with store.write("Edit") as tx:
        tx.put("pupil", pupil, {"born": date(2006, 2, 3)})
    profiles.sign(store, profiles.draft(store, pupil, TODAY).id, on=TODAY, by="A. Tester")
    with pytest.raises(BarredError, match="agreement is needed"):
        profile_pages.write_pdf(store, pupil, tmp_path / "no.pdf", TODAY, recipient="the mother")

    amend.amend(store, "person", mother, {"agreed_on": date(2026, 9, 1)}, today=TODAY)
    profile_pages.write_pdf(store, pupil, tmp_path / "yes.pdf", TODAY, recipient="the mother")

    (left,) = past.disclosures(store, pupil)
    assert left.basis == "the young person agreed on Tuesday 1 September 2026"
    with pytest.raises(InvalidError, match="agreed_until"):
        amend.amend(store, "person", mother, {"agreed_until": date(2026, 8, 1)}, today=TODAY)
