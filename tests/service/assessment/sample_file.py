"""Small sound files of every kind that is taken as evidence, made here."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

OPEN = "application/vnd.openxmlformats-officedocument."
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\nxref\n0 1\ntrailer\n<<>>\nstartxref\n30\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(20) + b"\xff\xd9"
TXT = "Décision no 4 — signée\nقرار\n".encode()
CSV = b"year,figure\r\n2025,41.5\r\n"


def make_png(extra: bytes = b"") -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">L", len(body)) + kind + body + struct.pack(">L", zlib.crc32(kind + body))
        )

    head = struct.pack(">2L5B", 1, 1, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0\0")
    chunks = chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks + extra


def make_zip(parts: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return stream.getvalue()


def make_open(kind: str = "wordprocessingml.document", folder: str = "word",
              more: Mapping[str, bytes] | None = None) -> bytes:  # fmt: skip
    types = f'<Types><Override ContentType="{OPEN}{kind}.main+xml"/></Types>'.encode()
    parts = {"[Content_Types].xml": types, f"{folder}/main.xml": b"<a/>"}
    return make_zip(parts | dict(more or {}))


def make_odf(kind: str = "text") -> bytes:
    said = f"application/vnd.oasis.opendocument.{kind}".encode()
    return make_zip({"mimetype": said, "content.xml": b"<a/>"})


SAMPLES: Mapping[str, bytes] = {
    "act.pdf": PDF,
    "ACT.PDF": PDF,
    "map.png": make_png(),
    "photo.jpg": JPEG,
    "photo.jpeg": JPEG + b"what cameras add",
    "act.docx": make_open(),
    "figures.xlsx": make_open("spreadsheetml.sheet", "xl"),
    "talk.pptx": make_open("presentationml.presentation", "ppt"),
    "act.odt": make_odf(),
    "figures.ods": make_odf("spreadsheet"),
    "note.txt": TXT,
    "figures.csv": CSV,
    "wide.txt": "Décision".encode("utf-16"),
}
