"""The letter that tells a family where things stand: whole sentences, and no duty of others."""

import re
from datetime import date

import pytest

from sendtui.errors import SendtuiError
from sendtui.rules import case_duties as duty
from sendtui.rules.case_clocks import BINDING
from sendtui.rules.clocks import amending, appeals, assessment, ceasing, custody, plan
from sendtui.rules.clocks.orders import ABOUT, CONCEDED
from sendtui.rules.deadline import FactError
from sendtui.rules.processes import PROCESSES
from sendtui.services import case_letters, case_parts, cases, letter_status
from sendtui.store.store import Store
from tests.services.invented import pupil

TODAY = date(2026, 11, 22)
ASKED = date(2026, 9, 1)
GOOD_PRACTICE = ("NA-FLOW", "PT-05", "MT-14")
TABLE = letter_status.own_table()
FIELDS = {"child", "when", "on", "assessment", "about", "why"}


def rules() -> list[str]:
    """Every rule that can be open in a case, or be the family's own time."""
    duties = (duty.ASSESSMENT, duty.CUSTODY, duty.REASSESSMENT, duty.REVIEW, duty.MOVE,
              duty.CEASING, duty.APPEAL)  # fmt: skip
    found = {rule for each in duties for rule in each if not rule.startswith(GOOD_PRACTICE)}
    for about in (*ABOUT, *CONCEDED):
        for limits in BINDING.values():
            try:
                found |= {each.rule for each in limits(TODAY, about)}
            except FactError:
                continue
    others = (assessment.ADVISE, plan.CONSULTED, plan.REPRESENTATIONS, amending.COMMENT,
              appeals.CONTACT, appeals.APPEAL, appeals.SECTION_I, ceasing.NOTIFY, ceasing.IN_FORCE,
              custody.REPRESENTATIONS, custody.KEEP)  # fmt: skip
    return sorted(found | {each.id for each in others})


@pytest.mark.parametrize("rule", rules())
def test_every_rule_that_can_be_open_in_a_case_has_a_sentence_for_the_family(rule: str) -> None:
    assert letter_status.sentence(TABLE, "limits", rule) is not None


def test_every_decision_says_what_was_decided() -> None:
    asked = [(process.name, event.code, choice)
             for process in PROCESSES.values() for event in process.events
             if (fact := event.fact("decision")) for choice, _ in fact.choices]  # fmt: skip

    lacking = [each for each in asked
               if f"{each[1]}:{each[2]}" not in TABLE["events"]]  # fmt: skip

    assert lacking == []


def test_a_sentence_has_no_field_that_is_not_filled_in() -> None:
    said = [words for part in TABLE.values() for pair in part.values() for words in pair]

    assert {name for words in said for name in re.findall(r"{(.*?)}", words)} == FIELDS


def test_the_short_sentences_are_short() -> None:
    pairs = [pair for name in ("limits", "events", "ahead") for pair in TABLE[name].values()]

    assert max(len(easy.split()) for _, easy in pairs) <= 12


@pytest.fixture
def assessed(store: Store) -> str:
    made = cases.open_(store, pupil(store), "assessment", opened_on=ASKED, side="la")
    cases.log(store, made, "request", on=ASKED, today=TODAY)
    cases.log(store, made, "decision", on=ASKED, facts={"decision": "assess"}, today=TODAY)
    case_parts.ask(store, made, "medical", on=date(2026, 11, 2), today=TODAY)
    return made


def said(store: Store, case: str, *, easy: bool = False) -> str:
    (found,) = case_letters.letter(store, case, "status", TODAY, easy=easy)
    return case_letters.text(found)


def test_the_family_reads_what_was_decided_and_what_we_have_to_do(
    store: Store, assessed: str
) -> None:
    full, easy = said(store, assessed), said(store, assessed, easy=True)

    assert "Tuesday 1 September 2026: We decided to carry out an assessment." in full
    assert "If a plan is needed, we have to send you the final plan by Tuesday 19 January" in full
    assert "Advice: Medical. It has to come by Monday 14 December 2026." in full
    assert "local authority)" not in full
    assert "needs, provision and outcomes" not in full
    assert "We said yes: we look at what Zephyr Quillfeather needs." in easy
    assert "If there is a plan, you get it by Tuesday 19 January 2027." in easy
    assert len(easy) < len(full) / 2


def test_a_meeting_that_is_still_to_come_is_told_as_such(store: Store) -> None:
    review = cases.open_(store, pupil(store), "annual review", opened_on=ASKED, side="la")
    cases.log(store, review, "meeting-set", on=date(2026, 12, 14), today=TODAY)

    full = said(store, review)

    assert "The review meeting is on Monday 14 December 2026." in full
    assert "What has been done" not in full


def test_an_authority_changes_a_sentence_and_a_broken_table_is_told(
    store: Store, assessed: str
) -> None:
    theirs = store.path.parent / "letters"
    theirs.mkdir()
    (theirs / "status.toml").write_text('[events]\n"request" = "You wrote."\n', encoding="utf-8")
    changed = said(store, assessed)
    (theirs / "status.toml").write_text('[events]\n"request" = 3\n', encoding="utf-8")

    assert "You wrote." in changed
    assert "We decided to carry out an assessment." in changed
    with pytest.raises(SendtuiError, match=r"status\.toml cannot be read: “request”"):
        said(store, assessed)
