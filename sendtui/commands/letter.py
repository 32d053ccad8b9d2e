"""Letters to families and of EHC cases, the yearly report, and forms for views.

  sendtui letter sen-support UPN                    the letter that tells of SEN Support, as text
  sendtui letter sen-support UPN --pdf FILE         the same, printed: one for each household
  sendtui letter sen-support UPN --service "Speech therapy"   and how to ask for it
  sendtui letter sen-support UPN --sent 3/2/26 --how post     the parents were told (s.68)
  sendtui letter yearly UPN --since 1/9/25 --pdf FILE         how the year went
  sendtui letter views UPN --to pupil --pdf FILE    a form to fill in by hand; --to parents
  sendtui letter views UPN --to parents --xlsx FILE           a form to fill in and send back
  sendtui letter back UPN FILE --to parents --dry-run         what it says; then without --dry-run
  sendtui letter wording sen-support                the words, to be changed in a folder “letters”
  sendtui letter head --from FILE                   address, SENDIASS, mediation adviser, who signs

Letters of a case (“letter cases” lists them, each with what is to be typed for it):

  sendtui letter draft-cover UPN --pdf FILE         the day to answer by stands in its first line
  sendtui letter decision-not-assess UPN --docx FILE --text-file REASONS
  sendtui letter advice-chase UPN --about 2 --pdf FILE        number 2 of “case show”
  sendtui letter review-invitation UPN --to everybody --pdf FILE  the family and each professional
  sendtui letter late UPN --answers NA-03 --from FILE         {"why": "…", "new_day": "8/1/27"}
  sendtui letter kept UPN                           what was drafted, and what was sent
  sendtui letter sent UPN 3 --on 3/2/26 --how post  number 3 of “kept” was sent
  sendtui letter batch consultation-chase --late --into FOLDER|FILE.pdf --sent 3/2/26 --how e-mail

Who may receive it, where they live, their language and their format needs come from the record
(“sendtui person”). A second household has a file of its own, FILE-2. A PDF is a print; --text,
--docx and --xlsx are files that leave, with a password unless --plain-file. To change the words,
put a file of the wording's name into the folder “letters” beside the case file.
"""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sendtui.commands import protecting
from sendtui.commands.acts import told
from sendtui.commands.call import Call, require_vacant
from sendtui.commands.given import add_sources, day, day_or_none, days_of, one_document
from sendtui.errors import UsageError
from sendtui.rules.case_letters import LETTERS

if TYPE_CHECKING:
    from sendtui.services.letters import Letter, Sort

_SORTS: dict[str, "Sort"] = {"sen-support": "sen-support", "yearly": "yearly", "views": "views"}
_CASES = ("cases", "kept", "sent", "remove", "batch")
_OTHERS = ("back", "wording", "head")
_ACTS = (*_SORTS, *_OTHERS, *_CASES, *LETTERS)


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    shown = (*_SORTS, *_OTHERS, *_CASES)
    parser.add_argument("act", choices=_ACTS, metavar="ACT", help=f"{', '.join(shown)}, or a "
                        "letter of a case")  # fmt: skip
    parser.add_argument("words", nargs="*", metavar="PUPIL", help="UPN, admission number or id; "
                        "back: and the FILE; wording: its name")  # fmt: skip
    parser.add_argument("--to", default="", metavar="WHO", help="parents, pupil, or a name; "
                        "parents without it; of a review: everybody")  # fmt: skip
    parser.add_argument("--without", action="append", default=[], metavar="NAME",
                        help="of everybody, not them; may be repeated")  # fmt: skip
    parser.add_argument("--pdf", metavar="FILE", help="print it to an accessible PDF")
    parser.add_argument("--text", metavar="FILE", help="write it as text")
    parser.add_argument("--docx", metavar="FILE", help="write it for Word")
    parser.add_argument("--xlsx", metavar="FILE", help="views: the form as a workbook")
    parser.add_argument("--large-print", action="store_true", default=None,
                        help="18 points or more, whatever is recorded")  # fmt: skip
    parser.add_argument("--easy-read", action="store_true", default=None,
                        help="in short words, whatever is recorded")  # fmt: skip
    parser.add_argument("--service", action="append", default=[], metavar="NAME",
                        help="tell of this service; may be repeated")  # fmt: skip
    parser.add_argument("--since", metavar="DATE", help="yearly: where it begins; a year ago")
    parser.add_argument(
        "--sent", metavar="DATE", help="it was sent (sen-support: they were told) on this day"
    )
    parser.add_argument("--how", default="", metavar="HOW", help="post, by hand, e-mail")
    parser.add_argument("--on", metavar="DATE", help="back: the day it was said, sent: the day it "
                        "went; today without it")  # fmt: skip
    parser.add_argument("--dry-run", action="store_true", help="back, a case's letter, batch: only "
                        "show what it says, or to whom it goes")  # fmt: skip
    parser.add_argument("--protected", action="store_true", help="put a password on the PDF, too")
    protecting.add_flags(parser)
    parser.add_argument("--replace", action="store_true", help="write over a file of this name")
    parser.add_argument("--basis", default="", metavar="WHY", help="on what basis, for the log")
    parser.add_argument("--although", default="", metavar="REASON",
                        help="why somebody who may not receive it does, for the log")  # fmt: skip
    parser.add_argument("--with-confidential", action="store_true",
                        help="a case's letter: also what is marked confidential")  # fmt: skip
    _add_of_cases(parser)


