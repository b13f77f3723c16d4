"""What comes of a room, for tests: agreements put straight into the database, ratings by many."""

from sqlalchemy import insert

from app.response import Answer
from app.response.workshop.priority import Rating
from app.service.answering import write_value
from app.service.workshop.priority import save_ratings, step_on
from app.store.engine import run_write
from app.store.workshop import WorkshopAgreementRow
from tests.room import OpenRoom


def agree(room: OpenRoom, *answers: Answer, outcome: str = "agreed") -> None:
    """Let the first table of a room agree on answers."""
    rows = [
        {
            "workshop_id": room.id, "question": answer.question, "number": answer.version or 1,
            "table_number": 1, "round": 1, "outcome": outcome, "state": answer.state,
            "value": write_value(answer.value), "reason": "", "note": "", "minority": "",
            "minority_state": "blank", "minority_value": None, "answer_version": None,
            "replaced": None, "agreed_by": None, "agreed_at": room.workspace.now(),
            "confirmed_at": None, "withdrawn_at": None,
        }
        for answer in answers
    ]  # fmt: skip
    run_write(
        room.workspace.engine,
        lambda session: session.execute(insert(WorkshopAgreementRow), rows),
    )


def step(room: OpenRoom, *words: str) -> None:
    """Open, close or reveal the rating."""
    for word in words:
        seen = room.room.row.version
        step_on(room.facilitator, room.workspace, room.id, word, seen=seen)


def rate(room: OpenRoom, item: int, *marks: tuple[int, int]) -> None:
    """Let people rate an item, the first by the first marks."""
    for one, (impact, effort) in zip(room.people, marks, strict=False):
        save_ratings(one, room.workspace, room.id, [Rating(item, impact, effort)])
