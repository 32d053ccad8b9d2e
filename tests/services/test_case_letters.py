"""The letters of a case: what is in them, to whom they go, and what sending one writes down."""

from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select

from sendtui.errors import InvalidError, SendtuiError, UsageError
from sendtui.models.case import Advice
from sendtui.models.exchange import Disclosure
from sendtui.rules import sen2_known
from sendtui.rules.case_letters import LETTERS
from sendtui.services import (
    case_letters,
    case_letters_batch,
    case_letters_kept,
    case_parts,
    case_reading,
    cases,
    returns_known,
    school_year,
)
from sendtui.services.confidential import HeldBackError, mark
from sendtui.services.recipients import BarredError
from sendtui.store.store import Store
from sendtui.store.undo import undo
from tests.services.invented import CRASHING, pupil

TODAY = date(2026, 11, 22)
ASKED = date(2026, 9, 1)
D2020 = date(2020, 9, 1)


@pytest.fixture
def zephyr(store: Store) -> str:
    """A pupil with a mother at home, in the record of an authority."""
    made = pupil(store, upn="A123456789012")
    with store.write("Add") as tx:
        tx.put("setting", store.setting, {
            "name": "Puddleby Council", "sort": "la", "phone": "01632 960001",
            "sendiass": "Puddle Advice", "mediation": "Calm Waters, 01632 960002",
        })  # fmt: skip
    person(store, made, "Ada Quillfeather", address="1 Snail Row")
    return made


def person(store: Store, pupil: str, name: str, **fields: object) -> str:
    with store.write("Add") as tx:
        given = {"role": "mother", "parental_responsibility": True, **fields}
        return tx.add("person", {"pupil": pupil, "name": name, **given})


def opened(store: Store, whose: str, process: str = "assessment") -> str:
    made = cases.open_(
        store, whose, process, opened_on=ASKED, side="la", caseworker="Bix Ottershaw"
    )
    if process == "assessment":
        cases.log(store, made, "request", on=ASKED, facts={"from": "parent"}, today=TODAY)
    return made


def typed(code: str) -> dict[str, str | date]:
    """Something for every blank of a letter."""
    return {b.name: date(2027, 1, 8) if b.is_day else f"Because {CRASHING}\nand so on"
            for b in LETTERS[code].blanks}  # fmt: skip


def a_case_for(store: Store, whose: str, code: str) -> tuple[str, str]:
    """A case in which this letter can be written, and the adviser or setting it is about."""
    letter = LETTERS[code]
    case = opened(store, whose, letter.processes[0])
    record = ""
    if letter.to == "adviser":
        record = case_parts.ask(store, case, "medical", on=ASKED, who="Dr Pim Wobble", today=TODAY)
    if letter.to == "setting":
        record = case_parts.consult(store, case, "Duckpond School", on=ASKED, today=TODAY)
    if "review" in letter.processes[0]:
        cases.log(store, case, "meeting", on=date(2026, 11, 2), today=TODAY,
                  facts={"child_views": "I like it", "progress": "Ten lines: reached"})  # fmt: skip
    if code.startswith("ordered-"):
        cases.log(store, case, "order", on=date(2026, 11, 16), facts={"about": "assess"},
                  today=TODAY)  # fmt: skip
    if code == "extension":
        facts = {"code": "PERSONAL", "evidence": "A letter", "decided_by": "Panel"}
        cases.log(store, case, "exception", on=date(2026, 10, 1), facts=facts, today=TODAY)
    return case, record


