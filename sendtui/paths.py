"""Where files live on this computer."""

import os
from pathlib import Path

STORE_VARIABLE = "SENDTUI_STORE"


def default_store() -> Path:
    """The case file that is opened when none is named: on this computer's disk, never roaming."""
    from platformdirs import user_data_path

    return user_data_path("sendtui", appauthor=False, roaming=False) / "case.sendtui"


def chosen_store(named: str | None) -> Path:
    """The case file somebody named by a flag or in SENDTUI_STORE, or the default one."""
    found = named or os.environ.get(STORE_VARIABLE)
    return Path(found).expanduser() if found else default_store()


def config_folder() -> Path:
    """Where this computer's preferences live; nothing personal is kept in it."""
    from platformdirs import user_config_path

    return user_config_path("sendtui", appauthor=False, roaming=False)


def log_folder() -> Path:
    """Where a crash report is written: places in the code, never text from the record."""
    from platformdirs import user_log_path

    return user_log_path("sendtui", appauthor=False)
