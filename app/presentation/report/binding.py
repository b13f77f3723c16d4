"""Binds chapters to a report, whatever it reports on."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.presentation.language import Phrase
from app.presentation.report.cover import PRODUCT
from app.presentation.report.making import list_bands
from app.presentation.report.material import Material
from app.presentation.report.structure import Cover, Report, Section, Text


@dataclass(frozen=True, slots=True)
class Front:
    """What stands before and around the chapters: `foot` at the foot of every page."""

    title: Phrase
    day: str
    foot: Text
    cover: Cover


def bind_report(material: Material, front: Front, chapters: Iterable[Section | None]) -> Report:
    """Bind the chapters that have something to say, in their order."""
    translator = material.translator
    return Report(
        title=translator.gettext(
            "%(country)s: %(toolkit)s, %(day)s",
            country=material.country_name,
            toolkit=front.title.text,
            day=front.day,
        ),
        language=translator.code,
        direction=translator.direction,
        author=PRODUCT,
        running_head=(material.country_phrase, front.title),
        running_foot=front.foot,
        contents_title=translator.gettext("Contents"),
        preface=list_bands(material),
        cover=front.cover,
        sections=tuple(section for section in chapters if section is not None),
    )
