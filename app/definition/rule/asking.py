"""Rules on when a question is asked: order, cycles, and questions nobody would ever see."""

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Final

from app.definition.circle import find_circular
from app.definition.grammar import Expression
from app.definition.index import IndexNode
from app.definition.question import Question
from app.definition.rule.condition import is_sound
from app.definition.rule.registry import Fault, Path, rule
from app.definition.rule.subject import Condition, Subject
from app.definition.rule.trial import MOST_OPTIONS, can_be_true, is_in_scope, scopes_of
from app.definition.toolkit import TOTAL, Pillar

# The rule of a storey belongs to all its nodes: in a graph of who depends on whom it stands as a
# name between them, which no id can have.
_STOREYS: Final = {"topic": "(topic)", "pillar": "(pillar)", "total": TOTAL}
_BETWEEN: Final = frozenset({"(topic)", "(pillar)"})
_OF_QUESTION: Final = frozenset({"level", "value", "answered"})


def _whens(subject: Subject) -> Iterator[tuple[Condition, Question, Expression]]:
    for condition in subject.conditions:
        if condition.question is not None and condition.expression is not None:
            yield condition, condition.question, condition.expression


def _asks_about(subject: Subject, condition: Condition) -> list[str]:
    """Give the questions an expression depends on, in the order of their ids."""
    asked = {name for function, name in condition.names if function in _OF_QUESTION}
    return sorted(asked & subject.question_by_id.keys())


@rule(
    "score-in-when",
    why="Scores and coverage change with every answer and are known only when all are given, so "
    "questions would come and go, or never come.",
    mend="Ask for level(ID), value(ID) or answered(ID) of an earlier question.",
)
def find_scores_in_when(subject: Subject) -> Iterator[Fault]:
    """Look for score() and coverage() in `when`."""
    for condition, question, _ in _whens(subject):
        functions = {function for function, _ in condition.names}
        for function in sorted(functions & {"score", "coverage"}):
            yield Fault(condition.path, f"{question.id!r} is asked depending on a {function}.")


@rule(
    "condition-later",
    why="What is asked next can only depend on what was answered before.",
    mend="Move the question behind those it depends on, or depend on earlier ones.",
)
def find_later_conditions(subject: Subject) -> Iterator[Fault]:
    """Look for conditions on questions that come later."""
    for condition, question, _ in _whens(subject):
        here = subject.place_of[question.id]
        for name in _asks_about(subject, condition):
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
    graph = {
        question.id: _asks_about(subject, condition) for condition, question, _ in _whens(subject)
    }
    for name in find_circular(graph):
        yield Fault(subject.when_of[name].path, f"{name!r} depends on itself in the end.")


@rule(
    "circular-score",
    why="A value that depends on itself has no value.",
    mend="Let the expression of the gate, stage or deduction look at levels or at parts below.",
)
def find_circular_scores(subject: Subject) -> Iterator[Fault]:
    """Look for gates, stages and deductions whose score() leads back to their own node."""
    yield from _circles_in_indices(subject)
    if subject.toolkit is None:
        return
    ids = [TOTAL, *(part.id for _, part in (*subject.nodes, *subject.questions))]
    if len(set(ids)) < len(ids):
        return  # with ids that stand twice there is no telling who depends on whom
    graph: dict[str, set[str]] = {TOTAL: {pillar.id for pillar in subject.toolkit.pillars}}
    aggregate = subject.toolkit.scoring.aggregate
    for _, node in subject.nodes:
        graph.setdefault(node.id, set()).update(child.id for child in node.children)
        storey = "pillar" if isinstance(node, Pillar) else "topic"
        if node.method in {
            None,
            getattr(aggregate, storey).method,
        }:  # else it has a rule of its own
            graph[node.id].add(_STOREYS[storey])
    owners = dict(subject.nodes_at)
    for condition in subject.conditions:
        owner = _owner(subject, owners, condition)
        if owner is not None:
            names = {name for function, name in condition.names if function == "score"}
            graph.setdefault(owner, set()).update(names)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle = [name for name in reversed(error.args[1]) if name not in _BETWEEN]
        message = f"These scores depend on each other: {' → '.join(circle)[:300]}."
        yield Fault(_first_in_circle(subject, owners, frozenset(circle)), message)


def _circles_in_indices(subject: Subject) -> Iterator[Fault]:
    """Give the expressions of an index by which a node reads a score that rests on it."""
    graph: dict[str, set[str]] = {}
    at: dict[Path, str] = {}
    for path, part, index in subject.index_parts:
        if isinstance(part, IndexNode):
            at[path] = f"{id(index)} {part.id}"
            graph.setdefault(at[path], set()).update(f"{id(index)} {one.id}" for one in part.of)
    found: list[tuple[str, Condition]] = []
    for condition in subject.conditions:
        steps = -3 if "stages" in condition.path else -2
        owner = at.get(condition.path[:steps])
        if owner is not None:
            names = {name for function, name in condition.names if function == "score"}
            graph[owner].update(f"{id(condition.index)} {name}" for name in names)
            found.append((owner, condition))
    circular = set(find_circular(graph))
    for owner, condition in found:
        read = {f"{id(condition.index)} {name}" for _, name in condition.names}
        if owner in circular and read & circular:
            message = f"This reads a score that rests on {owner.partition(' ')[2]!r} itself."
            yield Fault(condition.path, message)


def _first_in_circle(subject: Subject, owners: Mapping[Path, str], circle: frozenset[str]) -> Path:
    """Give the path of the first expression by which one score of a circle reads another."""
    for condition in subject.conditions:
        names = {name for function, name in condition.names if function == "score"}
        if _owner(subject, owners, condition) in circle | _BETWEEN and names & circle:
            return condition.path
    return ("scoring",)


def _owner(subject: Subject, owners: Mapping[Path, str], condition: Condition) -> str | None:
    """Give the node whose value an expression changes."""
    path = condition.path
    if subject.toolkit is not None and path[:2] == ("scoring", "gates"):
        return subject.toolkit.scoring.gates[int(path[2])].node
    if path[:2] == ("scoring", "aggregate"):
        return _STOREYS[str(path[2])]
    return owners.get(path[:-3] if "stages" in path else path[:-2])


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
        asked = _asks_about(subject, condition)[:MOST_OPTIONS]
        for scope in scopes_of(subject, question):
            hidden = [name for name in asked if not is_in_scope(subject, name, scope)]
            if hidden and not can_be_true(subject, expression, scope):
                message = f"In the scope {scope}, {hidden[0]!r} is not asked."
                yield Fault(condition.path, message)
