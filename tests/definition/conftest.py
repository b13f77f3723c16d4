"""Small real definitions, written as text and read by the real reader."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.definition.loading import load_toolkit
from app.definition.toolkit import Toolkit
from tests.definition.sample import HEAD, PILLAR, level_question


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    """Write a text to a file and give its path."""

    def write_text(text: str) -> Path:
        path = tmp_path / "sample.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write_text


@pytest.fixture
def sample(write: Callable[[str], Path]) -> Toolkit:
    """A toolkit of two level questions in one pillar."""
    return load_toolkit(write(HEAD + PILLAR + level_question("L-1") + level_question("L-2")))
