"""Workers take turns: while a test measures its own processor time, no other test runs.

Two processes on one machine share its caches and its memory, so what runs beside a measured test
would slow it. Every test of every worker holds a lock that many may hold; a test marked
`measures_time` holds it alone.
"""

import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest

FOLDER: Final = "folder of the turns"


@contextmanager
def hold(path: Path, kind: int) -> Iterator[None]:
    """Hold a lock of the kind until the end; a process that is killed lets go of it."""
    with path.open("a") as file:
        fcntl.flock(file, kind)
        yield


@contextmanager
def take_turn(folder: Path, *, alone: bool) -> Iterator[None]:
    """Wait for one's turn, and keep it until the end."""
    with (folder / "turn").open("a") as turn:
        # Whoever waits for its turn stands in the gate, so that nobody takes another one before it.
        with hold(folder / "gate", fcntl.LOCK_EX):
            fcntl.flock(turn, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        yield


class Turns:
    """The plugin: each worker is told the folder that holds the locks."""

    def __init__(self) -> None:
        self.folder: Path | None = None

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        if self.folder is None:
            self.folder = Path(tempfile.mkdtemp(prefix="eready-turns-"))
        node.workerinput[FOLDER] = str(self.folder)

    def pytest_unconfigure(self) -> None:
        if self.folder:
            shutil.rmtree(self.folder)

    # Outside of the time limit of the test: it may wait for its turn as long as others take theirs.
    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        told = getattr(item.config, "workerinput", {}).get(FOLDER)
        if told is None:
            return (yield)
        with take_turn(Path(told), alone=item.get_closest_marker("measures_time") is not None):
            return (yield)
