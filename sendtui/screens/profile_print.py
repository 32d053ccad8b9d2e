"""Printing a profile to a file: which version, in which print, where to."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sendtui.errors import InvalidError, Problem
from sendtui.screens import drafted
from sendtui.screens.base import DataScreen
from sendtui.screens.drafted import Asked
from sendtui.screens.widgets.asks import Ask, Options
from sendtui.screens.widgets.dateinput import short
from sendtui.screens.widgets.dialog import Confirm
from sendtui.services import drafts, profile_pages
from sendtui.services.profiles import ProfileVersion
from sendtui.services.pupil_views import PupilView

PRINTS: Options = (("pdf", "PDF"), ("large", "Large print PDF"), ("text", "Plain text"))
NOTE = "The file is not encrypted: whoever has it can read it. It is written down that it left."


@dataclass(frozen=True, slots=True)
class Printing:
    """What can be printed: the versions of a pupil's profile, the newest first."""

    pupil: str
    view: PupilView
    versions: Sequence[ProfileVersion]


async def ask(screen: DataScreen[None], what: Printing) -> None:
    """Ask where to and how, and print. To be awaited in a worker."""
    written: list[Path] = []

    async def save(values: dict[str, object]) -> None:
        path = Path(str(values.get("path") or "")).expanduser()
        how = str(values.get("how"))
        path = path.with_suffix(".txt") if how == "text" else path
        if not path.parent.is_dir():
            raise InvalidError((Problem("path", "", "There is no such folder."),))
        if path.exists() and not await screen.app.push_screen_wait(
            Confirm("Replace the file?", "A file of this name is there already.", yes="Replace")
        ):
            return
        version, recipient = int(str(values["version"])), str(values.get("recipient") or "")
        today = screen.face.today
        if how == "text":
            done = await screen.ask(
                profile_pages.write_text,
                what.pupil,
                path,
                today,
                version=version,
                recipient=recipient,
            )
        else:
            done = await screen.ask(
                profile_pages.write_pdf,
                what.pupil,
                path,
                today,
                large=how == "large",
                version=version,
                recipient=recipient,
            )
        written.append(done)

    key = drafts.key("profile_print", what.pupil)
    asked = Asked(
        "Print the profile", key, [NOTE, *_asks(what)], save, _start(what), yes="Print", said=""
    )
    await drafted.ask(screen, asked)
    if written:
        screen.say(f"Printed to {written[0]}")


def _asks(what: Printing) -> list[Ask]:
    versions = tuple(
        (
            str(each.version),
            f"{each.version} {'signed' if each.signed_on else 'draft'}, {short(each.made_on)}",
        )
        for each in what.versions
    )
    return [
        Ask("path", "File", is_needed=True),
        Ask("how", "Print", "choice", options=PRINTS, is_needed=True),
        Ask("version", "Version", "choice", options=versions, is_needed=True),
        Ask("recipient", "For whom", hint="who gets it; for the log"),
    ]


def _start(what: Printing) -> dict[str, object]:
    signed = [each for each in what.versions if each.signed_on]
    newest = (signed or list(what.versions))[:1]
    return {
        "path": str(_folder() / f"{_file_name(what.view)}.pdf"),
        "how": "pdf",
        "version": str(newest[0].version) if newest else "",
    }


def _folder() -> Path:
    documents = Path.home() / "Documents"
    return documents if documents.is_dir() else Path.home()


def _file_name(view: PupilView) -> str:
    words = f"{view.surname} {view.forename} profile"
    return "".join(c if c.isalnum() or c in " -'" else "" for c in words).strip()[:80] or "profile"
