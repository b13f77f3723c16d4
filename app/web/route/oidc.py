"""Signing in with another service (OpenID Connect), where the settings name one."""

from typing import Final

import structlog
from flask import Response, abort, make_response, redirect, render_template, request, url_for
from itsdangerous import BadData, URLSafeSerializer

from app.service.account.accepting import read_invitation
from app.service.account.confirming import check_proof
from app.service.account.identity import enter_by_identity, link_identity, unlink_identities
from app.service.account.oidc import Arrival, Departure, OidcError, arrive, depart, is_configured
from app.service.account.profile import needs_code, open_account
from app.service.account.token import AGES, OIDC
from app.service.error import NotFound, SignedOut
from app.service.throttle import FailureLimit
from app.web.area import PUBLIC, SIGNED_IN, Area
from app.web.check import private
from app.web.cookie import give
from app.web.entering import enter, read_device, read_next
from app.web.own_path import read_own_path, whole_address
from app.web.route.account import back, read_proof, say_problems
from app.web.route.sign_in import STEP, STEP_PATH, STEP_SECONDS
from app.web.scene import address, workspace
from app.web.sign_in import signed_in

logger = structlog.get_logger()
area = Area("oidc")
PATH: Final = "/sign-in/other"
NAME: Final = "other"
LONGEST: Final = 4_000
SECONDS: Final = int(AGES[OIDC].total_seconds())
INVITATION: Final = "/invitation/"


@area.blueprint.before_request
def need_service() -> None:
    """Answer as if there were no such page where the settings name no service."""
    if not is_configured(workspace().settings):
        abort(404)


@area.get("/sign-in/other", access=PUBLIC)
def leave() -> Response:
    """Go to the other service; a link, since the browser lets no form of ours lead elsewhere."""
    limit = FailureLimit(workspace(), "other")
    limit.check_address(address())
    limit.count(address(), "")
    try:
        left = depart(workspace(), callback=_callback())
    except OidcError as error:
        return _refuse(error)
    _keep(left, read_next())
    return private(redirect(left.address, 303))  # type: ignore[arg-type]


@area.get("/sign-in/other/back", access=PUBLIC)
def come_back() -> Response:
    """Sign in, join or link whoever the other service proves; one vague answer for all else."""
    kept, target = _read_kept()
    give(PATH, NAME, None)
    args, here = request.args, workspace()
    arrival = Arrival(args.get("code", ""), args.get("state", ""), kept, args.get("iss", ""))
    try:
        identity, account_id = arrive(here, arrival, callback=_callback())
        if account_id is not None:
            link_identity(signed_in(), here, identity, account_id=account_id)
            return back("linked")
        secret = target.removeprefix(INVITATION) if target.startswith(INVITATION) else ""
        made = enter_by_identity(
            signed_in(), here, identity, device=read_device(), invitation=secret
        )
    except (OidcError, NotFound, SignedOut) as error:
        return _refuse(error)
    if made.next_step:
        give(STEP_PATH, STEP, made.next_step, seconds=STEP_SECONDS)
        code = url_for("sign_in.show_code", next=target or None)
        return private(redirect(code, 303))  # type: ignore[arg-type]
    response = enter(made)
    if target and not (secret and read_invitation(here, secret) is None):
        response.headers["Location"] = target
    return response


@area.get("/account/other", access=SIGNED_IN)
def show_other() -> Response:
    """Offer to link the other service to one's account, or to unlink it."""
    return _ask()


@area.post("/account/other", access=SIGNED_IN)
def link() -> Response:
    """Prepare to leave for the other service, once it is clear who asks."""
    problems = check_proof(signed_in(), workspace(), read_proof())
    if problems:
        return _ask(problems)
    try:
        left = depart(workspace(), callback=_callback(), account_id=signed_in().account)
    except OidcError as error:
        return _refuse(error)
    _keep(left, "")
    return private(make_response(render_template("account/other_go.html", target=left.address)))


@area.post("/account/other/remove", access=SIGNED_IN)
def unlink() -> Response:
    """Let the other service sign one in no more."""
    problems = unlink_identities(signed_in(), workspace(), proof=read_proof())
    return _ask(problems) if problems else back("unlinked")


def _callback() -> str:
    return whole_address(url_for("oidc.come_back"))


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(workspace().settings.secret_key, salt="other-sign-in")


def _keep(left: Departure, target: str) -> None:
    packed = _serializer().dumps([left.state, target])
    give(PATH, NAME, str(packed), seconds=SECONDS)


def _read_kept() -> tuple[str, str]:
    raw = request.cookies.get(NAME, "")
    try:
        state, target = _serializer().loads(raw[:LONGEST])
    except (BadData, ValueError, TypeError):
        return "", ""
    return str(state), read_own_path(str(target))


def _refuse(error: Exception) -> Response:
    # What went wrong is for the log of who runs the site: it names no person and no secret.
    logger.warning("oidc", reason=str(error) or type(error).__name__)
    return private(make_response(render_template("account/other_failed.html"), 400))


def _ask(problems: dict[str, str] | None = None) -> Response:
    actor, here = signed_in(), workspace()
    body = render_template(
        "account/other.html",
        account=open_account(actor, here),
        asks_code=needs_code(actor, here),
        problems=say_problems(problems),
    )
    return private(make_response(body, 422 if problems else 200))
