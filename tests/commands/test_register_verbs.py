"""The verbs about the SEN register and one pupil, typed at a prompt as a script would."""

import json
from pathlib import Path

import pytest

from sendtui.services import amend, casefile, pupils
from tests.commands.conftest import PASSPHRASE, Run, Said
from tests.services.invented import CRASHING

UPN = "H801200001001"
PUPIL = {
    "surname": "Quillfeather",
    "forename": "Zephyr",
    "upn": UPN,
    "born": "3/2/17",
    "class_name": "3B",
}


@pytest.fixture
def zephyr(run: Run) -> str:
    """A pupil who is here; his UPN."""
    said = run("edit", "add", "--from", "-", stdin=json.dumps(PUPIL))
    assert said.code == 0, said.err
    return UPN


@pytest.fixture
def supported(run: Run, zephyr: str) -> str:
    """The same pupil on SEN Support since September."""
    assert run("place", zephyr, "K", "--since", "1/9/26").code == 0
    return zephyr


def view(run: Run) -> dict[str, object]:
    found: dict[str, object] = run("pupil", UPN, "--json").json
    return found


# ── Reading ───────────────────────────────────────────────────────────────────────────────


def test_an_empty_register_is_nothing_matched(run: Run) -> None:
    said = run("pupils")

    assert (said.code, said.out, said.err) == (1, "", "No pupil is like that.\n")


def test_the_register_lists_who_is_on_it(run: Run, supported: str) -> None:
    said = run("pupils")

    assert said.code == 0
    assert "Quillfeather, Zephyr" in said.out
    assert supported in said.out


def test_the_register_for_a_screen_reader_names_each_value(run: Run, supported: str) -> None:
    said = run("pupils", "--plain")

    assert said.out.startswith("Name: Quillfeather, Zephyr; Class: 3B; Year: 5; SEN: K; Since:")
    assert supported in said.out


def test_the_register_as_json_is_one_object(run: Run, supported: str) -> None:
    found = run("pupils", "--json").json

    assert found["total"] == 1
    entry = found["pupils"][0]
    assert (entry["upn"], entry["status"], entry["since"]) == (supported, "K", "2026-09-01")


@pytest.mark.parametrize(
    ("words", "total"),
    [
        (("--status", "K"), 1),
        (("--status", "E"), 0),
        (("--class", "3b"), 1),
        (("--year", "5"), 1),
        (("--year", "4"), 0),
        (("--need", "slcn"), 0),
        (("--left", "yes"), 0),
        (("--concerns",), 0),
        (("--all", "--sort", "class", "--descending"), 1),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, tuple) else None,
)
def test_filters_leave_those_who_are_asked_for(
    run: Run, supported: str, words: tuple[str, ...], total: int
) -> None:
    assert supported
    said = run("pupils", "--json", *words)

    assert (said.json["total"], said.code) == (total, 0 if total else 1)


def test_a_name_is_looked_for_by_standard_input(run: Run, supported: str) -> None:
    assert supported
    assert run("pupils", "--words-file", "-", stdin="zeph quill").code == 0
    assert run("pupils", "--words-file", "-", stdin="moss").code == 1


def test_a_code_there_is_not_is_a_matter_of_usage(run: Run) -> None:
    said = run("pupils", "--need", "XYZ")

    assert said.code == 2
    assert "SLCN" in said.err


def test_figures_are_one_a_line(run: Run, supported: str) -> None:
    assert supported
    assert run("pupils", "--counts").out.splitlines() == [
        "Pupils: 1",
        "SEN Support: 1",
        "No need recorded: 1",
        "NC year 5: 1",
    ]


def test_a_pupil_is_read_from_top_to_bottom(run: Run, supported: str) -> None:
    lines = run("pupil", supported).out.splitlines()

    assert lines[0] == "Zephyr Quillfeather"
    assert "  Born 03/02/2017, 9 years old" in lines
    assert any("s.68" in line for line in lines)


def test_a_pupil_as_json_has_their_timeline(run: Run, supported: str) -> None:
    found = run("pupil", supported, "--json").json

    assert (found["status"], found["timeline"][0]["words"]) == ("K", "SEN Support")
    only = run("pupil", supported, "--timeline", "--only", "needs", "--json").json
    assert [each["kind"] for each in only] == ["status"]
    assert run("pupil", supported, "--timeline", "--only", "contacts").code == 1
    assert run("pupil", supported, "--only", "contacts").code == 2


