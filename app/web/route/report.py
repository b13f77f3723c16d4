"""Reports and downloads: asked for here, made by the worker, fetched when they are whole."""

from flask import Response, make_response, redirect, render_template, request, url_for

from app.presentation.language import LANGUAGES
from app.service.actor import Actor
from app.service.download import Download, make_download
from app.service.error import NotFound
from app.service.report import (
    Order,
    ask_report,
    find_report,
    missing_packages,
    name_file,
    order_check,
    order_data,
    read_report,
)
from app.web.area import OWN_CHECK, PUBLIC, Area
from app.web.check import CheckScene, compared_countries, open_scene, own_scene, private
from app.web.cookie import owner
from app.web.scene import visitor, workspace

area = Area("report")
LANGUAGE = "in"
REFRESH_SECONDS = 2


def _report_language(scene: CheckScene) -> str:
    """Give the language the report is wanted in, chosen apart from the page's."""
    wanted = LANGUAGES.get(request.values.get(LANGUAGE, ""))
    return wanted.code if wanted and wanted.ready else scene.translator.code


def _order_own(toolkit_id: str, country: str) -> tuple[CheckScene, Order]:
    scene = own_scene(toolkit_id, country)
    if scene.state is None:
        raise NotFound
    return scene, order_check(scene.state, language=_report_language(scene))


def _order_data(toolkit_id: str, country: str) -> tuple[CheckScene, Order]:
    scene = open_scene(toolkit_id, country)
    if scene.desk is None:
        raise NotFound
    order = order_data(
        scene.wording.toolkit,
        country,
        language=_report_language(scene),
        compare=compared_countries(scene),
    )
    return scene, order


def _show(scene: CheckScene, order: Order, actor: Actor, endpoint: str) -> Response:
    job = find_report(actor, workspace(), order)
    body = render_template(
        "check/report.html",
        scene=scene,
        order=order,
        job=job,
        endpoint=endpoint,
        compare=list(order.compare),
        missing=missing_packages(),
        offered=[language for language in LANGUAGES.values() if language.ready],
        refresh=REFRESH_SECONDS if job and not job.is_over else None,
    )
    return private(make_response(body))


def _send(made: Download) -> Response:
    response = make_response(made.body)
    response.mimetype = made.media_type
    response.headers["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return private(response)


def _send_report(order: Order, actor: Actor) -> Response:
    document = read_report(actor, workspace(), order)
    if document is None:
        raise NotFound
    return _send(Download(name_file(order, "pdf"), document.media_type, document.body))


# --- Of the visitor's own check -------------------------------------------------------------------


@area.get("/check/<toolkit_id>/<country>/report", access=OWN_CHECK)
def show_report(toolkit_id: str, country: str) -> Response:
    """Show how far the report is, or ask for one."""
    scene, order = _order_own(toolkit_id, country)
    return _show(scene, order, owner(), "report.ask_own_report")


@area.post("/check/<toolkit_id>/<country>/report", access=OWN_CHECK)
def ask_own_report(toolkit_id: str, country: str) -> Response:
    """Have the report made."""
    _scene, order = _order_own(toolkit_id, country)
    ask_report(owner(), workspace(), order)
    target = url_for("report.show_report", toolkit_id=toolkit_id, country=country)
    return private(redirect(f"{target}?{LANGUAGE}={order.language}", 303))  # type: ignore[arg-type]


@area.get("/check/<toolkit_id>/<country>/report.pdf", access=OWN_CHECK)
def send_report(toolkit_id: str, country: str) -> Response:
    """Send the report; 404 until it is whole."""
    _scene, order = _order_own(toolkit_id, country)
    return _send_report(order, owner())


@area.get("/check/<toolkit_id>/<country>/result.<kind>", access=OWN_CHECK)
def download_result(toolkit_id: str, country: str, kind: str) -> Response:
    """Send the result as a file."""
    _scene, order = _order_own(toolkit_id, country)
    return _send(make_download(workspace(), order, kind, request.args.get("table", "")))


# --- Of published figures ---


@area.get("/check/<toolkit_id>/<country>/data-report", access=PUBLIC)
def show_data_report(toolkit_id: str, country: str) -> Response:
    """Show how far the report by published figures is, or ask for one."""
    scene, order = _order_data(toolkit_id, country)
    return _show(scene, order, visitor(), "report.ask_data_report")


@area.post("/check/<toolkit_id>/<country>/data-report", access=PUBLIC)
def ask_data_report(toolkit_id: str, country: str) -> Response:
    """Have the report by published figures made."""
    _scene, order = _order_data(toolkit_id, country)
    ask_report(visitor(), workspace(), order)
    target = url_for(
        "report.show_data_report",
        toolkit_id=toolkit_id,
        country=country,
        compare=list(order.compare),
        **{LANGUAGE: order.language},  # type: ignore[arg-type]
    )
    return private(redirect(target, 303))  # type: ignore[arg-type]


@area.get("/check/<toolkit_id>/<country>/data-report.pdf", access=PUBLIC)
def send_data_report(toolkit_id: str, country: str) -> Response:
    """Send the report by published figures; 404 until it is whole."""
    _scene, order = _order_data(toolkit_id, country)
    return _send_report(order, visitor())


@area.get("/check/<toolkit_id>/<country>/data.<kind>", access=PUBLIC)
def download_data(toolkit_id: str, country: str, kind: str) -> Response:
    """Send the published figures as a file."""
    _scene, order = _order_data(toolkit_id, country)
    return _send(make_download(workspace(), order, kind, request.args.get("table", "")))
