"""Run all benchmarks, one after the other.

.venv/bin/python benchmarks/run.py
"""

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
ALL = (
    "scoring", "index", "large", "autosave", "web", "team", "workshop", "start", "checking",
    "report",
)  # fmt: skip


def main() -> None:
    """Run each in a process of its own, so that none warms up another."""
    for name in ALL:
        print(f"\n== {name}", flush=True)
        subprocess.run([sys.executable, str(FOLDER / f"{name}.py")], check=True, cwd=FOLDER.parent)


if __name__ == "__main__":
    main()
