"""The quick-check by judgement: one page of questions after the other, saved as they are given."""

from urllib.parse import quote

from flask import Response, jsonify, make_response, redirect, render_template, request, url_for

from app.presentation.language import Phrase
from app.presentation.view.anchor import anchor_of
from app.presentation.view.form import (
    GivenAnswer,
    Reading,
    clear_answers,
    print_of_answer,
    read_form,
)
from app.presentation.view.page import Page, find_pages, find_steps, questions_on
from app.presentation.view.question import Draft, build_question_page
from app.service.check_state import Change, Conflict, Saved, Submission
from app.service.quick_check import save_answers
from app.service.setting import lacks_parameter
from app.web.area import PUBLIC, Area
from app.web.check import DEFINITION, CheckScene, open_scene, private
from app.web.cookie import KEY, LINK, give, mint, owner
from app.web.error import answer as answer_error
from app.web.error import wants_json
from app.web.fragment import draw_page
from app.web.scene import workspace

area = Area("answer")

Drafts = dict[str, Draft]


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
    drafts: Drafts = dict(reading.drafts) | _clashes(reading, saved.conflicts)
    seen = scene.after(saved, drafts)
    if wants_json():
        return _report(seen, page, saved, before=scene)
    return _render(seen, page) if drafts else _go_on(seen, page)


def _read(scene: CheckScene, page: Page) -> Reading:
    fields = {name: request.form.getlist(name) for name in request.form}
    for name in ("clear", "take"):
        # A button of one question: what stands in its fields is not to be read.
        for question in fields.get(name, []):
            fields.pop(f"{question}.version", None)
        if name in fields:
            # Who presses it means that one question and confirms none of the others.
            fields = {key: item for key, item in fields.items() if not key.endswith(".confirm")}
    questions = questions_on(scene.wording, page, scene.filling.answers)
    reading = read_form(scene.wording, questions, scene.filling, fields)
    cleared = fields.get("clear", [])
    given = (*reading.given, *clear_answers(questions, scene.filling.answers, cleared))
    return Reading(given, reading.drafts, reading.raws)


def _save(scene: CheckScene, given: tuple[GivenAnswer, ...]) -> Saved:
    submission = Submission(
        toolkit_id=scene.toolkit_id,
        country=scene.country,
        changes=tuple(Change(item.answer, item.base_version, item.confirms) for item in given),
        parameters=None if scene.state else scene.parameters,
        language=scene.translator.code,
        definition=request.form.get(DEFINITION) or scene.wording.toolkit.content_hash,
    )
    return save_answers(owner(), workspace(), submission)


def _hand_out_keys(scene: CheckScene, saved: Saved) -> None:
    if saved.new_keys is not None:
        give(scene.path, KEY, saved.new_keys.cookie)
        give(scene.path, LINK, saved.new_keys.link)


def _clashes(reading: Reading, conflicts: tuple[Conflict, ...]) -> Drafts:
    """Keep what was typed beside what somebody else saved meanwhile."""
    return {
        item.question: Draft(reading.raws.get(item.question), theirs=item.theirs)
        for item in conflicts
    }


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
    is_clash = any(form.clash for form in view.questions)
    is_refused = any(form.problems for form in view.questions)
    body = draw_page(scene, view)
    return private(make_response(body, 409 if is_clash else 422 if is_refused else 200))


def _report(scene: CheckScene, page: Page, saved: Saved, *, before: CheckScene) -> Response:
    """Tell a script what was saved and what was not, and whether other questions are asked now."""
    view = build_question_page(scene.wording, page, scene.filling)
    asked = [item.id for item in questions_on(before.wording, page, before.filling.answers)]
    body = {
        "saved": {
            item.question: {"version": item.version, "was": print_of_answer(item)}
            for item in saved.saved
        },
        "problems": {form.id: list(form.problems) for form in view.questions if form.problems},
        "conflicts": {
            form.id: {"theirs": _text(form.clash.theirs), "version": form.clash.their_version}
            for form in view.questions
            if form.clash
        },
        "steps": {step.id: [step.dealt_with, step.asked] for step in view.steps},
        "begun": saved.check is not None,
        "reload": asked != [form.id for form in view.questions],
    }
    code = 409 if body["conflicts"] else 422 if body["problems"] else 200
    return private(make_response(jsonify(body), code))


def _text(phrase: Phrase) -> dict[str, str]:
    return {"text": phrase.text, "lang": phrase.language, "dir": phrase.direction}
