"""A row in every table that people's work is kept in, and its children."""

from datetime import UTC, datetime

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from app.store.audit import add_audit
from app.store.check import insert_check, insert_key, write_answers
from app.store.definition import pin_definition
from app.store.engine import run_write
from app.store.job import insert_job, write_document
from app.store.move import insert_move
from app.store.table import METADATA
from tests.store.team_population import TABLES, populate_team

NOW = datetime(2026, 11, 22, tzinfo=UTC)
COUNTED = (
    "definition",
    "quick_check",
    "answer",
    "access_key",
    "job",
    "document",
    "check_move",
    "audit",
    *TABLES,
)


def populate(engine: Engine, checks: int = 3) -> None:
    run_write(engine, lambda session: _populate(session, checks))


def _populate(session: Session, checks: int) -> None:
    pinned = {"hash": "h", "toolkit_id": "t", "version": "1", "body": "{}", "pinned_at": NOW}
    pin_definition(session, pinned)
    for number in range(checks):
        _populate_check(session, f"check-{number}")
    populate_team(session)
    add_audit(session, NOW, action="tried")


def _populate_check(session: Session, check_id: str) -> None:
    insert_check(
        session,
        {
            "id": check_id,
            "definition_hash": "h",
            "toolkit_id": "t",
            "country": "KEN",
            "parameters": {"sector": "health"},
            "data_edition": None,
            "language": "en",
            "created_at": NOW,
            "visited_at": NOW,
            "saved_at": NOW,
        },
    )
    key = {"hash": check_id, "check_id": check_id, "purpose": "cookie", "created_at": NOW}
    insert_key(session, key | {"revoked_at": None})
    write_answers(session, [describe_answer(check_id, question) for question in ("a", "b", "c")])
    insert_job(
        session,
        {
            "id": check_id,
            "kind": "report",
            "unique_key": check_id,
            "check_id": check_id,
            "asked_by": "",
            "payload": None,
            "state": "done",
            "due_at": NOW,
            "attempts": 1,
            "progress": 100,
            "error": "",
            "created_at": NOW,
            "finished_at": NOW,
        },
    )
    insert_move(session, describe_move(check_id))
    made = {"job_id": check_id, "media_type": "application/pdf", "body": b"%PDF"}
    write_document(session, made | {"created_at": NOW, "used_at": NOW})


def describe_move(check_id: str) -> dict[str, object]:
    return {
        "check_id": check_id,
        "from_hash": "h",
        "to_hash": "h",
        "parameters": {},
        "answers": [],
        "record": [],
        "confirm": {"a": 1},
        "after": None,
        "moved_at": NOW,
        "undone_at": None,
    }


def describe_answer(check_id: str, question: str, **more: object) -> dict[str, object]:
    row: dict[str, object] = {
        "check_id": check_id,
        "question": question,
        "version": 1,
        "state": "answered",
        "value": 1,
        "reason": "",
        "note": "",
        "link": "",
        "origin": "own",
        "saved_at": NOW,
    }
    return row | more


def count_rows(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {
            name: connection.scalar(select(func.count()).select_from(METADATA.tables[name])) or 0
            for name in COUNTED
        }
