"""The languages people read, how one is chosen, and the translator that speaks it."""

import gettext as gettext_module
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

from babel import Locale
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from markupsafe import Markup, escape

from app.paths import LOCALE

Direction = Literal["ltr", "rtl"]
DOMAIN: Final = "eready"
DEFAULT_LANGUAGE: Final = "en"


@dataclass(frozen=True, slots=True)
class Language:
    """One language: its code, its name in itself, the way it runs, whether it can be chosen yet."""

    code: str
    name: str
    direction: Direction
    ready: bool


LANGUAGES: Final[Mapping[str, Language]] = {
    language.code: language
    for language in (
        Language("ar", "العربية", "rtl", ready=True),
        Language("zh", "中文", "ltr", ready=True),
        Language("en", "English", "ltr", ready=True),
        Language("fr", "Français", "ltr", ready=True),
        Language("ru", "Русский", "ltr", ready=True),
        Language("es", "Español", "ltr", ready=True),
    )
}
"""The six official languages of the United Nations, in their usual order (of the English names)."""


def direction_of(code: str) -> Direction:
    """Tell which way a language runs; what we do not know runs from left to right."""
    language = LANGUAGES.get(code.split("-", 1)[0].lower())
    return language.direction if language else "ltr"


def direction_of_text(text: str, fallback: Direction = "ltr") -> Direction:
    """Tell which way a text runs by its first strong character, as browsers do for `dir=auto`."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind == "L":
            return "ltr"
        if kind in {"R", "AL"}:
            return "rtl"
    return fallback


def add_marks(text: str, kind: Literal["ltr", "auto"]) -> str:
    """Wrap a text in Unicode isolates, so that the text around it can't reorder it."""
    return ("\u2066" if kind == "ltr" else "\u2068") + text + "\u2069"


# --- Choosing ---------------------------------------------------------------------------------

_LONGEST_HEADER: Final = 1_000
_QUALITY: Final = re.compile(r"q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)", re.ASCII | re.IGNORECASE)
_TAG: Final = re.compile(r"[a-z]{1,8}(?:-[a-z0-9]{1,8})*|\*", re.ASCII | re.IGNORECASE)


def _find_ready(tag: str | None) -> str | None:
    """Match a language tag by its primary part: `ar-EG` reads Arabic."""
    if not tag or not _TAG.fullmatch(tag.strip()):
        return None
    code = tag.strip().split("-", 1)[0].lower()
    language = LANGUAGES.get(code)
    return code if language and language.ready else None


def _read_wish(part: str) -> tuple[str, float] | None:
    tag, _, parameter = part.partition(";")
    if not _TAG.fullmatch(tag.strip()):
        return None
    if not parameter.strip():
        return tag.strip(), 1.0
    quality = _QUALITY.fullmatch(parameter.strip())
    return (tag.strip(), float(quality[1])) if quality else None


def _read_accept_language(header: str) -> list[tuple[str, float]]:
    """Read an Accept-Language header (RFC 9110, 12.5.4), best wish first; junk is passed over."""
    wishes = [_read_wish(part) for part in header[:_LONGEST_HEADER].split(",")]
    return sorted((wish for wish in wishes if wish), key=lambda wish: -wish[1])


def negotiate(candidates: Iterable[str | None], accept_language: str | None = None) -> str:
    """Choose the code of a language that is ready.

    Args:
        candidates: explicit choices, strongest first (query, cookie, profile); unknown ones and
            languages that are not ready are passed over.
        accept_language: the browser's header; the greatest quality wins, then the order written.

    Returns:
        A code of `LANGUAGES` that is ready; English where nothing fits.
    """
    for candidate in candidates:
        if code := _find_ready(candidate):
            return code
    wishes = _read_accept_language(accept_language or "")
    refused = {_find_ready(tag) for tag, quality in wishes if quality == 0}
    for tag, quality in wishes:
        code = DEFAULT_LANGUAGE if tag == "*" else _find_ready(tag)
        if code and quality > 0 and code not in refused:
            return code
    return DEFAULT_LANGUAGE


# --- Translating ------------------------------------------------------------------------------


def N_(msgid: str) -> str:  # noqa: N802  # the name every gettext tool knows
    """Mark a text for extraction that is translated later, by a variable."""
    return msgid


def format_text(text: str, params: Mapping[str, object]) -> str:
    """Put values into `%(name)s`; with a piece of HTML among them everything else is escaped."""
    if any(isinstance(value, Markup) for value in params.values()):
        return escape(text) % params
    return text % params


