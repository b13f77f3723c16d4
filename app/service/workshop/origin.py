"""Which answers of an assessment a room agreed, how it was spread, and who saw it otherwise.

Only an answer that still is what the room agreed counts; once somebody changes it, it is theirs.
"""

from collections.abc import Mapping
from typing import Any, Final

from app.definition.toolkit import Toolkit
from app.service.workshop.counting import read_boards
from app.service.workshop.spread import write_board
from app.store.base import AnyRow
from app.store.engine import Session
from app.store.workshop_outcome import list_agreements
from app.store.workshop_room import list_workshops

Json = dict[str, Any]

_AGREED: Final = ("question", "outcome", "note", "minority", "minority_state", "minority_value")


def gather_origins(
    session: Session, row: AnyRow, toolkit: Toolkit, versions: Mapping[str, int]
) -> list[Json]:
    """Gather them by question, from `versions` of the answers that stand."""
    found: dict[str, Json] = {}
    for workshop in reversed(list_workshops(session, row.id)):
        # Spreads are counted by the rules of the toolkit they were asked by.
        if workshop.definition_hash != row.definition_hash:
            continue
        agreed = {
            item.question: item
            for item in list_agreements(session, workshop.id)
            if item.answer_version and versions.get(item.question) == item.answer_version
        }
        rounds = {name: int(item.round) for name, item in agreed.items()}
        boards = read_boards(session, workshop, toolkit, rounds.items())
        for name, item in agreed.items():
            day = workshop.content.get("day") or item.agreed_at.date().isoformat()
            kept = {column: getattr(item, column) for column in _AGREED}
            found[name] = kept | {
                "workshop": workshop.title, "language": workshop.language, "day": day,
                "spread": write_board(boards[name])["spread"],
            }  # fmt: skip
    return [found[name] for name in sorted(found)]
