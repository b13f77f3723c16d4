"""An assessment as a workbook: out with what stands, in with a preview, and a form to print."""

from typing import Any, Final

from flask import Response, abort, make_response, redirect, render_template, request, url_for
from itsdangerous import BadSignature, URLSafeTimedSerializer

from app.presentation.view.assessment.incoming import build_incoming
from app.service.assessment.workbook import (
    ImportWish,
    Sheets,
    describe_sheets,
    has_same_use,
    import_answers,
    make_filled,
    preview_import,
    read_sheets,
    restore_sheets,
)
from app.service.download import Download
from app.service.error import Moved, NotFound
from app.service.form import PDF, CellProblem, UnreadableError, name_form
from app.service.form_order import FormOrder, ask_form, find_form, read_form
from app.service.permission import ANSWER, DOWNLOAD
from app.service.report import missing_packages
from app.web.area import Area, on_assessment
from app.web.assessment import AssessmentScene, open_assessment_scene
from app.web.check import private
from app.web.file import send_file
from app.web.scene import visitor, workspace

area = Area("assessment_workbook")

HOLD_SECONDS: Final = 86_400
"""How long what a workbook said may be held in a page before it is to be read anew."""
REFRESH_SECONDS: Final = 2


@area.get("/assessments/<assessment_id>/workbook", access=on_assessment(DOWNLOAD))
def show_workbook(assessment_id: str) -> Response:
    """Offer the workbook and the form to print, and take a filled-in workbook."""
    return _render(open_assessment_scene(assessment_id, DOWNLOAD))


@area.get("/assessments/<assessment_id>/workbook.xlsx", access=on_assessment(DOWNLOAD))
def send_workbook(assessment_id: str) -> Response:
    """Send the workbook with what stands."""
    scene = open_assessment_scene(assessment_id, DOWNLOAD)
    return send_file(make_filled(workspace(), scene.opened, scene.wording, scene.unit_name))


# --- The form to print --------------------------------------------------------------------------


@area.post("/assessments/<assessment_id>/form", access=on_assessment(DOWNLOAD))
def ask_blank(assessment_id: str) -> Response:
    """Have the blank form made."""
    scene = open_assessment_scene(assessment_id, DOWNLOAD)
    ask_form(visitor(), workspace(), _order(scene))
    target = url_for("assessment_workbook.show_workbook", assessment_id=scene.id)
    return private(redirect(target, 303))  # type: ignore[arg-type]


@area.get("/assessments/<assessment_id>/form.pdf", access=on_assessment(DOWNLOAD))
def send_blank(assessment_id: str) -> Response:
    """Send the blank form; 404 until it is whole."""
    scene = open_assessment_scene(assessment_id, DOWNLOAD)
    order = _order(scene)
    document = read_form(visitor(), workspace(), order)
    if document is None:
        raise NotFound
    name = name_form(order.toolkit, order.setting, order.language, suffix="pdf")
    return send_file(Download(name, PDF, document.body))


def _order(scene: AssessmentScene) -> FormOrder:
    return FormOrder(scene.toolkit, scene.opened.setting, scene.translator.code)


# --- Reading one --------------------------------------------------------------------------------


@area.post("/assessments/<assessment_id>/workbook", access=on_assessment(ANSWER))
def read_filled(assessment_id: str) -> Response:
    """Read a workbook and show what it would change; nothing is written."""
    scene = open_assessment_scene(assessment_id, ANSWER)
    say = scene.translator.gettext
    upload = request.files.get("file")
    data = upload.read() if upload else b""
    if not data:
        return _render(scene, problems=[say("Choose a workbook first.")], code=422)
    try:
        reading, sheets = read_sheets(scene.opened, data, scene.unit_name)
    except UnreadableError as error:
        message = say(error.message.text, **error.message.params)
        return _render(scene, problems=[message], code=422)
    if reading.problems:
        found = [_say(scene, problem) for problem in reading.problems]
        return _render(scene, problems=found, code=422)
    if not has_same_use(reading.setting, scene.opened):
        message = say("The workbook was made for another kind of unit or with other options.")
        return _render(scene, problems=[message], code=422)
    remarks = [_say(scene, item) for item in reading.remarks]
    if reading.assessment != scene.id:
        remarks.append(
            say(
                "This workbook was not made from this assessment: it knows nothing of the answers "
                "that stand here, so that you choose wherever they differ."
            )
        )
    return _preview(scene, sheets, remarks)


def _say(scene: AssessmentScene, problem: CellProblem) -> str:
    say = scene.translator.gettext
    text = say(problem.message.text, **problem.message.params)
    if not problem.sheet:
        return text
    places = {"sheet": problem.sheet, "cell": problem.cell, "problem": text}
    return say("%(sheet)s, cell %(cell)s: %(problem)s", **places)


@area.post("/assessments/<assessment_id>/workbook/answers", access=on_assessment(ANSWER))
def write_filled(assessment_id: str) -> Response:
    """Write what was shown."""
    scene = open_assessment_scene(assessment_id, ANSWER)
    sheets = _unsign(scene, request.form.get("sheets", ""))
    take = frozenset(request.form.getlist("take"))
    wish = ImportWish(sheets, request.form.get("seen", ""), take)
    try:
        count = import_answers(scene.actor, workspace(), scene.id, wish)
    except Moved:
        return _preview(open_assessment_scene(assessment_id, ANSWER), sheets, [], code=409)
    target = url_for("assessment_workbook.show_workbook", assessment_id=scene.id, written=count)
    return private(redirect(target, 303))  # type: ignore[arg-type]


def _signer(scene: AssessmentScene) -> URLSafeTimedSerializer:
    salt = f"workbook {scene.id} {scene.access.account}"
    return URLSafeTimedSerializer(workspace().settings.secret_key, salt=salt)


def _unsign(scene: AssessmentScene, text: str) -> Sheets:
    try:
        kept: Any = _signer(scene).loads(text, max_age=HOLD_SECONDS)
    except BadSignature:
        abort(400)
    return restore_sheets(kept)


def _preview(
    scene: AssessmentScene, sheets: Sheets, remarks: list[str], *, code: int = 200
) -> Response:
    preview = preview_import(workspace(), scene.opened, sheets)
    body = render_template(
        "assessment/workbook_preview.html",
        scene=scene,
        groups=build_incoming(scene.wording, scene.wording, preview.found),
        sheets=_signer(scene).dumps(describe_sheets(sheets)),
        seen=preview.seen,
        remarks=remarks,
        taken=frozenset(request.form.getlist("take")),
        code=code,
    )
    return private(make_response(body, code))


def _render(
    scene: AssessmentScene, *, problems: list[str] | None = None, code: int = 200
) -> Response:
    job = find_form(visitor(), workspace(), _order(scene))
    written = request.args.get("written", "")
    body = render_template(
        "assessment/workbook.html",
        scene=scene,
        problems=problems or [],
        job=job,
        lacking=missing_packages(),
        written=int(written)
        if written.isascii() and written.isdigit() and len(written) < 5
        else None,
        refresh=REFRESH_SECONDS if job and not job.is_over and code == 200 else None,
    )
    return private(make_response(body, code))
