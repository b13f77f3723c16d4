"""An invitation from the link to the assessment, in a browser without script."""

import pytest
from flask import Flask
from sqlalchemy import text

from app.service.account.invitation import Grant, Invitation, make_invitation
from app.store.engine import run_write
from tests.team import Team, make_team
from tests.web.walk import OWN, Walker, main_text, workspace_of

PASSWORD = "seven mossy stones"


@pytest.fixture
def team(app: Flask) -> Team:
    return make_team(workspace_of(app))


def invite(team: Team, *grants: Grant, email: str = "") -> str:
    secret = run_write(
        team.workspace.engine,
        lambda session: make_invitation(
            session, team.workspace, Invitation(grants, email), made_by=team.people["focal-point"]
        ),
    )
    return f"/invitation/{secret}"


def test_a_newcomer_makes_an_account_and_is_in(app: Flask, team: Team) -> None:
    assessment_id = team.begin("e-government")
    link = invite(
        team,
        Grant("contributor", assessment_id=assessment_id, node="policy"),
        Grant("contributor", assessment_id=assessment_id, node="INF-01"),
    )
    walker = Walker(app)
    page = walker.go(link)
    for words in (
        "Focal Point invites you",
        "What is assessed",
        "Kenya",
        "Contributor",
        "6 December 2026",
    ):
        assert words in main_text(page), words
    assert page.response.headers["Cache-Control"] == "no-store"
    assert "noindex" in page.response.headers["X-Robots-Tag"]
    assert "Content-Encoding" not in page.response.headers
    page = walker.send(link, status=422, name="", email="who", password="password")
    assert len(page.one("div", id="errors").text) > 50
    assert {item.attributes["href"] for item in page.find("a")} >= {"#name", "#email", "#password"}
    assert page.one("input", id="email").attributes["value"] == "who"
    assert "value" not in page.one("input", id="password").attributes
    page = walker.send(link, name="Wanjiru Otieno", email="Wanjiru@example.org", password=PASSWORD)
    assert walker.address == "/assessments"
    assert "Kenya" in main_text(page)
    walker.go(f"/assessments/{assessment_id}")
    # Nobody has shown yet that the address is theirs: a mail with a link asks for it.
    with team.workspace.engine.connect() as connection:
        rows = connection.execute(text("select payload from job where kind = 'mail'")).all()
    told = [str(row[0]) for row in rows if "wanjiru@example.org" in str(row[0])]
    assert len(told) == 1
    assert "/account/email/" in told[0]
    page = walker.go(link, status=404)
    assert "This link opens nothing" in main_text(page)
    assert walker.client.post(link, headers=OWN).status_code == 404


def test_somebody_signed_in_accepts_with_one_button(app: Flask, team: Team) -> None:
    link = invite(team, Grant("reviewer", unit_id=team.unit_id))
    walker = Walker(app)
    walker.client.set_cookie("sign-in", team.secret("stranger"))
    page = walker.go(link)
    assert "the account you are signed in with: Stranger" in main_text(page)
    page = walker.send(link)
    assert walker.address == "/assessments"
    assert "Kenya" in main_text(page)


def test_an_address_with_an_account_signs_in_first(app: Flask, team: Team) -> None:
    here = team.workspace
    with here.engine.connect() as connection:
        email = connection.execute(
            text("select email from account where id = :id"), {"id": team.people["stranger"]}
        ).scalar_one()
    link = invite(team, Grant("viewer", unit_id=team.unit_id), email=email)
    walker = Walker(app)
    page = walker.go(link)
    target = next(
        item.attributes["href"] for item in page.find("a") if item.text == "Sign in to accept"
    )
    page = walker.go(target)
    assert walker.form("/sign-in").fields["next"] == [link]
    # By a link for anybody, with an address that is known: told, and nothing is made.
    link = invite(team, Grant("viewer", unit_id=team.unit_id))
    walker.go(link)
    page = walker.send(link, status=422, name="Else", email=email, password=PASSWORD)
    assert "Sign in with it" in main_text(page)
