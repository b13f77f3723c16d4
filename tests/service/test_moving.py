"""Moving a check to a newer version and back: nothing lost, nothing done twice, on both engines."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select

from app.response import Answer
from app.scoring import score
from app.scoring.passage import Passage
from app.service.actor import Actor
from app.service.check_state import Change, CheckState
from app.service.error import Moved, NotAChoice, NotFound
from app.service.moving import (
    MOST_UNDONE,
    Wish,
    move_check,
    preview_move,
    print_of,
    read_last_move,
    undo_move,
)
from app.service.purge import purge_expired
from app.service.quick_check import delete_check, open_check
from app.service.workspace import open_workspace
from app.settings import Settings
from app.store.table import METADATA
from tests.service.conftest import TOOLKIT, House, change

SMALL = (TOOLKIT / "small.yaml").read_text(encoding="utf-8")
REWORDED = ("There is a draft.", "Somebody has begun one.")
RENAMED = ("- id: basics.budget\n", "- id: basics.money\n        replaces: basics.budget\n")
REQUIRED = ("title: Sector\n", "title: Sector\n    required: true\n")

Publish = Callable[..., None]


@pytest.fixture
def publish(house: House, settings: Settings) -> Publish:
    """Bring out another version of the small toolkit, with texts replaced; open everything anew."""

    def bring_out(version: str, *edits: tuple[str, str]) -> None:
        text = SMALL.replace("version: '1.0.0'", f"version: '{version}'")
        for old, new in edits:
            assert old in text
            text = text.replace(old, new)
        assert settings.toolkits is not None
        (settings.toolkits / f"small-{version}.yaml").write_text(text, encoding="utf-8")
        house.workspace.engine.dispose()
        house.workspace = open_workspace(settings, now=house.clock)

    return bring_out


def begin(house: House) -> Actor:
    """Make a check with two answers."""
    actor, _ = house.begin()
    house.save(actor, change("basics.budget", 1, note="By law."))
    return actor


def see(house: House, actor: Actor) -> CheckState:
    state = open_check(actor, house.workspace, "small", "KEN")
    assert state is not None
    return state


def wish_for(house: House, check: CheckState, **more: object) -> Wish:
    target = house.workspace.toolkits.get("small")
    assert target is not None
    seen = print_of(check.toolkit, check.answers)
    return replace(Wish("small", "KEN", target.content_hash, seen), **more)  # type: ignore[arg-type]


def move(house: House, actor: Actor, **more: object) -> CheckState:
    check = see(house, actor)
    move_check(actor, house.workspace, wish_for(house, check, **more), check)
    return see(house, actor)


def undo(house: House, actor: Actor) -> CheckState:
    check = see(house, actor)
    passage = last_move(house, check)
    seen = print_of(check.toolkit, check.answers)
    undo_move(actor, house.workspace, check, number=passage.number, seen=seen)
    return see(house, actor)


def last_move(house: House, check: CheckState) -> Passage:
    passage = read_last_move(house.workspace, check)
    assert passage is not None
    return passage


def count_moves(house: House) -> int:
    query = select(func.count()).select_from(METADATA.tables["check_move"])
    with house.workspace.engine.connect() as connection:
        return connection.scalar(query) or 0


def said(check: CheckState) -> dict[str, Answer]:
    """What the answers say, whatever their versions."""
    return {name: replace(answer, version=0) for name, answer in check.answers.items()}


def test_without_a_newer_version_there_is_nowhere_to_go(house: House, publish: Publish) -> None:
    actor = begin(house)
    assert preview_move(house.workspace, see(house, actor)) is None
    publish("0.9.0", REWORDED)
    assert preview_move(house.workspace, see(house, actor)) is None


def test_a_draft_is_no_newer_version(house: House, publish: Publish) -> None:
    actor = begin(house)
    publish("2.0.0", ("status: circulated", "status: draft"))
    assert preview_move(house.workspace, see(house, actor)) is None


def test_a_newer_version_changes_nothing_until_it_is_asked_for(
    house: House, publish: Publish
) -> None:
    actor = begin(house)
    before = see(house, actor)
    scores = score(before.toolkit, before.answers, before.setting)
    publish("2.0.0", REWORDED, RENAMED, ("Is there a plan?", "Where is the plan?"))
    after = see(house, actor)
    assert after.toolkit.content_hash == before.toolkit.content_hash
    assert dict(after.answers) == dict(before.answers)
    assert score(after.toolkit, after.answers, after.setting).nodes == scores.nodes
    passage = preview_move(house.workspace, after)
    assert passage is not None
    assert [line.became for line in passage.record] == ["confirm", "confirm"]
    assert count_moves(house) == 0


def test_moving_carries_answers_and_marks_those_to_confirm(house: House, publish: Publish) -> None:
    actor = begin(house)
    publish("2.0.0", RENAMED, ("Is there a plan?", "Where is the plan?"))
    moved = move(house, actor)
    assert moved.toolkit.version == "2.0.0"
    assert set(moved.answers) == {"basics.plan", "basics.money"}
    assert moved.answers["basics.money"].note == "By law."
    assert moved.to_confirm == {"basics.plan"}
    assert moved.is_moved
    passage = last_move(house, moved)
    assert (passage.old.version, passage.new.version, passage.number) == ("1.0.0", "2.0.0", 1)
    assert passage.moved_at == house.clock.moment
    assert passage.change is not None
    assert passage.change.rules == 0


def test_a_mark_goes_when_the_answer_is_saved_again(house: House, publish: Publish) -> None:
    actor = begin(house)
    publish("2.0.0", REWORDED)
    moved = move(house, actor)
    assert moved.to_confirm == {"basics.plan", "basics.budget"}
    plan = moved.answers["basics.plan"]
    again = Change(replace(plan, version=0), plan.version)
    # Sent as it stood, without meaning it: nothing is confirmed.
    assert house.save(actor, again).saved == (plan,)
    assert see(house, actor).to_confirm == {"basics.plan", "basics.budget"}
    saved = house.save(actor, replace(again, confirms=True)).saved
    assert saved[0].version == plan.version + 1
    assert see(house, actor).to_confirm == {"basics.budget"}
    house.save(actor, change("basics.budget", 2, base_version=2))
    assert see(house, actor).to_confirm == frozenset()


def test_confirming_what_another_one_changed_is_a_conflict(house: House, publish: Publish) -> None:
    actor = begin(house)
    publish("2.0.0", REWORDED)
    plan = move(house, actor).answers["basics.plan"]
    house.save(actor, change("basics.plan", 2, base_version=plan.version))
    late = Change(replace(plan, version=0), plan.version, confirms=True)
    assert house.save(actor, late).conflicts[0].theirs.value == 2


def test_undoing_brings_back_exactly_what_was(house: House, publish: Publish) -> None:
    actor = begin(house)
    house.save(actor, parameters={"sector": "health"})
    before = see(house, actor)
    scores = score(before.toolkit, before.answers, before.setting)
    publish("2.0.0", RENAMED, REWORDED, ("health:\n", "hospitals:\n"))
    moved = move(house, actor)
    assert moved.setting.parameters == {}
    house.save(actor, change("basics.money", 2, base_version=2))
    back = undo(house, actor)
    assert back.toolkit.content_hash == before.toolkit.content_hash
    assert said(back) == said(before)
    assert back.setting == before.setting
    assert not back.is_moved
    assert back.to_confirm == frozenset()
    assert score(back.toolkit, back.answers, back.setting).nodes == scores.nodes


def test_what_was_answered_in_between_is_kept_with_the_move(house: House, publish: Publish) -> None:
    actor = begin(house)
    publish("2.0.0", REWORDED)
    move(house, actor)
    house.save(actor, change("basics.plan", 2, base_version=2, note="New."))
    undo(house, actor)
    with house.workspace.engine.connect() as connection:
        after = connection.scalar(select(METADATA.tables["check_move"].c.after))
    assert {one["question"]: one["value"] for one in after} == {
        "basics.plan": 2,
        "basics.budget": 1,
    }
    assert after[1]["note"] == "New."


def test_a_page_left_open_meets_the_move_as_a_change(house: House, publish: Publish) -> None:
    actor = begin(house)
    publish("2.0.0", REWORDED)
    move(house, actor)
    late = house.save(actor, change("basics.plan", 2, base_version=1))
    assert [conflict.question for conflict in late.conflicts] == ["basics.plan"]
    undo(house, actor)
    late = house.save(actor, change("basics.plan", 2, base_version=2))
    assert [conflict.question for conflict in late.conflicts] == ["basics.plan"]


def test_a_page_of_the_old_version_is_refused(house: House, publish: Publish) -> None:
    actor = begin(house)
    old = see(house, actor).toolkit.content_hash
    publish("2.0.0", REWORDED)
    move(house, actor)
    with pytest.raises(Moved):
        house.save(actor, change("basics.plan", 2, base_version=2), definition=old)
    assert see(house, actor).answers["basics.plan"].value == 1


def test_what_was_saved_after_looking_is_looked_at_first(house: House, publish: Publish) -> None:
    actor = begin(house)
    publish("2.0.0", REWORDED)
    check = see(house, actor)
    wish = wish_for(house, check)
    house.save(actor, change("basics.plan", 2, base_version=1))
    with pytest.raises(Moved):
        move_check(actor, house.workspace, wish, check)
    assert see(house, actor).toolkit.version == "1.0.0"
    assert move(house, actor).answers["basics.plan"].value == 2


def test_a_version_that_came_out_meanwhile_is_looked_at_first(
    house: House, publish: Publish
) -> None:
    actor = begin(house)
    publish("2.0.0", REWORDED)
    check = see(house, actor)
    wish = wish_for(house, check)
    publish("3.0.0", REWORDED, RENAMED)
    with pytest.raises(Moved):
        move_check(actor, house.workspace, wish, check)


def test_a_double_click_moves_once(house: House, publish: Publish) -> None:
    actor = begin(house)
    publish("2.0.0", REWORDED)
    check = see(house, actor)
    wish = wish_for(house, check)
    barrier, failed = Barrier(2), list[Exception]()

    def click() -> None:
        barrier.wait()
        try:
            move_check(actor, house.workspace, wish, check)
        except Exception as error:  # noqa: BLE001  # whatever it is, the test shall show it
            failed.append(error)

    clicks = [Thread(target=click) for _ in range(2)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    assert failed == []
    assert count_moves(house) == 1
    assert see(house, actor).answers["basics.plan"].version == 2


@pytest.mark.parametrize("turn", range(4))
def test_saving_and_moving_in_one_moment_loses_nothing(
    house: House, publish: Publish, turn: int
) -> None:
    actor = begin(house)
    publish("2.0.0", REWORDED)
    check = see(house, actor)
    wish, old = wish_for(house, check), check.toolkit.content_hash
    barrier, refused = Barrier(2), list[str]()

    def save() -> None:
        barrier.wait()
        try:
            house.save(actor, change("basics.plan", 2, base_version=1), definition=old)
        except Moved:
            refused.append("save")

    def go() -> None:
        barrier.wait()
        try:
            move_check(actor, house.workspace, wish, check)
        except Moved:
            refused.append("move")

    both = [Thread(target=work) for work in ((save, go) if turn % 2 else (go, save))]
    for one in both:
        one.start()
    for one in both:
        one.join()
    after = see(house, actor)
    told = (after.toolkit.version, after.answers["basics.plan"].value)
    assert (refused, told) in ((["move"], ("1.0.0", 2)), (["save"], ("2.0.0", 1)))


def test_undoing_twice_undoes_once(house: House, publish: Publish) -> None:
    actor = begin(house)
    publish("2.0.0", REWORDED)
    check = move(house, actor)
    seen = print_of(check.toolkit, check.answers)
    for _ in range(2):
        undo_move(actor, house.workspace, check, number=1, seen=seen)
    assert see(house, actor).answers["basics.plan"].version == 3


def test_undoing_after_a_change_elsewhere_is_looked_at_first(
    house: House, publish: Publish
) -> None:
    actor = begin(house)
    publish("2.0.0", REWORDED)
    check = move(house, actor)
    house.save(actor, change("basics.plan", 2, base_version=2))
    seen = print_of(check.toolkit, check.answers)
    with pytest.raises(Moved):
        undo_move(actor, house.workspace, check, number=1, seen=seen)


def test_two_moves_are_undone_one_after_the_other_with_their_marks(
    house: House, publish: Publish
) -> None:
    actor = begin(house)
    first = see(house, actor)
    publish("2.0.0", REWORDED)
    second = move(house, actor)
    house.save(actor, change("basics.plan", 2, base_version=2))
    publish("3.0.0", REWORDED, RENAMED)
    third = move(house, actor)
    # What waited for confirmation still waits, under its new id.
    assert third.to_confirm == {"basics.money"}
    back = undo(house, actor)
    assert back.toolkit.content_hash == second.toolkit.content_hash
    assert back.to_confirm == {"basics.budget"}
    assert said(undo(house, actor)) == said(first)


def test_what_a_new_version_requires_is_asked_for(house: House, publish: Publish) -> None:
    actor = begin(house)
    publish("2.0.0", REQUIRED)
    check = see(house, actor)
    passage = preview_move(house.workspace, check)
    assert passage is not None
    assert passage.lacking == ("sector",)
    for given in ({}, {"sector": "mining"}):
        with pytest.raises(NotAChoice):
            move_check(actor, house.workspace, wish_for(house, check, parameters=given), check)
    moved = move(house, actor, parameters={"sector": "farming"})
    assert moved.setting.parameters == {"sector": "farming"}


def test_nobody_else_can_move_or_undo(house: House, publish: Publish) -> None:
    actor = begin(house)
    other = Actor(
        house.save(house.stranger, change("basics.plan", 0), country="NAM").new_keys.cookie
    )  # type: ignore[union-attr]
    publish("2.0.0", REWORDED)
    check = see(house, actor)
    for stranger in (house.stranger, other, Actor("made up")):
        with pytest.raises(NotFound):
            move_check(stranger, house.workspace, wish_for(house, check), check)
    check = move(house, actor)
    for stranger in (house.stranger, other):
        with pytest.raises(NotFound):
            undo_move(stranger, house.workspace, check, number=1, seen="")
    assert see(house, actor).toolkit.version == "2.0.0"


def test_moves_go_with_the_check(house: House, publish: Publish) -> None:
    actor = begin(house)
    publish("2.0.0", REWORDED)
    move(house, actor)
    delete_check(actor, house.workspace, "small", "KEN")
    assert count_moves(house) == 0
    actor = begin(house)
    publish("3.0.0", RENAMED)
    move(house, actor)
    assert count_moves(house) == 1
    house.clock.moment += timedelta(days=400)
    assert purge_expired(house.workspace) == 1
    assert count_moves(house) == 0


def test_going_to_and_fro_does_not_fill_the_disk(house: House, publish: Publish) -> None:
    actor = begin(house)
    publish("2.0.0", REWORDED)
    for _ in range(MOST_UNDONE + 3):
        move(house, actor)
        undo(house, actor)
    assert count_moves(house) == MOST_UNDONE
