"""A school's own list of pupils, from CSV or Excel, as validated pupils and rejected lines."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import product
from typing import BinaryIO

from pydantic import ValidationError

from sendtui.formats import headings
from sendtui.formats.headings import ADULT, ADULTS, SCHOOLS_OWN, Matched, Profile
from sendtui.formats.register_columns import COLUMNS
from sendtui.formats.register_lines import LineReader, Parsed
from sendtui.formats.sheets import Cells, Sheet, read_sheet
from sendtui.formats.synonyms import squash
from sendtui.models.incoming import IncomingPupil, Rejected, Skipped
from sendtui.rules.codes import SEN_PROVISION

Outcome = IncomingPupil | Rejected

OWN = frozenset(squash(column.heading) for column in COLUMNS)
"""The headings of our own export, none of which is missing where it is read back."""

NOW_CALLED = {"A": "K", "P": "K", "S": "E"}
"""Old SEN statuses and what took their place."""

_LISTED = 1_000
"""The most skipped lines that are kept one by one; blank ones are only counted."""

_KEPT = 20_000
"""The most outcomes of a walk that are kept for the next; a longer file is read again."""


class Reading:
    """A list of pupils that can be walked again and again, one walk at a time.

    A walk gives each pupil, or a `Rejected` for every fault of a line that is no pupil as it
    stands. `skipped`, `skipped_count` and `blank` fill as the first walk goes on, and so do
    `said_again` and `repeated`: lines of a pupil that say word for word what another says. A short
    file is read once; of a long one nothing is kept.
    """

    def __init__(
        self, sheet: Sheet, matched: Matched, profile: Profile | None, as_at: date | None
    ) -> None:
        self.sheet = sheet
        self.matched = matched
        self.skipped: list[Skipped] = []
        self.skipped_count = 0
        self.blank = 0
        self.repeated = 0
        self.said_again: list[Skipped] = []
        self._profile = profile
        self._as_at = as_at
        self._repeated: dict[int, int] | None = None
        self._kept: list[Outcome] | None = None
        self._nameless: set[int] = set()
        self._bare = [place for place, heading in enumerate(matched.headings) if not heading]

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings as the file has them."""
        return self.matched.headings

    @property
    def fields(self) -> frozenset[str]:
        """The fields the file has a column for: a blank is only news in one of these."""
        return self.matched.fields

    @property
    def owners(self) -> Mapping[str, str]:
        """What the profile says of whose the fields of this file are."""
        return self._profile.owners if self._profile else {}

    @property
    def is_own(self) -> bool:
        """Whether this is our own export of the register, edited or not."""
        return {squash(heading) for heading in self.headings} >= OWN

    @property
    def unknown(self) -> tuple[str, ...]:
        """The columns that are left out, because they are not known, not needed or not wanted.

        A column without a heading is one once a walk has found something in it.
        """
        nameless = (f"column {place + 1}, without a heading" for place in sorted(self._nameless))
        return (*self.matched.unknown, *self.matched.unused, *nameless, *self.sheet.left_out)

    @property
    def is_whole(self) -> bool:
        """Whether the file names the whole roll, so that who is absent from it is news."""
        return self.sheet.is_whole

    @property
    def about(self) -> str:
        """What a transfer file says of itself: its version, its day and whose it is."""
        return self.sheet.detail if self.sheet.sort == "ctf" else ""

    def __iter__(self) -> Iterator[Outcome]:
        if self._kept is not None:
            yield from self._kept
            return
        kept: list[Outcome] | None = []
        for outcome in self._walk():
            if kept is not None:
                kept.append(outcome)
                kept = None if len(kept) > _KEPT else kept
            yield outcome
        self._kept = kept

    def _walk(self) -> Iterator[Outcome]:
        self.skipped, self.skipped_count, self.blank = [], 0, 0
        self.said_again, self.repeated = [], 0
        reader = LineReader(self.sheet.name, self.matched, self._profile, self._as_at)
        self._title_lines()
        for group in self._groups(reader):
            if len(group) > 1:
                self._note_repeated(group)
            yield from _outcome(group, self.matched)

    def _note_repeated(self, group: list[Parsed]) -> None:
        first: dict[tuple[str, ...], int] = {}
        for parsed in group:
            line = first.setdefault(tuple(parsed.cells), parsed.number)
            if line != parsed.number:
                self.repeated += 1
                if self.repeated <= _LISTED:
                    reason = f"says the same as line {line}, word for word"
                    self.said_again.append(Skipped(parsed.number, reason))

    def _title_lines(self) -> None:
        for sheet_name in self.sheet.others:
            self._skip(0, f"the sheet “{sheet_name}” was not read: save it as a file of its own")
        for number, cells in self.sheet.lines():
            if number >= self.matched.line:
                return
            if any(map(str.strip, cells)):
                self._skip(number, "before the headings")

    def _skip(self, number: int, reason: str) -> None:
        self.skipped_count += 1
        if len(self.skipped) < _LISTED:
            self.skipped.append(Skipped(number, reason))

    def _body(self) -> Iterator[tuple[int, Cells]]:
        lines = self.sheet.lines()
        for number, _ in lines:
            if number >= self.matched.line:
                break
        yield from lines

    def _repeats(self, reader: LineReader) -> dict[int, int]:
        """How many lines each pupil has who has more than one, by the hash of the pupil's key.

        Counted at the first walk and kept for the next.
        """
        if self._repeated is not None:
            return self._repeated
        seen: set[int] = set()
        repeated: dict[int, int] = {}
        for _, cells in self._body():
            key = reader.key(cells)
            if key is None:
                continue
            mark = hash(key)
            if mark in seen:
                repeated[mark] = repeated.get(mark, 1) + 1
            else:
                seen.add(mark)
        self._repeated = repeated
        return repeated

    def _groups(self, reader: LineReader) -> Iterator[list[Parsed]]:
        """The lines of each pupil together, given out when the last of them has been read."""
        repeated = self._repeats(reader)
        waiting: dict[tuple[object, ...], list[Parsed]] = {}
        for number, cells in self._body():
            if not any(cells) or not any(map(str.strip, cells)):
                self.blank += 1
                continue
            if self._bare:
                filled = (i for i in self._bare if i < len(cells) and cells[i].strip())
                self._nameless.update(filled)
            parsed = reader.read(number, cells)
            if reason := reader.not_a_pupil(parsed):
                self._skip(number, reason)
                continue
            key = reader.key(cells) if repeated else None
            if key is None or hash(key) not in repeated:
                yield [parsed]
                continue
            group = waiting.setdefault(key, [])
            group.append(parsed)
            if len(group) == repeated[hash(key)]:
                yield waiting.pop(key)
        # Lines that were counted and then skipped (a total, a note) leave a group short.
        yield from waiting.values()


