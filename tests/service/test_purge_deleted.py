"""What was deleted goes when its days of grace have passed, with all that is its own; no sooner."""

import pytest
from sqlalchemy import func, insert, select

from app.response import Answer
from app.service.account.console import enable_account
from app.service.administration.toolkit import activate, follow_newest, list_shelf, retire
from app.service.administration.user import change_user
from app.service.assessment.answering import save_team_answers
from app.service.assessment.deleting import delete_assessment, restore_assessment
from app.service.check_state import Change
from app.service.error import NotAChoice, NotFound, WrongState
from app.service.purge import purge_expired
from app.service.unit.making import delete_unit, restore_unit
from app.service.workspace import open_workspace
from app.store.account import AccountRow
from app.store.assessment import AnswerHistoryRow, AssessmentRow
from app.store.base import Base
from app.store.engine import read_session, run_write
from app.store.evidence import EvidenceFileRow, EvidenceRow
from app.store.job import JobRow
from app.store.unit import UnitRoleRow, UnitRow
from tests.service.conftest import START, House
from tests.team import Team, make_team


@pytest.fixture
def team(house: House) -> Team:
    return make_team(house.workspace)


def count(house: House, family: type[Base], **columns: object) -> int:
    query = select(func.count()).select_from(family).filter_by(**columns)
    with read_session(house.workspace.engine) as session:
        return session.scalar(query) or 0


def add_evidence(house: House, assessment: str, file: str) -> None:
    row: dict[str, object] = {
        "id": f"{assessment}-{file}", "assessment_id": assessment, "question": "basics.plan",
        "kind": "file", "state": "received", "title": "t", "link": "", "page": "",
        "file_name": "t.txt", "file_hash": file, "promised_by": "", "due": None, "note": "",
        "version": 1, "added_by": None, "added_at": START, "checked_by": None, "checked_at": None,
    }  # fmt: skip
    run_write(house.workspace.engine, lambda session: session.execute(insert(EvidenceRow), [row]))


def add_file(house: House, file: str) -> None:
    row: dict[str, object] = {
        "hash": file, "media_type": "text/plain", "size": 1, "body": b"x", "created_at": START,
    }  # fmt: skip
    run_write(
        house.workspace.engine, lambda session: session.execute(insert(EvidenceFileRow), [row])
    )


def add_job(house: House, about: str) -> None:
    row: dict[str, object] = {
        "id": f"job-{about}", "kind": "report", "unique_key": about, "check_id": None,
        "about": about, "asked_by": "", "payload": {}, "state": "queued", "due_at": START,
        "attempts": 0, "progress": 0, "error": "", "created_at": START, "finished_at": None,
    }  # fmt: skip
    run_write(house.workspace.engine, lambda session: session.execute(insert(JobRow), [row]))


def test_an_assessment_goes_with_all_that_is_its_own(house: House, team: Team) -> None:
    site, lead = house.workspace, team.actor("focal-point")
    gone, stays = team.begin("small"), team.begin("small")
    for assessment in (gone, stays):
        change = Change(Answer("basics.plan", value=1), 0)
        save_team_answers(lead, site, assessment, changes=(change,))
        add_job(house, assessment)
    for file in ("own", "shared"):
        add_file(house, file)
        add_evidence(house, gone, file)
    add_evidence(house, stays, "shared")
    for role in ("contributor", "approver", "stranger", "admin"):
        with pytest.raises(NotFound):
            delete_assessment(team.actor(role), site, gone)
    delete_assessment(lead, site, gone)
    with pytest.raises(NotFound):
        delete_assessment(lead, site, gone)
    house.clock.advance(days=29)
    purge_expired(site)
    restore_assessment(lead, site, team.unit_id, assessment_id=gone)
    delete_assessment(lead, site, gone)
    house.clock.advance(days=29)
    purge_expired(site)
    assert count(house, AssessmentRow, id=gone) == 1
    house.clock.advance(days=1)
    purge_expired(site)
    for family, column in ((AssessmentRow, "id"), (AnswerHistoryRow, "assessment_id"),
                           (EvidenceRow, "assessment_id"), (JobRow, "about")):  # fmt: skip
        assert count(house, family, **{column: gone}) == 0, family
        assert count(house, family, **{column: stays}) == 1, family
    assert count(house, EvidenceFileRow, hash="own") == 0
    assert count(house, EvidenceFileRow, hash="shared") == 1
    with pytest.raises(NotFound):
        restore_assessment(lead, site, team.unit_id, assessment_id=gone)
    team.set_state(stays, "approved")
    with pytest.raises(WrongState):
        delete_assessment(lead, site, stays)


