"""Letters to families: to whom, in which print, and what is on them."""

from datetime import date
from pathlib import Path

import pytest

from sendtui.errors import InvalidError, SendtuiError, UsageError
from sendtui.services import (
    confidential,
    letter_wordings,
    letters,
    plans,
    pupils,
    referrals,
    reviews,
    voices,
)
from sendtui.services.letters import Sort
from sendtui.store.store import Store
from tests.services import invented


@pytest.fixture
def zephyr(store: Store) -> str:
    """A pupil on SEN Support with a need, a cycle and provision."""
    pupil = invented.pupil(store, preferred_forename="Zed")
    invented.status(store, pupil, "K")
    with store.write("Add") as tx:
        tx.put("setting", store.setting, {"senco": "Mx Fernwhistle", "sendiass": "Puddle Advice"})
        tx.add("need", {"pupil": pupil, "code": "SLCN", "rank": 1})
    cycle = invented.cycle(store, pupil, review_due=date(2026, 12, 11))
    outcome = invented.outcome(store, cycle)
    invented.provision(store, cycle, outcome=outcome, cost_pence=450)
    return pupil


def person(store: Store, pupil: str, name: str, **fields: object) -> str:
    """Somebody around the pupil."""
    with store.write("Add") as tx:
        given = {"role": "mother", "parental_responsibility": True, **fields}
        return tx.add("person", {"pupil": pupil, "name": name, **given})


def disclosures(store: Store) -> list[tuple[object, ...]]:
    with store.read() as session:
        found = session.connection().exec_driver_sql(
            "SELECT what, recipient, protection FROM disclosure ORDER BY id"
        )
        return [tuple(line) for line in found]


def test_the_letter_says_since_when_why_what_and_whom_to_ask(
    store: Store, zephyr: str, today: date
) -> None:
    person(store, zephyr, "Ada Quillfeather", address="1 Snail Row")

    (letter,) = letters.letters(store, zephyr, "sen-support", today)

    said = letters.text(letter)
    for wanted in ("Dear Ada Quillfeather,", "1 Snail Row", "7 September 2026", "Speech, language",
                   "Paired reading", "11 December 2026", "Mx Fernwhistle", "Puddle Advice",
                   "Zed Quillfeather", "22 November 2026"):  # fmt: skip
        assert wanted in said
    assert "4.50" not in said
    assert "{" not in said


@pytest.mark.parametrize("easy", [False, True])
def test_what_is_not_recorded_leaves_no_half_sentence_and_is_said_before(
    store: Store, today: date, easy: bool
) -> None:
    pupil = invented.pupil(store)
    invented.status(store, pupil, "K")

    (letter,) = letters.letters(store, pupil, "sen-support", today, easy=easy)

    said = letters.text(letter)
    assert not any(line.rstrip().endswith(":") for line in said.splitlines())
    assert not any(words in said for words in ("in these areas", "advice", "Why", "Who else"))
    (mind,) = letter.all_minds
    assert mind.startswith("Not recorded, or confidential, so not in it: needs, provision, ")
    assert "SENDIASS" in mind


@pytest.mark.parametrize("easy", [False, True])
@pytest.mark.parametrize("sort", ["sen-support", "yearly"])
def test_a_letter_tells_of_services_and_how_to_ask_for_them(
    store: Store, zephyr: str, today: date, sort: Sort, easy: bool
) -> None:
    person(store, zephyr, "Ada Quillfeather")
    values = {"name": "[/x] Talk team", "whom": "children who stammer", "how": "ring on a Monday",
              "contact": "01632 960001", "wait_weeks": 12}  # fmt: skip
    one = referrals.keep_service(store, values)
    referrals.keep_service(store, {"name": "Sight team"})

    def said(*services: str) -> str:
        found = letters.letters(store, zephyr, sort, today, easy=easy, services=services)
        return " ".join(letters.text(found[0]).split())

    assert "may help" not in said()
    for named in (one, "[/x] talk  TEAM"):
        told = said(named, "Sight team")
        assert "[/x] Talk team: for children who stammer." in told
        assert "How to ask for it: ring on a Monday." in told
        assert "To reach it: 01632 960001. The wait is said to be about 12 weeks." in told
        assert "Sight team." in told
    with pytest.raises(SendtuiError, match="Sight team"):
        said("Ear team")


def test_those_who_live_together_share_a_letter_and_others_have_their_own(
    store: Store, zephyr: str, today: date
) -> None:
    person(store, zephyr, "Ada Quillfeather", household="Snail Row")
    person(store, zephyr, "Bo Quillfeather", household="snail  row", role="father")
    person(store, zephyr, "Cy Moss", household="Moss House", role="father")
    person(store, zephyr, "Di Fern", role="teacher", parental_responsibility=False)

    found = letters.letters(store, zephyr, "sen-support", today)

    assert {each.to.names for each in found} == {"Ada Quillfeather and Bo Quillfeather", "Cy Moss"}
    assert letters.places(Path("a/letter.pdf"), 2) == (Path("a/letter.pdf"), Path("a/letter-2.pdf"))


