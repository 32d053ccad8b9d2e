"""Who changed what, when it was written and when it was true; of one pupil, or the latest of all.

With --json a list of objects: when (UTC), true_on, who, act, batch, kind, kind_label, record,
field, label, before, after (in words), born (part of a new record), device.
"""

from argparse import ArgumentParser

from sendtui.commands.call import Call


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("upn", nargs="?", metavar="PUPIL", help="UPN, admission number or id")
    parser.add_argument("--limit", type=int, default=200, metavar="N", help="at most this many")


def run(call: Call) -> int:
    """Print the changes, the newest first; 1 where there is none."""
    from sendtui.services import past, pupils

    named, limit = call.options.upn, call.options.limit
    if named:
        found = past.of_pupil(call.store, pupils.find_one(call.store, named), limit)
    else:
        found = past.latest(call.store, limit)
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
