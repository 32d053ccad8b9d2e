"""Whose a field is: what the SENCO recorded stays until a person says that the file is right."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sendtui.errors import InvalidError, UsageError
from sendtui.services import import_profiles, needs, owners, pupils, statuses
from sendtui.services.import_profiles import Answers
from sendtui.services.known import IMPORT
from sendtui.services.owners import BY_HAND, LOWERS, OWNED
from sendtui.store.store import Store
from sendtui.store.undo import undo
from tests.services.invented import cycle
from tests.services.taking_in import (
    EVERYTHING,
    HEADINGS,
    TODAY,
    UNASKED,
    ZEPHYR,
    Take,
    log_length,
    of,
    shown,
    tables,
    taken,
    told,
    written,
)

UPN = ZEPHYR[0]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "list.csv"


@pytest.fixture
def zephyr(store: Store, file: Path) -> str:
    """Zephyr, as the school's list has him: nothing was recorded by hand."""
    taken(store, written(file, [told(SEN_Status="N", SEN_since="", SEN_Needs="")]))
    ((id_,),) = of(store, "pupil", "id")
    return str(id_)


def test_placing_a_pupil_is_not_undone_by_the_next_list(
    store: Store, zephyr: str, file: Path
) -> None:
    statuses.place(store, zephyr, "K", date(2026, 11, 2))
    before, length = tables(store), log_length(store)

    found = shown(store, file)
    taken(store, file)

    assert (found.changed, found.changes_nothing, found.unchanged) == ((), True, 1)
    (held,) = found.held_back
    assert (held.pupil, held.upn, held.field, held.why) == (zephyr, UPN, "status", LOWERS)
    assert [(d.label, d.before, d.after) for d in held.differences] == [
        ("SEN status", "SEN Support", "No special educational need")
    ]
    assert (tables(store), log_length(store)) == (before, length)


@pytest.mark.parametrize(
    "take",
    [("", "status"), ("", ""), ("pupil", ""), ("pupil", "status")],
    ids=["the field", "everything", "the child", "the field of the child"],
)
def test_what_is_held_back_is_taken_once_somebody_says_so(
    store: Store, zephyr: str, file: Path, take: tuple[str, str]
) -> None:
    statuses.place(store, zephyr, "K", date(2026, 11, 2))
    said = frozenset({(zephyr if take[0] else "", take[1])})

    done = taken(store, file, take=said)

    assert (done.changed, done.kept) == (1, 0)
    assert of(store, "status", "status", "since") == [("K", "2026-11-02"), ("N", "2026-11-22")]
    assert shown(store, file, take=said).changes_nothing


@pytest.mark.parametrize(
    "take", [("somebody", "status"), ("", "need")], ids=["another child", "another field"]
)
def test_saying_so_of_something_else_takes_nothing(
    store: Store, zephyr: str, file: Path, take: tuple[str, str]
) -> None:
    statuses.place(store, zephyr, "K", date(2026, 11, 2))

    assert len(shown(store, file, take=frozenset({take})).held_back) == 1


@pytest.mark.parametrize(
    ("was", "says", "is_held"),
    [("E", "K", True), ("E", "N", True), ("K", "N", True), ("K", "E", False), ("N", "K", False)],
)
def test_a_list_lowers_no_status_unasked_though_a_list_gave_it(
    store: Store, file: Path, was: str, says: str, is_held: bool
) -> None:
    taken(store, written(file, [told(SEN_Status=was)]))

    found = shown(store, written(file, [told(SEN_Status=says, SEN_since="")]))

    assert [held.why for held in found.held_back] == ([LOWERS] if is_held else [])
    assert len(found.changed) == (not is_held)


def test_needs_recorded_by_hand_stay_and_all_else_is_taken(
    store: Store, zephyr: str, file: Path
) -> None:
    needs.add(store, zephyr, "SLCN")
    written(file, [told(SEN_Status="", SEN_since="", SEN_Needs="ASD; SLCN", Class="6C")])

    found = shown(store, file)
    taken(store, file)

    assert [(h.field, h.why) for h in found.held_back] == [("need", BY_HAND)]
    assert [d.field for d in found.changed[0].differences] == ["class_name"]
    assert of(store, "need", "code", "rank") == [("SLCN", 1)]
    assert pupils.view(store, zephyr, TODAY).class_name == "6C"


