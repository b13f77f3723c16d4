"""Another service in a browser without script: it signs in, is linked and unlinked, lets join."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from app.service.account.invitation import Grant, Invitation, make_invitation
from app.service.account.password import hash_password
from app.store import account as table
from app.store.engine import run_write
from tests.provider import CLIENT, SECRET, Provider, run_provider
from tests.team import Team, make_team
from tests.web.conftest import NOW, MakeApp
from tests.web.page import Page
from tests.web.test_account_page import PASSWORD
from tests.web.test_assessment_page import walk_as
from tests.web.walk import Walker, main_text, workspace_of


@dataclass
class Site:
    """A site that takes people from a service, and the service."""

    app: Flask
    team: Team
    provider: Provider

    def find_way(self, walker: Walker, address: str) -> str:
        """Give where the service's button on a page leads."""
        page = walker.go(address)
        found = [item for item in page.find("a") if item.text == "Sign in with Government ID"]
        return found[0].attributes["href"]

    def come_back(
        self, walker: Walker, way: str, *, subject: str = "s-1", status: int = 200
    ) -> Page:
        left = leave(walker, way)
        return walker.go(back_to(left, self.provider.approve(left, subject)), status=status)

    def link(self) -> Walker:
        """Link the service to an account, on its page."""
        walker = walk_as(self.app, self.team, "viewer")
        walker.go("/account/other")
        walker.send("/other", status=422, current="wrong")
        page = walker.send("/other", current=PASSWORD)
        left = page.one("a", rel="noreferrer").attributes["href"]
        page = walker.go(back_to(left, self.provider.approve(left)))
        assert "You can now sign in with the other service too." in main_text(page)
        assert "Government ID signs you in too." in main_text(page)
        return walker


@pytest.fixture
def site(make_app: MakeApp) -> Iterator[Site]:
    with run_provider(NOW) as provider:
        app = make_app(
            oidc_issuer=provider.issuer, oidc_client_id=CLIENT, oidc_client_secret=SECRET,
            oidc_name="Government ID",
        )  # fmt: skip
        team, kept = make_team(workspace_of(app)), hash_password(PASSWORD)
        account_id = team.people["viewer"]
        run_write(
            team.workspace.engine,
            lambda session: table.update_account(session, account_id, {"password": kept}),
        )
        yield Site(app, team, provider)


def leave(walker: Walker, way: str) -> str:
    response = walker.client.get(way)
    assert response.status_code == 303
    return response.headers["Location"]


def back_to(left: str, code: str) -> str:
    state = parse_qs(urlsplit(left).query)["state"][0]
    return f"/sign-in/other/back?code={code}&state={state}"


def test_another_service_is_linked_then_signs_in(site: Site) -> None:
    guest, provider = Walker(site.app), site.provider
    way = site.find_way(guest, "/sign-in?next=/account/export")
    # Nobody has linked it yet: the same page as for anything else that is wrong.
    vague = main_text(site.come_back(guest, way, status=400))
    assert "This did not sign you in" in vague
    assert main_text(guest.go("/sign-in/other/back?error=access_denied", status=400)) == vague
    assert main_text(guest.go("/sign-in/other/back", status=400)) == vague
    walker = site.link()
    left = leave(guest, way)
    code = provider.approve(left)
    # Another browser brings it back: it did not leave from there.
    assert main_text(Walker(site.app).go(back_to(left, code), status=400)) == vague
    page = guest.go(back_to(left, code))
    assert page.one("h1").text == "What is kept about you"
    assert main_text(guest.go(back_to(left, code), status=400)) == vague
    # Not out to anybody else's site.
    left = leave(guest, "/sign-in/other?next=//elsewhere.example")
    response = guest.client.get(back_to(left, provider.approve(left)))
    assert response.headers["Location"] == "/assessments"
    walker.go("/account/other")
    assert "no longer signs you in" in main_text(walker.send("/remove", current=PASSWORD))
    assert main_text(site.come_back(Walker(site.app), way, status=400)) == vague


def test_who_is_invited_joins_by_another_service(site: Site) -> None:
    offered = Invitation((Grant("viewer", unit_id=site.team.unit_id),), "new@example.org")
    secret = run_write(
        site.team.workspace.engine,
        lambda session: make_invitation(session, site.team.workspace, offered, made_by=None),
    )
    newcomer = Walker(site.app)
    way = site.find_way(newcomer, f"/invitation/{secret}")
    page = site.come_back(newcomer, way, subject="s-2")
    assert page.one("h1").text == "Assessments"
    page = newcomer.go("/account")
    assert "new@example.org" in main_text(page)
    page = newcomer.go("/account/other")
    assert "Choose one first." in main_text(page)