def test_a_parent_who_may_not_receive_it_has_no_letter(
    store: Store, zephyr: str, today: date
) -> None:
    person(store, zephyr, "Ada Quillfeather")
    barred = person(store, zephyr, "Cy Moss", role="father", household="Moss House")
    with store.write("Bar") as tx:
        tx.add("restriction", {"pupil": zephyr, "person": barred, "sort": "no contact"})

    (one,) = letters.letters(store, zephyr, "sen-support", today)
    (named,) = letters.letters(store, zephyr, "sen-support", today, to="Cy Moss")

    assert one.to.names == "Ada Quillfeather"
    assert any("Cy Moss may not have it: " in mind for mind in one.to.minds)
    path = store.path.with_name("moss.pdf")
    with pytest.raises(SendtuiError, match="may not receive"):
        letters.write(store, named, path, today)
    assert not path.exists()


def test_nobody_free_to_have_it_is_an_error_that_says_what_to_do(
    store: Store, zephyr: str, today: date
) -> None:
    person(store, zephyr, "Ada Quillfeather", gets_letters=False)

    with pytest.raises(SendtuiError, match="None of the parents"):
        letters.letters(store, zephyr, "sen-support", today)


def test_without_people_recorded_it_goes_to_the_parents_or_carers(
    store: Store, zephyr: str, today: date
) -> None:
    (letter,) = letters.letters(store, zephyr, "sen-support", today)

    assert "Dear parents or carers," in letters.text(letter)


def test_whom_nobody_calls_a_parent_is_named_where_they_are_barred(
    store: Store, zephyr: str, today: date
) -> None:
    barred = person(store, zephyr, "Dan Moss", role="", parental_responsibility=False)
    with store.write("Bar") as tx:
        tx.add("restriction", {"pupil": zephyr, "person": barred, "sort": "no contact"})

    (letter,) = letters.letters(store, zephyr, "sen-support", today)

    assert any("Dan Moss may not have it" in mind for mind in letter.to.minds)


def test_a_confidential_address_is_on_no_letter(store: Store, zephyr: str, today: date) -> None:
    person(store, zephyr, "Ada Quillfeather", address="1 Snail Row", address_confidential=True)

    (letter,) = letters.letters(store, zephyr, "sen-support", today)

    assert "Snail Row" not in letters.text(letter)
    assert any("confidential" in mind for mind in letter.to.minds)


def test_their_format_needs_and_language_drive_the_letter(
    store: Store, zephyr: str, today: date
) -> None:
    person(store, zephyr, "Ada Quillfeather", language="Polish",
           format_needs="large print, easy read, phone")  # fmt: skip

    (letter,) = letters.letters(store, zephyr, "sen-support", today)
    (plain,) = letters.letters(store, zephyr, "sen-support", today, easy=False, large=False)

    said = letters.text(letter)
    assert (letter.large, letter.easy, plain.large, plain.easy) == (True, True, False, False)
    assert "Extra help for Zed Quillfeather" in said
    assert "in Polish, or an interpreter" in said
    assert any("phone" in mind for mind in letter.to.minds)


def test_a_young_person_is_written_to_themself(store: Store, today: date) -> None:
    pupil = invented.pupil(store, born="2009-09-01")
    invented.status(store, pupil, "K")
    person(store, pupil, "Ada Quillfeather")

    (letter,) = letters.letters(store, pupil, "sen-support", today)

    assert letter.to.is_pupil
    assert "for you, Zephyr Quillfeather" in letters.text(letter)


@pytest.mark.parametrize(
    ("sort", "to", "says"),
    [
        ("sen-support", "parents", "You know Zed best."),
        ("sen-support", "pupil", "You can say no to things."),
        ("yearly", "parents", "How it went"),
        ("views", "parents", "What is hard?"),
        ("views", "pupil", "How is school for you?"),
    ],
)
def test_every_letter_to_a_family_has_short_words_where_they_need_them(
    store: Store, zephyr: str, today: date, sort: Sort, to: str, says: str
) -> None:
    for letter in letters.letters(store, zephyr, sort, today, to=to, easy=True, large=True):
        assert says in letters.text(letter)
        assert letter.large


def test_a_pupil_who_is_not_on_sen_support_has_no_such_letter(store: Store, today: date) -> None:
    pupil = invented.pupil(store)

    with pytest.raises(SendtuiError, match="not on SEN Support"):
        letters.letters(store, pupil, "sen-support", today)
    with pytest.raises(SendtuiError, match="not on SEN Support"):
        letters.sent(store, pupil, today, "post", today)


def test_what_is_confidential_is_on_no_letter_though_it_is_shown(
    store: Store, zephyr: str, today: date
) -> None:
    with store.read() as session:
        need = session.connection().exec_driver_sql("SELECT id FROM need").scalar_one()
    confidential.mark(store, zephyr, "need", need, today=today)
    confidential.show(store)

    (letter,) = letters.letters(store, zephyr, "sen-support", today)

    assert "Speech, language" not in letters.text(letter)
    assert "Paired reading" in letters.text(letter)


