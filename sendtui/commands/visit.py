"""Visits to families: picked before leaving, noted while talking, left behind, filed later.

  sendtui visit pick UPN …            the children seen today; without UPN, who is picked
  sendtui visit beside UPN            what a screen beside the family shows: this child alone
  sendtui visit begin UPN --from FILE           where, present, and whose case
  sendtui visit note UPN --text-file -          the notes as they stand, in place of those before
  sendtui visit hear UPN pupil --text-file -    what the pupil said, or a parent, in their words
  sendtui visit agree UPN --by 4/12/26 --owner NAME --text-file -       what was agreed
  sendtui visit read UPN              what is read back: what was said and agreed
  sendtui visit leave UPN --pdf FILE  left behind: what we agreed, by when, in the family's format
  sendtui visit list UPN              all visits, the newest first
  sendtui visit unfiled               whose notes wait to be tidied
  sendtui visit file UPN --text-file FILE       the tidied notes go into the record as a contact
  sendtui visit carry FILE [UPN …]    a day file: an encrypted copy of these children alone
  sendtui visit back FILE             what was written in the day file comes back

An act is about the visit of today, or of --on. A day file opens as any case file: --store FILE.
"""

from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sendtui.commands import protecting
from sendtui.commands.acts import fields, require, told
from sendtui.commands.call import Call, ask_secret, read_secret, require_vacant
from sendtui.commands.given import add_sources, day, day_or_none
from sendtui.errors import SendtuiError, UsageError
from sendtui.rules.counting import counted

if TYPE_CHECKING:
    from sendtui.services.visits import VisitView


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("act", choices=list(ACTS), metavar="ACT", help="one of those above")
    parser.add_argument("words", nargs="*", metavar="UPN|FILE", help="whose, or which file")
    parser.add_argument("--on", metavar="DATE", help="the day of the visit; today without it")
    add_sources(parser, "what was noted, said, agreed or is filed")
    parser.add_argument("--owner", default="", metavar="NAME", help="agree: who does it")
    parser.add_argument("--by", metavar="DATE", help="agree: by when")
    parser.add_argument("--to", default="", metavar="WHO", help="leave: parents, pupil, or a name")
    parser.add_argument("--pdf", metavar="FILE", help="leave: print it to an accessible PDF")
    parser.add_argument("--docx", metavar="FILE", help="leave: write it for Word")
    parser.add_argument("--easy-read", action="store_true", default=None,
                        help="leave: in short words, whatever is recorded")  # fmt: skip
    parser.add_argument("--large-print", action="store_true", default=None,
                        help="leave: 18 points or more, whatever is recorded")  # fmt: skip
    parser.add_argument("--with-confidential", action="store_true",
                        help="leave: also what is marked confidential")  # fmt: skip
    parser.add_argument("--although", default="", metavar="REASON",
                        help="leave: why somebody who may not receive it does")  # fmt: skip
    parser.add_argument("--replace", action="store_true", help="write over a file of this name")
    protecting.add_flags(parser)
    parser.add_argument("--day-passphrase-file", metavar="FILE", help="carry: the passphrase of "
                        "the day file is the first line of this")  # fmt: skip


def run(call: Call) -> int:
    """Do one act."""
    return ACTS[call.options.act](call)


def _pupil(call: Call) -> str:
    from sendtui.services.pupils import find_one

    if not call.options.words:
        raise UsageError(f"Say whose visit: sendtui visit {call.options.act} UPN.")
    return find_one(call.store, call.options.words[0])


def _visit(call: Call) -> "VisitView":
    """The visit of the day that waits to be filed.

    Raises SendtuiError where none is begun.
    """
    from sendtui.services import visits

    on = day(call, call.options.on)
    found = visits.of_pupil(call.store, _pupil(call), call.today)
    chosen = next((each for each in found if each.on == on and each.filed_on is None), None)
    if chosen is None:
        raise SendtuiError("No visit of that day waits. “visit begin UPN” begins one.")
    return chosen


