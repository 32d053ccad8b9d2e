"""What the palette offers of the school's own: interventions, the week, adults, complaints …"""

from typing import TYPE_CHECKING

from sendtui.screens.deeds import Deed, Do

if TYPE_CHECKING:
    from sendtui.screens.app import SendtuiApp


def _desk(part: str) -> Do:
    async def do(app: "SendtuiApp") -> None:
        from sendtui.screens.school_desk import SchoolDesk

        app.push_screen(SchoolDesk(part))

    return do


OF_SCHOOL = tuple(
    Deed(f"desk-{part}", title, note, _desk(part), also=also)
    for part, title, note, also in (
        (
            "interventions",
            "Interventions",
            "sendtui intervention",
            "provision group programme join",
        ),
        ("week", "The week: who is with whom", "sendtui week", "timetable provision slot room"),
        ("adults", "Adults and the SENCO’s qualification", "sendtui staff", "teaching assistant"),
        ("rates", "Rates: what an hour costs", "sendtui staff rate", "price cost money provision"),
        ("services", "Services: the local offer", "sendtui service", "refer therapist wait"),
        ("training", "Training by topic", "sendtui staff", "course expires workforce"),
        ("feedback", "Complaints and compliments", "sendtui feedback", "complain answer praise"),
        ("plan", "The school’s action plan", "sendtui action-plan", "steps owner improve"),
        ("checklists", "Checklists: what is ordinarily available", "sendtui checklist", "oap bera"),
        ("library", "The library of strategies and targets", "sendtui library", "bank ideas"),
    )
)
"""A line for each part of the school's desk, which lies under Insight."""
