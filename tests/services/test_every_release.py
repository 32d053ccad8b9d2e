"""Every way a child's data leaves: not to somebody barred, and with no address that is secret.

The list is held against the code: a service that writes a disclosure and is not in it fails.
"""

import io
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import pyzipper

from sendtui import services
from sendtui.errors import SendtuiError
from sendtui.models.report_page import ReportPage, Section
from sendtui.services import (
    annex_a,
    bundles,
    calendar_file,
    case_letters,
    case_letters_batch,
    case_parts,
    cases,
    consulted,
    cycle_pages,
    dates,
    ehc_plan_pages,
    ehc_plans,
    everything,
    exams,
    exports,
    letters,
    pack,
    page_files,
    papers,
    passports,
    past,
    profile_pages,
    profiles,
    reports,
    restrictions,
    returns,
    subject_access,
    transfer,
    workbooks,
)
from sendtui.services.recipients import BarredError
from sendtui.services.register_query import Query
from sendtui.services.returns_kept import Asked
from sendtui.store.store import Store
from tests.formats.tagged import read
from tests.services import invented

TODAY = date(2026, 11, 22)
ASKED = date(2026, 9, 1)
BARRED = "Ash Bramblewick"
LANE = "9 Hidden Rise"
PASSWORD = "nine green lanterns"


@pytest.fixture
def zephyr(store: Store) -> str:
    """A pupil of an authority, with a father who is barred and a mother who is not to be found."""
    with store.write("Set up") as tx:
        tx.put("setting", store.setting, {"la": "201", "sort": "la", "laestab": "201/2000"})
        made = tx.add("pupil", {"setting": store.setting, "surname": "Quillfeather", "sex": "F",
                                "forename": "Zephyr", "born": "2015-05-01",
                                "upn": "A950000178301"})  # fmt: skip
        home = {"pupil": made, "parental_responsibility": True}
        father = tx.add("person", {**home, "name": BARRED, "role": "father"})
        tx.add("person", {**home, "name": "Tansy Quillfeather", "role": "mother", "address": LANE,
                          "address_confidential": True})  # fmt: skip
    restrictions.add(store, made, "no contact", person=father)
    invented.status(store, made, "K")
    profiles.save(store, made, {"important": "Quiet"}, today=TODAY)
    exams.arrange(store, made, {"what": "A reader", "subjects": "all"}, TODAY)
    invented.provision(store, invented.cycle(store, made, review_due=date(2026, 12, 4)))
    case = cases.open_(store, made, "assessment", opened_on=ASKED, side="la")
    cases.log(store, case, "request", on=ASKED, facts={"from": "parent"}, today=TODAY)
    ehc_plans.start(store, made, "EHCP", today=TODAY)
    return made


class Out:
    """A release: from whose record, to whom and into which folder."""

    def __init__(self, store: Store, pupil: str, to: str, folder: Path) -> None:
        self.store, self.pupil, self.to, self.folder = store, pupil, to, folder

    def register(self) -> None:
        exports.register(self.store, self.folder / "r.csv", form="csv", query=Query(), today=TODAY,
                         recipient=self.to)  # fmt: skip

    def pupil_file(self) -> None:
        exports.pupil(self.store, self.folder / "p.json", pupil=self.pupil, form="json",
                      today=TODAY, recipient=self.to)  # fmt: skip

    def letter(self) -> None:
        for each in letters.letters(self.store, self.pupil, "sen-support", TODAY, to=self.to):
            letters.write(self.store, each, self.folder / "l.txt", TODAY)

    def case_letter(self) -> None:
        for each in self._case_letters():
            case_letters.write(self.store, each, self.folder / "c.txt", TODAY)

    def many_letters(self) -> None:
        case_letters_batch.write(self.store, self._case_letters(), self.folder / "all.pdf", TODAY)

    def _case_letters(self) -> tuple[case_letters.CaseLetter, ...]:
        return case_letters.letter(
            self.store, self._one("case"), "acknowledgement", TODAY, to=self.to
        )

    def _one(self, noun: str) -> str:
        with self.store.read() as session:
            run = session.connection().exec_driver_sql
            return str(run(f'SELECT id FROM "{noun}"').scalar_one())

    def cycle(self) -> None:
        cycle_pages.write_pdf(
            self.store, self._one("cycle"), self.folder / "c.pdf", TODAY, recipient=self.to
        )

    def passport(self) -> None:
        passports.write_pdf(self.store, self.pupil, self.folder / "p.pdf", TODAY, recipient=self.to)

    def profile(self) -> None:
        profile_pages.write_text(self.store, self.pupil, self.folder / "o.txt", TODAY,
                                 recipient=self.to)  # fmt: skip

    def profiles(self) -> None:
        profile_pages.write_all(self.store, [self.pupil], self.folder, TODAY, recipient=self.to)

    def plan(self) -> None:
        plan, path = self._one("plan"), self.folder / "plan.txt"
        ehc_plan_pages.write(self.store, plan, path, TODAY, sort="text", recipient=self.to)

    def document(self) -> None:
        given = self.folder.parent.parent / "given.txt"
        given.write_text("What was found", encoding="utf-8")
        made = papers.add(self.store, self.pupil, papers.look(given), {"title": "A report"},
                          today=TODAY)  # fmt: skip
        papers.save(self.store, made, self.folder / "d.txt", today=TODAY, recipient=self.to)

    def bundle(self) -> None:
        found = bundles.gather(self.store, self.pupil, "request", TODAY)
        page_files.write(self.store, self.folder / "b.txt", found.page, TODAY, what=found.what,
                         pupils=[self.pupil], recipient=self.to)  # fmt: skip

    def report(self) -> None:
        page = ReportPage("A report", (Section("Of one"),))
        reports.write(self.store, page, self.folder / "r.md", TODAY, pupils=[self.pupil],
                      recipient=self.to)  # fmt: skip

    def annex(self) -> None:
        tables = annex_a.tables(annex_a.lists(self.store, TODAY))
        workbooks.leave(self.store, self.folder / "a.xlsx", tables, title="Annex A",
                        pupils=[self.pupil], today=TODAY, recipient=self.to)  # fmt: skip

    def sen2(self) -> None:
        returns.write(self.store, Asked(2027), self.folder / "s.xml", today=TODAY,
                      recipient=self.to or returns.DEPARTMENT)  # fmt: skip

    def transfer(self) -> None:
        transfer.leave(self.store, self.folder, [self.pupil], "801/4001", TODAY, recipient=self.to)

    def pack(self) -> None:
        pack.write(self.store, self.pupil, self.folder / "p.zip", TODAY, to=self.to or "A School",
                   password=PASSWORD)  # fmt: skip

    def access(self) -> None:
        subject_access.give(self.store, self.pupil, self.folder / "s.zip", TODAY,
                            recipient=self.to, password=PASSWORD)  # fmt: skip

    def calendar(self) -> None:
        found = dates.dates(self.store, date(2026, 9, 1), date(2027, 8, 31), TODAY)
        calendar_file.write(self.store, self.folder / "c.ics", found, TODAY, with_names=True,
                            recipient=self.to)  # fmt: skip

    def consultation(self) -> None:
        case = self._one("case")
        to = self.to or "A School"
        made = case_parts.consult(self.store, case, to, on=TODAY, today=TODAY)
        found = consulted.gather(self.store, case, made, TODAY)
        consulted.write(self.store, found, self.folder / "k", TODAY, password=PASSWORD)

    def everything(self) -> None:
        everything.leave(self.store, self.folder, TODAY, recipient=self.to, with_confidential=True)


