"""An unexpected error is logged with its calls, in a length that can be read, without values."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from app.service.log import MOST_FRAMES, MOST_TEXT, ensure_log, set_up_log
from app.settings import Settings
from tests.log import own_log
from tests.patience import AGES

SECRET = "what somebody answered"


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """Each test sets up the log."""
    with own_log():
        yield


def settle(environment: str, folder: Path) -> Settings:
    return Settings(environment=environment, instance=folder)


def fall(depth: int, load: list[str]) -> None:
    if depth:
        fall(depth - 1, load)
    raise ValueError("wrong " * (1 if len(load) < 10 else 1_000_000))


def log_one(depth: int, load: list[str]) -> None:
    try:
        fall(depth, load)
    except ValueError as error:
        structlog.get_logger().error("unexpected", exc_info=error)


@pytest.mark.parametrize("environment", ["development", "production"])
@pytest.mark.parametrize("count", [1, 1_000_000])
def test_an_error_is_short_and_holds_no_values(
    environment: str, count: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up_log(settle(environment, tmp_path))
    start = time.process_time()
    log_one(900, [SECRET] * count)
    assert time.process_time() - start < AGES
    said = capsys.readouterr().err
    assert len(said) < MOST_TEXT + 500
    assert SECRET not in said
    assert "ValueError: wrong" in said
    assert "in fall" in said
    assert said.count("in fall") <= MOST_FRAMES
    if environment == "production":
        assert json.loads(said)["event"] == "unexpected"
    if count > 1:
        assert "characters left out" in said


def test_an_application_never_logs_by_the_rules_of_the_library(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ensure_log(settle("development", tmp_path))
    log_one(1, [SECRET])
    said = capsys.readouterr().err
    assert "ValueError: wrong" in said
    assert SECRET not in said
    config = structlog.get_config()
    ensure_log(settle("production", tmp_path))
    assert structlog.get_config() == config
