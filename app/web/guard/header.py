"""The headers of every response: what a page may load, and who may keep or frame it."""

from typing import Final

from flask import Flask, Response, request

from app.web.attachment import SANDBOX
from app.web.scene import workspace

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; object-src 'none'"
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
YEAR: Final = 31_536_000
PRIVATE_PREFIXES: Final = ("/r/", "/invitation/", "/reset/", "/registration/", "/host/")


def init(app: Flask) -> None:
    """Add the headers after each request, errors included."""
    app.after_request(_add)


def _add(response: Response) -> Response:
    for name, value in HEADERS.items():
        if name != "Content-Security-Policy" or response.headers.get(name) != SANDBOX:
            response.headers[name] = value
    if workspace().settings.is_https:
        response.headers["Strict-Transport-Security"] = f"max-age={YEAR}"
    response.headers.setdefault("Cache-Control", "private, no-cache")
    if request.path.startswith(PRIVATE_PREFIXES) or "no-store" in response.headers["Cache-Control"]:
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
