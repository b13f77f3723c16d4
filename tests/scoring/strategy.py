"""Random toolkits and answers, small enough to be looked at when something differs."""

from random import Random
from typing import Any

from app.definition.question import Question
from app.definition.toolkit import Toolkit
from app.response import Answer, Answers, Setting
from tests.scoring.sample import choice, level, multi, number, pillar, toolkit, topic, yesno

SETTINGS = (
    Setting(),
    Setting(quick=True),
    Setting(scope="city"),
    Setting(quick=True, scope="city"),
)


def make_question(random: Random, id: str, earlier: list[str]) -> dict[str, Any]:  # noqa: A002
    more: dict[str, Any] = {
        "weight": random.choice([0, 0.5, 1, 1, 1, 2, 3]),
        "quick_check": random.random() < 0.5,
        "tags": {"aim": random.choice(["a", "b", "both"])},
    }
    if random.random() < 0.2:
        more["scopes"] = [random.choice(["country", "city"])]
    if earlier and random.random() < 0.25:
        name = random.choice(earlier)
        more["when"] = random.choice(
            [f"level({name}) >= 1", f"answered({name})", f"not (level({name}) == 0)"]
        )
    made = [
        lambda: level(id, **more),
        lambda: level(id, **more),
        lambda: number(id, **{**make_number(random), **more}),
        lambda: choice(id, 0, 40, 100, random.choice([70, -20]), **more),
        lambda: multi(id, 1, 2, random.choice([1, -1]), **more),
        lambda: yesno(id, **more),
        lambda: {"id": id, "kind": "text", "text": id, **more},
    ]
    return random.choice(made)()


def make_number(random: Random) -> dict[str, Any]:
    low = random.choice([1, 5])
    high = random.choice([40, 90])
    points = [0, 12.5, 37.5, 62.5, 87.5]
    lower = random.random() < 0.5
    borders = sorted(random.sample(range(2, 80), 4), reverse=lower)
    starts = [*borders, 0] if lower else [0, *borders]
    by_points = random.random() < 0.5
    levels = [
        {"level": n, "state": f"s{n}", "action": f"a{n}"}
        | ({"from_points": points[n]} if by_points else {"from": starts[n]})
        for n in range(5)
    ]
    return {
        "minimum": low,
        "maximum": high,
        "direction": "lower" if lower else "higher",
        "transform": random.choice(["linear", "log10"]),
        "score_by": random.choice(["value", "level"]),
        "levels": levels,
        "valid": {"from": 0.5, "to": 200},
    }


def make_toolkit(random: Random) -> Toolkit:
    ids: list[str] = []
    pillars = []
    for p in range(random.randint(1, 3)):
        children: list[dict[str, Any]] = []
        for t in range(random.randint(1, 3)):
            questions = []
            for _ in range(random.randint(1, 4)):
                question = make_question(random, f"Q{len(ids)}", ids)
                ids.append(question["id"])
                questions.append(question)
            weight = random.choice([0.06, 1, 1, 2])
            rule = random.choice([{}, {}, make_rule(random, ids)])
            children.append(topic(f"T{p}{t}", *questions, weight=weight, **rule))
        pillars.append(pillar(f"P{p}", *children, weight=random.choice([0.14, 1, 2])))
    return toolkit(
        *pillars,
        coverage={storey: random.choice([0, 0.3, 0.5, 0.6]) for storey in
                  ("topic", "pillar", "total", "quick")},
        unknown=random.choice(["exclude", "exclude", "zero"]),
        gates=make_gates(random, ids),
        aggregate={"topic": "mean", "pillar": make_rule(random, ids),
                   "total": random.choice(["mean", "mean", "sum", "median", "floor-mean"])},
    )  # fmt: skip


METHODS: dict[str, dict[str, Any]] = {
    "mean": {},
    "min": {},
    "max": {},
    "geometric": {"floor": 1},
    "harmonic": {"floor": 1},
    "power": {"p": 2},
    "median": {},
    "floor-mean": {},
    "sum": {},
    "stage": {},
}


def make_rule(random: Random, ids: list[str]) -> dict[str, Any]:
    """A rule under which no score falls when an answer improves."""
    method = random.choice(list(METHODS))
    rule = {"method": method, **METHODS[method]}
    if method == "power" and random.random() < 0.5:
        rule.update(random.choice([{"p": 0.5}, {"p": -1, "floor": 1}]))
    if method == "stage":
        needs = [
            f"level({random.choice(ids)}) >= {n}" for n in random.choices((0, 1, 1, 2, 3), k=3)
        ]
        rule["stages"] = [{"stage": n, "needs": text} for n, text in enumerate(needs, start=1)]
    if random.random() < 0.2:
        rule["deduct"] = {
            "if": f"level({random.choice(ids)}) <= {random.randrange(3)}",
            "share": random.choice([0, 0.15, 1]),
        }
    if random.random() < 0.2:
        modes = ["half-up", "half-even", "floor", "ceiling"]
        rule["round"] = {"decimals": random.randrange(3), "mode": random.choice(modes)}
    if random.random() < 0.2:
        rule["out_of"] = random.choice([5, 40, 100])
    if random.random() < 0.3 if method == "sum" else random.random() < 0.1:
        rule["cap"] = random.choice([50, 150])
    if random.random() < 0.1:
        rule["floor"] = random.choice([1, 20])
    return rule


def make_gates(random: Random, ids: list[str]) -> list[dict[str, Any]]:
    conditions = [
        f"level({random.choice(ids)}) <= 1",
        f"value({random.choice(ids)}) in ('no', 'o0') or level({random.choice(ids)}) == 0",
    ]
    upper = [
        *conditions,
        f"score(T00) < {random.choice([30, 60])}",
        f"coverage(T00) < 0.9 and not answered({random.choice(ids)})",
    ]
    choices = {"total": upper, "P0": upper, "T00": conditions}
    return [
        {"if": random.choice(some), "node": node, "cap": random.choice([20, 45.5])}
        for node, some in choices.items()
        if random.random() < 0.4
    ]


def make_value(random: Random, question: Question) -> Any:
    if question.kind == "level":
        return random.randrange(5)
    if question.kind == "number":
        return random.choice([random.uniform(0.5, 200), float(random.randint(1, 90))])
    if question.kind == "choice":
        return random.choice(question.option_ids)
    if question.kind == "yesno":
        return random.choice(["yes", "partly", "planned", "no"])
    if question.kind == "multi":
        free = [option.id for option in question.options if not option.exclusive]
        some = tuple(option for option in free if random.random() < 0.5)
        return some or ("none",)
    return "words"


def make_answers(random: Random, kit: Toolkit) -> Answers:
    gaps = random.choice([0.0, 0.1, 0.5, 1.0])
    made = []
    for question in kit.questions:
        if random.random() < gaps:
            state = random.choice(["unknown", "not-applicable", "blank", None])
            if state is not None:
                made.append(Answer(question.id, state, reason="because"))
        else:
            made.append(Answer(question.id, value=make_value(random, question)))
    return Answers(made)
