"""SEN2 out of the record: who goes in, what is found, and the file."""

import json
from datetime import date
from pathlib import Path

import pytest

from sendtui.errors import InvalidError, SendtuiError, UsageError
from sendtui.formats import sen2_csv, sen2_xml
from sendtui.rules.sen2_shape import as_table, shape_of
from sendtui.services import (
    arrangements,
    confidential,
    particulars,
    past,
    returns,
    returns_kept,
)
from sendtui.services.returns_kept import Asked
from sendtui.services.returns_tables import by_caseworker, by_rule, tables
from sendtui.store.store import Store
from tests.services.returned import authority, planned

TODAY = date(2026, 2, 2)
ASKED = Asked(2026)


def test_everybody_concerned_goes_in_or_has_a_reason(store: Store) -> None:
    who = authority(store)

    found = returns.overview(store, ASKED, TODAY)

    assert (found.persons, found.la) == (3, "201")
    assert found.by_class == {"active": 2, "requested": 1}
    assert returns.pupils_in(store, ASKED) == found.pupils
    assert [(o.person, o.reason) for o in found.outs] == [(who["status"], "plan not recorded")]
    assert found.others == 1


def test_findings_say_whose_they_are_and_what_to_mend(store: Store) -> None:
    who = authority(store)

    found = returns.overview(store, ASKED, TODAY).findings

    said = {(f.rule, f.person): f for f in found}
    upn = said["P05", who["asked"]]
    assert (upn.name, upn.caseworker) == ("Marrowby, Zephyr", "C. Aseworker")
    assert (upn.kind, upn.record, upn.value) == ("pupil", who["asked"], "B950000178301")
    assert said["L06", who["old"]].kind == "plan"
    assert [f.item for f in found if f.rule == "H02"] == ["DMO", "DCO", "DSCO"]
    assert {f.rule for f in found if f.person == who["active"]} == {"N15"}


def test_two_settings_of_one_pupil_are_told_apart_in_what_is_found(store: Store) -> None:
    who = authority(store)
    since = date(2025, 6, 2)
    for sort in ("named placement", "placement"):
        arrangements.add(store, who["active"], {"sort": sort, "where": "Bramble Hall",
                                                "since": since})  # fmt: skip

    found = returns.overview(store, ASKED, TODAY).findings

    which = [f.which for f in found if f.person == who["active"] and f.item == "URN"]
    assert sorted(which) == ["attended", "named in the plan"]


def test_the_setting_a_plan_names_is_asked_for_until_it_is_recorded(store: Store) -> None:
    who = authority(store)
    before = returns.overview(store, ASKED, TODAY).findings

    arrangements.add(store, who["active"], {"sort": "named placement", "urn": "100000"})

    after = returns.overview(store, ASKED, TODAY).findings
    assert {f.person for f in before if f.rule == "N15"} == {who["active"], who["old"]}
    assert {f.person for f in after if f.rule == "N15"} == {who["old"]}


def test_officers_and_particulars_mend_what_was_found(store: Store) -> None:
    who = authority(store)

    returns_kept.say_officers(store, {"dmo": "Y", "dco": "N", "dsco": "R"})
    changed = particulars.put(store, who["old"], {"no_upn_because": "un3"})

    found = returns.overview(store, ASKED, TODAY).findings
    assert changed == ("no_upn_because",)
    assert not [f for f in found if f.rule in ("H01", "H02", "P02")]


@pytest.mark.parametrize(
    "values",
    [{"ethnicity": "XXXX"}, {"no_upn_because": "UN4"}, {"shoe": "3"}],
    ids=["ethnicity", "reason", "field"],
)
def test_particulars_that_are_no_codes_are_refused(store: Store, values: dict[str, str]) -> None:
    who = authority(store)

    with pytest.raises(InvalidError):
        particulars.put(store, who["old"], values)


def test_why_a_plan_ceased_can_be_said_of_an_issued_one(store: Store) -> None:
    who = authority(store)
    plan = planned(store, who["none"])

    changed = particulars.put_plan(store, plan, {"cease_reason": "2", "transferred_from": "202"})

    assert changed == ("cease_reason", "transferred_from")
    assert past.undo(store) == "Say of a plan what the return asks"
    with pytest.raises(InvalidError):
        particulars.put_plan(store, plan, {"cease_reason": "11"})


def test_the_file_holds_who_goes_in_and_is_logged(store: Store, tmp_path: Path) -> None:
    who = authority(store)

    made = returns.write(store, ASKED, tmp_path / "sen2.xml", today=TODAY)
    seen = returns.overview(store, ASKED, TODAY)

    assert seen.errors > 0
    assert (made.errors, made.queries) == (seen.errors, seen.queries)
    with (tmp_path / "sen2.xml").open("rb") as file:
        found = sen2_xml.read(file, "sen2.xml")
        names = [person["Surname"] for person in found.persons()]
    assert (made.persons, names) == (3, ["Marrowby", "Quillfeather", "Thistlewick"])
    assert found.header["LEA"] == "201"
    with store.read() as session:
        run = session.connection().exec_driver_sql
        what, pupils = run("SELECT what, pupils FROM disclosure").one()
    assert what == "SEN2 return 2026, XML"
    assert set(json.loads(pupils)) == {who["asked"], who["active"], who["old"]}


