"""Sentences that several pages and the report say in the same way.

Values that go in may be pieces of HTML (a phrase with its own `lang`, a band in bold): the sentence
then comes back as HTML with everything else escaped.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from app.presentation.language import N_, Translator
from app.presentation.number import round_shown, show_number

_PLACES: Final = (
    N_("first"),
    N_("second"),
    N_("third"),
    N_("fourth"),
    N_("fifth"),
    N_("sixth"),
    N_("seventh"),
)
_COUNTS: Final = (
    N_("one"),
    N_("two"),
    N_("three"),
    N_("four"),
    N_("five"),
    N_("six"),
    N_("seven"),
)

Scoring = Literal["quick", "full"]


def say_place(place: int, count: int, translator: Translator) -> str:
    """Say where a band stands, counted from the lowest: "the third of four bands".

    From eight bands on digits are used.

    Raises:
        ValueError: the place does not lie in 1..count.
    """
    if not 1 <= place <= count:
        raise ValueError(f"no place {place} of {count}")
    if count > len(_COUNTS):
        return translator.gettext("band %(place)s of %(count)s", place=place, count=count)
    if count == 1:
        return translator.gettext("the only band")
    # Translators: the place of a band among the bands, counted from the lowest; "third", "four".
    return translator.ngettext(
        "the %(place)s of %(count)s band",
        "the %(place)s of %(count)s bands",
        count,
        place=translator.gettext(_PLACES[place - 1]),
        count=translator.gettext(_COUNTS[count - 1]),
    )


def say_standing(unit: str, band: str, *, place: int, count: int, translator: Translator) -> str:
    """Say in which band a unit stands: "Kenya stands in Deliver, the third of four bands."."""
    # Translators: %(place)s is "the third of four bands".
    return translator.gettext(
        "%(unit)s stands in %(band)s, %(place)s.",
        unit=unit,
        band=band,
        place=say_place(place, count, translator),
    )


def say_no_standing(unit: str, translator: Translator) -> str:
    """Say that too little is known to name a band."""
    return translator.gettext("Too little is known of %(unit)s to name a band.", unit=unit)


def say_band(band: str, score: str, translator: Translator) -> str:
    """Say a band before its number: "Deliver (56)"."""
    # Translators: the name of a band and the score in it.
    return translator.gettext("%(band)s (%(score)s)", band=band, score=score)


# --- Counting ---------------------------------------------------------------------------------


def say_answered(answered: int, asked: int, translator: Translator) -> str:
    """Say "18 of 20 questions answered"."""
    return translator.ngettext(
        "%(answered)s of %(num)s question answered",
        "%(answered)s of %(num)s questions answered",
        asked,
        answered=answered,
    )


def say_counted(counted: int, applicable: int, translator: Translator) -> str:
    """Say "5 of 6 counted", whatever is counted."""
    return translator.gettext(
        "%(counted)s of %(applicable)s counted", counted=counted, applicable=applicable
    )


def say_figures(counted: int, applicable: int, translator: Translator) -> str:
    """Say "5 of 6 figures"."""
    return translator.ngettext(
        "%(counted)s of %(num)s figure",
        "%(counted)s of %(num)s figures",
        applicable,
        counted=counted,
    )


def say_evidence(evidenced: int, answered: int, translator: Translator) -> str:
    """Say "7 of 18 answers with evidence"."""
    return translator.ngettext(
        "%(evidenced)s of %(num)s answer with evidence",
        "%(evidenced)s of %(num)s answers with evidence",
        answered,
        evidenced=evidenced,
    )


def say_published(published: int, answered: int, translator: Translator) -> str:
    """Say how many answers are published figures taken over."""
    return translator.ngettext(
        "%(num)s of %(answered)s answers is a published figure",
        "%(num)s of %(answered)s answers are published figures",
        published,
        answered=answered,
    )


def say_mode(mode: Scoring, asked: int, total: int, *, translator: Translator) -> str:
    """Say what a score rests on: "quick-check, 20 of 80 questions"."""
    if mode == "full":
        return translator.ngettext(
            "full assessment, %(num)s question", "full assessment, %(num)s questions", total
        )
    return translator.ngettext(
        "quick-check, %(asked)s of %(num)s question",
        "quick-check, %(asked)s of %(num)s questions",
        total,
        asked=asked,
    )


# --- Comparing --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Comparison:
    """In how many pillars a unit is ahead of, level with and behind another.

    `unknown` counts those in which one of the two has no value.
    """

    ahead: int
    level: int
    behind: int
    unknown: int = 0

    @property
    def compared(self) -> int:
        """In how many pillars both have a value."""
        return self.ahead + self.level + self.behind


def compare_shown(pairs: Iterable[tuple[float | None, float | None]]) -> Comparison:
    """Count pillars by pairs of (own, other), as they are shown: what shows alike is level."""
    counts = {1: 0, 0: 0, -1: 0}
    unknown = 0
    for own, other in pairs:
        if own is None or other is None:
            unknown += 1
            continue
        mine, theirs = round_shown(own), round_shown(other)
        counts[(mine > theirs) - (mine < theirs)] += 1
    return Comparison(counts[1], counts[0], counts[-1], unknown)


_GROUP_WORDS: Final[Mapping[str, str]] = {
    "ahead": N_("It is ahead of the middle country of %(other)s in every pillar."),
    "level": N_("It is level with the middle country of %(other)s in every pillar."),
    "behind": N_("It is behind the middle country of %(other)s in every pillar."),
    "ahead where known": N_(
        "It is ahead of the middle country of %(other)s in every pillar that can be compared."
    ),
    "level where known": N_(
        "It is level with the middle country of %(other)s in every pillar that can be compared."
    ),
    "behind where known": N_(
        "It is behind the middle country of %(other)s in every pillar that can be compared."
    ),
    "none where known": N_(
        "It is ahead of the middle country of %(other)s in no pillar that can be compared."
    ),
    "mixed": N_(
        "It is ahead of the middle country of %(other)s in %(ahead)s of %(compared)s pillars."
    ),
    "none": N_("It is ahead of the middle country of %(other)s in no pillar."),
    "nothing": N_("There are too few figures to compare it with %(other)s."),
}


def _classify(comparison: Comparison) -> str:
    if not comparison.compared:
        return "nothing"
    for name in ("ahead", "level", "behind"):
        if getattr(comparison, name) == comparison.compared:
            return f"{name} where known" if comparison.unknown else name
    if comparison.ahead:
        return "mixed"
    return "none where known" if comparison.unknown else "none"


def say_against_group(comparison: Comparison, group: str, translator: Translator) -> str:
    """Say how a country stands against the middle of a group, over all pillars.

    Where one of the two lacks a value in some pillar, "every" is said of the others only.
    """
    return translator.gettext(
        _GROUP_WORDS[_classify(comparison)],
        other=group,
        ahead=comparison.ahead,
        compared=comparison.compared,
    )


def say_gap(own: float, other: float, name: str, *, translator: Translator) -> str:
    """Say one difference of two scores: "13 points ahead of Africa".

    The points are the difference of the two numbers as they are shown, so that a reader who
    subtracts finds the same.
    """
    points = int(round_shown(own) - round_shown(other))
    if points == 0:
        return translator.gettext("level with %(name)s", name=name)
    shown = show_number(abs(points), translator)
    if points > 0:
        return translator.ngettext(
            "%(points)s point ahead of %(name)s",
            "%(points)s points ahead of %(name)s",
            points,
            points=shown,
            name=name,
        )
    return translator.ngettext(
        "%(points)s point behind %(name)s",
        "%(points)s points behind %(name)s",
        -points,
        points=shown,
        name=name,
    )


def say_middle(group: str, counted: int, *, translator: Translator) -> str:
    """Name the middle of a group with how many of its members have a value."""
    # Translators: the median of a group of countries, as in "Africa, middle of 44".
    return translator.ngettext(
        "%(group)s, middle of %(num)s", "%(group)s, middle of %(num)s", counted, group=group
    )


def say_held_back(pillars: Iterable[str], translator: Translator) -> str:
    """Say what holds a country back most; several names are joined as the language lists them."""
    names = list(pillars)
    if not names:
        return ""
    joined = names[0] if len(names) == 1 else translator.join(names)
    return translator.gettext("What holds it back most: %(pillars)s.", pillars=joined)
