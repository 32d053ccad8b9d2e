"""What verbs share that make a report: shown as text, or written to a file that says what it is."""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sendtui.commands import protecting
from sendtui.commands.call import Call, require_vacant
from sendtui.errors import UsageError

if TYPE_CHECKING:
    from sendtui.models.report_page import ReportPage


def add_flags(parser: ArgumentParser) -> None:
    """Where a report goes, and how it is protected."""
    parser.add_argument(
        "file", nargs="?", metavar="FILE", help=".pdf, .docx, .xlsx or .md; shown without it"
    )
    protecting.add_log_flags(parser)
    parser.add_argument("--replace", action="store_true", help="write over a file of this name")
    parser.add_argument("--protected", action="store_true", help="put a password on a PDF, too")
    protecting.add_flags(parser)


def leave(call: Call, page: "ReportPage", pupils: Sequence[str]) -> int:
    """Print the report, or write it to the file that was named; 0.

    Raises UsageError for an ending no report has.
    """
    options = call.options
    if options.file is None:
        from sendtui.formats.report_text import text

        if call.out.as_json:
            call.out.data(page)
        else:
            call.out.line(text(page).rstrip())
        return 0
    return _write(call, page, Path(options.file), pupils)


def _write(call: Call, page: "ReportPage", path: Path, pupils: Sequence[str]) -> int:
    from sendtui.services import reports

    options, ending = call.options, path.suffix.lower()
    if ending not in reports.ENDINGS:
        raise UsageError(f"A report is written as {', '.join(reports.ENDINGS)}: name such a file.")
    # A print is plain by nature, and so is what names no child.
    wanted = bool(pupils) and not options.plain_file and (ending != ".pdf" or options.protected)
    password = protecting.password(call) if wanted else ""
    require_vacant(protecting.place(path, ending) if password else path, replace=options.replace)
    if pupils:
        protecting.before(call, pupils, options.to)
    written = reports.write(
        call.store,
        page,
        path,
        call.today,
        pupils=pupils,
        **protecting.leaving(call, password),
    )
    told = protecting.tell(call, password, written) if password else {}
    if call.out.as_json:
        call.out.data({"file": written.name, "pupils": len(pupils), **told})
    else:
        call.out.say(f"Written: {written.name}. The disclosure is logged.")
    return 0
