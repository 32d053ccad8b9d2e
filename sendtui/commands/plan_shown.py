"""A plan printed for the eye: its versions, its parts, what is open, and what differs."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from sendtui.commands import plan_named, protecting
from sendtui.commands.call import Call, read_text, require_vacant
from sendtui.commands.case_acts import words as no_words
from sendtui.errors import UsageError
from sendtui.rules.costs import pounds
from sendtui.rules.counting import counted
from sendtui.rules.typed_dates import say

if TYPE_CHECKING:
    from sendtui.rules.plan_reading import Written
    from sendtui.rules.plan_remark import Remark
    from sendtui.services.ehc_plan_checks import Checked
    from sendtui.services.ehc_plan_reading import PlanView

_UNSAID = frozenset(("id", "section", "number", "words", "serves"))


def listed(call: Call) -> int:
    """Print every version of every plan of a pupil."""
    from sendtui.services import ehc_plan_reading

    no_words(call, 0)
    found = ehc_plan_reading.of_pupil(call.store, plan_named.pupil(call))
    if call.out.as_json:
        call.out.data(found)
        return 0 if found else 1
    lines = [
        {
            "Plan": v.sort,
            "Version": v.version,
            "Stage": v.stage_label,
            "Issued": v.issued_on,
            "By": v.issued_by,
            "Lines": v.lines,
            "Why": v.because,
        }
        for v in found
    ]
    headings = ["Plan", "Version", "Stage", "Issued", "By", "Lines", "Why"]
    return 0 if call.out.table(headings, lines, empty="No plan yet.") else 1


def show(call: Call) -> int:
    """Print a version part by part."""
    from sendtui.rules.plan_sections import heading
    from sendtui.rules.plan_words import reading_minutes
    from sendtui.services.ehc_plan_pages import said_of_empty

    no_words(call, 0)
    found = plan_named.view(call)
    if call.out.as_json:
        links = {line.id: found.links(line) for line in found.lines}
        lines = [{**_fields(line), "label": line.label, "serves_labels": links[line.id]}
                 for line in found.lines]  # fmt: skip
        call.out.data({**_head(found), "lines": lines})
        return 0
    call.out.line(f"{found.sort_label}: {found.name}")
    call.out.line(f"Version {found.version}, {found.stage_label}. {_days(found)}".rstrip())
    for part in found.parts:
        call.out.line()
        call.out.line(heading(found.sort, part))
        those = found.of(part.letter)
        if not those:
            call.out.line(f"  {said_of_empty(found, part)}")
        for line in those:
            call.out.line(f"  {line.label}  {' '.join(line.words.split())}")
            for told in _told(found, line):
                call.out.line(f"      {told}")
    minutes = reading_minutes(found.words)
    call.out.say(f"{counted(found.words, 'word')}, {counted(minutes, 'minute')} to read.")
    return 0


def _head(found: "PlanView") -> dict[str, object]:
    names = ("id", "pupil", "name", "sort", "version", "stage", "stage_label", "frozen", "case",
             "follows", "made_on", "issued_on", "issued_by", "review_by", "ceased_on",
             "ceased_because", "words")  # fmt: skip
    return {name: getattr(found, name) for name in names}


def _fields(line: "Written") -> dict[str, object]:
    from dataclasses import asdict

    return asdict(line)


def _days(found: "PlanView") -> str:
    told = (
        found.issued_on and f"Issued {say(found.issued_on)} by {found.issued_by}.",
        found.review_by and f"Review by {say(found.review_by)}.",
        found.ceased_on and f"Ceased {say(found.ceased_on)}: {found.ceased_because}",
    )
    return " ".join(each for each in told if each)


def _told(found: "PlanView", line: "Written") -> Iterator[str]:
    from sendtui.services.labels import title

    if links := found.links(line):
        yield f"Answers to: {', '.join(links)}"
    for name, value in _fields(line).items():
        if name in _UNSAID or not value:
            continue
        is_sum = name == "amount_pence"
        said = pounds(line.amount_pence) if is_sum else "yes" if value is True else value
        yield f"{title('plan_line', name)}: {_day(said)}"


def _day(value: object) -> str:
    from datetime import date

    return say(value) if isinstance(value, date) else " ".join(str(value).split())


def check(call: Call) -> int:
    """Print what the checks say, hard ones first; ends with 1 where a hard one is open."""
    from sendtui.services import ehc_plan_checks

    no_words(call, 0)
    options = call.options
    if options.file:
        document = ehc_plan_checks.read_document(read_text(options.file))
        found, about = ehc_plan_checks.check_document(document, call.today), None
    else:
        about = plan_named.view(call)
        found = ehc_plan_checks.check(call.store, about.id, call.today, as_final=options.as_final)
    shown = tuple(one for one in found.remarks if one.hard or not options.hard)
    if call.out.as_json:
        call.out.data(_checked(found, shown, about))
    else:
        print_remarks(call, about, shown)
        _print_grade(call, found)
    return 1 if any(one.hard for one in found.remarks) else 0


def _checked(
    found: "Checked", shown: Iterable["Remark"], about: "PlanView | None"
) -> dict[str, object]:
    return {
        "remarks": [{**_remark(one), "line": _label(about, one.record)} for one in shown],
        "grade": {
            "percent": found.grade.percent,
            "name": found.grade.name,
            "hard_open": found.grade.hard_open,
            "ticks": dict(found.grade.ticks),
        },
        "hours": found.hours,
        "words": found.words,
        "reading_minutes": found.reading_minutes,
    }


def _remark(one: "Remark") -> dict[str, object]:
    from dataclasses import asdict

    return asdict(one)


def _label(about: "PlanView | None", record: str) -> str:
    line = about.named(record) if about is not None and record else None
    return line.label if line else "" if about is not None else record


def print_remarks(call: Call, about: "PlanView | None", found: Iterable["Remark"]) -> None:
    """Print remarks, each with its sentence, why and a better example; hard ones first."""
    remarks = sorted(found, key=lambda one: not one.hard)
    if not remarks:
        call.out.say("Nothing is open.")
    for one in remarks:
        kind = "Law or format" if one.hard else "Wording or practice"
        label = _label(about, one.record)
        place = f"{one.subject} ({label})" if label else one.subject
        call.out.line(f"{one.check}  {kind}  {place}: {one.says}")
        if one.sentence:
            call.out.line(f"      About: {' '.join(one.sentence.split())}")
        call.out.line(f"      Why: {one.why} {one.citation}")
        call.out.line(f"      Better: {one.better}")


def _print_grade(call: Call, found: "Checked") -> None:
    grade = found.grade
    ticked = sum(ticked for _, ticked in grade.ticks)
    call.out.line(
        f"Grade: {grade.says} ({ticked} of {len(grade.ticks)} ticked, "
        f"{grade.hard_open} of law or format open)"
    )
    for area, hours in found.hours.items():
        call.out.line(f"Hours in a year, {area}: {hours:g}")
    call.out.line(
        f"Length: {counted(found.words, 'word')}, {counted(found.reading_minutes, 'minute')}"
    )


def diff(call: Call) -> int:
    """Print what differs from the version before, field by field; 1 where nothing does."""
    from sendtui.services import ehc_plan_reading
    from sendtui.services.labels import title

    no_words(call, 0)
    plan = plan_named.plan(call)
    other = ""
    if call.options.against is not None:
        sort = ehc_plan_reading.view(call.store, plan).sort
        pupil = plan_named.pupil(call)
        other = ehc_plan_reading.chosen(call.store, pupil, sort, call.options.against)
    found = ehc_plan_reading.diff(call.store, plan, other)
    if call.out.as_json:
        call.out.data(found)
        return 0 if found else 1
    if why := ehc_plan_reading.because(call.store, plan):
        call.out.line(f"Why: {why}")
    for change in found:
        call.out.line(f"{change.label} {change.how}: {' '.join(change.words.split())}")
        for field in change.fields:
            call.out.line(f"    {title('plan_line', field.field)}")
            call.out.line(f"      - {' '.join(field.before.split()) or '(nothing)'}")
            call.out.line(f"      + {' '.join(field.after.split()) or '(nothing)'}")
    call.out.say(f"{counted(len(found), 'line')} changed." if found else "Nothing differs.")
    return 0 if found else 1


def parts(call: Call) -> int:
    """Print the parts of a sort of plan, with the sorts and fields of their lines."""
    from sendtui.rules.plan_sections import PARTS

    no_words(call, 0)
    found = PARTS[plan_named.sort(call) or "EHCP"]
    if call.out.as_json:
        call.out.data(found)
        return 0
    lines = [
        {
            "Part": part.letter,
            "Title": part.title,
            "Sorts": ", ".join(code for code, _ in part.sorts if code),
            "Answers to": ", ".join(part.serves),
            "Fields": ", ".join(part.fields),
        }
        for part in found
    ]
    call.out.table(["Part", "Title", "Sorts", "Answers to", "Fields"], lines)
    return 0


def words(call: Call) -> int:
    """Say where a user's own words are kept; --make writes the file to be edited."""
    from sendtui.services import ehc_plan_checks

    no_words(call, 0)
    if call.options.make:
        ehc_plan_checks.make_words_file()
    file = ehc_plan_checks.words_file()
    found = ehc_plan_checks.words()
    if call.out.as_json:
        from dataclasses import asdict

        call.out.data({"file": str(file), "made": file.exists(), **asdict(found)})
        return 0
    call.out.line(str(file))
    says = "It is read at each check." if file.exists() else "It is not made yet: --make makes it."
    call.out.say(says)
    return 0