def _pick(call: Call) -> int:
    from sendtui.services import visit_beside
    from sendtui.services.pupils import find_one

    if call.options.words:
        pupils = [find_one(call.store, each) for each in call.options.words]
        visit_beside.pick(call.store, pupils, call.today)
    found = visit_beside.picked(call.store, call.today)
    if call.out.as_json:
        call.out.data(found)
        return 0
    for each in found:
        call.out.line(f"{each.name}  {each.detail}".rstrip())
        for mind in (*each.minds, *(f"May not be met or told: {bar}" for bar in each.against)):
            call.out.line(f"  ! {mind}")
    call.out.say(f"{counted(len(found), 'child', 'children')} picked for today.")
    return 0


def _beside(call: Call) -> int:
    from sendtui.services import visit_beside, visit_pages

    found = visit_beside.beside(call.store, _pupil(call), call.today)
    if call.out.as_json:
        call.out.data(found)
        return 0
    call.out.line(found.name)
    for mind in found.minds:
        call.out.line(f"! {mind}")
    for each in found.before:
        call.out.line(f"Agreed before: {visit_pages.agreement(each)}")
    if found.visit is not None:
        call.out.line(visit_pages.read_back(found.visit, found.forename))
    return 0


def _begin(call: Call) -> int:
    from sendtui.services import visits

    given = fields(call, "where", ("where", "present", "case"))
    on = day(call, call.options.on)
    made = visits.begin(call.store, _pupil(call), on, call.today, **given)
    return told(call, "Begun. Nothing but this child is on “visit beside UPN”.", id=made)


def _note(call: Call) -> int:
    from sendtui.services import visits

    given = fields(call, "said", ("said",))
    require(given, "said", "The notes")
    found = _visit(call)
    visits.note(call.store, found.id, str(given["said"]), dict(found.heads))
    return told(call, "Kept. “visit file UPN” files them once they are tidied.", id=found.id)


def _hear(call: Call) -> int:
    from sendtui.services import visits

    whose = call.options.words[1] if len(call.options.words) > 1 else ""
    given = fields(call, "words", ("words",))
    require(given, "words", "What was said")
    if whose not in ("pupil", "parent"):
        raise UsageError("Say whose words: sendtui visit hear UPN pupil, or parent.")
    made = visits.hear(call.store, _visit(call).id, whose, str(given["words"]))
    return told(call, "Written down.", id=made)


def _agree(call: Call) -> int:
    from sendtui.services import visits

    given = fields(call, "what", ("what", "owner", "due"), ("due",))
    require(given, "what", "What was agreed")
    due = day_or_none(call, call.options.by) or given.get("due")
    owner = call.options.owner or str(given.get("owner", ""))
    visit = _visit(call).id
    made = visits.agree(call.store, visit, str(given["what"]), owner=owner, due=due)
    return told(call, "Agreed.", id=made)


def _read(call: Call) -> int:
    from sendtui.services import visit_beside, visit_pages

    found = _visit(call)
    about = visit_beside.beside(call.store, found.pupil, call.today)
    said = visit_pages.read_back(found, about.forename)
    if call.out.as_json:
        call.out.data({"id": found.id, "text": said})
    else:
        call.out.line(said)
    return 0


def _leave(call: Call) -> int:
    from sendtui.services import letters, visit_pages

    options, visit = call.options, _visit(call)
    found = visit_pages.leave_behind(
        call.store, visit.id, call.today, to=options.to, easy=options.easy_read,
        large=options.large_print, with_confidential=options.with_confidential,
    )  # fmt: skip
    for mind in dict.fromkeys(mind for each in found for mind in each.to.minds):
        call.out.say(f"Mind: {mind}")
    files = [Path(each) for each in (options.pdf, options.docx) if each]
    if not files:
        if call.out.as_json:
            call.out.data([{"to": each.to.names, "text": letters.text(each)} for each in found])
        for each in () if call.out.as_json else found:
            call.out.line(letters.text(each))
        return 0
    protecting.before(call, [visit.pupil], " | ".join(each.to.names for each in found))
    is_secret = bool(options.docx) and not options.plain_file
    secret = protecting.password(call) if is_secret else ""
    written, facts = list[Path](), dict[str, object]()
    for file in files:
        password = secret if file.suffix.lower() != ".pdf" else ""
        for each, place in zip(found, letters.places(file, len(found)), strict=True):
            require_vacant(place, replace=options.replace)
            path = letters.write(call.store, each, place, call.today, password=password,
                                 although=options.although)  # fmt: skip
            written.append(path)
            if password and not facts:
                facts = protecting.tell(call, password, path)
    return told(call, f"Written: {counted(len(written), 'file')}.",
                files=[str(path) for path in written], **facts)  # fmt: skip


