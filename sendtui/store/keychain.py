"""The operating system's own store of secrets, for those who opt in.

Nothing falls back to a plain file: where the system keeps no secrets, the answer is a clear error.
"""

from sendtui.errors import SendtuiError

SERVICE = "sendtui"


def keep(name: str, secret: bytes) -> None:
    """Keep a secret for this machine alone.

    Raises SendtuiError where the system offers no keyring.
    """
    import keyring
    from keyring.errors import KeyringError

    _stay_on_this_machine(keyring.get_keyring())
    try:
        keyring.set_password(SERVICE, name, secret.hex())
    except KeyringError as problem:
        raise SendtuiError(
            "This computer offers no keyring. Open with the passphrase instead."
        ) from problem


def find(name: str) -> bytes | None:
    """The secret, or None where the system has none or offers no keyring."""
    import keyring
    from keyring.errors import KeyringError

    try:
        found = keyring.get_password(SERVICE, name)
    except KeyringError:
        return None
    return bytes.fromhex(found) if found else None


def forget(name: str) -> None:
    """Remove the secret, if it is there."""
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.delete_password(SERVICE, name)
    except KeyringError:
        return


def _stay_on_this_machine(backend: object) -> None:
    # Windows would roam the secret with a domain profile, where the case file does not go.
    if type(backend).__name__ == "WinVaultKeyring":
        backend.persist = "local machine"  # type: ignore[attr-defined]
