"""How the installation is: its settings without secrets, its worker, its jobs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Final

from app.service.access import require_admin
from app.service.actor import Actor
from app.service.error import NotAChoice
from app.service.worker import SILENT, measure_silence
from app.service.workspace import Workspace
from app.settings import Settings, check_settings, describe_settings
from app.store.administration import count_jobs, hasten_job, list_jobs
from app.store.audit import add_audit
from app.store.base import AnyRow
from app.store.engine import Session, read_session, run_write, show_url
from app.store.job import DONE, FAILED, QUEUED, RUNNING

MOST_JOBS: Final = 200
STATES: Final = (QUEUED, RUNNING, DONE, FAILED)


@dataclass(frozen=True, slots=True)
class SettingLine:
    """One setting; `value` is empty for one not set, `is_secret` for one whose value is not shown.

    The meaning is that of the table of settings.
    """

    variable: str
    value: str
    meaning: str
    is_secret: bool


@dataclass(frozen=True, slots=True)
class Installation:
    """Settings, what is wrong with them, and how long the worker has been silent."""

    settings: tuple[SettingLine, ...]
    problems: tuple[str, ...]
    silence: timedelta | None
    jobs: Mapping[str, int]

    @property
    def is_worker_well(self) -> bool:
        """Whether a worker lives."""
        return self.silence is not None and self.silence <= SILENT


def read_installation(actor: Actor, workspace: Workspace) -> Installation:
    """Return how the installation is.

    Raises:
        NotFound: The actor is no administrator.
    """
    require_admin(actor, workspace, "installation:view")
    with read_session(workspace.engine) as session:
        jobs = count_jobs(session)
    return Installation(
        list_setting_lines(workspace.settings),
        tuple(check_settings(workspace.settings)),
        measure_silence(workspace),
        jobs,
    )


def list_setting_lines(settings: Settings) -> tuple[SettingLine, ...]:
    """Give all settings with their values; of secrets only whether they are set."""
    said = {row.variable: row.meaning for row in describe_settings()}
    lines = []
    for item in fields(Settings):
        variable = "EREADY_" + item.name.upper()
        value = getattr(settings, item.name)
        if item.name == "database_url":
            shown = show_url(value)
        elif isinstance(value, bool):
            shown = "yes" if value else "no"
        else:
            shown = ", ".join(value) if isinstance(value, tuple) else str(value)
        is_secret = not item.repr and item.name != "database_url"
        hidden = "***" if is_secret and value else shown
        lines.append(SettingLine(variable, hidden, said[variable], is_secret))
    return tuple(lines)


def read_jobs(actor: Actor, workspace: Workspace, state: str = "") -> Sequence[AnyRow]:
    """Return the newest jobs, in one state or in all.

    Raises:
        NotFound: The actor is no administrator.
        NotAChoice: No such state.
    """
    require_admin(actor, workspace, "job:list")
    if state and state not in STATES:
        raise NotAChoice("state")
    with read_session(workspace.engine) as session:
        return list_jobs(session, state, limit=MOST_JOBS)


def retry_job(actor: Actor, workspace: Workspace, job_id: str) -> bool:
    """Let a job that waits for its next attempt begin now; tells whether it could.

    Raises:
        NotFound: The actor is no administrator.
    """
    by = require_admin(actor, workspace, "job:retry", job_id)

    def work(session: Session) -> bool:
        is_begun = hasten_job(session, job_id, workspace.now())
        if is_begun:
            add_audit(session, workspace.now(), action="job_retried", subject=job_id, actor=by)
        return is_begun

    return run_write(workspace.engine, work)
