"""All a workshop's report is made of, gathered as one piece of plain JSON, and read back.

Of what was said it holds only what the room itself was shown: spreads of revealed questions, from
five answers on; who belongs to which part of the room only where the rule of five lets it be told.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from app.response.workshop.board import (
    LEAST,
    LEAST_NAMED,
    Board,
    find_parts,
    order_boards,
)
from app.response.workshop.table import SHOWN, TableState, read_state
from app.service.workshop.counting import read_boards
from app.service.workshop.feedback import find_summary
from app.service.workshop.opening import ANONYMOUS, NAMED, Room
from app.service.workshop.planning import ENDED, list_questions
from app.service.workshop.priority import find_ranking
from app.service.workshop.spread import write_board
from app.service.workspace import Workspace
from app.store import workshop_outcome as outcome_table
from app.store import workshop_outcome_plan as plan_table
from app.store.base import AnyRow
from app.store.engine import Session, read_session
from app.store.workshop_room import list_acts, list_tables
from app.store.workshop_seat import list_participants, read_votes

Json = dict[str, Any]
Boards = Mapping[tuple[str, int], Board]

PAPER: Final = "paper"
SIMULATED: Final = "simulated"
GROUPS: Final = ("role", "sector", "sex", "region")
_ABOUT: Final = (
    "title", "language", "kind", "anonymity", "country", "unit_name", "definition_hash", "quick",
    "scope", "parameters", "planned",
)  # fmt: skip
_AGREEMENT: Final = ("outcome", "state", "value", "reason", "note", "minority", "minority_state", "minority_value")  # noqa: E501  # fmt: skip
_ACTION: Final = ("number", "text", "owner", "due", "item", "question")


def gather_record(workspace: Workspace, room: Room) -> Json:
    """Gather the record of a room that was opened to whoever asks."""
    with read_session(workspace.engine) as session:
        return _gather(session, room)


def _gather(session: Session, room: Room) -> Json:
    row = room.row
    tables = list_tables(session, row.id)
    agreements = outcome_table.list_agreements(session, row.id)
    about = {name: getattr(row, name) for name in _ABOUT}
    return about | {
        "place": row.content.get("place", ""),
        "day": row.content.get("day", ""),
        "is_over": row.stage == ENDED,
        "tables": [
            {"number": item.number, "name": item.name, "pillars": list(item.pillars)}
            for item in tables
        ],
        "people": _count_people(row, list_participants(session, row.id)),
        "talks": _list_talks(session, room, tables, agreements),
        "last_day": _find_last_day(session, row, agreements),
        **_gather_outcome(session, row),
    }


def _find_last_day(session: Session, row: AnyRow, agreements: Iterable[AnyRow]) -> str:
    """Give the day of the last act; the votes are none, so that no day tells of a changed one."""
    moments = [row.created_at, row.begun_at, row.ended_at]
    moments += [act.done_at for act in list_acts(session, row.id)]
    moments += [item.agreed_at for item in agreements]
    return str(max(moment for moment in moments if moment is not None).date().isoformat())


# --- Who took part --------------------------------------------------------------------------------


def _count_people(row: AnyRow, people: Sequence[AnyRow]) -> Json:
    least = LEAST_NAMED if row.anonymity == NAMED else LEAST
    kinds = [name for name in GROUPS if row.balance.get(name)]
    if row.anonymity != ANONYMOUS:
        kinds.insert(0, "role")
    named = [person for person in people if row.anonymity == NAMED and person.name]
    return {
        "count": len(people),
        "on_paper": sum(person.source == PAPER for person in people),
        "simulated": sum(person.source == SIMULATED for person in people),
        "erased": sum(person.erased_at is not None for person in people),
        "named": sorted([person.name, person.role] for person in named),
        "groups": {kind: _group([getattr(one, kind) for one in people], least) for kind in kinds},
    }


def _group(said: Sequence[str], least: int) -> list[list[Any]]:
    """Count the parts that may be told; all others together stand last under an empty name."""
    shown = find_parts(said, least=least)
    counts = Counter(name if name in shown else "" for name in said)
    return [[name, counts[name]] for name in shown]


# --- What was said and agreed ---------------------------------------------------------------------


def _list_talks(
    session: Session, room: Room, tables: Sequence[AnyRow], agreements: Sequence[AnyRow]
) -> list[Json]:
    states = {pillar: read_state(item.state) for item in tables for pillar in item.pillars}
    names = list_questions(room.toolkit, room.setting, tuple(states))
    pillars = {name: room.toolkit.pillar_of(name).id for name in names}
    seen = {name: list_seen(states[pillars[name]], name) for name in names}
    boards = _read_rounds(session, room, seen)
    comments = _read_comments(session, room.row, boards)
    beside = _list_beside(session, room.row, agreements)
    return [
        {
            "question": name,
            "pillar": pillars[name],
            "phase": states[pillars[name]].phase(name),
            "askings": [
                _write_asking(boards, comments, (name, round_))
                | {"place": _find_place(boards, states[pillars[name]], (name, round_), pillars)}
                for round_ in seen[name]
            ],
            **beside(name),
        }
        for name in names
    ]


def list_seen(state: TableState, question: str) -> tuple[int, ...]:
    """Give the rounds of a question its table saw: one is asked again only after it was shown."""
    last = state.round(question) if state.phase(question) in SHOWN else state.round(question) - 1
    return tuple(range(1, last + 1))


def _read_rounds(session: Session, room: Room, seen: Mapping[str, Sequence[int]]) -> Boards:
    boards: dict[tuple[str, int], Board] = {}
    for round_ in sorted({number for rounds in seen.values() for number in rounds}):
        wanted = [(name, round_) for name, rounds in seen.items() if round_ in rounds]
        found = read_boards(session, room.row, room.toolkit, wanted)
        boards |= {(name, round_): board for name, board in found.items()}
    return boards


def _read_comments(
    session: Session, row: AnyRow, boards: Boards
) -> Mapping[tuple[str, int], list[str]]:
    """Give what was commented where the spread may be shown, in the order of the words."""
    found: dict[tuple[str, int], list[str]] = {}
    for vote in read_votes(session, row.id, {name for name, _ in boards}):
        board = boards.get((vote.question, vote.round))
        if vote.comment and board is not None and board.is_shown:
            found.setdefault((vote.question, vote.round), []).append(vote.comment)
    return {key: sorted(texts) for key, texts in found.items()}


def _write_asking(
    boards: Boards,
    comments: Mapping[tuple[str, int], list[str]],
    key: tuple[str, int],
) -> Json:
    return {"round": key[1], "comments": comments.get(key, []), **write_board(boards[key])}


def _find_place(
    boards: Boards, state: TableState, key: tuple[str, int], pillars: Mapping[str, str]
) -> list[int] | None:
    """Give the place by disagreement in the pillar, as the reveal did.

    None of an earlier round, and of what too few answered.
    """
    name, round_ = key
    if state.phase(name) not in SHOWN or round_ != state.round(name) or not boards[key].is_shown:
        return None
    together = {
        other: board
        for (other, asked), board in boards.items()
        if pillars[other] == pillars[name]
        and state.phase(other) in SHOWN
        and asked == state.round(other)
    }
    order = order_boards(together)
    return [order.index(name) + 1, len(order)]


class _Beside:
    """What stands beside the answers to a question, looked up by its id."""

    def __init__(
        self, agreements: Iterable[AnyRow], notes: Iterable[AnyRow], promises: Iterable[AnyRow]
    ) -> None:
        self.agreements = {row.question: row for row in agreements}
        self.notes = {row.question: row.text for row in notes}
        self.promises: dict[str, list[Json]] = {}
        for row in promises:
            said = {"title": row.title, "promised_by": row.promised_by, "due": _day(row.due)}
            self.promises.setdefault(row.question, []).append(said)

    def __call__(self, question: str) -> Json:
        row = self.agreements.get(question)
        agreement = None
        if row is not None:
            agreement = {name: getattr(row, name) for name in _AGREEMENT}
            agreement["is_confirmed"] = row.confirmed_at is not None
        return {
            "agreement": agreement,
            "note": self.notes.get(question, ""),
            "promises": self.promises.get(question, []),
        }


def _list_beside(session: Session, row: AnyRow, agreements: Iterable[AnyRow]) -> _Beside:
    notes = outcome_table.list_notes(session, row.id)
    return _Beside(agreements, notes, outcome_table.list_promises(session, row.id))


# --- What came of it ------------------------------------------------------------------------------


def _gather_outcome(session: Session, row: AnyRow) -> Json:
    ranking = find_ranking(session, row)
    summary = find_summary(session, row)
    return {
        "goals": [
            {"question": item.question, "value": item.value, "year": item.year}
            for item in plan_table.list_goals(session, row.id)
        ],
        "ranking": {
            "phase": ranking.phase,
            "items": [[item.number, item.text, item.question] for item in ranking.items],
            "places": [
                [
                    place.item, place.count, place.impact, place.effort, place.mean_impact,
                    place.mean_effort,
                ]
                for place in ranking.places.values()
            ],
        },
        "actions": [
            {name: getattr(item, name) for name in _ACTION} | {"due": _day(item.due)}
            for item in plan_table.list_actions(session, row.id)
        ],
        "feedback": {
            "is_open": summary.is_open,
            "shares": {
                name: [share.answers, share.counts and list(share.counts), share.middle]
                for name, share in summary.shares.items()
            },
            "change": [
                summary.change.pairs, summary.change.more, summary.change.same,
                summary.change.less, summary.change.mean,
            ],
        },
    }  # fmt: skip


def _day(day: Any) -> str | None:  # noqa: ANN401  # a column of a row
    return day.isoformat() if day else None
