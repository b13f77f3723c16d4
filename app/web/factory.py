"""Puts the application together, one step after the other."""

from collections.abc import Callable
from typing import Final

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app.paths import TEMPLATES
from app.service.log import ensure_log
from app.service.workspace import Workspace
from app.web import (
    compression,
    cookie,
    demo,
    error,
    language,
    log,
    scene,
    sign_in,
    static_file,
    template,
)
from app.web.guard import access, form, header, host, origin
from app.web.route import AREAS

SESSION_COOKIE: Final = "eready"

STEPS: Final[tuple[Callable[[Flask], None], ...]] = (
    log.init,
    host.init,
    language.init,
    form.init,
    origin.init,
    access.init,
    cookie.init,
    sign_in.init,
    demo.init,
    template.init,
    static_file.init,
    error.init,
    compression.init,
    header.init,
)
"""What runs before a request runs in this order, what runs after it the other way round."""


def create_app(workspace: Workspace) -> Flask:
    """Make the WSGI application of one installation."""
    settings = workspace.settings
    ensure_log(settings)
    app = Flask("app.web", static_folder=None, template_folder=str(TEMPLATES))
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=settings.request_bytes,
        MAX_FORM_MEMORY_SIZE=settings.request_bytes,
        MAX_FORM_PARTS=settings.form_fields,
        SESSION_COOKIE_NAME=SESSION_COOKIE,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.is_https,
        # A form that stood open for hours still saves.
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_CHECK_DEFAULT=False,
        TEMPLATES_AUTO_RELOAD=False,
    )
    scene.keep(app, workspace)
    for step in STEPS:
        step(app)
    for area in AREAS:
        app.register_blueprint(area.blueprint)
        scene.note_access(app, area)
    if settings.proxy_count:
        count = settings.proxy_count
        app.wsgi_app = ProxyFix(app.wsgi_app, count, count, count)  # type: ignore[method-assign]
    return app
