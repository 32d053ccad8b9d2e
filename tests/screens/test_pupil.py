"""A pupil's screen by keys alone: adding, leaving, coming back, and odd names in every field."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.events import Key
from textual.pilot import Pilot

from sendtui.screens.pupil import PARTS
from sendtui.screens.widgets.controls import LongText, TextLine
from sendtui.screens.widgets.form import Form
from sendtui.services import contacts, drafts
from sendtui.store.store import Store
from tests.screens.opened import ODD, TODAY, filled_file, seen, walk_open
from tests.screens.pupils_at_hand import (
    form_of,
    go_to,
    look,
    overlapping,
    put,
    saved,
    seen_of,
    write,
)
from tests.screens.waiting import text_of, until


@pytest.fixture
def filled(tmp_path: Path) -> tuple[Path, str]:
    """A case file and the id of a pupil on SEN Support in it."""
    path, made = filled_file(tmp_path)
    return path, made["Quillfeather"]


def test_a_phone_call_is_a_key_what_was_said_and_a_key(filled: tuple[Path, str]) -> None:
    path, zephyr = filled

    async def steps(pilot: Pilot[Any]) -> None:
        await go_to(pilot, zephyr)
        await form_of(pilot, "c")
        await write(pilot, "Mum rang")
        await saved(pilot)

    walk_open(path, steps)

    logged = seen_of(path, zephyr).contacts[0]
    assert (logged.said, logged.how, logged.on, logged.by) == (
        "Mum rang",
        "phone",
        TODAY,
        "A. Tester",
    )


def test_what_was_typed_survives_escape_and_is_offered_again(filled: tuple[Path, str]) -> None:
    path, zephyr = filled

    async def steps(pilot: Pilot[Any]) -> None:
        await go_to(pilot, zephyr)
        await form_of(pilot, "a")
        await write(pilot, "Ring [/x]")
        await pilot.press("escape")
        await until(pilot, "the form has gone", lambda: not pilot.app.screen.query(Form))

        form = await form_of(pilot, "a")
        assert form.fields["what"].control.raw == "Ring [/x]"
        await seen(pilot, "Your draft is here again")
        await saved(pilot)

    walk_open(path, steps)

    assert "Ring [/x]" in [action.what for action in seen_of(path, zephyr).open_actions]
    assert look(path, drafts.all_of) == ()


def test_odd_words_in_every_field_are_kept_as_they_are(filled: tuple[Path, str]) -> None:
    path, zephyr = filled
    needed = {"status": "E", "code": {"n": "SLCN", "f": "EAL"}}

    async def steps(pilot: Pilot[Any]) -> None:
        await go_to(pilot, zephyr)
        for key in "pncavowfe":
            form = await form_of(pilot, key)
            for name, field in form.fields.items():
                known = needed.get(name, "")
                if raw := known.get(key, "") if isinstance(known, dict) else known:
                    put(form, **{name: raw})
                elif isinstance(field.control, LongText):
                    put(form, **{name: ODD[0]})
                elif type(field.control) is TextLine and name != "upn":
                    put(form, **{name: ODD[1]})
            await saved(pilot)
        for digit in range(1, len(PARTS) + 1):
            await pilot.press(str(digit))
            await pilot.pause()

    walk_open(path, steps)

    view = seen_of(path, zephyr)
    assert (view.status, view.surname, view.contacts[0].said) == ("E", ODD[1], ODD[0])
    assert (view.people[0].name, view.flags[0].note) == (ODD[1], ODD[1])
    assert (view.voices[0].words, view.concerns[0].what, view.needs[0].note) == (ODD[0],) * 3


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
def test_nothing_lies_over_anything_else(filled: tuple[Path, str], size: tuple[int, int]) -> None:
    path, zephyr = filled

    async def steps(pilot: Pilot[Any]) -> None:
        await go_to(pilot, zephyr)
        for digit, part in enumerate(PARTS, 1):
            await pilot.press(str(digit))
            await pilot.pause()
            wanted = "#who, #sen, #numbers, #duties, #parts, #part, #whole, Footer, Masthead"
            assert overlapping(list(pilot.app.screen.query(wanted))) == []
            lists = pilot.app.screen.query(f"#{part} Lines, Lines#{part}")
            assert [each for each in lists if each.size.height < 3] == []

    walk_open(path, steps, size)


def test_a_wrong_date_is_said_at_its_field_and_nothing_is_saved(filled: tuple[Path, str]) -> None:
    path, zephyr = filled

    async def steps(pilot: Pilot[Any]) -> None:
        await go_to(pilot, zephyr)
        form = await form_of(pilot, "p")
        put(form, status="E", since="1/1/1999")
        await pilot.press("ctrl+s")
        await until(pilot, "the field complains", lambda: form.fields["since"].reason)
        await pilot.press("escape")
        await until(pilot, "the form has gone", lambda: not pilot.app.screen.query(Form))

    walk_open(path, steps)

    assert seen_of(path, zephyr).status == "K"


@pytest.mark.parametrize(
    ("key", "field", "words"),
    [
        ("c", "on", {"said": "Mum rang"}),
        ("v", "said_on", {"words": "I like it"}),
        ("o", "raised_on", {"what": "Cannot sit"}),
        ("p", "parents_told_on", {"status": "E", "reason": "a plan"}),
    ],
    ids=["contact", "views", "concern", "status"],
)
def test_what_happened_is_not_dated_tomorrow(
    filled: tuple[Path, str], key: str, field: str, words: dict[str, str]
) -> None:
    path, zephyr = filled

    async def steps(pilot: Pilot[Any]) -> None:
        await go_to(pilot, zephyr)
        form = await form_of(pilot, key)
        put(form, **words, **{field: "2026-11-23"})
        await pilot.press("ctrl+s")
        await until(pilot, "the field complains", lambda: "come" in form.fields[field].reason)
        await pilot.press("escape")
        await until(pilot, "the form has gone", lambda: not pilot.app.screen.query(Form))

    walk_open(path, steps)


def test_enter_on_what_is_listed_changes_it_and_the_history_says_how(
    filled: tuple[Path, str],
) -> None:
    path, zephyr = filled

    async def steps(pilot: Pilot[Any]) -> None:
        await go_to(pilot, zephyr, "contacts")
        await seen(pilot, "Order a sloped board")
        form = await form_of(pilot, "enter")
        put(form, due="2026-12-01")
        await saved(pilot)
        await pilot.press("6")
        await seen(pilot, "Due: 20 Nov 2026 › 1 Dec 2026", "Ctrl+Z undoes “Edit an action”")

    walk_open(path, steps, (120, 40))

    assert seen_of(path, zephyr).open_actions[0].due == date(2026, 12, 1)


def test_d_marks_the_action_under_the_cursor_as_done(filled: tuple[Path, str]) -> None:
    path, zephyr = filled

    async def steps(pilot: Pilot[Any]) -> None:
        await go_to(pilot, zephyr, "contacts")
        await seen(pilot, "Order a sloped board")
        await pilot.press("d")
        await until(pilot, "it is done", lambda: "Done" in text_of(pilot))

    walk_open(path, steps)

    assert seen_of(path, zephyr).open_actions == ()


def test_a_draft_is_opened_by_its_record_wherever_the_screen_stands(
    filled: tuple[Path, str],
) -> None:
    path, zephyr = filled
    action = seen_of(path, zephyr).open_actions[0].id

    def keep(store: Store) -> None:
        drafts.keep(store, drafts.key("need", zephyr), {"note": "half"})
        drafts.keep(store, drafts.key("action", zephyr, action), {"note": "half"})
        drafts.keep(store, drafts.key("cycle-start", zephyr), {"focus": "half"})

    look(path, keep)

    async def steps(pilot: Pilot[Any]) -> None:
        await go_to(pilot, zephyr, "history")
        app: Any = pilot.app
        wanted = [
            ("", drafts.key("need", zephyr)),
            ("contacts", action),
            ("cycles", drafts.key("cycle-start", zephyr)),
        ]
        for part, record in wanted:
            app.open_pupil(zephyr, part, record)
            await until(pilot, "the form is there", lambda: app.screen.query(Form))
            await pilot.pause()
            assert list(app.screen.query_one(Form).raw().values()) == ["half"]
            await pilot.press("escape")
            await until(pilot, "the form has gone", lambda: not app.screen.query(Form))

    walk_open(path, steps)


def test_what_is_typed_right_after_tab_goes_to_the_next_field(filled: tuple[Path, str]) -> None:
    path, zephyr = filled

    async def steps(pilot: Pilot[Any]) -> None:
        await go_to(pilot, zephyr)
        form = await form_of(pilot, "c")
        for key in (Key("a", "a"), Key("tab", None), Key("b", "b")):
            pilot.app.post_message(key)
        await until(pilot, "both are typed", lambda: len(form.raw()) == 2)
        assert form.raw()["said"] == "a"
        await pilot.press("escape")
        await until(pilot, "the form has gone", lambda: not pilot.app.screen.query(Form))

    walk_open(path, steps)


def test_a_second_need_can_come_first(filled: tuple[Path, str]) -> None:
    path, zephyr = filled

    async def steps(pilot: Pilot[Any]) -> None:
        await go_to(pilot, zephyr)
        for code, first in (("SLCN", ""), ("ASD", "yes")):
            form = await form_of(pilot, "n")
            put(form, code=code, **({"first": first} if first else {}))
            await saved(pilot)
            await seen(pilot, code)

    walk_open(path, steps)

    assert [need.code for need in seen_of(path, zephyr).needs] == ["ASD", "SLCN"]


def test_what_happened_is_narrowed_to_one_sort(filled: tuple[Path, str]) -> None:
    path, zephyr = filled
    look(path, lambda store: contacts.log(store, zephyr, on=TODAY, said="a call [/x] about maths"))

    async def steps(pilot: Pilot[Any]) -> None:
        await go_to(pilot, zephyr)
        await seen(pilot, "a call [/x]", "7 Sep")
        await pilot.press("x")
        await seen(pilot, "Contacts, views, actions")
        await pilot.press(*"contacts", "enter")
        await seen(pilot, "Only 1 of", "a call [/x]")
        assert "Parents told" not in text_of(pilot).partition("What happened")[2]

    walk_open(path, steps)


@pytest.mark.parametrize(("digit", "words"), [("3", "begins one"), ("2", "starts the first")])
def test_enter_begins_what_an_empty_part_lacks(
    filled: tuple[Path, str], digit: str, words: str
) -> None:
    path, zephyr = filled

    async def steps(pilot: Pilot[Any]) -> None:
        await go_to(pilot, zephyr)
        await pilot.press(digit)
        await seen(pilot, words)
        await pilot.press("enter")
        await until(pilot, "a form is there", lambda: pilot.app.screen.query(Form))

    walk_open(path, steps)


@pytest.mark.parametrize("place", ["today", "register"])
def test_escape_leads_back_to_where_the_pupil_was_opened(
    filled: tuple[Path, str], place: str
) -> None:
    path, _ = filled
    keys = {"today": ["p"], "register": ["f3", "down", "enter"]}

    async def steps(pilot: Pilot[Any]) -> None:
        app: Any = pilot.app
        await seen(pilot, "Order a sloped board")
        await pilot.press(*keys[place])
        await until(pilot, "the pupil was read", lambda: getattr(app.screen, "view", None))
        await pilot.press("escape")
        await until(pilot, "one is back", lambda: app.current_mode == place)

    walk_open(path, steps)


def test_d_logs_the_reply_that_was_promised(filled: tuple[Path, str]) -> None:
    path, zephyr = filled
    look(
        path,
        lambda store: contacts.log(
            store, zephyr, on=date(2026, 11, 1), said="rang", promised="The dates"
        ),
    )

    async def steps(pilot: Pilot[Any]) -> None:
        await go_to(pilot, zephyr, "contacts")
        await seen(pilot, "The dates")
        await form_of(pilot, "d")
        await write(pilot, "Told her")
        await saved(pilot)

    walk_open(path, steps)

    assert seen_of(path, zephyr).promises == ()


def test_the_foot_is_not_cut_at_80_columns(filled: tuple[Path, str]) -> None:
    path, zephyr = filled

    async def steps(pilot: Pilot[Any]) -> None:
        await go_to(pilot, zephyr)
        await seen(pilot, "t Tick  f1 Help")

    walk_open(path, steps)
