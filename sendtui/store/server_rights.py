"""Who may do what in a register: roles with the least they need, and rows by team and setting.

Four groups, named after the database: its `owner` (schema and teams, nobody's daily role), `ingest`
(takes files in and sends them, sees everything), `caseworker` (reads and writes what the settings
of their teams hold) and `reader` (reads it). People and machines log in by roles of their own that
are members of one of them. Row-level security is forced, so that it binds the owner's own views.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from sendtui.models import KINDS, kind
from sendtui.store.server import SCHEMA

GROUPS = ("owner", "ingest", "caseworker", "reader")

ALL = "*"
"""The setting of a team that sees every setting."""

_PATH = f"SET search_path = {SCHEMA}, pg_temp"

_TEAMS = (
    "CREATE TABLE team (name text PRIMARY KEY CHECK (name <> ''))",
    """CREATE TABLE team_setting (
           team text NOT NULL REFERENCES team, setting text COLLATE "C" NOT NULL,
           PRIMARY KEY (team, setting))""",
    """CREATE TABLE team_role (
           role text NOT NULL, team text NOT NULL REFERENCES team, PRIMARY KEY (role, team))""",
    # Whose history a stream is, also of a pupil who was removed and is in no list.
    """CREATE TABLE whose (
           stream bigint PRIMARY KEY REFERENCES stream, id text COLLATE "C" NOT NULL UNIQUE,
           setting text COLLATE "C" NOT NULL)""",
    "ALTER TABLE batch ADD COLUMN role text NOT NULL DEFAULT session_user",
)

_SIGHT = (
    f"""CREATE OR REPLACE FUNCTION my_settings() RETURNS text[]
       LANGUAGE sql STABLE SECURITY DEFINER {_PATH}
       AS $$ SELECT coalesce(array_agg(DISTINCT s.setting), '{{}}')
             || coalesce((SELECT array_agg(value) FROM meta WHERE key = 'setting'), '{{}}')
             FROM team_role r JOIN team_setting s ON s.team = r.team
             WHERE r.role = session_user $$""",
    f"""CREATE OR REPLACE FUNCTION sees_all() RETURNS boolean
       LANGUAGE sql STABLE SECURITY DEFINER {_PATH}
       AS $$ SELECT pg_has_role(session_user, '{{ingest}}', 'member')
             OR pg_has_role(session_user, '{{owner}}', 'member')
             OR '{ALL}' = ANY (my_settings()) $$""",
    f"""CREATE OR REPLACE FUNCTION in_sight(birth bigint, settings text[]) RETURNS boolean
       LANGUAGE sql STABLE SECURITY DEFINER {_PATH}
       AS $$ SELECT EXISTS (SELECT 1 FROM change c JOIN whose w ON w.stream = c.stream
             WHERE c.n = birth AND w.setting = ANY (settings)) $$""",
    # What is new here belongs to nobody yet; what is another team's is not written to.
    f"""CREATE OR REPLACE FUNCTION may_write(of_stream bigint) RETURNS boolean
       LANGUAGE sql STABLE SECURITY DEFINER {_PATH}
       AS $$ SELECT NOT EXISTS (SELECT 1 FROM whose w WHERE w.stream = of_stream
             AND NOT (sees_all() OR w.setting = ANY (my_settings()))) $$""",
    f"""CREATE OR REPLACE FUNCTION may_write_of(of_id text) RETURNS boolean
       LANGUAGE sql STABLE SECURITY DEFINER {_PATH}
       AS $$ SELECT NOT EXISTS (SELECT 1 FROM whose w WHERE w.id = of_id
             AND NOT (sees_all() OR w.setting = ANY (my_settings()))) $$""",
    f"""CREATE OR REPLACE FUNCTION may_write_birth(birth bigint) RETURNS boolean
       LANGUAGE sql STABLE SECURITY DEFINER {_PATH}
       AS $$ SELECT bool_and(may_write(stream)) FROM change WHERE n = birth $$""",
    f"""CREATE OR REPLACE FUNCTION next_change() RETURNS bigint
       LANGUAGE sql STABLE SECURITY DEFINER {_PATH}
       AS $$ SELECT 1 + coalesce(max(n), 0) FROM change $$""",
    f"""CREATE OR REPLACE FUNCTION noted_whose() RETURNS trigger
       LANGUAGE plpgsql SECURITY DEFINER {_PATH} AS $$
       BEGIN
         INSERT INTO whose (stream, id, setting)
           SELECT n, id, CASE TG_TABLE_NAME WHEN 'pupil' THEN to_jsonb(NEW) ->> 'setting'
             WHEN 'setting' THEN id ELSE '' END FROM stream WHERE id = NEW.id
           ON CONFLICT (stream) DO UPDATE SET setting = excluded.setting
           WHERE whose.setting <> excluded.setting;
         RETURN NULL;
       END $$""",
)

WATCHED = tuple(
    f"""CREATE OR REPLACE TRIGGER {table}_whose AFTER INSERT OR UPDATE ON {table}
        FOR EACH ROW EXECUTE FUNCTION noted_whose()"""
    for table in ("pupil", "setting", "organisation")
)
"""What keeps `whose` as the record has it."""


@dataclass(frozen=True, slots=True)
class Policy:
    """Which lines of a table a caseworker sees, and which they may write."""

    table: str
    sees: str
    writes: str
    adds: str = ""
    """Which they may add, where that is otherwise."""


_MINE = "(SELECT sees_all()) OR {column} = ANY ((SELECT my_settings())::text[])"
_OWN = "starts_with({column}, session_user || '/')"


def policies() -> tuple[Policy, ...]:
    """The policy of every table whose lines are not for everybody."""
    found = [Policy(name, *_of_noun(name)) for name in KINDS]
    of_stream = "EXISTS (SELECT 1 FROM whose w WHERE w.stream = change.stream)"
    note = f"strpos(key, '/') = 0 OR {_OWN.format(column='key')}"
    of_document = "EXISTS (SELECT 1 FROM document d WHERE d.sha256 = attachment.sha256)"
    everything = "(SELECT sees_all())"
    found += [
        Policy("change", of_stream, f"{everything} OR may_write(stream)"),
        Policy("whose", f"{_MINE.format(column='setting')} OR setting = ''", "false"),
        Policy("batch", "true", "role = session_user"),
        Policy("attachment", f"{everything} OR {of_document}", "true"),
        # The words of a child who moves away are written when they are another team's already.
        Policy("search", "true", f"{everything} OR may_write_birth(rowid)", "true"),
        Policy("search_inside", "true", f"{everything} OR may_write_birth(rowid)", "true"),
        # A register's secret keys are not for those who only work on it.
        Policy("meta", f"key <> 'identity' AND ({note})",
               f"key IN ('hlc') OR {_OWN.format(column='key')}"),
        Policy("draft", _OWN.format(column="key"), _OWN.format(column="key")),
        Policy("waiting", everything, "false"),
    ]  # fmt: skip
    return tuple(found)


def _of_noun(name: str) -> tuple[str, str]:
    twin, table = kind(name).twin, kind(name).table.__tablename__
    if name in ("setting", "organisation", "staff_rate"):
        # What the settings are called is no secret among caseworkers.
        return "true", "may_write_of(id)"
    if name == "pupil":
        return _MINE.format(column="setting"), "may_write_of(id)"
    if twin.STREAM == "setting":
        return _MINE.format(column="setting"), "may_write_of(setting)"
    whose = f'EXISTS (SELECT 1 FROM whose w WHERE w.id = "{table}".pupil)'
    return f"{whose}", "may_write_of(pupil)"


_ASKED = ("my_settings()", "next_change()", "sees_all()", "may_write(bigint)", "may_write_of(text)",
          "may_write_birth(bigint)", "found_in_search(text)", "found_in_search_inside(text)",
          "json_each(text)", "json_extract(text, text)", "folded(text)", "bare(text)",
          "sought(text)")  # fmt: skip
"""The functions that a reader's questions and policies call."""

