"""What large files cost: reading, errors, parts; and what importing the core costs.

    .venv/bin/python benchmarks/large.py

Answers and index are those of `scoring.py` and `index.py`, written as files. Each measure is a
process of its own: seconds are its processor time, memory is what it held at most.
"""

import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from app.definition.loading import load_toolkit  # noqa: E402 (found by the line above)
from app.definition.question import Question  # noqa: E402 (the same)

TOOLKIT = ROOT / "toolkits" / "e-government"
UNITS = 12_500
INDEX_UNITS = 20_409
ERRORS = 1_000
EREADY = str(Path(sys.executable).parent / "eready")
INDEX = """\
format: eready-index/1
id: bench
title: Bench
tree:
  id: root
  title: Root
  of:
"""


def measure(command: list[str]) -> tuple[float, float, int]:
    """Run a command; gives its processor seconds, the most memory it held in MB, its status."""
    with open(os.devnull, "wb") as nothing:  # noqa: PTH123 (a device, no path)
        child = subprocess.Popen(command, stdout=nothing, stderr=nothing, cwd=ROOT)
        _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, child.returncode


def tell(what: str, command: list[str]) -> None:
    """Measure a command and print it."""
    seconds, memory, status = measure(command)
    print(f"{what}: {seconds:.1f} s, {memory:.0f} MB, exit status {status}")


def import_seconds(code: str) -> float:
    """Give the least processor time of several starts with an import, less that of none."""

    def least(text: str) -> float:
        return min(measure([sys.executable, "-c", text])[0] for _ in range(15))

    return least(code) - least("pass")


def write_cell(made: random.Random, question: Question) -> str:
    """Make one answer as a file has it: value, state and reason."""
    kind = made.random()
    if kind < 0.1:
        return ",unknown,"
    if kind < 0.13:
        return ",not-applicable,Left to the provinces."
    if question.kind == "level":
        return f"{made.choice(question.levels).level},,"
    limits = question.valid
    low = limits.from_ if limits and limits.from_ is not None else question.minimum or 0.0
    high = limits.to if limits and limits.to is not None else question.maximum or 50.0
    return f"{made.uniform(low, high):.3f},,"


def answer_rows() -> list[str]:
    """Make a million rows of answers."""
    questions = load_toolkit(TOOLKIT).questions
    made = random.Random(1)
    return [
        f"unit-{unit},{question.id},{write_cell(made, question)}"
        for unit in range(UNITS)
        for question in questions
    ]


def write_answers(folder: Path) -> None:
    """Write them in order, in disorder, and with errors."""
    rows = answer_rows()
    made = random.Random(2)
    shuffled, wrong = made.sample(rows, len(rows)), list(rows)
    for place in made.sample(range(len(rows)), ERRORS):
        unit, question, *_ = rows[place].split(",")
        wrong[place] = f"{unit},{question},wrong,,"
    for name, lines in (("grouped", rows), ("shuffled", shuffled), ("wrong", wrong)):
        text = "\n".join(["unit,question,value,state,reason", *lines, ""])
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")


def write_figures(folder: Path, *, errors: int) -> None:
    """Write a million figures of the index, some of them no numbers."""
    numbers = np.random.default_rng(1)
    wrong = set(numbers.choice(INDEX_UNITS * 49, errors, replace=False).tolist())

    def lines() -> Iterator[str]:
        yield "unit," + ",".join(f"x{g}{n}" for g in range(7) for n in range(7))
        for unit in range(INDEX_UNITS):
            row = [f"{number:.4f}" for number in numbers.uniform(-5.0, 60.0, 49)]
            cells = ["n/a" if unit * 49 + n in wrong else cell for n, cell in enumerate(row)]
            yield f"u{unit}," + ",".join(cells)

    text = "\n".join(lines()) + "\n"
    (folder / f"figures-{errors}.csv").write_text(text, encoding="utf-8")


def write_index(folder: Path) -> None:
    """Write the index of `index.py` as a file."""
    text = INDEX
    for g in range(7):
        text += f"    - id: g{g}\n      title: Group\n      of:\n"
        for n in range(7):
            text += f"        - {{id: x{g}{n}, title: Leaf, unit: '%', normalise: minmax}}\n"
    (folder / "index.yaml").write_text(text, encoding="utf-8")


PARTS = """
import sys
import tracemalloc
from pathlib import Path
import numpy as np
sys.path.insert(0, "benchmarks")
from index import make_index
from app.scoring import score_index, score_index_parts
from app.scoring.index.figure import FigureTable
from app.scoring.index.spool import Spool

index = make_index()

def tables():
    numbers = np.random.default_rng(1)
    for start in range(0, 400_000, 20_000):
        columns = {leaf.id: numbers.uniform(-5.0, 60.0, 20_000) for leaf in index.leaves}
        yield FigureTable(tuple(f"u{unit}" for unit in range(start, start + 20_000)), columns)

tracemalloc.start()
if sys.argv[1] == "whole":
    score_index(index, Spool().gather(tables()))
else:
    score_index_parts(index, tables(), folder=Path(sys.argv[2])).ranks()
print(tracemalloc.get_traced_memory()[1] / 1e6)
"""


def tell_parts(folder: Path) -> None:
    """Print what an index of 400,000 units takes as a whole and in parts, mapped files left out."""
    for way in ("whole", "parts"):
        command = [sys.executable, "-c", PARTS, way, str(folder)]
        result = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
        print(f"index of 400,000 units, {way}: {float(result.stdout):.0f} MB")


def main() -> None:
    """Measure and print; called with a folder, write the files there."""
    if len(sys.argv) > 1:
        folder = Path(sys.argv[1])
        write_answers(folder)
        write_index(folder)
        write_figures(folder, errors=0)
        write_figures(folder, errors=ERRORS)
        return
    base = import_seconds("import numpy, pydantic")
    for code in ("import app.definition, app.scoring", "from app.scoring import score"):
        print(f"{code}: {import_seconds(code) / base:.2f} times importing numpy and pydantic")
    with tempfile.TemporaryDirectory() as name:
        # In another process: a child starts with the memory of its parent.
        subprocess.run([sys.executable, __file__, name], check=True)
        score = [EREADY, "score", str(TOOLKIT), "--out", f"{name}/out.csv"]
        tell("1,000,000 answers, rows together", [*score, f"{name}/grouped.csv"])
        tell("the same, --grouped", [*score, "--grouped", f"{name}/grouped.csv"])
        tell("the same in any order", [*score, f"{name}/shuffled.csv"])
        tell("the same with 1,000 errors", [*score, f"{name}/wrong.csv"])
        index = [EREADY, "index", f"{name}/index.yaml", "--out", f"{name}/out.csv"]
        tell("1,000,000 figures", [*index, f"{name}/figures-0.csv"])
        tell("the same with 1,000 errors", [*index, f"{name}/figures-{ERRORS}.csv"])
        tell_parts(Path(name))


if __name__ == "__main__":
    main()
