"""Documents about a pupil: reports, letters, plans and pictures, encrypted in the case file.

  sendtui document list UPN
  sendtui document add UPN FILE --sort report --dated 3/2/26 --supports need:1
  sendtui document show UPN 2             what is known of number 2 of “list”
  sendtui document open UPN 2             the words in it, here and nowhere else
  sendtui document save UPN 2 FILE        a copy with a password, logged; --plain-file without one
  sendtui document amend UPN 2 --sort letter --author -   (or --from FILE)
  sendtui document remove UPN 2

Taken in are PDF, Word (.docx), JPEG, PNG and plain text up to 25 MB, told by their bytes and not by
their name; --dry-run only says what it is and how large. Fields: title, sort, author, organisation,
dated, received_on, supports, note. --supports names what it is the source of: need:1, provision:2,
outcome:1, evidence:3, concern:1, status:1 or restriction:1, or an id; several with a comma. A value
of - empties a field.
"""

from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING

from sendtui.commands import protecting
from sendtui.commands.acts import listed, told
from sendtui.commands.call import Call, require_vacant
from sendtui.commands.given import one_document, read_day, with_days
from sendtui.errors import SendtuiError, UsageError

if TYPE_CHECKING:
    from sendtui.services.papers import DocumentView

_DAYS = ("dated", "received_on")
_FLAGS = ("title", "sort", "author", "organisation", "dated", "received_on", "supports")
_TAKES = {"list": 0, "add": 1, "show": 1, "open": 1, "amend": 1, "remove": 1, "save": 2}
"""Each act and how many words it takes after the pupil."""


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("act", choices=list(_TAKES), metavar="ACT", help=", ".join(_TAKES))
    parser.add_argument("upn", metavar="PUPIL", help="UPN, admission number or id")
    parser.add_argument("words", nargs="*", metavar="NUMBER|FILE", help="as shown above")
    parser.add_argument("--title", help="add, amend: what it is called; the file's name without it")
    parser.add_argument("--sort", help="report, letter, plan, advice, assessment, picture, other")
    parser.add_argument("--author", help="who wrote it")
    parser.add_argument("--organisation", help="for whom they work")
    parser.add_argument("--dated", metavar="DATE", help="the day it bears")
    parser.add_argument("--received-on", metavar="DATE", help="when it came; today without it")
    parser.add_argument("--supports", metavar="WHAT", help="what it is the source of: need:1 …")
    parser.add_argument("--from", dest="source", metavar="FILE",
                        help="the fields as a JSON document, or - for standard input")  # fmt: skip
    parser.add_argument("--dry-run", action="store_true", help="add: only say what it is")
    protecting.add_flags(parser)
    parser.add_argument("--replace", action="store_true", help="save: over a file of this name")
    parser.add_argument("--to", default="", metavar="WHO", help="save: whom it is for, for the log")
    parser.add_argument("--basis", default="", metavar="WHY", help="save: on what basis")
    parser.add_argument("--although", default="", metavar="REASON",
                        help="save: why somebody who may not receive it does")  # fmt: skip
    parser.add_argument("--with-confidential", action="store_true",
                        help="save: though it is marked as confidential")  # fmt: skip
    parser.add_argument("--confidential", action="store_true", help="list, show, open: show it")


def run(call: Call) -> int:
    """Do one act."""
    from sendtui.services import confidential
    from sendtui.services.pupils import find_one

    act, given = call.options.act, call.options.words
    if len(given) != _TAKES[act]:
        after = {0: "", 1: " FILE" if act == "add" else " NUMBER", 2: " NUMBER FILE"}[_TAKES[act]]
        raise UsageError(f"It goes: sendtui document {act} UPN{after}.")
    if call.options.confidential:
        confidential.show(call.store)
    return _ACTS[act](call, find_one(call.store, call.options.upn))


def _list(call: Call, pupil: str) -> int:
    from sendtui.services import papers
    from sendtui.services.numbers import numbers

    found = papers.of_pupil(call.store, pupil)
    lines = [
        {
            "Dated": each.dated or each.received_on,
            "Title": each.title,
            "Sort": each.sort,
            "Author": each.author,
            "Type": each.what,
            "Size": _size(each.size),
            "Source of": each.supports_says,
            "Here": None if each.is_here else "bytes not here",
        }
        for each in found
    ]
    return listed(call, found, lines, numbers(call.store, pupil, "document"))


def _add(call: Call, pupil: str) -> int:
    from sendtui.services import papers

    looked = papers.look(Path(call.options.words[0]))
    words = f"{len(looked.words.split()):,} words" if looked.words else "no words"
    call.out.say(f"{looked.what}, {_size(looked.size)}, {words} for the search.")
    if looked.missing:
        call.out.say(f"Note: {looked.missing}.")
    facts = {"media": looked.media, "size": looked.size, "characters": len(looked.words)}
    if call.options.dry_run:
        return told(call, "Nothing was kept (--dry-run).", **facts)
    made = papers.add(call.store, pupil, looked, _fields(call, pupil), today=call.today)
    return told(
        call,
        "Done: the document is kept, encrypted. The file it came from is still where it was: "
        "delete it if it should not be.",
        id=made,
        **facts,
    )


