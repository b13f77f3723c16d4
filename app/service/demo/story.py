"""Who the people of the invented country are, and what they wrote: read from `demo/story.toml`."""

import tomllib
from typing import Any, Final, NamedTuple, TypeVar

from app.paths import DEMO

Row = TypeVar("Row")


class Person(NamedTuple):
    """Somebody with an account; `role` on the unit is empty for the administrator."""

    key: str
    name: str
    role: str


class Document(NamedTuple):
    """A document named as evidence, in a state of evidence."""

    question: str
    title: str
    page: str
    state: str


class File(NamedTuple):
    """A file kept as evidence."""

    question: str
    name: str
    text: str


class Comment(NamedTuple):
    """What somebody says on a question; on the whole where it is empty."""

    question: str
    key: str
    text: str


class Reply(NamedTuple):
    """What somebody says to the first comment."""

    key: str
    text: str


class Remark(NamedTuple):
    """What a reviewer remarks, and what the team decides."""

    place: str
    text: str
    proposal: str
    decision: str


class Goal(NamedTuple):
    """The level a question is to reach."""

    question: str
    level: int


class OwnAction(NamedTuple):
    """An action of the plan that the toolkit does not propose."""

    text: str
    question: str
    partner: str
    cost: str
    impact: int
    effort: int


class Gathering(NamedTuple):
    """A workshop: its title and place, and how many people of which role come."""

    title: str
    place: str
    roles: dict[str, int]


class Agreement(NamedTuple):
    """What the workshop agrees on a question, and what some hold against it."""

    question: str
    outcome: str
    level: int
    note: str
    minority: str
    minority_level: int


def _list(kind: type[Row], name: str) -> tuple[Row, ...]:
    return tuple(kind(**row) for row in _STORY[name])


_STORY: Final[dict[str, Any]] = tomllib.loads((DEMO / "story.toml").read_text(encoding="utf-8"))

TOOLKIT: Final[str] = _STORY["toolkit"]
ADMINISTRATOR: Final = Person(**_STORY["administrator"])
PEOPLE: Final = _list(Person, "people")
"""The focal point comes first: they invite the others."""
PARTS: Final[dict[str, list[str]]] = _STORY["parts"]
"""Pillars each contributor answers, by key."""
NOTES: Final[list[str]] = _STORY["notes"]
WHY: Final[str] = _STORY["why"]
REASON: Final[str] = _STORY["reason"]
EVIDENCE: Final = _list(Document, "evidence")
FILE: Final = File(**_STORY["file"])
COMMENTS: Final = _list(Comment, "comments")
REPLY: Final = Reply(**_STORY["reply"])
REMARKS: Final = _list(Remark, "remarks")
ANSWER_TO_REMARK: Final[str] = _STORY["answer_to_remark"]
GOALS: Final = _list(Goal, "goals")
OWN_ACTIONS: Final = _list(OwnAction, "actions")
WORKSHOP: Final = Gathering(**_STORY["workshop"])
WORKSHOP_AGREEMENTS: Final = _list(Agreement, "agreements")
