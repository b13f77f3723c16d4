"""A focal point moves an assessment to a newer version of its questions, and goes back."""

from pathlib import Path

import pytest

from app.presentation.view.assessment.evidence_form import EvidenceDetails
from app.response import Answer
from app.service.assessment.answering import save_team_answers
from app.service.assessment.comment import Wish, write_comment
from app.service.assessment.evidence_file import add_file, read_upload
from app.service.check_state import Change
from tests.team import Team, make_team
from tests.web.conftest import MakeApp
from tests.web.test_check_version import REPLACED, REQUIRED, REWORDED, Site
from tests.web.walk import OWN, Walker, count_rows, main_text, workspace_of

KEPT = ("assessment", "assessment_answer", "answer_history", "assessment_move")


@pytest.fixture
def site(make_app: MakeApp, tmp_path: Path) -> Site:
    return Site(make_app, tmp_path / "toolkits")


def walk_as(site: Site, team: Team, role: str) -> Walker:
    walker = Walker(site.app)
    walker.client.set_cookie("sign-in", team.secret(role))
    return walker


def test_moved_and_back_by_its_focal_point_alone(site: Site) -> None:
    team = make_team(workspace_of(site.app))
    begun = team.begin("small")
    change = Change(Answer("basics.plan", value=1))
    save_team_answers(team.actor("focal-point"), team.workspace, begun, changes=(change,))
    address = f"/assessments/{begun}/version"
    walker = walk_as(site, team, "focal-point")
    assert "There is no newer version" in main_text(walker.go(address))
    secrets = dict(team.secrets)
    site.publish(REWORDED, REQUIRED)
    team = Team(workspace_of(site.app), team.unit_id, team.people, secrets)
    walker = walk_as(site, team, "focal-point")
    assert "Version 2.0.0 is out" in main_text(walker.go(f"/assessments/{begun}"))
    page = walker.go(address)
    said = main_text(page)
    assert "Moving to version 2.0.0" in said
    assert "To be confirmed: 1" in said
    before = count_rows(site.app, *KEPT)
    page = walker.send("/version", status=422)
    assert "please choose first" in main_text(page)
    assert count_rows(site.app, *KEPT) == before
    form = walker.form("/version")
    page = walker.send("/version", **{"choice.seen": "north"})
    said = main_text(page)
    assert "Moved from version 1.0.0 to version 2.0.0" in said
    assert "This answer was taken over" in main_text(
        walker.go(f"/assessments/{begun}/topics/basics")
    )
    # A page of before the move meets it; people without the role find nothing.
    again = walker.client.post(form.action, data=form.fields | {"seen": "old", "to": "other"})
    assert again.status_code == 409
    for role in ("facilitator", "contributor", "stranger"):
        other = walk_as(site, team, role).client
        assert other.get(address).status_code == 404
        for path in (address, f"{address}/undo"):
            sent = other.post(path, data={"number": "1"}, headers=OWN)
            assert sent.status_code == 404, role
    walker.go(address)
    page = walker.send("/undo")
    assert "Moving to version 2.0.0" in main_text(page)
    assert "This answer was taken over" not in main_text(
        walker.go(f"/assessments/{begun}/topics/basics")
    )
    team.set_state(begun, "approved")
    assert walker.client.get(address).status_code == 409


def hang(team: Team, begun: str, *questions: str) -> None:
    """Hang a comment and a file on questions."""
    focal = team.actor("focal-point")
    for question in questions:
        write_comment(focal, team.workspace, begun, Wish(question, f"What of {question}?"))
        upload = read_upload(team.workspace, "law.txt", f"The law on {question}.".encode())
        details = EvidenceDetails(title=f"Law on {question}")
        add_file(focal, team.workspace, begun, question, sent=(details, upload))


def test_what_hangs_on_a_question_that_is_gone_is_shown_with_a_mark(site: Site) -> None:
    team = make_team(workspace_of(site.app))
    begun = team.begin("small")
    hang(team, begun, "basics.plan", "basics.budget")
    comments, evidence = f"/assessments/{begun}/comments", f"/assessments/{begun}/evidence"
    walker = walk_as(site, team, "focal-point")
    for place in (comments, evidence):
        assert "not in this version" not in main_text(walker.go(place))

    site.publish(REPLACED)
    secrets = dict(team.secrets)
    team = Team(workspace_of(site.app), team.unit_id, team.people, secrets)
    walker = walk_as(site, team, "focal-point")
    assert "stay in the lists of both" in main_text(walker.go(f"/assessments/{begun}/version"))
    walker.send("/version")
    for role in ("focal-point", "viewer"):
        other = walk_as(site, team, role)
        for place, said in ((comments, "What of basics.budget?"), (evidence, "Law on basics.budg")):
            page = other.go(place)
            text = main_text(page)
            assert "Is there a budget? The question is not in this version" in text
            assert text.count("not in this version") == 1
            assert said in text
            assert not [
                item for item in page.find("a") if "budget/" in item.attributes.get("href", "")
            ]
    page = walker.go(comments)
    assert (
        len([item for item in page.find("form") if "/resolve" in item.attributes.get("action", "")])
        == 1
    )
    assert "basics.budget?" in main_text(walker.go(f"{comments}?show=open"))
    assert "basics.budget?" not in main_text(walker.go(f"{comments}?pillar=basics"))
    assert "Law on basics.plan" not in main_text(walker.go(f"{evidence}?question=basics.budget"))
    (row,) = [line for line in walker.client.get(f"{evidence}.csv").get_data(as_text=True)
              .splitlines() if "Law on basics.budget" in line]  # fmt: skip
    assert row.startswith("basics.budget,Is there a budget?,The question is not in this version,")
    page = walker.go(evidence)
    files = [
        item.attributes.get("href", "")
        for item in page.find("a")
        if item.attributes.get("href", "").endswith("/file")
    ]
    bodies = {walker.client.get(file).data for file in files}
    assert b"The law on basics.budget." in bodies

    walker.go(f"/assessments/{begun}/version")
    walker.send("/undo")
    for place in (comments, evidence):
        assert "not in this version" not in main_text(walker.go(place))
