"""Costs counted again as a spreadsheet would: from the exported files alone, in plain fractions.

What is written out of the record is read here with `json` and `csv`; none of our rules, of the
ledger or of its sums is asked how much anything costs. The exported totals have to come out the
same, to the penny.
"""

import csv
import json
import random
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor
from pathlib import Path
from typing import Any

import pytest

from sendtui.services import everything, provision_map, provision_pages, reports
from sendtui.store.store import Store
from tests.services.provision import SEPTEMBER, TODAY

FIRST = date(2026, 9, 1)
COLUMN = {
    "intervention": "Provision", "pupil": "Pupil", "class": "Class", "year": "Year", "area": "Area",
    "need": "Need", "layer": "Layer", "adult": "Adult", "role": "Role",
}  # fmt: skip
"""What the map gathers by → the column of the file that says the same."""


@dataclass
class Sheet:
    """A spreadsheet's own arithmetic: pence of all sessions, and what is fair for each line."""

    whole: int = 0
    fair: dict[str, Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    sessions: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    year: dict[str, Fraction] = field(default_factory=dict)
    """Line → pence of one session today, for one pupil."""


@pytest.mark.parametrize("seed", range(2))
def test_a_spreadsheet_comes_to_the_same_pence(store: Store, tmp_path: Path, seed: int) -> None:
    _fill(store, random.Random(seed))
    lines = _exported(store, tmp_path)
    sheet = _counted(tmp_path / "all")

    found = provision_map.read(store, TODAY)
    assert sum(_pence(each["Sessions to date, £"]) for each in lines) > 0
    assert (
        sum(_pence(each["Sessions to date, £"]) for each in lines) + found.ledger.others_pence
        == sheet.whole
    )
    runs = _records(tmp_path / "all", "intervention")
    for each in lines:
        line = each["Ref"]
        assert int(each["Happened"]) == sheet.sessions[line]
        # What does not divide goes to somebody: a penny of each session at the most.
        off = abs(_pence(each["Sessions to date, £"]) - sheet.fair[line])
        assert off < max(1, sheet.sessions[line])
        materials = _pence(each["Materials, £"])
        assert _pence(each["To date, £"]) == _pence(each["Sessions to date, £"]) + materials
        in_the_year = int(each["In the year"]) * sheet.year[line]
        assert _pence(each["Whole year, £"]) == _half_up(in_the_year) + materials
    for run in runs.values():
        of_it = [_pence(each["Materials, £"]) for each in lines if each["Provision"] == run["name"]]
        assert not of_it or (sum(of_it), max(of_it) - min(of_it) <= 1) == (
            run["materials_pence"],
            True,
        )


def test_what_funders_pay_is_their_share_and_together_all_of_it(
    store: Store, tmp_path: Path
) -> None:
    _fill(store, random.Random(3))
    lines = _exported(store, tmp_path)
    said = _records(tmp_path / "all", "provision")

    for each in lines:
        whole = _pence(each["To date, £"])
        paid = {name: _pence(each[f"{name}, £"]) for name in ("Authority", "Health", "Social care")}
        assert sum(paid.values()) + _pence(each["School, £"]) == whole
        line = said[each["Ref"]]
        shares = (line["la_share"], line["health_share"], line["care_share"])
        for pence, share in zip(paid.values(), shares, strict=True):
            assert abs(pence - Fraction(whole * share, 100)) < 1


def test_every_total_is_the_sum_of_its_lines_in_the_file(store: Store, tmp_path: Path) -> None:
    _fill(store, random.Random(7))
    lines, found = _exported(store, tmp_path), provision_map.read(store, TODAY)

    for by in provision_map.BYS:
        totals = {
            each.name: [each.pence, each.whole_pence, each.short, each.promised_minutes,
                        each.happened_minutes, each.paid.school]
            for each in found.by(by)
        }  # fmt: skip
        assert totals == _summed(lines, COLUMN[by]), by


def _summed(lines: Iterable[Mapping[str, str]], column: str) -> dict[str, list[int]]:
    summed: dict[str, list[int]] = defaultdict(lambda: [0] * 6)
    for each in lines:
        minutes = int(each["Minutes each"])
        parts = (
            _pence(each["To date, £"]), _pence(each["Whole year, £"]), int(each["Short"]),
            int(each["Promised"]) * minutes, int(each["Minutes happened"]),
            _pence(each["School, £"]),
        )  # fmt: skip
        name = each[column] or "Not known"
        summed[name] = [a + b for a, b in zip(summed[name], parts, strict=True)]
    return summed


def _counted(folder: Path) -> Sheet:
    """The sums of the raw record, as somebody with a spreadsheet would do them."""
    lines, runs = _records(folder, "provision"), _records(folder, "intervention")
    staff = _records(folder, "staff")
    rates = list(_records(folder, "staff_rate").values())
    sheet, meetings = Sheet(), defaultdict[tuple[object, ...], list[str]](list)
    for one in _records(folder, "delivery").values():
        line = lines[one["provision"]]
        if not one["happened"] or not FIRST <= date.fromisoformat(one["on"]) <= TODAY:
            continue
        sheet.sessions[line["id"]] += 1
        alone = line["group_size"] == 1
        what = line["intervention"] or line["what"].casefold()
        with_whom = one["id"] if alone else (what, line["who"].casefold(), line["group_size"])
        meetings[with_whom, one["on"], one["minutes"]].append(line["id"])
    for (_, on, minutes), there in meetings.items():
        line = lines[there[0]]
        times = ceil(Fraction(len(there), line["group_size"]))
        day = date.fromisoformat(str(on))
        cost = _half_up(_session(line, minutes, day, runs, staff, rates) * times)
        sheet.whole += cost
        for each in there:
            sheet.fair[each] += Fraction(cost, line["group_size"] * times)
    for line in lines.values():
        session = _session(line, line["minutes"], TODAY, runs, staff, rates)
        sheet.year[line["id"]] = Fraction(_half_up(session), line["group_size"])
    return sheet


def _session(
    line: Mapping[str, Any],
    minutes: Any,
    on: date,
    runs: Mapping[str, Mapping[str, Any]],
    staff: Mapping[str, Mapping[str, Any]],
    rates: Iterable[Mapping[str, Any]],
) -> Fraction:
    """Pence of a whole session: as written on the line, else by the adult's or the role's rate."""
    if line["cost_pence"]:
        return Fraction(line["cost_pence"] * line["group_size"])
    leads = runs.get(line["intervention"], {}).get("staff", "")
    named = [each["id"] for each in staff.values() if each["name"] == line["who"]]
    adult = staff.get(leads or "".join(named[:1]))
    role = adult["role"] if adult else line["who"]
    own = [each for each in rates if adult and each["staff"] == adult["id"]]
    shared = [each for each in rates if not each["staff"] and each["role"] == role]
    for these in (own, shared):
        since = [each for each in these if date.fromisoformat(each["since"]) <= on]
        if since:
            last = max(since, key=lambda each: str(each["since"]))
            return Fraction(last["hour_pence"] * minutes, 60)
    return Fraction(0)


def _half_up(pence: Fraction) -> int:
    return floor(pence + Fraction(1, 2))


def _pence(pounds: str) -> int:
    pence = Fraction(pounds) * 100
    assert pence.denominator == 1
    return int(pence)


def _records(folder: Path, noun: str) -> dict[str, dict[str, Any]]:
    path = folder / "records" / f"{noun}.jsonl"
    read = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return {each["id"]: each for each in read}


def _exported(store: Store, folder: Path) -> list[dict[str, str]]:
    """The lines as the CSV file has them; the whole record goes out beside it."""
    found = provision_map.read(store, TODAY)
    page = provision_pages.lines(found, found.ledger.lines, "Lines")
    path = reports.write(store, page, folder / "lines.csv", TODAY)
    everything.leave(store, folder / "all", TODAY)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _fill(store: Store, dice: random.Random) -> None:
    """A made-up term: groups of all sizes, rates that change, prices on lines, funders' shares."""
    setting = store.setting
    with store.write("Fill") as tx:
        roles = ("TA", "Mentor", "Volunteer")
        adults = [
            {"setting": setting, "name": f"Adult {n}", "role": roles[n % 3]} for n in range(5)
        ]
        staff = tx.add_many("staff", adults)
        organisation = tx.add("organisation", {"name": "Puddleby"})
        for since in (FIRST, date(2026, 10, 12)):
            for of in ({"role": "TA"}, {"role": "Mentor"}, {"staff": staff[0]}):
                rate: dict[str, object] = {"since": since, "hour_pence": dice.randint(1_000, 3_000)}
                tx.add("staff_rate", {"organisation": organisation, **of, **rate})
        runs = [
            {"setting": setting, "name": f"Group {n}", "area": ("CI", "CL", "")[n % 3],
             "staff": staff[n % 5] if n < 6 else "", "group_size": dice.randint(1, 5),
             "minutes": dice.choice((15, 20, 25)), "materials_pence": dice.choice((0, 1_001))}
            for n in range(7)
        ]  # fmt: skip
        run_ids = tx.add_many("intervention", runs)
        born: dict[str, object] = {"born": date(2017, 10, 1), "setting": setting}
        pupils = tx.add_many(
            "pupil",
            [{**born, "surname": f"Quill{n}", "class_name": ("3B", "4A", "")[n % 3]}
             for n in range(9)],
        )  # fmt: skip
        lines, owners = [], []
        for pupil in pupils:
            own: dict[str, object] = {
                "pupil": pupil,
                "starts": SEPTEMBER,
                "layer": dice.choice(("targeted", "specialist")),
            }
            own["need"] = dice.choice(("SLCN", "SEMH", ""))
            for n in dice.sample(range(7), 4):
                run = runs[n]
                dose = {name: run[name] for name in ("group_size", "minutes")}
                shares = {"la_share": dice.choice((0, 33)), "care_share": dice.choice((0, 7))}
                what = {"what": run["name"], "intervention": run_ids[n]}
                lines.append({**own, **dose, **what, **shares})
            alone = {"minutes": 35, "what": "Mentoring", "who": dice.choice(("Adult 0", "Mentor"))}
            lines.append({**own, **alone, "health_share": dice.choice((0, 50))})
            lines.append(
                {**own, "what": "Music", "minutes": 45, "cost_pence": 1_333, "group_size": 3}
            )
            owners += [pupil] * 6
        made = tx.add_many("provision", lines)
        tx.add_many(
            "delivery",
            [
                {"pupil": pupil, "provision": id_, "on": SEPTEMBER + timedelta(weeks=week),
                 "happened": dice.random() < 0.8, "minutes": dice.choice((line["minutes"], 10))}
                for id_, line, pupil in zip(made, lines, owners, strict=True)
                for week in range(12)
                if dice.random() < 0.7
            ],
        )  # fmt: skip
