"""The method of a workshop: how spread, middle, consensus and priorities are found."""

from app.presentation.report.cover import say_toolkit
from app.presentation.report.method import SHORT_HASH
from app.presentation.report.structure import (
    Definitions,
    Heading,
    Item,
    ItemList,
    Pair,
    Section,
)
from app.presentation.report.workshop import Minutes
from app.response.workshop.board import LEAST, LEAST_NAMED


def build_room_method(minutes: Minutes) -> Section:
    """Build the annex of method."""
    gettext = minutes.gettext
    blocks = (
        Heading(gettext("How what was said is counted")),
        ItemList(tuple(Item(rule) for rule in _list_rules(minutes))),
        Heading(gettext("Versions")),
        _name_versions(minutes),
    )
    return Section("method", gettext("Method"), blocks)


def _list_rules(minutes: Minutes) -> tuple[str, ...]:
    gettext = minutes.gettext
    return (
        gettext(
            "Every participant counts once for each question and round. “Do not know” and “does "
            "not apply” are answers; one left blank is none."
        ),
        gettext(
            "The middle (median) is the answer that as many lie below as above; the range runs "
            "from the least to the greatest answer. No mean is taken of levels."
        ),
        gettext(
            "Consensus is that of Tastle and Wierman (2007) on the points of the answers: 1 where "
            "all say the same, 0 where half stand at each end. From 0.8 on it is called close "
            "together, from 0.6 on some disagreement, below it wide disagreement."
        ),
        _say_rule(minutes),
        gettext(
            "What a table agrees is chosen by it, with or without a reservation. A question that "
            "is asked again keeps what was said before: each round stands here."
        ),
        gettext(
            "An item of the priorities stands at the middle of all marks for impact and for "
            "effort. One item that all rated first, to mean the same by each mark, is not shown."
        ),
        gettext(
            "Scores are worked out from the agreed answers by the rules of the toolkit, as in "
            "every other report. What is not agreed lowers the coverage."
        ),
    )


def _say_rule(minutes: Minutes) -> str:
    if minutes.anonymity == "named":
        return minutes.gettext(
            "How answers are spread is shown from %(least)s answers on. A break-down is shown only "
            "where every part of it, all others together among them, has at least %(part)s.",
            least=LEAST,
            part=LEAST_NAMED,
        )
    return minutes.gettext(
        "The rule of five: how answers are spread is shown from %(least)s answers on. A break-down "
        "is shown only where every part of it, all others together among them, has as many.",
        least=LEAST,
    )


def _name_versions(minutes: Minutes) -> Definitions:
    base = minutes.base
    return Definitions(
        (
            Pair(minutes.gettext("Toolkit"), say_toolkit(base)),
            Pair(minutes.gettext("Content hash"), base.toolkit.content_hash[:SHORT_HASH]),
            Pair(minutes.gettext("Scoring engine"), base.engine),
        )
    )
