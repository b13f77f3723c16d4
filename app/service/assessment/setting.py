"""Change what is set for an assessment: title, period, language; its use while it is a draft."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.service.access import Access, write_in
from app.service.actor import Actor
from app.service.assessment.beginning import (
    LONGEST_TITLE,
    check_language,
    check_period,
    check_use,
)
from app.service.assessment.opening import find_toolkit
from app.service.error import NotAChoice
from app.service.permission import DRAFT, MANAGE
from app.service.workspace import Workspace
from app.store.assessment import update_assessment
from app.store.audit import add_audit
from app.store.engine import Session


@dataclass(frozen=True, slots=True)
class Settings:
    """What is to be set; scope and parameters count while the assessment is a draft."""

    title: str
    scope: str
    parameters: Mapping[str, str]
    period: tuple[date | None, date | None]
    language: str


def save_settings(
    actor: Actor, workspace: Workspace, assessment_id: str, given: Settings, *, seen: int
) -> bool:
    """Change the settings of an assessment.

    `seen` is the version they were changed from.

    Returns:
        False where somebody changed them meanwhile: nothing was changed.

    Raises:
        NotFound: The actor may not.
        WrongState: Not after approval.
        NotAChoice: A scope, parameter, language or period that can't be.
    """

    def work(session: Session, access: Access) -> bool:
        if access.row.version != seen:
            return False
        before, values = access.row._mapping, _describe(workspace, access, given)  # noqa: SLF001  # SQLAlchemy's public name
        changed = sorted(name for name, value in values.items() if before[name] != value)
        if changed:
            values["version"] = access.row.version + 1
            update_assessment(session, assessment_id, values)
            add_audit(
                session, workspace.now(), action="settings_changed", subject=assessment_id,
                actor=access.account, changed=changed,
            )  # fmt: skip
        return True

    return write_in(actor, workspace, action=MANAGE, assessment_id=assessment_id, work=work)


def _describe(workspace: Workspace, access: Access, given: Settings) -> dict[str, object]:
    check_period(*given.period)
    check_language(given.language)
    if len(given.title) > LONGEST_TITLE:
        raise NotAChoice("title")
    values: dict[str, object] = {
        "title": given.title,
        "period_start": given.period[0],
        "period_end": given.period[1],
        "language": given.language,
    }
    if access.row.state == DRAFT:
        check_use(find_toolkit(workspace, access.row), given.scope, given.parameters)
        values |= {"scope": given.scope, "parameters": dict(given.parameters)}
    return values