def read(
    file: BinaryIO, name: str, profile: Profile | None = None, as_at: date | None = None
) -> Reading:
    """The list of pupils in an open file; `name` is only for messages.

    `profile` overrides what headings and words mean. `as_at` is the day the file speaks of: with it
    NC years and need types are checked against it. Raises SendtuiError for a file that is no list
    or has no heading row with a name in it; a walk raises it for a fault found further down.
    """

    def score(cells: Sequence[str]) -> int:
        return headings.score(cells, profile)

    sheet = read_sheet(file, name, score)
    return Reading(sheet, headings.find(sheet.lines(), name, profile), profile, as_at)


def _outcome(group: list[Parsed], matched: Matched) -> Iterator[Outcome]:
    """The pupil whom one or more lines describe, or what is wrong with any of them."""
    faulty = [parsed for parsed in group if parsed.faults]
    if faulty:
        yield from _with_faults(group, faulty)
        return
    given = group[0].given
    if len(group) > 1:
        given = {}
        for parsed in group:
            for field, value in parsed.given.items():
                if field.startswith("need") or field in ADULT:
                    continue
                if given.setdefault(field, value) != value and field != "status_as_given":
                    yield from _differing(group, field, matched)
                    return
    yield _pupil(group, given)


def _with_faults(group: list[Parsed], faulty: list[Parsed]) -> Iterator[Rejected]:
    for parsed in group:
        yield from parsed.faults
        if not parsed.faults:
            reason = f"line {faulty[0].number} is of the same pupil and is rejected"
            yield Rejected(parsed.number, "", "", reason, cells=tuple(parsed.cells))


def _differing(group: list[Parsed], field: str, matched: Matched) -> Iterator[Rejected]:
    """Every line of a pupil whose lines contradict each other, none of them taken."""
    column = next((i for i, name in matched.columns.items() if name == field), None)
    if column is None:
        column = next(i for i, name in matched.columns.items() if name == "full_name")
    heading = matched.headings[column]
    numbers = ", ".join(str(parsed.number) for parsed in group[:10])
    for parsed in group:
        value = parsed.cells[column] if column < len(parsed.cells) else ""
        reason = (
            f"lines {numbers} are the same pupil but differ in “{heading}”: make them agree, or "
            "leave out what does not belong"
        )
        yield Rejected(parsed.number, field, value, reason, heading, tuple(parsed.cells))


