"""Answers of a team: who may, what is kept, and what becomes of two who answer the same."""

import pytest
from sqlalchemy import text

from app.response import Answer
from app.service.assessment.answering import Kept, save_team_answers
from app.service.assessment.history import Return, read_history, restore_version
from app.service.assessment.opening import Work, open_assessment, read_work
from app.service.check_state import Change
from app.service.error import Moved, NotAChoice, NotFound, WrongState
from tests.service.conftest import House
from tests.team import Team, make_team

PLAN, BUDGET, NOTE = "basics.plan", "basics.budget", "basics.note"


def level(question: str, value: int, base: int = 0, **more: object) -> Change:
    answer = Answer(question, value=value, note=str(more.pop("note", "")))
    return Change(answer, base, **more)  # type: ignore[arg-type]


def save(team: Team, begun: str, *changes: Change, role: str = "focal-point") -> Kept:
    return save_team_answers(team.actor(role), team.workspace, begun, changes=changes)


def read(team: Team, begun: str, role: str = "viewer") -> Work:
    opened = open_assessment(team.actor(role), team.workspace, begun, "view")
    return read_work(team.workspace, opened)


def history(team: Team, begun: str, question: str = PLAN) -> list[tuple[int, object, str, str]]:
    opened = open_assessment(team.actor("viewer"), team.workspace, begun, "view")
    found = read_history(team.workspace, opened, question).versions
    return [(one.answer.version, one.answer.value, one.act, one.why) for one in found]


def refusals(team: Team) -> int:
    with team.workspace.engine.connect() as connection:
        query = text("select count(*) from audit where action = 'refused'")
        return int(connection.execute(query).scalar_one())


def test_an_answer_is_kept_with_its_version_its_writer_and_its_history(
    team: Team, begun: str
) -> None:
    first = save(team, begun, level(PLAN, 1), level(BUDGET, 0, note="From March on."))
    assert [answer.version for answer in first.saved] == [1, 1]
    save(team, begun, level(PLAN, 2, 1, why="It was adopted."), role="facilitator")
    work = read(team, begun)
    assert work.answers[PLAN] == Answer(PLAN, value=2, version=2)
    assert work.answers[BUDGET].note == "From March on."
    assert work.stamps[PLAN].saved_by == team.people["facilitator"]
    assert work.stamps[PLAN].saved_at == team.workspace.now()
    assert work.names[team.people["facilitator"]] == "Facilitator"
    assert history(team, begun) == [(2, 2, "save", "It was adopted."), (1, 1, "save", "")]
    assert history(team, begun, NOTE) == []


def test_the_same_again_makes_no_version_and_clearing_makes_one(team: Team, begun: str) -> None:
    save(team, begun, level(PLAN, 1))
    for base in (0, 1, 9):
        assert save(team, begun, level(PLAN, 1, base)).saved[0].version == 1
    save(team, begun, Change(Answer(PLAN, state="blank"), 1))
    assert read(team, begun).answers.state(PLAN) == "blank"
    assert [row[:2] for row in history(team, begun)] == [(2, None), (1, 1)]
    # Nothing is stored for a question left alone.
    assert save(team, begun, Change(Answer(BUDGET, state="blank"))).saved == ()


def test_the_second_of_two_is_told_who_saved_what(house: House, team: Team, begun: str) -> None:
    save(team, begun, level(PLAN, 1))
    house.clock.advance(minutes=5)
    save(team, begun, level(PLAN, 2, 1), role="facilitator")
    house.clock.advance(minutes=5)
    kept = save(team, begun, level(PLAN, 0, 1, why="No."), level(BUDGET, 1))
    (clash,) = kept.conflicts
    assert (clash.theirs.value, clash.theirs.version, clash.mine.value) == (2, 2, 0)
    assert clash.by == team.people["facilitator"]
    assert (house.clock.moment - clash.at).seconds == 300  # type: ignore[operator]
    # What nobody else touched is saved beside it, and nothing of the other one is lost.
    assert [answer.question for answer in kept.saved] == [BUDGET]
    assert save(team, begun, level(PLAN, 0, 2)).saved[0].version == 3
    assert [row[1] for row in history(team, begun)] == [0, 2, 1]


