"""`sendtui sync`: cards that go on, are handed over or revoked, and what somebody might hold."""

from pathlib import Path
from typing import TYPE_CHECKING

from sendtui.commands.call import Call, confirmed, read_text, require_vacant
from sendtui.commands.given import read_day
from sendtui.commands.sync_enrol import compared, save, words
from sendtui.errors import SendtuiError, UsageError
from sendtui.rules.counting import counted

if TYPE_CHECKING:
    from sendtui.services.revoking import Reached


def renew(call: Call) -> int:
    """Write a new card for somebody whose card we issued."""
    from sendtui.services import renewing

    named, file = words(call, "the peer's name or fingerprint, and a file for the card")
    until = _until(call)
    require_vacant(Path(file), replace=call.options.replace)
    save(file, renewing.renew(call.store, named, until=read_day(until, call.today),
                              today=call.today))  # fmt: skip
    call.out.say("Renewed. Send the card, or let it ride in the next sealed file to them.")
    return 0


def hand_over(call: Call) -> int:
    """Give somebody's card to whoever takes over, and revoke theirs."""
    from sendtui.services import enrol, renewing

    named = call.options.to
    if not named:
        raise UsageError("Say whose card it is: --to NAME.")
    asked_in, file = words(call, "the successor's request, and a file for the card")
    until = _until(call)
    require_vacant(Path(file), replace=call.options.replace)
    text = read_text(asked_in)
    asked = enrol.look_at_request(call.store, text)
    call.out.say(f"{asked.name} takes over from {named}.")
    card = renewing.hand_over(
        call.store,
        named,
        text,
        fingerprint=compared(call, asked.fingerprint),
        until=read_day(until, call.today),
        today=call.today,
    )
    save(file, card)
    call.out.say("The card is written, and the earlier one is revoked.")
    return 0


def held(call: Call) -> int:
    """List what somebody might hold, pupil by pupil; 1 where that is nothing."""
    from sendtui.services import revoking

    (named,) = words(call, "the peer's name or fingerprint")
    found = revoking.might_hold(call.store, named)
    if call.out.as_json:
        call.out.data(
            {"name": found.peer.name, "fingerprint": found.peer.fingerprint,
             "last_written": found.last,
             "held": [{"id": each.stream, "name": each.name, "class": each.class_name,
                       "kinds": dict(each.kinds)} for each in found.held]}
        )  # fmt: skip
        return 0 if found.held else 1
    return 0 if _show_held(call, found) else 1


def holders(call: Call) -> int:
    """List who might hold a pupil's record; 1 where nobody does."""
    from sendtui.services import pupils, revoking

    (named,) = words(call, "the pupil: UPN, admission number or id")
    found = revoking.holders(call.store, pupils.find_one(call.store, named))
    lines = [
        {
            "Who": each.peer.name,
            "Fingerprint": each.peer.fingerprint,
            "Records": each.held.records,
            "What": each.held.says(),
            "Last file": each.last,
            "Card": "revoked" if each.peer.revoked else each.peer.until,
        }
        for each in found
    ]
    if call.out.as_json:
        call.out.data([{**line, "Kinds": dict(each.held.kinds)}
                       for line, each in zip(lines, found, strict=True)])  # fmt: skip
        return 0 if found else 1
    headings = ["Who", "Fingerprint", "Records", "What", "Last file", "Card"]
    return 0 if call.out.table(headings, lines, empty="Nobody of those enrolled has it.") else 1


def revoke(call: Call) -> int:
    """Show what somebody might hold, and cut them off."""
    from sendtui.services import revoking

    (named,) = words(call, "the peer's name or fingerprint")
    found = revoking.might_hold(call.store, named)
    if not call.out.as_json:
        _show_held(call, found)
    if not call.options.yes and not confirmed(f"Revoke the card of {found.peer.name}?"):
        raise SendtuiError("Nothing was revoked. Without a terminal, give --yes.")
    revoking.revoke(call.store, found.peer.fingerprint)
    call.out.say(
        f"Revoked: {found.peer.name}. Files pass neither way from now on. The others learn of it "
        "with the next sealed file you send them."
    )
    return 0


def quarantine(call: Call) -> int:
    """List the files that were not taken in, with their reasons; 1 where there is none."""
    from sendtui.services import outbox

    found = outbox.quarantine(call.store)
    if call.out.as_json:
        call.out.data(found)
        return 0 if found else 1
    lines = [
        {
            "When": f"{each.at.astimezone():%d/%m/%Y %H:%M}",
            "From": each.peer or each.fingerprint,
            "File": each.path or str(each.number),
            "State": each.state,
            "Reason": each.reason,
        }
        for each in found
    ]
    headings = ["When", "From", "File", "State", "Reason"]
    return 0 if call.out.table(headings, lines, empty="Every file that came was taken in.") else 1


def owed(call: Call) -> int:
    """List what each reader has not confirmed; 1 where nobody is owed anything."""
    from sendtui.services import owed as service

    found = service.owed(call.store, call.today)
    if call.out.as_json:
        call.out.data(
            [{"name": each.peer.name, "fingerprint": each.peer.fingerprint,
              "pupils": len(each.pupils), "changes": each.changes, "unsent": each.unsent,
              "last_written": each.last, "problem": each.problem} for each in found]
        )  # fmt: skip
    else:
        lines = [
            {
                "With": each.peer.name,
                "Pupils": len(each.pupils),
                "Not sent": each.unsent,
                "Not confirmed": each.changes,
                "Last file": each.last,
                "Problem": each.problem,
            }
            for each in found
        ]
        headings = ["With", "Pupils", "Not sent", "Not confirmed", "Last file", "Problem"]
        call.out.table(headings, lines, empty="Nobody is enrolled here yet.")
    return 0 if any(each.changes for each in found) else 1


def _until(call: Call) -> str:
    if not call.options.until:
        raise UsageError("Say how long the card is good for: --until DATE.")
    return str(call.options.until)


def _show_held(call: Call, found: "Reached") -> int:
    peer = found.peer
    last = f", the last file on {found.last.astimezone():%d/%m/%Y}" if found.last else ""
    call.out.say(f"{peer.name}, {peer.fingerprint}{last}.")
    lines = [
        {"Pupil": each.name or "not here any more", "Class": each.class_name,
         "Records": each.records, "What": each.says()}
        for each in found.held
    ]  # fmt: skip
    number = call.out.table(
        ["Pupil", "Class", "Records", "What"], lines, empty="Nothing was ever written to them."
    )
    if number:
        call.out.say(
            f"{counted(number, 'pupil or setting', 'pupils and settings')} at most; what they "
            "wrote themselves and never sent is not known here."
        )
    return number
