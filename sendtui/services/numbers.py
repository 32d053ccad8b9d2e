"""The number a record of a pupil goes by in a list that is typed at: by when it was written.

What is done, closed or removed keeps its number, so that a line typed twice never hits another.
"""

from sqlalchemy import select

from sendtui.errors import SendtuiError
from sendtui.store import schema
from sendtui.store.standing import BIRTH
from sendtui.store.store import Store


def numbers(store: Store, pupil: str, kind: str) -> dict[str, int]:
    """Record → its number among all records of a kind that this pupil ever had, from 1."""
    change, stream = schema.change, schema.stream
    born = (
        select(change.c.record)
        .join(stream, stream.c.n == change.c.stream)
        .where(stream.c.id == pupil, change.c.kind == kind, change.c.field == BIRTH)
        .order_by(change.c.n)
    )
    with store.read() as session:
        found = session.connection().execute(born).scalars()
        return {record: number for number, record in enumerate(found, 1)}


def named(store: Store, pupil: str, words: str) -> str:
    """The id of a pupil's record that is named KIND:NUMBER or KIND:ID.

    Raises SendtuiError where there is none.
    """
    kind, _, which = words.partition(":")
    kind = kind.replace("-", "_")
    for record, number in numbers(store, pupil, kind).items():
        if which in (str(number), record):
            return record
    raise SendtuiError(
        f"The pupil has no {kind.replace('_', ' ')} of this number or id: name it KIND:NUMBER, "
        "such as contact:3."
    )
