"""A pupil's one-page profile: read it, write it, sign it, print it.

Without a flag the profile is printed as text: the signed one, or else the draft. Words come as a
JSON document (--set FILE, or - for standard input) with any of: made_on, gathered, appreciate,
important, support, communication, triggers, helps, adjustments; or one heading at a time
(--field important --text-file FILE). Saving after signing makes the next version.
"""

from argparse import ArgumentParser
from pathlib import Path

from sendtui.commands import protecting
from sendtui.commands.call import Call, make_folder, require_vacant
from sendtui.commands.given import day, one_document, with_days
from sendtui.errors import SendtuiError, UsageError
from sendtui.rules.counting import counted

Facts = dict[str, object]
"""What was done, for a program to read."""


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("upn", nargs="?", default="", metavar="UPN", help="whose profile")
    parser.add_argument("--show", action="store_true", help="print it as text (also the default)")
    parser.add_argument("--version", type=int, default=0, metavar="N", help="this version of it")
    parser.add_argument("--versions", action="store_true", help="list every version")
    parser.add_argument("--set", dest="source", metavar="FILE", help="save these words (JSON)")
    parser.add_argument("--field", help="save one heading, with --text-file")
    parser.add_argument("--text-file", metavar="FILE", help="its words, or - for standard input")
    parser.add_argument("--sign", action="store_true", help="freeze the draft")
    parser.add_argument("--on", metavar="DATE", help="the day it is signed; today without it")
    parser.add_argument("--by", metavar="WHO", help="who signs; you without it")
    parser.add_argument("--pdf", metavar="FILE", help="print it to an accessible PDF")
    parser.add_argument("--text", metavar="FILE", help="write its plain-text twin")
    parser.add_argument("--large-print", action="store_true", help="18 points or more")
    protecting.add_print_flags(parser)
    parser.add_argument("--plain-file", action="store_true", help="--text without a password")
    protecting.add_log_flags(parser)
    parser.add_argument("--with-confidential", action="store_true",
                        help="also what is marked as confidential")  # fmt: skip
    parser.add_argument("--all", action="store_true", help="everybody who has one, a file each")
    parser.add_argument("--class", dest="class_name", default="", help="with --all: this class")
    parser.add_argument("--pdf-dir", metavar="DIR", help="with --all: the folder they go to, "
                        "made if need be")  # fmt: skip
    parser.add_argument("--replace", action="store_true", help="write over files of these names")


def run(call: Call) -> int:
    """Save, sign and print, in that order, whatever was asked for."""
    from sendtui.services.pupils import find_one

    options = call.options
    if options.all:
        return _print_all(call)
    if options.class_name or options.pdf_dir:
        raise UsageError("--class and --pdf-dir go with --all.")
    if not options.upn:
        raise UsageError("Say whose profile: sendtui profile UPN, or --all --pdf-dir DIR.")
    pupil = find_one(call.store, options.upn)
    if options.pdf:
        require_vacant(Path(options.pdf), replace=options.replace)
    if options.text:
        text = Path(options.text)
        place = text if options.plain_file else protecting.place(text, text.suffix)
        require_vacant(place, replace=options.replace)
    acted = {**_save(call, pupil), **_sign(call, pupil), **_write(call, pupil)}
    if options.versions:
        return _versions(call, pupil)
    if options.show or not acted:
        return _show(call, pupil)
    if call.out.as_json:
        call.out.data(acted)
    return 0


def _save(call: Call, pupil: str) -> Facts:
    from sendtui.services import profiles

    options = call.options
    if options.source is None and options.field is None:
        return {}
    values = with_days(call, one_document(call), ("made_on",))
    if options.field is not None:
        if options.field not in profiles.WORDS and options.field != "gathered":
            known = ", ".join(("gathered", *profiles.WORDS))
            raise UsageError(f"There is no heading {options.field!r}. There are: {known}.")
        values[options.field] = call.text(options.text_file)
    saved = profiles.save(call.store, pupil, values, today=call.today)
    call.out.say("The draft is saved.")
    return {"id": saved}


def _sign(call: Call, pupil: str) -> Facts:
    from sendtui.services import profiles

    if not call.options.sign:
        return {}
    draft = profiles.draft(call.store, pupil, call.today)
    if not draft.id:
        raise SendtuiError("There is no draft to sign. Save one first: --set FILE.")
    by = call.options.by or call.store.author
    profiles.sign(call.store, draft.id, on=day(call, call.options.on), by=by, today=call.today)
    call.out.say(f"Version {draft.version} is signed and frozen.")
    return {"id": draft.id, "signed": draft.version}


