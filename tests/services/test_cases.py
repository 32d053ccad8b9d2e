"""Cases as services keep them: opened, logged, put right, handed over, closed, listed."""

import io
from datetime import date, timedelta

import pytest

from sendtui.errors import InvalidError, SendtuiError, UsageError
from sendtui.rules.processes import PROCESSES
from sendtui.services import (
    actions,
    arrangements,
    case_list,
    case_parts,
    case_reading,
    casefile,
    cases,
    confidential,
    contacts,
    exports,
    past,
    preferences,
    search,
    statuses,
    timeline,
)
from sendtui.services.case_list import Asked
from sendtui.services.case_views import CaseView
from sendtui.store.store import Store
from tests.services.invented import CRASHING, pupil

TODAY = date(2026, 11, 22)
ASKED = date(2026, 9, 1)


@pytest.fixture
def zephyr(store: Store) -> str:
    return pupil(store)


@pytest.fixture
def case(store: Store, zephyr: str) -> str:
    """An assessment whose request is logged."""
    made = cases.open_(store, zephyr, "assessment", opened_on=ASKED, side="la", caseworker="Tansy")
    cases.log(store, made, "request", on=ASKED, facts={"from": "parent"}, today=TODAY)
    return made


def view(store: Store, case: str) -> CaseView:
    return case_reading.view(store, case, TODAY)


def test_an_opened_case_stands_where_its_facts_say(store: Store, case: str) -> None:
    found = view(store, case)

    assert (found.name, found.caseworker, found.side) == ("Quillfeather, Zephyr", "Tansy", "la")
    assert (found.stage, found.then) == ("deciding", (("decision", "Decision whether to assess"),))
    assert [(d.rule, d.days_left) for d in found.late] == [("NA-03", -40)]
    assert found.late[0].citation.startswith("SEND Regulations 2014")
    assert found.late[0].because


@pytest.mark.parametrize(("role", "side"), [("senco", "school"), ("caseworker", "la")])
def test_whose_side_a_case_is_on_follows_from_who_keeps_the_file(
    store: Store, zephyr: str, role: str, side: str
) -> None:
    store.keep_note("role", role)

    made = cases.open_(store, zephyr, "annual review", opened_on=ASKED)

    assert view(store, made).side == side


def test_a_second_case_of_the_same_sort_has_to_be_meant(store: Store, zephyr: str) -> None:
    cases.open_(store, zephyr, "ceasing", opened_on=ASKED)

    with pytest.raises(SendtuiError, match="open case of this sort"):
        cases.open_(store, zephyr, "ceasing", opened_on=ASKED)

    assert cases.open_(store, zephyr, "ceasing", opened_on=ASKED, another=True)
    assert cases.open_(store, zephyr, "appeal", opened_on=ASKED)


def test_an_odd_event_is_kept_and_says_what_is_odd(store: Store, case: str) -> None:
    logged = cases.log(store, case, "final", on=TODAY, said=CRASHING, today=TODAY)

    assert any("“Draft plan sent to the family”" in each for each in logged.warnings)
    assert view(store, case).events[0].said == CRASHING


@pytest.mark.parametrize(
    ("code", "on", "facts", "field"),
    [
        ("teleported", ASKED, {}, "code"),
        ("decision", date(2026, 12, 1), {}, "on"),
        ("decision", ASKED, {"decision": "perhaps"}, "decision"),
        ("decision", ASKED, {}, "decision"),
        ("plan-decision", ASKED, {"decision": " "}, "decision"),
        ("decision", ASKED, {"weather": "fine"}, "weather"),
        ("closure", ASKED, {"closed_from": "the day of the badger"}, "closed_from"),
    ],
)
def test_what_is_only_a_slip_of_typing_is_refused(
    store: Store, case: str, code: str, on: date, facts: dict[str, str], field: str
) -> None:
    with pytest.raises(InvalidError) as refused:
        cases.log(store, case, code, on=on, facts=facts, today=TODAY)

    assert [each.field for each in refused.value.problems] == [field]


