#!/usr/bin/env python3
"""Writes a small, valid PDF that looks like a laboratory's report.

usage: make_report.py FILE TITLE [PADDING_BYTES]

PADDING_BYTES adds a stream object of that many bytes that do not compress, as scanned pages would.
The same arguments give the same file.
"""

import random
import sys


def stream_object(data):
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(data), data)


def page_text(title):
    shown = title.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"BT /F1 18 Tf 72 720 Td ({shown}) Tj ET".encode("latin-1", "replace")


def pdf_bytes(title, padding_bytes):
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        stream_object(page_text(title)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    if padding_bytes:
        objects.append(stream_object(random.Random(title).randbytes(padding_bytes)))
    pdf = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(pdf))
        pdf += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    xref_offset = len(pdf)
    pdf += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    pdf += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    pdf += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, xref_offset)
    return bytes(pdf)


def main():
    if len(sys.argv) not in (3, 4):
        print(__doc__.strip(), file=sys.stderr)
        return 2
    padding_bytes = int(sys.argv[3]) if len(sys.argv) == 4 else 0
    with open(sys.argv[1], "wb") as file:
        file.write(pdf_bytes(sys.argv[2], padding_bytes))
    return 0


if __name__ == "__main__":
    sys.exit(main())
