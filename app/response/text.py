"""Free text from outside: its limits, and the characters that no text may hold."""

import re
from typing import Final
from urllib.parse import urlsplit

from app.response.message import N_, RefusedError

LONGEST_TEXT: Final = 10_000
LONGEST_NOTE: Final = 2_000
LONGEST_LINK: Final = 500

# Control characters but tab and newline, halves of a character, and code points that are none.
_REFUSED: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BLANK: Final = re.compile(r"\s")


def read_text(raw: str, most: int) -> str:
    """Give the text with plain newlines and no blank ends, at most `most` characters long.

    Raises RefusedError for a text that is too long or holds a control character or half a one.
    """
    text = raw.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(text) > most:
        message = N_("This text has %(length)s characters; at most %(most)s can be kept.")
        raise RefusedError("too-long", message, length=len(text), most=most)
    bad = _REFUSED.search(text)
    if bad is not None:
        message = N_("Character %(place)s (%(code)s) can't be kept: please remove it.")
        code = f"U+{ord(bad.group()):04X}"
        raise RefusedError("control-character", message, place=bad.start() + 1, code=code)
    return text


def read_link(raw: str) -> str:
    """Give an address of the web, or nothing for an empty text; RefusedError for all else."""
    link = read_text(raw, LONGEST_LINK)
    if not link:
        return ""
    try:
        parts = urlsplit(link)
        is_link = parts.scheme in {"http", "https"} and bool(parts.hostname) and not parts.username
    except ValueError:
        is_link = False
    if not is_link or _BLANK.search(link):
        message = N_("This is not a web address: it should begin with https:// or http://.")
        raise RefusedError("not-a-link", message)
    return link
