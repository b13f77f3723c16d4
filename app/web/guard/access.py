"""Who is not signed in gets 404 on every page that is for members, before anything looks at it.

Whose session ended, as far as their browser says, is asked to sign in again (401), with what they
sent kept in the page; the answer is the same whether there is such a page or not.

What a member may do there is decided by the service, in the first line of each use case. A route's
access is `public`, `own-check`, `own-seat`, `signed-in`, `admin`, `unit:ACTION`,
`assessment:ACTION` or `workshop:ACTION`.
"""

from typing import Final

from flask import Flask, Response, abort, current_app, request

from app.service.access import note_refusal
from app.web.area import ADMIN, HOSTED, OPEN_TO_ALL
from app.web.entering import answer_ended, was_signed_in
from app.web.scene import access_of, workspace
from app.web.sign_in import signed_in

SUBJECTS: Final = ("assessment_id", "unit_id", "workshop_id")


def init(app: Flask) -> None:
    """Check before any page sees the request."""
    app.before_request(_check)


def _check() -> Response | None:
    access = access_of(current_app).get(request.endpoint or "")
    if access is None or access in OPEN_TO_ALL:
        return None
    actor = signed_in()
    if actor.is_host and access in HOSTED:
        return None
    if actor.account is None and workspace().settings.accounts and was_signed_in():
        return answer_ended()
    if actor.account is None or (access == ADMIN and not actor.is_admin):
        given = request.view_args or {}
        subject = next((str(given[name]) for name in SUBJECTS if name in given), "")
        action = access.removeprefix("assessment:").removeprefix("workshop:")
        note_refusal(actor, workspace(), action=action, subject=subject)
        abort(404)
    return None
