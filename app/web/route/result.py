"""What a quick-check came to, and every number in it opened."""

from flask import Response, abort, jsonify, make_response, render_template, url_for

from app.presentation.plotly import to_plotly
from app.presentation.view.explanation import build_explanation
from app.presentation.view.result import build_result
from app.presentation.view.result_model import ResultView
from app.service.desk import explain_check
from app.web.area import OWN_CHECK, Area
from app.web.check import CheckScene, own_scene, private
from app.web.cookie import read_link
from app.web.scene import wants_dark

area = Area("result")


def build_view(scene: CheckScene) -> ResultView:
    """Build the result of a check."""
    country = scene.filling.reference.countries[scene.country]
    return build_result(scene.wording, scene.filling.answers, country, desk=scene.desk)


@area.get("/check/<toolkit_id>/<country>/result", access=OWN_CHECK)
def show_result(toolkit_id: str, country: str) -> Response:
    """Show the result of the visitor's own check."""
    scene = own_scene(toolkit_id, country)
    body = render_template(
        "check/result.html", scene=scene, view=build_view(scene), has_link=bool(read_link())
    )
    return private(make_response(body))


@area.get("/check/<toolkit_id>/<country>/result/<name>.json", access=OWN_CHECK)
def show_result_figure(toolkit_id: str, country: str, name: str) -> Response:
    """Give one figure for the interactive chart."""
    view = build_view(own_scene(toolkit_id, country))
    drawn = {"profile": view.profile, "radar": view.radar}.get(name)
    if drawn is None:
        abort(404)
    return private(jsonify(to_plotly(drawn, dark=wants_dark())))


@area.get("/check/<toolkit_id>/<country>/result/<node>", access=OWN_CHECK)
def explain_result(toolkit_id: str, country: str, node: str) -> Response:
    """Open one number down to its answers, weights and rounding."""
    scene = own_scene(toolkit_id, country)
    root, band = explain_check(scene.wording, scene.filling.answers, node)
    view = root and build_explanation(scene.wording, root, node, band=band)
    if not view:
        abort(404)
    body = render_template(
        "check/explain.html",
        scene=scene,
        view=view,
        endpoint="result.explain_result",
        back=url_for("result.show_result", toolkit_id=toolkit_id, country=country),
        figure_row=None,
    )
    return private(make_response(body))
