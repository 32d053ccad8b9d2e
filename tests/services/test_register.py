"""The register: the same answers as a slow reading of the record, whatever is asked."""

import unicodedata
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sendtui.models import KINDS
from sendtui.rules.codes import NC_YEARS, NEED_TYPES
from sendtui.rules.years import nc_year
from sendtui.services import people, pupils, register, register_lines
from sendtui.services.register import Query
from sendtui.services.tables import AT_ONCE
from sendtui.store.store import Store
from sendtui.store.transaction import Transaction

TODAY = date(2026, 11, 22)


def pupil(store: Store, surname: str = "Quillfeather", **fields: object) -> str:
    with store.write("Add a pupil") as tx:
        return tx.add("pupil", {"setting": store.setting, "surname": surname, **fields})


def write(store: Store, kind: str, **values: object) -> str:
    with store.write("Write") as tx:
        return tx.add(kind, values)


def supported(store: Store, surname: str = "Quillfeather", **fields: object) -> str:
    made = pupil(store, surname, **fields)
    write(store, "status", pupil=made, status="K", since="2026-09-01")
    return made


def names(store: Store, query: Query = Query()) -> list[str]:  # noqa: B008
    return [entry.name for entry in register.page(store, query, TODAY)]


def test_only_pupils_on_the_sen_register_are_on_it(store: Store) -> None:
    supported(store, "Quillfeather")
    pupil(store, "Moss")

    assert names(store) == ["Quillfeather"]
    assert names(store, Query(scope="roll")) == ["Moss", "Quillfeather"]


def test_the_name_a_pupil_goes_by_comes_first_and_the_legal_one_beside(store: Store) -> None:
    supported(store, "Quillfeather", forename="Zephyrine", preferred_forename="Zephyr")

    (entry,) = register.page(store, Query(), TODAY)

    assert (entry.name, entry.legal_name) == ("Quillfeather, Zephyr", "Quillfeather, Zephyrine")


def test_a_status_that_begins_tomorrow_is_not_yet_true(store: Store) -> None:
    made = supported(store)
    write(store, "status", pupil=made, status="E", since="2026-11-23")

    (entry,) = register.page(store, Query(), TODAY)

    assert (entry.status, entry.since) == ("K", date(2026, 9, 1))


def test_a_pupil_who_came_off_the_register_is_off_it(store: Store) -> None:
    made = supported(store)
    write(store, "status", pupil=made, status="N", since="2026-10-01")

    assert names(store) == []


def test_a_pupil_who_left_is_found_among_the_leavers_only(store: Store) -> None:
    supported(store, left_on="2026-11-22")

    assert names(store) == []
    assert names(store, Query(left="yes")) == ["Quillfeather"]


def test_a_pupil_leaving_tomorrow_is_still_here(store: Store) -> None:
    supported(store, left_on="2026-11-23")

    assert names(store) == ["Quillfeather"]


@pytest.mark.parametrize(
    "words",
    [
        "quill",
        "QUILL",
        "zeph quill",
        "quill zeph",
        "lâtour",
        "latour",
        "h8012",
        "quillfeather-m",
        "10442",
    ],
)
def test_words_as_typed_find_by_the_beginning_of_any_name_or_number(
    store: Store, words: str
) -> None:
    supported(
        store,
        "Quillfeather-Moss",
        forename="Zephyr",
        former_surname="Lâtour",
        upn="H801200001001",
        adno="104421",
    )

    assert names(store, Query(words=words)) == ["Quillfeather-Moss, Zephyr"]


@pytest.mark.parametrize("words", ["uillx", "zeph quillx", "-", "[/x]", '"', "NOT", "*", "name:"])
def test_words_that_are_in_no_name_find_nothing(store: Store, words: str) -> None:
    supported(store, "Quillfeather", forename="Zephyr")

    assert names(store, Query(words=words)) == []


@pytest.mark.parametrize("name", ["[/x]", "[red]Quill", "קווילפדר", "Quill\u202efeather", "O'Moss"])
def test_any_name_is_shown_and_found_as_it_is(store: Store, name: str) -> None:
    supported(store, name)

    (entry,) = register.page(store, Query(), TODAY)

    assert entry.surname == name


