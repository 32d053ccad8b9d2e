"""`sendtui letter back`: a form for views that was filled in, shown and then taken in."""

from pathlib import Path

from sendtui.commands.acts import told
from sendtui.commands.call import Call, confirmed, read_secret
from sendtui.commands.given import day
from sendtui.errors import SendtuiError, UsageError

_WHOSE = {"pupil": "pupil", "parents": "parent", "parent": "parent"}


def take(call: Call, pupil: str, path: Path) -> int:
    """Show what stands on the form, and take it into the views; with --dry-run only show it."""
    from sendtui.services import views_forms

    options = call.options
    whose = _WHOSE.get(options.to.strip().casefold())
    if whose is None:
        raise UsageError("Say whose views they are: --to pupil, or --to parents.")
    secret = read_secret(Path(options.password_file)) if options.password_file else ""
    found = views_forms.read(call.store, pupil, path, call.today, password=secret)
    if not call.out.as_json:
        call.out.line(found.words)
    call.out.say(f"Answered: {len(found.answers)}; without an answer: {found.empty}.")
    if not found.names_pupil:
        call.out.say("Mind: the pupil's name does not stand on this form. Is it theirs?")
    if options.dry_run:
        return told(call, "Nothing was written (--dry-run).", words=found.words,
                    names_pupil=found.names_pupil)  # fmt: skip
    if not found.names_pupil and not confirmed("Take it in all the same?"):
        raise SendtuiError("Nothing was written. “sendtui views add” takes any words.")
    said_on = day(call, options.on)
    made = views_forms.take(call.store, pupil, found, whose=whose, said_on=said_on,
                            today=call.today)  # fmt: skip
    return told(call, "Done: the views are written down.", id=made)
