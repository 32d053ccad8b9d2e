"""The checks of a SEN2 return: nothing is found in a whole one, each fault by its own check."""

from dataclasses import replace

import pytest

from sendtui.rules.sen2_checks_school import Expected, Listed
from sendtui.rules.sen2_rule_list import RULES
from sendtui.rules.sen2_shape import shape_of
from sendtui.rules.sen2_whole import Whole, check_header, check_person
from tests.rules.sen2_made import GOOD, Change, both, drop, put, twice

SHAPE = shape_of(2026)
HISTORICAL = both(
    put("Requests", RequestOutcome="H", ReceivedDate="", RYA="", RequestSource="",
        RequestOutcomeDate="", RequestMediation="", RequestTribunal=""),
    put("Assessment", AssessmentOutcome="H", AssessmentOutcomeDate="", AssessmentMediation="",
        AssessmentTribunal="", OtherMediation="", OtherTribunal="", Week20=""),
)  # fmt: skip
UNDECIDED = both(
    drop("Assessment"), drop("ActivePlans"),
    put("Requests", RequestOutcome="A", RequestOutcomeDate="", RequestMediation="",
        RequestTribunal=""),
)  # fmt: skip

FAULTS: list[tuple[str, Change]] = [
    ("P01", put("Person", Ethnicity="")),
    ("P02", put("Person", UPN="")),
    ("P03", put("Person", UPNunknown="UN3")),
    ("P04", put("Person", UPN="X1234567898765")),
    ("P05", put("Person", UPN="B950000178301")),
    ("P06", put("Person", UniqueLearnerNumber="123")),
    ("P07", put("Person", UniqueLearnerNumber="1234567890")),
    ("P09", put("Person", UPN="", UPNunknown="UN1")),
    ("P10", put("Person", UPN="", UPNunknown="UN8")),
    ("P11", put("Person", UPN="", UPNunknown="UN10")),
    ("P12", put("Person", PersonBirthDate="2026-03-01")),
    ("P12", put("Person", PersonBirthDate="2000-08-30")),
    ("P14", put("SENneed", SENtype="BESD")),
    ("P14", put("Requests", RYA="maybe")),
    ("P15", put("Requests", ReceivedDate="03/02/2025")),
    ("R01", drop("Requests")),
    ("R02", put("Requests", RequestOutcome="")),
    ("R03", put("Requests", RequestOutcomeDate="")),
    ("R04", both(UNDECIDED, put("Requests", RequestTribunal="1"))),
    ("R05", put("Requests", RYA="")),
    ("R06", put("Requests", ReceivedDate="2025-04-01")),
    ("R06", put("Requests", RequestOutcomeDate="2026-01-16")),
    ("R07", put("Requests", RequestOutcomeDate="2025-03-18")),
    ("R08", put("Requests", ReceivedDate="2024-11-20", RequestOutcomeDate="2024-12-31")),
    ("R09", put("Requests", RequestOutcome="W")),
    ("R09", drop("Assessment")),
    ("R10", put("Requests", RequestSource="")),
    ("R12", put("Requests", Exported="202")),
    ("R13", twice("Requests")),
    ("A01", put("Assessment", AssessmentOutcome="")),
    ("A02", put("Assessment", AssessmentOutcomeDate="")),
    ("A03", put("Assessment", AssessmentOutcome="N")),
    ("A03", both(HISTORICAL, drop("NamedPlan"))),
    ("A04", put("Assessment", AssessmentOutcomeDate="2025-03-09")),
    ("A05", put("Assessment", AssessmentOutcomeDate="2025-06-24")),
    ("A06", put("Assessment", Week20="")),
    ("A06", both(HISTORICAL, put("Assessment", Week20="0"))),
    ("A07", put("Assessment", AssessmentTribunal="1")),
    ("N01", put("NamedPlan", StartDate="")),
    ("N02", put("NamedPlan", StartDate="2025-06-21")),
    ("N03", drop("PlanDetail")),
    ("N03", twice("PlanDetail")),
    ("N04", put("PlanDetail", SENSetting="EHE")),
    ("N04", put("PlacementDetail", URN="")),
    ("N05", put("PlacementDetail", PlacementRank="")),
    ("N06", put("PlanDetail", URN="", SENSetting="NEET")),
    ("N07", put("PlanDetail", URN="10000A")),
    ("N08", put("PlanDetail", SENunitIndicator="")),
    ("N09", put("PlanDetail", SENunitIndicator="1")),
    ("N10", put("NamedPlan", PB="1")),
    ("N10", put("NamedPlan", DP="E")),
    ("N11", put("NamedPlan", CeaseDate="2025-12-01")),
    ("N12", put("NamedPlan", CeaseDate="2025-06-01", CeaseReason="2")),
    ("N13", put("NamedPlan", CeaseDate="2025-12-01", CeaseReason="1")),
    ("N14", put("PlanDetail", URN="", SENSetting="OTH")),
    ("N16", twice("Requests", ReceivedDate="2025-02-10")),
    ("N17", put("PlanDetail", URN="100009")),
    ("N18", put("PlanDetail", SENunitIndicator="1", ResourcedProvisionIndicator="0")),
    ("L01", drop("ActivePlans")),
    ("L01", drop("SENneed")),
    ("L02", put("SENneed", SENtypeRank="1")),
    ("L02", put("SENneed", SENtype="ASD")),
    ("L03", put("PlacementDetail", EntryDate="")),
    ("L03", put("PlacementDetail", LeavingDate="2025-06-01")),
    ("L04", twice("PlacementDetail", EntryDate="2025-09-01")),
    ("L05", put("PlacementDetail", LeavingDate="2025-12-19")),
    ("L06", both(HISTORICAL, put("NamedPlan", StartDate="2023-06-20"),
                 put("ActivePlans", ReviewMeeting="2025-01-14", LastReview="", ReviewOutcome=""))),
    ("L07", put("ActivePlans", LastReview="2025-12-20")),
    ("L07", put("ActivePlans", ReviewMeeting="")),
    ("L08", put("ActivePlans", ReviewDraft="")),
    ("L09", put("ActivePlans", TransferLA="202")),
    ("L10", put("PlacementDetail", URN="", SENSetting="NEET")),
    ("L11", put("PlacementDetail", WBP="S")),
]  # fmt: skip
LISTED = {
    "100000": Listed("Community school", "Resourced provision"),
    "100009": Listed("British schools overseas", ""),
}
WHOLE_FILE = {"P08", "P13", "R11", "N19", "H01", "H02"}
RECORD_ALONE = {"N15"}


