"""The public names of eready's core, for use without a server.

>>> from eready import load_toolkit, read_answers_csv, score
"""

from app.definition.difference import Difference, compare_toolkits
from app.definition.finding import DefinitionError, Finding
from app.definition.index import Index
from app.definition.loading import load_index, load_toolkit
from app.definition.toolkit import Toolkit
from app.definition.writing import toolkit_files
from app.response import (
    Answer,
    AnswerError,
    AnswerFileError,
    Answers,
    Setting,
    SettingError,
    parse_answer,
    progress,
    questions_for,
    read_answers_csv,
)
from app.response.carrying import Carried, carry_answers
from app.scoring import (
    Change,
    Explanation,
    IndexScores,
    NodeScore,
    Scores,
    ScoreTable,
    ScoringError,
    consistency,
    explain,
    explain_index,
    family_scores,
    find_out,
    gains,
    peer_statistics,
    recommendations,
    score,
    score_batch,
    score_index,
    score_rows,
    split_change,
    weakest,
)

__all__ = [
    "Answer",
    "AnswerError",
    "AnswerFileError",
    "Answers",
    "Carried",
    "Change",
    "DefinitionError",
    "Difference",
    "Explanation",
    "Finding",
    "Index",
    "IndexScores",
    "NodeScore",
    "ScoreTable",
    "Scores",
    "ScoringError",
    "Setting",
    "SettingError",
    "Toolkit",
    "carry_answers",
    "compare_toolkits",
    "consistency",
    "explain",
    "explain_index",
    "family_scores",
    "find_out",
    "gains",
    "load_index",
    "load_toolkit",
    "parse_answer",
    "peer_statistics",
    "progress",
    "questions_for",
    "read_answers_csv",
    "recommendations",
    "score",
    "score_batch",
    "score_index",
    "score_rows",
    "split_change",
    "toolkit_files",
    "weakest",
]
