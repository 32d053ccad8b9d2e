"""Set a field, a flag, an action or a day for many pupils in one act, after a preview.

  sendtui bulk class 4B --class 3B            everybody of 3B, on the SEN register or (--all) not
  sendtui bulk year 7 --class 3B --all        the NC year, only where it differs from that by age
  sendtui bulk flag EAL --upn-file -          a flag up; UPNs, admission numbers or ids, one a line
  sendtui bulk flag-end LAC --flag LAC --on 20/11/26
  sendtui bulk need SLCN --class 3B           a need, after those they have
  sendtui bulk action --year 6 --on 1/12/26 --text-file what.txt
  sendtui bulk review --status K --on 12/2/27
  sendtui bulk status K --class 3B --all --on 7/9/26 --from told.json   SEN status; the file may
                                              hold reason, parents_told_on, parents_told_how
  sendtui bulk cycle --status K --on 4/1/27   the first cycle, or the next with what was unmet;
                                              --from: focus, lead, review_due, with_provision (true)
  sendtui bulk plan --upn-file - --from plan.json       one plan for a group: value (the outcome),
                                              measure, baseline, target, strategy, where; provided
                                              with who, times, minutes …, or intervention (its
                                              name); a cycle is started where none is open
  sendtui bulk provision --class 3B --from group.json   value, outcome, who, times, per, minutes …
  sendtui bulk sign "A. Senco" --class 3B     the plans that are being written
  sendtui bulk reviewed --class 3B --from held.json     value (how it went), decision, next_review
  sendtui bulk told --register --on 20/11/26  parents told of SEN Support; told before stays
  sendtui bulk contact --class 3B --text-file said.txt
  sendtui bulk field House Red --class 3B     a field of the school's own

Which pupils is said as in “sendtui pupils”, or by --upn-file; --register is everybody on the SEN
register. The preview names each pupil to whom it cannot be done; they are left as they are, and the
exit code says so. --dry-run ends with the preview. One “sendtui undo” takes all of it back.

With --json: {"title", "applied", "changes", "unchanged", "problems", "note"}.
"""

from argparse import ArgumentParser
from typing import TYPE_CHECKING, Any

from sendtui.commands.call import Call, agreed, read_text
from sendtui.commands.given import add_sources, day_or_none, one_document, with_days
from sendtui.commands.pupils import add_filters, question
from sendtui.errors import SOME_REJECTED, SendtuiError, UsageError

if TYPE_CHECKING:
    from sendtui.services.bulk import Preview, Step
    from sendtui.services.bulk_known import What

ACTS: "dict[str, What]" = {
    "class": "class_name",
    "year": "nc_year",
    "language": "language",
    "interpreter": "interpreter",
    "format-needs": "format_needs",
    "flag": "flag",
    "flag-end": "flag_end",
    "need": "need",
    "action": "action",
    "review": "review",
    "status": "status",
    "cycle": "cycle",
    "plan": "plan",
    "provision": "provision",
    "sign": "signed",
    "reviewed": "reviewed",
    "told": "parents_told",
    "contact": "contact",
    "field": "own",
}
"""What may be done to many, as it is typed and as the service knows it."""

_VALUED = frozenset(
    ("class", "year", "language", "interpreter", "flag", "flag-end", "need", "status", "sign")
)
_WORDED = frozenset(("action", "contact"))
_DATED = frozenset(("flag-end", "status", "cycle", "plan", "sign", "reviewed", "told", "contact"))
_IN_A_FILE = frozenset(("plan", "provision", "reviewed"))
"""What takes its words from a document, whose `value` is the first of them."""
_DAYS = ("reply_by", "parents_told_on", "next_review", "review_due")
FEW = 20
"""How many lines of the preview are printed, unless all are asked for."""


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("act", choices=list(ACTS), metavar="WHAT", help=", ".join(ACTS))
    parser.add_argument("values", nargs="*", metavar="VALUE", help="a class, a code; field: NAME V")
    parser.add_argument("--on", metavar="DATE", help="since, until, by or on which day")
    add_filters(parser)
    parser.add_argument(
        "--register", action="store_true", help="everybody on the SEN register, if no filter"
    )
    parser.add_argument(
        "--upn-file", metavar="FILE", help="UPNs, admission numbers or ids, one a line; - for input"
    )
    add_sources(parser, "what is to be done, or was said")
    parser.add_argument("--every-line", action="store_true", help="print the whole preview")
    parser.add_argument("--dry-run", action="store_true", help="show it and change nothing")
    parser.add_argument("--yes", action="store_true", help="do not ask after the preview")


