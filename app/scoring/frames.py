"""The door for pandas: tables of answers in, tables of scores out.

Pandas is loaded inside the functions, so that scoring one assessment never waits for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from app.response.kind import measure_of
from app.scoring.engine import FULL, score_batch
from app.scoring.error import ScoringError
from app.scoring.index.figure import FigureTable, pillar_columns, text_columns
from app.scoring.kernel import STATUSES, TOLERANCE
from app.scoring.rows import SCORE_COLUMNS
from app.scoring.table import ANSWERED, BLANK, AnswerTable, Encoder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pandas as pd

    from app.definition.index import Index
    from app.definition.question import Question
    from app.definition.toolkit import Band, Toolkit
    from app.response.answer import Value
    from app.response.setting import Setting
    from app.scoring.array import Codes, Floats
    from app.scoring.batch import ScoreTable


def score_frames(
    toolkit: Toolkit,
    frames: Iterable[pd.DataFrame],
    setting: Setting = FULL,
    *,
    wide: bool = False,
) -> Iterator[pd.DataFrame]:
    """Score frames of answers one after the other, so that not all have to be in memory.

    Each frame has one row a unit, as `answers_from_frame` reads it, and gives a frame of scores
    with the columns of `eready score`; with `wide` one row a unit and one column a node. Units are
    scored by themselves: the numbers do not depend on how rows are spread over frames. That no
    unit stands in two frames is not looked at. Raises what `score_batch` raises.
    """
    for frame in frames:
        yield score_frame(toolkit, frame, setting, wide=wide)


def score_frame(
    toolkit: Toolkit, frame: pd.DataFrame, setting: Setting = FULL, *, wide: bool = False
) -> pd.DataFrame:
    """Score one frame of answers; see `score_frames`."""
    table = score_batch(toolkit, answers_from_frame(toolkit, frame), setting)
    return wide_frame(table) if wide else scores_frame(table)


def scores_frame(table: ScoreTable) -> pd.DataFrame:
    """Give the scores as a frame with the columns of `eready score`, one row a unit and node."""
    import pandas as pd  # noqa: PLC0415 - see the top of the file

    nodes = [table.plan.nodes[table.plan.row_of[node_id]] for node_id in table.nodes]
    score = np.where(table.status == 0, table.value, np.nan)
    bands = [_bands_of(node.bands, row) for node, row in zip(nodes, score, strict=True)]
    columns: dict[str, Any] = {
        "unit": np.repeat(np.array(table.units, dtype=object), len(nodes)),
        "node": np.tile(np.array(table.nodes, dtype=object), len(table.units)),
        "kind": np.tile(np.array([node.kind for node in nodes], dtype=object), len(table.units)),
        "score": _down(score),
        "low": _down(table.low),
        "high": _down(table.high),
        "coverage": _down(table.coverage),
        "counted": _down(table.counted).astype(np.int64),
        "applicable": _down(table.applicable).astype(np.int64),
        "band": _down(np.array(bands, dtype=object).reshape(score.shape)),
        "status": np.array(STATUSES, dtype=object)[_down(table.status)],
    }
    frame = pd.DataFrame({name: columns[name] for name in SCORE_COLUMNS})
    texts = ["unit", "node", "kind", "band", "status"]
    return frame.astype(dict.fromkeys(texts, "str"))


def _down(array: Any) -> Any:  # noqa: ANN401 - of any kind of cell
    """Lay rows by node out unit after unit."""
    return np.ascontiguousarray(array.T).ravel()


def _bands_of(bands: Sequence[Band], values: Floats) -> np.ndarray[Any, Any]:
    """Give the id of the band each value lies in, as `band_of` does; None without one."""
    ordered = sorted(bands, key=lambda band: band.from_)
    names = np.array([None, *(band.id for band in ordered)], dtype=object)
    places = np.searchsorted([band.from_ for band in ordered], values + TOLERANCE, side="right")
    found: np.ndarray[Any, Any] = names[np.where(np.isnan(values), 0, places)]
    return found


def wide_frame(table: ScoreTable) -> pd.DataFrame:
    """Give the published scores with one row a unit and one column a node."""
    import pandas as pd  # noqa: PLC0415 - see the top of the file

    columns = {node: table.score(node) for node in table.nodes}
    return pd.DataFrame(columns, index=pd.Index(table.units, name="unit", dtype="str"))


def answers_from_frame(toolkit: Toolkit, frame: pd.DataFrame) -> AnswerTable:
    """Read answers from a frame with one row a unit (its index) and one column a question.

    Cells are typed values, the options of a `multi` question as a tuple or a text joined by `;`; an
    empty cell or selection is blank. ScoringError for a column that is no question, a column or
    unit that stands there twice, and a value that the question cannot have.
    """
    known = {question.id: question for question in toolkit.questions}
    strange = [str(column) for column in frame.columns if column not in known]
    if strange:
        raise ScoringError(f"No questions of {toolkit.id}: {', '.join(strange)}.")
    for what, names in (("column", frame.columns), ("unit", frame.index)):
        if not names.is_unique:
            raise ScoringError(f"A {what} stands there twice: {names[names.duplicated()][0]}.")
    units = tuple(map(str, frame.index))
    shape = (len(toolkit.questions), len(units))
    state, code = np.full(shape, BLANK, dtype=np.int8), np.full(shape, np.nan)
    texts: dict[str, int] = {}
    for row, question in enumerate(toolkit.questions):
        if question.id in frame.columns:
            reader = _ColumnReader(question, toolkit, texts)
            state[row], code[row] = reader.read(frame[question.id], units)
    return AnswerTable(units, tuple(known), state, code, tuple(texts))


class _ColumnReader:
    """Reads the cells of one question, each different one once."""

    def __init__(self, question: Question, toolkit: Toolkit, texts: dict[str, int]) -> None:
        self.question = question
        self.encoder = Encoder(measure_of(question, toolkit))
        self.texts = texts

    def read(self, column: pd.Series[Any], units: tuple[str, ...]) -> tuple[Codes, Floats]:
        import pandas as pd  # noqa: PLC0415 - see the top of the file

        try:
            places, different = pd.factorize(column)
        except TypeError as error:
            message = f"{self.question.id}: a column must hold plain values, none that can change."
            raise ScoringError(message) from error
        # A gap has the place -1: that of the last code.
        states = np.full(len(different) + 1, BLANK, dtype=np.int8)
        codes = np.full(states.shape, np.nan)
        for place, cell in enumerate(different.tolist()):
            value = _plain(self.question.kind, cell)
            if value in {"", ()}:
                continue
            states[place] = ANSWERED
            try:
                codes[place] = self.encoder.encode(value, self.texts)
            except (ValueError, TypeError) as error:
                unit = units[int(np.argmax(places == place))]
                message = f"{unit}, {self.question.id}: {cell!r} is not a possible answer."
                raise ScoringError(message) from error
        return states[places], codes[places]


def _plain(kind: str, cell: object) -> Value:
    if kind == "level" and isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if kind == "multi" and isinstance(cell, str):
        return tuple(option.strip() for option in cell.split(";") if option.strip())
    return cell  # type: ignore[return-value] # checked when it is encoded


def figures_from_frame(index: Index, frame: pd.DataFrame) -> FigureTable:
    """Give a frame of figures, one row a unit and one column a leaf, as columns an index reads.

    An empty cell is missing. Raises ScoringError for a cell that is no number.
    """
    texts = text_columns(index)
    numbers = {str(name): _numbers(frame, str(name)) for name in frame.columns if name not in texts}
    for leaf, node in pillar_columns(index).items():
        if node in numbers:
            numbers.setdefault(leaf, numbers[node])
    words = {
        str(name): [_word(cell) for cell in frame[name].astype(object).tolist()]
        for name in frame.columns
        if name in texts
    }
    return FigureTable(tuple(map(str, frame.index)), numbers, words)


def _word(cell: object) -> str | None:
    is_gap = cell is None or cell == "" or cell != cell  # noqa: PLR0124 - NaN is unlike itself
    return None if is_gap else str(cell)


def _numbers(frame: pd.DataFrame, name: str) -> Floats:
    try:
        return frame[name].to_numpy(dtype=np.float64, na_value=np.nan)
    except (TypeError, ValueError) as error:
        raise ScoringError(f"{name}: a cell is no number: {error}.") from error
