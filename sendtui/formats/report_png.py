"""The first plot of a report as a picture."""

from typing import BinaryIO

from sendtui.errors import SendtuiError
from sendtui.formats import typeset
from sendtui.formats.report_pdf import bars
from sendtui.formats.wording import shown
from sendtui.models.report_page import ReportPage


def write(file: BinaryIO, page: ReportPage) -> int:
    """Write the plot and return how many that makes: one.

    Raises SendtuiError for a report without one.
    """
    plot = next((section.plot for section in page.sections if section.plot), None)
    if plot is None:
        raise SendtuiError("There is nothing to draw in this report: name a .csv or .pdf file.")
    words = {"title": shown(page.title) or "A plot", "plot": bars(plot)}
    file.write(typeset.png("bars.typ", words))
    return 1
