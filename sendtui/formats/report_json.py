"""A report as JSON for other programs: its sections, their sentences and their tables as they are.

Days are ISO dates; a cell is a text, a number, a day or null; `headings` name the cells of a line.
"""

import json
from dataclasses import asdict
from datetime import date
from typing import BinaryIO

from sendtui.models.report_page import ReportPage


def write(file: BinaryIO, page: ReportPage) -> int:
    """Write the report and return how many lines its tables have."""
    text = json.dumps(asdict(page), ensure_ascii=False, indent=1, default=date.isoformat)
    # Words from a file can hold half a character, which UTF-8 cannot.
    file.write(f"{text}\n".encode("utf-8", "replace"))
    return sum(len(table.lines) for table in page.tables())
