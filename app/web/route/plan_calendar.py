"""How somebody follows a plan: the file and private address of its calendar, mails or none."""

from flask import Response, abort, make_response, redirect, request, url_for

from app.presentation.view.assessment.plan import build_plan
from app.service.assessment.plan import read_plan
from app.service.assessment.plan_calendar import (
    CALENDAR,
    end_feed,
    find_base,
    make_feed,
    read_feed,
    set_reminders,
    write_plan_calendar,
)
from app.service.permission import DOWNLOAD, VIEW
from app.web.area import PUBLIC, Area, on_assessment
from app.web.assessment import open_assessment_scene
from app.web.check import private
from app.web.scene import today, visitor, workspace
from app.web.sign_in import signed_in

area = Area("plan_calendar")


@area.get("/assessments/<assessment_id>/plan.ics", access=on_assessment(DOWNLOAD))
def download_calendar(assessment_id: str) -> Response:
    """Send the plan as a calendar file."""
    scene = open_assessment_scene(assessment_id, DOWNLOAD)
    plan = read_plan(workspace(), scene.opened)
    view = build_plan(scene.wording, plan.actions, plan.names, today=today())
    base = find_base(workspace(), scene.id)
    body = write_plan_calendar(scene.wording, view.rows, unit=scene.unit_name, base=base)
    name = f"eready-plan-{scene.toolkit.id}-{scene.row.round}.ics"
    return _send(body, f'attachment; filename="{name}"')


@area.get("/calendar/<token>.ics", access=PUBLIC)
def send_feed(token: str) -> Response:
    """Send the calendar behind a private address to a program that subscribes to it."""
    body = read_feed(visitor(), workspace(), token)
    return _send(body, 'inline; filename="plan.ics"')


@area.post("/assessments/<assessment_id>/plan/calendar", access=on_assessment(VIEW))
def change_feed(assessment_id: str) -> Response:
    """Give the reader a private address of the calendar, or take theirs back."""
    open_assessment_scene(assessment_id, VIEW)
    act = request.form.get("act", "")
    if act == "make":
        make_feed(signed_in(), workspace(), assessment_id)
    elif act == "end":
        end_feed(signed_in(), workspace(), assessment_id)
    else:
        abort(400)
    return _go_back(assessment_id)


@area.post("/assessments/<assessment_id>/plan/reminders", access=on_assessment(VIEW))
def change_reminders(assessment_id: str) -> Response:
    """Have mails about the reader's actions sent, or none."""
    open_assessment_scene(assessment_id, VIEW)
    wanted = request.form.get("wants", "")
    if wanted not in {"yes", "no"}:
        abort(400)
    set_reminders(signed_in(), workspace(), assessment_id, wants_mail=wanted == "yes")
    return _go_back(assessment_id)


def _go_back(assessment_id: str) -> Response:
    target = url_for("plan.show_plan", assessment_id=assessment_id, _anchor="follow")
    return private(redirect(target, 303))  # type: ignore[arg-type]


def _send(body: bytes, disposition: str) -> Response:
    response = make_response(body)
    response.headers["Content-Type"] = CALENDAR
    response.headers["Content-Disposition"] = disposition
    return private(response)
