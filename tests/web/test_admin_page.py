"""Administration in a browser without script, on a site of its own."""

import csv
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from app.paths import TOOLKITS
from app.service.account.accepting import read_invitation
from app.store.audit import add_audit
from app.store.engine import run_write
from tests.team import Team, make_account, make_team
from tests.web.page import Page
from tests.web.test_assessment_page import walk_as
from tests.web.walk import Walker, main_text, workspace_of

OWN = {"Origin": "http://localhost"}


@pytest.fixture
def site(make_app: Callable[..., Flask]) -> Flask:
    return make_app()


@pytest.fixture
def team(site: Flask) -> Team:
    return make_team(workspace_of(site))


def post(walker: Walker, address: str, status: int = 200, **fields: str) -> Page:
    response = walker.client.post(address, data=fields, headers=OWN)
    return walker._take(response, address, status)


def test_accounts(site: Flask, team: Team) -> None:
    walker, people = walk_as(site, team, "admin"), team.people
    page = walker.go("/admin")
    assert "No worker was ever here" in main_text(page)
    page = walker.go("/admin/users?q=STRANGER")
    assert [item.text for item in page.find("th", scope="row")] == ["Stranger"]
    assert "Nobody is called so" in main_text(walker.go("/admin/users?q=%25"))
    me, other = f"/admin/users/{people['admin']}", f"/admin/users/{people['stranger']}"
    for act in ("unmake-admin", "disable", "delete"):
        assert "one administrator at least" in main_text(post(walker, me, 422, act=act))
    guest = walk_as(site, team, "stranger")
    guest.go("/assessments")
    post(walker, other, act="disable")
    guest.go("/assessments", status=401)
    post(walker, other, act="enable")
    guest.go("/assessments", status=401)
    post(walker, other, act="make-admin")
    assert "Administrator" in main_text(walker.go(other))
    post(walker, other, act="reset")
    focal = f"/admin/users/{people['focal-point']}"
    assert "last focal point" in main_text(post(walker, focal, 422, act="delete"))
    assert "Bring the account back" in main_text(post(walker, other, act="delete"))
    post(walker, other, 400, act="enable")
    post(walker, other, act="restore")
    post(walker, other, 400, act="no-such-act")
    # Two administrators: now one may step back.
    page = post(walker, me, act="unmake-admin")
    assert page.one("h1").text != "Administration"
    walker.go("/admin", status=404)


def test_units(site: Flask, team: Team) -> None:
    walker = walk_as(site, team, "admin")
    walker.go("/admin/units")
    page = walker.send("/admin/units", status=422, kind="city", country="", name=" ")
    assert "Choose a country" in main_text(page)
    page = walker.send("/admin/units", status=422, kind="country", country="KEN")
    assert "has a unit already" in main_text(page)
    page = walker.send("/admin/units", kind="city", country="NAM", name="Wind <hoek>")
    address = walker.address
    assert page.one("h1").text == "Wind <hoek> (Namibia)"
    page = walker.send("/focal-points", status=422, account="nobody@example.org")
    assert "Invite them instead" in main_text(page)
    make_account(team.workspace, "head", email="head@example.org")
    page = walker.send("/focal-points", account=" Head@example.org ")
    assert "head@example.org" in main_text(page)
    assert "one focal point at least" in main_text(walker.send("/focal-points", status=422))
    walker.go(address)
    page = walker.send("/invitations", role="focal-point", way="link")
    secret = page.one("input", id="_link").attributes["value"].rpartition("/")[2]
    invited = read_invitation(team.workspace, secret)
    assert invited is not None
    assert invited.offers[0].unit.name == "Wind <hoek>"
    post(walker, address, name="Windhoek")
    assert "Bring the unit back" in main_text(post(walker, address, act="delete"))
    assert read_invitation(team.workspace, secret) is None
    assert "Windhoek" in main_text(post(walker, address, act="restore"))
    # Who administers has no part in it.
    walker.go(address.replace("/admin", ""), status=404)


def test_an_assessment_is_deleted_and_brought_back(site: Flask, team: Team) -> None:
    begun = team.begin("sector-e-strategy", parameters={"sector": "health"})
    walker = walk_as(site, team, "focal-point")
    walker.go(f"/assessments/{begun}/settings")
    walker.go(f"/assessments/{begun}/delete")
    walker.send("/delete")
    walker.go(f"/assessments/{begun}", status=404)
    unit = f"/units/{team.unit_id}"
    assert "Deleted assessments" not in main_text(walk_as(site, team, "viewer").go(unit))
    walker.go(unit)
    page = walker.send("/assessments")
    assert "Overview" in page.text


def pack(version: str) -> bytes:
    """Pack a shipped toolkit as another version of itself."""
    folder, stream = TOOLKITS / "e-environment", io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix == ".yaml":
                text = path.read_text(encoding="utf-8")
                if path.name == "toolkit.yaml":
                    old = next(item for item in text.splitlines() if item.startswith("version:"))
                    text = text.replace(old, f'version: "{version}"', 1)
                archive.writestr(str(path.relative_to(folder)), text)
    return stream.getvalue()


def send_file(walker: Walker, data: bytes, status: int = 200, **fields: str) -> Page:
    sent = {"file": (io.BytesIO(data), "new.zip"), **fields}
    address = "/admin/toolkits/install"
    response = walker.client.post(address, data=sent, headers=OWN)
    return walker._take(response, address, status)


