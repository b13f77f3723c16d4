"""Delete an assessment, with days of grace in which it can be brought back."""

from app.service.access import Access, UnitAccess, write_in, write_in_unit
from app.service.actor import Actor
from app.service.error import NotFound
from app.service.permission import DELETE
from app.service.workspace import Workspace
from app.store.administration import list_deleted_assessments
from app.store.assessment import update_assessment
from app.store.audit import add_audit
from app.store.engine import Session

RESTORE = "unit:begin"


def delete_assessment(actor: Actor, workspace: Workspace, assessment_id: str) -> None:
    """Take an assessment from everybody; after the days of grace it is gone.

    Raises:
        NotFound: The actor may not.
        WrongState: Not after approval.
    """

    def work(session: Session, access: Access) -> None:
        now = workspace.now()
        update_assessment(session, assessment_id, {"deleted_at": now})
        add_audit(
            session, now, action="assessment_deleted", subject=assessment_id, actor=access.account
        )

    write_in(actor, workspace, action=DELETE, assessment_id=assessment_id, work=work)


def restore_assessment(
    actor: Actor, workspace: Workspace, unit_id: str, *, assessment_id: str
) -> None:
    """Bring a deleted assessment of a unit back.

    Raises:
        NotFound: The actor is no focal point of the unit, or the assessment is gone.
    """

    def work(session: Session, access: UnitAccess) -> None:
        if assessment_id not in {row.id for row in list_deleted_assessments(session, unit_id)}:
            raise NotFound
        update_assessment(session, assessment_id, {"deleted_at": None})
        add_audit(
            session, workspace.now(), action="assessment_restored", subject=assessment_id,
            actor=access.account,
        )  # fmt: skip

    write_in_unit(actor, workspace, action=RESTORE, unit_id=unit_id, work=work)
