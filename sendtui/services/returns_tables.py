"""The findings of a return as tables: what to mend, who does not go in, and how many of each."""

from collections import Counter
from typing import TYPE_CHECKING

from sendtui.models.report_page import ReportTable
from sendtui.rules.counting import counted
from sendtui.rules.sen2_scope import CLASSES

if TYPE_CHECKING:
    from sendtui.services.returns import Found, Overview

HEADINGS = (
    "Check", "DfE number", "Severity", "What is found", "Pupil", "Caseworker", "Where", "Value",
    "Detail", "What to do",
)  # fmt: skip

IN_IT = ("Entry: one for each request or plan", "Entries")
"""The headings of the count by class: a person may have several entries."""


def cells(one: "Found") -> tuple[str, ...]:
    """One finding as the cells under `HEADINGS`."""
    return (
        one.rule,
        one.official,
        one.severity,
        one.title,
        one.name,
        one.caseworker,
        f"{one.where}, {one.which}" if one.which else one.where,
        one.value,
        one.detail,
        one.do,
    )


def by_rule(found: "Overview") -> tuple[tuple[str, str, str, int], ...]:
    """Each check that found something: its id, severity, title, and how often; errors first."""
    counts = Counter((each.severity, each.rule, each.title) for each in found.findings)
    return tuple(
        (rule, severity, title, n) for (severity, rule, title), n in sorted(counts.items())
    )


def by_caseworker(found: "Overview") -> tuple[tuple[str, int, int], ...]:
    """Each caseworker with how many errors and queries are theirs, the most first."""
    errors, queries = Counter[str](), Counter[str]()
    for each in found.findings:
        (errors if each.severity == "error" else queries)[each.caseworker] += 1
    names = sorted(errors.keys() | queries.keys(), key=lambda n: (-errors[n], -queries[n], n))
    return tuple((name, errors[name], queries[name]) for name in names)


def left_in(errors: int, queries: int) -> str:
    """A sentence on what is left to mend in a return that is written; "" for nothing."""
    if not errors and not queries:
        return ""
    said = f"{counted(errors, 'error')} and {counted(queries, 'query', 'queries')}"
    return f"Our checks find {said} left in it; the Department’s may find others."


def tables(found: "Overview") -> tuple[ReportTable, ...]:
    """The sheets of a workbook of findings."""
    classes = [(CLASSES[name], n) for name, n in sorted(found.by_class.items())]
    return (
        ReportTable(
            "Findings", HEADINGS, [cells(each) for each in found.findings], found.shape.notice
        ),
        ReportTable("By check", ("Check", "Severity", "What is found", "How many"), by_rule(found)),
        ReportTable("By caseworker", ("Caseworker", "Errors", "Queries"), by_caseworker(found)),
        ReportTable("In the return", IN_IT, classes),
        ReportTable(
            "Not in it", ("Pupil", "Why"), [(each.name, each.because) for each in found.outs]
        ),
    )