_WRITTEN: dict[str, str] = {
    "stream": "INSERT",
    "device": "INSERT",
    "batch": "INSERT",
    "change": "INSERT",
    "head": "INSERT, DELETE",
    "tip": "INSERT, UPDATE",
    "search": "INSERT, DELETE",
    "search_inside": "INSERT, DELETE",
    "attachment": "INSERT",
    "meta": "INSERT, UPDATE, DELETE",
    "draft": "INSERT, UPDATE, DELETE",
    "moved": "UPDATE",
}
"""What a caseworker's acts do to the tables beside the nouns'.

Sealed files come and go by whoever ingests, so what they pass through is not here.
"""

_INDEXES = ("search", "search_inside")


def make_groups(connection: Connection) -> None:
    """Make the four groups where they are not there yet; for a role that may make roles."""
    for name in GROUPS:
        role = group(connection, name)
        known = connection.exec_driver_sql("SELECT 1 FROM pg_roles WHERE rolname = ?", (role,))
        if known.first() is None:
            connection.exec_driver_sql(f"CREATE ROLE {quoted(role)} NOLOGIN")
    reader, worker = (quoted(group(connection, name)) for name in ("reader", "caseworker"))
    connection.exec_driver_sql(f"GRANT {reader} TO {worker}")


def make(connection: Connection) -> None:
    """Make the tables of teams and the functions of sight, as the register's owner."""
    for statement in _TEAMS:
        connection.exec_driver_sql(statement)
    make_sight(connection)


