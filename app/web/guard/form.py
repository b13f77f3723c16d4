"""Shapes that no honest form has: too long an address, NUL, half a character, too many fields."""

from typing import Final
from urllib.parse import unquote_to_bytes

from flask import Flask, abort, request

from app.web.body_limit import LIMITS
from app.web.scene import workspace

LONGEST_ADDRESS: Final = 4_000
MOST_ARGUMENTS: Final = 50
LONGEST_NAME: Final = 200
NUL: Final = b"\x00"
MOST_DISCARDED: Final = 16_000_000
"""Bytes of a body that is too large read before it is refused: a client that is still sending when
the connection ends sees a broken line instead of the answer."""
PIECE: Final = 65_536
FORMS: Final = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})


def init(app: Flask) -> None:
    """Refuse such requests before any page sees them."""
    app.before_request(_check)


def _check() -> None:
    query = request.environ.get("QUERY_STRING", "").encode("latin-1")
    path = request.environ.get("PATH_INFO", "").encode("latin-1")
    if len(query) + len(path) > LONGEST_ADDRESS:
        abort(414)
    _check_text(path)
    _check_text(unquote_to_bytes(query))
    if _count_fields(query) > MOST_ARGUMENTS:
        abort(400)
    if request.method == "POST":
        _check_body()


def _check_body() -> None:
    limit = LIMITS.get(request.endpoint or "")
    if limit is not None:
        request.max_content_length = limit(workspace().settings)
    most = request.max_content_length
    if most is not None and (request.content_length or 0) > most:
        _discard()
        abort(413)
    # Looked at before it is taken apart: of fields without a file Werkzeug counts none.
    raw = request.get_data()
    if raw and request.mimetype not in FORMS:
        # Nothing of it would be read: better told than passed over as an empty form.
        abort(400)
    is_plain = request.mimetype == "application/x-www-form-urlencoded"
    if limit is None or is_plain:
        _check_text(unquote_to_bytes(raw) if is_plain else raw)
    else:
        _check_fields()
    if is_plain and _count_fields(raw) > workspace().settings.form_fields:
        abort(413)
    if any(len(name) > LONGEST_NAME for name in request.form):
        abort(400)


def _check_fields() -> None:
    """Look at the texts beside a file, whose own bytes are nobody's text."""
    for name, text in request.form.items(multi=True):
        _check_text(name.encode("utf-8", "surrogatepass"))
        _check_text(text.encode("utf-8", "surrogatepass"))


def _discard() -> None:
    stream = request.environ["wsgi.input"]
    left = min(request.content_length or 0, MOST_DISCARDED)
    while left > 0:
        piece = stream.read(min(PIECE, left))
        if not piece:
            return
        left -= len(piece)


def _count_fields(raw: bytes) -> int:
    return raw.count(b"&") + 1


def _check_text(raw: bytes) -> None:
    """Refuse what is no text: Python's decoder takes no half of a character either."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        abort(400)
    if NUL in raw:
        abort(400)
