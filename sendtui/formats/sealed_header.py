"""The first line of a sealed file: who sends what to whom, why, and what they hold already.

Keys that this version does not know are kept in `more` and written again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sendtui.formats.envelope import NewerFormatError, NotSealedError

FORMAT = "sendtui-changes"
VERSION = 1
"""The shape of the file. Another one is not read."""
READER = 2
"""What this reader understands within the shape; a file may ask for a later one."""
WITH_PARCELS = 2
"""What a file asks of its reader that brings the bytes of documents."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who wrote the file: the id of the device, the key it signs with (64 hex) and a name.

    `before` are the ids that the device had before it was moved, copied or put back.
    """

    device: str
    sign: str
    name: str
    before: tuple[str, ...] = ()
    more: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose records the file holds: settings by id, pupils by stream (None: all), and why."""

    settings: tuple[str, ...]
    pupils: tuple[str, ...] | None
    purpose: str
    more: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Header:
    """The first line of a sealed file."""

    file: str
    """A random id of this file."""
    n_sent: int
    """How many files this device made for these recipients, this one included; a gap is a loss."""
    schema: int
    """The version of the sender's record."""
    sender: Sender
    to: tuple[str, ...]
    """The recipients' keys, age1…; the file is sealed to exactly these."""
    scope: Scope
    created: str
    have: Mapping[str, object] = field(default_factory=dict)
    """{stream: {device: [[first, last], …]}}: what the sender holds, this file included."""
    heads: Mapping[str, object] = field(default_factory=dict)
    """{stream: {device: link}}: the end of each chain that the sender holds."""
    cards: tuple[Mapping[str, object], ...] = ()
    """The fields of the cards that let the sender send."""
    read: tuple[str, ...] = ()
    """The reader's own files that the sender has read, by their ids."""
    wants: tuple[str, ...] = ()
    """What the sender lacks of what they were told of: documents by the hash of their bytes, and
    changes that came without their value as `stream device counter`."""
    receipt: bool = False
    """Whether the file is only to say what the sender holds."""
    min_reader: int = 1
    more: Mapping[str, object] = field(default_factory=dict)


def header_fields(header: Header) -> dict[str, object]:
    """The header as its line has it."""
    sender, scope = header.sender, header.scope
    return {
        "fmt": FORMAT,
        "v": VERSION,
        "min_reader": header.min_reader,
        "schema": header.schema,
        "file": header.file,
        "n_sent": header.n_sent,
        "from": {
            "device": sender.device,
            "sign": sender.sign,
            "name": sender.name,
            **_said(before=list(sender.before)),
            **sender.more,
        },
        "to": list(header.to),
        "scope": {
            "settings": list(scope.settings),
            "pupils": "all" if scope.pupils is None else list(scope.pupils),
            "purpose": scope.purpose,
            **scope.more,
        },
        "created": header.created,
        "have": header.have,
        "heads": header.heads,
        "cards": list(header.cards),
        **_said(read=list(header.read), wants=list(header.wants), receipt=header.receipt),
        **header.more,
    }


def _said(**fields: object) -> dict[str, object]:
    """The fields that say anything: what is not needed is not written."""
    return {name: value for name, value in fields.items() if value}


def header_of(fields: Mapping[str, object]) -> Header:
    """The header in the fields of the first line.

    Raises NotSealedError, NewerFormatError, or KeyError, TypeError and ValueError for its shape.
    """
    if fields.get("fmt") != FORMAT:
        raise NotSealedError("The file opens, but what is in it is not a sync file of sendtui.")
    if fields["v"] != VERSION or _number(fields["min_reader"]) > READER:
        raise NewerFormatError("The file was made by a later version of sendtui: update sendtui.")
    rest = dict(fields)
    for key in ("fmt", "v"):
        del rest[key]
    return Header(
        file=_word(rest.pop("file")),
        n_sent=_number(rest.pop("n_sent")),
        schema=_number(rest.pop("schema")),
        sender=_sender(_object(rest.pop("from"))),
        to=_words(rest.pop("to")),
        scope=_scope(_object(rest.pop("scope"))),
        created=_word(rest.pop("created")),
        have=_object(rest.pop("have")),
        heads=_object(rest.pop("heads")),
        cards=tuple(_object(card) for card in _list(rest.pop("cards"))),
        read=_words(rest.pop("read", [])),
        wants=_words(rest.pop("wants", [])),
        receipt=rest.pop("receipt", False) is True,
        min_reader=_number(rest.pop("min_reader")),
        more=rest,
    )


def _sender(fields: dict[str, object]) -> Sender:
    return Sender(
        _word(fields.pop("device")),
        _word(fields.pop("sign")),
        _word(fields.pop("name")),
        _words(fields.pop("before", [])),
        fields,
    )


def _scope(fields: dict[str, object]) -> Scope:
    pupils = fields.pop("pupils")
    return Scope(
        _words(fields.pop("settings")),
        None if pupils == "all" else _words(pupils),
        _word(fields.pop("purpose")),
        fields,
    )


def _word(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _number(value: object) -> int:
    if type(value) is not int or value < 0:
        raise TypeError("not a whole number")
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError("not a list")
    return value


def _words(value: object) -> tuple[str, ...]:
    return tuple(_word(each) for each in _list(value))


def _object(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise TypeError("not an object")
    return value
