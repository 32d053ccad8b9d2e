"""Whom a line of a list is about, where the pupil is here already and is only to be found."""

from collections.abc import Callable
from datetime import date

from pydantic import ValidationError

from sendtui.formats.dates import read_date
from sendtui.formats.names import split_name
from sendtui.models.incoming import IncomingPupil

WHO = ("upn", "former_upn", "adno", "surname", "forename", "full_name", "born")
"""The fields that say who it is."""


class FaultError(ValueError):
    """What keeps a line from being taken: the field it is about, and the reason."""

    def __init__(self, at: str, reason: str) -> None:
        super().__init__(reason)
        self.at = at


def day_in(field: str, written: str) -> date:
    """The day that is written in a field; raises FaultError."""
    try:
        return read_date(written)
    except ValueError as problem:
        raise FaultError(field, str(problem)) from None


def pupil(number: int, cell: Callable[[str], str], others: str, named: str) -> IncomingPupil:
    """The pupil of this line; `cell` gives what stands under a field.

    A number alone says who it is: the UPN, or what stands under the field `others`. Raises
    FaultError where nobody is `named`, which says in words what is looked for.
    """
    values = {name: cell(name) for name in WHO}
    whole, born = values.pop("full_name"), values.pop("born")
    if whole and not values["surname"]:
        values["surname"], values["forename"], _ = split_name(whole)
    for name in ("upn", "former_upn"):
        values[name] = "".join(values[name].split()).upper()
    if not values["surname"]:
        if not (values["upn"] or cell(others)):
            raise FaultError("upn", f"nobody is named: no {named}")
        values["surname"] = "-"
    day = day_in("born", born) if born else None
    try:
        return IncomingPupil(lines=(number,), born=day, **values)
    except ValidationError:
        raise FaultError("surname", "the pupil cannot be read") from None
