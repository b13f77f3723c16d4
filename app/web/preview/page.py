"""What the pages of the author's site share: their areas, how one is drawn, where one leads."""

from typing import Final

from flask import Response, make_response, redirect, render_template

from app.web.area import Area

home = Area("home")
"""Named as on the site, since the frame of every page leads to it."""
area = Area("preview")
AREAS: Final = (home, area)


def draw(name: str, **values: object) -> Response:
    """Draw a page; `here` tells the frame which one it is."""
    return make_response(render_template(f"preview/{name}.html", here=name, **values))


def go(address: str) -> Response:
    """Lead to another page."""
    return redirect(address, 303)  # type: ignore[return-value]