def test_a_upn_with_a_wrong_letter_is_marked_odd(store: Store) -> None:
    supported(store, upn="A801200001001")

    (entry,) = register.page(store, Query(), TODAY)

    assert entry.upn_odd


def test_the_primary_need_is_the_lowest_rank_that_holds_today(store: Store) -> None:
    made = supported(store)
    write(store, "need", pupil=made, code="SLCN", rank=1, until="2026-11-21")
    write(store, "need", pupil=made, code="MLD", rank=2)
    write(store, "need", pupil=made, code="HI", rank=3, since="2026-12-01")

    (entry,) = register.page(store, Query(), TODAY)

    assert (entry.need, entry.other_needs) == ("MLD", ())


def test_a_review_in_the_past_is_overdue(store: Store) -> None:
    made = supported(store)
    write(store, "cycle", pupil=made, number=1, started_on="2026-09-01", review_due="2026-11-21")

    (entry,) = register.page(store, Query(), TODAY)

    assert (entry.next_review, entry.overdue) == (date(2026, 11, 21), True)


def test_a_field_two_people_changed_marks_the_pupil(store: Store) -> None:
    made = supported(store)
    supported(store, "Moss")
    with store.read() as session:
        opened_with = store.heads(session, made)
    for name in ("3A", "3B"):
        with store.write("Edit") as tx:
            tx.put("pupil", made, {"class_name": name}, opened_with)

    marks = {entry.surname: entry.clash for entry in register.page(store, Query(), TODAY)}

    assert marks == {"Quillfeather": True, "Moss": False}


def test_pages_together_are_the_whole_register_in_order(store: Store) -> None:
    for number in range(7):
        supported(store, f"Quill{number}")

    pages = [register.page(store, Query(), TODAY, offset, 3) for offset in (0, 3, 6, 9)]

    assert [len(p) for p in pages] == [3, 3, 1, 0]
    assert [e.surname for p in pages for e in p] == [f"Quill{n}" for n in range(7)]


def test_words_that_begin_no_name_are_looked_for_inside(store: Store) -> None:
    pupils.add(store, {"surname": "Noodlewick", "forename": "Odo"})
    pupils.add(store, {"surname": "Wickenby", "forename": "Ada"})
    roll = Query(scope="roll")

    assert names(store, replace(roll, words="odlew")) == ["Noodlewick, Odo"]
    assert names(store, replace(roll, words="wick")) == ["Wickenby, Ada"]
    assert names(store, replace(roll, words="wick", wide=True)) == [
        "Noodlewick, Odo",
        "Wickenby, Ada",
    ]
    assert register.count(store, replace(roll, words="odlew"), TODAY) == 1
    assert register.counts(store, replace(roll, words="odlew"), TODAY).pupils == 1


@pytest.mark.parametrize(
    "words",
    ["marigold", "gold pom", "Puffin", "07700 900123", "07700900123", "900123", "+44 7700 900123"],
)
def test_a_pupil_is_found_by_who_is_around_them(store: Store, words: str) -> None:
    odo = pupils.add(store, {"surname": "Noodlewick", "forename": "Odo"})
    person = {"name": "Marigold Pompom", "former_name": "Puffin", "role": "mother"}
    people.add(store, odo, {**person, "phone": "07700 900-123"})

    (found,) = register.page(store, Query(words=words, scope="roll"), TODAY)

    assert (found.id, found.by_person) == (odo, "Marigold Pompom, mother")


def test_who_is_named_so_comes_before_who_is_found_by_another(store: Store) -> None:
    own = pupils.add(store, {"surname": "Pompom", "forename": "Zed"})
    odo = pupils.add(store, {"surname": "Noodlewick", "forename": "Odo"})
    for pupil in (odo, own):
        people.add(store, pupil, {"name": "Marigold Pompom"})

    found = register.found(store, "pompom", TODAY)

    assert [(one.id, one.by_person) for one in found] == [(own, ""), (odo, "Marigold Pompom")]


@pytest.mark.parametrize("words", ["%", "a_b", "____", "12345"])
def test_a_sign_or_a_number_of_nobody_finds_nobody(store: Store, words: str) -> None:
    odo = pupils.add(store, {"surname": "Noodlewick", "forename": "Odo"})
    people.add(store, odo, {"name": "Marigold", "phone": "07700 900123"})

    assert names(store, Query(words=words, scope="roll", wide=True)) == []


