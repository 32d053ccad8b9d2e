"""Who can open the case file: a passphrase for each person, and keys that the school holds.

  sendtui access list
  sendtui access add --name "B. Senco" --new-passphrase-file FILE     a second person
  sendtui access add --name "C. Governor" --looks --new-passphrase-file FILE    to look only
  sendtui access school --recovery-file FILE        a second key, for the head's safe
  sendtui access school --recovery-to age1…         or to an age public key the school has
  sendtui access remove --name "A. Senco"           and a new data key with it

What each person does is written under the name of their passphrase. Removing somebody gives the
file a new data key: their passphrase opens nothing made from then on. It still opens backups and
copies that were made before: delete those, or keep them where they cannot be reached.

For whoever looks only, sendtui changes nothing and makes no letter, print, export or backup. That
keeps from slips, and is no wall: the passphrase holds the same key as everybody's. Who is to see
less is given less: a class’s pack, a day file, the inspector’s or the governors’ report.
"""

from argparse import ArgumentParser
from pathlib import Path

from sendtui.commands.call import Call
from sendtui.commands.passwd import new_passphrase
from sendtui.errors import UsageError


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("act", choices=tuple(ACTS), metavar="ACT", help=", ".join(ACTS))
    parser.add_argument("--name", default="", help="whose passphrase, or which key")
    parser.add_argument("--new-passphrase-file", metavar="FILE", help="add: the new person’s")
    parser.add_argument("--looks", action="store_true", help="add: they look, and change nothing")
    parser.add_argument("--recovery-file", metavar="FILE", help="school: write the new key here")
    parser.add_argument("--recovery-to", metavar="RECIPIENT", default="",
                        help="school: an age public key (age1…)")  # fmt: skip


def run(call: Call) -> int:
    """Do one act."""
    return ACTS[call.options.act](call)


def _list(call: Call) -> int:
    from sendtui.services import keys

    found = keys.ways(call.path)
    if call.out.as_json:
        call.out.data(found)
        return 0
    called = {"passphrase": "passphrase of", "recovery": "recovery key", "keyring": "keyring"}
    lines = [
        {"Way in": called.get(one.way, one.way), "Name": one.name,
         "May": "look only" if one.looks else "look and write"}
        for one in found
    ]  # fmt: skip
    call.out.table(["Way in", "Name", "May"], lines)
    if keys.lacks_second(call.path):
        call.out.say(SECOND)
    return 0


SECOND = (
    "Only one key besides the passphrases opens this file. Let the school hold a second: "
    "sendtui access school --recovery-file FILE"
)


def _add(call: Call) -> int:
    from sendtui.services import casefile, keys

    if not call.options.name:
        raise UsageError("Say whose passphrase it is: --name NAME.")
    with casefile.open_store(call.path, call.unlock()) as store:
        secret = new_passphrase(call.options.new_passphrase_file)
        keys.add_person(store, call.options.name, secret, looks=call.options.looks)
    may = "look at" if call.options.looks else "open"
    call.out.say(f"{call.options.name} can {may} the case file now, by a passphrase of their own.")
    return 0


def _school(call: Call) -> int:
    from sendtui.services import casefile, keys, recovery

    options = call.options
    if bool(options.recovery_file) == bool(options.recovery_to):
        raise UsageError("Say where the key goes: --recovery-file FILE, or --recovery-to age1….")
    target = Path(options.recovery_file) if options.recovery_file else None
    with casefile.open_store(call.path, call.unlock()) as store:
        if target:
            recovery.claim(target)
        try:
            name = options.name or keys.SCHOOL
            secret, public = keys.add_school_key(store, options.recovery_to, name)
        except BaseException:
            if target:
                target.unlink()
            raise
    if target:
        target.write_text(recovery.page(secret, public), encoding="utf-8")
        call.out.say(f"The key is in {target}. Print it for the head’s safe, then delete the file.")
    call.out.say("The school’s key opens the case file now, whoever goes.")
    return 0


def _remove(call: Call) -> int:
    from sendtui.services import keys

    if not call.options.name:
        raise UsageError("Say who or what goes: --name NAME. “access list” names them.")
    keys.remove(call.path, call.unlock(), call.options.name)
    call.out.say(
        "Removed, and the case file has a new key. Backups and copies that were made before still "
        "open as they did then: delete them, or keep them out of reach."
    )
    return 0


ACTS = {"list": _list, "add": _add, "school": _school, "remove": _remove}
