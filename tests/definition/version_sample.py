"""A toolkit with a question of every kind, to be edited into a second version of itself."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any, Final

from app.definition.loading import toolkit_from_json
from app.definition.toolkit import Toolkit

Raw = dict[str, Any]

LEVELS: Final = [
    {"level": 0, "state": "There is no plan at all.", "action": "Name an owner."},
    {"level": 1, "state": "Somebody has drafted one.", "action": "Adopt the draft."},
    {"level": 2, "state": "It is adopted and public.", "action": "Report on it."},
]
BASE: Final[Raw] = {
    "format": "eready-toolkit/1",
    "id": "sample",
    "version": "1.0.0",
    "status": "final",
    "language": "en",
    "title": "Sample",
    "summary": "A sample.",
    "scopes": ["country", "city"],
    "parameters": {
        "sector": {
            "title": "Sector",
            "options": {
                "health": {"title": "Health", "in_text": "health"},
                "farms": {"title": "Farms", "in_text": "farming"},
            },
        }
    },
    "scale": {
        "levels": [{"level": n, "name": name} for n, name in enumerate(("No", "Part", "Yes"))]
    },
    "scoring": {
        "aggregate": {"topic": "mean", "pillar": "mean", "total": "mean"},
        "coverage": {"topic": 0, "pillar": 0, "total": 0},
        "unknown": "exclude",
        "bands": [
            {"id": "early", "from": 0, "name": "Early"},
            {"id": "strong", "from": 50, "name": "Strong"},
        ],
        "gates": [
            {"if": "level(A-1) == 0", "node": "total", "cap": 40, "enabled": False},
            {"if": "level(A-1) == 0", "node": "total", "cap": 60},
        ],
        "views": [{"id": "aim-view", "title": "Aim", "tag": {"aim": "both"}}],
    },
    "pillars": [
        {
            "id": "plans",
            "family": "policy",
            "title": "Plans",
            "questions": [
                {
                    "id": "A-1",
                    "kind": "level",
                    "text": "Is there a plan?",
                    "tags": {"aim": "both"},
                    "levels": LEVELS,
                },
                {
                    "id": "A-2",
                    "kind": "number",
                    "text": "How many people have work in it?",
                    "unit": "people",
                    "minimum": 0,
                    "maximum": 100,
                    "valid": {"from": 0, "to": 1000},
                },
                {
                    "id": "A-3",
                    "kind": "choice",
                    "text": "Who keeps the register?",
                    "options": [
                        {"id": "none", "text": "Nobody", "points": 0},
                        {"id": "one", "text": "One office", "points": 50},
                        {"id": "all", "text": "All offices", "points": 100},
                    ],
                },
            ],
        },
        {
            "id": "means",
            "family": "management",
            "title": "Means",
            "topics": [
                {
                    "id": "money",
                    "title": "Money",
                    "questions": [
                        {
                            "id": "B-1",
                            "kind": "multi",
                            "text": "Who pays for it?",
                            "cap": 2,
                            "options": [
                                {"id": "state", "text": "The state", "points": 1},
                                {"id": "donor", "text": "A donor", "points": 1},
                                {"id": "user", "text": "Its users", "points": 1},
                                {"id": "no", "text": "No one", "points": 0, "exclusive": True},
                            ],
                        },
                        {"id": "B-2", "kind": "yesno", "text": "Was the money spent last year?"},
                    ],
                }
            ],
            "questions": [
                {"id": "B-3", "kind": "text", "text": "What else should we know?"},
                {"id": "B-4", "kind": "date", "text": "When was it last looked at?"},
            ],
        },
    ],
}

Edit = Callable[[Raw], object]


def make(*edits: Edit) -> Toolkit:
    """Make the sample with edits; rules on meaning are not asked."""
    raw = deepcopy(BASE)
    for edit in edits:
        edit(raw)
    return toolkit_from_json(json.dumps(raw))


def find(raw: Raw, question_id: str) -> Raw:
    """Find the raw question with an id."""
    return next(one for one in questions_of(raw) if one["id"] == question_id)


def questions_of(raw: Raw) -> list[Raw]:
    """Give all raw questions."""
    plans, means = raw["pillars"][:2]
    return [*plans["questions"], *means["topics"][0]["questions"], *means["questions"]]


def put(question_id: str, **values: object) -> Edit:
    """Make an edit that writes keys of a question."""
    return lambda raw: find(raw, question_id).update(values)


def drop(question_id: str) -> Edit:
    """Make an edit that removes a question."""

    def edit(raw: Raw) -> None:
        plans, means = raw["pillars"][:2]
        for holder in (plans, means["topics"][0], means):
            holder["questions"] = [one for one in holder["questions"] if one["id"] != question_id]

    return edit


def add(**question: object) -> Edit:
    """Make an edit that adds a question at the end of the first pillar."""
    return lambda raw: raw["pillars"][0]["questions"].append(question)


def drop_option(question_id: str, option: str) -> Edit:
    """Make an edit that removes an option."""

    def edit(raw: Raw) -> None:
        question = find(raw, question_id)
        question["options"] = [one for one in question["options"] if one["id"] != option]

    return edit


def widen_scale(raw: Raw) -> None:
    """Add a level to the scale, and to the question that uses it."""
    raw["scale"]["levels"].append({"level": 3, "name": "Best"})
    question = find(raw, "A-1")
    more = {"level": 3, "state": "Others copy it.", "action": ""}
    question["levels"] = [*question["levels"], more]


def reword_state(question_id: str, level: int, state: str) -> Edit:
    """Make an edit that rewords one state."""

    def edit(raw: Raw) -> None:
        question = find(raw, question_id)
        question["levels"] = deepcopy(question["levels"])
        question["levels"][level]["state"] = state

    return edit
