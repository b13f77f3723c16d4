"""Catalogues: written as gettext's tools do, brought up to a toolkit that changed, read safely."""

import os
import random
import time
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from app.definition.loading import load_toolkit
from app.definition.toolkit import Toolkit
from app.definition.translation.catalogue import Catalogue, Entry
from app.definition.translation.compiled import CompiledError, compile_catalogue, read_compiled
from app.definition.translation.coverage import measure_coverage
from app.definition.translation.folder import compile_catalogues, load_translation, open_catalogue
from app.definition.translation.place import PlacedText, texts_of
from app.definition.translation.reading import MOST_BYTES, MOST_ENTRIES, read_catalogue
from app.definition.translation.speaking import NOTHING, make_translation
from app.definition.translation.updating import update_catalogue
from app.definition.translation.writing import write_catalogue
from app.paths import TOOLKITS
from tests.patience import AGES

NEW = Catalogue({}, ())
PLAN = "Is there a plan?"
HARD = (
    "plain",
    'with "quotes" and \\ backslash',
    "two\nlines",
    "ends with a line\n",
    "\n",
    "  spaces  in  front and behind  ",
    "tab\there",
    "long " * 60,
    "x" * 300,
    "一个没有空格的很长的句子" * 20,
    "هل توجد خطة؟ {sector} نعم",
    "next\x85line\u2028and another",
    "5 % dead {not a placeholder}",
)


def translate(toolkit: Toolkit, texts: Mapping[str, str], language: str = "ar") -> Catalogue:
    """Make the catalogue of a toolkit with some texts translated, by place."""
    fresh = update_catalogue(toolkit, language, NEW)
    entries = (replace(one, text=texts.get(one.place or "", "")) for one in fresh.entries)
    return replace(fresh, entries=tuple(entries))


def change(toolkit: Toolkit, question_id: str, **values: object) -> Toolkit:
    """Give the toolkit with other values in one question."""
    data = toolkit.model_dump(mode="json", by_alias=True, exclude_unset=True)
    for question in data["pillars"][0]["questions"]:
        if question["id"] == question_id:
            question.update(values)
    return Toolkit.model_validate(data)


def entry_at(catalogue: Catalogue, place: str) -> Entry:
    return next(entry for entry in catalogue.live() if entry.place == place)


@pytest.mark.parametrize("text", HARD)
def test_what_was_written_is_read_back(text: str) -> None:
    entry = Entry("a.b", text, text[::-1], previous=text, comments=("one", ""), notes=("n",))
    for obsolete in (False, True):
        whole = Catalogue({"Language": "ar"}, (replace(entry, is_obsolete=obsolete),), ("top",))
        written = write_catalogue(whole)
        reading = read_catalogue(written.encode())
        assert reading.flaws == ()
        assert reading.catalogue == whole
        assert write_catalogue(reading.catalogue) == written


def test_babel_reads_what_we_write(sample: Toolkit) -> None:
    catalogue = translate(sample, {"title": "عينة", "L-1.text": 'هل "توجد"\nخطة؟'})
    read = read_po(BytesIO(write_catalogue(catalogue).encode()), locale="ar", abort_invalid=True)
    found = {(item.context, item.id): item.string for item in read if item.id}
    assert found == {entry.key: entry.text for entry in catalogue.entries}
    assert read.num_plurals == 6


@pytest.mark.parametrize(
    "path", sorted(TOOLKITS.glob("*/toolkit.yaml")), ids=lambda p: p.parent.name
)
def test_a_second_update_changes_nothing(path: Path) -> None:
    toolkit = load_toolkit(path)
    first = write_catalogue(update_catalogue(toolkit, "zh", NEW))
    again = read_catalogue(first.encode())
    assert again.flaws == ()
    assert write_catalogue(update_catalogue(toolkit, "zh", again.catalogue)) == first


def test_a_changed_text_becomes_fuzzy_and_a_gone_one_obsolete(sample: Toolkit) -> None:
    old = translate(sample, {"L-1.text": "خطة؟", "L-1.levels.0.state": "لا خطة"})
    newer = change(sample, "L-1", text="Is there a budget?", why="Because.")
    fresh = update_catalogue(newer, "ar", old)
    stale = entry_at(fresh, "L-1.text")
    assert (stale.source, stale.text, stale.previous) == ("Is there a budget?", "خطة؟", PLAN)
    assert stale.is_fuzzy
    assert not stale.is_usable
    assert entry_at(fresh, "L-1.why").text == ""
    assert entry_at(fresh, "L-1.levels.0.state").text == "لا خطة"
    # Changed twice: the text it was made for stays.
    twice = update_catalogue(change(newer, "L-1", text="Any budget?"), "ar", fresh)
    assert entry_at(twice, "L-1.text").previous == PLAN
    # Changed back: the translation is right again.
    back = update_catalogue(sample, "ar", twice)
    assert entry_at(back, "L-1.text") == entry_at(old, "L-1.text")
    assert write_catalogue(back) == write_catalogue(old)


