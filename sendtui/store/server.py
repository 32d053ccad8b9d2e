"""A register on PostgreSQL, as ground for a store: the same tables, the same log, the same merge.

One writer at a time, as with a file: a transaction that writes takes the register's own lock first,
so that counters have no gap and chains one order. An act takes it for milliseconds. Readers never
wait, and each reading sees one moment. Who is at the keyboard is the role the server knows.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.dialects import registry
from sqlalchemy.pool import QueuePool

from sendtui.errors import LockedError, SendtuiError
from sendtui.store import dialect, migrations
from sendtui.store.address import Address
from sendtui.store.copying import at_once
from sendtui.store.server_says import BUSY_SECONDS, explain, refused

if TYPE_CHECKING:
    from sendtui.store.store import Store

SCHEMA = "sendtui"
SOON_SECONDS = 0.25
"""To stop a question takes a connection of its own: a shorter one is left to end."""

OLDEST = 15
"""The oldest PostgreSQL that a register is kept on."""

TURN = 0x53454E44
"""The number of the lock that every writer takes: “SEND”."""

registry.register("postgresql.sendtui", "sendtui.store.server_dialect", "ServerDialect")


def require_driver() -> None:
    """Raise SendtuiError with the line that installs it where PostgreSQL's driver is missing."""
    if find_spec("psycopg") is None:
        raise SendtuiError(
            "A register needs PostgreSQL's driver, which is not installed. "
            'Run: pip install "sendtui[register]"'
        )


def connect(address: Address, password: str = "", *, read_only: bool = False) -> Any:
    """One connection to the register, with the store's ways set.

    Raises LockedError, SendtuiError, each saying what to do.
    """
    require_driver()
    import psycopg
    from psycopg.conninfo import make_conninfo
    from psycopg.types.string import TextLoader

    given = dict(address.parameters)
    if password:
        given["password"] = password
    try:
        usual = {"dbname": "sendtui", "connect_timeout": "10", "application_name": "sendtui"}
        connection = psycopg.connect(make_conninfo("", **usual | given))
    except psycopg.Error as problem:
        raise refused(str(problem), address) from None
    if not (address.is_local or connection.pgconn.ssl_in_use):
        connection.close()
        raise SendtuiError("The connection to the register is not encrypted, so it was closed.")
    for name in ("date", "json", "jsonb"):
        connection.adapters.register_loader(name, TextLoader)
    connection.autocommit = True
    connection.execute(f"SET search_path = {SCHEMA}, pg_temp")
    connection.execute("SET datestyle = 'ISO, YMD'")
    connection.execute("SET timezone = 'UTC'")
    # Parameters are what a plan depends on here: a common word and a rare one are found otherwise.
    connection.execute("SET plan_cache_mode = force_custom_plan")
    connection.execute("SET jit = off")
    # To look one line up costs hardly more than to read on, wherever there is no turning disk.
    connection.execute("SET random_page_cost = 1.1")
    connection.autocommit = False
    if read_only:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
    return connection