@pytest.mark.parametrize("code", list(LETTERS))
def test_every_letter_can_be_written_in_full_and_easy_and_names_the_child(
    store: Store, zephyr: str, code: str
) -> None:
    case, record = a_case_for(store, zephyr, code)

    found = [
        case_letters.letter(store, case, code, TODAY, record=record, given=typed(code), easy=easy)
        for easy in (False, True)
    ]

    for (made,) in found:
        said = case_letters.text(made)
        assert "Zephyr Quillfeather" in said
        assert "{" not in said
        assert made.identity == "Zephyr Quillfeather, born 3 February 2017, UPN A123456789012"
        assert ("Calm Waters" in said) is LETTERS[code].rights
    assert [each.easy for (each,) in found] == [False, LETTERS[code].to == "family"]


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        ("acknowledgement", ["Tuesday 13 October 2026", "reg 5(1)", "Tuesday 19 January 2027"]),
        ("decision-assess", ["Sunday 3 January 2027", "Tuesday 22 December 2026"]),
        ("decision-not-assess", ["Friday 22 January 2027", "s.51", "reg 33", "Puddle Advice"]),
        ("ordered-assess", ["Tribunal ordered on Monday 16 November 2026", "reg 44(2)", "reg 8(1)",
                            "Monday 25 January 2027", "Monday 22 February 2027"]),
        ("ordered-no-plan", ["Tribunal ordered on Monday 16 November 2026", "s.51", "reg 33"]),
        ("draft-cover", ["Sunday 6 December 2026", "reg 13(1)"]),
        ("final-cover", ["Friday 22 January 2027", "r.20"]),
        ("advice-chase", ["Dear Dr Pim Wobble", "Tuesday 13 October 2026", "reg 8(1)"]),
        ("consultation", ["Dear head or principal", "Wednesday 16 September 2026", "9.83"]),
        ("amendment-notice", ["Sunday 6 December 2026", "Sunday 17 January 2027", "reg 22(3)"]),
        ("extension", ["Tuesday 13 October 2026", "Exceptional personal circumstances",
                       "reg 5(4)(c)", "What we rely on: A letter"]),
        ("late", ["Tuesday 13 October 2026", "Ombudsman", "Friday 8 January 2027"]),
        ("status", ["We received the request", "Deciding whether to assess"]),
        ("review-report", ["I like it", "Ten lines: reached"]),
    ],
)  # fmt: skip
def test_its_dates_are_the_rules_own_with_where_they_stand(
    store: Store, zephyr: str, code: str, wanted: list[str]
) -> None:
    case, record = a_case_for(store, zephyr, code)

    (made,) = case_letters.letter(store, case, code, TODAY, record=record, given=typed(code))

    said = case_letters.text(made)
    assert [each for each in wanted if each not in said] == []


def test_an_invitation_is_to_the_meeting_to_come_and_asks_nothing_by_a_day_that_is_past(
    store: Store, zephyr: str
) -> None:
    case, _ = a_case_for(store, zephyr, "review-invitation")
    cases.log(store, case, "meeting-set", on=date(2026, 11, 27), today=TODAY)

    (made,) = case_letters.letter(store, case, "review-invitation", TODAY)

    said, _, law = case_letters.text(made).partition("Where the dates stand")
    assert "on Friday 27 November 2026" in said
    assert "13 November" not in said
    assert "13 November" in law
    assert any(each.startswith("Friday 13 November 2026 is past") for each in made.minds)


def test_a_reassessment_is_called_one_and_the_young_person_is_spoken_to(
    store: Store, zephyr: str
) -> None:
    with store.write("Older") as tx:
        tx.put("pupil", zephyr, {"born": date(2008, 2, 3)})
    case = opened(store, zephyr, "re-assessment")
    cases.log(store, case, "request", on=ASKED, today=TODAY)
    given = {"reasons": "Nothing has changed"}

    (asked,) = case_letters.letter(store, case, "acknowledgement", TODAY)
    (refused,) = case_letters.letter(store, case, "decision-not-assess", TODAY, given=given)

    assert "a re-assessment of education, health and care needs for you" in case_letters.text(asked)
    assert "Zephyr thinks" not in case_letters.text(asked)
    assert "The plan stays in force" in case_letters.text(refused)


def test_the_first_line_of_the_drafts_cover_is_the_day_to_answer_by(
    store: Store, zephyr: str
) -> None:
    (made,) = case_letters.letter(store, opened(store, zephyr), "draft-cover", TODAY)

    assert made.page.parts[0].text.startswith("You have until Sunday 6 December 2026")


def test_the_holidays_it_is_minded_of_are_the_settings_own(store: Store, zephyr: str) -> None:
    case = opened(store, zephyr)
    (before,) = case_letters.letter(store, case, "draft-cover", TODAY)
    for span in (
        {"sort": "term", "starts": date(2026, 9, 3), "ends": date(2026, 12, 18)},
        {"sort": "closed", "starts": date(2026, 11, 30), "ends": date(2026, 12, 6)},
    ):
        school_year.add(store, span)

    (now,) = case_letters.letter(store, case, "draft-cover", TODAY)

    assert not [each for each in before.minds if "holiday" in each]
    (mind,) = [each for each in now.minds if "6 December" in each]
    assert mind.startswith("Sunday 6 December 2026: The time ends in a school holiday")
    assert "usual" not in mind


