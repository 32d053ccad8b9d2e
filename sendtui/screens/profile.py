"""The one-page profile as it is written: the pupil's words, the staff's, and whether it fits."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content

from sendtui.errors import InvalidError, SendtuiError
from sendtui.models.profile import ProfileIn
from sendtui.rules.citation import Duty
from sendtui.rules.counting import counted
from sendtui.screens import profile_print
from sendtui.screens.base import DataScreen
from sendtui.screens.drafted import Asked, ask
from sendtui.screens.widgets.asks import Ask, asks_of
from sendtui.screens.widgets.dateinput import short
from sendtui.screens.widgets.dialog import Notice
from sendtui.screens.widgets.face import job
from sendtui.screens.widgets.footer import Footer
from sendtui.screens.widgets.form import Form
from sendtui.screens.widgets.masthead import Masthead
from sendtui.screens.widgets.words import Line, badge
from sendtui.services import drafts, profile_pages, profiles, pupils
from sendtui.services.profiles import OWN_WORDS, STAFF_WORDS, ProfileDraft
from sendtui.services.pupil_views import PupilView

LONG = (*OWN_WORDS, *STAFF_WORDS)


class ProfileScreen(DataScreen[None]):
    """The draft of one pupil's profile; signed, it is frozen and a change makes the next one."""

    CSS_PATH = "profile.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save"),
        Binding("ctrl+o", "versions", "Versions"),
        Binding("ctrl+t", "sign", "Sign"),
        Binding("f9", "print", "Print"),
        Binding("escape", "leave", "Back"),
    ]

    help_text = (
        "Write the first three parts as the pupil says them; the others are the staff’s. Ctrl+S "
        "saves, Ctrl+T signs, F9 prints to a file, Ctrl+O lists the versions. Escape goes back; "
        "what you typed is kept. The line above says whether it fits on one page."
    )

    def __init__(self, pupil: str) -> None:
        super().__init__()
        self.pupil = pupil
        self.draft: ProfileDraft | None = None
        self.about: PupilView | None = None

    def compose(self) -> ComposeResult:
        """What state it is in, whether it fits, and the form once it has been read."""
        yield Masthead("Pupil", "One-page profile")
        with Vertical(classes="body"):
            yield Line("", id="state")
            yield Line("", id="fits")
            yield Vertical(id="written")
        yield Footer()

    # Reading

    @property
    def form(self) -> Form | None:
        """The form, once it has been read."""
        found = self.query(Form)
        return found.first() if found else None

    @property
    def key(self) -> str:
        """Where what is typed is kept until it is saved."""
        return drafts.key("profile", self.pupil)

    async def load(self) -> None:
        """Read the draft; what is being typed stays as it is."""
        today = self.face.today
        about = await self.ask(pupils.view, self.pupil, today)
        draft = await self.ask(profiles.draft, self.pupil, today)
        age = await self.ask(profiles.age, self.pupil, today)
        self.about = about
        form = self.form
        if form is None:
            typed = await self.ask(drafts.read, self.key) or {}
            form = Form(asks(about), draft.values, {k: str(v) for k, v in typed.items()})
            self.draft = draft
            await self.query_one("#written", Vertical).mount(form)
            form.focus_first()
            if typed:
                self.say("What you typed before is here again; it has not been saved yet.")
        elif not form.dirty:
            self.draft = draft
            form.put(draft.values)
        self.query_one(Masthead).say("Pupil", about.name, "One-page profile")
        self._say_state(draft, age)
        self.check_fit()

    def _say_state(self, draft: ProfileDraft, age: Duty) -> None:
        state = "not signed yet" if draft.id else "not begun"
        parts = [Content(f"Version {draft.version}, ") + Content(state)]
        if draft.from_version:
            until = f"version {draft.from_version} is signed, good until "
            until += short(age.due) if age.due else "it is a year old"
            parts.append(badge(until, "done") if age.met else badge(age.missing, "late"))
        self.query_one("#state", Line).say(Content.styled(" · ", "$text-muted").join(parts))

    # Whether it fits

    def check_fit(self) -> None:
        """See how many pages what stands there takes, off the event loop; a newer look wins."""
        self.look_up(self._fit, group="fit")

    async def _fit(self) -> None:
        form, draft = self.form, self.draft
        if form is None or draft is None:
            return
        page = await self.ask(profile_pages.preview, draft, form.values(), self.face.today)
        pages = await asyncio.to_thread(profile_pages.pages_of, page)
        large = await asyncio.to_thread(profile_pages.pages_of, page, large=True)
        said = (
            badge("fits on one page", "done")
            if pages <= 1
            else badge(f"takes {pages} pages: shorten it to fit on one", "late")
        )
        more = f"   large print: {counted(large, 'page')}"
        self.query_one("#fits", Line).say(said + Content.styled(more, "$text-muted"))

    @on(Form.Changed)
    def _typed(self, event: Form.Changed) -> None:
        self.keep_draft(self.key, event.form.raw())
        self.check_fit()

    # Saving, signing, printing

    @on(Form.Submitted)
    def action_save(self) -> None:
        """Save what is written."""
        self._then(self._saved)

    def _then(self, work: Callable[[], Awaitable[None]]) -> None:
        if not self.face.read_only:
            self.run_worker(job(self._guarded, work), group="act")

    async def _saved(self) -> None:
        if await self.save():
            self.say("Saved. Ctrl+T signs it; F9 prints it.")

    async def save(self) -> bool:
        """Save what was changed; whether there is nothing left to save."""
        form, draft = self.form, self.draft
        if form is None or draft is None or not form.check():
            return False
        changes = form.changes()
        if not changes:
            return True
        try:
            await self.ask(
                profiles.save, self.pupil, changes, today=self.face.today, bases=draft.heads
            )
        except InvalidError as error:
            form.show_problems(error.problems)
            return False
        form.settle()
        self.draft = await self.ask(profiles.draft, self.pupil, self.face.today)
        await self.ask(drafts.drop, self.key)
        self.reload()
        return True

    def action_sign(self) -> None:
        """Save and sign: the version is frozen."""
        self._then(self._sign)

    async def _sign(self) -> None:
        if not await self.save() or self.draft is None:
            return
        draft = self.draft
        if not draft.id:
            raise SendtuiError("Nothing was changed since the version that is signed.")

        async def sign(values: dict[str, object]) -> None:
            today, on = self.face.today, values.get("signed_on")
            by = str(values.get("signed_by", ""))
            day = on if isinstance(on, date) else today
            await self.ask(profiles.sign, draft.id, on=day, by=by, bases=draft.heads, today=today)

        fields = asks_of(ProfileIn, ("signed_by", "signed_on"), prefer={"signed_on": "past"})
        start = {"signed_by": self.face.author, "signed_on": self.face.today}
        key = drafts.key("profile_signature", self.pupil, draft.id)
        await ask(
            self,
            Asked(
                f"Sign version {draft.version}",
                key,
                fields,
                sign,
                start,
                yes="Sign",
                said="Signed. F9 prints it.",
            ),
        )

    def action_print(self) -> None:
        """Save and print to a file."""

        async def print_it() -> None:
            if await self.save() and self.about is not None:
                versions = await self.ask(profiles.versions, self.pupil)
                await profile_print.ask(self, self.about, versions)

        self._then(print_it)

    def action_versions(self) -> None:
        """List the versions and who signed them."""

        async def show() -> None:
            found = await self.ask(profiles.versions, self.pupil)
            told = [
                f"Version {each.version}, made {short(each.made_on)}, "
                + (
                    f"signed {short(each.signed_on)} by {each.signed_by}"
                    if each.signed_on
                    else "not signed"
                )
                for each in found
            ]
            self.app.push_screen(Notice("Versions", "\n".join(told) or "None is saved yet."))

        self.run_worker(job(self._guarded, show), group="look")

    def action_leave(self) -> None:
        """Go back to the pupil; what was typed is kept."""
        form = self.form
        if form is not None and form.dirty:
            self.keep_draft(self.key, form.raw())
            self.say("Kept as a draft on this computer. Ctrl+S there saves it to the record.")
        self.dismiss(None)


def asks(view: PupilView) -> list[Ask | str]:
    """The pupil's own words, then the staff's, then how it was made."""
    name = view.forename or "the pupil"
    found = {
        ask.name: ask
        for ask in asks_of(
            ProfileIn, (*LONG, "gathered", "made_on"), long=LONG, prefer={"made_on": "past"}
        )
    }
    return [
        f"In {name}’s own words",
        *(found[each] for each in OWN_WORDS),
        "From the staff, in plain words",
        *(found[each] for each in STAFF_WORDS),
        "How it was made",
        found["gathered"],
        found["made_on"],
    ]
