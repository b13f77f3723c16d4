"""What the engine costs, beside plain numpy that computes the same outputs.

    .venv/bin/python benchmarks/scoring.py

The toolkit is invented: 4 pillars x 4 topics x 5 questions, 60 of them levels and 20 numbers. Both
sides start from the same wide arrays of states and codes and end with value, low, high, coverage,
counted, applicable and status of every node and question, in input order.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))

from app.definition.toolkit import Toolkit
from app.response import Answer, Answers, Setting
from app.scoring import AnswerTable, encode_answers, gains, score, score_batch
from benchmarks.measure import best_time, peak_memory

Arrays = dict[str, np.ndarray]


def make_toolkit() -> Toolkit:
    """Make the toolkit of the benchmark."""
    levels = [{"level": n, "state": f"State {n}"} for n in range(5)]
    pillars = []
    for p in range(4):
        topics = []
        for t in range(4):
            questions = []
            for q in range(5):
                plain = {"id": f"Q{p}{t}{q}", "text": "Question", "quick_check": q == 0}
                if q == 4:
                    plain |= {"kind": "number", "minimum": 0, "maximum": 50, "unit": "%"}
                    plain |= {"direction": "lower" if t % 2 else "higher"}
                else:
                    plain |= {"kind": "level", "levels": levels}
                questions.append(plain)
            topics.append({"id": f"T{p}{t}", "title": "Topic", "questions": questions})
        pillars.append({"id": f"P{p}", "family": "policy", "title": "Pillar", "topics": topics})
    return Toolkit.model_validate(
        {
            "format": "eready-toolkit/1", "id": "bench", "version": "1.0.0", "status": "draft",
            "language": "en", "title": "Bench", "summary": "Bench", "scopes": ["country"],
            "scale": {"levels": [{"level": n, "name": "L"} for n in range(5)]},
            "scoring": {
                "aggregate": {"topic": "mean", "pillar": "mean", "total": "mean"},
                "coverage": {"topic": 0.5, "pillar": 0.6, "total": 0.6},
                "unknown": "exclude", "bands": [{"id": "a", "from": 0, "name": "A"}],
            },
            "pillars": pillars,
        }
    )  # fmt: skip


def make_table(kit: Toolkit, units: int) -> AnswerTable:
    """Make answers of many units: one in ten blank, unknown and not applicable each."""
    random = np.random.default_rng(1)
    shape = (len(kit.questions), units)
    state = random.choice([0, 1, 2, 3, 3, 3, 3, 3, 3, 3], size=shape).astype(np.int8)
    code = random.integers(0, 5, size=shape).astype(np.float64)
    for row, question in enumerate(kit.questions):
        if question.kind == "number":
            code[row] = random.uniform(-5, 60, size=units)
    code[state != 3] = np.nan
    names = tuple(f"u{unit}" for unit in range(units))
    return AnswerTable(names, tuple(q.id for q in kit.questions), state, code)


@dataclass(frozen=True)
class Baseline:
    """The same toolkit as plain matrices: what one would write for it by hand."""

    level: np.ndarray
    lower: np.ndarray
    topic: np.ndarray
    pillar: np.ndarray
    least: np.ndarray


def make_baseline(kit: Toolkit) -> Baseline:
    """Write the toolkit down as plain matrices."""
    questions = kit.questions
    return Baseline(
        level=np.array([question.kind == "level" for question in questions]),
        lower=np.array([question.direction == "lower" for question in questions]),
        topic=np.kron(np.eye(16), np.ones(5)),
        pillar=np.kron(np.eye(4), np.ones(4)),
        least=np.array([0.6] + [0.6] * 4 + [0.5] * 16 + [0.0] * 80)[:, None],
    )


def ratio(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    """Divide, NaN where nothing can be divided."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return above / below


def run_baseline(base: Baseline, table: AnswerTable) -> Arrays:
    """Compute what the engine computes, the plain way."""
    answered = table.state == 3
    applies = (table.state != 2).astype(float)
    points = np.where(base.level[:, None], table.code * 25.0, np.clip(table.code, 0, 50) * 2.0)
    points = np.where(base.lower[:, None], 100.0 - points, points)
    runs = {}
    for name, filler in (("value", np.nan), ("low", 0.0), ("high", 100.0)):
        own = np.where(answered, points, np.where(applies > 0, filler, np.nan))
        runs[name] = roll_up(base, own)
    coverage, counted, applicable = roll_coverage(base, answered.astype(float), applies)
    runs["low"] = np.fmin(runs["low"], runs["value"])
    runs["high"] = np.fmax(runs["high"], runs["value"])
    status = np.where(np.isnan(runs["value"]) | (coverage < base.least - 1e-9), 1, 0)
    status = np.where(applicable == 0, 2, status).astype(np.int8)
    return {
        **runs, "coverage": coverage, "counted": counted.astype(np.int16),
        "applicable": applicable.astype(np.int16), "status": status,
    }  # fmt: skip


