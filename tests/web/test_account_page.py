"""One's own account in a browser without script."""

import json
import re
from collections.abc import Callable

import pytest
from flask import Flask

from app.service.account.password import hash_password
from app.service.account.second_step import totp_code
from app.service.account.sign_in import begin_sign_in
from app.store import account as table
from app.store.engine import run_write
from tests.team import Team, make_team
from tests.web.conftest import NOW
from tests.web.test_assessment_page import walk_as
from tests.web.walk import OWN, Walker, main_text, workspace_of

PASSWORD = "seven mossy stones"


@pytest.fixture
def team(app: Flask) -> Team:
    made, kept = make_team(workspace_of(app)), hash_password(PASSWORD)
    for account_id in made.people.values():
        run_write(
            made.workspace.engine,
            lambda session, one=account_id: table.update_account(session, one, {"password": kept}),
        )
    return made


def test_the_pages_of_an_account(app: Flask, team: Team) -> None:
    walker = walk_as(app, team, "viewer")
    run_write(
        team.workspace.engine,
        lambda session: begin_sign_in(
            session, team.workspace, team.people["viewer"], device="<b>a telephone"
        ),
    )
    walker.go("/assessments")
    run_write(
        team.workspace.engine,
        lambda session: begin_sign_in(
            session, team.workspace, team.people["viewer"],
            device="Mozilla/5.0 (Android 14; Mobile; rv:127.0) Gecko/127.0 Firefox/127.0",
        ),
    )  # fmt: skip
    page = walker.go("/account")
    assert {"Unknown device", "Firefox on Android"} <= {item.text for item in page.find("h3")}
    page = walker.send("/profile", name="Amina Nkosi", organisation="Ministry of ICT")
    assert "Your account was saved." in main_text(page)
    assert page.one("input", id="organisation").attributes["value"] == "Ministry of ICT"
    page = walker.send("/profile", status=422, name=" ", organisation="kept")
    assert page.one("input", id="organisation").attributes["value"] == "kept"
    assert page.one("input", id="name").attributes["aria-invalid"] == "true"
    walker.go("/account")
    page = walker.send("/devices")
    assert len(page.find("h3")) == 2
    response = walker.client.post("/account/devices", headers=OWN)
    page = walker.go(response.headers["Location"])
    assert [item.text for item in page.find("h3")] == ["Unknown device"]

    walker.go("/account/password")
    page = walker.send("/password", status=422, current="wrong", password="password")
    assert {"current-error", "password-error"} <= {item.attributes.get("id") for item in
                                                   page.find("p")}  # fmt: skip
    page = walker.send("/password", current=PASSWORD, password="eight mossy stones")
    assert "Your password was changed" in main_text(page)


def test_a_new_address_is_used_after_its_link(app: Flask, team: Team) -> None:
    walker = walk_as(app, team, "contributor")
    walker.go("/account/email")
    page = walker.send("/email", status=422, email="none", current=PASSWORD)
    assert page.one("input", id="email").attributes["value"] == "none"
    page = walker.send("/email", email="new@example.org", current=PASSWORD)
    assert "on its way to the new address" in main_text(page)
    link = read_link(app)
    # Whoever reads the mails there is asked to sign in; opening the link changes nothing.
    for someone, told in ((Walker(app), "Sign in with the account"),
                          (walk_as(app, team, "reviewer"), "another account")):  # fmt: skip
        page = someone.go(link)
        assert "new@example.org" in main_text(page)
        assert told in main_text(page)
        response = someone.client.post(link, headers=OWN)
        assert (response.status_code, response.headers["Location"]) == (303, link)
    assert "new@example.org" not in main_text(walker.go("/account"))
    walker.go(link)
    assert "Your mail address was changed" in main_text(walker.send(link))
    walker.go(link, status=404)
    assert walker.client.post(link, headers=OWN).status_code == 404
    assert "new@example.org" in main_text(walker.go("/account"))


def set_columns(team: Team, role: str, **values: object) -> None:
    run_write(
        team.workspace.engine,
        lambda session: table.update_account(session, team.people[role], values),
    )


def test_an_address_is_confirmed_by_a_link(make_app: Callable[..., Flask]) -> None:
    site = make_app(smtp_host="mail.example.org")
    team = make_team(workspace_of(site))
    walker = walk_as(site, team, "viewer")
    assert "Confirm your address" not in main_text(walker.go("/account"))
    assert walker.client.post("/account/confirmation", headers=OWN).status_code == 404
    assert site.test_client().post("/account/confirmation", headers=OWN).status_code == 404
    set_columns(team, "viewer", email_confirmed_at=None)
    assert "Confirm your address" in main_text(walker.go("/account"))
    assert "on its way to your address" in main_text(walker.send("/confirmation"))
    link = read_link(site)
    assert "Is this mail address yours?" in walker.go(link).one("h1").text
    assert "Confirm your address" in main_text(walker.go("/account"))
    walker.go(link)
    assert "Your mail address is confirmed" in main_text(walker.send(link))
    walker.go(link, status=404)
    assert "Confirm your address" not in main_text(walker.go("/account"))


