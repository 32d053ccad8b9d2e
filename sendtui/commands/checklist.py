"""What is ordinarily available: the authority's own checklist, and what is in place for a pupil.

  sendtui checklist load FILE --name NAME            a list (Area, Statement, Layer) or plain text
                                                     with a line for each area: shown first
  sendtui checklist load FILE --name NAME --yes      taken in, whole or not at all
  sendtui checklist list
  sendtui checklist show                             its statements; with UPN, a pupil's answers
  sendtui checklist show UPN --every                 the other areas of need, too
  sendtui checklist answer UPN 4 --say tried --text-file note.txt
  sendtui checklist unanswer UPN 4                   takes the latest answer out
  sendtui checklist remove --name NAME               answers stay with the pupils

Answers: in place, tried, not tried. A pupil is asked for the areas of their needs and for what is
for all. --name says which checklist, where there is more than one.
"""

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sendtui.commands.acts import told
from sendtui.commands.call import Call
from sendtui.commands.given import add_sources, day, one_document, refuse_words, take_words
from sendtui.errors import SendtuiError, UsageError
from sendtui.rules.counting import counted

if TYPE_CHECKING:
    from sendtui.services.checklists import AnsweredView


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("act", choices=list(ACTS), metavar="ACT", help=", ".join(ACTS))
    parser.add_argument("whose", nargs="?", default="", metavar="PUPIL|FILE", help="whose, or what")
    parser.add_argument("which", nargs="?", default="", metavar="NUMBER", help="as “show” prints")
    parser.add_argument("--name", default="", help="which checklist")
    parser.add_argument(
        "--whose", dest="authority", default="", help="load: the authority it is of"
    )
    parser.add_argument("--say", default="", metavar="ANSWER", help="in place, tried, not tried")
    parser.add_argument("--on", metavar="DATE", help="answer: since when; today without it")
    parser.add_argument("--every", action="store_true", help="show: every area of need")
    parser.add_argument("--yes", action="store_true", help="load: take it in")
    add_sources(parser, "answer: the evidence")
    take_words(parser)


def run(call: Call) -> int:
    """Do one act."""
    refuse_words(call)
    return ACTS[call.options.act](call)


def _list(call: Call) -> int:
    from sendtui.services import checklists

    found = checklists.all_of(call.store)
    if call.out.as_json:
        call.out.data(found)
        return 0 if found else 1
    headings = ["Name", "Whose", "Loaded", "Statements"]
    lines = [
        {"Name": e.name, "Whose": e.source, "Loaded": e.loaded_on, "Statements": e.statements}
        for e in found
    ]
    return 0 if call.out.table(headings, lines, empty="There is none yet: load one.") else 1


def _load(call: Call) -> int:
    from sendtui.services import checklists

    options = call.options
    if not options.whose or not options.name:
        raise UsageError("Say which file, and what the checklist is called: load FILE --name NAME.")
    found = checklists.look(call.store, Path(options.whose), options.name)
    for each in found.rejected:
        call.out.say(f"Line {each.line}, {each.field} “{each.value}” {each.reason}.")
    for _, area, _, statement in found.new:
        call.out.line(f"New: {area or 'all'}: {statement}")
    for line in found.gone:
        call.out.line(f"Gone: {line.area or 'all'}: {line.statement}")
    call.out.say(
        f"{counted(len(found.new), 'statement')} new, {len(found.changed)} moved or changed, "
        f"{len(found.gone)} gone, {found.same} as they are here."
    )
    if found.rejected:
        call.out.say("Nothing is loaded while lines are rejected: a checklist is whole.")
        return 5
    if not found.does_anything:
        return 0
    if not options.yes:
        call.out.say("Nothing was written: --yes takes it in.")
        return 0
    made = checklists.load(call.store, found, source=options.authority, today=call.today)
    return told(call, "Done. “sendtui undo” takes it back.", id=made)


def _show(call: Call) -> int:
    if not call.options.whose:
        return _statements(call)
    found = _answered(call, _pupil(call))
    if call.out.as_json:
        call.out.data(tuple(found.values()))
        return 0 if found else 1
    lines = [
        {
            "No.": number,
            "Area": each.area or "all",
            "Answer": each.answer,
            "Since": each.since,
            "Statement": each.statement,
            "Note": each.note,
        }
        for number, each in found.items()
    ]
    headings = ["No.", "Area", "Answer", "Since", "Statement", "Note"]
    shown = call.out.table(headings, lines, empty="No checklist is loaded, and none answered.")
    tally = Counter(each.answer for each in found.values())
    call.out.say(
        f"{tally['in place']} in place, {tally['tried']} tried, {tally['not tried']} not tried, "
        f"{tally['']} not answered."
    )
    return 0 if shown else 1


def _statements(call: Call) -> int:
    from sendtui.services import checklists

    one = checklists.named(call.store, call.options.name)
    found = checklists.lines(call.store, one.id)
    if call.out.as_json:
        call.out.data(found)
        return 0
    lines = [
        {"No.": e.number, "Area": e.area or "all", "Layer": e.layer, "Statement": e.statement}
        for e in found
    ]
    call.out.table(["No.", "Area", "Layer", "Statement"], lines, empty="It says nothing.")
    return 0


def _answer(call: Call) -> int:
    from sendtui.services import checklists

    pupil = _pupil(call)
    one = _chosen(call, pupil)
    if not one.line:
        raise SendtuiError("No checklist here says this any more: it is not answered again.")
    given: dict[str, object] = {"since": day(call, call.options.on), **one_document(call)}
    if call.options.say:
        given["answer"] = call.options.say
    if call.options.text_file is not None:
        given["note"] = call.text(call.options.text_file)
    made = checklists.answer(call.store, pupil, one.line, given, today=call.today)
    return told(call, f"Done: {given.get('answer')}.", id=made)


def _unanswer(call: Call) -> int:
    from sendtui.services import checklists

    one = _chosen(call, _pupil(call))
    if not one.id:
        raise SendtuiError("This is not answered.")
    checklists.remove_answer(call.store, one.id)
    return told(call, "Taken out. “sendtui undo” brings it back.", id=one.id)


def _remove(call: Call) -> int:
    from sendtui.services import checklists

    one = checklists.named(call.store, call.options.name)
    checklists.remove(call.store, one.id)
    return told(call, f"Removed: {one.name}. “sendtui undo” brings it back.", id=one.id)


def _pupil(call: Call) -> str:
    from sendtui.services.pupils import find_one

    if not call.options.whose:
        raise UsageError("Say which pupil: UPN, admission number or id.")
    return find_one(call.store, call.options.whose)


def _answered(call: Call, pupil: str) -> "dict[int, AnsweredView]":
    """What is asked of the pupil, numbered among all statements: a number is one statement's."""
    from sendtui.services import checklists

    named = call.options.name
    which = checklists.named(call.store, named).id if named else ""
    whole = checklists.of_pupil(call.store, pupil, call.today, which, every=True)
    found = set(checklists.of_pupil(call.store, pupil, call.today, which))
    every = call.options.every
    return {n: each for n, each in enumerate(whole, 1) if every or each in found}


def _chosen(call: Call, pupil: str) -> "AnsweredView":
    named, call.options.every = call.options.which, True
    for number, each in _answered(call, pupil).items():
        if named and named in (str(number), each.line, each.id):
            return each
    raise SendtuiError("Say which statement, by the number that “show” prints.")


ACTS: dict[str, Callable[[Call], int]] = {
    "load": _load,
    "list": _list,
    "show": _show,
    "answer": _answer,
    "unanswer": _unanswer,
    "remove": _remove,
}
