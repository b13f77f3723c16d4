"""A shipped toolkit is edited under 30 answers: what runs, what was approved and what was printed
stays as it was."""

import re
import shutil
from dataclasses import asdict
from pathlib import Path

import pytest

from app.paths import TOOLKITS
from app.response import Answer
from app.service.assessment.answering import save_team_answers
from app.service.assessment.approval import approve
from app.service.assessment.content import read_content
from app.service.assessment.opening import open_assessment
from app.service.assessment.report import make_assessment_report
from app.service.assessment.step import Wish
from app.service.check_state import Change
from app.service.workspace import Workspace
from app.store.engine import read_session
from tests.team import Team, make_team
from tests.web.conftest import open_app
from tests.web.walk import workspace_of

TOOLKIT = "e-government"
ANSWERS = 30
KINDS = ("json", "csv")


def answer_round(team: Team, number: int) -> str:
    """Answer 30 questions of a round."""
    begun = team.begin(TOOLKIT, round=number)
    toolkit = team.workspace.toolkits.get(TOOLKIT)
    assert toolkit is not None
    levels = [question for question in toolkit.questions if question.kind == "level"][:ANSWERS]
    changes = tuple(
        Change(Answer(question.id, value=place % 5)) for place, question in enumerate(levels)
    )
    assert len(changes) == ANSWERS
    save_team_answers(team.actor("focal-point"), team.workspace, begun, changes=changes)
    return begun


def edit(folder: Path) -> None:
    """Weigh a pillar and questions otherwise, in words as well."""
    file = folder / TOOLKIT / "pillars" / "policy.yaml"
    words = file.read_text("utf-8")
    words = re.sub(r"^( *)weight: 1$", r"\1weight: 7", words, flags=re.MULTILINE)
    file.write_text(re.sub(r"(text: \w+) ", r"\1 really ", words), "utf-8")


def take(database: Path, folder: Path, toolkits: Path, secret: str, ids: list[str]) -> list[bytes]:
    """Download the results of some rounds from a site of its own."""
    app = open_app(folder, database, toolkits=toolkits)
    client = app.test_client()
    client.set_cookie("sign-in", secret)
    found = [client.get(f"/assessments/{one}/result.{kind}") for one in ids for kind in KINDS]
    assert {answer.status_code for answer in found} == {200}
    return [answer.get_data() for answer in found]


def print_report(workspace: Workspace, team: Team, assessment_id: str) -> bytes:
    opened = open_assessment(team.actor("viewer"), workspace, assessment_id, "view")
    with read_session(workspace.engine) as session:
        content = read_content(session, workspace, opened.access.row)
    payload = {"content": asdict(content), "language": "en"}
    return make_assessment_report(workspace, payload, lambda _done: None)


@pytest.mark.needs_pango
def test_nothing_answered_approved_or_printed_changes(filled_file: Path, tmp_path: Path) -> None:
    toolkits = tmp_path / "toolkits"
    shutil.copytree(TOOLKITS / TOOLKIT, toolkits / TOOLKIT)
    first = workspace_of(open_app(tmp_path / "first", filled_file, toolkits=toolkits))
    team = make_team(first)
    approved, running = answer_round(team, 1), answer_round(team, 2)
    team.set_state(approved, "review")
    approve(team.actor("approver"), first, approved, Wish("review", "approved"))
    printed = print_report(first, team, approved)
    secret = team.secret("viewer")
    before_hash = first.toolkits.get(TOOLKIT)
    first.engine.dispose()
    database = tmp_path / "first" / "eready.sqlite3"
    before = take(database, tmp_path / "second", toolkits, secret, [approved, running])

    edit(toolkits)
    after = take(database, tmp_path / "third", toolkits, secret, [approved, running])
    edited = workspace_of(open_app(tmp_path / "fourth", database, toolkits=toolkits))
    after_hash = edited.toolkits.get(TOOLKIT)
    assert before_hash is not None
    assert after_hash is not None
    assert after_hash.content_hash != before_hash.content_hash
    assert after == before
    assert print_report(edited, team, approved) == printed
