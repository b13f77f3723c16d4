"""Signing in and out: the password, the code where one is asked for, the end."""

from typing import Final

from flask import Response, abort, make_response, redirect, render_template, request, url_for

from app.presentation.language import N_
from app.service.account.proving import Proven, peek_step, prove, prove_code
from app.service.account.sign_in import end_sign_in
from app.service.account.token import AGES, SECOND_STEP
from app.service.error import NotFound
from app.web.area import PUBLIC, Area
from app.web.check import private
from app.web.cookie import give
from app.web.entering import enter, need_accounts, read_device, read_next
from app.web.kept_form import NAME as KEPT
from app.web.scene import workspace
from app.web.sign_in import give_secret, signed_in

area = Area("sign_in")
STEP: Final = "second-step"
STEP_PATH: Final = "/sign-in"
LONGEST_STEP: Final = 100
STEP_SECONDS: Final = int(AGES[SECOND_STEP].total_seconds())
LONGEST_EMAIL: Final = 254
DONE: Final = {
    "out": N_("You are signed out."),
    "reset": N_("Your password was changed. Sign in with the new one."),
}
"""What a page that led here has done."""


area.blueprint.before_request(need_accounts)


@area.get("/sign-in", access=PUBLIC)
def show_sign_in() -> Response:
    """Ask for mail address and password; who is signed in goes on at once."""
    if signed_in().account is not None:
        target = read_next() or url_for("assessment.list_assessments")
        return private(redirect(target, 303))  # type: ignore[arg-type]
    return _ask(reason=request.args.get("done", ""))


@area.post("/sign-in", access=PUBLIC)
def take_password() -> Response:
    """Sign in, or ask for the code."""
    email = request.form.get("email", "").strip()[:LONGEST_EMAIL]
    made = prove(
        signed_in(),
        workspace(),
        email=email,
        password=request.form.get("password", ""),
        device=read_device(),
    )
    if made is None:
        return _ask(email=email, failed=True)
    if not made.next_step:
        return enter(made)
    give(STEP_PATH, STEP, made.next_step, seconds=STEP_SECONDS)
    if request.form.get(KEPT):
        # What was typed travels in the page, so there is nothing to be sent to first.
        return _ask_code()
    target = url_for("sign_in.show_code", next=read_next() or None)
    return private(redirect(target, 303))  # type: ignore[arg-type]


@area.get("/sign-in/code", access=PUBLIC)
def show_code() -> Response:
    """Ask for the code of the second step."""
    return _ask_code() if peek_step(workspace(), _read_step()) else _begin_anew()


@area.post("/sign-in/code", access=PUBLIC)
def take_code() -> Response:
    """Take the second step."""
    made = _prove_code()
    if made is None:
        return _ask_code(failed=True)
    give(STEP_PATH, STEP, None)
    return enter(made)


@area.post("/sign-out", access=PUBLIC)
def leave() -> Response:
    """Sign this device out."""
    end_sign_in(signed_in(), workspace())
    give_secret(None)
    return private(redirect(url_for("sign_in.show_sign_in", done="out"), 303))  # type: ignore[arg-type]


def _prove_code() -> Proven | None:
    try:
        return prove_code(
            signed_in(), workspace(), token=_read_step(), code=request.form.get("code", "")
        )
    except NotFound:
        # Too long ago: the password is asked for again, with what was typed still in the page.
        abort(_begin_anew())


def _read_step() -> str:
    raw = request.cookies.get(STEP, "")
    return raw if raw.isascii() and len(raw) <= LONGEST_STEP else ""


def _begin_anew() -> Response:
    return _ask(reason="step")


def _ask(*, email: str = "", failed: bool = False, reason: str = "") -> Response:
    body = render_template(
        "account/sign_in.html",
        reason=reason,
        done=DONE,
        lacks_files=False,
        next=read_next(),
        kept=request.form.get(KEPT, ""),
        email=email,
        failed=failed,
    )
    return private(make_response(body, 422 if failed else 200))


def _ask_code(*, failed: bool = False) -> Response:
    body = render_template(
        "account/code.html", next=read_next(), kept=request.form.get(KEPT, ""), failed=failed
    )
    return private(make_response(body, 422 if failed else 200))
