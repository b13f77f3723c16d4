"""A room of an assessment whose table has seen its spread, and short words for what it agrees."""

from dataclasses import dataclass

import pytest

from app.response import Answer
from app.service.assessment.answering import save_team_answers
from app.service.check_state import Change
from app.service.workshop.agreeing import (
    Agreed,
    Done,
    Wish,
    agree,
    read_agreements,
    reopen,
)
from app.service.workshop.undoing import undo
from app.store.assessment_answer import list_history, read_assessment_answers
from app.store.base import AnyRow
from app.store.engine import read_session
from tests.room import OpenRoom, open_for
from tests.service.conftest import House
from tests.team import Team

PLAN = "basics.plan"


def choose(value: int, outcome: str = "agreed", **more: object) -> Wish:
    return Wish(PLAN, outcome, Answer(PLAN, value=value), **more)  # type: ignore[arg-type]


@dataclass
class Session:
    """A room of an assessment whose table has seen its spread."""

    room: OpenRoom
    team: Team
    assessment: str

    @property
    def place(self) -> tuple[str, int]:
        return (self.room.id, 1)

    @property
    def seen(self) -> int:
        return int(self.room.table().version)

    def agree(self, wish: Wish) -> Done:
        return agree(self.room.facilitator, self.room.workspace, self.place, wish, seen=self.seen)

    def reopen(self) -> Done:
        return reopen(self.room.facilitator, self.room.workspace, self.place, PLAN, seen=self.seen)

    def undo(self) -> Done:
        return undo(self.room.facilitator, self.room.workspace, self.place, seen=self.seen)

    def standing(self) -> Agreed | None:
        return read_agreements(self.room.workspace, self.room.id).get(PLAN)

    def save(self, value: int, seen: int) -> None:
        change = Change(Answer(PLAN, value=value, note="As a person says."), seen)
        here = self.room.workspace
        kept = save_team_answers(
            self.team.actor("focal-point"), here, self.assessment, changes=(change,)
        )
        assert not kept.conflicts

    def answer(self) -> AnyRow | None:
        with read_session(self.room.workspace.engine) as session:
            rows = read_assessment_answers(session, self.assessment, [PLAN])
        return rows[0] if rows else None

    def history(self) -> list[tuple[int, str, object, str]]:
        with read_session(self.room.workspace.engine) as session:
            rows = list_history(session, self.assessment, PLAN)
        return [(row.version, row.act, row.value, row.why) for row in reversed(rows)]


@pytest.fixture
def held(house: House, team: Team) -> Session:
    begun = team.begin("small")
    room = open_for(house.workspace, begun, team.actor("facilitator"), people=5)
    room.open("basics")
    for place, one in enumerate(room.people):
        room.say(one, PLAN, place % 3)
    room.reveal()
    return Session(room, team, begun)
