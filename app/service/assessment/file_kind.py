"""Which kind of file some bytes are, told by the bytes; and names that can stand in any folder.

What is taken is a short list, and each kind is held to its shape: a page or a program under the
name of a document is refused, and so is a file that is a second thing at once.
"""

import io
import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

Reason = Literal["missing", "empty", "large", "kind", "name", "damaged", "quota"]

LONGEST_NAME: Final = 120
LONGEST_ENDING: Final = 10
MOST_ENTRIES: Final = 5_000
MOST_DIRECTORY: Final = 1_000_000
MOST_UNPACKED: Final = 150_000_000
PIECE: Final = 65_536
TAIL: Final = 2_048
"""Bytes at the end of a PDF in which its last marks must stand."""


class RefusedFileError(Exception):
    """A file that is not taken; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: what it is sent as, and how its name may end."""

    media_type: str
    endings: tuple[str, ...]


_OPEN: Final = "application/vnd.openxmlformats-officedocument."
_ODF: Final = "application/vnd.oasis.opendocument."
PDF: Final = Kind("application/pdf", ("pdf",))
PNG: Final = Kind("image/png", ("png",))
JPEG: Final = Kind("image/jpeg", ("jpg", "jpeg"))
DOCX: Final = Kind(f"{_OPEN}wordprocessingml.document", ("docx",))
XLSX: Final = Kind(f"{_OPEN}spreadsheetml.sheet", ("xlsx",))
PPTX: Final = Kind(f"{_OPEN}presentationml.presentation", ("pptx",))
ODT: Final = Kind(f"{_ODF}text", ("odt",))
ODS: Final = Kind(f"{_ODF}spreadsheet", ("ods",))
TXT: Final = Kind("text/plain", ("txt",))
CSV: Final = Kind("text/csv", ("csv",))
KINDS: Final = (PDF, PNG, JPEG, DOCX, XLSX, PPTX, ODT, ODS, TXT, CSV)
"""All that is taken."""

_END: Final = struct.Struct("<4s4H2LH")
_LOCAL: Final = struct.Struct("<4s5H3L2H")
_ZIP_END: Final = b"PK\x05\x06"
_PNG_HEAD: Final = b"\x89PNG\r\n\x1a\n"
_PASSWORD: Final = 0x1
_STREAMED: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError,
    NotImplementedError, KeyError, IndexError,
)  # fmt: skip
# Tab, line feed, carriage return and form feed apart, no text holds control characters.
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")


def find_kind(body: bytes, name: str) -> Kind:
    """Say what a file is, by its content; its name must end as that kind's names do.

    Raises:
        RefusedFileError: It is empty, of no kind that is taken, damaged, or named as another kind.
    """
    if not body:
        raise RefusedFileError("empty")
    found = _look(body)
    ending = name.rpartition(".")[2].lower()
    for kind in found:
        if ending in kind.endings:
            return kind
    raise RefusedFileError("name")


def _look(body: bytes) -> tuple[Kind, ...]:
    """Give the kinds a content may be: one, or both kinds of text."""
    if body.startswith(b"%PDF-"):
        return (_check(PDF, is_sound=_is_pdf(body)),)
    if body.startswith(_PNG_HEAD):
        return (_check(PNG, is_sound=_is_png(body)),)
    if body.startswith(b"\xff\xd8\xff"):
        return (_check(JPEG, is_sound=_is_jpeg(body)),)
    if body.startswith(b"PK\x03\x04"):
        return (_read_office(body),)
    if _is_text(body):
        return TXT, CSV
    raise RefusedFileError("kind")


def _check(kind: Kind, *, is_sound: bool) -> Kind:
    if not is_sound:
        raise RefusedFileError("damaged")
    return kind


def _is_archive_too(body: bytes) -> bool:
    """Tell whether a ZIP file ends where the file ends, whatever it begins with."""
    start = body.rfind(_ZIP_END)
    if start < 0 or start + _END.size > len(body):
        return False
    comment: int = _END.unpack_from(body, start)[-1]
    return start + _END.size + comment == len(body)


def _is_pdf(body: bytes) -> bool:
    """A PDF ends with the place of its table and a mark; behind it at most blank bytes."""
    tail = body[-TAIL:]
    if b"startxref" not in tail or _is_archive_too(body):
        return False
    return re.search(rb"%%EOF[\s\x00]*\Z", tail) is not None


def _is_png(body: bytes) -> bool:
    """A PNG is a chain of chunks from its head to its end, and nothing behind."""
    start, is_first = len(_PNG_HEAD), True
    while start + 12 <= len(body):
        length, kind = struct.unpack_from(">L4s", body, start)
        if is_first and kind != b"IHDR":
            return False
        start, is_first = start + 12 + length, False
        if kind == b"IEND":
            return bool(start == len(body) and length == 0)
    return False


def _is_jpeg(body: bytes) -> bool:
    """A JPEG ends with its mark; cameras add bytes of their own behind, which are no archive."""
    return b"\xff\xd9" in body[4:] and not _is_archive_too(body)


def _is_text(body: bytes) -> bool:
    """Text has no control characters and does not begin as a page, a picture or a program."""
    text = _decode(body)
    if text is None or _CONTROLS.search(text):
        return False
    # A page, an SVG, XML, PostScript, RTF, a script of a shell: all text, none of them wanted.
    return not text.lstrip("\ufeff \t\r\n\f").startswith(("<", "%!", "{\\rtf", "#!"))


