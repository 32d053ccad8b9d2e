"""Documents, restrictions and confidential marks by keys."""

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from sendtui.screens.pupil_papers import PupilPapers
from sendtui.services import (
    confidential,
    contacts,
    papers,
    past,
    people,
    profiles,
    purposes,
    restrictions,
)
from tests.formats import papers_made as made
from tests.screens.opened import TODAY, filled_file, seen, walk_open
from tests.screens.pupils_at_hand import form_of, go_to, look, overlapping, put, saved
from tests.screens.waiting import text_of, until


@pytest.fixture
def filled(tmp_path: Path) -> tuple[Path, str]:
    """A case file, and the id of a pupil with a father and a call that was logged."""
    path, ids = filled_file(tmp_path)
    zephyr = ids["Quillfeather"]
    who = {"name": "Ash [/x] Bramblewick", "role": "father"}
    look(path, lambda store: people.add(store, zephyr, who))
    look(path, lambda store: contacts.log(store, zephyr, on=TODAY, said="the hidden attic"))
    return path, zephyr


async def papers_of(pilot: Pilot[Any], pupil: str) -> None:
    await go_to(pilot, pupil)
    await pilot.press("b")
    app: Any = pilot.app
    await until(pilot, "the documents are in front", lambda: isinstance(app.screen, PupilPapers))
    await seen(pilot, "Ash [/x] Bramblewick")


def test_a_document_is_taken_in_read_and_listed(filled: tuple[Path, str], tmp_path: Path) -> None:
    path, zephyr = filled
    report = tmp_path / "EP report.docx"
    report.write_bytes(made.docx("Zephyr reads [/x] daily"))

    async def steps(pilot: Pilot[Any]) -> None:
        await papers_of(pilot, zephyr)
        await pilot.press("a")
        await seen(pilot, "Which document?")
        pilot.app.screen.query_one("#path").value = str(report)
        await pilot.press("enter")
        await seen(pilot, "Word, ", "4 words for the search", "EP report")
        await saved(pilot)
        await seen(pilot, "EP report · report · Word")
        assert overlapping(list(pilot.app.screen.query("#held, #whole"))) == []
        await pilot.press("home", "enter")
        await seen(pilot, "Zephyr reads [/x] daily")

    walk_open(path, steps)

    (view,) = look(path, lambda store: papers.of_pupil(store, zephyr))
    assert (view.title, view.sort, view.received_on) == ("EP report", "report", TODAY)


def test_somebody_is_barred_and_is_listed_as_not_to_be_written_to(
    filled: tuple[Path, str],
) -> None:
    path, zephyr = filled

    async def steps(pilot: Pilot[Any]) -> None:
        await papers_of(pilot, zephyr)
        await seen(pilot, "Write to")
        father = look(path, lambda store: people_of(store, zephyr))
        form = await form_of(pilot, "b")
        put(form, person=father, sort="no contact")
        await saved(pilot)
        await seen(pilot, "May not", "Not to", "no contact")
        form = await form_of(pilot, "enter")
        assert form.fields["person"].control.raw == father
        put(form, reference="Order 7")
        await saved(pilot)
        await seen(pilot, "Order 7")
        form = await form_of(pilot, "d")
        put(form, until="20/11/26")
        await saved(pilot)
        await seen(pilot, "no contact, over")

    walk_open(path, steps)

    (view,) = look(path, lambda store: restrictions.of_pupil(store, zephyr, TODAY))
    assert (view.sort, view.reference, view.stands) == ("no contact", "Order 7", False)


def test_a_purpose_is_recorded_changed_and_ended(filled: tuple[Path, str]) -> None:
    path, zephyr = filled

    async def steps(pilot: Pilot[Any]) -> None:
        await papers_of(pilot, zephyr)
        form = await form_of(pilot, "p")
        assert form.fields["kinds"].control.raw == ""
        put(form, recipient="Our Council", kinds="pupil, SEN status")
        await pilot.press("ctrl+s")
        await seen(pilot, "is no kind of record")
        put(form, kinds="pupil, status")
        await saved(pilot)
        await seen(pilot, "Travels to", "Our Council: SEN Support")
        await pilot.press("end")
        form = await form_of(pilot, "enter")
        put(form, kinds="")
        await saved(pilot)
        await seen(pilot, "the whole record")
        form = await form_of(pilot, "d")
        put(form, until="22/11/26")
        await saved(pilot)
        await seen(pilot, "until 22 Nov")

    walk_open(path, steps)

    (view,) = look(path, lambda store: purposes.of_pupil(store, zephyr, TODAY))
    assert (view.kinds, view.until) == ((), TODAY)


