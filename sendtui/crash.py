"""What is kept of a crash: the kind of error and the places in the code, never any text."""

import platform
import sys
import traceback
from pathlib import Path

from sendtui import __version__, paths

PACKAGE = Path(__file__).parent


def keep_report(error: BaseException, when: str) -> Path:
    """Write the report of a crash and give its place; `when` is its name, such as 20261122-1803.

    An error's own message may hold a child's name, so only its kind is written.
    """
    folder = paths.log_folder()
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / f"crash-{when}.txt"
    kept.write_text(report(error), encoding="utf-8")
    return kept


def report(error: BaseException) -> str:
    """The kinds of error, from the first cause on, and where in the code each came up."""
    from importlib.metadata import version

    lines = [
        f"sendtui {__version__}, Textual {version('textual')}",
        f"Python {sys.version.split()[0]} on {platform.system()} {platform.release()}",
    ]
    for each in _chain(error):
        lines += ["", type(each).__qualname__]
        for frame in traceback.extract_tb(each.__traceback__):
            lines.append(f"  {_place(frame.filename)}:{frame.lineno} {frame.name}")
    return "\n".join(lines) + "\n"


def _chain(error: BaseException) -> list[BaseException]:
    chain: list[BaseException] = []
    found: BaseException | None = error
    while found is not None and found not in chain:
        chain.insert(0, found)
        # A worker wraps what went wrong in it.
        inner = getattr(found, "error", None)
        found = inner if isinstance(inner, BaseException) else found.__cause__ or found.__context__
    return chain


def _place(filename: str) -> str:
    path = Path(filename)
    if path.is_relative_to(PACKAGE.parent):
        return path.relative_to(PACKAGE.parent).as_posix()
    return "/".join(path.parts[-2:])
