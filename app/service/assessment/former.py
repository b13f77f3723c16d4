"""The versions of its toolkit that an assessment was moved away from."""

from app.definition.toolkit import Toolkit
from app.response import Setting
from app.service.assessment.opening import Opened
from app.service.workspace import Workspace
from app.store.assessment_move import list_assessment_moves
from app.store.engine import read_session


def list_former(workspace: Workspace, opened: Opened) -> tuple[tuple[Toolkit, Setting], ...]:
    """Give each with what was asked under it, the last one first; none where nobody moved it."""
    with read_session(workspace.engine) as session:
        moves = list_assessment_moves(session, opened.id)
    found = ((workspace.toolkits.by_hash(move.from_hash), move.parameters) for move in moves)
    scope = opened.setting.scope
    return tuple(
        (toolkit, Setting(quick=False, scope=scope, parameters=parameters))
        for toolkit, parameters in found
        if toolkit is not None
    )
