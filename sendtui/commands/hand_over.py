"""Hand the record over to a new SENCO: what is open, what families were told, and the keys.

  sendtui hand-over                         what is open, and what each family was told last
  sendtui hand-over --to "B. Senco" --new-passphrase-file FILE
                                            that, and a passphrase of their own; --actions makes
                                            your open actions theirs
  sendtui access remove --name "A. Senco"     once they have opened it: the old passphrase goes

With --json: {"author", "open", "told", "unsent"}.
"""

from argparse import ArgumentParser
from typing import TYPE_CHECKING

from sendtui.commands.call import Call
from sendtui.commands.passwd import new_passphrase
from sendtui.rules.counting import counted

if TYPE_CHECKING:
    from sendtui.services.handover import HandOver


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("--to", metavar="NAME", default="", help="who takes over")
    parser.add_argument("--new-passphrase-file", metavar="FILE", help="with --to: their passphrase")
    parser.add_argument("--actions", action="store_true", help="with --to: your open actions too")


def run(call: Call) -> int:
    """Say what is open; with --to, add the new person and hand over the actions."""
    from sendtui.services import handover, keys

    options, store = call.options, call.store
    found = handover.of_store(store, call.today)
    if call.out.as_json:
        call.out.data(found)
    else:
        _show(call, found)
    if not options.to:
        return 0
    keys.add_person(store, options.to, new_passphrase(options.new_passphrase_file))
    moved = handover.give_actions(store, found.author, options.to) if options.actions else 0
    actions = f" {counted(moved, 'open action')} went to them." if options.actions else ""
    call.out.say(
        f"{options.to} can open the case file now.{actions} Once they have: "
        f"sendtui access remove --name “{found.author}”, with their passphrase."
    )
    return 0


def _show(call: Call, found: "HandOver") -> None:
    from sendtui.services.due_views import KIND_LABELS

    call.out.line(f"Open: {counted(len(found.open), 'thing')}")
    lines = [
        {"What": KIND_LABELS[one.kind], "Day": one.day, "Pupil": one.name, "Words": one.words}
        for one in found.open
    ]
    call.out.table(["What", "Day", "Pupil", "Words"], lines)
    call.out.line(f"What families were told last: {counted(len(found.told), 'pupil')}")
    told = [
        {"Pupil": one.name, "On": one.on, "How": one.how, "Who": one.who, "Said": one.said,
         "Promised": one.promised}
        for one in found.told
    ]  # fmt: skip
    call.out.table(["Pupil", "On", "How", "Who", "Said", "Promised"], told)
    if found.unsent:
        call.out.line(f"Not sent yet: {counted(found.unsent, 'change')}")
