"""Writing that a register's server does while we go on with what needs no database.

A file on this computer knows nothing of it: there a statement is done when it returns.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError


@contextmanager
def behind(connection: Connection) -> Iterator[None]:
    """While this lasts nothing may be asked; at its end, what was written is there.

    Raises DBAPIError for whatever the server refused meanwhile.
    """
    raw = connection.connection.driver_connection
    open_pipeline = getattr(raw, "pipeline", None)
    if raw is None or open_pipeline is None:
        yield
        return
    try:
        with open_pipeline():
            yield
    except raw.Error as problem:
        raise DBAPIError(None, None, problem, hide_parameters=True) from None
