"""A pillar with its topics and questions, cut into parts where it is long."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from app.definition.question import Question
from app.definition.toolkit import Pillar, Toolkit, Topic
from app.presentation.language import Phrase
from app.presentation.number import show_percent
from app.presentation.view.toolkit.question import (
    WEIGHT_DECIMALS,
    QuestionView,
    build_question,
)
from app.presentation.view.toolkit.rule import say_own_rule
from app.presentation.view.toolkit.sentence import Sentences
from app.presentation.view.toolkit.weight import effective_weights

MOST_CHARACTERS: Final = 60_000
"""Characters of the questions of one part, so that its page stays light; one question at least."""
DEEPEST_HEADING: Final = 6

Place = tuple[tuple[Topic, ...], Question]
"""A question and the topics it stands in, the outermost first."""
Parts = tuple[tuple[Place, ...], ...]


@dataclass(frozen=True, slots=True)
class TopicHead:
    """The heading of a topic; `depth` is the level of its heading, 2 to 6."""

    id: str
    depth: int
    title: Phrase
    weight: str
    share: str
    rule: tuple[str, ...]
    note: Phrase
    continues: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A question with the headings that come before it; `depth` is that of its own heading."""

    heads: tuple[TopicHead, ...]
    depth: int
    question: QuestionView


@dataclass(frozen=True, slots=True)
class BandAction:
    """What a pillar's country does first from a band."""

    band: Phrase
    action: Phrase


@dataclass(frozen=True, slots=True)
class PillarView:
    """One part of a pillar. Parts count from 1."""

    id: str
    family: str
    family_title: str
    title: Phrase
    definition: Phrase
    weight: str
    share: str
    questions: int
    rule: tuple[str, ...]
    actions: tuple[BandAction, ...]
    note: Phrase
    part: int
    parts: int
    entries: tuple[Entry, ...]


def build_pillar(sentences: Sentences, pillar: Pillar, part: int = 1) -> PillarView:
    """Build one part of a pillar for reading; there is one at least."""
    wording = sentences.wording
    parts = split_toolkit(wording.toolkit)[pillar.id]
    return PillarView(
        id=pillar.id,
        family=pillar.family,
        family_title=wording.family_title(pillar.family),
        title=wording.phrase(pillar.title),
        definition=wording.phrase(pillar.definition),
        weight=sentences.number(pillar.weight),
        share=show_share(sentences, pillar.id),
        questions=sum(len(items) for items in parts),
        rule=say_own_rule(sentences, pillar),
        actions=tuple(_list_actions(sentences, pillar)),
        note=wording.phrase(pillar.note),
        part=part,
        parts=len(parts),
        entries=tuple(_list_entries(sentences, parts, part)),
    )


def show_share(sentences: Sentences, node_id: str) -> str:
    """Show what a node weighs in the whole; empty where it has no points."""
    share = effective_weights(sentences.wording.toolkit).get(node_id)
    if share is None:
        return ""
    return show_percent(share, sentences.translator, decimals=WEIGHT_DECIMALS)


def _list_actions(sentences: Sentences, pillar: Pillar) -> Iterator[BandAction]:
    phrase = sentences.wording.phrase
    for band in sentences.wording.toolkit.scoring.bands:
        action = pillar.band_actions.get(band.id)
        if action:
            yield BandAction(phrase(band.name), phrase(action))


def _list_entries(sentences: Sentences, parts: Parts, part: int) -> Iterator[Entry]:
    continued = {topic.id for topic in parts[part - 2][-1][0]} if part > 1 else set()
    above: tuple[Topic, ...] = ()
    for topics, question in parts[part - 1]:
        same = _count_common(above, topics)
        heads = tuple(
            _build_head(sentences, topic, depth=place, continues=topic.id in continued)
            for place, topic in enumerate(topics)
            if place >= same
        )
        above, continued = topics, set()
        depth = min(DEEPEST_HEADING, len(topics) + 2)
        yield Entry(heads, depth, build_question(sentences, question))


def _count_common(one: tuple[Topic, ...], other: tuple[Topic, ...]) -> int:
    count = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine is not theirs:
            break
        count += 1
    return count


def _build_head(sentences: Sentences, topic: Topic, *, depth: int, continues: bool) -> TopicHead:
    return TopicHead(
        topic.id,
        min(DEEPEST_HEADING, depth + 2),
        sentences.wording.phrase(topic.title),
        sentences.number(topic.weight),
        show_share(sentences, topic.id),
        say_own_rule(sentences, topic),
        sentences.wording.phrase(topic.note),
        continues,
    )


# --- Parts ------------------------------------------------------------------------------------


@lru_cache(maxsize=16)
def split_toolkit(toolkit: Toolkit) -> Mapping[str, Parts]:
    """Cut the questions of each pillar into parts of at most 60,000 characters, in order.

    A part ends before a topic of the first storey where that leaves it at least half full.
    """
    return {pillar.id: _split(pillar) for pillar in toolkit.pillars}


def _split(pillar: Pillar) -> Parts:
    parts: list[list[Place]] = [[]]
    room = MOST_CHARACTERS
    for topics, question in _walk(pillar, ()):
        size = len(question.model_dump_json(exclude_unset=True))
        begins = bool(parts[-1]) and parts[-1][-1][0][:1] != topics[:1]
        if parts[-1] and (size > room or (begins and room < MOST_CHARACTERS / 2)):
            parts.append([])
            room = MOST_CHARACTERS
        parts[-1].append((topics, question))
        room -= size
    return tuple(tuple(part) for part in parts)


def _walk(node: Pillar | Topic, above: tuple[Topic, ...]) -> Iterator[Place]:
    for child in node.children:
        if isinstance(child, Topic):
            yield from _walk(child, (*above, child))
        else:
            yield above, child


def count_parts(toolkit: Toolkit, pillar_id: str) -> int:
    """Count the parts of a pillar."""
    return len(split_toolkit(toolkit)[pillar_id])


@lru_cache(maxsize=16)
def find_parts(toolkit: Toolkit) -> Mapping[str, tuple[str, int]]:
    """Find for every question the pillar and the part in which it stands."""
    return {
        question.id: (pillar, number)
        for pillar, parts in split_toolkit(toolkit).items()
        for number, part in enumerate(parts, 1)
        for _, question in part
    }
