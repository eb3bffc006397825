"""PDF files of our own making, as small as the format allows."""


def pdf(*pages, title="", author="", extra=""):
    """A PDF file whose pages hold these lines, each a line of text."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{5 + 2 * n} 0 R" for n in range(len(pages)))
    objects += [
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        f"<< /Title ({title}) /Author ({author}) /CreationDate (D:20260208120000Z) >>",
    ]
    for n, lines in enumerate(pages):
        content = "BT /F1 11 Tf 14 TL 50 800 Td " + " ".join(f"({_escaped(line)}) Tj T*" for line in lines) + " ET"
        about = (
            f"/Parent 2 0 R /MediaBox [0 0 600 840] /Resources << /Font << /F1 3 0 R >> >> /Contents {6 + 2 * n} 0 R"
        )
        objects += [f"<< /Type /Page {about} >>", f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"]
    data, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    trailer = f"<< /Size {len(objects) + 1} /Root 1 0 R /Info 4 0 R {extra} >>"
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n{trailer}\nstartxref\n{len(data)}\n%%EOF\n"
    return bytes(data) + end.encode("latin-1")


def _escaped(line):
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
