"""A register on a server: made, brought up to date, and who may see what in it.

These are the acts of its owner, who runs them once or seldom, by flags alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Connection

from sendtui import paths
from sendtui.errors import SendtuiError, UsageError
from sendtui.services import casefile
from sendtui.store import attest as attesting
from sendtui.store import registers, teams
from sendtui.store.address import address
from sendtui.store.server import Server
from sendtui.store.store import Store

GROUPS = ("caseworker", "reader", "ingest", "owner")
"""What somebody may be admitted as."""


@dataclass(frozen=True, slots=True)
class Team:
    """A team, how many settings it sees (None: all of them), and the roles in it."""

    name: str
    settings: int | None
    roles: tuple[str, ...]


def make(path: Path, password: str, setting: Mapping[str, object]) -> None:
    """Make a register in the empty database that a path stands for, of this authority.

    Raises UsageError where the path stands for no register, SendtuiError where it has one already
    or this role may not make one.
    """
    where = address(_url(path))
    with registers.owning(where, password) as connection:
        registers.make(connection)
    with Store.on(Server(where, path, password)) as store:
        casefile.set_up(store, author="", role="register", setting=setting)


def upgrade(path: Path, password: str) -> tuple[int, int]:
    """Bring a register to this sendtui's schema; gives the schema before and after."""
    with registers.owning(address(_url(path)), password) as connection:
        return registers.upgrade(connection)


def team(
    path: Path, password: str, name: str, settings: Sequence[str], *, every: bool = False
) -> Team:
    """Make a team, or say anew which settings it sees: names, URNs or ids.

    Raises SendtuiError for a setting that is not known, or that several are called.
    """
    if not name.strip() or not (settings or every):
        raise UsageError("Say the team and what it sees: --setting NAME …, or --all.")
    with registers.owning(address(_url(path)), password) as connection:
        wanted = ["*"] if every else [_setting(connection, one) for one in settings]
        teams.put(connection, name.strip(), wanted)
        return next(one for one in _teams(connection) if one.name == name.strip())


def admit(
    path: Path, password: str, role: str, *, group: str, team: str = "", name: str = ""
) -> None:
    """Let a role of the server into the register, as one of its groups and in a team.

    A role that is not there yet is made, able to log in and without a password: its operator gives
    it one, or a certificate. Raises UsageError, SendtuiError.
    """
    if group not in GROUPS:
        raise UsageError(f"Admit somebody as one of: {', '.join(GROUPS)}.")
    if group in ("caseworker", "reader") and not team:
        raise UsageError("Say which team they are in: --team NAME. Without one they see no child.")
    with registers.owning(address(_url(path)), password) as connection:
        teams.admit(connection, role, group, team, name)


def dismiss(path: Path, password: str, role: str) -> None:
    """Take a role out of the register's groups and teams, and end its connections."""
    with registers.owning(address(_url(path)), password) as connection:
        teams.dismiss(connection, role)


def listed(path: Path, password: str) -> tuple[Team, ...]:
    """Every team, what it sees and who is in it."""
    with registers.owning(address(_url(path)), password) as connection:
        return _teams(connection)


def attest(path: Path, password: str, said: Mapping[str, str], today: date) -> None:
    """Keep what the operator says of what nobody can see from here: `volume`, `backup`.

    Raises UsageError where nothing is said.
    """
    words = {what: text.strip() for what, text in said.items() if text.strip()}
    if not words:
        raise UsageError("Say it: --volume WORDS (how its disk is encrypted), --backup WORDS.")
    with registers.owning(address(_url(path)), password) as connection:
        for what, text in words.items():
            attesting.say(connection, what, text, f"{today:%d/%m/%Y}")


def facts(path: Path, password: str) -> tuple[attesting.Fact, ...]:
    """How the register stands: connection, roles, rows' guards, the server's settings."""
    ground = Server(address(_url(path)), path, password, read_only=True)
    with Store.on(ground) as store, store.read() as session:
        return tuple(attesting.facts(session.connection()))


def _teams(connection: Connection) -> tuple[Team, ...]:
    return tuple(
        Team(name, None if "*" in settings else len(settings), roles)
        for name, settings, roles in teams.listed(connection)
    )


def _setting(connection: Connection, said: str) -> str:
    found = teams.settings_called(connection, said)
    if len(found) == 1:
        return found[0]
    raise SendtuiError(
        f"No setting here is called “{said}”."
        if not found
        else f"Several settings are called “{said}”: give the URN."
    )


def _url(path: Path) -> str:
    url = paths.register_url(path)
    if not url:
        raise UsageError(
            "Say which register: sendtui register … --store postgresql+psycopg://HOST/DATABASE"
        )
    return url
