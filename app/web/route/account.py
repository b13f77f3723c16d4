"""One's own account: who one is, the mail address, the password, where one is signed in."""

from flask import Response, make_response, redirect, render_template, request, url_for

from app.presentation.language import N_
from app.presentation.view.assessment.naming import say_moment
from app.presentation.view.device import name_device
from app.service.account.address import ask_confirmation, ask_email, confirm_email, find_pending
from app.service.account.confirming import Proof
from app.service.account.profile import (
    OwnAccount,
    Profile,
    change_password,
    needs_code,
    open_account,
    save_profile,
    sign_out_device,
)
from app.service.error import NotFound
from app.web.area import PUBLIC, SIGNED_IN, Area
from app.web.check import private
from app.web.compression import keep_plain
from app.web.entering import need_accounts
from app.web.own_path import whole_address
from app.web.people import list_languages
from app.web.scene import translator, workspace
from app.web.sign_in import signed_in

area = Area("account")
area.blueprint.before_request(need_accounts)

CONFIRMATION = "/account/email/"
"""Where a link that confirms an address leads."""
DONE = {
    "profile": N_("Your account was saved."),
    "email": N_("A mail with a link is on its way to the new address, if it can be used. Open it."),
    "confirmation": N_("A mail with a link is on its way to your address. Open it."),
    "password": N_("Your password was changed. Other devices were signed out."),
    "device": N_("Signed out there."),
    "second-step-off": N_("Signing in no longer asks for a code."),
    "linked": N_("You can now sign in with the other service too."),
    "unlinked": N_("The other service no longer signs you in."),
}
"""What a page that led here has done."""


@area.get("/account", access=SIGNED_IN)
def show_account() -> Response:
    """Show one's account with everything that can be changed."""
    return _render(open_account(signed_in(), workspace()))


@area.post("/account/profile", access=SIGNED_IN)
def change_profile() -> Response:
    """Take name, language and organisation."""
    fields = {name: request.form.get(name, "") for name in ("name", "language", "organisation")}
    problems = save_profile(signed_in(), workspace(), Profile(**fields))
    if problems:
        return _render(open_account(signed_in(), workspace()), fields=fields, problems=problems)
    return back("profile")


@area.post("/account/devices", access=SIGNED_IN)
def leave_device() -> Response:
    """Sign another device out, or all others."""
    sign_out_device(signed_in(), workspace(), mark=request.form.get("device", ""))
    return back("device")


@area.get("/account/password", access=SIGNED_IN)
def show_password() -> Response:
    """Ask for the old password and a new one."""
    return _ask("account/password.html")


@area.post("/account/password", access=SIGNED_IN)
def take_password() -> Response:
    """Take a new password."""
    problems = change_password(
        signed_in(), workspace(), proof=read_proof(), password=request.form.get("password", "")
    )
    return _ask("account/password.html", problems) if problems else back("password")


@area.get("/account/email", access=SIGNED_IN)
def show_email() -> Response:
    """Ask for a new mail address."""
    return _ask("account/email.html")


@area.post("/account/email", access=SIGNED_IN)
def take_email() -> Response:
    """Have a link sent to the new address."""
    problems = ask_email(
        signed_in(), workspace(), proof=read_proof(), email=request.form.get("email", ""),
        base=whole_address(CONFIRMATION),
    )  # fmt: skip
    return _ask("account/email.html", problems) if problems else back("email")


@area.post("/account/confirmation", access=SIGNED_IN)
def send_confirmation() -> Response:
    """Have a link sent to the address one has, to confirm it."""
    ask_confirmation(signed_in(), workspace(), base=whole_address(CONFIRMATION))
    return back("confirmation")


@area.get("/account/email/<token>", access=PUBLIC)
def show_new_email(token: str) -> Response:
    """Ask whether the address is to be used; opening the link alone changes nothing."""
    keep_plain()
    pending = find_pending(workspace(), token)
    if pending is None:
        return private(make_response(render_template("account/nothing.html"), 404))
    account = signed_in().account
    body = render_template(
        "account/new_email.html",
        pending=pending,
        is_own=account == pending.account,
        is_signed_in=account is not None,
        token_of_link=token,
    )
    return private(make_response(body))


@area.post("/account/email/<token>", access=PUBLIC)
def take_new_email(token: str) -> Response:
    """Use the address, for whoever is signed in with the account it is for."""
    keep_plain()
    pending = find_pending(workspace(), token)
    if pending is None:
        return private(make_response(render_template("account/nothing.html"), 404))
    if pending.account != signed_in().account:
        return private(redirect(url_for("account.show_new_email", token=token), 303))  # type: ignore[arg-type]
    try:
        confirm_email(signed_in(), workspace(), token)
    except NotFound:
        return private(make_response(render_template("account/nothing.html"), 404))
    body = render_template("account/email_changed.html", is_new=pending.is_new)
    return private(make_response(body))


def read_proof() -> Proof:
    """Read password and code of a form that asks again who somebody is."""
    return Proof(request.form.get("current", ""), request.form.get("code", ""))


def back(done: str) -> Response:
    """Lead back to the account, which says what was done."""
    return private(redirect(url_for("account.show_account", done=done), 303))  # type: ignore[arg-type]


def say_problems(problems: dict[str, str] | None) -> dict[str, str]:
    """Say what is wrong by field in the reader's language."""
    return {place: translator().gettext(text) for place, text in (problems or {}).items()}


def _ask(template: str, problems: dict[str, str] | None = None) -> Response:
    body = render_template(
        template,
        account=open_account(signed_in(), workspace()),
        asks_code=needs_code(signed_in(), workspace()),
        fields=request.form,
        problems=say_problems(problems),
    )
    return private(make_response(body, 422 if problems else 200))


def _render(
    account: OwnAccount,
    *,
    fields: dict[str, str] | None = None,
    problems: dict[str, str] | None = None,
) -> Response:
    speaker = translator()
    kept = {"name": account.name, "language": account.language,
            "organisation": account.organisation}  # fmt: skip
    done = DONE.get(request.args.get("done", ""), "")
    devices = [
        (item, name_device(item.name, speaker), say_moment(item.since, speaker),
         say_moment(item.seen, speaker))
        for item in account.devices
    ]  # fmt: skip
    body = render_template(
        "account/account.html",
        account=account,
        fields=fields or kept,
        problems=say_problems(problems),
        mail_languages=list_languages(),
        devices=devices,
        sends_mail=bool(workspace().settings.smtp_host),
        done=speaker.gettext(done) if done else "",
    )
    return private(make_response(body, 422 if problems else 200))
