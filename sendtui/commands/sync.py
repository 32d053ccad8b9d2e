"""Sealed files to and from another sendtui, and the cards that allow them.

  me                     who you are to others, and the fingerprint to read out
  request FILE           ask a school or local authority for a card
  issue REQUEST FILE --until DATE   answer a request with a card, good until that day (required)
  accept CARD            take the card, or a colleague's card
  peers                  everybody enrolled here          forget NAME  one of them no more
  export --to NAME FILE  write a sealed file              import FILE…  merge sealed files
  receipt --to NAME FILE say what you hold, without data
  files                  what was sent and read           quarantine  what was not taken in, and why
  owed                   what each reader has not confirmed
  renew NAME FILE --until DATE      a card we issued goes on; it also rides in the next file to them
  hand-over REQUEST FILE --to NAME --until DATE   their card goes to whoever takes over
  held NAME              what somebody might hold, pupil by pupil
  holders PUPIL          who might hold a pupil's record
  revoke NAME            a laptop is lost: that, and then nothing passes either way any more

Before a card is issued or accepted, ring the other side and compare the fingerprint: give what they
read out as --fingerprint, or answer the question. A school and its authority, from end to end:

  school$     sendtui sync request school.json
  authority$  sendtui sync issue school.json card.json --until 31/8/27 --fingerprint SCHOOL-SAYS
  school$     sendtui sync accept card.json --fingerprint AUTHORITY-SAYS
  school$     sendtui purpose plans --recipient "Our Council"
  school$     sendtui sync export --to "Our Council" changes.sendx
  authority$  sendtui sync import changes.sendx

From a school only those pupils go for whom a purpose of the reader is recorded (“sendtui purpose”);
--all-permitted takes all with SEN that the card permits.

Without a terminal, export goes ahead without a question; --dry-run only shows.
"""

from argparse import ArgumentParser

from sendtui.commands.call import Call

ACTS = {
    "me": "sync_enrol:me",
    "request": "sync_enrol:request",
    "issue": "sync_enrol:issue",
    "accept": "sync_enrol:accept",
    "peers": "sync_enrol:peers",
    "forget": "sync_enrol:forget",
    "export": "sync_files:export",
    "receipt": "sync_files:receipt",
    "import": "sync_files:import_",
    "files": "sync_files:files",
    "renew": "sync_cards:renew",
    "hand-over": "sync_cards:hand_over",
    "held": "sync_cards:held",
    "holders": "sync_cards:holders",
    "revoke": "sync_cards:revoke",
    "quarantine": "sync_cards:quarantine",
    "owed": "sync_cards:owed",
}
"""Each act and the function that does it."""


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("act", choices=list(ACTS), metavar="ACT", help="one of those above")
    parser.add_argument("words", nargs="*", metavar="FILE", help="the files, as shown above")
    parser.add_argument("--to", default="", metavar="NAME", help="a peer's name, part of "
                        "it, or their fingerprint")  # fmt: skip
    parser.add_argument("--all-pupils", action="store_true",
                        help="export: also pupils without SEN; the card must say so")  # fmt: skip
    parser.add_argument("--all-permitted", action="store_true",
                        help="export: also pupils without a recorded purpose")  # fmt: skip
    parser.add_argument("--with-confidential", action="store_true",
                        help="export: what confidential records say, too")  # fmt: skip
    parser.add_argument("--documents-up-to", type=int, default=20, metavar="MB",
                        help="export: how much of documents goes along (20)")  # fmt: skip
    parser.add_argument("--although", default="", metavar="REASON",
                        help="export: why they receive what they may not, for the log")  # fmt: skip
    parser.add_argument("--dry-run", action="store_true", help="say what would happen")
    parser.add_argument("--yes", action="store_true", help="export, revoke: do not ask first")
    parser.add_argument("--replace", action="store_true",
                        help="write over a file of this name")  # fmt: skip
    parser.add_argument("--fingerprint", metavar="TYPED", help="what they read out on the phone")
    parser.add_argument(
        "--until", metavar="DATE", help="issue, renew: the card's last day (required)"
    )
    parser.add_argument("--setting", action="append", default=[], metavar="NAME",
                        help="issue: a setting by name or URN; may be given again")  # fmt: skip
    parser.add_argument("--purpose", default="SEN support", help="issue: what for")
    parser.add_argument("--whole-roll", action="store_true",
                        help="issue: pupils without SEN may go, too")  # fmt: skip
    parser.add_argument("--kind", action="append", metavar="KIND",
                        help="issue: only streams that hold no other kinds than these")  # fmt: skip


def run(call: Call) -> int:
    """Do one act."""
    from importlib import import_module

    module, name = ACTS[call.options.act].split(":")
    return int(getattr(import_module(f"sendtui.commands.{module}"), name)(call))