def print_one(call: Call) -> int:
    """Write a version as PDF, for Word or as text."""
    from sendtui.services import ehc_plan_pages

    no_words(call, 0)
    options = call.options
    if sum(map(bool, (options.pdf, options.docx, options.text))) != 1:
        raise UsageError("Say where to: --pdf FILE, --docx FILE or --text FILE (- prints it here).")
    plan = plan_named.plan(call)
    if options.text == "-":
        call.out.line(ehc_plan_pages.text(call.store, plan).rstrip("\n"))
        return 0
    path = Path(options.pdf or options.docx or options.text)
    sort: Literal["pdf", "text", "docx"]
    sort = "pdf" if options.pdf else "docx" if options.docx else "text"
    is_secret = options.protected or (sort != "pdf" and not options.plain_file)
    ending = ".pdf" if sort == "pdf" else path.suffix
    place = protecting.place(path, ending) if is_secret else path
    require_vacant(place, replace=options.replace)
    protecting.before(call, [plan_named.pupil(call)], options.to or "")
    password = protecting.password(call) if is_secret else ""
    path = ehc_plan_pages.write(
        call.store, plan, path, call.today, sort=sort, large=options.large_print,
        with_confidential=options.with_confidential, **protecting.leaving(call, password),
    )  # fmt: skip
    call.out.say("Written. Read it before it leaves.")
    facts = protecting.tell(call, password, path) if password else {}
    if call.out.as_json:
        call.out.data({"file": str(path), "sort": sort, **facts})
    return 0
