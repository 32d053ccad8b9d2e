"""The case list of the authority's own system taken in by flags, and what to paste back into it."""

from pathlib import Path
from typing import TYPE_CHECKING

from sendtui.commands import page_out
from sendtui.commands.call import Call, agreed
from sendtui.commands.given import day_or_none
from sendtui.commands.import_choices import pairs
from sendtui.errors import SOME_REJECTED, InvalidError, UsageError
from sendtui.rules.counting import counted

if TYPE_CHECKING:
    from sendtui.services.case_receive import Shown
    from sendtui.services.import_profiles import Answers

FEW = 12


def take_in(call: Call) -> int:
    """Preview a case list and, unless told otherwise, take it in; 5 where lines were rejected."""
    from sendtui.services import case_profiles, case_receive
    from sendtui.services.import_profiles import Answers

    options = call.options
    if not options.upn:
        raise UsageError("Say which file: case import FILE.")
    path, answers = Path(options.upn), _answers(call)
    process: str = options.process or ""
    is_new = isinstance(answers, str) and bool(answers)
    is_new = is_new and not case_profiles.is_kept(call.store, options.profile)
    if is_new:
        answers = Answers()
    shown = case_receive.preview(call.store, path, call.today, answers=answers, process=process)
    if is_new:
        _require_known(options.profile, shown)
    if not call.out.as_json:
        _show(call, path.name, shown)
    done = None
    if not (options.dry_run or options.read_only or shown.changes_nothing) and agreed(call):
        done = case_receive.receive(
            call.store, path, call.today, shown, answers=answers, process=process
        )
        call.out.say(f"Taken in: {counted(done, 'record')}. “sendtui undo” takes it back.")
        if is_new:
            case_profiles.keep(call.store, options.profile, Answers())
    if call.out.as_json:
        kept = {name: getattr(shown, name) for name in (
            "new_pupils", "new_cases", "changed", "held_back", "unchanged", "absent", "left_out",
            "minds",
        )}  # fmt: skip
        faults = [{"line": r.line, "field": r.field, "reason": r.reason} for r in shown.rejected]
        call.out.data({**kept, "rejected": faults, "applied": done is not None})
    return SOME_REJECTED if shown.rejected else 0


def _require_known(name: str, shown: "Shown") -> None:
    """Require every column to be known of a list that is read for the first time by its name.

    Raises UsageError that names those which are not, for the name may only be mistyped.
    """
    if shown.left_out:
        raise UsageError(
            f"There is no profile “{name}” of a case list yet, and these columns are not known: "
            f"{', '.join(shown.left_out)}. --column HEADING=FIELD says what one is, --column "
            "HEADING= leaves it out; both are kept under that name."
        )


def _answers(call: Call) -> "Answers | str":
    """The profile, with what the words add to it kept under its name."""
    from sendtui.services import case_profiles
    from sendtui.services.import_profiles import Answers

    options = call.options
    more = Answers(pairs(options.column), pairs(options.value), pairs(options.owner))
    if not (more.headings or more.values or more.owners):
        return str(options.profile)
    try:
        if not options.profile:
            return more
        answers = case_profiles.with_more(call.store, options.profile, more)
        if not (options.dry_run or options.read_only):
            case_profiles.keep(call.store, options.profile, answers)
    except InvalidError as problem:
        raise UsageError(str(problem)) from None
    return answers


def _show(call: Call, name: str, shown: "Shown") -> None:
    call.out.line(
        f"{name}: {counted(len(shown.new_pupils), 'new pupil')}, "
        f"{counted(len(shown.new_cases), 'new case')}, {len(shown.changed)} changed, "
        f"{shown.unchanged} unchanged, {len(shown.rejected)} rejected."
    )
    for mind in shown.minds:
        call.out.line(f"Mind: {mind}")
    for title, those in (
        ("New cases", shown.new_cases),
        ("Changed", shown.changed),
        ("Held back, for it is yours", shown.held_back),
        ("Open here and not in the list", shown.absent),
    ):
        if those:
            call.out.line(f"{title}:")
        for each in those[:FEW]:
            at = f"line {each.line}: " if each.line else ""
            call.out.line(f"  {at}{each.name}: {each.says}")
        if len(those) > FEW:
            call.out.line(f"  … and {len(those) - FEW} more (--json lists all)")
    for fault in shown.rejected[:FEW]:
        where = fault.heading or fault.field
        call.out.line(f"Rejected: line {fault.line}, {where} {fault.value!r}: {fault.reason}")
    if shown.left_out:
        call.out.line(f"Columns left out: {', '.join(shown.left_out)}. --column HEADING=FIELD "
                      "says what one is.")  # fmt: skip


def since(call: Call) -> int:
    """Print, or write, what is new in one pupil's cases or in all since a day, to paste back."""
    from sendtui.services import case_since
    from sendtui.services.pupils import find_one

    options = call.options
    pupil = find_one(call.store, options.upn) if options.upn else ""
    found = case_since.since(
        call.store, call.today, on=day_or_none(call, options.on), pupil=pupil,
        caseworker=options.caseworker or "",
    )  # fmt: skip
    if call.out.as_json and not (options.docx or options.text or options.pdf):
        call.out.data(found)
        code = 0
    else:
        page = case_since.page(found, call.today)
        whose = sorted({each.pupil for each in found.cases})
        code = page_out.write(call, page, "Since last time, of EHC cases", whose)
    if options.remember:
        case_since.remember(call.store, found)
        call.out.say("Next time begins here.")
    return code
