"""`sendtui import`: preview, profiles, rejects and exit codes, without a terminal."""

import io
import json
import os
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import pyzipper
import xlsxwriter

from sendtui.__main__ import main
from sendtui.services import casefile
from tests.commands.conftest import Run
from tests.services.invented import CRASHING
from tests.services.taking_in import HEADINGS, MAX, ZEPHYR, log_length, told, written


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return written(tmp_path / "list.csv", [ZEPHYR, MAX])


@pytest.fixture
def length(case: Path) -> Callable[[], int]:
    """How long the log of the case file is."""

    def counted() -> int:
        words = (case / "passphrase").read_text(encoding="utf-8").strip()
        unlock = casefile.Unlock(passphrase=words)
        with casefile.open_store(case / "case.sendtui", unlock, read_only=True) as store:
            return log_length(store)

    return counted


def test_a_file_is_shown_and_taken_in(run: Run, file: Path) -> None:
    said = run("import", str(file))

    assert said.code == 0
    assert "list.csv: 2 new, 0 changed, 0 unchanged" in said.out
    assert "line 2: Quillfeather, Zephyr, 5B, K" in said.out
    assert "Taken in: 2 added" in said.err
    assert "0 new, 0 changed, 2 unchanged" in run("import", str(file)).out


def test_a_newcomer_with_a_name_much_like_anothers_is_told_of(run: Run, tmp_path: Path) -> None:
    heads = ("Surname", "Forename", "DOB")
    first = written(tmp_path / "first.csv", [("Quillfeather", "Zephyr", "03/02/2017")], heads)
    again = written(tmp_path / "again.csv", [("Quilfeather", "Zephyr", "03/02/2017")], heads)

    assert "may be one child" not in run("import", str(first)).err
    assert "1 pair may be one child: “sendtui same list”" in run("import", str(again)).err


