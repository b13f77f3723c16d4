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
DETAILS: Final[Mapping[str, str]] = {
    SCORES: N_(
        "The score and band of the whole and of each pillar, coverage and range, the change since "
        "the last approved round, and which roles and organisations took part. Always public with "
        "a publication."
    ),
    ANSWERS: N_(
        "Every question with its answer, the reason, note and link given with it, the weakest "
        "questions, actions, and what does not fit together."
    ),
    EVIDENCE: N_("Titles, pages and links of evidence, and its state. Uploaded files stay closed."),
    PLAN: N_("Goals with their years; actions with who is responsible, due days and status."),
    REPORT: N_("The whole report; it prints all of the above, so all of it becomes public."),
}


@dataclass(frozen=True, slots=True)
class PartChoice:
    """One part: its id, its name, what becomes public with it."""

    id: str
    title: str
    detail: str
    is_chosen: bool
    is_fixed: bool


def list_parts(chosen: Iterable[str], translator: Translator) -> tuple[PartChoice, ...]:
    """Give all parts, with those that are chosen."""
    wanted = frozenset(chosen)
    return tuple(
        PartChoice(
            part,
            translator.gettext(title),
            translator.gettext(DETAILS[part]),
            part in wanted or part == SCORES,
            part == SCORES,
        )
        for part, title in TITLES.items()
    )


def name_parts(parts: Iterable[str], translator: Translator) -> str:
    """Name parts as the language lists things."""
    return translator.join([translator.gettext(TITLES[part]) for part in parts])
