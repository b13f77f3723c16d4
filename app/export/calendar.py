"""Days as a calendar file (RFC 5545): what calendar programs read, import and subscribe to.

Each entry is an event of a whole day. A to-do (VTODO) would say more, but the calendars most people
use do not show it. A day has no time and no zone, so no change of clocks can move it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from app.export.table import clean_text

MEDIA_TYPE: Final = "text/calendar; charset=utf-8"
LONGEST_LINE: Final = 75
"""Octets of a line without its end."""
PRODUCT: Final = "-//eready//eready//EN"


@dataclass(frozen=True, slots=True)
class Entry:
    """One day.

    Attributes:
        uid: the same for the same thing for ever, whoever writes it.
        day: the day.
        title: what stands in the calendar.
        text: what stands behind it; may have several lines.
        link: address of more; may be empty.
        changed_at: when it last changed.
        revision: how often it changed, from 0.
    """

    uid: str
    day: date
    title: str
    text: str
    link: str
    changed_at: datetime
    revision: int


def write_calendar(name: str, entries: Iterable[Entry]) -> bytes:
    """Write a calendar; `name` is what a program calls it that subscribes to it."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{escape(name)}",
        f"X-WR-CALNAME:{escape(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
        "X-PUBLISHED-TTL:P1D",
    ]
    for entry in entries:
        lines += _write_entry(entry)
    lines.append("END:VCALENDAR")
    return "".join(f"{fold(line)}\r\n" for line in lines).encode("utf-8")


def _write_entry(entry: Entry) -> list[str]:
    stamp = entry.changed_at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    after = entry.day + timedelta(days=1)
    lines = [
        "BEGIN:VEVENT",
        f"UID:{escape(entry.uid)}",
        f"DTSTAMP:{stamp}",
        f"LAST-MODIFIED:{stamp}",
        f"SEQUENCE:{entry.revision}",
        f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{after:%Y%m%d}",
        f"SUMMARY:{escape(entry.title)}",
        f"DESCRIPTION:{escape(entry.text)}",
        "TRANSP:TRANSPARENT",
    ]
    if entry.link:
        lines.append(f"URL:{_write_link(entry.link)}")
    return [*lines, "END:VEVENT"]


def escape(text: str) -> str:
    """Write a text as a value: no line break or separator of it can begin another property."""
    plain = clean_text(text).replace("\r\n", "\n").replace("\r", "\n")
    # Other line ends of Unicode end no line here, but some readers split at them.
    plain = plain.translate({0x85: " ", 0x2028: "\n", 0x2029: "\n", 0x0B: " ", 0x0C: " ", 0x7F: ""})
    plain = plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\n", "\\n")


def _write_link(link: str) -> str:
    return "".join(character for character in link if character.isprintable())


def fold(line: str) -> str:
    """Break a line so that none has more than 75 octets, never inside a character.

    What follows a break begins with a space, which counts.
    """
    pieces, size = [""], 0
    for character in line:
        width = len(character.encode("utf-8"))
        if size + width > LONGEST_LINE:
            pieces.append("")
            size = 1
        pieces[-1] += character
        size += width
    return "\r\n ".join(pieces)
