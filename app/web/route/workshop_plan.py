"""Workshops before they begin: their lists, a new one, its plan, deleting it."""

from datetime import date
from typing import TYPE_CHECKING, Final

from flask import Response, make_response, redirect, render_template, request, url_for

from app.presentation.language import N_
from app.presentation.view.workshop.plan import begin_fields, fill_fields
from app.presentation.view.workshop.plan_reading import read_plan
from app.presentation.view.workshop.subject import QUICK, list_choices, read_subject, settle
from app.service.assessment.opening import whole_setting
from app.service.permission import FACILITATE
from app.service.workshop.listing import (
    Listed,
    delete_room,
    list_of_assessment,
    list_own,
    may_delete,
)
from app.service.workshop.opening import PRACTICE
from app.service.workshop.planning import ENDED, Subject, change_plan, plan_alone, plan_workshop
from app.web.area import ON_WORKSHOP, OWN_WORKSHOPS, Area, on_assessment
from app.web.assessment import AssessmentScene, open_assessment_scene, unit_name
from app.web.check import private
from app.web.error import answer as answer_error
from app.web.scene import translator, workspace
from app.web.sign_in import signed_in
from app.web.wording import word
from app.web.workshop import RoomScene, open_room_scene
from app.web.workshop_plan import (
    Sheet,
    ask_by_pillar,
    draw_sheet,
    is_only_counted,
    name_countries,
    read_seen,
    restore_plan,
    write_plan,
)
from app.web.workshop_section import list_sections

if TYPE_CHECKING:
    from app.definition.toolkit import Toolkit

area = Area("workshop_plan")
TOOLKIT: Final = "toolkit"
PLANNED: Final = N_("Planned")
RUNNING: Final = N_("Running")
OVER: Final = N_("Over")
KEPT: Final = N_("What a room of this assessment agreed stays with the assessment.")


def _go(endpoint: str, **values: object) -> Response:
    target = url_for(endpoint, **values)  # type: ignore[arg-type]
    return private(redirect(target, 303))  # type: ignore[arg-type]


def _describe(listed: tuple[Listed, ...]) -> list[dict[str, object]]:
    """Give what the list shows of each."""
    say = translator().gettext
    return [
        {
            "row": item.row,
            "tables": item.tables,
            "people": item.people,
            "state": say(_state_of(item)),
            "is_practice": item.row.kind == PRACTICE,
            "unit": unit_name(item.row.country, item.row.unit_name),
        }
        for item in listed
    ]


def _state_of(item: Listed) -> str:
    if item.row.stage == ENDED:
        return OVER
    return PLANNED if item.row.begun_at is None else RUNNING


# --- Of an assessment -----------------------------------------------------------------------------


@area.get("/assessments/<assessment_id>/workshops", access=on_assessment(FACILITATE))
def list_all(assessment_id: str) -> Response:
    """List the workshops of an assessment."""
    scene = open_assessment_scene(assessment_id, FACILITATE)
    listed = list_of_assessment(scene.actor, workspace(), assessment_id)
    body = render_template("workshop_plan/list.html", scene=scene, workshops=_describe(listed))
    return private(make_response(body))


@area.get("/assessments/<assessment_id>/workshops/new", access=on_assessment(FACILITATE))
def show_new(assessment_id: str) -> Response:
    """Ask for the plan of a workshop of an assessment."""
    scene = open_assessment_scene(assessment_id, FACILITATE)
    asked = ask_by_pillar(scene.wording)
    return _draw_new(scene, Sheet(begin_fields(scene.wording, asked), _new_url(scene)))


@area.post("/assessments/<assessment_id>/workshops/new", access=on_assessment(FACILITATE))
def plan(assessment_id: str) -> Response:
    """Plan a workshop of an assessment."""
    scene = open_assessment_scene(assessment_id, FACILITATE)
    fields = request.form.to_dict()
    if is_only_counted():
        return _draw_new(scene, Sheet(fields, _new_url(scene)))
    asked = ask_by_pillar(scene.wording)
    details, problems = read_plan(scene.wording, asked, fields)
    if details is None:
        return _draw_new(scene, Sheet(fields, _new_url(scene), problems))
    made = plan_workshop(scene.actor, workspace(), scene.id, write_plan(details))
    return _go("workshop_plan.show_plan", workshop_id=made, made=1)


def _new_url(scene: AssessmentScene) -> str:
    return url_for("workshop_plan.plan", assessment_id=scene.id)


def _draw_new(scene: AssessmentScene, sheet: Sheet) -> Response:
    return draw_sheet("workshop_plan/new.html", scene.wording, sheet, scene=scene)


# --- By themselves --------------------------------------------------------------------------------


@area.get("/workshops", access=OWN_WORKSHOPS)
def list_alone() -> Response:
    """List one's own workshops that stand alone."""
    listed = list_own(signed_in(), workspace())
    body = render_template("workshop_plan/own.html", workshops=_describe(listed))
    return private(make_response(body))