class Server:
    """A register on a server, as the store stands on it."""

    key = b""

    def __init__(
        self, address: Address, path: Path, password: str = "", *, read_only: bool = False
    ) -> None:
        """`path` is the place on this computer where the register's wordings are kept.

        Raises LockedError or SendtuiError where the server does not let us in.
        """
        self.path = path
        self.name = address.name
        self.read_only = read_only
        self.address = address
        self._password = password
        self._asking: Any = None
        self._asked = 0.0
        self._closed = False
        with _closing(self._connect(True)) as connection:
            found = connection.execute(_WHO).fetchone()
            assert found is not None
            self.role, self._said, self._home, version, is_let_in, self._sees_all = found
        self.own = f"{self.role}/"
        if version // 10_000 < OLDEST:
            raise SendtuiError(
                f"The server has PostgreSQL {version // 10_000}; a register needs {OLDEST}."
            )
        if is_let_in is None:
            raise SendtuiError(
                f"There is no register yet: {self.name} is empty. “sendtui register init” makes it."
            )
        if not is_let_in:
            raise SendtuiError(_NOT_LET_IN.format(name=self.name, role=self.role))

    def writer(self) -> Engine:
        """One connection; its transactions take the register's lock before anything else."""
        made = _engine(lambda: self._connect(self.read_only), _take_turn)
        if self._sees_all:
            event.listen(made, "do_executemany", _at_once)
        return made

    def reader(self) -> Engine:
        """One connection that can only ask, each reading at one moment."""
        return _engine(self._connect_asking, lambda _: None, self._note_asking)

    def explain(self, error: Exception) -> SendtuiError:
        """What PostgreSQL says, as one of our kinds."""
        return explain(error, self.name)

    def interrupt(self) -> None:
        """Stop the reading that is under way, unless it will be done sooner than it is stopped."""
        if (asking := self._asking) is not None and time.monotonic() - self._asked > SOON_SECONDS:
            asking.cancel_safe(timeout=1)

    def data_version(self, connection: Connection) -> int:
        """As the register's own counter has it."""
        return int(connection.exec_driver_sql("SELECT n FROM moved").scalar_one())

    def committing(self, connection: Connection) -> None:
        """Move the counter that open screens look at."""
        connection.exec_driver_sql("UPDATE moved SET n = n + 1")

    @contextmanager
    def writing(self, label: str) -> Iterator[None]:  # noqa: ARG002
        """Nothing: the server knows who holds the lock."""
        yield

    def home(self) -> str:
        """The server and its history: one put back from a backup has another."""
        return str(self._home)

    def author(self, noted: str) -> str:  # noqa: ARG002
        """The person that the role is of, whatever was noted."""
        return str(self._said or self.role)

    def bring_up_to_date(self, store: "Store", *, fresh: bool) -> None:  # noqa: ARG002
        """See that the register's schema is ours: only its owner changes it, never a caseworker."""
        with store.reader.connect() as connection:
            found = int(connection.exec_driver_sql(_VERSION).scalar() or 0)
        if found > migrations.LATEST:
            raise SendtuiError(
                f"The register has schema {found}, and this sendtui knows {migrations.LATEST}. "
                "Update sendtui on this computer; nothing was changed."
            )
        if found < migrations.LATEST:
            raise SendtuiError(
                f"The register has schema {found}, and this sendtui brings {migrations.LATEST}. "
                "Its owner runs “sendtui register upgrade” first."
            )

    def close(self) -> None:
        """Forget the password; whoever asks after that is told it is locked."""
        self._password, self._asking, self._closed = "", None, True

    def _connect(self, read_only: bool) -> Any:
        if self._closed:
            raise LockedError("The register is locked.")
        return connect(self.address, self._password, read_only=read_only)

    def _note_asking(self) -> None:
        self._asked = time.monotonic()

    def _connect_asking(self) -> Any:
        self._asking = self._connect(True)
        return self._asking


_VERSION = "SELECT value FROM meta WHERE key = 'schema'"
_WHO = f"""
    SELECT session_user::text,
        (SELECT shobj_description(oid, 'pg_authid') FROM pg_roles WHERE rolname = session_user),
        (SELECT system_identifier FROM pg_control_system())::text || ':'
        || (SELECT timeline_id FROM pg_control_checkpoint()) || ':'
        || (SELECT oid FROM pg_database WHERE datname = current_database()),
        current_setting('server_version_num')::int,
        has_schema_privilege(session_user, to_regnamespace('{SCHEMA}')::oid, 'USAGE'),
        has_table_privilege(session_user, (SELECT oid FROM pg_class WHERE relname = 'search_inside'
            AND relnamespace = to_regnamespace('{SCHEMA}')), 'SELECT')
"""
_NOT_LET_IN = (
    "The {name} does not let {role} in. Its owner does, by “sendtui register admit {role}”."
)


def _take_turn(connection: Connection) -> None:
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{BUSY_SECONDS}s'")
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({TURN})")


def _at_once(cursor: Any, statement: str, parameters: Any, _context: object) -> bool:
    return at_once(cursor, statement, parameters)


def engine_over(connection: Any) -> Engine:
    """An engine over one open connection, for making and changing the schema."""
    return _engine(lambda: connection, lambda _: None)


def _engine(
    open_one: Callable[[], Any],
    begin: Callable[[Connection], None],
    asked: Callable[[], None] = lambda: None,
) -> Engine:
    engine = create_engine(
        "postgresql+sendtui://",
        creator=open_one,
        # One connection, and a new one where the server had to close it.
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=0,
        pool_pre_ping=True,
        hide_parameters=True,
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        begin(connection)

    @event.listens_for(engine, "before_cursor_execute", retval=True)
    def _speak(
        _connection: Connection,
        _cursor: object,
        statement: str,
        parameters: Any,
        context: Any,
        executemany: bool,
    ) -> tuple[str, Any]:
        asked()
        if context.compiled is not None:
            return dialect.phrased(statement), parameters
        if not parameters:
            return dialect.phrased(statement).replace("%", "%%"), parameters
        if isinstance(parameters, dict):
            return dialect.named(statement), parameters
        spoken, order = dialect.spoken(statement)
        if executemany:
            return spoken, dialect.in_order(order, parameters)
        return spoken, dialect.in_order(order, [parameters])[0]

    return engine


@contextmanager
def _closing(connection: Any) -> Iterator[Any]:
    try:
        yield connection
    finally:
        connection.close()
