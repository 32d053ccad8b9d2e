"""Made-up children: a school of any size from a seed, with nobody in it who could be anybody.

    school = seed.school(420, today)
    for kind, id, values in school.records:
        transaction.add(kind, values, id)
    seed.exports.write(school.lines, "sims", "csv", file)

Names, numbers and addresses cannot be real; shares follow the national figures (`seed.figures`);
dates stand around `today`, so that something is always overdue, due soon and just done.
"""

from seed import exports
from seed.book import Record
from seed.puddleby import School, school
from seed.roll import Line

__all__ = ["Line", "Record", "School", "exports", "school"]
