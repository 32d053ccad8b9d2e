"""What goes to the authority, gathered from the record on 22 November 2026."""

from datetime import date

import pytest

from sendtui.errors import SendtuiError, UsageError
from sendtui.models.voice import Voice
from sendtui.services import bundles, confidential, deliveries, needs, voices
from sendtui.services.pupil_reading import of
from sendtui.store.store import Store
from tests.services.invented import cycle, outcome, provision, pupil, status

TODAY = date(2026, 11, 22)


@pytest.fixture
def child(store: Store) -> str:
    """A pupil on SEN Support with a cycle whose therapy happened once."""
    made = pupil(store, upn="H801200001001")
    status(store, made, "K")
    needs.add(store, made, "SLCN", rank=1, since=date(2026, 9, 7))
    run = cycle(store, made)
    outcome(store, run)
    line = provision(store, run, what="Therapy", cost_pence=1_250)
    deliveries.tick(store, line, date(2026, 9, 14), today=TODAY)
    said_on = date(2026, 10, 1)
    voices.hear(store, made, whose="pupil", words="I like the quiet room", said_on=said_on)
    return made


def words(store: Store, child: str, purpose: str = "request", **more: str) -> str:
    page = bundles.gather(store, child, purpose, TODAY, **more).page
    return "\n".join(part.text for part in page.parts)


def test_a_bundle_has_the_cycles_what_was_given_the_money_and_what_is_missing(
    store: Store, child: str
) -> None:
    found = bundles.gather(store, child, "request", TODAY)
    said = "\n".join(part.text for part in found.page.parts)

    assert found.page.title == "Request for an EHC needs assessment: Zephyr Quillfeather"
    assert "Cycle 1, 7 Sep 2026, still open: not reviewed" in said
    assert "Therapy (2 × a week" in said or "Therapy (" in said
    assert "specified, 1 given" in said
    assert "of the first £6,000" in said
    assert "“I like the quiet room” (1 Oct 2026)" in said
    assert "No cycle of assess, plan, do, review has been reviewed." in said
    assert "SEN Support" in said
    assert "UPN: H801200001001" in said


def test_an_authority_has_a_wording_of_its_own(store: Store, child: str) -> None:
    folder = store.path.parent / "letters"
    folder.mkdir()
    own = folder / "bundle-request-801.txt"
    own.write_text("Title: Form 7 for {child}\n\n- {needs}\n", encoding="utf-8")

    assert words(store, child, la="801") == "Speech, language and communication needs"
    assert "Chronology" in words(store, child)
    own.write_text("Title: {shoe_size}\n", encoding="utf-8")
    with pytest.raises(SendtuiError, match="bundle-request-801"):
        words(store, child, la="801")


def test_what_is_confidential_is_left_out_and_counted(store: Store, child: str) -> None:
    with store.read() as session:
        (voice,) = [v.id for v in of(session, Voice, child)]
    confidential.mark(store, child, "voice", voice, today=TODAY)

    found = bundles.gather(store, child, "request", TODAY)

    assert "quiet room" not in words(store, child)
    assert found.left_out == 1
    assert any("pupil’s views" in each.says for each in found.missing)


def test_a_bundle_for_something_else_is_refused(store: Store, child: str) -> None:
    with pytest.raises(UsageError, match="request, top-up"):
        bundles.gather(store, child, "lunch", TODAY)
