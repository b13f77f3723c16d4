"""Registration, where the settings open it: an address is confirmed, then an account is made."""

from dataclasses import replace

from flask import Response, abort, make_response, redirect, render_template, request, url_for

from app.service.account.joining import KNOWN, read_newcomer
from app.service.account.registration import ask_registration, read_registration, register
from app.web.area import PUBLIC, Area
from app.web.check import private
from app.web.compression import keep_plain
from app.web.entering import enter, need_accounts, read_device
from app.web.own_path import whole_address
from app.web.scene import translator, visitor, workspace
from app.web.sign_in import signed_in

area = Area("registration")
area.blueprint.before_request(need_accounts)


@area.blueprint.before_request
def need_registration() -> None:
    """Answer as if there were no such page where accounts come by invitation only."""
    if not workspace().settings.registration:
        abort(404)


@area.get("/registration", access=PUBLIC)
def show_registration() -> Response:
    """Ask for the mail address."""
    return private(make_response(render_template("account/registration.html")))


@area.post("/registration", access=PUBLIC)
def ask() -> Response:
    """Have a link sent; the answer is the same for any address."""
    email = request.form.get("email", "")
    ask_registration(
        visitor(), workspace(), email=email, base=whole_address("/"), language=translator().code
    )
    return private(redirect(url_for("registration.show_sent"), 303))  # type: ignore[arg-type]


@area.get("/registration/sent", access=PUBLIC)
def show_sent() -> Response:
    """Say that a mail is on its way."""
    return private(make_response(render_template("account/sent.html", purpose="registration")))


@area.get("/registration/<token>", access=PUBLIC)
def show_form(token: str) -> Response:
    """Ask for name and password; opening the address alone makes nothing."""
    keep_plain()
    email = read_registration(workspace(), token)
    if not email:
        return private(make_response(render_template("account/nothing.html"), 404))
    return _render(token, email, {})


@area.post("/registration/<token>", access=PUBLIC)
def take(token: str) -> Response:
    """Make the account and sign in."""
    keep_plain()
    email = read_registration(workspace(), token)
    if not email:
        return private(make_response(render_template("account/nothing.html"), 404))
    newcomer, problems = read_newcomer(request.form, email=email)
    if not problems:
        newcomer = replace(newcomer, language=translator().code)
        made = register(signed_in(), workspace(), token, newcomer=newcomer, device=read_device())
        if made is not None:
            return enter(made)
        problems = {"email": KNOWN}
    return _render(token, email, problems)


def _render(token: str, email: str, problems: dict[str, str]) -> Response:
    say = translator().gettext
    body = render_template(
        "account/register.html",
        token_of_link=token,
        email=email,
        fields=request.form.to_dict(),
        problems={name: say(message) for name, message in problems.items()},
    )
    return private(make_response(body, 422 if problems else 200))
