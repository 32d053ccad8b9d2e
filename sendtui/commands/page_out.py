"""What verbs share that write a page: as text on the screen, or to files with who gets them."""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sendtui.commands import protecting
from sendtui.commands.call import Call, require_vacant

if TYPE_CHECKING:
    from sendtui.models.letter_page import LetterPage


def add_flags(parser: ArgumentParser) -> None:
    """The flags that name files and who gets them."""
    parser.add_argument("--pdf", metavar="FILE", help="print it to an accessible PDF")
    parser.add_argument("--docx", metavar="FILE", help="write it for Word")
    parser.add_argument("--text", metavar="FILE", help="write it as text")
    parser.add_argument("--to-whom", default="", metavar="WHO", help="who gets it, for the log")
    parser.add_argument("--basis", default="", metavar="WHY", help="on what basis, for the log")
    parser.add_argument("--although", default="", metavar="WHY", help="to one who may not have it")
    parser.add_argument("--replace", action="store_true", help="write over a file of this name")
    parser.add_argument("--protected", action="store_true", help="put a password on the PDF, too")
    protecting.add_flags(parser)


def write(call: Call, page: "LetterPage", what: str, pupils: Sequence[str]) -> int:
    """Print a page as text, or write it to the files that are named; gives the exit code."""
    from sendtui.services import page_files

    options = call.options
    files = [Path(each) for each in (options.pdf, options.docx, options.text) if each]
    if not files:
        if call.out.as_json:
            call.out.data({"title": page.title, "text": page_files.words(page)})
        else:
            call.out.line(page_files.words(page))
        return 0
    for path in files:
        page_files.require_form(path)
    protecting.before(call, pupils, options.to_whom)
    password = "" if options.plain_file else protecting.password(call)
    secrets = [_secret(call, path, password) for path in files]
    for path, secret in zip(files, secrets, strict=True):
        kept = protecting.place(path, path.suffix) if secret else path
        require_vacant(kept, replace=options.replace)
    written, facts = [], dict[str, object]()
    for path, secret in zip(files, secrets, strict=True):
        done = page_files.write(
            call.store, path, page, call.today, what=what, pupils=pupils,
            recipient=options.to_whom, basis=options.basis, although=options.although,
            password=secret,
        )  # fmt: skip
        written.append(str(done))
        call.out.say(f"Written to {done.name}.")
        if secret and not facts:
            facts = protecting.tell(call, secret, done)
    if call.out.as_json:
        call.out.data({"files": written, **facts})
    return 0


def _secret(call: Call, path: Path, password: str) -> str:
    """The password of one file: a PDF is a print unless it is to be protected."""
    if path.suffix.lower() == ".pdf":
        return password if call.options.protected else ""
    return password
