"""Addresses of our own: where to go on after signing in, and what a link in a mail begins with."""

import unicodedata
from typing import Final
from urllib.parse import urlsplit

from flask import request

from app.web.scene import workspace

LONGEST: Final = 2_000


def read_own_path(text: str) -> str:
    """Return a path of ours with its query; empty for anything that might lead elsewhere.

    Browsers take a backslash for a slash and leave out line breaks and tabs, so a path that holds
    one is none of ours; nor is one that begins with two slashes.
    """
    if not text.startswith("/") or text.startswith("//") or len(text) > LONGEST:
        return ""
    if "\\" in text or any(unicodedata.category(sign)[0] in "CZ" for sign in text):
        return ""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    return "" if parts.scheme or parts.netloc else text


def whole_address(path: str) -> str:
    """Give the whole address of a path: by the settings, else by the host that was asked for.

    That host is one of ours: others were refused before.
    """
    base = workspace().settings.public_url or request.host_url
    return base.rstrip("/") + path
