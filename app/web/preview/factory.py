"""Puts the author's site together from the steps of the public one."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, cast

from flask import Flask, g, request, session
from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader

from app.paths import TEMPLATES
from app.presentation.language import load_translator
from app.service.preview.state import Preview
from app.web import compression, error, language, scene, static_file, template
from app.web.guard import form, header, host, origin
from app.web.preview.route import AREAS
from app.web.preview.stage import KEY, frame

if TYPE_CHECKING:
    from app.service.workspace import Workspace

SESSION_COOKIE: Final = "eready-preview"
"""Not the name of the site's own: cookies of one machine are shared by all its ports."""

BEFORE: Final[tuple[Callable[[Flask], None], ...]] = (host.init, form.init, language.init)
AFTER: Final[tuple[Callable[[Flask], None], ...]] = (
    origin.init,
    template.init,
    static_file.init,
    error.init,
    compression.init,
    header.init,
)


def create_preview(preview: Preview, *, language_code: str | None = None) -> Flask:
    """Make the WSGI application; pages speak `language_code` until another one is chosen."""
    settings = preview.settings
    app = Flask("app.web", static_folder=None)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=settings.request_bytes,
        MAX_FORM_MEMORY_SIZE=settings.request_bytes,
        MAX_FORM_PARTS=settings.form_fields,
        SESSION_COOKIE_NAME=SESSION_COOKIE,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_CHECK_DEFAULT=False,
    )
    site = FileSystemLoader(TEMPLATES)
    # The frame of every page is the author's own, which stands on that of the site.
    app.jinja_loader = ChoiceLoader(
        [FileSystemLoader(TEMPLATES / "preview"), site, PrefixLoader({"site": site})]
    )
    app.extensions[KEY] = preview
    # Guards, languages and templates of the site ask a workspace for its settings, nothing else.
    scene.keep(app, cast("Workspace", preview))
    for step in BEFORE:
        step(app)
    _prefer(app, language_code)
    for step in AFTER:
        step(app)
    app.context_processor(frame)
    for area in AREAS:
        app.register_blueprint(area.blueprint)
        scene.note_access(app, area)
    return app


def _prefer(app: Flask, language_code: str | None) -> None:
    """Let pages speak a language in place of the browser's, unless another one was chosen."""
    if language_code is None:
        return
    preferred = load_translator(language_code)

    def speak() -> None:
        if language.FIELD not in request.args and language.FIELD not in session:
            g.translator = preferred

    app.before_request(speak)
