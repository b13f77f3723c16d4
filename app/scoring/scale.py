"""The scale that a node's levels are counted on."""

from app.definition.question import Question
from app.definition.toolkit import TOTAL, Toolkit, View, walk


def highest_below(toolkit: Toolkit, node_id: str) -> int:
    """Give the highest level for a node: of the scale that all questions with levels below share.

    Where they differ, or none has levels, that of the toolkit's scale.
    """
    node = None if node_id == TOTAL else toolkit.node(node_id)
    if node is None or isinstance(node, View | Question):
        questions = toolkit.questions
    else:
        questions = tuple(part for part in walk(node) if isinstance(part, Question))
    found = {
        toolkit.levels_of(question).highest
        for question in questions
        if question.kind == "level" or question.score_by == "level"
    }
    return found.pop() if len(found) == 1 else toolkit.scale.highest
