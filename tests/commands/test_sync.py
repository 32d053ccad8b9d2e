"""`sendtui sync` typed at two prompts: a school's and a local authority's."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from sendtui.__main__ import main
from sendtui.services import enrol, merge, send
from sendtui.store.store import Store
from tests.commands.conftest import Run
from tests.services.enrolled import case_file, pupils

UPN = "H801200001001"
TODAY = date(2026, 11, 22)


@pytest.fixture
def la(tmp_path: Path) -> Iterator[Store]:
    """The case file of a local authority."""
    with case_file(tmp_path, "puddleshire", sort="la", role="register") as made:
        yield made


@pytest.fixture
def zephyr(run: Run) -> str:
    """A pupil on SEN Support."""
    given = {"surname": "Quillfeather", "forename": "Zephyr", "upn": UPN, "born": "3/2/17"}
    assert run("edit", "add", "--from", "-", stdin=json.dumps(given)).code == 0
    assert run("place", UPN, "K", "--since", "1/9/26").code == 0
    return UPN


@pytest.fixture
def enrolled(run: Run, la: Store, tmp_path: Path) -> Path:
    """The folder in which the school's request and the authority's card lie."""
    request, card = tmp_path / "request.json", tmp_path / "card.json"
    said = run("sync", "request", str(request))
    assert said.code == 0, said.err
    text = enrol.issue(
        la,
        request.read_text(encoding="utf-8"),
        fingerprint=said.out.strip(),
        until=date(2027, 8, 31),
        today=TODAY,
    )
    card.write_text(text, encoding="utf-8")
    heard = enrol.me(la).fingerprint
    said = run("sync", "accept", str(card), "--fingerprint", heard)
    assert said.code == 0, said.err
    return tmp_path


def test_the_main_line_by_flags(run: Run, la: Store, zephyr: str, enrolled: Path) -> None:
    file = enrolled / "changes.sendx"

    said = run("sync", "export", "--to", "puddleshire", str(file), "--json", "--all-permitted")
    (read,) = merge.merge(la, [file], TODAY)

    assert said.code == 0, said.err
    assert "Pupils in the file: 1\n  Quillfeather, Zephyr" in said.err
    assert [pupil["name"] for pupil in said.json["pupils"]] == ["Quillfeather, Zephyr"]
    assert said.json["number"] == 1
    assert (read.state, list(pupils(la).values())) == ("merged", ["Quillfeather"])
    assert zephyr not in said.out


def test_with_nobody_to_send_about_no_file_is_written(
    run: Run, zephyr: str, enrolled: Path
) -> None:
    file = enrolled / "changes.sendx"

    said = run("sync", "export", "--to", "puddleshire", str(file))

    assert (said.code, file.exists()) == (1, False)
    assert "1 pupil without a recorded purpose" in said.err
    assert "nobody to send about" in said.err
    assert run("sync", "files").code == 1
    assert zephyr == UPN


def test_a_file_about_nobody_goes_where_it_confirms_one_of_theirs(
    run: Run, la: Store, zephyr: str, enrolled: Path
) -> None:
    out, back = enrolled / "out.sendx", enrolled / "back.sendx"
    send.write(la, "tester", back, TODAY)
    run("sync", "import", str(back))

    said = run("sync", "export", "--to", "puddleshire", str(out))

    assert (said.code, "Pupils in the file: 0" in said.err) == (0, True)
    assert out.exists()
    assert zephyr == UPN


def test_a_file_that_comes_back_is_merged_once(
    run: Run,
    case: Path,
    la: Store,
    zephyr: str,
    enrolled: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    opened = ["--store", str(case / "case.sendtui"), "--passphrase-file", str(case / "passphrase")]
    out, back = enrolled / "out.sendx", enrolled / "back.sendx"
    run("sync", "export", "--to", "puddleshire", str(out), "--all-permitted")
    merge.merge(la, [out], TODAY)
    (id_,) = pupils(la)
    with la.write("Rename") as tx:
        tx.put("pupil", id_, {"surname": "Moss"})
    send.write(la, "tester", back, TODAY)

    rehearsed = run("sync", "import", str(back), "--dry-run", "--json")
    first = run("sync", "import", str(back))
    code = main(["--sync", str(back), *opened])
    second = capsys.readouterr().out

    assert rehearsed.json[0]["state"] == "would merge"
    assert "merged from A. Puddleshire" in first.out
    assert "1 change: 1 new, 0 known already. Pupils: 0 new, 1 changed." in first.out
    assert (code, "already read" in second) == (0, True)
    assert "Moss" in run("pupils").out
    assert [line["state"] for line in run("sync", "files", "--json").json] == [
        "merged",
        "acknowledged",
    ]
    assert zephyr == UPN


def test_whose_data_left_is_listed(run: Run, zephyr: str, enrolled: Path) -> None:
    other = {"surname": "Thistledown", "forename": "Aurora", "upn": "H801200001002"}
    run("edit", "add", "--from", "-", stdin=json.dumps({**other, "born": "3/2/17"}))
    basis = ("--to", "Parents", "--basis", "Subject access")
    run("export", "pupil", zephyr, str(enrolled / "p.json"), "--plain-file", *basis)
    run("sync", "export", "--to", "puddleshire", "--all-permitted", str(enrolled / "changes.sendx"))

    listed = run("history", "--disclosures", "--json").json
    own = [h["after"] for h in run("history", zephyr, "--json").json if h["kind"] == "disclosure"]
    others = run("history", other["upn"], "--json").json

    assert [(d["what"], d["recipient"], len(d["pupils"])) for d in listed] == [
        ("Sealed file", "A. Puddleshire, Puddleshire Hollow", 1),
        ("Everything about a pupil, JSON", "Parents", 1),
    ]  # fmt: skip
    assert own == [
        "Sealed file; to A. Puddleshire, Puddleshire Hollow; sealed; basis: SEN support",
        "Everything about a pupil, JSON; to Parents; plain; basis: Subject access",
    ]
    assert "disclosure" not in {change["kind"] for change in others}
    assert "Parents" in run("history", zephyr, "--disclosures", "--plain").out
    assert run("history", other["upn"], "--disclosures").code == 1


def test_a_sealed_file_that_is_there_is_replaced_only_when_told(
    run: Run, zephyr: str, enrolled: Path
) -> None:
    file = enrolled / "changes.sendx"
    words = ("sync", "export", "--to", "puddleshire", str(file), "--all-permitted")
    first, before = run(*words), file.read_bytes()

    refused, kept = run(*words), file.read_bytes()
    told = run(*words, "--replace")

    assert (first.code, refused.code, told.code, zephyr) == (0, 1, 0, UPN)
    assert "--replace" in refused.err
    assert kept == before != file.read_bytes()


def test_one_bad_file_gives_the_exit_code(run: Run, enrolled: Path) -> None:
    bad = enrolled / "bad.sendx"
    bad.write_bytes(b"nothing sealed")

    said = run("sync", "import", str(bad), str(enrolled / "missing.sendx"))

    assert said.code == 4
    assert f"{bad}: refused" in said.out


def test_the_help_has_an_enrolment_from_end_to_end(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        run("sync", "--help")

    told = capsys.readouterr().out
    acts = ("request school", "issue school", "accept card", "export --to", "import changes")
    assert all(f"sendtui sync {act}" in told for act in acts)
    assert "last day (required)" in told
    assert "--dry-run only shows" in told


def test_who_is_enrolled_is_listed_and_forgotten(run: Run, enrolled: Path) -> None:
    assert enrolled.exists()

    (peer,) = run("sync", "peers", "--json").json
    shown = run("sync", "peers", "--plain")
    assert run("sync", "forget", "puddleshire").code == 0

    assert (peer["card"], peer["expired"]) == ("they issued", False)
    assert "Name: A. Puddleshire, Puddleshire Hollow" in shown.out
    assert run("sync", "peers").code == 1


def test_a_card_is_issued_by_flags(run: Run, la: Store, tmp_path: Path) -> None:
    request, card = tmp_path / "request.json", tmp_path / "card.json"
    request.write_text(enrol.request(la), encoding="utf-8")
    heard = enrol.me(la).fingerprint

    said = run("sync", "issue", str(request), str(card), "--until", "31/8/27",
               "--fingerprint", heard)  # fmt: skip

    assert said.code == 0, said.err
    offered = enrol.look_at_card(la, card.read_text(encoding="utf-8"))
    assert (offered.for_me, offered.until) == (True, date(2027, 8, 31))
    assert offered.settings == ("Puddleby Common Primary School",)


def test_a_request_or_card_is_written_over_only_when_told(
    run: Run, la: Store, tmp_path: Path
) -> None:
    request, card = tmp_path / "request.json", tmp_path / "card.json"
    request.write_text(enrol.request(la), encoding="utf-8")
    card.write_text("kept", encoding="utf-8")
    asked = request.read_text(encoding="utf-8")
    heard = ("--until", "31/8/27", "--fingerprint", enrol.me(la).fingerprint)

    refused = (
        run("sync", "issue", str(request), str(card), *heard),
        run("sync", "request", str(request)),
    )

    assert [said.code for said in refused] == [1, 1]
    assert all("--replace" in said.err for said in refused)
    assert (request.read_text(encoding="utf-8"), card.read_text(encoding="utf-8")) == (
        asked,
        "kept",
    )
    assert run("sync", "peers").code == 1
    assert run("sync", "issue", str(request), str(card), *heard, "--replace").code == 0
    assert run("sync", "request", str(request), "--replace").code == 0


def test_without_a_fingerprint_nothing_is_trusted(run: Run, la: Store, tmp_path: Path) -> None:
    request, card = tmp_path / "request.json", tmp_path / "card.json"
    request.write_text(enrol.request(la), encoding="utf-8")

    said = run("sync", "issue", str(request), str(card), "--until", "31/8/27")

    assert (said.code, card.exists()) == (1, False)
    assert "was not compared" in said.err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("sync", "request"), 2),
        (("sync", "issue", "a", "b"), 2),
        (("sync", "accept", "nowhere.json"), 1),
        (("sync", "export", "x.sendx"), 2),
        (("sync", "export", "--to", "nobody", "x.sendx"), 1),
        (("sync", "import"), 2),
        (("sync", "files"), 1),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_is_missing_is_said(run: Run, words: tuple[str, ...], code: int) -> None:
    said = run(*words)

    assert said.code == code
    assert said.err


def test_a_card_is_renewed_and_revoked_by_flags(
    run: Run, la: Store, zephyr: str, tmp_path: Path
) -> None:
    assert zephyr
    request, card, again = (tmp_path / f"{name}.json" for name in ("request", "card", "again"))
    request.write_text(enrol.request(la), encoding="utf-8")
    heard = ("--fingerprint", enrol.me(la).fingerprint)
    run("sync", "issue", str(request), str(card), "--until", "31/8/27", *heard)
    run("sync", "export", "--to", "puddleshire", str(tmp_path / "a.sendx"), "--all-permitted")

    assert run("sync", "owed", "--json").json[0]["changes"] > 0
    said = run("sync", "renew", "puddleshire", str(again), "--until", "31/8/28")
    assert said.code == 0, said.err
    assert enrol.look_at_card(la, again.read_text(encoding="utf-8")).until == date(2028, 8, 31)
    said = run("sync", "held", "puddleshire", "--json")
    assert {"pupil": 1, "status": 1} in [each["kinds"] for each in said.json["held"]]
    assert run("sync", "revoke", "puddleshire").code == 1
    said = run("sync", "revoke", "puddleshire", "--yes")

    assert said.code == 0, said.err
    assert "Quillfeather, Zephyr" in said.out
    assert run("sync", "peers", "--json").json[0]["revoked"]
    assert "revoked" in run("sync", "export", "--to", "puddleshire", "b.sendx").err
    assert run("sync", "quarantine").code == 1
