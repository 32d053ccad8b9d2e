"""Make an encrypted case file.

The passphrase comes from --passphrase-file or is asked for. A recovery key is made and written
to --recovery-file (print it, lock it away, delete the file), or the data key is sealed to an age
public key of the school or authority by --recovery-to; both may be given.
"""

from argparse import ArgumentParser
from pathlib import Path

from sendtui.commands.access import SECOND
from sendtui.commands.call import Call, ask_secret, read_secret
from sendtui.errors import SendtuiError, UsageError


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("--recovery-file", metavar="FILE", help="write the recovery key here")
    parser.add_argument(
        "--recovery-to",
        metavar="RECIPIENT",
        action="append",
        default=[],
        help="an age public key (age1…) that may recover the file; repeatable",
    )
    parser.add_argument("--name", default="", help="your own name, as written beside what you do")
    parser.add_argument(
        "--role", default="senco", choices=("senco", "caseworker", "register"), help="what you are"
    )
    parser.add_argument("--setting", default="My school", help="the school's or authority's name")
    parser.add_argument("--urn", default="", help="the school's URN")
    parser.add_argument("--laestab", default="", help="LA and establishment number, 7 digits")
    parser.add_argument("--la", default="", help="the LA's code, 3 digits")


def run(call: Call) -> int:
    """Make the case file and say where it and its recovery key are."""
    from sendtui.services import casefile, recovery

    options = call.options
    if not options.recovery_file and not options.recovery_to:
        raise UsageError(
            "Say where recovery lies: --recovery-file FILE, or --recovery-to RECIPIENT."
        )
    if not options.setting.strip():
        raise UsageError("Say the school's or authority's name: --setting NAME.")
    target = Path(options.recovery_file) if options.recovery_file else None
    if target:
        # Before there is a case file, or it could end up with a recovery key that nobody has.
        recovery.claim(target)
    try:
        made = casefile.create(
            call.path,
            new_passphrase(call),
            recovery=target is not None,
            recipients={f"recovery {n}": to for n, to in enumerate(options.recovery_to, 1)},
        )
    except BaseException:
        if target:
            target.unlink()
        raise
    with made.store as store:
        if target:
            target.write_text(recovery.page(made.recovery, made.recipient), encoding="utf-8")
        casefile.set_up(
            store,
            author=options.name or options.role,
            role=options.role,
            setting={
                "name": options.setting,
                "sort": "school" if options.role == "senco" else "la",
                "urn": options.urn,
                "laestab": options.laestab,
                "la": options.la,
            },
        )
    call.out.say(f"Made {call.path}")
    if target:
        call.out.say(
            f"The recovery key is in {target}. Print it, lock it away, then delete the file."
        )
    if len(options.recovery_to) + bool(target) < 2:
        call.out.say(SECOND)
    return 0


def new_passphrase(call: Call) -> str:
    """A new passphrase from the file named, or typed twice at a prompt."""
    if call.options.passphrase_file:
        return read_secret(Path(call.options.passphrase_file))
    first = ask_secret(
        "New passphrase: ",
        "Nothing was made: give the new case file's passphrase by --passphrase-file FILE.",
    )
    if ask_secret("The same again: ") != first:
        raise SendtuiError("The two do not agree. Nothing was made.")
    return first
