"""What a class may be called a year on, guessed from the number in its name."""

import re
from collections.abc import Collection

_NUMBER = re.compile(r"(?<!\d)(1[0-4]|[0-9])(?!\d)")
_RECEPTION = re.compile(r"^(?:(reception)|(year r)|(r))(?=$|[^a-z]|[a-z]$)", re.IGNORECASE)


def a_year_on(name: str) -> str:
    """The name of a class a year on, such as 4B for 3B; "" where it has no year, or has several.

    >>> a_year_on("3B"), a_year_on("Year 9 Oak"), a_year_on("RB"), a_year_on("Oak")
    ('4B', 'Year 10 Oak', '1B', '')
    """
    found = _NUMBER.findall(name)
    if len(found) == 1:
        return _NUMBER.sub(str(int(found[0]) + 1), name) if int(found[0]) < 14 else ""
    if found:
        return ""
    start = _RECEPTION.match(name)
    if start is None:
        return ""
    first = "1" if start.group(3) else "Year 1"
    return f"{first}{name[start.end() :]}"


_AFTER = {"E1": "E2", "E2": "R", "N1": "N2", "N2": "R", "R": "1"}


def year_on(code: str) -> str:
    """The NC year after this one: 1 after R; M, X and 14 stay as they are."""
    if code.isdecimal() and int(code) < 14:
        return str(int(code) + 1)
    return _AFTER.get(code, code)


_LAST = frozenset((2, 4, 6, 8, 11, 13))
"""The NC years at whose end schools of England end."""


def leaving_years(years: Collection[str]) -> frozenset[str]:
    """The NC years that leave a school where these are taught: its oldest, if schools end there."""
    numbers = {int(year) for year in years if year.isdecimal()}
    oldest = max(numbers, default=0)
    # A third year of a sixth form leaves with the second.
    last = 13 if oldest == 14 else oldest
    return frozenset(str(n) for n in numbers if n >= last) if last in _LAST else frozenset()
