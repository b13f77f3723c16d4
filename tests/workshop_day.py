"""A whole day of a workshop: twelve invented people in two roles, two pillars, all it brings.

The room is divided, agrees, agrees with a reservation, finds no agreement, parks, and asks again.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from app.paths import REFERENCE
from app.presentation.view.assessment.goal_form import Aim
from app.presentation.view.workshop.action import Draft
from app.response import Answer
from app.response.answer import State, Value
from app.response.workshop.priority import Rating
from app.service.actor import Actor
from app.service.check_state import Change
from app.service.reference import load_newer_data
from app.service.workshop.agreeing import Wish, agree, reopen
from app.service.workshop.feedback import save_feedback
from app.service.workshop.goal import Seen, set_goal
from app.service.workshop.noting import Bring, promise_evidence, save_note
from app.service.workshop.plan import add_action
from app.service.workshop.planning import FEEDBACK, GOALS, PLAN, PRIORITIES, TablePlan
from app.service.workshop.priority import add_items, save_ratings, step_on
from app.service.workshop.running import end_workshop
from app.service.workshop.steering import act_on_question
from app.service.workshop.voting import save_votes
from app.service.workspace import Workspace, open_workspace
from app.settings import Settings, fill_settings
from app.store.engine import open_engine
from tests.room import OpenRoom, open_alone

TOOLKIT: Final = "e-government"
PILLARS: Final = ("infrastructure", "policy")
ROLES: Final = {"Line ministries": 6, "Civil society": 6}
SECTORS: Final = ("Public", "Private")
NAMES: Final = (
    "Amina Odhiambo", "Brian Kiptoo", "Catherine Wanjala", "Daudi Mwangi", "Esther Chebet",
    "Farah Abdi", "Grace Njeri", "Hassan Juma", "Irene Atieno", "Joseph Kamau", "Khadija Noor",
    "Leonard Mutua",
)  # fmt: skip
DAY: Final = "2026-11-22"

VOTES: Final[dict[str, tuple[Value, ...]]] = {
    "INF-01": (35.0, 35.0, 40.0, 52.5, 61.0, 28.0, 35.0, 44.0, 47.0, 39.0, 70.0, 30.0),
    "INF-05": (80.0, 82.0, 82.0, 85.0, 90.0, 80.0, 80.0, 82.0, 88.0, 81.0, 80.0, 79.0),
    "INF-11": (0, 1, 1, 1, 2, 2, 2, 3, 3, 4, 4, 4),
    "INF-16": (2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2),
    "POL-01": (0, 0, 0, 0, 1, 0, 4, 4, 4, 3, 4, 4),
    "POL-02": (1, 2, 2, 2, 3, 2, 2, 1, 3, 2, 2, 2),
    "POL-04": (1, 3, 2, 2, 4, 0, 1, 2, 3, 3, 2, 1),
    "POL-06": (2, 1, 1, 0),
}
AGAIN: Final[dict[str, tuple[Value, ...]]] = {"POL-01": (1, 1, 2, 2, 2, 2, 3, 2, 2, 2, 3, 2)}
MARKS: Final = ((5, 1), (4, 2), (5, 2), (4, 1), (5, 2), (4, 3))
COMMENTS: Final = {
    "POL-01": "The strategy of 2021 ran out; nobody renewed it.",
    "INF-11": "لا توجد بيانات عن المقاطعات الشمالية.",
}


NOW: Final = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def open_house(folder: Path, migrated: Path) -> Workspace:
    """Open an installation with the product's own toolkits and data, on a copy of an empty one."""
    path = folder / "eready.sqlite3"
    path.write_bytes(migrated.read_bytes())
    url = f"sqlite:///{path}"
    engine = open_engine(url)
    load_newer_data(engine, REFERENCE, now=NOW)
    engine.dispose()
    settings = Settings(instance=folder, database_url=url, secret_key="for tests, long enough")
    return open_workspace(fill_settings(settings), now=lambda: NOW)


@dataclass
class Day:
    """The room, and short words for what happens in it."""

    room: OpenRoom

    def vote(self, who: int, question: str, value: Value, state: State = "answered") -> None:
        """Let somebody say something to a question, some with a comment."""
        comment = COMMENTS.get(question, "") if who == 2 else ""
        change = Change(Answer(question, state, value=value, note=comment), 0)
        save_votes(self.room.people[who], self.room.workspace, self.room.id, (change,))

    def ask(self, votes: dict[str, tuple[Value, ...]]) -> None:
        """Let the room answer what is open, each question by its votes, and see it."""
        for question in (name for name in votes if name in self.room.state().open_questions):
            for who, value in enumerate(votes[question]):
                self.vote(who, question, value)
        self.room.reveal()

    def agree(
        self, question: str, outcome: str = "agreed", value: Value = None, **more: object
    ) -> None:
        """Let the table agree."""
        state: State = "answered"
        answer = None if outcome == "none" else Answer(question, state, value=value)
        wish = Wish(question, outcome, answer, **more)  # type: ignore[arg-type]
        agree(*self.at, wish, seen=self.room.table().version)

    @property
    def at(self) -> tuple[Actor, Workspace, tuple[str, int]]:
        """Who acts, where, and at which table."""
        return self.room.facilitator, self.room.workspace, (self.room.id, 1)

    def park(self, question: str) -> None:
        """Put a question aside."""
        act_on_question(*self.at, ("park", question), seen=self.room.table().version)

    def ask_again(self, question: str) -> None:
        """Ask a question once more and see it."""
        reopen(*self.at, question, seen=self.room.table().version)
        self.ask(AGAIN)

    def note(self, question: str, text: str) -> None:
        """Write down what was said."""
        save_note(*self.at, (question, text), seen=0)

    def step(self, *words: str) -> None:
        """Take the rating further."""
        for word in words:
            seen = self.room.room.row.version
            step_on(self.room.facilitator, self.room.workspace, self.room.id, word, seen=seen)