def test_each_household_has_its_own_in_the_print_it_needs_and_none_where_barred(
    store: Store, zephyr: str
) -> None:
    person(store, zephyr, "Bo Marsh", household="2", address="9 Reed Way", role="father",
           format_needs="large print, easy read", language="Polish")  # fmt: skip
    person(store, zephyr, "Cy Gone", role="father", gets_letters=False, address="3 Far Off")

    found = case_letters.letter(store, opened(store, zephyr), "draft-cover", TODAY)

    assert [(e.to.names, e.prints) for e in found] == [
        ("Ada Quillfeather", ""), ("Bo Marsh", "large print, easy read"),
    ]  # fmt: skip
    assert any("Polish" in note for note in found[1].page.notes)
    assert any("Cy Gone" in each for each in found[0].all_minds)


def test_what_is_drafted_is_not_sent_until_somebody_says_so(
    store: Store, zephyr: str, tmp_path: Path
) -> None:
    case = opened(store, zephyr)
    (made,) = case_letters.letter(store, case, "decision-not-assess", TODAY,
                                  given={"reasons": "The school meets the needs"})  # fmt: skip

    case_letters.write(store, made, tmp_path / "a.pdf", TODAY)
    case_letters.write(store, made, tmp_path / "a.docx", TODAY)
    (drafted,) = case_reading.view(store, case, TODAY).letters
    done = case_letters_kept.sent(store, [drafted.id], TODAY, "post", TODAY)

    assert (drafted.sent_on, drafted.drafted_on) == (None, TODAY)
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF-")
    after = case_reading.view(store, case, TODAY)
    (letter,) = after.letters
    assert (letter.sent_on, letter.sent_how, letter.about) == (TODAY, "post", done.events[0])
    (event,) = [each for each in after.events if each.code == "decision"]
    assert event.facts == {"decision": "refuse", "rights": "yes",
                           "reasons": "The school meets the needs"}  # fmt: skip
    assert after.stage == "refused"
    undo(store)
    assert case_reading.view(store, case, TODAY).letters[0].sent_on is None
    assert case_reading.view(store, case, TODAY).stage == "deciding"


def test_two_households_are_one_event_and_one_logged_before_stays_the_only_one(
    store: Store, zephyr: str, tmp_path: Path
) -> None:
    person(store, zephyr, "Bo Marsh", household="2", address="9 Reed Way", role="father")
    case = opened(store, zephyr)
    cases.log(store, case, "decision", on=TODAY, facts={"decision": "assess"}, today=TODAY)
    for code in ("decision-assess", "status"):
        for number, each in enumerate(case_letters.letter(store, case, code, TODAY)):
            case_letters.write(store, each, tmp_path / f"{code}{number}.txt", TODAY)

    waiting = [letter.id for letter in case_reading.view(store, case, TODAY).letters]
    done = case_letters_kept.sent(store, waiting, TODAY, "e-mail", TODAY)

    codes = [each.code for each in case_reading.view(store, case, TODAY).events]
    assert (len(waiting), len(done.events)) == (4, 1)
    assert (codes.count("decision"), codes.count("told")) == (1, 1)


def test_the_letter_and_not_the_day_recorded_is_when_the_family_was_told(
    store: Store, zephyr: str
) -> None:
    case, sent = opened(store, zephyr), date(2026, 10, 15)
    facts = {"decision": "assess"}
    cases.log(store, case, "decision", on=date(2026, 10, 12), facts=facts, today=TODAY)
    (made,) = case_letters.letter(store, case, "decision-assess", sent, dated=sent)
    case_letters_kept.keep_sent(store, [case_letters.kept(made)], sent, "post", TODAY)

    (limit,) = [d for d in case_reading.view(store, case, TODAY).deadlines if d.rule == "NA-03"]
    assert (limit.state, limit.done_on, limit.due) == ("done late", sent, date(2026, 10, 13))
    with store.read() as session:
        (child,) = returns_known.children(session.connection(), [zephyr], TODAY)
    decided = sen2_known.assessed(child.cases[0], frozenset(), TODAY).decided
    assert decided is not None
    assert decided.on == sent