def test_a_text_that_returns_gets_its_translation_back(sample: Toolkit) -> None:
    with_why = change(sample, "L-1", why="Because.")
    old = translate(with_why, {"L-1.why": "لأن"})
    without = update_catalogue(sample, "ar", old)
    assert [entry.text for entry in without.entries if entry.is_obsolete] == ["لأن"]
    assert '#~ msgid "Because."' in write_catalogue(without)
    again = read_catalogue(write_catalogue(without).encode()).catalogue
    assert update_catalogue(sample, "ar", again) == without
    assert entry_at(update_catalogue(with_why, "ar", again), "L-1.why").text == "لأن"


def test_an_item_that_moved_in_its_list_keeps_its_translation(sample: Toolkit) -> None:
    listed = change(sample, "L-1", ask=["mayor", "regulator"])
    old = translate(listed, {"L-1.ask.1": "عمدة", "L-1.ask.2": "هيئة"})
    moved = update_catalogue(change(sample, "L-1", ask=["bank", "mayor"]), "ar", old)
    assert (entry_at(moved, "L-1.ask.1").text, entry_at(moved, "L-1.ask.2").text) == ("", "عمدة")
    assert [entry.text for entry in moved.entries if entry.is_obsolete] == ["هيئة"]


def test_a_review_of_the_whole_does_not_cover_what_came_later(sample: Toolkit) -> None:
    every = {place: f"ت {text}" for place, text in texts_of(sample)}
    done = translate(sample, every)
    seen = {"X-Reviewed": "yes", "X-Reviewed-By": "A. Reader", "X-Reviewed-On": "2026-11-30"}
    old = replace(done, header={**done.header, **seen})
    assert update_catalogue(sample, "ar", old) == old
    newer = change(sample, "L-1", text="Is there a budget?")
    fresh = update_catalogue(newer, "ar", old)
    assert fresh.header["X-Reviewed"] == "no"
    assert entry_at(fresh, "title").comments == ("reviewed: A. Reader, 2026-11-30",)
    assert entry_at(fresh, "L-1.text").comments == ()
    assert fresh.is_reviewed  # all that readers are shown was reviewed
    entries = tuple(
        replace(entry, flags=()) if entry.place == "L-1.text" else entry for entry in fresh.entries
    )
    assert not replace(fresh, entries=entries).is_reviewed
    assert measure_coverage(newer, fresh).reviewed == len(every) - 1


def test_a_translation_is_found_by_place_and_text(sample: Toolkit) -> None:
    texts = {"L-1.text": "أ", "L-2.text": "ب", "title": "عينة"}
    found = make_translation("ar", translate(sample, texts))
    assert found.find(sample.question("L-1").text) == "أ"
    assert found.find(sample.question("L-2").text) == "ب"
    assert found.find(PlacedText("Is there another plan?", "L-1.text")) is None
    assert found.find(sample.summary) is None
    # Without its place a text is translated only where that can mean one thing.
    assert found.find(str("Sam" + "ple")) == "عينة"
    assert found.find(str(PLAN)) is None


@pytest.mark.parametrize(
    ("entry", "is_usable"),
    [
        (Entry("a", "x {sector}", "y {sector}"), True),
        (Entry("a", "x {sector}", "y"), False),
        (Entry("a", "x", "y {sector}"), False),
        (Entry("a", "x {sector}", "y {secteur}"), False),
        (Entry("a", "x", "y", flags=("fuzzy",)), False),
        (Entry("a", "x", "y", is_obsolete=True), False),
        (Entry("a", "x", "y", plural=True), False),
        (Entry("a", "x", " "), False),
        (Entry("a", "x", "y\x07"), False),
        (Entry("a", "x", "y" * 70_000), False),
        (Entry("a", "x", "<b>y</b>"), True),
    ],
)
def test_what_is_not_sound_is_not_shown(entry: Entry, is_usable: bool) -> None:
    assert entry.is_usable is is_usable
    found = make_translation("ar", Catalogue({}, (entry,)))
    assert (found.find(PlacedText(entry.source, "a")) is not None) is is_usable
    compiled = read_compiled("ar", compile_catalogue(Catalogue({}, (entry,))))
    assert dict(compiled.texts) == dict(found.texts)