def test_without_a_mail_server_the_administrator_confirms(app: Flask, team: Team) -> None:
    set_columns(team, "expert", email_confirmed_at=None)
    walker = walk_as(app, team, "expert")
    page = walker.go("/account")
    assert "Ask the people who run it to confirm your address." in main_text(page)
    actions = [item.attributes["action"] for item in page.find("form")]
    assert "/account/confirmation" not in actions
    admin, address = walk_as(app, team, "admin"), f"/admin/users/{team.people['expert']}"
    assert "Address not confirmed" in main_text(admin.go(address))
    response = admin.client.post(address, data={"act": "confirm"}, headers=OWN)
    page = admin.go(response.headers["Location"])
    assert "counts as confirmed" in main_text(page)
    assert "Address not confirmed" not in main_text(page)
    assert "Confirm your address" not in main_text(walker.go("/account"))


def test_who_lost_an_address_is_asked_for_another(app: Flask, team: Team) -> None:
    set_columns(team, "expert", email=None, email_confirmed_at=None)
    page = walk_as(app, team, "expert").go("/account")
    assert "Give another one" in main_text(page)
    assert "Confirm your address" not in main_text(page)


def read_link(app: Flask) -> str:
    with workspace_of(app).engine.connect() as connection:
        rows = connection.exec_driver_sql("select payload from job where kind = 'mail'").all()
    text = " ".join(row[0] for row in rows)
    return re.findall(r"http://localhost(/account/email/[\w-]{43})", text)[-1]


def test_the_second_step_is_switched_on_and_off(app: Flask, team: Team) -> None:
    walker = walk_as(app, team, "contributor")
    page = walker.go("/account/second-step")
    assert page.one("svg", class_="qr")
    key = page.one("code", class_="key").text.replace(" ", "")
    page = walker.send("/second-step", status=422, code="12", current=PASSWORD)
    assert page.one("code", class_="key").text.replace(" ", "") == key
    code = totp_code(key, int(NOW.timestamp()) // 30)
    page = walker.send("/second-step", code=code, current=PASSWORD)
    codes = [item.text for item in page.find("code")]
    assert len(set(codes)) == 10
    assert page.response.headers["Cache-Control"] == "no-store"
    page = walker.go("/account")
    assert "You have 10 spare codes left." in main_text(page)
    assert codes[0] not in main_text(page)
    page = walker.go("/account/second-step")
    walker.send("/codes", status=422, current=PASSWORD, code="wrong")
    page = walker.send("/codes", current=PASSWORD, code=codes[0])
    fresh = page.find("code")[0].text
    response = walker.client.post(
        "/account/second-step/off",
        data={"current": PASSWORD, "code": fresh},
        headers={"Origin": "http://localhost"},
    )
    assert response.status_code == 303
    assert "Signing in no longer asks for a code." in main_text(
        walker.go(response.headers["Location"])
    )


def test_strangers_find_no_account(app: Flask) -> None:
    walker = Walker(app)
    for path in ("", "/password", "/email", "/second-step", "/export", "/export.json", "/delete"):
        walker.go(f"/account{path}", status=404)
    walker.go("/account/email/nothing", status=404)


def test_what_is_kept_is_shown_taken_along_and_deleted(app: Flask, team: Team) -> None:
    walker = walk_as(app, team, "reviewer")
    walker.go("/account")
    page = walker.go("/account/export")
    assert "What is kept about you" in page.one("h1").text
    assert "Roles on a unit" in main_text(page)
    response = walker.client.get("/account/export.json")
    assert response.headers["Content-Disposition"].startswith("attachment")
    kept = json.loads(response.get_data())["kept"]
    assert kept["unit_role"][0]["role"] == "reviewer"
    walker.go("/account/delete")
    page = walker.send("/delete", status=422, current="wrong")
    assert page.one("input", id="current").attributes["aria-invalid"] == "true"
    page = walker.send("/delete", current=PASSWORD)
    assert "Your account was deleted" in main_text(page)
    assert walker.client.get_cookie("sign-in") is None
    walker.go("/account/export", status=404)
    people = walk_as(app, team, "focal-point").go(f"/units/{team.unit_id}")
    assert "Reviewer" not in [item.text for item in people.find("th")]


def test_the_only_focal_point_is_told_what_to_do_first(app: Flask, team: Team) -> None:
    walker = walk_as(app, team, "focal-point")
    page = walker.go("/account/delete")
    assert "You are the only focal point of Kenya." in main_text(page)
    assert not page.find("input", id="current")
    response = walker.client.post(
        "/account/delete", data={"current": PASSWORD}, headers={"Origin": "http://localhost"}
    )
    assert response.status_code == 409


def test_there_is_no_other_service_unless_one_is_named(app: Flask, team: Team) -> None:
    walker = walk_as(app, team, "viewer")
    for path in ("/sign-in/other", "/sign-in/other/back", "/account/other"):
        walker.go(path, status=404)
    assert "other" not in [item.attributes.get("href") for item in walker.go("/account").find("a")]
