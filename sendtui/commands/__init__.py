"""The flags: one module per verb, each with `arguments(parser)` and `run(call) -> exit code`.

This table is all that `sendtui --help` reads; a verb's module is imported when the verb is used.
"""

from dataclasses import dataclass
from typing import Literal

Needs = Literal["none", "read", "write", "own"]
"""What a verb needs of the case file: nothing, to ask, to write, or to have it alone."""


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb as the help lists it."""

    name: str
    summary: str
    needs: Needs
    group: str

    @property
    def module(self) -> str:
        """The module that does it."""
        return f"sendtui.commands.{self.name}{'_' if self.name == 'import' else ''}"


_DAY, _RECORD, _FILES, _PAST, _CASE = (
    "The day",
    "The record",
    "Files in and out",
    "What was done",
    "The case file",
)

VERBS: dict[str, Verb] = {
    verb.name: verb
    for verb in (
        Verb("demo", "open a made-up school, or do the main job and print it", "none", _DAY),
        Verb("due", "what is due, overdue and at risk", "read", _DAY),
        Verb("pupils", "the SEN register, filtered and sorted", "read", _DAY),
        Verb("pupil", "everything about one pupil", "read", _DAY),
        Verb("search", "every word of the record", "read", _DAY),
        Verb("edit", "add a pupil, or change a field of the record", "write", _RECORD),
        Verb("place", "SEN status from a day on: N, K or E", "write", _RECORD),
        Verb("need", "a pupil's needs and their ranks", "write", _RECORD),
        Verb("flag", "what is true of a pupil from one day to another", "write", _RECORD),
        Verb("person", "parents, carers, teachers, professionals", "write", _RECORD),
        Verb("views", "the pupil's words and the parents' words", "write", _RECORD),
        Verb("contact", "calls and meetings, and replies promised", "write", _RECORD),
        Verb("action", "what somebody has undertaken to do", "write", _RECORD),
        Verb("concern", "what is noticed before the SEN register", "write", _RECORD),
        Verb("cycle", "assess, plan, do, review", "write", _RECORD),
        Verb("profile", "the one-page profile, and its PDF", "write", _RECORD),
        Verb("import", "a school's own export, with a preview", "write", _FILES),
        Verb("export", "the register, or one pupil's record", "write", _FILES),
        Verb("sync", "sealed files to and from another sendtui", "write", _FILES),
        Verb("history", "who changed what, and when", "read", _PAST),
        Verb("undo", "reverse your last act", "write", _PAST),
        Verb("redo", "bring back what was undone", "write", _PAST),
        Verb("init", "make an encrypted case file", "none", _CASE),
        Verb("passwd", "a new passphrase, and a new key with it", "none", _CASE),
        Verb("recover", "a new passphrase by the recovery key", "none", _CASE),
        Verb("keyring", "let this computer's keyring open the file, or stop it", "write", _CASE),
        Verb("backup", "an encrypted, verified backup", "write", _CASE),
        Verb("restore", "put a backup back", "none", _CASE),
        Verb("verify", "is every page, table and chain sound?", "read", _CASE),
        Verb("doctor", "versions, paths, ways in and health", "none", _CASE),
    )
}

ALIASES: dict[str, tuple[str, ...]] = {
    "--import": ("import",),
    "--export": ("export", "register", "--format"),
    "--sync": ("sync", "import"),
}
"""First words of batch scripts, and the verbs they mean."""
