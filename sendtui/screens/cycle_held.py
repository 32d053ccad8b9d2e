"""A review that was held, to read."""

from textual.content import Content

from sendtui.screens.widgets.dateinput import short
from sendtui.screens.widgets.words import badge, plain
from sendtui.services.cycle_views import CycleView


def held(view: CycleView) -> Content:
    """How each outcome went, what was said and decided."""
    lines: list[Content] = []
    for outcome in view.outcomes:
        lines.append(Content.styled(plain(f"{outcome.number} {outcome.what}").plain, "bold"))
        rating = outcome.rating
        if rating is None:
            lines += [badge("not rated", "soon"), Content("")]
            continue
        found = (rating.effect_label, rating.delivered_label, rating.effort_label)
        told = " · ".join(
            filter(None, (*found, rating.score and f"now {rating.score}", rating.note))
        )
        lines += [badge(told, "done" if rating.met else "quiet"), Content("")]
    for voice in (*view.pupil_views, *view.parent_views):
        whose = "Pupil" if voice.whose == "pupil" else "Parents"
        lines.append(plain(f"{whose}, {short(voice.said_on)}: “{voice.words}”"))
    if view.end == "left":
        lines.append(Content("The cycle ended because the pupil left."))
    for review in view.reviews:
        lines += [Content(""), Content.styled(f"Review on {short(review.held_on)}", "bold")]
        parents = "Parents were there." if review.with_parents else "Parents were not there."
        next_on = f"Next review {short(review.next_review)}." if review.next_review else ""
        told = " ".join(
            filter(
                None, (f"Present: {review.present}." if review.present else "", parents, next_on)
            )
        )
        lines.append(plain(f"Decided: {review.decision}. {review.reason}".strip()))
        lines.append(plain(told))
        if review.summary:
            lines.append(plain(review.summary))
    return Content("\n").join(lines) if lines else Content("This cycle ended without a review.")
