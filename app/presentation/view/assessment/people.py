"""Who is to answer what: parts of a toolkit against people, and what nobody was given."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from app.definition.question import Question
from app.definition.toolkit import Pillar, Toolkit, Topic
from app.presentation.language import Phrase
from app.presentation.number import show_date
from app.presentation.view.wording import Wording
from app.response import Answers, questions_for

WHOLE = ""


class Assigned(Protocol):
    """Somebody is to answer what stands below a node, by a day if one was set."""

    @property
    def node(self) -> str:
        """The part."""

    @property
    def account(self) -> str:
        """Who."""

    @property
    def due(self) -> date | None:
        """Until when."""


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part as a row: `depth` 0 is the whole and each pillar, `kind` says what it is."""

    id: str
    title: Phrase
    depth: int
    kind: str
    family: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One person and one part: given directly, or with the part named in `within`."""

    account: str
    name: str
    is_given: bool
    within: Phrase | None


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A part with a cell for each person; `is_open` where nobody has anything of it."""

    part: PartRow
    cells: tuple[Cell, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class GivenRow:
    """A part somebody was given; `due` as a form wants it, `shown` in words."""

    account: str
    name: str
    node: str
    title: Phrase
    due: str
    shown: str
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class OpenRow:
    """A topic or pillar with questions nobody was given."""

    title: Phrase
    family: str
    count: int
    of: int
    node: str


def list_parts(wording: Wording, *, opened: str = "") -> tuple[PartRow, ...]:
    """List the whole, its pillars and topics, and the questions of one pillar that is opened."""
    say = wording.translator.gettext
    rows = [PartRow(WHOLE, Phrase(say("All questions"), wording.translator.code), 0, "whole")]
    for pillar in wording.toolkit.pillars:
        rows.append(PartRow(pillar.id, wording.phrase(pillar.title), 0, "pillar", pillar.family))
        rows += _list_below(wording, pillar, 1, with_questions=opened == pillar.id)
    return tuple(rows)


def _list_below(
    wording: Wording, node: Pillar | Topic, depth: int, *, with_questions: bool
) -> Iterator[PartRow]:
    for child in node.children:
        if isinstance(child, Topic):
            yield PartRow(child.id, wording.phrase(child.title), depth, "topic")
            yield from _list_below(wording, child, depth + 1, with_questions=with_questions)
        elif with_questions:
            yield PartRow(child.id, wording.phrase(child.text), depth, "question")


def build_matrix(
    wording: Wording,
    people: Mapping[str, str],
    assigned: Iterable[Assigned],
    *,
    opened: str = "",
) -> tuple[MatrixRow, ...]:
    """Put parts against people; `people` are names by account, `opened` a pillar shown whole."""
    given = [(item.account, item.node) for item in assigned]
    above = _find_above(wording.toolkit)
    titles = {part.id: part.title for part in list_parts(wording)}
    direct = frozenset(given)
    taken = {node for _, node in given}
    return tuple(
        MatrixRow(
            part,
            tuple(
                _build_cell(part.id, (account, name), direct, above=above, titles=titles)
                for account, name in people.items()
            ),
            not _has_any(part.id, taken, above),
        )
        for part in list_parts(wording, opened=opened)
    )


def _build_cell(
    node: str,
    person: tuple[str, str],
    given: frozenset[tuple[str, str]],
    *,
    above: Mapping[str, tuple[str, ...]],
    titles: Mapping[str, Phrase],
) -> Cell:
    account, name = person
    holder = next((one for one in above.get(node, ()) if (account, one) in given), None)
    within = titles.get(holder) if holder is not None else None
    return Cell(account, name, (account, node) in given, within)


def _has_any(node: str, taken: set[str], above: Mapping[str, tuple[str, ...]]) -> bool:
    """Tell whether somebody has a part, something it stands in or something in it."""
    if node in taken or taken & set(above.get(node, ())):
        return True
    return any(node in above.get(one, ()) for one in taken)


def _find_above(toolkit: Toolkit) -> Mapping[str, tuple[str, ...]]:
    """Give for each part what it stands in, the nearest first and the whole last."""
    found: dict[str, tuple[str, ...]] = {WHOLE: ()}

    def go(node: Pillar | Topic | Question, above: tuple[str, ...]) -> None:
        found[node.id] = above
        if not isinstance(node, Question):
            for child in node.children:
                go(child, (node.id, *above))

    for pillar in toolkit.pillars:
        go(pillar, (WHOLE,))
    return found


def list_given(
    wording: Wording, people: Mapping[str, str], assigned: Iterable[Assigned], *, today: date
) -> tuple[GivenRow, ...]:
    """List what was given out, by person, then in the order of the toolkit."""
    order = {node: place for place, node in enumerate(_find_above(wording.toolkit))}
    ranks = {account: place for place, account in enumerate(people)}
    rows = sorted(
        assigned,
        key=lambda one: (ranks.get(one.account, len(ranks)), order.get(one.node, len(order))),
    )
    return tuple(
        GivenRow(
            item.account,
            people.get(item.account, ""),
            item.node,
            name_part(wording, item.node),
            item.due.isoformat() if item.due else "",
            show_date(item.due, wording.translator) if item.due else "",
            item.due is not None and item.due < today,
        )
        for item in rows
    )


def name_part(wording: Wording, node: str) -> Phrase:
    """Name a part; one the toolkit no longer has by its id."""
    if node == WHOLE:
        return Phrase(wording.translator.gettext("All questions"), wording.translator.code)
    try:
        found = wording.toolkit.node(node)
    except KeyError:
        return Phrase(node)
    return wording.phrase(found.text if isinstance(found, Question) else found.title)


def list_open(
    wording: Wording, answers: Answers, assigned: Mapping[str, tuple[str, ...]]
) -> tuple[OpenRow, ...]:
    """List the topics with questions that are asked now and that nobody was given."""
    asked = [
        item.question.id
        for item in questions_for(wording.toolkit, answers, wording.setting)
        if item.status == "asked"
    ]
    holders = {
        question: above[0] for question, above in _find_above(wording.toolkit).items() if above
    }
    groups: dict[str, list[str]] = {}
    for question in asked:
        groups.setdefault(holders[question], []).append(question)
    rows = []
    for node, questions in groups.items():
        count = sum(question not in assigned for question in questions)
        if count:
            family = wording.toolkit.pillar_of(node).family
            rows.append(OpenRow(name_part(wording, node), family, count, len(questions), node))
    return tuple(rows)
