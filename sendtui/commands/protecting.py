"""What verbs share whose files leave: a password unless a plain file is meant, and a question.

Whose data it is and to whom it goes is said first. At a terminal a second identifier is asked for;
without one, nobody is there to be asked, and --confirm is checked where it is given.
"""

import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sendtui.commands.call import Call, read_secret

if TYPE_CHECKING:
    from sendtui.services.disclosing import Leaving

MOST = 12
"""The names that are shown of those whose data leave."""


def add_log_flags(parser: ArgumentParser) -> None:
    """The flags that say for the log to whom a file goes, and why."""
    parser.add_argument("--to", default="", metavar="WHO", help="whom it is for, for the log")
    parser.add_argument("--basis", default="", metavar="WHY", help="on what basis, for the log")
    parser.add_argument("--although", default="", metavar="REASON",
                        help="why somebody who may not receive it does, for the log")  # fmt: skip


def add_flags(parser: ArgumentParser) -> None:
    """The flags of a verb whose file is protected unless it is said to be plain."""
    parser.add_argument("--plain-file", action="store_true",
                        help="no password: whoever has the file can read it")  # fmt: skip
    _add_password(parser)
    _add_confirm(parser)


def add_kept_flags(parser: ArgumentParser) -> None:
    """The flags of a verb whose file stays here, and is protected all the same."""
    parser.add_argument("--plain-file", action="store_true",
                        help="no password on what is written: whoever has it reads it")  # fmt: skip
    _add_password(parser)


def add_pack_flags(parser: ArgumentParser) -> None:
    """The flags of a verb whose file is always protected."""
    _add_password(parser)
    _add_confirm(parser)


def add_print_flags(parser: ArgumentParser) -> None:
    """The flags of a verb that prints for paper, and protects where it is asked to."""
    parser.add_argument("--protected", action="store_true",
                        help="put a password on the PDF, to send it")  # fmt: skip
    _add_password(parser)
    _add_confirm(parser)


def _add_confirm(parser: ArgumentParser) -> None:
    parser.add_argument("--confirm", metavar="WHAT", help="a second identifier: of one pupil the "
                        "date of birth or the class, of many how many they are")  # fmt: skip


def _add_password(parser: ArgumentParser) -> None:
    parser.add_argument("--password-file", metavar="FILE", help="the file’s password is the first "
                        "line of this; without it one is made and shown once")  # fmt: skip


def show(call: Call, pupils: Sequence[str], to: str) -> None:
    """Say whose data the file will hold and to whom it goes; names only where a person looks."""
    from sendtui.rules.counting import counted
    from sendtui.services import protection

    call.out.say(f"Whose data: {counted(len(pupils), 'pupil')}. To: {to or 'nobody was named'}.")
    if sys.stderr.isatty() and pupils:
        call.out.say(protection.whose(call.store, pupils).says(MOST))


def before(call: Call, pupils: Sequence[str], to: str) -> None:
    """What comes before any file that leaves, a print too: whose, to whom, a second identifier.

    Raises SendtuiError where the identifier is wrong.
    """
    show(call, pupils, to)
    confirm(call, pupils)


def confirm(call: Call, pupils: Sequence[str]) -> None:
    """Nothing where the second identifier is right, or nobody is there to be asked for it.

    Raises SendtuiError where it is wrong.
    """
    from sendtui.services import protection

    typed = call.options.confirm
    asked = protection.asks(call.store, pupils) if pupils else ""
    if typed is None and asked and sys.stdin.isatty():
        print(f"To be sure, type {asked}: ", end="", file=sys.stderr, flush=True)
        typed = sys.stdin.readline()
    if typed is not None and asked:
        protection.require_same(call.store, pupils, typed, call.today)


def place(path: Path, ending: str) -> Path:
    """Where a protected file of this ending goes: a ZIP says by its name that it is one."""
    from sendtui.services import protection

    return protection.place(path, ending.lower())


def password(call: Call) -> str:
    """The password for the file: from the file that was named, or made."""
    from sendtui.services import protection

    if call.options.password_file:
        return protection.require_strong(read_secret(Path(call.options.password_file)))
    return protection.password()


def leaving(call: Call, password: str) -> "Leaving":
    """What the flags for the log say of a file with this password ("": none)."""
    said = call.options
    return {
        "recipient": said.to or "",
        "basis": said.basis or "",
        "although": said.although or "",
        "password": password,
    }


def kept(call: Call, file: str) -> tuple[Path, str]:
    """Where a file that stays here goes, and its password: "" where it is to be plain."""
    if call.options.plain_file:
        return Path(file), ""
    return place(Path(file), ".csv"), password(call)


def tell(call: Call, password: str, path: Path) -> dict[str, object]:
    """Show the password once, and what opens the file; the same as facts for a program."""
    from sendtui.services import protection

    call.out.say(f"Protected: {path.name}. {protection.opened_by(path)}.")
    if call.options.password_file:
        return {"protected": True}
    if call.out.as_json:
        return {"protected": True, "password": password}
    # However quiet: nobody can open the file without it, and it is kept nowhere.
    print(
        f"Password, shown this once: {password}\nPass it another way than the file: by phone, or "
        "face to face.",
        file=sys.stderr,
    )
    return {"protected": True}
