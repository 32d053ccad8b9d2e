"""What is new in the cases since last time, by when it was written down."""

from datetime import date

from sendtui.services import case_parts, case_since, cases, confidential
from sendtui.store.store import Store
from tests.services.invented import pupil

TODAY = date(2026, 11, 22)


def opened(store: Store, **named: str) -> str:
    return cases.open_(
        store, pupil(store, **named), "assessment", opened_on=date(2026, 9, 1), side="la",
        reference="EHC-1", caseworker="Tansy",
    )  # fmt: skip


def test_only_what_was_written_since_last_time_is_new(store: Store) -> None:
    case = opened(store)
    cases.log(store, case, "request", on=date(2026, 9, 1), facts={"from": "parent"}, today=TODAY)
    first = case_since.since(store, TODAY)
    case_since.remember(store, first)

    asked = case_parts.ask(store, case, "medical", on=date(2026, 10, 1), who="Dr Owl", today=TODAY)
    case_parts.receive(store, asked, on=date(2026, 11, 2), today=TODAY)

    (new,) = case_since.since(store, TODAY).cases
    assert [line.words for line in first.cases[0].lines] == [
        "Case opened or edited, held by Tansy",
        "Request received. Who asked: A parent",
    ]
    assert [line.words for line in new.lines] == [
        "Advice, Medical from Dr Owl: asked 1 Oct 2026, received 2 Nov 2026"
    ]
    assert new.reference == "EHC-1"


def test_a_day_is_asked_from_by_when_it_was_written(store: Store) -> None:
    opened(store)

    assert case_since.since(store, TODAY, on=date(2000, 1, 1)).cases
    assert case_since.since(store, TODAY, on=date(2100, 1, 1)).cases == ()


def test_it_is_narrowed_to_a_pupil_or_a_caseworker(store: Store) -> None:
    opened(store)
    other = opened(store, surname="Marmalade")

    (found,) = case_since.since(store, TODAY, pupil=_whose(store, other)).cases

    assert found.name.startswith("Marmalade")
    assert len(case_since.since(store, TODAY, caseworker="tansy").cases) == 2
    assert case_since.since(store, TODAY, caseworker="Bramble").cases == ()


def _whose(store: Store, case: str) -> str:
    return next(c.pupil for c in case_since.since(store, TODAY).cases if c.case == case)


def test_a_confidential_case_is_left_out_and_counted(store: Store) -> None:
    case = opened(store)
    confidential.mark(store, _whose(store, case), "case", case, today=TODAY)

    found = case_since.since(store, TODAY)

    assert (found.cases, found.left_out) == ((), 1)
    words = [part.text for part in case_since.page(found, TODAY).parts]
    assert words[1:] == ["Nothing is new.", "Confidential cases with news, left out: 1."]
