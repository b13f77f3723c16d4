"""Files that never change under their address: hashed, compressed once, kept a year."""

import gzip
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from mimetypes import guess_type
from typing import Final

from flask import Flask, Response, abort, request

from app.paths import STATIC
from app.web.compression import accepts_gzip

YEAR: Final = 31_536_000
FOLDERS: Final = ("css", "js", "icon", "vendor")
KINDS: Final = frozenset({".css", ".js", ".svg", ".png", ".ttf", ".woff2", ".json", ".ico"})
PACKED: Final = frozenset({".css", ".js", ".svg", ".json"})
LONGEST_NAME: Final = 200


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file in memory: whole, compressed where that helps, and the first digits of its hash."""

    body: bytes
    packed: bytes | None
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
    packed = gzip.compress(body, 9, mtime=0) if path.suffix in PACKED else None
    media_type = guess_type(path.name)[0] or "application/octet-stream"
    digest = hashlib.sha256(body).hexdigest()[:12]
    return StaticFile(body, packed, digest, media_type)


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


def _serve(name: str) -> Response:
    found = read_file(name) if len(name) <= LONGEST_NAME and "\0" not in name else None
    if found is None:
        abort(404)
    is_packed = found.packed is not None and accepts_gzip()
    response = Response(found.packed if is_packed else found.body, mimetype=found.media_type)
    if is_packed:
        response.headers["Content-Encoding"] = "gzip"
    if found.packed is not None:
        response.vary.add("Accept-Encoding")
    fresh = request.args.get("v") == found.digest
    response.headers["Cache-Control"] = (
        f"public, max-age={YEAR}, immutable" if fresh else "public, max-age=300"
    )
    response.set_etag(found.digest + ("-gz" if is_packed else ""))
    response.make_conditional(request)
    return response
