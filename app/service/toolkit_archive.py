"""A toolkit's files out of a ZIP file, from whoever made it: limits first, all findings at once.

Nothing is written and nothing is unpacked before the directory of the archive is found sound: its
entries don't overlap, their names stay in the folder, their sizes keep the limits. Then each is
unpacked in memory, never beyond what it declared.
"""

import io
import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from app.definition.finding import Finding
from app.definition.rule.registry import find
from app.definition.source import Place
from app.service.toolkit_entry import is_folder, list_kind_faults, list_name_faults

MOST_ZIP: Final = 10_000_000
MOST_UNPACKED: Final = 16_000_000
MOST_ENTRIES: Final = 500
MOST_DIRECTORY: Final = 250_000
"""Bytes of the list of entries: 500 of them with names of a reasonable length."""
MOST_SHOWN: Final = 80
MOST_FINDINGS: Final = 200
HEAD: Final = "toolkit.yaml"

_PART: Final = r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,99}"
_OWN_FILE: Final = re.compile(
    rf"toolkit\.yaml|pillars/{_PART}\.yaml|indices/{_PART}\.(?:yaml|csv)|locale/{_PART}\.po|"
    rf"golden/{_PART}\.(?:csv|md)|CHANGELOG\.md|(?:LICENSE|README)[A-Za-z0-9._-]*"
)
_OWN_FOLDERS: Final = frozenset({"", "pillars", "indices", "locale", "golden"})
# What a person packs with a folder without knowing: left out, not refused. The schemas lie in each
# toolkit that was begun by command. A compiled catalogue can't be reviewed, and is made anew.
_UNASKED: Final = re.compile(
    r"(?:.*/)?(?:__MACOSX(?:/.*)?|\.DS_Store|\.schema(?:/[^/]*)?|Thumbs\.db|desktop\.ini|"
    r"locale/[^/]+\.mo)"
)

_END: Final = struct.Struct("<4s4H2LH")
_LOCAL: Final = struct.Struct("<4s5H3L2H")
_LISTED: Final = struct.Struct("<28x3H12x")
"""One entry of the list; kept are the lengths of name, extra field and comment."""
_FULL_16: Final = 0xFFFF
_FULL_32: Final = 0xFFFFFFFF
_BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError,
    NotImplementedError, KeyError, IndexError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Archive:
    """What a ZIP file holds: text files by their path in the toolkit's folder, and all findings.

    `files` is empty where anything was found.
    """

    files: Mapping[str, bytes]
    findings: tuple[Finding, ...]


def read_archive(data: bytes, name: str) -> Archive:
    """Read the files of a toolkit from a ZIP file; never raises for what it holds.

    `name` is that of the ZIP file itself, for findings that belong to no entry.
    """
    reading = _Reading(data, show_name(name))
    files = reading.run()
    if reading.findings:
        return Archive({}, tuple(reading.findings[:MOST_FINDINGS]))
    return Archive(files, ())


def show_name(name: str) -> str:
    """Write a name so that it can stand in one line, whatever is in it."""
    plain = "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode("ascii")
        for letter in name[: MOST_SHOWN * 2]
    )
    return plain if len(plain) <= MOST_SHOWN else f"{plain[:MOST_SHOWN]}…"


class _StopReadingError(Exception):
    """What follows can't be trusted."""


