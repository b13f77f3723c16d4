"""What an author tries a toolkit with: the setting wished for, and answers kept in memory."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Final

from app.definition.folder import HEAD
from app.definition.toolkit import Toolkit
from app.definition.translation.folder import load_translation
from app.definition.translation.speaking import NOTHING, Translation
from app.paths import REFERENCE
from app.presentation.language import LANGUAGES, N_, Translator, load_translator
from app.presentation.view.question import Filling
from app.presentation.view.wording import Wording
from app.reference import (
    Country,
    EditionRow,
    Reference,
    ReferenceDataError,
    Tables,
    build_reference,
    load_reference,
)
from app.response import Answer, AnswerError, Answers, RawAnswer, Setting, parse_answer, write_value
from app.response.example import PATTERNS, fill_example
from app.service.clock import read_clock
from app.service.preview.watching import Edition, Watch
from app.service.toolkit_language import find_published
from app.service.unit_report import NOWHERE
from app.settings import LOCAL_HOSTS, Settings

MOST_BYTES: Final = 4_000_000
MOST_FIELDS: Final = 50_000
"""A pillar may hold hundreds of questions, and all stand on one page here."""
_NAME: Final = N_("Example country")
_NO_TABLES: Final = ((), (), (), (), (), (), (), ())


@dataclass(frozen=True, slots=True)
class Wish:
    """How the author wants to see the toolkit; what it does not offer is passed over.

    `country` is an ISO 3166-1 alpha-3 code whose published figures are laid beside; empty for none.
    """

    quick: bool = False
    scope: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    country: str = ""


class Preview:
    """One toolkit that is tried out by one author. Nothing of it is ever written to a disk."""

    def __init__(
        self, path: Path, *, secret: str, hosts: tuple[str, ...] = (), reference: Path = REFERENCE
    ) -> None:
        """Read the toolkit and the reference data.

        `secret` signs the cookie that remembers a language; `hosts` are answered to beside the
        names this machine has for itself. Never raises for what the files hold.
        """
        self.settings = Settings(
            secret_key=secret,
            hosts=(*LOCAL_HOSTS, *hosts),
            environment="production",
            log_level="error",
            request_bytes=MOST_BYTES,
            form_fields=MOST_FIELDS,
        )
        self.reference = read_reference(reference)
        self.now = read_clock
        indicators = frozenset(self.reference.indicators) or None
        # Named by its head, a toolkit still is the whole folder.
        folder = path.parent if path.name == HEAD and path.is_file() else path
        self.watch = Watch(folder, indicators=indicators, now=read_clock)
        self._wish = Wish()
        self._given = Answers()
        self._lock = Lock()

    def open(self) -> "Trial | None":
        """Give the toolkit with its setting and answers; None while no version can be used."""
        edition = self.watch.look()
        if edition.toolkit is None:
            return None
        setting = choose_setting(edition.toolkit, self._wish)
        answers = keep_valid(edition.toolkit, self._given)
        folder = self.watch.path if self.watch.path.is_dir() else None
        return Trial(edition, edition.toolkit, setting, answers, self._place(), folder)

    def _place(self) -> "Place":
        country = self.reference.country(self._wish.country)
        return Place(country or make_nowhere(), self.reference, is_real=country is not None)

    def choose(self, wish: Wish) -> None:
        """Keep what the author wants to see."""
        with self._lock:
            self._wish = wish

    def save(self, answers: Iterable[Answer]) -> None:
        """Keep answers; a blank one takes back what was answered."""
        with self._lock:
            kept = dict(self._given)
            for answer in answers:
                before = kept.pop(answer.question, None)
                if answer.state != "blank" or answer.note or answer.link:
                    version = before.version + 1 if before else 1
                    kept[answer.question] = replace(answer, version=version)
            self._given = Answers(kept.values())

    def fill(self, pattern: str, seed: int = 0) -> None:
        """Put example answers in place of all answers; an unknown pattern takes them all away."""
        trial = self.open()
        if trial is None:
            return
        known = next((name for name in PATTERNS if name == pattern), None)
        filled = (
            fill_example(trial.toolkit, trial.setting, known, seed=seed) if known else Answers()
        )
        with self._lock:
            self._given = Answers(replace(answer, version=1) for answer in filled.values())


@dataclass(frozen=True, slots=True)
class Place:
    """The country a toolkit is tried for; one that stands for any where `is_real` is false."""

    country: Country
    reference: Reference
    is_real: bool


@dataclass(frozen=True, slots=True)
class Trial:
    """A toolkit as it is tried at one moment: all of it fits together."""

    edition: Edition
    toolkit: Toolkit
    setting: Setting
    answers: Answers
    place: Place
    folder: Path | None = None

    def speak(self, translator: Translator) -> Wording:
        """Give the toolkit's texts in the reader's language, as far as its catalogue has them."""
        translation = NOTHING
        if self.folder is not None and translator.code != self.toolkit.language:
            translation = _translate(self.folder, translator.code, self.edition.number)
        published = find_published(REFERENCE, translator.code)
        return Wording(self.toolkit, self.setting, translator, translation, published)

    def filling(self, language: str, *, is_empty: bool = False) -> Filling:
        """Give what the form is filled with; an empty one has no answers and no figures."""
        country = self.place.country
        if is_empty:
            return Filling(Answers(), self.place.reference, "", country.name(language))
        code = country.iso3 if self.place.is_real else ""
        return Filling(self.answers, self.place.reference, code, country.name(language))


@lru_cache(maxsize=len(LANGUAGES))
def _translate(folder: Path, language: str, _edition: int) -> Translation:
    """Read a catalogue once for each reading of the files; none gives an empty translation."""
    return load_translation(folder, language)


def choose_setting(toolkit: Toolkit, wish: Wish) -> Setting:
    """Give the nearest setting the toolkit has; a parameter it needs takes its first option."""
    parameters = {}
    for name, parameter in toolkit.parameters.items():
        wanted = wish.parameters.get(name)
        if wanted in parameter.options:
            parameters[name] = str(wanted)
        elif parameter.required:
            parameters[name] = next(iter(parameter.options))
    scope = wish.scope if wish.scope in toolkit.scopes else toolkit.scopes[0]
    has_quick = any(question.quick_check for question in toolkit.questions)
    return Setting(wish.quick and has_quick, scope, parameters)


def keep_valid(toolkit: Toolkit, given: Answers) -> Answers:
    """Give the answers that the toolkit as it is now would take; others come back with it."""
    known = {question.id: question for question in toolkit.questions}
    kept = []
    for answer in given.values():
        question = known.get(answer.question)
        if question is None:
            continue
        value = answer.value if isinstance(answer.value, tuple) else write_value(answer.value)
        raw = RawAnswer(answer.state, value, answer.reason, answer.note, answer.link)
        try:
            read = parse_answer(question, toolkit, raw, strict=True)
        except AnswerError:
            continue
        kept.append(replace(read, origin=answer.origin, version=answer.version))
    return Answers(kept)


def make_nowhere() -> Country:
    """Give the country that stands for any, named in the languages of the site."""
    names = {
        language.code: load_translator(language.code).gettext(_NAME)
        for language in LANGUAGES.values()
        if language.ready
    }
    return Country(NOWHERE, "XX", "", names, "", "", 0.0, 0.0)


def read_reference(folder: Path) -> Reference:
    """Read the reference data; where they cannot be read, preview goes on without any."""
    try:
        return load_reference(folder)
    except ReferenceDataError:
        day = read_clock().date()
        return build_reference(Tables(EditionRow("None", day, ""), *_NO_TABLES))
