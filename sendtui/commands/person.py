"""Parents, carers, teachers and professionals: who is who to a pupil.

sendtui person list UPN
sendtui person add UPN --from FILE      name, role, organisation, parental_responsibility, phone,
                                        email, language, format_needs, since, until, note,
                                        former_name, address, address_confidential, household,
                                        gets_letters
sendtui person amend UPN 2 --from FILE  number 2 of “list”, or an id from --json
sendtui person end UPN 2 --on 20/11/26
sendtui person remove UPN 2
"""

from argparse import ArgumentParser
from typing import TYPE_CHECKING

from sendtui.commands.acts import (
    NUMBER,
    Act,
    Records,
    add_words,
    brief,
    fields,
    of_view,
    run_act,
    told,
)
from sendtui.commands.call import Call
from sendtui.commands.given import day
from sendtui.errors import UsageError

if TYPE_CHECKING:
    from sendtui.services.pupil_views import PersonView

_DAYS = ("since", "until")


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    add_words(parser, ACTS, NUMBER, "the name")


def run(call: Call) -> int:
    """Do one act."""
    return run_act(call, ACTS)


def _line(person: "PersonView") -> dict[str, object]:
    return {
        "Name": person.name,
        "Who": person.role,
        "Organisation": person.organisation,
        "Parental responsibility": person.parental_responsibility or None,
        "Phone": person.phone,
        "E-mail": person.email,
        "Language": person.language,
        "Format needs": person.format_needs,
        "Address": "confidential" if person.address_confidential else person.address,
        "Household": person.household,
        "No letters": (not person.gets_letters) or None,
        "Since": person.since,
        "Until": person.until,
        "Note": person.note,
    }


_PEOPLE = Records("person", of_view(lambda view: view.people), _line)


def _add(call: Call, pupil: str) -> int:
    from sendtui.services import people

    made = people.add(call.store, pupil, fields(call, "name", _known(), _DAYS))
    return told(call, "Done: the person is added.", id=made)


def _amend(call: Call, pupil: str) -> int:
    from sendtui.services import amend

    given = fields(call, "name", _known(), _DAYS)
    if not given:
        raise UsageError("Say what changes with --from FILE, or - for standard input.")
    changed = amend.amend(
        call.store, "person", _PEOPLE.chosen(call, pupil).id, given, today=call.today
    )
    return told(call, f"Changed: {', '.join(changed) or 'nothing'}.", changed=changed)


def _end(call: Call, pupil: str) -> int:
    from sendtui.services import people

    person = _PEOPLE.chosen(call, pupil)
    people.end(call.store, person.id, day(call, call.options.on))
    return told(call, f"Their part has ended: {brief(person.name)}", id=person.id)


def _remove(call: Call, pupil: str) -> int:
    from sendtui.services import people

    person = _PEOPLE.chosen(call, pupil)
    people.remove(call.store, person.id)
    says = f"Removed: {brief(person.name)}. “sendtui undo” brings them back."
    return told(call, says, id=person.id)


def _known() -> tuple[str, ...]:
    from sendtui.services import amend

    return tuple(field.name for field in amend.fields("person"))


ACTS: dict[str, Act] = {
    "list": _PEOPLE.listed,
    "add": _add,
    "amend": _amend,
    "end": _end,
    "remove": _remove,
}