def test_units_and_accounts(house: House, team: Team) -> None:
    site, admin = house.workspace, team.actor("admin")
    other = make_team(site, "NAM")
    other.begin("small")
    delete_unit(admin, site, other.unit_id)
    with pytest.raises(NotFound):
        delete_unit(admin, site, other.unit_id)
    with pytest.raises(NotFound):
        restore_unit(team.actor("focal-point"), site, other.unit_id)
    assert change_user(admin, site, team.people["viewer"], "delete") == ""
    house.clock.advance(days=31)
    purge_expired(site)
    assert count(house, UnitRow, id=other.unit_id) == 0
    assert count(house, AssessmentRow, unit_id=other.unit_id) == 0
    assert count(house, UnitRow, id=team.unit_id) == 1
    with read_session(site.engine) as session:
        row = session.get_one(AccountRow, team.people["viewer"])
        assert (row.name, row.email) == ("", None)
    assert count(house, UnitRoleRow, account_id=team.people["viewer"]) == 0
    # Their device was signed out at once, and nothing brings them back.
    with pytest.raises(NotFound):
        restore_unit(team.actor("admin"), site, other.unit_id)


def test_whom_the_console_lets_in_again_is_not_erased(house: House, team: Team) -> None:
    viewer = team.people["viewer"]
    assert change_user(team.actor("admin"), house.workspace, viewer, "delete") == ""
    enable_account(house.workspace, f"viewer-{viewer[:6]}@example.org")
    house.clock.advance(days=house.workspace.settings.grace_days + 1)
    purge_expired(house.workspace)
    assert count(house, AccountRow, id=viewer, state="active", name="Viewer") == 1


def test_what_is_decided_of_a_toolkit_holds_for_other_processes(house: House, team: Team) -> None:
    site, admin = house.workspace, team.actor("admin")
    current = site.toolkits.get("small")
    assert current is not None
    other = open_workspace(site.settings, now=house.clock)
    retire(admin, site, "small", replacement="")
    other.toolkits.look_again()
    assert other.toolkits.get("small") is None
    assert other.toolkits.list() == ()
    assert other.toolkits.shown("small") == current
    assert list_shelf(admin, other).choices["small"].is_retired
    # What was begun goes on, and what was seen open before can't be begun any more.
    assert other.toolkits.by_hash(current.content_hash) == current
    assert other.toolkits.begin("small", current.content_hash) is None
    follow_newest(admin, site, "small")
    other.toolkits.look_again()
    assert other.toolkits.get("small") == current
    wrong = [
        lambda: activate(admin, site, "small", "0" * 64),
        lambda: activate(admin, site, "none", current.content_hash),
        lambda: retire(admin, site, "none", replacement=""),
        lambda: retire(admin, site, "small", replacement="small"),
    ]
    for act in wrong:
        with pytest.raises(NotAChoice):
            act()
    with pytest.raises(NotFound):
        retire(team.actor("focal-point"), site, "small", replacement="")
    other.engine.dispose()


def test_the_last_administrator_stays(house: House, team: Team) -> None:
    site, admin, second = house.workspace, team.actor("admin"), team.people["viewer"]
    assert change_user(admin, site, second, "make-admin") == ""
    assert change_user(admin, site, team.people["admin"], "unmake-admin") == ""
    assert change_user(admin, site, second, "disable") == "last-admin"
