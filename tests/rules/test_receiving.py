"""Who may be written to about a pupil, and whom a typed recipient means."""

from dataclasses import replace
from datetime import date

import pytest

from sendtui.rules.receiving import Bar, Somebody, meant, verdict, verdict_on_others

TODAY = date(2026, 11, 22)
BORN = date(2017, 2, 3)
MOTHER = Somebody("m", "Tansy Quillfeather", "mother", email="tansy@example.org",
                  parental_responsibility=True)  # fmt: skip
FATHER = Somebody("f", "Ash Bramblewick", "father", former_name="Ash Thistle")
EP = Somebody("e", "Dr Fern Moss", "EP")
PEOPLE = (MOTHER, FATHER, EP)


@pytest.mark.parametrize(
    ("bar", "who", "may"),
    [
        pytest.param(Bar("no contact", "f"), FATHER, False, id="barred"),
        pytest.param(Bar("no contact", "f"), MOTHER, True, id="another is barred"),
        pytest.param(Bar("court order"), EP, False, id="everybody is barred"),
        pytest.param(Bar("court order", "f", TODAY), FATHER, False, id="from today"),
        pytest.param(Bar("court order", "f", None, TODAY), FATHER, False, id="until today"),
        pytest.param(Bar("court order", "f", date(2026, 11, 23)), FATHER, True, id="to come"),
        pytest.param(Bar("court order", "f", None, date(2026, 11, 21)), FATHER, True, id="over"),
        pytest.param(Bar("own rights"), MOTHER, False, id="own rights bar parents"),
        pytest.param(Bar("own rights"), EP, True, id="own rights bar no professional"),
        pytest.param(Bar("own rights", "e"), EP, False, id="own rights against one named"),
    ],
)
def test_a_restriction_bars_while_it_stands(bar: Bar, who: Somebody, may: bool) -> None:
    assert verdict(who, [bar], BORN, TODAY).may is may


def test_the_reason_says_until_when_and_by_what() -> None:
    (reason,) = verdict(FATHER, [Bar("court order", "f", None, date(2027, 9, 3))], BORN,
                        TODAY).against  # fmt: skip

    assert "until Friday 3 September 2027" in str(reason)
    assert "not verified" in str(reason)


@pytest.mark.parametrize(
    ("born", "may", "minds"),
    [
        pytest.param(date(2017, 2, 3), True, False, id="a child"),
        pytest.param(date(2010, 8, 31), True, True, id="past the last Friday in June at 16"),
        pytest.param(date(2010, 9, 1), True, False, id="a day younger, a school year later"),
        pytest.param(date(2008, 11, 22), False, False, id="eighteen today"),
        pytest.param(None, True, False, id="no date of birth"),
    ],
)
def test_rights_pass_to_the_young_person(born: date | None, may: bool, minds: bool) -> None:
    found = verdict(MOTHER, [], born, TODAY)

    assert (found.may, bool(found.mind)) == (may, minds)
    assert verdict(EP, [], born, TODAY).may


@pytest.mark.parametrize(
    ("agreed_on", "agreed_until", "may"),
    [
        pytest.param(date(2026, 11, 22), None, True, id="agreed today"),
        pytest.param(date(2026, 11, 23), None, False, id="only from tomorrow"),
        pytest.param(date(2026, 9, 1), date(2026, 11, 23), True, id="ends tomorrow"),
        pytest.param(date(2026, 9, 1), date(2026, 11, 22), False, id="ended today"),
        pytest.param(None, None, False, id="never"),
    ],
)
@pytest.mark.parametrize("bars", [(), (Bar("own rights"),)], ids=["adult", "own rights"])
def test_an_adults_parent_is_told_while_they_agree(
    agreed_on: date | None, agreed_until: date | None, may: bool, bars: tuple[Bar, ...]
) -> None:
    mother = replace(MOTHER, agreed_on=agreed_on, agreed_until=agreed_until)

    found = verdict(mother, bars, date(2008, 11, 22), TODAY)

    assert found.may is may
    assert any("agreed on" in each.says for each in found.mind) is may


def test_an_agreement_lifts_no_other_restriction() -> None:
    mother = replace(MOTHER, agreed_on=TODAY)

    assert not verdict(mother, [Bar("court order", "m")], date(2008, 11, 22), TODAY).may


@pytest.mark.parametrize(
    "who",
    [
        pytest.param(Somebody("x", "Ash Fern", gets_letters=False), id="gets no letters"),
        pytest.param(Somebody("x", "Ash Fern", until=date(2026, 11, 21)), id="their part ended"),
    ],
)
def test_who_gets_no_letters_or_is_gone_is_not_written_to(who: Somebody) -> None:
    assert not verdict(who, [], BORN, TODAY).may


@pytest.mark.parametrize(
    ("named", "ids"),
    [
        pytest.param("Ash Bramblewick", "f", id="the whole name"),
        pytest.param("Mr Bramblewick", "f", id="a surname"),
        pytest.param("A. Bramblewick", "f", id="an initial"),
        pytest.param("Ash Thistle", "f", id="a former name"),
        pytest.param("Dad", "f", id="another word for the role"),
        pytest.param("the mother", "m", id="the role"),
        pytest.param("TANSY@example.org", "m", id="an e-mail address"),
        pytest.param("Mother and Ash Bramblewick, 3 Mill Lane", "f", id="a name among others"),
        pytest.param("parents", "mf", id="the parents"),
        pytest.param("Puddleby Council", "", id="somebody else"),
        pytest.param("", "", id="nobody"),
        pytest.param("Mr", "", id="only a title"),
    ],
)
def test_a_typed_recipient_means_whom_it_may_mean(named: str, ids: str) -> None:
    assert "".join(who.id for who in meant(named, PEOPLE, TODAY)) == ids


def test_somebody_unknown_is_barred_only_with_everybody() -> None:
    assert verdict_on_others([Bar("no contact", "f")], TODAY).may
    assert verdict_on_others([Bar("own rights")], TODAY).may
    assert not verdict_on_others([Bar("court order")], TODAY).may


def test_the_family_are_those_who_get_letters() -> None:
    without = Somebody("f", "Ash Bramblewick", "father", gets_letters=False)
    gone = Somebody("g", "Fern Bramblewick", "carer", until=date(2026, 1, 1))

    assert [who.id for who in meant("the family", (MOTHER, without, gone), TODAY)] == ["m"]
    assert [who.id for who in meant("father", (MOTHER, without, gone), TODAY)] == ["f"]
