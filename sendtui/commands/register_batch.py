"""`sendtui register`: a night's files taken in, and what goes back to the settings."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sendtui.commands.call import Call
from sendtui.errors import UsageError
from sendtui.rules.counting import counted

if TYPE_CHECKING:
    from sendtui.services.casefile import Store
    from sendtui.services.ingest import Batch
    from sendtui.services.return_flow import Return, Written


def ingest(call: Call) -> int:
    """Take sealed files in; 5 where some were not, 6 where some wait for their turn."""
    from sendtui.services import ingest as service

    places = [Path(word) for word in call.options.words]
    if not places:
        raise UsageError("Name a folder of sealed files, or the files: register ingest FOLDER.")
    with _open(call) as store, call.progress("Reading sealed files") as move:
        batch = service.ingest(store, places, call.today, progress=move)
        pairs = _pairs(call, store)
    if call.out.as_json:
        call.out.data({**_figures(batch), "files": [
            {"path": str(each.path), "state": each.state, "now": str(each.now),
             "reason": each.reason, "sender": each.received.sender if each.received else ""}
            for each in batch.taken
        ]})  # fmt: skip
        return batch.exit_code
    for each in batch.of("quarantined", "refused", "busy"):
        call.out.line(f"{each.path.name}: {each.state}. {each.reason}")
    for each in batch.taken:
        for name in each.received.cut_off if each.received else ():
            call.out.line(f"Cut off, as its issuer says: {name}")
    taken = len(batch.of("merged"))
    call.out.say(
        f"{counted(taken, 'file')} of {len(batch.taken):,} taken in: "
        f"{counted(batch.changes, 'change')} of {counted(len(batch.pupils), 'pupil')}."
    )
    for number, what, how in (
        (len(batch.of("already read")), "read before", ""),
        (len(batch.of("quarantined", "refused")), "not taken in", ""),
        (batch.clashes, "fields changed on both sides", "sendtui clash list"),
        (pairs, "children perhaps known twice", "sendtui register status"),
    ):
        if number:
            call.out.say(f"{number:,} {what}{f': {how}' if how else ''}.")
    return batch.exit_code


def outbox(call: Call) -> int:
    """List what waits for each reader; 1 where nothing does."""
    from sendtui.services import return_flow

    with _open(call) as store, call.progress("Reading what waits") as move:
        found = return_flow.waiting(store, call.today, progress=move)
    waits = [each for each in found if each.waits or each.owed.problem]
    if call.out.as_json:
        call.out.data([_return(each) for each in found])
    else:
        lines = [
            {
                "Reader": each.owed.peer.name,
                "Pupils": len(each.owed.pupils),
                "Changes": each.owed.changes,
                "Not sent": each.owed.unsent,
                "What": each.says(),
            }
            for each in waits
        ]
        headings = ["Reader", "Pupils", "Changes", "Not sent", "What"]
        call.out.table(headings, lines, empty="Every reader has confirmed all there is.")
    return 0 if any(each.waits for each in found) else 1


def send(call: Call) -> int:
    """Write a file for each reader for whom anything waits; 5 where some could not be written."""
    from sendtui.services import return_flow

    if len(call.options.words) != 1:
        raise UsageError("Name the folder for the files: register send FOLDER.")
    folder = Path(call.options.words[0])
    with _open(call) as store, call.progress("Writing sealed files") as move:
        written = return_flow.write_all(store, folder, call.today, progress=move)
    if call.out.as_json:
        call.out.data([_written(each) for each in written])
        return return_flow.exit_code(written)
    for each in written:
        if each.path is None:
            call.out.line(f"{each.peer.name}: not written. {each.reason}")
        else:
            what = "a receipt" if each.receipt else counted(each.changes, "change")
            call.out.line(f"{each.peer.name}: {each.path.name}, {what}")
    call.out.say(f"{counted(sum(1 for each in written if each.path), 'file')} written.")
    return return_flow.exit_code(written)


def status(call: Call) -> int:
    """Say how the register stands, in figures, and which children it may know twice."""
    from sendtui.services import matching, register_status

    with _open(call) as store:
        found = register_status.status(store, call.today)
        pairs = matching.proposals(store)
    if call.out.as_json:
        call.out.data({**register_status.figures(found), "known_twice": pairs})
        return 0
    for label, number in register_status.lines(found):
        call.out.line(f"{label}: {number}")
    if pairs:
        call.out.line(f"Children perhaps known twice: {len(pairs):,}")
        shown = [
            {"Child": each.one.name, "At": each.one.setting, "And": each.other.name,
             "There": each.other.setting, "By": each.by, "Ids": f"{each.one.id} {each.other.id}"}
            for each in pairs
        ]  # fmt: skip
        call.out.table(["Child", "At", "And", "There", "By", "Ids"], shown)
    return 0


@contextmanager
def _open(call: Call) -> Iterator["Store"]:
    from sendtui.services import casefile

    casefile.require_there(call.path)
    with casefile.open_store(call.path, call.unlock(), read_only=call.options.read_only) as store:
        yield store


def _pairs(_call: Call, store: "Store") -> int:
    from sendtui.services import matching

    return len(matching.proposals(store))


def _figures(batch: "Batch") -> dict[str, object]:
    return {
        "taken_in": len(batch.of("merged")),
        "read_before": len(batch.of("already read")),
        "not_taken_in": len(batch.of("quarantined", "refused")),
        "busy": len(batch.of("busy")),
        "elsewhere": len(batch.of("elsewhere")),
        "changes": batch.changes,
        "pupils": len(batch.pupils),
        "clashes": batch.clashes,
    }


def _return(each: "Return") -> dict[str, object]:
    return {
        "name": each.owed.peer.name,
        "fingerprint": each.owed.peer.fingerprint,
        "pupils": len(each.owed.pupils),
        "changes": each.owed.changes,
        "unsent": each.owed.unsent,
        "parts": dict(each.parts),
        "receipt": each.receipt,
        "problem": each.owed.problem,
    }


def _written(each: "Written") -> dict[str, object]:
    return {
        "name": each.peer.name,
        "fingerprint": each.peer.fingerprint,
        "file": str(each.path) if each.path else "",
        "pupils": each.pupils,
        "changes": each.changes,
        "receipt": each.receipt,
        "reason": each.reason,
    }
