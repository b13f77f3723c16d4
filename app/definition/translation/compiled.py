"""The compiled form of a catalogue: gettext's MO format, which is read without parsing.

Only what readers may be shown is compiled. The header says whether all of it was reviewed, since
comments are not kept. The format is described in the manual of GNU gettext, "The Format of GNU MO
Files".
"""

import struct
from collections.abc import Iterator
from typing import Final

from app.definition.translation.catalogue import Catalogue, Entry
from app.definition.translation.reading import MOST_BYTES, MOST_ENTRIES
from app.definition.translation.speaking import Translation, collect_translation

_MAGIC: Final = 0x950412DE
_HEAD: Final = struct.Struct("<7I")
_PAIR: Final = struct.Struct("<2I")
_SEPARATOR: Final = "\x04"
_REVIEWED: Final = "X-Reviewed"


class CompiledError(ValueError):
    """A compiled catalogue that cannot be read."""


def compile_catalogue(catalogue: Catalogue) -> bytes:
    """Write what readers may be shown in MO format."""
    header = {**catalogue.header, _REVIEWED: "yes" if catalogue.is_reviewed else "no"}
    texts = {"": "".join(f"{name}: {value}\n" for name, value in header.items())}
    for entry in catalogue.entries:
        if entry.is_usable:
            texts.setdefault(_SEPARATOR.join(entry.key), entry.text)
    pairs = sorted((key.encode(), text.encode()) for key, text in texts.items())
    start = _HEAD.size + 2 * _PAIR.size * len(pairs)
    keys, texts_at, strings = bytearray(), bytearray(), bytearray()
    for table, side in ((keys, 0), (texts_at, 1)):
        for pair in pairs:
            table.extend(_PAIR.pack(len(pair[side]), start + len(strings)))
            strings += pair[side] + b"\0"
    head = _HEAD.pack(_MAGIC, 0, len(pairs), _HEAD.size, _HEAD.size + len(keys), 0, start)
    return bytes(head + keys + texts_at + strings)


def read_compiled(language: str, content: bytes) -> Translation:
    """Read a compiled catalogue.

    Raises:
        CompiledError: the bytes are none, or damaged.
    """
    try:
        entries = list(_list_entries(content))
    except (struct.error, UnicodeDecodeError) as error:
        raise CompiledError(str(error)) from error
    header = next((entry.text for entry in entries if not entry.source), "")
    usable = (entry for entry in entries if entry.source and entry.is_usable)
    is_reviewed = f"{_REVIEWED}: yes" in header.split("\n")
    return collect_translation(language, usable, is_reviewed=is_reviewed)


def _list_entries(content: bytes) -> Iterator[Entry]:
    magic, _, count, first, second, _, _ = _HEAD.unpack_from(content)
    if magic != _MAGIC or count > MOST_ENTRIES + 1 or len(content) > 2 * MOST_BYTES:
        raise CompiledError("This is no compiled catalogue.")
    left = len(content)
    for number in range(count):
        key = _read(content, first + number * _PAIR.size)
        text = _read(content, second + number * _PAIR.size)
        left -= len(key) + len(text)
        if left < 0:
            raise CompiledError("Its texts overlap.")
        place, found, source = key.partition(_SEPARATOR)
        yield Entry(place, source, text) if found else Entry(None, key, text)


def _read(content: bytes, at: int) -> str:
    length, start = _PAIR.unpack_from(content, at)
    if start + length > len(content):
        raise CompiledError("The file is cut short.")
    return content[start : start + length].decode()
