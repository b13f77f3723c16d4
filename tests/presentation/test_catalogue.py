"""The catalogues of locale/: readable, with the right plural forms and placeholders."""

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from app.paths import LOCALE
from app.presentation.language import LANGUAGES

TRANSLATED = [code for code, language in LANGUAGES.items() if language.ready and code != "en"]


def read_catalogue(code: str) -> Catalog:
    path = LOCALE / code / "LC_MESSAGES" / "eready.po"
    with path.open("rb") as stream:
        return read_po(stream, locale=code, abort_invalid=True)


@pytest.mark.parametrize("code", TRANSLATED)
def test_placeholders_of_translations_are_those_of_the_texts(code: str) -> None:
    wrong = [(message.id, errors) for message, errors in read_catalogue(code).check()]
    assert wrong == []


def test_plural_forms_are_those_gettext_expects() -> None:
    assert read_catalogue("ar").num_plurals == 6
    assert "n%100>=11 ? 4 : 5" in read_catalogue("ar").plural_expr
    assert read_catalogue("zh").num_plurals == 1


def test_every_text_a_language_has_is_in_the_template() -> None:
    with (LOCALE / "eready.pot").open("rb") as stream:
        template = read_po(stream)
    known = {(message.id, message.context) for message in template}
    for code in TRANSLATED:
        own = {(message.id, message.context) for message in read_catalogue(code)}
        assert own == known, code
