"""`sendtui cycle` for a group's session, the next cycle, the scale and the printed cycle."""

import json
from pathlib import Path

import pytest

from tests.commands.conftest import Run
from tests.services.invented import CRASHING

UPNS = {"Zephyr": "H801200001001", "Tansy": "H801200001002", "Papaya": "H801200001003"}


@pytest.fixture
def group(case: Path, run: Run) -> dict[str, str]:
    """Three pupils in one reading group; forename → UPN."""
    from sendtui.services import casefile

    unlock = casefile.Unlock(passphrase=(case / "passphrase").read_text(encoding="utf-8").strip())
    with casefile.open_store(case / "case.sendtui", unlock) as store:
        for forename, upn in UPNS.items():
            with store.write("Add a pupil") as tx:
                named = {"surname": "Quillfeather", "forename": forename, "upn": upn}
                tx.add("pupil", {"setting": store.setting, **named})
    line = {"what": "Reading", "who": "Ms T", "minutes": 20, "group_size": 3}
    for upn in UPNS.values():
        run("cycle", "start", upn, "--on", "7/9/26")
        assert run("cycle", "provision", upn, "--from", "-", stdin=json.dumps(line)).code == 0
    return UPNS


def logged(run: Run, upn: str) -> tuple[int, int]:
    """How many sessions happened and were missed."""
    figures = run("cycle", "show", upn, "--json").json["delivery"]
    return figures["happened"], figures["missed"]


def test_a_group_is_logged_in_one_act_with_its_exceptions(group: dict[str, str], run: Run) -> None:
    (listed,) = run("cycle", "groups", "--on", "15/9/26", "--json").json
    assert [m["name"] for m in listed["members"]] == [
        f"{name} Quillfeather" for name in ("Papaya", "Tansy", "Zephyr")
    ]

    words = ("--group", "1", "--on", "15/9/26", "--except", group["Tansy"], "--text-file", "-")
    said = run("cycle", "tick", *words, stdin=CRASHING)

    assert said.code == 0, said.err
    assert "2 happened, 1 missed" in said.err + said.out
    assert [logged(run, upn) for upn in group.values()] == [(1, 0), (0, 1), (1, 0)]
    again = run("cycle", "tick", "--group", "1", "--on", "15/9/26")
    assert (again.code, "logged for that day already" in again.err) == (1, True)
    run("undo")
    assert [logged(run, upn) for upn in group.values()] == [(0, 0)] * 3


@pytest.mark.parametrize(
    ("words", "says"),
    [
        pytest.param(("--group", "2"), "no group 2", id="no such group"),
        pytest.param(("--group", "1", "--except", "Stranger"), "", id="nobody"),
        pytest.param(("--group", "1", "--on", "tomorrow"), "still to come", id="tomorrow"),
        pytest.param(("--group", "1", "--minutes", "5"), "does not take", id="another's flag"),
    ],
)
def test_a_group_that_cannot_be_logged_is_refused_whole(
    group: dict[str, str], run: Run, words: tuple[str, ...], says: str
) -> None:
    said = run("cycle", "tick", *words)

    assert said.code in (1, 2)
    assert says in said.err
    assert [logged(run, upn) for upn in group.values()] == [(0, 0)] * 3


def test_the_next_cycle_takes_along_what_was_not_met(group: dict[str, str], run: Run) -> None:
    upn = group["Zephyr"]
    run("cycle", "outcome", upn, "--from", "-", stdin=json.dumps([{"what": "A"}, {"what": "B"}]))
    ratings = [{"outcome": 1, "effect": "met"}, {"outcome": 2, "effect": "some"}]
    words = json.dumps({"decision": "continue", "ratings": ratings, "next_review": "12/2/27"})
    run("cycle", "review", upn, "--from", "-", "--without-parents", stdin=words)
    assert "Parents were there: no\n" in run("cycle", "show", upn).out

    said = run("cycle", "start", upn, "--carry")

    assert said.code == 0, said.err
    (outcome,) = run("cycle", "show", upn, "--json").json["outcomes"]
    assert (outcome["what"], outcome["by"]) == ("B", "2027-02-12")
    assert outcome["carried_from_says"] == "carried from cycle 1, outcome 2"


def test_a_review_without_an_answer_says_so(group: dict[str, str], run: Run) -> None:
    run("cycle", "review", group["Zephyr"], "--decision", "continue")

    assert "Parents were there: nobody has said" in run("cycle", "show", group["Zephyr"]).out


@pytest.mark.usefixtures("case")
def test_the_scale_is_changed_and_put_in_order(run: Run) -> None:
    edits = [
        {"axis": "effect", "code": "met", "label": "There"},
        {"axis": "effect", "code": "some", "retired": True},
        {"axis": "effect", "label": "Beyond", "code": "beyond", "met": True},
        {"axis": "effect", "order": ["beyond", "met"]},
    ]

    said = run("cycle", "scale", "--from", "-", "--json", stdin=json.dumps(edits))

    effect = [p for p in said.json if p["axis"] == "effect"]
    assert [(p["code"], p["label"]) for p in effect[:2]] == [("beyond", "Beyond"), ("met", "There")]
    assert "some" not in {p["code"] for p in effect}


def test_a_cycle_is_printed_for_the_family(group: dict[str, str], run: Run, tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    words = ("print", group["Zephyr"], "--pdf", str(path), "--family", "--large-print")

    said = run("cycle", *words, "--text-file", "-", stdin="Puddleby SENDIASS")

    assert said.code == 0, said.err
    assert "Read it before you hand it over" in said.err + said.out
    assert path.read_bytes().startswith(b"%PDF-")
    assert run("cycle", *words).code == 1
    assert run("cycle", *words, "--replace").code == 0
    assert run("cycle", "print", group["Zephyr"]).code == 2
