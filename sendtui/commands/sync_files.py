"""`sendtui sync`: sealed files written, read and listed."""

from pathlib import Path
from typing import TYPE_CHECKING

from sendtui.commands.call import Call, confirmed, require_vacant
from sendtui.commands.sync_enrol import words
from sendtui.errors import SendtuiError, UsageError
from sendtui.rules.counting import counted

SHOWN = 40
"""Pupils of a file that are named one by one."""

if TYPE_CHECKING:
    from sendtui.services.merge import Received
    from sendtui.services.send import Going


def export(call: Call) -> int:
    """Show whose data a sealed file would hold and to whom it goes, and write it."""
    from sendtui.services import send

    options = call.options
    if not options.to:
        raise UsageError("Say to whom: --to NAME. “sendtui sync peers” lists them.")
    path = Path() if options.dry_run else Path(words(call, "a file for the changes")[0])
    if not options.dry_run:
        require_vacant(path, replace=options.replace)
    choice = send.Choice(
        all_pupils=options.all_pupils,
        all_permitted=options.all_permitted,
        with_confidential=options.with_confidential,
        although=options.although,
        documents=options.documents_up_to * 1_000_000,
    )
    going = send.preview(call.store, options.to, call.today, choice)
    _show(call, going)
    if options.dry_run:
        if call.out.as_json:
            call.out.data(_facts(going))
        return 0
    if going.is_idle:
        raise SendtuiError(send.NOBODY)
    if _asks(call) and not confirmed("Write it?"):
        raise SendtuiError("Nothing was written.")
    sent = send.write(call.store, options.to, path, call.today, choice)
    call.out.say(
        f"Written: file {sent.number} to {sent.peer.name}, {counted(sent.changes, 'change')}, "
        f"{counted(sent.documents, 'document')}, {counted(sent.bytes, 'byte')}."
    )
    if sent.documents_left:
        call.out.say(
            f"No room for {counted(sent.documents_left, 'document')}: the reader asks for them, "
            "and the next file brings them (--documents-up-to MB)."
        )
    if call.out.as_json:
        call.out.data(
            {**_facts(going), "file": str(sent.path), "id": sent.file, "number": sent.number,
             "changes": sent.changes, "bytes": sent.bytes, "sha256": sent.sha256,
             "documents": sent.documents, "documents_left": sent.documents_left}
        )  # fmt: skip
    return 0


def receipt(call: Call) -> int:
    """Write a small sealed file that says what is held here."""
    from sendtui.services import sealing

    options = call.options
    if not options.to:
        raise UsageError("Say to whom: --to NAME. “sendtui sync peers” lists them.")
    path = Path(words(call, "a file for the receipt")[0])
    require_vacant(path, replace=options.replace)
    made = sealing.receipt(call.store, options.to, path, call.today)
    call.out.say(f"Written: receipt, file {made.number} to {made.peer.name}. It holds no data.")
    if call.out.as_json:
        call.out.data({"file": str(made.path), "id": made.file, "number": made.number})
    return 0


def import_(call: Call) -> int:
    """Merge sealed files and say what became of each; the exit code is the worst of them."""
    from sendtui.services import merge

    options = call.options
    if not options.words:
        raise UsageError("Name the sealed files: sendtui sync import FILE…")
    paths = [Path(word) for word in options.words]
    with call.progress("Reading sealed files") as move:
        results = merge.merge(call.store, paths, call.today, dry_run=options.dry_run, progress=move)
    if call.out.as_json:
        call.out.data([_received(each) for each in results])
    else:
        for each in results:
            _tell(call, each)
    return merge.worst(results)


def files(call: Call) -> int:
    """List what was sent and read."""
    from sendtui.services import outbox

    found = outbox.files(call.store)
    if call.out.as_json:
        call.out.data(found)
        return 0 if found else 1
    shown = [
        {
            "When": f"{each.at:%d/%m/%Y %H:%M}",
            "Way": each.direction,
            "With": each.peer or each.fingerprint,
            "File": each.number,
            "State": each.state,
            "Changes": each.changes,
            "Pupils": each.pupils,
            "Reason": each.reason,
        }
        for each in found
    ]
    headings = ["When", "Way", "With", "File", "State", "Changes", "Pupils", "Reason"]
    return 0 if call.out.table(headings, shown, empty="No sealed files yet.") else 1


