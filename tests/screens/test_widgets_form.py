"""A form made from a twin: what it asks, gives, keeps and complains of."""

from datetime import date
from typing import Any, Literal

import pytest
from pydantic import Field as Asked
from textual.pilot import Pilot
from textual.widgets import Select

from sendtui.errors import Problem
from sendtui.models.contact import ContactIn
from sendtui.models.cycle import EvidenceIn, OutcomeIn
from sendtui.models.provision import ProvisionIn
from sendtui.models.twin import Twin, Words
from sendtui.rules.codes import NEED_TYPES
from sendtui.screens.widgets.asks import Ask, asks_of, code_options, problems_of
from sendtui.screens.widgets.controls import (
    DateLine,
    Few,
    LongText,
    Pick,
    Pounds,
    TextLine,
    Whole,
    YesNo,
    control_for,
)
from sendtui.screens.widgets.form import Form
from tests.screens.stand import ODD, Stand, drive
from tests.screens.waiting import text_of, until

TODAY = date(2026, 11, 22)
NEEDS = code_options(NEED_TYPES.on(TODAY))


class SupportIn(Twin):
    """A field of every kind."""

    name: Words = Asked(min_length=1, title="Name")
    note: Words = Asked(default="", title="Note")
    on: date = Asked(title="On")
    until: date | None = Asked(default=None, title="Until")
    minutes: int | None = Asked(default=None, title="Minutes", description="each time")
    agreed: bool = Asked(default=False, title="Agreed")
    heard: bool | None = Asked(default=None, title="Heard")
    voice: Literal["", "pupil", "parent"] = Asked(default="", title="Voice")
    need: str = Asked(default="", title="Need")


NAMES = tuple(SupportIn.model_fields)
ASKS = asks_of(SupportIn, NAMES, long=("note",), options={"need": NEEDS})


def test_each_kind_of_field_gets_its_control() -> None:
    kinds = [type(control_for(ask, None)) for ask in ASKS]

    assert kinds == [TextLine, LongText, DateLine, DateLine, Whole, YesNo, YesNo, Few, Pick]
    assert [ask.is_needed for ask in ASKS] == [True, False, True, *[False] * 6]


NOBODY = ("", "Nobody yet")


def test_a_choice_that_says_what_none_means_offers_none_once() -> None:
    few = control_for(Ask("by", "Led by", "choice", options=(NOBODY, ("1", "A. Moss"))), None)
    many = tuple((str(n), f"Somebody called {n}") for n in range(9))
    pick = control_for(Ask("by", "Led by", "choice", options=(NOBODY, *many)), None)

    assert isinstance(few, Few)
    assert few.options == (NOBODY, ("1", "A. Moss"))
    assert isinstance(pick, Pick)
    assert pick.prompt == "Nobody yet"
    assert [code for _, code in pick._options if code] == [Select.NULL, *(c for c, _ in many)]


MANY = (("A", "Assessment"), ("R", "Annual review [/x]"), ("E", "Re-assessment"), ("M", "Move"),
        ("P", "Phase transfer"), ("L", "Appeal, not of a review"))  # fmt: skip


@pytest.mark.parametrize(
    ("keys", "chosen"),
    [
        (["r", "e", "enter"], "E"),
        (["r", "e", "v", "enter"], "R"),
        (["r", "e", "v", "down", "enter"], "L"),
        (["enter", *"no ap", "enter"], "L"),
        (["x", "x", "backspace", "enter"], "R"),
        (["z", "z", "enter", "escape"], ""),
        (["r", "e", "escape", "enter", "down", "enter"], "A"),
        (["r", "e", "v", "tab"], "R"),
        (["z", "z", "tab"], ""),
    ],
)
def test_typing_narrows_the_list_of_a_choice(keys: list[str], chosen: str) -> None:
    pick = Pick(Ask("process", "Process", "choice", options=MANY, is_needed=True))

    async def steps(pilot: Pilot[Any]) -> None:
        pick.focus()
        await pilot.press(*("space" if key == " " else key for key in keys))
        await until(pilot, "the list is closed", lambda: not pick.expanded)
        assert pick.raw == chosen

    drive(Stand(pick), steps)


