"""The questions one has of the whole school, each answered with the rows behind it.

  sendtui insight                     the questions there are, each with its answer in a line
  sendtui insight unseen              one answer: what it says, drawn, and its rows
  sendtui insight given --by class    gathered by something else: given, works, moved, replies
  sendtui insight given --by class --of 3B      the rows behind one total; --of again goes deeper
  sendtui insight given FILE.xlsx     or .csv, .json, .pdf, .docx, .md, .png (the plot)
  sendtui insight needs FILE.pdf --suppress     small numbers left out, for where it leaves

What names a child goes into a file with a password, unless --plain-file says otherwise.
"""

from argparse import ArgumentParser

from sendtui.commands import reporting
from sendtui.commands.call import Call

WIDTH, HEIGHT = 78, 16


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("question", nargs="?", default="", metavar="QUESTION", help="which one")
    parser.add_argument("--suppress", action="store_true", help="leave out numbers of 1 to 4")
    parser.add_argument("--by", default="", metavar="WHAT", help="what to gather by")
    parser.add_argument(
        "--of", action="append", default=[], metavar="ROW", help="the rows behind this one"
    )
    reporting.add_flags(parser)


def run(call: Call) -> int:
    """Answer."""
    from sendtui.services import insight, inspection

    options = call.options
    if not options.question:
        return _questions(call)
    found = insight.answer(call.store, options.question, call.today, by=options.by, of=options.of)
    if options.suppress:
        found = found.suppressed()
    if options.file is not None:
        with call.store.read() as session:
            setting = inspection.setting_name(session, call.store.setting)
        whose = tuple(dict.fromkeys(row.pupil for row in found.rows if row.pupil))
        return reporting.leave(call, found.page(setting, call.today), whose)
    if call.out.as_json:
        call.out.data(found)
        return 0 if found.rows else 1
    call.out.line(found.question)
    call.out.line(found.says)
    if not call.out.plain and (drawn := insight.plot(found, WIDTH, HEIGHT)):
        call.out.line()
        call.out.line(drawn)
    call.out.line()
    lines = [dict(zip(found.headings, row.cells, strict=True)) for row in found.rows]
    for line in lines:
        line.update({k: round(v, 1) for k, v in line.items() if isinstance(v, float)})
    call.out.table(found.headings, lines, empty="There is nobody and nothing to show.")
    if found.note:
        call.out.say(found.note)
    return 0 if found.rows else 1


def _questions(call: Call) -> int:
    from sendtui.services import insight

    known = insight.readings(call.store, call.today)
    lines = [
        {
            "Question": name,
            "Asks": question.asks,
            "Answer": insight.answer(call.store, name, call.today, known=known).says,
        }
        for name, question in insight.QUESTIONS.items()
    ]
    if call.out.as_json:
        call.out.data(lines)
        return 0
    call.out.table(["Question", "Asks", "Answer"], lines)
    return 0
