"""Which language a page speaks: `?lang`, else the cookie, else the browser's wish, else English."""

from typing import Final
from urllib.parse import urlencode

from flask import Flask, Response, g, request, session
from werkzeug.urls import iri_to_uri

from app.presentation.language import LANGUAGES, load_translator, negotiate

FIELD: Final = "lang"
LONGEST: Final = 20


def init(app: Flask) -> None:
    """Choose before each request; remember a choice that was made."""
    app.before_request(_choose)
    app.after_request(_vary)


def _choose() -> None:
    wish = request.args.get(FIELD, "")[:LONGEST]
    kept = session.get(FIELD)
    code = negotiate(
        [wish, kept if isinstance(kept, str) else None], request.headers.get("Accept-Language")
    )
    if wish and wish == code and kept != code:
        session[FIELD] = code
        session.permanent = True
    g.translator = load_translator(code)


def _vary(response: Response) -> Response:
    if response.mimetype in {"text/html", "application/json"}:
        response.vary.update(("Accept-Language", "Cookie"))
        response.content_language.add(g.translator.code if "translator" in g else "en")
    return response


def offered() -> list[dict[str, str]]:
    """Give the languages that can be chosen, each with the address of this page in it."""
    args = {name: value for name, value in request.args.items() if name != FIELD}
    return [
        {
            "code": language.code,
            "name": language.name,
            "href": _href(request.path, {**args, FIELD: language.code}),
        }
        for language in LANGUAGES.values()
        if language.ready
    ]


def _href(path: str, args: dict[str, str]) -> str:
    return iri_to_uri(f"{path}?{urlencode(args)}")
