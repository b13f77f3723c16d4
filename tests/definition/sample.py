"""Texts of a small real toolkit, to be put together and varied."""

HEAD = """\
format: eready-toolkit/1
id: sample
version: '1.0.0'
status: draft
language: en
title: Sample
summary: A sample.
scopes: [country, city]
scale: {levels: [{level: 0, name: None yet}, {level: 1, name: In part}, {level: 2, name: In place}]}
scoring:
  aggregate: {topic: mean, pillar: mean, total: mean}
  coverage: {topic: 0.5, pillar: 0.6, total: 0.6}
  unknown: exclude
  bands: [{id: early, from: 0, name: Early}, {id: strong, from: 50, name: Strong}]
"""
PILLAR = """\
pillars:
  - id: base
    family: policy
    title: Base
    questions:
"""
LEVELS = """\
        levels:
          - {level: 0, state: There is no plan., action: Name an owner.}
          - {level: 1, state: A plan is drafted., action: Adopt the draft.}
          - {level: 2, state: A plan is adopted and public., action: Report on it.}
"""


def level_question(question_id: str, extra: str = "") -> str:
    lines = f"      - id: {question_id}\n        kind: level\n        text: Is there a plan?\n"
    return lines + extra + LEVELS