def make_sight(connection: Connection) -> None:
    """Make the functions that say who sees what, or make them anew."""
    names = {name: group(connection, name).replace("'", "''") for name in GROUPS}
    for statement in _SIGHT:
        for name, role in names.items():
            statement = statement.replace("{" + name + "}", role)
        connection.exec_driver_sql(statement)
    for statement in WATCHED:
        connection.exec_driver_sql(statement)


def grant(connection: Connection) -> None:
    """Say anew who may do what with every table there is, as the register's owner."""
    run = connection.exec_driver_sql
    owner, ingest, worker, reader = (quoted(group(connection, name)) for name in GROUPS)
    run(f"REVOKE ALL ON ALL TABLES IN SCHEMA {SCHEMA} FROM PUBLIC, {ingest}, {worker}, {reader}")
    run(f"REVOKE ALL ON ALL FUNCTIONS IN SCHEMA {SCHEMA} FROM PUBLIC")
    run(f"GRANT USAGE ON SCHEMA {SCHEMA} TO {ingest}, {reader}")
    for function in _ASKED:
        run(f"GRANT EXECUTE ON FUNCTION {function} TO {ingest}, {reader}")
    run(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {SCHEMA} TO {ingest}, {worker}")
    guarded = {policy.table: policy for policy in policies()}
    nouns = {kind(name).table.__tablename__ for name in KINDS}
    for table in _tables(connection):
        named = quoted(table)
        if table != "arriving":
            run(f"GRANT SELECT{'(rowid)' if table in _INDEXES else ''} ON {named} TO {reader}")
        if written := "INSERT, UPDATE, DELETE" if table in nouns else _WRITTEN.get(table):
            run(f"GRANT {written} ON {named} TO {worker}")
        run(f"GRANT {_of_ingest(table)} ON {named} TO {ingest}")
        if policy := guarded.get(table):
            _guard(connection, policy, (owner, ingest), reader, worker)


def _of_ingest(table: str) -> str:
    if table in ("team", "team_setting", "team_role", "whose"):
        return "SELECT"
    if table == "change":
        # Erasure takes values away; nothing takes a line away.
        return "SELECT, INSERT, UPDATE (value, salt, commitment, more)"
    return "SELECT, INSERT, UPDATE, DELETE"


def _guard(
    connection: Connection, policy: Policy, whole: Sequence[str], reader: str, worker: str
) -> None:
    run, table = connection.exec_driver_sql, quoted(policy.table)
    adds = policy.adds or policy.writes
    for name in ("whole", "seen", "born", "changed", "removed"):
        run(f"DROP POLICY IF EXISTS {name} ON {table}")
    run(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    run(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    run(f"CREATE POLICY whole ON {table} TO {', '.join(whole)} USING (true) WITH CHECK (true)")
    run(f"CREATE POLICY seen ON {table} FOR SELECT TO {reader} USING ({policy.sees})")
    run(f"CREATE POLICY born ON {table} FOR INSERT TO {worker} WITH CHECK ({adds})")
    run(
        f"CREATE POLICY changed ON {table} FOR UPDATE TO {worker} "
        f"USING ({policy.writes}) WITH CHECK ({policy.writes})"
    )
    run(f"CREATE POLICY removed ON {table} FOR DELETE TO {worker} USING ({policy.writes})")


def _tables(connection: Connection) -> list[str]:
    found = connection.exec_driver_sql(
        "SELECT tablename FROM pg_tables WHERE schemaname = ? ORDER BY tablename", (SCHEMA,)
    )
    return [str(name) for (name,) in found]


def quoted(name: str) -> str:
    """A name of a role or table as SQL takes it."""
    return '"' + name.replace('"', '""') + '"'


def group(connection: Connection, name: str) -> str:
    """The role of a group of this register: of the database's first name, whatever it is now."""
    found = connection.exec_driver_sql(_FIRST_NAME, (SCHEMA,)).scalar()
    if found is None:
        found = connection.exec_driver_sql("SELECT current_database()").scalar_one()
    return f"{found}_{name}"


_FIRST_NAME = """
    SELECT regexp_replace(rolname, '_owner$', '') FROM pg_namespace
    JOIN pg_roles ON pg_roles.oid = nspowner WHERE nspname = ?
"""
