"""A workshop of the demonstration: a room answered a pillar, agreed on some of it, and goes on."""

from dataclasses import replace
from typing import Final

from app.response import Answer
from app.service.actor import Actor
from app.service.check_state import Change
from app.service.demo import story
from app.service.demo.cast import Cast
from app.service.demo.country import draw
from app.service.secret import make_secret
from app.service.workshop import agreeing, planning, running, steering, voting
from app.service.workshop.joining import Guest, join_room
from app.service.workshop.opening import BY_ROLE, open_room
from app.service.workshop.planning import TablePlan, WorkshopPlan
from app.service.workshop.reading import read_tables

BLOCK: Final = "policy"
UNSURE: Final = 0.12
"""Which share of the answers is that one does not know."""
TABLE: Final = 1


def hold_workshop(cast: Cast, begun: str) -> str:
    """Hold the first hours of a workshop of an assessment; returns its id.

    All of its questions of one pillar are answered and shown, and some are agreed on.
    """
    focal, here = cast.people["focal"], cast.workspace
    roles = dict(story.WORKSHOP.roles)
    plan = WorkshopPlan(
        title=story.WORKSHOP.title,
        tables=(TablePlan("", (BLOCK,)),),
        language="en",
        anonymity=BY_ROLE,
        planned=sum(roles.values()),
        roles=roles,
        content={"place": story.WORKSHOP.place},
    )
    workshop_id = planning.plan_workshop(focal, here, begun, plan)
    cast.clock.pass_days(2)
    running.open_door(focal, here, workshop_id, seen=1)
    people = _gather(cast, workshop_id, roles)
    running.go_to_stage(focal, here, workshop_id, planning.TABLES, seen=2)
    _answer(cast, workshop_id, people)
    _agree(cast, workshop_id)
    return workshop_id


def _gather(cast: Cast, workshop_id: str, roles: dict[str, int]) -> list[Actor]:
    code = str(open_room(cast.people["focal"], cast.workspace, workshop_id).row.code)
    people = []
    for role, count in roles.items():
        for _ in range(count):
            secret = make_secret()
            join_room(Actor(), cast.workspace, code, Guest(role=role), secret=secret)
            people.append(replace(Actor(), seat=secret))
    return people


def _seen(cast: Cast, workshop_id: str) -> int:
    return int(read_tables(cast.workspace, workshop_id)[0].row.version)


def _answer(cast: Cast, workshop_id: str, people: list[Actor]) -> None:
    """Open the pillar, have everybody answer it alone, and show how the room is spread."""
    focal, here, place = cast.people["focal"], cast.workspace, (workshop_id, TABLE)
    steering.open_block(focal, here, place, BLOCK, seen=_seen(cast, workshop_id))
    for number, person in enumerate(people):
        changes = tuple(Change(answer) for answer in _draw_answers(cast, number))
        voting.save_votes(person, here, workshop_id, changes)
    cast.clock.pass_days(0.02)
    steering.act_plainly(focal, here, place, "close", seen=_seen(cast, workshop_id))
    steering.reveal(focal, here, place, seen=_seen(cast, workshop_id))


def _draw_answers(cast: Cast, number: int) -> list[Answer]:
    """Have somebody answer around a level that is the question's own."""
    answers = []
    for question in cast.toolkit.questions:
        if cast.toolkit.pillar_of(question.id).id != BLOCK or question.kind != "level":
            continue
        if draw("unsure", question.id, str(number)) < UNSURE:
            answers.append(Answer(question.id, "unknown"))
            continue
        highest = max(level.level for level in question.levels)
        middle = draw("middle", question.id) * highest
        swing = (draw("swing", question.id, str(number)) - 0.5) * 3.0
        answers.append(Answer(question.id, value=round(min(max(middle + swing, 0.0), highest))))
    return answers


def _agree(cast: Cast, workshop_id: str) -> None:
    """Agree on some questions as the story tells, and leave the others to be talked over."""
    focal, here, place = cast.people["focal"], cast.workspace, (workshop_id, TABLE)
    for told in story.WORKSHOP_AGREEMENTS:
        about = ("show", told.question)
        steering.act_on_question(focal, here, place, about, seen=_seen(cast, workshop_id))
        minority = Answer(told.question, value=told.minority_level) if told.minority else None
        wish = agreeing.Wish(
            told.question,
            told.outcome,
            Answer(told.question, value=told.level),
            note=told.note,
            minority=told.minority,
            minority_answer=minority,
        )
        agreeing.agree(focal, here, place, wish, seen=_seen(cast, workshop_id))
    steering.act_plainly(focal, here, place, "next", seen=_seen(cast, workshop_id))