def test_a_need_that_was_ended_by_hand_does_not_come_back(store: Store, file: Path) -> None:
    taken(store, written(file, [told()]))
    ((need,),) = of(store, "need", "id")
    needs.end(store, str(need), date(2026, 11, 1))

    found = shown(store, file)

    assert [(h.field, h.why) for h in found.held_back] == [("need", BY_HAND)]


def test_a_review_arranged_here_stays(store: Store, zephyr: str, file: Path) -> None:
    cycle(store, zephyr, review_due=date(2027, 1, 14))
    headings = ("UPN", "Surname", "Next review")

    found = shown(store, written(file, [(UPN, "Quillfeather", "21/01/2027")], headings))

    assert [(h.field, h.why) for h in found.held_back] == [("next_review", BY_HAND)]
    assert of(store, "action", "due") == []


def test_what_only_lists_have_said_a_list_may_change(store: Store, file: Path) -> None:
    taken(store, written(file, [told(SEN_Needs="SLCN")]))

    done = taken(store, written(file, [told(SEN_Status="E", SEN_since="", SEN_Needs="ASD")]))

    assert (done.changed, done.kept) == (1, 0)
    assert of(store, "need", "code", "rank") == [("ASD", 1), ("SLCN", 2)]


def test_an_import_taken_back_leaves_nothing_by_hand(store: Store, file: Path) -> None:
    taken(store, written(file, [told(SEN_Needs="SLCN")]))
    taken(store, written(file, [told(SEN_Needs="ASD")]))
    undo(store)

    assert len(shown(store, file).changed) == 1


def test_a_status_taken_off_again_by_hand_holds_nothing_back(
    store: Store, zephyr: str, file: Path
) -> None:
    statuses.place(store, zephyr, "K", date(2026, 11, 2))
    undo(store)

    assert len(shown(store, written(file, [told()])).changed) == 1


def test_a_blank_of_the_record_is_filled_beside_what_is_held(
    store: Store, zephyr: str, file: Path
) -> None:
    statuses.place(store, zephyr, "K", date(2026, 9, 7))
    headings = ("UPN", "Surname", "SEN status", "SEN since", "Parents told on")
    line = (UPN, "Quillfeather", "K", "14/09/2026", "15/09/2026")

    found = shown(store, written(file, [line], headings))
    taken(store, file)

    assert [d.field for h in found.held_back for d in h.differences] == ["since"]
    assert of(store, "status", "since", "parents_told_on") == [("2026-09-07", "2026-09-15")]


@pytest.mark.parametrize(
    ("field", "owner", "why"),
    [("class_name", "senco", OWNED), ("need", "school", ""), ("flag:EAL", "senco", OWNED)],
)
def test_a_profile_says_whose_a_field_is(
    store: Store, zephyr: str, file: Path, field: str, owner: str, why: str
) -> None:
    needs.add(store, zephyr, "SLCN")
    import_profiles.keep(store, "Thursday", Answers(owners={field: owner}))
    line = (*told(SEN_Status="", SEN_since="", SEN_Needs="ASD", Class="6C"), "Yes")
    written(file, [line], (*HEADINGS, "EAL"))

    found = shown(store, file, profile="Thursday")

    assert {h.why for h in found.held_back if h.field == field} == ({why} if why else set())
    assert ("need" in {h.field for h in found.held_back}) == (field != "need")


def test_a_profile_never_lets_a_status_be_lowered(store: Store, zephyr: str, file: Path) -> None:
    statuses.place(store, zephyr, "K", date(2026, 11, 2))
    import_profiles.keep(store, "Thursday", Answers(owners={"status": "school"}))

    assert [h.why for h in shown(store, file, profile="Thursday").held_back] == [LOWERS]