def people_of(store: Any, pupil: str) -> str:
    from sendtui.services import pupils

    return str(pupils.view(store, pupil, TODAY).people[0].id)


def test_a_line_is_marked_shown_and_lifted(filled: tuple[Path, str]) -> None:
    path, zephyr = filled

    async def steps(pilot: Pilot[Any]) -> None:
        await go_to(pilot, zephyr, "contacts")
        await seen(pilot, "the hidden attic")
        await pilot.press("end", "h")
        await seen(pilot, "Mark this contact as confidential?")
        await pilot.press("tab", "enter")
        await until(pilot, "it is veiled", lambda: "attic" not in text_of(pilot))
        await seen(pilot, "confidential")
        await pilot.press("u")
        await seen(pilot, "the hidden attic")
        await pilot.press("u")
        await until(pilot, "it is veiled again", lambda: "attic" not in text_of(pilot))
        await pilot.press("end", "h")
        await seen(pilot, "Lift the mark on this contact?")
        await pilot.press("tab", "enter")
        await seen(pilot, "the hidden attic")

    walk_open(path, steps)

    (mark,) = look(path, lambda store: confidential.of_pupil(store, zephyr))
    assert (mark.kind, mark.until) == ("contact", TODAY)


def test_what_was_shown_is_drawn_nowhere_after_the_lock(filled: tuple[Path, str]) -> None:
    path, zephyr = filled
    contact = look(path, lambda store: contacts.log(store, zephyr, on=TODAY, said="a locked box"))
    look(path, lambda s: confidential.mark(s, zephyr, "contact", contact, today=TODAY))

    async def steps(pilot: Pilot[Any]) -> None:
        from tests.screens.opened import open_lock

        app: Any = pilot.app
        drawn: list[str] = []
        await go_to(pilot, zephyr, "contacts")
        await pilot.press("u")
        await seen(pilot, "a locked box")
        listed = app.screen.query_one("#contacts")
        listed.land_on(contact)
        await pilot.press("enter")
        await until(pilot, "it is open in full", lambda: len(app.screen_stack) == 2)
        await pilot.press("ctrl+l")
        await until(pilot, "it is covered", lambda: listed.styles.text_opacity == 0)
        await open_lock(pilot)

        def is_back() -> bool:
            drawn.append(text_of(pilot))
            return len(app.screen_stack) == 1 and "the hidden attic" in drawn[-1]

        await until(pilot, "the pupil is read anew, the notice left", is_back)
        assert not [each for each in drawn if "a locked box" in each]
        await pilot.press("down")
        await until(pilot, "the list has the keys", lambda: app.screen.highlighted is not None)

    walk_open(path, steps)


def test_a_print_for_somebody_barred_asks_why(filled: tuple[Path, str], tmp_path: Path) -> None:
    path, zephyr = filled
    look(path, lambda store: profiles.save(store, zephyr, {"important": "Quiet"}, today=TODAY))
    look(path, lambda store: restrictions.add(store, zephyr, "may not receive"))

    async def steps(pilot: Pilot[Any]) -> None:
        await go_to(pilot, zephyr, "profile")
        await seen(pilot, "Version 1, not signed yet")
        form = await print_form(pilot)
        put(form, path=str(tmp_path / "p.pdf"), recipient="Ash", same="1.3.18")
        await pilot.press("ctrl+s")
        await seen(pilot, "They may not receive this")
        await pilot.press(*"agreed")
        await pilot.press("ctrl+s")
        await until(pilot, "it is printed", (tmp_path / "p.pdf").exists)

    walk_open(path, steps)

    (left,) = look(path, lambda store: past.disclosures(store, zephyr))
    assert left.basis.endswith(": agreed")


async def print_form(pilot: Pilot[Any]) -> Any:
    from sendtui.screens.widgets.form import Form

    app: Any = pilot.app
    before = app.screen
    await app.run_action("print", before)
    await until(pilot, "the print is asked", lambda: app.screen is not before)
    await pilot.pause()
    return app.screen.query_one(Form)
