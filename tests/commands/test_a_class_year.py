"""A whole school year for a class of thirty, by flags alone, as a script would do it."""

import json
from typing import Any

import pytest

from sendtui.rules.identifiers import upn_letter
from tests.commands.conftest import Run, Said

pytestmark = pytest.mark.slow

SEPTEMBER, DECEMBER, MARCH, JULY = "2026-09-07", "2026-12-02", "2027-03-24", "2027-07-14"
CLASS = 30


def upn(number: int) -> str:
    """A number of the right form, with the check letter that belongs to it."""
    body = f"8012000010{number:02}"
    return f"{upn_letter(body)}{body}"


UPNS = [upn(number) for number in range(1, CLASS + 1)]


def test_a_class_of_thirty_goes_through_a_school_year(run: Run, tmp_path: Any) -> None:
    def on(day: str, *words: str, document: object = None) -> Said:
        text = "" if document is None else json.dumps(document)
        given = () if document is None else ("--from", "-")
        said = run(*words, *given, "--today", day, stdin=text)
        assert said.code == 0, (words, said.err)
        return said

    lines = ["UPN,Surname,Forename,DOB,Class,SEN status"]
    lines += [f"{u},Quillfeather {n},Zephyr,2018-03-01,3B,K" for n, u in enumerate(UPNS)]
    (tmp_path / "class.csv").write_text("\n".join(lines), encoding="utf-8")
    on(SEPTEMBER, "import", str(tmp_path / "class.csv"), "--yes")
    assert run("pupils", "--json").json["total"] == CLASS

    outcome = {"what": "ask for help in four lessons", "target": "4"}
    provision = {"what": "Words for help", "who": "Ms T", "times": 1, "group_size": 6, "outcome": 1}
    for each in UPNS:
        on(SEPTEMBER, "cycle", "start", each, document={"focus": "Asking", "review_due": DECEMBER})
        on(SEPTEMBER, "cycle", "outcome", each, document=outcome)
        on(SEPTEMBER, "cycle", "provision", each, document=provision)
        on(SEPTEMBER, "cycle", "sign", each, "--by", "A. Tester")
    on("2026-11-20", "cycle", "tick", "--group", "1")
    for day, after, effect in ((DECEMBER, MARCH, "some"), (MARCH, JULY, "nearly")):
        for each in UPNS:
            told = {"decision": "continue", "next_review": after, "carry": True,
                    "ratings": [{"outcome": 1, "effect": effect}],
                    "views": [{"whose": "pupil", "words": "The card helps"}]}  # fmt: skip
            on(day, "cycle", "review", each, document=told)
    for each in UPNS:
        told = {"decision": "continue", "ratings": [{"outcome": 1, "effect": "met"}]}
        on(JULY, "cycle", "review", each, document=told)
        on(JULY, "edit", "leave", each, "--on", "23/7/27")

    for each in UPNS:
        cycles = on(JULY, "cycle", "list", each, "--json").json
        assert [cycle["ended_on"] for cycle in cycles] == [JULY, MARCH, DECEMBER]
    late = run("due", "--kind", "review overdue", "--json", "--today", JULY).json
    assert late == []
