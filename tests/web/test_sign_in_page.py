"""Signing in, out and in again in a browser without script; what strangers try at the door."""

import re
from email import message_from_bytes, policy
from secrets import token_hex

import pytest
from flask import Flask
from structlog.testing import capture_logs
from werkzeug.test import TestResponse

from app.service.account.password import hash_password
from app.service.account.second_step import SECONDS, lock_secret, make_totp_secret, totp_code
from app.service.job import run_due_jobs
from app.service.runner import RUNNERS
from app.store import account as table
from app.store.engine import run_write
from tests.team import Team, make_team
from tests.web.conftest import NOW, MakeApp
from tests.web.page import check_page
from tests.web.walk import OWN, SCRIPT, Walker, count_rows, main_text, workspace_of

PASSWORD = "seven mossy stones"
OTHER = "eight mossy stones"
TOPIC = "/topics/strategy"


@pytest.fixture(scope="module")
def password_hash() -> str:
    return hash_password(PASSWORD)


class Door:
    """A site with a team whose people have a password; `emails` by role."""

    def __init__(self, app: Flask, password_hash: str) -> None:
        self.app = app
        self.team: Team = make_team(workspace_of(app))
        self.emails: dict[str, str] = {}
        for role, account_id in self.team.people.items():
            email = f"{role}-{account_id[:6]}@example.org"
            self.change(role, password=password_hash, email=email)
            self.emails[role] = email

    def change(self, role: str, **values: object) -> None:
        run_write(
            self.team.workspace.engine,
            lambda session: table.update_account(session, self.team.people[role], values),
        )

    def walk_in(self, role: str, **more: str) -> Walker:
        walker = Walker(self.app)
        walker.go("/sign-in")
        walker.send("/sign-in", email=self.emails[role], password=PASSWORD, **more)
        return walker

    def end_all(self, role: str) -> None:
        run_write(
            self.team.workspace.engine,
            lambda session: table.delete_sign_ins(session, self.team.people[role]),
        )


@pytest.fixture
def door(app: Flask, password_hash: str) -> Door:
    return Door(app, password_hash)


def cookie_of(walker: Walker) -> str:
    found = walker.client.get_cookie("sign-in")
    return found.value if found else ""


def post(walker: Walker, address: str, **fields: str) -> TestResponse:
    return walker.client.post(address, data=fields, headers=OWN)


def test_somebody_signs_in_and_out(door: Door) -> None:
    walker = Walker(door.app)
    # A secret that somebody else put there is never taken for theirs.
    walker.client.set_cookie("sign-in", "planted-by-somebody")
    page = walker.go("/")
    assert any(item.attributes["href"] == "/sign-in" for item in page.find("a"))
    walker.go("/sign-in")
    page = walker.send("/sign-in", email=f" {door.emails['focal-point'].upper()} ",
                       password=PASSWORD)  # fmt: skip
    assert walker.address == "/assessments"
    secret = cookie_of(walker)
    assert secret not in {"", "planted-by-somebody"}
    # Who is in is sent on, from the page that asks too.
    assert walker.client.get("/sign-in").headers["Location"] == "/assessments"
    page = walker.send("/sign-out")
    assert "You are signed out" in main_text(page)
    assert cookie_of(walker) == ""
    walker.client.set_cookie("sign-in", secret)
    walker.go("/assessments", status=401)


def test_the_cookie_is_for_the_server_only(door: Door, make_app: MakeApp) -> None:
    walker = Walker(door.app)
    given = {"email": door.emails["viewer"], "password": PASSWORD}
    response = post(walker, "/sign-in", **given)
    [header] = [item for item in response.headers.getlist("Set-Cookie") if "sign-in=" in item]
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(header.split("; "))
    assert "Secure" not in header
    safe = Door(make_app(public_url="https://localhost"), hash_password(PASSWORD))
    response = post(Walker(safe.app), "/sign-in", email=safe.emails["viewer"], password=PASSWORD)
    [header] = [item for item in response.headers.getlist("Set-Cookie") if "sign-in=" in item]
    assert "Secure" in header.split("; ")


