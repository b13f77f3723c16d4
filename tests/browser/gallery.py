"""A site in the state in which each kind of its pages can be opened: checks begun, jobs made."""

import shutil
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from playwright.sync_api import BrowserContext

from app.paths import ROOT, TOOLKITS
from app.service.job import run_due_jobs
from app.service.runner import MOST_ATTEMPTS, RUNNERS, Runner
from app.service.workspace import Workspace, open_workspace
from app.web import create_app
from app.web.cookie import KEY, LINK, check_path
from app.web.sign_in import COOKIE as SIGN_IN
from tests.team import make_team
from tests.web.conftest import NOW, open_app
from tests.web.walk import Walker, workspace_of

SMALL = (ROOT / "tests" / "service" / "toolkit" / "small.yaml").read_text(encoding="utf-8")
LANGUAGES = ("en", "ar")
KENYA = "/check/e-government/KEN"
GIVEN: dict[str, dict[str, str]] = {
    "infrastructure": {"INF-01": "40"},
    "policy": {
        "POL-01": "=3", "POL-02": "=2", "POL-04": "unknown", "POL-06": "not-applicable",
        "POL-06.reason": "Left to the counties.", "POL-01.note": "A note. " * 20,
        "POL-01.link": "https://example.org/" + "a-long-address-" * 20, "POL-11": "=0",
    },
    # Contradicts what is said of policy.
    "management": {"GOV-04": "=0"},
}  # fmt: skip
NEWER = (
    ("version: '1.0.0'", "version: '2.0.0'"),
    ("text: Is there a plan?", "text: Who has written the plan?"),
    (
        "parameters:\n",
        (
            "parameters:\n  seen:\n    title: Region\n    required: true\n    options:\n"
            "      north: {title: The north, in_text: the north}\n"
        ),
    ),
)


@dataclass
class Gallery:
    """The site, and the cookies by which each language has checks of its own in it."""

    app: Flask
    url: str = ""
    cookies: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    assessment: str = ""
    sign_in: str = ""

    @property
    def workspace(self) -> Workspace:
        return workspace_of(self.app)

    def give_cookies(self, context: BrowserContext, language: str) -> None:
        """Let a window hold the checks that were begun for a language, and sign it in."""
        sign_in = {"name": SIGN_IN, "value": self.sign_in, "path": "/"}
        cookies: list[Any] = [
            {**cookie, "domain": "127.0.0.1"} for cookie in (*self.cookies[language], sign_in)
        ]
        context.add_cookies(cookies)


def fill_gallery(folder: Path, database: Path) -> Gallery:
    """Begin checks, bring out a newer version of a toolkit, have one report made and one fail."""
    toolkits = folder / "toolkits"
    toolkits.mkdir(parents=True)
    for path in TOOLKITS.iterdir():
        if path.is_dir() and not path.name.startswith("_"):
            shutil.copytree(path, toolkits / path.name)
    (toolkits / "small.yaml").write_text(SMALL, encoding="utf-8")
    retired = SMALL.replace("id: small\n", "id: gone\n").replace("circulated", "retired")
    (toolkits / "gone.yaml").write_text(retired, encoding="utf-8")
    gallery = Gallery(open_app(folder, database, toolkits=toolkits))
    walkers = [_begin(gallery, language) for language in LANGUAGES]
    for walker in walkers:
        _ask(walker, f"{KENYA}/report")
    for address in (f"{KENYA}/data-report", "/toolkits/e-government/form"):
        _ask(walkers[0], address)
    _publish(gallery, toolkits)
    _gather(gallery)
    return gallery


def _begin(gallery: Gallery, language: str) -> Walker:
    walker = Walker(gallery.app)
    walker.client.get(f"/?lang={language}")
    for page, given in GIVEN.items():
        assert walker.save(f"{KENYA}/answers/{page}", given).status_code == 200
    walker.go("/check/small/KEN/answers/basics?sector=health")
    walker.send("", **{"basics.plan": "=1", "basics.budget": "=2"})
    gallery.cookies[language] = [
        {"name": name, "value": cookie.value, "path": path}
        for path in (check_path("e-government", "KEN"), check_path("small", "KEN"))
        for name in (KEY, LINK)
        if (cookie := walker.client.get_cookie(name, path=path)) is not None
    ]
    for address, run in ((f"{KENYA}/report", _make), (f"{KENYA}/data-report", _fail)):
        walker.go(address)
        walker.send("report")
        _run_jobs(gallery.workspace, run)
    return walker


def _ask(walker: Walker, address: str) -> None:
    """Ask for what nobody makes: its page shows how far it is."""
    walker.go(f"{address}?in=fr")
    walker.send(address.rsplit("/", 1)[1], **{"in": "fr"})


def _gather(gallery: Gallery) -> None:
    """Let a team answer a question twice in an assessment."""
    team = make_team(gallery.workspace)
    gallery.assessment = team.begin("sector-e-strategy", parameters={"sector": "health"})
    gallery.sign_in = team.secret("focal-point")
    walker = Walker(gallery.app)
    walker.client.set_cookie(SIGN_IN, gallery.sign_in)
    for level in ("=1", "=2"):
        walker.go(f"/assessments/{gallery.assessment}/topics/ES-VIS")
        walker.send("/topics/ES-VIS", **{"ES-VIS-1": level})


def _run_jobs(workspace: Workspace, run: Any) -> None:
    """Run what is due as often as a job is tried that fails."""
    for minute in range(MOST_ATTEMPTS):
        later = replace(workspace, now=lambda: NOW + timedelta(minutes=minute))  # noqa: B023
        run_due_jobs(later, dict.fromkeys(RUNNERS, Runner(run, "application/pdf")))


def _make(*_anything: object) -> bytes:
    return b"%PDF-1.7"


def _fail(*_anything: object) -> bytes:
    raise ValueError("made to fail")


def _publish(gallery: Gallery, toolkits: Path) -> None:
    text = SMALL
    for old, new in NEWER:
        assert old in text
        text = text.replace(old, new, 1)
    (toolkits / "small-2.yaml").write_text(text, encoding="utf-8")
    gallery.workspace.engine.dispose()
    settings = gallery.workspace.settings
    gallery.app = create_app(open_workspace(settings, now=lambda: NOW))