def open_day(workspace: Workspace, **more: object) -> Day:
    """Open the room and let twelve people in."""
    plan: dict[str, object] = {
        "title": "Digital Kenya: where we stand",
        "tables": (TablePlan("", PILLARS),),
        "anonymity": "role",
        "roles": ROLES,
        "balance": {"sector": SECTORS, "sex": ("Women", "Men")},
        "content": {"place": "Nairobi, Uhuru Hall", "day": DAY},
        "planned": 12,
    } | more
    day = Day(open_alone(workspace, TOOLKIT, **plan))
    for place, name in enumerate(NAMES):
        day.room.join(
            name=name,
            role=tuple(ROLES)[place // 6] if plan["anonymity"] != "anonymous" else "",
            sector=SECTORS[place % 2],
            sex="Women" if place < 8 else "Men",
        )
    return day


def hold_tables(day: Day) -> None:
    """Answer both pillars, see the spread, and agree or not."""
    day.room.open("infrastructure")
    for who in range(3):
        day.vote(who, "INF-07", None, "unknown")
    day.ask(VOTES)
    day.agree("INF-01", value=39.5, note="The survey of the regulator, 2025.")
    fewer = Answer("INF-11", value=1)
    day.agree(
        "INF-11", "reservation", 2, note="Only in towns.",
        minority="The north has none of it.", minority_answer=fewer,
    )  # fmt: skip
    day.agree("INF-16", value=2)
    day.park("INF-05")
    day.note("INF-11", "The agency counts sites, the counties count people.\nBoth are right.")
    promise = Bring("INF-11", "Coverage map 2026", "Esther Chebet", date(2026, 12, 10))
    promise_evidence(*day.at, promise)
    day.room.open("policy")
    for who in range(8, 12):
        day.vote(who, "POL-11", None, "unknown")
    for who in range(8):
        day.vote(who, "POL-11", 1 + who % 2)
    day.ask(VOTES)
    day.ask_again("POL-01")
    day.agree("POL-01", "reservation", 2, note="Until the new strategy is signed.",
              minority="A strategy nobody pays for is none.",
              minority_answer=Answer("POL-01", value=1))  # fmt: skip
    day.agree("POL-02", value=2)
    day.agree("POL-04", "none", note="Ministries and counties read the act differently.")


def plan_ahead(day: Day) -> None:
    """Set goals, rate, plan, and say what one thought of it."""
    room, here = day.room, day.room.workspace
    room.go_to(GOALS)
    for question, value, year in (("POL-01", 4, 2028), ("INF-11", 3, 2027)):
        set_goal(room.facilitator, here, room.id, Aim(question, value, year), seen=Seen(0))
    room.go_to(PRIORITIES)
    texts = (
        "One sign-in for all ministries", "Lay fibre to the four northern counties",
        "Train the service desks", "A new portal with its own brand",
    )  # fmt: skip
    add_items(room.facilitator, here, room.id, questions=("POL-02",), texts=texts)
    day.step("open", "close", "reveal", "open")
    for item, (impact, effort) in enumerate(((4, 2), (5, 3), (5, 5), (3, 1), (2, 4)), start=1):
        for place, one in enumerate(room.people):
            shift = (place % 3) - 1
            marks = (min(5, max(1, impact + shift)), min(5, max(1, effort - shift)))
            save_ratings(one, here, room.id, [Rating(item, *marks)])
    day.step("close", "reveal")
    room.go_to(PLAN)
    for draft in (
        Draft("Draft the new strategy with the counties", "Ministry of ICT", date(2027, 3, 31)),
        Draft("", "Energy regulator", date(2027, 6, 30), 1),
        Draft("Publish the coverage map every quarter", "Regulator", None),
    ):
        add_action(room.facilitator, here, room.id, draft)
    room.go_to(FEEDBACK)
    for place, one in enumerate(room.people[:10]):
        given: dict[str, int | None] = {"useful": 4 + place % 2, "again": 3 + place % 3, "after": 4}
        save_feedback(one, here, room.id, given)


def end_day(day: Day) -> None:
    """End it."""
    room = day.room
    assert end_workshop(room.facilitator, room.workspace, room.id, seen=room.room.row.version)


def hold_day(workspace: Workspace, **more: object) -> Day:
    """Hold the whole day."""
    day = open_day(workspace, **more)
    hold_tables(day)
    plan_ahead(day)
    end_day(day)
    return day