def _show(call: Call, pupil: str) -> int:
    found = _chosen(call, pupil)
    if call.out.as_json:
        call.out.data(found)
        return 0
    for label, value in (
        ("Title", found.title),
        ("Sort", found.sort),
        ("Author", found.author),
        ("Organisation", found.organisation),
        ("Dated", _day(found.dated)),
        ("Received on", _day(found.received_on)),
        ("Source of", found.supports_says),
        ("File", f"{found.file_name} ({found.what}, {_size(found.size)})"),
        ("Note", found.note),
        ("Bytes", "" if found.is_here else "not on this computer"),
    ):
        if value:
            call.out.line(f"{label}: {value}")
    return 0


def _open(call: Call, pupil: str) -> int:
    from sendtui.services import papers

    found = _chosen(call, pupil)
    words = papers.words(call.store, found.id)
    if call.out.as_json:
        call.out.data({"id": found.id, "words": words})
        return 0 if words else 1
    if words:
        call.out.line(words)
        return 0
    call.out.say("No words could be read from it. “sendtui document save” writes a copy.")
    return 1


def _save(call: Call, pupil: str) -> int:
    from sendtui.services import papers

    found, path = _chosen(call, pupil), Path(call.options.words[1])
    options = call.options
    require_vacant(path, replace=options.replace)
    protecting.before(call, [pupil], options.to)
    password = "" if options.plain_file else protecting.password(call)
    written = papers.save(
        call.store,
        found.id,
        path,
        today=call.today,
        with_confidential=options.with_confidential,
        replace_old=options.replace,
        **protecting.leaving(call, password),
    )
    facts = protecting.tell(call, password, written) if password else {}
    says = "The copy is written, and that it left is logged."
    says += "" if password else " It is plain: delete it after use."
    return told(call, says, id=found.id, file=str(written), **facts)


def _amend(call: Call, pupil: str) -> int:
    from sendtui.services import papers

    values = _fields(call, pupil)
    if not values:
        raise UsageError("Say what changes: --sort, --author, … or --from FILE.")
    found = _chosen(call, pupil)
    changed = papers.amend(call.store, found.id, values, today=call.today)
    return told(call, f"Changed: {', '.join(changed) or 'nothing'}.", changed=changed)


def _remove(call: Call, pupil: str) -> int:
    from sendtui.services import papers

    found = _chosen(call, pupil)
    papers.remove(call.store, found.id)
    says = "Removed from every list. “sendtui undo” brings it back; its bytes stay for that."
    return told(call, says, id=found.id)


_ACTS = {
    "list": _list,
    "add": _add,
    "show": _show,
    "open": _open,
    "amend": _amend,
    "remove": _remove,
    "save": _save,
}


def _chosen(call: Call, pupil: str) -> "DocumentView":
    from sendtui.services import papers
    from sendtui.services.numbers import numbers

    named, number = call.options.words[0], numbers(call.store, pupil, "document")
    for each in papers.of_pupil(call.store, pupil):
        if named == each.id or (named.isdecimal() and int(named) == number.get(each.id)):
            return each
    raise SendtuiError(f"There is no document {named} now. “list” prints those there are.")


def _fields(call: Call, pupil: str) -> dict[str, object]:
    from sendtui.services import papers

    values = with_days(call, one_document(call), _DAYS)
    for name in _FLAGS:
        written = getattr(call.options, name)
        if written is not None:
            is_day = name in _DAYS and written != "-"
            said: object = read_day(written, call.today) if is_day else written
            values[name] = (None if name in _DAYS else "") if written == "-" else said
    unknown = sorted(values.keys() - set(papers.FIELDS))
    if unknown:
        known = ", ".join(papers.FIELDS)
        raise UsageError(f"There is no field {unknown[0]!r}. There are: {known}.")
    if values.get("supports"):
        named = str(values["supports"]).replace(",", " ").split()
        values["supports"] = " ".join(_source(call, pupil, each) for each in named)
    return values


def _source(call: Call, pupil: str, named: str) -> str:
    """The id of the record that “need:1” names."""
    from sendtui.services import papers
    from sendtui.services.numbers import numbers

    kind, colon, number = named.partition(":")
    if not colon:
        return named
    if kind not in papers.SUPPORTED or not number.isdecimal():
        known = ", ".join(papers.SUPPORTED)
        raise UsageError(f"--supports takes KIND:NUMBER, such as need:1. Kinds: {known}.")
    for record, its in numbers(call.store, pupil, kind).items():
        if its == int(number):
            return record
    raise SendtuiError(f"The pupil has no {kind} {number}. “sendtui {kind} list” prints them.")


def _size(size: int) -> str:
    if size >= 1_000_000:
        return f"{size / 1_000_000:,.1f} MB"
    return f"{size / 1_000:,.1f} kB" if size >= 1_000 else f"{size} bytes"


def _day(day: object) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
