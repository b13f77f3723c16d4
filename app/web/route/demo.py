"""The demonstration: choose whom to be. Not there anywhere else."""

from flask import Response, abort, make_response, render_template, request

from app.presentation.language import N_
from app.service.demo.entering import Part, enter_as, list_parts
from app.service.permission import ROLES
from app.web.area import PUBLIC, Area
from app.web.check import private
from app.web.demo import shows_demo
from app.web.entering import enter, read_device
from app.web.scene import translator, workspace
from app.web.sign_in import signed_in

area = Area("demo")
ADMINISTRATOR = N_("Administrator of the installation")


@area.blueprint.before_request
def need_demo() -> None:
    """Answer as if there were no such page where people really work."""
    if not shows_demo():
        abort(404)


@area.get("/demo", access=PUBLIC)
def show_parts() -> Response:
    """List the people one can be."""
    actor = signed_in()
    parts = [(part, _say_roles(part)) for part in list_parts(workspace())]
    body = render_template("account/demo.html", parts=parts, now=actor.account)
    return private(make_response(body))


@area.post("/demo", access=PUBLIC)
def take_part() -> Response:
    """Sign in as one of them."""
    account = request.form.get("account", "")
    return enter(enter_as(signed_in(), workspace(), account, device=read_device()))


def _say_roles(part: Part) -> tuple[str, ...]:
    say = translator().gettext
    own = (say(ADMINISTRATOR),) if part.is_admin else ()
    return (*own, *(say(ROLES[role]) for role in part.roles))