RELEASES: dict[str, Callable[[Out], None]] = {
    name: made for name, made in vars(Out).items() if not name.startswith("_")
}
ELSEWHERE = {
    "send": "to a card, whose name is asked about: tests/services/test_purposes.py",
    "day_file": "to whoever writes it, for a visit",
    "documents": "what the others write through",
    "disclosing": "the line of the log itself",
    "erased_log": "writes again, with nobody named, what left before",
    "pack_receipts": "holds nobody's data but a number",
}
_OUT = re.compile(r'(documents\.write|(exports|workbooks)\.leave|disclosing\.log)\(|"disclosure",')


def test_no_service_lets_anything_go_that_is_not_tried_here() -> None:
    room = Path(services.__path__[0])
    found = {p.stem for p in room.glob("*.py") if _OUT.search(p.read_text(encoding="utf-8"))}
    tried = {
        "exports", "letters", "case_letters", "case_letters_batch", "cycle_pages", "passports",
        "profile_pages", "ehc_plan_pages", "papers", "page_files", "reports", "workbooks",
        "returns", "transfer", "pack", "subject_access", "calendar_file", "consulted", "everything",
    }  # fmt: skip
    assert found - ELSEWHERE.keys() - {"confidential", "pack_story", "past"} == tried


def test_nothing_goes_to_somebody_who_is_barred(store: Store, zephyr: str, tmp_path: Path) -> None:
    gone = []
    for name, release in RELEASES.items():
        try:
            release(Out(store, zephyr, BARRED, folder(tmp_path, name)))
        except BarredError:
            continue
        gone.append(name)

    assert gone == []
    assert past.disclosures(store, zephyr) == ()
    assert files(tmp_path / "out") == []


def test_an_address_that_is_secret_stands_on_nothing(
    store: Store, zephyr: str, tmp_path: Path
) -> None:
    for name, release in RELEASES.items():
        if name == "everything":
            continue
        before, out = len(past.disclosures(store, zephyr)), folder(tmp_path, name)
        release(Out(store, zephyr, "", out))

        assert files(out), name
        assert not [each.name for each in files(out) if LANE in words(each.read_bytes())], name
        assert len(past.disclosures(store, zephyr)) > before, name


def folder(tmp_path: Path, name: str) -> Path:
    """A folder for what one release writes."""
    made = tmp_path / "out" / name
    made.mkdir(parents=True)
    return made


def files(place: Path) -> list[Path]:
    """The files in a folder, and below it."""
    return [each for each in place.rglob("*") if each.is_file()]


def test_everything_goes_with_a_secret_address_only_if_it_is_said(
    store: Store, zephyr: str, tmp_path: Path
) -> None:
    assert zephyr
    with pytest.raises(SendtuiError, match="--with-confidential"):
        everything.leave(store, tmp_path / "out", TODAY)


def words(raw: bytes) -> str:
    """The words of a file, of those in it too."""
    if raw.startswith(b"%PDF-"):
        return " ".join(text for _, text in read(raw).words)
    if raw.startswith(b"PK"):
        with pyzipper.AESZipFile(io.BytesIO(raw)) as archive:
            archive.setpassword(PASSWORD.encode())
            return " ".join(words(archive.read(name)) for name in archive.namelist())
    return raw.decode("utf-8", "replace")
