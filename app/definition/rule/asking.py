"""Rules on when a question is asked: order, cycles, and questions nobody would ever see."""

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Final

from app.definition.grammar import Expression, names_in
from app.definition.question import Question
from app.definition.rule.condition import is_sound
from app.definition.rule.registry import Fault, rule
from app.definition.rule.subject import Condition, Subject
from app.definition.rule.trial import can_be_true, is_in_scope, scopes_of
from app.definition.toolkit import TOTAL, walk

_OF_QUESTION: Final = frozenset({"level", "value", "answered"})


def _whens(subject: Subject) -> Iterator[tuple[Condition, Question, Expression]]:
    for condition in subject.conditions:
        expression = condition.expression
        if condition.question is not None and expression is not None:
            yield condition, condition.question, expression


def _named(subject: Subject, expression: Expression) -> frozenset[str]:
    """Give the questions an expression depends on, those below a node in coverage() included."""
    names = names_in(expression)
    asked = {name for function, name in names if function in _OF_QUESTION}
    for function, name in names:
        if function == "coverage":
            asked |= _below(subject, name)
    return frozenset(asked & subject.question_by_id.keys())


def _below(subject: Subject, name: str) -> set[str]:
    if name == TOTAL:
        return set(subject.question_by_id)
    for _, node in subject.nodes:
        if node.id == name:
            return {part.id for part in walk(node) if isinstance(part, Question)}
    return {name}


@rule(
    "score-in-when",
    why="A score changes with every answer, so questions would come and go while answering.",
    mend="Ask for level(ID) or value(ID) of an earlier question.",
)
def find_scores_in_when(subject: Subject) -> Iterator[Fault]:
    """Look for score() in `when`."""
    for condition, question, expression in _whens(subject):
        if any(function == "score" for function, _ in names_in(expression)):
            yield Fault(condition.path, f"{question.id!r} is asked depending on a score.")


@rule(
    "condition-later",
    why="What is asked next can only depend on what was answered before.",
    mend="Move the question behind those it depends on, or depend on earlier ones.",
)
def find_later_conditions(subject: Subject) -> Iterator[Fault]:
    """Look for conditions on questions that come later."""
    for condition, question, expression in _whens(subject):
        here = subject.place_of[question.id]
        for name in sorted(_named(subject, expression)):
            if name != question.id and subject.place_of[name] > here:
                message = f"{question.id!r} depends on {name!r}, which is asked later."
                yield Fault(condition.path, message)


@rule(
    "condition-cycle",
    why="Questions that wait for each other are never asked.",
    mend="Break the circle: let one of them be asked without the other.",
)
def find_cycles(subject: Subject) -> Iterator[Fault]:
    """Look for questions that depend on themselves, directly or through others."""
    whens = list(_whens(subject))
    needs = {question.id: _named(subject, expression) for _, question, expression in whens}
    for condition, question, _ in whens:
        if question.id in _reachable(question.id, needs):
            yield Fault(condition.path, f"{question.id!r} depends on itself in the end.")


def _reachable(start: str, needs: Mapping[str, frozenset[str]]) -> set[str]:
    reached: set[str] = set()
    todo = [start]
    while todo:
        for name in needs.get(todo.pop(), ()):
            if name not in reached:
                reached.add(name)
                todo.append(name)
    return reached


@rule(
    "circular-score",
    why="A value that depends on itself has no value.",
    mend="Let the expression of the gate, stage or deduction look at levels or at parts below.",
)
def find_circular_scores(subject: Subject) -> Iterator[Fault]:
    """Look for gates, stages and deductions whose score() leads back to their own node."""
    if subject.toolkit is None:
        return
    ids = [TOTAL, *(part.id for _, part in (*subject.nodes, *subject.questions))]
    if len(set(ids)) < len(ids):
        return  # with ids that stand twice there is no telling who depends on whom
    graph: dict[str, set[str]] = {TOTAL: {pillar.id for pillar in subject.toolkit.pillars}}
    for _, node in subject.nodes:
        graph.setdefault(node.id, set()).update(child.id for child in node.children)
    for condition in subject.conditions:
        owner = _owner(subject, condition)
        expression = condition.expression
        if owner is not None and expression is not None:
            names = {name for function, name in names_in(expression) if function == "score"}
            graph.setdefault(owner, set()).update(names)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle = " → ".join(reversed(error.args[1]))
        yield Fault(("scoring",), f"These scores depend on each other: {circle[:300]}.")


def _owner(subject: Subject, condition: Condition) -> str | None:
    """Give the node whose value an expression changes."""
    path = condition.path
    if subject.toolkit is not None and path[:2] == ("scoring", "gates"):
        return subject.toolkit.scoring.gates[int(path[2])].node
    if path[:3] == ("scoring", "aggregate", "total"):
        return TOTAL
    found = [node.id for start, node in subject.nodes if _is_own(start, path)]
    return found[-1] if found else None


def _is_own(start: tuple[str | int, ...], path: tuple[str | int, ...]) -> bool:
    return path[: len(start)] == start and path[len(start)] in {"stages", "deduct"}


@rule(
    "never-asked",
    why="A question that no answers lead to is dead, and its weight with it.",
    mend="Correct the condition or the scopes.",
)
def find_unasked_questions(subject: Subject) -> Iterator[Fault]:
    """Look for questions that no answers, scope and parameters lead to."""
    if subject.toolkit is None or not subject.is_whole:
        return
    for path, question in subject.questions:
        scopes = scopes_of(subject, question)
        if not scopes:
            yield Fault((*path, "scopes"), f"{question.id!r} is asked in no scope of the toolkit.")
    for condition, question, expression in _whens(subject):
        if not is_sound(subject, expression):
            continue
        scopes = scopes_of(subject, question)
        dead = [scope for scope in scopes if not can_be_true(subject, expression, scope)]
        if dead and len(dead) == len(scopes):
            message = f"No answers make {condition.text[:80]!r} true: it is never asked."
            yield Fault(condition.path, message)


@rule(
    "condition-hidden",
    why="Where the question it depends on is not asked, this one cannot be asked either.",
    mend="Give both questions the same scopes, or name the scope in the condition.",
)
def find_hidden_conditions(subject: Subject) -> Iterator[Fault]:
    """Look for conditions on questions that some scope of the asker never shows."""
    if subject.toolkit is None or not subject.is_whole:
        return
    for condition, question, expression in _whens(subject):
        for scope in scopes_of(subject, question):
            named = sorted(_named(subject, expression))
            hidden = [name for name in named if not is_in_scope(subject, name, scope)]
            if hidden and not can_be_true(subject, expression, scope):
                message = f"In the scope {scope}, {hidden[0]!r} is not asked."
                yield Fault(condition.path, message)
