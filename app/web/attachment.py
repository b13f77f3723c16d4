"""Files that people's browsers save and never show: under their own name, in any script."""

import re
from typing import Final
from urllib.parse import quote

from flask import Response, make_response

from app.web.check import private

_PLAIN: Final = re.compile(r"[^A-Za-z0-9 ._()+-]")
SANDBOX: Final = "default-src 'none'; sandbox"
"""Should a browser show it in spite of all, nothing in it runs or loads."""


def send_attachment(body: bytes, media_type: str, name: str) -> Response:
    """Send a file to be saved.

    The name goes out twice: in ASCII, and whole for browsers that read `filename*`.
    """
    response = make_response(body)
    response.content_type = media_type
    response.headers["Content-Disposition"] = _name_attachment(name)
    response.headers["Content-Security-Policy"] = SANDBOX
    return private(response)


def _name_attachment(name: str) -> str:
    """Write the name for browsers; no sign that means something in a header is left in it."""
    ending = name.rpartition(".")[2]
    plain = _PLAIN.sub("_", name) if name.isascii() else f"file.{_PLAIN.sub('', ending)}"
    whole = quote(name, safe="")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{whole}"
