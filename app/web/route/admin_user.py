"""Administration of accounts."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import Response, make_response, redirect, render_template, request, url_for

from app.presentation.language import N_
from app.presentation.number import show_date
from app.presentation.view.assessment.naming import say_moment
from app.service.administration.user import change_user, list_users, open_user, send_reset
from app.service.permission import ROLES
from app.web.area import ADMIN, Area
from app.web.assessment import unit_name
from app.web.check import private
from app.web.scene import translator, workspace
from app.web.sign_in import signed_in

if TYPE_CHECKING:
    from app.store.base import AnyRow

area = Area("admin_user")
RESET: Final = "reset"

REFUSALS: Final = {
    "last-admin": N_("An installation keeps one administrator at least. Make another one first."),
    "last-focal-point": N_(
        "They are the last focal point of a unit. Name another one there first."
    ),
    "no-address": N_("There is no address a mail could be sent to."),
}
DONE: Final = {
    "disable": N_("The account is disabled, and signed out everywhere."),
    "enable": N_("The account can be used again."),
    "sign-out": N_("Signed out everywhere."),
    "make-admin": N_("They administer this installation from now on."),
    "unmake-admin": N_("They no longer administer this installation."),
    "delete": N_("The account is deleted. It can be brought back for some days."),
    "restore": N_("The account is back."),
    "confirm": N_("The mail address counts as confirmed from now on."),
    RESET: N_("The link is on its way to the owner of the account."),
}


@dataclass(frozen=True, slots=True)
class UserLine:
    """One account in words."""

    row: "AnyRow"
    states: tuple[str, ...]
    seen: str


@area.get("/admin/users", access=ADMIN)
def list_all() -> Response:
    """List accounts, or those that hold some words."""
    words = request.args.get("q", "")
    page = list_users(signed_in(), workspace(), words=words, after=request.args.get("after", ""))
    body = render_template(
        "admin/users.html", rows=tuple(map(_line, page.rows)), words=words, following=page.following
    )
    return private(make_response(body))


@area.get("/admin/users/<account>", access=ADMIN)
def show(account: str) -> Response:
    """Show one account and what can be done with it."""
    return _render(account)


@area.post("/admin/users/<account>", access=ADMIN)
def change(account: str) -> Response:
    """Do one thing with an account."""
    act = request.form.get("act", "")
    if act == RESET:
        refusal = send_reset(signed_in(), workspace(), account, address=_reset_address)
    else:
        refusal = change_user(signed_in(), workspace(), account, act)
    if refusal:
        return _render(account, 422, problem=translator().gettext(REFUSALS[refusal]))
    if account == signed_in().account and act in {"unmake-admin", "disable", "delete"}:
        return private(redirect(url_for("home.show_home"), 303))  # type: ignore[arg-type]
    target = url_for("admin_user.show", account=account, done=act)
    return private(redirect(target, 303))  # type: ignore[arg-type]


def _reset_address(secret: str) -> str:
    base = workspace().settings.public_url.rstrip("/") or request.host_url.rstrip("/")
    return f"{base}/reset/{secret}"


def _render(account: str, code: int = 200, *, problem: str = "") -> Response:
    user = open_user(signed_in(), workspace(), account)
    done = DONE.get(request.args.get("done", "")) if code == 200 else None
    grace = workspace().settings.grace_days
    body = render_template(
        "admin/user.html",
        line=_line(user.row),
        row=user.row,
        roles=[(unit_name(item.country, item.name), translator().gettext(ROLES[item.role]))
               for item in user.roles],
        created=show_date(user.row.created_at.date(), translator()),
        is_self=account == signed_in().account,
        problem=problem,
        done=translator().gettext(done) if done else "",
        grace=grace,
    )  # fmt: skip
    return private(make_response(body, code))


def _line(row: "AnyRow") -> UserLine:
    say = translator().gettext
    marks = {
        say("Administrator"): row.is_admin,
        say("Deleted"): row.deleted_at is not None,
        say("Disabled"): row.state != "active" and row.deleted_at is None,
        say("Second step"): bool(row.totp),
        say("Address not confirmed"): row.email is not None and row.email_confirmed_at is None,
    }
    seen = say_moment(row.seen_at, translator()) if row.seen_at else ""
    return UserLine(row, tuple(name for name, holds in marks.items() if holds), seen)
