"""What schools' systems call the columns of a list of pupils.

Built from the headings of SIMS, Arbor, Bromcom, ScholarPack, Provision Map and census extracts.
Within a field the first synonym wins where a file has several: a legal name before a plain one.
"""

import re
from functools import lru_cache

TITLES: dict[str, str] = {
    "upn": "UPN",
    "former_upn": "Former UPN",
    "uln": "ULN",
    "nhs_number": "NHS number",
    "adno": "Admission number",
    "surname": "Legal surname",
    "forename": "Legal forename",
    "preferred_surname": "Preferred surname",
    "preferred_forename": "Preferred forename",
    "former_surname": "Former surname",
    "full_name": "Name in one column",
    "born": "Date of birth",
    "sex": "Sex",
    "nc_year": "NC year",
    "class_name": "Class",
    "language": "Home language",
    "status": "SEN status",
    "status_since": "SEN status since",
    "parents_told_on": "Parents told on",
    "plan_since": "EHC plan since",
    "status_history": "SEN status history",
    "dated_needs": "Needs with their days",
    "need": "Needs, in order",
    "need_1": "Primary need",
    "need_2": "Second need",
    "need_3": "Third need",
    "need_4": "Fourth need",
    "need_rank": "Rank of the need",
    "last_review": "Last review",
    "next_review": "Next review",
    "left_on": "Left on",
    "ethnicity": "Ethnicity, as a census code",
    "postcode": "Home postcode",
    "contacts": "Contacts in full",
    "contact_name": "Parent or contact: name",
    "contact_role": "Parent or contact: who they are",
    "contact_phone": "Parent or contact: phone",
    "contact_email": "Parent or contact: e-mail",
    "contact_2_name": "Second parent or contact: name",
    "contact_2_role": "Second parent or contact: who they are",
    "contact_2_phone": "Second parent or contact: phone",
    "contact_2_email": "Second parent or contact: e-mail",
    "attended": "Attendance by year",
    "schools": "Schools that were left",
    "source": "Where the file is from",
    "flags": "Flags, as codes",
    "flag:LAC": "Looked after",
    "flag:PLAC": "Previously looked after",
    "flag:CIN": "Child in need",
    "flag:CP": "Child protection plan",
    "flag:EH": "Early help",
    "flag:YC": "Young carer",
    "flag:EAL": "English as an additional language",
    "flag:MED": "Medical condition",
    "flag:DIS": "Disabled",
    "flag:FSM": "Free school meals",
    "flag:PP": "Pupil premium",
    "flag:SERVICE": "Service child",
    "flag:UNIT": "In a SEN unit",
    "flag:RP": "In resourced provision",
}
"""Every field a column can be: its name in a profile → what it is called."""

_SYNONYMS: dict[str, str] = {
    "upn": "upn|unique pupil number|upn number",
    "former_upn": "former upn|previous upn|old upn",
    "uln": "uln|unique learner number|uln number",
    "nhs_number": "nhs number|nhs no|nhs",
    "adno": "admission number|admission no|adno|adm no|admissions number|admissions no",
    "surname": "legal surname|surname legal|legal last name|legal family name|surname|last name|"
    "family name",
    "forename": "legal forename|forename legal|legal first name|legal given name|forename|"
    "forenames|first name|given name|forename s|first names",
    "preferred_surname": "preferred surname|preferred last name|preferred family name|"
    "chosen surname|surname preferred",
    "preferred_forename": "preferred forename|preferred first name|preferred given name|"
    "preferred name|known as|chosen name|chosen first name|forename preferred",
    "former_surname": "former surname|previous surname|former last name",
    "full_name": "legal name|legal full name|full name|name|names|surname forename|name legal",
    "born": "date of birth|dob|birth date|birthdate|d o b|born|birthday",
    "sex": "legal sex|sex|gender|sex at birth|legal gender|m f|f m",
    "nc_year": "nc year actual|nc year|national curriculum year|curriculum year|year group|"
    "year group name|current year group|year|yr|yr group|yr grp|year grp|year code",
    "class_name": "registration form|registration group|registration class|reg group|reg grp|"
    "reg form|form group|form grp|reg|registration|form|tutor group|tutor grp|class|class name|"
    "base class|tutor",
    "language": "home language|first language|mother tongue|language",
    "status": "sen status|send status|sen provision|senprovision code|sen stage|send stage|"
    "current sen status|current sen stage|sen provision code|send provision|sen code|"
    "sen category|send code|code of practice|sen|send",
    "status_since": "sen start date|sen status start date|sen status date|sen status since|"
    "sen since|sen provision start date|date added to sen register|date added to register|"
    "date added|status start date|start date",
    "status_history": "sen status history",
    "dated_needs": "sen needs with dates",
    "parents_told_on": "parents told on|parents told|date parents told|parents informed on|"
    "parents informed|parents notified on|parents notified",
    "plan_since": "ehcp start date|ehc plan start date|ehcp issue date|ehc plan issue date|"
    "ehcp date|plan start date|plan date",
    "need": "sen needs|send needs|sen need|send need|sen need types|sen need type|need types|"
    "need type|sen types|sen type|send type|needs|need|area of need|areas of need|sen need s",
    "need_1": "primary need|primary sen need|primary sen need type|primary need type|"
    "primary sen type|main need|sen primary need|primary area of need",
    "need_2": "secondary need|secondary sen need|secondary sen need type|secondary need type|"
    "secondary sen type|second need|sen secondary need|secondary area of need",
    "need_3": "tertiary need|tertiary sen need|third need|sen tertiary need",
    "need_4": "fourth need",
    "need_rank": "sen need rank|need rank|need ranking|sen type rank|rank|ranking|priority",
    "last_review": "last review|last review date|date of last review|previous review",
    "next_review": "next review|next review due|next review date|date of next review|"
    "review due|review due date|review date|annual review date|annual review due",
    "left_on": "leaving date|date of leaving|left on",
    "ethnicity": "ethnicity transfer file",
    "postcode": "postcode transfer file",
    "contacts": "contacts transfer file",
    "attended": "attendance transfer file",
    "schools": "schools transfer file",
    "source": "source transfer file",
    "flags": "flags|flag codes",
    "flag:LAC": "lac|looked after|looked after child|child looked after|cla|in care|in lea care|"
    "in la care|currently in care",
    "flag:PLAC": "plac|post lac|previously looked after|previously in care",
    "flag:CIN": "cin|child in need",
    "flag:CP": "cp|cpp|child protection|child protection plan",
    "flag:EH": "early help",
    "flag:YC": "young carer",
    "flag:EAL": "eal|english as additional language|english as an additional language",
    "flag:MED": "medical flag|medical condition",
    "flag:DIS": "disabled|disability flag",
    "flag:FSM": "fsm|free school meals|free school meal|fsm eligible|fsm eligibility|"
    "eligible for free school meals|eligible for fsm|fsme on census day",
    "flag:PP": "pp|ppg|pupil premium|pupil premium recipient|pupil premium indicator|"
    "premium pupil indicator|pupil premium eligible|pp eligible",
    "flag:SERVICE": "service child|service children|service family|service children indicator",
    "flag:UNIT": "sen unit|sen unit indicator|in sen unit",
    "flag:RP": "resourced provision|resourced provision indicator|in resourced provision",
}