def test_both_values_of_a_clash_are_shown_and_one_is_chosen(
    run: Run, case: Path, supported: str
) -> None:
    with casefile.open_store(
        case / "case.sendtui", casefile.Unlock(passphrase=PASSPHRASE)
    ) as store:
        record = pupils.find_one(store, supported)
        opened = amend.form(store, "pupil", record)
        for name in ("4C", "4D"):
            amend.amend(store, "pupil", record, {"class_name": name}, opened.heads)

    said = run("pupil", supported).out
    (clash,) = run("pupil", supported, "--json").json["clashes"]
    words = f"pupil {record} --field class_name".split()

    assert "  Pupil, Class:\n    4D (A. Tester, " in said
    assert "    4C (A. Tester, " in said
    assert f"“sendtui edit {' '.join(words)} --text-file FILE”" in said
    assert [version["words"] for version in clash["versions"]] == ["4D", "4C"]
    assert run("edit", *words, "--text-file", "-", stdin="4C").code == 0
    assert view(run)["clashes"] == []


def test_a_pupil_who_is_not_here_is_nothing_matched(run: Run) -> None:
    said = run("pupil", "H999")

    assert (said.code, said.out) == (1, "")
    assert "No pupil has this UPN" in said.err


def test_today_lists_what_is_due_with_its_rule(run: Run, supported: str) -> None:
    said = run("due", "--why", "--plain")

    assert said.code == 0
    assert f"{supported}" not in said.out
    assert "What: Parents told: not recorded; When: since 01/09/2026; Pupil" in said.out
    assert "Children and Families Act 2014 s.68" in said.out


def test_today_ends_with_a_total_by_kind(run: Run, supported: str) -> None:
    assert supported
    whole, two = run("due"), run("due", "--limit", "2")

    assert whole.err.startswith("3 due. Parents told: not recorded 1; ")
    assert (len(two.out.splitlines()), two.err) == (3, f"2 of {whole.err}")
    assert len(run("due", "--limit", "1", "--json").json) == 1


@pytest.mark.parametrize("verb", ["due", "pupils", "search", "history"])
def test_a_limit_below_nothing_is_a_matter_of_usage(run: Run, verb: str) -> None:
    with pytest.raises(SystemExit) as ended:
        run(verb, "--limit", "-1")

    assert ended.value.code == 2


def test_an_odd_upn_stands_apart_from_its_mark(run: Run) -> None:
    odd = {"surname": "Moss", "upn": "A801200001001", "born": "3/2/17"}
    run("edit", "add", "--from", "-", stdin=json.dumps(odd))

    assert "UPN: A801200001001; Odd: odd UPN" in run("pupils", "--all", "--plain").out


@pytest.mark.parametrize(
    "words",
    [("search", "biscuit"), ("place", UPN, "K", "because"), ("action", "add", UPN, "ask", "her")],
    ids=lambda words: words[0],
)
def test_words_of_the_record_on_the_command_line_are_sent_elsewhere(
    run: Run, zephyr: str, words: tuple[str, ...]
) -> None:
    assert zephyr
    said = run(*words)

    assert (said.code, said.out) == (2, "")
    assert "--text-file - on standard input" in said.err


def test_today_as_json_names_what_it_opens(run: Run, supported: str) -> None:
    (found,) = run("due", "--json", "--kind", "parents not told").json

    assert (found["kind"], found["days_late"], found["kind_of_record"]) == (
        "parents not told",
        82,
        "status",
    )
    assert supported


def test_every_word_is_found_and_shown(run: Run, supported: str) -> None:
    run("views", "add", supported, "pupil", "--text-file", "-", stdin="I like the [/x] trampoline")

    said = run("search", stdin="tramp")

    assert said.code == 0
    assert "I like the [/x] trampoline" in said.out
    assert run("search", stdin="unicycle").code == 1
    assert run("search", "--names", "--json", stdin="quill").json[0]["name"] == (
        "Quillfeather, Zephyr"
    )


# ── Writing ───────────────────────────────────────────────────────────────────────────────


def test_a_child_who_is_here_already_is_not_added_twice(run: Run, zephyr: str) -> None:
    assert zephyr
    said = run("edit", "add", "--from", "-", stdin=json.dumps(PUPIL))

    assert said.code == 1
    assert "Quillfeather" not in said.err
    assert run("edit", "add", "--anyway", "--from", "-", stdin=json.dumps(PUPIL)).code == 0


