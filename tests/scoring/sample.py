"""Small real definitions for tests: toolkits made of plain data by the same models as files."""

from typing import Any

from app.definition.toolkit import Toolkit

SCALE = {"levels": [{"level": n, "name": f"L{n}"} for n in range(5)]}
BANDS = [
    {"id": "low", "from": 0, "name": "Low"},
    {"id": "middle", "from": 25, "name": "Middle"},
    {"id": "upper", "from": 50, "name": "Upper"},
    {"id": "top", "from": 75, "name": "Top"},
]


def level(id: str, **more: Any) -> dict[str, Any]:  # noqa: A002 - named as in the definition
    levels = [{"level": n, "state": f"{id} at {n}", "action": f"Do {n}"} for n in range(5)]
    return {"id": id, "kind": "level", "text": id, "levels": levels, **more}


def number(id: str, **more: Any) -> dict[str, Any]:  # noqa: A002 - the same
    plain = {"id": id, "kind": "number", "text": id, "unit": "%", "minimum": 0, "maximum": 100}
    return {**plain, **more}


def choice(id: str, *points: float, **more: Any) -> dict[str, Any]:  # noqa: A002 - the same
    options = [
        {"id": f"o{n}", "text": f"Option {n}", "points": worth, "action": f"From {n}"}
        for n, worth in enumerate(points)
    ]
    return {"id": id, "kind": "choice", "text": id, "options": options, **more}


def multi(id: str, *points: float, **more: Any) -> dict[str, Any]:  # noqa: A002 - the same
    made = choice(id, *points, **{"cap": 3, **more})
    none = {"id": "none", "text": "None of these", "points": 0, "exclusive": True}
    return {**made, "kind": "multi", "options": [*made["options"], none]}


def yesno(id: str, **more: Any) -> dict[str, Any]:  # noqa: A002 - the same
    return {"id": id, "kind": "yesno", "text": id, **more}


def topic(id: str, *questions: dict[str, Any], **more: Any) -> dict[str, Any]:  # noqa: A002
    return {"id": id, "title": id, "questions": list(questions), **more}


def pillar(id: str, *children: dict[str, Any], **more: Any) -> dict[str, Any]:  # noqa: A002
    topics = [child for child in children if "kind" not in child]
    questions = [child for child in children if "kind" in child]
    return {
        "id": id, "family": "policy", "title": id, "topics": topics, "questions": questions, **more,
    }  # fmt: skip


def toolkit(
    *pillars: dict[str, Any], head: dict[str, Any] | None = None, **scoring: Any
) -> Toolkit:
    """Make a toolkit of these pillars; everything else is `scoring`, over plain defaults."""
    rules = {
        "aggregate": {"topic": "mean", "pillar": "mean", "total": "mean"},
        "coverage": {"topic": 0.5, "pillar": 0.6, "total": 0.6, "quick": 0.5},
        "unknown": "exclude",
        "bands": BANDS,
        **scoring,
    }
    return Toolkit.model_validate(
        {
            "format": "eready-toolkit/1",
            "id": "sample",
            "version": "1.0.0",
            "status": "final",
            "language": "en",
            "title": "Sample",
            "summary": "A sample.",
            "scopes": ["country", "city"],
            "scale": SCALE,
            "scoring": rules,
            "pillars": list(pillars),
            **(head or {}),
        }
    )
