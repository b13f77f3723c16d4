"""What a change of score between two rounds comes from: the answers, the rules, or neither alone.

change = answers + rules + not comparable, exactly, for the total and every pillar of both versions:

- answers: new minus old answers, under the new rules, over the common questions;
- rules: new minus old rules, under the old answers, over the common questions;
- not comparable: the remainder. It holds what only one version asks.

A common question is one that both versions ask and whose old answer can stand in the new one. The
others leave the score of the three comparing runs, but stay as they were answered where conditions
ask for them: in the old version as in the first round, in the new one as in the second.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import numpy as np

from app.definition.difference import compare_toolkits
from app.definition.toolkit import TOTAL, Toolkit
from app.response.answer import Answers
from app.response.carrying import carry_answers
from app.response.routing import is_listed
from app.response.setting import Setting
from app.scoring.compiling import compile_toolkit
from app.scoring.engine import FULL, run_one, score
from app.scoring.error import ScoringError
from app.scoring.result import NodeScore


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A change as it is shown: rounded so that the three parts still add up to the total."""

    total: Decimal
    answers: Decimal
    rules: Decimal
    not_comparable: Decimal


@dataclass(frozen=True, slots=True)
class Change:
    """The change of one node between two rounds, on 0..100, split exactly.

    Attributes:
        node: Id of the node.
        before, after: Its score in the first and in the second round; None unless published.
        before_status, after_status: As in NodeScore.
        total: after minus before, as the exact difference of the two doubles; None where one of
            them is missing, and then every part is None.
        answers, rules, not_comparable: The parts; total is exactly their sum.
        common: Old id to new id of the questions that could be compared.
        pillars: The same for every pillar of both versions, in the order of the new one; empty for
            a pillar.
    """

    node: str
    before: float | None
    after: float | None
    before_status: str
    after_status: str
    total: Fraction | None
    answers: Fraction | None
    rules: Fraction | None
    not_comparable: Fraction | None
    common: Mapping[str, str] = field(repr=False)
    pillars: Mapping[str, "Change"] = field(default_factory=dict, repr=False)

    def shown(self, decimals: int = 1) -> ShownChange | None:
        """Round total and parts to `decimals`; None where there is no change to speak of.

        Each is rounded half away from zero. Where the rounded parts miss the rounded total, the
        part that rounding moved most gives way; a part that is exactly 0 stays 0.
        """
        if None in (self.total, self.answers, self.rules, self.not_comparable):
            return None
        exact = [part or Fraction(0) for part in (self.answers, self.rules, self.not_comparable)]
        total = _ticks(self.total or Fraction(0), decimals)
        ticks = _spread([part * 10**decimals for part in exact], total)
        step = Decimal(1).scaleb(-decimals)
        return ShownChange(total * step, *(tick * step for tick in ticks))


def split_change(
    old: Toolkit,
    new: Toolkit,
    before: Answers,
    after: Answers,
    *,
    settings: tuple[Setting, Setting] = (FULL, FULL),
) -> Change:
    """Split the change of one unit's scores between two rounds.

    `before` answers the old version under the first setting, `after` the new one under the second.
    Raises ScoringError where a quick-check would be compared with all questions, or one kind of
    unit with another, and what `score` raises.
    """
    _check_settings(*settings)
    rounds = _compare(old, new, before, after, settings=settings)
    pillars = {
        pillar.id: _split(rounds, pillar.id)
        for pillar in new.pillars
        if pillar.id in {one.id for one in old.pillars}
    }
    return _split(rounds, TOTAL, pillars)


def _check_settings(first: Setting, second: Setting) -> None:
    if first.quick != second.quick:
        raise ScoringError("A quick-check and an assessment with all questions do not compare.")
    if first.scope != second.scope:
        raise ScoringError(f"A {first.scope} and a {second.scope} do not compare.")


@dataclass(frozen=True, slots=True)
class _Rounds:
    """Both rounds as scored, and the three runs over the common questions: value by node."""

    before: Mapping[str, NodeScore]
    after: Mapping[str, NodeScore]
    old_rules: Mapping[str, float]
    new_rules: Mapping[str, float]
    new_answers: Mapping[str, float]
    common: Mapping[str, str]


