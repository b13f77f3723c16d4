"""Many who save at once, and a process that dies while it saves: nothing acknowledged is lost."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from app.paths import ROOT
from app.response import Answer
from app.service.assessment.answering import save_team_answers
from app.service.assessment.history import read_history
from app.service.assessment.opening import open_assessment
from app.service.check_state import Change
from app.settings import Settings
from tests.service.conftest import House
from tests.team import Team

WRITERS, SAVES = 8, 25
ACKNOWLEDGED = 100
QUESTIONS = ("basics.plan", "basics.budget", "basics.note")


def test_eight_writers_keep_all_of_their_two_hundred_saves(team: Team, begun: str) -> None:
    """Several write the same answer; who meets another's goes on from what stands there."""
    actor = team.actor("facilitator")

    def write(writer: int) -> int:
        question, seen, met = QUESTIONS[writer % len(QUESTIONS)], 0, 0
        for number in range(SAVES):
            answer = Answer(question, state="unknown", note=f"{writer}.{number}")
            while True:
                changes = (Change(answer, seen),)
                kept = save_team_answers(actor, team.workspace, begun, changes=changes)
                if kept.saved:
                    seen = kept.saved[0].version
                    break
                seen, met = kept.conflicts[0].theirs.version, met + 1
        return met

    with ThreadPoolExecutor(WRITERS) as pool:
        met = sum(pool.map(write, range(WRITERS)))
    opened = open_assessment(actor, team.workspace, begun, "view")
    notes = []
    for question in QUESTIONS:
        versions = read_history(team.workspace, opened, question).versions
        assert [one.answer.version for one in reversed(versions)] == [*range(1, len(versions) + 1)]
        notes += [one.answer.note for one in versions]
    assert len(notes) == WRITERS * SAVES
    assert set(notes) == {f"{who}.{number}" for who in range(WRITERS) for number in range(SAVES)}
    assert met, "nobody met anybody: the writers did not write at once"


def test_kill_9_loses_no_acknowledged_answer(
    house: House, settings: Settings, team: Team, begun: str
) -> None:
    account = team.people["facilitator"]
    program = [sys.executable, "-m", "tests.service.assessment.autosave", begun, account]
    environ = os.environ | {
        "EREADY_DATABASE_URL": settings.database_url,
        "EREADY_TOOLKITS": str(settings.toolkits),
        "EREADY_INSTANCE": str(settings.instance),
    }
    process = subprocess.Popen(program, cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    told = [process.stdout.readline() for _ in range(ACKNOWLEDGED)]
    os.kill(process.pid, signal.SIGKILL)
    told += process.stdout.readlines()
    process.wait()
    whole = [line.split() for line in told if line.endswith("\n")]
    assert len(whole) >= ACKNOWLEDGED
    opened = open_assessment(team.actor("viewer"), house.workspace, begun, "view")
    for question in {line[0] for line in whole}:
        kept = read_history(house.workspace, opened, question).versions
        values = {one.answer.version: str(one.answer.value) for one in kept}
        for _, version, value in (line for line in whole if line[0] == question):
            assert values[int(version)] == value
        # Versions have no gap, and at most one is newer than what was acknowledged.
        assert sorted(values) == [*range(1, len(values) + 1)]
