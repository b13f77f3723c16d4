"""What a worker can do: one line for each kind of job."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from app.service import form_order, mail, report
from app.service.account import changing, registration
from app.service.assessment import report as assessment_report
from app.service.workshop import document as workshop_document
from app.service.workshop import report as workshop_report
from app.service.workspace import Workspace

MOST_ATTEMPTS: Final = 3

Progress = Callable[[int], None]
"""Takes how far the work is, 0 to 100; keeps the job from being given to another worker."""


@dataclass(frozen=True, slots=True)
class Runner:
    """A function that does one kind of job from its payload.

    It returns the document it made, with the file's type; None where nothing is kept of it. What
    fails is tried `attempts` times in all, with `pause` times the attempts so far between them.
    """

    run: Callable[[Workspace, Any, Progress], bytes | None]
    media_type: str = ""
    attempts: int = MOST_ATTEMPTS
    pause: timedelta = timedelta(seconds=2)


RUNNERS: dict[str, Runner] = {
    report.KIND: Runner(report.make_report, report.MEDIA_TYPE),
    assessment_report.KIND: Runner(
        assessment_report.make_assessment_report, assessment_report.MEDIA_TYPE
    ),
    workshop_report.KIND: Runner(workshop_report.make_workshop_report, workshop_report.MEDIA_TYPE),
    # A server that is down for three hours loses no mail.
    mail.KIND: Runner(mail.deliver_mail, attempts=20, pause=timedelta(minutes=1)),
    changing.RESET_KIND: Runner(changing.mail_reset),
    registration.KIND: Runner(registration.mail_registration),
    form_order.KIND: Runner(form_order.make_form, form_order.MEDIA_TYPE),
    workshop_document.KIND: Runner(workshop_document.make_document, workshop_document.MEDIA_TYPE),
}
"""Kind of job -> who does it."""