def _compare(
    old: Toolkit,
    new: Toolkit,
    before: Answers,
    after: Answers,
    *,
    settings: tuple[Setting, Setting],
) -> _Rounds:
    common, carried = _carry(old, new, before)
    listed = [
        {question.id for question in toolkit.questions if is_listed(question, setting)}
        for toolkit, setting in zip((old, new), settings, strict=True)
    ]
    common = {
        name: heir for name, heir in common.items() if name in listed[0] and heir in listed[1]
    }
    heirs = frozenset(common.values())
    first, second = settings
    lost = frozenset(listed[0] - common.keys())
    gained = frozenset(listed[1] - heirs)
    mixed = Answers(
        (
            *(answer for name, answer in carried.items() if name in heirs),
            *(answer for name, answer in after.items() if name not in heirs),
        )
    )
    return _Rounds(
        score(old, before, first).nodes,
        score(new, after, second).nodes,
        _values(old, before, first, lost),
        _values(new, mixed, second, gained),
        _values(new, after, second, gained),
        common,
    )


def _carry(old: Toolkit, new: Toolkit, before: Answers) -> tuple[Mapping[str, str], Answers]:
    """Give old id to new id of the questions whose answers stand, and these answers."""
    difference = compare_toolkits(old, new)
    if difference.is_same:
        return difference.common, before
    carried = carry_answers(old, new, before, difference=difference)
    lost = {line.before.question for line in carried.dropped}
    common = {name: heir for name, heir in difference.common.items() if name not in lost}
    return common, carried.answers


def _values(
    toolkit: Toolkit, answers: Answers, setting: Setting, without: frozenset[str]
) -> Mapping[str, float]:
    """Score total and pillars over some of the questions; nodes without a value are left out."""
    plan = compile_toolkit(toolkit, setting, without)
    values = run_one(plan, answers, runs=1).value()[:, 0]
    names = (TOTAL, *(pillar.id for pillar in toolkit.pillars))
    found = {name: float(values[plan.row_of[name]]) for name in names}
    return {name: value for name, value in found.items() if not np.isnan(value)}


def _split(rounds: _Rounds, node: str, pillars: Mapping[str, Change] | None = None) -> Change:
    first, second = rounds.before[node], rounds.after[node]
    total = answers = rules = rest = None
    if first.score is not None and second.score is not None:
        total = Fraction(second.score) - Fraction(first.score)
        answers = _difference(rounds.new_rules.get(node), rounds.new_answers.get(node))
        rules = _difference(rounds.old_rules.get(node), rounds.new_rules.get(node))
        rest = total - answers - rules
    return Change(
        node=node,
        before=first.score,
        after=second.score,
        before_status=first.status,
        after_status=second.status,
        total=total,
        answers=answers,
        rules=rules,
        not_comparable=rest,
        common=rounds.common,
        pillars=pillars or {},
    )


def _difference(before: float | None, after: float | None) -> Fraction:
    """Give the exact difference; what one side lacks cannot be compared and counts as none."""
    if before is None or after is None:
        return Fraction(0)
    return Fraction(after) - Fraction(before)


def _ticks(number: Fraction, decimals: int) -> int:
    """Round as every number is rounded where it is shown: half away from zero, once."""
    exact = Decimal(repr(float(number))).scaleb(decimals)
    return int(exact.to_integral_value(ROUND_HALF_UP))


def _spread(exact: Sequence[Fraction], total: int) -> list[int]:
    """Round numbers to whole ones that add up to `total`, each as near to its own as can be."""
    ticks = [_ticks(number, 0) for number in exact]
    while sum(ticks) != total:
        way = 1 if total > sum(ticks) else -1
        movable = [place for place, number in enumerate(exact) if number]
        errors = {place: (exact[place] - ticks[place]) * way for place in movable}
        # Of equals the last gives way: what could not be compared before what could.
        chosen = max(movable, key=lambda place: (errors[place], place))
        ticks[chosen] += way
    return ticks
