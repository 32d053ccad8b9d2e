"""Versions, paths, ways in and health; nothing personal, so that it can be sent for help."""

import platform
import sys
from argparse import ArgumentParser

from sendtui import __version__, paths
from sendtui.commands.call import Call
from sendtui.errors import SendtuiError


def arguments(parser: ArgumentParser) -> None:
    """This verb takes no words of its own."""


def run(call: Call) -> int:
    """Print what somebody who helps would ask for."""
    found = facts(call)
    if paths.register_url(call.path):
        return _of_register(call, found)
    if call.out.as_json:
        call.out.data(found)
    else:
        for name, value in found.items():
            call.out.line(f"{name}: {value}")
    return 0


def _of_register(call: Call, found: dict[str, object]) -> int:
    """Attest how a register stands; the exit code is 1 where something is not as it should be."""
    from sendtui.services import registers

    looked_at = registers.facts(call.path, call.unlock().passphrase)
    if call.out.as_json:
        call.out.data({**found, "register": looked_at})
    else:
        for name, value in found.items():
            call.out.line(f"{name}: {value}")
        for each in looked_at:
            sign = {True: "✓", False: "!", None: "·"}[each.sound]
            call.out.line(f"{sign} {each.name}: {each.found}")
    return int(any(each.sound is False for each in looked_at))


def _ways_in(call: Call) -> str:
    from sendtui.services import casefile

    try:
        return ", ".join(f"{way} ({name})" for way, name in casefile.ways_in(call.path))
    except SendtuiError as problem:
        return str(problem)


def facts(call: Call) -> dict[str, object]:
    """What is installed, where the case file is, and how it can be opened."""
    from importlib.metadata import version

    from sendtui.services import casefile

    url = paths.register_url(call.path)
    found: dict[str, object] = {
        "sendtui": __version__,
        "python": platform.python_version(),
        "system": platform.platform(terse=True),
        "terminal encoding": sys.stdout.encoding,
        **{
            name: version(name)
            for name in ("textual", "sqlmodel", "SQLAlchemy", "sqlcipher3", "pyrage", "typst")
        },
        **casefile.engine(),
        "case file": str(call.path),
        "place": casefile.place(call.path) or "on this computer's own disk",
        "configuration": str(paths.config_folder()),
    }
    if url:
        found["case file"], found["place"] = paths.register_name(url), "on its server"
        return found
    if call.path.exists():
        found["size"] = call.path.stat().st_size
        found["ways in"] = _ways_in(call)
        found["backups"] = casefile.backups(call.path)
    else:
        found["case file"] = f"{call.path} (none yet: “sendtui init” makes one)"
    return found
