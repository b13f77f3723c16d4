"""How long checking takes, and how much memory: large toolkits, and the worst of hostile files.

.venv/bin/python benchmarks/checking.py

Ratios are against the fastest plain reading of the same file, PyYAML's C loader with every scalar
left a text, which knows no places, no limits and no format.
"""

import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import yaml

from app.definition.checking import check_toolkit
from benchmarks.web import QUESTION, TOOLKIT

RUNS = 5
SCALE = ", ".join(f"{{level: {n}, name: Level {n}}}" for n in range(5))


def write_levels() -> str:
    """Give 500 questions with five levels each."""
    states = ", ".join(
        f"{{level: {n}, state: The state number {n} holds and can be shown., "
        f"action: Do what leads to the state number {n + 1}.}}"
        for n in range(5)
    )
    return TOOLKIT % (SCALE, "\n".join(QUESTION % (n, n, states) for n in range(1, 501)))


def write_options() -> str:
    """Give 600 questions with 20 options each."""
    options = ", ".join(
        f"{{id: o{n}, text: The option number {n} can be chosen, points: {n}}}" for n in range(20)
    )
    questions = (
        f"      - {{id: C-{n}, kind: choice, text: Which of these is so in case {n}?, "
        f"options: [{options}]}}"
        for n in range(600)
    )
    return TOOLKIT % (SCALE, "\n".join(questions))


def write_conditions() -> str:
    """Give 20,000 questions, each asked depending on the one before it: a hostile file."""
    questions = (
        f"      - {{id: T-{n}, kind: text, text: Who?, when: answered(T-{n - 1})}}"
        for n in range(20_000)
    )
    return TOOLKIT % (SCALE, "\n".join(questions))


def write_faults() -> str:
    """Give 190,000 questions without anything in them: a hostile file."""
    return (TOOLKIT % (SCALE, "")).rstrip() + " [" + "{}, " * 190_000 + "]\n"


SUBJECTS: dict[str, Callable[[], str]] = {
    "500 questions x 5 levels": write_levels,
    "600 questions x 20 options": write_options,
    "20,000 conditions": write_conditions,
    "190,000 empty questions": write_faults,
}


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        for name, write in SUBJECTS.items():
            path = Path(folder) / "large.yaml"
            path.write_text(write(), encoding="utf-8")
            print(f"{name} ({path.stat().st_size / 1e6:.1f} MB): {', '.join(_measure(path))}")


def _measure(path: Path) -> Iterator[str]:
    report = check_toolkit(path)
    seconds = _least(lambda: check_toolkit(path))
    plain = _least(lambda: yaml.load(path.read_bytes(), yaml.CBaseLoader))  # noqa: S506
    tracemalloc.start()
    check_toolkit(path)
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    yield f"{len(report.findings)} findings"
    yield f"{seconds:.2f} s (promise: under 1 s)"
    yield f"{seconds / plain:.1f} times plain reading"
    yield f"{peak:.0f} MB (promise: under 100 MB)"


def _least(run: Callable[[], object]) -> float:
    """Give the processor's seconds of the fastest of some runs."""

    def once() -> float:
        start = time.process_time()
        run()
        return time.process_time() - start

    return min(once() for _ in range(RUNS))


if __name__ == "__main__":
    main()
