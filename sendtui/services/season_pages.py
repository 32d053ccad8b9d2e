"""The list of reviews that goes to a school before a term, as a page."""

from datetime import date

from sendtui.models.letter_page import LetterPage
from sendtui.rules.letter_wording import Part
from sendtui.rules.typed_dates import say
from sendtui.services.season import Reviewed, SchoolList
from sendtui.services.tables import table
from sendtui.store.store import Store


def page(store: Store, found: SchoolList, today: date) -> LetterPage:
    """The page for one school: each child whose review is due in the term, and by when."""
    setting = table("setting").c
    with store.read() as session:
        name = session.execute(
            table("setting").select().with_only_columns(setting.name)
            .where(setting.id == store.setting)
        ).scalar()  # fmt: skip
    whole = (
        f"These are the reviews of EHC plans due by the end of the {found.term}, "
        f"{say(found.term.ends)}. Please arrange each meeting so that the report and the decision "
        "fall inside the 12 months. The date beside a name is the last lawful day of the decision."
    )
    parts = [Part("text", whole), *(Part("point", _line(each)) for each in found.reviews)]
    parts.append(Part("text", f"Source: {found.citation.text}."))
    return LetterPage(
        f"Annual reviews due: {found.term}",
        tuple(parts),
        setting=name or "",
        to=(found.where,) if found.where else (),
        dated=today,
    )


def _line(each: Reviewed) -> str:
    due = f"decision by {say(each.due)}" if each.due else "12 months not known"
    late = ", overdue" if each.is_late else ""
    return f"{each.name}: {due}{late}. {each.label}."