def test_several_pupils_are_added_all_or_none(run: Run) -> None:
    many = [{"surname": "Moss"}, {"surname": "Ash", "nc_year": "three"}]

    said = run("edit", "add", "--from", "-", stdin=json.dumps(many))

    assert said.code == 1
    assert run("pupils", "--all").code == 1


def test_a_field_is_changed_from_standard_input(run: Run, zephyr: str) -> None:
    said = run(
        "edit", "pupil", zephyr, "--field", "class_name", "--text-file", "-", "--json", stdin="4A"
    )

    assert said.json == {"changed": ["class_name"]}
    assert view(run)["class_name"] == "4A"
    assert run("undo", "--dry-run").out == "Undo would reverse: Edit a pupil\n  Class: 4A -> 3B\n"


def test_undo_and_redo_say_what(run: Run, supported: str) -> None:
    assert supported
    assert run("undo", "--dry-run").out == "Undo would reverse: Place on SEN Support\n"
    assert run("undo").out == "Undone: Place on SEN Support\n"
    assert view(run)["status"] == "N"
    assert run("redo").out == "Back again: Place on SEN Support\n"
    assert view(run)["status"] == "K"


def test_nothing_to_redo_is_refused(run: Run) -> None:
    assert run("redo").code == 1


def test_history_is_in_words(run: Run, supported: str) -> None:
    found = run("history", supported, "--json").json

    assert found[0]["act"] == "Place on SEN Support"
    assert {"SEN Support", "1 Sep 2026"} <= {line["after"] for line in found}
    assert run("history", "--plain").out.startswith("Written: ")


def test_parents_are_told_of_the_status_there_is(run: Run, supported: str) -> None:
    assert run("place", supported, "--told", "4/9/26").code == 0

    (step,) = run("place", supported, "--json").json
    assert step["parents_told_on"] == "2026-09-04"


@pytest.mark.parametrize("status", [(), ("E",)], ids=["afterwards", "with the status"])
def test_parents_are_not_told_tomorrow(run: Run, supported: str, status: tuple[str, ...]) -> None:
    said = run("place", supported, *status, "--told", "23/11/26")

    assert said.code == 1
    assert "Parents told on: is still to come" in said.err
    assert not view(run)["statuses"][0]["parents_told_on"]


def test_a_reason_comes_from_a_file_and_stays_as_it_is(run: Run, zephyr: str) -> None:
    said = run("place", zephyr, "K", "--text-file", "-", stdin=CRASHING)

    assert said.code == 0
    assert run("place", zephyr, "--json").json[0]["reason"] == CRASHING


def test_needs_are_added_ordered_and_ended(run: Run, zephyr: str) -> None:
    for code in ("SLCN", "mld", "HI"):
        assert run("need", "add", zephyr, code).code == 0
    assert run("need", "order", zephyr, "HI,SLCN,MLD").code == 0
    assert run("need", "end", zephyr, "SLCN").code == 0

    found = run("need", "list", zephyr, "--json").json

    assert [(n["rank"], n["code"]) for n in found if not n["until"]] == [(1, "HI"), (2, "MLD")]


def test_flags_go_up_and_end(run: Run, zephyr: str) -> None:
    assert run("flag", "add", zephyr, "lac", "--since", "1/9/26").code == 0
    assert run("flag", "end", zephyr, "LAC", "--on", "1/10/26").code == 0

    (flag,) = run("flag", "list", zephyr, "--json").json

    assert (flag["since"], flag["until"]) == ("2026-09-01", "2026-10-01")


def test_people_are_added_amended_and_ended(run: Run, zephyr: str) -> None:
    person = json.dumps({"name": CRASHING, "role": "mother", "parental_responsibility": True})
    assert run("person", "add", zephyr, "--from", "-", stdin=person).code == 0
    assert run("person", "amend", zephyr, "1", "--from", "-", stdin='{"phone": "01"}').code == 0
    assert run("person", "end", zephyr, "1", "--on", "1/10/26").code == 0

    (found,) = run("person", "list", zephyr, "--json").json

    assert (found["name"], found["phone"], found["until"]) == (CRASHING, "01", "2026-10-01")


