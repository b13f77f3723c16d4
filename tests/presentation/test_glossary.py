"""The catalogues keep to the glossary: one translation for one word, whoever translated."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from app.definition.translation.folder import open_catalogue
from app.paths import LOCALE, REFERENCE, ROOT, TOOLKITS
from app.presentation.language import LANGUAGES

GLOSSARY = ROOT / "docs" / "glossary"
CODES = sorted(code for code, item in LANGUAGES.items() if item.ready and code != "en")
FEWEST = 60
# How the word is found, where adding an s is not enough or it has another meaning beside a word.
PATTERNS = {
    "answer": r"answers?(?! for)",
    "band": r"(?<!age )(?<!only )(?<!% )bands?(?! %)",
    "e-government": r"e-government(?!/)",
    "index": r"index(?:es)?|indices",
    "indigenous peoples": r"indigenous",
    "interoperability": r"interoperab\w+",
    "landlocked developing countries": r"landlocked",
    "least developed countries": r"least developed",
    "level": r"(?<!water )levels?(?! with)",
    "licence": r"licen[cs]es?",
    "older people": r"older (?:people|persons)",
    "open data": r"(?<!and )open data",
    "persons with disabilities": r"(?:persons|people|children|women|learners) with disabilit\w+",
    "policy": r"polic(?:y|ies)",
    "recycling": r"recycl\w+",
    "round": r"(?<!licence )(?<!budget )rounds?(?! down| up| to)",
    "small island developing States": r"small island",
    "strategy": r"strateg(?:y|ies)",
}
MARKS = re.compile("[\u064b-\u0652\u2066-\u2069]")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


def read_glossary(code: str) -> dict[str, list[str]]:
    """Give what the translation of each word must hold one of."""
    lines = (GLOSSARY / f"{code}.md").read_text(encoding="utf-8").splitlines()
    rows = [line.strip("| ").split(" | ") for line in lines if line.startswith("| ")][1:]
    return {row[0]: [fold(item) for item in row[2].strip(" |").split(",")] for row in rows}


def fold(text: str) -> str:
    """Take away case, the signs of vowels, and the names of placeholders."""
    return MARKS.sub("", PLACEHOLDER.sub("%", text)).casefold().strip()


def list_pairs(code: str) -> Iterator[tuple[str, str]]:
    """Give every text with each form of its translation: interface, toolkits, reference data."""
    with (LOCALE / code / "LC_MESSAGES" / "eready.po").open("rb") as stream:
        for message in read_po(stream, locale=code):
            text = message.id if isinstance(message.id, str) else message.id[-1]
            said = message.string if isinstance(message.string, str) else message.string[-1]
            if text and said:
                yield text, said
    for folder in (REFERENCE, *sorted(TOOLKITS.glob("[a-z]*"))):
        yield from read_pairs(folder, code)


def read_pairs(folder: Path, code: str) -> Iterator[tuple[str, str]]:
    for entry in open_catalogue(folder / "locale" / f"{code}.po").catalogue.live():
        if entry.is_usable:
            yield entry.source, entry.text


def find_strays(terms: dict[str, list[str]], pairs: Iterator[tuple[str, str]]) -> list[str]:
    """Give the translations that lack the word the glossary asks for."""
    asked = {
        term: re.compile(
            rf"(?<![-\w])(?:{PATTERNS.get(term, re.escape(term) + 's?')})(?!\w)", re.IGNORECASE
        )
        for term in terms
    }
    strays = []
    for text, said in set(pairs):
        bare, folded = PLACEHOLDER.sub("%", text), fold(said)
        strays += [
            f"{term}: {text} -> {said}"
            for term, pattern in asked.items()
            if pattern.search(bare) and not any(stem in folded for stem in terms[term])
        ]
    return sorted(strays)


@pytest.mark.parametrize("code", CODES)
def test_catalogues_keep_to_the_glossary(code: str) -> None:
    assert find_strays(read_glossary(code), list_pairs(code)) == []


def test_every_language_has_the_same_words() -> None:
    words = {code: list(read_glossary(code)) for code in CODES}
    assert len(words["ar"]) >= FEWEST
    assert all(found == words["ar"] for found in words.values())
    assert set(PATTERNS) <= set(words["ar"])
    for code in CODES:
        assert all(all(stems) and stems for stems in read_glossary(code).values()), code


def test_a_stray_word_is_found() -> None:
    terms = {"band": ["palier"], "level": ["niveau"]}
    pairs = [
        ("The band of %(band)s", "La bande de %(band)s"),
        ("Age band", "Tranche d’âge"),
        ("Next LEVEL", "Niveau suivant"),
        ("level with %(name)s", "à égalité"),
    ]
    assert find_strays(terms, iter(pairs)) == ["band: The band of %(band)s -> La bande de %(band)s"]