def test_another_childs_name_is_not_on_it(store: Store, zephyr: str, today: date) -> None:
    invented.pupil(store, surname="Fern", forename="Ada")
    cycle = pupils.view(store, zephyr, today).cycles[0].id
    plans.add(store, cycle, "provision", {"what": "Lunch club with Ada Fern"})

    (letter,) = letters.letters(store, zephyr, "sen-support", today)

    assert "Ada Fern" not in letters.text(letter)
    assert "Lunch club with another child" in letters.text(letter)


@pytest.mark.parametrize("ending", [".pdf", ".txt", ".docx"])
def test_a_letter_is_written_and_logged_with_whom_it_is_to(
    store: Store, zephyr: str, today: date, tmp_path: Path, ending: str
) -> None:
    person(store, zephyr, "Ada Quillfeather", format_needs="large print")
    (letter,) = letters.letters(store, zephyr, "sen-support", today)

    path = letters.write(store, letter, tmp_path / f"l{ending}", today)

    assert path.stat().st_size > 500
    large = ", large print" if ending == ".pdf" else ""
    protection = "print" if ending == ".pdf" else "plain"
    what = f"Letter: SEN provision is made (s.68){large}"
    assert disclosures(store) == [(what, "Ada Quillfeather", protection)]
    assert pupils.view(store, zephyr, today).statuses[0].parents_told_on is None


def test_only_once_it_is_sent_the_parents_count_as_told(
    store: Store, zephyr: str, today: date
) -> None:
    letters.sent(store, zephyr, date(2026, 11, 20), "post", today)

    (step,) = pupils.view(store, zephyr, today).statuses
    assert (step.parents_told_on, step.parents_told_how) == (date(2026, 11, 20), "post")
    with pytest.raises(InvalidError):
        letters.sent(store, zephyr, date(2026, 11, 23), "post", today)


def test_the_yearly_report_tells_how_it_went(store: Store, zephyr: str, today: date) -> None:
    cycle = pupils.view(store, zephyr, today).cycles[0].id
    notes = reviews.Notes(
        held_on=date(2026, 11, 20), decision="continue", reason="works", with_parents=True
    )
    reviews.hold(store, cycle, notes, today=today)
    voices.hear(store, zephyr, whose="pupil", words="I like snails", said_on=date(2026, 11, 1))
    with store.write("Add") as tx:
        for starts, possible in (("2026-09-07", 70), ("2026-10-01", 30)):
            tx.add("attendance", {"pupil": zephyr, "starts": starts, "ends": "2026-10-23",
                                  "possible": possible, "attended": possible - 7})  # fmt: skip

    (letter,) = letters.letters(store, zephyr, "yearly", today, since=date(2026, 9, 1))

    said = letters.text(letter)
    for wanted in ("from 1 September 2026 to 22 November 2026", "not yet looked at",
                   "Paired reading", "20 November 2026: to go on as now", "We met you once",
                   "“I like snails” (1 November 2026)", "63 of 70 half days", "90.0%"):  # fmt: skip
        assert wanted in " ".join(said.split())


def test_an_outcome_that_was_carried_on_is_reported_once_as_it_stood_last(
    store: Store, zephyr: str, today: date
) -> None:
    first = pupils.view(store, zephyr, today).cycles[0].id
    with store.read() as session:
        found = session.connection().exec_driver_sql("SELECT id FROM outcome")
        outcome = found.scalar_one()
    rated = reviews.Rated(outcome=outcome, effect="some")
    notes = reviews.Notes(held_on=date(2026, 11, 20), decision="continue", carry=True,
                          ratings=(rated,))  # fmt: skip
    reviews.hold(store, first, notes, today=today)

    (letter,) = letters.letters(store, zephyr, "yearly", today)

    said = letters.text(letter)
    assert said.count("read ten lines") == 1
    assert "not yet looked at" not in said


def test_a_year_without_a_cycle_has_no_report(store: Store, today: date) -> None:
    with pytest.raises(SendtuiError, match="No cycle was under way"):
        letters.letters(store, invented.pupil(store), "yearly", today)


def test_a_school_changes_the_words_and_is_told_what_is_wrong_in_them(
    store: Store, zephyr: str, today: date
) -> None:
    own = letter_wordings.folder(store)
    own.mkdir()
    file = own / "sen-support.txt"
    file.write_text("Title: Our words about {child}\n\nHello.", encoding="utf-8-sig")

    (letter,) = letters.letters(store, zephyr, "sen-support", today)
    file.write_text("Title: Ours\n\n{childs}", encoding="utf-8")

    assert letter.page.title == "Our words about Zed Quillfeather"
    with pytest.raises(SendtuiError, match=r"letters/sen-support.txt .* Line 3: .*“childs”"):
        letters.letters(store, zephyr, "sen-support", today)
    with pytest.raises(UsageError):
        letter_wordings.wording(store, "../case")
