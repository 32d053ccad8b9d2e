"""The inspectors' lists and the audit's sample out of the record."""

from datetime import date

from sendtui.services import annex_a, flags, presence
from sendtui.store.store import Store
from tests.services.invented import pupil, status
from tests.services.returned import authority

TODAY = date(2026, 11, 22)


def test_plans_are_on_the_first_list_and_sen_support_on_the_second(store: Store) -> None:
    who = authority(store)
    k = pupil(store, surname="Zumble")
    status(store, k, "K", date(2026, 9, 7))
    flags.add(store, who["active"], "CIN", since=date(2026, 1, 1))
    presence.suspend(store, who["active"], {"starts": date(2026, 10, 1), "sessions": 2}, TODAY)
    figures = {"starts": date(2026, 9, 7), "ends": date(2026, 10, 23), "possible": 60}
    presence.record_attendance(store, who["active"], {**figures, "attended": 54}, TODAY)

    found = annex_a.lists(store, TODAY)

    assert [one.id for one in found.first] == [who["active"], who["old"]]
    assert [one.id for one in found.second] == [k]
    first = found.first[0]
    assert (first.suspensions, first.absence, first.in_care, first.urn) == (1, 10, True, "100000")
    assert (first.issued, first.updated, first.reviewed) == (date(2025, 6, 20), None, None)
    assert "AX06" in {f.rule.id for f in found.findings if f.id == who["old"]}
    assert [table.title for table in annex_a.tables(found)] == ["List_1", "List_2"]
    assert len(annex_a.as_plain(found)["list_1"]) == 2  # type: ignore[arg-type]


def test_a_sample_is_drawn_the_same_for_the_same_seed(store: Store) -> None:
    who = authority(store)

    one = annex_a.sample(store, TODAY, 1, "spring")
    all_ = annex_a.sample(store, TODAY, 9)

    assert one == annex_a.sample(store, TODAY, 1, "spring")
    assert {s.pupil for s in all_} == {who["active"], who["old"]}
    assert all(s.hard for s in all_)
    assert len(next(iter(annex_a.sample_table(all_).lines))) == len(annex_a.SAMPLE)
