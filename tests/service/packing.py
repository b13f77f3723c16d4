"""Toolkits packed as ZIP files: as people pack them, and as nobody should."""

import io
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path

from tests.service.conftest import TOOLKIT

SMALL = (TOOLKIT / "small.yaml").read_text(encoding="utf-8")
HEAD = "toolkit.yaml"
END = b"PK\x05\x06"


def write_small(version: str = "1.0.0", status: str = "circulated", **changes: str) -> str:
    """Write the small toolkit; `changes` puts words in place of its id, title or plan."""
    text = SMALL.replace("version: '1.0.0'", f"version: '{version}'")
    text = text.replace("status: circulated", f"status: {status}")
    text = text.replace("id: small", f"id: {changes.get('id', 'small')}")
    text = text.replace("A small toolkit", changes.get("title", "A small toolkit"))
    return text.replace("a plan?", changes.get("plan", "a plan?"))


def pack(files: Mapping[str, str | bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Pack files by name; a name that ends with a stroke is a folder."""
    return pack_entries(
        [(zipfile.ZipInfo(name), content) for name, content in files.items()], method
    )


def pack_entries(
    entries: list[tuple[zipfile.ZipInfo, str | bytes]], method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for info, content in entries:
            info.compress_type = method
            archive.writestr(info, content)
    return target.getvalue()


def pack_folder(folder: Path, top: str = "") -> bytes:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return pack({f"{top}{path.relative_to(folder)}": path.read_bytes() for path in files})


def small_zip(version: str = "1.0.0", status: str = "circulated", **changes: str) -> bytes:
    return pack({HEAD: write_small(version, status, **changes)})


def patch_end(data: bytes, place: int, form: str, value: int) -> bytes:
    """Write another number into the last record, `place` bytes behind its mark."""
    made = bytearray(data)
    struct.pack_into(f"<{form}", made, data.rfind(END) + place, value)
    return bytes(made)


def patch_list(data: bytes, place: int, form: str, value: int, *, entry: int = 0) -> bytes:
    """Write another number into the entry of the list with this place."""
    made, at = bytearray(data), -1
    for _ in range(entry + 1):
        at = data.index(b"PK\x01\x02", at + 1)
    struct.pack_into(f"<{form}", made, at + place, value)
    return bytes(made)


def overlapping() -> bytes:
    """Pack two files, the second of which is said to begin where the first does."""
    data = pack({HEAD: SMALL, "README.md": "x" * 50})
    made = bytearray(data.replace(b"README.md", HEAD[:9].encode()))
    return patch_list(bytes(made), 42, "L", 0, entry=1)
