"""`sendtui sync`: sealed files written, read and listed."""

from pathlib import Path
from typing import TYPE_CHECKING

from sendtui.commands.call import Call, confirmed, require_vacant
from sendtui.commands.sync_enrol import words
from sendtui.errors import SendtuiError, UsageError

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
    going = send.preview(call.store, options.to, call.today, all_pupils=options.all_pupils)
    _show(call, going)
    if options.dry_run:
        if call.out.as_json:
            call.out.data(_facts(going))
        return 0
    if _asks(call) and not confirmed("Write it?"):
        raise SendtuiError("Nothing was written.")
    sent = send.write(call.store, options.to, path, call.today, all_pupils=options.all_pupils)
    call.out.say(
        f"Written: file {sent.number} to {sent.peer.name}, {sent.changes} changes, "
        f"{sent.bytes} bytes."
    )
    if call.out.as_json:
        call.out.data(
            {**_facts(going), "file": str(sent.path), "id": sent.file, "number": sent.number,
             "changes": sent.changes, "bytes": sent.bytes, "sha256": sent.sha256}
        )  # fmt: skip
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
    say(f"For: {peer.purpose}, until {peer.until:%d/%m/%Y}")
    say(f"Pupils in the file: {len(going.pupils)}")
    for child in going.pupils:
        say(f"  {child.name}")
    say(f"Nothing new of: {going.unchanged}. Stay home: {going.home}.")


def _facts(going: "Going") -> dict[str, object]:
    return {
        "to": going.peer.name,
        "fingerprint": going.peer.fingerprint,
        "purpose": going.peer.purpose,
        "pupils": [{"id": child.id, "name": child.name} for child in going.pupils],
        "unchanged": going.unchanged,
        "home": going.home,
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
        "pupils_new": each.pupils_new,
        "pupils_changed": each.pupils_changed,
        "clashes": each.clashes,
        "possible_duplicates": each.duplicates,
        "missing": each.missing,
        "reason": each.reason,
        "exit_code": each.exit_code,
    }


def _tell(call: Call, each: "Received") -> None:
    sender = f" from {each.sender}" if each.sender else ""
    call.out.line(f"{each.path}: {each.state}{sender}")
    if each.reason:
        call.out.line(f"  {each.reason}")
    if each.state in ("merged", "would merge"):
        call.out.line(
            f"  {each.arrived} changes: {each.new} new, {each.known} known already. "
            f"Pupils: {len(each.pupils_new)} new, {len(each.pupils_changed)} changed."
        )
    if each.waiting:
        call.out.line(f"  {each.waiting} changes wait for a file that has not come.")
    if each.clashes:
        call.out.line(f"  {len(each.clashes)} fields were changed on both sides: both are kept.")
    if each.duplicates:
        call.out.line(f"  {len(each.duplicates)} pairs of pupils share a UPN: perhaps one child.")
    for number in each.missing[:10]:
        call.out.line(f"  File {number} from this device has not arrived.")
