"""What others said comes through one door, and through it only once it is revealed."""

import pytest

from app.response import Answer
from app.response.workshop.table import PRACTICE, reopen
from app.service.actor import Actor
from app.service.check_state import Change
from app.service.error import NotFound
from app.service.workshop.opening import ANONYMITIES, NAMED
from app.service.workshop.planning import TablePlan
from app.service.workshop.reading import read_tables
from app.service.workshop.revealing import Revealed, read_reveal
from app.service.workshop.steering import Act, act_at_table, act_on_question
from app.service.workshop.voting import save_votes
from app.settings import Settings
from tests.room import OpenRoom, open_alone
from tests.service.conftest import House

PLAN, BUDGET = "basics.plan", "basics.budget"
SECOND_PILLAR = """
  - id: more
    family: outreach
    title: More
    definition: What else there is.
    questions:
      - id: more.reach
        kind: yesno
        quick_check: true
        text: Does it reach people?
"""


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """The small toolkit with a second pillar, for a second table."""
    path = settings.toolkits / "small.yaml"
    path.write_text(path.read_text(encoding="utf-8") + SECOND_PILLAR, encoding="utf-8")
    return settings


def look(room: OpenRoom, question: str = PLAN, table: int = 1) -> Revealed:
    opened = room.room
    at = next(item for item in read_tables(room.workspace, room.id) if item.number == table)
    return read_reveal(room.workspace, opened.row, opened.toolkit, table=at, question=question)


def comment(room: OpenRoom, who: Actor, text: str) -> None:
    change = Change(Answer(PLAN, value=1, note=text), 0)
    save_votes(who, room.workspace, room.id, (change,))


def test_nothing_is_told_before_the_reveal(room: OpenRoom) -> None:
    with pytest.raises(NotFound):
        look(room)
    room.open("basics")
    for person in room.people:
        room.say(person, PLAN, 1)
    with pytest.raises(NotFound):
        look(room)
    room.close()
    with pytest.raises(NotFound):
        look(room)


def test_the_spread_is_told_after_the_reveal_and_hidden_while_it_is_asked_again(
    room: OpenRoom,
) -> None:
    room.open("basics")
    for place, person in enumerate(room.people):
        room.say(person, PLAN, place % 2)
        room.say(person, BUDGET, 1)
    room.reveal()
    assert look(room).board.spread.count == 5
    assert look(room).place == (1, 2)
    assert look(room, BUDGET).place == (2, 2)
    place = (room.id, 1)
    act_on_question(
        room.facilitator, room.workspace, place, ("park", PLAN), seen=room.table().version
    )
    assert look(room).board.is_shown
    again = Act("reopen", PLAN, lambda _session, _room, state: reopen(state, PLAN))
    act_at_table(room.facilitator, room.workspace, place, again, seen=room.table().version)
    with pytest.raises(NotFound):
        look(room)
    assert look(room, BUDGET).place is None
    room.reveal()
    assert look(room).board.answers == 0


def test_practice_is_told_at_its_own_table_alone(house: House) -> None:
    tables = (TablePlan("One", ("more",)), TablePlan("Two", ("basics",)))
    room = open_alone(house.workspace, "small", tables=tables, anchor=PLAN)
    room.fill(5, table=1)
    room.fill(6, table=2)
    for number in (1, 2):
        room.open(PRACTICE, number)
    for person in room.people:
        comment(room, person, "Practised")
    with pytest.raises(NotFound):
        look(room, PRACTICE, 1)
    room.reveal(1)
    found = look(room, PRACTICE, 1)
    assert (found.board.answers, len(found.comments), found.place) == (5, 5, None)
    with pytest.raises(NotFound):
        look(room, PRACTICE, 2)
    with pytest.raises(NotFound):
        look(room, PLAN, 2)


@pytest.mark.parametrize("anonymity", ANONYMITIES)
def test_comments_bear_a_name_in_a_named_session_only(house: House, anonymity: str) -> None:
    room = open_alone(house.workspace, "small", anonymity=anonymity)
    for name in ("Zoe", "Yan", "Xu", "Wim", "Vera"):
        room.join(name=name)
    room.open("basics")
    for place, person in enumerate(room.people):
        comment(room, person, f"Word {9 - place}")
    room.reveal()
    found = [(item.text, item.name) for item in look(room).comments]
    if anonymity == NAMED:
        assert found[0] == ("Word 9", "Zoe")
    else:
        assert found == [(f"Word {number}", "") for number in range(5, 10)]


def test_comments_of_few_are_not_told(house: House) -> None:
    room = open_alone(house.workspace, "small", people=4)
    room.open("basics")
    for person in room.people:
        comment(room, person, "I alone said this")
    room.reveal()
    assert not look(room).board.is_shown
    assert not look(room).comments
