"""A schema (XSD) of a year's SEN2 return, of our own: made from the same table as the return.

It says what stands where, how often, and which codes there are. What hangs on outcomes is for the
checks. The Department's own schema was not seen.
"""

from collections.abc import Iterator
from xml.sax.saxutils import quoteattr

from sendtui.rules.sen2_shape import DAY_ITEMS, FLAG_ITEMS, LEAST, MOST, NEEDED, Shape

_PATTERNS = {
    "UPN": "[A-HJ-NP-RT-Z][0-9]{11}[0-9A-HJ-NP-RT-Z]",
    "UniqueLearnerNumber": "[0-9]{10}",
    "URN": "[0-9]{1,6}",
    "UKPRN": "[0-9]{8}",
    "LEA": "[0-9]{3}",
    "Exported": "[0-9]{3}|XXX",
    "TransferLA": "[0-9]{3}|XXX",
    "SerialNo": "[0-9]{3}",
    "Year": "[0-9]{4}",
    "DateTime": "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}",
}
_HEADER_NEEDED = (
    "Collection",
    "Year",
    "ReferenceDate",
    "SourceLevel",
    "LEA",
    "SerialNo",
    "DateTime",
)


def xsd(shape: Shape) -> str:
    """The schema of a year as text."""
    return "\n".join(_lines(shape)) + "\n"


def _lines(shape: Shape) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">'
    yield f"  <!-- SEN2 {shape.year}, made by sendtui. Not the Department’s schema. -->"
    yield '  <xs:element name="Message"><xs:complexType><xs:sequence>'
    yield '    <xs:element name="Header"><xs:complexType><xs:sequence>'
    yield from _group(shape, "CollectionDetails", 3, 'minOccurs="1"')
    yield from _group(shape, "Source", 3, 'minOccurs="1"')
    yield "    </xs:sequence></xs:complexType></xs:element>"
    yield '    <xs:element name="Persons"><xs:complexType><xs:sequence>'
    yield from _group(shape, "Person", 3, 'minOccurs="0" maxOccurs="unbounded"')
    yield "    </xs:sequence></xs:complexType></xs:element>"
    yield "  </xs:sequence></xs:complexType></xs:element>"
    yield "</xs:schema>"


def _group(shape: Shape, name: str, depth: int, occurs: str) -> Iterator[str]:
    pad = "  " * depth
    yield f"{pad}<xs:element name={quoteattr(name)} {occurs}><xs:complexType><xs:sequence>"
    for part in shape.groups[name]:
        if part in shape.groups:
            most = str(MOST[part]) if part in MOST else "unbounded"
            often = f'minOccurs="{LEAST.get(part, 0)}" maxOccurs="{most}"'
            yield from _group(shape, part, depth + 1, often)
        else:
            yield from _item(shape, name, part, depth + 1)
    yield f"{pad}</xs:sequence></xs:complexType></xs:element>"


def _item(shape: Shape, group: str, name: str, depth: int) -> Iterator[str]:
    pad = "  " * depth
    is_needed = name in NEEDED.get(group, ()) or name in _HEADER_NEEDED
    head = f'<xs:element name={quoteattr(name)} minOccurs="{int(is_needed)}"'
    if name in DAY_ITEMS:
        yield f'{pad}{head} type="xs:date"/>'
        return
    limits = list(_limits(shape, group, name))
    yield f'{pad}{head}><xs:simpleType><xs:restriction base="xs:string">'
    yield from (f"{pad}  {each}" for each in limits)
    yield f"{pad}</xs:restriction></xs:simpleType></xs:element>"


def _limits(shape: Shape, group: str, name: str) -> Iterator[str]:
    codes = ("0", "1") if name in FLAG_ITEMS else shape.allowed(group, name)
    if codes:
        for code in codes:
            yield f"<xs:enumeration value={quoteattr(code)}/>"
    elif name in _PATTERNS:
        yield f"<xs:pattern value={quoteattr(_PATTERNS[name])}/>"
    else:
        yield '<xs:minLength value="1"/>'
