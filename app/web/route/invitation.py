"""An invitation: who invites whom to what, and accepting it."""

from dataclasses import dataclass, replace
from typing import Final

from flask import Response, make_response, redirect, render_template, request, url_for

from app.presentation.language import Phrase
from app.presentation.number import show_date
from app.presentation.view.assessment.people import name_part
from app.presentation.view.wording import Wording
from app.service.account.accepting import (
    Invited,
    Offer,
    accept_invitation,
    join_by_invitation,
    read_invitation,
)
from app.service.account.address import welcome_address
from app.service.account.invitation import Grant
from app.service.account.joining import KNOWN, read_newcomer
from app.service.account.name import read_own_name
from app.service.assessment.opening import find_toolkit, setting_of
from app.service.permission import ROLES
from app.web.area import PUBLIC, Area
from app.web.assessment import unit_name
from app.web.check import private
from app.web.compression import keep_plain
from app.web.entering import enter, need_accounts, read_device
from app.web.own_path import whole_address
from app.web.route.account import CONFIRMATION
from app.web.scene import translator, workspace
from app.web.sign_in import signed_in
from app.web.wording import word

area = Area("invitation")
area.blueprint.before_request(need_accounts)
MOST_PARTS: Final = 12
"""Parts to answer that are named one by one."""


@dataclass(frozen=True, slots=True)
class Offered:
    """One unit or assessment as the page tells it: its name, the roles, what to answer."""

    unit: str
    title: Phrase | None
    roles: str
    parts: tuple[Phrase, ...]
    rest: int
    due: str


@area.get("/invitation/<token>", access=PUBLIC)
def show_invitation(token: str) -> Response:
    """Show what is offered; opening the address alone accepts nothing."""
    keep_plain()
    invited = read_invitation(workspace(), token)
    if invited is None:
        return private(make_response(render_template("account/nothing.html"), 404))
    return _render(token, invited, {}, {})


@area.post("/invitation/<token>", access=PUBLIC)
def accept(token: str) -> Response:
    """Accept: with one's account, or with one that is made now."""
    keep_plain()
    actor, here = signed_in(), workspace()
    invited = read_invitation(here, token)
    if invited is None:
        return private(make_response(render_template("account/nothing.html"), 404))
    if actor.account is not None:
        accept_invitation(actor, here, token)
        return private(redirect(_target(invited), 303))  # type: ignore[arg-type]
    newcomer, problems = read_newcomer(request.form, email=invited.email)
    if invited.has_account:
        problems = {"email": KNOWN}
    if not problems:
        newcomer = replace(newcomer, language=translator().code)
        made = join_by_invitation(actor, here, token, newcomer=newcomer, device=read_device())
        if made is not None:
            welcome_address(here, made.account, base=whole_address(CONFIRMATION))
            return enter(made)
        problems = {"email": KNOWN}
    return _render(token, invited, request.form.to_dict(), problems)


def _target(invited: Invited) -> str:
    first = next((item for item in invited.offers if item.assessment is not None), None)
    if first is not None and first.assessment is not None:
        return url_for("assessment.show_assessment", assessment_id=first.assessment.id)
    return url_for("assessment.list_assessments")


def _render(
    token: str, invited: Invited, fields: dict[str, str], problems: dict[str, str]
) -> Response:
    actor = signed_in()
    say = translator().gettext
    body = render_template(
        "account/invitation.html",
        token_of_link=token,
        invited=invited,
        offered=_list_offered(invited.offers),
        until=show_date(invited.expires_at.date(), translator()),
        is_signed_in=actor.account is not None,
        name=read_own_name(actor, workspace()),
        fields=fields,
        problems={name: say(message) for name, message in problems.items()},
    )
    return private(make_response(body, 422 if problems else 200))


def _list_offered(offers: tuple[Offer, ...]) -> tuple[Offered, ...]:
    groups: dict[str, list[Offer]] = {}
    for offer in offers:
        groups.setdefault(offer.grant.subject, []).append(offer)
    return tuple(_tell(group) for group in groups.values())


def _tell(group: list[Offer]) -> Offered:
    speaker = translator()
    row, unit = group[0].assessment, group[0].unit
    wording = word(find_toolkit(workspace(), row), setting_of(row)) if row is not None else None
    roles = dict.fromkeys(speaker.gettext(ROLES[offer.grant.role]) for offer in group)
    parts = _list_parts([offer.grant for offer in group], wording) if wording else ()
    days = sorted(offer.grant.due for offer in group if offer.grant.due)
    title = None
    if row is not None and wording is not None:
        title = Phrase(row.title, row.language) if row.title else wording.title
    return Offered(
        unit=unit_name(unit.country, unit.name),
        title=title,
        roles=speaker.join(list(roles)),
        parts=parts[:MOST_PARTS],
        rest=len(parts[MOST_PARTS:]),
        due=show_date(days[0], speaker) if days else "",
    )


def _list_parts(grants: list[Grant], wording: Wording) -> tuple[Phrase, ...]:
    return tuple(name_part(wording, grant.node) for grant in grants if grant.node is not None)
