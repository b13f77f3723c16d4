"""The comment matrix of an assessment: remarks, replies, decisions, and files of them."""

from flask import Response, make_response, redirect, render_template, request, url_for

from app.presentation.report.statement import say_position_briefly
from app.presentation.view.assessment.review import DECISIONS, build_rows, list_places, name_place
from app.service.assessment.review import (
    LONGEST_TEXT,
    Decision,
    FullError,
    Words,
    add_remark,
    change_remark,
    decide_remark,
    make_matrix_file,
    read_matrix,
)
from app.service.error import NotFound
from app.service.permission import DOWNLOAD, REMARK, REPLY, VIEW
from app.web.area import Area, on_assessment
from app.web.assessment import AssessmentScene, open_assessment_scene
from app.web.check import private
from app.web.file import send_file
from app.web.scene import workspace

area = Area("review")
LONGEST_NUMBER = 9


@area.get("/assessments/<assessment_id>/review", access=on_assessment(VIEW))
def show_review(assessment_id: str) -> Response:
    """Show all remarks, or those that nobody decided."""
    return _render(open_assessment_scene(assessment_id, VIEW), 200)


@area.post("/assessments/<assessment_id>/review", access=on_assessment(REMARK))
def write_remark(assessment_id: str) -> Response:
    """Write a remark."""
    scene = open_assessment_scene(assessment_id, REMARK)
    words = Words(request.form.get("place", ""), _read("text"), _read("proposal"))
    problem = _find_problem(scene, words.text, words.proposal)
    if problem:
        return _render(scene, 422, problem=problem, words=words)
    try:
        number = add_remark(scene.actor, workspace(), assessment_id, words)
    except FullError:
        full = scene.translator.gettext("No more remarks fit into this assessment.")
        return _render(scene, 422, problem=full, words=words)
    return _back(scene, number)


@area.get("/assessments/<assessment_id>/review/<int:number>", access=on_assessment(VIEW))
def show_remark(assessment_id: str, number: int) -> Response:
    """Show one remark, to reply to it or to change it."""
    return _render_one(open_assessment_scene(assessment_id, VIEW), number, 200)


@area.post("/assessments/<assessment_id>/review/<int:number>", access=on_assessment(REMARK))
def rewrite_remark(assessment_id: str, number: int) -> Response:
    """Change one's own remark."""
    scene = open_assessment_scene(assessment_id, REMARK)
    words = Words("", _read("text"), _read("proposal"))
    problem = _find_problem(scene, words.text, words.proposal)
    if problem:
        return _render_one(scene, number, 422, problem=problem, typed=words)
    known = (number, _seen())
    if not change_remark(scene.actor, workspace(), assessment_id, words, known=known):
        return _render_one(scene, number, 409, typed=words)
    return _back(scene, number)


@area.post("/assessments/<assessment_id>/review/<int:number>/decision",
           access=on_assessment(REPLY))  # fmt: skip
def decide(assessment_id: str, number: int) -> Response:
    """Reply to a remark and decide."""
    scene = open_assessment_scene(assessment_id, REPLY)
    given = Decision(number, _seen(), _read("reply"), request.form.get("decision", ""))
    problem = _find_reply_problem(scene, given)
    if problem:
        return _render_one(scene, number, 422, problem=problem, typed=given)
    if not decide_remark(scene.actor, workspace(), assessment_id, given):
        return _render_one(scene, number, 409, typed=given)
    return _back(scene, number)


@area.get("/assessments/<assessment_id>/review.<kind>", access=on_assessment(DOWNLOAD))
def download_review(assessment_id: str, kind: str) -> Response:
    """Send the matrix as a file."""
    scene = open_assessment_scene(assessment_id, DOWNLOAD)
    if kind not in {"csv", "xlsx"}:
        raise NotFound
    made = make_matrix_file(
        scene.wording,
        read_matrix(workspace(), scene.opened),
        kind,
        unit=scene.unit_name,
        statement=say_position_briefly(scene.translator),
    )
    return send_file(made)


def _read(name: str) -> str:
    return request.form.get(name, "").replace("\r\n", "\n").strip()


def _seen() -> int:
    text = request.form.get("seen", "")
    is_whole = text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
    return int(text) if is_whole else 0


def _find_problem(scene: AssessmentScene, text: str, proposal: str) -> str:
    say = scene.translator.gettext
    if not text:
        return say("Write what you remark.")
    if max(len(text), len(proposal)) > LONGEST_TEXT:
        return say("Write at most %(most)s characters.", most=LONGEST_TEXT)
    return ""


def _find_reply_problem(scene: AssessmentScene, given: Decision) -> str:
    say = scene.translator.gettext
    if len(given.reply) > LONGEST_TEXT:
        return say("Write at most %(most)s characters.", most=LONGEST_TEXT)
    if not given.reply and given.decision in {"", "partly", "not-accepted"}:
        return say("Write a reply: only what is accepted as it stands needs none.")
    return ""


def _back(scene: AssessmentScene, number: int) -> Response:
    target = url_for("review.show_review", assessment_id=scene.id, _anchor=f"remark-{number}")
    return private(redirect(target, 303))  # type: ignore[arg-type]


def _render(
    scene: AssessmentScene, code: int, *, problem: str = "", words: Words | None = None
) -> Response:
    matrix = read_matrix(workspace(), scene.opened)
    is_open = bool(request.args.get("open"))
    shown = [item for item in matrix.remarks if item.is_open or not is_open]
    place = request.args.get("place", "")
    body = render_template(
        "assessment/review.html",
        scene=scene,
        rows=build_rows(scene.wording, shown, matrix.names, reader=scene.access.account),
        count=len(matrix.remarks),
        open_count=sum(item.is_open for item in matrix.remarks),
        is_open=is_open,
        groups=list_places(scene.wording) if scene.may(REMARK) else (),
        words=words or Words(place, ""),
        problem=problem,
        longest=LONGEST_TEXT,
    )
    return private(make_response(body, code))


def _render_one(
    scene: AssessmentScene,
    number: int,
    code: int,
    *,
    problem: str = "",
    typed: Words | Decision | None = None,
) -> Response:
    """Show one remark; what was typed and not saved stands in the fields."""
    matrix = read_matrix(workspace(), scene.opened)
    found = [item for item in matrix.remarks if item.number == number]
    if not found:
        raise NotFound
    remark = found[0]
    is_words = isinstance(typed, Words)
    given = Decision(number, remark.version, remark.reply, remark.decision)
    body = render_template(
        "assessment/review_remark.html",
        scene=scene,
        row=build_rows(scene.wording, found, matrix.names, reader=scene.access.account)[0],
        place=name_place(scene.wording, remark.place),
        decisions=tuple(DECISIONS.items()),
        words=typed if is_words else Words(remark.place, remark.text, remark.proposal),
        given=typed if isinstance(typed, Decision) else given,
        is_words=is_words,
        problem=problem,
        code=code,
        longest=LONGEST_TEXT,
    )
    return private(make_response(body, code))
