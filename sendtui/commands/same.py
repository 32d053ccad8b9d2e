"""Two records of one child: proposed where a number or name agrees, decided by you.

  sendtui same list                        who may be one child, and what was decided
  sendtui same show PUPIL OTHER            both side by side, and whether both can be kept
  sendtui same join PUPIL INTO             one child: INTO leads, and both histories are read there
  sendtui same discard PUPIL INTO          PUPIL was a mistake and leaves the lists; INTO stays
  sendtui same apart PUPIL OTHER           two children: proposed no more
  sendtui same part FINDING                take back what was decided; “list” names it

PUPIL, INTO and OTHER are a UPN, an admission number or an id; where both have one UPN, the id that
“list” prints. Two with the same UPN, ULN or NHS number are not kept apart. Nothing is lost: the
record that was joined keeps its history, and “part” or undo brings it back.
"""

from argparse import ArgumentParser

from sendtui.commands.call import Call
from sendtui.errors import UsageError

ACTS = ("list", "show", "join", "discard", "apart", "part")


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("act", choices=ACTS, metavar="ACT", help=", ".join(ACTS))
    parser.add_argument("words", nargs="*", metavar="PUPIL", help="the two, as shown above")
    parser.add_argument("--why", default="", help="what says so")


def run(call: Call) -> int:
    """Do one act."""
    from sendtui.services import pupils, same

    act, words = call.options.act, call.options.words
    if act == "list":
        return _list(call)
    if act == "part":
        if len(words) != 1:
            raise UsageError("Name the finding: sendtui same part FINDING.")
        same.part(call.store, words[0])
        call.out.say("Parted: both are in the lists as they were.")
        return 0
    if len(words) != 2:
        raise UsageError(f"Name two: sendtui same {act} PUPIL OTHER.")
    one, other = (pupils.find_one(call.store, word) for word in words)
    why = call.options.why
    if act == "show":
        return _show(call, one, other)
    if act == "join":
        same.join(call.store, one, other, why=why, today=call.today)
        call.out.say("Joined: the second leads, and both histories are read there.")
    elif act == "discard":
        same.discard(call.store, one, other)
        call.out.say("Discarded: the first has left the lists; undo brings it back.")
    else:
        same.keep_both(call.store, one, other, why=why, today=call.today)
        call.out.say("Kept apart: they are proposed no more.")
    return 0


def _list(call: Call) -> int:
    from sendtui.services import same, side_by_side

    proposed, decided = same.proposed(call.store), side_by_side.decided(call.store)
    if call.out.as_json:
        call.out.data({"proposed": proposed, "decided": [each.found for each in decided]})
        return 0 if proposed or decided else 1
    names = same.names(call.store, [id_ for pair in proposed for id_ in (pair.pupil, pair.other)])
    for pair in proposed:
        call.out.line(f"Perhaps one child, by {pair.by}:")
        for id_ in (pair.pupil, pair.other):
            call.out.line(f"  {names.get(id_, '')}  {id_}")
    for each in decided:
        said = "joined into" if each.found.same else "kept apart from"
        crossed = ": joined both ways on two copies, part one of them"
        told = crossed if each.found.crossed else ""
        pair_ = f"{each.pupil.name} {said} {each.other.name}{told}"
        call.out.line(f"{pair_}  (finding {each.found.id})")
    if not (proposed or decided):
        call.out.say("No two records look like one child's.")
    return 0 if proposed or decided else 1


def _show(call: Call, one: str, other: str) -> int:
    """Both records line by line, a sign where they differ."""
    from sendtui.services import side_by_side

    found = side_by_side.beside(call.store, one, other, call.today)
    if call.out.as_json:
        call.out.data(found)
        return 0
    shown = [
        {"Differs": "!" if each.differs else "", "What": each.title, "1": each.one, "2": each.other}
        for each in found.lines
    ]
    call.out.table(["Differs", "What", "1", "2"], shown)
    if found.refused:
        call.out.say(found.refused)
    return 0
