"""Add a pupil, or change a field of the record.

  sendtui edit add --from FILE            one pupil, or a list of them; prints their ids
  sendtui edit pupil UPN --from FILE      change fields of a pupil; "" clears one
  sendtui edit KIND ID --from FILE        the same of a status, concern, need, flag, person, action
  sendtui edit setting own --from FILE    the school's own particulars, as its LAESTAB
  sendtui edit leave UPN --on DATE        the pupil left (--text-file: where to); cycles end with it
  sendtui edit back UPN                   the pupil is here again
  sendtui edit remove KIND ID             made by mistake (KIND may be pupil)
  sendtui edit fields KIND                which fields there are

Fields come as a JSON document (--from FILE, or - for standard input), or one at a time
(--field class_name --text-file FILE). Adding a child who seems to be here already needs --anyway.
"""

from argparse import ArgumentParser
from collections.abc import Mapping

from sendtui.commands.acts import told
from sendtui.commands.call import Call
from sendtui.commands.given import add_sources, day, document, one_document, with_days
from sendtui.errors import SendtuiError, UsageError
from sendtui.rules.counting import counted

KINDS = ("pupil", "status", "concern", "need", "flag", "person", "action", "setting")
OWN = "own"
"""What stands for the setting that keeps this record."""

ACTS = ("add", "leave", "back", "remove", "fields")


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    listed = ", ".join((*ACTS, *KINDS))
    parser.add_argument("act", choices=(*ACTS, *KINDS), metavar="WHAT", help=listed)
    parser.add_argument("names", nargs="*", metavar="UPN|KIND ID", help="of whom, or of what")
    parser.add_argument("--field", help="change this one, with --text-file")
    parser.add_argument("--on", metavar="DATE", help="leave: the day; today without it")
    parser.add_argument("--anyway", action="store_true", help="add: though they seem to be here")
    add_sources(parser, "the value of --field")


def run(call: Call) -> int:
    """Do one act."""
    act, names = call.options.act, call.options.names
    if act == "add":
        return _add(call)
    wanted = 2 if act == "remove" else 1
    if len(names) != wanted:
        raise UsageError(f"“edit {act}” takes {counted(wanted, 'name')} after it.")
    if act in KINDS:
        return _amend(call, act, _record(call, act, names[0]))
    return {"leave": _leave, "back": _back, "remove": _remove, "fields": _fields}[act](call)


def _add(call: Call) -> int:
    from sendtui.services import pupils

    given = [with_days(call, each, _days("pupil")) for each in document(call)]
    if not given:
        raise UsageError("Give the pupil as a JSON document: --from FILE, or - for standard input.")
    for number, values in enumerate(given, 1):
        if not call.options.anyway and pupils.same(call.store, values):
            says = f"Pupil {number} of the document seems to be here already, so none was added."
            raise SendtuiError(f"{says} --anyway adds them all the same.")
    made = pupils.add_all(call.store, given, call.today)
    for values in given:
        _say_odd(call, values)
    if call.out.as_json:
        call.out.data({"ids": made})
    else:
        for id_ in made:
            call.out.line(id_)
    return 0


def _amend(call: Call, kind: str, record: str) -> int:
    from sendtui.services import amend

    values = with_days(call, one_document(call), _days(kind))
    field = call.options.field
    if field is not None:
        written = call.text(call.options.text_file)
        values |= with_days(call, {field: written}, _days(kind))
    if not values:
        raise UsageError("Say what changes: --from FILE, or --field NAME --text-file FILE.")
    changed = amend.amend(call.store, kind, record, values, today=call.today)
    if kind == "pupil" and "upn" in changed:
        _say_odd(call, values)
    return told(call, f"Changed: {', '.join(changed) or 'nothing'}.", changed=changed)


def _say_odd(call: Call, values: Mapping[str, object]) -> None:
    from sendtui.rules.identifiers import check_upn

    upn = str(values.get("upn") or "")
    check = check_upn(upn)
    if upn and (odd := check.problem or check.note):
        call.out.say(f"{upn}: {odd} It is kept as it is.")


def _leave(call: Call) -> int:
    from sendtui.services import pupils

    pupil = _record(call, "pupil", call.options.names[0])
    to = call.text(call.options.text_file) if call.options.text_file else ""
    pupils.leave(call.store, pupil, day(call, call.options.on), to)
    return told(call, "Done: the pupil has left. The record stays.")


def _back(call: Call) -> int:
    from sendtui.services import pupils

    pupils.come_back(call.store, _record(call, "pupil", call.options.names[0]))
    return told(call, "Done: the pupil is here again.")


def _remove(call: Call) -> int:
    from sendtui.services import amend

    kind, named = call.options.names
    amend.remove(call.store, kind, _record(call, kind, named))
    return told(call, "Done: it is removed. “sendtui undo” brings it back.")


def _fields(call: Call) -> int:
    from sendtui.services import amend

    (kind,) = call.options.names
    if kind not in KINDS:
        raise UsageError(f"There is no {kind!r} to edit. There are: {', '.join(KINDS)}.")
    found = amend.fields(kind)
    if call.out.as_json:
        call.out.data(found)
        return 0
    lines = [
        {
            "Field": field.name,
            "Is": field.title,
            "Sort": field.sort,
            "Needed": field.required or None,
            "Codes": field.codes,
            "About": field.description,
        }
        for field in found
    ]
    call.out.table(["Field", "Is", "Sort", "Needed", "Codes", "About"], lines)
    return 0


def _record(call: Call, kind: str, named: str) -> str:
    from sendtui.services.pupils import find_one

    if kind == "setting" and named == OWN:
        return call.store.setting
    return find_one(call.store, named) if kind == "pupil" else named


def _days(kind: str) -> tuple[str, ...]:
    from sendtui.services import amend

    return tuple(field.name for field in amend.fields(kind) if field.sort == "day")
