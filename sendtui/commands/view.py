"""Questions to the register kept under a name, for “pupils” and “bulk”, and for Today.

  sendtui view list
  sendtui view keep "Year 6 without profile" --year 6 --without profile --on-today
  sendtui view today "Year 6 without profile"     it stands on Today; “off” takes it away there
  sendtui view remove "Year 6 without profile"
  sendtui pupils --view "Year 6 without profile"

Views are this copy's own: they are never sent.
"""

from argparse import ArgumentParser
from collections.abc import Callable

from sendtui.commands.acts import told
from sendtui.commands.call import Call
from sendtui.commands.pupils import SORTS, add_filters, beginning, question
from sendtui.errors import UsageError


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("act", choices=list(ACTS), metavar="ACT", help=", ".join(ACTS))
    parser.add_argument("name", nargs="?", default="", metavar="NAME")
    add_filters(parser)
    parser.add_argument("--sort", choices=SORTS, default="name")
    parser.add_argument("--descending", action="store_true")
    parser.add_argument("--on-today", action="store_true", help="keep: it stands on Today")


def run(call: Call) -> int:
    """Do one act."""
    if call.options.act != "list" and not call.options.name:
        raise UsageError(f"“view {call.options.act}” takes the name of the view.")
    return ACTS[call.options.act](call)


def _list(call: Call) -> int:
    from sendtui.services import register, saved_views

    found = saved_views.all_of(call.store)
    counts = [register.count(call.store, one.query, call.today) for one in found]
    if call.out.as_json:
        each = zip(found, counts, strict=True)
        call.out.data(
            [
                {"name": o.name, "on_today": o.on_today, "pupils": n, "query": o.query}
                for o, n in each
            ]
        )
        return 0 if found else 1
    lines = [
        {"Name": one.name, "Pupils": number, "On Today": one.on_today or None}
        for one, number in zip(found, counts, strict=True)
    ]
    return 0 if call.out.table(["Name", "Pupils", "On Today"], lines, empty="None yet.") else 1


def _keep(call: Call) -> int:
    from sendtui.services import saved_views

    name = saved_views.keep(
        call.store,
        call.options.name,
        question(call, beginning(call)),
        on_today=call.options.on_today,
    )
    return told(call, f'Kept. “sendtui pupils --view "{name}"” asks it again.', name=name)


def _today(call: Call) -> int:
    from sendtui.services import saved_views

    on = call.options.act == "today"
    saved_views.show_on_today(call.store, call.options.name, on_today=on)
    return told(call, "Done: it stands on Today." if on else "Done: it is off Today.", on_today=on)


def _remove(call: Call) -> int:
    from sendtui.services import saved_views

    saved_views.remove(call.store, call.options.name)
    return told(call, "Done: the view is forgotten. No pupil was touched.")


ACTS: dict[str, Callable[[Call], int]] = {
    "list": _list,
    "keep": _keep,
    "today": _today,
    "off": _today,
    "remove": _remove,
}
