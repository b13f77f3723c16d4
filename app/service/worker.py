"""The worker: one process beside the web server that makes documents and tidies up."""

import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event
from typing import Final

import structlog

from app.service.assessment.reminder import remind_owners
from app.service.error import StorageError
from app.service.job import run_next_job
from app.service.purge import purge_expired
from app.service.runner import Runner
from app.service.workspace import Workspace
from app.store.engine import read_session, run_write
from app.store.heartbeat import last_beat, write_beat

log = structlog.get_logger()

BEAT: Final = timedelta(seconds=10)
PURGE: Final = timedelta(days=1)
REMIND: Final = timedelta(hours=1)
SILENT: Final = timedelta(minutes=2)
"""A worker that did not beat for so long is taken for dead; the longest job is far shorter."""


@dataclass(slots=True)
class Worker:
    """Runs jobs as they come until told to stop."""

    workspace: Workspace
    runners: Mapping[str, Runner]
    stop: Event
    name: str = ""
    started_at: datetime | None = None
    beat_at: datetime | None = None
    purged_at: datetime | None = None
    reminded_at: datetime | None = None

    def run(self) -> None:
        """Work until `stop` is set; a database that can't be used is waited for."""
        while not self.stop.is_set():
            try:
                is_busy = self.run_once()
            except StorageError as error:
                log.error("storage_failed", kind=error.kind)  # noqa: TRY400  # the kind says it
                is_busy = False
            if not is_busy:
                self.stop.wait(self.workspace.settings.worker_poll)

    def run_once(self) -> bool:
        """Beat and tidy when it is time, run one job if one is due; tells whether one was."""
        now = self.workspace.now()
        if self.beat_at is None or now - self.beat_at >= BEAT:
            self._beat(now)
        if self.purged_at is None or now - self.purged_at >= PURGE:
            purge_expired(self.workspace)
            self.purged_at = now
        if self.reminded_at is None or now - self.reminded_at >= REMIND:
            remind_owners(self.workspace)
            self.reminded_at = now
        return run_next_job(self.workspace, self.runners)

    def _beat(self, now: datetime) -> None:
        self.name = self.name or f"{socket.gethostname()}:{os.getpid()}"
        started_at = self.started_at = self.started_at or now
        run_write(
            self.workspace.engine,
            lambda session: write_beat(session, self.name, started_at=started_at, now=now),
        )
        self.beat_at = now


def measure_silence(workspace: Workspace) -> timedelta | None:
    """Return how long ago a worker last beat; None when none ever did."""
    with read_session(workspace.engine) as session:
        beat = last_beat(session)
    return workspace.now() - beat if beat else None
