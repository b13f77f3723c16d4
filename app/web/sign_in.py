"""The cookie of a device somebody is signed in on, and who that is.

It is the secret alone, sent to all pages; a visitor has none. The database knows its hash only.
"""

from dataclasses import replace
from typing import Final

from flask import Flask, Response, g, request

from app.service.account.sign_in import find_actor
from app.service.actor import Actor
from app.web.host_key import is_host_here
from app.web.scene import address, workspace

COOKIE: Final = "sign-in"
LONGEST: Final = 100
DAY: Final = 86_400
POLLS: Final = frozenset({"live"})
"""Names of fields in an address that mark a request as made by a page on its own."""


def init(app: Flask) -> None:
    """Set or take the cookie where a page asked for it."""
    app.after_request(_write)


def read_secret() -> str | None:
    """Give the secret the browser sent."""
    raw = request.cookies.get(COOKIE, "")
    return raw if raw and raw.isascii() and len(raw) <= LONGEST else None


def signed_in() -> Actor:
    """Give who asks: somebody signed in, a host, or a visitor. Looked up once a request."""
    found: Actor | None = g.get("actor")
    if found is None:
        is_poll = bool(POLLS & request.args.keys())
        found = find_actor(workspace(), read_secret(), address=address(), is_poll=is_poll)
        found = replace(found, is_host=is_host_here())
        g.actor = found
    return found


def give_secret(secret: str | None) -> None:
    """Set the cookie with this response; None takes it away."""
    g.sign_in_secret = (secret,)


def _write(response: Response) -> Response:
    given: tuple[str | None] | None = g.get("sign_in_secret")
    if given is None:
        return response
    settings = workspace().settings
    secret = given[0]
    if secret is None:
        response.delete_cookie(COOKIE, path="/", httponly=True, samesite="Lax")
        return response
    response.set_cookie(
        COOKIE,
        secret,
        max_age=settings.sign_in_days * DAY,
        path="/",
        httponly=True,
        samesite="Lax",
        secure=settings.is_https,
    )
    return response