def test_a_meeting_may_be_arranged_ahead_and_its_days_are_typed_as_people_do(
    store: Store, zephyr: str, case: str
) -> None:
    review = cases.open_(store, zephyr, "annual review", opened_on=ASKED, side="school")
    cases.log(store, review, "meeting-set", on=date(2026, 12, 14), today=TODAY)
    cases.log(store, case, "closure", on=TODAY, today=TODAY,
              facts={"closed_from": "20/7/26", "reopens": "2026-09-02"})  # fmt: skip

    assert [d.rule for d in view(store, review).open] == ["AR-04", "AR-05", "AR-07"]
    assert view(store, case).events[0].facts["closed_from"] == "2026-07-20"


def test_an_event_is_put_right_by_another_and_stays_to_be_read(store: Store, case: str) -> None:
    (first,) = view(store, case).events

    cases.log(store, case, "request", on=date(2026, 9, 3), replaces=first.id, today=TODAY)

    found = view(store, case)
    assert [(e.on.day, e.put_right) for e in found.events] == [(3, False), (1, True)]
    assert found.late[0].due == date(2026, 10, 15)
    with pytest.raises(SendtuiError, match="put right already"):
        cases.log(store, case, "request", on=ASKED, replaces=first.id, today=TODAY)


def test_an_event_logged_by_mistake_is_struck(store: Store, case: str) -> None:
    slip = cases.log(store, case, "withdrawn", on=TODAY, today=TODAY)

    cases.strike(store, slip.id, on=TODAY, today=TODAY)

    assert view(store, case).stage == "deciding"
    assert len(view(store, case).events) == 3


def test_advice_is_asked_chased_received_and_done_without(store: Store, case: str) -> None:
    asked = case_parts.ask_usual(store, case, on=date(2026, 10, 14), today=TODAY)
    case_parts.chase(store, asked[2], on=TODAY, today=TODAY)
    case_parts.receive(store, asked[1], on=TODAY, summary=CRASHING, today=TODAY)
    case_parts.not_needed(store, asked[0], "on file, accepted by all")

    found = view(store, case).advice

    assert [(a.sort, a.state) for a in found] == [
        ("parent", "not needed"),
        ("educational", "done"),
        ("medical", "due"),
        ("psychological", "due"),
        ("social care", "due"),
    ]
    assert found[2].chased_on == TODAY
    assert found[2].due == date(2026, 11, 25)
    assert case_parts.ask_usual(store, case, on=TODAY, today=TODAY) == ()
    with pytest.raises(InvalidError, match="received already"):
        case_parts.receive(store, asked[1], on=TODAY, today=TODAY)
    with pytest.raises(SendtuiError, match="nothing to chase"):
        case_parts.chase(store, asked[1], on=TODAY, today=TODAY)


def test_a_setting_is_consulted_answers_and_is_answered(store: Store, case: str) -> None:
    sent = case_parts.consult(store, case, "Puddleby High", on=date(2026, 11, 2), asked_for=True)
    case_parts.chase_setting(store, sent, on=TODAY, today=TODAY)
    before = view(store, case).consultations[0]
    case_parts.replied(store, sent, on=TODAY, can_meet="no", ground="resources", reply=CRASHING)
    case_parts.answer_setting(store, sent, "The ground is not made out.")

    found = view(store, case).consultations[0]

    assert (before.state, before.due) == ("late", date(2026, 11, 17))
    assert (found.state, found.can_meet, found.ground) == ("done late", "no", "resources")
    assert found.our_answer
    with pytest.raises(InvalidError):
        case_parts.replied(store, sent, on=TODAY, can_meet="perhaps")


def test_what_the_family_said_is_answered_point_by_point(store: Store, case: str) -> None:
    said = case_parts.represent(store, case, CRASHING, on=TODAY, section="F")

    before = view(store, case).representations
    case_parts.answer(store, said, "We have put the hours in.", on=TODAY)

    assert (before[0].what, before[0].answered_on) == (CRASHING, None)
    assert view(store, case).representations[0].answered_on == TODAY


