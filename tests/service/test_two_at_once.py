"""Two who act on one unit at the same moment: the second sees what the first did."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from sqlalchemy import func, select, update

from app.service import access
from app.service.actor import Actor
from app.service.administration.unit import open_unit
from app.service.assessment import beginning, claim
from app.service.assessment.beginning import Beginning, begin_assessment
from app.service.assessment.claim import Claim, claim_check, preview_draft
from app.service.assessment.deleting import delete_assessment, restore_assessment
from app.service.error import Moved, NotAChoice, NotFound
from app.service.quick_check import open_check
from app.service.unit import making
from app.service.unit.inviting import Guest, Letterhead, invite_to_unit
from app.service.unit.making import NewUnit, delete_unit, make_unit, restore_unit
from app.store.assessment import AssessmentRow
from app.store.engine import read_session, write_session
from app.store.member import find_any_unit
from app.store.unit import UnitRow, revoke_unit_role
from tests.service.conftest import House
from tests.team import Team, make_team

SECONDS = 60
"""A thread that hangs ends the test; nothing is measured by it."""
Act = Callable[[], object]


@pytest.fixture
def team(house: House) -> Team:
    return make_team(house.workspace)


def begin(team: Team) -> Act:
    actor = team.actor("focal-point")
    return lambda: begin_assessment(actor, team.workspace, Beginning(team.unit_id, "small"))


def take(team: Team, holder: Actor) -> Act:
    actor, here = team.actor("focal-point"), team.workspace
    check = open_check(holder, here, "small", "KEN")
    assert check is not None
    seen = preview_draft(actor, here, check, team.unit_id)
    wish = Claim(team.unit_id, "", seen.seen, seen.last)
    return lambda: claim_check(actor, here, holder, check, claim=wish)


def restore(team: Team) -> Act:
    actor, here, begun = team.actor("focal-point"), team.workspace, team.begin("small")
    delete_assessment(actor, here, begun)
    return lambda: restore_assessment(actor, here, team.unit_id, assessment_id=begun)


def invite(team: Team) -> Act:
    head = Letterhead(address=lambda _secret: "", what=lambda _language: "")
    actor, guest = team.actor("focal-point"), Guest("viewer")
    return lambda: invite_to_unit(actor, team.workspace, team.unit_id, guest, head=head)


def count_living(team: Team) -> int:
    query = select(func.count()).where(AssessmentRow.deleted_at.is_(None))
    with read_session(team.workspace.engine) as session:
        return session.scalar(query) or 0


def meet(monkeypatch: pytest.MonkeyPatch, name: str, pause: Act) -> None:
    """Have whoever was allowed to act pause before the transaction that acts."""
    asked = getattr(access, name)

    def ask(*words: object, **more: object) -> object:
        allowed = asked(*words, **more)
        pause()
        return allowed

    for module in (access, beginning, claim, making):
        if hasattr(module, name):
            monkeypatch.setattr(module, name, ask)


def race(act: Act) -> list[object]:
    """Act twice at once; what came of each, errors too, the ones without value last."""

    def attempt(_: int) -> object:
        try:
            return act()
        except (Moved, NotAChoice, NotFound) as error:
            return type(error)

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(attempt, range(2), timeout=SECONDS))


@pytest.mark.parametrize("ending", ["role", "unit"])
@pytest.mark.parametrize("kind", ["begin", "claim", "restore", "invite"])
def test_who_loses_the_role_meanwhile_does_nothing(
    house: House, team: Team, monkeypatch: pytest.MonkeyPatch, kind: str, ending: str
) -> None:
    holder, _ = house.begin()
    acts = {"begin": begin, "restore": restore, "invite": invite}
    act = take(team, holder) if kind == "claim" else acts[kind](team)
    allowed, before = Event(), count_living(team)
    meet(monkeypatch, "require_unit", allowed.set)
    with ThreadPoolExecutor(1) as pool:
        with write_session(team.workspace.engine) as session:
            find_any_unit(session, team.unit_id, lock=True)
            if ending == "role":
                revoke_unit_role(
                    session, team.unit_id, team.people["focal-point"], role="focal-point"
                )
            else:
                session.execute(update(UnitRow).values(deleted_at=house.clock()))
            acting = pool.submit(act)
            # They were allowed by what stood before; then this is kept, and they go on.
            assert allowed.wait(SECONDS)
        with pytest.raises(NotFound):
            acting.result(SECONDS)
    assert count_living(team) == before


def test_one_check_is_taken_into_one_draft(
    house: House, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    holder, _ = house.begin()
    act, barrier = take(team, holder), Barrier(2)
    meet(monkeypatch, "require_unit", lambda: barrier.wait(SECONDS))
    found = race(act)
    assert found.count(Moved) == 1
    assert count_living(team) == 1


def test_one_assessment_is_brought_back_once(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    act, barrier = restore(team), Barrier(2)
    meet(monkeypatch, "require_unit", lambda: barrier.wait(SECONDS))
    found = race(act)
    assert sorted(map(str, found)) == sorted(map(str, [None, NotFound]))
    assert count_living(team) == 1


def test_rounds_begun_at_once_have_numbers_of_their_own(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    act, barrier = begin(team), Barrier(2)
    meet(monkeypatch, "require_unit", lambda: barrier.wait(SECONDS))
    race(act)
    with read_session(team.workspace.engine) as session:
        assert sorted(session.scalars(select(AssessmentRow.round))) == [1, 2]


def test_a_country_gets_one_unit(house: House, team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    admin, barrier = team.actor("admin"), Barrier(2)
    meet(monkeypatch, "require_admin", lambda: barrier.wait(SECONDS))
    found = race(lambda: make_unit(admin, house.workspace, NewUnit("country", "NAM")))
    assert found.count(None) == 1


def test_one_of_two_units_of_a_country_is_brought_back(
    house: House, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin, here = team.actor("admin"), house.workspace
    units = [team.unit_id]
    delete_unit(admin, here, team.unit_id)
    other = make_unit(admin, here, NewUnit("country", "KEN"))
    assert other is not None
    units.append(other)
    delete_unit(admin, here, other)
    barrier = Barrier(2)
    with monkeypatch.context() as patch:
        meet(patch, "require_admin", lambda: barrier.wait(SECONDS))
        waiting = iter(units)
        found = race(lambda: restore_unit(admin, here, next(waiting)))
    assert found.count(NotAChoice) == 1
    left = [open_unit(admin, here, unit).row.deleted_at for unit in units]
    assert left.count(None) == 1