@area.get("/workshops/new", access=OWN_WORKSHOPS)
def show_new_alone() -> Response:
    """Ask for the toolkit, then for the plan of a workshop that stands alone."""
    toolkit = _choose_toolkit(request.args.get(TOOLKIT, ""))
    if toolkit is None:
        toolkits = tuple(map(word, workspace().toolkits.list()))
        body = render_template("workshop_plan/choose.html", toolkits=toolkits)
        return private(make_response(body))
    chosen = {"extent": QUICK}
    wording = word(toolkit, settle(toolkit, chosen))
    fields = chosen | begin_fields(wording, ask_by_pillar(word(toolkit, whole_setting(toolkit))))
    return _draw_alone(toolkit, fields, {})


@area.post("/workshops/new", access=OWN_WORKSHOPS)
def plan_own() -> Response:
    """Plan a workshop that stands alone."""
    fields = request.form.to_dict()
    toolkit = _choose_toolkit(fields.get(TOOLKIT, ""))
    if toolkit is None:
        return _go("workshop_plan.show_new_alone")
    if is_only_counted():
        return _draw_alone(toolkit, fields, {})
    wording = word(toolkit, settle(toolkit, fields))
    countries = frozenset(workspace().reference.current().countries)
    about, problems = read_subject(wording, fields, countries)
    details, others = read_plan(wording, ask_by_pillar(wording), fields)
    if about is None or details is None:
        return _draw_alone(toolkit, fields, problems | others)
    setting = about.setting
    subject = Subject(
        toolkit.id,
        about.country,
        about.unit_name,
        quick=setting.quick,
        scope=setting.scope,
        parameters=setting.parameters,
    )
    made = plan_alone(signed_in(), workspace(), subject, write_plan(details))
    return _go("workshop_plan.show_plan", workshop_id=made, made=1)


def _choose_toolkit(wanted: str) -> "Toolkit | None":
    return workspace().toolkits.begin(wanted, "") if wanted else None


def _draw_alone(toolkit: "Toolkit", fields: dict[str, str], problems: dict[str, str]) -> Response:
    wording = word(toolkit, settle(toolkit, fields))
    sheet = Sheet(
        fields,
        url_for("workshop_plan.plan_own"),
        problems,
        subject=list_choices(wording, fields),
        countries=name_countries(),
    )
    return draw_sheet("workshop_plan/new_alone.html", wording, sheet)


# --- One of them ----------------------------------------------------------------------------------


@area.get("/workshop/<workshop_id>/plan", access=ON_WORKSHOP)
def show_plan(workshop_id: str) -> Response:
    """Show the plan; it can be changed until the door was opened."""
    scene = open_room_scene(workshop_id)
    return _draw_plan(scene, fill_fields(restore_plan(scene.row, scene.tables)), {})


@area.post("/workshop/<workshop_id>/plan", access=ON_WORKSHOP)
def change(workshop_id: str) -> Response:
    """Change the plan of a workshop that has not begun."""
    scene, seen = open_room_scene(workshop_id), read_seen()
    fields = request.form.to_dict()
    if is_only_counted():
        return _draw_plan(scene, fields, {}, seen=seen)
    asked = ask_by_pillar(scene.wording)
    details, problems = read_plan(scene.wording, asked, fields)
    if details is None:
        return _draw_plan(scene, fields, problems, seen=seen)
    if not change_plan(scene.actor, workspace(), scene.id, write_plan(details), seen=seen):
        fresh = open_room_scene(workshop_id)
        clash = "changed" if fresh.row.begun_at is None else "begun"
        return _draw_plan(fresh, fields, {}, clash=clash)
    return _go("workshop_plan.show_plan", workshop_id=scene.id, saved=1)


def _draw_plan(
    scene: RoomScene,
    fields: dict[str, str],
    problems: dict[str, str],
    *,
    seen: int | None = None,
    clash: str = "",
) -> Response:
    target = url_for("workshop_plan.change", workshop_id=scene.id)
    sheet = Sheet(fields, target, problems, scene.row.version if seen is None else seen)
    if clash:
        sheet = Sheet(fields, target, problems, scene.row.version, clash=clash)
    return draw_sheet(
        "workshop_plan/plan.html",
        scene.wording,
        sheet,
        scene=scene,
        sections=list_sections(scene.id),
        is_open=scene.row.begun_at is None,
        day=date.fromisoformat(scene.row.content["day"]) if "day" in scene.row.content else None,
        may_delete=may_delete(scene.row),
        is_made="made" in request.args,
        is_saved="saved" in request.args,
    )


@area.get("/workshop/<workshop_id>/delete", access=ON_WORKSHOP)
def ask_delete(workshop_id: str) -> Response:
    """Ask before a workshop is deleted."""
    scene = open_room_scene(workshop_id)
    if not may_delete(scene.row):
        return answer_error(409, message=scene.translator.gettext(KEPT))
    body = render_template(
        "workshop_plan/delete.html", scene=scene, sections=list_sections(scene.id)
    )
    return private(make_response(body))


@area.post("/workshop/<workshop_id>/delete", access=ON_WORKSHOP)
def delete(workshop_id: str) -> Response:
    """Delete a workshop."""
    scene = open_room_scene(workshop_id)
    if not delete_room(scene.actor, workspace(), workshop_id):
        return answer_error(409, message=scene.translator.gettext(KEPT))
    if scene.row.assessment_id is None:
        return _go("workshop_plan.list_alone")
    return _go("workshop_plan.list_all", assessment_id=scene.row.assessment_id)
