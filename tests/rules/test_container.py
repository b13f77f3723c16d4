"""The container files, read as far as they can be without a Docker engine."""

import re

import click
import yaml

from app.cli import main
from app.paths import ROOT


def dockerfile() -> str:
    return (ROOT / "Dockerfile").read_text(encoding="utf-8")


def test_container_files_say_that_they_are_unproven() -> None:
    assert dockerfile().startswith("# Not yet proven")
    assert (ROOT / "compose.yaml").read_text(encoding="utf-8").startswith("# Not yet proven")


def test_container_runs_as_nobody_special_and_installs_by_hash() -> None:
    assert re.search(r"^USER eready$", dockerfile(), re.MULTILINE)
    installs = re.findall(r"(?:pip install)([^&]*-r [^&]*)", dockerfile())
    assert len(installs) == 2
    assert all("--require-hashes" in install for install in installs)


def test_container_copies_what_exists() -> None:
    copied = re.findall(r"^COPY (.*) \S+$", dockerfile(), re.MULTILINE)
    names = {name for line in copied for name in line.split()} - {"."}
    assert names
    assert all((ROOT / name).exists() for name in names)
    assert (ROOT / "script" / "check_health.py").exists()


def test_containers_call_the_command_line_as_it_is() -> None:
    services = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]
    calls = [service["command"] for service in services.values() if "command" in service]
    calls.append(re.findall(r'"([^"]+)"', dockerfile().rpartition("CMD [")[2]))
    assert len(calls) == 3
    for program, name, *words in calls:
        assert program == "eready"
        parent = click.Context(main, info_name=program, **main.context_settings)
        command = main.get_command(parent, name)
        assert command is not None
        # Below its parent: a command keeps the names of its help option from its first context.
        command.make_context(name, words, parent)


def test_compose_holds_no_secret() -> None:
    services = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]
    settings = [service.get("environment", {}) for service in services.values()]
    secret = [
        value
        for environment in settings
        for name, value in environment.items()
        if re.search("SECRET|PASSWORD", name)
    ]
    assert secret
    assert all(value.startswith("${") for value in secret)
