"""Files for download, kept by nobody on the way."""

from flask import Response, make_response

from app.service.download import Download
from app.web.check import private


def send_file(made: Download) -> Response:
    """Send a file under its name."""
    response = make_response(made.body)
    response.mimetype = made.media_type
    response.headers["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return private(response)
