"""The whole log out and back: every change in the order it was written here, and what waits.

A copy that takes it in says of each change what the first copy says: who wrote it, when, what it
replaced, what was erased. It keeps a name of its own for what it writes itself.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection

from sendtui.models import KINDS
from sendtui.store import incoming, schema, words
from sendtui.store.outgoing import CHANGES, line_of
from sendtui.store.parts import in_parts
from sendtui.store.shapes import shape

AT_ONCE = 2_000
PART = 4_000
"""How many changes are merged together: what is remembered of a merge grows with them."""

UNDOES = "undoes"
"""The act that an act took back; it stands beside each of its changes, and no link covers it."""

_PAGE = f"{CHANGES} WHERE change.n > ? ORDER BY change.n LIMIT {AT_ONCE}"
_NUMBERS = f"SELECT n FROM change WHERE n > ? ORDER BY n LIMIT {AT_ONCE}"
_UNDOING = """
    SELECT batch.id, undone.id FROM batch JOIN batch undone ON undone.n = batch.undoes
"""


def changes(connection: Connection) -> Iterator[dict[str, Any]]:
    """Every change, in the order in which they were written here, as a sealed file carries them.

    With `undoes`, the id of an act, where the change's own act took that one back.
    """
    undone = {str(act): str(of) for act, of in connection.exec_driver_sql(_UNDOING)}
    last = 0
    while numbers := connection.exec_driver_sql(_NUMBERS, (last,)).scalars().all():
        for found in connection.exec_driver_sql(_PAGE, (last,)).all():
            line = line_of(connection, found)
            yield {**line, UNDOES: undone[line["batch"]]} if line["batch"] in undone else line
        last = numbers[-1]


def waiting(connection: Connection) -> Iterator[dict[str, Any]]:
    """The changes that came before those they build on, and wait for them."""
    found = connection.exec_driver_sql("SELECT line FROM waiting ORDER BY stream, device, counter")
    for (text,) in found:
        yield json.loads(text)


def take(
    connection: Connection, lines: Iterable[Mapping[str, Any]], now_ms: int, device: str
) -> int:
    """Take a whole log in, inside the caller's transaction; returns how many changes there were.

    Part by part, so that memory does not grow with the log. Raises what `incoming.merge` raises.
    """
    count, undoing = 0, dict[str, str]()
    for part in in_parts(lines, PART):
        count += len(part)
        incoming.stage(connection, [_plain(line, undoing) for line in part])
        incoming.merge(connection, "everything", now_ms, device)
    for act, undone in undoing.items():
        connection.exec_driver_sql(
            "UPDATE batch SET undoes = (SELECT n FROM batch WHERE id = ?) WHERE id = ?",
            (undone, act),
        )
    return count


def begin_again(connection: Connection) -> None:
    """Empty the log and the tables of a case file, so that another's log takes their place.

    Only for a file that nothing but its setting was ever written to, and that nobody was sent.
    """
    run = connection.exec_driver_sql
    run("DROP TRIGGER change_stays")
    for name in ("head", "change", "batch", "tip", "stream", "device"):
        run(f"DELETE FROM {name}")
    for name in KINDS:
        run(f'DELETE FROM "{shape(name).kind.table.__tablename__}"')
    words.empty(connection)
    run(schema.APPEND_ONLY[0])


def is_untouched(connection: Connection) -> bool:
    """Whether nothing but a setting was ever written, and no file came or went."""
    ask = connection.exec_driver_sql
    written = ask("SELECT 1 FROM change WHERE kind <> 'setting' LIMIT 1").first()
    passed = ask("SELECT 1 FROM file LIMIT 1").first() or ask("SELECT 1 FROM waiting").first()
    return not written and not passed


def _plain(line: Mapping[str, Any], undoing: dict[str, str]) -> Mapping[str, Any]:
    """A change without what its act took back, which is noted apart."""
    if UNDOES not in line:
        return line
    undoing[str(line["batch"])] = str(line[UNDOES])
    return {name: value for name, value in line.items() if name != UNDOES}
