"""Small real documents to attach."""

from __future__ import annotations

import textwrap

PAGE = """\
<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"""
# No font is embedded: readers bring a Chinese one of their own for this name and coding. The first 95 characters
# of the collection are the Latin ones, half as wide.
FONT = """\
<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>"""
FACE = """\
<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 7 0 R /DW 1000 /W [1 95 500]
/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>"""
DESCRIPTOR = """\
<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0
/Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>"""


def pdf(title: str, text: str) -> bytes:
    """One A4 page with a title and paragraphs, each a line of the text."""
    lines = [line for paragraph in text.splitlines() for line in textwrap.wrap(paragraph, 38) or [""]]
    stream = "\n".join([_show(title, 16, 770), *(_show(line, 11, 735 - 20 * n) for n, line in enumerate(lines))])
    return _file(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        PAGE,
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        FONT,
        FACE,
        DESCRIPTOR,
    )


def _show(line: str, size: int, height: int) -> str:
    return f"BT /F {size} Tf 72 {height} Td <{line.encode('utf-16-be').hex()}> Tj ET"


def _file(*objects: str) -> bytes:
    """The objects with the table of where each begins."""
    body, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(f"{len(body):010d} 00000 n \n")
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{''.join(places)}"
    end = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    return (body + table + end).encode("ascii")
