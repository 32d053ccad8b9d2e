"""Hand a pupil's whole SEN story over to the next setting, and know that it came.

  sendtui pack show UPN                        what would go, and what stays
  sendtui pack write UPN pack.zip --to "Fern School" --urn 900002
                                               a ZIP with a password, shown once, for anybody
  sendtui pack write UPN pack.sendpack --to "B. Senco"
                                               sealed to a sendtui whose card is here (sync peers)
  sendtui pack list [UPN]                      packs that were sent, and whether they came
  sendtui pack receipt FILE                    read the receipt that came back
  sendtui pack told UPN [NUMBER] --by "B. Senco" --on 20/11/26
                                               they told you that it came, without a receipt

In it: the record to be read and for programs, profile, last cycle, plan and documents. What is
confidential stays and is counted; --with-confidential lets it go, an address nobody is to see
never goes. The next setting takes it in with “sendtui import pack FILE”, which writes the receipt.
"""

from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING

from sendtui.commands import protecting
from sendtui.commands.call import Call, require_vacant
from sendtui.commands.given import day
from sendtui.errors import SendtuiError, UsageError
from sendtui.rules.counting import counted

if TYPE_CHECKING:
    from sendtui.services.pack_receipts import Sent
    from sendtui.services.pack_story import Contents

_ACTS = ("show", "write", "list", "receipt", "told")


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("act", choices=_ACTS, metavar="ACT", help=", ".join(_ACTS))
    parser.add_argument("words", nargs="*", metavar="UPN|FILE", help="whose, and the file")
    parser.add_argument("--to", default="", metavar="WHO", help="write: the setting, or a peer")
    parser.add_argument("--urn", default="", metavar="URN", help="write: the setting’s URN")
    parser.add_argument("--basis", default="", metavar="WHY", help="write: on what basis")
    parser.add_argument("--although", default="", metavar="REASON",
                        help="write: why somebody who may not receive it does")  # fmt: skip
    parser.add_argument("--with-confidential", action="store_true",
                        help="also what is marked as confidential")  # fmt: skip
    parser.add_argument("--replace", action="store_true", help="write over a file of this name")
    parser.add_argument("--by", default="", metavar="NAME", help="told: who told you")
    parser.add_argument("--on", metavar="DATE", help="told: the day it came; today without it")
    protecting.add_pack_flags(parser)


def run(call: Call) -> int:
    """Do one act."""
    ways = {"show": _show, "write": _write, "list": _list, "receipt": _receipt, "told": _told}
    return ways[call.options.act](call)


def _pupil(call: Call, words: int) -> str:
    from sendtui.services.pupils import find_one

    given = call.options.words
    if len(given) != words:
        more = " and a file" if words > 1 else ""
        raise UsageError(f"Name a pupil{more}: sendtui pack {call.options.act} UPN …")
    return find_one(call.store, given[0])


def _show(call: Call) -> int:
    from sendtui.services import pack

    found = pack.look(call.store, _pupil(call, 1), call.today,
                      with_confidential=call.options.with_confidential)  # fmt: skip
    if call.out.as_json:
        call.out.data(found)
    else:
        _say(call, found)
    return 0


def _say(call: Call, found: "Contents") -> None:
    lines = [{"What": what, "Number": number} for what, number in found.records]
    call.out.table(["What", "Number"], lines)
    call.out.line(f"Papers: {', '.join(found.papers)}")
    size = f", {found.bytes / 1_000_000:.1f} MB" if found.bytes else ""
    call.out.line(f"Documents: {len(found.documents)}{size}")
    if found.left_out:
        call.out.line(f"Stays here: {counted(found.left_out, 'confidential record')}")
    if found.missing:
        call.out.line(f"Not at hand: {counted(found.missing, 'document')}")


