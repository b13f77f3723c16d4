"""Who is to answer what: a pillar, a topic, a question or all, and what that comes to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from app.definition.question import Question
from app.definition.toolkit import Pillar, Toolkit, Topic, walk
from app.service.access import Access
from app.service.permission import ANSWER, CONTRIBUTOR, FACILITATOR, FOCAL_POINT
from app.store.base import AnyRow

WHOLE: Final = ""
"""The node that stands for all questions."""
ANSWER_ALL: Final = frozenset({FOCAL_POINT, FACILITATOR})
"""Roles that answer any question; a contributor answers what is assigned to them."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """Somebody is to answer what stands below a node, by a day if one was set."""

    node: str
    account: str
    due: date | None


def read_assignment(row: AnyRow) -> Assignment:
    """Give the assignment a row keeps."""
    return Assignment(row.node, row.account_id, row.due)


@lru_cache(maxsize=4_096)
def questions_below(toolkit: Toolkit, node: str) -> tuple[str, ...]:
    """Give the ids of all questions a node stands for; none for a node the toolkit does not have.

    A toolkit that was changed under an assignment may have lost its node.
    """
    if node == WHOLE:
        return tuple(question.id for question in toolkit.questions)
    try:
        found = toolkit.node(node)
    except KeyError:
        return ()
    if isinstance(found, Question):
        return (found.id,)
    if not isinstance(found, Pillar | Topic):
        return ()
    return tuple(item.id for item in walk(found) if isinstance(item, Question))


def find_own(
    toolkit: Toolkit, assignments: Iterable[Assignment], account: str
) -> Mapping[str, Assignment]:
    """Give the questions assigned to somebody, each with the assignment that is due first."""
    found: dict[str, Assignment] = {}
    mine = (item for item in assignments if item.account == account)
    for item in sorted(mine, key=lambda one: (one.due is None, one.due or date.max)):
        for question in questions_below(toolkit, item.node):
            found.setdefault(question, item)
    order = {question.id: place for place, question in enumerate(toolkit.questions)}
    return dict(sorted(found.items(), key=lambda pair: order[pair[0]]))


def find_assigned(
    toolkit: Toolkit, assignments: Iterable[Assignment]
) -> Mapping[str, tuple[str, ...]]:
    """Give for each question that is assigned the accounts of those who are to answer it."""
    found: dict[str, dict[str, None]] = {}
    for item in assignments:
        for question in questions_below(toolkit, item.node):
            found.setdefault(question, {})[item.account] = None
    return {question: tuple(accounts) for question, accounts in found.items()}


def find_writable(
    access: Access, toolkit: Toolkit, assignments: Iterable[Assignment]
) -> frozenset[str]:
    """Give the questions somebody may answer here now."""
    if not access.may(ANSWER):
        return frozenset()
    if access.roles & ANSWER_ALL:
        return frozenset(questions_below(toolkit, WHOLE))
    if CONTRIBUTOR in access.roles:
        return frozenset(find_own(toolkit, assignments, access.account))
    return frozenset()
