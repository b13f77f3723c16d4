"""Writing a catalogue as gettext's own tools do: the same content gives the same bytes."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from app.definition.translation.catalogue import Catalogue, Entry

WIDTH: Final = 76
_PIECE: Final = re.compile(r"\s*\S+\s*|\s+")
_LINE: Final = re.compile(r"[^\n]*\n|[^\n]+")
_ESCAPED: Final = (("\\", "\\\\"), ('"', '\\"'), ("\t", "\\t"), ("\r", "\\r"), ("\n", "\\n"))


def write_catalogue(catalogue: Catalogue) -> str:
    """Write a catalogue in PO format, entries in their order, obsolete ones at the end."""
    header = "".join(f"{name}: {value}\n" for name, value in catalogue.header.items())
    head = Entry(None, "", header, comments=catalogue.comments)
    entries = sorted(catalogue.entries, key=lambda entry: entry.is_obsolete)
    return "\n".join(_write_entry(entry) for entry in (head, *entries))


def _write_entry(entry: Entry) -> str:
    lines = [f"# {comment}".rstrip() for comment in entry.comments]
    lines += [f"#. {note}".rstrip() for note in entry.notes]
    lines += [f"#: {reference}".rstrip() for reference in entry.references]
    if entry.flags:
        lines.append("#, " + ", ".join(entry.flags))
    before = "#~ " if entry.is_obsolete else ""
    if entry.previous is not None:
        lines += _begin(before.strip() + "| " if before else "#| ", "msgid", entry.previous)
    if entry.place is not None:
        lines += _begin(before, "msgctxt", entry.place)
    lines += _begin(before, "msgid", entry.source)
    lines += _begin(before, "msgstr", entry.text)
    return "".join(f"{line}\n" for line in lines)


def _begin(before: str, keyword: str, text: str) -> Iterator[str]:
    return (before + line for line in _quote(keyword, text))


def _quote(keyword: str, text: str) -> Iterator[str]:
    escaped = _escape(text)
    is_one_line = "\n" not in text.removesuffix("\n")
    if is_one_line and len(keyword) + len(escaped) + 3 <= WIDTH + 3 and not text.endswith("\n"):
        yield f'{keyword} "{escaped}"'
        return
    yield f'{keyword} ""'
    for line in _LINE.findall(text):
        for piece in _wrap(line):
            yield f'"{piece}"'


def _wrap(line: str) -> Iterable[str]:
    """Break a line after its spaces, so that the pieces put together are the line."""
    pieces = [""]
    for found in _PIECE.findall(line):
        piece = _escape(found)
        if pieces[-1] and len(pieces[-1]) + len(piece.rstrip()) > WIDTH:
            pieces.append("")
        pieces[-1] += piece
    return pieces


def _escape(text: str) -> str:
    for character, escaped in _ESCAPED:
        text = text.replace(character, escaped)
    return text
