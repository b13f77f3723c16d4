"""What the author's site shows of a toolkit: findings, score, report, blank form."""

from typing import Final

from flask import Response, abort, make_response, render_template, request, url_for
from markupsafe import Markup

from app.presentation.view.author import build_author_page, list_nodes, list_pages
from app.presentation.view.explanation import build_explanation
from app.service.desk import explain_check
from app.service.preview.making import (
    Finding,
    NoPdf,
    make_form,
    make_pdf,
    make_report,
    make_result,
    make_scores,
    name_block,
    write_text,
)
from app.web.area import PUBLIC
from app.web.error import answer as answer_error
from app.web.preview.page import area, draw
from app.web.preview.stage import Stage, open_stage, preview
from app.web.scene import translator

MEDIA_TYPES: Final = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@area.get("/version", access=PUBLIC)
def tell_version() -> Response:
    """Say which reading of the files is the newest; asked once a second by the open page."""
    number = str(preview().watch.look().number)
    response = Response(number, mimetype="text/plain")
    response.headers["Cache-Control"] = "no-cache"
    response.set_etag(number)
    response.make_conditional(request)
    return response


@area.get("/findings", access=PUBLIC)
def list_findings() -> Response:
    """List everything the checker says about the files as they are."""
    trial = preview().open()
    places: dict[Finding, tuple[str, str]] = {}
    if trial is not None:
        for part, findings in trial.edition.beside.items():
            pillar = trial.toolkit.pillar_of(part).id
            places |= dict.fromkeys(findings, (part, pillar))
    lines = preview().watch.look().lines
    return draw("findings", stage=trial and open_stage(), places=places, lines=lines)


@area.get("/score", access=PUBLIC)
def show_score() -> Response:
    """Show profile, every node with coverage and range, and what the answers lead to."""
    stage = open_stage()
    return draw(
        "score",
        stage=stage,
        view=make_result(stage.trial, stage.wording),
        nodes=list_nodes(stage.wording, make_scores(stage.trial)),
    )


@area.get("/score/<node>", access=PUBLIC)
def explain_score(node: str) -> Response:
    """Open one number down to its answers, weights and rounding."""
    stage = open_stage()
    root, band = explain_check(stage.wording, stage.trial.answers, node)
    view = root and build_explanation(stage.wording, root, node, band=band)
    if not view:
        abort(404)
    body = render_template(
        "check/explain.html",
        scene=stage,
        stage=stage,
        view=view,
        endpoint="preview.explain_score",
        back=url_for("preview.show_score"),
        figure_row=None,
    )
    return make_response(body)


@area.get("/report", access=PUBLIC)
def show_report() -> Response:
    """Show cover and contents of the report."""
    stage = open_stage()
    return _draw_report(stage, None)


@area.get("/report/<section_id>", access=PUBLIC)
def show_section(section_id: str) -> Response:
    """Show one chapter of the report."""
    return _draw_report(open_stage(), section_id)


def _draw_report(stage: Stage, section_id: str | None) -> Response:
    report = make_report(stage.trial, stage.wording)
    sections = {section.id: section for section in report.sections}
    if section_id is not None and section_id not in sections:
        abort(404)
    return draw(
        "report",
        stage=stage,
        report=report,
        section=sections.get(section_id or ""),
        words=_write,
        block_name=name_block,
    )


def _write(text: object) -> Markup:
    return write_text(text, translator().code)


@area.get("/report.pdf", access=PUBLIC)
def send_pdf() -> Response:
    """Make the PDF of the report as it is now, and send it."""
    stage = open_stage()
    try:
        body = make_pdf(stage.trial, stage.wording)
    except NoPdf as failed:
        return answer_error(503, message=str(failed))
    return _send(body, stage, "report", "pdf")


@area.get("/blank.<kind>", access=PUBLIC)
def send_form(kind: str) -> Response:
    """Make the blank form to print or to fill in, and send it."""
    stage = open_stage()
    if kind not in MEDIA_TYPES:
        abort(404)
    try:
        body = make_form(stage.wording, kind)
    except NoPdf as failed:
        return answer_error(503, message=str(failed))
    return _send(body or abort(404), stage, "form", kind)


def _send(body: bytes, stage: Stage, name: str, kind: str) -> Response:
    response = Response(body, mimetype=MEDIA_TYPES[kind])
    file = f"{name}-{stage.trial.toolkit.id}-{stage.wording.translator.code}.{kind}"
    response.headers["Content-Disposition"] = f'inline; filename="{file}"'
    response.headers["Cache-Control"] = "no-store"
    return response


@area.get("/blank", access=PUBLIC)
def show_blank() -> Response:
    """Show all questions at a glance, as they are before any answer."""
    stage = open_stage()
    empty = stage.trial.filling(translator().code, is_empty=True)
    pages = [
        build_author_page(stage.wording, empty, pillar)
        for pillar in list_pages(stage.wording, empty)
    ]
    return draw("blank", stage=stage, pages=pages)
