"""Only names from the settings are answered to, so that no forged name gets into an address."""

from flask import Flask, abort, request
from werkzeug.exceptions import SecurityError
from werkzeug.sansio.utils import host_is_trusted

from app.web.scene import workspace


def init(app: Flask) -> None:
    """Check the host before anything else looks at it."""
    app.before_request(_check)


def _check() -> None:
    try:
        host = request.host
    except SecurityError:
        abort(400)
    if not host_is_trusted(host, list(workspace().settings.hosts)):
        abort(400)