def test_a_chase_that_is_sent_is_the_chase_of_that_adviser(store: Store, zephyr: str) -> None:
    case, record = a_case_for(store, zephyr, "advice-chase")
    (made,) = case_letters.letter(store, case, "advice-chase", TODAY, record=record)

    case_letters_kept.keep_sent(store, [case_letters.kept(made)], TODAY, "e-mail", TODAY)

    assert case_reading.view(store, case, TODAY).advice[0].chased_on == TODAY


def test_parents_are_asked_for_their_own_advice_in_words_of_their_own(
    store: Store, zephyr: str
) -> None:
    case = opened(store, zephyr)
    record = case_parts.ask(store, case, "parent", on=ASKED, today=TODAY)

    for code in ("advice-request", "advice-chase"):
        (made,), (easy,) = (
            case_letters.letter(store, case, code, TODAY, record=record, easy=is_easy)
            for is_easy in (False, True)
        )
        assert easy.easy
        said = case_letters.text(made)
        assert made.to.names == "Ada Quillfeather"
        assert "specify" not in said
        assert "reg 8" not in said
        assert "Puddle Advice" in said


def test_a_letter_that_goes_on_another_day_than_it_bears_is_told(
    store: Store, zephyr: str, tmp_path: Path
) -> None:
    case = opened(store, zephyr)
    bears = date(2026, 11, 20)
    (made,) = case_letters.letter(store, case, "draft-cover", TODAY, dated=bears)
    case_letters.write(store, made, tmp_path / "a.txt", TODAY)
    (drafted,) = case_reading.view(store, case, TODAY).letters

    done = case_letters_kept.sent(store, [drafted.id], TODAY, "post", TODAY)

    assert any("less time" in each for each in done.warnings)
    with pytest.raises(SendtuiError, match="sent already"):
        case_letters_kept.sent(store, [drafted.id], TODAY, "post", TODAY)


@pytest.fixture
def reviewed(store: Store, zephyr: str) -> str:
    """A review of a pupil with two homes and professionals, one of whom may not be written to."""
    person(store, zephyr, "Bo Marsh", household="2", address="9 Reed Way", role="father")
    for name, role, fields in (
        ("Nell Newt", "school nurse", {}),
        ("Tad Pole", "class teacher", {"until": date(2026, 7, 20)}),
        ("Otto Otter", "brother", {}),
        ("Ivy Reed", "social worker", {"gets_letters": False}),
    ):
        person(store, zephyr, name, role=role, parental_responsibility=False, **fields)
    before = opened(store, zephyr)
    for who, on in (("Dr Pim Wobble", ASKED), ("Nell Newt", ASKED), ("Old Heron", D2020)):
        case_parts.ask(store, before, "psychological", on=on, who=who, today=TODAY)
    case = opened(store, zephyr, "annual review")
    cases.log(store, case, "meeting-set", on=date(2027, 1, 20), today=TODAY)
    return case


def test_everybody_of_a_review_is_each_home_and_each_professional_who_may_be_written_to(
    store: Store, reviewed: str
) -> None:
    found = case_letters.letter(store, reviewed, "review-invitation", TODAY, to="everybody")
    fewer = case_letters.letter(store, reviewed, "review-invitation", TODAY, to="Everybody",
                                without=["dr pim wobble"])  # fmt: skip

    names = [each.to.names for each in found]
    assert names == ["Ada Quillfeather", "Bo Marsh", "Nell Newt", "Dr Pim Wobble"]
    assert [each.to.names for each in fewer] == names[:3]
    (mind,) = [each for each in found[0].all_minds if "Not on record" in each]
    assert "reg 20(1)-(3)" in mind
    assert "the head" in mind
    assert "a social care officer" in mind
    assert "health" not in mind
    with pytest.raises(UsageError, match="left out"):
        case_letters.letter(store, reviewed, "review-invitation", TODAY, to="everybody",
                            without=["Nobody"])  # fmt: skip
    with pytest.raises(InvalidError, match="asked to a review"):
        case_letters.letter(store, reviewed, "status", TODAY, to="everybody")


