"""OpenDocument spreadsheets made by hand, sound ones and such as are made to harm."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date

_SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{whole}:1.0"'
    for short, whole in (("office", "office"), ("table", "table"), ("text", "text"))
)
_HEAD = f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES}>'
_BODY = "<office:body><office:spreadsheet>{}</office:spreadsheet></office:body>"
_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    "{}</manifest:manifest>"
)
MIME = "application/vnd.oasis.opendocument.spreadsheet"
EMPTY = '<table:table-cell table:number-columns-repeated="16000"/>'
BELOW = f'<table:table-row table:number-rows-repeated="1048000">{EMPTY}</table:table-row>'


def cell(value: object, repeated: int = 1) -> str:
    """A cell as LibreOffice writes it."""
    times = f' table:number-columns-repeated="{repeated}"' if repeated > 1 else ""
    if isinstance(value, date):
        said = f'office:value-type="date" office:date-value="{value}"'
    elif isinstance(value, (int, float)):
        said = f'office:value-type="float" office:value="{value}"'
    else:
        said = 'office:value-type="string"'
    return f"<table:table-cell {said}{times}><text:p>{value}</text:p></table:table-cell>"


def row(cells: str, repeated: int = 1) -> str:
    """A row of cells."""
    times = f' table:number-rows-repeated="{repeated}"' if repeated > 1 else ""
    return f"<table:table-row{times}>{cells}</table:table-row>"


def table(rows: str, name: str = "Sheet1") -> str:
    """A sheet."""
    return f'<table:table table:name="{name}">{rows}</table:table>'


def ods(tables: str, *, mime: str = MIME, manifest: str = "", head: str = _HEAD) -> bytes:
    """The file around its sheets."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", mime, zipfile.ZIP_STORED)
        packed.writestr("META-INF/manifest.xml", _MANIFEST.format(manifest))
        packed.writestr("content.xml", f"{head}{_BODY.format(tables)}</office:document-content>")
    return made.getvalue()


def listed(lines: Sequence[Sequence[object]]) -> bytes:
    """A list, with the empty cells and rows that a spreadsheet program puts around it."""
    return ods(table("".join(row("".join(map(cell, cells)) + EMPTY) for cells in lines) + BELOW))
