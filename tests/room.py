"""A room for tests: a workshop that was planned and opened, and people who sit in it and answer."""

from dataclasses import dataclass, field, replace

from app.response import Answer
from app.response.answer import State, Value
from app.response.workshop.table import TableState, read_state, reopen
from app.service.actor import Actor
from app.service.check_state import Change
from app.service.secret import make_secret
from app.service.workshop.joining import Guest, join_room
from app.service.workshop.opening import Room, open_room
from app.service.workshop.planning import (
    TABLES,
    Subject,
    TablePlan,
    WorkshopPlan,
    plan_alone,
    plan_workshop,
)
from app.service.workshop.running import go_to_stage, open_door
from app.service.workshop.steering import (
    Act,
    act_at_table,
    act_on_question,
    act_plainly,
    open_block,
    reveal,
)
from app.service.workshop.voting import Voted, save_votes
from app.service.workspace import Workspace
from app.store.assessment import find_assessment
from app.store.base import AnyRow
from app.store.engine import read_session
from app.store.workshop_room import find_table
from app.store.workshop_seat import find_participant, list_participants, read_own_votes

HOST = Actor(address="127.0.0.1", is_host=True)
"""Who sits at the laptop that serves a room without accounts."""


@dataclass
class OpenRoom:
    """One workshop whose door is open, and short words for what tests do in it."""

    workspace: Workspace
    id: str
    facilitator: Actor
    people: list[Actor] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)

    @property
    def room(self) -> Room:
        """Give the workshop as it stands."""
        return open_room(self.facilitator, self.workspace, self.id)

    @property
    def code(self) -> str:
        """Give the code of the door."""
        return str(self.room.row.code)

    def table(self, number: int = 1) -> AnyRow:
        """Give a table's row."""
        with read_session(self.workspace.engine) as session:
            row = find_table(session, self.id, number)
        assert row is not None
        return row

    def state(self, number: int = 1) -> TableState:
        """Give how far a table is."""
        return read_state(self.table(number).state)

    def participant(self, place: int) -> AnyRow:
        """Give the row of somebody in the room, counted from 0."""
        with read_session(self.workspace.engine) as session:
            row = find_participant(session, self.ids[place])
        assert row is not None
        return row

    def join(self, **said: object) -> Actor:
        """Let somebody in; what they say of themselves are the fields of `Guest`."""
        secret = make_secret()
        visitor = Actor(address="198.51.100.7")
        guest = Guest(**said)  # type: ignore[arg-type]
        _, participant = join_room(visitor, self.workspace, self.code, guest, secret=secret)
        self.people.append(replace(visitor, seat=secret))
        self.ids.append(participant)
        return self.people[-1]

    def fill(self, count: int, **said: object) -> None:
        """Let some people in who say the same of themselves."""
        for _ in range(count):
            self.join(**said)

    def open(self, block: str, table: int = 1) -> None:
        """Open a block for answers."""
        place, seen = (self.id, table), self.table(table).version
        open_block(self.facilitator, self.workspace, place, block, seen=seen)

    def close(self, table: int = 1) -> None:
        """End answering."""
        place, seen = (self.id, table), self.table(table).version
        act_plainly(self.facilitator, self.workspace, place, "close", seen=seen)

    def reveal(self, table: int = 1) -> None:
        """End answering, and show the spread."""
        self.close(table)
        self.show_all(table)

    def show_all(self, table: int = 1) -> None:
        """Show the spread of what was closed."""
        place, seen = (self.id, table), self.table(table).version
        reveal(self.facilitator, self.workspace, place, seen=seen)

    def answer_again(self, table: int = 1) -> None:
        """Open once more what was closed."""
        place, seen = (self.id, table), self.table(table).version
        act_plainly(self.facilitator, self.workspace, place, "answer-again", seen=seen)

    def ask_again(self, question: str, table: int = 1) -> None:
        """Ask a question in a new round."""
        act = Act("reopen", question, lambda _session, _room, state: reopen(state, question))
        place, seen = (self.id, table), self.table(table).version
        act_at_table(self.facilitator, self.workspace, place, act, seen=seen)

    def show(self, question: str, table: int = 1) -> None:
        """Put a question on the screen."""
        place, seen = (self.id, table), self.table(table).version
        done = ("show", question)
        act_on_question(self.facilitator, self.workspace, place, done, seen=seen)

    def votes(self) -> list[AnyRow]:
        """Give every vote in the room."""
        with read_session(self.workspace.engine) as session:
            people = list_participants(session, self.id)
            return [row for one in people for row in read_own_votes(session, one.id)]

    def people_rows(self) -> list[AnyRow]:
        """Give the rows of everybody in the room, however they came in."""
        with read_session(self.workspace.engine) as session:
            return list(list_participants(session, self.id))

    def go_to(self, stage: str) -> None:
        """Take the whole room to a stage."""
        seen = self.room.row.version
        assert go_to_stage(self.facilitator, self.workspace, self.id, stage, seen=seen)

    def say(
        self, who: Actor, question: str, value: Value = None, *, state: State = "answered",
        version: int = 0,
    ) -> Voted:  # fmt: skip
        """Let somebody answer a question."""
        change = Change(Answer(question, state, value=value), version)
        return save_votes(who, self.workspace, self.id, (change,))


def make_plan(toolkit_pillars: tuple[str, ...], **more: object) -> WorkshopPlan:
    """Give a plan with one table for all pillars; `more` are fields of `WorkshopPlan`."""
    plan = WorkshopPlan(title="A workshop", tables=(TablePlan("", toolkit_pillars),), language="en")
    return replace(plan, **more)  # type: ignore[arg-type]


def open_alone(
    workspace: Workspace, toolkit_id: str, *, actor: Actor = HOST, people: int = 0, **more: object
) -> OpenRoom:
    """Plan a workshop that stands alone, open its door and let people in."""
    toolkit = workspace.toolkits.get(toolkit_id)
    assert toolkit is not None
    plan = make_plan(tuple(pillar.id for pillar in toolkit.pillars), **more)
    workshop_id = plan_alone(actor, workspace, Subject(toolkit_id, "KEN"), plan)
    return _open(workspace, workshop_id, actor, people)


def open_for(
    workspace: Workspace, assessment_id: str, actor: Actor, *, people: int = 0, **more: object
) -> OpenRoom:
    """Plan a workshop of an assessment, open its door and let people in."""
    with read_session(workspace.engine) as session:
        row = find_assessment(session, assessment_id)
    assert row is not None
    toolkit = workspace.toolkits.by_hash(row.definition_hash)
    assert toolkit is not None
    plan = make_plan(tuple(pillar.id for pillar in toolkit.pillars), **more)
    workshop_id = plan_workshop(actor, workspace, assessment_id, plan)
    return _open(workspace, workshop_id, actor, people)


def _open(workspace: Workspace, workshop_id: str, actor: Actor, people: int) -> OpenRoom:
    assert open_door(actor, workspace, workshop_id, seen=1)
    room = OpenRoom(workspace, workshop_id, actor)
    room.go_to(TABLES)
    room.fill(people)
    return room