def test_toolkits(site: Flask, team: Team) -> None:
    walker, shelf = walk_as(site, team, "admin"), workspace_of(site).toolkits
    shipped = shelf.get("e-environment")
    assert shipped is not None
    walker.go("/admin/toolkits")
    assert "Choose a ZIP file" in main_text(post(walker, "/admin/toolkits/install", 422))
    assert "has errors" in main_text(send_file(walker, b"no zip \xff\x00", 422))
    page = send_file(walker, pack("9.0.0"), act="check")
    assert "Nothing was kept" in main_text(page), main_text(page)[:3000]
    assert shelf.get("e-environment") is shipped
    assert "9.0.0 is installed" in main_text(send_file(walker, pack("9.0.0")))
    newest = shelf.get("e-environment")
    assert newest is not None
    assert newest.version == "9.0.0"
    address = "/admin/toolkits/e-environment"
    post(walker, address, act="activate", version=shipped.content_hash)
    assert shelf.get("e-environment") == shipped
    assert workspace_of(site).toolkits.by_hash(newest.content_hash) is not None
    post(walker, address, 400, act="activate", version="0" * 64)
    post(walker, address, 400, act="retire", replacement="e-environment")
    page = post(walker, address, act="retire", replacement="e-government")
    assert "Retired here" in main_text(page)
    assert shelf.get("e-environment") is None
    assert "e-environment" not in [item.id for item in shelf.list()]
    page = walker.go("/check/e-environment/KEN", status=404)
    assert "In its place: e-Government" in main_text(page)
    post(walker, address, act="follow")
    assert shelf.get("e-environment") == newest


def test_the_trail(site: Flask, team: Team) -> None:
    walker, here = walk_as(site, team, "admin"), workspace_of(site)
    for number in range(60):
        run_write(
            here.engine,
            lambda session, number=number: add_audit(
                session, here.now(), action="tried", subject=f"=cmd|{number}",
                actor=team.people["viewer"], words="<b>",
            ),
        )  # fmt: skip
    page = walker.go("/admin/trail?action=tried&actor=viewer")
    assert len(page.find("th", scope="row")) == 50
    later = next(item for item in page.find("a") if item.text == "Earlier ones")
    page = walker.go(later.attributes["href"])
    assert len(page.find("th", scope="row")) == 10
    assert "Nothing like this" in main_text(walker.go("/admin/trail?actor=nobody-at-all"))
    assert "Nothing like this" in main_text(walker.go("/admin/trail?last=2020-01-01"))
    assert "no day" in main_text(walker.go("/admin/trail?first=soon", status=422))
    assert "<b>" in main_text(walker.go("/admin/trail?first=2026-11-22&last=2026-11-22"))
    walker.go("/admin/trail?last=9999-12-31")
    run_write(
        here.engine,
        lambda session: add_audit(
            session, here.now(), action="parts_assigned", subject="x", actor=None, taken=[],
            added=[[team.people["viewer"], "ES-VIS-1"], [team.people["viewer"], "ES-VIS-2"]],
        ),
    )  # fmt: skip
    said = main_text(walker.go("/admin/trail?action=parts_assigned"))
    assert "added Viewer: ES-VIS-1 and ES-VIS-2" in said
    assert "[" not in said
    response = walker.client.get("/admin/trail.csv?action=tried")
    lines = list(csv.reader(io.StringIO(response.get_data().decode("utf-8-sig"))))
    assert len(lines) == 61
    assert all(line[3].startswith("'=cmd") for line in lines[1:])
    page = walker.go("/admin/trail?action=trail_exported")
    assert len(page.find("th", scope="row")) == 1


def test_settings_and_jobs_tell_no_secret(site: Flask, team: Team, tmp_path: Path) -> None:
    walker = walk_as(site, team, "admin")
    page = walker.go("/admin/settings")
    assert here_secret(site) not in page.response.get_data(as_text=True)
    assert "EREADY_GRACE_DAYS" in main_text(page)
    assert str(tmp_path) in main_text(page)
    walk_as(site, team, "admin").go("/admin/users")
    post(walker, f"/admin/users/{team.people['viewer']}", act="reset")
    page = walker.go("/admin/jobs?state=queued")
    assert "mail" in main_text(page)
    assert "/reset/" not in page.response.get_data(as_text=True)
    forms = [item.attributes["action"] for item in page.find("form")]
    post(walker, next(action for action in forms if action.startswith("/admin/jobs/")))
    walker.go("/admin/jobs?state=nothing", status=400)


def here_secret(site: Flask) -> str:
    return workspace_of(site).settings.secret_key


def test_who_is_no_administrator_finds_nothing(site: Flask, team: Team) -> None:
    rules = [rule for rule in site.url_map.iter_rules() if rule.rule.startswith("/admin")]
    assert len(rules) > 15
    for role in ("focal-point", "stranger", ""):
        client = site.test_client()
        if role:
            client.set_cookie("sign-in", team.secret(role))
        for rule in rules:
            address = rule.rule.replace("<unit_id>", team.unit_id).replace("<toolkit_id>", "x")
            address = address.replace("<account>", team.people["viewer"]).replace("<job_id>", "x")
            method = "POST" if "POST" in (rule.methods or ()) else "GET"
            assert client.open(address, method=method, headers=OWN).status_code == 404, address
