"""A passport for adjustments as an accessible PDF, set as the one-page profile is."""

from dataclasses import asdict

from sendtui.formats import typeset
from sendtui.formats.profile_pdf import TEMPLATE
from sendtui.formats.profile_words import NOT_SAID, ProfileWords, Section, where
from sendtui.formats.wording import day, lines, shown
from sendtui.models.passport_page import PassportPage

_UNSET = "The passport could not be set as a PDF. “sendtui passport” prints it as text."


def words(page: PassportPage) -> ProfileWords:
    """The words of this passport; headings without words are left out."""
    name = shown(page.name).strip() or "A pupil"
    said = lines(page.support)
    return ProfileWords(
        title=f"Passport for adjustments: {name}",
        kicker="Passport for adjustments",
        name=name,
        where=where(page.class_name, page.nc_year, page.setting),
        edition=f"Made {day(page.made_on)}" if page.made_on else "",
        signed=True,
        own="In my own words",
        own_sections=(Section("How best to support me", said or (NOT_SAID,), said=bool(said)),),
        staff="What everybody does differently",
        staff_sections=tuple(
            Section(heading, tuple(found))
            for heading, found in (
                ("Adjustments", lines(page.adjustments)),
                ("In every lesson", _each(page.lessons)),
                ("In tests and exams", _each(page.exams)),
                ("What helps", lines(page.helps)),
                ("Communication", (*lines(page.communication), *_each(page.formats))),
            )
            if found
        ),
        made=_made(page),
        setting=shown(page.setting).strip(),
    )


def pdf(page: PassportPage, *, large: bool = False) -> bytes:
    """The passport as a PDF; `large` sets every word at 18 points or more."""
    return typeset.pdf(TEMPLATE, asdict(words(page)), large=large, unset=_UNSET)


def pages(page: PassportPage, *, large: bool = False) -> int:
    """How many A4 pages the passport fills; it should be one."""
    return typeset.pages(TEMPLATE, asdict(words(page)), large=large)


def text(page: PassportPage) -> str:
    """The same words in lines, for a screen reader."""
    found = words(page)
    parts = [found.title, " · ".join(found.where)]
    for section in (*found.own_sections, *found.staff_sections):
        parts += ["", section.heading, *section.paragraphs]
    return "\n".join([*parts, "", *found.made])


def _each(several: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(found for one in several if (found := " ".join(lines(one))))


def _made(page: PassportPage) -> tuple[str, ...]:
    sentences = (
        f"From the profile of {day(page.profile_on)}." if page.profile_on else "",
        f"From the plan of {day(page.plan_on)}." if page.plan_on else "",
        f"To be looked at again by {day(page.look_again_on)}." if page.look_again_on else "",
    )
    return tuple(sentence for sentence in sentences if sentence)