def _pupil(group: list[Parsed], given: dict[str, object]) -> Outcome:
    given = _unfolded(given)
    needs, odd_ranks = _ranked(group)
    odd = list(dict.fromkeys(note for parsed in group for note in parsed.odd))
    if odd_ranks:
        odd.append(odd_ranks)
    if len(group) > 1 and "upn" not in given and "born" not in given:
        odd.append("Lines of the same name were taken for one pupil: none has a UPN or birthday.")
    values = {
        field: value
        for field, value in given.items()
        if field[:4] not in ("need", "flag", SCHOOLS_OWN) and field not in ADULT
    }
    contacts, odd_contacts = _contacts(group, given.get("contacts"))
    if contacts:
        values["contacts"] = contacts
    odd += odd_contacts
    own = tuple((k[4:], str(v)) for k, v in given.items() if k[:4] == SCHOOLS_OWN)
    if own:
        values["own"] = own
    flags = {k[5:]: v for k, v in given.items() if k[:5] == "flag:"}
    named = given.get("flags")
    if isinstance(named, tuple):
        flags.update(dict.fromkeys(named, True))
    if flags:
        values["flags"] = tuple(code for code, yes in flags.items() if yes)
        values["not_flags"] = tuple(code for code, yes in flags.items() if not yes)
    values["needs"] = needs or _current(given.get("dated_needs"))
    values["oddities"] = tuple(odd)
    values["lines"] = tuple(parsed.number for parsed in group)
    try:
        return IncomingPupil.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        place = str(first["loc"][0]) if first["loc"] else ""
        return Rejected(group[0].number, place, "", str(first["msg"]), cells=tuple(group[0].cells))


def _contacts(group: list[Parsed], others: object) -> tuple[tuple[object, ...], list[str]]:
    """The contacts of a transfer file, and of each line's own columns; what is odd of them."""
    found: dict[str, tuple[object, ...]] = {}
    odd: dict[str, None] = {}
    for parsed, fields in product(group, ADULTS):
        name, role, phone, email = (str(parsed.given.get(field, "")) for field in fields)
        # Who is responsible is the record's to say: a list of names and phones does not.
        said = (name, role, False, phone, email, "")
        if not name:
            odd.update({"A contact without a name was not taken.": None} if any(said) else {})
        elif found.setdefault(name.casefold(), said) != said:
            odd["A contact stands twice and differs: the first was taken."] = None
    before = others if isinstance(others, tuple) else ()
    return (*before, *found.values()), list(odd)


def _current(dated: object) -> tuple[tuple[str, int], ...]:
    """Those needs with days that have no end, by rank."""
    if not isinstance(dated, tuple):
        return ()
    ranked = sorted((rank, code) for code, rank, _, until in dated if until is None)
    return tuple((code, rank) for rank, code in ranked)


def _unfolded(given: dict[str, object]) -> dict[str, object]:
    """The values with a history of the SEN status as its last step and those before it."""
    values = dict(given)
    steps = values.pop("status_history", ())
    if not isinstance(steps, tuple) or not steps:
        return values
    told = [step for n, step in enumerate(steps) if not n or step[0] != steps[n - 1][0]]
    code, since = told.pop()
    values["steps"] = tuple((before, day) for before, day in told if day)
    values["status"] = NOW_CALLED.get(code, code)
    values["status_since"] = since
    if code in NOW_CALLED:
        values["status_as_given"] = SEN_PROVISION.label(code)
    return values


def _ranked(group: list[Parsed]) -> tuple[tuple[tuple[str, int], ...], str]:
    """The needs of a pupil's lines as (code, rank), and what is odd about the ranks."""
    entries: list[tuple[int, int, str]] = []
    ranked_by_hand = False
    for parsed in group:
        start = parsed.given.get("need_rank")
        for field, cell in parsed.given.items():
            if field[:4] != "need" or not isinstance(cell, tuple):
                continue
            for rank, code in cell:
                if isinstance(start, int):
                    ranked_by_hand = True
                    rank += start - 1
                entries.append((rank, len(entries), code))
    if not entries:
        return (), ""
    entries.sort()
    by_code: dict[str, int] = {}
    for rank, _, code in entries:
        by_code.setdefault(code, rank)
    ranks = list(by_code.values())
    if len(set(ranks)) < len(ranks):
        odd = "Two needs have the same rank: they were numbered anew." if ranked_by_hand else ""
        return tuple((code, place) for place, code in enumerate(by_code, 1)), odd
    odd = "" if ranks[0] == 1 else "No need has rank 1: which is the primary need?"
    return tuple((code, min(rank, 99)) for code, rank in by_code.items()), odd