def test_everybody_is_invited_in_one_act_each_logged_by_name_and_the_event_says_who(
    store: Store, reviewed: str, tmp_path: Path
) -> None:
    found = case_letters.letter(store, reviewed, "review-invitation", TODAY, to="everybody")

    case_letters_batch.write(store, found, tmp_path / "all.pdf", TODAY, sent=(TODAY, "e-mail"))

    names = [each.to.names for each in found]
    view = case_reading.view(store, reviewed, TODAY)
    assert sorted(each.recipient for each in view.letters) == sorted(names)
    assert {each.sent_how for each in view.letters} == {"e-mail"}
    (event,) = [each for each in view.events if each.code == "invited"]
    assert event.facts["invited"] == "; ".join(names)
    with store.read() as session:
        logged = {each.recipient for each in session.exec(select(Disclosure))}
    assert logged == set(names)


def test_a_professional_whose_advice_is_confidential_is_not_invited_by_it(
    store: Store, zephyr: str, reviewed: str
) -> None:
    with store.read() as session:
        wobble = session.exec(select(Advice).where(Advice.who == "Dr Pim Wobble")).one().id
    mark(store, zephyr, "advice", wobble, today=TODAY)

    found = case_letters.letter(store, reviewed, "review-invitation", TODAY, to="everybody")

    assert "Dr Pim Wobble" not in [each.to.names for each in found]


def test_a_delay_is_explained_only_where_something_is_late(store: Store, zephyr: str) -> None:
    about_delays = {"late", "extension"}

    def offered(step: str = "") -> set[str]:
        found = case_letters.fitting(case_reading.view(store, case, TODAY), step)
        return about_delays & {each.code for each in found}

    case = cases.open_(store, zephyr, "assessment", opened_on=TODAY, today=TODAY)
    assert offered() == set()

    cases.log(store, case, "request", on=date(2026, 9, 1), today=TODAY)
    limits = case_reading.view(store, case, TODAY).deadlines
    late, ahead = (next(d.id for d in limits if d.rule == rule) for rule in ("NA-03", "NA-09"))
    assert offered() == offered(late) == about_delays
    assert offered(ahead) == {"extension"}


@pytest.mark.parametrize(
    ("code", "given", "says"),
    [
        ("decision-not-assess", {}, "needed"),
        ("review-invitation", {}, "no letter of this case"),
        ("advice-request", {}, "the adviser of this case"),
        ("extension", {}, "No exception"),
    ],
)
def test_what_a_letter_lacks_is_said_before_it_is_made(
    store: Store, zephyr: str, code: str, given: dict[str, str], says: str
) -> None:
    case = opened(store, zephyr)

    with pytest.raises((InvalidError, SendtuiError), match=says):
        case_letters.letter(store, case, code, TODAY, given=given)


def test_nobody_who_may_not_have_it_and_nothing_confidential_gets_past(
    store: Store, zephyr: str, tmp_path: Path
) -> None:
    person(store, zephyr, "Cy Gone", role="father", gets_letters=False)
    case = opened(store, zephyr)
    (barred,) = case_letters.letter(store, case, "status", TODAY, to="Cy Gone")
    mark(store, zephyr, "case", case, today=TODAY)

    with pytest.raises(HeldBackError):
        case_letters.letter(store, case, "status", TODAY)
    with pytest.raises(BarredError):
        case_letters.write(store, barred, tmp_path / "a.txt", TODAY)
    assert case_letters.letter(store, case, "status", TODAY, with_confidential=True)
    assert list(tmp_path.glob("a*")) == []


def test_the_authority_can_change_the_words(store: Store, zephyr: str) -> None:
    folder = store.path.parent / "letters"
    folder.mkdir()
    (folder / "status.txt").write_text("Title: News of {child}\n\n{nonsense}\n", encoding="utf-8")

    with pytest.raises(SendtuiError, match=r"letters/status.txt.*nonsense"):
        case_letters.letter(store, opened(store, zephyr), "status", TODAY)


