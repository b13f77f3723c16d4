"""The questions of an assessment: a page for each topic, saved as a team answers them."""

from urllib.parse import quote

from flask import Response, jsonify, make_response, redirect, request, url_for

from app.presentation.view.anchor import anchor_of
from app.presentation.view.assessment.topic import TopicPage
from app.presentation.view.form import Reading
from app.presentation.view.page import find_pages, find_steps
from app.presentation.view.question import Draft
from app.service.access import note_refusal
from app.service.assessment.answering import Kept, save_team_answers
from app.service.error import Moved
from app.service.permission import ANSWER, VIEW
from app.web.area import Area, on_assessment
from app.web.assessment import AssessmentScene, open_assessment_scene
from app.web.assessment_topic import TopicScene, open_topic
from app.web.check import DEFINITION, private
from app.web.error import answer as answer_error
from app.web.error import wants_json
from app.web.question_form import (
    Drafts,
    code_of,
    find_clashes,
    list_changes,
    read_questions,
    tell_script,
)
from app.web.scene import workspace
from app.web.topic_drawing import draw_topic

area = Area("assessment_answer")


@area.get("/assessments/<assessment_id>/topics", access=on_assessment(VIEW))
def begin(assessment_id: str) -> Response:
    """Send to the first page on which the reader has something left to answer."""
    scene = open_assessment_scene(assessment_id, VIEW)
    work = scene.read_work()
    steps = find_steps(scene.wording, work.answers, None)
    own = {page.id for page in find_pages(scene.wording) if work.own.keys() & set(page.questions)}
    open_steps = [step.id for step in steps if not step.is_done]
    mine = [name for name in open_steps if name in own]
    return _redirect(scene, (mine or open_steps or [step.id for step in steps])[0])


@area.get("/assessments/<assessment_id>/topics/<topic_id>", access=on_assessment(VIEW))
def show_topic(assessment_id: str, topic_id: str) -> Response:
    """Show a page of questions, to answer or to read."""
    return _render(open_topic(assessment_id, topic_id, VIEW))


@area.post("/assessments/<assessment_id>/topics/<topic_id>", access=on_assessment(ANSWER))
def save_topic(assessment_id: str, topic_id: str) -> Response:
    """Save what was given: one answer by script, or a whole page by its button."""
    topic = open_topic(assessment_id, topic_id, ANSWER)
    reading, refused = _keep_own(topic, _read(topic))
    try:
        kept = save_team_answers(
            topic.scene.actor,
            workspace(),
            assessment_id,
            changes=list_changes(reading.given),
            definition=request.form.get(DEFINITION, ""),
        )
    except Moved:
        return _say_moved(topic.scene)
    clashes = find_clashes(reading, kept.conflicts, topic.say_conflict)
    drafts: Drafts = {**reading.drafts, **refused, **clashes}
    seen = topic.after(kept, drafts, workspace().now())
    if wants_json():
        return _report(seen, kept, before=topic)
    return _render(seen) if drafts else _go_on(seen)


def _read(topic: TopicScene) -> Reading:
    return read_questions(topic.scene.wording, topic.questions, topic.filling)


def _keep_own(topic: TopicScene, reading: Reading) -> tuple[Reading, Drafts]:
    """Take out what the reader may not answer; it comes back with what was typed."""
    writable = topic.work.writable
    named = {item.answer.question for item in reading.given} | reading.drafts.keys()
    foreign = named - writable
    if not foreign:
        return reading, {}
    note_refusal(topic.scene.actor, workspace(), action=ANSWER, subject=topic.scene.id)
    say = topic.scene.translator.gettext
    problem = say("This question is not assigned to you: your answer to it was not saved.")
    given = tuple(item for item in reading.given if item.answer.question in writable)
    drafts = {name: draft for name, draft in reading.drafts.items() if name in writable}
    return (
        Reading(given, drafts, reading.raws),
        {name: Draft(reading.raws.get(name), (problem,)) for name in sorted(foreign)},
    )


# --- What comes back ----------------------------------------------------------------------------


def _redirect(scene: AssessmentScene, topic_id: str, anchor: str | None = None) -> Response:
    target = url_for("assessment_answer.show_topic", assessment_id=scene.id, topic_id=topic_id)
    if anchor:
        target += "#" + quote(anchor_of(anchor))
    return private(redirect(target, 303))  # type: ignore[arg-type]


def _go_on(topic: TopicScene) -> Response:
    """Go to the next page, to the one asked for by a button, or to the overview."""
    scene, here = topic.scene, topic.page.id
    for name in ("clear", "take"):
        if request.form.get(name):
            return _redirect(scene, here, request.form[name])
    ids = [item.id for item in find_pages(scene.wording)]
    wanted = request.form.get("go", "")
    if wanted in ids:
        return _redirect(scene, wanted)
    place = ids.index(here) + 1
    if place < len(ids):
        return _redirect(scene, ids[place])
    overview = url_for("assessment.show_assessment", assessment_id=scene.id)
    return private(redirect(overview, 303))  # type: ignore[arg-type]


def _render(topic: TopicScene) -> Response:
    drawn = draw_topic(topic)
    return private(make_response(drawn.body, drawn.code))


def _report(topic: TopicScene, kept: Kept, *, before: TopicScene) -> Response:
    """Tell a script what was saved and what was not, and whether other questions are asked now."""
    view = topic.build(with_lines=False)
    asked = [question.id for question in before.questions]
    body = tell_script(view.page, kept.saved, asked=asked)
    body["steps"] |= _count_pillars(view)
    return private(make_response(jsonify(body), code_of(view.page.questions)))


def _count_pillars(view: TopicPage) -> dict[str, list[int]]:
    return {f"pillar:{step.id}": [step.dealt_with, step.asked] for step in view.pillars}


def _say_moved(scene: AssessmentScene) -> Response:
    say = scene.translator.gettext
    return answer_error(
        409,
        message=say("Meanwhile this assessment was moved to another version of its toolkit."),
    )
