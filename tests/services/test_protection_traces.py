"""Nothing of a protected file stands in plain on the disk, on the way or at its end."""

import json
import sys
from pathlib import Path

from sendtui import paths
from tests.processes import start_python
from tests.store.test_traces import NEEDLES, PASSPHRASE, traces

WORK = """
import io, json, os, sys
from datetime import date
from pathlib import Path

opened = []

def noted(event, arguments):
    if event == "open" and isinstance(arguments[0], (str, bytes)):
        flags = arguments[2] or 0
        writes = arguments[1] is None or set(str(arguments[1])) & set("wax+")
        if writes and flags & (os.O_WRONLY | os.O_RDWR):
            opened.append(os.fsdecode(arguments[0]))

from pikepdf import Pdf
from sendtui.services import casefile, exports, letters, papers, profile_pages, profiles
from sendtui.services.register import Query

at, passphrase, out, *needles = sys.argv[1:]
out, day, secret = Path(out), date(2026, 11, 22), "otter-lantern-maple"
sys.addaudithook(noted)
with casefile.create(Path(at), passphrase).store as store:
    setting = casefile.set_up(store, author="A", role="senco", setting={"name": "Puddleby"})
    with store.write("Add") as tx:
        pupil = tx.add("pupil", {"setting": setting, "surname": needles[0], "forename": needles[1]})
        tx.add("status", {"pupil": pupil, "status": "K", "since": "2026-09-01"})
    profiles.save(store, pupil, {"important": needles[2] * 20}, today=day)
    said = {"today": day, "password": secret}
    for form in ("csv", "xlsx", "json"):
        exports.register(store, out / f"register.{form}", form=form, query=Query(), **said)
    for form in ("json", "md"):
        exports.pupil(store, out / f"pupil.{form}", pupil=pupil, form=form, **said)
    profile_pages.write_pdf(store, pupil, out / "p.pdf", day, password=secret)
    profile_pages.write_text(store, pupil, out / "p.txt", day, password=secret)
    report = profile_pages.pdf(store, pupil, day)
    looked = papers.Looked("report.pdf", "application/pdf", len(report), "", "", report)
    papers.save(store, papers.add(store, pupil, looked, today=day), out / "report.pdf", **said)
    (form,) = letters.letters(store, pupil, "views", day, to="pupil")
    for ending in ("pdf", "txt", "docx", "xlsx"):
        letters.write(store, form, out / f"form.{ending}", day, password=secret)
print(json.dumps(opened))
"""


def test_a_protected_file_is_nowhere_in_plain(tmp_path: Path) -> None:
    temporary, out = tmp_path / "temporary", tmp_path / "out"
    temporary.mkdir()
    out.mkdir()
    path = tmp_path / "desk" / "case.sendtui"

    work = start_python(
        f"import sys; sys.argv = {['', str(path), PASSPHRASE, str(out), *NEEDLES]!r}\n{WORK}",
        **dict.fromkeys(("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR"), str(temporary)),
    )
    said, noise = work.communicate()

    assert (work.returncode, noise) == (0, b"")
    names = {each.name for each in out.iterdir()}
    assert names == {"register.csv.zip", "register.xlsx", "register.json.zip", "pupil.json.zip",
                     "pupil.md.zip", "p.pdf", "p.txt.zip", "report.pdf", "form.pdf", "form.txt.zip",
                     "form.docx", "form.xlsx"}  # fmt: skip
    assert not list(temporary.iterdir())
    written = {Path(each).parent for each in json.loads(said)}
    assert temporary not in written
    assert out in written or sys.platform == "win32"
    assert traces([tmp_path, paths.config_folder(), paths.log_folder()], NEEDLES) == set()
