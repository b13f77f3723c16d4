"""Shapes that no honest form has: too long an address, NUL, half a character, too many fields."""

import re
from collections.abc import Iterable
from typing import Final

from flask import Flask, abort, request

LONGEST_ADDRESS: Final = 4_000
MOST_ARGUMENTS: Final = 50
LONGEST_NAME: Final = 200
_BAD: Final = re.compile("[\x00\ud800-\udfff]")


def init(app: Flask) -> None:
    """Refuse such requests before any page sees them."""
    app.before_request(_check)


def _check() -> None:
    if len(request.environ.get("QUERY_STRING", "")) + len(request.path) > LONGEST_ADDRESS:
        abort(414)
    if sum(1 for _ in request.args.items(multi=True)) > MOST_ARGUMENTS:
        abort(400)
    _check_texts((request.path, *_texts(request.args.items(multi=True))))
    if request.method == "POST":
        # Werkzeug refuses too many fields and too large a body while it reads.
        _check_texts(_texts(request.form.items(multi=True)))
        if any(len(name) > LONGEST_NAME for name in request.form):
            abort(400)


def _texts(pairs: Iterable[tuple[str, str]]) -> Iterable[str]:
    return (text for pair in pairs for text in pair)


def _check_texts(texts: Iterable[str]) -> None:
    if any(_BAD.search(text) for text in texts):
        abort(400)
