"""What the engine gives back: the scores of one unit, and the table of many."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from app.definition.toolkit import Band
from app.definition.translation.place import JoinedText
from app.response.answer import State
from app.response.measure import Line, Measure, Steps
from app.response.setting import Setting
from app.scoring.band import band_of
from app.scoring.kernel import FINDINGS, STATUSES, Run, count_below
from app.scoring.plan import ENGINE, NodeKind, Plan, PlanNode
from app.scoring.table import STATE_CODES

Place = Literal["asked", "parked", "out-of-scope", "in-index"]
_STATE_OF: Mapping[int, State] = {code: state for state, code in STATE_CODES.items()}  # type: ignore[misc]


@dataclass(frozen=True, slots=True)
class NodeScore:
    """One node of one unit.

    Attributes:
        id, kind, title: Of the node; kind is total, pillar, topic, question or view.
        score: 0..100, None unless published.
        low, high: The least and greatest it could be once all is answered; None where nothing
            applies. Given below least coverage too.
        coverage: Share of the effective weight that is answered, 0..1.
        counted, applicable: Questions below that have points, and that apply.
        band: The band of the score.
        status: published, below-coverage, not-applicable, or the id of a finding.
        value: The value the parent reads, also where it is not shown.
        weight: As written.
        family: Of a pillar, or of the pillar of a question.
        answer_state: Of a question: answered, unknown, not-applicable, blank.
        place: Of a question: asked, parked, out-of-scope, or in-index (counted there instead).
        level, points: Of a question: the level reached and its points.
        state: Of a question: the text that describes what was answered.
    """

    id: str
    kind: NodeKind
    title: str
    score: float | None
    low: float | None
    high: float | None
    coverage: float
    counted: int
    applicable: int
    band: Band | None
    status: str
    value: float | None
    weight: float
    family: str | None = None
    answer_state: State | None = None
    place: Place | None = None
    level: int | None = None
    points: float | None = None
    state: str = ""


@dataclass(frozen=True, slots=True)
class ScoreFinding:
    """A node that has no value for a reason of its own.

    `rule` is `non-positive` (a value <= 0 met a method without place for it) or `zero-weights` (all
    children that apply weigh 0).
    """

    rule: str
    unit: str
    node: str

    def __str__(self) -> str:
        return f"{self.unit}: {self.node} has no value [{self.rule}]"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of the listed questions are in which state."""

    listed: int
    asked: int
    parked: int
    out_of_scope: int
    answered: int
    unknown: int
    not_applicable: int
    blank: int
    published_figures: int = 0


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of one unit, with all that is needed to explain them.

    `nodes` has every node in tree order, parents first, views last. `counts` says how many
    questions are answered; `findings` which nodes have no value for a reason of their own.
    """

    unit: str
    nodes: Mapping[str, NodeScore]
    findings: tuple[ScoreFinding, ...]
    counts: Counts
    plan: Plan = field(repr=False)
    run: Run = field(repr=False)

    def __getitem__(self, node_id: str) -> NodeScore:
        return self.nodes[node_id]

    @property
    def total(self) -> NodeScore:
        """The node above all pillars."""
        return self.nodes["total"]

    @property
    def toolkit_id(self) -> str:
        """Id of the toolkit."""
        return self.plan.toolkit.id

    @property
    def toolkit_version(self) -> str:
        """Version of the toolkit."""
        return self.plan.toolkit.version

    @property
    def toolkit_hash(self) -> str:
        """Content hash of the toolkit."""
        return self.plan.toolkit.content_hash

    @property
    def setting(self) -> Setting:
        """What was asked."""
        return self.plan.setting

    @property
    def engine(self) -> str:
        """Version of the engine."""
        return ENGINE

    def of_kind(self, kind: NodeKind) -> tuple[NodeScore, ...]:
        """Give all nodes of one kind, in tree order."""
        return tuple(node for node in self.nodes.values() if node.kind == kind)


def make_scores(plan: Plan, run: Run, unit: str, published_figures: int = 0) -> Scores:
    """Build the scores of the only unit of a run."""
    low, high = run.ranges()
    counted, applicable = count_below(plan, run)
    columns = _Columns(
        run.value()[:, 0].tolist(),
        low[:, 0].tolist(),
        high[:, 0].tolist(),
        run.frame.coverage[:, 0].tolist(),
        counted[:, 0].tolist(),
        applicable[:, 0].tolist(),
        run.status[:, 0].tolist(),
    )
    nodes = {
        plan.nodes[row].id: _make_node(plan, run, plan.nodes[row], columns) for row in plan.order
    }
    findings = tuple(
        ScoreFinding(node.status, unit, node.id)
        for node in nodes.values()
        if node.status in FINDINGS
    )
    return Scores(unit, nodes, findings, _count(nodes, published_figures), plan, run)


@dataclass(frozen=True, slots=True)
class _Columns:
    value: list[float]
    low: list[float]
    high: list[float]
    coverage: list[float]
    counted: list[float]
    applicable: list[float]
    status: list[int]


class _Answered(NamedTuple):
    answer_state: State | None = None
    place: Place | None = None
    level: int | None = None
    points: float | None = None
    state: str = ""


_NO_ANSWER = _Answered()


def _or_none(number: float) -> float | None:
    return None if number != number else number  # noqa: PLR0124 - NaN is unlike itself


def _make_node(plan: Plan, run: Run, node: PlanNode, columns: _Columns) -> NodeScore:
    row = node.row
    value = _or_none(columns.value[row])
    status = STATUSES[columns.status[row]]
    score = value if status == "published" else None
    answered = _read_answer(plan, run, row) if node.kind == "question" else _NO_ANSWER
    return NodeScore(
        id=node.id,
        kind=node.kind,
        title=node.title,
        score=score,
        low=_or_none(columns.low[row]),
        high=_or_none(columns.high[row]),
        coverage=columns.coverage[row],
        counted=int(columns.counted[row]),
        applicable=int(columns.applicable[row]),
        band=band_of(node.bands, score),
        status=status,
        value=value,
        weight=node.weight,
        family=node.family,
        answer_state=answered.answer_state,
        place=answered.place,
        level=answered.level,
        points=answered.points,
        state=answered.state,
    )


def _read_answer(plan: Plan, run: Run, row: int) -> _Answered:
    answer_state = _STATE_OF[int(run.given.state[row, 0])]
    place = place_of(plan, row, is_asked=bool(run.asked[row, 0]))
    if answer_state != "answered" or place in {"parked", "out-of-scope"}:
        return _Answered(answer_state, place)
    level = _or_none(float(run.given.reading.level[row, 0]))
    return _Answered(
        answer_state,
        place,
        None if level is None else int(level),
        _or_none(float(run.given.reading.points[row, 0])),
        state_text(plan.measures[row], float(run.given.code[row, 0]), level),
    )


def place_of(plan: Plan, row: int, *, is_asked: bool) -> Place:
    """Say whether a question is asked, and if not why."""
    if not plan.in_scope[row, 0]:
        return "out-of-scope"
    if not is_asked:
        return "parked"
    return "in-index" if plan.questions[row].id in plan.without else "asked"


def state_text(measure: Measure | None, code: float, level: float | None) -> str:
    """Give the text that describes an answer: state of the level, option, or ticked options."""
    if measure is None:
        return ""
    if isinstance(measure, Steps):
        return measure.states[int(code)]
    if isinstance(measure, Line):
        return next((mark.state for mark in measure.marks if mark.level == level), "")
    ticked = measure.value_of(code)
    chosen = ticked if isinstance(ticked, tuple) else ()
    texts = zip(measure.values, measure.states, strict=True)
    return JoinedText((text for option, text in texts if option in chosen), "; ")


def _count(nodes: Mapping[str, NodeScore], published_figures: int) -> Counts:
    questions = [node for node in nodes.values() if node.kind == "question"]
    asked = [node for node in questions if node.place in {"asked", "in-index"}]
    return Counts(
        listed=len(questions),
        asked=len(asked),
        parked=sum(node.place == "parked" for node in questions),
        out_of_scope=sum(node.place == "out-of-scope" for node in questions),
        answered=sum(node.answer_state == "answered" for node in asked),
        unknown=sum(node.answer_state == "unknown" for node in asked),
        not_applicable=sum(node.answer_state == "not-applicable" for node in asked),
        blank=sum(node.answer_state == "blank" for node in asked),
        published_figures=published_figures,
    )
