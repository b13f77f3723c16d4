"""Actions the toolkit proposes from where a unit stands, to be taken over into its plan."""

from collections.abc import Collection
from dataclasses import dataclass

from app.definition.toolkit import Toolkit
from app.presentation.language import Phrase
from app.presentation.number import show_gain
from app.presentation.view.wording import Wording
from app.response import Answers, Setting
from app.scoring import Recommendation, recommendations


@dataclass(frozen=True, slots=True)
class Candidate:
    """One proposed action: of which question, from which state to which, and what it would add.

    `has_goal`: a goal was set for the question. `is_taken`: it stands in the plan already.
    """

    question: str
    text: Phrase
    pillar: Phrase
    action: Phrase
    now: Phrase
    following: Phrase
    gain: str
    has_goal: bool
    is_taken: bool


def find_candidates(
    toolkit: Toolkit, answers: Answers, setting: Setting, *, goals: Collection[str]
) -> tuple[Recommendation, ...]:
    """Give what the toolkit names to do next, ordered by rule 16, questions with goals first.

    A question without an action in the toolkit has nothing to propose.
    """
    found = recommendations(toolkit, answers, setting, most=len(toolkit.questions))
    named = [item for item in found if item.action]
    return tuple(sorted(named, key=lambda item: item.question not in goals))


def build_candidates(
    wording: Wording,
    answers: Answers,
    goals: Collection[str],
    *,
    taken: Collection[tuple[str, str]],
) -> tuple[Candidate, ...]:
    """Build the list; `taken` are question and text of the actions that stand in the plan."""
    toolkit = wording.toolkit
    return tuple(
        Candidate(
            question=item.question,
            text=wording.phrase(toolkit.question(item.question).text),
            pillar=wording.pillar_title(toolkit.pillar_of(item.question)),
            action=wording.phrase(item.action),
            now=wording.state(item.question, item.state),
            following=wording.state(item.question, item.next_state),
            gain=show_gain(item.gain, wording.translator),
            has_goal=item.question in goals,
            is_taken=(item.question, str(item.action)) in taken,
        )
        for item in find_candidates(toolkit, answers, wording.setting, goals=goals)
    )
