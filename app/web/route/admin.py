"""Administration: how the installation is, its jobs."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from flask import Response, make_response, redirect, render_template, request, url_for

from app.presentation.language import N_, Translator
from app.presentation.view.assessment.naming import say_moment
from app.service.administration.installation import (
    STATES,
    read_installation,
    read_jobs,
    retry_job,
)
from app.web.area import ADMIN, Area
from app.web.check import private
from app.web.scene import translator, workspace
from app.web.sign_in import signed_in

if TYPE_CHECKING:
    from app.store.base import AnyRow

area = Area("admin")
HOUR = 3600
JOB_STATES = {
    "queued": N_("Waiting"),
    "running": N_("Running"),
    "done": N_("Done"),
    "failed": N_("Failed"),
}


@dataclass(frozen=True, slots=True)
class JobLine:
    """One job in words."""

    row: "AnyRow"
    state: str
    made: str
    ended: str
    can_hurry: bool


@area.get("/admin", access=ADMIN)
def show_admin() -> Response:
    """Show how the installation is, with the way to everything."""
    found = read_installation(signed_in(), workspace())
    body = render_template(
        "admin/admin.html",
        found=found,
        silence=say_silence(found.silence, translator()),
        jobs=[(translator().gettext(JOB_STATES[name]), name, found.jobs.get(name, 0))
              for name in STATES],
    )  # fmt: skip
    return private(make_response(body))


@area.get("/admin/settings", access=ADMIN)
def show_settings() -> Response:
    """Show all settings; of secrets only whether they are set."""
    found = read_installation(signed_in(), workspace())
    return private(make_response(render_template("admin/setting.html", found=found)))


@area.get("/admin/jobs", access=ADMIN)
def list_jobs() -> Response:
    """List the newest jobs."""
    state = request.args.get("state", "")
    speaker = translator()
    rows = [
        JobLine(
            row,
            speaker.gettext(JOB_STATES[row.state]),
            say_moment(row.created_at, speaker),
            say_moment(row.finished_at, speaker) if row.finished_at else "",
            bool(row.can_run) and row.state == "queued",
        )
        for row in read_jobs(signed_in(), workspace(), state)
    ]
    found = read_installation(signed_in(), workspace())
    body = render_template(
        "admin/job.html",
        rows=rows,
        state=state,
        states=[(name, speaker.gettext(JOB_STATES[name])) for name in STATES],
        silence=say_silence(found.silence, speaker),
        is_well=found.is_worker_well,
    )
    return private(make_response(body))


@area.post("/admin/jobs/<job_id>", access=ADMIN)
def hasten(job_id: str) -> Response:
    """Let a job that waits begin now."""
    retry_job(signed_in(), workspace(), job_id)
    return private(redirect(url_for("admin.list_jobs"), 303))  # type: ignore[arg-type]


def say_silence(silence: timedelta | None, speaker: Translator) -> str:
    """Say how long ago a worker gave a sign of life."""
    if silence is None:
        return speaker.gettext("No worker was ever here.")
    seconds = max(0, int(silence.total_seconds()))
    if seconds < 2 * HOUR:
        return speaker.ngettext(
            "Last sign of life of a worker: %(num)s second ago.",
            "Last sign of life of a worker: %(num)s seconds ago.",
            seconds,
        )
    return speaker.ngettext(
        "Last sign of life of a worker: %(num)s hour ago.",
        "Last sign of life of a worker: %(num)s hours ago.",
        seconds // HOUR,
    )
