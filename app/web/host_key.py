"""The cookie of the host of a laptop that serves a room without accounts.

`eready serve --lan` prints a link with a secret; whoever opens it on a device becomes the host
there. The cookie is signed by a key that goes with that secret: it opens nothing once the server
was started anew, and nothing at all where people have accounts.
"""

import hmac
from typing import Final

from flask import request
from itsdangerous import BadSignature, Signer

from app.service.secret import hash_secret, make_secret
from app.web.cookie import give
from app.web.scene import workspace

COOKIE: Final = "host"
PATH: Final = "/"
LONGEST: Final = 200
SECONDS: Final = 7 * 86_400
"""A laptop that serves for longer is opened by its link once more."""


def serves_room() -> bool:
    """Whether this site is a laptop that serves a room: no accounts, and a link for its host."""
    settings = workspace().settings
    return bool(settings.host_key) and not settings.accounts


def opens_laptop(token: str) -> bool:
    """Whether a secret is the one in the host's link."""
    known = workspace().settings.host_key
    return serves_room() and hmac.compare_digest(hash_secret(token), known)


def is_host_here() -> bool:
    """Whether the browser holds the host's cookie of this laptop, since it was started last."""
    raw = request.cookies.get(COOKIE, "")
    if not raw or len(raw) > LONGEST or not serves_room():
        return False
    try:
        _signer().unsign(raw.encode("utf-8", "replace"))
    except BadSignature:
        return False
    return True


def give_host_key() -> None:
    """Make this browser the host's."""
    value = _signer().sign(make_secret().encode()).decode()
    give(PATH, COOKIE, value, seconds=SECONDS)


def take_host_key() -> None:
    """Make this browser nobody's again."""
    give(PATH, COOKIE, None)


def _signer() -> Signer:
    settings = workspace().settings
    return Signer(settings.secret_key, salt=f"host {settings.host_key}")