def test_a_confidential_event_or_letter_tells_nothing_of_what_is_in_it(
    store: Store, zephyr: str, tmp_path: Path
) -> None:
    case = opened(store, zephyr)
    (made,) = case_letters.letter(store, case, "decision-not-assess", TODAY,
                                  given={"reasons": "Nobody may read this"})  # fmt: skip
    case_letters.write(store, made, tmp_path / "a.txt", TODAY)
    drafted = case_reading.view(store, case, TODAY).letters[0].id
    done = case_letters_kept.sent(store, [drafted], TODAY, "post", TODAY)
    mark(store, zephyr, "letter", drafted, today=TODAY)
    mark(store, zephyr, "case_event", done.events[0], today=TODAY)

    assert "Nobody may read this" not in str(case_reading.view(store, case, TODAY))


@pytest.mark.parametrize(
    ("event", "says"),
    [("agreement", "agreed in mediation on"), ("conceded", "when we conceded the appeal")],
)
def test_an_ordered_assessment_is_told_by_a_letter_that_meets_its_limit(
    store: Store, zephyr: str, event: str, says: str
) -> None:
    case = opened(store, zephyr, "appeal")
    with pytest.raises(SendtuiError, match="Log it first"):
        case_letters.letter(store, case, "ordered-assess", TODAY)
    cases.log(store, case, event, on=date(2026, 11, 16), facts={"about": "assess"}, today=TODAY)
    (made,) = case_letters.letter(store, case, "ordered-assess", TODAY)

    case_letters_kept.keep_sent(store, [case_letters.kept(made)], TODAY, "post", TODAY)

    assert says in case_letters.text(made)
    view = case_reading.view(store, case, TODAY)
    assert "decision" in [each.code for each in view.events]
    (notify,) = [each for each in view.deadlines if each.rule.endswith("-assess-notify")]
    assert notify.state == "done"


def test_a_letter_that_does_not_belong_where_the_case_stands_says_so_and_is_not_refused(
    store: Store, zephyr: str
) -> None:
    case = opened(store, zephyr, "annual review")
    cases.log(store, case, "meeting", on=ASKED, today=TODAY)
    (made,) = case_letters.letter(store, case, "review-maintain", TODAY)

    done = case_letters_kept.keep_sent(store, [case_letters.kept(made)], TODAY, "post", TODAY)

    assert made.minds[0] == "The report of the review is not in."
    assert "The report of the review is not in." in done.warnings


@pytest.mark.parametrize(
    ("code", "heading"),
    [("review-report", "What is recommended"), ("review-maintain", "Our reasons")],
)
def test_a_part_of_which_nothing_is_recorded_has_no_heading(
    store: Store, zephyr: str, code: str, heading: str
) -> None:
    case = opened(store, zephyr, "annual review")
    cases.log(store, case, "meeting", on=ASKED, today=TODAY)
    name = {"review-report": "recommended", "review-maintain": "reasons"}[code]
    (bare,) = case_letters.letter(store, case, code, TODAY)
    (full,) = case_letters.letter(store, case, code, TODAY, given={name: "Ten lines a day"})

    assert heading not in case_letters.text(bare)
    assert heading in case_letters.text(full)


@pytest.mark.parametrize(
    ("code", "by"),
    [("draft-cover", "Sunday 6 December 2026"), ("advice-request", "Tuesday 13 October 2026"),
     ("consultation", "Wednesday 16 September 2026"),
     ("amendment-notice", "Sunday 6 December 2026"), ("final-cover", "")],
)  # fmt: skip
def test_a_letter_that_asks_for_an_answer_says_by_when_on_every_page(
    store: Store, zephyr: str, code: str, by: str
) -> None:
    case, record = a_case_for(store, zephyr, code)

    (made,) = case_letters.letter(store, case, code, TODAY, record=record, given=typed(code))

    assert made.page.answer_by == (by and f"Please answer by {by}")


@pytest.mark.parametrize(
    ("sort", "feeds"),
    [("medical", "section C (health needs)"), ("social care", "H1 (provision"),
     ("educational", "reg 6(2)"), ("other", "")],
)  # fmt: skip
def test_a_request_for_advice_reminds_the_adviser_which_sections_it_feeds(
    store: Store, zephyr: str, sort: str, feeds: str
) -> None:
    case = opened(store, zephyr)
    asked = case_parts.ask(store, case, sort, on=ASKED, today=TODAY)

    (made,) = case_letters.letter(store, case, "advice-request", TODAY, record=asked)

    said = case_letters.text(made)
    assert feeds in said
    assert ("feeds" in said) == bool(feeds)
