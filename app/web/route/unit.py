"""A unit: its people and their roles, its assessments, its name."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Response, make_response, redirect, render_template, request, url_for

from app.presentation.language import Phrase
from app.presentation.view.assessment.naming import name_round, say_moment
from app.service.account.invitation import OpenInvitation
from app.service.permission import ROLES, STATES
from app.service.unit.inviting import invite_to_unit
from app.service.unit.making import rename_unit
from app.service.unit.member import Member
from app.service.unit.people import (
    GRANT,
    VIEW,
    UnitPeople,
    grant_role,
    open_unit,
    revoke_role,
    withdraw_invitation,
)
from app.web.area import Area, on_unit
from app.web.assessment import unit_name
from app.web.check import private
from app.web.people import (
    InvitationForm,
    invitation_address,
    list_languages,
    list_roles,
    read_invitation_form,
    write_letterhead,
)
from app.web.scene import translator, workspace
from app.web.sign_in import signed_in

if TYPE_CHECKING:
    from app.store.base import AnyRow

area = Area("unit")
NAME = "unit:name"


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person with the names of their roles."""

    member: Member
    roles: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """An open invitation in words."""

    id: str
    email: str
    roles: str
    made: str
    until: str


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """An assessment of the unit in words."""

    id: str
    title: Phrase
    round: str
    state: str


@area.get("/units/<unit_id>", access=on_unit(VIEW))
def show_unit(unit_id: str) -> Response:
    """Show a unit, who has which role on it, and its assessments."""
    return _render(open_unit(signed_in(), workspace(), unit_id))


@area.post("/units/<unit_id>/name", access=on_unit(NAME))
def change_name(unit_id: str) -> Response:
    """Give a unit another name."""
    name = request.form.get("name", "")
    if not rename_unit(signed_in(), workspace(), unit_id, name=name):
        problem = translator().gettext("Write a name of at most 200 characters.")
        found = open_unit(signed_in(), workspace(), unit_id, NAME)
        return _render(found, 422, problems={"name": problem})
    return _back(unit_id)


@area.post("/units/<unit_id>/roles", access=on_unit(GRANT))
def change_role(unit_id: str) -> Response:
    """Give a role to somebody of this unit, or take one away."""
    account, role = request.form.get("account", ""), request.form.get("role", "")
    if request.form.get("act") == "revoke":
        if not revoke_role(signed_in(), workspace(), unit_id, account=account, role=role):
            problem = translator().gettext(
                "A unit keeps one focal point at least. Name another one first."
            )
            found = open_unit(signed_in(), workspace(), unit_id, GRANT)
            return _render(found, 422, problems={"people": problem})
        if account == signed_in().account:
            return private(redirect(url_for("assessment.list_assessments"), 303))  # type: ignore[arg-type]
    else:
        grant_role(signed_in(), workspace(), unit_id, account=account, role=role)
    return _back(unit_id)


@area.post("/units/<unit_id>/invitations", access=on_unit(GRANT))
def invite(unit_id: str) -> Response:
    """Invite somebody to a role on the unit, by mail or by a link shown once."""
    found = open_unit(signed_in(), workspace(), unit_id, GRANT)
    guest, form = read_invitation_form()
    if guest is None:
        return _render(found, 422, form=form)
    row = found.access.row
    secret = invite_to_unit(
        signed_in(), workspace(), unit_id, guest, head=write_letterhead(row.country, row.name)
    )
    if guest.email:
        return _back(unit_id, sent=1)
    after = open_unit(signed_in(), workspace(), unit_id, GRANT)
    return _render(after, 200, link=invitation_address(secret))


@area.post("/units/<unit_id>/invitations/revoke", access=on_unit(GRANT))
def revoke_invitation(unit_id: str) -> Response:
    """Take an invitation back."""
    withdraw_invitation(signed_in(), workspace(), unit_id, request.form.get("invitation", ""))
    return _back(unit_id)


def _back(unit_id: str, **more: int) -> Response:
    return private(redirect(url_for("unit.show_unit", unit_id=unit_id, **more), 303))  # type: ignore[arg-type]


def _render(
    found: UnitPeople,
    code: int = 200,
    *,
    form: InvitationForm | None = None,
    link: str = "",
    problems: dict[str, str] | None = None,
) -> Response:
    row = found.access.row
    body = render_template(
        "unit/unit.html",
        unit=row,
        unit_name=unit_name(row.country, row.name),
        may_grant=found.access.may(GRANT),
        may_name=found.access.may(NAME) and row.kind != "country",
        people=[
            PersonRow(member, _name_roles(found.roles.get(account, ())))
            for account, member in found.members.items()
        ],
        invitations=tuple(map(write_invitation_row, found.invitations)),
        assessments=tuple(map(_assessment_row, found.assessments)),
        deleted=tuple(map(_assessment_row, found.deleted)),
        roles=list_roles(),
        mail_languages=list_languages(),
        form=form or InvitationForm(language=translator().code),
        problems=problems or {},
        link=link,
        is_sent=bool(request.args.get("sent")),
    )
    return private(make_response(body, code))


def write_invitation_row(item: OpenInvitation) -> InvitationRow:
    """Say what an open invitation gives, and how old it is."""
    speaker = translator()
    roles = dict.fromkeys(speaker.gettext(ROLES[grant.role]) for grant in item.grants)
    return InvitationRow(
        item.id,
        item.email,
        speaker.join(list(roles)),
        say_moment(item.created_at, speaker),
        say_moment(item.expires_at, speaker),
    )


def _name_roles(roles: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((role, translator().gettext(ROLES[role])) for role in roles)


def _assessment_row(row: "AnyRow") -> AssessmentRow:
    toolkit = workspace().toolkits.by_hash(row.definition_hash)
    title = Phrase(row.title, row.language) if row.title else None
    if title is None:
        title = Phrase(toolkit.title, toolkit.language) if toolkit else Phrase(row.toolkit_id)
    return AssessmentRow(
        row.id,
        title,
        name_round(row.round, translator()),
        translator().gettext(STATES[row.state]),
    )