def test_a_case_is_handed_over_with_what_is_open(store: Store, zephyr: str, case: str) -> None:
    contacts.log(store, zephyr, on=TODAY, said="Rang", promised="call back", reply_by=TODAY)
    cases.log(store, case, "told-late", on=TODAY, said="In two weeks", today=TODAY)
    _, taxi, secret = (
        actions.add(store, zephyr, what=what, owner="Tansy", due=TODAY)
        for what in ("Ask for a board", "Book a taxi", "Tell the police")
    )
    actions.done(store, taxi, TODAY)
    confidential.mark(store, zephyr, "action", secret, today=TODAY)

    cases.hand_over(store, case, to="Bramble", on=TODAY, today=TODAY)

    found = view(store, case)
    handed = next(e for e in found.events if e.code == "hand-over")
    assert (found.caseworker, handed.who) == ("Bramble", "Tansy")
    assert handed.facts["promises"] == (
        "call back by Sunday 22 November 2026; Ask for a board (Tansy) by Sunday 22 November 2026"
    )
    assert "40 days late (SEND Regulations 2014 reg 5(1))" in handed.facts["late"]
    assert handed.facts["family_told"].endswith("In two weeks")


def test_a_closed_case_owes_nothing_and_can_be_opened_again(store: Store, case: str) -> None:
    cases.close(store, case, on=TODAY, outcome="moved away", today=TODAY)

    assert view(store, case).open == ()
    assert case_list.listing(store, TODAY) == ()
    assert len(case_list.listing(store, TODAY, Asked(closed=True))) == 1
    with pytest.raises(InvalidError):
        cases.close(store, case, on=TODAY, outcome="again")
    cases.reopen(store, case)
    assert view(store, case).open


def test_an_act_is_undone_as_one(store: Store, case: str) -> None:
    cases.hand_over(store, case, to="Bramble", on=TODAY, today=TODAY)

    past.undo(store)

    assert view(store, case).caseworker == "Tansy"
    assert [e.code for e in view(store, case).events] == ["request"]


def test_the_next_review_counts_from_what_other_cases_tell(store: Store, zephyr: str) -> None:
    old = cases.open_(store, zephyr, "annual review", opened_on=date(2025, 11, 1), side="la")
    cases.log(store, old, "decision", on=date(2026, 1, 12), facts={"decision": "maintain"},
              today=TODAY)  # fmt: skip
    cases.close(store, old, on=date(2026, 1, 12), outcome="maintained")
    new = cases.open_(store, zephyr, "annual review", opened_on=ASKED, side="la")

    assert [(d.rule, d.due) for d in view(store, new).open] == [("AR-02", date(2027, 1, 11))]


def test_a_decision_without_its_outcome_that_came_from_elsewhere_completes_no_review(
    store: Store, zephyr: str
) -> None:
    old = cases.open_(store, zephyr, "annual review", opened_on=date(2025, 11, 1), side="la")
    new = cases.open_(store, zephyr, "phase transfer", opened_on=ASKED, side="la")
    before = view(store, new).open
    with store.write("Merge a sealed file") as tx:
        tx.add("case_event", {"pupil": zephyr, "case": old, "code": "decision",
                              "on": date(2026, 1, 12)})  # fmt: skip

    assert view(store, new).open == before
    assert any("what was decided is not recorded" in each for each in view(store, old).warnings)


@pytest.fixture
def queue(store: Store) -> dict[str, str]:
    """Three cases of three pupils; process → id."""
    made = {}
    for number, process in enumerate(("assessment", "annual review", "ceasing")):
        child = pupil(store, surname=f"Quill{number}")
        worker = "Tansy" if number else "Bramble"
        made[process] = cases.open_(
            store, child, process, opened_on=ASKED, side="la", caseworker=worker
        )
    cases.log(store, made["assessment"], "request", on=ASKED, today=TODAY)
    cases.log(store, made["annual review"], "meeting", on=date(2026, 11, 2), today=TODAY)
    return made