@pytest.mark.parametrize("change", [put("Person"), HISTORICAL, UNDECIDED],
                         ids=["plan", "historical", "undecided"])  # fmt: skip
def test_nothing_is_found_in_a_whole_return(change: Change) -> None:
    found = list(check_person(change(GOOD), SHAPE, "201", LISTED))

    assert found == []


def test_a_school_of_which_the_list_says_nothing_is_not_asked_about() -> None:
    claimed = put("PlanDetail", SENunitIndicator="1", ResourcedProvisionIndicator="0")(GOOD)

    assert list(check_person(claimed, SHAPE, "201", {"100000": Listed("", "")})) == []


@pytest.mark.parametrize(("rule", "change"), FAULTS, ids=[f"{r}-{n}" for n, (r, _) in
                                                         enumerate(FAULTS)])  # fmt: skip
def test_a_fault_is_found_by_its_own_check(rule: str, change: Change) -> None:
    found = list(check_person(change(GOOD), SHAPE, "201", LISTED))

    assert rule in {each.rule.id for each in found}
    assert all(each.person == "p1" for each in found)


def test_every_check_of_the_list_is_made() -> None:
    assert {rule for rule, _ in FAULTS} | WHOLE_FILE | RECORD_ALONE == RULES.keys()


@pytest.mark.parametrize("change", [drop("Requests"), put("Person", UPN="")],
                         ids=["no request", "no number"])  # fmt: skip
