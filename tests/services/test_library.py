"""The library of interventions: out as a list, edited, and back with a look first."""

from pathlib import Path

import pytest

from sendtui.errors import SendtuiError
from sendtui.services import interventions, library
from sendtui.store.store import Store
from tests.services.provision import TODAY, school


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
    assert [(name, dict(values)) for _, name, values in found.changed] == [
        ("Talking tables", {"minutes": 30})
    ]
    assert found.unknown == ("Colour",)
    assert library.take(store, found) == 2
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

    with pytest.raises(SendtuiError, match="headed “Intervention”"):
        library.look(store, path, TODAY)
    assert interventions.all_of(store, TODAY) == ()
