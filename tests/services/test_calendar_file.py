"""The calendar as a file: what is in it, and what is not."""

from datetime import date
from pathlib import Path

import pytest

from sendtui.services import actions, calendar_file, case_parts, cases, confidential, past
from sendtui.services.dates import Dated, dates
from sendtui.store.store import Store
from tests.services.invented import pupil

TODAY = date(2026, 11, 22)
ASKED = date(2026, 9, 1)


@pytest.fixture
def zephyr(store: Store) -> str:
    """A pupil with a case, three advisers of it who are late, and an action."""
    made = pupil(store)
    case = cases.open_(store, made, "assessment", opened_on=ASKED, side="la")
    cases.log(store, case, "request", on=ASKED, today=TODAY)
    cases.log(store, case, "decision", on=ASKED, facts={"decision": "assess"}, today=TODAY)
    for who in ("Dr Quince", "Dr Rhubarb"):
        case_parts.ask(store, case, "medical", on=ASKED, who=who, today=TODAY)
    actions.add(store, made, what="Ring Marmalade", due=date(2026, 12, 1))
    return made


def found(store: Store) -> tuple[Dated, ...]:
    days = dates(store, date(2026, 9, 1), date(2027, 8, 31), TODAY)
    return tuple(one for one in days if one.pupil)


def text(path: Path) -> str:
    return path.read_bytes().decode().replace("\r\n ", "")


def test_without_names_there_is_no_word_of_the_record(
    store: Store, zephyr: str, tmp_path: Path
) -> None:
    calendar_file.write(store, tmp_path / "c.ics", found(store), TODAY)

    made = text(tmp_path / "c.ics")
    for word in ("Zephyr", "Quillfeather", "Quince", "Rhubarb", "Marmalade"):
        assert word not in made
    assert "SUMMARY:Assessment. Answer the request for advice" in made
    assert "NA-06 SEND Regulations 2014 reg 8(1) (statutory)" in made
    assert f"sendtui pupil {zephyr}" in made
    assert past.disclosures(store) == ()


def test_with_names_it_is_a_disclosure(store: Store, zephyr: str, tmp_path: Path) -> None:
    calendar_file.write(
        store, tmp_path / "c.ics", found(store), TODAY, with_names=True, recipient="My phone"
    )

    assert "Quillfeather\\, Zephyr: Ring Marmalade" in text(tmp_path / "c.ics")
    (left,) = past.disclosures(store)
    assert (left.recipient, left.pupils) == ("My phone", (zephyr,))


def test_uids_stay_though_a_day_or_the_words_change(store: Store, zephyr: str) -> None:
    before = {calendar_file.uid(one): one.words for one in found(store)}
    action = next(one for one in found(store) if one.kind == "action")
    with store.write("Edit an action") as tx:
        tx.put("action", calendar_file.record_of(action), {"due": date(2026, 11, 1)})

    after = {calendar_file.uid(one): one.words for one in found(store)}

    assert zephyr
    assert before.keys() == after.keys()
    assert len(before) == len(found(store))
    assert not any(zephyr in each for each in before)


def test_what_is_confidential_is_left_out_and_counted(
    store: Store, zephyr: str, tmp_path: Path
) -> None:
    many = len(found(store))
    confidential.mark(store, zephyr, "pupil", zephyr, today=TODAY)

    done = calendar_file.write(store, tmp_path / "c.ics", found(store), TODAY, with_names=True)

    assert (done.days, done.pupils) == (0, 0)
    assert 0 < done.left_out <= many
    assert "Marmalade" not in text(tmp_path / "c.ics")