def test_a_promise_is_made_and_kept(run: Run, zephyr: str) -> None:
    words = json.dumps({"said": CRASHING, "promised": "A call", "on": "2/11/26"})
    run("contact", "add", zephyr, "--reply-by", "20/11/26", "--from", "-", stdin=words)
    assert "A call" in run("due").out

    run("contact", "answer", zephyr, "1", "--text-file", "-", stdin="Rang")

    assert "A call" not in run("due").out
    assert run("contact", "list", zephyr, "--json").json[1]["answered_on"] == "2026-11-22"


def test_an_answered_contact_is_answered_again_only_when_asked(run: Run, zephyr: str) -> None:
    run("contact", "add", zephyr, "--on", "2/11/26", "--text-file", "-", stdin="Asked for a call")
    answer = ("contact", "answer", zephyr, "1", "--text-file", "-")
    assert run(*answer, "--on", "20/11/26", stdin="Rang").code == 0

    refused = run(*answer, stdin="Rang again")
    logged = len(run("contact", "list", zephyr, "--json").json)

    assert refused.code == 1
    assert "has been answered on 20/11/2026" in refused.err
    assert logged == 2
    assert run(*answer, "--again", stdin="Rang again").code == 0
    assert len(run("contact", "list", zephyr, "--json").json) == 3


def test_an_action_is_done_and_opened_again(run: Run, zephyr: str) -> None:
    run("action", "add", zephyr, "--due", "20/11/26", "--text-file", "-", stdin=CRASHING)
    assert run("action", "done", zephyr, "1").err == f"Done: {' '.join(CRASHING.split())}\n"
    assert run("action", "done", zephyr, "1").code == 1
    assert run("action", "reopen", zephyr, "1").code == 0

    (found,) = run("action", "list", zephyr, "--json").json

    assert (found["what"], found["days_late"]) == (CRASHING, 2)


@pytest.mark.parametrize(
    "words",
    [("contact", "add", UPN), ("views", "add", UPN, "pupil"), ("concern", "add", UPN)],
    ids=lambda words: words[0],
)
def test_what_happens_tomorrow_is_not_written_down_today(
    run: Run, zephyr: str, words: tuple[str, ...]
) -> None:
    assert zephyr
    said = run(*words, "--on", "23/11/26", "--text-file", "-", stdin="Biscuits")

    assert said.code == 1
    assert "is still to come" in said.err
    assert run(*words, "--on", "22/11/26", "--text-file", "-", stdin="Biscuits").code == 0


def test_a_pupil_has_their_contacts_and_what_ends_today(run: Run, zephyr: str) -> None:
    run("contact", "add", zephyr, "--text-file", "-", stdin="Biscuits")
    run("flag", "add", zephyr, "LAC")
    run("flag", "end", zephyr, "LAC")

    said = run("pupil", zephyr).out

    assert "  22/11/2026: Biscuits; phone\n" in said
    assert "until 22/11/2026" in said


def test_an_odd_upn_is_kept_and_said(run: Run, zephyr: str) -> None:
    changed = run("edit", "pupil", zephyr, "--field", "upn", "--text-file", "-", stdin="H80120")

    assert changed.err.splitlines() == [
        "H80120: A UPN has 13 characters and this has 6. It is kept as it is.",
        "Changed: upn, former_upn.",
    ]
    assert run("pupil", zephyr).code == 0


def test_a_line_typed_twice_never_hits_another_action(run: Run, zephyr: str) -> None:
    for due, what in (("1/12/26", "Ask for a hearing test"), ("25/11/26", "Ring the clinic")):
        run("action", "add", zephyr, "--due", due, "--text-file", "-", stdin=what)
    assert run("action", "list", zephyr, "--plain").out.splitlines() == [
        "No.: 2; Due: 25/11/2026; What: Ring the clinic",
        "No.: 1; Due: 01/12/2026; What: Ask for a hearing test",
    ]

    assert run("action", "done", zephyr, "1").err == "Done: Ask for a hearing test\n"
    assert run("action", "done", zephyr, "1").code == 1
    assert run("action", "remove", zephyr, "1").code == 0
    assert run("action", "remove", zephyr, "1").code == 1

    (left,) = run("action", "list", zephyr, "--json").json
    assert (left["what"], left["done_on"]) == ("Ring the clinic", None)
    assert run("action", "done", zephyr, left["id"]).err == "Done: Ring the clinic\n"


