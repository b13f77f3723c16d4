"""What is set for an assessment, and what is kept of assistance from outside."""

from flask import Response, abort, make_response, redirect, render_template, request, url_for

from app.presentation.view.assessment.setting import (
    Details,
    build_setting_form,
    fill_details,
    read_details,
)
from app.service.assessment.assisting import (
    LONGEST_TEXT,
    Assistance,
    read_assistance,
    save_assistance,
)
from app.service.assessment.setting import Settings, save_settings
from app.service.permission import ASSIST, DRAFT, MANAGE
from app.web.area import Area, on_assessment
from app.web.assessment import AssessmentScene, open_assessment_scene
from app.web.check import private
from app.web.scene import workspace

area = Area("assessment_setting")
TEXTS = ("request", "expert_role", "mission")
LONGEST_NUMBER = 9


@area.get("/assessments/<assessment_id>/settings", access=on_assessment(ASSIST))
def show_settings(assessment_id: str) -> Response:
    """Show what is set: to a focal point as a form, to both as far as it is about assistance."""
    return _render(open_assessment_scene(assessment_id, ASSIST), 200)


@area.post("/assessments/<assessment_id>/settings", access=on_assessment(MANAGE))
def change_settings(assessment_id: str) -> Response:
    """Change the settings."""
    scene = open_assessment_scene(assessment_id, MANAGE)
    fields = request.form.to_dict()
    details, problems = read_details(scene.wording, fields | _fixed(scene))
    if details is None:
        return _render(scene, 422, fields=fields, problems=problems)
    given = Settings(
        details.title, details.scope, details.parameters, details.period, details.language
    )
    if not save_settings(scene.actor, workspace(), scene.id, given, seen=_seen()):
        return _render(open_assessment_scene(assessment_id, MANAGE), 409, fields=fields)
    return _back(scene)


@area.post("/assessments/<assessment_id>/assistance", access=on_assessment(ASSIST))
def change_assistance(assessment_id: str) -> Response:
    """Ask for assistance, or keep what the expert is there for and what they note."""
    scene = open_assessment_scene(assessment_id, ASSIST)
    texts = {name: _read_text(name) for name in TEXTS}
    before = read_assistance(scene.row.assisted)
    if not scene.may(MANAGE):
        texts["request"] = before.request if before else ""
    problems = _find_problems(scene, texts)
    if problems:
        return _render(scene, 422, texts=texts, problems=problems)
    if not save_assistance(scene.actor, workspace(), scene.id, Assistance(**texts), seen=_seen()):
        return _render(open_assessment_scene(assessment_id, ASSIST), 409, texts=texts)
    return _back(scene)


def _find_problems(scene: AssessmentScene, texts: dict[str, str]) -> dict[str, str]:
    say = scene.translator.gettext
    problems = {
        name: say("Write at most %(most)s characters.", most=LONGEST_TEXT)
        for name, text in texts.items()
        if len(text) > LONGEST_TEXT
    }
    if not texts["request"]:
        problems["request"] = say("Say what assistance is asked for.")
    return problems


def _fixed(scene: AssessmentScene) -> dict[str, str]:
    """Give the fields that can't be changed any more, so that they need not be sent."""
    if scene.row.state == DRAFT:
        return {}
    standing = fill_details(_details_of(scene))
    return {
        name: text
        for name, text in standing.items()
        if name == "scope" or name.startswith("parameter.")
    }


def _details_of(scene: AssessmentScene) -> Details:
    row = scene.row
    period = (row.period_start, row.period_end)
    return Details(row.title, row.scope, row.parameters, period, row.language)


def _read_text(name: str) -> str:
    return request.form.get(name, "").replace("\r\n", "\n").strip()


def _seen() -> int:
    text = request.form.get("seen", "")
    is_whole = text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
    return int(text) if is_whole else abort(400)


def _back(scene: AssessmentScene) -> Response:
    target = url_for("assessment_setting.show_settings", assessment_id=scene.id, kept=1)
    return private(redirect(target, 303))  # type: ignore[arg-type]


def _render(
    scene: AssessmentScene,
    code: int,
    *,
    fields: dict[str, str] | None = None,
    texts: dict[str, str] | None = None,
    problems: dict[str, str] | None = None,
) -> Response:
    filled = fields if fields is not None else fill_details(_details_of(scene))
    standing = read_assistance(scene.row.assisted)
    body = render_template(
        "assessment/setting.html",
        scene=scene,
        form=build_setting_form(scene.wording, filled, problems if fields is not None else {}),
        assistance=Assistance(**texts) if texts is not None else standing or Assistance(),
        has_assistance=standing is not None,
        problems={} if fields is not None else problems or {},
        is_draft=scene.row.state == DRAFT,
        may_manage=scene.may(MANAGE),
        standing=_details_of(scene),
        code=code,
        is_kept=request.method == "GET" and bool(request.args.get("kept")),
    )
    return private(make_response(body, code))
