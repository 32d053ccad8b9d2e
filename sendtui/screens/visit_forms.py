"""The forms of a visit: notes, words, what was agreed, where and with whom, and tidying."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sendtui.screens import case_letters, drafted, leaving
from sendtui.screens.although import sent as although_sent
from sendtui.screens.base import DataScreen
from sendtui.screens.drafted import Asked
from sendtui.screens.exchange_paths import typed_path
from sendtui.screens.printing import proposed
from sendtui.screens.pupil_letters import Preview
from sendtui.screens.widgets.asks import Ask
from sendtui.services import drafts, letters, visit_pages, visits
from sendtui.services.visit_beside import Beside
from sendtui.services.visits import VisitView

KEPT = "Kept. Ctrl+Z takes it back."


@dataclass(frozen=True, slots=True)
class InVisit:
    """Where a form of a visit is opened: the screen, the child, the day and who visits."""

    screen: DataScreen[None]
    about: Beside
    today: date
    author: str

    async def visit(self) -> str:
        """The visit of today, begun where it was not."""
        if self.about.visit is not None:
            return self.about.visit.id
        return await self.screen.ask(visits.begin, self.about.pupil, self.today, self.today)

    def form(
        self,
        title: str,
        what: str,
        asks: list[Ask | str],
        save: Callable[[dict[str, object]], Any],
        start: Mapping[str, object] | None = None,
        goes_on: str = "",
    ) -> Asked:
        """A form of this visit whose draft is kept under what it is for."""
        key = drafts.key("visit", self.about.pupil, what)
        return Asked(title, key, asks, save, start or {}, yes="Keep", said=KEPT, goes_on=goes_on)


def notes(at: InVisit) -> Asked:
    """The notes as they stand, to go on with."""
    visit = at.about.visit

    async def save(values: dict[str, object]) -> None:
        heads = dict(visit.heads) if visit else None
        said = str(values.get("said") or "")
        await at.screen.ask(visits.note, await at.visit(), said, heads)

    asks: list[Ask | str] = [Ask("said", "Notes", "long", is_needed=True)]
    return at.form(f"Notes: {at.about.forename}", "notes", asks, save,
                   {"said": visit.said if visit else ""}, "said")  # fmt: skip


def _words(whose: str) -> Callable[[InVisit], Asked]:
    def words(at: InVisit) -> Asked:
        async def save(values: dict[str, object]) -> None:
            said = str(values.get("words") or "")
            await at.screen.ask(visits.hear, await at.visit(), whose, said)

        title = f"{at.about.forename} says" if whose == "pupil" else "The parents say"
        asks: list[Ask | str] = [Ask("words", "In their own words", "long", is_needed=True)]
        return at.form(title, whose, asks, save)

    return words


def agree(at: InVisit) -> Asked:
    """One thing that is agreed: what, who, by when."""

    async def save(values: dict[str, object]) -> None:
        due = values.get("due")
        await at.screen.ask(
            visits.agree, await at.visit(), str(values.get("what") or ""),
            owner=str(values.get("owner") or ""), due=due if isinstance(due, date) else None,
        )  # fmt: skip

    asks: list[Ask | str] = [
        Ask("what", "What", is_needed=True),
        Ask("owner", "Who does it"),
        Ask("due", "By when", "date", may_be_none=True, prefer="future"),
    ]
    return at.form("What is agreed", "agree", asks, save, {"owner": at.author})


def about(at: InVisit) -> Asked:
    """Where it is and who is there."""

    async def save(values: dict[str, object]) -> None:
        where, present = (str(values.get(name) or "") for name in ("where", "present"))
        await at.screen.ask(visits.about, await at.visit(), where, present)

    visit = at.about.visit
    start = {"where": visit.where, "present": visit.present} if visit else {}
    asks: list[Ask | str] = [
        Ask("where", "Where"),
        Ask("present", "Who is there", hint="with the interpreter, if there is one"),
    ]
    return at.form("Where, and who is there", "about", asks, save, start)


FORMS: Mapping[str, Callable[[InVisit], Asked]] = {
    "notes": notes,
    "pupil": _words("pupil"),
    "parent": _words("parent"),
    "agree": agree,
    "about": about,
}
"""The forms by what is written down in them."""


def tidied(screen: DataScreen[None], visit: VisitView, today: date) -> Asked:
    """The notes as they are to stand in the record; they begin as they were typed."""

    async def save(values: dict[str, object]) -> None:
        await screen.ask(
            visits.file, visit.id, str(values.get("said") or ""), today,
            who=str(values.get("who") or ""), with_parents=values.get("met") != "no",
        )  # fmt: skip

    asks: list[Ask | str] = [
        "It goes into the record as a contact; the raw notes go. Words and agreements are kept.",
        Ask("said", "Notes, tidied", "long", is_needed=True),
        Ask("who", "With whom"),
        Ask("met", "A meeting with parents", "yesno", options=(("yes", "Yes"), ("no", "No")),
            is_needed=True),
    ]  # fmt: skip
    start = {"said": visit.said, "who": visit.present, "met": "yes"}
    key = drafts.key("visit", visit.pupil, f"{visit.id}-file")
    return Asked(f"File the notes: {visit.name}", key, asks, save, start, yes="File",
                 said="Filed as a contact. Ctrl+Z takes it back.", goes_on="said")  # fmt: skip


async def leave_behind(at: InVisit) -> None:
    """Read what is left behind, and print it, one for each home. To be awaited in a worker."""
    screen = at.screen
    if at.about.visit is None:
        screen.say("Nothing is written down yet, so nothing is left behind.")
        return
    found = await although_sent(screen, visit_pages.leave_behind, at.about.visit.id, at.today)
    for each in found:
        ways = (("Large print.", each.large), ("Easy read.", each.easy))
        prints = " ".join(words for words, is_so in ways if is_so)
        shown = Preview(f"What we agreed: for {each.to.names}", prints, letters.text(each),
                        yes="To a file …")  # fmt: skip
        if not await screen.app.push_screen_wait(shown):
            return
    written: list[tuple[Path, str]] = []

    async def save(values: dict[str, object]) -> None:
        path = typed_path(str(values.get("path") or ""))
        places = letters.places(path, len(found))
        # Those of an earlier try stand already: it stopped at the one after them.
        for each, place in tuple(zip(found, places, strict=True))[len(written) :]:
            written.append(await case_letters.one(screen, each, place, letters.write))

    asks: list[Ask | str] = [Ask("path", "File", hint=".pdf is printed; .docx has a password",
                                 is_needed=True)]  # fmt: skip
    key = drafts.key("visit", at.about.pupil, "leave")
    start = {"path": proposed(f"{at.about.name} agreed", "agreed")}
    form = Asked("What we agreed: print it", key, asks, save, start, yes="Write it", said="",
                 asked_anew=("path",))  # fmt: skip
    await drafted.ask(screen, form)
    for path, password in written:
        screen.say(f"Written to {path}")
        if password:
            await leaving.show_password(screen, password, path)
