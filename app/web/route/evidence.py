"""Evidence for the answers of an assessment: of one question, of all, what is claimed without."""

from collections.abc import Mapping

from flask import Response, abort, make_response, redirect, render_template, request, url_for

from app.presentation.view.assessment.evidence import (
    STATES,
    EvidenceQuestion,
    Filter,
    build_gone,
    build_list,
    list_questions,
)
from app.presentation.view.assessment.evidence_export import export_evidence
from app.presentation.view.assessment.evidence_form import fill_evidence, read_evidence
from app.presentation.view.assessment.gone import GoneQuestion
from app.presentation.words import say_evidence
from app.service.assessment.evidence import (
    FullError,
    Seen,
    add_evidence,
    change_evidence,
    check_evidence,
    may_change,
    remove_evidence,
)
from app.service.assessment.evidence_list import Folder, find_share, read_folder, write_list
from app.service.error import StorageError
from app.service.permission import ADD_EVIDENCE, CHECK_EVIDENCE, DOWNLOAD, VIEW
from app.web.area import Area, on_assessment
from app.web.assessment import AssessmentScene, open_assessment_scene
from app.web.attachment import send_attachment
from app.web.check import private
from app.web.evidence import (
    EvidencePage,
    open_evidence_page,
    render_question,
    say_full,
    say_unsaved,
)
from app.web.gone import find_gone
from app.web.scene import today, workspace

area = Area("evidence")
LONGEST_NUMBER = 9


# --- Of one question ----------------------------------------------------------------------------


@area.get(
    "/assessments/<assessment_id>/questions/<question_id>/evidence", access=on_assessment(VIEW)
)
def show_question(assessment_id: str, question_id: str) -> Response:
    """Show the evidence of a question."""
    return render_question(open_evidence_page(assessment_id, question_id), 200)


@area.post(
    "/assessments/<assessment_id>/questions/<question_id>/evidence",
    access=on_assessment(ADD_EVIDENCE),
)
def add(assessment_id: str, question_id: str) -> Response:
    """Enter a link or a document, or what somebody promised."""
    page = open_evidence_page(assessment_id, question_id, action=ADD_EVIDENCE)
    fields = request.form.to_dict()
    details, problems = read_evidence(fields, page.scene.translator)
    if details is None:
        return render_question(page, 422, fields=fields, problems=problems)
    try:
        add_evidence(page.scene.actor, workspace(), assessment_id, question_id, given=details)
    except FullError:
        return render_question(page, 422, fields=fields, problems=say_full("title"))
    except StorageError:
        return render_question(page, 503, fields=fields, problems=say_unsaved("title"))
    return go_to_question(assessment_id, question_id)


def go_to_question(assessment_id: str, question_id: str) -> Response:
    """Send to the evidence of a question."""
    target = url_for("evidence.show_question", assessment_id=assessment_id, question_id=question_id)
    return private(redirect(target, 303))  # type: ignore[arg-type]


# --- One piece ----------------------------------------------------------------------------------


@area.get("/assessments/<assessment_id>/evidence/<evidence_id>", access=on_assessment(ADD_EVIDENCE))
def show_change(assessment_id: str, evidence_id: str) -> Response:
    """Show what is said of a piece, to be changed."""
    page = _open_own(assessment_id, evidence_id)
    return render_change(page, evidence_id, 200)


@area.post(
    "/assessments/<assessment_id>/evidence/<evidence_id>", access=on_assessment(ADD_EVIDENCE)
)
def change(assessment_id: str, evidence_id: str) -> Response:
    """Change what is said of it, as when what was promised has come."""
    page = _open_own(assessment_id, evidence_id)
    piece = page.folder.find(evidence_id) or abort(404)
    fields = request.form.to_dict()
    is_file = piece.file_hash is not None
    details, problems = read_evidence(fields, page.scene.translator, is_file=is_file)
    if details is None:
        return render_change(page, evidence_id, 422, fields=fields, problems=problems)
    seen = Seen(evidence_id, read_version())
    try:
        if change_evidence(page.scene.actor, workspace(), assessment_id, seen, given=details):
            return go_to_question(assessment_id, page.question)
    except StorageError:
        unsaved = say_unsaved("title")
        return render_change(page, evidence_id, 503, fields=fields, problems=unsaved)
    return render_change(_open_own(assessment_id, evidence_id), evidence_id, 409, fields=fields)


@area.post(
    "/assessments/<assessment_id>/evidence/<evidence_id>/remove",
    access=on_assessment(ADD_EVIDENCE),
)
def remove(assessment_id: str, evidence_id: str) -> Response:
    """Take a piece out."""
    page = _open(assessment_id, evidence_id, ADD_EVIDENCE)
    seen = Seen(evidence_id, read_version())
    if remove_evidence(page.scene.actor, workspace(), assessment_id, seen):
        return go_to_question(assessment_id, page.question)
    return render_question(page, 409)