def _add_of_cases(parser: ArgumentParser) -> None:
    """The flags of a case's letters."""
    add_sources(parser, "what the letter's main blank says")
    parser.add_argument("--case", metavar="N", help="its number in “case show”, or its id")
    parser.add_argument("--about", default="", metavar="N", help="the advice or the consultation, "
                        "by its number in “case show”")  # fmt: skip
    parser.add_argument("--answers", default="", metavar="RULE", help="the limit, such as NA-03")
    parser.add_argument("--dated", metavar="DATE", help="the day the letter bears; today")
    parser.add_argument("--into", metavar="PLACE", help="batch: a folder, or one FILE.pdf for all")
    parser.add_argument("--form", choices=("pdf", "docx", "txt"), default="pdf",
                        help="batch: what each file in the folder is")  # fmt: skip
    parser.add_argument("--process", help="which case; batch: only these")
    parser.add_argument("--caseworker", metavar="NAME", help="batch: only whose cases")
    parser.add_argument("--stage", help="batch: only cases at this stage")
    parser.add_argument("--setting", metavar="NAME", help="batch: only this setting")
    parser.add_argument("--late", action="store_true", help="batch: only cases that are late")
    parser.add_argument("--within", type=days_of, metavar="28d", help="batch: due within so long")


def run(call: Call) -> int:
    """Show, write or log a letter; read a form; or print a wording."""
    from sendtui.services.pupils import find_one

    act, words = call.options.act, call.options.words
    if act == "wording":
        return _wording(call, words)
    if act == "head":
        return _head(call)
    if act in LETTERS or act in _CASES:
        from sendtui.commands import case_letters

        return case_letters.run(call)
    needed = 2 if act == "back" else 1
    if len(words) != needed:
        raise UsageError(f"It goes: sendtui letter {act} UPN{' FILE' if act == 'back' else ''}.")
    pupil = find_one(call.store, words[0])
    if act == "back":
        from sendtui.commands import letter_back

        return letter_back.take(call, pupil, Path(words[1]))
    if call.options.sent:
        return _sent(call, pupil)
    return _letters(call, pupil)


def _letters(call: Call, pupil: str) -> int:
    from sendtui.services import letters

    options = call.options
    found = letters.letters(
        call.store,
        pupil,
        _SORTS[options.act],
        call.today,
        to=options.to,
        easy=options.easy_read,
        large=options.large_print,
        since=day_or_none(call, options.since),
        services=options.service,
    )
    for mind in dict.fromkeys(mind for each in found for mind in each.all_minds):
        call.out.say(f"Mind: {mind}")
    named = (options.pdf, options.text, options.docx, options.xlsx)
    files = [Path(each) for each in named if each]
    if files:
        return _write(call, pupil, found, files)
    if call.out.as_json:
        call.out.data([{"to": each.to.names, "text": letters.text(each)} for each in found])
        return 0
    for each in found:
        call.out.line(letters.text(each))
    return 0


