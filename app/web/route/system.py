"""What machines ask: whether the site is well, whom to tell of a weakness, what not to list."""

from datetime import timedelta
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from flask import Response, abort, jsonify, make_response, redirect

from app.service.health import look_at_health
from app.web.area import PUBLIC, Area
from app.web.guard.header import PRIVATE_PREFIXES
from app.web.scene import workspace
from app.web.static_file import static_url

area = Area("system")
SECURITY_DAYS: Final = 180
DISTRIBUTION: Final = "eready"


def read_version() -> str:
    """Give the version of this program; `unknown` where it runs without being installed."""
    try:
        return version(DISTRIBUTION)
    except PackageNotFoundError:
        return "unknown"


@area.get("/health", access=PUBLIC)
def show_health() -> Response:
    """Say whether the site can work: 200, or 503 where the database can't be reached."""
    health = look_at_health(workspace())
    response = jsonify(
        status="ok" if health.is_database_well else "failing",
        version=read_version(),
        database="ok" if health.is_database_well else "failing",
        migration=health.revision,
        worker_age_seconds=health.worker_age,
    )
    response.status_code = 200 if health.is_database_well else 503
    response.headers["Cache-Control"] = "no-store"
    return response


@area.get("/.well-known/security.txt", access=PUBLIC)
def show_security() -> Response:
    """Say whom to tell of a weakness (RFC 9116); 404 where no contact is set."""
    settings = workspace().settings
    if not settings.contact:
        abort(404)
    contact = settings.contact
    if "@" in contact and ":" not in contact:
        contact = f"mailto:{contact}"
    expires = (workspace().now() + timedelta(days=SECURITY_DAYS)).strftime("%Y-%m-%dT%H:%M:%SZ")
    return _plain(f"Contact: {contact}\nExpires: {expires}\nPreferred-Languages: en\n")


@area.get("/robots.txt", access=PUBLIC)
def show_robots() -> Response:
    """Keep private links out of search engines."""
    lines = (f"Disallow: {prefix}\n" for prefix in PRIVATE_PREFIXES)
    return _plain("User-agent: *\n" + "".join(lines))


@area.get("/favicon.ico", access=PUBLIC)
def show_icon() -> Response:
    """Send browsers that guess to the icon."""
    return make_response(redirect(static_url("icon/eready.svg"), 302))


def _plain(text: str) -> Response:
    return Response(text, mimetype="text/plain")