COST = asks_of(ProvisionIn, ("cost_pence",))


@pytest.mark.parametrize(
    ("typed", "pence"),
    [("12.50", 1250), ("£1,200", 120_000), ("0.5", 50), ("12", 1200), (" £ 7.05 ", 705)],
)
def test_an_amount_is_typed_in_pounds_and_kept_in_pence(typed: str, pence: int) -> None:
    assert Pounds(typed).read() == pence


def test_an_amount_that_is_left_alone_is_no_change_and_words_are_none() -> None:
    form = Form(COST, {"cost_pence": 1205})

    assert form.fields["cost_pence"].ask.label == "Cost each time"
    assert form.fields["cost_pence"].control.raw == "12.05"
    assert (form.values(), form.changes()) == ({"cost_pence": 1205}, {})
    assert Form(COST).values() == {"cost_pence": 0}
    with pytest.raises(ValueError, match=r"in pounds, such as 12\.50"):
        Pounds("12p").read()


def test_what_is_put_in_comes_out_as_values_the_twin_accepts() -> None:
    initial: dict[str, object] = {
        "name": "Zephyr",
        "note": "two\nlines",
        "on": TODAY,
        "until": None,
        "minutes": 20,
        "agreed": True,
        "heard": None,
        "voice": "parent",
        "need": "SLCN",
    }
    form = Form(ASKS, initial)

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.pause()
        assert form.values() == initial
        assert form.dirty == ()
        assert form.problems() == ()
        assert SupportIn.model_validate(form.values()).minutes == 20

    drive(Stand(form), steps)


def test_the_keyboard_alone_fills_in_every_kind_of_field() -> None:
    form = Form(ASKS)
    app = Stand(form, keep=(Form.Submitted,))

    async def steps(pilot: Pilot[None]) -> None:
        form.focus_first()
        await pilot.press(*"Odo", "enter")
        await pilot.press(*"[/x]", "tab")
        await pilot.press(*"today", "enter", "enter")
        await pilot.press(*"20", "enter", "y", "enter", "n", "enter", "p", "p", "enter")
        await pilot.press("enter", *"autis", "enter")
        form.action_submit()
        await until(pilot, "the form is submitted", lambda: app.said)

        assert form.values() == {
            "name": "Odo",
            "note": "[/x]",
            "on": TODAY,
            "until": None,
            "minutes": 20,
            "agreed": True,
            "heard": False,
            "voice": "parent",
            "need": "ASD",
        }

    drive(app, steps)


@pytest.mark.parametrize("name", ODD.values(), ids=ODD)
@pytest.mark.parametrize("field", ["name", "note", "on", "minutes"])
def test_odd_names_stay_as_they_were_typed_in_every_field(field: str, name: str) -> None:
    form = Form(ASKS)

    async def steps(pilot: Pilot[None]) -> None:
        form.fields[field].control.put_raw(name)
        form.fields[field].complain(f"Not {name}")
        await until(pilot, "the name is drawn", lambda: name in text_of(pilot))
        assert form.raw() == {field: name}

    drive(Stand(form), steps)


def test_labels_options_and_headings_are_never_markup() -> None:
    asks = asks_of(
        SupportIn,
        ("need", "voice"),
        options={"need": (("a", "[/x]" * 12),), "voice": (("b", "[/y]"),)},
        labels={"need": "[/label]", "voice": "Voice"},
        hints={"need": "[/hint]"},
    )
    form = Form(["[/heading]", *asks], {"need": "a", "voice": "b"})

    async def steps(pilot: Pilot[None]) -> None:
        await until(pilot, "the heading is drawn", lambda: "[/heading]" in text_of(pilot))
        for words in ("[/label]", "[/hint]", "[/x][/x]", "[[/y]]"):
            assert words in text_of(pilot)
        form.fields["need"].control.focus()
        await pilot.press("enter", "escape")

    drive(Stand(form), steps)