@pytest.mark.usefixtures("queue")
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (Asked(), ["assessment", "annual review", "ceasing"]),
        (Asked(caseworker="tansy"), ["annual review", "ceasing"]),
        (Asked(process="ceasing"), ["ceasing"]),
        (Asked(stage="held"), ["annual review"]),
        (Asked(setting="puddleby"), ["assessment", "annual review", "ceasing"]),
        (Asked(words="quill2"), ["ceasing"]),
        (Asked(late=True), ["assessment", "annual review"]),
        (Asked(within=-10), ["assessment", "ceasing"]),
        (Asked(sort="process"), ["annual review", "assessment", "ceasing"]),
        (Asked(side="school"), []),
    ],
    ids=str,
)
def test_a_queue_is_filtered_and_sorted_by_days_left(
    store: Store, asked: Asked, found: list[str]
) -> None:
    assert [line.process for line in case_list.listing(store, TODAY, asked)] == found


@pytest.mark.usefixtures("queue")
def test_a_line_of_the_queue_has_its_limit_and_its_citation(store: Store) -> None:
    first = case_list.listing(store, TODAY)[0]

    assert (first.days_left, first.rule, first.who) == (-40, "NA-03", "local authority")
    assert first.citation == "SEND Regulations 2014 reg 5(1) (statutory)"
    assert first.is_late


def test_an_order_there_is_not_is_refused(store: Store) -> None:
    with pytest.raises(UsageError, match="days left"):
        case_list.listing(store, TODAY, Asked(sort="colour"))


def many_cases(store: Store, number: int) -> None:
    """So many open assessments and reviews with events and advice, all made up."""
    with store.write("Make up cases") as tx:
        pupils = tx.add_many(
            "pupil",
            [{"setting": store.setting, "surname": f"Quill{n}", "forename": "Zephyr"}
             for n in range(number)],
        )  # fmt: skip
        days = [date(2026, 1, 5) + timedelta(days=n % 300) for n in range(number)]
        processes = ["assessment" if n % 2 else "annual review" for n in range(number)]
        made = tx.add_many(
            "case",
            [{"pupil": p, "process": process, "opened_on": day, "caseworker": f"W{n % 30}"}
             for n, (p, day, process) in enumerate(zip(pupils, days, processes, strict=True))],
        )  # fmt: skip
        for p, case, day, process in zip(pupils, made, days, processes, strict=True):
            about = {"pupil": p, "case": case}
            first, second = ("request", "decision") if process == "assessment" else (
                "meeting", "report")  # fmt: skip
            facts = {"decision": "assess"} if process == "assessment" else {}
            tx.add("case_event", {**about, "code": first, "on": day})
            later = day + timedelta(days=12)
            tx.add("case_event", {**about, "code": second, "on": later, "facts": facts})
            if process == "assessment":
                for sort in ("parent", "educational", "medical", "psychological", "social care"):
                    tx.add("advice", {**about, "sort": sort, "asked_on": later})


def test_a_queue_of_some_hundreds_is_read_in_one_pass(store: Store) -> None:
    many_cases(store, 60)

    found = case_list.listing(store, TODAY)

    assert len(found) == 60
    assert [line.days_left for line in found] == sorted(
        line.days_left for line in found if line.days_left is not None
    )
    assert {line.advice_out for line in found} == {0, 5}


def test_an_event_says_when_it_was_written_beside_when_it_happened(
    store: Store, zephyr: str, case: str
) -> None:
    made = cases.log(store, case, "decision", on=date(2026, 10, 12),
                     facts={"decision": "assess"}, today=TODAY)  # fmt: skip

    (event,) = [e for e in case_reading.view(store, case, TODAY).events if e.id == made.id]

    written = {each.when for each in past.of_pupil(store, zephyr) if each.record == made.id}
    assert (event.on, {event.written}) == (date(2026, 10, 12), written)


