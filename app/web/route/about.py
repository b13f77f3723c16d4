"""Pages that say what this is, what it rests on, what it keeps, and in which languages."""

from flask import render_template

from app.presentation.language import LANGUAGES, Phrase
from app.presentation.view.edition import (
    list_changes,
    list_groups,
    list_removals,
    list_sources,
)
from app.presentation.view.language_page import LanguageSection, build_rows
from app.service.language_coverage import Covered, list_coverage
from app.web.area import PUBLIC, Area
from app.web.cookie import KEY, LINK
from app.web.route.system import read_version
from app.web.scene import today, translator, workspace
from app.web.wording import word, word_published

area = Area("about")


@area.get("/about", access=PUBLIC)
def show_about() -> str:
    """Say what this is, how it counts and who runs it."""
    return render_template("about.html", version=read_version())


@area.get("/data", access=PUBLIC)
def show_data() -> str:
    """Say what the data are, where they are from and under which licences."""
    reference, wording = workspace().reference.current(), word_published()
    return render_template(
        "data.html",
        edition=reference.edition,
        title=wording.edition_title(reference.edition),
        description=wording.edition_description(reference.edition),
        sources=list_sources(reference, translator()),
        groups=list_groups(reference, translator(), on=today()),
        changes=list_changes(reference, wording),
        removals=list_removals(reference, wording),
        today=today(),
    )


@area.get("/privacy", access=PUBLIC)
def show_privacy() -> str:
    """Say what is kept, how long, and how to delete it."""
    return render_template("privacy.html", cookies={"key": KEY, "link": LINK})


@area.get("/accessibility", access=PUBLIC)
def show_accessibility() -> str:
    """Say how the site can be used, and what was checked."""
    return render_template("accessibility.html")


@area.get("/languages", access=PUBLIC)
def show_languages() -> str:
    """Say how far each translation has come."""
    sections = [_build_section(covered) for covered in list_coverage(workspace())]
    return render_template("languages.html", sections=sections)


def _build_section(covered: Covered) -> LanguageSection:
    speaker = translator()
    names = {
        "interface": speaker.gettext("Pages, reports and messages"),
        "data": speaker.gettext("Names and notes of indicators"),
    }
    parts = [
        (Phrase(names["interface"], speaker.code), covered.interface),
        (Phrase(names["data"], speaker.code), covered.data),
        *((word(toolkit).phrase(toolkit.title), found) for toolkit, found in covered.toolkits),
    ]
    language = LANGUAGES[covered.language]
    return LanguageSection(
        language.code, language.name, language.direction, build_rows(parts, speaker)
    )
