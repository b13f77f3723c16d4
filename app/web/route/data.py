"""The quick-check by data: nothing is asked, published figures say where a country stands."""

from flask import Response, abort, jsonify, redirect, render_template, url_for

from app.presentation.collation import sort_names
from app.presentation.plotly import to_plotly
from app.presentation.view.data import build_data_view
from app.presentation.view.data_model import DataView
from app.presentation.view.explanation import build_explanation
from app.presentation.view.glance import build_glance
from app.presentation.view.home import estimate_minutes
from app.presentation.view.page import find_pages, find_steps
from app.presentation.view.status import mark_of
from app.service.desk import explain_country
from app.web.area import PUBLIC, Area
from app.web.check import CheckScene, compared_countries, open_scene
from app.web.scene import today, wants_dark, workspace
from app.web.wording import note_names, word

area = Area("data")


def build_view(scene: CheckScene) -> DataView | None:
    """Build the view of a country; None for a toolkit without a by-data index."""
    desk = scene.desk
    if desk is None:
        return None
    countries = scene.filling.reference.countries
    compare = [countries[code] for code in compared_countries(scene)]
    return build_data_view(
        scene.wording, desk, countries[scene.country], compare=compare, on=today()
    )


@area.get("/check/<toolkit_id>", access=PUBLIC)
def choose_country(toolkit_id: str) -> Response:
    """Send to the form of the first page, with the toolkit chosen."""
    if workspace().toolkits.get(toolkit_id) is None:
        open_scene(toolkit_id, "")
    return redirect(url_for("home.show_home", toolkit=toolkit_id), 303)  # type: ignore[return-value]


@area.get("/check/<toolkit_id>/questions", access=PUBLIC)
def show_questions(toolkit_id: str) -> str:
    """Show all questions of a quick-check, for reading and printing."""
    toolkit = workspace().toolkits.get(toolkit_id)
    if toolkit is None:
        open_scene(toolkit_id, "")
        abort(404)
    wording = word(toolkit)
    pages = build_glance(wording, workspace().reference.current())
    return render_template(
        "check/questions.html", wording=wording, pages=pages, mark=mark_of(toolkit)
    )


@area.get("/check/<toolkit_id>/<country>", access=PUBLIC)
def show_data(toolkit_id: str, country: str) -> str:
    """Show where published figures put a country."""
    scene = open_scene(toolkit_id, country)
    note_names(scene.wording)
    steps = find_steps(scene.wording, scene.filling.answers, None)
    asked = sum(step.asked for step in steps)
    language = scene.translator.code
    others = sort_names(
        scene.filling.reference.countries.values(), language, name=lambda item: item.name(language)
    )
    return render_template(
        "check/data.html",
        scene=scene,
        view=build_view(scene),
        steps=steps,
        asked=asked,
        minutes=estimate_minutes(asked),
        first_page=find_pages(scene.wording)[0].id,
        chosen=compared_countries(scene),
        others=others,
    )


@area.get("/check/<toolkit_id>/<country>/figures/<name>.json", access=PUBLIC)
def show_data_figure(toolkit_id: str, country: str, name: str) -> Response:
    """Give one figure for the interactive chart."""
    view = build_view(open_scene(toolkit_id, country))
    figures = {"profile": view.profile, "radar": view.radar} if view else {}
    drawn = figures.get(name)
    if drawn is None:
        abort(404)
    return jsonify(to_plotly(drawn, dark=wants_dark()))


@area.get("/check/<toolkit_id>/<country>/figures/<node>", access=PUBLIC)
def explain_data(toolkit_id: str, country: str, node: str) -> str:
    """Open one number by data down to the figures behind it."""
    scene = open_scene(toolkit_id, country)
    desk = scene.desk
    if desk is None:
        abort(404)
    view = build_explanation(scene.wording, explain_country(desk, country), node)
    if view is None:
        abort(404)
    return render_template(
        "check/explain.html",
        scene=scene,
        view=view,
        endpoint="data.explain_data",
        back=url_for("data.show_data", toolkit_id=toolkit_id, country=country),
        figure_row=desk.observation(country, node),
    )