def test_a_code_no_longer_offered_stays_with_the_record_that_has_it() -> None:
    form = Form(asks_of(OutcomeIn, ("need",), options={"need": NEEDS}), {"need": "BESD"})

    async def steps(pilot: Pilot[None]) -> None:
        await until(pilot, "the old code is drawn", lambda: "BESD (not on" in text_of(pilot))
        assert form.values() == {"need": "BESD"}
        assert form.dirty == ()

    drive(Stand(form), steps)


def test_problems_are_said_at_their_fields_and_the_first_gets_the_keys() -> None:
    form = Form(ASKS, {"name": "Odo"})

    async def steps(pilot: Pilot[None]) -> None:
        form.show_problems(
            [
                Problem("need", "XX", "no need type has the code"),
                Problem("minutes", "x", "Nobody has [/x] minutes."),
                Problem("pupil", "", "There is no such pupil."),
                Problem("effect", "", "say whether it worked", "Outcome 2, effect"),
            ]
        )
        await until(pilot, "it is said", lambda: "Nobody has [/x] minutes." in text_of(pilot))
        assert app.focused is form.fields["minutes"].control
        form.scroll_home(animate=False)
        await until(pilot, "the rest is said", lambda: "pupil: There is no" in text_of(pilot))
        assert "Outcome 2, effect: say whether" in text_of(pilot)
        await pilot.press("5")
        await until(pilot, "it is taken back", lambda: not form.fields["minutes"].reason)

    app = Stand(form)
    drive(app, steps)


def test_what_is_needed_and_what_cannot_be_read_are_problems() -> None:
    form = Form(ASKS)

    async def steps(pilot: Pilot[None]) -> None:
        form.fields["minutes"].control.put_raw("twenty")
        form.fields["until"].control.put_raw("31 feb")
        await pilot.pause()

        assert [problem.field for problem in form.problems()] == ["name", "on", "until", "minutes"]
        assert not {"minutes", "until", "on"} & form.values().keys()
        assert not form.check()

    drive(Stand(form), steps)


def test_typing_sends_one_change_within_a_second_and_flush_sends_it_now() -> None:
    form = Form(ASKS)
    app = Stand(form, keep=(Form.Changed,))

    async def steps(pilot: Pilot[None]) -> None:
        form.focus_first()
        await pilot.press(*"Odo")
        form.flush()
        await until(pilot, "the draft is sent", lambda: len(app.said) == 1)
        assert form.raw() == {"name": "Odo"}
        form.flush()
        await pilot.press("x")
        await until(pilot, "the next draft is sent by itself", lambda: len(app.said) == 2)
        form.settle()
        assert form.dirty == ()

    drive(app, steps)


def test_a_draft_is_laid_over_the_record_and_counts_as_changed() -> None:
    drafted = {"name": "Odo M", "on": "2026-12-01", "agreed": "yes", "need": "SLCN", "until": "3 f"}
    form = Form(ASKS, {"name": "Odo", "on": TODAY}, drafted)

    async def steps(pilot: Pilot[None]) -> None:
        await until(pilot, "the draft is there", lambda: form.raw() == drafted)
        assert form.changes() == {
            "name": "Odo M",
            "on": date(2026, 12, 1),
            "agreed": True,
            "need": "SLCN",
        }

    drive(Stand(form), steps)


def test_values_from_elsewhere_never_overwrite_what_is_being_typed() -> None:
    form = Form(ASKS, {"name": "Odo", "minutes": 10})

    async def steps(pilot: Pilot[None]) -> None:
        form.fields["name"].control.put_raw("Odo M")
        await pilot.pause()
        form.put({"name": "Other", "minutes": 15})
        assert form.values()["name"] == "Odo M"
        assert form.values()["minutes"] == 15
        assert form.dirty == ("name",)

    drive(Stand(form), steps)


def test_undo_in_long_text_belongs_to_the_text() -> None:
    form = Form(ASKS, {"note": "Calm"})

    async def steps(pilot: Pilot[None]) -> None:
        control = form.fields["note"].control
        control.focus()
        await pilot.press("x", "ctrl+z")
        assert control.raw == "Calm"

    drive(Stand(form), steps)