def test_the_compiled_catalogue_says_the_same_until_its_source_is_newer(
    sample: Toolkit, tmp_path: Path
) -> None:
    source = tmp_path / "locale" / "ar.po"
    source.parent.mkdir()
    source.write_text(write_catalogue(translate(sample, {"title": "عينة"})), "utf-8")
    plain = load_translation(tmp_path, "ar")
    ((path, content),) = compile_catalogues(tmp_path)
    path.write_bytes(content)
    assert path == source.with_suffix(".mo")
    assert list(compile_catalogues(tmp_path)) == []
    source.write_text(write_catalogue(translate(sample, {"title": "نموذج"})), "utf-8")
    os.utime(source, (1, 1))
    compiled = load_translation(tmp_path, "ar")
    assert dict(compiled.texts) == dict(plain.texts)
    assert not compiled.is_reviewed
    os.utime(source)
    os.utime(source.with_suffix(".mo"), (1, 1))
    assert load_translation(tmp_path, "ar").find(sample.title) == "نموذج"


def test_without_a_catalogue_nothing_is_translated(sample: Toolkit, tmp_path: Path) -> None:
    assert load_translation(tmp_path, "ar") is NOTHING
    assert load_translation(tmp_path / "not-there", "ar") is NOTHING
    assert load_translation(tmp_path, "../ar") is NOTHING
    assert NOTHING.find(sample.title) is None


HOSTILE = {
    "empty": b"",
    "text": b"hello",
    "latin": b'msgid "a"\nmsgstr "\xe9"\n',
    "nul": b'msgid "a\x00"\nmsgstr "b"\n',
    "open": b'msgid "a\nmsgstr "b"\n',
    "alone": b'"a"\n',
    "twice": b'msgid "a"\nmsgid "b"\nmsgstr "c"\n',
    "no text": b'msgid "a"\n',
    "no id": b'msgstr "a"\n',
    "plural": b'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\nmsgstr[99] "d"\n',
    "large": b"#" * (MOST_BYTES + 1),
    "one line": b'msgid "' + b"a" * (MOST_BYTES - 20) + b'"\n',
    "escapes": b'msgid "a"\nmsgstr "' + b"\\" * (MOST_BYTES // 2) + b'"\n',
    "many": b'msgid "a"\nmsgstr "b"\n' * (MOST_ENTRIES + 9),
    "lines": b"\n" * (MOST_BYTES - 1),
    "comments": b"#, fuzzy\n" * (MOST_BYTES // 9),
    "pieces": b'msgid ""\n' + b'"a"\n' * (MOST_BYTES // 4 - 9),
    "faults": b"x\n" * (MOST_BYTES // 2 - 1),
    "quotes": b'msgid "' + b'""' * (MOST_BYTES // 2 - 9) + b"\n",
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_catalogue_is_read_in_time_and_told_of(content: bytes) -> None:
    start = time.process_time()
    reading = read_catalogue(content)
    update_catalogue(load_toolkit(TOOLKITS / "digital-inclusion"), "ar", reading.catalogue)
    assert time.process_time() - start < AGES
    assert not [entry for entry in reading.catalogue.entries if entry.place and entry.is_usable]


def test_noise_is_never_a_traceback(sample: Toolkit) -> None:
    chance = random.Random(4)  # noqa: S311
    content = write_catalogue(translate(sample, {"title": "عينة"})).encode()
    compiled = compile_catalogue(translate(sample, {"title": "عينة"}))
    for _ in range(300):
        noisy, broken = bytearray(content), bytearray(compiled)
        for _ in range(chance.randrange(1, 20)):
            noisy[chance.randrange(len(noisy))] = chance.randrange(256)
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        reading = read_catalogue(bytes(noisy))
        written = write_catalogue(update_catalogue(sample, "ar", reading.catalogue))
        assert read_catalogue(written.encode()).flaws == ()
        try:
            read_compiled("ar", bytes(broken[: chance.randrange(len(broken))]))
        except CompiledError:
            continue


@pytest.mark.parametrize("kind", ["folder", "link", "loop", "outside"])
def test_what_is_no_file_of_the_folder_is_not_read(kind: str, tmp_path: Path) -> None:
    folder = tmp_path / "toolkit"
    path = folder / "locale" / "ar.po"
    path.parent.mkdir(parents=True)
    secret = tmp_path / "secret.po"
    secret.write_text('msgctxt "a"\nmsgid "a"\nmsgstr "secret"\n', "utf-8")
    if kind == "folder":
        path.mkdir()
    else:
        path.symlink_to({"link": secret, "loop": path, "outside": "/etc/passwd"}[kind])
    reading = open_catalogue(path)
    assert reading.catalogue.entries == ()
    assert len(reading.flaws) == 1
    assert dict(load_translation(folder, "ar").texts) == {}