def _asks(call: Call) -> bool:
    import sys

    return sys.stdin.isatty() and not call.options.yes


def _show(call: Call, going: "Going") -> None:
    peer, say = going.peer, call.out.say
    say(f"To: {peer.name}, {peer.fingerprint}")
    say(f"Settings: {', '.join(peer.settings)}. For: {peer.purpose}, until {peer.until:%d/%m/%Y}")
    say(f"Pupils in the file: {len(going.pupils)}")
    for child in going.pupils:
        say(f"  {child.name}")
    say(f"Nothing new of: {going.unchanged}. Stay home: {going.home}.")
    for reason in going.why_home.says():
        say(f"  Of those at home: {reason}.")
    if going.withheld:
        say(f"Without what they say: {counted(going.withheld, 'confidential record')} "
            "(--with-confidential).")  # fmt: skip


def _facts(going: "Going") -> dict[str, object]:
    return {
        "to": going.peer.name,
        "fingerprint": going.peer.fingerprint,
        "purpose": going.peer.purpose,
        "pupils": [{"id": child.id, "name": child.name} for child in going.pupils],
        "unchanged": going.unchanged,
        "home": going.home,
        "home_without_purpose": going.why_home.no_purpose,
        "home_confidential": going.why_home.confidential,
        "withheld": going.withheld,
        "home_barred": going.why_home.barred,
        "changes": going.changes,
    }


def _received(each: "Received") -> dict[str, object]:
    return {
        "path": str(each.path),
        "state": each.state,
        "sender": each.sender,
        "fingerprint": each.fingerprint,
        "id": each.file,
        "number": each.number,
        "arrived": each.arrived,
        "new": each.new,
        "known": each.known,
        "waiting": each.waiting,
        "released": each.released,
        "erased": each.erased,
        "documents": each.documents,
        "lacking": each.lacking,
        "receipt": each.receipt,
        "pupils_new": each.pupils_new,
        "pupils_changed": each.pupils_changed,
        "clashes": each.clashes,
        "possible_duplicates": each.duplicates,
        "touched": each.touched,
        "cut_off": each.cut_off,
        "missing": each.missing,
        "reason": each.reason,
        "exit_code": each.exit_code,
    }


def _tell(call: Call, each: "Received") -> None:
    sender = f" from {each.sender}" if each.sender else ""
    call.out.line(f"{each.path}: {each.state}{sender}")
    if each.reason:
        call.out.line(f"  {each.reason}")
    if each.receipt:
        call.out.line("  A receipt: it says what they hold.")
    elif each.state in ("merged", "would merge"):
        call.out.line(
            f"  {counted(each.arrived, 'change')}: {each.new} new, {each.known} known already. "
            f"Pupils: {len(each.pupils_new)} new, {len(each.pupils_changed)} changed."
        )
    for name in each.cut_off:
        call.out.line(f"  Cut off, as its issuer says: {name}")
    for one in each.touched[:SHOWN]:
        whose = ", ".join(filter(None, (one.name, one.class_name)))
        call.out.line(f"  {whose}: {one.says()}")
    more = len(each.pupils_new) + len(each.pupils_changed) - SHOWN
    if more > 0:
        call.out.line(f"  … and {more:,} more (--json lists all).")
    if each.waiting:
        waiting = counted(each.waiting, "change")
        call.out.line(f"  Waiting for a file that has not come: {waiting}.")
    if each.erased:
        call.out.line(f"  Erased, as they tell: {counted(each.erased, 'change')}.")
    if each.released:
        call.out.line(f"  No longer withheld: {counted(each.released, 'change')}.")
    if each.documents:
        call.out.line(f"  Documents: {each.documents}.")
    if each.lacking:
        call.out.line(f"  Not with it, and asked for in your next file: {each.lacking}.")
    if each.clashes:
        fields = counted(len(each.clashes), "field")
        call.out.line(f"  Changed on both sides, and both kept: {fields}.")
    if each.duplicates:
        pairs = counted(len(each.duplicates), "pair of pupils", "pairs of pupils")
        call.out.line(f"  With one UPN, perhaps one child: {pairs}.")
    for number in each.missing[:10]:
        call.out.line(f"  File {number} from this device has not arrived.")
