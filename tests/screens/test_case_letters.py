"""From a late step to a letter that is sent, by keys; and one letter for all that are marked."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from sendtui.screens.case import CaseScreen
from sendtui.screens.widgets.dialog import Choose
from sendtui.screens.widgets.form import Form
from sendtui.services import case_parts, case_reading, cases, people
from sendtui.services.case_views import CaseView
from sendtui.services.casefile import Unlock, open_store
from tests.screens.by_keys import typed
from tests.screens.exchange_steps import noted
from tests.screens.opened import PASSPHRASE, TODAY, filled_file, seen, walk_open
from tests.screens.pupils_at_hand import look, saved, write
from tests.screens.waiting import text_of, until

ASKED = date(2026, 9, 1)


@pytest.fixture
def filled(tmp_path: Path) -> tuple[Path, list[str]]:
    """A case file with two assessments that are late, a school consulted in each."""
    path, made = filled_file(tmp_path)
    found = []
    with open_store(path, Unlock(passphrase=PASSPHRASE)) as store:
        for name in ("Quillfeather", "Bramblewick"):
            case = cases.open_(store, made[name], "assessment", opened_on=ASKED, side="la")
            cases.log(store, case, "request", on=ASKED, today=TODAY)
            case_parts.consult(store, case, "Duckpond School", on=date(2026, 10, 1), today=TODAY)
            found.append(case)
    return path, found


def case_of(path: Path, case: str) -> CaseView:
    """The case as the record has it."""
    view: CaseView = look(path, lambda store: case_reading.view(store, case, TODAY))
    return view


async def form(pilot: Pilot[Any], words: str) -> Form:
    """Wait for the form with these words in it."""
    await seen(pilot, words)
    await until(pilot, "its fields are there", lambda: pilot.app.screen.query(Form))
    await pilot.pause()
    return pilot.app.screen.query_one(Form)


def test_a_late_step_is_explained_to_the_family_and_logged_as_sent(
    filled: tuple[Path, list[str]], tmp_path: Path
) -> None:
    path, (case, _) = filled
    target = tmp_path / "late.pdf"

    async def steps(pilot: Pilot[Any]) -> None:
        app: Any = pilot.app
        screen = CaseScreen(case)
        await app.push_screen(screen)
        await until(pilot, "the case was read", lambda: screen.view is not None)
        await pilot.press("t")
        await seen(pilot, "Decision: to assess", "answers NA-03")
        await write(pilot, "late")
        await until(pilot, "one is left", lambda: "not to assess" not in text_of(pilot))
        await pilot.press("enter")
        await form(pilot, "Why it is late")
        await write(pilot, "Too [few] people")
        await pilot.press("ctrl+s")
        await seen(pilot, "born 1 March 2018", "To: The parents or carers of Zephyr Quillfeather")
        await seen(pilot, ": to the parents or carers of Zephyr")
        await pilot.press("ctrl+s")
        await form(pilot, "write and send")
        await typed(pilot, path=str(target), how="post")
        await saved(pilot)
        await until(pilot, "it is in the case", lambda: screen.view and screen.view.letters)
        await noted(pilot, "Written down as sent")
        await pilot.press("2")
        await seen(pilot, "Letter sent by post")

    walk_open(path, steps, (100, 40))

    view = case_of(path, case)
    (letter,) = view.letters
    assert (letter.sort, letter.sent_on, letter.sent_how) == ("late", TODAY, "post")
    assert "Too [few] people" in letter.words
    assert [each.code for each in view.events if each.on == TODAY] == ["told-late"]
    assert target.read_bytes().startswith(b"%PDF-")


def test_settings_of_all_marked_cases_are_chased_by_one_file(
    filled: tuple[Path, list[str]], tmp_path: Path
) -> None:
    path, both = filled
    target = tmp_path / "chases.pdf"

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("f7")
        await seen(pilot, "2 cases, 2 late")
        await pilot.press("space", "down", "space", "t")
        await until(pilot, "letters are listed", lambda: isinstance(pilot.app.screen, Choose))
        await write(pilot, "chase a setting")
        await pilot.press("enter")
        await seen(pilot, "2 letters about 2 cases", "To Duckpond School: Zephyr Quillfeather")
        await pilot.press("ctrl+s")
        await form(pilot, "Write and send")
        await typed(pilot, path=str(target), how="e-mail")
        await saved(pilot)
        await until(pilot, "it was written", target.exists)
        await noted(pilot, "2 letters written down as sent")

    walk_open(path, steps, (100, 40))

    assert [case_of(path, each).consultations[0].chased_on for each in both] == [TODAY, TODAY]


def test_everybody_is_asked_to_a_review_in_one_act_but_for_whom_a_key_takes_out(
    filled: tuple[Path, list[str]], tmp_path: Path
) -> None:
    path, (first, _) = filled
    target = tmp_path / "all.pdf"
    with open_store(path, Unlock(passphrase=PASSPHRASE)) as store:
        whose = case_reading.view(store, first, TODAY).pupil
        for name, role in (("Nell Newt", "school nurse"), ("Ivy Reed", "social worker")):
            people.add(store, whose, {"name": name, "role": role})
        case = cases.open_(store, whose, "annual review", opened_on=ASKED, side="la")
        cases.log(store, case, "meeting-set", on=date(2027, 1, 20), today=TODAY)

    async def steps(pilot: Pilot[Any]) -> None:
        screen = CaseScreen(case)
        await pilot.app.push_screen(screen)
        await until(pilot, "the case was read", lambda: screen.view is not None)
        await pilot.press("t")
        await seen(pilot, "Invite to the review")
        await write(pilot, "invite")
        await pilot.press("enter")
        await form(pilot, "At what time")
        await typed(pilot, time="10:00")
        await pilot.press("ctrl+s")
        await seen(pilot, "The family", "Everybody who is asked")
        await pilot.press("down", "enter")
        fields = (await form(pilot, "Who is asked")).fields
        out = next(name for name, each in fields.items() if each.ask.label == "Ivy Reed")
        await typed(pilot, **{out: "no"})
        await pilot.press("ctrl+s")
        await seen(pilot, "3 letters about 1 case", "3. To Nell Newt: Zephyr Quillfeather")
        await pilot.press("ctrl+s")
        await form(pilot, "Write and send")
        await typed(pilot, path=str(target), how="e-mail")
        await saved(pilot)
        await noted(pilot, "3 letters written down as sent")

    walk_open(path, steps, (100, 40))

    view = case_of(path, case)
    assert len(view.letters) == 3
    (event,) = [each for each in view.events if each.code == "invited"]
    assert "Nell Newt" in event.facts["invited"]
    assert "Ivy Reed" not in str(view.letters)
    assert target.read_bytes().startswith(b"%PDF-")


def test_the_papers_for_a_consulted_setting_go_behind_a_password(
    filled: tuple[Path, list[str]], tmp_path: Path
) -> None:
    path, (case, _) = filled
    target = tmp_path / "papers.zip"

    async def steps(pilot: Pilot[Any]) -> None:
        app: Any = pilot.app
        screen = CaseScreen(case)
        await app.push_screen(screen)
        await until(pilot, "the case was read", lambda: screen.view is not None)
        await pilot.press("p")
        await noted(pilot, "p writes the papers")
        await pilot.press("3")
        await seen(pilot, "Setting: Duckpond School", "p writes its papers")
        await pilot.press("p")
        await form(pilot, "What the case turns on")
        await pilot.press("ctrl+s")
        await seen(pilot, "has no card here", "There is no plan to send")
        await pilot.press("ctrl+s")
        await form(pilot, "To Duckpond School: letter.")
        await typed(pilot, path=str(target))
        await pilot.press("ctrl+s")
        await form(pilot, "Whose data: 1 pupil: Zephyr Quillfeather")
        await typed(pilot, same="3B")
        await pilot.press("ctrl+s")
        await seen(pilot, "This is the password of papers.zip")

    walk_open(path, steps, (100, 40))

    assert target.read_bytes().startswith(b"PK")
    (letter,) = case_of(path, case).letters
    assert (letter.sort, letter.sent_on) == ("consultation", None)