def _write(call: Call) -> int:
    from sendtui.services import pack, pack_open

    options, pupil = call.options, _pupil(call, 2)
    path = Path(options.words[1])
    password = "" if path.suffix.lower() == pack_open.SEALED else protecting.password(call)
    pack.require_name(path, password=password)
    require_vacant(path, replace=options.replace)
    if not options.to:
        raise UsageError("Say which setting it goes to: --to NAME.")
    found = pack.look(call.store, pupil, call.today, with_confidential=options.with_confidential)
    call.out.say(f"In it: {counted(found.count, 'record')}, "
                 f"{counted(len(found.documents), 'document')}.")  # fmt: skip
    protecting.before(call, [pupil], options.to)
    made = pack.write(
        call.store,
        pupil,
        path,
        call.today,
        to=options.to,
        urn=options.urn,
        basis=options.basis,
        although=options.although,
        password=password,
        with_confidential=options.with_confidential,
    )
    call.out.say(f"Pack {made.number} is written and logged. It counts as received once its "
                 "receipt has come: “sendtui pack receipt FILE”.")  # fmt: skip
    if found.left_out:
        call.out.say(f"{counted(found.left_out, 'confidential record')} left out "
                     "(--with-confidential).")  # fmt: skip
    facts: dict[str, object] = {"file": str(made.path), "number": made.number,
                                "pack_sha256": made.sha256, "records": found.count,
                                "documents": len(found.documents),
                                "left_out": found.left_out}  # fmt: skip
    facts |= protecting.tell(call, password, made.path) if password else {"sealed": True}
    if call.out.as_json:
        call.out.data(facts)
    return 0


def _list(call: Call) -> int:
    from sendtui.services import pack_receipts

    pupil = _pupil(call, 1) if call.options.words else ""
    found = pack_receipts.packs(call.store, pupil)
    if call.out.as_json:
        call.out.data(found)
        return 0 if found else 1
    lines = [
        {"Pack": each.number, "Pupil": each.name, "To": each.to, "Sent": each.sent_on,
         "Received": each.received_on, "By": each.received_by,
         "Shown by": _shown_by(each)}
        for each in found
    ]  # fmt: skip
    headings = ["Pack", "Pupil", "To", "Sent", "Received", "By", "Shown by"]
    return 0 if call.out.table(headings, lines, empty="No pack was sent yet.") else 1


def _shown_by(each: "Sent") -> str:
    if each.received_on is None:
        return "no receipt yet"
    return "receipt" if each.is_by_receipt else "word of mouth"


def _receipt(call: Call) -> int:
    from sendtui.services import pack_receipts

    if len(call.options.words) != 1:
        raise UsageError("Name the receipt that came back: sendtui pack receipt FILE.")
    found = pack_receipts.confirm(call.store, Path(call.options.words[0]), call.today)
    said, sent = found.receipt, found.sent
    whose = f"signed with the key of {found.signer}" if found.signer else (
        "signed with a key that has no card here")  # fmt: skip
    call.out.say(f"Pack {sent.number} was received on {said.received_on:%d/%m/%Y} by {said.name}: "
                 f"{counted(said.records, 'record')}, {counted(said.documents, 'document')}; "
                 f"{whose}.")  # fmt: skip
    if call.out.as_json:
        call.out.data({"pupil": sent.pupil, "number": sent.number, "signer": found.signer,
                       "received_on": said.received_on, "received_by": said.name})  # fmt: skip
    return 0


def _told(call: Call) -> int:
    from sendtui.services import pack_receipts
    from sendtui.services.pupils import find_one

    options = call.options
    if len(options.words) not in (1, 2):
        raise UsageError("Name a pupil: sendtui pack told UPN --by NAME.")
    wanted = options.words[1].upper() if len(options.words) == 2 else ""
    waiting = [
        each
        for each in pack_receipts.packs(call.store, find_one(call.store, options.words[0]))
        if each.received_on is None and wanted in ("", each.number)
    ]
    if len(waiting) != 1:
        raise SendtuiError(
            "Several packs wait for a receipt: name the one they told you, as “pack list” has it."
            if waiting
            else "No pack about this pupil waits for a receipt."
        )
    on = day(call, options.on)
    pack_receipts.told(call.store, waiting[0].id, options.by, on, call.today)
    call.out.say(f"Pack {waiting[0].number} is marked as received.")
    if call.out.as_json:
        call.out.data({"number": waiting[0].number, "received_on": on})
    return 0
