"""The heading row: found, matched, overridden by a profile, refused where it names nobody."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from sendtui.errors import SendtuiError
from sendtui.formats import headings
from sendtui.formats.headings import Matched
from sendtui.formats.synonyms import TITLES, meaning


@dataclass(frozen=True)
class Saved:
    """A profile as it is saved."""

    headings: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    owners: Mapping[str, str] = field(default_factory=dict)


def found(*lines: str, profile: Saved | None = None) -> Matched:
    return headings.find(
        [(number, line.split("|")) for number, line in enumerate(lines, 1)], "list.csv", profile
    )


@pytest.mark.parametrize(
    ("heading", "field_name"),
    [
        ("UPN", "upn"),
        ("Unique Pupil Number", "upn"),
        ("student_upn", "upn"),
        ("LastName", "surname"),
        ("CHILD_LAST_NAME", "surname"),
        ("Legal Surname *", "surname"),
        ("CHILD_PREFERRED_GIVEN_NAME", "preferred_forename"),
        ("Known as", "preferred_forename"),
        ("StudentFullName", "full_name"),
        ("Pupil", "full_name"),
        ("D.O.B.", "born"),
        ("Date of birth", "born"),
        ("Year Group Name", "nc_year"),
        ("ncyear_actual", "nc_year"),
        ("Registration form", "class_name"),
        ("AdmissionNo", "adno"),
        ("SEN_Status", "status"),
        ("SEN?", "status"),
        ("senprovision", "status"),
        ("SENNeed2", "need_2"),
        ("Need 1", "need_1"),
        ("Secondary Need", "need_2"),
        ("SEN Need Rank", "need_rank"),
        ("Next_Review_Due", "next_review"),
        ("EHCP_Start_Date", "plan_since"),
        ("Free School Meals", "flag:FSM"),
        ("premium_pupil_indicator", "flag:PP"),
        ("PARENT_1_NAME", "contact_name"),
        ("Parent/Carer", "contact_name"),
        ("Carer’s e-mail", "contact_email"),
        ("Contact 1 Mobile", "contact_phone"),
        ("PARENT_2_NAME", "contact_2_name"),
        ("Contact name", ""),
        ("Parents", ""),
        ("School name", ""),
        ("StudentEmail", ""),
        ("Postcode", ""),
        ("x" * 5_000, ""),
    ],
)
def test_a_heading_means_its_field(heading: str, field_name: str) -> None:
    assert (meaning(heading) or ("",))[0] == field_name


def test_every_synonym_leads_to_a_field_that_has_a_title() -> None:
    from sendtui.formats.synonyms import _PLACES

    assert {field_name for field_name, _ in _PLACES.values()} <= set(TITLES)


def test_headings_are_found_under_titles_and_blank_lines() -> None:
    matched = found("SEN register", "", "Printed for Ms Thistledown", "UPN|Surname|Forename|Shoes")

    assert matched.line == 4
    assert matched.columns == {0: "upn", 1: "surname", 2: "forename"}
    assert matched.unknown == ("Shoes",)


def test_two_headings_are_enough_for_a_narrow_list_with_a_name() -> None:
    assert found("Pupil|SEN status").columns == {0: "full_name", 1: "status"}


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(["Quillfeather|Zephyr|4B"] * 3, id="no headings"),
        pytest.param(["Class|Year"], id="two without a name"),
        pytest.param([""] * 20 + ["UPN|Surname|Forename"], id="too far down"),
        pytest.param(["Name|Class|a|b|c|d"], id="two in a wide row"),
    ],
)
def test_a_list_without_headings_is_refused_and_its_cells_are_not_told(lines: list[str]) -> None:
    with pytest.raises(SendtuiError, match="no row of headings") as refused:
        found(*lines)

    assert "Quillfeather" not in str(refused.value)


def test_a_list_that_names_nobody_says_which_columns_it_has() -> None:
    with pytest.raises(SendtuiError, match=r"“UPN”, “DOB”, “Class”, “Who”.*--profile"):
        found("UPN|DOB|Class|Who")


@pytest.mark.parametrize(
    ("told", "heads", "columns", "unused"),
    [
        pytest.param(
            {}, "Contact 1 email|Parent name|Parent email|Carer phone",
            {3: "contact_name", 4: "contact_email"}, {"Contact 1 email", "Carer phone"},
            id="whoever is named",
        ),
        pytest.param(
            {}, "Parent|Parent 2 name|Parent 2 e-mail|Contact 2 phone",
            {2: "contact_name", 3: "contact_2_name", 4: "contact_2_email"}, {"Contact 2 phone"},
            id="two of them",
        ),
        pytest.param({}, "Parent email|Parent phone", {}, {"Parent phone", "Parent email"},
                     id="nobody is named"),
        pytest.param(
            {}, "Parent|Parent email|Parent email", {2: "contact_name", 3: "contact_email"},
            {"Parent email"}, id="a heading that stands twice",
        ),
        pytest.param(
            {"Mum": "contact_name", "Mail": "contact_email"}, "Mum|Parent phone|Mail",
            {2: "contact_name", 4: "contact_email"}, {"Parent phone"}, id="somebody has said who",
        ),
    ],
)  # fmt: skip
def test_the_columns_of_one_parent_are_taken_together(
    told: dict[str, str], heads: str, columns: dict[int, str], unused: set[str]
) -> None:
    matched = found(f"Surname|Forename|{heads}", profile=Saved(told))

    assert {n: name for n, name in matched.columns.items() if n > 1} == columns
    assert set(matched.unused) == unused


def test_a_profile_says_what_a_heading_means_and_what_to_leave_out() -> None:
    saved = Saved({"Who": "full_name", "class": ""})

    matched = found("UPN|DOB|Class|Who", profile=saved)

    assert matched.columns == {0: "upn", 1: "born", 3: "full_name"}
    assert matched.unknown == ()


def test_a_profile_with_a_field_that_does_not_exist_is_refused() -> None:
    with pytest.raises(SendtuiError, match="'shoe_size', which is no field"):
        found("UPN|Surname|Shoes", profile=Saved({"Shoes": "shoe_size"}))


def test_beside_a_legal_name_the_plain_one_is_the_preferred_one() -> None:
    matched = found("Surname|First name|Legal Surname|Legal Forename|UPN")

    assert matched.columns == {
        0: "preferred_surname",
        1: "preferred_forename",
        2: "surname",
        3: "forename",
        4: "upn",
    }


def test_a_whole_name_beside_its_parts_is_not_used() -> None:
    matched = found("Name|Legal Surname|Legal Forename|UPN")

    assert matched.columns == {1: "surname", 2: "forename", 3: "upn"}
    assert matched.unused == ("Name",)


def test_beside_a_surname_alone_the_name_is_the_forename() -> None:
    assert found("Surname|Name|UPN").columns == {0: "surname", 1: "forename", 2: "upn"}


@pytest.mark.parametrize(
    ("line", "told", "field_name"),
    [
        ("Family name|Known as|Born|M/F|Reg Grp", "", "forename"),
        ("Family name|First name|Known as|Born|M/F|Reg Grp", "", "preferred_forename"),
        ("Family name|Preferred forename|Born|M/F|Reg Grp", "", "preferred_forename"),
        ("Family name|Known as|Born|M/F|Reg Grp", "preferred_forename", "preferred_forename"),
    ],
    ids=["the only forename", "beside another", "said to be preferred", "told so"],
)
def test_known_as_is_the_forename_where_there_is_no_other(
    line: str, told: str, field_name: str
) -> None:
    matched = found(line, profile=Saved({"Known as": told}) if told else None)

    place = next(n for n, h in enumerate(matched.headings) if h[:5] in ("Known", "Prefe"))
    assert matched.columns[place] == field_name
    assert {"surname", "born", "sex", "class_name"} <= matched.fields


def test_the_surer_of_two_headings_for_a_field_is_used() -> None:
    matched = found("UPN|Surname|Tutor|Registration form")

    assert matched.columns[3] == "class_name"
    assert matched.unused == ("Tutor",)


def test_the_dates_of_a_provision_are_not_those_of_the_status() -> None:
    assert "status_since" not in found("Pupil|SEN Stage|Provision|Start Date").fields
    assert "status_since" in found("Pupil|SEN Stage|Start Date").fields


def test_the_column_of_reasons_is_never_read_nor_named() -> None:
    assert found("UPN|Surname|Forename|Reason").unknown == ()


def test_whose_list_it_is_is_known_and_left_out() -> None:
    matched = found("Surname|UPN|DOB|Setting|Shoe size")

    assert (matched.unused, matched.unknown) == (("Setting",), ("Shoe size",))


def test_a_heading_said_to_be_the_name_is_enough_to_know_the_headings_by() -> None:
    matched = found("Kid|Stage of it|Room|Hat", profile=Saved({"Kid": "full_name"}))

    assert matched.columns == {0: "full_name"}


def test_the_columns_are_listed_where_none_is_the_name() -> None:
    with pytest.raises(SendtuiError) as refused:
        found("Whose|UPN|Room|Hat|Shoes")

    assert "“Whose”, “UPN”, “Room”" in str(refused.value)
    assert "--column HEADING=surname" in str(refused.value)


def test_a_line_of_a_list_without_headings_is_not_repeated() -> None:
    with pytest.raises(SendtuiError) as refused:
        found("Quillfeather|Zephyr|3B|Owls")

    assert "Quillfeather" not in str(refused.value)
