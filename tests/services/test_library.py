"""The library: out as a list, edited, and back with a look first; picked from in a plan."""

from pathlib import Path

import pytest

from sendtui.errors import InvalidError, SendtuiError
from sendtui.services import checklists, intervention_reading, library
from sendtui.store.store import Store
from tests.services.provision import TODAY, begin, school


def test_what_goes_out_comes_back_unchanged(store: Store, tmp_path: Path) -> None:
    school(store)
    path = tmp_path / "library.csv"

    assert library.export(store, path, TODAY) == 1

    found = library.look(store, path, TODAY)
    assert (found.new, found.changed, found.same) == ((), (), 1)
    assert b"Thistledown" not in path.read_bytes()


def test_what_was_edited_is_shown_and_taken_in_one_act(store: Store, tmp_path: Path) -> None:
    school(store)
    path = tmp_path / "library.csv"
    path.write_text(
        "Intervention,Minutes,Colour\ntalking tables,30,red\n[/x] Sums,15,blue\n", encoding="utf-8"
    )

    found = library.look(store, path, TODAY)

    assert [entry["name"] for entry in found.new] == ["[/x] Sums"]
    assert [(kind, name, dict(values)) for kind, _, name, values in found.changed] == [
        ("intervention", "talking tables", {"minutes": 30})
    ]
    assert found.unknown == ("Colour",)
    assert library.take(store, found, TODAY) == 2
    assert library.look(store, path, TODAY).same == 2


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Sums,lots,CI", "is no whole number"),
        (",20,CI", "is missing"),
        ("Sums,20,XX", "is not one of CI, CL, SEMH, SP"),
        ("Sums,20,CI\nSUMS,20,CI", "stands in the list twice"),
    ],
)
def test_a_line_that_does_not_hold_is_named_and_left_out(
    store: Store, tmp_path: Path, line: str, reason: str
) -> None:
    path = tmp_path / "library.csv"
    path.write_text(f"Intervention,Minutes,Area\n{line}\n", encoding="utf-8")

    (rejected,) = library.look(store, path, TODAY).rejected

    assert rejected.reason == reason


def test_a_list_without_names_says_which_column_is_missing(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "library.csv"
    path.write_text("Minutes\n20\n", encoding="utf-8")

    with pytest.raises(SendtuiError, match="headed “Name”"):
        library.look(store, path, TODAY)
    assert intervention_reading.all_of(store, TODAY) == ()


def test_strategies_and_targets_go_out_and_come_in_with_the_interventions(
    store: Store, tmp_path: Path
) -> None:
    school(store)
    library.keep(store, "strategy", {"name": "[/x] Now and next", "area": "SEMH"}, today=TODAY)
    library.keep(store, "target", {"name": "Reads 40 words a minute"}, today=TODAY)
    path = tmp_path / "library.csv"

    assert library.export(store, path, TODAY) == 3
    assert library.look(store, path, TODAY).same == 3

    for kind in library.KINDS:
        library.remove(store, library.numbered(store, kind, 1).id)
    found = library.look(store, path, TODAY)
    assert [(each["kind"], each["name"]) for each in found.new] == [
        ("strategy", "[/x] Now and next"),
        ("target", "Reads 40 words a minute"),
    ]
    assert library.take(store, found, TODAY) == 2
    (strategy,) = library.entries(store, "strategy")
    assert (strategy.name, strategy.area) == ("[/x] Now and next", "SEMH")


def test_a_kind_there_is_not_is_named_and_left_out(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "library.csv"
    path.write_text("Kind,Name\nwish,Sums\nTarget,Counts to ten\n", encoding="utf-8")

    found = library.look(store, path, TODAY)

    assert [(each.line, each.reason) for each in found.rejected] == [
        (2, "is not one of intervention, strategy, target")
    ]
    assert [each["name"] for each in found.new] == ["Counts to ten"]


def test_a_strategy_is_changed_and_stands_in_the_library_once(store: Store) -> None:
    first = library.keep(store, "strategy", {"name": "Wait ten seconds"}, today=TODAY)
    second = library.keep(store, "strategy", {"name": "Sit in front"}, today=TODAY)

    with pytest.raises(InvalidError, match="already"):
        library.keep(store, "strategy", {"name": "WAIT ten  seconds"}, second, today=TODAY)
    with pytest.raises(InvalidError, match="is not one of"):
        library.keep(store, "strategy", {"name": "Look", "area": "XX"}, today=TODAY)
    library.keep(store, "strategy", {"area": "CI"}, first, today=TODAY)

    assert [(e.name, e.area) for e in library.entries(store, "strategy")] == [
        ("Wait ten seconds", "CI"),
        ("Sit in front", ""),
    ]
    with pytest.raises(SendtuiError, match="it has 2"):
        library.numbered(store, "strategy", 3)


def test_what_is_picked_from_begins_with_the_area_of_the_need(store: Store, tmp_path: Path) -> None:
    for name, area in (("Calm box", "SEMH"), ("Pictures", "CI"), ("Wait", "")):
        library.keep(store, "strategy", {"name": name, "area": area}, today=TODAY)
    path = tmp_path / "oap.csv"
    path.write_text("Statement,Area\nVisual timetables,CI\nBig print,SP\n", encoding="utf-8")
    checklists.load(store, checklists.look(store, path, "The authority’s"), today=TODAY)

    found = library.offers(store, "strategy", "SLCN")

    assert [(each.name, each.source) for each in found] == [
        ("Pictures", ""),
        ("Wait", ""),
        ("Calm box", ""),
        ("Visual timetables", "The authority’s"),
    ]


def test_the_lists_of_the_library_are_no_checklists(store: Store, tmp_path: Path) -> None:
    (pupil,) = begin(store, "Quillfeather")
    library.keep(store, "target", {"name": "Counts to ten"}, today=TODAY)

    assert checklists.all_of(store) == ()
    assert checklists.of_pupil(store, pupil, TODAY) == ()
    with pytest.raises(SendtuiError, match="library"):
        checklists.look(store, tmp_path / "none.csv", checklists.LIBRARY[0])
