"""What PostgreSQL says when it refuses, as something that a person can act on."""

from sendtui.errors import BusyError, DamagedError, LockedError, SendtuiError
from sendtui.store.address import Address

BUSY_SECONDS = 10
"""How long a writer waits for another's act to end."""


def explain(error: Exception, name: str) -> SendtuiError:
    """What PostgreSQL says, as one of our kinds; raises what is a mistake of the program."""
    state = getattr(error, "sqlstate", None) or ""
    if state == "55P03":
        return BusyError(
            f"Somebody else has been writing to the {name} for over {BUSY_SECONDS} seconds. Wait a "
            "moment and try again."
        )
    if state == "57014":
        return SendtuiError("Stopped, because something newer was asked.")
    if state in ("42P01", "3F000"):
        # Whoever may not use the schema is told that its tables are not there.
        return SendtuiError(f"The {name} does not let you in any more. Ask its owner.")
    if state == "42501":
        return SendtuiError(
            f"Your role on the {name} may not do that. Nothing was changed. Ask its owner."
        )
    if state == "25006":
        return SendtuiError(f"The {name} is open for reading only. Nothing was changed.")
    if state.startswith("53"):
        return SendtuiError(
            f"The server of the {name} has no room left (disk, memory or connections). This was "
            "not saved; everything saved before is safe. Tell its operator."
        )
    if state.startswith("XX") or state == "58030":
        return DamagedError(f"The {name} is damaged. Nothing was changed. Tell its operator.")
    if state.startswith(("08", "57P", "28")) or (not state and _is_cut(error)):
        return SendtuiError(
            f"The connection to the {name} was lost. What was not saved yet can be saved again."
        )
    if state.startswith("22") or isinstance(error, UnicodeError):
        return SendtuiError(f"The {name} cannot hold a value of this. Nothing was changed.")
    raise error from None


def _is_cut(error: Exception) -> bool:
    import psycopg

    return isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)


def refused(said: str, address: Address) -> SendtuiError:
    """Why a connection was not made; LockedError where a password is wanted."""
    text, name = said.lower(), address.name
    if "no password supplied" in text or "password authentication failed" in text:
        wrong = "does not accept that password" if "failed" in text else "asks for a password"
        return LockedError(
            f"The {name} {wrong}. Give it with --passphrase-file FILE, keep it in ~/.pgpass, or "
            "use a client certificate."
        )
    for sign, words in _SIGNS:
        if sign in text:
            return SendtuiError(f"The {name} was not opened: {words}.")
    return SendtuiError(f"The {name} cannot be reached. Is the network there, and the address?")


_SIGNS = (
    ("server does not support ssl", "its server does not offer TLS, which is required"),
    ("certificate", "the server's or your certificate is not accepted; ask its operator"),
    ("no pg_hba.conf entry", "the server lets nobody in from here; ask its operator"),
    ("definition of service", "no service of that name is in the service file"),
    ("authentication failed", "the server does not know you; ask its operator"),
    ("permission denied", "it does not let your role in; ask its owner"),
    ("role", "your role does not exist there, or may not log in"),
    ("database", "there is no such database; create it first"),
    ("translate host name", "no computer of that name is known"),
    ("refused", "nothing answers there"),
)
