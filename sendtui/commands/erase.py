"""Erase a record of a pupil, or all of a pupil, for good: here, and wherever the next file goes.

  sendtui erase UPN --reason retention                   all of a pupil and what was joined to them
  sendtui erase UPN contact:3 --reason "court order"     one record, named as in “confidential”
  sendtui erase --list                                   what was erased, when and why
  sendtui erase --list --number 2 --certificate FILE.pdf   the certificate of one of them again

Reasons: retention, court order, right to erasure, not ours to hold. --reference names the order or
the rule, and nobody; for retention it is the rule of “sendtui retention”, where the file is due,
with the proof that the file was sent on. --certificate writes what went, when, why and by whom, as
PDF, Word or text, with no content. A file on hold stays; so does, for the reason retention, that of
a pupil on roll: mark them as left first (“sendtui edit leave”).

It says what would go and asks for a word; without a terminal give --word ERASE. That something was
erased stays, with no content. It cannot be undone. Backups hold it until they are thinned out,
within 35 days; one that is restored here is erased again.
"""

import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sendtui.commands.call import Call, require_vacant
from sendtui.errors import SendtuiError, UsageError
from sendtui.rules.counting import counted

if TYPE_CHECKING:
    from sendtui.services.erasing import Note

REASONS = ("retention", "court order", "right to erasure", "not ours to hold")


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("upn", nargs="?", default="", metavar="PUPIL",
                        help="UPN, admission number or id")  # fmt: skip
    parser.add_argument("which", nargs="?", default="", metavar="WHICH",
                        help="KIND:NUMBER such as contact:3; else all of the pupil")  # fmt: skip
    parser.add_argument("--reason", choices=REASONS, help="why: see above")
    parser.add_argument("--reference", default="", help="the order or the rule, without names")
    parser.add_argument("--word", default="", help="ERASE, where nobody is there to type it")
    parser.add_argument("--dry-run", action="store_true", help="only say what would go")
    parser.add_argument("--certificate", metavar="FILE", help="write the certificate of it")
    parser.add_argument("--replace", action="store_true", help="write over a file of this name")
    parser.add_argument("--list", action="store_true", help="what was erased")
    parser.add_argument("--number", type=int, metavar="N", help="with --list: only this one")


def run(call: Call) -> int:
    """Say what goes, ask for the word, and erase it."""
    from sendtui.services import erasing, retention_acts
    from sendtui.services.labels import in_sentence, kind_title
    from sendtui.services.numbers import named
    from sendtui.services.pupils import find_one

    options = call.options
    _require_place(call)
    if options.list:
        return _list(call)
    if not options.upn or not (options.reason or options.dry_run):
        raise UsageError("Say whose and why: sendtui erase PUPIL --reason retention.")
    pupil = find_one(call.store, options.upn)
    record = named(call.store, pupil, options.which) if options.which else ""
    found = erasing.goes(call.store, pupil, record, today=call.today)
    many = counted(len(found.streams), "record of the child", "records of the child")
    call.out.say(f"To be erased: {counted(found.changes, 'change')}, in {many}.")
    for kind, number in sorted(found.kinds.items()):
        call.out.say(f"  {in_sentence(kind_title(kind))}: {number}")
    if found.held:
        call.out.say(f"Not to be erased: {found.held}.")
    if found.is_on_roll:
        call.out.say("This pupil is on roll still.")
    if options.dry_run:
        if call.out.as_json:
            call.out.data({"changes": found.changes, "kinds": found.kinds,
                           "on_roll": found.is_on_roll})  # fmt: skip
        return 0
    erasing.require_left(found, options.reason)
    reference = options.reference
    if options.reason == "retention" and not reference and not record:
        reference = retention_acts.rule(call.store, pupil, call.today)
        call.out.say(f"By which rule: {reference}")
    count = erasing.erase(
        call.store,
        pupil,
        record,
        reason=options.reason,
        reference=reference,
        word=options.word or _typed(),
        today=call.today,
    )
    call.out.say(f"Erased: {counted(count, 'change')}. The next sealed files erase it elsewhere.")
    if options.certificate:
        made = [note for note in erasing.notes(call.store) if note.pupil in found.streams]
        _certify(call, made[: len(found.streams)])
    if call.out.as_json:
        call.out.data({"changes": count, "kinds": found.kinds})
    return 0


def _require_place(call: Call) -> None:
    """See that a certificate can be written, before anything is erased."""
    named = call.options.certificate
    if not named:
        return
    if Path(named).suffix.lower() not in (".pdf", ".docx", ".md", ".txt"):
        raise UsageError("A certificate is written as .pdf, .docx, .md or .txt: name such a file.")
    require_vacant(Path(named), replace=call.options.replace)


def _certify(call: Call, found: "Sequence[Note]") -> None:
    from sendtui.services import erasing_certificate, reports

    page = erasing_certificate.page(call.store, found, call.today)
    made = reports.write(call.store, page, Path(call.options.certificate), call.today)
    call.out.say(f"The certificate was written: {made.name}.")


def _list(call: Call) -> int:
    from sendtui.services import erasing
    from sendtui.services.labels import kind_title

    found = erasing.notes(call.store)
    numbered = list(enumerate(found, 1))
    if call.options.number is not None:
        numbered = [each for each in numbered if each[0] == call.options.number]
        found = tuple(note for _, note in numbered)
    if call.options.certificate and found:
        _certify(call, found)
    if call.out.as_json:
        call.out.data(found)
        return 0 if found else 1
    shown = [
        {
            "No.": number,
            "On": each.on,
            "What": kind_title(each.kind) if each.record else "all of a pupil",
            "Why": each.reason,
            "Order or rule": each.reference,
            "By": each.by,
        }
        for number, each in numbered
    ]
    return 0 if call.out.table(list(shown[0]) if shown else [], shown,
                               empty="Nothing was erased.") else 1  # fmt: skip


def _typed() -> str:
    from sendtui.services.erasing import WORD

    if not sys.stdin.isatty():
        raise SendtuiError(f"Nothing was erased: give --word {WORD}.")
    print(f"Type {WORD} to erase it for good: ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip()