def test_the_first_word_of_a_batch_means_the_same(
    case: Path, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ["--store", str(case / "case.sendtui")]

    code = main(["--import", str(file), *where, "--passphrase-file", str(case / "passphrase")])

    assert code == 0
    assert "Taken in: 2 added" in capsys.readouterr().err


@pytest.mark.parametrize("how", ["--dry-run", "--read-only"])
def test_a_preview_alone_changes_nothing(
    run: Run, file: Path, length: Callable[[], int], how: str
) -> None:
    before = length()

    said = run("import", str(file), how)

    assert "2 new" in said.out
    assert said.code == (0 if how == "--dry-run" else 1)
    assert length() == before


def test_json_is_one_object_with_the_lists(run: Run, file: Path) -> None:
    run("import", str(file))
    written(
        file,
        [told(Class="6C"), told(UPN="A801200001001"), told(UPN=MAX[0], Surname="Moss", DOB="x")],
    )

    said = run("import", str(file), "--dry-run", "--json")

    found = said.json
    assert said.code == 5
    assert {"new", "changed", "possible_duplicates", "absent", "rejected"} <= found.keys()
    assert (found["file"], found["applied"], found["unchanged"]) == ("list.csv", False, 0)
    assert found["changed"][0]["differences"] == [
        {"kind": "pupil", "field": "class_name", "label": "Class", "before": "5B", "after": "6C"}
    ]
    assert [p["line"] for p in found["possible_duplicates"]] == [3]
    (fault,) = found["rejected"]
    assert {k: fault[k] for k in ("line", "field", "heading", "value")} == {
        "line": 4,
        "field": "born",
        "heading": "DOB",
        "value": "x",
    }
    assert fault["reason"]


def test_json_says_what_was_applied(run: Run, file: Path) -> None:
    assert run("import", str(file), "--json").json["applied"] is True
    assert run("import", str(file), "--json").json["applied"] is False


def test_several_files_are_several_objects(run: Run, tmp_path: Path) -> None:
    files = [str(written(tmp_path / f"{n}.csv", [line])) for n, line in enumerate((ZEPHYR, MAX))]

    found = run("import", *files, "--json").json

    assert [(f["file"], len(f["new"])) for f in found] == [("0.csv", 1), ("1.csv", 1)]


def test_what_was_taken_in_before_a_file_that_fails_is_told(run: Run, file: Path) -> None:
    said = run("import", str(file), str(file.with_name("none.csv")), "--json")

    assert said.code == 1
    assert [f["applied"] for f in said.json] == [True]
    assert "none.csv could not be opened" in said.err


def test_one_undo_takes_it_back(run: Run, file: Path) -> None:
    run("import", str(file))
    run("import", str(written(file, [told(Class="6C"), MAX])))

    said = run("undo")

    assert said.code == 0, said.err
    assert (
        "0 new, 0 changed, 1 unchanged"
        in run("import", str(written(file, [ZEPHYR])), "--dry-run").out
    )


def test_some_rejected_ends_with_five_and_the_rest_is_taken(run: Run, file: Path) -> None:
    said = run("import", str(written(file, [ZEPHYR, told(UPN="", Surname="Moss", DOB="x")])))

    assert said.code == 5
    assert "line 3, DOB, “x”:" in said.out
    assert "1 added" in said.err


def test_rejected_lines_are_mended_and_imported_again(run: Run, file: Path) -> None:
    target = file.with_name("rejects.csv")
    written(file, [told(Forename="@Zephyr", SEN_Status="perhaps"), MAX])
    said = run("import", str(file), "--rejects", str(target), "--plain-file")
    mended = target.read_text(encoding="utf-8-sig").replace("perhaps", "K")
    target.write_text(mended, encoding="utf-8-sig", newline="")

    again = run("import", str(target), "--json")

    assert "mend them and import that list" in said.err
    assert again.code == 0
    assert [n["name"] for n in again.json["new"]] == ["Quillfeather, @Zephyr"]


@pytest.mark.skipif(os.name != "posix", reason="the system knows owners another way")
def test_rejected_lines_are_for_their_owner_alone(run: Run, file: Path) -> None:
    file.write_text(
        "UPN,Surname,Forename,DOB\nnonsense,Quillfeather,Zephyr,never\n", encoding="utf-8"
    )
    rejects = file.with_name("rejects.csv")

    said = run("import", str(file), "--rejects", str(rejects), "--plain-file")

    assert said.code == 5, said.err
    assert rejects.stat().st_mode & 0o077 == 0


def test_rejected_lines_have_a_password_that_is_shown_once(run: Run, file: Path) -> None:
    written(file, [told(SEN_Status="perhaps")])

    said = run("import", str(file), "--rejects", str(file.with_name("rejects.csv")))

    (password,) = re.findall(r"Password, shown this once: (.+)", said.err)
    kept = file.with_name("rejects.csv.zip")
    assert b"Quillfeather" not in kept.read_bytes()
    with pyzipper.AESZipFile(kept) as archive:
        archive.setpassword(password.encode())
        assert b"Quillfeather" in archive.read("rejects.csv")


def test_the_place_for_rejects_is_looked_at_before_anything_is_done(
    run: Run, file: Path, length: Callable[[], int]
) -> None:
    before = length()

    said = run("import", str(file), "--rejects", str(file), "--plain-file")

    assert (said.code, length()) == (1, before)
    assert "exists already" in said.err


def test_headings_that_cannot_be_matched_are_listed_with_what_to_do(run: Run, file: Path) -> None:
    written(file, [("Quillfeather, Zephyr", "H801200001001", "K")], ("Kid", "UPN", "SEN status"))

    said = run("import", str(file))

    assert said.code == 1
    assert "“Kid”, “UPN”, “SEN status”" in said.err
    assert "--profile NAME --column HEADING=surname" in said.err


def test_a_mapping_is_kept_under_a_name_and_used_again(run: Run, file: Path) -> None:
    written(file, [("Quillfeather, Zephyr", "helped", "x")], ("Kid", "Stage", "Hat"))
    answers = ["--column", "Kid=full_name", "--column", "Stage=status", "--column", "Hat="]

    first = run(
        *("import", str(file), "--profile", "Thursday", *answers),
        *("--value", "status:helped=K", "--yes"),
    )
    again = run("import", str(file), "--profile", "thursday", "--json")

    assert (first.code, again.code) == (0, 0), first.err
    assert "line 2: Quillfeather, Zephyr, no class, K" in first.out
    assert (again.json["unchanged"], again.json["left_out"]) == (1, ["Hat"])


def test_a_saved_mapping_reads_the_next_file_until_it_is_forgotten(run: Run, file: Path) -> None:
    heads = ("Family name", "Beckname", "Day of birth", "Class", "SEN")
    written(file, [("Fox", "Al", "03/02/2017", "5B", "N")], heads)
    answers = ["--column", "Beckname=forename", "--column", "Day of birth=born"]
    run("import", str(file), "--profile", "mine", *answers)

    again = run("import", str(file))
    by_headings = run("import", str(file), "--profile", "", "--dry-run")

    assert "0 new, 0 changed, 1 unchanged" in again.out
    assert "list.csv is read by the saved profile “mine”." in again.err
    assert "Columns left out: Beckname, Day of birth" in by_headings.out
    listed = run("import", "profiles").out
    assert listed == "mine: Beckname = forename, Day of birth = born\n"
    assert "is forgotten" in run("import", "profiles", "--forget", "mine").err
    assert run("import", "profiles", "--json").json == []


def test_newcomers_without_forename_or_birth_date_are_not_taken_in_unasked(
    run: Run, file: Path
) -> None:
    written(file, [("Fox", "5B", "K")] * 2, ("Family name", "Class", "SEN"))

    said = run("import", str(file))

    assert said.code == 1
    assert said.out.splitlines()[1:5] == [
        "Mind: 1 new pupil would have no forename.",
        "Mind: 1 new pupil would have no date of birth.",
        "Mind: SEN Support from 22 November 2026, because the file has no date of it: 1 pupil.",
        "Mind: 1 line says the same as another, word for word.",
    ]
    assert "line 3: says the same as line 2, word for word" in said.out
    assert "Nothing of list.csv was taken in" in said.err
    assert run("import", str(file), "--dry-run").code == 0
    assert "Taken in: 1 added" in run("import", str(file), "--yes").err


def test_one_answer_more_leaves_the_others(run: Run, file: Path) -> None:
    written(file, [("Quillfeather, Zephyr", "helped", "x")], ("Kid", "Stage", "Hat"))
    for answer in (["--column", "Kid=full_name"], ["--column", "Stage=status"]):
        run("import", str(file), "--dry-run", "--profile", "Thursday", *answer)
        run("import", str(file), "--profile", "Thursday", *answer)

    said = run("import", str(file), "--profile", "Thursday", "--json")

    assert said.json["left_out"] == ["Hat"]
    assert [r["field"] for r in said.json["rejected"]] == ["status"]


def test_a_dry_run_keeps_no_profile(run: Run, file: Path, length: Callable[[], int]) -> None:
    written(file, [("Quillfeather, Zephyr",)], ("Kid",))
    before = length()

    said = run("import", str(file), "--dry-run", "--profile", "T", "--column", "Kid=full_name")

    assert "1 new" in said.out
    assert length() == before
    assert "no import profile" in run("import", str(file), "--profile", "T").err


@pytest.mark.parametrize(
    "words",
    [
        ["--column", "Kid=full_name"],
        ["--profile", "T", "--column", "Kid"],
        ["--profile", "T", "--column", "Kid=surnam"],
        ["--profile", "T", "--value", "x=K"],
        ["--as-at", "yesteryear"],
        ["--take", "shoe size"],
        ["--profile", "T", "--owner", "status=nobody"],
        ["--profile", "T", "--owner", "hat=school"],
        ["--on", "2026-11-20"],
        ["--absent", "left", "--on", "2026-11-23"],
    ],
    ids=[
        "no name",
        "no equals sign",
        "no field",
        "a value of no field",
        "no day",
        "nothing to take",
        "no owner",
        "nothing to own",
        "left, and not asked",
        "left after the list was made",
    ],
)
def test_words_that_do_not_fit_end_with_two(run: Run, file: Path, words: list[str]) -> None:
    said = run("import", str(file), *words)

    assert (said.code, said.out) == (2, "")
    assert said.err.count("\n") == 1


def test_as_at_a_day_gone_by(run: Run, file: Path) -> None:
    written(file, [(*told(SEN_since=""), "Year 4")], (*HEADINGS, "Year"))

    run("import", str(file), "--as-at", "1/7/26")

    again = run("import", str(file), "--as-at", "2026-07-01", "--json").json
    later = run("import", str(written(file, [told(SEN_since="01/07/2026")])), "--json").json
    assert (again["unchanged"], later["unchanged"]) == (1, 1)


@pytest.mark.parametrize(("alike", "new"), [("hold", 0), ("same", 0), ("new", 1)])
def test_a_possible_duplicate_is_decided_by_a_flag(
    run: Run, file: Path, alike: str, new: int
) -> None:
    run("import", str(file))
    written(file, [told(UPN="A801200001001"), MAX])

    said = run("import", str(file), "--alike", alike, "--json")

    assert len(said.json["new"]) == new
    assert bool(said.json["possible_duplicates"]) == (alike == "hold")


def test_names_are_printed_as_they_are(run: Run, file: Path) -> None:
    said = run("import", str(written(file, [told(Surname=CRASHING)])))

    assert "[/x]" in said.out


def _workbook() -> bytes:
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, line in enumerate([HEADINGS, ZEPHYR, MAX]):
        sheet.write_row(number, 0, line)
    book.close()
    return made.getvalue()


def _locked() -> bytes:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    return ole + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600


LINE = ",".join(f'"{cell}"' for cell in ZEPHYR)
HEAD = ",".join(HEADINGS)

HOSTILE: dict[str, Callable[[Path], bytes]] = {
    "empty": lambda _: b"",
    "blank": lambda _: b"\n\n \n",
    "binary": lambda _: bytes(range(256)) * 40,
    "a PDF": lambda _: b"%PDF-1.7\n",
    "a picture": lambda _: b"\x89PNG\r\n\x1a\n" + bytes(200),
    "mixed encodings": lambda _: (
        f"{HEAD}\n{LINE}\n".encode() + "x,Zoë,a\n".encode() + "x,Zoë,a\n".encode("cp1252")
    ),
    "10,000 columns": lambda _: f"{HEAD},{','.join(f'c{n}' for n in range(10_000))}\n".encode(),
    "one heading twice": lambda _: f"{HEAD},Surname\n{LINE},Moss\n".encode(),
    "a quotation mark never closed": lambda _: f'{HEAD}\n{LINE}\n"x,y\n{LINE}\n'.encode(),
    "no headings": lambda _: f"{LINE}\n".encode(),
    "a truncated workbook": lambda _: _workbook()[:-400],
    "a workbook with a password": lambda _: _locked(),
    "an archive": lambda p: _zip(p),
}


def _zip(path: Path) -> bytes:
    made = path.with_name("a.zip")
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a.txt", "x")
    return made.read_bytes()


@pytest.mark.parametrize("flags", [(), ("--json",)], ids=["words", "json"])
@pytest.mark.parametrize("made", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_in_a_line(
    run: Run,
    file: Path,
    length: Callable[[], int],
    made: Callable[[Path], bytes],
    flags: tuple[str, ...],
) -> None:
    before = length()
    file.write_bytes(made(file))

    said = run("import", str(file), *flags)

    assert said.code in (1, 4)
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert said.err.startswith("sendtui: ")
    assert "Traceback" not in said.err
    assert "Zephyr" not in said.err
    assert length() == before


def test_an_unknown_status_names_the_flags_that_say_what_it_means(run: Run, file: Path) -> None:
    written(file, [told(SEN_Status="Banana"), MAX])

    said = run("import", str(file), "--dry-run")
    meant = run("import", str(file), "--profile", "Ours", "--value", "status:Banana=K")

    assert "--profile NAME --value status:Banana=K" in said.out
    assert meant.code == 0, meant.out


def test_a_folder_is_named_and_headings_alone_are_told(run: Run, file: Path) -> None:
    written(file, [])

    empty, folder = run("import", str(file)), run("import", ".")

    assert (empty.code, "headings and no pupils" in empty.out) == (0, True)
    assert (folder.code, folder.err) == (1, "sendtui: . is a folder. Name the file in it.\n")


def test_a_huge_file_is_refused(
    run: Run, file: Path, monkeypatch: pytest.MonkeyPatch, length: Callable[[], int]
) -> None:
    monkeypatch.setattr("sendtui.formats.sheets.MAX_BYTES", 100)
    before = length()

    said = run("import", str(file))

    assert (said.code, length()) == (1, before)
    assert "larger than" in said.err


def test_a_folder_and_a_file_that_is_not_there_are_refused(run: Run, tmp_path: Path) -> None:
    for path, why in ((tmp_path, "is a folder"), (tmp_path / "none.csv", "could not be opened")):
        said = run("import", str(path))

        assert said.code == 1
        assert why in said.err


def test_formulas_are_rejected_and_never_kept(run: Run, file: Path) -> None:
    lines = [told(Surname='=HYPERLINK("http://x","y")'), told(Class="=1+1"), told(UPN="#REF!")]

    said = run("import", str(written(file, lines)), "--json")

    assert said.code == 5
    assert [r["line"] for r in said.json["rejected"]] == [2, 3, 4]
    assert (said.json["new"], said.json["applied"]) == ([], False)


def test_the_help_tells_the_words(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run("import", "--help")

    assert ended.value.code == 0
    shown = capsys.readouterr().out
    assert all(word in shown for word in ("--dry-run", "--as-at", "--profile", "possible_dup"))


def test_a_preview_as_json_is_the_same_every_time(run: Run, file: Path) -> None:
    first, second = (run("import", str(file), "--dry-run", "--json").out for _ in range(2))

    assert json.loads(first) == json.loads(second)


@pytest.fixture
def placed(run: Run, file: Path) -> Path:
    """The list of Max and Zephyr, of whom the SENCO has since placed Max on SEN Support."""
    run("import", str(file))
    run("place", MAX[0], "K", "--since", "2026-11-02")
    return file


def test_what_the_senco_recorded_is_held_back_and_said(run: Run, placed: Path) -> None:
    said = run("import", str(placed))

    assert "0 new, 0 changed, 2 unchanged" in said.out
    assert "1 held back" in said.out
    assert (
        "line 3: Finch, Max: SEN status: here SEN Support, in the file No special educational need"
        in said.out
    )
    assert "(would lower the SEN status: --take status)" in said.out


def test_what_was_held_back_before_is_counted_and_listed_only_if_asked(
    run: Run, placed: Path
) -> None:
    rehearsed = run("import", str(placed), "--dry-run")
    first, again = run("import", str(placed)), run("import", str(placed))
    listed = run("import", str(placed), "--all")
    run("place", MAX[0], "E", "--since", "2026-11-16")
    changed = run("import", str(placed))

    told = "line 3: Finch, Max: SEN status"
    assert [told in said.out for said in (rehearsed, first, again, listed, changed)] == [
        True, True, False, True, True,
    ]  # fmt: skip
    assert "1 held back" in again.out
    assert "Held back as before: 1; --all lists them" in again.out
    assert "as before" not in changed.out


def test_json_lists_what_is_held_back(run: Run, placed: Path) -> None:
    (held,) = run("import", str(placed), "--dry-run", "--json").json["held_back"]

    assert held.pop("pupil")
    assert held == {
        "line": 3,
        "name": "Finch, Max",
        "upn": MAX[0],
        "field": "status",
        "why": "would lower the SEN status",
        "differences": [
            {
                "kind": "status",
                "field": "status",
                "label": "SEN status",
                "before": "SEN Support",
                "after": "No special educational need",
            }
        ],
    }


@pytest.mark.parametrize(
    ("what", "held"),
    [
        ("status", 0),
        ("status_since", 0),
        ("all", 0),
        (MAX[0], 0),
        (f"{MAX[0]}:status", 0),
        (ZEPHYR[0], 1),
        ("need", 1),
    ],
)
def test_what_is_held_back_is_taken_by_a_flag(run: Run, placed: Path, what: str, held: int) -> None:
    found = run("import", str(placed), "--take", what, "--json").json

    assert (len(found["held_back"]), len(found["changed"])) == (held, 1 - held)


def test_whose_a_field_is_is_kept_with_the_profile(run: Run, file: Path) -> None:
    run("import", str(file))
    written(file, [told(Class="6C"), MAX])
    run("import", str(file), "--dry-run", "--profile", "Thursday", "--owner", "class_name=senco")

    said = run(
        "import", str(file), "--profile", "Thursday", "--owner", "class_name=senco", "--json"
    )
    again = run("import", str(file), "--profile", "Thursday", "--json")

    assert [h["why"] for h in said.json["held_back"]] == ["the SENCO's own field"]
    assert again.json["held_back"] == said.json["held_back"]


@pytest.mark.parametrize("leaver", [[], ["--leaver", MAX[0]]], ids=["all", "one"])
def test_who_is_absent_is_marked_as_left_only_by_a_flag(
    run: Run, file: Path, leaver: list[str]
) -> None:
    run("import", str(file))
    written(file, [ZEPHYR])
    words = ["--absent", "left", *leaver, "--on", "20/11/26", "--left-to", "Mistlethwaite School"]

    kept = run("import", str(file), "--json").json
    found = run("import", str(file), *words, "--json").json
    again = run("import", str(file), *words, "--json").json

    assert ([a["name"] for a in kept["absent"]], kept["leaving"]) == (["Finch, Max"], [])
    assert [(g["name"], g["on"], g["to"]) for g in found["leaving"]] == [
        ("Finch, Max", "2026-11-20", "Mistlethwaite School")
    ]
    assert (found["absent"], found["applied"], again["applied"]) == ([], True, False)
    assert run("undo").code == 0
    assert len(run("import", str(file), "--json").json["absent"]) == 1


def test_one_who_is_not_named_as_a_leaver_stays(run: Run, file: Path) -> None:
    run("import", str(file))
    written(file, [told(UPN="A801200001001", Surname="Moss")])

    said = run("import", str(file), "--absent", "left", "--leaver", MAX[0])

    assert "Absent from the file, and marked as left:\n  Finch, Max, 4A: on 22/11/2026" in said.out
    assert "Absent from the file, and kept (--absent left marks them as left):" in said.out
    assert "0 rejected, 1 marked as left" in said.out
    assert "1 marked as left" in said.err


def test_every_column_that_is_not_taken_is_listed(run: Run, file: Path) -> None:
    headings = (*HEADINGS, "Shoe size", "", " ", "Hat")
    written(file, [(*ZEPHYR, "36", "told Mum", "", "red"), (*MAX, "", "", "", "")], headings)
    answer = ["--profile", "Thursday", "--column", "Hat="]

    said = run("import", str(file), "--dry-run", *answer)

    assert "Columns left out: Shoe size, Hat, column 10, without a heading" in said.out


def test_a_column_is_kept_as_a_field_of_our_own(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "own.csv"
    file.write_text(
        "Surname,Forename,DOB,Taxi\nQuillfeather,Zephyr,03/02/2017,yes\n", encoding="utf-8"
    )

    assert run("import", str(file), "--own", "Taxi", "--dry-run", "--json").json["left_out"]
    said = run("import", str(file), "--own", "Taxi=yes or no")

    assert (said.code, "Taxi is a field of our own now" in said.err) == (0, True)
    (field,) = run("field", "list", "--json").json
    assert (field["name"], field["sort"]) == ("Taxi", "yes or no")
    assert run("pupils", "--all", "--own", "Taxi=yes", "--json").json["total"] == 1
    assert run("import", str(file), "--own", "Bus").code == 2
