"""Who may not receive anything about a pupil, and who may: no contact, court orders, own rights.

  sendtui restriction who UPN                       who may be written to, and who not and why
  sendtui restriction list UPN
  sendtui restriction add UPN no-contact --person 2 --since 1/9/26
  sendtui restriction add UPN court-order --person 2 --until 31/8/27 --reference "ref"
  sendtui restriction amend UPN 1 --until 31/8/28   (or --from FILE)
  sendtui restriction end UPN 1 --on 20/11/26
  sendtui restriction remove UPN 1                  (put down by mistake; otherwise end it)

Sorts: no-contact, court-order, may-not-receive, no-parental-responsibility, own-rights. --person is
a number of “sendtui person list”; without it everybody is barred (own-rights: the parents). What it
means here comes with --text-file. Whatever leaves and names a recipient is checked against this:
it is refused with the reason, unless --although "reason" is given, which is kept in the log.
"""

from argparse import ArgumentParser
from typing import TYPE_CHECKING

from sendtui.commands.acts import Act, add_words, fields, listed, run_act, told
from sendtui.commands.call import Call
from sendtui.commands.given import day, day_or_none
from sendtui.errors import SendtuiError, UsageError

if TYPE_CHECKING:
    from sendtui.services.restrictions import RestrictionView

_DAYS = ("since", "until")


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    add_words(parser, ACTS, "add: its sort; else the number that “list” prints", "what it means")
    parser.add_argument("--person", metavar="NUMBER", help="whom it bars: of “person list”")
    parser.add_argument("--since", metavar="DATE", help="from when on")
    parser.add_argument("--until", metavar="DATE", help="until when")
    parser.add_argument("--reference", metavar="TEXT", help="the order, or where it is written")


def run(call: Call) -> int:
    """Do one act."""
    return run_act(call, ACTS)


def _who(call: Call, pupil: str) -> int:
    from sendtui.services import recipients

    found = recipients.recipients(call.store, pupil, call.today)
    if call.out.as_json:
        call.out.data(found)
        return 0 if found else 1
    lines = [
        {
            "May": "yes" if each.may else "no",
            "Name": each.name,
            "Who": each.role,
            "Why not, or what to mind": "; ".join((*each.against, *each.mind)),
            "Address": recipients.HIDDEN if each.address_confidential else each.address,
            "Own letter": each.letter_of_their_own or None,
            "Language": each.language,
            "Format needs": each.format_needs,
        }
        for each in found
    ]
    headings = list(lines[0]) if lines else []
    used = [h for h in headings if h in ("May", "Name") or any(line[h] for line in lines)]
    return 0 if call.out.table(used, lines, empty="Nobody is recorded around them yet.") else 1


def _list(call: Call, pupil: str) -> int:
    from sendtui.services import restrictions
    from sendtui.services.numbers import numbers

    found = restrictions.of_pupil(call.store, pupil, call.today)
    lines = [
        {
            "Sort": each.sort,
            "Bars": each.who or "everybody",
            "Now": each.stands or None,
            "Since": each.since,
            "Until": each.until,
            "Reference": each.reference,
            "Note": each.note,
        }
        for each in found
    ]
    return listed(call, found, lines, numbers(call.store, pupil, "restriction"))


def _add(call: Call, pupil: str) -> int:
    from sendtui.services import restrictions

    sort = call.options.which.replace("-", " ").casefold()
    if sort not in restrictions.SORTS:
        known = ", ".join(each.replace(" ", "-") for each in restrictions.SORTS)
        raise UsageError(f"Say which sort: {known}.")
    given = {**fields(call, "note", restrictions.FIELDS, _DAYS), **_flags(call, pupil)}
    made = restrictions.add(call.store, pupil, sort, **given)
    return told(call, "Done: it is checked before anything leaves.", id=made)


def _amend(call: Call, pupil: str) -> int:
    from sendtui.services import restrictions

    given = {**fields(call, "note", restrictions.FIELDS, _DAYS), **_flags(call, pupil)}
    if not given:
        raise UsageError("Say what changes: --person, --since, --until, --reference, --from FILE.")
    changed = restrictions.amend(call.store, _chosen(call, pupil).id, given)
    return told(call, f"Changed: {', '.join(changed) or 'nothing'}.", changed=changed)


def _end(call: Call, pupil: str) -> int:
    from sendtui.services import restrictions

    found = _chosen(call, pupil)
    restrictions.end(call.store, found.id, day(call, call.options.on))
    return told(call, "Done: the restriction has ended.", id=found.id)


def _remove(call: Call, pupil: str) -> int:
    from sendtui.services import restrictions

    found = _chosen(call, pupil)
    restrictions.remove(call.store, found.id)
    return told(call, "Removed. “sendtui undo” brings it back.", id=found.id)


def _flags(call: Call, pupil: str) -> dict[str, object]:
    from sendtui.services.numbers import numbers

    options = call.options
    given: dict[str, object] = {
        name: day_or_none(call, written)
        for name in _DAYS
        if (written := getattr(options, name)) is not None
    }
    if options.reference is not None:
        given["reference"] = options.reference
    if options.person is not None:
        known = numbers(call.store, pupil, "person")
        by_number = {str(number): record for record, number in known.items()}
        person = by_number.get(options.person, options.person)
        if person not in known:
            raise SendtuiError("There is no such person. “sendtui person list” prints them.")
        given["person"] = person
    return given


def _chosen(call: Call, pupil: str) -> "RestrictionView":
    from sendtui.services import restrictions
    from sendtui.services.numbers import numbers

    named, number = call.options.which, numbers(call.store, pupil, "restriction")
    for each in restrictions.of_pupil(call.store, pupil, call.today):
        if named == each.id or (named.isdecimal() and int(named) == number.get(each.id)):
            return each
    raise SendtuiError("There is no such restriction now. “list” prints those there are.")


ACTS: dict[str, Act] = {
    "who": _who,
    "list": _list,
    "add": _add,
    "amend": _amend,
    "end": _end,
    "remove": _remove,
}
