"""The form of the author's site: answer, choose what is asked, fill in examples."""

from typing import Final

from flask import Response, abort, jsonify, make_response, render_template, request, url_for

from app.presentation.view.anchor import anchor_of
from app.presentation.view.author import (
    AuthorPage,
    NodeRow,
    build_author_page,
    list_nodes,
    list_pages,
)
from app.presentation.view.form import clear_answers, read_form
from app.presentation.view.question import Draft
from app.service.preview.making import make_scores
from app.service.preview.state import Wish
from app.web.area import PUBLIC
from app.web.error import wants_json
from app.web.fragment import draw_question
from app.web.preview.page import area, draw, go, home
from app.web.preview.stage import Stage, open_stage, preview

PAGES: Final = ("form", "score", "report", "blank")
"""Where choosing and filling lead back to."""
LONGEST_WISH: Final = 100
LONGEST_SEED: Final = 4


@home.get("/", access=PUBLIC)
def show_home() -> Response:
    """Lead to the form; to the findings where nothing can be shown yet."""
    open_stage()
    return go(url_for("preview.show_form"))


@area.get("/form", access=PUBLIC)
def show_form() -> Response:
    """Lead to the first pillar that has a question."""
    stage = open_stage()
    pillars = list_pages(stage.wording, stage.filling)
    if not pillars:
        return draw("empty", stage=stage)
    return go(url_for("preview.show_pillar", pillar_id=pillars[0].id))


def _build_page(stage: Stage, pillar_id: str) -> AuthorPage:
    pillars = list_pages(stage.wording, stage.filling)
    pillar = next((item for item in pillars if item.id == pillar_id), None)
    if pillar is None:
        abort(404)
    return build_author_page(stage.wording, stage.filling, pillar)


@area.get("/form/<pillar_id>", access=PUBLIC)
def show_pillar(pillar_id: str) -> Response:
    """Show all questions of a pillar, with the findings beside them."""
    stage = open_stage()
    return _draw_form(stage, _build_page(stage, pillar_id))


@area.post("/form/<pillar_id>", access=PUBLIC)
def save_pillar(pillar_id: str) -> Response:
    """Keep the answers of a page."""
    stage = open_stage()
    before = _build_page(stage, pillar_id)
    asked = [stage.trial.toolkit.question(item.id) for item in before.questions]
    fields = {name: request.form.getlist(name) for name in request.form}
    for question in asked:
        if f"{question.id}.version" in fields:
            # There is one author: what is in the fields is what is meant, whatever stood there.
            fields[f"{question.id}.version"] = ["1"]
            fields.pop(f"{question.id}.was", None)
    reading = read_form(stage.wording, asked, stage.filling, fields)
    cleared = fields.get("clear", [])
    given = [item.answer for item in reading.given if item.answer.question not in cleared]
    given += [item.answer for item in clear_answers(asked, stage.filling.answers, cleared)]
    preview().save(given)
    seen = open_stage()
    drafts = {name: draft for name, draft in reading.drafts.items() if name not in cleared}
    if wants_json():
        return _report_saved(seen, before, drafts)
    if drafts:
        drafted = seen.with_drafts(drafts)
        return _draw_form(drafted, _build_page(drafted, pillar_id), code=422)
    page = _build_page(seen, pillar_id)
    if page.following is None or cleared:
        return go(_after(page, cleared))
    return go(url_for("preview.show_pillar", pillar_id=page.following.id))


def _after(page: AuthorPage, cleared: list[str]) -> str:
    if not cleared:
        return url_for("preview.show_score")
    return url_for("preview.show_pillar", pillar_id=page.id, _anchor=anchor_of(cleared[0]))


def _report_saved(stage: Stage, before: AuthorPage, drafts: dict[str, Draft]) -> Response:
    """Tell the script what the score is now, and whether other questions are asked."""
    page = _build_page(stage, before.id)
    body = {
        "whole": render_template("preview/whole.html", stage=stage, whole=_whole(stage)),
        "problems": {name: list(draft.problems) for name, draft in drafts.items()},
        "reload": page.statuses != before.statuses,
    }
    return make_response(jsonify(body), 422 if drafts else 200)


def _draw_form(stage: Stage, page: AuthorPage, *, code: int = 200) -> Response:
    drawn = {item.id: draw_question(item.form) for item in page.questions}
    response = draw(
        "form",
        stage=stage,
        page=page,
        drawn=drawn,
        whole=_whole(stage),
        is_posted=code != 200,
        refused=[item.form for item in page.questions if item.form.problems],
    )
    response.status_code = code
    return response


def _whole(stage: Stage) -> NodeRow:
    return list_nodes(stage.wording, make_scores(stage.trial))[0]


@area.get("/setting", access=PUBLIC)
def show_setting() -> Response:
    """Show what can be chosen: scope, parameters, country, all questions or the quick-check."""
    stage = open_stage()
    code = stage.wording.translator.code
    named = sorted((item.name(code), item.iso3) for item in preview().reference.countries.values())
    return draw("setting", stage=stage, countries=named)


@area.post("/choose", access=PUBLIC)
def choose() -> Response:
    """Keep scope, parameters, country, and whether all questions are asked."""
    values = {name: value[:LONGEST_WISH] for name, value in request.form.items()}
    start = "parameter."
    parameters = {
        name.removeprefix(start): value for name, value in values.items() if name.startswith(start)
    }
    country = values.get("country", "").upper()
    is_quick = values.get("asked") == "quick"
    preview().choose(Wish(is_quick, values.get("scope", ""), parameters, country))
    return go(url_for("preview.show_form"))


@area.post("/fill", access=PUBLIC)
def fill() -> Response:
    """Put example answers in place of all answers, or take all away."""
    seed = request.form.get("seed", "")[:LONGEST_SEED]
    number = int(seed) if seed.isascii() and seed.isdigit() else 0
    preview().fill(request.form.get("pattern", "")[:LONGEST_WISH], number)
    return _go_back()


def _go_back() -> Response:
    page = request.form.get("page", "")
    return go(url_for(f"preview.show_{page if page in PAGES else 'form'}"))
