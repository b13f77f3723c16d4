"""What is different between two versions of a toolkit, and what that asks of the version number."""

from app.definition.difference.change import Carries, KeyChange, QuestionChange, Status, Step
from app.definition.difference.toolkit import Difference, compare_toolkits

__all__ = [
    "Carries",
    "Difference",
    "KeyChange",
    "QuestionChange",
    "Status",
    "Step",
    "compare_toolkits",
]