@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026, 2027])
def test_every_year_can_be_checked(year: int, change: Change) -> None:
    assert [each.rule.id for each in check_person(change(GOOD), shape_of(year), "201")]


def test_one_number_on_two_persons_is_found_once_for_the_second() -> None:
    whole = Whole(SHAPE, "201")

    first = list(whole.check(GOOD))
    second = list(whole.check(replace(GOOD, record="p2")))

    assert first == []
    assert [(each.rule.id, each.person) for each in second] == [("P08", "p2")]


def test_what_only_many_show_is_found_at_the_end() -> None:
    whole = Whole(SHAPE)
    ceased = {"CeaseDate": "2025-12-01", "CeaseReason": "9"}

    for number in range(20):
        change = both(put("Requests", RequestSource="5"), put("NamedPlan", **ceased),
                      put("Person", Ethnicity="WCOR" if number else "WBRI"))  # fmt: skip
        list(whole.check(replace(change(GOOD), record=f"p{number}")))

    assert [each.rule.id for each in whole.finish()] == ["P13", "R11", "N13"]


IN_A_UNIT = put("PlacementDetail", SENunitIndicator="1", ResourcedProvisionIndicator="0")
BY_UKPRN = put("PlacementDetail", URN="", UKPRN="10000000", ResourcedProvisionIndicator="0")
GONE = put("PlacementDetail", LeavingDate="2025-12-19")
CEASED = put("NamedPlan", CeaseDate="2025-12-01", CeaseReason="2")


@pytest.mark.parametrize(
    ("expected", "changes", "placed"),
    [
        (Expected("100000", "resourced", 2), (put("Person"), IN_A_UNIT, BY_UKPRN), 1),
        (Expected("100000", "unit", 1), (put("Person"), BY_UKPRN), 0),
        (Expected("10000000", "special", 2), (put("Person"), IN_A_UNIT, BY_UKPRN), 1),
        (Expected("100000", "resourced", 1), (put("Person"),), None),
        (Expected("100000", "resourced", 1), (twice("PlacementDetail", PlacementRank="2"),), None),
        (Expected("100000", "resourced", 2), (twice("PlacementDetail", PlacementRank="2"),), 1),
        (Expected("100000", "resourced", 1), (GONE, CEASED, UNDECIDED), 0),
        (Expected("100000", "unit", 0), (put("Person"),), None),
    ],
    ids=["one short", "nobody", "by UKPRN, in neither", "enough", "second placement",
         "one child once", "who has gone", "nothing expected"],
)  # fmt: skip
def test_an_establishment_with_fewer_placed_than_expected_is_found_once(
    expected: Expected, changes: tuple[Change, ...], placed: int | None
) -> None:
    whole = Whole(SHAPE, "201", expected=[expected._replace(name="Bramble Hall")])
    for number, change in enumerate(changes):
        list(whole.check(replace(change(GOOD), record=f"p{number}")))

    found = [(each.rule.id, each.value, each.detail.rpartition(": ")[2]) for each in whole.finish()]

    said = f"{placed} placed on the census day, at least {expected.least} expected"
    assert found == ([] if placed is None else [("N19", expected.number, said)])


def test_a_header_says_which_return_it_is_of() -> None:
    good = {"Collection": "SEN2", "Year": "2026", "ReferenceDate": "2026-01-15", "LEA": "201",
            "SerialNo": "001", "DMO": "Y", "DCO": "N", "DSCO": "R"}  # fmt: skip

    assert list(check_header(good, SHAPE)) == []
    for item in ("Year", "LEA", "SerialNo", "DSCO"):
        (found,) = check_header({**good, item: "X"}, SHAPE)
        assert (found.rule.id, found.item) == ("H02" if item == "DSCO" else "H01", item)
