"""From answers and published figures to scores that explain themselves.

One numpy kernel for one unit and for many. The rules and formulas are in docs/reference/scoring.md.

A name is loaded from its module when it is first asked for: who only reads answers or definitions
does not wait for numpy.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from app.scoring.band import band_of
    from app.scoring.batch import ScoreTable
    from app.scoring.change import Change, ShownChange, split_change
    from app.scoring.compiling import compile_toolkit
    from app.scoring.contradiction import Contradiction, consistency, evidence_due
    from app.scoring.effect import DeductionEffect, GateEffect, StageEffect
    from app.scoring.engine import score, score_batch
    from app.scoring.error import ScoringError
    from app.scoring.explanation import (
        Explanation,
        LeftOut,
        explain,
        explanation_tree,
    )
    from app.scoring.family import FamilyScore, family_scores
    from app.scoring.gain import (
        Gain,
        Recommendation,
        find_out,
        gains,
        recommendations,
        weakest,
    )
    from app.scoring.index.engine import score_index, twins
    from app.scoring.index.explanation import explain_index
    from app.scoring.index.part import IndexParts, IndexSetting, score_index_parts
    from app.scoring.index.result import IndexNodeScore, IndexScores
    from app.scoring.peer import Peer, peer_statistics
    from app.scoring.plan import ENGINE, Plan
    from app.scoring.result import Counts, NodeScore, ScoreFinding, Scores
    from app.scoring.rows import SCORE_COLUMNS, score_rows, write_cell
    from app.scoring.table import AnswerTable, encode_answers
    from app.scoring.year import Dated, newest

_NAMES: Final = {
    "band": ("band_of",),
    "batch": ("ScoreTable",),
    "change": ("Change", "ShownChange", "split_change"),
    "compiling": ("compile_toolkit",),
    "contradiction": ("Contradiction", "consistency", "evidence_due"),
    "effect": ("DeductionEffect", "GateEffect", "StageEffect"),
    "engine": ("score", "score_batch"),
    "error": ("ScoringError",),
    "explanation": ("Explanation", "LeftOut", "explain", "explanation_tree"),
    "family": ("FamilyScore", "family_scores"),
    "gain": ("Gain", "Recommendation", "find_out", "gains", "recommendations", "weakest"),
    "index.engine": ("score_index", "twins"),
    "index.explanation": ("explain_index",),
    "index.part": ("IndexParts", "IndexSetting", "score_index_parts"),
    "index.result": ("IndexNodeScore", "IndexScores"),
    "peer": ("Peer", "peer_statistics"),
    "plan": ("ENGINE", "Plan"),
    "result": ("Counts", "NodeScore", "ScoreFinding", "Scores"),
    "rows": ("SCORE_COLUMNS", "score_rows", "write_cell"),
    "table": ("AnswerTable", "encode_answers"),
    "year": ("Dated", "newest"),
}
_MODULE_OF: Final = {name: module for module, names in _NAMES.items() for name in names}

__all__ = [
    "ENGINE",
    "SCORE_COLUMNS",
    "AnswerTable",
    "Change",
    "Contradiction",
    "Counts",
    "Dated",
    "DeductionEffect",
    "Explanation",
    "FamilyScore",
    "Gain",
    "GateEffect",
    "IndexNodeScore",
    "IndexParts",
    "IndexScores",
    "IndexSetting",
    "LeftOut",
    "NodeScore",
    "Peer",
    "Plan",
    "Recommendation",
    "ScoreFinding",
    "ScoreTable",
    "Scores",
    "ScoringError",
    "ShownChange",
    "StageEffect",
    "band_of",
    "compile_toolkit",
    "consistency",
    "encode_answers",
    "evidence_due",
    "explain",
    "explain_index",
    "explanation_tree",
    "family_scores",
    "find_out",
    "gains",
    "newest",
    "peer_statistics",
    "recommendations",
    "score",
    "score_batch",
    "score_index",
    "score_index_parts",
    "score_rows",
    "split_change",
    "twins",
    "weakest",
    "write_cell",
]


def __getattr__(name: str) -> object:
    """Load a name from its module; kept, so that this is called once for each."""
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
