"""Where files live on this computer."""

import os
import re
from pathlib import Path

from sendtui.errors import UsageError

STORE_VARIABLE = "SENDTUI_STORE"


REGISTER_SCHEMES = ("postgresql+psycopg", "postgresql", "postgres")


def default_store() -> Path:
    """The case file that is opened when none is named: on this computer's disk, never roaming."""
    from platformdirs import user_data_path

    return user_data_path("sendtui", appauthor=False, roaming=False) / "case.sendtui"


def register_place(url: str) -> Path:
    """What stands for a register on this computer: its address, as a name in a folder of its own.

    There need be nothing there; what a school or authority words itself is kept beside it.
    """
    from urllib.parse import quote

    return default_store().parent / "registers" / quote(url, safe="")


def register_url(path: Path) -> str:
    """The address of the register that a path stands for, "" for an ordinary case file."""
    from urllib.parse import unquote

    if path.parent != default_store().parent / "registers":
        return ""
    url = unquote(path.name)
    return url if url.partition("://")[0].lower() in REGISTER_SCHEMES else ""


def register_name(url: str) -> str:
    """A register as a person is told it: its service, or its database and server."""
    from urllib.parse import parse_qs, unquote, urlsplit

    parts = urlsplit(url)
    if service := parse_qs(parts.query).get("service"):
        return f"register “{service[0]}”"
    host = parts.hostname or "this computer"
    return f"register {unquote(parts.path.lstrip('/')) or 'sendtui'} on {host}"


def schools_file() -> Path:
    """Where the public list of schools is kept once it has been loaded; nobody's data is in it."""
    return default_store().with_name("schools.csv")


def chosen_store(named: str | None) -> Path:
    """The case file somebody named by a flag or in SENDTUI_STORE, or the default one.

    Of a register it is the place that stands for it. Raises UsageError for an address with a
    password in it, or of something else.
    """
    found = named or os.environ.get(STORE_VARIABLE)
    if not found:
        return default_store()
    # A drive is one letter, so C:/case.sendtui is no address.
    is_address = re.match("file:|[a-z][a-z0-9+.-]+://", found, re.IGNORECASE)
    return addressed(found) if is_address else Path(found).expanduser()


def addressed(url: str, *, windows: bool = os.name == "nt") -> Path:
    """The path that a `file:` address names, `%20` and the like read.

    Of a register it is the place that stands for it. Raises UsageError for an address with a
    password in it, or of something else.
    """
    from urllib.parse import unquote, urlsplit

    try:
        parts = urlsplit(url)
    except ValueError:
        raise UsageError("The address of the case file cannot be read: name its path.") from None
    if ":" in parts.netloc.rpartition("@")[0]:
        raise UsageError(
            "An address with a password in it is refused: it would stay in the history."
        )
    if parts.scheme in REGISTER_SCHEMES:
        return register_place(url)
    if parts.scheme != "file":
        raise UsageError(
            "That is no address of a case file (file:///) nor of a register (postgresql+psycopg://)."
        )
    if parts.netloc not in ("", "localhost"):
        raise UsageError(
            "That address names another computer. The case file is kept on this one: file:/// and "
            "its path."
        )
    if parts.query or parts.fragment:
        raise UsageError("An address ends at “?” and “#”. In a file's name they are %3F and %23.")
    path = unquote(parts.path)
    if not path.startswith("/"):
        raise UsageError("The address names no whole path: it begins with file:///")
    return Path(path.removeprefix("/") if windows else path)


def config_folder() -> Path:
    """Where this computer's preferences live; nothing personal is kept in it."""
    from platformdirs import user_config_path

    return user_config_path("sendtui", appauthor=False, roaming=False)


def log_folder() -> Path:
    """Where a crash report is written: places in the code, never text from the record."""
    from platformdirs import user_log_path

    return user_log_path("sendtui", appauthor=False)