def test_nine_csv_files_say_the_same_as_the_xml(store: Store, tmp_path: Path) -> None:
    authority(store)

    returns.write(store, ASKED, tmp_path / "sen2.xml", today=TODAY)
    made = returns.write(store, ASKED, tmp_path, today=TODAY, form="csv")

    files = {sen2_csv.table_in(path.name): path.open("rb") for path in made.paths}
    with (tmp_path / "sen2.xml").open("rb") as file:
        xml = list(sen2_xml.read(file, "sen2.xml").persons())
    assert list(sen2_csv.read(files).persons()) == xml  # type: ignore[arg-type]
    for each in files.values():
        each.close()


def test_a_year_that_was_not_seen_is_written_with_a_notice(store: Store, tmp_path: Path) -> None:
    authority(store)

    made = returns.write(store, Asked(2027), tmp_path / "sen2.xml", today=TODAY)

    assert "has not been seen" in made.notice


@pytest.mark.parametrize(
    ("asked", "form", "kind"),
    [
        (Asked(2031), "xml", UsageError),
        (Asked(2026), "pdf", UsageError),
        (Asked(2026), "xml", SendtuiError),
    ],
    ids=["no such year", "no such format", "no authority"],
)
def test_what_cannot_be_written_is_refused(
    store: Store, tmp_path: Path, asked: Asked, form: str, kind: type[SendtuiError]
) -> None:
    with pytest.raises(kind):
        returns.write(store, asked, tmp_path / "sen2.xml", today=TODAY, form=form)


def test_what_is_confidential_goes_into_the_return_and_not_into_the_findings(store: Store) -> None:
    who = authority(store)
    with store.write("Mend") as tx:
        tx.add("need", {"pupil": who["old"], "code": "BESD", "rank": 2})
    with store.read() as session:
        run = session.connection().exec_driver_sql
        need = run("SELECT id FROM need WHERE code = 'BESD'").scalar_one()

    confidential.mark(store, who["old"], "need", need, today=TODAY)

    (found,) = [f for f in returns.overview(store, ASKED, TODAY).findings if f.rule == "P14"]
    assert "BESD" not in (found.value, found.detail)


def test_a_shape_that_was_put_right_is_used_from_then_on(store: Store) -> None:
    authority(store)
    table = as_table(shape_of(2027))
    table["codes"]["SENneed/SENtype"] = ["ASD"]  # type: ignore[index]

    returns_kept.load_shape(store, table)

    found = returns.overview(store, Asked(2027), TODAY)
    assert found.shape.notice == ""
    assert {f.value for f in found.findings if f.rule == "P14"} == {"SLCN"}
    with pytest.raises(SendtuiError, match="no table"):
        returns_kept.load_shape(store, {"year": 2027})


def test_the_departments_numbers_stand_beside_ours_once_they_are_loaded(store: Store) -> None:
    authority(store)

    count = returns_kept.load_official(store, {"P05": "1234Q", "check": "number"})

    found = returns.overview(store, ASKED, TODAY).findings
    assert count == 1
    assert {f.official for f in found if f.rule == "P05"} == {"1234Q"}
    assert {f.official for f in found if f.rule != "P05"} == {""}
    with pytest.raises(SendtuiError, match="None of these"):
        returns_kept.load_official(store, {"check": "number"})


def test_places_expected_are_held_against_the_return_and_replaced(
    store: Store, tmp_path: Path
) -> None:
    authority(store)
    listed, headings = tmp_path / "places.csv", "URN,Name,Provision,Least\n"
    listed.write_text(f"{headings}100000,Bramble Hall,SEN unit,9\n", encoding="utf-8")

    returns_kept.load_places(store, listed)

    found = returns.overview(store, ASKED, TODAY)
    (short,) = [f for f in found.findings if f.rule == "N19"]
    assert (short.person, short.severity, short.value) == ("", "query", "100000")
    assert short.detail == "Bramble Hall, SEN unit: 0 placed on the census day, at least 9 expected"
    made = returns.write(store, ASKED, tmp_path / "sen2.xml", today=TODAY)
    assert (made.errors, made.queries) == (found.errors, found.queries)
    listed.write_text(headings, encoding="utf-8")
    assert returns_kept.load_places(store, listed) == 0
    assert "N19" not in {f.rule for f in returns.overview(store, ASKED, TODAY).findings}


def test_the_trend_has_a_day_for_each_look(store: Store) -> None:
    returns_kept.note_left(store, 2026, (9, 9), TODAY)
    returns_kept.note_left(store, 2026, (5, 2), TODAY)
    returns_kept.note_left(store, 2026, (3, 1), date(2026, 2, 3))

    assert returns_kept.left_before(store, 2026) == (
        (TODAY, 5, 2),
        (date(2026, 2, 3), 3, 1),
    )


def test_findings_are_grouped_by_check_and_by_caseworker(store: Store) -> None:
    authority(store)
    found = returns.overview(store, ASKED, TODAY)

    assert sum(n for *_, n in by_rule(found)) == len(found.findings)
    assert by_rule(found)[0][1] == "error"
    assert {name for name, _, _ in by_caseworker(found)} == {"", "C. Aseworker"}
    assert tables(found)[0].title == "Findings"