@pytest.mark.parametrize("size", [(80, 24), (60, 16), (120, 40)], ids=str)
def test_tab_goes_in_reading_order_and_keeps_the_field_in_view(size: tuple[int, int]) -> None:
    form = Form(ASKS)

    async def steps(pilot: Pilot[None]) -> None:
        form.focus_first()
        for name in NAMES:
            field = form.fields[name]
            await until(
                pilot,
                f"{name} is in view",
                lambda field=field: form.region.contains_region(field.region),
            )
            assert pilot.app.focused is not None
            assert field in pilot.app.focused.ancestors
            await pilot.press("tab")

    drive(Stand(form), steps, size)


def test_long_text_grows_with_what_is_written() -> None:
    form = Form(asks_of(EvidenceIn, ("what",), long=("what",)))

    async def steps(pilot: Pilot[None]) -> None:
        control = form.fields["what"].control
        await pilot.pause()
        before = control.size.height
        control.put_raw("\n".join("line" for _ in range(8)))
        await until(pilot, "the box has grown", lambda: control.size.height == 8)
        assert before == 3

    drive(Stand(form), steps)


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"said": "", "on": TODAY, "pupil": "p"}, {"said": "This is needed."}),
        ({"said": "x", "pupil": "p"}, {"on": "This is needed."}),
        ({"said": "x", "on": TODAY}, {}),
    ],
    ids=["empty", "missing", "not asked here"],
)
def test_the_twins_refusals_are_told_in_plain_words(
    values: dict[str, Any], told: dict[str, str]
) -> None:
    problems = problems_of(ContactIn, values, ("said", "on"))

    assert {problem.field: problem.reason for problem in problems} == told


def test_what_is_typed_in_any_field_is_never_a_command() -> None:
    class Commands(Stand):
        BINDINGS = [(key, "count", "Count") for key in (*"trpxn", "question_mark", "ctrl+z")]
        counted = 0

        def action_count(self) -> None:
            self.counted += 1

    form = Form(ASKS, {"heard": True, "need": "SLCN"})
    app = Commands(form)

    async def steps(pilot: Pilot[None]) -> None:
        for name, field in form.fields.items():
            field.control.focus()
            await pilot.press("t", "x", "?")
            await pilot.press("escape", "ctrl+z")
            assert app.counted == 0, name

    drive(app, steps)


def test_ctrl_z_puts_a_choice_back_as_the_record_had_it() -> None:
    form = Form(ASKS, {"heard": True, "voice": "pupil"})

    async def steps(pilot: Pilot[None]) -> None:
        form.fields["heard"].control.focus()
        await pilot.press("n")
        assert form.values()["heard"] is False
        await pilot.press("ctrl+z")
        assert form.dirty == ()

    drive(Stand(form), steps)


def test_typing_in_a_closed_choice_opens_it_at_the_match() -> None:
    form = Form(asks_of(OutcomeIn, ("need",), options={"need": NEEDS}))

    async def steps(pilot: Pilot[None]) -> None:
        form.focus_first()
        await pilot.press(*"autis", "enter")
        await until(pilot, "it is chosen", lambda: form.values() == {"need": "ASD"})

    drive(Stand(form), steps)


def test_the_space_bar_changes_no_choice_that_is_made() -> None:
    form = Form(asks_of(SupportIn, ("agreed",)), {"agreed": True})

    async def steps(pilot: Pilot[None]) -> None:
        form.focus_first()
        await pilot.press("space")
        assert form.values()["agreed"] is True
        await pilot.press("n")
        assert form.values()["agreed"] is False

    drive(Stand(form), steps)


def test_the_ends_of_a_choice_are_ends() -> None:
    form = Form(asks_of(SupportIn, ("agreed",)), {"agreed": True})

    async def steps(pilot: Pilot[None]) -> None:
        form.focus_first()
        await pilot.press("left")
        assert form.values()["agreed"] is True
        await pilot.press("right", "right")
        assert form.values()["agreed"] is False

    drive(Stand(form), steps)