@pytest.mark.parametrize("words", ["", "q", "ze", "quill0", "q ze", "uil", "zz"])
@pytest.mark.parametrize("descending", [False, True])
def test_pages_of_a_search_are_what_a_file_that_leaves_lists(
    store: Store, words: str, descending: bool
) -> None:
    for number in range(5):
        supported(store, f"Quill{number % 3}", preferred_forename=["Zephyr", "Ash"][number % 2])
    query = Query(words=words, descending=descending)

    paged = [one.id for at in range(0, 6, 2) for one in register.page(store, query, TODAY, at, 2)]

    assert tuple(paged) == register.ids(store, query, TODAY)
    assert len(paged) == register.count(store, query, TODAY)


@pytest.mark.parametrize(
    "typed", ["quill-feather", "o'quill ze", "Ñandú Éloïse", "ze qu", '"q" 07']
)
def test_letter_by_letter_a_search_finds_what_each_would_find_alone(
    store: Store, typed: str
) -> None:
    for surname in ("Quill", "Quill-Feather", "O’Quill", "O'Quill", "Ñandú", "Nandu", "Zebedee"):
        supported(store, surname, forename="Éloïse")
        supported(store, "Moss", forename="Zephyr", preferred_surname=surname)

    for n in range(1, len(typed) + 1):
        query = Query(words=typed[:n])
        pages = register.page(store, query, TODAY, 0, 1) + register.page(store, query, TODAY, 1, 20)
        assert tuple(one.id for one in pages) == register.ids(store, query, TODAY), typed[:n]


def test_a_search_finds_who_has_come_since_the_letter_before(store: Store) -> None:
    supported(store, "Quill")
    before = names(store, Query(words="q"))

    supported(store, "Quiver")

    assert (len(before), len(names(store, Query(words="q")))) == (1, 2)


def test_the_place_of_a_pupil_is_told(store: Store) -> None:
    first, second = supported(store, "Moss"), supported(store, "Quill")

    assert register.position(store, Query(), TODAY, second) == 1
    assert register.position(store, Query(words="mo"), TODAY, second) is None
    assert register.position(store, Query(descending=True), TODAY, first) == 1


def test_a_line_that_leaves_carries_codes_and_the_legal_name(store: Store) -> None:
    made = pupil(store, forename="Zephyrine", preferred_forename="Zephyr", born="2018-03-01")
    told = "2026-09-08"
    write(store, "status", pupil=made, status="K", since="2026-09-01", parents_told_on=told)
    write(store, "need", pupil=made, code="SLCN", rank=1)

    (line,) = register_lines.lines(store, Query(), TODAY)

    assert (line.forename, line.preferred_forename, line.nc_year) == ("Zephyrine", "Zephyr", "4")
    assert (line.status, line.since, line.needs) == ("K", date(2026, 9, 1), ("SLCN",))
    assert line.parents_told_on == date(2026, 9, 8)
    assert line.setting == "Puddleby Common Primary School"


def test_more_lines_than_one_question_names_all_leave(store: Store) -> None:
    with store.write("Add") as tx:
        for number in range(AT_ONCE + 2):
            tx.add("pupil", {"setting": store.setting, "surname": f"Quill{number:04}"})

    left = [line.surname for line in register_lines.lines(store, Query(scope="roll"), TODAY)]

    assert left == [f"Quill{number:04}" for number in range(AT_ONCE + 2)]


# ── The same question answered the slow way ───────────────────────────────────────────────────

DAYS = [None, date(2025, 9, 1), TODAY, date(2026, 12, 1)]
SURNAMES = ["Quill", "quillfeather", "Moss", "Émoss", "Ash-Moss", "Z"]


@dataclass(frozen=True)
class Child:
    surname: str
    forename: str
    preferred: str
    born: date | None
    year: str
    class_name: str
    left_on: date | None
    statuses: tuple[tuple[str, date], ...] = ()
    needs: tuple[tuple[str, int, date | None, date | None], ...] = ()
    flags: tuple[tuple[str, date | None, date | None], ...] = ()
    concern: date | str | None = "none"
    review_due: date | None = field(default=None)


