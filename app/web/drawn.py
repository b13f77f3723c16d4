"""Public pages, drawn once for each language and kept small, with a tag that tells what changed.

Such a page is the same for every visitor: nothing of a session, no form that needs a token. Its
address may vary by the arguments it reads only; with any other it is drawn and not kept, so that
nobody fills the memory with variants or drives out the pages that people read.
"""

import gzip
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Lock
from typing import Final, cast

from flask import Response, current_app, request

from app.web.compression import BROTLI, ENCODINGS, GZIP, find_encoding, pack
from app.web.scene import translator

MOST_BYTES: Final = 8_000_000
"""Of all kept pages together, compressed."""
LEVELS: Final = {BROTLI: 5, GZIP: 6}
LANGUAGE: Final = "lang"
_KEY: Final = "eready_drawn"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page, compressed in each encoding, and the tag of its content."""

    packed: Mapping[str, bytes]
    tag: str

    @property
    def size(self) -> int:
        """Bytes of all its forms."""
        return sum(map(len, self.packed.values()))


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
                self.size += drawn.size
            while self.size > MOST_BYTES and len(self.pages) > 1:
                self.size -= self.pages.popitem(last=False)[1].size


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
    encoding = find_encoding()
    if encoding:
        response = Response(drawn.packed[encoding], mimetype="text/html")
        response.headers["Content-Encoding"] = encoding
    else:
        response = Response(gzip.decompress(drawn.packed[GZIP]), mimetype="text/html")
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
    packed = {encoding: pack(body, encoding, LEVELS[encoding]) for encoding in ENCODINGS}
    return Drawn(packed, sha256(body).hexdigest()[:20])
