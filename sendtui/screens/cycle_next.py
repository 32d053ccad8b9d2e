"""Starting a pupil's next cycle, and carrying into it what the last review left unmet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sendtui.models.cycle import CycleIn
from sendtui.rules.support import suggested_review
from sendtui.screens import drafted
from sendtui.screens.base import DataScreen
from sendtui.screens.drafted import Asked
from sendtui.screens.widgets.asks import Ask, Options, asks_of
from sendtui.screens.widgets.words import one_line
from sendtui.services import cycle_carry, cycles, drafts
from sendtui.services.cycle_carry import Next, Unmet

LEFT = "empty: it is left behind"
ALONG: Options = (("yes", "Take along, to change"), ("no", "Plan anew"))


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose next cycle it is, by their id and the name they go by."""

    pupil: str
    name: str


async def begin(screen: DataScreen[None], whose: Whose, *, told: str = "") -> str:
    """Ask for the next cycle and start it; its id, or "" where nobody wanted it.

    `told` stands above the questions. To be awaited in a worker.
    """
    last = await screen.ask(cycle_carry.next_of, whose.pupil, screen.face.today)
    made: list[str] = []
    await drafted.ask(screen, asked(screen, whose, last, made, told))
    return made[0] if made else ""


def asked(
    screen: DataScreen[None], whose: Whose, last: Next, made: list[str], told: str = ""
) -> Asked:
    """The form of the next cycle; the id of what was started goes into `made`."""
    today = screen.face.today
    due = last.review_due
    due = due if due and due > today else suggested_review(today)

    async def save(values: dict[str, object]) -> None:
        started_on, review_due = values.get("started_on"), values.get("review_due")
        fresh = await screen.ask(
            cycles.start,
            whose.pupil,
            started_on=started_on if isinstance(started_on, date) else today,
            focus=str(values.get("focus") or ""),
            lead=str(values.get("lead") or ""),
            review_due=review_due if isinstance(review_due, date) else None,
            carry=_carried(last.unmet, values, due),
            provided=[each.id for each in last.unmet if values.get(_with(each))],
        )
        made.append(fresh)

    start: dict[str, object] = {
        "focus": last.focus if last.unmet else "",
        "lead": last.lead,
        "started_on": today,
        "review_due": due,
        **{_by(each): due for each in last.unmet},
        **{_with(each): True for each in last.unmet if each.provision},
    }
    return Asked(
        f"Start cycle {last.after + 1}: {whose.name}",
        drafts.key("cycle-start", whose.pupil),
        [*([told] if told else []), *_asks(last)],
        save,
        start,
        yes="Start",
        said="Started. Ctrl+Z takes it back.",
    )


def _asks(last: Next) -> list[Ask | str]:
    about = asks_of(
        CycleIn,
        ("focus", "lead", "started_on", "review_due"),
        hints={"review_due": "about a term on"},
        prefer={"review_due": "future"},
    )
    asks: list[Ask | str] = list(about)
    for each in last.unmet:
        went = f" ({each.went.lower()})" if each.went else " (not rated)"
        says = one_line(each.what)
        asks.append(f"Carried from cycle {last.after}, outcome {each.number}{went}: {says}")
        asks.append(Ask(_by(each), "By when", "date", LEFT, may_be_none=True, prefer="future"))
        if each.provision:
            lines = "; ".join(one_line(line.what) for line in each.provision)
            asks.append(Ask(_with(each), "Its provision", "yesno", lines, options=ALONG))
    return asks


def _with(each: Unmet) -> str:
    return f"with_{each.id}"


def _by(each: Unmet) -> str:
    return f"by_{each.id}"


def _carried(
    unmet: tuple[Unmet, ...], values: Mapping[str, object], due: date
) -> dict[str, date | None]:
    """The outcomes that go along; one whose day was left as it was follows the review's day."""
    days = {each.id: values.get(_by(each)) for each in unmet}
    return {id_: None if by == due else by for id_, by in days.items() if isinstance(by, date)}
