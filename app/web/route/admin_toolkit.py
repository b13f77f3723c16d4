"""Administration of toolkits: install, say which version is current, retire."""

from flask import Response, make_response, redirect, render_template, request, url_for

from app.presentation.view.status import STATUS_WORDS
from app.service.administration.toolkit import (
    Checked,
    activate,
    follow_newest,
    install,
    list_shelf,
    retire,
)
from app.service.toolkit_archive import MOST_ZIP
from app.web.area import ADMIN, Area
from app.web.check import private
from app.web.scene import translator, workspace
from app.web.sign_in import signed_in

area = Area("admin_toolkit")


@area.get("/admin/toolkits", access=ADMIN)
def list_all() -> Response:
    """List toolkits with their versions, and take a new one."""
    return _render()


@area.post("/admin/toolkits/install", access=ADMIN)
def install_zip() -> Response:
    """Check a ZIP file, and install the toolkit in it unless it is only tried."""
    file = request.files.get("file")
    if file is None or not file.filename:
        return _render(422, problem=translator().gettext("Choose a ZIP file."))
    data = file.stream.read(MOST_ZIP + 1)
    is_trial = request.form.get("act") == "check"
    checked = install(signed_in(), workspace(), data, file.filename[:200], dry_run=is_trial)
    if checked.installed is None:
        say = translator().gettext
        problem = say("Nothing was installed: the file has errors. They are listed below.")
        return _render(422, problem=problem, checked=checked)
    return _render(checked=checked, is_trial=is_trial)


@area.post("/admin/toolkits/<toolkit_id>", access=ADMIN)
def choose(toolkit_id: str) -> Response:
    """Say which version is current, retire a toolkit, or take that back."""
    act, here = request.form.get("act", ""), workspace()
    if act == "activate":
        activate(signed_in(), here, toolkit_id, request.form.get("version", ""))
    elif act == "retire":
        replacement = request.form.get("replacement", "")
        retire(signed_in(), here, toolkit_id, replacement=replacement)
    else:
        follow_newest(signed_in(), here, toolkit_id)
    return private(redirect(url_for("admin_toolkit.list_all"), 303))  # type: ignore[arg-type]


def _render(
    code: int = 200,
    *,
    problem: str = "",
    checked: Checked | None = None,
    is_trial: bool = False,
) -> Response:
    body = render_template(
        "admin/toolkit.html",
        shelf=list_shelf(signed_in(), workspace()),
        statuses=STATUS_WORDS,
        offered=[item.id for item in workspace().toolkits.list()],
        problem=problem,
        findings=checked.findings if checked else (),
        done=checked.installed if checked else None,
        is_trial=is_trial,
    )
    return private(make_response(body, code))