def _write(call: Call, pupil: str, found: "Sequence[Letter]", files: Sequence[Path]) -> int:
    from sendtui.services import letters

    options = call.options
    leaves = options.protected or bool(options.text or options.docx or options.xlsx)
    to = " | ".join(each.to.names for each in found)
    protecting.show(call, [pupil], to)
    if leaves:
        protecting.confirm(call, [pupil])
    is_secret = options.protected or (leaves and not options.plain_file)
    password = protecting.password(call) if is_secret else ""
    plan = [
        (each, place, _secret(call, place, password))
        for file in files
        for each, place in zip(found, letters.places(file, len(found)), strict=True)
    ]
    for _, place, secret in plan:
        kept = protecting.place(place, place.suffix) if secret else place
        require_vacant(kept, replace=options.replace)
    written, facts = [], dict[str, object]()
    for each, place, secret in plan:
        path = letters.write(call.store, each, place, call.today, basis=options.basis,
                             although=options.although, password=secret)  # fmt: skip
        written.append(path)
        prints = _prints(each) if path.suffix == ".pdf" else ""
        call.out.say(f"Written to {path.name}, for {each.to.within}{prints}.")
        if secret and not facts:
            facts = protecting.tell(call, secret, path)
    call.out.say("Read it before it goes: a first name alone is not recognised.")
    if options.act == "sen-support":
        call.out.say("Once it is sent: sendtui letter sen-support UPN --sent DATE --how post.")
    if call.out.as_json:
        call.out.data({"files": [str(path) for path in written], **facts})
    return 0


def _secret(call: Call, place: Path, password: str) -> str:
    """The password of one file: a PDF is a print unless it is to be protected."""
    if place.suffix.lower() == ".pdf":
        return password if call.options.protected else ""
    return "" if call.options.plain_file else password


def _prints(letter: "Letter") -> str:
    said = [words for words, is_so in (("large print", letter.large), ("easy read", letter.easy))
            if is_so]  # fmt: skip
    return f" ({', '.join(said)})" if said else ""


def _sent(call: Call, pupil: str) -> int:
    from sendtui.services import letters

    options = call.options
    if options.act != "sen-support":
        raise UsageError("--sent goes with sen-support: it writes down that the parents were told.")
    if options.pdf or options.text or options.docx or options.xlsx:
        raise UsageError("First write the letter; once it is sent, say so with --sent DATE alone.")
    on, how = day(call, options.sent), options.how or "letter"
    status = letters.sent(call.store, pupil, on, how, call.today)
    call.out.say(f"Done: the parents were told on {on.strftime('%d/%m/%Y')}, by {how}.")
    if call.out.as_json:
        call.out.data({"status": status, "told_on": on, "how": how})
    return 0


def _wording(call: Call, words: Sequence[str]) -> int:
    from sendtui.services import letter_wordings

    if len(words) > 1:
        raise UsageError("It goes: sendtui letter wording NAME.")
    if not words:
        for name in letter_wordings.names():
            call.out.line(name)
        call.out.say(f"Your own go into {letter_wordings.folder(call.store)}, each NAME.txt.")
        return 0
    text, theirs = letter_wordings.wording(call.store, words[0])
    call.out.say(f"From {theirs}." if theirs else "The program's own. To change it, save it as "
                 f"{letter_wordings.folder(call.store) / words[0]}.txt.")  # fmt: skip
    call.out.line(text.rstrip())
    return 0


def _head(call: Call) -> int:
    """Print what letters say of whoever writes them, or change it."""
    from sendtui.services import letterhead

    given = one_document(call)
    if given:
        changed = letterhead.change(call.store, given)
        return told(call, f"Changed: {', '.join(changed) or 'nothing'}.", changed=changed)
    found = letterhead.head(call.store)
    values = {name: found.values[name] for name in letterhead.FIELDS}
    if call.out.as_json:
        call.out.data(values)
    titles = {field.name: field.title for field in found.fields}
    for name, value in values.items() if not call.out.as_json else ():
        call.out.line(f"{titles[name]}: {value}")
    return 0
