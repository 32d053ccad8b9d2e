"""The words of a tagged PDF in the order a screen reader meets them, each with its tag."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf


@dataclass(frozen=True)
class Tagged:
    """What was read: (tag, words) in reading order, the words no tag holds, how many pages."""

    words: tuple[tuple[str, str], ...]
    artifacts: tuple[str, ...]
    untagged: tuple[str, ...]
    pages: int


def read(document: bytes) -> Tagged:
    """Read the structure tree and the marked content it points to."""
    with pikepdf.open(io.BytesIO(document)) as pdf:
        marked: dict[tuple[int, int], str] = {}
        artifacts: list[str] = []
        untagged: list[str] = []
        for number, page in enumerate(pdf.pages):
            for mark, mcid, words in _shown(page):
                if mcid is not None:
                    marked[number, mcid] = marked.get((number, mcid), "") + words
                else:
                    (artifacts if mark == "/Artifact" else untagged).append(words)
        numbers = {page.objgen: number for number, page in enumerate(pdf.pages)}
        root = pdf.Root.StructTreeRoot
        words = tuple(
            (tag, text) for tag, text in _walk(root.K, "", 0, numbers, marked) if text.strip()
        )
        return Tagged(words, tuple(artifacts), tuple(untagged), len(pdf.pages))


def _shown(page: pikepdf.Page) -> Iterator[tuple[str, int | None, str]]:
    marks: list[tuple[str, int | None]] = []
    spoken_instead = 0
    fonts = page.Resources.get("/Font", {})
    names = {str(key): _to_unicode(font) for key, font in fonts.items()}
    font: dict[int, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BMC":
                marks.append((str(operands[0]), None))
            case "BDC":
                mcid = operands[1].get("/MCID")
                marks.append((str(operands[0]), None if mcid is None else int(mcid)))
                if "/ActualText" in operands[1]:
                    yield (*_innermost(marks), str(operands[1].ActualText))
                    spoken_instead = len(marks)
            case "EMC":
                spoken_instead = 0 if len(marks) == spoken_instead else spoken_instead
                marks.pop()
            case "Tf":
                font = names[str(operands[0])]
            case "Tj" | "TJ" as shown if not spoken_instead:
                parts = operands[0] if shown == "TJ" else [operands[0]]
                words = "".join(_decoded(p, font) for p in parts if isinstance(p, pikepdf.String))
                yield (*_innermost(marks), words)


def _innermost(marks: list[tuple[str, int | None]]) -> tuple[str, int | None]:
    numbered = [mark for mark in marks if mark[1] is not None]
    return (numbered or marks or [("", None)])[-1]


def _decoded(string: pikepdf.String, font: dict[int, str]) -> str:
    raw = bytes(string)
    return "".join(font[int.from_bytes(raw[i : i + 2])] for i in range(0, len(raw), 2))


def _to_unicode(font: pikepdf.Object) -> dict[int, str]:
    text = font.ToUnicode.read_bytes().decode("ascii")
    found: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", text, re.S):
        for code, meant in re.findall(r"<(\w+)>\s*<(\w*)>", block):
            found[int(code, 16)] = bytes.fromhex(meant).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", text, re.S):
        for first, last, meant in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            start = int(meant, 16)
            for step, code in enumerate(range(int(first, 16), int(last, 16) + 1)):
                found[code] = chr(start + step)
    return found


def _walk(
    node: pikepdf.Object | int,
    tag: str,
    page: int,
    numbers: dict[tuple[int, int], int],
    marked: dict[tuple[int, int], str],
) -> Iterator[tuple[str, str]]:
    if isinstance(node, int):
        yield tag, marked.get((page, node), "")
    elif isinstance(node, pikepdf.Array):
        for child in node:
            yield from _walk(child, tag, page, numbers, marked)
    elif isinstance(node, pikepdf.Dictionary):
        page = numbers[node.Pg.objgen] if "/Pg" in node else page
        if "/MCID" in node:
            yield tag, marked.get((page, int(node.MCID)), "")
        elif "/K" in node:
            kind = str(node.get("/S", "/" + tag)).lstrip("/")
            inner = "".join(text for _, text in _walk(node.K, kind, page, numbers, marked))
            holds_blocks = kind in ("Document", "Div", "Part", "Sect", "")
            if holds_blocks:
                yield from _walk(node.K, kind, page, numbers, marked)
            else:
                yield kind, inner
