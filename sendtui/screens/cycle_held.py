"""A review that was held, to read."""

from textual.content import Content

from sendtui.rules.counting import counted
from sendtui.screens.widgets.dateinput import short
from sendtui.screens.widgets.words import badge, plain
from sendtui.services.cycle_views import CycleView

_PARENTS = {
    True: "The parents were there.",
    False: "The parents were not there.",
    None: "It is not recorded whether the parents were there.",
}


def held(view: CycleView, *, goes_on: bool = False) -> Content:
    """How each outcome went, what was said and decided; `goes_on` says how the next one begins."""
    lines: list[Content] = []
    lines += [Content.styled("F9 prints this, for staff or for the family.", "$text-muted")]
    if goes_on:
        left = sum(not (o.rating and o.rating.met) for o in view.outcomes)
        carried = f", with {counted(left, 'outcome')} to carry forward" if left else ""
        lines += [Content.styled(f"y starts the next cycle{carried}.", "bold $text"), Content("")]
    for outcome in view.outcomes:
        lines.append(Content.styled(plain(f"{outcome.number} {outcome.what}").plain, "bold"))
        rating = outcome.rating
        if rating is None:
            lines.append(badge("not rated", "soon"))
            continue
        found = (rating.effect_label, rating.delivered_label, rating.effort_label)
        told = " · ".join(
            filter(None, (*found, rating.score and f"now {rating.score}", rating.note))
        )
        lines.append(badge(told, "done" if rating.met else "quiet"))
    lines.append(Content(""))
    for voice in (*view.pupil_views, *view.parent_views):
        whose = "Pupil" if voice.whose == "pupil" else "Parents"
        lines.append(plain(f"{whose}, {short(voice.said_on)}: “{voice.words}”"))
    if view.end == "left":
        lines.append(Content("The cycle ended because the pupil left."))
    for review in view.reviews:
        lines += [Content(""), Content.styled(f"Review on {short(review.held_on)}", "bold")]
        parents = _PARENTS[review.with_parents]
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
