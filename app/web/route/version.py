"""A visitor's check and the versions of its toolkit: what moving it would change, to and fro."""

from typing import Final

from flask import Response, make_response, redirect, render_template, request, url_for

from app.presentation.view.version import VersionView, build_version
from app.service.error import Moved, NotAChoice
from app.service.moving import (
    Passage,
    Wish,
    move_check,
    preview_move,
    print_of,
    read_last_move,
    undo_move,
)
from app.web.area import OWN_CHECK, Area
from app.web.check import CheckScene, own_scene, private
from app.web.cookie import owner
from app.web.scene import workspace
from app.web.wording import word

area = Area("version")

MOST_DIGITS: Final = 6
CHOICE: Final = "choice."
"""Fields of parameters begin so: authors name these, and may name one like a field of ours."""


@area.get("/check/<toolkit_id>/<country>/version", access=OWN_CHECK)
def show_version(toolkit_id: str, country: str) -> Response:
    """Show what moving to the current version would change, and what the last move changed."""
    return _render(own_scene(toolkit_id, country))


@area.post("/check/<toolkit_id>/<country>/version", access=OWN_CHECK)
def move(toolkit_id: str, country: str) -> Response:
    """Move the check to the version that was shown."""
    scene = own_scene(toolkit_id, country)
    wish = Wish(
        toolkit_id=toolkit_id,
        country=country,
        to_hash=request.form.get("to", ""),
        seen=request.form.get("seen", ""),
        parameters={
            name.removeprefix(CHOICE): value
            for name, value in request.form.items()
            if name.startswith(CHOICE)
        },
    )
    if scene.state is not None:
        try:
            move_check(owner(), workspace(), wish, scene.state)
        except Moved:
            return _render(own_scene(toolkit_id, country), 409)
        except NotAChoice:
            return _render(scene, 422)
    return _go_back(scene)


@area.post("/check/<toolkit_id>/<country>/version/undo", access=OWN_CHECK)
def undo(toolkit_id: str, country: str) -> Response:
    """Bring the check back to what it was before its last move."""
    scene = own_scene(toolkit_id, country)
    text = request.form.get("number", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else 0
    seen = request.form.get("seen", "")
    if scene.state is not None:
        try:
            undo_move(owner(), workspace(), scene.state, number=number, seen=seen)
        except Moved:
            return _render(own_scene(toolkit_id, country), 409)
    return _go_back(scene)


def _go_back(scene: CheckScene) -> Response:
    target = url_for("version.show_version", toolkit_id=scene.toolkit_id, country=scene.country)
    return private(redirect(target, 303))  # type: ignore[arg-type]


def _render(scene: CheckScene, status: int = 200) -> Response:
    state = scene.state
    ahead = preview_move(workspace(), state) if state else None
    behind = read_last_move(workspace(), state) if state else None
    body = render_template(
        "check/version.html",
        scene=scene,
        ahead=_view(ahead),
        behind=_view(behind),
        seen=print_of(state.toolkit, state.answers) if state else "",
        status=status,
    )
    return private(make_response(body, status))


def _view(passage: Passage | None) -> VersionView | None:
    if passage is None:
        return None
    before, after = passage.settings
    return build_version(passage, word(passage.old, before), word(passage.new, after))
