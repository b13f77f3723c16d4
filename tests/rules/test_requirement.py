"""What is installed is pinned, hashed, and the same as what the project says it needs."""

import re
import tomllib

import pytest

from app.paths import ROOT

LOCKED = ("requirements-uv.txt", "requirements.txt", "requirements-test.txt")
# Needed to install the project, not to run it.
BACKEND = {"hatchling", "editables"}


def pinned(name: str) -> dict[str, str]:
    """Return name -> version of a locked file; a marker may pin one name twice."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([\w.-]+)==([^\s;\\]+)", text, re.MULTILINE))


def named(requirement: str) -> str:
    match = re.match(r"[\w.-]+", requirement)
    assert match, requirement
    return match[0].lower()


def asked(name: str) -> set[str]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return {named(line) for line in lines if line and not line.startswith(("#", "-"))}


@pytest.mark.parametrize("name", LOCKED)
def test_every_line_has_a_version_and_a_hash(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[\w])", re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE))
    assert entries
    assert all("==" in entry and "--hash=sha256:" in entry for entry in entries)
    assert "://" not in text


@pytest.mark.parametrize("name", LOCKED)
def test_locked_file_holds_what_is_asked_for(name: str) -> None:
    assert asked(name.replace(".txt", ".in")) <= pinned(name).keys()


def test_app_and_tests_share_their_versions() -> None:
    app, tests = pinned("requirements.txt"), pinned("requirements-test.txt")
    assert {name for name in app.keys() & tests.keys() if app[name] != tests[name]} == set()


def test_project_names_what_requirements_install() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert {named(line) for line in project["dependencies"]} == asked("requirements.in") - BACKEND
