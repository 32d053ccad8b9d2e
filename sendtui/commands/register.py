"""An authority's register on a PostgreSQL server, shared by its teams.

  init --name NAME [--la CODE]   make the register in an empty database
  team NAME --setting NAME …     a team and the settings it sees (--all: every one)
  admit ROLE --team NAME         let somebody in; --as reader|ingest|owner, --called "J. Smith"
  dismiss ROLE                   and out again, at once
  teams                          the teams, what they see and who is in them
  upgrade                        bring it to this sendtui's schema; its owner's act
  attest --volume WORDS          say how its disk is encrypted; --backup WORDS, how it is backed up

  ingest FOLDER|FILE…            take in sealed files; a folder's go to “read” or “quarantine” in it
  outbox                         what waits for each reader: decisions, plans, officers
  send FOLDER                    write a sealed file for each of them
  status                         files, readers, clashes and children known twice, in figures

Every verb and the app open a register by its address, as they open a case file:

  operator$    sendtui --store postgresql+psycopg://db.example/sen register init --name "Council"
  operator$    sendtui --store … register team north --setting "Puddleby School"
  operator$    sendtui --store … register admit jsmith --team north --called "J. Smith"
  caseworker$  sendtui --store postgresql+psycopg://jsmith@db.example/sen

No password stands in an address: keep it in ~/.pgpass or a service file (?service=NAME), use a
client certificate, or be asked. Off this computer the connection must be verified TLS. “sendtui
doctor” with the same --store attests all of it.
"""

from argparse import ArgumentParser

from sendtui.commands.call import Call

ACTS = {
    "init": "register_made:init",
    "team": "register_made:team",
    "admit": "register_made:admit",
    "dismiss": "register_made:dismiss",
    "teams": "register_made:teams",
    "upgrade": "register_made:upgrade",
    "attest": "register_made:attest",
    "ingest": "register_batch:ingest",
    "outbox": "register_batch:outbox",
    "send": "register_batch:send",
    "status": "register_batch:status",
}
"""Each act and the function that does it."""


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("act", choices=list(ACTS), metavar="ACT", help="one of those above")
    parser.add_argument("words", nargs="*", metavar="NAME", help="as shown above")
    parser.add_argument("--name", default="", help="init: the authority's name")
    parser.add_argument("--la", default="", metavar="CODE", help="init: the LA's code, 3 digits")
    parser.add_argument("--setting", action="append", default=[], metavar="NAME",
                        help="team: a setting it sees, by name or URN; repeatable")  # fmt: skip
    parser.add_argument("--all", action="store_true", help="team: it sees every setting")
    parser.add_argument("--team", default="", metavar="NAME", help="admit: the team they are in")
    parser.add_argument("--as", dest="group", default="caseworker",
                        choices=("caseworker", "reader", "ingest", "owner"),
                        help="admit: what they may do")  # fmt: skip
    parser.add_argument("--volume", default="", metavar="WORDS",
                        help="attest: how the server's disk is encrypted")  # fmt: skip
    parser.add_argument("--backup", default="", metavar="WORDS", help="attest: how it is backed up")
    parser.add_argument("--called", default="", metavar="NAME",
                        help="admit: their name, as written beside what they do")  # fmt: skip


def run(call: Call) -> int:
    """Do one act."""
    from importlib import import_module

    module, name = ACTS[call.options.act].split(":")
    return int(getattr(import_module(f"sendtui.commands.{module}"), name)(call))