def test_what_happened_in_a_case_stands_in_the_pupils_timeline(
    store: Store, zephyr: str, case: str
) -> None:
    slip = cases.log(store, case, "withdrawn", on=TODAY, today=TODAY)
    cases.strike(store, slip.id, on=TODAY, today=TODAY)
    asked = case_parts.ask(store, case, "medical", on=date(2026, 10, 14), who="Dr Q")
    case_parts.receive(store, asked, on=date(2026, 11, 2), summary="Hears well")
    arrangements.add(store, zephyr, {"sort": "transport", "since": date(2026, 11, 5)})

    found = [(e.on.isoformat()[5:], e.words) for e in timeline.timeline(store, zephyr, TODAY)]

    assert sorted(found, reverse=True) == [
        ("11-22", "Assessment: Logged by mistake"),
        ("11-05", "Transport"),
        ("11-02", "Advice received: Medical. Hears well"),
        ("10-14", "Advice asked: Medical"),
        ("09-01", "Assessment: case opened"),
        ("09-01", "Assessment: Request received"),
    ]


def test_a_confidential_case_is_veiled_on_every_way_to_it(
    store: Store, zephyr: str, case: str
) -> None:
    cases.amend(store, case, {"reference": "MARMALADE"})
    confidential.mark(store, zephyr, "case", case, today=TODAY)

    said = repr((view(store, case), case_list.listing(store, TODAY),
                 case_list.of_pupil(store, zephyr, TODAY)))  # fmt: skip

    assert "MARMALADE" not in said
    assert "Tansy" not in said


def test_a_pupils_file_as_markdown_holds_the_case(store: Store, zephyr: str, case: str) -> None:
    assert case
    file = io.BytesIO()

    exports.pupil(store, file, pupil=zephyr, form="md", today=TODAY, recipient="The family")

    text = file.getvalue().decode()
    assert "## EHC cases\n" in text
    assert "## EHC cases: what happened" in text


def test_advice_on_adulthood_is_asked_for_in_the_year_of_the_day_it_is_asked(store: Store) -> None:
    older = pupil(store, born=date(2013, 3, 1))
    made = cases.open_(store, older, "assessment", opened_on=ASKED, side="la")

    before = case_parts.ask_usual(store, made, on=date(2026, 8, 31), today=TODAY)
    after = case_parts.ask_usual(store, made, on=date(2026, 9, 1), today=TODAY)

    assert (len(before), len(after)) == (5, 1)
    assert [each.sort for each in view(store, made).advice][-1] == "adulthood"


def test_the_log_rebuilds_every_table_of_a_case(store: Store, zephyr: str, case: str) -> None:
    case_parts.ask_usual(store, case, on=TODAY)
    case_parts.consult(store, case, CRASHING, on=TODAY, asked_for=True)
    case_parts.answer(store, case_parts.represent(store, case, CRASHING, on=TODAY), "x", on=TODAY)
    arrangements.add(store, zephyr, {"sort": "transport"})
    cases.hand_over(store, case, to="Bramble", on=TODAY, today=TODAY)

    assert casefile.verify(store) == ()


@pytest.mark.parametrize(
    ("anchor", "due"), [("decision", date(2027, 4, 9)), ("meeting", date(2027, 3, 1))]
)
def test_the_next_twelve_months_count_from_what_the_setting_says(
    store: Store, zephyr: str, anchor: str, due: date
) -> None:
    last = cases.open_(store, zephyr, "annual review", opened_on=date(2026, 2, 1), side="la")
    cases.log(store, last, "meeting", on=date(2026, 3, 2), today=TODAY)
    facts = {"decision": "maintain"}
    cases.log(store, last, "decision", on=date(2026, 4, 10), facts=facts, today=TODAY)
    cases.close(store, last, on=date(2026, 4, 10), outcome="maintained")
    now = cases.open_(store, zephyr, "annual review", opened_on=TODAY, side="la")
    assert preferences.twelve_months_from(store) == "decision"

    preferences.count_twelve_months_from(store, anchor)

    (limit,) = [each for each in view(store, now).deadlines if each.rule == "AR-02"]
    assert limit.due == due
    assert any(f"Counted from the {anchor}" in because for because in limit.because)
    assert preferences.twelve_months_from(store) == anchor