_ADULTS: dict[str, str] = {
    "contact": "parent carer 1|parent or carer 1|parent guardian 1|parent 1|carer 1|guardian 1|"
    "contact 1|primary contact|priority 1 contact|main contact|parent carer|parent or carer|"
    "parent guardian|parent|carer|guardian",
    "contact_2": "parent carer 2|parent or carer 2|parent guardian 2|parent 2|carer 2|guardian 2|"
    "contact 2|secondary contact|priority 2 contact",
}
"""Whom the columns of one parent or contact name, each apart: they need not be the same person."""

_OF_AN_ADULT: dict[str, str] = {
    "name": "|name|full name",
    "role": "relationship|relation|relationship to child|relationship to pupil|"
    "relationship to student",
    "phone": "mobile|mobile number|mobile phone|mobile no|phone|phone number|phone no|"
    "telephone|telephone number|tel|tel no|contact number|number",
    "email": "email|email address|e mail|e mail address",
}
"""What stands of them, and the words for it after whoever it is; none is the name."""

LEFT_OUT = frozenset({"setting", "school", "schoolname"})
"""Headings that are known and never read: whose list it is, the case file knows itself."""

_NOT_WORDS = re.compile(r"[\W_]+")
_PERSON = re.compile(r"^(?:pupil|student|child|learner)s?(?=.)")
_NEED_NUMBER = re.compile(r"(?:sen|send)?(?:need|type|needtype)([1-4])|need(?:type)?([1-4])code")
_ALONE = ("pupil", "student", "child", "learner")


def squash(heading: str) -> str:
    """A heading as it is compared: lower case, without blanks, signs or underscores."""
    return _NOT_WORDS.sub("", heading.casefold())


_PLACES: dict[str, tuple[str, int]] = {
    squash(words): (field, place)
    for field, synonyms in _SYNONYMS.items()
    for place, words in enumerate(synonyms.split("|"))
}
_PLACES |= {
    squash(f"{who}{ending} {words}"): (f"{field}_{part}", place)
    for field, adults in _ADULTS.items()
    for place, who in enumerate(adults.split("|"))
    for part, said in _OF_AN_ADULT.items()
    for words in said.split("|")
    for ending in ("", "s")
    if words or not (ending or "contact" in who)
}


@lru_cache(maxsize=4096)
def meaning(heading: str) -> tuple[str, int] | None:
    """The field a heading means and how sure that is (0 is surest), or None if it is unknown."""
    if len(heading) > 80:
        return None
    squashed = squash(heading)
    if squashed in _PLACES:
        return _PLACES[squashed]
    if squashed in _ALONE:
        return "full_name", 9
    if number := _NEED_NUMBER.fullmatch(squashed):
        return f"need_{number[1] or number[2]}", 9
    bare = _PERSON.sub("", squashed)
    return _PLACES.get(bare)
