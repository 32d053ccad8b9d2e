"""Today: what is due, overdue and at risk, and in which order."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from sendtui.services import (
    action_plan,
    actions,
    amend,
    arrangements,
    cases,
    concerns,
    confidential,
    contacts,
    cycles,
    drafts,
    due,
    feedback,
    pupils,
    statuses,
    visits,
)
from sendtui.services.due_narrowed import Only, choices, narrowed
from sendtui.store.store import Store
from tests.services.enrolled import case_file, enrolled, read, sent

TODAY = date(2026, 11, 22)
ASKED = date(2026, 9, 1)


@pytest.fixture
def zephyr(store: Store) -> str:
    """A pupil of whom nothing is owed: new on the register, parents told, a fresh profile."""
    made = pupils.add(store, {"surname": "Quillfeather", "class_name": "3A"})
    told = {"parents_told_on": TODAY}
    statuses.place(store, made, "K", date(2026, 11, 1), **told)  # type: ignore[arg-type]
    with store.write("Made a profile") as tx:
        tx.add("profile", {"pupil": made, "version": 1, "made_on": "2026-11-01"})
    cycles.start(store, made, started_on=date(2026, 11, 1), review_due=date(2027, 2, 1))
    return made


def kinds(store: Store, today: date = TODAY) -> list[str]:
    return [one.kind for one in due.due(store, today)]


def test_nothing_is_due_of_a_pupil_of_whom_nothing_is_owed(store: Store, zephyr: str) -> None:
    assert zephyr
    assert due.due(store, TODAY) == ()


def test_what_the_school_owes_is_due_until_it_is_done(store: Store, zephyr: str) -> None:
    soon, later = TODAY + timedelta(7), TODAY + timedelta(60)
    said = {"sort": "complaint", "about": "Taxi", "answer_by": soon}
    about = feedback.add(store, said, zephyr, today=TODAY)
    feedback.add(store, {**said, "answer_by": TODAY}, today=TODAY)
    feedback.add(store, {"sort": "compliment", "about": "The fair"}, today=TODAY)
    for day in (soon, later):
        action_plan.add(store, {"what": "Paint", "owner": "Mr Wren", "due_on": day}, today=TODAY)

    found = [(one.kind, one.words, one.name) for one in due.due(store, TODAY)]

    assert found == [
        ("complaint", "Complaint to answer: Taxi", ""),
        ("school action", "Paint (Mr Wren)", ""),
        ("complaint", "Complaint to answer: Taxi", "Quillfeather"),
    ]
    amend.amend(store, "feedback", about, {"answered_on": TODAY}, today=TODAY)
    assert kinds(store).count("complaint") == 1
    confidential.mark(store, zephyr, "pupil", zephyr, today=TODAY)
    assert kinds(store) == ["complaint", "school action"]


def test_what_is_arranged_is_due_on_the_day_it_is_looked_at_again_until_it_ends(
    store: Store, zephyr: str
) -> None:
    soon, later = TODAY + timedelta(7), TODAY + timedelta(60)
    values = {"sort": "EOTAS", "where": "Otter Farm", "review_on": soon}
    kept = arrangements.add(store, zephyr, values)
    arrangements.add(store, zephyr, {"sort": "transport", "review_on": later})

    (one,) = due.due(store, TODAY)

    assert (one.kind, one.record, one.day) == ("arrangement", kept, soon)
    assert one.words == "EOTAS: Otter Farm"
    arrangements.end(store, kept, TODAY - timedelta(1))
    assert due.due(store, TODAY) == ()


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2027, 1, 3), []),
        (date(2027, 1, 4), ["review due"]),
        (date(2027, 2, 1), ["review due"]),
        (date(2027, 2, 2), ["review overdue"]),
    ],
    ids=["29 days ahead", "28 days ahead", "on the day", "the day after"],
)
def test_a_review_is_due_for_four_weeks_and_then_overdue(
    store: Store, zephyr: str, day: date, expected: list[str]
) -> None:
    assert zephyr
    found = [k for k in kinds(store, day) if k.startswith("review")]

    assert found == expected


def test_a_review_overdue_says_how_late_and_what_to_open(store: Store, zephyr: str) -> None:
    (found,) = (d for d in due.due(store, date(2027, 2, 3)) if d.kind == "review overdue")

    assert (found.days_late, found.pupil, found.name) == (2, zephyr, "Quillfeather")
    assert (found.kind_of_record, bool(found.record)) == ("cycle", True)
    assert found.citation is not None


def test_parents_who_were_not_told_are_due_with_the_law(store: Store) -> None:
    made = pupils.add(store, {"surname": "Moss"})
    step = statuses.place(store, made, "K", TODAY)

    (found,) = (d for d in due.due(store, TODAY) if d.kind == "parents not told")

    assert (found.record, str(found.citation)) == (
        step,
        "Children and Families Act 2014 s.68 (statutory)",
    )


def test_a_pupil_without_a_profile_and_one_with_an_old_one_differ(
    store: Store, zephyr: str
) -> None:
    assert zephyr
    pupils_without = pupils.add(store, {"surname": "Moss"})
    statuses.place(store, pupils_without, "K", date(2027, 11, 1))

    found = {(d.kind, d.name) for d in due.due(store, date(2027, 11, 22))}

    assert ("no profile", "Moss") in found
    assert ("profile old", "Quillfeather") in found


def test_a_pupil_not_reviewed_this_term_is_named_once(store: Store) -> None:
    made = pupils.add(store, {"surname": "Moss"})
    statuses.place(store, made, "K", date(2025, 9, 1))

    found = [k for k in kinds(store) if "review" in k]

    assert found == ["no review this term"]


def test_a_pupil_off_the_register_is_owed_no_review(store: Store, zephyr: str) -> None:
    statuses.place(store, zephyr, "N", date(2026, 11, 20))

    assert kinds(store, date(2027, 6, 1)) == []


def test_nothing_is_due_of_a_pupil_who_left(store: Store, zephyr: str) -> None:
    actions.add(store, zephyr, what="Ring the OT", due=TODAY)
    pupils.leave(store, zephyr, TODAY)

    assert due.due(store, TODAY) == ()


def test_a_promise_is_due_until_it_is_answered(store: Store, zephyr: str) -> None:
    asked = contacts.log(
        store, zephyr, on=date(2026, 11, 2), said="[/x]", promised="Ring back", reply_by=TODAY
    )
    assert [(d.kind, d.words, d.record) for d in due.due(store, TODAY)] == [
        ("reply promised", "Ring back", asked)
    ]

    contacts.answer(store, asked, on=TODAY, said="Rang back")

    assert due.due(store, TODAY) == ()


def test_an_action_names_its_owner_and_goes_when_done(store: Store, zephyr: str) -> None:
    action = actions.add(store, zephyr, what="Ring the OT", owner="B. O.", due=date(2026, 11, 20))
    assert [(d.words, d.days_late) for d in due.due(store, TODAY)] == [("Ring the OT (B. O.)", 2)]

    actions.done(store, action, TODAY)

    assert due.due(store, TODAY) == ()


def test_a_concern_is_due_when_it_is_to_be_looked_at_again(store: Store, zephyr: str) -> None:
    assert zephyr
    made = pupils.add(store, {"surname": "Moss"})
    concerns.raise_(store, made, what="Squints", raised_on=date(2026, 9, 1), review_on=TODAY)

    assert kinds(store) == ["concern"]


def test_a_draft_that_was_left_is_named_without_its_words(store: Store, zephyr: str) -> None:
    drafts.keep(store, drafts.key("contact", zephyr), {"said": "Half a sentence"})

    (found,) = due.due(store, TODAY)

    assert (found.kind, found.pupil, found.words) == (
        "draft",
        zephyr,
        "Contact: typed and not saved.",
    )


def test_a_draft_about_a_pupil_of_whom_nothing_else_is_held_names_them(store: Store) -> None:
    tansy = pupils.add(store, {"surname": "Bramblewick", "forename": "Tansy"})
    drafts.keep(store, drafts.key("contact", tansy), {"said": "Half a sentence"})

    (found,) = due.due(store, TODAY)

    assert (found.pupil, found.name) == (tansy, "Bramblewick, Tansy")


def test_a_draft_that_was_dropped_is_due_no_more(store: Store, zephyr: str) -> None:
    key = drafts.key("contact", zephyr)
    drafts.keep(store, key, {"said": "Half"})
    assert drafts.read(store, key) == {"said": "Half"}

    drafts.drop(store, key)

    assert (drafts.read(store, key), due.due(store, TODAY)) == (None, ())


def test_a_clash_comes_before_everything(store: Store, zephyr: str) -> None:
    actions.add(store, zephyr, what="Ring", due=TODAY - timedelta(days=30))
    opened = amend.form(store, "pupil", zephyr)
    for name in ("3B", "3C"):
        amend.amend(store, "pupil", zephyr, {"class_name": name}, opened.heads)

    found = due.due(store, TODAY)

    assert [d.kind for d in found] == ["clash", "action"]
    assert found[0].words == "Pupil: Class has two versions."


def test_what_is_late_comes_before_what_is_to_come(store: Store, zephyr: str) -> None:
    for what, day in (("later", 5), ("late", -3), ("today", 0), ("later still", 9)):
        actions.add(store, zephyr, what=what, due=TODAY + timedelta(days=day))

    assert [d.words for d in due.due(store, TODAY)] == ["late", "today", "later", "later still"]


def test_kinds_all_have_words() -> None:
    assert set(due.KIND_LABELS) == set(due.KINDS)


def test_notes_wait_until_they_are_filed_and_a_drafted_letter_until_it_is_sent(
    store: Store, zephyr: str
) -> None:
    visit = visits.begin(store, zephyr, TODAY, TODAY)
    with store.write("Draft") as tx:
        drafted = {"pupil": zephyr, "sort": "status", "title": "Where things stand"}
        letter = tx.add("letter", {**drafted, "dated": TODAY, "drafted_on": TODAY})

    waiting = [(one.kind, one.record, one.words) for one in due.due(store, TODAY)]

    assert waiting == [
        ("visit", visit, "Notes of a visit to file"),
        ("letter", letter, "Letter not sent: Where things stand"),
    ]
    visits.file(store, visit, "We met.", TODAY)
    with store.write("Send") as tx:
        tx.put("letter", letter, {"sent_on": TODAY, "how": "post"})
    assert due.due(store, TODAY) == ()


def test_the_duties_of_a_school_are_not_due_in_the_record_of_an_authority(store: Store) -> None:
    sam = pupils.add(store, {"surname": "Moss"})
    statuses.place(store, sam, "K", date(2025, 9, 1))
    assert set(kinds(store)) == {"no review this term", "no profile", "parents not told"}

    with store.write("Ours") as tx:
        tx.put("setting", store.setting, {"sort": "la"})

    assert due.due(store, TODAY) == ()


def test_what_is_due_narrows_to_a_kind_a_caseworker_and_a_setting(
    store: Store, zephyr: str
) -> None:
    with store.write("Add") as tx:
        pond = tx.add("setting", {"name": "Duckpond School"})
    wisp = pupils.add(store, {"surname": "Bramblewick", "setting": pond})
    for pupil, holder in ((zephyr, "Tansy"), (wisp, "Bramble")):
        case = cases.open_(store, pupil, "assessment", opened_on=ASKED, side="la",
                           caseworker=holder)  # fmt: skip
        cases.log(store, case, "request", on=ASKED, today=TODAY)
        actions.add(store, pupil, what="Ring the clinic", due=TODAY)

    def found(only: Only) -> list[tuple[str, str]]:
        return sorted((e.kind, e.pupil) for e in narrowed(store, due.each(store, TODAY), only))

    assert found(Only(kind="action")) == sorted([("action", zephyr), ("action", wisp)])
    assert {pupil for _, pupil in found(Only(caseworker="tansy"))} == {zephyr}
    assert {kind for kind, _ in found(Only(caseworker="tansy"))} == {"action", "statutory"}
    assert {pupil for _, pupil in found(Only(setting="pond"))} == {wisp}
    assert found(Only(caseworker="Tansy", setting="pond")) == []
    assert {kind for kind, _ in found(Only(label="statutory"))} == {"statutory"}
    assert found(Only(label="Code of Practice")) == []
    assert len(found(Only())) == len(due.due(store, TODAY))
    there = choices(store)
    assert there.caseworkers == ("Bramble", "Tansy")
    assert there.settings == ("Duckpond School", "Puddleby Common Primary School")


def test_what_a_school_wrote_down_is_not_due_in_the_record_of_an_authority(tmp_path: Path) -> None:
    with (
        case_file(tmp_path, "acorn") as school,
        case_file(tmp_path, "puddleshire", sort="la", role="register") as la,
        case_file(tmp_path, "tansy", sort="la", role="caseworker") as laptop,
    ):
        enrolled(school, la)
        sam = pupils.add(school, {"surname": "Moss", "setting": school.setting})
        statuses.place(school, sam, "K", ASKED)
        actions.add(school, sam, what="Theirs", due=TODAY)
        contacts.log(school, sam, on=TODAY, said="Rang", promised="Their reply", reply_by=TODAY)
        read(la, sent(school, la, "up"))
        enrolled(laptop, la, settings=("Acorn Hollow",))
        read(laptop, sent(la, laptop, "out"))
        actions.add(laptop, sam, what="The caseworker’s", due=TODAY)
        read(la, sent(laptop, la, "back"))
        actions.add(la, sam, what="Ours", due=TODAY)

        words = {one.words for one in due.due(school, TODAY)}
        with la.write("Keep the keys from who only works on a register") as tx:
            tx.connection.exec_driver_sql("DELETE FROM meta WHERE key = 'identity'")
        kept = {one.words for one in due.due(la, TODAY) if one.kind in ("action", "reply promised")}

    assert {"Theirs", "Their reply"} <= words
    assert kept == {"Ours", "The caseworker’s"}
