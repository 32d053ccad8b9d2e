"""The papers of a consultation: letter, draft plan and advice in one file that needs a password."""

import io
from datetime import date
from pathlib import Path

import pytest
import pyzipper

from sendtui.errors import SendtuiError
from sendtui.services import case_parts, cases, confidential, consulted, ehc_plans, papers, past
from sendtui.services.confidential import HeldBackError
from sendtui.store.store import Store
from tests.formats import papers_made as made
from tests.services import invented

TODAY = date(2026, 11, 22)
WHERE = "Gull Rock Academy"


def document(store: Store, folder: Path, pupil: str, title: str, sort: str) -> str:
    path = folder / f"{title}.docx"
    path.write_bytes(made.docx(title))
    said = {"title": title, "sort": sort}
    return papers.add(store, pupil, papers.look(path), said, today=TODAY)


@pytest.fixture
def pupil(store: Store) -> str:
    return invented.pupil(store, upn="A123456789012")


@pytest.fixture
def case(store: Store, pupil: str) -> str:
    asked = date(2026, 9, 1)
    found = cases.open_(store, pupil, "assessment", opened_on=asked, side="la", caseworker="Bix")
    cases.log(store, found, "request", on=asked, facts={"from": "parent"}, today=TODAY)
    return found


@pytest.fixture
def sent(store: Store, case: str) -> str:
    return case_parts.consult(store, case, WHERE, on=TODAY, today=TODAY)


def gather(store: Store, case: str, sent: str, **more: object) -> consulted.Papers:
    return consulted.gather(store, case, sent, TODAY, **more)  # type: ignore[arg-type]


def test_letter_draft_and_advice_go_in_one_file_behind_a_password(
    store: Store, tmp_path: Path, pupil: str, case: str, sent: str
) -> None:
    ehc_plans.start(store, pupil, "EHCP", today=TODAY)
    document(store, tmp_path, pupil, "Advice of the EP", "advice")
    document(store, tmp_path, pupil, "Birthday card", "letter")

    held = gather(store, case, sent)
    path = consulted.write(store, held, tmp_path / "out", TODAY, password="nine green lanterns")

    assert (held.where, held.has_card, held.lacks) == (WHERE, False, ())
    assert path.name == "out.zip"
    packed = pyzipper.AESZipFile(io.BytesIO(path.read_bytes()))
    assert packed.namelist() == ["1-letter.pdf", "2-plan.pdf", "3-document.docx"]
    with pytest.raises(RuntimeError, match="password"):
        packed.read("1-letter.pdf")
    packed.setpassword(b"nine green lanterns")
    assert packed.read("2-plan.pdf").startswith(b"%PDF-")
    (line,) = past.disclosures(store, pupil)
    assert (line.recipient, line.protection, line.pupils) == (WHERE, "password", (pupil,))
    assert line.what.startswith("Consultation papers: letter, plan (version 1")
    assert "CFA 2014 ss.39, 40" in line.basis


def test_what_is_missing_or_left_out_is_said(
    store: Store, tmp_path: Path, pupil: str, case: str, sent: str
) -> None:
    assert gather(store, case, sent).lacks == (
        "There is no plan to send: it has to see the draft.",
    )

    ehc_plans.start(store, pupil, "EHCP", today=TODAY)
    assert gather(store, case, sent).lacks == ("No advice, report or assessment goes along.",)

    secret = document(store, tmp_path, pupil, "Social care report", "report")
    open_ = document(store, tmp_path, pupil, "Speech report", "report")
    confidential.mark(store, pupil, "document", secret, today=TODAY)
    held = gather(store, case, sent)
    assert ([d.id for d in held.documents], held.lacks) == (
        [open_], ("1 confidential record left out",),
    )  # fmt: skip
    assert len(gather(store, case, sent, with_confidential=True).documents) == 2
    assert gather(store, case, sent, without=frozenset((open_,))).documents == ()
    assert held.only([]).documents == ()


def test_a_confidential_line_of_the_plan_is_held_back(
    store: Store, pupil: str, case: str, sent: str
) -> None:
    plan = ehc_plans.start(store, pupil, "EHCP", today=TODAY)
    confidential.mark(store, pupil, "plan", plan, today=TODAY)

    with pytest.raises(HeldBackError):
        gather(store, case, sent)
    assert gather(store, case, sent, with_confidential=True).plan is not None


def test_a_consultation_of_another_case_is_refused(store: Store, case: str) -> None:
    with pytest.raises(SendtuiError, match="no such consultation"):
        gather(store, case, "nothing")
