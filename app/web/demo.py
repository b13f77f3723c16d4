"""Whether this site is the demonstration: asked once, since a database never becomes one."""

from typing import Final

from flask import Flask, current_app

from app.service.demo.entering import is_demo
from app.web.scene import workspace

KEY: Final = "eready_demo"


def init(app: Flask) -> None:
    """Look once, when the site starts."""
    with app.app_context():
        app.extensions[KEY] = is_demo(workspace().engine)


def shows_demo() -> bool:
    """Tell whether this site is the demonstration; the author's preview never is."""
    return bool(current_app.extensions.get(KEY, False))