def _list(call: Call) -> int:
    from sendtui.services import visits

    return _shown(call, visits.of_pupil(call.store, _pupil(call), call.today))


def _unfiled(call: Call) -> int:
    from sendtui.services import visits

    return _shown(call, visits.unfiled(call.store, call.today))


def _shown(call: Call, found: "Sequence[VisitView]") -> int:
    if call.out.as_json:
        call.out.data(found)
        return 0 if found else 1
    lines = [
        {
            "On": each.on,
            "Pupil": each.name,
            "Where": each.where,
            "With": each.present,
            "Views": len(each.voices) or None,
            "Agreed": len(each.agreed) or None,
            "Notes": each.said,
            "Filed": each.filed_on or "waits",
        }
        for each in found
    ]
    headings = ["On", "Pupil", "Where", "With", "Views", "Agreed", "Notes", "Filed"]
    call.out.table(headings, lines, empty="There is no such visit.")
    return 0 if found else 1


def _file(call: Call) -> int:
    from sendtui.services import visits

    given = fields(call, "said", ("said", "who"))
    found = _visit(call)
    said = str(given.get("said", "") or found.said)
    made = visits.file(call.store, found.id, said, call.today, who=str(given.get("who", "")))
    return told(call, "Filed as a contact.", id=made)


def _carry(call: Call) -> int:
    from sendtui.services import day_file, visit_beside
    from sendtui.services.pupils import find_one

    options = call.options
    if not options.words:
        raise UsageError("Say where to: sendtui visit carry FILE.")
    named = [find_one(call.store, each) for each in options.words[1:]]
    pupils = named or list(visit_beside.picked_ids(call.store, call.today))
    if not pupils:
        raise SendtuiError(f"{day_file.NOBODY} “sendtui visit pick UPN” does.")
    protecting.before(call, pupils, call.store.author)
    if options.day_passphrase_file:
        passphrase = read_secret(Path(options.day_passphrase_file))
    else:
        otherwise = "Give the day file its passphrase with --day-passphrase-file FILE."
        passphrase = ask_secret("A passphrase for the day file: ", otherwise)
    done = day_file.carry(call.store, Path(options.words[0]), pupils, passphrase, call.today)
    if done.held_back:
        call.out.say(f"{counted(done.held_back, 'confidential record')} stayed home.")
    says = f"Written to {done.path.name}: {counted(len(done.names), 'child', 'children')}."
    call.out.say(f"It opens with: sendtui --store {done.path}")
    return told(call, says, file=str(done.path), pupils=len(done.names), held_back=done.held_back)


def _back(call: Call) -> int:
    from sendtui.services import day_file

    if len(call.options.words) != 1:
        raise UsageError("It goes: sendtui visit back FILE.")
    path = Path(call.options.words[0])
    done = day_file.bring_back(call.store, path, call.today)
    for name in done.names if not call.out.as_json else ():
        call.out.line(name)
    if done.drafts:
        forms = counted(done.drafts, "form was", "forms were")
        call.out.say(f"! {forms} typed in it and never saved: open it, save, bring it back again.")
    if done.clashes:
        clashes = counted(len(done.clashes), "field says", "fields say")
        call.out.say(f"! {clashes} two things: “sendtui clash list”.")
    if not done.drafts:
        call.out.say(f"All of it is here. It can go: sendtui wipe --store {path}")
    return told(call, f"Brought back: {counted(done.new, 'change')}.", changes=done.new,
                names=done.names, clashes=len(done.clashes), drafts=done.drafts)  # fmt: skip


ACTS: dict[str, Callable[[Call], int]] = {
    "pick": _pick,
    "beside": _beside,
    "begin": _begin,
    "note": _note,
    "hear": _hear,
    "agree": _agree,
    "read": _read,
    "leave": _leave,
    "list": _list,
    "unfiled": _unfiled,
    "file": _file,
    "carry": _carry,
    "back": _back,
}
"""Each act and the function that does it."""
