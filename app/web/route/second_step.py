"""The second step of signing in: a key for an app, spare codes, and the way back."""

from typing import Final

import segno
from flask import Response, make_response, render_template, request
from markupsafe import Markup

from app.service.account.profile import needs_code, open_account
from app.service.account.second_step_change import (
    has_second_step,
    offer_second_step,
    renew_spare_codes,
    switch_off,
    switch_on,
)
from app.web.area import SIGNED_IN, Area
from app.web.check import private
from app.web.compression import keep_plain
from app.web.entering import need_accounts
from app.web.route.account import back, read_proof, say_problems
from app.web.scene import workspace
from app.web.sign_in import signed_in

area = Area("second_step")
area.blueprint.before_request(need_accounts)

ISSUER: Final = "eready"
KEY: Final = "code_key"
"""Field of the key; not carried through signing in, as its name says it belongs to a code."""
LONGEST_KEY: Final = 400
QR_BORDER: Final = 4


@area.get("/account/second-step", access=SIGNED_IN)
def show_second_step() -> Response:
    """Show the key for an app, or what can be done with a second step that is on."""
    return _render()


@area.post("/account/second-step", access=SIGNED_IN)
def take_second_step() -> Response:
    """Switch it on once a code of the app is right, and show the spare codes this once."""
    changed = switch_on(
        signed_in(),
        workspace(),
        proof=read_proof(),
        locked=_read_key(),
        code=request.form.get("code", ""),
    )
    return _render(changed.problems) if changed.problems else _show_codes(changed.codes)


@area.post("/account/second-step/codes", access=SIGNED_IN)
def take_new_codes() -> Response:
    """Make new spare codes and show them this once."""
    changed = renew_spare_codes(signed_in(), workspace(), proof=read_proof())
    return _render(changed.problems) if changed.problems else _show_codes(changed.codes)


@area.post("/account/second-step/off", access=SIGNED_IN)
def leave_second_step() -> Response:
    """Switch it off."""
    problems = switch_off(signed_in(), workspace(), proof=read_proof())
    return _render(problems) if problems else back("second-step-off")


def _read_key() -> str:
    raw = request.form.get(KEY, "")
    return raw if raw.isascii() and len(raw) <= LONGEST_KEY else ""


def _show_codes(codes: tuple[str, ...]) -> Response:
    # Secrets are shown: not compressed together with anything.
    keep_plain()
    return private(make_response(render_template("account/spare_codes.html", codes=codes)))


def _render(problems: dict[str, str] | None = None) -> Response:
    keep_plain()
    actor, here, said = signed_in(), workspace(), say_problems(problems)
    account = open_account(actor, here)
    if has_second_step(actor, here):
        body = render_template("account/second_step_on.html", account=account, problems=said)
    else:
        offer = offer_second_step(actor, here, issuer=ISSUER, locked=_read_key())
        drawn = segno.make(offer.uri, micro=False).svg_inline(
            border=QR_BORDER, omitsize=True, svgclass="qr", lineclass=None
        )
        picture = Markup(drawn)  # noqa: S704  # drawn by segno from a key of ours
        body = render_template(
            "account/second_step.html", account=account, offer=offer, picture=picture,
            asks_code=needs_code(actor, here), problems=said,
        )  # fmt: skip
    return private(make_response(body, 422 if problems else 200))
