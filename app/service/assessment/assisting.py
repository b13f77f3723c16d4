"""Assistance from outside: asked for by a member, given by an expert, owned by the country.

The `assisted` column keeps what belongs to it:

- `request`: what assistance is asked for; `requested_by`, `requested_at`: by whom and when;
- `expert_role`: what the expert is there for;
- `mission`: notes of the mission.

The expert is whoever has that role on the assessment, or on the unit.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from app.service.access import Access, write_in
from app.service.actor import Actor
from app.service.error import NotAChoice
from app.service.permission import ASSIST, FOCAL_POINT
from app.service.workspace import Workspace
from app.store.assessment import update_assessment
from app.store.audit import add_audit
from app.store.engine import Session

LONGEST_TEXT: Final = 10_000


@dataclass(frozen=True, slots=True)
class Assistance:
    """What assistance is asked for, what the expert is there for, and notes of the mission."""

    request: str = ""
    expert_role: str = ""
    mission: str = ""


def read_assistance(assisted: Mapping[str, Any] | None) -> Assistance | None:
    """Read what the column keeps; None where no assistance was asked for."""
    if assisted is None:
        return None
    return Assistance(
        str(assisted.get("request", "")),
        str(assisted.get("expert_role", "")),
        str(assisted.get("mission", "")),
    )


def save_assistance(
    actor: Actor, workspace: Workspace, assessment_id: str, given: Assistance, *, seen: int
) -> bool:
    """Keep what is said of assistance; an expert changes their role and notes, not the request.

    Args:
        actor: A focal point or expert.
        workspace: The installation.
        assessment_id: The assessment.
        given: All three texts as they are to stand.
        seen: The version of the settings they were changed from.

    Returns:
        False where somebody changed the settings meanwhile: nothing was kept.

    Raises:
        NotFound: The actor may not, or an expert where none was asked for.
        NotAChoice: A text is too long, or there is no request.
    """
    if max(map(len, (given.request, given.expert_role, given.mission))) > LONGEST_TEXT:
        raise NotAChoice("text")

    def work(session: Session, access: Access) -> bool:
        return _save(session, workspace, access, (given, seen))

    return write_in(actor, workspace, action=ASSIST, assessment_id=assessment_id, work=work)


def _save(
    session: Session, workspace: Workspace, access: Access, sent: tuple[Assistance, int]
) -> bool:
    (given, seen), row, now = sent, access.row, workspace.now()
    if row.version != seen:
        return False
    before = read_assistance(row.assisted)
    request = given.request
    if FOCAL_POINT not in access.roles:
        request = before.request if before else ""
    if not request:
        raise NotAChoice("request")
    kept: dict[str, Any] = dict(row.assisted or {})
    if before is None or before.request != request:
        kept |= {"requested_by": access.account, "requested_at": now.isoformat()}
    kept |= {"request": request, "expert_role": given.expert_role, "mission": given.mission}
    values: dict[str, object] = {"assisted": kept, "version": row.version + 1}
    update_assessment(session, row.id, values)
    add_audit(
        session, now, action="assistance_changed", subject=row.id, actor=access.account,
        is_request=before is None,
    )  # fmt: skip
    return True