day = st.sampled_from(DAYS)
born = st.none() | st.dates(date(2006, 1, 1), date(2024, 12, 31))
children = st.lists(
    st.builds(
        Child,
        surname=st.sampled_from(SURNAMES),
        forename=st.sampled_from(["", "Ash", "Zephyr"]),
        preferred=st.sampled_from(["", "Moss", "Zed"]),
        born=born,
        year=st.sampled_from(["", "", "3", "R", "X"]),
        class_name=st.sampled_from(["", "3A", "3b"]),
        left_on=day,
        statuses=st.lists(
            st.tuples(st.sampled_from("NKE"), st.sampled_from(DAYS[1:])),
            max_size=3,
            unique_by=lambda step: step[1],
        ).map(tuple),
        needs=st.lists(
            st.tuples(st.sampled_from(["SLCN", "MLD", "DS"]), st.integers(1, 3), day, day),
            max_size=3,
            unique_by=lambda need: need[1],
        ).map(tuple),
        flags=st.lists(st.tuples(st.sampled_from(["LAC", "EAL"]), day, day), max_size=2).map(tuple),
        concern=st.sampled_from(["none", None, TODAY]),
        review_due=day,
    ),
    max_size=6,
)
queries = st.builds(
    Query,
    words=st.sampled_from(["", "", "q", "mo", "em", "ash z"]),
    scope=st.sampled_from(["register", "roll", "concerns"]),
    status=st.sampled_from([frozenset(), frozenset("N"), frozenset("KE")]),
    need=st.sampled_from(["", "", "SLCN"]),
    area=st.sampled_from(["", "", "CL"]),
    nc_year=st.sampled_from(["", "", "3", "R"]),
    class_name=st.sampled_from(["", "", "3B"]),
    flag=st.sampled_from(["", "", "LAC"]),
    left=st.sampled_from(["no", "yes", "any"]),
    sort=st.sampled_from(register.SORT_KEYS),
    descending=st.booleans(),
)


def holds(since: date | None, until: date | None) -> bool:
    return (since is None or since <= TODAY) and (until is None or until >= TODAY)


def status_of(child: Child) -> tuple[str, date | None]:
    steps = [step for step in child.statuses if step[1] <= TODAY]
    return max(steps, key=lambda step: step[1]) if steps else ("N", None)


def needs_of(child: Child) -> list[str]:
    return [n[0] for n in sorted(child.needs, key=lambda n: n[1]) if holds(n[2], n[3])]


def year_of(child: Child) -> str:
    return nc_year(child.born, TODAY, child.year).code


def begins(child: Child, word: str) -> bool:
    plain = unicodedata.normalize(
        "NFD", f"{child.surname} {child.forename} {child.preferred}".lower()
    )
    bare = "".join(c for c in plain if not unicodedata.combining(c))
    return any(part.startswith(word) for part in bare.replace("-", " ").split())


def asked_for(child: Child, query: Query) -> bool:
    here = child.left_on is None or child.left_on > TODAY
    areas = {NEED_TYPES[code].area for code in needs_of(child)}
    return all(
        (
            query.scope != "register" or status_of(child)[0] != "N",
            query.scope != "concerns" or child.concern is None,
            query.left == "any" or here == (query.left == "no"),
            all(begins(child, word) for word in query.words.split()),
            not query.status or status_of(child)[0] in query.status,
            not query.need or query.need in needs_of(child),
            not query.area or query.area in areas,
            not (query.need and query.area)
            or (query.need in needs_of(child) and NEED_TYPES[query.need].area == query.area),
            not query.nc_year or year_of(child) == query.nc_year,
            not query.class_name or child.class_name.upper() == query.class_name.upper(),
            not query.flag or any(f[0] == query.flag and holds(f[1], f[2]) for f in child.flags),
        )
    )


def key_of(child: Child, sort: str) -> object:
    years = [code.code for code in NC_YEARS]
    places = ["E", "K", "S", "P", "A", "N"]
    return {
        "class": child.class_name.upper() or None,
        "year": years.index(year_of(child)) if year_of(child) in years else len(years),
        "status": places.index(status_of(child)[0]),
        "since": status_of(child)[1],
        "need": (needs_of(child) or [None])[0],
        "review": child.review_due,
    }[sort]


