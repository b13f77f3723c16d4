"""How fast answers are saved and checks opened by the use cases, in one process, without HTTP.

Usage: benchmarks/autosave.py [DATABASE_URL]; without one a SQLite file in a temporary folder. A
PostgreSQL database must be empty and is migrated.
"""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from app.response import Answer
from app.service import upkeep
from app.service.actor import Actor
from app.service.check_state import Change, Submission
from app.service.clock import read_clock
from app.service.job import run_next_job
from app.service.quick_check import open_check, save_answers
from app.service.runner import Runner
from app.service.workspace import Workspace, open_workspace
from app.settings import Settings, fill_settings

COUNTRY = "KEN"
SECONDS = 3.0
PAGE = 20


def rate(work: Callable[[int], object]) -> float:
    """Return how often a second work can be done, over a few seconds."""
    begin, count = perf_counter(), 0
    while perf_counter() - begin < SECONDS:
        work(count)
        count += 1
    return count / (perf_counter() - begin)


def open_new(url: str, folder: Path) -> Workspace:
    """Make an installation and open it."""
    settings = fill_settings(Settings(instance=folder, database_url=url, secret_key="x" * 40))
    upkeep.migrate(settings)
    upkeep.load_newer(settings, read_clock())
    return open_workspace(settings)


def measure(workspace: Workspace) -> dict[str, float]:
    """Return figures a second by what was done."""
    toolkit = workspace.toolkits.list()[0]
    questions = [question.id for question in toolkit.questions][:PAGE]

    def save(actor: Actor, names: list[str], note: str) -> Actor:
        stored = versions.setdefault(actor, {})
        changes = tuple(
            Change(Answer(question=name, state="unknown", note=note), stored.get(name, 0))
            for name in names
        )
        done = save_answers(actor, workspace, Submission(toolkit.id, COUNTRY, changes))
        assert not done.conflicts
        actor = Actor(done.new_keys.cookie) if done.new_keys else actor
        versions.setdefault(actor, {}).update({a.question: a.version for a in done.saved})
        return actor

    versions: dict[Actor, dict[str, int]] = {}
    holder = save(Actor(), questions, "begin")
    runners = {"none": Runner(lambda *_: b"", "text/plain")}
    return {
        "save one answer": rate(lambda turn: save(holder, questions[:1], str(turn))),
        f"save a page of {PAGE} answers": rate(lambda turn: save(holder, questions, f"p{turn}")),
        "begin a check": rate(lambda turn: save(Actor(), questions[:1], str(turn))),
        f"open a check with {PAGE} answers": rate(
            lambda _: open_check(holder, workspace, toolkit.id, COUNTRY)
        ),
        "look for a job": rate(lambda _: run_next_job(workspace, runners)),
    }


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = open_new(sys.argv[1] if len(sys.argv) > 1 else "", Path(folder))
        for name, figure in measure(workspace).items():
            print(f"{name:32} {figure:8,.0f}/s")
        workspace.engine.dispose()


if __name__ == "__main__":
    main()