def test_why_is_said_of_ones_own_version_and_makes_a_new_one_of_anothers(
    team: Team, begun: str
) -> None:
    save(team, begun, level(PLAN, 1))
    save(team, begun, level(PLAN, 1, 1, why="Seen in the gazette."))
    save(team, begun, level(PLAN, 1, 1, why="Seen in the gazette of March."))
    assert history(team, begun) == [(1, 1, "save", "Seen in the gazette of March.")]
    save(team, begun, level(PLAN, 1, 1, why="I saw it too."), role="facilitator")
    assert [row[0:1] + row[3:] for row in history(team, begun)] == [
        (2, "I saw it too."),
        (1, "Seen in the gazette of March."),
    ]


@pytest.mark.parametrize(
    ("node", "questions"),
    [("", {PLAN, BUDGET, NOTE}), ("basics", {PLAN, BUDGET, NOTE}), (PLAN, {PLAN}), ("gone", set())],
)
def test_a_contributor_answers_what_is_assigned(
    team: Team, begun: str, node: str, questions: set[str]
) -> None:
    team.assign(begun, "contributor", node)
    assert read(team, begun, "contributor").writable == questions
    for question in (PLAN, BUDGET):
        before = refusals(team)
        if question in questions:
            assert save(team, begun, level(question, 1), role="contributor").saved
        else:
            changes = [level(one, 1) for one in sorted({PLAN, question})]
            with pytest.raises(NotFound):
                save(team, begun, *changes, role="contributor")
        assert refusals(team) - before == (question not in questions)
    assert read(team, begun).answers.keys() == questions - {NOTE}


def test_nobody_else_answers(team: Team, begun: str) -> None:
    other = make_team(team.workspace, "NAM")
    people = [team.actor(role) for role in ("reviewer", "approver", "expert", "viewer", "admin")]
    people += [team.actor("stranger"), other.actor("focal-point"), other.actor("contributor")]
    team.assign(begun, "viewer")
    for actor in people:
        with pytest.raises(NotFound):
            save_team_answers(actor, team.workspace, begun, changes=(level(PLAN, 1),))
        with pytest.raises(NotFound):
            restore_version(actor, team.workspace, begun, Return(PLAN, 1, 1))
    assert refusals(team) == 2 * len(people)
    assert not read(team, begun).answers


def test_what_can_not_be_is_refused_whole(team: Team, begun: str) -> None:
    with pytest.raises(NotAChoice):
        save(team, begun, level(PLAN, 1), level("no-such", 1))
    with pytest.raises(NotAChoice):
        save(team, begun, level(PLAN, 1), level(PLAN, 2))
    with pytest.raises(Moved):
        save_team_answers(
            team.actor("focal-point"),
            team.workspace,
            begun,
            changes=(level(PLAN, 1),),
            definition="0" * 64,
        )
    for state in ("review", "approved", "published", "private", "superseded"):
        team.set_state(begun, state)
        with pytest.raises(WrongState, match=state):
            save(team, begun, level(PLAN, 1))
    assert not read(team, begun).answers


def test_an_older_answer_stands_again_as_a_new_version(team: Team, begun: str) -> None:
    save(team, begun, level(PLAN, 1, note="As it was."))
    save(team, begun, level(PLAN, 2, 1))
    actor = team.actor("facilitator")
    wish = Return(PLAN, version=1, seen=2, why="Too early.")
    again = restore_version(actor, team.workspace, begun, wish)
    assert again == Answer(PLAN, value=1, note="As it was.", version=3)
    assert history(team, begun)[0] == (3, 1, "undo", "Too early.")
    # Pressed twice, or on a page that is older than what stands: nothing is written.
    assert restore_version(actor, team.workspace, begun, wish) is None
    same = restore_version(actor, team.workspace, begun, Return(PLAN, 1, 3))
    assert same is not None
    assert same.version == 3
    with pytest.raises(NotFound):
        restore_version(actor, team.workspace, begun, Return(PLAN, 7, 3))
    team.assign(begun, "contributor", BUDGET)
    with pytest.raises(NotFound):
        restore_version(team.actor("contributor"), team.workspace, begun, Return(PLAN, 1, 3))
    assert len(history(team, begun)) == 3
