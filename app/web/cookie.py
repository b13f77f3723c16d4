"""The cookie of a visitor's own check: bound to one toolkit and country by its path.

Its value is a secret with a signature of ours. A page of questions hands one out before anything is
saved, so that two tabs that save at the same moment share one check; nothing is kept for it until
then. A second cookie keeps the private link where it was made or used, so that it can be shown
again to whoever holds it; the database knows its hash only.
"""

from typing import Final

from flask import Flask, Response, g, request
from itsdangerous import BadSignature, Signer

from app.service.actor import Actor
from app.service.secret import make_secret
from app.web.scene import address, workspace

KEY: Final = "check"
LINK: Final = "link"
LONGEST: Final = 400
DAY: Final = 86_400


def init(app: Flask) -> None:
    """Set the cookies that were asked for."""
    app.after_request(_write)


def _signer() -> Signer:
    return Signer(workspace().settings.secret_key, salt="check-cookie")


def check_path(toolkit_id: str, country: str) -> str:
    """Give the path below which a check's cookies are sent."""
    return f"/check/{toolkit_id}/{country}"


def read_key() -> str | None:
    """Give the secret of the cookie that came, if it carries our signature."""
    raw = request.cookies.get(KEY, "")
    if not raw or len(raw) > LONGEST:
        return None
    try:
        return _signer().unsign(raw.encode("utf-8", "replace")).decode("ascii")
    except (BadSignature, UnicodeError):
        return None


def read_link() -> str | None:
    """Give the private link this browser made or used."""
    raw = request.cookies.get(LINK, "")
    return raw if raw and raw.isascii() and len(raw) <= LONGEST else None


def owner() -> Actor:
    """Give the visitor with the secret of their check, if they hold one."""
    key = read_key()
    return Actor(key=key, address=address(), minted=key is not None)


def mint(path: str) -> None:
    """Hand out a secret that opens nothing yet, unless the browser has one."""
    if read_key() is None:
        give(path, KEY, make_secret())


def give(path: str, name: str, value: str | None, *, seconds: int = 0) -> None:
    """Set a cookie with this response, for some seconds or as long as a check is kept.

    None takes it away.
    """
    g.setdefault("cookies", []).append((path, name, value, seconds))


def _write(response: Response) -> Response:
    for path, name, value, seconds in g.get("cookies", ()):
        settings = workspace().settings
        common = {
            "path": path,
            "httponly": True,
            "samesite": "Lax",
            "secure": settings.is_https,
        }
        if value is None:
            response.delete_cookie(name, **common)
            continue
        text = _signer().sign(value.encode()).decode() if name == KEY else value
        age = seconds or settings.retention_days * DAY
        response.set_cookie(name, text, max_age=age, **common)
    return response
