"""The head of a pupil's screen: who this is, their SEN in a line, and what is owed to them."""

import re
from datetime import date

from textual.content import Content

from sendtui.rules.citation import Citation
from sendtui.screens.widgets.dateinput import away, short
from sendtui.screens.widgets.signs import signs
from sendtui.screens.widgets.words import Tone, badge, one_line
from sendtui.services.pupil_views import Identifier, PupilView

DOT = Content.styled(" · ", "$text-muted")


def who(view: PupilView, today: date) -> Content:
    """The name they go by, the legal one beside it, class, NC year and age."""
    parts = [Content.styled(one_line(view.name) or "(no name)", "bold $text")]
    if view.legal_name:
        parts.append(_quiet(f"legally {view.legal_name}"))
    if view.class_name:
        parts.append(Content(one_line(f"class {view.class_name}")))
    if view.nc_year.code:
        odd = f" (by age {view.nc_year.by_age})" if view.nc_year.out_of_cohort else ""
        parts.append(Content(one_line(f"Year {view.nc_year.code}{odd}")))
    if view.born and view.age is not None:
        parts.append(Content(f"{view.age} years") + _quiet(f" (born {short(view.born)})"))
    if view.left_on:
        to = f" to {view.left_to}" if view.left_to else ""
        word = "left" if view.left_on <= today else "leaves"
        parts.append(badge(f"{word} {short(view.left_on)}{to}", "soon"))
    return DOT.join(parts)


def sen(view: PupilView, today: date, *, is_narrow: bool = False) -> Content:
    """SEN status and since when, the next review, and the primary need; by its code if narrow."""
    called = "EHC plan" if is_narrow and view.status == "E" else view.status_label
    status = f"{view.status} {called}" if view.status else "not on the SEN register"
    since = f" since {short(view.since)}" if view.since else ""
    parts = [Content.styled(one_line(status), "bold $text-primary") + _quiet(since)]
    if view.needs:
        first = view.needs[0]
        more = f" + {', '.join(need.code for need in view.needs[1:])}" if view.needs[1:] else ""
        label = "" if is_narrow else f" {first.label}"
        parts.append(Content(one_line(f"{first.code}{label}")) + _quiet(more))
    elif view.status in ("K", "E"):
        parts.append(badge("no need recorded", "soon"))
    parts.insert(1, _review(view, today, is_narrow=is_narrow))
    return DOT.join(part for part in parts if part)


def _review(view: PupilView, today: date, *, is_narrow: bool) -> Content:
    if view.next_review is None:
        return badge("no next review", "soon") if view.status in ("K", "E") else Content("")
    said = f"review {short(view.next_review)}"
    if view.next_review < today:
        return badge(f"{said}, overdue", "late")
    return Content(said) + _quiet("" if is_narrow else f" ({away(view.next_review, today)})")


def numbers(view: PupilView) -> Content:
    """The UPN with what its check found, and the flags in words."""
    upn = next((each for each in view.identifiers if each.field == "upn"), None)
    flags = [Content(one_line(flag.label)) for flag in view.flags]
    needs = [(view.language, "speaks"), (view.interpreter, "interpreter:"), (view.format_needs, "")]
    said = [Content(one_line(f"{before} {text}".strip())) for text, before in needs if text]
    return DOT.join([_upn(upn), *flags, *said])


def _upn(upn: Identifier | None) -> Content:
    if upn is None or not upn.value:
        return _quiet("no UPN")
    shown = Content(one_line(f"UPN {upn.value} "))
    if upn.check is None or upn.check.ok:
        temporary = upn.check is not None and upn.check.kind == "temporary"
        return shown + Content.styled(
            f"{signs().done}{' temporary' if temporary else ''}", "$text-success"
        )
    expected = f", should be {upn.check.expected}" if upn.check.expected else ""
    return shown + badge(f"check letter wrong{expected}" if expected else "not a UPN", "late")


def duties(view: PupilView, today: date) -> Content:
    """What is owed to the pupil, met or not, each with where it stands."""
    parts = []
    for duty in view.duties:
        is_ahead = duty.due is not None and duty.due > today
        name = duty.name[:1].upper() + duty.name[1:]
        until = f" until {short(duty.due)}" if duty.due and is_ahead else ""
        text = f"{name}{until}" if duty.met else (duty.missing or duty.asks).rstrip(".")
        parts.append(badge(text, "done" if duty.met else "late") + cited(duty.citation))
    if view.status == "K":
        meetings = view.meetings
        said = f"Met parents {meetings.held} of {meetings.expected}"
        tone: Tone = "soon" if meetings.missing_this_term else "done"
        parts.append(badge(said, tone) + cited(meetings.citation))
    return DOT.join(parts)


def cited(citation: Citation) -> Content:
    """Where a rule stands in a few letters: its section or paragraph; nothing for good practice."""
    found = re.search(r"s\.\d+\w*|\d+\.\d+", citation.text)
    if citation.label == "good practice" or found is None:
        return Content("")
    code = "" if citation.label == "statutory" else "Code "
    unsure = "" if citation.verified else ", not verified"
    return _quiet(f" ({code}{found[0]}{unsure})")


def _quiet(text: str) -> Content:
    return Content.styled(one_line(text), "$text-muted")
