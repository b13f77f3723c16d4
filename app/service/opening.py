"""Find the check a secret opens, and put it together."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from app.response import Answer, Answers, Setting
from app.service.answering import restore_answer
from app.service.check_state import CheckState
from app.service.error import ServiceError
from app.service.secret import hash_secret
from app.service.workspace import Workspace
from app.store import check as table
from app.store.check import FoundCheck
from app.store.engine import Session


def find_living(
    session: Session, workspace: Workspace, secret: str | None, *, purpose: str, lock: bool = False
) -> FoundCheck | None:
    """Return the check a secret opens; None for a guessed, revoked or expired one alike."""
    found = table.find_check(session, hash_secret(secret), purpose=purpose, lock=lock)
    if found is None or workspace.now() >= found.row.visited_at + retention(workspace):
        return None
    return found


def retention(workspace: Workspace) -> timedelta:
    """Return how long after its last visit a check is kept."""
    return timedelta(days=workspace.settings.retention_days)


def is_about(found: FoundCheck, toolkit_id: str, country: str) -> bool:
    """Tell whether a check is of this toolkit and country."""
    return (found.row.toolkit_id, found.row.country) == (toolkit_id, country)


def read_stored(session: Session, check_id: str) -> dict[str, Answer]:
    """Return the answers of a check by question."""
    rows = table.read_answers(session, check_id)
    return {row.question: restore_answer(row) for row in rows}


def build_state(
    workspace: Workspace, found: FoundCheck, answers: Mapping[str, Answer]
) -> CheckState:
    """Put a check together.

    Raises:
        ServiceError: Its toolkit is not in the database: somebody removed it by hand.
    """
    row = found.row
    toolkit = workspace.toolkits.by_hash(row.definition_hash)
    if toolkit is None:
        raise ServiceError(f"toolkit {row.definition_hash} is gone")
    return CheckState(
        id=row.id,
        toolkit=toolkit,
        country=row.country,
        setting=Setting(quick=True, parameters=row.parameters),
        answers=Answers(answers.values()),
        language=row.language,
        data_edition=row.data_edition,
        created_at=row.created_at,
        visited_at=row.visited_at,
        saved_at=row.saved_at,
        expires_at=row.visited_at + retention(workspace),
        link_active=found.link_active,
        to_confirm=find_unconfirmed(found, answers),
        is_moved=found.confirm is not None,
    )


def find_unconfirmed(found: FoundCheck, answers: Mapping[str, Answer]) -> frozenset[str]:
    """Return the questions whose answers still stand as the last move left them."""
    versions = found.confirm or {}
    return frozenset(
        question
        for question, version in versions.items()
        if question in answers and answers[question].version == version
    )


def add_key(session: Session, check_id: str, *, purpose: str, secret: str, now: datetime) -> None:
    """Let a secret open a check; only its hash is kept."""
    row: dict[str, object] = {
        "hash": hash_secret(secret),
        "check_id": check_id,
        "purpose": purpose,
        "created_at": now,
        "revoked_at": None,
    }
    table.insert_key(session, row)
