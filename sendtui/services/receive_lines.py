"""The walk through a file that the preview and the act both take: what follows from each line."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from sqlmodel import Session

from sendtui.models.incoming import IncomingPupil, Rejected
from sendtui.services import differing, likeness, owners
from sendtui.services.custom_fields import values_of
from sendtui.services.known import known
from sendtui.services.likeness import NOBODY, Directory, Entry, Match
from sendtui.services.own_columns import OwnColumns
from sendtui.services.receive_views import Choices, Decided
from sendtui.services.tables import in_parts

if TYPE_CHECKING:
    from sendtui.formats.register_in import Reading


class Walk:
    """One walk through a file; `rejected` and `seen` fill as it goes on."""

    def __init__(self, setting: str, day: date, choices: Choices) -> None:
        """Walk for a setting; `day` is the day the file speaks of."""
        self.rejected: list[Rejected] = []
        self.seen: set[str] = set()
        self._setting = setting
        self._day = day
        self._alike = choices.alike
        self._take = choices.take
        self._people = Directory()
        self._taken: dict[str, int] = {}

    def decisions(self, session: Session, lines: "Reading") -> Iterator[Decided]:
        """What follows from each line; the record is asked for some hundreds of pupils at a time.

        Each line is matched against the pupils as those before it leave them, written or not.
        """
        self._people = likeness.directory(session, self._setting)
        coming, whose = self._good(lines), owners.rules(lines)
        own = OwnColumns(session, self._day)
        for some in in_parts(coming):
            matched = [(line, match) for line in some if (match := self._match(line))]
            ids = sorted({p for _, m in matched if m.certain for p in m.pupils})
            besides = any(line.source or line.contacts for line in some)
            now = known(session, ids, self._day, besides=besides) if ids else {}
            has_own = any(line.own for line, _ in matched)
            said = values_of(session, ids) if has_own else {}
            for plain, match in matched:
                line, of_ours = own.read(plain) if plain.own else (plain, {})
                edits: tuple[differing.Edit, ...] = ()
                kept: tuple[owners.Held, ...] = ()
                if match.certain and not match.pupils:
                    edits = own.edits(of_ours, {})
                elif match.certain:
                    pupil = match.pupils[0]
                    edits = differing.edits(line, pupil, now[pupil], self._day)
                    edits = (*edits, *own.edits(of_ours, said.get(pupil, {})))
                    if edits:
                        edits, kept = whose.divide(edits, pupil, now[pupil], self._take)
                self.seen.update(match.pupils)
                yield Decided(line, match, edits, kept)
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
        if not match.certain:
            return self._question(match)
        # Somebody new goes by the line's number until there is an id.
        pupil = match.pupils[0] if match.pupils else f"line {line.line}"
        first = self._taken.setdefault(pupil, line.line)
        if first != line.line:
            reason = f"speaks of the same pupil as line {first}: keep one of them"
            self.rejected += [Rejected(number, "", "", reason) for number in line.lines]
            return None
        if match.pupils:
            self._people.update(pupil, line, called)
        else:
            entry = Entry(line.upn, line.former_upn, called, line.born, line.adno)
            self._people.add(pupil, entry)
        return match

    def _decide(self, found: Match, line: IncomingPupil) -> Match:
        if found.certain and found.by == "name alone" and self._is_new(found.pupils[0]):
            # Two lines of one name may well be two pupils.
            found = replace(found, certain=False)
            if self._alike == "new":
                return NOBODY
        if found.certain or self._alike == "hold":
            return found
        if self._alike == "same":
            return replace(found, certain=len(found.pupils) == 1)
        # Without a UPN somebody new could not be told from these the next time either.
        return NOBODY if line.upn else found

    def _is_new(self, pupil: str) -> bool:
        return pupil.startswith("line ")

    def _question(self, match: Match) -> Match:
        """The question as it is asked: who is in the record by id, who is new by line."""
        new = [pupil for pupil in match.pupils if self._is_new(pupil)]
        known = tuple(pupil for pupil in match.pupils if pupil not in new)
        return Match(known, ", ".join([match.by, *new]), certain=False)

    def _see_rejected(self, lines: "Reading") -> None:
        """Count as named by the file who is named by a line that cannot be used as it is."""
        place = {field: index for index, field in lines.matched.columns.items()}
        for fault in self.rejected:
            upn, surname, forename = (
                fault.cells[index].strip() if index is not None and index < len(fault.cells) else ""
                for index in map(place.get, ("upn", "surname", "forename"))
            )
            self.seen.update(self._people.called(upn, surname, forename))
