"""The words of a plan in reading order, for the printed page and its text twin."""

from sendtui.formats.page_words import Block, PageWords, Said, Section
from sendtui.formats.wording import day, lines, shown
from sendtui.models.plan_page import PlanPage, PlanPageLine

NOT_STATUTORY = "This plan is not statutory: it is not an EHC plan."


def words(page: PlanPage) -> PageWords:
    """The words of this plan: every part with its label, also one with nothing in it."""
    name = shown(page.name).strip() or "A pupil"
    return PageWords(
        title=f"{page.sort_label}: {name}",
        kicker=page.sort_label,
        name=name,
        where=tuple(filter(None, (
            f"Born {day(page.born)}" if page.born else "",
            f"UPN {shown(page.upn)}" if page.upn else "",
            shown(page.setting).strip(),
        ))),
        edition=page.edition,
        facts=_facts(page),
        sections=tuple(
            Section(
                part.heading,
                tuple(map(_block, part.lines)) or (Block("", (Said("", part.empty),)),),
            )
            for part in page.parts
        ),
        agreement=None,
        contacts=(),
        made="" if page.statutory else NOT_STATUTORY,
        setting=shown(page.setting).strip(),
    )  # fmt: skip


def _facts(page: PlanPage) -> tuple[Said, ...]:
    told = (
        ("First made", day(page.made_on) if page.made_on else ""),
        ("Issued", _issued(page)),
        ("Review by", day(page.review_by) if page.review_by else ""),
        ("Ceased", " ".join(lines(page.ceased))),
        ("", "" if page.statutory else NOT_STATUTORY),
    )
    return tuple(Said(label, text) for label, text in told if text)


def _issued(page: PlanPage) -> str:
    if page.issued_on is None:
        return ""
    by = f" by {shown(page.issued_by).strip()}" if page.issued_by.strip() else ""
    return day(page.issued_on) + by


def _block(line: PlanPageLine) -> Block:
    sort = f": {line.sort}" if line.sort else ""
    paragraphs = tuple(Said("", text) for text in lines(line.words))
    facts = tuple(
        Said(label, text) for label, said in line.facts if (text := " ".join(lines(said)))
    )
    return Block(f"{line.label}{sort}", (*paragraphs, *facts), line.own_words)