def test_a_concern_joins_the_register(run: Run, zephyr: str) -> None:
    run("concern", "add", zephyr, "--on", "1/9/26", "--text-file", "-", stdin="Squints")
    assert run("pupils", "--concerns").code == 0

    assert run("concern", "join", zephyr, "1", "--told", "22/11/26").code == 0

    assert run("pupils", "--concerns").code == 1
    assert view(run)["status"] == "K"


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(("close", "--on", "23/11/26"), id="closed"),
        pytest.param(("join", "--on", "23/11/26"), id="joined"),
        pytest.param(("join", "--told", "23/11/26"), id="parents told"),
    ],
)
def test_a_concern_does_not_end_tomorrow(run: Run, zephyr: str, words: tuple[str, ...]) -> None:
    run("concern", "add", zephyr, "--on", "1/9/26", "--text-file", "-", stdin="Squints")

    act, *flags = words
    said = run("concern", act, zephyr, "1", *flags, "--text-file", "-", stdin="Glasses")

    assert said.code == 1
    assert "is still to come" in said.err
    assert run("pupils", "--concerns").code == 0


def test_a_pupil_leaves_and_comes_back(run: Run, supported: str) -> None:
    run("edit", "leave", supported, "--on", "20/11/26", "--text-file", "-", stdin="Netherby")
    assert run("pupils").code == 1

    run("edit", "back", supported)

    assert run("pupils").code == 0


def test_a_record_made_by_mistake_is_removed(run: Run, supported: str) -> None:
    (step,) = run("place", supported, "--json").json

    assert run("edit", "remove", "status", step["id"]).code == 0

    assert run("place", supported).code == 1


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("views", "add", UPN, "teacher", "--text-file", "-"), 2),
        (("views", "add", UPN, "pupil"), 2),
        (("need", "add", UPN), 2),
        (("need", "end", UPN, "HI"), 1),
        (("action", "done", UPN, "7"), 1),
        (("action", "done", UPN), 2),
        (("flag", "add", UPN, "XX"), 1),
        (("place", UPN, "K", "--since", "someday"), 2),
        (("place", UPN, "N"), 1),
        (("edit", "pupil", UPN), 2),
        (("edit", "pupil"), 2),
        (("edit", "fields", "cycle"), 2),
        (("edit", "remove", "setting", "0"), 1),
        (("edit", "status", "0" * 32, "--from", "-"), 1),
        (("due", "--kind", "party"), 2),
    ],
    ids=lambda words: " ".join(words[:3]) if isinstance(words, tuple) else None,
)
def test_what_cannot_be_done_ends_with_its_code(
    run: Run, zephyr: str, words: tuple[str, ...], code: int
) -> None:
    assert zephyr
    said = run(*words, stdin='{"reason": "x"}')

    assert (said.code, said.out) == (code, "")
    assert said.err.startswith("sendtui: ")


VERBS = (
    "due pupils pupil search place need flag person views contact action concern edit history "
    "undo redo"
)


@pytest.mark.parametrize("verb", VERBS.split())
def test_each_verb_tells_its_words(run: Run, verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(verb, "--help")

    assert ended.value.code == 0
    assert f"sendtui {verb}" in capsys.readouterr().out


def test_a_reading_verb_leaves_the_file_alone(run: Run, supported: str) -> None:
    def said() -> Said:
        return run("history", "--json")

    before = said().json
    for words in (("pupils",), ("pupil", supported), ("due",), ("need", "list", supported)):
        run(*words)

    assert said().json == before


def test_the_list_of_an_authority_begins_with_its_whole_roll(
    run: Run, zephyr: str, case: Path
) -> None:
    of_school = run("pupils")
    unlock = casefile.Unlock(passphrase=PASSPHRASE)
    with casefile.open_store(case / "case.sendtui", unlock) as store, store.write("Ours") as tx:
        tx.put("setting", store.setting, {"sort": "la"})

    assert of_school.code == 1
    assert [one["upn"] for one in run("pupils", "--json").json["pupils"]] == [zephyr]
    assert run("view", "keep", "All of 3B", "--class", "3B").code == 0
    assert run("pupils", "--view", "All of 3B", "--json").json["total"] == 1
    assert run("pupils", "--view", "All of 3B", "--sort", "class", "--json").json["total"] == 1
    assert run("pupils", "--view", "All of 3B", "--class", "3B").code == 2
    file = str(case / "all.csv")
    left = run("export", "register", "--plain-file", file, "--to", "X", "--confirm", "3B", "--json")
    assert left.json["pupils"] == 1
    # What changes many at once still asks who they are.
    assert run("bulk", "year", "4").code == 2
