"""The walk through a file that the preview and the act both take: what follows from each line."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from sqlmodel import Session

from sendtui.models.incoming import IncomingPupil, Rejected
from sendtui.services import differing, likeness
from sendtui.services.known import known
from sendtui.services.likeness import NOBODY, Directory, Match, NameKey
from sendtui.services.receive_views import Alike, Decided
from sendtui.services.tables import AT_ONCE

if TYPE_CHECKING:
    from sendtui.formats.register_in import Reading


class Walk:
    """One walk through a file; `rejected` and `seen` fill as it goes on."""

    def __init__(self, setting: str, day: date, alike: Alike) -> None:
        """Walk for a setting; `day` is the day the file speaks of."""
        self.rejected: list[Rejected] = []
        self.seen: set[str] = set()
        self._setting = setting
        self._day = day
        self._alike = alike
        self._people = Directory()
        self._coming = Directory()
        self._taken: dict[str, int] = {}

    def decisions(self, session: Session, lines: "Reading") -> Iterator[Decided]:
        """What follows from each line; the record is asked for some hundreds of pupils at a time.

        What is written meanwhile makes no difference to the lines that follow.
        """
        self._people = likeness.directory(session, self._setting)
        coming = self._good(lines)
        while some := list(islice(coming, AT_ONCE)):
            matched = [(line, match) for line in some if (match := self._match(line))]
            ids = sorted({p for _, m in matched if m.certain for p in m.pupils})
            now = known(session, ids, self._day) if ids else {}
            for line, match in matched:
                edits: tuple[differing.Edit, ...] = ()
                if match.certain and match.pupils:
                    pupil = match.pupils[0]
                    edits = differing.edits(line, pupil, now[pupil], self._day)
                self.seen.update(match.pupils)
                yield Decided(line, match, edits)
        self._see_rejected(lines)

    def _good(self, lines: Iterable[IncomingPupil | Rejected]) -> Iterator[IncomingPupil]:
        for line in lines:
            if isinstance(line, Rejected):
                self.rejected.append(line)
            else:
                yield line

    def _match(self, line: IncomingPupil) -> Match | None:
        """Whom the line speaks of; None where an earlier line speaks of the same pupil."""
        called = likeness.key(line.surname, line.forename)
        match = self._decide(self._people.find(line, called), line)
        if match is NOBODY:
            return self._among_the_new(line, called)
        first = self._taken.setdefault(match.pupils[0], line.line) if match.certain else line.line
        if first == line.line:
            return match
        self._reject(line, first)
        return None

    def _decide(self, found: Match, line: IncomingPupil) -> Match:
        if found.certain or self._alike == "hold":
            return found
        if self._alike == "same":
            one = len(found.pupils) == 1
            return Match(found.pupils, found.by, certain=True) if one else found
        # Without a UPN somebody new could not be told from these the next time either.
        return NOBODY if line.upn else found

    def _among_the_new(self, line: IncomingPupil, called: NameKey) -> Match | None:
        found = self._coming.find(line, called)
        if found.pupils and not (self._alike == "new" and _is_question(found)):
            first = int(found.pupils[0])
            if _is_question(found) and self._alike == "hold":
                return Match((), f"{found.by}, line {first}", certain=False)
            self._reject(line, first)
            return None
        self._coming.note(line, called)
        return NOBODY

    def _reject(self, line: IncomingPupil, first: int) -> None:
        reason = f"speaks of the same pupil as line {first}: keep one of them"
        self.rejected += [Rejected(number, "", "", reason) for number in line.lines]

    def _see_rejected(self, lines: "Reading") -> None:
        """Count as named by the file who is named by a line that cannot be used as it is."""
        place = {field: index for index, field in lines.matched.columns.items()}
        for fault in self.rejected:
            upn, surname, forename = (
                fault.cells[index].strip() if index is not None and index < len(fault.cells) else ""
                for index in map(place.get, ("upn", "surname", "forename"))
            )
            self.seen.update(self._people.called(upn, surname, forename))


def _is_question(found: Match) -> bool:
    """Whether two lines of one file that look alike may still be two pupils."""
    return not found.certain or found.by == "name alone"
