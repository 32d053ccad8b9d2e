"""What is confidential in a pupil's record: shown, searched and sent only where somebody asks.

  sendtui confidential list UPN
  sendtui confidential add UPN contact:3 --text-file why.txt    number 3 of “contact list”
  sendtui confidential add UPN pupil                            everything about the pupil
  sendtui confidential lift UPN contact:3

A record is named by its kind and its number, such as need:1, contact:3, concern:1, action:2,
person:2, voice:1, document:1, cycle:1, profile:1, or by its kind and its id. What is marked reads
“confidential”: “sendtui pupil UPN --confidential” shows the words, “sendtui search
--confidential” finds them. An export or a print leaves it out or is refused, saying how many there
are; --with-confidential takes them along. In a sealed file its changes go without what they say,
and follow once the mark is lifted; a pupil who is confidential as a whole stays home.
"""

from argparse import ArgumentParser

from sendtui.commands.acts import Act, add_words, listed, run_act, told
from sendtui.commands.call import Call
from sendtui.errors import SendtuiError, UsageError


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    add_words(parser, ACTS, "KIND:NUMBER such as contact:3, KIND:ID, or pupil", "why")


def run(call: Call) -> int:
    """Do one act."""
    return run_act(call, ACTS)


def _list(call: Call, pupil: str) -> int:
    from sendtui.services import confidential
    from sendtui.services.labels import kind_title
    from sendtui.services.numbers import numbers

    found = confidential.of_pupil(call.store, pupil)
    known = {
        kind: numbers(call.store, pupil, kind) for kind in {each.kind for each in found} - {"pupil"}
    }
    lines = [
        {
            "What": "everything" if each.kind == "pupil" else kind_title(each.kind),
            "Number": known.get(each.kind, {}).get(each.record),
            "Since": each.since,
            "Lifted": each.until,
            "Why": each.reason,
        }
        for each in found
    ]
    return listed(call, found, lines)


def _add(call: Call, pupil: str) -> int:
    from sendtui.services import confidential

    kind, record = _named(call, pupil)
    reason = call.text(call.options.text_file) if call.options.text_file else ""
    made = confidential.mark(call.store, pupil, kind, record, reason=reason, today=call.today)
    return told(call, "Done: it is shown, searched and sent only where asked for.", id=made)


def _lift(call: Call, pupil: str) -> int:
    from sendtui.services import confidential

    confidential.lift(call.store, pupil, _named(call, pupil)[1], today=call.today)
    return told(call, "Done: it is confidential no more. That it was stays in the history.")


def _named(call: Call, pupil: str) -> tuple[str, str]:
    """The kind and the id of the record that was named."""
    from sendtui.services.numbers import numbers

    kind, colon, which = call.options.which.partition(":")
    kind = kind.replace("-", "_")
    if kind == "pupil" and not colon:
        return kind, pupil
    if not kind or not which:
        raise UsageError("Say which record: KIND:NUMBER such as contact:3, or pupil for all.")
    for record, number in numbers(call.store, pupil, kind).items():
        if which in (str(number), record):
            return kind, record
    raise SendtuiError(f"The pupil has no {kind.replace('_', ' ')} of this number or id.")


ACTS: dict[str, Act] = {"list": _list, "add": _add, "lift": _lift}