def _decode(body: bytes) -> str | None:
    """Read text in UTF-8, or in UTF-16 with its mark; None for what is neither."""
    is_wide = body.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        return body.decode("utf-16" if is_wide else "utf-8")
    except UnicodeDecodeError:
        return None


_TYPES: Final = "[Content_Types].xml"

# --- Office files -------------------------------------------------------------------------------


def _read_office(body: bytes) -> Kind:
    """Say which office file a ZIP file is; unpack all of it once, never beyond what it declares."""
    try:
        start = _check_end(body)
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            entries = archive.infolist()
            _check_entries(body, entries, start)
            for entry in entries:
                _check_content(archive, entry)
            return _name_office(archive, entries)
    except _BROKEN:
        raise RefusedFileError("damaged") from None


def _check_end(body: bytes) -> int:
    """Hold the last record to the letter; returns where the list of entries begins."""
    start = body.rfind(_ZIP_END)
    if start < 0 or not _is_archive_too(body):
        raise RefusedFileError("damaged")
    _, disk, first, here, count, size, offset, _comment = _END.unpack_from(body, start)
    if disk or first or here != count or offset + size != start:
        raise RefusedFileError("damaged")
    if count > MOST_ENTRIES or size > MOST_DIRECTORY:
        raise RefusedFileError("damaged")
    return int(offset)


def _check_entries(body: bytes, entries: Iterable[zipfile.ZipInfo], directory: int) -> None:
    """Refuse what unpacks to too much, shares bytes, is locked or has names that lead elsewhere."""
    listed = sorted(entries, key=lambda entry: entry.header_offset)
    if sum(entry.file_size for entry in listed) > MOST_UNPACKED:
        raise RefusedFileError("damaged")
    names = [entry.filename for entry in listed]
    if len(set(names)) != len(names) or any(map(_leads_out, names)):
        raise RefusedFileError("damaged")
    free = 0
    for entry in listed:
        *_, name_length, extra_length = _LOCAL.unpack_from(body, entry.header_offset)
        end = entry.header_offset + _LOCAL.size + name_length + extra_length + entry.compress_size
        is_plain = entry.compress_type in _STREAMED and not entry.flag_bits & _PASSWORD
        if entry.header_offset < free or end > directory or not is_plain:
            raise RefusedFileError("damaged")
        free = end


def _leads_out(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ".." in name.split("/") or "\x00" in name


def _check_content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Unpack an entry piece by piece: the library stops at its size and compares the sum."""
    with archive.open(entry) as stream:
        while stream.read(PIECE):
            pass


def _name_office(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> Kind:
    """Read the one entry that says what the whole is; what holds macros is not taken."""
    sizes = {entry.filename: entry.file_size for entry in entries}
    if any(name.rpartition("/")[2].lower() == "vbaproject.bin" for name in sizes):
        raise RefusedFileError("kind")
    if entries and entries[0].filename == "mimetype":
        return _name_odf(archive, sizes)
    return _name_open(archive, sizes)


def _name_odf(archive: zipfile.ZipFile, sizes: Mapping[str, int]) -> Kind:
    if sizes["mimetype"] < PIECE and "content.xml" in sizes:
        said = archive.read("mimetype").strip()
        for kind in (ODT, ODS):
            if said == kind.media_type.encode():
                return kind
    raise RefusedFileError("kind")


def _name_open(archive: zipfile.ZipFile, sizes: Mapping[str, int]) -> Kind:
    if sizes.get(_TYPES, MOST_DIRECTORY) < MOST_DIRECTORY:
        said = archive.read(_TYPES).replace(b"'", b'"')
        for kind, folder in ((DOCX, "word/"), (XLSX, "xl/"), (PPTX, "ppt/")):
            main = f'"{kind.media_type}.main+xml"'.encode()
            if main in said and any(name.startswith(folder) for name in sizes):
                return kind
    raise RefusedFileError("kind")


# --- Names --------------------------------------------------------------------------------------

_JOINERS: Final = "\u200c\u200d"
"""Signs without a shape that words of some scripts need."""
_FORBIDDEN: Final = re.compile(r'[<>:"|?*/\\%]')
_DEVICES: Final = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?")


def clean_name(raw: str) -> str:
    """Give the last part of a name without signs that turn, hide or lead elsewhere.

    Its ending stays; a name of which nothing is left is `file`.
    """
    last = re.split(r"[/\\]", raw)[-1]
    plain = unicodedata.normalize("NFC", "".join(filter(_is_kept, last)))
    plain = " ".join(_FORBIDDEN.sub("_", plain).split()).rstrip(". ")
    stem, dot, ending = plain.rpartition(".")
    if not dot or len(ending) > LONGEST_ENDING:
        stem, ending = plain, ""
    stem = stem[: LONGEST_NAME - len(dot + ending)].strip(". ") or "file"
    if _DEVICES.fullmatch(stem):
        stem = f"_{stem}"
    return f"{stem}.{ending}" if ending else stem


def _is_kept(sign: str) -> bool:
    """Tell whether a sign may stand in a name: no control, no mark of direction, no half one."""
    category = unicodedata.category(sign)
    return sign in _JOINERS or sign == " " or category[0] not in "CZ" or category == "Zs"
