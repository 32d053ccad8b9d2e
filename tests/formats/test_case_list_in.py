"""Case lists as authorities' systems export them."""

from datetime import date
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendtui.errors import SendtuiError
from sendtui.formats import case_list_in
from sendtui.models.incoming import Rejected
from sendtui.models.incoming_case import IncomingCase

CSV = """\ufeffEHCP caseload,,,,,,
UPN,Pupil Name,DOB,Case Type,Case Status,Allocated To,AR Due Date,Plan Issued,Colour
H801200001001,"Quillfeather, Zephyr",03/02/2017,Annual Review,Report awaited,Tansy,19/01/2027,20/01/2026,red
,"Marmalade, Otter",04/02/2016,EHCNA,Wk 6,Bramble,,,
H801200001003,"Pumpernickel, Ada",05/02/2016,Séance,,,,,
,,,Annual Review,,,,,
H801200001004,"Teapot, Ivo",05/02/2016,AR,,,31/02/2027,,
"""  # noqa: E501


def _read(text: str, **profile: dict[str, str]) -> case_list_in.CaseList:
    return case_list_in.read(BytesIO(text.encode()), "cases.csv", **profile)


def test_a_case_list_is_read_by_its_headings_and_what_is_wrong_is_told() -> None:
    found = _read(CSV)
    first, second, *rest = found

    assert isinstance(first, IncomingCase)
    assert (first.pupil.upn, first.pupil.surname, first.process) == (
        "H801200001001", "Quillfeather", "annual review",
    )  # fmt: skip
    assert dict(first.said) == {
        "stage_there": "Report awaited",
        "caseworker": "Tansy",
        "review_due_there": date(2027, 1, 19),
        "final": date(2026, 1, 20),
    }
    assert isinstance(second, IncomingCase)
    assert (second.process, second.said["caseworker"]) == ("assessment", "Bramble")
    assert [(each.line, each.field) for each in rest if isinstance(each, Rejected)] == [
        (5, "process"), (6, "upn"), (7, "review_due_there"),
    ]  # fmt: skip
    assert found.unknown == ("Colour",)


def test_a_profile_says_what_headings_and_words_mean() -> None:
    found = _read(
        CSV, headings={"Colour": "school", "Case Status": ""}, values={"process:séance": "move"}
    )
    cases = [each for each in found if isinstance(each, IncomingCase)]

    assert cases[0].said["school"] == "red"
    assert "stage_there" not in cases[0].said
    assert cases[2].process == "move"
    assert found.unknown == ("Case Status",)


@pytest.mark.parametrize("text", ["UPN,Colour\nH801200001001,red\n", "a,b\n1,2\n", "Stage\nx\n"])
def test_a_list_that_says_no_case_of_anybody_is_refused(text: str) -> None:
    with pytest.raises(SendtuiError, match="no row of headings"):
        _read(text)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_plainly(written: bytes) -> None:
    try:
        for each in case_list_in.read(BytesIO(b"UPN,Stage\n" + written), "any.csv"):
            assert isinstance(each, IncomingCase | Rejected)
    except SendtuiError:
        pass
