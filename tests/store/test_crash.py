import os
import signal
import subprocess
import sys

import pytest
from sqlalchemy import Engine, select

from app.paths import ROOT
from app.store.check import AnswerRow
from app.store.engine import read_session
from tests.store.population import populate


@pytest.mark.parametrize("acknowledged", [1, 40, 100])
def test_kill_9_loses_no_acknowledged_answer(
    engine: Engine, database_url: str, acknowledged: int
) -> None:
    populate(engine, checks=1)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.store.autosave", database_url, "check-0"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    told = [process.stdout.readline() for _ in range(acknowledged)]
    os.kill(process.pid, signal.SIGKILL)
    told += process.stdout.readlines()
    process.wait()
    newest = {line.split()[0]: int(line.split()[1]) for line in told if line.endswith("\n")}
    with read_session(engine) as session:
        rows = session.execute(select(AnswerRow.question, AnswerRow.version)).all()
    found = {row.question: row.version for row in rows}
    assert len(told) >= acknowledged
    for question, version in newest.items():
        assert found[question] >= version
    # At most the one answer that was on its way is newer than what was acknowledged.
    assert sum(found[question] != version for question, version in newest.items()) <= 1
