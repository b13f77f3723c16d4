"""A toolkit to take along: its files as YAML in an archive, with the licence of its texts."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Final

from app.definition.toolkit import Toolkit
from app.definition.writing import toolkit_files
from app.export.folder import MEDIA_TYPE, pack_folder
from app.paths import ROOT
from app.service.definition import ToolkitShelf
from app.service.download import Download

LICENCE: Final = ROOT / "LICENSE-toolkits"
BESIDE: Final = ("CHANGELOG.md", "LICENSE*", "README*", "locale/*.po")
"""What is taken along from the toolkit's own folder, where that holds this very version."""
MOST_BYTES: Final = 4_000_000
"""Of one such file; a larger one is left where it is."""
TOOLKITS: Final = 16


def pack_toolkit(shelf: ToolkitShelf, toolkit: Toolkit) -> Download:
    """Pack a toolkit: head, pillars and indices as YAML, and what lies beside them.

    The YAML is written from the definition, so that every version can be had; read back it has the
    same content hash. The product's own toolkits come with the licence of their texts, others with
    the one that lies in their folder.
    """
    files = dict(_write_files(toolkit))
    files |= dict(_read_beside(shelf, toolkit))
    if not any(name.startswith("LICENSE") for name in files) and _is_ours(shelf, toolkit):
        with suppress(OSError):
            files["LICENSE"] = LICENCE.read_bytes()
    name = f"{toolkit.id}-{toolkit.version}.zip"
    return Download(name, MEDIA_TYPE, pack_folder(toolkit.id, files))


@lru_cache(maxsize=TOOLKITS)
def _write_files(toolkit: Toolkit) -> Mapping[str, bytes]:
    return {path: text.encode("utf-8") for path, text in toolkit_files(toolkit).items()}


def _is_ours(shelf: ToolkitShelf, toolkit: Toolkit) -> bool:
    """Whether it came with the program, in this or another version."""
    return any(
        item.origin == "shipped" and item.toolkit is not None and item.toolkit.id == toolkit.id
        for item in shelf.list_files()
    )


def _read_beside(shelf: ToolkitShelf, toolkit: Toolkit) -> Iterator[tuple[str, bytes]]:
    for item in shelf.list_files():
        if item.toolkit is None or item.folder is None:
            continue
        if item.toolkit.content_hash == toolkit.content_hash:
            yield from _read_files(item.folder)
            return


def _read_files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for pattern in BESIDE:
        for path in sorted(folder.glob(pattern)):
            with suppress(OSError):
                is_plain = path.is_file() and not path.is_symlink()
                if is_plain and path.stat().st_size <= MOST_BYTES:
                    yield path.relative_to(folder).as_posix(), path.read_bytes()
