"""One line of a sealed file: JSON of bounded depth, and for a change every field of its kind."""

import json
import operator
import re
from typing import cast

from pydantic_core import from_json

from sendtui.formats.envelope import BadLineError
from sendtui.models.wire import CHAINED

_TEXTS = re.compile(rb'"(?:[^"\\]|\\.)*"')
_IS_HEX = re.compile("[0-9a-f]*").fullmatch
_shape = operator.itemgetter(*CHAINED, "value", "salt")


def parsed(line: bytes, number: int, depth: int) -> dict[str, object]:
    """The object on a line; raises BadLineError for anything else and for one nested too deep."""
    if line.count(b"[") + line.count(b"{") > depth and _depth(line) > depth:
        raise BadLineError(number, "is nested too deep")
    try:
        value = _read(line)
    except ValueError as error:
        raise BadLineError(number, "is not JSON") from error
    if type(value) is not dict:
        raise BadLineError(number, "is not a JSON object")
    return cast("dict[str, object]", value)


def _read(line: bytes) -> object:
    try:
        return from_json(line, allow_inf_nan=False)
    except ValueError:
        # Half of a pair of UTF-16 is JSON all the same; the quicker reader does not take it.
        return json.loads(line, parse_constant=_refuse)


def _refuse(name: str) -> object:
    raise ValueError(f"{name} is no number of JSON")


def _depth(line: bytes) -> int:
    """How deep the brackets of a line nest, those inside texts left out."""
    deepest = level = 0
    for byte in _TEXTS.sub(b"", line):
        if byte in b"[{":
            level += 1
            deepest = max(deepest, level)
        elif byte in b"]}":
            level -= 1
    return deepest


_TYPES = (str, str, str, int, str, str, str, str, list, str, str, str, str, str)
_UNDATED = (*_TYPES[:10], type(None), *_TYPES[11:])


def check_change(change: dict[str, object], number: int) -> None:
    """Nothing if the change has every field and each is of its type; else BadLineError."""
    try:
        *fields, value, salt = _shape(change)
    except KeyError as error:
        raise BadLineError(number, "is a change that lacks a field") from error
    if tuple(map(type, fields)) not in (_TYPES, _UNDATED) or not _is_sound(change):
        raise BadLineError(number, "is a change with a field of the wrong kind")
    if change["field"] == "*" and type(value) is not dict and salt is not None:
        raise BadLineError(number, "is a birth without its fields")


def _is_sound(change: dict[str, object]) -> bool:
    """Whether counter, stamp, salt and bases are what they must be, beyond their types."""
    n, hlc, salt = cast("int", change["n"]), cast("str", change["hlc"]), change["salt"]
    if not 0 < n < 1 << 53 or len(hlc) != 16 or not _IS_HEX(hlc):
        return False
    if salt is None:
        if change["value"] is not None or not _is_16_bytes(change.get("erased")):
            return False
    elif not _is_16_bytes(salt):
        return False
    return _are_versions(cast("list[object]", change["bases"]))


def _are_versions(bases: list[object]) -> bool:
    """Whether these are [device, counter] pairs, each once and in order: the link covers that."""
    for base in bases:
        if type(base) is not list or len(base) != 2:
            return False
        if type(base[0]) is not str or type(base[1]) is not int:
            return False
    versions = cast("list[list[str | int]]", bases)
    return len(bases) < 2 or all(map(operator.lt, versions, versions[1:]))


def check_parcel(parcel: dict[str, object], number: int) -> None:
    """Nothing if a part of a document has its fields, each of its type; else BadLineError."""
    types = [type(parcel.get(key)) for key in ("attachment", "size", "at", "bytes")]
    if types != [str, int, int, str]:
        raise BadLineError(number, "is a part of a document with a field of the wrong kind")


def _is_16_bytes(value: object) -> bool:
    return isinstance(value, str) and len(value) == 32 and _IS_HEX(value) is not None
