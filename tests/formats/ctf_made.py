"""Common Transfer Files of invented pupils, in the shapes that old and new systems give them."""

from collections.abc import Sequence

HEADER = (
    "<Header><DocumentName>Common Transfer File</DocumentName><CTFversion>{version}</CTFversion>"
    "<DateTime>2026-07-06T09:15:00</DateTime><DocumentQualifier>{qualifier}</DocumentQualifier>"
    "<SourceSchool><LEA>801</LEA><Estab>2000</Estab>"
    "<SchoolName>Mistlethwaite &amp; Fen</SchoolName></SourceSchool>"
    "<DestSchool><LEA>801</LEA><Estab>2001</Estab><SchoolName>Other</SchoolName></DestSchool>"
    "</Header>"
)


def step(code: str, since: str = "") -> str:
    """A step of the SEN status."""
    return f"<SEN><StartDate>{since}</StartDate><SENprovision>{code}</SENprovision></SEN>"


def need(code: str, rank: int | str = "", since: str = "", until: str = "") -> str:
    """A need with its rank and days."""
    said = {"NeedStartDate": since, "NeedEndDate": until, "SENtypeRank": rank, "SENtype": code}
    cells = "".join(f"<{name}>{value}</{name}>" for name, value in said.items() if value != "")
    return f"<SENneed>{cells}</SENneed>"


def pupil(
    steps: Sequence[str] = (), needs: Sequence[str] = (), more: str = "", **values: str
) -> str:
    """A pupil as current systems write one: needs inside the history."""
    known = {
        "UPN": "G801200026001", "Surname": "Quillfeather", "Forename": "Zephyr",
        "DOB": "2017-09-30", "Sex": "F", **values,
    }  # fmt: skip
    cells = "".join(f"<{name}>{value}</{name}>" for name, value in known.items() if value)
    sen = f"<SENneeds>{''.join(needs)}</SENneeds>" if needs else ""
    return f"<Pupil>{cells}{more}<SENhistory>{''.join(steps)}{sen}</SENhistory></Pupil>"


def transfer(
    *pupils: str,
    version: str = "26.0",
    qualifier: str = "full",
    encoding: str = "utf-8",
    head: str = "",
    between: str = "\n",
) -> bytes:
    """The file around its pupils."""
    said = encoding.removesuffix("-sig").removesuffix("-le")
    text = between.join(
        [
            f'<?xml version="1.0" encoding="{said}"?>{head}<CTfile>',
            HEADER.format(version=version, qualifier=qualifier),
            "<CTFpupilData>",
            *pupils,
            "</CTFpupilData></CTfile>",
        ]
    )
    return text.encode(encoding)


BESIDES = (
    "<BasicDetails><Ethnicity>MWBA</Ethnicity><Languages><Type><LanguageType>F</LanguageType>"
    "<Language>ENG</Language></Type><Type><LanguageType>H</LanguageType><Language>IGB</Language>"
    "</Type></Languages><ServiceChild>N</ServiceChild></BasicDetails>"
    "<FSMhistory><FSMinstance><FSMstartDate>2024-01-08</FSMstartDate></FSMinstance></FSMhistory>"
    "<LookedAfter><InCare>1</InCare></LookedAfter>"
    "<Address><BS7666Address><PAON>12</PAON><Street>Mill [/x] Lane</Street><Town>Fen</Town>"
    "<PostTown>Fen</PostTown></BS7666Address><PostCode>ZZ99 3WZ</PostCode></Address>"
    "<Contacts><Contact><Title>Ms</Title><Surname>Moss</Surname><Forename>Fern; | </Forename>"
    "<Relationship>PAM</Relationship><Responsibility>1</Responsibility><AddressAsPupil>1"
    "</AddressAsPupil><Phones><Phone><TelephoneType>H</TelephoneType><PhoneNo>01632  960001"
    "</PhoneNo></Phone><Phone><TelephoneType>M</TelephoneType><PhoneNo>07700 900123</PhoneNo>"
    "</Phone></Phones><Email>fern@example.org</Email></Contact></Contacts>"
    "<Attendance><YearData><Year>2025</Year><SessionsPossible>372</SessionsPossible>"
    "<SessionsAttended>339</SessionsAttended><SessionsUnauthorised>7</SessionsUnauthorised>"
    "</YearData><YearData><Year>2024</Year></YearData></Attendance>"
)
"""What a pupil's element may hold besides: contacts, address, meals, care, attendance."""
