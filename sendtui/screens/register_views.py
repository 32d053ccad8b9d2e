"""The views of the register that were kept: keeping one, asking one again, forgetting one."""

from sendtui.screens.base import DataScreen
from sendtui.screens.register_filters import FILTERS, pupils, said
from sendtui.screens.widgets.asks import YES_NO, Ask
from sendtui.screens.widgets.dialog import Choose, FormDialog, Option
from sendtui.services import register, saved_views
from sendtui.services.register import Query
from sendtui.services.saved_views import SavedView

KEEP, FORGET, TODAY = "keep/", "forget/", "today/"


async def choose(screen: DataScreen[None], query: Query) -> Query | None:
    """Ask what to do with views; the question to ask now, or None. To be awaited in a worker."""
    kept = await screen.ask(saved_views.all_of)
    today = screen.face.today
    options = []
    for one in kept:
        number = await screen.ask(register.count, one.query, today)
        on_today = " · on Today" if one.on_today else ""
        options.append(Option(one.name, one.name, f"{pupils(number)}{on_today}"))
    options.append(Option(KEEP, "+ Keep what is asked now", in_words(query)))
    for one in kept:
        where = "Take off Today" if one.on_today else "Put on Today"
        options.append(Option(f"{TODAY}{one.name}", f"{where}: {one.name}"))
    options += [Option(f"{FORGET}{one.name}", f"Forget: {one.name}") for one in kept]
    chosen = await screen.app.push_screen_wait(Choose("Views", options))
    if chosen is None:
        return None
    by_name = {one.name: one for one in kept}
    if chosen in by_name:
        return by_name[chosen].query
    await _do(screen, chosen, query, by_name)
    return None


async def _do(
    screen: DataScreen[None], chosen: str, query: Query, kept: dict[str, SavedView]
) -> None:
    if chosen == KEEP:
        await _keep(screen, query)
        return
    what, _, name = chosen.partition("/")
    if what == "forget":
        await screen.ask(saved_views.remove, name)
        screen.say("Forgotten. No pupil was touched.")
    else:
        on_today = not kept[name].on_today
        await screen.ask(saved_views.show_on_today, name, on_today=on_today)
        screen.say("It stands on Today now." if on_today else "It is off Today now.")


async def _keep(screen: DataScreen[None], query: Query) -> None:
    async def save(values: dict[str, object]) -> None:
        on_today = bool(values.get("on_today"))
        await screen.ask(saved_views.keep, str(values["name"]), query, on_today=on_today)

    asks: list[Ask | str] = [
        f"It asks: {in_words(query)}.",
        Ask("name", "Name", is_needed=True, hint="such as: Year 6 without profile"),
        Ask("on_today", "On Today", "yesno", options=YES_NO, hint="as a section of your own"),
    ]
    start = {"on_today": False}
    form = FormDialog("Keep a view", asks, start, save=save)
    if await screen.app.push_screen_wait(form) is not None:
        screen.say("Kept. v asks it again.")


def in_words(query: Query) -> str:
    """What a question asks, in a few words."""
    answers = [f"“{query.words}”"] if query.words else []
    answers += [
        said(query, asked)
        if asked.name in ("scope", "left")
        else f"{asked.title}: {said(query, asked)}"
        for asked in FILTERS
        if said(query, asked)
    ]
    return ", ".join(answers)
