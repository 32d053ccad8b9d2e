"""The season of reviews and all that others owe, by flags."""

from typing import TYPE_CHECKING

from sendtui.commands import page_out
from sendtui.commands.call import Call
from sendtui.commands.given import day
from sendtui.errors import SendtuiError, UsageError
from sendtui.rules.counting import counted

if TYPE_CHECKING:
    from sendtui.services.season import Reviewed, SchoolList


def board(call: Call) -> int:
    """Print the reviews of every plan by month, school and stage, or one of its cells in full."""
    from sendtui.services import season

    options = call.options
    found = season.reviews(
        call.store,
        call.today,
        caseworker=options.caseworker or "",
        where=options.setting or "",
        stage=options.stage or "",
    )
    if options.stage and options.stage not in season.STAGES:
        raise UsageError(f"There is no stage {options.stage!r}: {', '.join(season.STAGES)}.")
    if options.stage or options.late:
        wanted = (r for r in found if r.is_late or not options.late)
        return _listed(call, tuple(season.by_next_limit(r, call.today) for r in wanted), "Due")
    lines = season.board(found, by_school=bool(options.setting))
    if call.out.as_json:
        call.out.data(lines)
        return 0
    table = [
        {
            "Month": f"{line.month:%Y-%m}" if line.month else "unknown",
            "School": line.where,
            **{label: line.counts.get(code) for code, label in season.STAGES.items()},
            "Late": line.late or None,
        }
        for line in lines
    ]
    call.out.table(["Month", "School", *season.STAGES.values(), "Late"], table,
                   empty="No pupil has a plan.")  # fmt: skip
    call.out.say(f"{counted(len(found), 'plan')}, {sum(r.is_late for r in found)} late.")
    return 0


def decide(call: Call) -> int:
    """Print the reports that have come and are not decided, by the days left to four weeks."""
    from sendtui.services import season

    found = season.to_decide(call.store, call.today, caseworker=call.options.caseworker or "")
    return _listed(call, found, "Decide by")


def _listed(call: Call, found: "tuple[Reviewed, ...]", day_title: str) -> int:
    shown = found[: call.options.limit]
    if call.out.as_json:
        call.out.data(shown)
        return 0 if found else 1
    lines = [
        {
            "Pupil": each.name,
            "School": each.where,
            "Stage": each.label,
            day_title: each.decide_by if day_title == "Decide by" else each.due,
            "Days left": each.days_left,
            "Report": each.report_on,
            "Recommends": each.recommends,
            "Caseworker": each.caseworker,
        }
        for each in shown
    ]
    headings = ["Pupil", "School", "Stage", day_title, "Days left", "Report", "Recommends",
                "Caseworker"]  # fmt: skip
    call.out.table(headings, lines, empty="There is none.")
    return 0 if found else 1


def schools(call: Call) -> int:
    """Print each school's list for the coming term; with --setting one of them, as a page."""
    from sendtui.services import season, season_pages

    lists = season.school_lists(call.store, call.today)
    if not call.options.setting:
        return _lists(call, lists)
    wanted = call.options.setting.casefold()
    named = [each for each in lists if wanted in each.where.casefold()]
    if len(named) != 1:
        names = ", ".join(each.where for each in named or lists) or "none has a review due"
        raise SendtuiError(f"Name one school with --setting. There are: {names}.")
    (found,) = named
    page = season_pages.page(call.store, found, call.today)
    pupils = [each.pupil for each in found.reviews]
    return page_out.write(call, page, f"Reviews due at a school, {found.term}", pupils)


def _lists(call: Call, lists: "tuple[SchoolList, ...]") -> int:
    if call.out.as_json:
        call.out.data(lists)
        return 0 if lists else 1
    lines = [
        {"School": each.where, "Reviews": len(each.reviews), "Term": str(each.term),
         "Send by": each.send_by}
        for each in lists
    ]  # fmt: skip
    call.out.table(["School", "Reviews", "Term", "Send by"], lines, empty="None is due.")
    if lists:
        call.out.say(f"{lists[0].citation}. --setting NAME prints or writes one of them.")
    return 0 if lists else 1


def begin(call: Call) -> int:
    """Open an annual review for every plan without one whose 12 months end soon."""
    from sendtui.services import season

    options, on = call.options, day(call, call.options.on)
    within = 120 if options.within is None else options.within
    found = [
        each
        for each in season.reviews(
            call.store, call.today, where=options.setting or "", stage="none"
        )
        if each.days_left is not None and each.days_left <= within
    ]
    if options.dry_run:
        return _listed(call, tuple(found), "Due")
    if not found:
        raise SendtuiError(f"No plan without a review has 12 months that end in {within} days.")
    done = season.open_reviews(call.store, [each.pupil for each in found], on=on, today=call.today)
    if call.out.as_json:
        call.out.data({"opened": done})
    call.out.say(f"{counted(done, 'review')} opened. “sendtui undo” takes them back.")
    return 0


def outstanding(call: Call) -> int:
    """Print all advice and consultations that are out; with --chased write them down as chased."""
    from sendtui.services import case_tracker

    options = call.options
    if options.sort not in ("days left", *case_tracker.SORTS):
        raise UsageError(f"--sort is one of: {', '.join(case_tracker.SORTS)}.")
    found = case_tracker.outstanding(
        call.store,
        call.today,
        sort="" if options.sort == "days left" else options.sort,
        caseworker=options.caseworker or "",
        who=options.who or "",
        late=options.late,
    )
    if options.chased:
        on = day(call, call.options.on)
        done = case_tracker.chase(call.store, [o.id for o in found], on=on, today=call.today)
        call.out.say(f"{done} chased. “sendtui undo” takes it back.")
        return 0
    shown = found[: options.limit]
    if call.out.as_json:
        call.out.data(shown)
        return 0 if found else 1
    lines = [
        {
            "Days left": each.days_left,
            "From": each.who,
            "What": each.what,
            "Pupil": each.name,
            "Asked": each.asked_on,
            "Due": each.due,
            "Chased": each.chased_on,
            "Caseworker": each.caseworker,
            "Rule": each.rule,
        }
        for each in shown
    ]
    headings = ["Days left", "From", "What", "Pupil", "Asked", "Due", "Chased", "Caseworker",
                "Rule"]  # fmt: skip
    call.out.table(headings, lines, empty="Nothing is outstanding.")
    call.out.say(f"{len(found)} outstanding, {sum(o.is_late for o in found)} late.")
    return 0 if found else 1
