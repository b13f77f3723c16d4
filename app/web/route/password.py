"""A forgotten password: asking for a link, and choosing a new one by it."""

from flask import Response, make_response, redirect, render_template, request, url_for

from app.service.account.changing import ask_reset, read_reset, reset_password
from app.web.area import PUBLIC, Area
from app.web.check import private
from app.web.compression import keep_plain
from app.web.entering import need_accounts
from app.web.own_path import whole_address
from app.web.scene import translator, visitor, workspace

area = Area("password")
area.blueprint.before_request(need_accounts)


@area.get("/forgotten", access=PUBLIC)
def show_forgotten() -> Response:
    """Ask for the mail address."""
    return private(make_response(render_template("account/forgotten.html")))


@area.post("/forgotten", access=PUBLIC)
def ask() -> Response:
    """Have a link sent, if there is such an account; the answer is the same for any address."""
    ask_reset(
        visitor(), workspace(), email=request.form.get("email", ""), base=whole_address("/reset/")
    )
    return private(redirect(url_for("password.show_sent"), 303))  # type: ignore[arg-type]


@area.get("/forgotten/sent", access=PUBLIC)
def show_sent() -> Response:
    """Say that a mail is on its way, if there is such an account."""
    return private(make_response(render_template("account/sent.html", purpose="reset")))


@area.get("/reset/<token>", access=PUBLIC)
def show_reset(token: str) -> Response:
    """Ask for the new password; opening the address alone does nothing."""
    keep_plain()
    if not read_reset(workspace(), token):
        return private(make_response(render_template("account/nothing.html"), 404))
    return _render(token, "")


@area.post("/reset/<token>", access=PUBLIC)
def reset(token: str) -> Response:
    """Take the new password; all devices are signed out."""
    keep_plain()
    if not read_reset(workspace(), token):
        return private(make_response(render_template("account/nothing.html"), 404))
    fault = reset_password(workspace(), token, password=request.form.get("password", ""))
    if fault:
        return _render(token, translator().gettext(fault))
    return private(redirect(url_for("sign_in.show_sign_in", done="reset"), 303))  # type: ignore[arg-type]


def _render(token: str, problem: str) -> Response:
    problems = {"password": problem} if problem else {}
    body = render_template("account/reset.html", token_of_link=token, problems=problems)
    return private(make_response(body, 422 if problem else 200))
