"""A letter or a form as it is printed: plain values that services build and formats write."""

from dataclasses import dataclass
from datetime import date

from sendtui.rules.letter_wording import Part


@dataclass(frozen=True, slots=True)
class LetterPage:
    """One letter to one household, or a form about one pupil.

    `head` are the lines of the school under its name; `to` those of whoever gets it, name first.
    `answer_by` is the line that stands first on every page of a letter that asks for an answer.
    `note` stands at the end, before `setting`, in a language's own line or a form's reference.
    """

    title: str
    parts: tuple[Part, ...]
    setting: str = ""
    head: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    greeting: str = ""
    dated: date | None = None
    ending: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    is_form: bool = False
    answer_by: str = ""
