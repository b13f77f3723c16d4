"""A visitor's hold on their check: the private link, deleting it, saying whether it was useful."""

import segno
from flask import Response, make_response, redirect, render_template, request, url_for
from markupsafe import Markup

from app.service.error import NotAChoice, NotFound
from app.service.feedback import Feedback, give_feedback
from app.service.link import exchange_link, peek_link, replace_link
from app.service.quick_check import delete_check
from app.web.area import OWN_CHECK, PUBLIC, Area
from app.web.check import own_scene, private
from app.web.compression import keep_plain
from app.web.cookie import KEY, LINK, check_path, give, owner, read_link
from app.web.scene import visitor, workspace

area = Area("visit")
QR_BORDER = 2


def _address_of(token: str) -> str:
    base = workspace().settings.public_url.rstrip("/") or request.host_url.rstrip("/")
    return base + url_for("visit.show_door", token=token)


def _draw_code(address: str) -> Markup:
    """Draw a QR picture: black, on the white of the box it stands in, in a dark page too."""
    code = segno.make(address, micro=False)
    drawn = code.svg_inline(border=QR_BORDER, omitsize=True, svgclass="qr", lineclass=None)
    return Markup(drawn)  # noqa: S704  # drawn by segno from an address of ours


@area.get("/check/<toolkit_id>/<country>/link", access=OWN_CHECK)
def show_link(toolkit_id: str, country: str) -> Response:
    """Show the private link this browser made or used, or offer a new one."""
    scene = own_scene(toolkit_id, country)
    keep_plain()
    token = read_link()
    is_good = bool(token) and scene.state is not None and scene.state.link_active
    address = _address_of(token) if token and is_good and _opens(token) else None
    body = render_template(
        "check/link.html",
        scene=scene,
        address=address,
        code=_draw_code(address) if address else None,
    )
    return private(make_response(body))


def _opens(token: str) -> bool:
    return peek_link(visitor(), workspace(), token)


@area.post("/check/<toolkit_id>/<country>/link", access=OWN_CHECK)
def renew_link(toolkit_id: str, country: str) -> Response:
    """Make a new private link; the old one ends."""
    scene = own_scene(toolkit_id, country)
    if scene.state is None:
        raise NotFound
    token = replace_link(owner(), workspace(), scene.state)
    give(scene.path, LINK, token)
    target = url_for("visit.show_link", toolkit_id=toolkit_id, country=country)
    return private(redirect(target, 303))  # type: ignore[arg-type]


@area.get("/r/<token>", access=PUBLIC)
def show_door(token: str) -> Response:
    """Show one button; opening a link's address alone does nothing."""
    keep_plain()
    is_open = peek_link(visitor(), workspace(), token)
    body = render_template("check/door.html", token=token if is_open else None)
    return private(make_response(body, 200 if is_open else 404))


@area.post("/r/<token>", access=PUBLIC)
def enter(token: str) -> Response:
    """Take the link's secret for a cookie and go to an address without it."""
    opened = exchange_link(visitor(), workspace(), token)
    path = check_path(opened.toolkit_id, opened.country)
    give(path, KEY, opened.cookie)
    give(path, LINK, token)
    target = url_for("answer.begin", toolkit_id=opened.toolkit_id, country=opened.country)
    return private(redirect(target, 303))  # type: ignore[arg-type]


@area.get("/check/<toolkit_id>/<country>/delete", access=OWN_CHECK)
def ask_delete(toolkit_id: str, country: str) -> Response:
    """Ask before deleting."""
    scene = own_scene(toolkit_id, country)
    return private(make_response(render_template("check/delete.html", scene=scene)))


@area.post("/check/<toolkit_id>/<country>/delete", access=OWN_CHECK)
def delete(toolkit_id: str, country: str) -> Response:
    """Delete the check now, and say so."""
    scene = own_scene(toolkit_id, country)
    delete_check(owner(), workspace(), toolkit_id, country)
    for name in (KEY, LINK):
        give(scene.path, name, None)
    return private(make_response(render_template("check/deleted.html", scene=scene)))


@area.post("/check/<toolkit_id>/<country>/feedback", access=OWN_CHECK)
def take_feedback(toolkit_id: str, country: str) -> Response:
    """Keep what the visitor says of the site."""
    scene = own_scene(toolkit_id, country)
    feedback = Feedback(
        toolkit_id=toolkit_id,
        country=country,
        useful=_mark("useful"),
        next_step=_mark("next_step"),
        text=request.form.get("text", "").replace("\r\n", "\n").strip(),
    )
    if not (feedback.useful or feedback.next_step or feedback.text):
        target = url_for("result.show_result", toolkit_id=toolkit_id, country=country)
        return private(redirect(f"{target}#feedback-heading", 303))  # type: ignore[arg-type]
    give_feedback(visitor(), workspace(), feedback)
    return private(make_response(render_template("check/thanks.html", scene=scene)))


def _mark(name: str) -> int | None:
    text = request.form.get(name, "")
    if not text:
        return None
    if text not in {"1", "2", "3", "4", "5"}:
        raise NotAChoice(name)
    return int(text)
