"""The host of a laptop that serves a room: their link, and the address for everybody's phone.

All of it is there on such a laptop only; elsewhere these addresses lead nowhere.
"""

import segno
from flask import Response, current_app, make_response, redirect, render_template, url_for
from markupsafe import Markup

from app.service.error import NotFound
from app.service.throttle import FailureLimit
from app.web.area import PUBLIC, Area
from app.web.check import private
from app.web.compression import keep_plain
from app.web.host_key import (
    give_host_key,
    is_host_here,
    opens_laptop,
    serves_room,
    take_host_key,
)
from app.web.own_path import whole_address
from app.web.scene import address, workspace

area = Area("host")
KIND = "host"
QR_BORDER = 2
DOOR = "/join"
LIST = "workshop_plan.list_alone"


def _draw_code(text: str) -> Markup:
    """Draw a QR picture: black, on the white of the box it stands in, in a dark page too."""
    drawn = segno.make(text, micro=False).svg_inline(
        border=QR_BORDER, omitsize=True, svgclass="qr", lineclass=None
    )
    return Markup(drawn)  # noqa: S704  # drawn by segno from an address of ours


@area.get("/host", access=PUBLIC)
def show_host() -> Response:
    """Show the host the address for everybody's phone."""
    if not is_host_here():
        raise NotFound
    door = whole_address(DOOR)
    listing = url_for(LIST) if LIST in current_app.view_functions else None
    body = render_template("host/host.html", door=door, code=_draw_code(door), listing=listing)
    return private(make_response(body))


@area.get("/host/<token>", access=PUBLIC)
def show_key(token: str) -> Response:
    """Show one button; opening the link alone does nothing."""
    keep_plain()
    _limit().check(address(), token)
    if not opens_laptop(token):
        raise NotFound
    return private(make_response(render_template("host/key.html", token=token)))


@area.post("/host/<token>", access=PUBLIC)
def enter(token: str) -> Response:
    """Take the link's secret for a cookie, and go to an address without it."""
    limit = _limit()
    limit.check(address(), token)
    if not opens_laptop(token):
        limit.count(address(), token)
        raise NotFound
    give_host_key()
    return _go("host.show_host")


@area.post("/host", access=PUBLIC)
def leave() -> Response:
    """Stop being the host in this browser."""
    if not is_host_here():
        raise NotFound
    take_host_key()
    return _go("home.show_home")


def _limit() -> FailureLimit:
    """Count wrong secrets; where there is no host there is nothing to count."""
    if not serves_room():
        raise NotFound
    return FailureLimit(workspace(), KIND)


def _go(endpoint: str) -> Response:
    return private(redirect(url_for(endpoint), 303))  # type: ignore[arg-type]
