"""The machine's own PostgreSQL, where it has one: with the extensions that the package's lacks."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

OLDEST = 15


@contextmanager
def own_server() -> Iterator[str]:
    """The address of a fresh server with pg_trgm, but for the database; skips where there is none.

    It refuses to run as root, so it then runs as whoever is there for that.
    """
    programs = _programs()
    if programs is None:
        pytest.skip("This machine has no PostgreSQL of its own with pg_trgm.")
    who = _who()
    # A short path: a socket's has a limit.
    folder = Path(tempfile.mkdtemp(prefix="sendtui-own-"))
    try:
        if who:
            os.chown(folder, who["user"], who["group"])
        data, log = str(folder / "data"), str(folder / "log")
        _run(who, programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8",
             "--locale=C.UTF-8", "--data-checksums", "--no-sync")  # fmt: skip
        said = f"-k {folder} -c listen_addresses= -c fsync=off"
        _run(who, programs / "pg_ctl", "-D", data, "-w", "-l", log, "-o", said, "start")
        try:
            yield f"postgresql+psycopg://postgres@/{{}}?host={quote(str(folder))}"
        finally:
            _run(who, programs / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path | None:
    for found in sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True):
        version = found.parent.parent.name
        extension = Path("/usr/share/postgresql") / version / "extension" / "pg_trgm.control"
        if version.isdecimal() and int(version) >= OLDEST and extension.exists():
            return found.parent
    return None


def _who() -> dict[str, Any]:
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}
    pytest.skip("There is nobody here whom a server could run as.")


def _run(who: dict[str, Any], *words: str | Path) -> None:
    ended = subprocess.run(
        [str(word) for word in words],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        cwd="/", env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}, check=False, **who,
    )  # fmt: skip
    if ended.returncode and words[-1] != "stop":
        pytest.skip(f"This machine's PostgreSQL does not start: {Path(words[0]).name}")
