"""The teams of a register and the roles in them: what row-level security goes by."""

from collections.abc import Sequence

from sqlalchemy import Connection

from sendtui.errors import SendtuiError
from sendtui.store.server_rights import GROUPS, group, quoted


def put(connection: Connection, name: str, settings: Sequence[str]) -> None:
    """Say which settings a team sees, in the place of what was said before."""
    run = connection.exec_driver_sql
    run("INSERT INTO team (name) VALUES (?) ON CONFLICT DO NOTHING", (name,))
    run("DELETE FROM team_setting WHERE team = ?", (name,))
    for setting in dict.fromkeys(settings):
        run("INSERT INTO team_setting (team, setting) VALUES (?, ?)", (name, setting))


def settings_called(connection: Connection, said: str) -> list[str]:
    """The ids of the settings that have this name, URN, number or id."""
    found = connection.exec_driver_sql(
        "SELECT id FROM setting WHERE id = ?1 OR lower(name) = lower(?1) OR urn = ?1 "
        "OR laestab = ?1 ORDER BY id",
        (said,),
    )
    return [str(id_) for (id_,) in found]


def listed(connection: Connection) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Every team: its name, the settings it sees and its roles."""
    found = connection.exec_driver_sql(
        "SELECT name, "
        "ARRAY(SELECT setting FROM team_setting s WHERE s.team = t.name ORDER BY 1), "
        "ARRAY(SELECT role FROM team_role r WHERE r.team = t.name ORDER BY 1) "
        "FROM team t ORDER BY name"
    )
    return [(str(name), tuple(settings), tuple(roles)) for name, settings, roles in found]


def admit(connection: Connection, role: str, name: str, team: str, called: str) -> None:
    """Make a role where there is none, and a member of one group and of a team.

    Raises SendtuiError for a team that is not there.
    """
    run = connection.exec_driver_sql
    if team and run("SELECT 1 FROM team WHERE name = ?", (team,)).first() is None:
        raise SendtuiError(f"There is no team “{team}”. “sendtui register team” makes it.")
    if run("SELECT 1 FROM pg_roles WHERE rolname = ?", (role,)).first() is None:
        run(f"CREATE ROLE {quoted(role)} LOGIN")
    run(f"GRANT {quoted(group(connection, name))} TO {quoted(role)}")
    if called:
        said = called.replace("'", "''")
        run(f"COMMENT ON ROLE {quoted(role)} IS '{said}'")
    if team:
        run("INSERT INTO team_role (role, team) VALUES (?, ?) ON CONFLICT DO NOTHING", (role, team))


def dismiss(connection: Connection, role: str) -> None:
    """Take a role out of every group and team, and end its connections to the register.

    Raises SendtuiError where there is no such role.
    """
    run = connection.exec_driver_sql
    if run("SELECT 1 FROM pg_roles WHERE rolname = ?", (role,)).first() is None:
        raise SendtuiError(f"The server has no role “{role}”.")
    for name in GROUPS:
        run(f"REVOKE {quoted(group(connection, name))} FROM {quoted(role)}")
    run("DELETE FROM team_role WHERE role = ?", (role,))
    run(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE usename = ? AND datname = current_database() AND pid <> pg_backend_pid()",
        (role,),
    )
