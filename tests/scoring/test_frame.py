import subprocess
import sys

import pandas as pd
import pytest

import app.scoring
from app.response import Answer, Answers
from app.scoring import SCORE_COLUMNS, ScoringError, score, score_batch
from app.scoring.frames import answers_from_frame, scores_frame, wide_frame
from tests.scoring.sample import level, number, pillar, toolkit

KIT = toolkit(pillar("P", level("A"), number("N")))


def test_frames_in_and_out() -> None:
    frame = pd.DataFrame({"N": [50.0, None], "A": [4.0, 1.0]}, index=["u", "v"])
    table = score_batch(KIT, answers_from_frame(KIT, frame))
    assert table.score("total").tolist()[0] == 75.0
    long = scores_frame(table)
    assert tuple(long.columns) == SCORE_COLUMNS
    assert len(long) == 2 * 4
    wide = wide_frame(table)
    assert wide.loc["u", "P"] == 75.0
    assert pd.isna(wide.loc["v", "P"])
    alone = score(KIT, Answers([Answer("A", value=1)]))
    assert wide.loc["v", "A"] == alone["A"].score


def test_a_strange_column_is_refused() -> None:
    with pytest.raises(ScoringError, match="X"):
        answers_from_frame(KIT, pd.DataFrame({"X": [1]}))


def test_scoring_does_not_load_pandas() -> None:
    code = (
        "import sys, app.scoring, app.scoring.frames, eready;"
        "sys.exit(bool({'pandas', 'scipy', 'flask', 'sqlalchemy'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_names_are_loaded_when_they_are_asked_for() -> None:
    code = "import sys, app.definition, app.scoring; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
    for name in app.scoring.__all__:
        found = getattr(app.scoring, name)
        assert getattr(found, "__name__", name).rpartition(".")[2] == name
    assert {*app.scoring.__all__} <= {*dir(app.scoring)}
    with pytest.raises(AttributeError, match="nothing"):
        app.scoring.nothing  # noqa: B018 (asking is the test)
