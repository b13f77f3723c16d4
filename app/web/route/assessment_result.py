"""What an assessment came to, every number in it opened, and files of it."""

from dataclasses import dataclass

from flask import Response, abort, jsonify, make_response, render_template, request, url_for

from app.presentation.number import show_date, show_score
from app.presentation.plotly import to_plotly
from app.presentation.view.assessment.change import build_changes
from app.presentation.view.explanation import build_explanation
from app.presentation.view.result_model import ResultView
from app.service.assessment.content import Content
from app.service.assessment.result import (
    build_view,
    find_other_engine,
    make_result_file,
    read_shown,
    read_team,
)
from app.service.desk import explain_check
from app.service.permission import DOWNLOAD, VIEW
from app.web.area import Area, on_assessment
from app.web.assessment import AssessmentScene, open_assessment_scene
from app.web.check import private
from app.web.file import send_file
from app.web.scene import wants_dark, workspace

area = Area("assessment_result")


@dataclass(frozen=True, slots=True)
class ResultScene:
    """An assessment with what it came to."""

    scene: AssessmentScene
    content: Content

    @property
    def view(self) -> ResultView:
        """What the page shows."""
        return build_view(self.content, self.scene.wording)


def open_result(assessment_id: str, action: str = VIEW) -> ResultScene:
    """Open the result of an assessment for whoever may see it."""
    scene = open_assessment_scene(assessment_id, action)
    return ResultScene(scene, read_shown(workspace(), scene.opened))


@area.get("/assessments/<assessment_id>/result", access=on_assessment(VIEW))
def show_result(assessment_id: str) -> Response:
    """Show what the answers come to."""
    found = open_result(assessment_id)
    wording = found.scene.wording
    team = read_team(found.content, wording.toolkit)
    body = render_template(
        "assessment/result.html",
        scene=found.scene,
        view=found.view,
        team=team,
        changes=build_changes(wording, team.previous) if team.previous else None,
        approved=show_date(team.approved_on, wording.translator) if team.approved_on else "",
    )
    return private(make_response(body))


@area.get("/assessments/<assessment_id>/result/<name>.json", access=on_assessment(VIEW))
def show_figure(assessment_id: str, name: str) -> Response:
    """Give one figure for the interactive chart."""
    view = open_result(assessment_id).view
    drawn = {"profile": view.profile, "radar": view.radar}.get(name)
    if drawn is None:
        abort(404)
    return private(jsonify(to_plotly(drawn, dark=wants_dark())))


@area.get("/assessments/<assessment_id>/result/<node>", access=on_assessment(VIEW))
def explain_result(assessment_id: str, node: str) -> Response:
    """Open one number down to its answers, weights and rounding."""
    found = open_result(assessment_id)
    wording, content = found.scene.wording, found.content
    root, band = explain_check(wording, content.given, node)
    view = root and build_explanation(wording, root, node, band=band)
    if not view:
        abort(404)
    kept = content.scores["nodes"].get(node, {}).get("score")
    body = render_template(
        "assessment/explain.html",
        scene=found.scene,
        view=view,
        kept=show_score(kept, wording.translator),
        kept_engine=find_other_engine(content),
        back=url_for("assessment_result.show_result", assessment_id=assessment_id),
    )
    return private(make_response(body))


@area.get("/assessments/<assessment_id>/result.<kind>", access=on_assessment(DOWNLOAD))
def download_result(assessment_id: str, kind: str) -> Response:
    """Send the result as a file."""
    found = open_result(assessment_id, DOWNLOAD)
    wanted = (kind, request.args.get("table", ""))
    language = found.scene.translator.code
    return send_file(make_result_file(workspace(), found.content, language, wanted))