def test_every_failure_looks_alike(make_app: MakeApp, password_hash: str) -> None:
    door = Door(make_app(link_failures=3), password_hash)
    door.change("reviewer", state="disabled")
    door.change("expert", password="")
    for _ in range(3):
        post(Walker(door.app), "/sign-in", email=door.emails["viewer"], password="wrong")
    tries = [
        ("nobody@example.org", PASSWORD),
        (door.emails["approver"], "wrong"),
        (door.emails["approver"], ""),
        (door.emails["reviewer"], PASSWORD),
        (door.emails["expert"], ""),
        (door.emails["viewer"], PASSWORD),
        ("", ""),
    ]
    seen = set()
    for email, given in tries:
        walker = Walker(door.app)
        response = post(walker, "/sign-in", email=email, password=given)
        headers = {name for name, _ in response.headers}
        body = response.get_data(as_text=True).replace(f'value="{email}"', "")
        body = re.sub(r'name="csrf_token" value="[^"]*"', "", body)
        assert given in {"", "wrong"} or given not in body
        seen.add((response.status_code, body, tuple(sorted(headers))))
        assert cookie_of(walker) == ""
    assert len(seen) == 1
    check_page(response)
    [(status, body, headers)] = seen
    assert status == 422
    assert "do not belong together" in body
    assert "Retry-After" not in headers
    # An address that tries everything waits, whatever it tries next.
    for number in range(30):
        response = post(Walker(door.app), "/sign-in", email=f"x{number}@example.org", password="")
    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 0


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example",
        "javascript:alert(1)", "evil.example", "/\t/evil.example", "/\r\nLocation: https://evil",
        "///evil.example", " //evil.example", "http:evil.example", "/x\x00", "/" + "x" * 3_000,
        "@evil.example", "//localhost@evil.example", "/\u2028/evil.example",
    ],
)  # fmt: skip
def test_signing_in_leads_nowhere_else(door: Door, target: str) -> None:
    walker = Walker(door.app)
    given = {"email": door.emails["viewer"], "password": PASSWORD, "next": target}
    response = post(walker, "/sign-in", **given)
    if "\x00" in target:
        assert response.status_code == 400
        return
    assert response.headers["Location"] == "/assessments"
    response = walker.client.get("/sign-in", query_string={"next": target})
    assert response.headers["Location"] == "/assessments"


def test_signing_in_leads_on_to_a_page_of_ours(door: Door) -> None:
    assessment_id = door.team.begin("e-government")
    walker = Walker(door.app)
    target = f"/assessments/{assessment_id}/mine?x=1&y=%2F"
    walker.client.set_cookie("sign-in", "ended")
    page = walker.go(target, status=401)
    assert "You were signed out" in main_text(page)
    assert "WWW-Authenticate" in page.response.headers
    walker.send("/sign-in", email=door.emails["contributor"], password=PASSWORD)
    assert walker.address == target


def test_another_site_can_t_sign_anybody_in(door: Door) -> None:
    walker = Walker(door.app)
    data = {"email": door.emails["viewer"], "password": PASSWORD}
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {}):
        assert walker.client.post("/sign-in", data=data, headers=headers).status_code == 403
        assert walker.client.post("/sign-out", headers=headers).status_code == 403
    assert cookie_of(walker) == ""


# --- What was typed when a session ended --------------------------------------------------------


def test_what_was_typed_is_sent_again_with_one_button(door: Door) -> None:
    assessment_id = door.team.begin("e-government")
    walker = door.walk_in("focal-point")
    page = walker.go(f"/assessments/{assessment_id}{TOPIC}")
    form = walker.form(TOPIC)
    before = count_rows(door.app, "assessment_answer")
    door.end_all("focal-point")
    note = "Signed in March.\nSee <b>page 4</b> & “annex” العربية"
    page = walker.send(TOPIC, status=401, POL_01="=2", POL_01__note=note)
    assert "Nothing is lost" in main_text(page)
    assert count_rows(door.app, "assessment_answer") == before
    page = walker.send("/sign-in", status=422, email=door.emails["focal-point"], password="wrong")
    page = walker.send("/sign-in", email=door.emails["focal-point"], password=PASSWORD)
    shown = main_text(page)
    assert "You are signed in again" in shown
    assert "See <b>page 4</b> & “annex” العربية" in shown
    again = walker.form(TOPIC)
    assert again.action == form.action
    assert again.fields["POL-01"] == ["=2"]
    assert again.fields["csrf_token"] != []
    assert len(again.fields["csrf_token"]) == 1
    walker.send(TOPIC)
    page = walker.go(f"/assessments/{assessment_id}{TOPIC}")
    fields = walker.form(TOPIC).fields
    assert fields["POL-01"] == ["=2"]
    assert fields["POL-01.note"][0].replace("\r\n", "\n") == note


