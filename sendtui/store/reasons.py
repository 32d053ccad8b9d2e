"""Why a value does not hold, in words for the person who gave it."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from sendtui.errors import InvalidError, Problem
from sendtui.models.twin import Twin
from sendtui.store.shapes import Shape

_WORDS = {
    "extra_forbidden": "there is no such field",
    "missing": "is missing",
    "string_type": "must be text",
    "string_too_short": "must not be empty",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "greater_than_equal": "must be {ge} or more",
    "less_than_equal": "must be {le} or less",
    "literal_error": "must be one of: {expected}",
}


def why(error: ErrorDetails) -> str:
    """The reason of one error of a twin; the twin's own sentence where it wrote one."""
    words = _WORDS.get(error["type"])
    if words is None:
        return str(error["msg"]).removeprefix("Value error, ")
    about = {name: str(value).replace("'", "") for name, value in error.get("ctx", {}).items()}
    return words.format(**about)


def validated(found: Shape, values: Mapping[str, object] | Twin) -> dict[str, Any]:
    """The values as the log holds them; raises InvalidError with each field that does not hold."""
    try:
        # The adapter does what `model_validate` does without SQLModel's detour for tables.
        twin = values if isinstance(values, Twin) else found.adapter.validate_python(values)
    except ValidationError as problem:
        raise InvalidError(
            tuple(
                Problem(".".join(str(p) for p in e["loc"]), str(e.get("input", ""))[:80], why(e))
                for e in problem.errors()
            )
        ) from None
    fields: dict[str, Any] = found.adapter.dump_python(twin, mode="json", exclude_defaults=True)
    return fields
