"""The site with one more page, an empty one, to measure all others against."""

from flask import Response

from app.service.log import set_up_log
from app.service.workspace import open_workspace
from app.settings import load_settings
from app.web.factory import create_app

settings = load_settings()
set_up_log(settings)
application = create_app(open_workspace(settings))


def show_empty() -> Response:
    """Give the least page this server can give."""
    return Response("<!doctype html><title>empty</title>", mimetype="text/html")


application.add_url_rule("/empty", "empty", show_empty)
