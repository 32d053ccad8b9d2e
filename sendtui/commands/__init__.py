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
        name = self.name.replace("-", "_")
        return f"sendtui.commands.{name}{'_' if name in ('import', 'return') else ''}"


_DAY, _RECORD, _FILES, _PAST, _CASE, _ABOUT = (
    "The day",
    "The record",
    "Files in and out",
    "What was done",
    "The case file",
    "The program",
)

VERBS: dict[str, Verb] = {
    verb.name: verb
    for verb in (
        Verb("demo", "open a made-up school, or do the main job and print it", "none", _DAY),
        Verb("due", "what is due, overdue and at risk", "read", _DAY),
        Verb("calendar", "what has a day: a month, or from one to another", "write", _DAY),
        Verb("pupils", "the SEN register, filtered and sorted", "read", _DAY),
        Verb("view", "questions to the register, kept under a name", "write", _DAY),
        Verb("pupil", "everything about one pupil", "read", _DAY),
        Verb("clock", "every date the law counts from an event, and why", "none", _DAY),
        Verb("insight", "questions of the whole school, with the rows behind", "write", _DAY),
        Verb("search", "every word of the record", "read", _DAY),
        Verb("lines", "one verb after another, the passphrase once", "none", _DAY),
        Verb("edit", "add a pupil, or change a field of the record", "write", _RECORD),
        Verb("bulk", "one thing for many pupils, in one act", "write", _RECORD),
        Verb("field", "fields of the school's own, and what they say", "write", _RECORD),
        Verb("year", "move on to a new school year", "write", _RECORD),
        Verb("place", "SEN status from a day on: N, K or E", "write", _RECORD),
        Verb("need", "a pupil's needs and their ranks", "write", _RECORD),
        Verb("flag", "what is true of a pupil from one day to another", "write", _RECORD),
        Verb("person", "parents, carers, teachers, professionals", "write", _RECORD),
        Verb("restriction", "who may not receive what, and who may", "write", _RECORD),
        Verb("confidential", "what is shown and sent only if asked for", "write", _RECORD),
        Verb("same", "two records of one child: joined, or kept apart", "write", _RECORD),
        Verb("views", "the pupil's words and the parents' words", "write", _RECORD),
        Verb("contact", "calls and meetings, and replies promised", "write", _RECORD),
        Verb("action", "what somebody has undertaken to do", "write", _RECORD),
        Verb("concern", "what is noticed before the SEN register", "write", _RECORD),
        Verb("visit", "beside a family: notes, views, what was agreed", "write", _RECORD),
        Verb("cycle", "assess, plan, do, review", "write", _RECORD),
        Verb("case", "EHC cases, their clocks and queues", "write", _RECORD),
        Verb("review", "annual reviews of EHC plans: due, held, decided", "write", _RECORD),
        Verb("plan", "EHC plans and others, checked as they are written", "none", _RECORD),
        Verb("terms", "the school's own terms, closures and training days", "write", _RECORD),
        Verb("arrangement", "placements, transport, budgets and the like", "write", _RECORD),
        Verb("attendance", "attendance figures: typed, or a report taken in", "write", _RECORD),
        Verb("suspension", "suspensions and exclusions: typed, or a report", "write", _RECORD),
        Verb("timetable", "part-time timetables, each with its end", "write", _RECORD),
        Verb("exam", "exam access arrangements and their evidence", "write", _RECORD),
        Verb("intervention", "what the school runs for many pupils", "write", _RECORD),
        Verb("library", "strategies and targets to pick from; shared as a list", "write", _RECORD),
        Verb("provision", "the provision map, its costs and its impact", "write", _RECORD),
        Verb("staff", "adults, what an hour costs, their training", "write", _RECORD),
        Verb("week", "who is with whom, when and where; clashes", "write", _RECORD),
        Verb("referral", "services asked for help, and how long they take", "write", _RECORD),
        Verb("service", "the local offer: whom to ask, and how", "write", _RECORD),
        Verb("checklist", "what is ordinarily available, and in place", "write", _RECORD),
        Verb("feedback", "complaints and compliments, and their answers", "write", _RECORD),
        Verb("destination", "where leavers went, and whether they stayed", "write", _RECORD),
        Verb("action-plan", "the school's own steps, owners and days", "write", _RECORD),
        Verb("profile", "the one-page profile, and its PDF", "write", _RECORD),
        Verb("passport", "adjustments on one page: lessons, tests, exams", "write", _RECORD),
        Verb("document", "reports and letters, kept encrypted", "write", _RECORD),
        Verb("letter", "letters and reports to families, forms for views", "write", _FILES),
        Verb("class-pack", "a class's support on one sheet, and its week's form", "write", _FILES),
        Verb("inspection", "what an inspector asks for, in one report", "write", _FILES),
        Verb("governors", "the termly report, with no child in its figures", "write", _FILES),
        Verb("information-report", "figures for the SEN information report", "write", _FILES),
        Verb("strategy", "the inclusion strategy: draft, check, publish", "write", _FILES),
        Verb("bundle", "what goes with a request for an assessment or top-up", "write", _FILES),
        Verb("import", "a school's own export, with a preview", "write", _FILES),
        Verb("export", "the register, or one pupil's record", "write", _FILES),
        Verb("return", "SEN2, the school census and inspectors' lists, checked", "write", _FILES),
        Verb("sar", "all that is held on one person, for who asks to see it", "write", _FILES),
        Verb("retention", "files to be looked at again: kept on, or erased", "write", _FILES),
        Verb("pack", "a pupil's whole story for the next setting, receipted", "write", _FILES),
        Verb("purpose", "why somebody may hold a pupil's record", "write", _FILES),
        Verb("sync", "sealed files to and from another sendtui", "write", _FILES),
        Verb("clash", "two versions of a field: see both, and decide", "write", _FILES),
        Verb("schools", "names of schools by URN or LAESTAB", "none", _FILES),
        Verb("history", "who changed what, and when", "read", _PAST),
        Verb("undo", "reverse your last act", "write", _PAST),
        Verb("redo", "bring back what was undone", "write", _PAST),
        Verb("init", "make an encrypted case file", "none", _CASE),
        Verb("register", "an authority's register on a server", "none", _CASE),
        Verb("access", "who can open the file; a key for the school", "none", _CASE),
        Verb("hand-over", "what a new SENCO has to know, and a key of their own", "write", _CASE),
        Verb("passwd", "a new passphrase, and a new key with it", "none", _CASE),
        Verb("recover", "a new passphrase by the recovery key", "none", _CASE),
        Verb("keyring", "let this computer's keyring open the file, or stop it", "write", _CASE),
        Verb("backup", "an encrypted, verified backup", "write", _CASE),
        Verb("restore", "put a backup back", "none", _CASE),
        Verb("erase", "erase for good: retention, court order, rights", "own", _CASE),
        Verb("wipe", "take the file off this computer, with its keys", "none", _CASE),
        Verb("verify", "is every page, table and chain sound?", "read", _CASE),
        Verb("doctor", "versions, paths, ways in and health", "none", _CASE),
        Verb("keys", "the key card of the app, to read or to print", "none", _ABOUT),
        Verb("completion", "words for PowerShell, bash, zsh or fish to finish", "none", _ABOUT),
        Verb("spec", "every verb and flag, as JSON", "none", _ABOUT),
    )
}

OF_A_FILE = frozenset(
    {"init", "access", "passwd", "recover", "keyring", "backup", "restore", "wipe"}
)
"""The verbs about an encrypted file's own keys and copies, which a register does not have."""

ALIASES: dict[str, tuple[str, ...]] = {
    "--import": ("import",),
    "--export": ("export", "register", "--format"),
    "--sync": ("sync", "import"),
    "--spec": ("spec",),
}
"""First words of batch scripts, and the verbs they mean."""
