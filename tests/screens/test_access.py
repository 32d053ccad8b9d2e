"""People change, by keys: somebody is added, takes over and removes whoever goes; the file goes."""

from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from sendtui.services import casefile, keys
from sendtui.store.store import Store
from tests.screens.exchange_steps import go
from tests.screens.opened import PASSPHRASE, filled_file, seen, walk_open
from tests.screens.waiting import text_of, until

THEIRS = "green lantern nine saucepans"


def opened(path: Path, passphrase: str = PASSPHRASE) -> Store:
    """The case file, to look into."""
    return casefile.open_store(path, casefile.Unlock(passphrase=passphrase))


async def type_secret(pilot: Pilot[Any], secret: str, name: str = "") -> None:
    """Fill in a question for a passphrase."""
    await until(pilot, "it asks", lambda: pilot.app.screen.query("#secret"))
    screen = pilot.app.screen
    for each, value in (("#name", name), ("#secret", secret), ("#again", secret)):
        if screen.query(each):
            screen.query_one(each).value = value
    screen.query("Entry").last().focus()
    await pilot.press("enter")


def test_somebody_takes_over_and_removes_whoever_goes(tmp_path: Path) -> None:
    path, _ = filled_file(tmp_path)

    async def hand_over(pilot: Pilot[Any]) -> None:
        await go(pilot, "k", "Nobody is enrolled here yet.")
        await pilot.press("o")
        await seen(pilot, "A. Tester", "Only one key", "a key on paper")
        await pilot.press("h")
        await seen(pilot, "1 thing open", "Order a sloped board")
        await pilot.press("a")
        await seen(pilot, "Who takes over?")
        await type_secret(pilot, "short", "B. Senco")
        await seen(pilot, "! This is")
        await type_secret(pilot, THEIRS, "B. Senco")
        await seen(pilot, "Your open actions too?")
        await pilot.press("y")
        await until(pilot, "they can open it", lambda: len(keys.ways(path)) == 3)
        await pilot.press("escape")
        await seen(pilot, "B. Senco")

    walk_open(path, hand_over)

    with opened(path, THEIRS) as store, store.read() as session:
        assert store.author == "B. Senco"
        owner = session.connection().exec_driver_sql("SELECT owner FROM action").scalar_one()
        assert owner in ("", "B. Senco")


def test_whoever_looks_only_is_let_in_and_changes_nothing(tmp_path: Path) -> None:
    path, _ = filled_file(tmp_path)

    async def let_in(pilot: Pilot[Any]) -> None:
        await go(pilot, "k", "Nobody is enrolled here yet.")
        await pilot.press("o")
        await seen(pilot, "A. Tester")
        await pilot.press("a")
        await seen(pilot, "Look only")
        await pilot.press(*"look only", "enter")
        await seen(pilot, "is no wall")
        await type_secret(pilot, THEIRS, "C. Governor")
        await seen(pilot, "looks only")
        await pilot.press("ctrl+l")
        await seen(pilot, "Passphrase")
        await pilot.press(*THEIRS, "enter")
        await seen(pilot, "C. Governor")
        await until(pilot, "nobody is added", lambda: "Add a person" not in text_of(pilot))
        await pilot.press("f3")
        await seen(pilot, "Quillfeather, Zephyr")
        await pilot.press("ctrl+l")
        await seen(pilot, "Passphrase")
        await pilot.press(*PASSPHRASE, "enter")
        await until(pilot, "it may be written in again", lambda: not pilot.app.read_only)  # type: ignore[attr-defined]

    walk_open(path, let_in)


def test_whoever_goes_is_removed_while_the_app_is_open(tmp_path: Path) -> None:
    path, _ = filled_file(tmp_path)
    with opened(path) as store:
        keys.add_person(store, "B. Senco", THEIRS)

    async def remove(pilot: Pilot[Any]) -> None:
        await go(pilot, "k", "Nobody is enrolled here yet.")
        await pilot.press("o")
        await seen(pilot, "B. Senco")
        under = pilot.app.screen.query_one("#ways")
        await pilot.press("end")
        await until(
            pilot, "they are under the cursor", lambda: "B. Senco" in str(under.highlighted)
        )
        await pilot.press("delete")
        await type_secret(pilot, "not the passphrase at all")
        await seen(pilot, "did not work")
        await pilot.press("escape")
        await until(pilot, "the list is in front", lambda: pilot.app.screen.query("#ways"))
        await pilot.press("delete")
        await type_secret(pilot, PASSPHRASE)
        await until(pilot, "they are removed", lambda: "B. Senco" not in text_of(pilot))
        await pilot.press("f3")
        await seen(pilot, "Quillfeather, Zephyr")

    walk_open(path, remove)

    assert [each.name for each in keys.ways(path)] == ["A. Tester", "recovery key"]
    opened(path).close()


def test_the_file_is_wiped_only_by_its_word_and_unsent_work_is_named(tmp_path: Path) -> None:
    path, _ = filled_file(tmp_path)

    async def wipe(pilot: Pilot[Any]) -> None:
        await pilot.press("ctrl+p")
        await until(
            pilot, "the palette is in front", lambda: pilot.app.screen.query("Palette Entry")
        )
        await pilot.press(*"who can open", "enter")
        await seen(pilot, "a key on paper")
        await pilot.press("w")
        await seen(pilot, "3 pupils. No undo", "Add an action: Quillfeather, Zephyr")
        word = pilot.app.screen.query_one("#field-word Input")
        word.value = "wipe"
        await pilot.press("ctrl+s")
        await seen(pilot, "in capitals")
        assert path.exists()
        word.value = "WIPE"
        await pilot.press("ctrl+s")
        await until(pilot, "it is gone", lambda: not path.exists())

    walk_open(path, wipe)

    assert not list(tmp_path.glob("case.sendtui*"))