def test_a_field_has_one_name_and_an_owner_one_of_two(store: Store) -> None:
    assert [owners.one_field(name) for name in ("status_since", "needs", "class_name")] == [
        "status",
        "need",
        "class_name",
    ]
    with pytest.raises(UsageError, match="no field"):
        owners.one_field("shoe size")
    with pytest.raises(InvalidError):
        import_profiles.keep(store, "Thursday", Answers(owners={"status": "nobody"}))


DAYS = st.sampled_from(["2025-09-01", "2026-03-02", "2026-11-22", "2027-01-04"])
STEPS = st.lists(st.tuples(st.sampled_from("NKE"), DAYS), max_size=3, unique_by=lambda s: s[1])
NEEDS = st.lists(st.sampled_from(["SLCN", "ASD", "SEMH"]), max_size=2, unique=True)
LINE = st.fixed_dictionaries(
    {
        "SEN_Status": st.sampled_from(["N", "K", "E", ""]),
        "SEN_since": st.sampled_from(["", "01/09/2025", "07/09/2026", "04/01/2027"]),
        "SEN_Needs": st.sampled_from(["", "SLCN", "ASD; SLCN"]),
        "Class": st.sampled_from(["5B", "6C"]),
    }
)
TAKES = st.sampled_from([UNASKED, EVERYTHING, frozenset({("", "need")})])


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@example(
    steps=[("E", "2025-09-01")],
    codes=[],
    line={"SEN_Status": "E", "SEN_since": "04/01/2027", "SEN_Needs": "", "Class": "5B"},
    take=UNASKED,
    is_by_hand=False,
)
@given(steps=STEPS, codes=NEEDS, line=LINE, take=TAKES, is_by_hand=st.booleans())
def test_whatever_was_recorded_a_list_is_taken_in_once_and_lowers_nothing_unasked(
    store: Store,
    file: Path,
    steps: list[tuple[str, str]],
    codes: list[str],
    line: dict[str, str],
    take: Take,
    is_by_hand: bool,
) -> None:
    with store.write("Another setting") as tx:
        setting = tx.add("setting", {"name": "Mistlethwaite School"})
    store.keep_note("setting", setting)
    with store.write("By hand" if is_by_hand else IMPORT) as tx:
        named = {"surname": "Quillfeather", "forename": "Zephyr", "born": "2017-02-03"}
        made = tx.add("pupil", {"setting": setting, "upn": UPN, "class_name": "5B", **named})
        for code, since in steps:
            tx.add("status", {"pupil": made, "status": code, "since": since})
        for rank, code in enumerate(codes, 1):
            tx.add("need", {"pupil": made, "code": code, "rank": rank})
    before = {day: support(store, made, day) for day in (TODAY, date(2027, 1, 4))}

    taken(store, written(file, [told(**line)]), take=take)
    after, length = tables(store), log_length(store)
    again = shown(store, file, take=take)
    taken(store, file, take=take)

    assert again.changes_nothing
    assert (tables(store), log_length(store)) == (after, length)
    if take != EVERYTHING and is_by_hand and steps:
        assert all(support(store, made, day) == was for day, was in before.items())
    if take != EVERYTHING:
        assert all(support(store, made, day) >= was for day, was in before.items())


def support(store: Store, pupil: str, day: date) -> int:
    """How much support a pupil has on a day: 0 none, 1 SEN Support, 2 an EHC plan."""
    with store.read() as session:
        step = statuses.on(session, pupil, day)
        return "NKE".index(step.status) if step else 0


def test_a_field_is_handed_over_and_back() -> None:
    given: dict[str, str] = {}

    once = owners.handed_over("need_1", given)
    twice = owners.handed_over("class_name", once)

    assert (once, twice) == ({"need": "school"}, {"need": "school", "class_name": "senco"})
    assert owners.handed_over("need", owners.handed_over("class_name", twice)) == {}
    assert owners.owner_of("status_since", twice) == "senco"


def test_the_record_may_not_move_under_what_is_held_back(
    store: Store, zephyr: str, file: Path
) -> None:
    before = shown(store, file).digest
    statuses.place(store, zephyr, "K", date(2026, 11, 2))

    assert shown(store, file).digest != before
