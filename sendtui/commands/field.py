"""Fields of the school's own, beside ours: which there are, and what they say of a pupil.

  sendtui field list
  sendtui field add House --sort choice --choice Red --choice Blue
  sendtui field set UPN House Red            '' takes it away; or --text-file FILE
  sendtui field show UPN
  sendtui field rename House "House team"
  sendtui field choices House --choice Red --choice Blue --choice Green
  sendtui field retire House                 what pupils' say is kept; back brings it back

A field holds text, a number, a date, yes or no, or one of its choices. “sendtui bulk field” sets
one for many, “sendtui pupils --own” finds by it, and exports of the register carry them all.
"""

from argparse import ArgumentParser
from collections.abc import Callable

from sendtui.commands.acts import told
from sendtui.commands.call import Call
from sendtui.errors import UsageError
from sendtui.rules.counting import counted

SORTS = ("text", "number", "date", "yes or no", "choice")


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("act", choices=list(ACTS), metavar="ACT", help=", ".join(ACTS))
    parser.add_argument("words", nargs="*", metavar="PUPIL|NAME", help="whose, which, and what")
    parser.add_argument("--sort", choices=SORTS, default="text", help="add: what it holds")
    parser.add_argument(
        "--choice", action="append", default=[], metavar="WORDS", help="one choice; repeatable"
    )
    parser.add_argument("--retired", action="store_true", help="list: those out of use, too")
    parser.add_argument("--text-file", metavar="FILE", help="set: the value, from a file or -")


def run(call: Call) -> int:
    """Do one act."""
    return ACTS[call.options.act](call)


def _list(call: Call) -> int:
    from sendtui.services import custom_fields

    found = custom_fields.all_of(call.store, retired=call.options.retired)
    if call.out.as_json:
        call.out.data(found)
        return 0 if found else 1
    lines = [
        {
            "Name": one.name,
            "Holds": one.sort,
            "Choices": ", ".join(one.choices),
            "Retired": one.retired or None,
        }
        for one in found
    ]
    headings = [h for h in ("Name", "Holds", "Choices", "Retired") if any(li[h] for li in lines)]
    return 0 if call.out.table(headings, lines, empty="There is none yet.") else 1


def _add(call: Call) -> int:
    from sendtui.services import custom_fields

    (name,) = _words(call, 1)
    options = call.options
    made = custom_fields.add(call.store, name, options.sort, options.choice)
    return told(call, f"Done: {name} holds {options.sort}.", id=made)


def _set(call: Call) -> int:
    from sendtui.services import custom_fields, pupils

    words = list(call.options.words)
    if call.options.text_file is not None:
        words.append(call.text(call.options.text_file))
    if len(words) != 3:
        raise UsageError("“field set” takes the pupil, the field's name and what it shall say.")
    pupil = pupils.find_one(call.store, words[0])
    field = custom_fields.named(call.store, words[1])
    changed = custom_fields.set_values(call.store, pupil, {field.id: words[2]}, call.today)
    return told(call, f"Changed: {', '.join(changed) or 'nothing'}.", changed=changed)


def _show(call: Call) -> int:
    from sendtui.services import custom_fields, pupils

    (named,) = _words(call, 1)
    found = custom_fields.of_pupil(call.store, pupils.find_one(call.store, named), call.today)
    if call.out.as_json:
        call.out.data(found)
        return 0 if found else 1
    lines = [{"Field": one.name, "Says": one.words} for one in found]
    return 0 if call.out.table(["Field", "Says"], lines, empty="None says anything.") else 1


def _rename(call: Call) -> int:
    from sendtui.services import custom_fields

    name, new = _words(call, 2)
    field = custom_fields.named(call.store, name)
    changed = custom_fields.amend(call.store, field.id, {"name": new})
    return told(call, f"Done: it is called {new} now.", changed=changed)


def _choices(call: Call) -> int:
    from sendtui.services import custom_fields

    (name,) = _words(call, 1)
    field = custom_fields.named(call.store, name)
    if field.sort != "choice":
        raise UsageError(f"{field.name} holds {field.sort}, and has no choices.")
    changed = custom_fields.amend(call.store, field.id, {"choices": call.options.choice})
    return told(call, "Done: these are the choices now.", changed=changed)


def _retire(call: Call) -> int:
    from sendtui.services import custom_fields

    (name,) = _words(call, 1)
    custom_fields.retire(call.store, custom_fields.named(call.store, name).id)
    return told(call, "Done: it is out of use. What it says of pupils is kept.")


def _back(call: Call) -> int:
    from sendtui.services import custom_fields

    (name,) = _words(call, 1)
    custom_fields.retire(call.store, custom_fields.named(call.store, name).id, back=True)
    return told(call, "Done: it is in use again.")


def _words(call: Call, number: int) -> list[str]:
    words: list[str] = call.options.words
    if len(words) != number:
        raise UsageError(f"“field {call.options.act}” takes {counted(number, 'name')} after it.")
    return words


ACTS: dict[str, Callable[[Call], int]] = {
    "list": _list,
    "add": _add,
    "set": _set,
    "show": _show,
    "rename": _rename,
    "choices": _choices,
    "retire": _retire,
    "back": _back,
}
