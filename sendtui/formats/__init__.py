"""The files that come and go: one module per format, imported when it is asked for.

A reader has `read(file, …)`, a writer `write(file, …)`; both take an open binary file and never
open a path themselves.
"""

from importlib import import_module
from types import ModuleType

from sendtui.errors import UsageError

READERS: dict[str, str] = {
    "register": "sendtui.formats.register_in",
}
"""What can be read: its name → the module that reads it."""

WRITERS: dict[str, str] = {
    "ctf": "sendtui.formats.ctf_out",
    "cycle-pdf": "sendtui.formats.cycle_pdf",
    "plan-pdf": "sendtui.formats.plan_pdf",
    "plan-text": "sendtui.formats.plan_text",
    "letter-docx": "sendtui.formats.letter_docx",
    "letter-pdf": "sendtui.formats.letter_pdf",
    "letter-text": "sendtui.formats.letter_text",
    "profile-pdf": "sendtui.formats.profile_pdf",
    "profile-text": "sendtui.formats.profile_text",
    "pupil-json": "sendtui.formats.pupil_json",
    "pupil-md": "sendtui.formats.pupil_md",
    "register-csv": "sendtui.formats.register_csv",
    "register-json": "sendtui.formats.register_json",
    "register-xlsx": "sendtui.formats.register_xlsx",
    "rejects": "sendtui.formats.rejects",
}
"""What can be written: its name → the module that writes it."""


def reader(name: str) -> ModuleType:
    """The module that reads this format; raises UsageError for a name nobody reads."""
    return _module(READERS, name, "read")


def writer(name: str) -> ModuleType:
    """The module that writes this format; raises UsageError for a name nobody writes."""
    return _module(WRITERS, name, "written")


def _module(known: dict[str, str], name: str, verb: str) -> ModuleType:
    path = known.get(name)
    if path is None:
        raise UsageError(
            f"No format {name!r} can be {verb}. There are: {', '.join(sorted(known))}."
        )
    return import_module(path)
