"""Who takes part in an assessment, and who is to answer what."""

from dataclasses import dataclass
from datetime import date

from flask import Response, make_response, redirect, render_template, request, url_for

from app.presentation.view.assessment.people import (
    build_matrix,
    list_given,
    list_open,
    list_parts,
)
from app.service.assessment.people import (
    Given,
    Part,
    People,
    give_parts,
    grant_role,
    read_people,
    revoke_role,
    set_days,
)
from app.service.error import NotAChoice
from app.service.permission import ASSIGN, GRANT, ROLES, VIEW
from app.service.unit.inviting import invite_to_assessment, withdraw_from_assessment
from app.service.unit.member import Member
from app.web.area import Area, on_assessment
from app.web.assessment import AssessmentScene, open_assessment_scene
from app.web.check import private
from app.web.people import (
    InvitationForm,
    invitation_address,
    list_languages,
    list_roles,
    read_day,
    read_invitation_form,
    read_part,
    write_letterhead,
    write_part,
)
from app.web.route.unit import write_invitation_row
from app.web.scene import today, translator, workspace
from app.web.sign_in import signed_in

area = Area("people")
DUE = "due."
WAS = "was."


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person with the names of their roles, by unit and on this assessment alone."""

    member: Member
    by_unit: tuple[str, ...]
    alone: tuple[tuple[str, str], ...]
    parts: int


@area.get("/assessments/<assessment_id>/people", access=on_assessment(VIEW))
def show_people(assessment_id: str) -> Response:
    """Show who takes part."""
    return _render(open_assessment_scene(assessment_id, VIEW))


@area.post("/assessments/<assessment_id>/people/roles", access=on_assessment(GRANT))
def change_role(assessment_id: str) -> Response:
    """Give somebody of the unit a role on this assessment, or take one away."""
    account, role = request.form.get("account", ""), request.form.get("role", "")
    act = revoke_role if request.form.get("act") == "revoke" else grant_role
    act(signed_in(), workspace(), assessment_id, account=account, role=role)
    return _back("people.show_people", assessment_id)


@area.post("/assessments/<assessment_id>/people/invitations", access=on_assessment(GRANT))
def invite(assessment_id: str) -> Response:
    """Invite somebody to this assessment, by mail or by a link shown once."""
    scene = open_assessment_scene(assessment_id, GRANT)
    guest, form = read_invitation_form()
    if guest is None:
        return _render(scene, 422, form=form)
    head = write_letterhead(scene.row.country, scene.row.name)
    secret = invite_to_assessment(signed_in(), workspace(), scene.id, guest, head=head)
    if guest.email:
        return _back("people.show_people", assessment_id, sent=1)
    return _render(scene, link=invitation_address(secret))


@area.post("/assessments/<assessment_id>/people/invitations/revoke", access=on_assessment(GRANT))
def revoke_invitation(assessment_id: str) -> Response:
    """Take an invitation back."""
    wanted = request.form.get("invitation", "")
    withdraw_from_assessment(signed_in(), workspace(), assessment_id, wanted)
    return _back("people.show_people", assessment_id)


def _render(
    scene: AssessmentScene, code: int = 200, *, form: InvitationForm | None = None, link: str = ""
) -> Response:
    people = read_people(workspace(), scene.opened)
    body = render_template(
        "people/people.html",
        scene=scene,
        people=[_person_row(people, member) for member in people.members.values()],
        candidates=[item for item in (*people.members.values(), *people.others.values())
                    if item.is_active],
        invitations=tuple(map(write_invitation_row, people.invitations)),
        parts=list_parts(scene.wording),
        roles=list_roles(),
        mail_languages=list_languages(),
        form=form or InvitationForm(language=translator().code),
        link=link,
        is_sent=bool(request.args.get("sent")),
    )  # fmt: skip
    return private(make_response(body, code))


def _person_row(people: People, member: Member) -> PersonRow:
    say = translator().gettext
    return PersonRow(
        member,
        tuple(say(ROLES[role]) for role in people.by_unit.get(member.account, ())),
        tuple((role, say(ROLES[role])) for role in people.alone.get(member.account, ())),
        sum(item.account == member.account for item in people.assignments),
    )


# --- Who is to answer what ------------------------------------------------------------------------


@area.get("/assessments/<assessment_id>/assignments", access=on_assessment(VIEW))
def show_assignments(assessment_id: str) -> Response:
    """Show parts against people, what was given out by when, and what nobody has."""
    return _render_assignments(open_assessment_scene(assessment_id, VIEW))


@area.post("/assessments/<assessment_id>/assignments", access=on_assessment(ASSIGN))
def assign(assessment_id: str) -> Response:
    """Give parts out and take others back: what was ticked against what stood ticked."""
    scene = open_assessment_scene(assessment_id, ASSIGN)
    due, problems = _read_due("due")
    if problems:
        return _render_assignments(scene, 422, problems=problems)
    ticked, stood = _read_parts("give"), _read_parts("stood")
    given = Given(added=ticked - stood, taken=stood - ticked, due=due)
    give_parts(scene.actor, workspace(), scene.id, given)
    return _back("people.show_assignments", assessment_id, saved=1, of=_opened(scene))


@area.post("/assessments/<assessment_id>/assignments/days", access=on_assessment(ASSIGN))
def change_days(assessment_id: str) -> Response:
    """Set by which day parts are to be answered; what was not touched stays."""
    scene = open_assessment_scene(assessment_id, ASSIGN)
    days: dict[Part, date | None] = {}
    problems: dict[str, str] = {}
    for name in [name for name in request.form if name.startswith(DUE)]:
        text = request.form[name].strip()
        part = read_part(name.removeprefix(DUE))
        if part is None or text == request.form.get(WAS + name.removeprefix(DUE), ""):
            continue
        days[part], wrong = _read_due(name)
        problems |= wrong
    if problems:
        return _render_assignments(scene, 422, problems=problems)
    set_days(scene.actor, workspace(), scene.id, days)
    return _back("people.show_assignments", assessment_id, saved=1)


def _read_due(name: str) -> tuple[date | None, dict[str, str]]:
    text = request.form.get(name, "").strip()
    day = read_day(text)
    if not text or day is not None:
        return day, {}
    message = translator().gettext(
        "This is no day. Write it as year, month and day, such as 2026-11-22."
    )
    return None, {name: message}


def _read_parts(name: str) -> frozenset[Part]:
    parts = [read_part(text) for text in request.form.getlist(name)]
    if None in parts:
        raise NotAChoice(name)
    return frozenset(part for part in parts if part is not None)


def _opened(scene: AssessmentScene) -> str:
    """Give the pillar whose questions are to be shown; empty for none."""
    wanted = request.values.get("of", "")
    return wanted if any(pillar.id == wanted for pillar in scene.toolkit.pillars) else ""


def _render_assignments(
    scene: AssessmentScene, code: int = 200, *, problems: dict[str, str] | None = None
) -> Response:
    people, work = read_people(workspace(), scene.opened), scene.read_work()
    names = {member.account: member.name for member in people.answering}
    everybody = names | {
        item.account: people.members[item.account].name if item.account in people.members
        else work.names.get(item.account, "")
        for item in people.assignments
        if item.account not in names
    }  # fmt: skip
    opened, given = (
        _opened(scene),
        [write_part(one.account, one.node) for one in people.assignments],
    )
    # Where something is to be put right, all that was ticked and typed stands there again.
    typed = request.form.to_dict() if problems else {}
    is_matrix = "due" in typed
    body = render_template(
        "people/assignments.html",
        scene=scene,
        names=everybody,
        can_answer=names,
        rows=build_matrix(scene.wording, everybody, people.assignments, opened=opened),
        given=list_given(scene.wording, everybody, people.assignments, today=today()),
        open_parts=list_open(scene.wording, work.answers, work.assigned),
        opened=opened,
        may_assign=scene.may(ASSIGN),
        write_part=write_part,
        ticked=frozenset(request.form.getlist("give") if is_matrix else given),
        stood=frozenset(request.form.getlist("stood") if is_matrix else given),
        typed=typed,
        problems=problems or {},
        is_saved=bool(request.args.get("saved")),
    )
    return private(make_response(body, code))


def _back(endpoint: str, assessment_id: str, **more: object) -> Response:
    kept = {name: value for name, value in more.items() if value}
    target = url_for(endpoint, assessment_id=assessment_id, **kept)  # type: ignore[arg-type]
    return private(redirect(target, 303))  # type: ignore[arg-type]