def weighted(matrix: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Give the mean of each row of the matrix over the values that are there."""
    has = ~np.isnan(values)
    return ratio(matrix @ np.where(has, values, 0.0), matrix @ has.astype(float))


def roll_up(base: Baseline, own: np.ndarray) -> np.ndarray:
    """Carry values from questions up to the total."""
    topics = weighted(base.topic, own)
    pillars = weighted(base.pillar, topics)
    total = weighted(np.ones((1, 4)), pillars)
    return np.vstack([total, pillars, topics, own])


def roll_coverage(
    base: Baseline, answered: np.ndarray, applies: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Carry coverage and counts from questions up to the total."""
    topic_n, topic_a = base.topic @ applies, base.topic @ answered
    pillar_n, pillar_a = base.pillar @ topic_n, base.pillar @ topic_a
    topics = np.nan_to_num(ratio(topic_a, topic_n))
    there = (topic_n > 0).astype(float)
    pillars = np.nan_to_num(ratio(base.pillar @ (topics * there), base.pillar @ there))
    here = (pillar_n > 0).astype(float)
    total = np.nan_to_num(ratio((pillars * here).sum(0), here.sum(0)))[None]
    coverage = np.vstack([total, pillars, topics, answered])
    counted = np.vstack([pillar_a.sum(0)[None], pillar_a, topic_a, answered])
    applicable = np.vstack([pillar_n.sum(0)[None], pillar_n, topic_n, applies])
    return coverage, counted, applicable


def check_same(kit: Toolkit, base: Baseline, table: AnswerTable) -> None:
    """Make sure that both sides give the same numbers."""
    ours, plain = score_batch(kit, table), run_baseline(base, table)
    order = ["total", *(p.id for p in kit.pillars), *(t.id for t in kit.topics)]
    order += [question.id for question in kit.questions]
    rows = [ours.nodes.index(name) for name in order]
    for name, expected in plain.items():
        np.testing.assert_allclose(getattr(ours, name)[rows], expected, atol=1e-9)


def print_one_assessment(kit: Toolkit) -> None:
    """Print what a web page waits for."""
    answers = Answers(
        Answer(question.id, value=2 if question.kind == "level" else 30.0)
        for question in kit.questions
    )
    quick = Setting(quick=True)
    for name, setting in (("full", Setting()), ("quick-check", quick)):
        score(kit, answers, setting)
        alone = best_time(lambda setting=setting: score(kit, answers, setting), 50)
        stepped = best_time(lambda setting=setting: gains(kit, answers, setting), 50)
        print(f"one assessment, {name}: score {alone * 1e3:.2f} ms, gains {stepped * 1e3:.2f} ms")


def main() -> None:
    """Measure and print."""
    kit = make_toolkit()
    base = make_baseline(kit)
    table = make_table(kit, 10_000)
    check_same(kit, base, table)
    ours, plain = (lambda: score_batch(kit, table)), (lambda: run_baseline(base, table))
    time_ours, time_plain = best_time(ours), best_time(plain)
    memory_ours, memory_plain = peak_memory(ours), peak_memory(plain)
    print("10,000 assessments x 80 questions, against plain numpy with the same outputs:")
    print(f"  time   {time_ours / time_plain:.2f} x ({time_ours * 1e3:.0f} ms)")
    print(f"  memory {memory_ours / memory_plain:.2f} x ({memory_ours / 1e6:.0f} MB at the peak)")
    print_one_assessment(kit)
    small, large = make_table(kit, 1_250), make_table(kit, 12_500)
    time_small = best_time(lambda: score_batch(kit, small))
    time_large = best_time(lambda: score_batch(kit, large))
    print(f"time(1,000,000 answers) / time(100,000 answers): {time_large / time_small:.1f}")
    units = {
        f"u{n}": Answers(Answer(q.id, value=2 if q.kind == "level" else 3.0) for q in kit.questions)
        for n in range(1_000)
    }
    encoding = best_time(lambda: encode_answers(kit, units), 3)
    print(f"laying out 1,000 assessments as arrays: {encoding * 1e3:.0f} ms")


if __name__ == "__main__":
    main()
