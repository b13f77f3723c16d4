"""What may be wrong with one entry of a ZIP file: its name, its kind, its size."""

import re
import stat
import zipfile
from typing import Final

from app.definition.source import MOST_BYTES as MOST_FILE

MOST_RATIO: Final = 200
RATIO_FROM: Final = 1_000_000
"""Unpacked bytes from which on the ratio counts: a short text may repeat itself."""
MOST_NAME: Final = 200
_DEVICE: Final = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
_DRIVE: Final = re.compile(r"[A-Za-z]:.*")
_ENCRYPTED: Final = 0x1 | 0x40 | 0x2000


def is_folder(entry: zipfile.ZipInfo) -> bool:
    """Tell whether an entry is a folder."""
    return entry.filename.endswith("/")


def list_name_faults(name: str) -> list[str]:
    """Say what is wrong with a name, however it is meant."""
    parts = name.removesuffix("/").split("/")
    is_rooted = name.startswith("/") or _DRIVE.fullmatch(name) is not None
    named = [part for part in parts if part not in {"", ".", ".."}]
    faults = {
        "Its name holds a character that can't be seen.": not name.isprintable(),
        f"Its name is longer than {MOST_NAME} characters.": len(name) > MOST_NAME,
        "Its name holds a backslash.": "\\" in name,
        "Its name begins at the root of a disk.": is_rooted,
        "Its name leads out of the folder.": ".." in parts,
        "Its name has an empty part.": not is_rooted and bool({"", "."} & set(parts)),
        "Its name is that of a device on some systems.": any(map(_is_device, named)),
        "Its name ends with a space or a dot.": any(one != one.rstrip(" .") for one in named),
    }
    return [words for words, holds in faults.items() if holds]


def _is_device(part: str) -> bool:
    return _DEVICE.fullmatch(part.rstrip(" ")) is not None


def list_kind_faults(entry: zipfile.ZipInfo) -> list[tuple[str, str]]:
    """Say what keeps an entry from being a plain file or folder of a reasonable size."""
    kind = stat.S_IFMT(entry.external_attr >> 16)
    faults = []
    if kind not in {0, stat.S_IFDIR if is_folder(entry) else stat.S_IFREG}:
        faults.append(("zip-stranger", "It is a link or another special kind of file."))
    if entry.flag_bits & _ENCRYPTED:
        faults.append(("zip-unreadable", "It is locked with a password."))
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        faults.append(("zip-unreadable", "It is packed in a way that few programs can read."))
    size = entry.file_size
    if size > MOST_FILE:
        faults.append(("zip-too-large", f"It unpacks to more than {MOST_FILE} bytes."))
    elif size > RATIO_FROM and size > MOST_RATIO * max(entry.compress_size, 1):
        message = f"It unpacks to more than {MOST_RATIO} times its size."
        faults.append(("zip-too-large", message))
    if is_folder(entry) and size:
        faults.append(("zip-unreadable", "It is a folder that holds bytes of its own."))
    return faults