def test_it_survives_signing_out_elsewhere_and_the_second_step(door: Door) -> None:
    assessment_id = door.team.begin("e-government")
    secret = make_totp_secret()
    door.change("focal-point", totp=lock_secret(door.team.workspace, secret))
    walker = Walker(door.app)
    walker.go("/sign-in?next=/assessments/new")
    page = walker.send("/sign-in", email=door.emails["focal-point"], password=PASSWORD)
    assert walker.address.startswith("/sign-in/code")
    assert cookie_of(walker) == ""
    step = walker.client.get_cookie("second-step", path="/sign-in")
    assert step is not None
    assert step.http_only
    page = walker.send("/sign-in/code", status=422, code="12345")
    assert "not right" in main_text(page)
    code = totp_code(secret, int(NOW.timestamp()) // SECONDS)
    walker.send("/sign-in/code", code=f"{code[:3]} {code[3:]}")
    assert walker.address == "/assessments/new"
    assert walker.client.get_cookie("second-step", path="/sign-in") is None

    walker.go(f"/assessments/{assessment_id}{TOPIC}")
    form = walker.form(TOPIC)
    # In another tab of the same browser.
    post(walker, "/sign-out")
    walker.page, data = None, form.fields | {"POL-01": ["=3"]}
    page = check_page(walker.client.post(form.action, data=data, headers=OWN))
    assert page.response.status_code == 401
    walker.page = page
    page = walker.send("/sign-in", email=door.emails["focal-point"], password=PASSWORD)
    assert "One more step" in main_text(page)
    # That code was used; the clock of this site stands still, so the next step's is taken.
    code = totp_code(secret, int(NOW.timestamp()) // SECONDS + 1)
    page = walker.send("/sign-in/code", code=code)
    assert walker.form(TOPIC).fields["POL-01"] == ["=3"]


def test_nobody_else_gets_it_and_no_secret_travels_with_it(door: Door) -> None:
    walker = door.walk_in("viewer")
    door.end_all("viewer")
    address = "/assessments/new"
    fields = {"title": "Written by the viewer", "password": OTHER, "current": OTHER}
    fields["csrf_token"] = "x"
    page = check_page(post(walker, address, **fields))
    walker.page = page
    kept = walker.form("/sign-in").fields["kept"][0]
    assert OTHER not in page.response.get_data(as_text=True)
    given = {"email": door.emails["approver"], "password": PASSWORD}
    response = post(walker, "/sign-in", **given, kept=kept)
    assert response.headers["Location"] == "/assessments"
    # Nor what somebody made up.
    for forged in (kept[:-3] + "xxx", "x", "." * 50, "x" * 600_000):
        response = post(walker, "/sign-in", **given, kept=forged)
        assert response.status_code == 303, len(forged)
    owner = {"email": door.emails["viewer"], "password": PASSWORD}
    response = post(walker, "/sign-in", **owner, kept=kept)
    assert "Written by the viewer" in response.get_data(as_text=True)
    assert OTHER not in response.get_data(as_text=True)


def test_a_text_too_long_to_travel_is_said_to_be_in_the_page_before(door: Door) -> None:
    walker = door.walk_in("viewer")
    door.end_all("viewer")
    # Random letters, which nothing makes shorter.
    many = {f"f{number}": token_hex(320) for number in range(1_450)}
    page = check_page(post(walker, "/assessments/new", **many))
    assert page.response.status_code == 401
    assert "too long" in main_text(page)
    assert page.find("input", name="kept") == []


def test_a_script_is_told_and_a_stranger_is_not(door: Door) -> None:
    assessment_id = door.team.begin("e-government")
    address = f"/assessments/{assessment_id}{TOPIC}"
    stranger = Walker(door.app)
    for method in ("GET", "POST"):
        for headers in (OWN, SCRIPT):
            response = stranger.client.open(address, method=method, headers=headers)
            assert response.status_code == 404
    walker = door.walk_in("focal-point")
    door.end_all("focal-point")
    response = walker.client.post(address, data={"POL-01": "=1"}, headers=SCRIPT)
    assert response.status_code == 401
    assert response.get_json()["error"]["code"] == 401
    # Whether there is such an assessment is not told.
    for other in (address.replace(assessment_id, "0" * 32), "/admin/nothing"):
        response = walker.client.get(other, headers=OWN)
        assert response.status_code in {401, 404}
    one = walker.client.get(address).get_data(as_text=True).replace(assessment_id, "")
    two = walker.client.get(address.replace(assessment_id, "0" * 32))
    assert re.sub(r'value="[^"]*"', "", one) == re.sub(
        r'value="[^"]*"', "", two.get_data(as_text=True).replace("0" * 32, "")
    )


# --- Links in mails -----------------------------------------------------------------------------


def read_mails(app: Flask) -> list[str]:
    workspace = workspace_of(app)
    run_due_jobs(workspace, RUNNERS)
    told = []
    for path in (workspace.settings.instance / "mail").glob("*.eml"):
        message = message_from_bytes(path.read_bytes(), policy=policy.default)
        told.append(message.get_content())
        path.unlink()
    return told


def test_a_forgotten_password_is_replaced(make_app: MakeApp, password_hash: str) -> None:
    app = make_app(public_url="https://readiness.example.org",
                   hosts=("localhost", "readiness.example.org", "other.example.org"))  # fmt: skip
    door = Door(app, password_hash)
    walker = Walker(app)
    walker.go("/forgotten")
    page = walker.send("/forgotten", email="nobody@example.org")
    known = Walker(app)
    known.go("/forgotten")
    # By another name of the site, which gets into no mail.
    response = known.client.post(
        "/forgotten", data={"email": door.emails["viewer"]},
        headers={"Origin": "http://other.example.org", "Host": "other.example.org"},
    )  # fmt: skip
    assert response.status_code == 303
    assert main_text(known.go("/forgotten/sent")) == main_text(page)
    with capture_logs() as logs:
        [body] = read_mails(app)
        found = re.search(
            r"^https://readiness\.example\.org(/reset/([\w-]{43}))$", body, re.MULTILINE
        )
        assert found, body
        link = found[1]
        page = walker.go(link)
        assert "noindex" in page.response.headers["X-Robots-Tag"]
        assert page.response.headers["Referrer-Policy"] == "same-origin"
        page = walker.send(link, status=422, password="password1")
        assert "Choose another" in main_text(page)
        page = walker.send(link, password=OTHER)
        assert "Your password was changed" in main_text(page)
        walker.go(link, status=404)
        assert post(walker, link, password=OTHER).status_code == 404
        post(walker, "/sign-in", email=door.emails["viewer"], password=PASSWORD)
        post(walker, "/sign-in", email=door.emails["viewer"], password=OTHER)
    assert cookie_of(walker)
    told = str(logs)
    assert "/reset/<token>" in told
    for secret in (found[2], OTHER, PASSWORD, door.emails["viewer"], cookie_of(walker)):
        assert secret not in told


def test_registration_from_the_address_to_the_list(make_app: MakeApp, app: Flask) -> None:
    for path in ("/registration", "/registration/sent", "/registration/x"):
        assert app.test_client().get(path).status_code == 404
        assert app.test_client().post(path, headers=OWN).status_code in {404, 405}
    opened = make_app(registration=True)
    walker = Walker(opened)
    page = walker.go("/sign-in")
    assert "Make an account" in main_text(page)
    walker.go("/registration")
    walker.send("/registration", email="Noor@example.org")
    [body] = read_mails(opened)
    found = re.search(r"^http://localhost(/registration/[\w-]{43})$", body, re.MULTILINE)
    assert found, body
    page = walker.go(found[1])
    assert "noor@example.org" in main_text(page)
    page = walker.send(found[1], status=422, name="", password="")
    page = walker.send(found[1], name="Noor", password=PASSWORD)
    assert walker.address == "/assessments"


def test_without_accounts_there_is_no_door(make_app: MakeApp) -> None:
    app = make_app(accounts=False, registration=True)
    team = make_team(workspace_of(app))
    walker = Walker(app)
    page = walker.go("/")
    assert not [item for item in page.find("a") if item.attributes["href"] == "/sign-in"]
    walker.client.set_cookie("sign-in", team.secret("viewer"))
    for path in ("/sign-in", "/sign-in/code", "/forgotten", "/forgotten/sent", "/reset/x",
                 "/invitation/x", "/registration", "/registration/x", "/assessments"):  # fmt: skip
        assert walker.client.get(path).status_code == 404, path
        assert walker.client.post(path, headers=OWN).status_code in {404, 405}, path
    assert walker.client.post("/sign-out", headers=OWN).status_code == 404


def test_opening_a_page_at_the_door_keeps_nothing(app: Flask) -> None:
    tables = ("account", "sign_in", "one_time_token", "job", "audit", "throttle")
    before = count_rows(app, *tables)
    walker = Walker(app)
    for path in ("/sign-in", "/forgotten", "/forgotten/sent", "/sign-in/code"):
        page = check_page(walker.client.get(path))
        assert page.response.headers["Cache-Control"] == "no-store"
    for path in ("/reset/x", "/invitation/x"):
        check_page(walker.client.get(path))
    assert count_rows(app, *tables) == before
