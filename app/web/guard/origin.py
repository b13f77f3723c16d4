"""Acts are only taken from our own pages: told by Origin, then Sec-Fetch-Site, then a token."""

from urllib.parse import urlsplit

from flask import Flask, abort, request
from flask_wtf.csrf import CSRFProtect, ValidationError, validate_csrf

from app.web.scene import workspace

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
FIELD = "csrf_token"
HEADER = "X-CSRF-Token"


def init(app: Flask) -> None:
    """Check every act before it is done; templates get the token from Flask-WTF."""
    CSRFProtect(app)
    app.before_request(_check)


def _check() -> None:
    if request.method in SAFE:
        return
    origin = request.headers.get("Origin")
    if origin is not None and origin != "null":
        if not _is_own(origin):
            abort(403)
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site != "same-origin":
            abort(403)
        return
    try:
        validate_csrf(request.form.get(FIELD) or request.headers.get(HEADER))
    except ValidationError:
        abort(403)


def _is_own(origin: str) -> bool:
    """Whether an origin is ours: the public address, or the host that was asked."""
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    public = urlsplit(workspace().settings.public_url)
    if public.netloc and (parts.scheme, parts.netloc) == (public.scheme, public.netloc):
        return True
    return (parts.scheme, parts.netloc) == (request.scheme, request.host)
