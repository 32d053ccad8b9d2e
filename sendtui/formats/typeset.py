"""Pages set by Typst as accessible PDF: tagged, PDF/UA-1, every word passed as a string.

Text reaches a template only as JSON in `sys_inputs`, where it is a string and never markup. The
template is compiled from bytes, under a root in which no file can be found, so nothing plain
touches the disk on the way.
"""

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from threading import Lock
from typing import TYPE_CHECKING
from unicodedata import category, name

from sendtui.errors import SendtuiError

if TYPE_CHECKING:
    from typst import Compiler

LONGEST_WORD = 30
"""The letters of an unbroken run after which a line may end."""

_ONE_AT_A_TIME = Lock()
_UNDRAWN = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")
_RUN = re.compile(rf"(\S{{{LONGEST_WORD}}})(?=\S)")
_DRAWS_NOTHING = frozenset(("Cc", "Cf", "Cs", "Mn", "Me", "Sk"))


def pdf(
    template: str,
    words: Mapping[str, object],
    *,
    large: bool = False,
    machine_fonts: bool = True,
    unset: str = "The page could not be set as a PDF.",
) -> bytes:
    """The words in a template of this room, as a PDF; `large` is told to the template.

    The faces that come with Typst draw it, so the page is equal everywhere. A character they
    lack is looked for among the machine's own faces, unless `machine_fonts` is off; one that
    nobody has is replaced: an emoji by its name in brackets, a letter by an empty square.
    Raises SendtuiError with the words of `unset` where the page cannot be set at all.
    """
    from typst import TypstError

    undrawn: frozenset[str] = frozenset()
    for machine in (False, True) if machine_fonts else (False,):
        try:
            return _compile(template, _inputs(words, large), machine)
        except TypstError as error:
            undrawn = _undrawn(error)
            if not undrawn:
                raise SendtuiError(unset) from error
    return _compile(template, _inputs(words, large, undrawn), machine_fonts)


def pages(template: str, words: Mapping[str, object], *, large: bool = False) -> int:
    """How many A4 pages the words fill."""
    with _ONE_AT_A_TIME:
        drawn = compiler(machine=False).compile(
            input=_source(template), sys_inputs=_inputs(words, large), format="svg"
        )
    return len(drawn) if isinstance(drawn, list) else 1


def png(template: str, words: Mapping[str, object]) -> bytes:
    """The first page of the words in a template, as a picture of 200 dots to the inch."""
    with _ONE_AT_A_TIME:
        drawn = compiler(machine=False).compile(
            input=_source(template), sys_inputs=_inputs(words, large=False), format="png", ppi=200
        )
    first = drawn[0] if isinstance(drawn, list) else drawn
    assert isinstance(first, bytes)
    return first


@cache
def compiler(machine: bool) -> "Compiler":
    """Typst, with the machine's own faces or without, and without any file to reach."""
    from typst import Compiler

    # Nothing lies beneath a file, so with a file as its root a template can reach no other.
    nowhere = __file__
    return Compiler(
        root=nowhere,
        package_path=nowhere,
        package_cache_path=nowhere,
        ignore_system_fonts=not machine,
    )


def _compile(template: str, inputs: dict[str, str], machine: bool) -> bytes:
    with _ONE_AT_A_TIME:
        made = compiler(machine).compile(
            input=_source(template), sys_inputs=inputs, format="pdf", pdf_standards=["ua-1"]
        )
    assert isinstance(made, bytes)
    return made


@cache
def _source(template: str) -> bytes:
    return files("sendtui.formats").joinpath(template).read_bytes()


def _inputs(
    words: Mapping[str, object], large: bool, undrawn: frozenset[str] = frozenset()
) -> dict[str, str]:
    def printable(text: str) -> str:
        drawn = "".join(_stand_in(c) if c in undrawn else c for c in text)
        return _RUN.sub("\\1\u200b", drawn)

    return {"page": json.dumps({**_each(words, printable), "large": large})}


def _each(value: Mapping[str, object], change: Callable[[str], str]) -> dict[str, object]:
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
