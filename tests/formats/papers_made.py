"""Documents made in a few lines: a PDF, a Word document, pictures, and hostile ones."""

import io
import zipfile

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 40
RELATIONS = '<?xml version="1.0"?><Types/>'
SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def pdf(words: str = "Zephyr reads ten lines") -> bytes:
    """A PDF of one page with these words."""
    drawn = f"BT /F1 12 Tf 72 720 Td ({words}) Tj ET".encode("latin-1")
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    made, places = bytearray(b"%PDF-1.4\n"), []
    for number, part in enumerate(parts, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    begins = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        len(parts) + 1,
        begins,
    )
    return bytes(made)


def docx(*paragraphs: str, body: str = "", more: dict[str, bytes] | None = None) -> bytes:
    """A Word document of these paragraphs, or with this as its body."""
    said = "".join(f"<w:p><w:r><w:t>{each}</w:t></w:r></w:p>" for each in paragraphs)
    whole = body or f'<w:document xmlns:w="{SPACE}"><w:body>{said}</w:body></w:document>'
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", RELATIONS)
        packed.writestr("word/document.xml", whole)
        for name, raw in (more or {}).items():
            packed.writestr(name, raw)
    return made.getvalue()