class _Reading:
    def __init__(self, data: bytes, name: str) -> None:
        self.data = data
        self.name = name
        self.findings: list[Finding] = []

    def run(self) -> dict[str, bytes]:
        """Give the files; whatever was found stands in `findings`."""
        try:
            entries = self._open()
            wanted = self._choose(entries)
            return {} if self.findings else self._unpack(wanted)
        except _StopReadingError:
            return {}

    def _note(self, rule: str, message: str, entry: str | None = None) -> None:
        place = Place(self.name if entry is None else show_name(entry), 1, 1)
        self.findings.append(find(rule, place, message))

    def _stop(self, rule: str, message: str) -> None:
        self._note(rule, message)
        raise _StopReadingError

    # --- The archive as such ------------------------------------------------------------------

    def _open(self) -> list[zipfile.ZipInfo]:
        """Read the list of entries, once it is known to be of a reasonable size."""
        if len(self.data) > MOST_ZIP:
            self._stop("zip-too-large", f"The file has more than {MOST_ZIP} bytes.")
        self._look_at_end()
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(self.data))
            entries = self.zip.infolist()
        except _BROKEN as error:
            self._stop("zip-unreadable", f"The list of its files can't be read: {_say(error)}.")
        self._look_for_overlap(entries)
        return entries

    def _look_at_end(self) -> None:
        """Hold the last record, which says where all else is, to the letter."""
        start = self.data.rfind(b"PK\x05\x06")
        if start < 0 or start + _END.size > len(self.data):
            self._stop("zip-unreadable", "This is not a whole ZIP file.")
        _, disk, first, here, count, size, offset, comment = _END.unpack_from(self.data, start)
        if _FULL_16 in {here, count} or _FULL_32 in {size, offset}:
            self._stop("zip-unreadable", "It is of the kind for archives above 4 GB.")
        if disk or first or here != count or start + _END.size + comment != len(self.data):
            self._stop("zip-unreadable", "Its last record does not fit the file.")
        if offset + size != start:
            self._stop("zip-unreadable", "Something stands before, behind or between its parts.")
        if count > MOST_ENTRIES or size > MOST_DIRECTORY:
            self._stop("zip-too-large", f"It lists more than {MOST_ENTRIES} files, or long names.")
        self._look_at_list(offset, start, count)
        self.directory = offset

    def _look_at_list(self, start: int, end: int, count: int) -> None:
        """Walk from entry to entry: as many as are said, and the last one ends the list."""
        for _ in range(count):
            if start + _LISTED.size > end:
                self._stop("zip-unreadable", "Its list is shorter than it says.")
            start += _LISTED.size + sum(_LISTED.unpack_from(self.data, start))
        if start != end:
            self._stop("zip-unreadable", "Its list is longer than it says.")

    def _look_for_overlap(self, entries: list[zipfile.ZipInfo]) -> None:
        """Refuse entries that share bytes: the trick of archives that unpack without end."""
        free = 0
        for entry in sorted(entries, key=lambda one: one.header_offset):
            start, end = entry.header_offset, self._end_of(entry)
            if start < free or end > self.directory:
                message = "Its bytes belong to another file as well, or lie outside."
                self._note("zip-unreadable", message, entry.orig_filename)
            free = max(free, end)
        if self.findings:
            raise _StopReadingError

    def _end_of(self, entry: zipfile.ZipInfo) -> int:
        start = entry.header_offset
        if start < 0 or start + _LOCAL.size > self.directory:
            return _FULL_32 + 1
        *_, name_length, extra_length = _LOCAL.unpack_from(self.data, start)
        length = int(name_length) + int(extra_length) + entry.compress_size
        return start + _LOCAL.size + length

    # --- Names, kinds and sizes ---------------------------------------------------------------

    def _choose(self, entries: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
        """Look at every entry; give those to unpack by their path in the toolkit's folder."""
        sound = [entry for entry in entries if self._is_sound(entry)]
        if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
            self._note("zip-too-large", f"It unpacks to more than {MOST_UNPACKED} bytes.")
        self._look_for_doubles(sound)
        prefix = self._find_folder([entry.filename for entry in sound if not is_folder(entry)])
        wanted = {}
        for entry in sound:
            path = entry.filename.removeprefix(prefix)
            if self._belongs(entry, path, is_inside=entry.filename.startswith(prefix)):
                wanted[path] = entry
        return wanted

    def _is_sound(self, entry: zipfile.ZipInfo) -> bool:
        """Note what is wrong with an entry; tell whether to look further at it."""
        name = entry.orig_filename
        faults = [("zip-name", words) for words in list_name_faults(name)]
        faults += list_kind_faults(entry)
        for rule, message in faults:
            self._note(rule, message, name)
        return not faults and _UNASKED.fullmatch(name) is None

    def _look_for_doubles(self, entries: list[zipfile.ZipInfo]) -> None:
        seen: dict[str, str] = {}
        for entry in entries:
            key = unicodedata.normalize("NFKC", entry.filename).casefold().rstrip("/")
            if key in seen:
                message = f"On some systems it has the same name as {show_name(seen[key])}."
                self._note("zip-duplicate", message, entry.filename)
            seen[key] = entry.filename

    def _find_folder(self, names: list[str]) -> str:
        """Give what stands before every path: nothing, or the one folder at the top."""
        heads = [name for name in names if PurePosixPath(name).name == HEAD]
        for name in heads[1:]:
            message = f"A second toolkit; the first is {show_name(heads[0])}."
            self._note("zip-no-toolkit", message, name)
        if heads and heads[0].count("/") > 1:
            self._note("zip-no-toolkit", "The toolkit lies too deep.", heads[0])
        if heads:
            return heads[0].removesuffix(HEAD)
        self._note("zip-no-toolkit", f"There is no {HEAD} in it.")
        # What else is wrong is told as if the head stood where the other files do.
        tops = {name.split("/")[0] for name in names}
        is_folder = len(tops) == 1 and all("/" in name for name in names)
        return f"{tops.pop()}/" if is_folder else ""

    def _belongs(self, entry: zipfile.ZipInfo, path: str, *, is_inside: bool) -> bool:
        """Tell whether an entry is to be unpacked; note a stranger."""
        if is_folder(entry):
            if is_inside and path.rstrip("/") in _OWN_FOLDERS:
                return False
            self._note("zip-stranger", "No toolkit has such a folder.", entry.filename)
            return False
        if is_inside and _OWN_FILE.fullmatch(path):
            return True
        where = "" if is_inside else ", beside the toolkit's folder"
        self._note("zip-stranger", f"No toolkit has such a file{where}.", entry.filename)
        return False

    # --- What is in them ----------------------------------------------------------------------

    def _unpack(self, entries: Mapping[str, zipfile.ZipInfo]) -> dict[str, bytes]:
        return {
            path: content
            for path, entry in entries.items()
            if (content := self._read(entry)) is not None
        }

    def _read(self, entry: zipfile.ZipInfo) -> bytes | None:
        try:
            with self.zip.open(entry) as stream:
                content = stream.read(entry.file_size + 1)
        except _BROKEN as error:
            self._note("zip-unreadable", f"It can't be unpacked: {_say(error)}.", entry.filename)
            return None
        if len(content) != entry.file_size:
            message = f"It says {entry.file_size} bytes and has {len(content)}."
            self._note("zip-unreadable", message, entry.filename)
            return None
        return content


def _say(error: Exception) -> str:
    return show_name(str(error).rstrip(".")) or type(error).__name__
