"""Makes responses small on the way, but never a page that shows a private link.

Compressing a secret together with text a stranger can choose would let its length tell the secret.
"""

import gzip
from typing import Final

import brotli
from flask import Flask, Response, g, request

LEAST: Final = 1_000
TYPES: Final = frozenset({"text/html", "application/json", "text/csv", "text/plain"})
BROTLI: Final = "br"
GZIP: Final = "gzip"
ENCODINGS: Final = (BROTLI, GZIP)
"""What is offered, the smaller one first. Browsers take Brotli over HTTPS only."""
QUICK: Final = {BROTLI: 5, GZIP: 2}
"""Levels for what is sent once: a fraction of a millisecond for a page."""


def init(app: Flask) -> None:
    """Compress after each request."""
    app.after_request(_compress)


def keep_plain() -> None:
    """Leave this response as it is, because it shows a secret."""
    g.keep_plain = True


def find_encoding() -> str:
    """Tell in which encoding the browser wants a response; empty where it is to stay plain."""
    return request.accept_encodings.best_match(ENCODINGS) or ""


def pack(body: bytes, encoding: str, level: int) -> bytes:
    """Compress; the same bytes always give the same."""
    if encoding == BROTLI:
        packed: bytes = brotli.compress(body, quality=level)
        return packed
    return gzip.compress(body, level, mtime=0)


def _compress(response: Response) -> Response:
    if response.mimetype in TYPES:
        response.vary.add("Accept-Encoding")
    if g.get("keep_plain") or response.direct_passthrough or response.is_streamed:
        return response
    if response.mimetype not in TYPES or "Content-Encoding" in response.headers:
        return response
    body, encoding = response.get_data(), find_encoding()
    if len(body) < LEAST or not encoding:
        return response
    response.set_data(pack(body, encoding, QUICK[encoding]))
    response.headers["Content-Encoding"] = encoding
    return response