@area.post(
    "/assessments/<assessment_id>/evidence/<evidence_id>/check",
    access=on_assessment(CHECK_EVIDENCE),
)
def check(assessment_id: str, evidence_id: str) -> Response:
    """Say that a piece was looked at, or take that back."""
    page = _open(assessment_id, evidence_id, CHECK_EVIDENCE)
    seen, is_checked = Seen(evidence_id, read_version()), request.form.get("checked") == "yes"
    actor = page.scene.actor
    if check_evidence(actor, workspace(), assessment_id, seen, is_checked=is_checked):
        return go_to_question(assessment_id, page.question)
    return render_question(page, 409)


def read_version() -> int:
    """Read which version of a piece was seen; 400 for none."""
    text = request.form.get("version", "")
    is_whole = text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
    return int(text) if is_whole else abort(400)


def _open(assessment_id: str, evidence_id: str, action: str) -> EvidencePage:
    scene = open_assessment_scene(assessment_id, action)
    piece = read_folder(workspace(), scene.opened).find(evidence_id) or abort(404)
    return open_evidence_page(assessment_id, piece.question, action=action)


def _open_own(assessment_id: str, evidence_id: str) -> EvidencePage:
    page = _open(assessment_id, evidence_id, ADD_EVIDENCE)
    piece = page.folder.find(evidence_id)
    return page if piece and may_change(page.scene.access, piece) else abort(404)


def render_change(
    page: EvidencePage,
    evidence_id: str,
    code: int,
    *,
    fields: Mapping[str, str] | None = None,
    problems: Mapping[str, str] | None = None,
) -> Response:
    """Draw the page on which a piece is changed."""
    piece = page.folder.find(evidence_id) or abort(404)
    body = render_template(
        "assessment/evidence_change.html",
        scene=page.scene,
        page=page,
        row=page.say(piece),
        fields=fill_evidence(piece) if fields is None else fields,
        problems=problems or {},
        code=code,
    )
    return private(make_response(body, code))


# --- All of it ----------------------------------------------------------------------------------


@area.get("/assessments/<assessment_id>/evidence", access=on_assessment(VIEW))
def list_evidence(assessment_id: str) -> Response:
    """List all evidence, and the answers that are claimed without."""
    scene = open_assessment_scene(assessment_id, VIEW)
    wanted = _read_filter()
    folder = read_folder(workspace(), scene.opened)
    gone = find_gone(scene, (piece.question for piece in folder.pieces))
    share = find_share(scene.opened, scene.read_work().answers, folder.shown)
    listed = list_questions(scene.wording, {piece.question for piece in folder.pieces})
    body = render_template(
        "assessment/evidence.html",
        scene=scene,
        count=len(folder.pieces),
        groups=_list_groups(scene, folder, wanted, gone),
        share=share,
        shown=say_evidence(share.evidenced, share.answered, scene.translator),
        unproven=list_questions(scene.wording, share.unproven, pillar=wanted.pillar),
        wanted=wanted,
        questions=[(item.id, item.text) for item in listed]
        + [(item.id, item.text) for item in gone],
        pillars=[(item.id, scene.wording.phrase(item.title)) for item in scene.toolkit.pillars],
        states=[(state, scene.translator.gettext(name)) for state, name in STATES.items()],
    )
    return private(make_response(body))


@area.get("/assessments/<assessment_id>/evidence.csv", access=on_assessment(DOWNLOAD))
def download_list(assessment_id: str) -> Response:
    """Send the list for spreadsheet programs, filtered as it is shown."""
    scene = open_assessment_scene(assessment_id, DOWNLOAD)
    folder = read_folder(workspace(), scene.opened)
    gone = find_gone(scene, (piece.question for piece in folder.pieces))
    groups = _list_groups(scene, folder, _read_filter(), gone)
    book = export_evidence(scene.wording, groups, folder.names, about=_describe(scene))
    name = f"eready-evidence-{scene.toolkit.id}-{scene.row.round}.csv"
    return send_attachment(write_list(book), "text/csv", name)


def _list_groups(
    scene: AssessmentScene, folder: Folder, wanted: Filter, gone: tuple[GoneQuestion, ...]
) -> tuple[EvidenceQuestion, ...]:
    """Give what a filter shows: questions that are asked, then those that are not any more."""
    pieces, names, day = folder.pieces, folder.names, today()
    return (
        *build_list(scene.wording, pieces, names, wanted=wanted, today=day),
        *build_gone((pieces, names), gone, wanted=wanted, today=day, translator=scene.translator),
    )


def _describe(scene: AssessmentScene) -> Mapping[str, str]:
    return {"unit": scene.unit_name, "round": scene.round_name, "state": scene.state_name}


def _read_filter() -> Filter:
    """Read which pieces to show; what can't be is passed over."""
    state = request.args.get("state", "")
    return Filter(
        state if state in STATES else "",
        request.args.get("pillar", ""),
        request.args.get("question", ""),
    )
