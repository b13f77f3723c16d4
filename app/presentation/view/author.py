"""A toolkit as its author sees it while writing: every question with its place in the tree."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.definition.question import Question
from app.definition.toolkit import TOTAL, Pillar, Toolkit, Topic
from app.presentation.language import Phrase
from app.presentation.number import (
    show_coverage,
    show_number,
    show_percent,
    show_range,
    show_score_in_band,
)
from app.presentation.view.question import Filling, QuestionForm, build_form
from app.presentation.view.wording import Wording
from app.presentation.words import say_counted
from app.response import Asked, Progress, progress, questions_for
from app.scoring import NodeScore, Scores
from app.scoring.share import share_weights


@dataclass(frozen=True, slots=True)
class AuthorQuestion:
    """A question of the form: asked, or parked by its condition, or of other units only.

    `share` is what it weighs of the whole before anything is answered; empty without points.
    """

    id: str
    text: Phrase
    kind: str
    status: str
    when: str
    scopes: tuple[str, ...]
    is_quick: bool
    share: str
    form: QuestionForm


@dataclass(frozen=True, slots=True)
class AuthorGroup:
    """The questions directly below a pillar or topic; `level` is that of the heading, 2 to 6."""

    id: str
    title: Phrase
    level: int
    questions: tuple[AuthorQuestion, ...]


@dataclass(frozen=True, slots=True)
class AuthorStep:
    """One pillar as the row of steps shows it: how many of the asked questions are dealt with."""

    id: str
    title: Phrase
    family: str
    dealt_with: int
    asked: int
    is_now: bool


@dataclass(frozen=True, slots=True)
class AuthorPage:
    """One pillar of the form."""

    id: str
    title: Phrase
    definition: Phrase
    family: str
    steps: tuple[AuthorStep, ...]
    groups: tuple[AuthorGroup, ...]
    following: AuthorStep | None

    @property
    def questions(self) -> tuple[AuthorQuestion, ...]:
        """All questions of the page."""
        return tuple(question for group in self.groups for question in group.questions)

    @property
    def statuses(self) -> tuple[tuple[str, str], ...]:
        """Which question is asked, parked or out of scope."""
        return tuple((question.id, question.status) for question in self.questions)


@dataclass(frozen=True, slots=True)
class NodeRow:
    """One node of the tree of scores; `depth` is 0 for the whole, 1 for a pillar."""

    id: str
    kind: str
    depth: int
    title: Phrase
    family: str
    score: str
    band: Phrase | None
    coverage: str
    range: str
    counted: str
    weight: str


def list_pages(wording: Wording, filling: Filling) -> tuple[Pillar, ...]:
    """Give the pillars that have a question in the form."""
    listed = questions_for(wording.toolkit, filling.answers, wording.setting)
    ids = {item.pillar.id for item in listed}
    return tuple(pillar for pillar in wording.toolkit.pillars if pillar.id in ids)


def build_author_page(wording: Wording, filling: Filling, pillar: Pillar) -> AuthorPage:
    """Build the form of one pillar with all its questions, asked or not."""
    listed = questions_for(wording.toolkit, filling.answers, wording.setting)
    items = {item.question.id: item for item in listed if item.pillar.id == pillar.id}
    shares = share_weights(wording.toolkit)
    numbers = {name: number for number, name in enumerate(items, 1)}

    def build(item: Asked) -> AuthorQuestion:
        place = (numbers[item.question.id], len(items))
        form = build_form(wording, item.question, filling, place)
        return _build_question(wording, item, form, share=shares[item.question.id])

    steps = _list_steps(wording, filling, pillar)
    now = [step.id for step in steps].index(pillar.id)
    return AuthorPage(
        id=pillar.id,
        title=wording.phrase(pillar.title),
        definition=wording.phrase(pillar.definition),
        family=pillar.family,
        steps=steps,
        groups=tuple(
            AuthorGroup(
                node.id,
                wording.phrase(node.title),
                min(depth, 6),
                tuple(build(items[question.id]) for question in own if question.id in items),
            )
            for node, depth, own in _walk(pillar, 1)
            if any(question.id in items for question in _below(node))
        ),
        following=steps[now + 1] if now + 1 < len(steps) else None,
    )


def _build_question(
    wording: Wording, item: Asked, form: QuestionForm, *, share: float
) -> AuthorQuestion:
    question = item.question
    return AuthorQuestion(
        id=question.id,
        text=wording.phrase(question.text),
        kind=question.kind,
        status=item.status,
        when=question.when or "",
        scopes=tuple(question.scopes),
        is_quick=question.quick_check,
        share=show_percent(share, wording.translator, decimals=1) if share else "",
        form=form,
    )


def _walk(
    node: Pillar | Topic, depth: int
) -> Iterator[tuple[Pillar | Topic, int, tuple[Question, ...]]]:
    yield node, depth, node.questions
    for topic in node.topics:
        yield from _walk(topic, depth + 1)


def _below(node: Pillar | Topic) -> Iterator[Question]:
    for _, _, questions in _walk(node, 1):
        yield from questions


def _list_steps(wording: Wording, filling: Filling, now: Pillar) -> tuple[AuthorStep, ...]:
    done: Progress = progress(wording.toolkit, filling.answers, wording.setting)
    return tuple(
        AuthorStep(
            pillar.id,
            wording.phrase(pillar.title),
            pillar.family,
            *done.by_pillar.get(pillar.id, (0, 0)),
            is_now=pillar.id == now.id,
        )
        for pillar in list_pages(wording, filling)
    )


def list_nodes(wording: Wording, scores: Scores) -> tuple[NodeRow, ...]:
    """List the whole, every pillar and topic below one another, and the other readings."""
    depths = measure_depths(wording.toolkit)
    return tuple(
        _build_row(wording, node, depths.get(node.id, 1))
        for node in scores.nodes.values()
        if node.kind != "question"
    )


def measure_depths(toolkit: Toolkit) -> Mapping[str, int]:
    """Give how deep every pillar and topic stands; the whole is 0."""
    depths = {TOTAL: 0}
    for pillar in toolkit.pillars:
        depths |= {node.id: depth for node, depth, _ in _walk(pillar, 1)}
    return depths


def _build_row(wording: Wording, node: NodeScore, depth: int) -> NodeRow:
    translator = wording.translator
    whole = Phrase(translator.gettext("The whole"), translator.code)
    return NodeRow(
        id=node.id,
        kind=node.kind,
        depth=depth,
        title=whole if node.kind == "total" else wording.phrase(node.title),
        family=node.family or "",
        score=show_score_in_band(node.score, translator, bands=wording.toolkit.scoring.bands),
        band=wording.band_name(node.band),
        coverage=show_coverage(node.coverage, translator),
        range=show_range(node.low, node.high, translator=translator),
        counted=say_counted(node.counted, node.applicable, translator),
        weight="" if node.kind == "view" else show_number(node.weight, translator, decimals=2),
    )