def ascii_upper(text: str) -> str:
    return "".join(c.upper() if c.isascii() else c for c in text)


def in_order(found: list[tuple[str, Child]], query: Query) -> list[str]:
    def name(pair: tuple[str, Child]) -> tuple[bytes, bytes, str]:
        shown = pair[1].preferred or pair[1].forename
        # SQLite compares bytes, and folds the case of ASCII alone.
        return ascii_upper(pair[1].surname).encode(), ascii_upper(shown).encode(), pair[0]

    if query.sort == "name":
        return [id_ for id_, _ in sorted(found, key=name, reverse=query.descending)]
    known = [p for p in sorted(found, key=name) if key_of(p[1], query.sort) is not None]
    unknown = [p for p in sorted(found, key=name) if key_of(p[1], query.sort) is None]
    known.sort(key=lambda p: key_of(p[1], query.sort), reverse=query.descending)  # type: ignore[arg-type,return-value]
    return [id_ for id_, _ in known + unknown]


def keep(tx: Transaction, setting: str, child: Child) -> str:
    fields = {"surname": child.surname, "forename": child.forename, "born": child.born}
    fields |= {"preferred_forename": child.preferred, "nc_year": child.year}
    fields |= {"class_name": child.class_name, "left_on": child.left_on}
    made = tx.add("pupil", {"setting": setting, **fields})
    for status, since in child.statuses:
        tx.add("status", {"pupil": made, "status": status, "since": since})
    for code, rank, start, end in child.needs:
        tx.add("need", {"pupil": made, "code": code, "rank": rank, "since": start, "until": end})
    for code, start, end in child.flags:
        tx.add("flag", {"pupil": made, "code": code, "since": start, "until": end})
    if child.concern != "none":
        closed = child.concern
        tx.add("concern", {"pupil": made, "what": "x", "raised_on": TODAY, "closed_on": closed})
    if child.review_due:
        due = child.review_due
        tx.add("cycle", {"pupil": made, "number": 1, "started_on": due, "review_due": due})
    return made


def forget_everything(store: Store) -> None:
    with store.writer.begin() as connection:
        for name in KINDS:
            connection.exec_driver_sql(f'DELETE FROM "{name}"')
        connection.exec_driver_sql("INSERT INTO search(search) VALUES ('delete-all')")


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(kept=children, asked=st.lists(queries, min_size=4, max_size=8))
def test_every_question_is_answered_as_by_a_slow_reading(
    store: Store, kept: list[Child], asked: list[Query]
) -> None:
    forget_everything(store)
    with store.write("Add") as tx:
        known = [(keep(tx, store.setting, child), child) for child in kept]

    for query in asked:
        expected = [(id_, child) for id_, child in known if asked_for(child, query)]
        found = register.page(store, query, TODAY)
        figures = register.counts(store, query, TODAY)
        years, statuses = (
            Counter(year_of(child) for _, child in expected),
            Counter(status_of(child)[0] for _, child in expected),
        )

        assert [entry.id for entry in found] == in_order(expected, query)
        assert register.count(store, query, TODAY) == figures.pupils == len(expected)
        assert {f.code: f.pupils for f in figures.by_year} == years
        assert {f.code: f.pupils for f in figures.by_status} == statuses


def test_a_record_of_several_settings_is_narrowed_to_one(store: Store) -> None:
    with store.write("Add") as tx:
        other = tx.add("setting", {"name": "Acorn Hollow", "urn": "123456"})
    here, there = pupil(store), pupil(store, setting=other, surname="Moss")

    everybody = register.page(store, Query(scope="roll"), TODAY)
    assert {one.id: one.setting for one in everybody} == {
        here: "Puddleby Common Primary School",
        there: "Acorn Hollow",
    }
    for named in ("acorn hollow", "123456"):
        found = register.page(store, Query(scope="roll", setting=named), TODAY)
        assert [one.id for one in found] == [there]
    assert register.settings(store) == ("Acorn Hollow", "Puddleby Common Primary School")
