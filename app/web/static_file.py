"""Files that never change under their address: hashed, compressed once, kept a year."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from mimetypes import guess_type
from typing import Final

from flask import Flask, Response, abort, request

from app.paths import STATIC
from app.web.compression import BROTLI, ENCODINGS, GZIP, find_encoding, pack

YEAR: Final = 31_536_000
FOLDERS: Final = ("css", "js", "icon", "vendor")
KINDS: Final = frozenset({".css", ".js", ".svg", ".png", ".ttf", ".woff2", ".json", ".ico"})
PACKED: Final = frozenset({".css", ".js", ".svg", ".json"})
SMALLEST: Final = {BROTLI: 11, GZIP: 9}
"""Levels for what is compressed once and sent for a year."""
LARGE: Final = 100_000
LARGE_LEVEL: Final = 9
"""Brotli's last two levels would take seconds for a file of a megabyte, to win a tenth."""
OF_PAGES: Final = ("css", "js", "icon")
LONGEST_NAME: Final = 200


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file in memory, the first digits of its hash, and whether compressing it helps."""

    body: bytes
    is_packed: bool
    digest: str
    media_type: str


@lru_cache(maxsize=256)
def read_file(name: str) -> StaticFile | None:
    """Read a file of the static folder; None where there is none that may be given out."""
    path = (STATIC / name).resolve()
    inside = path.is_relative_to(STATIC.resolve()) and name.split("/", 1)[0] in FOLDERS
    if not inside or path.suffix not in KINDS or not path.is_file():
        return None
    body = path.read_bytes()
    media_type = guess_type(path.name)[0] or "application/octet-stream"
    digest = hashlib.sha256(body).hexdigest()[:12]
    return StaticFile(body, path.suffix in PACKED, digest, media_type)


def static_url(name: str) -> str:
    """Give the address of a file, with its hash.

    Raises:
        FileNotFoundError: there is no such file; a template named it wrongly.
    """
    found = read_file(name)
    if found is None:
        raise FileNotFoundError(name)
    return f"/static/{name}?v={found.digest}"


def init(app: Flask) -> None:
    """Serve the files."""
    app.add_url_rule("/static/<path:name>", "static", _serve, methods=["GET"])


def warm() -> None:
    """Compress what pages load at once, so that no visitor waits for it."""
    for folder in OF_PAGES:
        for path in sorted((STATIC / folder).iterdir()):
            name = f"{folder}/{path.name}"
            found = read_file(name)
            if found is not None and found.is_packed:
                for encoding in ENCODINGS:
                    pack_file(name, encoding)


@lru_cache(maxsize=256)
def pack_file(name: str, encoding: str) -> bytes:
    """Compress a file once in each encoding; the file must be one that can be read."""
    found = read_file(name)
    if found is None:
        raise FileNotFoundError(name)
    is_slow = encoding == BROTLI and len(found.body) > LARGE
    return pack(found.body, encoding, LARGE_LEVEL if is_slow else SMALLEST[encoding])


def _serve(name: str) -> Response:
    found = read_file(name) if len(name) <= LONGEST_NAME and "\0" not in name else None
    if found is None:
        abort(404)
    encoding = find_encoding() if found.is_packed else ""
    body = pack_file(name, encoding) if encoding else found.body
    response = Response(body, mimetype=found.media_type)
    if encoding:
        response.headers["Content-Encoding"] = encoding
    if found.is_packed:
        response.vary.add("Accept-Encoding")
    fresh = request.args.get("v") == found.digest
    response.headers["Cache-Control"] = (
        f"public, max-age={YEAR}, immutable" if fresh else "public, max-age=300"
    )
    # The compressed forms are other bytes, so they bear other tags.
    response.set_etag(f"{found.digest}-{encoding}" if encoding else found.digest)
    response.make_conditional(request)
    return response
