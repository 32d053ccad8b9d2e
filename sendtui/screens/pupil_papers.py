"""A pupil's documents, who may receive what, what is confidential, and what travels why."""

import asyncio
from collections.abc import Callable, Iterable
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from sendtui.screens import leaving, papers_forms, papers_lines, pupil_changes
from sendtui.screens.although import sent
from sendtui.screens.drafted import ask
from sendtui.screens.exchange_paths import size_words, start_of
from sendtui.screens.exchange_pickers import PickFile, SaveAs
from sendtui.screens.lines import Fact, columns
from sendtui.screens.pupil_forms import At
from sendtui.screens.pupil_list import PupilList
from sendtui.screens.widgets.asks import Ask
from sendtui.screens.widgets.dialog import FormDialog, Notice
from sendtui.screens.widgets.grid import Grid
from sendtui.screens.widgets.words import one_line
from sendtui.services import papers, protection, purposes, recipients, restrictions
from sendtui.services.papers import DocumentView
from sendtui.services.purposes import PurposeView
from sendtui.services.restrictions import RestrictionView

SUFFIXES = (".pdf", ".docx", ".jpg", ".jpeg", ".png", ".txt")


class PupilPapers(PupilList):
    """What is kept about one pupil beside the record, and who may have any of it."""

    NAME = "Documents"
    COLUMNS = columns(heading=10, when=17, who=0, words="What")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "Add a document"),
        Binding("s", "save", "Save a copy"),
        Binding("b", "bar", "Bar somebody"),
        Binding("p", "share", "Who may hold it"),
        Binding("d", "end", "End it"),
        Binding("e", "edit", "Change the line", show=False),
    ]

    help_text = (
        "Documents first: a takes one in, Enter shows its words, e changes what is said of it, s "
        "saves a copy outside, which is logged. Then who may be written to, and who not and why: b "
        "bars somebody, Enter on a person opens them, also for the day on which a young person "
        "agreed. p says who may hold the record and why; what travels goes by it. Enter changes a "
        "restriction or a purpose, d ends it on a day. h (hide) marks a line as confidential or "
        "lifts the mark; u shows what is, until the file is locked. By flags: sendtui document, "
        "restriction, purpose, confidential"
    )

    def __init__(self, pupil: str, record: str = "") -> None:
        super().__init__(pupil, record)
        self._documents: dict[str, DocumentView] = {}
        self._restrictions: dict[str, RestrictionView] = {}
        self._purposes: dict[str, PurposeView] = {}

    async def facts(self, at: At) -> Iterable[Fact]:
        """The documents, who may not, who may, and to whom it travels."""
        found = await self.ask(papers.of_pupil, at.pupil)
        barred = await self.ask(restrictions.of_pupil, at.pupil, at.today)
        held = await self.ask(purposes.of_pupil, at.pupil, at.today)
        self._documents = {each.id: each for each in found}
        self._restrictions = {each.id: each for each in barred}
        self._purposes = {each.id: each for each in held}
        people = await self.ask(recipients.recipients, at.pupil, at.today)
        self.lines.say_empty("No documents and nobody around them yet.", "a takes a document in.")
        return (
            *map(papers_lines.document, found),
            *map(papers_lines.restriction, barred),
            *papers_lines.recipients(people),
            *map(papers_lines.purpose, held),
        )

    # Documents

    def action_add(self) -> None:
        """Take a document in: choose it, see what it is, say what it is about."""

        async def add(at: At) -> None:
            path = await self.app.push_screen_wait(PickFile("Which document?", SUFFIXES))
            if path is None:
                return
            looked = await asyncio.to_thread(papers.look, path)
            words = f"{len(looked.words.split()):,} words for the search"
            says = f"{looked.what}, {size_words(looked.size)}, {words}."
            says += f" {looked.missing[:1].upper()}{looked.missing[1:]}." if looked.missing else ""

            async def keep(values: dict[str, object]) -> None:
                await self.ask(papers.add, at.pupil, looked, values, today=at.today)

            start = {"title": looked.title, "sort": "report", "received_on": at.today}
            asks: list[Ask | str] = [says, *papers_forms.document_asks(at)]
            form = FormDialog(f"Add a document: {at.name}", asks, start, save=keep, yes="Keep it")
            if await self.app.push_screen_wait(form) is not None:
                self.say("Kept, encrypted. The file it came from is still where it was.")

        self.begin(add)

    @work(group="save", exclusive=True)
    async def action_save(self) -> None:
        """Save a copy outside the case file, after asking; that it left is logged."""
        document = self._document()
        if document is None:
            return
        asks: list[Ask | str] = [
            "Outside sendtui whoever has the copy can keep it. It is written down that it left.",
            Ask("recipient", "Who gets it", hint="yourself, too", is_needed=True),
            Ask("basis", "Why", hint="on what basis"),
            leaving.ASK,
        ]
        form = FormDialog("Save a copy", asks, {"way": leaving.PROTECTED}, yes="Next")
        found = await self.app.push_screen_wait(form)
        if not found:
            return
        is_plain = found["way"] == leaving.PLAIN
        start = f"{start_of()}document{papers.ending(document)}"
        target = await self.app.push_screen_wait(
            SaveAs("Where to?", one_line(document.title), start, yes="Next", may_replace=True)
        )
        recipient = str(found["recipient"])
        if target is None or not await leaving.agreed(
            self, leaving.Leaving([self.pupil], recipient, target, is_plain)
        ):
            return
        password = "" if is_plain else protection.password()

        async def write() -> None:
            path = await sent(
                self,
                papers.save,
                document.id,
                target,
                today=self.face.today,
                recipient=recipient,
                basis=str(found.get("basis") or ""),
                password=password,
            )
            self.say(f"Written: {path}. Delete it after use.")
            if password:
                await leaving.show_password(self, password, path)

        self.act(write)

    def _document(self) -> DocumentView | None:
        fact = self.highlighted
        found = self._documents.get(fact.record) if fact else None
        if found is None:
            self.say("Go to a document first.")
        return found

    # Who may receive what

    def action_bar(self) -> None:
        """Bar somebody from receiving anything."""
        self.fill_in(papers_forms.bar)

    def action_share(self) -> None:
        """Say who may hold the record, and why."""
        self.fill_in(papers_forms.share)

    def action_end(self) -> None:
        """Say on which day a restriction or a purpose last stood."""
        fact = self.highlighted
        ways: dict[str, Callable[..., object]] = {
            "restriction": restrictions.end,
            "purpose": purposes.end,
        }
        if fact is None or fact.kind not in ways:
            self.say("d ends a restriction or a purpose: go to one.")
            return
        service = ways[fact.kind]
        self.fill_in(lambda at: papers_forms.end(at, fact.kind, fact.record, service), fact.record)

    # Any line

    @on(Grid.Chosen)
    def _open(self, event: Grid.Chosen[Fact]) -> None:
        event.stop()
        fact = event.row
        if fact.kind == "document":
            found = self._documents[fact.record]
            self.act(lambda: self._read_document(found))
        elif self.face.read_only or not fact.record:
            self.app.push_screen(Notice(fact.heading or "In full", fact.whole))
        else:
            self._change(fact)

    async def _read_document(self, document: DocumentView) -> None:
        words = await self.ask(papers.words, document.id)
        says = words or "No words could be read from it. s saves a copy to look at."
        await self.app.push_screen_wait(Notice(one_line(document.title), says))

    def action_edit(self) -> None:
        """Change what is said in the line under the cursor."""
        fact = self.highlighted
        if fact is None or not fact.record:
            self.say("There is nothing to change in this line.")
        else:
            self._change(fact)

    def _change(self, fact: Fact) -> None:
        record = fact.record
        match fact.kind:
            case "document":
                found = self._documents[record]
                self.fill_in(lambda at: papers_forms.change_document(at, found), record)
            case "restriction":
                barred = self._restrictions[record]
                self.fill_in(lambda at: papers_forms.change_restriction(at, barred), record)
            case "purpose":
                held = self._purposes[record]
                self.fill_in(lambda at: papers_forms.change_purpose(at, held), record)
            case "person":

                async def change(at: At) -> None:
                    await ask(self, await pupil_changes.edit(at, "person", record))

                self.begin(change)

    def action_remove(self) -> None:
        """Remove what was put down by mistake; undo brings it back."""
        fact = self.highlighted
        ways: dict[str, Callable[..., object]] = {
            "document": papers.remove,
            "restriction": restrictions.remove,
            "purpose": purposes.remove,
        }
        if fact is None or fact.kind not in ways:
            self.say("Delete is for documents, restrictions and purposes.")
        else:
            self.take_out(fact.kind, ways[fact.kind], fact.record)
