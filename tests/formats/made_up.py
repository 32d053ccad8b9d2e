"""The made-up pupils that the tests of every format write."""

from datetime import date
from pathlib import Path

from sendtui.models.pages import ProfilePage, RegisterLine

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
