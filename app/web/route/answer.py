"""The quick-check by judgement: one page of questions after the other, saved as they are given."""

from urllib.parse import quote

from flask import Response, jsonify, make_response, redirect, render_template, request, url_for

from app.presentation.view.anchor import anchor_of
from app.presentation.view.form import GivenAnswer, Reading
from app.presentation.view.page import Page, find_pages, find_steps, questions_on
from app.presentation.view.question import build_question_page
from app.service.check_state import Saved, Submission
from app.service.quick_check import save_answers
from app.service.setting import lacks_parameter
from app.web.area import PUBLIC, Area
from app.web.check import DEFINITION, CheckScene, open_scene, private
from app.web.cookie import KEY, LINK, give, mint, owner
from app.web.error import answer as answer_error
from app.web.error import wants_json
from app.web.fragment import draw_page
from app.web.question_form import (
    Drafts,
    code_of,
    find_clashes,
    list_changes,
    read_questions,
    tell_script,
)
from app.web.scene import workspace

area = Area("answer")


@area.get("/check/<toolkit_id>/<country>/answers", access=PUBLIC)
def begin(toolkit_id: str, country: str) -> Response:
    """Send to the first page that is not done; ask first for what must be chosen."""
    scene = open_scene(toolkit_id, country)
    if lacks_parameter(scene.wording.toolkit, scene.wording.setting):
        return make_response(render_template("check/choose.html", scene=scene))
    steps = find_steps(scene.wording, scene.filling.answers, None)
    step = next((step for step in steps if not step.is_done), steps[0])
    return _redirect(scene, step.id)


@area.get("/check/<toolkit_id>/<country>/answers/<page_id>", access=PUBLIC)
def show_page(toolkit_id: str, country: str, page_id: str) -> Response:
    """Show a page of questions."""
    scene = open_scene(toolkit_id, country)
    page = scene.page(page_id)
    if lacks_parameter(scene.wording.toolkit, scene.wording.setting):
        return begin(toolkit_id, country)
    mint(scene.path)
    return _render(scene, page)


@area.post("/check/<toolkit_id>/<country>/answers/<page_id>", access=PUBLIC)
def save_page(toolkit_id: str, country: str, page_id: str) -> Response:
    """Save what was given: one answer by script, or a whole page by its button."""
    scene = open_scene(toolkit_id, country)
    page = scene.page(page_id)
    if scene.state is None and request.form.get("begun"):
        # The page was made for a check that is gone: nothing may come back to life by this.
        return answer_error(410)
    if lacks_parameter(scene.wording.toolkit, scene.wording.setting):
        # Nobody could go on with a check of which it is not known what it assesses.
        return answer_error(400)
    reading = _read(scene, page)
    saved = _save(scene, reading.given)
    _hand_out_keys(scene, saved)
    drafts: Drafts = dict(reading.drafts) | find_clashes(reading, saved.conflicts)
    seen = scene.after(saved, drafts)
    if wants_json():
        return _report(seen, page, saved, before=scene)
    return _render(seen, page) if drafts else _go_on(seen, page)


def _read(scene: CheckScene, page: Page) -> Reading:
    questions = questions_on(scene.wording, page, scene.filling.answers)
    return read_questions(scene.wording, questions, scene.filling)


def _save(scene: CheckScene, given: tuple[GivenAnswer, ...]) -> Saved:
    submission = Submission(
        toolkit_id=scene.toolkit_id,
        country=scene.country,
        changes=list_changes(given),
        parameters=None if scene.state else scene.parameters,
        language=scene.translator.code,
        definition=request.form.get(DEFINITION) or scene.wording.toolkit.content_hash,
    )
    return save_answers(owner(), workspace(), submission)


def _hand_out_keys(scene: CheckScene, saved: Saved) -> None:
    if saved.new_keys is not None:
        give(scene.path, KEY, saved.new_keys.cookie)
        give(scene.path, LINK, saved.new_keys.link)


# --- What comes back ----------------------------------------------------------------------------


def _redirect(scene: CheckScene, page_id: str, anchor: str | None = None) -> Response:
    values = {} if scene.state else scene.parameters
    values |= {"toolkit_id": scene.toolkit_id, "country": scene.country, "page_id": page_id}
    target = url_for("answer.show_page", **values)  # type: ignore[arg-type]  # names of the route
    if anchor:
        target += "#" + quote(anchor_of(anchor))
    return private(redirect(target, 303))  # type: ignore[arg-type]


def _go_on(scene: CheckScene, page: Page) -> Response:
    """Go to the next page, to the one asked for by a button, or to the result."""
    for name in ("clear", "take"):
        if request.form.get(name):
            return _redirect(scene, page.id, request.form[name])
    ids = [item.id for item in find_pages(scene.wording)]
    wanted = request.form.get("go", "")
    if wanted in ids:
        return _redirect(scene, wanted)
    place = ids.index(page.id) + 1
    if place < len(ids):
        return _redirect(scene, ids[place])
    result = url_for("result.show_result", toolkit_id=scene.toolkit_id, country=scene.country)
    return private(redirect(result, 303))  # type: ignore[arg-type]


def _render(scene: CheckScene, page: Page) -> Response:
    view = build_question_page(scene.wording, page, scene.filling)
    return private(make_response(draw_page(scene, view), code_of(view.questions)))


def _report(scene: CheckScene, page: Page, saved: Saved, *, before: CheckScene) -> Response:
    """Tell a script what was saved and what was not, and whether other questions are asked now."""
    view = build_question_page(scene.wording, page, scene.filling)
    asked = [item.id for item in questions_on(before.wording, page, before.filling.answers)]
    body = tell_script(view, saved.saved, asked=asked)
    body["begun"] = saved.check is not None
    return private(make_response(jsonify(body), code_of(view.questions)))
