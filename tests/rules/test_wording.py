"""What no file may say: addresses of package registries, places on one machine, empty names."""

import re
from pathlib import Path

import pytest

from app.paths import ROOT, TOOLKITS
from tests.rules.source import line_of, place, project_files, python_files, text_files

# Each with one letter in brackets, so that this file does not break its own rule.
FORBIDDEN = {
    "registry": [
        r"pyp[i]\.org",
        r"pythonh[o]sted\.org",
        r"npm[j]s\.(?:org|com)",
        r"deb\.d[e]bian\.org",
        r"crat[e]s\.io",
    ],
    "content network": [r"jsd[e]livr\.net", r"unp[k]g\.com", r"cdnj[s]\.cloudflare"],
    "place on one machine": [r"(?<![\w.-])/w[o]rk(?![\w-])", r"\.\./sh[a]red", r"/hom[e]/\w"],
    "maker": [r"anthr[o]pic", r"\bcl[a]ude\b", r"\bopen[a]i\b", r"chatg[p]t", r"\bll[m]s?\b"],
}
EMPTY_NAMES = re.compile(r"(^|_)(utils?|helpers?|common|misc|managers?)(_|$)")
TASK = re.compile(r"\b(TODO|FIXME|XXX)\b(?!\([\w-]+\): \w)")


@pytest.mark.parametrize("kind", FORBIDDEN)
def test_no_file_names_what_it_should_not(kind: str) -> None:
    pattern = re.compile("|".join(FORBIDDEN[kind]), re.IGNORECASE)
    wrong = [
        f"{place(path, line_of(text, match.start()))} {match[0]}"
        for path, text in text_files()
        for match in pattern.finditer(text)
    ]
    assert not wrong, wrong


def test_modules_are_named_for_what_they_hold() -> None:
    wrong = [
        place(path)
        for path in python_files()
        for part in path.relative_to(ROOT).with_suffix("").parts
        if EMPTY_NAMES.search(part)
    ]
    assert not wrong, wrong


def test_no_task_is_left_without_a_reason() -> None:
    sources = [path for path in project_files() if path.suffix in {".py", ".html", ".css", ".js"}]
    wrong = [
        place(path, line_of(text, match.start()))
        for path in sources
        if "vendor" not in path.parts and path != Path(__file__)
        for text in [path.read_text(encoding="utf-8")]
        for match in TASK.finditer(text)
    ]
    assert not wrong, wrong


def toolkit_ids() -> set[str]:
    """Return the id that each definition gives itself on a line of its own."""
    texts = (path.read_text(encoding="utf-8") for path in TOOLKITS.rglob("*.y*ml"))
    heads = (text for text in texts if "format: eready-toolkit/" in text)  # pillars are no toolkits
    found = (re.search(r"^id:\s*[\"']?([\w.-]+)", text, re.MULTILINE) for text in heads)
    return {match[1] for match in found if match}


def test_code_knows_no_toolkit_by_name() -> None:
    ids = toolkit_ids()
    if not ids:
        return
    pattern = re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, sorted(ids)))})(?![\w-])")
    wrong = [
        f"{place(path, line_of(text, match.start()))} {match[0]}"
        for path in python_files("app", "eready")
        for text in [path.read_text(encoding="utf-8")]
        for match in pattern.finditer(text)
    ]
    assert not wrong, wrong
