"""`sendtui cycle print`: a cycle as an accessible PDF, for staff or for the family."""

from pathlib import Path

from sendtui.commands import protecting
from sendtui.commands.call import Call, read_text, require_vacant
from sendtui.commands.cycle_named import cycle
from sendtui.errors import UsageError
from sendtui.rules.counting import counted


def print_one(call: Call) -> int:
    """Write the PDF; --text-file names the local advice service (SENDIASS), kept for the next."""
    from sendtui.services import cycle_pages, cycle_reading

    options = call.options
    if not options.pdf:
        raise UsageError("Say where to: sendtui cycle print UPN --pdf FILE.")
    if options.text_file and not options.family:
        raise UsageError("--text-file names the local advice service: it goes with --family.")
    found, path = cycle(call), Path(options.pdf)
    require_vacant(path, replace=options.replace)
    whose = cycle_reading.cycle(call.store, found, call.today).pupil
    protecting.before(call, [whose], options.to or "")
    sendiass = read_text(options.text_file) if options.text_file else ""
    password = protecting.password(call) if options.protected else ""
    large = options.large_print or (options.family and _family_needs_large(call, whose))
    cycle_pages.write_pdf(
        call.store,
        found,
        path,
        call.today,
        family=options.family,
        large=large,
        sendiass=sendiass,
        with_confidential=options.with_confidential,
        **protecting.leaving(call, password),
    )
    page = cycle_pages.page(call.store, found, call.today, family=options.family)
    count = cycle_pages.pages_of(page, large=large)
    signed = "" if page.signed_on else " The plan is not signed."
    call.out.say(f"The PDF is written: {counted(count, 'page')}.{signed}")
    if options.family:
        call.out.say("Read it before you hand it over: a first name alone is not recognised.")
    if large and not options.large_print:
        call.out.say("It is in large print, as is recorded of whoever it is for.")
    facts = protecting.tell(call, password, path) if password else {}
    if call.out.as_json:
        call.out.data({"pdf": options.pdf, "pages": count, **facts})
    return 0


def _family_needs_large(call: Call, pupil: str) -> bool:
    """Whether large print is recorded of anybody at home who may have it, or of the pupil."""
    from sendtui.services import letter_addressing

    return letter_addressing.needs_large(call.store, pupil, call.today)
