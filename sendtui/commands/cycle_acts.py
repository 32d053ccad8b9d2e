"""The acts of `sendtui cycle` on a cycle as a whole, and its sessions."""

from datetime import date
from typing import Any

from sendtui.commands import cycle_fields
from sendtui.commands.call import Call, read_text
from sendtui.commands.cycle_group import tick_group
from sendtui.commands.cycle_named import cycle, nth, part_ids, pupil, view
from sendtui.commands.given import day, day_or_none, one_document, with_days
from sendtui.errors import SendtuiError, UsageError

_DAYS = ("started_on", "review_due")


def start(call: Call) -> int:
    """Start a pupil's next cycle."""
    from sendtui.services import cycle_carry, cycles

    values, options = _focus(call), call.options
    whose = pupil(call)
    if not options.another:
        _require_none_open(call, whose)
    last = cycle_carry.Next()
    if options.carry or options.with_provision:
        last = cycle_carry.next_of(call.store, whose, call.today, whole=True)
    made = cycles.start(
        call.store,
        whose,
        started_on=_day_of(values, "started_on") or day(call, options.on),
        focus=str(values.get("focus") or last.focus),
        lead=str(values.get("lead") or last.lead),
        review_due=_day_of(values, "review_due") or last.review_due,
        another=options.another,
        carry=dict.fromkeys(each.id for each in last.unmet),
        provided=[each.id for each in last.unmet] if options.with_provision else (),
    )
    carried = f" Outcomes carried forward: {len(last.unmet)}." if last.last else ""
    return _done(call, f"A cycle was started.{carried}", id=made)


def amend(call: Call) -> int:
    """Change what a cycle is about, who leads it or when it is reviewed."""
    from sendtui.services import cycles

    values = _focus(call)
    if not values:
        raise UsageError("Say what changes: --due DATE, --text-file FILE (the focus), or --from.")
    changed = cycles.amend(call.store, cycle(call), values)
    return _done(call, f"Changed: {', '.join(changed) or 'nothing'}.", changed=list(changed))


def end(call: Call) -> int:
    """End a cycle because the pupil left."""
    from sendtui.services import cycles

    on = day(call, call.options.on)
    cycles.end_because_left(call.store, cycle(call), on, today=call.today)
    return _done(call, "The cycle has ended: the pupil left.")


def sign(call: Call) -> int:
    """Sign the plan, which freezes it."""
    from sendtui.services import plans

    by = call.options.by or call.store.author
    on = day(call, call.options.on)
    plans.sign(call.store, cycle(call), on=on, by=by, today=call.today)
    return _done(call, "The plan is signed and frozen. “sendtui cycle revise” changes it.")


def revise(call: Call) -> int:
    """Open the next version of a signed plan."""
    from sendtui.services import plans

    on = day(call, call.options.on)
    version = plans.revise(call.store, cycle(call), on=on, today=call.today)
    return _done(call, f"Version {version} of the plan is open for editing.", version=version)


def tick(call: Call) -> int:
    """Log a session of a line of provision, or take it back; with one line, no number is needed."""
    from sendtui.services import deliveries

    options = call.options
    if options.group is not None:
        return tick_group(call)
    ids = part_ids(view(call), "provision")
    number = 1 if options.number is None and len(ids) == 1 else options.number
    line = nth(ids, number, "provision")
    if options.remove:
        return _take_back(call, line)
    words = read_text(options.text_file) if options.text_file else ""
    ticked = deliveries.tick(
        call.store,
        line,
        day(call, options.on),
        happened=not options.missed,
        missed_because=words if options.missed else "",
        minutes=options.minutes,
        by=options.by or call.store.author,
        note="" if options.missed else words,
        today=call.today,
    )
    said = "A missed session was logged." if options.missed else "A session was logged."
    return _done(call, f"{said} {ticked.says}".strip(), id=ticked.id, double=ticked.double)


def _require_none_open(call: Call, whose: str) -> None:
    from sendtui.services import cycle_reading

    for line in cycle_reading.of_pupil(call.store, whose, call.today):
        if not line.end:
            raise SendtuiError(
                f"Cycle {line.number} is still open. Hold its review first: “sendtui cycle review "
                "UPN”. Or start another beside it: --another."
            )


def _take_back(call: Call, line: str) -> int:
    """Take back the session of a line on a day, the last logged where there are several."""
    from sendtui.services import deliveries

    on, missed = day(call, call.options.on), call.options.missed
    that_day = [
        s
        for s in deliveries.sessions(call.store, line)
        if s.on == on and not (missed and s.happened)
    ]
    if not that_day:
        what = "missed session" if missed else "session"
        raise SendtuiError(f"No {what} of this line is logged on {on:%d/%m/%Y}.")
    taken, *left = that_day
    deliveries.take_back(call.store, taken.id)
    what = "session" if taken.happened else "missed session"
    stands = f" Still logged on that day: {len(left)}." if left else ""
    return _done(call, f"The {what} of {on:%d/%m/%Y} was taken back.{stands}", id=taken.id)


def _day_of(values: dict[str, object], name: str) -> date | None:
    found = values.get(name)
    return found if isinstance(found, date) else None


def _focus(call: Call) -> dict[str, Any]:
    options = call.options
    values: dict[str, Any] = with_days(call, one_document(call), _DAYS)
    cycle_fields.require(options.act, values)
    if options.text_file:
        values["focus"] = read_text(options.text_file)
    if options.due:
        values["review_due"] = day_or_none(call, options.due)
    return values


def _done(call: Call, said: str, **facts: object) -> int:
    call.out.say(said)
    if call.out.as_json:
        call.out.data(facts)
    return 0
