"""A pupil at school by keys: attendance, suspensions, part-time, exam access, first steps."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from sendtui.screens.lines import Lines
from sendtui.screens.pupil_school import PupilSchool
from sendtui.services import checklists, concerns, due, exams, feedback, presence, pupils
from sendtui.services.casefile import Unlock, open_store
from tests.formats.sheets_made import csv_bytes
from tests.screens.exchange_steps import go
from tests.screens.opened import PASSPHRASE, TODAY, filled_file, seen, walk_open
from tests.screens.pupils_at_hand import form_of, go_to, look, overlapping, put, saved
from tests.screens.waiting import until

WORDS = "[/x] Mornings [bold]"


@pytest.fixture
def filled(tmp_path: Path) -> tuple[Path, str]:
    path, made = filled_file(tmp_path)
    return path, made["Quillfeather"]


async def at_school(pilot: Pilot[Any], pupil: str) -> PupilSchool:
    """Go to the pupil, and by s to what there is of them at school."""
    await go_to(pilot, pupil)
    await pilot.press("s")
    app = pilot.app
    await until(pilot, "it is in front", lambda: isinstance(app.screen, PupilSchool))
    screen = app.screen
    assert isinstance(screen, PupilSchool)
    await until(pilot, "it was read", lambda: screen.query_one("#held", Lines).count is not None)
    return screen


def test_each_sort_is_added_by_its_key_and_shown(filled: tuple[Path, str]) -> None:
    path, zephyr = filled

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await at_school(pilot, zephyr)
        for key, typed in (
            ("a", {"starts": "1/9/26", "ends": "20/11/26", "possible": "110", "attended": "99"}),
            ("s", {"sessions": "5", "reason": WORDS}),
            ("p", {"why": WORDS, "ends": "18/12/26", "hours": "15"}),
            ("e", {"what": WORDS, "until": "31/12/26"}),
            ("f", {"service": WORDS, "sent_on": "1/9/26"}),
            ("c", {"about": WORDS, "received_on": "2/11/26", "answer_by": "20/11/26"}),
            ("g", {"stage": "planned", "sort": "apprenticeship"}),
        ):
            form = await form_of(pilot, key)
            put(form, **typed)
            await saved(pilot)
        await seen(pilot, "90.0%, persistently absent", "15 hours a week", ": sent, 11 weeks")
        await seen(pilot, "Complaint · [/x] Mornings [bold] · late", "Planned · apprenticeship")
        assert overlapping([screen.query_one("#held"), screen.query_one("#whole")]) == []

    walk_open(path, steps)

    known = look(path, lambda store: presence.of_pupil(store, zephyr, TODAY))
    assert [a.attended for a in known.attendance] == [99]
    assert [(s.starts, s.sessions) for s in known.suspensions] == [(TODAY, 5)]
    assert [t.ends for t in known.timetables] == [date(2026, 12, 18)]
    (exam,) = look(path, lambda store: exams.of_pupil(store, zephyr, TODAY))
    assert exam.until == date(2026, 12, 31)
    (said,) = look(path, lambda store: feedback.of_pupil(store, zephyr, TODAY))
    assert (said.sort, said.received_on) == ("complaint", date(2026, 11, 2))


def test_what_is_ordinarily_available_is_answered_by_one_key(filled: tuple[Path, str]) -> None:
    path, zephyr = filled
    file = path.parent / "oap.csv"
    file.write_text("Area,Statement\n,[/x] Calm starts\n,Quiet places\n")
    with open_store(path, Unlock(passphrase=PASSPHRASE)) as store:
        checklists.load(store, checklists.look(store, file, "Ours"), today=TODAY)

    async def steps(pilot: Pilot[Any]) -> None:
        await go_to(pilot, zephyr)
        await pilot.press("O")
        await seen(pilot, "not answered: [/x] Calm starts")
        await pilot.press("y")
        await seen(pilot, "in place: [/x] Calm starts")
        await pilot.press("t")
        await seen(pilot, "tried: Quiet places")
        await pilot.press("home")
        put(await form_of(pilot, "enter"), answer="not tried", note=WORDS)
        await saved(pilot)
        await seen(pilot, "not tried: [/x] Calm starts")

    walk_open(path, steps)

    found = look(path, lambda store: checklists.of_pupil(store, zephyr, TODAY))
    assert [(each.answer, each.note) for each in found] == [("not tried", WORDS), ("tried", "")]


def test_a_timetable_is_changed_by_enter_and_ended_by_d(filled: tuple[Path, str]) -> None:
    path, zephyr = filled
    with open_store(path, Unlock(passphrase=PASSPHRASE)) as store:
        span = {"starts": date(2026, 10, 1), "ends": date(2026, 11, 20), "why": "Mornings"}
        presence.go_part_time(store, zephyr, span)

    async def steps(pilot: Pilot[Any]) -> None:
        await at_school(pilot, zephyr)
        put(await form_of(pilot, "enter"), ends="27/11/26")
        await saved(pilot)
        await seen(pilot, "until 27 Nov 2026")
        await form_of(pilot, "d")
        await saved(pilot)
        await until(pilot, "it has ended", lambda: not _running(pilot))

    walk_open(path, steps)

    (found,) = look(path, lambda store: presence.of_pupil(store, zephyr, TODAY)).timetables
    assert (found.ends, found.back_full_time_on) == (date(2026, 11, 27), TODAY)
    assert not [d for d in look(path, lambda s: due.due(s, TODAY)) if d.kind == "timetable"]


def _running(pilot: Pilot[Any]) -> bool:
    screen = pilot.app.screen
    return isinstance(screen, PupilSchool) and any(t.look_on for t in screen._timetables)


@pytest.mark.parametrize(
    ("tried", "said"),
    [
        pytest.param("", "Nothing is recorded of what good teaching was tried", id="nothing"),
        pytest.param("Seat at the front", "Tried so far: 1 Oct 2026: Seat", id="a seat"),
    ],
)
def test_joining_the_register_shows_what_was_tried(
    filled: tuple[Path, str], tried: str, said: str
) -> None:
    path, _ = filled
    with open_store(path, Unlock(passphrase=PASSPHRASE)) as store:
        pip = pupils.add(store, {"surname": "Newcomer", "setting": store.setting})
        if tried:
            on = date(2026, 10, 1)
            concerns.raise_(store, pip, what="Slow", raised_on=on, tried=tried)

    async def steps(pilot: Pilot[Any]) -> None:
        await go_to(pilot, pip)
        await form_of(pilot, "p")
        await seen(pilot, said)
        await saved(pilot)

    walk_open(path, steps)

    assert look(path, lambda store: pupils.view(store, pip, TODAY)).status == "K"


def test_a_passport_is_printed_by_w_once_there_is_something_on_it(
    filled: tuple[Path, str], tmp_path: Path
) -> None:
    path, _ = filled
    with open_store(path, Unlock(passphrase=PASSPHRASE)) as store:
        pip = pupils.add(store, {"surname": "Newcomer", "setting": store.setting})
    target = tmp_path / "passport.pdf"

    async def steps(pilot: Pilot[Any]) -> None:
        await at_school(pilot, pip)
        await pilot.press("w")
        notes = pilot.app._notifications
        said = "nothing to put on a passport"
        await until(pilot, "it is said", lambda: any(said in each.message for each in notes))
        put(await form_of(pilot, "e"), what="A reader")
        await saved(pilot)
        put(await form_of(pilot, "w"), path=str(target))
        await saved(pilot)
        await until(pilot, "it was printed", target.exists)

    walk_open(path, steps)

    assert target.read_bytes().startswith(b"%PDF-")


def test_a_report_of_everybody_is_shown_and_taken_in(
    filled: tuple[Path, str], tmp_path: Path
) -> None:
    path, zephyr = filled
    report = tmp_path / "report.csv"
    lines = [
        ("Pupil name", "Possible sessions", "Attended"),
        ("Quillfeather, Zephyr", "110", "99"),
        ("Nobody, Here", "110", "99"),
    ]
    report.write_bytes(csv_bytes(lines))

    async def steps(pilot: Pilot[Any]) -> None:
        await at_school(pilot, zephyr)
        put(await form_of(pilot, "i"), path=str(report), starts="1/9/26", ends="20/11/26")
        await saved(pilot)
        await seen(pilot, "1 new, 0 put right, 0 unchanged, 1 rejected.", "line 3: no pupil here")
        await pilot.press("tab", "enter")
        await seen(pilot, "90.0%, persistently absent")
        await go(pilot, "a", "Take in a report")

    walk_open(path, steps)

    (found,) = look(path, lambda store: presence.of_pupil(store, zephyr, TODAY)).attendance
    assert (found.attended, found.source) == (99, "report.csv")
