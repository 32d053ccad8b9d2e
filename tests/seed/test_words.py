"""What is said about made-up pupils: enough of it, and none of it left unfilled."""

from dataclasses import fields

import pytest

from seed import figures
from seed.cycles import STRANDS, suited
from seed.words import daily
from seed.words.profiles import PAGES, Page
from sendtui.formats.profile_pdf import pages
from sendtui.models.pages import ProfilePage
from sendtui.models.provision import ProvisionIn
from sendtui.rules.codes import NEED_TYPES

NEEDS = sorted(set(figures.SUPPORT_NEEDS) | {"DS"})


def test_there_is_enough_of_each() -> None:
    assert len({s.outcome for s in STRANDS}) >= 40
    assert len({d.what for s in STRANDS for d in s.doses}) >= 40
    assert len({what for s in STRANDS for what, _ in s.teaching}) >= 40
    assert len({p.appreciate for p in PAGES}) >= 30


@pytest.mark.parametrize("need", NEEDS)
@pytest.mark.parametrize("place", range(12), ids=figures.YEARS)
def test_every_need_has_an_aim_and_a_page_in_every_year(need: str, place: int) -> None:
    assert suited((need,), place)
    assert [p for p in PAGES if p.years[0] <= place <= p.years[1] and {need, "OTH"} & {*p.needs}]


@pytest.mark.parametrize("strand", STRANDS, ids=lambda s: s.focus)
def test_a_strand_can_be_measured_and_moves(strand) -> None:  # type: ignore[no-untyped-def]
    assert "{n}" in strand.scale
    assert strand.outcome.startswith("{name} will be able to ")
    assert strand.start[1] < strand.goal[0] or strand.start[0] > strand.goal[1]
    assert set(strand.needs) <= {code.code for code in NEED_TYPES}
    for dose in strand.doses:
        assert ProvisionIn.model_validate(
            {"pupil": "p", "what": dose.what, "per": dose.per, "layer": dose.layer}
        )


def test_every_decision_has_words() -> None:
    assert set(daily.REVIEWED) == {
        "continue",
        "continue, slowly",
        "step up",
        "step down",
        "leave the SEN register",
        "request assessment",
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.appreciate.split("\n")[0])
def test_a_profile_fits_its_page(page: Page) -> None:
    words = {
        f.name: getattr(page, f.name) for f in fields(page) if f.name not in ("needs", "years")
    }

    made = ProfilePage(name="Zephyr Quillfeather", setting="Puddleby Common School", **words)
    assert pages(made) == 1
