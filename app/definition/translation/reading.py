"""Reading a catalogue: gettext's PO format, as editors of translations write it.

A faulty line is told and left out; what stands around it is read. The format is described in the
manual of GNU gettext, "The Format of PO Files".
"""

import re
from dataclasses import dataclass, field
from typing import Final

from app.definition.translation.catalogue import Catalogue, Entry

MOST_BYTES: Final = 4 * 1024 * 1024
MOST_ENTRIES: Final = 20_000
MOST_LINES: Final = 200_000
MOST_FLAWS: Final = 50

_LITERAL: Final = re.compile(r'"([^"\\]*(?:\\.[^"\\]*)*)"')
_ESCAPE: Final = re.compile(r"\\(.)", re.DOTALL)
_ESCAPED: Final = {"n": "\n", "t": "\t", "r": "\r"}
_KEYWORD: Final = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr)(?:\[(\d{1,2})\])?[ \t]*(?=\")")
_STRANGE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Flaw:
    """A line that is no PO format, or a limit that was passed."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a file, and what could not be."""

    catalogue: Catalogue
    flaws: tuple[Flaw, ...]


def read_catalogue(content: bytes) -> Reading:
    """Read a catalogue from its bytes; never raises for what they hold."""
    empty = Catalogue({}, ())
    if len(content) > MOST_BYTES:
        message = f"The file is larger than {MOST_BYTES // 1024 // 1024} MB."
        return Reading(empty, (Flaw(1, message),))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        at = content.count(b"\n", 0, error.start) + 1
        message = f"Byte 0x{content[error.start]:02X} is no UTF-8."
        return Reading(empty, (Flaw(at, message),))
    lines = text.split("\n", MOST_LINES)
    if len(lines) > MOST_LINES:
        return Reading(empty, (Flaw(MOST_LINES, f"There are more than {MOST_LINES} lines."),))
    reader = _Reader()
    for number, line in enumerate(lines, 1):
        if not reader.take(number, line.removesuffix("\r")):
            break
    return reader.close()


@dataclass(slots=True)
class _Draft:
    """An entry while its lines come in; the parts of each text are joined at the end."""

    line: int = 0
    parts: dict[str, list[str]] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    is_obsolete: bool = False
    target: list[str] | None = None

    @property
    def has_text(self) -> bool:
        return any(name.startswith("msgstr") for name in self.parts)

    def text(self, name: str) -> str | None:
        return "".join(self.parts[name]) if name in self.parts else None

    def finish(self) -> Entry:
        first = self.text("msgstr")
        return Entry(
            place=self.text("msgctxt"),
            source=self.text("msgid") or "",
            text=(self.text("msgstr[0]") or "") if first is None else first,
            previous=self.text("|msgid"),
            comments=tuple(self.comments),
            notes=tuple(self.notes),
            references=tuple(self.references),
            flags=tuple(dict.fromkeys(self.flags)),
            plural="msgid_plural" in self.parts,
            is_obsolete=self.is_obsolete,
            line=self.line,
        )


class _Reader:
    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.flaws: list[Flaw] = []
        self.header: Entry | None = None
        self.draft = _Draft()

    def take(self, number: int, line: str) -> bool:
        """Take one line; False where reading has to end."""
        stripped = line.strip(" \t")
        if bad := _STRANGE.search(stripped):
            self._note(number, f"The line holds U+{ord(bad.group()):04X}.")
        elif stripped.startswith("#"):
            self._take_comment(number, stripped)
        elif stripped:
            self._take_text(number, stripped)
        if len(self.entries) >= MOST_ENTRIES:
            self._note(number, f"There are more than {MOST_ENTRIES} entries.")
            return False
        return len(self.flaws) < MOST_FLAWS

    def close(self) -> Reading:
        self._end_entry()
        head = self.header or Entry(None, "")
        lines = (line.partition(":") for line in head.text.split("\n") if ":" in line)
        header = {name.strip(): value.strip() for name, _, value in lines}
        return Reading(Catalogue(header, tuple(self.entries), head.comments), tuple(self.flaws))

    def _note(self, number: int, message: str) -> None:
        self.flaws.append(Flaw(number, message))

    def _take_comment(self, number: int, line: str) -> None:
        kind, rest = line[1:2], line[2:].strip()
        if kind == "~":
            self._take_obsolete(number, rest)
        elif kind == "|":
            self._begin_after_text(number)
            self._take_text(number, rest, before="|")
        else:
            self._begin_after_text(number)
            if kind == ",":
                self.draft.flags += [flag.strip() for flag in rest.split(",") if flag.strip()]
            elif kind in {".", ":"}:
                (self.draft.notes if kind == "." else self.draft.references).append(rest)
            else:
                self.draft.comments.append(line[1:].removeprefix(" "))

    def _take_obsolete(self, number: int, line: str) -> None:
        is_previous = line.startswith("|")
        if is_previous or line.startswith(("msgctxt", "msgid")):
            self._begin_after_text(number)
        self.draft.is_obsolete = True
        self._take_text(number, line.removeprefix("|").strip(), before="|" * is_previous)

    def _begin_after_text(self, number: int) -> None:
        if self.draft.has_text:
            self._end_entry()
        self.draft.line = self.draft.line or number

    def _take_text(self, number: int, line: str, before: str = "") -> None:
        keyword = _KEYWORD.match(line)
        if keyword:
            name = before + keyword[1] + (f"[{keyword[2]}]" if keyword[2] else "")
            if name in {"msgctxt", "msgid"}:
                self._begin_after_text(number)
                # The place that counts is that of the text, not of the comments above it.
                self.draft.line = number if "msgctxt" not in self.draft.parts else self.draft.line
            if name in self.draft.parts:
                self._note(number, f"{keyword[1]} stands twice in one entry.")
            self.draft.target = self.draft.parts.setdefault(name, [])
            line = line[keyword.end() :]
        literal = _LITERAL.fullmatch(line)
        if literal is None or self.draft.target is None:
            self._note(number, "The line is neither a comment nor a text in quotes.")
            return
        self.draft.target.append(_unescape(literal[1]))

    def _end_entry(self) -> None:
        draft, self.draft = self.draft, _Draft()
        if not draft.parts:
            return
        if "msgid" not in draft.parts or not draft.has_text:
            self._note(draft.line, "The entry lacks its msgid or its msgstr.")
            return
        entry = draft.finish()
        if entry.source or entry.place:
            self.entries.append(entry)
        elif self.header is None and not entry.is_obsolete:
            self.header = entry


def _unescape(text: str) -> str:
    if "\\" not in text:
        return text
    return _ESCAPE.sub(lambda found: _ESCAPED.get(found[1], found[1]), text)
