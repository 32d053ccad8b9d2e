"""The made-up pupils that the tests of every format write."""

from datetime import UTC, date, datetime
from pathlib import Path

from sendtui.models.pages import HistoryLine, ProfilePage, PupilFile, RegisterLine

GOLDEN = Path(__file__).parent / "golden"

PROFILE = ProfilePage(
    name="Zephyr Quillfeather",
    class_name="3B",
    nc_year="3",
    setting="Meadowlark Primary School",
    made_on=date(2026, 2, 3),
    gathered="Zephyr, Mum and Ms Thistledown, with talking mats",
    appreciate="I am kind to the class snails.\nI never give up on a puzzle.",
    important="My blue notebook. Knowing what happens next.",
    support="Tell me one thing at a time.\n\nLet me sit where I can see the door.",
    communication="Short sentences. Ask Zephyr to show, not to say.",
    triggers="Sudden loud noise; changes without warning.",
    helps="A five-minute warning. Ear defenders from the hook by the door.",
    adjustments="Seat at the front left. 25% extra time in tests.",
    version=2,
    signed_on=date(2026, 2, 10),
    signed_by="Zephyr and Ms Thistledown",
    look_again_on=date(2027, 2, 3),
)

REGISTER = (
    RegisterLine(
        upn="H801200001001",
        surname="Quillfeather",
        forename="Zephyr",
        preferred_forename="Zeph",
        born=date(2017, 9, 30),
        sex="M",
        nc_year="3",
        class_name="3B",
        status="K",
        since=date(2025, 9, 8),
        needs=("SLCN", "SEMH"),
        flags=("EAL",),
        next_review=date(2026, 3, 20),
        parents_told_on=date(2025, 9, 10),
        setting="Meadowlark Primary School",
    ),
    RegisterLine(
        upn="001234567890A",
        surname='=HYPERLINK("x")',
        forename="[/x] Ünal, O'Gríofa",
        status="E",
        needs=("ASD",),
        setting="Meadowlark Primary School",
    ),
)

_CYCLE = "0" * 31 + "1"
_OUTCOME = "0" * 31 + "2"
_PUPIL = "0" * 31 + "3"

PUPIL = PupilFile(
    pupil={
        "id": _PUPIL,
        "setting": "f" * 32,
        "upn": "H801200001001",
        "surname": "Quillfeather",
        "forename": "Zephyr",
        "preferred_forename": "Zeph",
        "born": date(2017, 9, 30),
        "sex": "M",
        "nc_year": "",
    },
    records={
        "need": [
            {"id": "0" * 31 + "4", "pupil": _PUPIL, "code": "SLCN", "rank": 1, "note": "# Not *x*"}
        ],
        "cycle": [
            {"id": _CYCLE, "pupil": _PUPIL, "number": 1, "started_on": date(2026, 1, 5), "end": ""}
        ],
        "outcome": [
            {
                "id": _OUTCOME,
                "pupil": _PUPIL,
                "cycle": _CYCLE,
                "what": "Zeph will be able to ask for help with the green card.\nIn every lesson.",
                "by": date(2026, 4, 2),
            }
        ],
        "contact": [
            {
                "id": "0" * 31 + "5",
                "pupil": _PUPIL,
                "on": date(2026, 2, 3),
                "said": "[/x] <b>call</b> https://x.example",
                "with_parents": True,
            }
        ],
    },
    history=[
        HistoryLine(
            when=datetime(2026, 2, 3, 9, 5, tzinfo=UTC),
            who="Ms Thistledown",
            act="Change an outcome",
            kind="outcome",
            record=_OUTCOME,
            field="by",
            before=None,
            after=date(2026, 4, 2),
        )
    ],
)
