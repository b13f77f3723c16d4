"""How long checking a toolkit of 500 questions takes.

.venv/bin/python benchmarks/checking.py
"""

import tempfile
import time
from pathlib import Path

from app.definition.checking import check_toolkit
from benchmarks.web import QUESTION, TOOLKIT

COUNT = 500


def main() -> None:
    """Measure and print."""
    names = ", ".join(f"{{level: {n}, name: Level {n}}}" for n in range(5))
    states = ", ".join(
        f"{{level: {n}, state: The state number {n} holds and can be shown., "
        f"action: Do what leads to the state number {n + 1}.}}"
        for n in range(5)
    )
    questions = "\n".join(QUESTION % (n, n, states) for n in range(1, COUNT + 1))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.yaml"
        path.write_text(TOOLKIT % (names, questions), encoding="utf-8")
        begun = time.perf_counter()
        report = check_toolkit(path)
        took = time.perf_counter() - begun
    print(f"{COUNT} questions, {len(report.findings)} findings (promise: under 1 s): {took:.2f} s")


if __name__ == "__main__":
    main()
