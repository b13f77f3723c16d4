"""Toolkits are written fast, and to the letter as the library would write them."""

import random
import time
from typing import Any

import pytest
import yaml

from app.definition.emitting import LONG, WIDTH, _dump, emit
from app.definition.loading import load_toolkit
from app.definition.writing import toolkit_files
from app.paths import TOOLKITS
from tests.patience import AGES
from tests.scoring.sample import choice, pillar, toolkit

WORDS = [
    "a", "the", "people", "long" * 8, "ok", "é", "中文", "\U0001f600", "\xa0", "\u200b", "yes",
    "NO", "on", "1", "1.5", "-5", "5e-07", "2026-01-01", "1:20", "0x1f", "0o7", "1_000", ".5", "~",
    "=", "<<", "null", "true story", "#", "a #b", "a#b", "a:b", "x:", "- x", "-", "--", "---",
    "...", "?", "? x", ":", "'q'", '"d"', "%", "@", "&a", "*", "!", "[a]", "{b}", ",", "`", "|",
    ">", "a  b", " lead", "trail ", "tab\tx", "one\ntwo", "one\n\ntwo", "cr\r", "\u2028", "\ufeff",
    "\x07", "\x85", "",
]  # fmt: skip
KEYS = ["id", "text", "levels", "yes", "1", "x-a", "INF-01", "a b", "o:1", "é", "", "k" * LONG]
OTHERS = [1, -5, 0.5, 1e22, 5e-7, 1.5e-7, 10.0, True, False, None, 123456789.0]


def make_text(lot: random.Random) -> str:
    if lot.random() < 0.3:
        return lot.choice(WORDS)
    text = " ".join(lot.choice(WORDS) for _ in range(lot.randrange(1, 40)))
    if lot.random() < 0.5:
        text = " ".join(text.split())
    if lot.random() < 0.2:
        text = text.replace(" ", "\n", lot.randrange(3))
    return text + lot.choice(["", "", "\n"])


def make_key(lot: random.Random) -> str:
    return lot.choice(KEYS) if lot.random() < 0.9 else make_text(lot)[: lot.randrange(130)]


def make_value(lot: random.Random, depth: int = 0) -> Any:
    kind = lot.random()
    if depth < 6 and kind < 0.25:
        return {make_key(lot): make_value(lot, depth + 1) for _ in range(lot.randrange(4))}
    if depth < 6 and kind < 0.45:
        return [make_value(lot, depth + 1) for _ in range(lot.randrange(4))]
    return lot.choice(OTHERS) if kind < 0.5 else make_text(lot)


@pytest.mark.parametrize("seed", range(20))
def test_anything_is_written_as_the_library_writes_it(seed: int) -> None:
    lot = random.Random(seed)  # noqa: S311 - values for a test
    for _ in range(60):
        raw = {make_key(lot): make_value(lot) for _ in range(lot.randrange(1, 5))}
        assert emit(raw) == _dump(raw), raw


@pytest.mark.parametrize("name", ["e-government", "e-environment", "special-needs-assistance"])
def test_a_toolkit_is_written_as_the_library_writes_it(name: str) -> None:
    for text in toolkit_files(load_toolkit(TOOLKITS / name)).values():
        raw = yaml.safe_load(text)
        assert emit(raw) == _dump(raw)


@pytest.mark.parametrize(
    "length", [LONG - 1, LONG, LONG + 1, WIDTH - 3, WIDTH, WIDTH + 1, 3 * WIDTH]
)
@pytest.mark.parametrize("word", ["a", "it's", "x" * 30])
def test_lines_end_where_the_library_ends_them(length: int, word: str) -> None:
    text = " ".join([word] * length)[:length].strip()
    raw = {"a": text, "b": [text, {"c": text, "key" * 20: text}], "d": {"e": {"f": [[text]]}}}
    assert emit(raw) == _dump(raw)


def test_six_hundred_questions_of_twenty_options_are_written_at_once() -> None:
    many = [
        choice(f"Q-{number}", *range(20), text=f"Which of these does body {number} have?")
        for number in range(600)
    ]
    large = toolkit(pillar("base", *many))
    start = time.process_time()
    files = toolkit_files(large)
    # Usually a third of a second; the library needs more than three.
    assert time.process_time() - start < AGES
    assert sum(map(len, files.values())) > 1_000_000
