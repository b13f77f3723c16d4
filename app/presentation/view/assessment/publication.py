"""What becomes public with each part of an assessment, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from app.presentation.language import N_, Translator
from app.presentation.team_exporting import ANSWERS, EVIDENCE, PLAN, REPORT, SCORES

TITLES: Final[Mapping[str, str]] = {
    SCORES: N_("Scores by pillar"),
    ANSWERS: N_("All answers"),
    EVIDENCE: N_("Evidence"),
    PLAN: N_("Goals and action plan"),
    REPORT: N_("Report as PDF"),
}
DETAILS: Final[Mapping[str, tuple[str, ...]]] = {
    SCORES: (
        N_(
            "The unit, the title, the round, its period, the toolkit with its version, and the "
            "days of approval and publication."
        ),
        N_(
            "Score, band, coverage and range of the whole and of each pillar; how many questions "
            "count, how many are answered, by published figures too, and how many have evidence."
        ),
        N_(
            "The score of each pillar in the last approved round and what the change since then "
            "comes from, even if that round was never public."
        ),
        N_(
            "The score of each pillar family by the team’s answers and by figures: published "
            "ones and those the team entered. The entered figures themselves stay closed, but a "
            "score that rests on one figure alone tells it."
        ),
        N_("Which roles and organisations took part, and how many people of each."),
        N_("Always public with a publication."),
    ),
    ANSWERS: (
        N_(
            "Every question with its answer, its points, the reason, note and link given with "
            "it, and whether a published figure stands for it."
        ),
        N_(
            "The score of each topic and question, the weakest questions, the actions that would "
            "raise the score most, what does not fit together, and what is not known."
        ),
    ),
    EVIDENCE: (
        N_(
            "The title, page, link, kind and state of each piece of evidence, by question. "
            "Uploaded files stay closed."
        ),
    ),
    PLAN: (
        N_("Goals with their years and notes."),
        N_(
            "Actions with who is responsible and with whom, due day, cost, status, indicator, "
            "impact and effort, as they stood when the assessment was approved."
        ),
    ),
    REPORT: (
        N_("The whole report; it prints all of the above, so all of it becomes public."),
        N_(
            "It also says what the team left open: answers claimed without evidence, answers "
            "taken over and not confirmed, how many remarks reviewers made and how many of them "
            "nobody decided; and whether an expert from outside assisted."
        ),
        N_(
            "Of answers agreed in a workshop it tells how the room was spread, reservations and "
            "minority views, without a name."
        ),
    ),
}
"""What becomes public with each part: all of it, in a few lines."""


@dataclass(frozen=True, slots=True)
class PartChoice:
    """One part: its id, its name, what becomes public with it, line by line."""

    id: str
    title: str
    details: tuple[str, ...]
    is_chosen: bool
    is_fixed: bool


def list_parts(chosen: Iterable[str], translator: Translator) -> tuple[PartChoice, ...]:
    """Give all parts, with those that are chosen."""
    wanted = frozenset(chosen)
    return tuple(
        PartChoice(
            part,
            translator.gettext(title),
            tuple(map(translator.gettext, DETAILS[part])),
            part in wanted or part == SCORES,
            part == SCORES,
        )
        for part, title in TITLES.items()
    )


def name_parts(parts: Iterable[str], translator: Translator) -> str:
    """Name parts as the language lists things."""
    return translator.join([translator.gettext(TITLES[part]) for part in parts])
