"""Files in one folder as a ZIP archive, the same bytes for the same files."""

import io
from collections.abc import Mapping
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

MEDIA_TYPE: Final = "application/zip"
_DAY: Final = (1980, 1, 1, 0, 0, 0)
"""The first day an archive can name: when the files were packed says nothing about them."""
_UNIX: Final = 3
_PLAIN_FILE: Final = 0o100644 << 16


def pack_folder(name: str, files: Mapping[str, bytes]) -> bytes:
    """Pack files under a folder of this name, in their order; paths are written with `/`."""
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        for path, content in files.items():
            entry = ZipInfo(f"{name}/{path}", _DAY)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = _UNIX
            entry.external_attr = _PLAIN_FILE
            archive.writestr(entry, content)
    return stream.getvalue()
