"""A small toolkit with every kind of question, conditions, scopes and a parameter."""

import tempfile
from functools import cache
from pathlib import Path

from app.definition.loading import load_toolkit
from app.definition.toolkit import Toolkit
from app.presentation.blank.building import build_blank
from app.presentation.blank.structure import BlankForm
from app.presentation.language import load_translator
from app.presentation.view.wording import Wording
from app.response import Setting

TEXT = """\
format: eready-toolkit/1
id: every-kind
version: '1.2.3'
status: draft
language: en
title: Every kind & more
summary: All kinds of questions for {sector}.
disclaimer: For tests.
scopes: [country, city]
parameters:
  sector:
    title: Sector
    required: true
    options:
      health: {title: Health, in_text: health services}
      water: {title: Water, in_text: water works}
answering:
  choose: Choose the state that is true today.
  unknown: Say so.
scale: {levels: [{level: 0, name: None yet}, {level: 1, name: In part}, {level: 2, name: In place}]}
scoring:
  aggregate: {topic: mean, pillar: mean, total: mean}
  coverage: {topic: 0.5, pillar: 0.6, total: 0.6}
  unknown: exclude
  bands: [{id: early, from: 0, name: Early}, {id: strong, from: 50, name: Strong}]
pillars:
  - id: base
    family: policy
    title: Base
    definition: What comes first.
    topics:
      - id: plans
        title: Plans
        topics:
          - id: money
            title: Money
            questions:
              - id: N-1
                kind: number
                text: What share of {sector} is paid for?
                unit: '% of the budget'
                minimum: 0
                maximum: 100
                valid: {from: 0, to: 100}
                quick_check: true
        questions:
          - id: L-1
            kind: level
            text: Is there a plan?
            why: A plan keeps people together.
            evidence: [the plan]
            ask: [ministry]
            quick_check: true
            not_applicable_when: There is no such body.
            levels:
              - {level: 0, state: There is no plan., action: Name an owner.}
              - {level: 1, state: A plan is drafted., action: Adopt the draft.}
              - {level: 2, state: A plan is adopted and public., action: Report on it each year.}
    questions:
      - id: C-1
        kind: choice
        text: Who leads?
        options:
          - {id: one, text: One body, points: 100}
          - {id: many, text: Several bodies, points: 0}
      - id: M-1
        kind: multi
        text: What does it cover?
        when: level(L-1) >= 1
        options:
          - {id: law, text: Law, points: 50}
          - {id: money, text: Money <all of it>, points: 50}
          - {id: nothing, text: None of these, points: 0, exclusive: true}
  - id: far
    family: outreach
    title: Far
    questions:
      - {id: Y-1, kind: yesno, text: Is it public?, quick_check: true}
      - id: T-1
        kind: text
        text: What is it called?
        when: value(C-1) == 'many' and scope == 'country'
      - id: D-1
        kind: date
        text: When was it adopted?
        when: "'law' in value(M-1) or not answered(Y-1)"
      - {id: S-1, kind: yesno, text: Is the city near?, scopes: [city]}
      - {id: W-1, kind: yesno, text: Is the water clean?, when: parameter(sector) == 'water'}
      - {id: X-1, kind: yesno, text: And after that?, when: value(W-1) == 'yes'}
"""
HEALTH = Setting(parameters={"sector": "health"})
WATER = Setting(parameters={"sector": "water"})
CITY = Setting(scope="city", parameters={"sector": "health"})
QUICK = Setting(quick=True, parameters={"sector": "health"})


def load_text(text: str) -> Toolkit:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sample.yaml"
        path.write_text(text, encoding="utf-8")
        return load_toolkit(path)


@cache
def load_sample() -> Toolkit:
    return load_text(TEXT)


def make_form(
    language: str = "en", setting: Setting = HEALTH, toolkit: Toolkit | None = None
) -> BlankForm:
    return build_blank(Wording(toolkit or load_sample(), setting, load_translator(language)))
