"""Administration of units: make, name, delete, bring back, name focal points."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Response, make_response, redirect, render_template, request, url_for

from app.presentation.blank.words import SCOPES
from app.presentation.collation import sort_names
from app.service.administration.unit import (
    UnitAdministration,
    invite_focal_point,
    list_units,
    name_focal_point,
    open_unit,
    remove_focal_point,
    withdraw_invitation,
)
from app.service.permission import FOCAL_POINT, ROLES
from app.service.unit.making import (
    COUNTRY,
    KINDS,
    ORGANISATION,
    NewUnit,
    delete_unit,
    make_unit,
    read_unit_name,
    rename_unit,
    restore_unit,
)
from app.web.area import ADMIN, Area
from app.web.assessment import unit_name
from app.web.check import private
from app.web.people import (
    InvitationForm,
    invitation_address,
    list_languages,
    read_invitation_form,
    write_letterhead,
)
from app.web.route.unit import write_invitation_row
from app.web.scene import translator, workspace
from app.web.sign_in import signed_in

if TYPE_CHECKING:
    from app.store.base import AnyRow

area = Area("admin_unit")


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit in words."""

    row: "AnyRow"
    name: str
    kind: str


@area.get("/admin/units", access=ADMIN)
def list_all() -> Response:
    """List all units, and ask for a new one."""
    return _render_list({}, {})


@area.post("/admin/units", access=ADMIN)
def make() -> Response:
    """Make a unit."""
    fields = {name: request.form.get(name, "").strip() for name in ("kind", "country", "name")}
    problems = _find_problems(fields)
    made = None
    if not problems:
        unit = NewUnit(fields["kind"], fields["country"], fields["name"])
        made = make_unit(signed_in(), workspace(), unit)
        if made is None:
            problems["country"] = translator().gettext("This country has a unit already.")
    if made is None:
        return _render_list(fields, problems)
    return _to(made)


def _find_problems(fields: dict[str, str]) -> dict[str, str]:
    say = translator().gettext
    kind, country = fields["kind"], fields["country"]
    known = workspace().reference.current().country(country) if country else None
    problems = {}
    if kind not in KINDS:
        problems["kind"] = say("Choose what kind of unit is assessed.")
    if (country and known is None) or (not country and kind != ORGANISATION):
        problems["country"] = say("Choose a country.")
    if kind != COUNTRY and read_unit_name(fields["name"]) is None:
        problems["name"] = say("Write a name of at most 200 characters.")
    return problems


def _render_list(fields: dict[str, str], problems: dict[str, str]) -> Response:
    speaker = translator()
    countries = [
        (item.iso3, item.name(speaker.code))
        for item in workspace().reference.current().countries.values()
    ]
    body = render_template(
        "admin/units.html",
        rows=tuple(map(_line, list_units(signed_in(), workspace()))),
        kinds=[(kind, speaker.gettext(SCOPES[kind])) for kind in KINDS],
        countries=sort_names(countries, speaker.code, name=lambda one: one[1]),
        fields={"kind": "", "country": "", "name": ""} | fields,
        problems=problems,
    )
    return private(make_response(body, 422 if problems else 200))


def _line(row: "AnyRow") -> UnitLine:
    kind = translator().gettext(SCOPES[row.kind])
    return UnitLine(row, unit_name(row.country, row.name), kind)


# --- One of them ----------------------------------------------------------------------------------


@area.get("/admin/units/<unit_id>", access=ADMIN)
def show(unit_id: str) -> Response:
    """Show a unit with its focal points."""
    return _render(open_unit(signed_in(), workspace(), unit_id))


@area.post("/admin/units/<unit_id>", access=ADMIN)
def change(unit_id: str) -> Response:
    """Name a unit anew, delete it or bring it back."""
    act = request.form.get("act", "")
    if act == "delete":
        delete_unit(signed_in(), workspace(), unit_id)
    elif act == "restore":
        restore_unit(signed_in(), workspace(), unit_id)
    else:
        name = request.form.get("name", "")
        if not rename_unit(signed_in(), workspace(), unit_id, name=name):
            problem = translator().gettext("Write a name of at most 200 characters.")
            found = open_unit(signed_in(), workspace(), unit_id)
            return _render(found, 422, problems={"name": problem})
    return _to(unit_id)


@area.post("/admin/units/<unit_id>/focal-points", access=ADMIN)
def change_focal_point(unit_id: str) -> Response:
    """Make somebody with an account a focal point, or take that away."""
    here, actor, say = workspace(), signed_in(), translator().gettext
    if request.form.get("act") == "revoke":
        account = request.form.get("account", "")
        is_done = remove_focal_point(actor, here, unit_id, account=account)
        problem = say("A unit keeps one focal point at least. Name another one first.")
        place = "people"
    else:
        is_done = name_focal_point(actor, here, unit_id, email=request.form.get("account", ""))
        problem = say("Nobody who can sign in has this address. Invite them instead.")
        place = "account"
    if not is_done:
        return _render(open_unit(actor, here, unit_id), 422, problems={place: problem})
    return _to(unit_id)


@area.post("/admin/units/<unit_id>/invitations", access=ADMIN)
def invite(unit_id: str) -> Response:
    """Invite a focal point, by mail or by a link shown once."""
    found = open_unit(signed_in(), workspace(), unit_id)
    guest, form = read_invitation_form()
    if guest is None:
        return _render(found, 422, form=form)
    head = write_letterhead(found.row.country, found.row.name)
    secret = invite_focal_point(signed_in(), workspace(), unit_id, guest, head=head)
    if guest.email:
        return _to(unit_id, sent=1)
    after = open_unit(signed_in(), workspace(), unit_id)
    return _render(after, link=invitation_address(secret))


@area.post("/admin/units/<unit_id>/invitations/revoke", access=ADMIN)
def revoke_invitation(unit_id: str) -> Response:
    """Take an invitation back."""
    withdraw_invitation(signed_in(), workspace(), unit_id, request.form.get("invitation", ""))
    return _to(unit_id)


def _to(unit_id: str, **more: int) -> Response:
    target = url_for("admin_unit.show", unit_id=unit_id, **more)  # type: ignore[arg-type]
    return private(redirect(target, 303))  # type: ignore[arg-type]


def _render(
    found: UnitAdministration,
    code: int = 200,
    *,
    form: InvitationForm | None = None,
    problems: dict[str, str] | None = None,
    link: str = "",
) -> Response:
    body = render_template(
        "admin/unit.html",
        line=_line(found.row),
        row=found.row,
        people=found.focal_points,
        invitations=tuple(map(write_invitation_row, found.invitations)),
        roles=[(FOCAL_POINT, translator().gettext(ROLES[FOCAL_POINT]))],
        mail_languages=list_languages(),
        form=form or InvitationForm(role=FOCAL_POINT, language=translator().code),
        problems=problems or {},
        link=link,
        is_sent=bool(request.args.get("sent")),
        grace=workspace().settings.grace_days,
    )
    return private(make_response(body, code))
