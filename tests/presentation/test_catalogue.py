"""The catalogues of locale/: complete, up to date, with the right plural forms and placeholders."""

import subprocess
import sys
from collections.abc import Callable
from gettext import c2py
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from app.paths import LOCALE
from app.presentation.language import LANGUAGES

SCRIPT = Path(__file__).resolve().parents[2] / "script" / "extract_texts"
TRANSLATED = [code for code, language in LANGUAGES.items() if language.ready and code != "en"]
NUMBERS = range(1000)
CATEGORIES = ("zero", "one", "two", "few", "many", "other")
each_language = pytest.mark.parametrize("code", TRANSLATED)


class Recorder(dict[str, str]):
    """Values for every placeholder asked for, which remembers the names."""

    def __missing__(self, name: str) -> str:
        """Give the name itself."""
        self[name] = name
        return name


def read_catalogue(code: str) -> Catalog:
    path = LOCALE / code / "LC_MESSAGES" / "eready.po"
    with path.open("rb") as stream:
        return read_po(stream, locale=code, abort_invalid=True)


def read_template() -> Catalog:
    with (LOCALE / "eready.pot").open("rb") as stream:
        return read_po(stream, abort_invalid=True)


def list_messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def list_forms(message: Message) -> list[str]:
    """Give the translations of a text, one for each plural form."""
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def find_placeholders(text: str) -> set[str]:
    """Name the placeholders by filling them, so that a broken one can't hide."""
    recorder = Recorder()
    if "%(" in text:
        assert text % recorder
    return set(recorder)


def find_lone_forms(form_of: Callable[[int], int]) -> set[int]:
    """Find the plural forms that stand for one number only, such as a dual."""
    forms = [form_of(number) for number in NUMBERS]
    return {form for form in forms if forms.count(form) == 1}


@each_language
def test_every_text_of_the_template_is_translated(code: str) -> None:
    messages = list_messages(read_catalogue(code))
    own = {(message.id, message.context): message for message in messages}
    assert set(own) == {(message.id, message.context) for message in list_messages(read_template())}
    empty = [key for key, message in own.items() if not all(list_forms(message) or [""])]
    assert empty == []


@each_language
def test_no_translation_is_in_doubt(code: str) -> None:
    catalogue = read_catalogue(code)
    assert not catalogue.fuzzy
    assert [message.id for message in list_messages(catalogue) if message.fuzzy] == []


@each_language
def test_plural_forms_are_those_of_the_language(code: str) -> None:
    catalogue = read_catalogue(code)
    spoken = [Locale.parse(code).plural_form(number) for number in NUMBERS]
    order = [category for category in CATEGORIES if category in spoken]
    assert catalogue.num_plurals == len(order)
    form_of = c2py(catalogue.plural_expr)
    assert [order[form_of(number)] for number in NUMBERS] == spoken
    plural = [message for message in list_messages(catalogue) if message.pluralizable]
    assert plural
    assert [message.id for message in plural if len(list_forms(message)) != len(order)] == []


@each_language
def test_placeholders_of_translations_are_those_of_the_texts(code: str) -> None:
    catalogue = read_catalogue(code)
    lone = find_lone_forms(c2py(catalogue.plural_expr))
    for message in list_messages(catalogue):
        texts = [message.id] if isinstance(message.id, str) else list(message.id)
        wanted = set().union(*(find_placeholders(text) for text in texts))
        for index, form in enumerate(list_forms(message)):
            found = find_placeholders(form)
            # A form for one number only may say the number in a word, or by its ending.
            may_lack = {"num"} if message.pluralizable and index in lone else set()
            assert found <= wanted, (message.id, form)
            assert wanted - found <= may_lack, (message.id, form)


@each_language
def test_digits_are_latin(code: str) -> None:
    foreign = [
        form
        for message in list_messages(read_catalogue(code))
        for form in list_forms(message)
        if any(character.isdecimal() and not character.isascii() for character in form)
    ]
    assert foreign == []


def test_forms_for_one_number_are_told_from_the_others() -> None:
    assert find_lone_forms(c2py(read_catalogue("ar").plural_expr)) == {0, 1, 2}
    assert find_lone_forms(c2py(read_catalogue("zh").plural_expr)) == set()


def test_the_files_are_what_extraction_gives() -> None:
    done = subprocess.run(
        [sys.executable, str(SCRIPT), "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
