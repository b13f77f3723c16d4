"""Makes pages small on the way: gzip, but never for a page that shows a private link.

Compressing a secret together with text a stranger can choose would let its length tell the secret.
"""

import gzip
from typing import Final

from flask import Flask, Response, g, request

LEAST: Final = 1_000
LEVEL: Final = 2
TYPES: Final = frozenset({"text/html", "application/json", "text/csv", "text/plain"})


def init(app: Flask) -> None:
    """Compress after each request."""
    app.after_request(_compress)


def keep_plain() -> None:
    """Leave this response as it is, because it shows a secret."""
    g.keep_plain = True


def accepts_gzip() -> bool:
    """Whether the browser takes gzip."""
    return bool(request.accept_encodings["gzip"])


def _compress(response: Response) -> Response:
    if response.mimetype in TYPES:
        response.vary.add("Accept-Encoding")
    if g.get("keep_plain") or response.direct_passthrough or response.is_streamed:
        return response
    if response.mimetype not in TYPES or "Content-Encoding" in response.headers:
        return response
    body = response.get_data()
    if len(body) < LEAST or not accepts_gzip():
        return response
    response.set_data(gzip.compress(body, LEVEL, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    return response
