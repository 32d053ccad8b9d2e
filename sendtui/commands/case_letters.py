"""Letters of EHC cases by flags: looked at, written, said to be sent, and in many cases at once."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sendtui.commands import case_named, protecting
from sendtui.commands.acts import fields, told
from sendtui.commands.call import Call, require_vacant
from sendtui.commands.given import day, day_or_none
from sendtui.errors import UsageError
from sendtui.rules.case_letters import LETTERS
from sendtui.rules.counting import counted

if TYPE_CHECKING:
    from datetime import date

    from sendtui.services.case_letters import CaseLetter
    from sendtui.services.case_views import CaseView


def run(call: Call) -> int:
    """Do one act about the letters of cases.

    Raises UsageError where it does not say whose.
    """
    options = call.options
    if options.act == "cases":
        return _list_sorts(call)
    if not options.words:
        what = "LETTER" if options.act == "batch" else "UPN"
        raise UsageError(f"It goes: sendtui letter {options.act} {what}.")
    if options.act == "batch":
        return _batch(call, options.words[0])
    options.upn = options.words[0]
    return _ACTS.get(options.act, _letter)(call)


def _list_sorts(call: Call) -> int:
    """Print every letter there is, and what has to be typed for it."""
    if call.out.as_json:
        call.out.data(list(LETTERS.values()))
        return 0
    lines = [
        {
            "Letter": each.code,
            "What": each.label,
            "To": each.to,
            "To be typed": ", ".join(f"{b.name}{'' if b.is_needed else '?'}" for b in each.blanks),
            "Answers": ", ".join(each.limits),
        }
        for each in LETTERS.values()
    ]
    call.out.table(list(lines[0]), lines)
    call.out.say("A ? may be left out. Words come from --from FILE, or the first from --text-file.")
    return 0


def _letter(call: Call) -> int:
    """Show a letter, write it to files, or say that it was sent."""
    from sendtui.services import case_letters, case_letters_kept

    options = call.options
    view = case_named.view(call)
    found = case_letters.letter(
        call.store, view.id, options.act, call.today,
        dated=day_or_none(call, options.dated), record=_record(call, view),
        step=_step(call, view), to=options.to, without=options.without, easy=options.easy_read,
        large=options.large_print, given=_given(call, options.act),
        with_confidential=options.with_confidential,
    )  # fmt: skip
    for mind in dict.fromkeys(mind for each in found for mind in each.all_minds):
        call.out.say(f"Mind: {mind}")
    for each in found:
        call.out.say(f"To: {each.to.names}. About: {each.identity}.")
    files = [Path(each) for each in (options.pdf, options.text, options.docx) if each]
    if options.dry_run:
        files, options.sent = [], None
    paths, facts = _write(call, found, files) if files else ([], {})
    if options.sent:
        on = day(call, options.sent)
        kept = [case_letters.kept(each) for each in found]
        done = case_letters_kept.keep_sent(call.store, kept, on, _how(call), call.today)
        said = {mind for each in found for mind in each.all_minds}
        new = [each for each in done.warnings if each not in said]
        return _told_sent(call, on, done.letters, new, [str(p) for p in paths])
    if call.out.as_json:
        shown = [{"to": each.to.names, "text": case_letters.text(each)} for each in found]
        call.out.data({"files": [str(p) for p in paths], **facts} if paths else shown)
        return 0
    for each in found if not paths else ():
        call.out.line(case_letters.text(each))
    if paths:
        call.out.say("Drafted. Once it is gone: sendtui letter sent UPN N --on DATE --how post.")
    return 0


def _write(
    call: Call, found: "Sequence[CaseLetter]", files: Sequence[Path]
) -> tuple[list[Path], dict[str, object]]:
    from sendtui.services import case_letters, letters

    options = call.options
    pupils, leaves = [found[0].pupil], any(each.suffix.lower() != ".pdf" for each in files)
    protecting.before(call, pupils, " | ".join(each.to.names for each in found))
    is_secret = options.protected or (leaves and not options.plain_file)
    secret = protecting.password(call) if is_secret else ""
    plan = [
        (each, place, secret if options.protected or place.suffix.lower() != ".pdf" else "")
        for file in files
        for each, place in zip(found, letters.places(file, len(found)), strict=True)
    ]
    for _, place, password in plan:
        kept = protecting.place(place, place.suffix) if password else place
        require_vacant(kept, replace=options.replace)
    written, facts = list[Path](), dict[str, object]()
    for each, place, password in plan:
        path = case_letters.write(
            call.store, each, place, call.today, basis=options.basis, although=options.although,
            password=password,
        )  # fmt: skip
        written.append(path)
        prints = f" ({each.prints})" if each.prints else ""
        call.out.say(f"Written to {path.name}, for {each.to.within}{prints}.")
        if password and not facts:
            facts = protecting.tell(call, password, path)
    return written, facts


def _given(call: Call, sort: str) -> "dict[str, str | date]":
    blanks = LETTERS[sort].blanks
    if not blanks:
        return {}
    days = [each.name for each in blanks if each.is_day]
    found = fields(call, blanks[0].name, [each.name for each in blanks], days)
    return {name: "\n".join(map(str, value)) if isinstance(value, list) else value
            for name, value in found.items()}  # fmt: skip


def _record(call: Call, view: "CaseView") -> str:
    to, named = LETTERS[call.options.act].to, call.options.about
    if to == "adviser":
        return case_named.nth(call, view, "advice", view.advice, named).id
    if to == "setting":
        return case_named.nth(call, view, "consultation", view.consultations, named).id
    return ""


def _step(call: Call, view: "CaseView") -> str:
    wanted = call.options.answers
    if not wanted:
        return ""
    found = [each for each in view.deadlines if wanted in (each.rule, each.id)]
    if not found:
        rules = ", ".join(dict.fromkeys(each.rule for each in view.deadlines)) or "none"
        raise UsageError(f"There is no limit {wanted} in this case. There are: {rules}.")
    return found[0].id


def _how(call: Call) -> str:
    """How it was sent: by post, where nothing else is said."""
    return call.options.how or "post"


def _kept(call: Call) -> int:
    """Print the letters of a case: what was drafted, and what was sent, how and when."""
    from sendtui.services.numbers import numbers

    view = case_named.view(call)
    if call.out.as_json:
        call.out.data(view.letters)
        return 0 if view.letters else 1
    number = numbers(call.store, view.pupil, "letter")
    lines = [
        {
            "": number.get(each.id),
            "Letter": each.label,
            "To": each.recipient,
            "Dated": each.dated,
            "Drafted": each.drafted_on,
            "Sent": each.sent_on or "not sent",
            "How": each.sent_how,
        }
        for each in view.letters
    ]
    headings = ["", "Letter", "To", "Dated", "Drafted", "Sent", "How"]
    call.out.table(headings, lines, empty="No letter was written in this case.")
    return 0 if view.letters else 1


def _sent(call: Call) -> int:
    """Say that letters which were drafted are gone."""
    from sendtui.services import case_letters_kept

    options, view = call.options, case_named.view(call)
    waiting = [each for each in view.letters if each.sent_on is None]
    named = options.words[1:]
    if not named and len(waiting) != 1:
        raise UsageError("Say which: sendtui letter sent UPN N; “letter kept UPN” numbers them.")
    ids = [case_named.nth(call, view, "letter", view.letters, each).id for each in named]
    on = day(call, options.on)
    done = case_letters_kept.sent(call.store, ids or [waiting[0].id], on, _how(call), call.today)
    return _told_sent(call, on, done.letters, done.warnings, [])


def _told_sent(
    call: Call, on: "date", letters: Sequence[str], warnings: Sequence[str], files: Sequence[str]
) -> int:
    if not call.out.as_json:
        for each in warnings:
            call.out.say(f"! {each}")
    said = f"Sent on {on.strftime('%d/%m/%Y')}, by {_how(call)}: "
    return told(call, f"{said}{counted(len(letters), 'letter')}.", letters=letters,
                warnings=warnings, files=files)  # fmt: skip


def _remove(call: Call) -> int:
    """Remove a letter that was drafted and never sent."""
    from sendtui.services import case_letters_kept

    view = case_named.view(call)
    named = call.options.words[1] if len(call.options.words) > 1 else ""
    found = case_named.nth(call, view, "letter", view.letters, named)
    case_letters_kept.remove(call.store, found.id)
    return told(call, f"Removed: {found.label}, which was only drafted.", id=found.id)


def _batch(call: Call, sort: str) -> int:
    """Write one letter for every case that the flags name, or say for which it would be."""
    from sendtui.services import case_letters_batch

    options = call.options
    if sort not in LETTERS:
        raise UsageError(f"There is no letter {sort!r}. “letter cases” lists them.")
    found = case_letters_batch.batch(
        call.store, _cases(call), sort, call.today,
        dated=day_or_none(call, options.dated), given=_given(call, sort), to=options.to,
        with_confidential=options.with_confidential,
    )  # fmt: skip
    for name, why in found.left_out:
        call.out.say(f"None for {name}: {why}")
    if options.dry_run or not options.into:
        if call.out.as_json:
            call.out.data([{"to": e.to.names, "about": e.identity} for e in found.letters])
        for each in () if call.out.as_json else found.letters:
            call.out.line(f"{each.to.names}: {each.identity}")
        call.out.say(f"{found.says}. --into FOLDER or FILE.pdf writes them.")
        return 0 if found.letters else 1
    where = Path(options.into)
    is_print = options.form == "pdf" or where.suffix.lower() == ".pdf"
    protecting.show(call, list(dict.fromkeys(e.pupil for e in found.letters)), "many")
    secret = ""
    if options.protected or not (is_print or options.plain_file):
        secret = protecting.password(call)
    sent = (day(call, options.sent), _how(call)) if options.sent else None
    done = case_letters_batch.write(
        call.store, found.letters, where, call.today, ending=f".{options.form}", sent=sent,
        basis=options.basis, although=options.although, password=secret,
    )  # fmt: skip
    facts = protecting.tell(call, secret, done.files[0]) if secret else {}
    for warning in done.sent.warnings if done.sent else ():
        call.out.say(f"! {warning}")
    gone = f", sent by {_how(call)}" if done.sent else ", drafted"
    written = counted(len(done.files), "file")
    return told(call, f"{found.says}: {written}{gone}.", files=[str(p) for p in done.files],
                letters=done.letters, **facts)  # fmt: skip


def _cases(call: Call) -> list[str]:
    from sendtui.services import case_list

    options = call.options
    asked = case_list.Asked(
        caseworker=options.caseworker or "", process=options.process or "",
        stage=options.stage or "", setting=options.setting or "", late=options.late,
        within=options.within,
    )  # fmt: skip
    return [each.id for each in case_list.listing(call.store, call.today, asked)]


_ACTS: dict[str, Callable[[Call], int]] = {"kept": _kept, "sent": _sent, "remove": _remove}
