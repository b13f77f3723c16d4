"""What a worker can make: one line for each kind of document."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.service import form_order, report
from app.service.workspace import Workspace

Progress = Callable[[int], None]
"""Takes how far the work is, 0 to 100; keeps the job from being given to another worker."""


@dataclass(frozen=True, slots=True)
class Runner:
    """A function that makes one kind of document from a job's payload, and the file's type."""

    run: Callable[[Workspace, Any, Progress], bytes]
    media_type: str


RUNNERS: dict[str, Runner] = {
    report.KIND: Runner(report.make_report, report.MEDIA_TYPE),
    form_order.KIND: Runner(form_order.make_form, form_order.MEDIA_TYPE),
}
"""Kind of document -> who makes it."""
