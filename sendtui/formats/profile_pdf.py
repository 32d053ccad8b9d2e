"""A one-page profile as an accessible PDF: tagged, PDF/UA-1, in standard or large print.

Typst sets the page. Text reaches the template only as JSON in `sys_inputs`, where it is a string
and never markup. The template is compiled from bytes, under a root in which no file can be found,
so nothing plain touches the disk on the way.
"""

import json
import re
from collections.abc import Callable
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from threading import Lock
from typing import TYPE_CHECKING, BinaryIO
from unicodedata import category, name

from sendtui.errors import SendtuiError
from sendtui.formats.profile_words import ProfileWords, words
from sendtui.models.pages import ProfilePage

if TYPE_CHECKING:
    from typst import Compiler

LONGEST_WORD = 30
"""The letters of an unbroken run after which a line may end."""

_UNSET = "The profile could not be set as a PDF. Its plain text can still be made with --text."
_ONE_AT_A_TIME = Lock()
_UNDRAWN = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")
_RUN = re.compile(rf"(\S{{{LONGEST_WORD}}})(?=\S)")
_DRAWS_NOTHING = frozenset(("Cc", "Cf", "Cs", "Mn", "Me", "Sk"))


def pdf(page: ProfilePage, *, large: bool = False, machine_fonts: bool = True) -> bytes:
    """The profile as a PDF; `large` sets every word at 18 points or more, on more pages if need be.

    The faces that come with Typst draw it, so the page is equal everywhere. A character they
    lack is looked for among the machine's own faces, unless `machine_fonts` is off; one that
    nobody has is replaced: an emoji by its name in brackets, a letter by an empty square.
    """
    from typst import TypstError

    own = words(page)
    undrawn: frozenset[str] = frozenset()
    for machine in (False, True) if machine_fonts else (False,):
        try:
            return _compile(_inputs(own, large), machine)
        except TypstError as error:
            undrawn = _undrawn(error)
            if not undrawn:
                raise SendtuiError(_UNSET) from error
    return _compile(_inputs(own, large, undrawn), machine_fonts)


def write(file: BinaryIO, page: ProfilePage, *, large: bool = False) -> int:
    """Write the profile as a PDF and return how many pupils that makes: one."""
    file.write(pdf(page, large=large))
    return 1


def pages(page: ProfilePage, *, large: bool = False) -> int:
    """How many A4 pages the profile fills."""
    with _ONE_AT_A_TIME:
        drawn = _compiler(machine=False).compile(
            input=_template(), sys_inputs=_inputs(words(page), large), format="svg"
        )
    return len(drawn) if isinstance(drawn, list) else 1


def fits(page: ProfilePage) -> bool:
    """Whether the profile is one page in standard print."""
    return pages(page) == 1


def _compile(inputs: dict[str, str], machine: bool) -> bytes:
    with _ONE_AT_A_TIME:
        made = _compiler(machine).compile(
            input=_template(), sys_inputs=inputs, format="pdf", pdf_standards=["ua-1"]
        )
    assert isinstance(made, bytes)
    return made


@cache
def _template() -> bytes:
    return files("sendtui.formats").joinpath("profile.typ").read_bytes()


@cache
def _compiler(machine: bool) -> "Compiler":
    from typst import Compiler

    # Nothing lies beneath a file, so with a file as its root a template can reach no other.
    nowhere = __file__
    return Compiler(
        root=nowhere,
        package_path=nowhere,
        package_cache_path=nowhere,
        ignore_system_fonts=not machine,
    )


def _inputs(
    own: ProfileWords, large: bool, undrawn: frozenset[str] = frozenset()
) -> dict[str, str]:
    def printable(text: str) -> str:
        drawn = "".join(_stand_in(c) if c in undrawn else c for c in text)
        return _RUN.sub("\\1\u200b", drawn)

    return {"page": json.dumps({**_each(asdict(own), printable), "large": large})}


def _each(value: dict[str, object], change: Callable[[str], str]) -> dict[str, object]:
    def changed(part: object) -> object:
        if isinstance(part, str):
            return change(part)
        if isinstance(part, dict):
            return _each(part, change)
        return [changed(p) for p in part] if isinstance(part, (list, tuple)) else part

    return {key: changed(part) for key, part in value.items()}


def _undrawn(error: Exception) -> frozenset[str]:
    """The characters that Typst says no face of its own could draw."""

    def meant(escape: re.Match[str]) -> str:
        return chr(int(escape[1], 16)) if escape[1] else escape[2]

    clusters = _UNDRAWN.findall(str(getattr(error, "diagnostic", error)))
    return frozenset("".join(_ESCAPE.sub(meant, cluster) for cluster in clusters))


def _stand_in(character: str) -> str:
    if category(character) in _DRAWS_NOTHING:
        return ""
    if category(character) == "So":
        return f"({name(character, 'symbol').lower()})"
    return "□"
