"""The way in and out: the cookie after signing in, and the page for whose session has ended."""

from typing import Final

from flask import (
    Response,
    abort,
    g,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)

from app.service.account.proving import Proven
from app.web.check import private
from app.web.error import answer, wants_json
from app.web.kept_form import WHO, keep_form, label_of, read_kept
from app.web.own_path import read_own_path
from app.web.scene import workspace
from app.web.sign_in import give_secret, read_secret

NEXT: Final = "next"
LONGEST_DEVICE: Final = 200


def need_accounts() -> None:
    """Answer as if there were no such page where the settings have no accounts."""
    if not workspace().settings.accounts:
        abort(404)


def read_device() -> str:
    """Give what the browser calls itself, so that its owner knows it in the list of devices."""
    return request.headers.get("User-Agent", "")[:LONGEST_DEVICE]


def read_next() -> str:
    """Give the path of ours to go on with; empty for none."""
    return read_own_path(request.values.get(NEXT, ""))


def enter(proven: Proven) -> Response:
    """Answer somebody who has just signed in: on to where they were, or to their assessments.

    What they had sent when their session had ended is shown to be sent again.
    """
    session[WHO] = label_of(proven.account)
    give_secret(proven.secret)
    g.pop("actor", None)
    kept = read_kept(proven.account)
    if kept is not None:
        return private(make_response(render_template("account/again.html", kept=kept)))
    target = read_next() or url_for("assessment.list_assessments")
    return private(redirect(target, 303))  # type: ignore[arg-type]


def was_signed_in() -> bool:
    """Tell whether somebody had signed in with this browser, as far as it says."""
    return read_secret() is not None or WHO in session


def answer_ended() -> Response:
    """Ask to sign in again, with what was sent kept in the page: nothing of it is lost."""
    if wants_json():
        response = answer(401)
    else:
        is_sent = request.method == "POST"
        kept = keep_form().pack() if is_sent else ""
        body = render_template(
            "account/sign_in.html",
            reason="sent" if kept else "unsent" if is_sent else "ended",
            done={},
            lacks_files=bool(is_sent and request.files),
            next="" if is_sent else read_own_path(request.full_path.rstrip("?")),
            kept=kept,
            email="",
            failed=False,
        )
        response = private(make_response(body, 401))
    # A status 401 has to name a way to sign in; browsers know none that is a page.
    response.headers["WWW-Authenticate"] = "Form"
    return response
