"""Blank forms to print and workbooks to fill in, for anybody: chosen here, made once for all."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import Response, abort, make_response, redirect, render_template, request, url_for

from app.presentation.language import LANGUAGES
from app.presentation.view.status import mark_of
from app.service.error import NotFound
from app.service.form import PDF, SCOPES, XLSX, name_form
from app.service.form_order import (
    FormOrder,
    ask_form,
    count_questions,
    find_form,
    has_quick,
    list_missing,
    make_sheets,
    order_form,
    read_form,
)
from app.service.report import missing_packages
from app.web.area import PUBLIC, Area
from app.web.check import private
from app.web.scene import translator, visitor, workspace
from app.web.wording import word

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

area = Area("form")
LANGUAGE: Final = "in"
EXTENT: Final = "extent"
QUICK: Final = "quick"
SCOPE: Final = "scope"
PARAMETER: Final = "parameter."
"""Begins the name of a parameter's field, so that none is taken for another field."""
AS: Final = "as"
ASKED: Final = "asked"
REFRESH_SECONDS: Final = 2


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen on the page; a form can be made of it unless a parameter is missing."""

    order: FormOrder
    missing: tuple[str, ...]

    @property
    def fields(self) -> dict[str, str]:
        """The fields that choose this form, as an address has them."""
        setting = self.order.setting
        known = {LANGUAGE: self.order.language, SCOPE: setting.scope}
        if setting.quick:
            known[EXTENT] = QUICK
        return known | {f"{PARAMETER}{name}": item for name, item in setting.parameters.items()}

    def name(self, suffix: str) -> str:
        """Name the file."""
        order = self.order
        return name_form(order.toolkit, order.setting, order.language, suffix=suffix)


def _choose(toolkit_id: str, fields: "MultiDict[str, str]") -> Chosen:
    """Read what was chosen; what can't be chosen is passed over."""
    toolkit = workspace().toolkits.get(toolkit_id)
    if toolkit is None:
        raise NotFound(toolkit_id)
    wanted = LANGUAGES.get(fields.get(LANGUAGE, ""))
    order = order_form(
        toolkit,
        language=wanted.code if wanted and wanted.ready else translator().code,
        quick=fields.get(EXTENT) == QUICK,
        scope=fields.get(SCOPE, ""),
        parameters={name: fields.get(f"{PARAMETER}{name}", "") for name in toolkit.parameters},
    )
    return Chosen(order, list_missing(order))


def _send(name: str, media_type: str, body: bytes) -> Response:
    response = make_response(body)
    response.mimetype = media_type
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return private(response)


def _go(endpoint: str, toolkit_id: str, fields: dict[str, str]) -> Response:
    target = url_for(f"form.{endpoint}", toolkit_id=toolkit_id, **fields)  # type: ignore[arg-type]
    return private(redirect(target, 303))  # type: ignore[arg-type]


@area.get("/toolkits/<toolkit_id>/form", access=PUBLIC)
def show_form(toolkit_id: str) -> Response:
    """Let somebody choose a form, and show how far it is."""
    chosen = _choose(toolkit_id, request.args)
    order = chosen.order
    is_ready = not chosen.missing
    job = find_form(visitor(), workspace(), order) if is_ready else None
    body = render_template(
        "form/page.html",
        wording=word(order.toolkit),
        mark=mark_of(order.toolkit),
        chosen=chosen,
        order=order,
        job=job,
        count=count_questions(workspace(), order) if is_ready else None,
        scopes=SCOPES,
        is_asked=ASKED in request.args,
        has_quick=has_quick(order.toolkit),
        lacking=missing_packages(),
        offered=[language for language in LANGUAGES.values() if language.ready],
        refresh=REFRESH_SECONDS if job and not job.is_over else None,
    )
    return private(make_response(body))


@area.post("/toolkits/<toolkit_id>/form", access=PUBLIC)
def choose_form(toolkit_id: str) -> Response:
    """Have the PDF made, or send to the workbook."""
    chosen = _choose(toolkit_id, request.form)
    if chosen.missing:
        return _go("show_form", toolkit_id, chosen.fields | {ASKED: "1"})
    if request.form.get(AS) == "xlsx":
        return _go("send_workbook", toolkit_id, chosen.fields)
    ask_form(visitor(), workspace(), chosen.order)
    return _go("show_form", toolkit_id, chosen.fields)


@area.get("/toolkits/<toolkit_id>/form.pdf", access=PUBLIC)
def send_form(toolkit_id: str) -> Response:
    """Send the PDF; 404 until it is whole."""
    chosen = _choose(toolkit_id, request.args)
    document = None
    if not chosen.missing:
        document = read_form(visitor(), workspace(), chosen.order)
    if document is None:
        raise NotFound
    return _send(chosen.name("pdf"), PDF, document.body)


@area.get("/toolkits/<toolkit_id>/form.xlsx", access=PUBLIC)
def send_workbook(toolkit_id: str) -> Response:
    """Send the workbook."""
    chosen = _choose(toolkit_id, request.args)
    if chosen.missing:
        abort(404)
    return _send(chosen.name("xlsx"), XLSX, make_sheets(workspace(), chosen.order))
