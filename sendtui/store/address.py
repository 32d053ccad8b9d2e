"""A register's address: which server, what of it may be said in a URL, and when TLS is required.

Off this computer nothing but a verified TLS connection is accepted, and nobody's password stands in
an address: it would stay in the shell's history and in the list of processes.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from sendtui.errors import UsageError

VERIFIED = "verify-full"
_SAID = frozenset(
    (
        *("host", "hostaddr", "port", "dbname", "user", "service", "passfile"),
        *("sslmode", "sslcert", "sslkey", "sslrootcert"),
        *("connect_timeout", "target_session_attrs", "krbsrvname"),
    )
)
"""What an address may say: nothing that weakens it, and no secret."""


@dataclass(frozen=True, slots=True)
class Address:
    """What is handed to PostgreSQL's client library, and what the register is called."""

    parameters: Mapping[str, str]
    name: str
    is_local: bool
    """Whether the connection stays on this computer, so that TLS is not asked for."""


def address(url: str) -> Address:
    """The register that a URL names.

    Raises UsageError for a password in it, for an unknown setting, and for a connection off this
    computer that would not be verified.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise UsageError("The address of the register cannot be read.") from None
    said = dict(parse_qsl(parts.query, keep_blank_values=True))
    if parts.password is not None or "password" in said or "sslpassword" in said:
        raise UsageError(
            "An address with a password in it is refused: it would stay in the history. Keep it in "
            "~/.pgpass or a service file, use a client certificate, or be asked for it."
        )
    if odd := sorted(said.keys() - _SAID):
        raise UsageError(f"The address says “{odd[0]}”, which a register's address cannot say.")
    named = {
        "host": unquote(parts.hostname or ""),
        "port": str(port or ""),
        "dbname": unquote(parts.path.lstrip("/")),
        "user": unquote(parts.username or ""),
    }
    found = {**said, **{key: value for key, value in named.items() if value}}
    is_local = _is_local(found)
    if not is_local:
        _require_tls(found)
    return Address(found, _name(found), is_local)


def _require_tls(found: dict[str, str]) -> None:
    mode = found.setdefault("sslmode", VERIFIED)
    if mode != VERIFIED:
        raise UsageError(
            f"sslmode={mode} is refused: off this computer the connection must be encrypted and "
            f"the server's name checked. Leave it out, or say sslmode={VERIFIED}."
        )
    # Another kind of encryption would not show in what the server says of its TLS.
    found["gssencmode"] = "disable"
    if not (found.get("sslrootcert") or os.environ.get("PGSSLROOTCERT") or _roots().exists()):
        found["sslrootcert"] = "system"


def _roots() -> Path:
    """Where the client library looks for the certificates it trusts, if nobody names another."""
    if os.name == "nt":
        return Path(os.environ.get("APPDATA", "")) / "postgresql" / "root.crt"
    return Path.home() / ".postgresql" / "root.crt"


def _is_local(found: Mapping[str, str]) -> bool:
    """Whether every host named is this computer; one that only a service file names is not."""
    if "service" in found and "host" not in found:
        return False
    hosts = found.get("hostaddr") or found.get("host") or os.environ.get("PGHOST", "")
    return all(_loopback(host) for host in hosts.split(","))


def _loopback(host: str) -> bool:
    if host in ("", "localhost") or host.startswith(("/", "@")):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _name(found: Mapping[str, str]) -> str:
    if service := found.get("service"):
        return f"register “{service}”"
    host = found.get("host") or "this computer"
    where = "this computer" if _loopback(host) else host
    return f"register {found.get('dbname') or 'sendtui'} on {where}"
