"""Tests side by side: one that measures its own time waits for the others, and they for it."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.turn import take_turn

SOON, PATIENCE = 0.2, 60.0


@contextmanager
def another(folder: Path, *, alone: bool) -> Iterator[threading.Event]:
    """Somebody else who asks for a turn; yields what is set once it has come."""
    came = threading.Event()

    def run() -> None:
        with take_turn(folder, alone=alone):
            came.set()

    thread = threading.Thread(target=run)
    thread.start()
    yield came
    thread.join(PATIENCE)


def test_most_tests_run_side_by_side(tmp_path: Path) -> None:
    with take_turn(tmp_path, alone=False), another(tmp_path, alone=False) as came:
        assert came.wait(PATIENCE)


def test_who_wants_to_be_alone_waits_for_the_others(tmp_path: Path) -> None:
    with ExitStack() as others, ExitStack() as own:
        own.enter_context(take_turn(tmp_path, alone=False))
        came = others.enter_context(another(tmp_path, alone=True))
        assert not came.wait(SOON)
        # And nobody gets before it in the meantime.
        late = others.enter_context(another(tmp_path, alone=False))
        assert not late.wait(SOON)
        own.close()
        assert came.wait(PATIENCE)
        assert late.wait(PATIENCE)


def test_the_others_wait_for_who_is_alone(tmp_path: Path) -> None:
    with ExitStack() as others, take_turn(tmp_path, alone=True):
        came = others.enter_context(another(tmp_path, alone=False))
        assert not came.wait(SOON)
    assert came.is_set()
