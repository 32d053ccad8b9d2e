"""The lines of `history.jsonl`: the JSON Schema of a change of the log, each name explained."""

from typing import Any

from sendtui.models.wire import CHAINED

HISTORY_SCHEMA = "history.schema.json"

_HEX = "^[0-9a-f]{32}$"
_MEANT: dict[str, dict[str, Any]] = {
    "stream": {"type": "string", "description": "whose history: the id of a pupil or a setting"},
    "stream_kind": {"type": "string", "description": "pupil, setting or organisation"},
    "dev": {"type": "string", "description": "the copy that wrote it, by a random name"},
    "n": {"type": "integer", "minimum": 1, "description": "its number in this stream by this copy"},
    "hlc": {"type": "string", "pattern": "^[0-9a-f]{16}$",
            "description": "48 bits of milliseconds since 1970, and a counter"},
    "kind": {"type": "string", "description": "the noun, as in records/NOUN.jsonl"},
    "record": {"type": "string", "description": "the id of the record"},
    "field": {"type": "string",
              "description": "* for its birth with all fields, _deleted for its removal"},
    "bases": {
        "type": "array",
        "description": "the changes it replaces, each as dev and n",
        "items": {"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}],
                  "minItems": 2, "maxItems": 2},
    },
    "who": {"type": "string", "description": "who wrote it"},
    "true_on": {"type": ["string", "null"], "format": "date",
                "description": "when it was true, where that is another day"},
    "written": {"type": "string", "format": "date-time", "description": "when it was written, UTC"},
    "label": {"type": "string", "description": "what the act is called"},
    "batch": {"type": "string", "description": "the act, with all its changes"},
    "value": {"description": "what it says; null as well where it was erased"},
    "salt": {"type": ["string", "null"], "pattern": _HEX,
             "description": "what the hash is made with; null where it was erased"},
    "erased": {"type": "string", "pattern": _HEX,
               "description": "in its place once erased: a hash that tells nothing"},
    "undoes": {"type": "string", "description": "the act that this change's act took back"},
}  # fmt: skip


def history_schema() -> dict[str, Any]:
    """The JSON Schema of a line of the change log; a later version's names may stand on it."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "history",
        "type": "object",
        "properties": _MEANT,
        "required": [*CHAINED, "value", "salt"],
    }