def run(call: Call) -> int:
    """Preview and, unless told otherwise, do it; 1 where nobody is asked for."""
    from sendtui.services import bulk

    pupils = _pupils(call)
    step = _step(call)
    if not pupils:
        call.out.say("No pupil is like that.")
        return 1
    shown = bulk.preview(call.store, pupils, step, call.today)
    if not call.out.as_json:
        _print(call, shown)
    done = bool(shown.changes) and not call.options.dry_run and agreed(call, "Do this?")
    if done:
        number = bulk.do(call.store, pupils, step, call.today, shown)
        if not call.out.as_json:
            call.out.say(f"Done for {number:,}. “sendtui undo” takes all of it back.")
    if call.out.as_json:
        call.out.data(
            {
                "title": shown.title,
                "applied": done,
                "changes": shown.changes,
                "unchanged": shown.unchanged,
                "problems": shown.problems,
                "note": shown.note,
            }
        )
    return SOME_REJECTED if shown.problems else 0


def _print(call: Call, shown: "Preview") -> None:
    call.out.say(f"{shown.title}: {shown.words}.")
    every = call.options.every_line
    changes = shown.changes if every else shown.changes[:FEW]
    lines = [
        {"Name": each.name, "Class": each.class_name, "Now": each.before, "Then": each.after}
        for each in changes
    ]
    if lines:
        call.out.table(["Name", "Class", "Now", "Then"], lines)
    if shown.note:
        call.out.say(shown.note)
    if len(changes) < len(shown.changes):
        call.out.say(f"… {len(shown.changes) - len(changes):,} more: --every-line prints them.")
    for each in shown.problems:
        call.out.say(f"Not {each.name}: {each.problem}.")


def _step(call: Call) -> "Step":
    from sendtui.services import intervention_reading
    from sendtui.services.bulk import Step

    act, options = call.options.act, call.options
    on = day_or_none(call, options.on) or (call.today if act in _DATED else None)
    if act == "field":
        return _own_step(call)
    more: dict[str, Any] = with_days(call, one_document(call), _DAYS)
    if act in _VALUED:
        value = _one_value(call)
        value = value.upper() if act in ("flag", "flag-end", "need", "year", "status") else value
    else:
        if options.values:
            raise UsageError(f"“bulk {act}” takes no value on the line.")
        wants = act in _WORDED or act == "format-needs"
        value = call.text(options.text_file) if wants else ""
        if act in _IN_A_FILE:
            value = str(more.pop("value", ""))
        if act == "plan" and more.get("intervention"):
            named = intervention_reading.named(call.store, str(more["intervention"]), call.today)
            more["intervention"] = named.id
    return Step(ACTS[act], value.strip(), on, more)


def _one_value(call: Call) -> str:
    values = call.options.values
    if len(values) != 1:
        raise UsageError(f"“bulk {call.options.act}” takes one value, which may be empty: ''.")
    return str(values[0])


def _own_step(call: Call) -> "Step":
    from sendtui.services import custom_fields
    from sendtui.services.bulk import Step

    values = list(call.options.values)
    if call.options.text_file is not None:
        values.append(call.text(call.options.text_file))
    if len(values) != 2:
        raise UsageError("“bulk field” takes the field's name and what it shall say.")
    field = custom_fields.named(call.store, values[0])
    return Step("own", custom_fields.spelled(field, values[1], call.today), own=field)


def _pupils(call: Call) -> tuple[str, ...]:
    from sendtui.services import register
    from sendtui.services.register import Query

    asked = question(call)
    if call.options.upn_file is not None:
        if asked != Query() or call.options.register:
            raise UsageError("Give either --upn-file, or filters.")
        return _listed(call)
    if asked == Query() and not call.options.register:
        raise UsageError(
            "Say which pupils: a filter such as --class 3B, --upn-file FILE, or --register for "
            "everybody on the SEN register."
        )
    return register.ids(call.store, asked, call.today)


def _listed(call: Call) -> tuple[str, ...]:
    """The pupils of a list of numbers.

    Raises SendtuiError that names the lines by which nobody, or more than one, is found.
    """
    from sendtui.services import pupils

    found, wrong = [], []
    for number, line in enumerate(read_text(call.options.upn_file).splitlines(), 1):
        if not line.strip():
            continue
        ids = pupils.find(call.store, line)
        if len(ids) == 1:
            found.append(ids[0])
        else:
            wrong.append(str(number))
    if wrong:
        lines = "Line" if len(wrong) == 1 else "Lines"
        raise SendtuiError(
            f"{lines} {', '.join(wrong)} of the list: no pupil, or several, have this number. "
            "Nothing was changed."
        )
    return tuple(found)
