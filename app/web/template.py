"""How templates speak: translations, phrases in their own language, addresses of files."""

from typing import Any

from flask import Flask, url_for
from jinja2 import StrictUndefined
from markupsafe import Markup

from app.presentation.language import Phrase
from app.presentation.number import show_date
from app.presentation.svg import render_figure
from app.presentation.view.anchor import anchor_of
from app.web.demo import shows_demo
from app.web.language import offered
from app.web.practice import shows_practice
from app.web.scene import translator, workspace
from app.web.sign_in import signed_in
from app.web.static_file import static_url
from app.web.wording import has_unreviewed, has_unreviewed_names


def init(app: Flask) -> None:
    """Give templates what they need, once."""
    environment = app.jinja_env
    environment.add_extension("jinja2.ext.i18n")
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        _gettext,
        _ngettext,
        newstyle=True,
        pgettext=_pgettext,
    )
    environment.undefined = StrictUndefined
    environment.trim_blocks = True
    environment.lstrip_blocks = True
    environment.filters["say"] = say
    environment.filters["badge"] = badge
    environment.filters["anchor"] = anchor_of
    environment.filters["day"] = lambda day: show_date(day, translator())
    environment.globals.update(
        figure=render_figure,
        has_unreviewed=has_unreviewed,
        has_unreviewed_names=has_unreviewed_names,
        is_practice_room=shows_practice,
        static_url=static_url,
    )
    app.context_processor(_context)


# Asked anew each time, because the language changes from request to request.


def _gettext(text: str) -> str:
    return translator().catalogue.gettext(text)


def _ngettext(one: str, many: str, number: int) -> str:
    return translator().catalogue.ngettext(one, many, number)


def _pgettext(context: str, text: str) -> str:
    return translator().catalogue.pgettext(context, text)


def say(phrase: Phrase | str, tag: str = "span") -> Markup | str:
    """Print a phrase with `lang` and `dir` where it is in another language than the page."""
    return phrase.as_markup(translator(), tag) if isinstance(phrase, Phrase) else phrase


def badge(mark: str) -> Markup:
    """Print the mark of a toolkit behind its title; nothing for an empty one."""
    if not mark:
        return Markup("")
    return Markup(' <span class="badge">{}</span>').format(translator().gettext(mark))


def _context() -> dict[str, Any]:
    return {
        "speaker": translator(),
        "languages": offered,
        "settings": workspace().settings,
        "home_url": url_for("home.show_home"),
        "actor": signed_in,
        "is_demo": shows_demo(),
    }
