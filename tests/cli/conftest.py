"""An empty installation for each test, and the command line run inside this process."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import main

Eready = Callable[..., Result]


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    return tmp_path / "instance"


@pytest.fixture
def eready(instance: Path, monkeypatch: pytest.MonkeyPatch) -> Eready:
    monkeypatch.setenv("EREADY_INSTANCE", str(instance))
    monkeypatch.delenv("EREADY_REQUIRE", raising=False)

    def run(*words: object, **variables: str) -> Result:
        return CliRunner().invoke(main, [str(word) for word in words], env=variables)

    return run
