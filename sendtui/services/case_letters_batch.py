"""One letter for many cases: looked at first, then one file each or one PDF, in one act."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Unpack

from sendtui.errors import SendtuiError, UsageError
from sendtui.rules.case_letters import LETTERS
from sendtui.rules.counting import counted
from sendtui.services import (
    case_letter_fields,
    case_letters,
    case_letters_kept,
    disclosing,
    documents,
    writes,
)
from sendtui.services import protection as protecting
from sendtui.services.case_letter_fields import Given
from sendtui.services.case_letters import CaseLetter
from sendtui.services.case_letters_kept import Sent
from sendtui.services.case_views import AdviceView, CaseView, ConsultationView
from sendtui.services.disclosing import Terms
from sendtui.services.outfile import new_file
from sendtui.store.store import Store


@dataclass(frozen=True, slots=True)
class LetterBatch:
    """The letters there would be, and each case there is none for, by name and why."""

    sort: str
    letters: tuple[CaseLetter, ...]
    left_out: tuple[tuple[str, str], ...]

    @property
    def says(self) -> str:
        """How many there are and to how many cases, in a line."""
        cases = len({each.case for each in self.letters})
        out = f"; {counted(len(self.left_out), 'case')} left out" if self.left_out else ""
        return f"{counted(len(self.letters), 'letter')} about {counted(cases, 'case')}{out}"


@dataclass(frozen=True, slots=True)
class Written:
    """The files that were written, and what was written down of their sending, if anything."""

    files: tuple[Path, ...]
    letters: tuple[str, ...]
    sent: Sent | None = None


def batch(
    store: Store,
    cases: Sequence[str],
    sort: str,
    today: date,
    *,
    dated: date | None = None,
    given: Given | None = None,
    only: Collection[str] = (),
    to: str = "",
    with_confidential: bool = False,
) -> LetterBatch:
    """The letters of a sort about these cases: to every household, or to all that are waited for.

    A case at another step than the one the letter belongs to is left out: sending it logs the
    event that it is. `only` names those advisers and settings, where not all are meant; `to` is as
    for one case.
    Raises SendtuiError for a letter there is not.
    """
    if sort not in LETTERS:
        raise SendtuiError(f"There is no letter {sort!r}. There are: {', '.join(LETTERS)}.")
    made, left_out = list[CaseLetter](), list[tuple[str, str]]()
    for case in dict.fromkeys(cases):
        about = case_letter_fields.known(store, case, today)
        view = about.view
        try:
            found = [
                each
                for record in _records(view, sort, today)
                if not (only and record) or record in only
                for each in case_letters.letter(
                    store,
                    case,
                    sort,
                    today,
                    dated=dated,
                    record=record,
                    to=to,
                    given=given,
                    with_confidential=with_confidential,
                )
            ]
        except SendtuiError as problem:
            left_out.append((view.name, str(problem)))
            continue
        why = case_letter_fields.out_of_place(about, LETTERS[sort], is_one_of_many=True)
        if found and not why:
            made += found
        else:
            left_out.append((view.name, why or "Nobody is waited for."))
    return LetterBatch(sort, tuple(made), tuple(left_out))


@writes
def write(
    store: Store,
    letters: Sequence[CaseLetter],
    where: Path,
    today: date,
    *,
    ending: str = ".pdf",
    sent: tuple[date, str] | None = None,
    **terms: Unpack[Terms],
) -> Written:
    """Write letters into one PDF where a .pdf is named, else each into a file of its own there.

    All files appear, or none. `sent` is the day and the way they are sent, where they are.
    Raises BarredError where whoever one is to may not receive it.
    """
    if not letters:
        raise SendtuiError("There is no letter to write.")
    if sent is not None:
        case_letters_kept.require_sending(*sent, today)
    files = _files(letters, where, ending, terms.get("password", ""))
    by, setting = store.author, store.setting
    protection = _plainly(ending, where)
    with store.write("Write letters of many cases", true_on=today) as tx:
        for each in letters:
            disclosing.log(
                tx, setting, what=case_letters.what(each), pupils=[each.pupil], on=today,
                protection=protection, recipient=each.to.recipient, **terms,
            )  # fmt: skip
        made = case_letters.keeping(letters, by, today)(tx)
        tx.flush()
        _put(files)
    # What has left is never undone, so that it was sent is an act of its own.
    done = case_letters_kept.sent(store, made, *sent, today) if sent else None
    return Written(tuple(path for path, _ in files), tuple(made), done)


def _records(view: CaseView, sort: str, today: date) -> Iterator[str]:
    """About whom there is a letter: "" for the family, else each adviser or setting meant."""
    to = LETTERS[sort].to
    if to == "family":
        yield ""
        return
    asked: Sequence[AdviceView | ConsultationView]
    asked = view.advice if to == "adviser" else view.consultations
    is_chase = sort.endswith("-chase")
    written = {each.about for each in view.letters if each.sort == sort and each.sent_on}
    for each in asked:
        if not _waits(each):
            continue
        due = _asked_on(each) and each.chased_on != today if is_chase else each.id not in written
        if due:
            yield each.id


def _waits(each: AdviceView | ConsultationView) -> bool:
    if isinstance(each, ConsultationView):
        return each.replied_on is None
    return each.received_on is None and not each.not_needed


def _asked_on(each: AdviceView | ConsultationView) -> date | None:
    return each.sent_on if isinstance(each, ConsultationView) else each.asked_on


def _plainly(ending: str, where: Path) -> str:
    is_print = ending == ".pdf" or where.suffix.lower() == ".pdf"
    return documents.PRINT if is_print else protecting.PLAIN


def _files(
    letters: Sequence[CaseLetter], where: Path, ending: str, password: str
) -> list[tuple[Path, bytes]]:
    if where.suffix.lower() == ".pdf":
        from sendtui.formats.letter_pdf import several

        title = letters[0].label if len(letters) == 1 else f"{letters[0].label}: letters"
        made = [(where, several([(each.page, each.large) for each in letters], title))]
    else:
        if not where.is_dir():
            raise UsageError("There is no such folder. Name one, or a file that ends in .pdf.")
        form = case_letters.require_ending(Path(f"letter{ending}"))
        names = _names(letters, ending)
        made = [(where / name, case_letters.made(each, form))
                for name, each in zip(names, letters, strict=True)]  # fmt: skip
    if password:
        made = [(protecting.place(path, path.suffix),
                 protecting.protect(raw, path.suffix, password, path.name))
                for path, raw in made]  # fmt: skip
    there = [path.name for path, _ in made if path.exists()]
    if there:
        raise SendtuiError(
            f"{counted(len(there), 'file')} of these names stand there already, so nothing was "
            "written. Choose another folder or name."
        )
    return made


def _names(letters: Sequence[CaseLetter], ending: str) -> Iterator[str]:
    """A name for each file that every system takes: whose, which letter, to whom."""
    used = dict[str, int]()
    for each in letters:
        child = each.identity.partition(",")[0]
        words = f"{child} - {each.sort} - {each.to.names}"
        name = "".join(c if c.isalnum() or c in " -'" else "" for c in words).strip()[:90]
        used[name.casefold()] = number = used.get(name.casefold(), 0) + 1
        yield f"{name}{f' {number}' if number > 1 else ''}{ending}"


def _put(files: Sequence[tuple[Path, bytes]]) -> None:
    """Write every file, or leave none of them behind."""
    written = list[Path]()
    try:
        for path, raw in files:
            with new_file(path) as file:
                file.write(raw)
            written.append(path)
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        raise
