"""How fast a school's list is read and validated, beside the bare csv module. Printed only."""

import csv
import io
import time
import tracemalloc
from datetime import date, timedelta

import pytest

from sendtui.formats.register_in import read
from sendtui.rules.identifiers import upn_letter

LINES = 100_000
HEADINGS = (
    "Adno,Legal Surname,Legal Forename,Preferred Forename,Gender,DOB,Year,Reg,UPN,"
    "SEN Status,Primary Need,Secondary Need"
)


def _made(count: int) -> bytes:
    lines = [HEADINGS]
    for n in range(count):
        body = f"8012{n:08}"
        born = date(2010, 9, 1) + timedelta(days=n % 4000)
        lines.append(
            f"{n},Quillfeather{n % 5000},Zephyr{n % 300},,{'MF'[n % 2]},{born:%d/%m/%Y},"
            f"Year {n % 11 + 1},{n % 11 + 1}B,{upn_letter(body)}{body},"
            f"{('K', 'E', 'N', 'SEN Support')[n % 4]},SLCN,{('', 'SEMH; SPLD')[n % 2]}"
        )
    return "\n".join(lines).encode()


@pytest.mark.bench
def test_reading_a_list_of_twelve_columns() -> None:
    raw = _made(LINES)

    started = time.perf_counter()
    count = sum(1 for _ in read(io.BytesIO(raw), "list.csv", as_at=date(2026, 11, 22)))
    taken = time.perf_counter() - started

    started = time.perf_counter()
    sum(1 for _ in csv.reader(io.StringIO(raw.decode())))
    bare = time.perf_counter() - started
    tracemalloc.start()
    sum(1 for _ in read(io.BytesIO(raw[: len(raw) // 5]), "list.csv"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    print(
        f"\nread and validate {count:,} lines of 12 columns: {count / taken:,.0f} lines/s, "
        f"{taken / bare:.0f}x the csv module alone; peak {peak / 1e6:.0f} MB above the file"
    )
