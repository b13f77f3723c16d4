"""A workbook out with what stands and back in: no cell nobody touched changes anything."""

from dataclasses import replace

import pytest

from app.presentation.language import load_translator
from app.presentation.view.wording import Wording
from app.response import Answer
from app.service.assessment.answering import save_team_answers
from app.service.assessment.history import read_history
from app.service.assessment.opening import Opened, open_assessment, read_work
from app.service.assessment.workbook import (
    ImportPreview,
    ImportWish,
    Sheets,
    describe_sheets,
    import_answers,
    make_filled,
    preview_import,
    read_sheets,
    restore_sheets,
)
from app.service.check_state import Change
from app.service.error import Moved, NotFound, WrongState
from app.service.form import UnreadableError
from tests.export.filling import fill
from tests.team import Team, make_team

PLAN, BUDGET, NOTE = "basics.plan", "basics.budget", "basics.note"


def look(team: Team, begun: str, role: str = "focal-point") -> Opened:
    return open_assessment(team.actor(role), team.workspace, begun, "view")


def save(team: Team, begun: str, *answers: Answer, base: int = 0) -> None:
    changes = tuple(Change(answer, base) for answer in answers)
    kept = save_team_answers(team.actor("facilitator"), team.workspace, begun, changes=changes)
    assert kept.conflicts == ()


def make(team: Team, begun: str, language: str = "en") -> bytes:
    opened = look(team, begun)
    wording = Wording(opened.toolkit, opened.setting, load_translator(language))
    return make_filled(team.workspace, opened, wording, "Kenya").body


def read(team: Team, begun: str, body: bytes) -> Sheets:
    reading, sheets = read_sheets(look(team, begun), body, "Kenya")
    assert reading.problems == ()
    return restore_sheets(describe_sheets(sheets))


def preview(team: Team, begun: str, sheets: Sheets) -> ImportPreview:
    return preview_import(team.workspace, look(team, begun), sheets)


def kinds(found: ImportPreview) -> dict[str, str]:
    return {item.answer.question: item.kind for item in found.found}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_untouched_it_says_what_stands(team: Team, begun: str, language: str) -> None:
    save(
        team, begun,
        Answer(PLAN, value=1, note="By law.\nSince 2020.", link="https://example.org/a?b=1",
               origin="published"),
        Answer(BUDGET, state="not-applicable", reason="No budget of its own."),
        Answer(NOTE, value="=2+2 – “much”"),
    )  # fmt: skip
    sheets = read(team, begun, make(team, begun, language))
    assert sheets.versions == {PLAN: 1, BUDGET: 1, NOTE: 1}
    found = preview(team, begun, sheets)
    assert kinds(found) == {PLAN: "same", BUDGET: "same", NOTE: "same"}
    wish = ImportWish(sheets, found.seen)
    assert import_answers(team.actor("focal-point"), team.workspace, begun, wish) == 0
    assert read_work(team.workspace, look(team, begun)).answers[PLAN].version == 1


def test_what_was_filled_in_is_shown_then_written(team: Team, begun: str) -> None:
    save(team, begun, Answer(PLAN, value=1, note="Kept."), Answer(BUDGET, value=0))
    body = fill(make(team, begun), {
        PLAN: {"answer": "2"}, BUDGET: {"answer": ""}, NOTE: {"answer": "More."},
    })  # fmt: skip
    sheets = read(team, begun, body)
    found = preview(team, begun, sheets)
    assert kinds(found) == {PLAN: "changed", NOTE: "new"}
    focal, workspace = team.actor("focal-point"), team.workspace
    assert import_answers(focal, workspace, begun, ImportWish(sheets, found.seen)) == 2
    work = read_work(workspace, look(team, begun))
    assert work.answers[PLAN] == Answer(PLAN, value=2, note="Kept.", version=2)
    # An empty cell takes nothing away.
    assert work.answers[BUDGET] == Answer(BUDGET, value=0, version=1)
    newest, oldest = read_history(workspace, look(team, begun), PLAN).versions
    assert (newest.act, newest.saved_by) == ("import", team.people["focal-point"])
    assert oldest.answer.value == 1
    with pytest.raises(Moved):
        import_answers(focal, workspace, begun, ImportWish(sheets, found.seen))
    assert kinds(preview(team, begun, sheets)) == {PLAN: "same", NOTE: "same"}


def test_two_who_answer_meet_and_cells_nobody_touched_do_not(team: Team, begun: str) -> None:
    save(team, begun, Answer(PLAN, value=1), Answer(BUDGET, value=0), Answer(NOTE, value="Old."))
    body = fill(make(team, begun), {PLAN: {"answer": "2"}})
    save(team, begun, Answer(PLAN, value=0), Answer(BUDGET, value=2), base=1)
    sheets = read(team, begun, body)
    found = preview(team, begun, sheets)
    assert kinds(found) == {PLAN: "conflict", BUDGET: "same", NOTE: "same"}
    focal, workspace = team.actor("focal-point"), team.workspace
    wish = ImportWish(sheets, found.seen)
    assert import_answers(focal, workspace, begun, wish) == 0
    assert import_answers(focal, workspace, begun, replace(wish, take=frozenset({PLAN}))) == 1
    work = read_work(workspace, look(team, begun))
    assert (work.answers[PLAN].value, work.answers[PLAN].version) == (2, 3)
    assert work.answers[BUDGET].value == 2


def test_another_workbook_knows_nothing_of_what_stands(team: Team, begun: str) -> None:
    save(team, begun, Answer(PLAN, value=1))
    other = team.begin("small", round=2)
    save(team, other, Answer(PLAN, value=2), Answer(BUDGET, value=1))
    sheets = read(team, begun, make(team, other))
    assert sheets.versions == {}
    assert kinds(preview(team, begun, sheets)) == {PLAN: "conflict", BUDGET: "new"}


def test_wrong_cells_are_named_and_nothing_is_taken(team: Team, begun: str) -> None:
    body = fill(make(team, begun), {PLAN: {"answer": "7"}, NOTE: {"answer": "Well."}})
    reading, sheets = read_sheets(look(team, begun), body, "Kenya")
    assert sheets.answers == ()
    (problem,) = reading.problems
    assert (problem.sheet, problem.cell[0]) == ("1 Basics", "G")
    with pytest.raises(UnreadableError):
        read_sheets(look(team, begun), b"no workbook", "Kenya")


def test_who_may_not_writes_nothing(team: Team, begun: str) -> None:
    body = fill(make(team, begun), {PLAN: {"answer": "2"}, BUDGET: {"answer": "2"}})
    sheets = read(team, begun, body)
    seen = preview(team, begun, sheets).seen
    other, wish = make_team(team.workspace, "NAM"), ImportWish(sheets, seen)
    for actor in (team.actor("viewer"), team.actor("stranger"), other.actor("focal-point")):
        with pytest.raises(NotFound):
            import_answers(actor, team.workspace, begun, wish)
    contributor = team.actor("contributor")
    with pytest.raises(NotFound):
        import_answers(contributor, team.workspace, begun, replace(wish, take=frozenset({NOTE})))
    team.assign(begun, "contributor", PLAN)
    # What is not theirs is left out, as the page says, even where they ask for it.
    taken = replace(wish, take=frozenset({BUDGET}))
    assert import_answers(contributor, team.workspace, begun, taken) == 1
    assert set(read_work(team.workspace, look(team, begun)).answers) == {PLAN}
    team.set_state(begun, "approved")
    with pytest.raises(WrongState):
        import_answers(team.actor("focal-point"), team.workspace, begun, wish)
