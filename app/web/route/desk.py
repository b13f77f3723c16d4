"""The figures of an assessment: published ones, those the team enters, and the index of both."""

from typing import TYPE_CHECKING

from flask import Response, abort, make_response, redirect, render_template, request, url_for

from app.presentation.view.assessment.figure import OwnDesk, list_leaves
from app.presentation.view.assessment.figure_form import FIELDS, print_of, read_figure
from app.presentation.view.assessment.figure_page import Drafts, build_figures
from app.presentation.view.explanation import build_explanation
from app.service.assessment.desk import (
    FigureChange,
    explain_own,
    find_index,
    open_own_desk,
    save_figures,
)
from app.service.permission import ENTER_FIGURES, VIEW
from app.web.area import Area, on_assessment
from app.web.assessment import AssessmentScene, open_assessment_scene
from app.web.check import private
from app.web.scene import today, workspace

if TYPE_CHECKING:
    from app.definition.index import Index

area = Area("desk")
LONGEST_NUMBER = 9
LONGEST_TYPED = 5_000
"""Characters read of one field: more than any may hold, so that the refusal says how many."""

Fields = dict[str, dict[str, str]]


@area.get("/assessments/<assessment_id>/figures", access=on_assessment(VIEW))
def show_figures(assessment_id: str) -> Response:
    """Show the toolkit's index by data, or its first one."""
    scene = open_assessment_scene(assessment_id, VIEW)
    indices = _list_indices(scene)
    if not indices:
        body = render_template("assessment/desk.html", scene=scene, view=None, indices=[], code=200)
        return private(make_response(body))
    usual = scene.toolkit.index("by-data")
    return _render(scene, usual if usual in indices else indices[0], code=200)


@area.get("/assessments/<assessment_id>/figures/<index_id>", access=on_assessment(VIEW))
def show_index(assessment_id: str, index_id: str) -> Response:
    """Show one index of the toolkit with all its figures."""
    scene = open_assessment_scene(assessment_id, VIEW)
    return _render(scene, _find(scene, index_id), code=200)


@area.post("/assessments/<assessment_id>/figures/<index_id>", access=on_assessment(ENTER_FIGURES))
def enter_figures(assessment_id: str, index_id: str) -> Response:
    """Save the figures that were changed; what is wrong comes back, what is right is kept."""
    scene = open_assessment_scene(assessment_id, ENTER_FIGURES)
    index = _find(scene, index_id)
    sent, changes, problems = _read(scene, index)
    late = save_figures(scene.actor, workspace(), scene.id, changes, index_id=index.id)
    if not problems and not late:
        target = url_for("desk.show_index", assessment_id=scene.id, index_id=index.id, kept=1)
        return private(redirect(target, 303))  # type: ignore[arg-type]
    kept = {leaf: typed for leaf, typed in sent.items() if leaf in problems or leaf in late}
    drafts = Drafts(kept, problems, late)
    return _render(scene, index, code=409 if late else 422, drafts=drafts)


@area.get("/assessments/<assessment_id>/figures/<index_id>/<node>", access=on_assessment(VIEW))
def explain_figures(assessment_id: str, index_id: str, node: str) -> Response:
    """Open one number of an index down to the figures behind it."""
    scene = open_assessment_scene(assessment_id, VIEW)
    index = _find(scene, index_id)
    own = _open(scene, index)
    view = build_explanation(scene.wording, explain_own(own), node) or abort(404)
    seen = own.standings.get(node)
    body = render_template(
        "assessment/desk_explain.html",
        scene=scene,
        view=view,
        index_id=index.id,
        has_indicator=bool(seen and seen.published and seen.counts == "published"),
    )
    return private(make_response(body))


# --- What was sent ------------------------------------------------------------------------------


def _list_indices(scene: AssessmentScene) -> "list[Index]":
    return [index for index in scene.toolkit.indices if list_leaves(index)]


def _find(scene: AssessmentScene, index_id: str) -> "Index":
    index = find_index(scene.toolkit, index_id)
    return index if index is not None and list_leaves(index) else abort(404)


def _read(
    scene: AssessmentScene, index: "Index"
) -> tuple[Fields, list[FigureChange], dict[str, dict[str, str]]]:
    """Read the fields of every leaf that somebody touched."""
    sent: Fields = {}
    changes, problems = [], {}
    for leaf in list_leaves(index):
        typed = {name: request.form.get(f"{leaf.id}.{name}", "")[:LONGEST_TYPED] for name in FIELDS}
        if request.form.get(f"{leaf.id}.was", "") in {"", print_of(typed)}:
            continue
        sent[leaf.id] = typed
        figure, wrong = read_figure(typed, scene.translator, last_year=today().year)
        if wrong:
            problems[leaf.id] = wrong
        else:
            changes.append(FigureChange(leaf.id, figure, _seen(leaf.id)))
    return sent, changes, problems


def _seen(leaf: str) -> int:
    text = request.form.get(f"{leaf}.seen", "")
    is_whole = text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
    return int(text) if is_whole else abort(400)


# --- What comes back ----------------------------------------------------------------------------


def _open(scene: AssessmentScene, index: "Index") -> OwnDesk:
    own = open_own_desk(workspace(), scene.opened, index)
    return own if own is not None else abort(404)


def _render(
    scene: AssessmentScene, index: "Index", *, code: int, drafts: Drafts | None = None
) -> Response:
    own = _open(scene, index)
    body = render_template(
        "assessment/desk.html",
        scene=scene,
        view=build_figures(scene.wording, own, scene.country, on=today(), drafts=drafts),
        indices=[(item.id, scene.wording.phrase(item.title)) for item in _list_indices(scene)],
        edition=own.desk.reference.edition.date,
        is_entered=scene.may(ENTER_FIGURES),
        is_country=bool(scene.country),
        is_kept=request.method == "GET" and bool(request.args.get("kept")),
        code=code,
    )
    return private(make_response(body, code))
