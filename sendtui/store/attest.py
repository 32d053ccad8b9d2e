"""How a register stands: its connection, its roles, its rows' guards and its server's settings.

What a client can see of it is asked of the server; that its disk is encrypted and that it is backed
up nobody can see from here, and so that is what its operator has said, and when.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from sendtui.models import KINDS
from sendtui.rules.counting import counted
from sendtui.store import migrations, server_schema
from sendtui.store.server import OLDEST, SCHEMA
from sendtui.store.server_rights import GROUPS, group, policies

SAID = {"volume": "encrypted volume", "backup": "backups"}
"""What only the operator can say: its note → what it is called."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that was looked at: what it is, what was found, and whether it is as it should be.

    `sound` is None for what is only told.
    """

    name: str
    found: str
    sound: bool | None = None


def facts(connection: Connection) -> Iterator[Fact]:
    """Every fact about the register that this connection is to."""
    yield from _server(connection)
    yield from _you(connection)
    yield from _groups(connection)
    yield from _guards(connection)
    yield from _settings(connection)
    yield from _said(connection)


def say(connection: Connection, what: str, words: str, when: str) -> None:
    """Keep what the operator says of the volume or the backup, with who said it and when."""
    connection.exec_driver_sql(
        "INSERT INTO meta (key, value) VALUES (?1, ?2 || ' (' || session_user || ', ' || ?3 || ')')"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (f"attested_{what}", words, when),
    )


def _one(connection: Connection, question: str, *given: object) -> Any:
    return connection.exec_driver_sql(question, given).scalar()


def _server(connection: Connection) -> Iterator[Fact]:
    version = str(_one(connection, "SHOW server_version"))
    yield Fact("server", f"PostgreSQL {version}", int(version.split(".")[0]) >= OLDEST)
    schema = int(_one(connection, "SELECT value FROM meta WHERE key = 'schema'") or 0)
    latest = migrations.LATEST
    yield Fact("schema", f"{schema} (this sendtui knows {latest})", schema == latest)
    line = connection.exec_driver_sql(
        "SELECT ssl, version, cipher FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
    ).one()
    local = _one(connection, "SELECT coalesce(host(inet_client_addr()), '')")
    is_local = local in ("", "127.0.0.1", "::1")
    if line[0]:
        yield Fact("connection", f"TLS ({line[1]}, {line[2]})", True)
    else:
        where = "on this computer, without TLS" if is_local else "NOT encrypted"
        yield Fact("connection", where, is_local)


def _you(connection: Connection) -> Iterator[Fact]:
    role, is_super, bypasses, makes = connection.exec_driver_sql(
        "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole FROM pg_roles "
        "WHERE rolname = session_user"
    ).one()
    powers = ", ".join(
        word
        for word, has in (("superuser", is_super), ("goes past row security", bypasses),
                          ("makes roles", makes)) if has
    )  # fmt: skip
    too_much = is_super or bypasses
    yield Fact("you", f"{role}: {powers or 'no more rights than were given'}", not too_much)
    mine = [name for name in GROUPS if _one(connection, _IS_MEMBER, group(connection, name))]
    yield Fact("your groups", ", ".join(mine) or "none", bool(mine))


def _groups(connection: Connection) -> Iterator[Fact]:
    names = [group(connection, name) for name in GROUPS]
    strong = [
        name
        for name in names
        if _one(
            connection,
            "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolcanlogin "
            "FROM pg_roles WHERE rolname = ?",
            name,
        )
    ]
    yield Fact("groups", ", ".join(strong) or "none logs in or has a right of its own", not strong)
    open_ = _one(connection, _PUBLIC, SCHEMA)
    yield Fact("everybody else", f"{open_} rights" if open_ else "has no right", not open_)
    too_much = [
        f"{name} may {right} {table}"
        for name, table, right in _TOO_MUCH
        if _one(connection, _MAY, group(connection, name), f"{SCHEMA}.{table}", right)
    ]
    yield Fact("least privilege", "; ".join(too_much) or "as granted by sendtui", not too_much)


_IS_MEMBER = "SELECT pg_has_role(session_user, ?, 'member')"
_MAY = "SELECT has_table_privilege(?, ?, ?)"
_TOO_MUCH = (
    *(("caseworker", "change", right) for right in ("UPDATE", "DELETE", "TRUNCATE")),
    *(("ingest", "change", right) for right in ("DELETE", "TRUNCATE")),
    ("caseworker", "batch", "UPDATE"),
    ("caseworker", "team_role", "INSERT"),
    ("caseworker", "team_setting", "INSERT"),
    ("ingest", "team_setting", "INSERT"),
    ("reader", "change", "INSERT"),
    ("reader", "pupil", "INSERT"),
)
"""What would let somebody go past the log or the teams."""
_PUBLIC = """
    SELECT count(*) FROM pg_class, aclexplode(relacl) given
    WHERE relnamespace = to_regnamespace(?) AND given.grantee = 0
"""


def _guards(connection: Connection) -> Iterator[Fact]:
    guarded = {policy.table for policy in policies()}
    found = connection.exec_driver_sql(
        "SELECT relname FROM pg_class WHERE relnamespace = to_regnamespace(?) AND relkind = 'r' "
        "AND relrowsecurity AND relforcerowsecurity",
        (SCHEMA,),
    )
    bare = sorted(guarded - {name for (name,) in found})
    words = f"on and forced on {counted(len(guarded), 'table')}, {len(KINDS)} of them the record's"
    yield Fact("row security", f"NOT on {', '.join(bare)}" if bare else words, not bare)
    teams = _one(connection, "SELECT count(*) FROM team")
    yield Fact("teams", str(teams))
    loose = _one(
        connection,
        "SELECT count(*) FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid "
        "JOIN pg_roles r ON r.oid = m.member WHERE g.rolname IN (?, ?) AND r.rolcanlogin "
        "AND r.rolname NOT IN (SELECT role FROM team_role)",
        group(connection, "caseworker"),
        group(connection, "reader"),
    )
    if loose:
        yield Fact("in no team", f"{counted(loose, 'role')}: they see no child", None)


def _settings(connection: Connection) -> Iterator[Fact]:
    for name in ("fsync", "full_page_writes", "synchronous_commit"):
        value = str(_one(connection, _SETTING, name))
        yield Fact(name, value, value != "off")
    sums = str(_one(connection, "SHOW data_checksums"))
    yield Fact("checksums", sums, None if sums == "on" else False)
    logged = [name for name in _LOGS if _one(connection, _SETTING, name) not in _QUIET]
    words = "what is asked is not logged"
    if logged:
        words = f"{', '.join(logged)} may write children's data into the server's log"
    yield Fact("server's log", words, not logged)
    has = server_schema.has_trigrams(connection)
    words = "pg_trgm" if has else "pg_trgm is not installed: what is inside names is found slowly"
    yield Fact("search", words)


_SETTING = "SELECT current_setting(?)"
_LOGS = ("log_statement", "log_min_duration_statement", "log_min_duration_sample")
_QUIET = ("none", "ddl", "-1")


def _said(connection: Connection) -> Iterator[Fact]:
    for what, words in SAID.items():
        said = _one(connection, "SELECT value FROM meta WHERE key = ?", f"attested_{what}")
        nobody = f"nobody has said so: “sendtui register attest --{what} WORDS”"
        yield Fact(words, f"as its operator says: {said}" if said else nobody, bool(said))
