"""Who changed what, when it was written and when it was true; of one pupil, or the latest of all.

A pupil's history has a line for each file that left with their data: a print, an export, a sealed
file. --disclosures lists only those, of everybody or of the pupil, with to whom and on what basis.

With --json a list of objects: when (UTC), true_on, who, act, batch, kind, kind_label, record,
field, label, before, after (in words), born (part of a new record), device. With --disclosures the
objects are files that left: id, when, on, who, what, recipient, basis, protection, pupils (ids).
"""

from argparse import ArgumentParser

from sendtui.commands.call import Call
from sendtui.commands.given import at_most


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("upn", nargs="?", metavar="PUPIL", help="UPN, admission number or id")
    parser.add_argument("--disclosures", action="store_true", help="the files that left")
    parser.add_argument("--confidential", action="store_true", help="show what is confidential")
    parser.add_argument(
        "--limit",
        type=at_most,
        default=200,
        metavar="N",
        help="of this many acts at most; an act may change several fields",
    )


def run(call: Call) -> int:
    """Print the changes, the newest first; 1 where there is none."""
    from sendtui.services import confidential, past, pupils

    if call.options.confidential:
        confidential.show(call.store)
    named, limit = call.options.upn, call.options.limit
    pupil = pupils.find_one(call.store, named) if named else ""
    if call.options.disclosures:
        return _disclosures(call, pupil)
    found = past.of_pupil(call.store, pupil, limit) if pupil else past.latest(call.store, limit)
    if call.out.as_json:
        call.out.data(found)
        return 0 if found else 1
    lines = [
        {
            "Written": change.when.astimezone().strftime("%d/%m/%Y %H:%M"),
            "True on": change.true_on,
            "Who": change.who,
            "Act": change.act,
            "Field": f"{change.kind_label}, {change.label}",
            "Before": change.before,
            "After": change.after,
        }
        for change in found
    ]
    headings = ["Written", "True on", "Who", "Act", "Field", "Before", "After"]
    return 0 if call.out.table(headings, lines, empty="Nothing was done yet.") else 1


def _disclosures(call: Call, pupil: str) -> int:
    from sendtui.services import past

    found = past.disclosures(call.store, pupil, call.options.limit)
    if call.out.as_json:
        call.out.data(found)
        return 0 if found else 1
    lines = [
        {
            "Left": each.when.astimezone().strftime("%d/%m/%Y %H:%M"),
            "What": each.what,
            "Pupils": len(each.pupils),
            "To": each.recipient,
            "Protection": each.protection,
            "Basis": each.basis,
            "Who": each.who,
        }
        for each in found
    ]
    headings = ["Left", "What", "Pupils", "To", "Protection", "Basis", "Who"]
    return 0 if call.out.table(headings, lines, empty="Nothing has left yet.") else 1
