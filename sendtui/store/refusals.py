"""What was refused and what was revoked: kept by this copy alone, inside the encrypted file."""

import json
from collections.abc import Mapping

from sqlalchemy import Connection

REVOKED = "revoked:"
"""What the note begins with that a card was revoked; then the card's id."""

REFUSED = "refused:"
"""What the note begins with that a file was refused; then the SHA-256 of its bytes."""


def keep_revoked(connection: Connection, card: str, text: str) -> bool:
    """Keep the revocation of a card, unless there is one already; whether it is new."""
    return _keep(connection, f"{REVOKED}{card}", text)


def revoked(connection: Connection) -> dict[str, str]:
    """Card → its revocation as it was signed."""
    return _kept(connection, REVOKED)


def keep_refused(connection: Connection, digest: str, facts: Mapping[str, str]) -> None:
    """Keep why a file was refused, in the place of what was said of it before."""
    drop_refused(connection, digest)
    _keep(connection, f"{REFUSED}{digest}", json.dumps(dict(facts), ensure_ascii=False))


def refused(connection: Connection) -> dict[str, dict[str, str]]:
    """The SHA-256 of each file that was refused, and what is known of it."""
    return {digest: dict(json.loads(text)) for digest, text in _kept(connection, REFUSED).items()}


def drop_refused(connection: Connection, digest: str) -> None:
    """Forget a refused file: it was read after all, or somebody has seen to it."""
    connection.exec_driver_sql("DELETE FROM meta WHERE key = ?", (f"{REFUSED}{digest}",))


def _keep(connection: Connection, key: str, text: str) -> bool:
    made = connection.exec_driver_sql(
        "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO NOTHING", (key, text)
    )
    return bool(made.rowcount)


def _kept(connection: Connection, begins: str) -> dict[str, str]:
    found = connection.exec_driver_sql(
        "SELECT key, value FROM meta WHERE key LIKE ? ORDER BY key", (f"{begins}%",)
    )
    return {str(key).removeprefix(begins): str(value) for key, value in found}