def _write(call: Call, pupil: str) -> Facts:
    from sendtui.services import profile_pages

    options, version = call.options, call.options.version
    if options.large_print and not options.pdf:
        raise UsageError("--large-print goes with --pdf FILE, or --all --pdf-dir DIR.")
    facts: Facts = {}
    is_secret = options.protected or (options.text and not options.plain_file)
    if options.pdf or options.text:
        protecting.before(call, [pupil], options.to)
    password = protecting.password(call) if is_secret else ""
    along = options.with_confidential
    if options.pdf:
        path = profile_pages.write_pdf(
            call.store,
            pupil,
            Path(options.pdf),
            call.today,
            large=options.large_print,
            version=version,
            with_confidential=along,
            **protecting.leaving(call, password if options.protected else ""),
        )
        facts = {"pdf": str(path), **_length(call, pupil)}
        facts |= protecting.tell(call, password, path) if options.protected else {}
    if options.text:
        kept = "" if options.plain_file else password
        path = profile_pages.write_text(
            call.store,
            pupil,
            Path(options.text),
            call.today,
            version=version,
            with_confidential=along,
            **protecting.leaving(call, kept),
        )
        call.out.say("The text is written.")
        facts["text"] = str(path)
        facts |= protecting.tell(call, kept, path) if kept else {}
    return facts


def _length(call: Call, pupil: str) -> Facts:
    from sendtui.services import profile_pages

    options = call.options
    page = profile_pages.page(call.store, pupil, call.today, version=options.version)
    pages = profile_pages.pages_of(page, large=options.large_print)
    draft = "" if page.signed_on else " It is a draft."
    call.out.say(f"The PDF is written: {counted(pages, 'page')}.{draft}")
    return {"pages": pages, "version": page.version}


def _show(call: Call, pupil: str) -> int:
    from sendtui.services import profile_pages, profiles

    version = call.options.version
    page = profile_pages.page(call.store, pupil, call.today, version=version)
    if call.out.as_json:
        call.out.data(page)
    else:
        text = profile_pages.text(call.store, pupil, call.today, version=version)
        call.out.line(text.rstrip("\n"))
    if profile_pages.pages_of(page) > 1:
        call.out.say("It does not fit one page: shorten the longest words.")
    newest = next(iter(profiles.versions(call.store, pupil)), None)
    if newest and newest.signed_on is None and newest.version > page.version:
        call.out.say(
            f"A draft, version {newest.version}, is newer: --version {newest.version} shows it."
        )
    age = profiles.age(call.store, pupil, call.today)
    if not age.met:
        call.out.say(f"{age.missing} ({age.citation})")
    return 0


def _versions(call: Call, pupil: str) -> int:
    from sendtui.services import profiles

    found = profiles.versions(call.store, pupil)
    if call.out.as_json:
        call.out.data(found)
        return 0 if found else 1
    lines = [
        {"Version": v.version, "Made": v.made_on, "Signed": v.signed_on, "By": v.signed_by}
        for v in found
    ]
    headings = ["Version", "Made", "Signed", "By"]
    return 0 if call.out.table(headings, lines, empty="No profile yet.") else 1


def _print_all(call: Call) -> int:
    from sendtui.services import profile_pages

    options = call.options
    if options.upn or not options.pdf_dir:
        raise UsageError("--all takes no UPN, and needs a folder: --all --pdf-dir DIR.")
    folder = Path(options.pdf_dir)
    pupils = profile_pages.with_profiles(call.store, options.class_name)
    if not pupils:
        raise SendtuiError("Nobody there has a profile to print.")
    protecting.before(call, pupils, options.to)
    make_folder(folder)
    with call.progress("Printing profiles") as move:
        printed = profile_pages.write_all(
            call.store,
            pupils,
            folder,
            call.today,
            large=options.large_print,
            recipient=options.to,
            basis=options.basis,
            although=options.although,
            replace_old=options.replace,
            progress=move,
        )
    drafts = sum(each.draft for each in printed)
    if held := len(pupils) - len(printed):
        call.out.say(f"{counted(held, 'confidential profile')} left out.")
    call.out.say(f"Profiles printed: {len(printed)}; of those drafts: {drafts}.")
    if call.out.as_json:
        call.out.data({"printed": len(printed), "drafts": drafts, "folder": options.pdf_dir})
    return 0
