"""The words of a one-page profile in reading order, for the printed page and its text twin."""

from dataclasses import dataclass

from sendtui.formats.wording import day, lines, shown
from sendtui.models.pages import ProfilePage
from sendtui.rules.codes import NC_YEARS

NOT_SAID = "Not said yet."
"""What stands under a heading of the pupil's that nobody has answered."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its paragraphs; `said` is False where nobody has answered yet."""

    heading: str
    paragraphs: tuple[str, ...]
    said: bool = True


@dataclass(frozen=True, slots=True)
class ProfileWords:
    """Every word of the page. `edition` is "Draft, version 2" or "Signed …, version 2"."""

    title: str
    kicker: str
    name: str
    where: tuple[str, ...]
    edition: str
    signed: bool
    own: str
    own_sections: tuple[Section, ...]
    staff: str
    staff_sections: tuple[Section, ...]
    made: tuple[str, ...]
    setting: str


def words(page: ProfilePage) -> ProfileWords:
    """The words of this profile; the staff's headings without words are left out."""
    name = shown(page.name).strip() or "A pupil"
    return ProfileWords(
        title=f"One-page profile: {name}",
        kicker="One-page profile",
        name=name,
        where=where(page.class_name, page.nc_year, page.setting),
        edition=_edition(page),
        signed=page.signed_on is not None,
        own="In my own words",
        own_sections=(
            _own("What people appreciate about me", page.appreciate),
            _own("What is important to me", page.important),
            _own("How best to support me", page.support),
        ),
        staff="From the adults who work with me",
        staff_sections=tuple(
            Section(heading, found)
            for heading, text in (
                ("Communication", page.communication),
                ("What can be hard", page.triggers),
                ("What helps", page.helps),
                ("Adjustments", page.adjustments),
            )
            if (found := lines(text))
        ),
        made=_made(page),
        setting=shown(page.setting).strip(),
    )


def _own(heading: str, text: str) -> Section:
    found = lines(text)
    return Section(heading, found or (NOT_SAID,), said=bool(found))


def where(class_name: str, nc_year: str, setting: str) -> tuple[str, ...]:
    """Class, year and setting of a pupil in words; what is not known is left out."""
    # "Mixed" and "not followed" are for returns, not for a classroom wall.
    year = NC_YEARS.label(nc_year) if nc_year not in ("", "M", "X") else ""
    class_name = shown(class_name).strip()
    if class_name and not class_name.casefold().startswith("class"):
        class_name = f"Class {class_name}"
    return tuple(part for part in (class_name, shown(year), shown(setting).strip()) if part)


def _edition(page: ProfilePage) -> str:
    if page.signed_on is None:
        return f"Draft, version {page.version}"
    return f"Signed {day(page.signed_on)}, version {page.version}"


def _made(page: ProfilePage) -> tuple[str, ...]:
    gathered = _stopped(page.gathered)
    signed_by = _stopped(page.signed_by)
    sentences = (
        f"Made on {day(page.made_on)}." if page.made_on else "",
        f"Made with: {gathered}" if gathered else "",
        f"Signed by: {signed_by}" if page.signed_on and signed_by else "",
        f"To be looked at again by {day(page.look_again_on)}." if page.look_again_on else "",
    )
    return tuple(sentence for sentence in sentences if sentence)


def _stopped(text: str) -> str:
    text = " ".join(lines(text))
    return text if not text or text.endswith((".", "!", "?", "…")) else f"{text}."
