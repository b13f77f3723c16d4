"""A toolkit, or one part of it, as plain text and as data for programs: for the terminal.

For authors, in English; the texts of the toolkit stay in its own language.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

from app.definition.emitting import emit
from app.definition.index import Index
from app.definition.model import Model
from app.definition.question import Question
from app.definition.toolkit import Pillar, Toolkit, Topic, View
from app.response import measure_of
from app.response.measure import Line, Steps, Ticks
from app.scoring.share import share_weights

Json = dict[str, Any]

STATUS_MEANINGS: Final[Mapping[str, str]] = {
    "idea": "for its authors alone, not open to visitors",
    "draft": "for its authors alone, not open to visitors",
    "circulated": "open to visitors, marked as not final",
    "revised": "open to visitors, marked as not final",
    "final": "open to visitors",
    "retired": "can be read; no new assessments",
}


def describe_toolkit(toolkit: Toolkit) -> Json:
    """Give a toolkit as plain data: head, counts, scoring, and the tree with shares and points.

    `share` is the part of the whole, 0 to 1, that a node weighs before anything is answered;
    `points` are on 0..100.
    """
    shares = share_weights(toolkit)
    scoring = toolkit.scoring
    return {
        "id": toolkit.id,
        "version": toolkit.version,
        "status": toolkit.status,
        "status_meaning": STATUS_MEANINGS[toolkit.status],
        "language": toolkit.language,
        "title": toolkit.title,
        "summary": toolkit.summary,
        "content_hash": toolkit.content_hash,
        "scopes": list(toolkit.scopes),
        "parameters": {name: list(item.options) for name, item in toolkit.parameters.items()},
        "counts": count_parts(toolkit),
        "scale": [_dump(level) for level in toolkit.scale.levels],
        "scales": {
            name: [_dump(level) for level in scale.levels] for name, scale in toolkit.scales.items()
        },
        "aggregate": {
            storey: _dump(getattr(scoring.aggregate, storey))
            for storey in ("topic", "pillar", "total")
        },
        "coverage": scoring.coverage.model_dump(include={"topic", "pillar", "total", "quick"}),
        "unknown": scoring.unknown,
        "bands": [_dump(band) for band in scoring.bands],
        "gates": [_dump(gate) for gate in scoring.gates],
        "views": [_dump(view) for view in scoring.views],
        "consistency": [_dump(rule) for rule in scoring.consistency],
        "indices": [{"id": index.id, "role": index.role} for index in toolkit.indices],
        "pillars": [_describe_node(toolkit, pillar, shares) for pillar in toolkit.pillars],
    }


def count_parts(toolkit: Toolkit) -> Json:
    """Count pillars, topics and questions: all, those of the quick-check, conditional, by kind."""
    kinds = Counter(question.kind for question in toolkit.questions)
    return {
        "pillars": len(toolkit.pillars),
        "topics": len(toolkit.topics),
        "questions": len(toolkit.questions),
        "quick_check": sum(question.quick_check for question in toolkit.questions),
        "conditional": sum(question.when is not None for question in toolkit.questions),
        "kinds": dict(sorted(kinds.items())),
        "indices": len(toolkit.indices),
    }


def describe_index(index: Index) -> Json:
    """Give an index that stands alone, with all that was written of it."""
    return _dump(index)


def describe_part(toolkit: Toolkit, part: str) -> Json:
    """Give one pillar, topic, question, view or index with all that was written of it.

    Raises KeyError where the toolkit has no such part.
    """
    index = next((item for item in toolkit.indices if item.id == part), None)
    node = index or toolkit.node(part)
    if isinstance(node, View | Index):
        return _dump(node)
    described = _describe_node(toolkit, node, share_weights(toolkit))
    return {"pillar": toolkit.pillar_of(part).id, **described, "written": _dump(node)}


def _dump(model: Model) -> Json:
    return model.model_dump(mode="json", by_alias=True, exclude_unset=True)


def _describe_node(
    toolkit: Toolkit, node: Pillar | Topic | Question, shares: Mapping[str, float]
) -> Json:
    if isinstance(node, Question):
        return _describe_question(toolkit, node, shares)
    described: Json = {
        "id": node.id,
        "kind": "pillar" if isinstance(node, Pillar) else "topic",
        "title": node.title,
        "weight": node.weight,
        "share": shares[node.id],
        "method": toolkit.rule_of(node).method,
    }
    if isinstance(node, Pillar):
        described["family"] = node.family
    children = [_describe_node(toolkit, child, shares) for child in node.children]
    return {**described, "children": children}


def _describe_question(toolkit: Toolkit, question: Question, shares: Mapping[str, float]) -> Json:
    return {
        "id": question.id,
        "kind": question.kind,
        "text": question.text,
        "weight": question.weight,
        "share": shares[question.id],
        "quick_check": question.quick_check,
        "when": question.when,
        "scopes": list(question.scopes),
        "unit": question.unit,
        "answers": list(_list_answers(toolkit, question)),
    }


def _list_answers(toolkit: Toolkit, question: Question) -> Iterator[Json]:
    """Give what can be answered, each with its points; of a number goalposts and levels."""
    measure = measure_of(question, toolkit)
    if isinstance(measure, Steps | Ticks):
        own = measure.points
        for value, points, text in zip(measure.values, own, measure.states, strict=True):
            yield {"value": value, "points": points, "text": text}
    elif isinstance(measure, Line):
        ends = (measure.minimum, measure.maximum)
        for place, points in zip(
            ends, (100.0, 0.0) if measure.lower else (0.0, 100.0), strict=True
        ):
            if place is not None:
                yield {"value": place, "points": points, "text": "goalpost"}
        for mark in measure.marks:
            begins = {"from": mark.from_, "from_points": mark.from_points}
            written = {name: value for name, value in begins.items() if value is not None}
            yield {"level": mark.level, **written, "text": mark.state}


# --- As text --------------------------------------------------------------------------------------


def write_toolkit(described: Json) -> str:
    """Write a described toolkit as lines for the terminal."""
    return "\n".join((*_write_head(described), *_write_scoring(described), *_write_tree(described)))


def _write_head(toolkit: Json) -> Iterator[str]:
    yield f"{toolkit['title']}"
    yield f"{toolkit['id']} {toolkit['version']}, {toolkit['status']}: {toolkit['status_meaning']}"
    yield " ".join(toolkit["summary"].split())
    yield ""
    counts = toolkit["counts"]
    kinds = ", ".join(f"{number} {kind}" for kind, number in counts["kinds"].items())
    yield (
        f"Parts     {_count(counts['pillars'], 'pillar')}, {_count(counts['topics'], 'topic')}, "
        f"{_count(counts['questions'], 'question')} ({kinds})"
    )
    yield (
        f"Asked     {counts['quick_check']} in the quick-check, {counts['conditional']} only under "
        "a condition"
    )
    yield f"Scopes    {', '.join(toolkit['scopes'])}"
    for name, options in toolkit["parameters"].items():
        yield f"Parameter {name}: {', '.join(options)}"
    yield f"Language  {toolkit['language']}"
    yield f"Hash      {toolkit['content_hash']}"


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _write_scoring(toolkit: Json) -> Iterator[str]:
    yield ""
    yield "Scale     " + " · ".join(f"{item['level']} {item['name']}" for item in toolkit["scale"])
    for name, levels in toolkit["scales"].items():
        yield f"  {name}: " + " · ".join(f"{item['level']} {item['name']}" for item in levels)
    yield "Bands     " + " · ".join(f"{_number(b['from'])} {b['name']}" for b in toolkit["bands"])
    methods = (
        f"{name} {rule.get('method', 'mean')}" for name, rule in toolkit["aggregate"].items()
    )
    yield "Methods   " + ", ".join(methods)
    least = ", ".join(f"{name} {share:.0%}" for name, share in toolkit["coverage"].items())
    yield f"Coverage  a score is shown from: {least}"
    effect = "lower the coverage" if toolkit["unknown"] == "exclude" else "count as the worst"
    yield f"Unknown   answers {effect}"
    for gate in toolkit["gates"]:
        state = "" if gate.get("enabled", True) else " (not enabled)"
        yield f"Gate      {gate['node']} at most {_number(gate['cap'])} while {gate['if']}{state}"
    for view in toolkit["views"]:
        yield f"View      {view['id']}: {view['title']}"
    for rule in toolkit["consistency"]:
        yield f"Rule      if {rule['if']} then {rule['then']}"
    for index in toolkit["indices"]:
        yield f"Index     {index['id']} ({index['role']})"


def _write_tree(toolkit: Json) -> Iterator[str]:
    for pillar in toolkit["pillars"]:
        yield ""
        yield from write_node(pillar)


def write_node(node: Json, depth: int = 0) -> Iterator[str]:
    """Write a described pillar, topic or question with all below it."""
    before = "  " * depth
    if "children" in node:
        family = f", {node['family']}" if "family" in node else ""
        yield f"{before}{node['id']}  {node['title']}  [{node['kind']}{family}; {_weigh(node)}]"
        for child in node["children"]:
            yield from write_node(child, depth + 1)
        return
    quick = "; quick-check" if node["quick_check"] else ""
    yield f"{before}{node['id']}  [{node['kind']}; {_weigh(node)}{quick}]"
    yield f"{before}    {' '.join(node['text'].split())}"
    if node["when"]:
        yield f"{before}    asked when {node['when']}"
    if node["scopes"]:
        yield f"{before}    asked of {', '.join(node['scopes'])}"
    if node["unit"]:
        yield f"{before}    in {node['unit']}"
    for answer in node["answers"]:
        yield f"{before}    {_write_answer(answer)}"


def _weigh(node: Json) -> str:
    share = node["share"]
    return f"weight {_number(node['weight'])}, " + (
        f"{share:.1%} of the whole" if share else "no share"
    )


def _write_answer(answer: Json) -> str:
    text = " ".join(answer["text"].split())
    if "points" in answer:
        value = answer["value"]
        shown = _number(value) if isinstance(value, float) else value
        return f"{shown}: {_number(answer['points'])} points  {text}"
    begin = answer.get("from", answer.get("from_points"))
    unit = " points" if "from_points" in answer else ""
    start = "" if begin is None else f" from {_number(begin)}{unit}"
    return f"level {answer['level']}{start}  {text}"


def _number(value: float) -> str:
    return f"{value:.10g}"


def write_part(described: Json) -> str:
    """Write a described part: what it weighs and is worth, then all that was written of it."""
    lines: list[str] = []
    if "share" in described:
        lines += [f"In the pillar {described['pillar']}", ""] if "answers" in described else []
        lines += [*write_node(described), ""]
    if "children" not in described:
        lines.append(emit(described.get("written", described)))
    return "\n".join(lines).rstrip("\n")
