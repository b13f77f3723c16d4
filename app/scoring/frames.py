"""The door for pandas: tables of scores in, tables of scores out.

Pandas is loaded inside the functions, so that scoring one assessment never waits for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.response.kind import measure_of
from app.scoring.error import ScoringError
from app.scoring.rows import SCORE_COLUMNS, score_rows
from app.scoring.table import AnswerTable, encode_for

if TYPE_CHECKING:
    import pandas as pd

    from app.definition.toolkit import Toolkit
    from app.response.answer import Value
    from app.scoring.batch import ScoreTable


def scores_frame(table: ScoreTable) -> pd.DataFrame:
    """Give the scores as a frame with the columns of `eready score`, one row a unit and node."""
    import pandas as pd  # noqa: PLC0415 - see the top of the file

    return pd.DataFrame(list(score_rows(table)), columns=list(SCORE_COLUMNS))


def wide_frame(table: ScoreTable) -> pd.DataFrame:
    """Give the published scores with one row a unit and one column a node."""
    import pandas as pd  # noqa: PLC0415 - see the top of the file

    columns = {node: table.score(node) for node in table.nodes}
    return pd.DataFrame(columns, index=pd.Index(table.units, name="unit"))


def answers_from_frame(toolkit: Toolkit, frame: pd.DataFrame) -> AnswerTable:
    """Read answers from a frame with one row a unit (its index) and one column a question.

    Cells are typed values; an empty cell is blank. ScoringError for a column that is no question
    and for a value that the question cannot have.
    """
    from app.response.answer import Answer, Answers  # noqa: PLC0415 - only this door needs them

    known = {question.id: question for question in toolkit.questions}
    strange = [str(column) for column in frame.columns if column not in known]
    if strange:
        raise ScoringError(f"No questions of {toolkit.id}: {', '.join(strange)}.")
    questions = [known[column] for column in frame.columns]
    units: dict[str, Answers] = {}
    for unit, cells in zip(frame.index, frame.itertuples(index=False, name=None), strict=True):
        pairs = zip(questions, cells, strict=True)
        units[str(unit)] = Answers(
            Answer(question.id, value=_plain(question.kind, cell))
            for question, cell in pairs
            if not _is_gap(cell)
        )
    measures = [measure_of(question, toolkit) for question in toolkit.questions]
    return encode_for(toolkit.questions, measures, units)


def _is_gap(cell: object) -> bool:
    return cell is None or cell != cell  # noqa: PLR0124 - NaN is unlike itself


def _plain(kind: str, cell: object) -> Value:
    if kind == "level" and isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return cell  # type: ignore[return-value] # checked when it is encoded