def test_a_review_whose_meeting_is_not_known_counts_from_its_decision(
    store: Store, zephyr: str
) -> None:
    preferences.count_twelve_months_from(store, "meeting")
    now = cases.open_(store, zephyr, "annual review", opened_on=TODAY, side="la")

    cases.log(store, now, "last-review", on=date(2026, 4, 10), today=TODAY)

    (limit,) = [each for each in view(store, now).deadlines if each.rule == "AR-02"]
    assert limit.due == date(2027, 4, 9)


def test_nothing_else_is_counted_from(store: Store) -> None:
    with pytest.raises(UsageError, match="decision, meeting"):
        preferences.count_twelve_months_from(store, "birthday")


def test_the_words_of_an_events_facts_are_found(store: Store, case: str) -> None:
    facts = {"decision": "refuse", "reasons": "Marmalade was enough"}
    cases.log(store, case, "decision", on=TODAY, facts=facts, today=TODAY)

    (found,) = search.search(store, "marmal", TODAY)

    assert [(each.kind, each.field) for each in found.places] == [("case_event", "facts")]
    assert "Marmalade was enough" in found.places[0].snippet
    assert search.search(store, "reasons", TODAY) == ()


@pytest.mark.parametrize("process", PROCESSES)
def test_every_event_is_kept_in_whatever_order_it_was_typed(store: Store, process: str) -> None:
    case = cases.open_(store, pupil(store), process, opened_on=date(2026, 9, 1), side="la")
    codes = [each.code for each in PROCESSES[process].events if each.code != "struck"]

    for place, code in enumerate(reversed(codes)):
        event = PROCESSES[process].event(code)
        assert event is not None
        facts = {each.name: each.choices[0][0] for each in event.facts if each.is_needed}
        day = date(2026, 10, 1 + place % 28)
        cases.log(store, case, code, on=day, said="[/x]", facts=facts, today=TODAY)

    found = view(store, case)
    assert sorted(each.code for each in found.events) == sorted(codes)
    assert {each.said for each in found.events} == {"[/x]"}


def test_the_final_plan_brings_its_sen_status_in_the_same_act(store: Store) -> None:
    child = pupil(store)
    case = cases.open_(store, child, "assessment", opened_on=ASKED, side="la")

    logged = cases.log(store, case, "final", on=TODAY, today=TODAY)
    again = cases.log(store, case, "final", on=TODAY, today=TODAY)

    with store.read() as session:
        step = statuses.on(session, child, TODAY)
    assert step is not None
    assert (step.status, step.since) == ("E", TODAY)
    assert logged.also.startswith("SEN status E (EHC plan) from")
    assert again.also == ""


@pytest.mark.parametrize("since", [TODAY, date(2027, 9, 1)])
def test_a_final_plan_changes_no_sen_status_that_somebody_wrote_down(
    store: Store, since: date
) -> None:
    child = pupil(store)
    statuses.place(store, child, "K", since)
    case = cases.open_(store, child, "assessment", opened_on=ASKED, side="la")

    assert cases.log(store, case, "final", on=TODAY, today=TODAY).also == ""


def test_a_plan_that_ceased_leaves_the_sen_status_to_a_person(store: Store) -> None:
    child = pupil(store)
    case = cases.open_(store, child, "ceasing", opened_on=ASKED, side="la")
    before = cases.log(store, case, "ceased", on=TODAY, today=TODAY)
    statuses.place(store, child, "E", ASKED)

    after = cases.log(store, case, "ceased", on=TODAY, today=TODAY)

    assert (before.also, after.also[:30]) == ("", "The SEN status still says E: r")
