"""Every date that the law counts from an event, with its citation. It needs no case file.

  sendtui clock --list                             the events, and the facts that each takes
  sendtui clock request --on 2026-09-01            what follows from a request received that day
  sendtui clock review-meeting --on 8/12/26 --made 20/1/26 --why
  sendtui clock decision-letter --on 1/10/26 --certificate 29/11/26 --json

--why tells the arithmetic, step by step. --today shows the days left. An exception never moves a
date: --exception CODE claims one, with --text-file for the evidence, --decided-by and --decided-on.
A time that falls in a holiday is marked: by England's usual dates and --closed FROM..TO, or by
--setting, the terms that the case file has for its own setting or for one named.
With --json a list of objects; “sendtui clock” in the help (F1) tells their keys.
"""

from argparse import ArgumentParser
from dataclasses import replace
from datetime import date

from sendtui.commands.call import Call
from sendtui.commands.clock_shown import as_json, listed, listed_json, told
from sendtui.commands.given import read_day
from sendtui.errors import UsageError
from sendtui.rules.clocks.event import Event, Fact, Given
from sendtui.rules.clocks.events import EVENTS
from sendtui.rules.deadline import Claim, FactError, claimed
from sendtui.rules.school_days import ENGLAND, Closed, SchoolCalendar


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb: the event, its day, and every fact that any event takes."""
    parser.add_argument("event", nargs="?", metavar="EVENT", help="what happened; --list names all")
    parser.add_argument("--list", action="store_true", help="the events and their facts")
    parser.add_argument("--on", metavar="DATE", help="the day of the event")
    parser.add_argument("--why", action="store_true", help="with the arithmetic, step by step")
    parser.add_argument("--exception", action="append", metavar="CODE", help="claim an exception")
    parser.add_argument("--text-file", metavar="FILE", help="its evidence; - for standard input")
    parser.add_argument("--decided-by", metavar="WHO", help="who decided that it applies")
    parser.add_argument("--decided-on", metavar="DATE", help="when that was decided")
    parser.add_argument(
        "--closed", action="append", metavar="FROM..TO", help="the school is closed; again for more"
    )
    parser.add_argument(
        "--setting", nargs="?", const="", metavar="NAME", help="by the terms in the case file"
    )
    facts = parser.add_argument_group("facts", "Which event takes which is told by --list.")
    for name, fact in sorted(_facts().items()):
        if fact.sort == "flag":
            facts.add_argument(f"--{name}", action="store_true", default=None, help=fact.help)
        else:
            sort = "DATE" if fact.sort == "date" else "WORD"
            facts.add_argument(f"--{name}", metavar=sort, help=fact.help)


def _facts() -> dict[str, Fact]:
    return {fact.name: fact for event in EVENTS.values() for fact in event.facts}


def run(call: Call) -> int:
    """Print every date that follows, in their order."""
    options = call.options
    if options.list:
        if call.out.as_json:
            call.out.data(listed_json())
        else:
            listed(call.out)
        return 0
    event = _event(options.event)
    if not options.on:
        raise UsageError(f"Say on which day {event.on}: --on DATE.")
    on = read_day(options.on, call.today)
    today = call.today if options.today else None
    try:
        found = event.deadlines(on, _given(call, event), today, _calendar(call))
        found = claimed(found, _claims(call))
    except FactError as problem:
        raise UsageError(str(problem)) from None
    if call.out.as_json:
        call.out.data([as_json(one, today) for one in found])
        return 0
    told(call.out, event, on, found, today, why=options.why)
    return 0


def _event(name: str | None) -> Event:
    from difflib import get_close_matches

    if name is None:
        raise UsageError("Say what happened, such as: sendtui clock request --on 1/9/26.")
    if name not in EVENTS:
        near = get_close_matches(name, EVENTS, n=1)
        meant = f" Did you mean “{near[0]}”?" if near else ""
        raise UsageError(f"There is no event “{name}”.{meant} “sendtui clock --list” names them.")
    return EVENTS[name]


def _given(call: Call, event: Event) -> dict[str, Given]:
    """The facts that were given, of whatever event: those of another are refused by this one."""
    found: dict[str, Given] = {}
    mine = {fact.name: fact for fact in event.facts}
    for name, known in _facts().items():
        written = getattr(call.options, known.argument)
        if written is None:
            continue
        sort = mine.get(name, known).sort
        found[name] = read_day(written, call.today) if sort == "date" else written
    return found


def _calendar(call: Call) -> SchoolCalendar:
    """The school year to warn by: the case file's terms where it is asked, and the days given."""
    own = ENGLAND if call.options.setting is None else _kept(call, call.options.setting)
    closed = tuple(_closed(call, given) for given in call.options.closed or ())
    return replace(own, closed=(*own.closed, *closed)) if closed else own


def _kept(call: Call, named: str) -> SchoolCalendar:
    from sendtui.services import casefile, school_year

    casefile.require_there(call.path)
    with casefile.open_store(call.path, call.unlock(), read_only=True) as store:
        return school_year.calendar(store, school_year.setting_named(store, named))


def _closed(call: Call, given: str) -> Closed:
    first, dots, last = given.partition("..")
    starts = read_day(first, call.today)
    ends = read_day(last, call.today) if dots else starts
    if ends < starts:
        raise UsageError(f"{given} ends before it begins: write --closed FROM..TO.")
    return Closed("closure", starts, ends)


def _claims(call: Call) -> list[Claim]:
    options = call.options
    beside = (options.text_file, options.decided_by, options.decided_on)
    if not options.exception:
        if any(beside):
            raise UsageError("Say which exception it is about: --exception CODE.")
        return []
    evidence = call.text(options.text_file) if options.text_file else ""
    decided: date | None = None
    if options.decided_on:
        decided = read_day(options.decided_on, call.today)
    return [
        Claim(code.upper().replace("-", "_"), evidence, options.decided_by or "", decided)
        for code in options.exception
    ]