class Translator:
    """Speaks one language; texts are English msgids, values go in as `%(name)s`.

    A text without translation stays English. A translation whose placeholders do not fit the values
    falls back to English too, rather than fail a page.
    """

    __slots__ = ("catalogue", "language", "locale")

    def __init__(self, language: Language, catalogue: gettext_module.NullTranslations) -> None:
        """Keep a language and its catalogue.

        Args:
            language: an entry of `LANGUAGES`.
            catalogue: raw gettext translations; templates use it directly, because Jinja puts the
                values in itself.
        """
        self.language = language
        self.catalogue = catalogue
        # World English writes 22 November 2026, as international organisations do.
        self.locale = Locale.parse("en_001" if language.code == "en" else language.code)

    @property
    def code(self) -> str:
        """The language's code, as `lang` wants it."""
        return self.language.code

    @property
    def direction(self) -> Direction:
        """The way the language runs, as `dir` wants it."""
        return self.language.direction

    def gettext(self, msgid: str, /, **params: object) -> str:
        """Translate a text; without values `%` stands for itself."""
        return self._fill(self.catalogue.gettext(msgid), msgid, params)

    def pgettext(self, context: str, msgid: str, /, **params: object) -> str:
        """Translate a text that means different things in different places."""
        return self._fill(self.catalogue.pgettext(context, msgid), msgid, params)

    def ngettext(self, singular: str, plural: str, number: int, /, **params: object) -> str:
        """Translate a text that depends on a number, which goes in as `%(num)s` too."""
        original = singular if number == 1 else plural
        params.setdefault("num", number)
        return self._fill(self.catalogue.ngettext(singular, plural, number), original, params)

    @property
    def gap(self) -> str:
        """What stands between two sentences: a space, in Chinese nothing."""
        return "" if self.code == "zh" else " "

    def join(
        self, items: Sequence[str], style: Literal["standard", "or", "unit"] = "standard"
    ) -> str:
        """Join items as the language lists them: "a, b and c"; "or" lists choices.

        With a piece of HTML among them the others are escaped and HTML comes back.
        """
        if not any(isinstance(item, Markup) for item in items):
            return format_list(list(items), style=style, locale=self.locale)
        safe = [str(escape(item)) for item in items]
        # The joining words are Babel's own.
        return Markup(format_list(safe, style=style, locale=self.locale))  # noqa: S704

    @staticmethod
    def _fill(text: str, original: str, params: Mapping[str, object]) -> str:
        if not params:
            return text
        try:
            return format_text(text, params)
        except (KeyError, TypeError, ValueError):
            return format_text(original, params)


def _open_catalogue(folder: Path) -> gettext_module.NullTranslations:
    """Read the compiled catalogue, or the source where it is newer or alone."""
    source, compiled = folder / f"{DOMAIN}.po", folder / f"{DOMAIN}.mo"
    has_source = source.exists()
    if compiled.exists() and not (has_source and source.stat().st_mtime > compiled.stat().st_mtime):
        return Translations(io.BytesIO(compiled.read_bytes()), domain=DOMAIN)
    if not has_source:
        return gettext_module.NullTranslations()
    with source.open("rb") as stream:
        catalogue = read_po(stream, locale=folder.parent.name)
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    buffer.seek(0)
    return Translations(buffer, domain=DOMAIN)


@lru_cache(maxsize=len(LANGUAGES))
def load_translator(code: str) -> Translator:
    """Load the translator of a language, once for each process.

    Raises:
        KeyError: the code is not in `LANGUAGES`.
    """
    language = LANGUAGES[code]
    if code == DEFAULT_LANGUAGE:
        return Translator(language, gettext_module.NullTranslations())
    return Translator(language, _open_catalogue(LOCALE / code / "LC_MESSAGES"))


# --- Texts that may be in another language than the page ----------------------------------------


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text and the language it is in: what is not translated says so with `lang` and `dir`."""

    text: str
    language: str = DEFAULT_LANGUAGE

    @property
    def direction(self) -> Direction:
        """The way the phrase runs."""
        return direction_of(self.language)

    def __str__(self) -> str:
        return self.text

    def as_text(self, translator: Translator) -> str:
        """Give the plain text, isolated where the text around it runs the other way."""
        if self.direction == translator.direction:
            return self.text
        return add_marks(self.text, "auto")

    def as_markup(self, translator: Translator, tag: str = "span") -> Markup:
        """Give the phrase as an element, with `lang` and `dir` where they differ from the page's.

        A plain `span` without need for either is left out.
        """
        attributes = Markup()
        if self.language != translator.code:
            attributes = Markup(' lang="{}" dir="{}"').format(self.language, self.direction)
        elif tag == "span":
            return escape(self.text)
        return Markup("<{}{}>{}</{}>").format(tag, attributes, self.text, tag)
