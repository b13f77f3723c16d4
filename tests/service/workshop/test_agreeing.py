"""Agreeing: what a table chose is kept whole, becomes the assessment's answer, and comes back."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from app.response import Answer
from app.response.workshop.table import ActRefusedError
from app.service.actor import Actor
from app.service.error import Moved, NotAChoice, NotFound, WrongState
from app.service.workshop.agreeing import (
    Done,
    Wish,
    agree,
    confirm,
    read_agreements,
    reopen,
)
from app.service.workshop.noting import (
    Bring,
    promise_evidence,
    read_promises,
    save_note,
    take_promise_out,
)
from app.service.workshop.planning import TablePlan
from app.service.workshop.running import end_workshop
from app.service.workshop.steering import StaleError, act_on_question
from app.service.workshop.undoing import undo
from app.service.workspace import open_workspace
from app.store.assessment import find_assessment, update_assessment
from app.store.engine import read_session, run_write
from app.store.workshop_outcome import list_agreements
from tests.room import OpenRoom, open_alone
from tests.service.assessment.version import SMALL, bring_out
from tests.service.conftest import House
from tests.service.workshop.held import PLAN, Session, choose, held

__all__ = ["held"]


def test_the_agreed_value_becomes_the_answer_with_its_origin(held: Session) -> None:
    held.save(0, 0)
    wish = choose(
        2, "reservation", note="Only in towns.", minority="It is a draft.",
        minority_answer=Answer(PLAN, value=1),
    )  # fmt: skip
    assert held.agree(wish) == Done(held.seen, is_left=False)
    answer, stands = held.answer(), held.standing()
    assert answer is not None
    assert (answer.value, answer.note, answer.version) == (2, "Only in towns.", 2)
    assert held.history() == [(1, "save", 0, ""), (2, "consensus", 2, "A workshop")]
    assert stands is not None
    assert stands.answer == Answer(PLAN, value=2, note="Only in towns.")
    assert stands.minority_answer == Answer(PLAN, value=1)
    row = stands.row
    assert (row.outcome, row.minority, row.round) == ("reservation", "It is a draft.", 1)
    assert (row.replaced["value"], row.replaced["version"], row.answer_version) == (0, 1, 2)
    assert row.agreed_by == held.team.people["facilitator"]
    assert row.confirmed_at is not None
    assert held.room.state().phase(PLAN) == "agreed"


def test_no_agreement_writes_no_answer_and_keeps_the_reason(held: Session) -> None:
    held.agree(Wish(PLAN, "none", note="Two camps."))
    stands = held.standing()
    assert held.answer() is None
    assert stands is not None
    assert (stands.answer, stands.row.note, stands.row.state) == (None, "Two camps.", "blank")
    assert held.room.state().phase(PLAN) == "agreed"


def test_unknown_and_does_not_apply_can_be_agreed(held: Session) -> None:
    held.agree(Wish(PLAN, "agreed", Answer(PLAN, "not-applicable", reason="An island.")))
    answer = held.answer()
    assert answer is not None
    assert (answer.state, answer.value, answer.reason) == ("not-applicable", None, "An island.")
    held.agree(Wish(PLAN, "agreed", Answer(PLAN, "unknown")))
    answer = held.answer()
    assert answer is not None
    assert answer.state == "unknown"


def test_in_an_approved_assessment_nothing_is_half_written(held: Session) -> None:
    held.agree(choose(2))
    before, seen = held.history(), held.seen
    held.team.set_state(held.assessment, "approved")
    for act in (lambda: held.agree(choose(1)), held.undo, held.reopen):
        with pytest.raises(WrongState):
            act()
    for act in (
        lambda: held.agree(Wish(PLAN, "none")),
        lambda: promise_evidence(
            held.room.facilitator, held.room.workspace, held.place, Bring(PLAN, "Act", "Ada")
        ),
    ):
        with pytest.raises(WrongState):
            act()
    assert (held.history(), held.seen) == (before, seen)
    with read_session(held.room.workspace.engine) as session:
        rows = list_agreements(session, held.room.id, withdrawn=True)
    assert [(row.number, row.withdrawn_at) for row in rows] == [(1, None)]
    assert not read_promises(held.room.workspace, held.room.id)


def test_in_an_assessment_of_another_version_nothing_is_agreed(held: Session) -> None:
    bring_out(held.team)
    held.room.workspace = here = held.team.workspace
    with read_session(here.engine) as session:
        newer = find_assessment(session, held.team.begin("small"))
    assert newer is not None
    values: dict[str, object] = {"definition_hash": newer.definition_hash}
    run_write(here.engine, lambda session: update_assessment(session, held.assessment, values))
    seen = held.seen
    with pytest.raises(Moved):
        held.agree(choose(2))
    assert (held.seen, held.standing(), held.answer()) == (seen, None, None)
    here.engine.dispose()


def test_what_is_no_choice_is_refused(held: Session) -> None:
    wrong = (
        choose(1, "voted"),
        Wish(PLAN, "agreed"),
        Wish(PLAN, "agreed", Answer(PLAN, "blank")),
        choose(1, "none"),
        Wish("nothing", "none"),
        Wish(PLAN, "agreed", Answer("basics.budget", value=1)),
        choose(1, minority_answer=Answer("basics.budget", value=1)),
    )
    for wish in wrong:
        with pytest.raises(NotAChoice):
            held.agree(wish)
    with pytest.raises(ActRefusedError):
        agree_on_waiting(held)
    assert held.standing() is None


def agree_on_waiting(held: Session) -> None:
    held.undo()
    held.agree(choose(1))


def test_of_two_facilitators_the_second_is_told(held: Session) -> None:
    seen, here = held.seen, held.room.workspace
    held.agree(choose(2))
    focal = held.team.actor("focal-point")
    with pytest.raises(StaleError):
        agree(focal, here, held.place, choose(0), seen=seen)
    with pytest.raises(StaleError):
        undo(focal, here, held.place, seen=seen)
    with pytest.raises(StaleError):
        reopen(focal, here, held.place, PLAN, seen=seen)
    answer = held.answer()
    assert answer is not None
    assert answer.value == 2


def test_nobody_else_agrees_notes_or_promises(held: Session) -> None:
    here, seen = held.room.workspace, held.seen
    others = [held.team.actor(role) for role in ("stranger", "contributor", "viewer", "admin")]
    for actor in (*others, Actor(address="198.51.100.7"), held.room.people[0]):
        for act in (
            lambda actor=actor: agree(actor, here, held.place, choose(2), seen=seen),
            lambda actor=actor: undo(actor, here, held.place, seen=seen),
            lambda actor=actor: reopen(actor, here, held.place, PLAN, seen=seen),
            lambda actor=actor: confirm(actor, here, held.room.id, {}, seen=1),
            lambda actor=actor: save_note(actor, here, held.place, (PLAN, "Mine."), seen=0),
            lambda actor=actor: promise_evidence(actor, here, held.place, Bring(PLAN, "A", "B")),
            lambda actor=actor: take_promise_out(actor, here, held.room.id, 1),
        ):
            with pytest.raises(NotFound):
                act()
    assert held.seen == seen


@pytest.fixture
def wide(house: House) -> Iterator[OpenRoom]:
    """A room of two tables, each with a pillar of its own."""
    settings = house.workspace.settings
    assert settings.toolkits is not None
    text = SMALL.replace("id: small", "id: wide").replace("Three questions", "Four questions")
    more = SMALL[SMALL.index("  - id: basics\n") : SMALL.index("      - id: basics.budget")]
    (settings.toolkits / "wide.yaml").write_text(
        text + more.replace("basics", "more").replace("Basics", "More"), encoding="utf-8"
    )
    workspace = open_workspace(settings, now=house.workspace.now)
    tables = (TablePlan("One", ("basics",)), TablePlan("Two", ("more",)))
    yield open_alone(workspace, "wide", tables=tables)
    workspace.engine.dispose()


def test_the_plenary_stands_by_what_it_saw(wide: OpenRoom) -> None:
    here, who, seen = wide.workspace, wide.facilitator, wide.room.row.version
    for number, block in ((1, "basics"), (2, "more")):
        wide.open(block, number)
        wide.reveal(number)
        wish = replace(choose(2), question=f"{block}.plan", answer=Answer(f"{block}.plan", value=2))
        agree(who, here, (wide.id, number), wish, seen=wide.table(number).version)
    with pytest.raises(NotAChoice):
        agree(who, here, (wide.id, 2), choose(2), seen=wide.table(2).version)
    assert [item.row.confirmed_at for item in read_agreements(here, wide.id).values()] == [None] * 2
    with pytest.raises(StaleError):
        confirm(who, here, wide.id, {PLAN: 2}, seen=seen)
    confirm(who, here, wide.id, {PLAN: 1}, seen=seen)
    confirmed = {
        name: item.row.confirmed_at is not None
        for name, item in read_agreements(here, wide.id).items()
    }
    assert confirmed == {PLAN: True, "more.plan": False}
    with pytest.raises(StaleError):
        confirm(who, here, wide.id, {"more.plan": 1}, seen=seen)
    agree(who, here, (wide.id, 1), choose(1), seen=wide.table().version)
    assert read_agreements(here, wide.id)[PLAN].row.confirmed_at is None


def test_a_room_by_itself_agrees_and_promises_without_an_assessment(room: OpenRoom) -> None:
    room.open("basics")
    room.reveal()
    here, place = room.workspace, (room.id, 1)
    agree(room.facilitator, here, place, choose(2), seen=room.table().version)
    promise_evidence(room.facilitator, here, place, Bring(PLAN, "The plan", "Ada"))
    stands = read_agreements(here, room.id)[PLAN].row
    assert (stands.answer_version, stands.replaced) == (None, None)
    assert read_promises(here, room.id)[0].evidence_id is None
    undo(room.facilitator, here, place, seen=room.table().version)
    assert not read_agreements(here, room.id)


def test_an_ended_room_agrees_no_more(room: OpenRoom) -> None:
    room.open("basics")
    room.reveal()
    here, place, who = room.workspace, (room.id, 1), room.facilitator
    promise_evidence(who, here, place, Bring(PLAN, "The plan", "Ada"))
    seen = room.table().version
    assert end_workshop(who, here, room.id, seen=room.room.row.version)
    for act in (
        lambda: agree(who, here, place, choose(2), seen=seen),
        lambda: undo(who, here, place, seen=seen),
        lambda: reopen(who, here, place, PLAN, seen=seen),
        lambda: confirm(who, here, room.id, {}, seen=room.room.row.version),
        lambda: save_note(who, here, place, (PLAN, "Late."), seen=0),
        lambda: promise_evidence(who, here, place, Bring(PLAN, "Late", "Ada")),
        lambda: take_promise_out(who, here, room.id, 1),
        lambda: act_on_question(who, here, place, ("park", PLAN), seen=seen),
    ):
        with pytest.raises(ActRefusedError) as refused:
            act()
        assert refused.value.reason == "ended"
