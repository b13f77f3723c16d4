"""Public pages, drawn once for each language and kept small, with a tag that tells what changed.

Such a page is the same for every visitor: nothing of a session, no form that needs a token. Its
address may vary by the arguments it reads only; with any other it is drawn and not kept, so that
nobody fills the memory with variants or drives out the pages that people read.
"""

import gzip
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Lock
from typing import Final, cast

from flask import Response, current_app, request

from app.web.compression import accepts_gzip
from app.web.scene import translator

MOST_BYTES: Final = 8_000_000
"""Of all kept pages together, compressed."""
LEVEL: Final = 6
LANGUAGE: Final = "lang"
_KEY: Final = "eready_drawn"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page, compressed, and the tag of its content."""

    packed: bytes
    tag: str


@dataclass(slots=True)
class _Kept:
    """The pages that were asked for last."""

    pages: OrderedDict[Hashable, Drawn] = field(default_factory=OrderedDict)
    size: int = 0
    lock: Lock = field(default_factory=Lock)

    def find(self, key: Hashable) -> Drawn | None:
        with self.lock:
            found = self.pages.get(key)
            if found is not None:
                self.pages.move_to_end(key)
            return found

    def keep(self, key: Hashable, drawn: Drawn) -> None:
        with self.lock:
            if key not in self.pages:
                self.pages[key] = drawn
                self.size += len(drawn.packed)
            while self.size > MOST_BYTES and len(self.pages) > 1:
                self.size -= len(self.pages.popitem(last=False)[1].packed)


def send_drawn(
    draw: Callable[[], str], *content: Hashable, arguments: frozenset[str] = frozenset()
) -> Response:
    """Answer with a public page; 304 where the browser has it already.

    Args:
        draw: draws the page, when it isn't kept.
        content: everything the page shows beside its address and language, such as content hashes.
        arguments: arguments of the address that the page reads, beside the language; only such
            whose values are looked up, so that few of them give a page.
    """
    is_kept = request.args.keys() <= {LANGUAGE} | arguments
    drawn = _find(draw, content) if is_kept else _pack(draw())
    if accepts_gzip():
        response = Response(drawn.packed, mimetype="text/html")
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = Response(gzip.decompress(drawn.packed), mimetype="text/html")
    response.set_etag(drawn.tag, weak=True)
    response.make_conditional(request)
    return response


def _find(draw: Callable[[], str], content: tuple[Hashable, ...]) -> Drawn:
    kept = cast("_Kept", current_app.extensions.setdefault(_KEY, _Kept()))
    # Whatever language was asked for, the page is in the one that was found.
    given = sorted(item for item in request.args.items() if item[0] != LANGUAGE)
    key = (request.path, tuple(given), translator().code, content)
    found = kept.find(key)
    if found is None:
        found = _pack(draw())
        kept.keep(key, found)
    return found


def _pack(page: str) -> Drawn:
    body = page.encode("utf-8")
    return Drawn(gzip.compress(body, LEVEL, mtime=0), sha256(body).hexdigest()[:20])
