"""Reports of attendance and suspensions: shown, taken in once, put right, taken back."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from sendtui.errors import SendtuiError
from sendtui.formats import presence_in
from sendtui.formats.synonyms import squash
from sendtui.services import past, presence, presence_receive
from sendtui.store.store import Store
from tests.formats.sheets_made import csv_bytes, workbook
from tests.services.invented import pupil

TODAY = date(2026, 11, 22)
PERIOD = (date(2026, 9, 1), date(2026, 11, 20))
UPN = "G801200026001"

SIMS = (
    ("Name", "UPN", "Reg", "Possible Marks", "Attendances", "Unauthorised Absences", "% Attend"),
    ("Quillfeather, Zephyr", UPN, "3B", "110", "99", "2", "90.0"),
    ("Totals", "", "", "110", "99", "2", "90.0"),
)
ARBOR = (
    ("Student", "Date of Birth", "Start Date", "End Date", "Possible Sessions",
     "Authorised Absence", "Unauthorised Absence"),
    ("Zephyr Quillfeather", "03/02/2017", "01/09/2026", "20/11/2026", "110", "9", "2"),
)  # fmt: skip
PERCENT = (
    ("Admission number", "Possible", "Percentage attendance"),
    ("004711", "110", "90%"),
)


def _file(folder: Path, lines: object) -> Path:
    path = folder / "report.csv"
    path.write_bytes(csv_bytes(lines))  # type: ignore[arg-type]
    return path


@pytest.mark.parametrize("lines", [SIMS, ARBOR, PERCENT], ids=["SIMS", "Arbor", "percent"])
def test_a_report_is_taken_in_once_and_taken_back(
    store: Store, tmp_path: Path, lines: object
) -> None:
    child = pupil(store, upn=UPN, adno="004711")
    path = _file(tmp_path, lines)

    shown = presence_receive.preview_file(store, path, "attendance", TODAY, *PERIOD)
    presence_receive.receive_file(store, path, "attendance", TODAY, shown, *PERIOD)
    again = presence_receive.preview_file(store, path, "attendance", TODAY, *PERIOD)

    (found,) = presence.of_pupil(store, child, TODAY).attendance
    assert (found.starts, found.ends, found.possible, found.attended) == (*PERIOD, 110, 99)
    assert (len(shown.new), shown.rejected, found.source) == (1, (), "report.csv")
    assert again.changes_nothing
    assert again.unchanged == 1
    assert past.undo(store) == "Import attendance"
    assert presence.of_pupil(store, child, TODAY).attendance == ()


def test_a_workbook_is_read_and_a_later_report_puts_the_period_right(
    store: Store, tmp_path: Path
) -> None:
    child = pupil(store, upn=UPN)
    path = tmp_path / "report.xlsx"
    headings = ("UPN", "Possible sessions", "Attended")
    for attended in (90, 95):
        path.write_bytes(workbook([headings, (UPN, 110, attended)]).getvalue())
        shown = presence_receive.preview_file(store, path, "attendance", TODAY, *PERIOD)
        presence_receive.receive_file(store, path, "attendance", TODAY, shown, *PERIOD)

    (changed,) = shown.changed

    assert changed.before.endswith("90 of 110 (81.8%)")
    assert [a.attended for a in presence.of_pupil(store, child, TODAY).attendance] == [95]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        pytest.param(("X", "110", "99"), "no pupil here", id="nobody"),
        pytest.param((UPN, "110", "111"), "more sessions than", id="more than possible"),
        pytest.param((UPN, "", "1"), "how many sessions were possible", id="nothing possible"),
        pytest.param((UPN, "many", "1"), "not a whole number", id="words"),
        pytest.param(("", "110", "99"), "nobody is named", id="no pupil"),
        pytest.param((UPN, "5000", "99"), "more than 1000", id="too many"),
    ],
)
def test_a_line_that_cannot_be_is_rejected_with_its_reason(
    store: Store, tmp_path: Path, line: tuple[str, ...], reason: str
) -> None:
    pupil(store, upn=UPN)
    path = _file(tmp_path, [("UPN", "Possible sessions", "Attended"), line])

    shown = presence_receive.preview_file(store, path, "attendance", TODAY, *PERIOD)
    target = tmp_path / "rejects.csv"
    presence_receive.reject_file(path, "attendance", shown, target, *PERIOD)

    (fault,) = shown.rejected
    assert reason in fault.reason
    assert line[0] in target.read_text(encoding="utf-8-sig")


def test_two_children_of_one_name_are_never_confused(store: Store, tmp_path: Path) -> None:
    for _ in range(2):
        pupil(store)
    lines = [("Surname", "Forename", "Possible", "Attended"), ("Quillfeather", "Zephyr", "9", "9")]

    shown = presence_receive.preview_file(
        store, _file(tmp_path, lines), "attendance", TODAY, *PERIOD
    )

    assert shown.changes_nothing
    assert "more than one pupil" in shown.rejected[0].reason


def test_the_period_must_be_said_and_the_columns_must_be_there(
    store: Store, tmp_path: Path
) -> None:
    with pytest.raises(SendtuiError, match="--since"):
        presence_receive.preview_file(store, _file(tmp_path, SIMS), "attendance", TODAY)
    bare = _file(tmp_path, [("UPN", "% attendance"), (UPN, "90")])
    with pytest.raises(SendtuiError, match="percentage alone"):
        presence_receive.preview_file(store, bare, "attendance", TODAY, *PERIOD)


SUSPENSIONS = (
    ("UPN", "Category", "Start date", "Number of sessions", "Reason"),
    (UPN, "SUSP", "05/10/2026", "5", "PP; VA"),
    (UPN, "LNCH", "20/10/2026", "", "Ran out of the hall"),
)


def test_suspensions_are_taken_in_with_their_reasons_in_words(store: Store, tmp_path: Path) -> None:
    child = pupil(store, upn=UPN)
    path = _file(tmp_path, SUSPENSIONS)

    shown = presence_receive.preview_file(store, path, "suspension", TODAY)
    presence_receive.receive_file(store, path, "suspension", TODAY, shown)
    again = presence_receive.preview_file(store, path, "suspension", TODAY)

    found = presence.of_pupil(store, child, TODAY)
    assert [(s.sort, s.sessions) for s in found.suspensions] == [
        ("lunchtime suspension", 0),
        ("suspension", 5),
    ]
    assert found.suspensions[1].reason.startswith("physical assault against a pupil; verbal abuse")
    assert found.suspensions[0].reason == "Ran out of the hall"
    assert found.suspended == "3 days of 45 this school year"
    assert again.changes_nothing


def test_a_record_changed_since_the_preview_is_left_alone(store: Store, tmp_path: Path) -> None:
    child = pupil(store, upn=UPN)
    path = _file(tmp_path, SUSPENSIONS)
    shown = presence_receive.preview_file(store, path, "suspension", TODAY)
    presence.suspend(store, child, {"starts": date(2026, 10, 5)}, TODAY)

    with pytest.raises(SendtuiError, match="changed since the preview"):
        presence_receive.receive_file(store, path, "suspension", TODAY, shown)


@pytest.mark.parametrize("sort", presence_receive.SORTS)
def test_no_heading_means_two_things(sort: str) -> None:
    known = presence_in._ATTENDANCE if sort == "attendance" else presence_in._SUSPENSION

    meant = [
        heading
        for synonyms in known.values()
        for heading in {squash(one) for one in synonyms.split("|")}
    ]

    assert [heading for heading, count in Counter(meant).items() if count > 1] == []


def test_approved_educational_activity_counts_as_attended(store: Store, tmp_path: Path) -> None:
    child = pupil(store, upn=UPN)
    lines = [("UPN", "Possible", "Present", "AEA", "% Attendance"), (UPN, "100", "80", "5", "80")]
    path = _file(tmp_path, lines)

    shown = presence_receive.preview_file(store, path, "attendance", TODAY, *PERIOD)
    presence_receive.receive_file(store, path, "attendance", TODAY, shown, *PERIOD)

    assert [a.attended for a in presence.of_pupil(store, child, TODAY).attendance] == [85]
    assert shown.left_out == ()
