"""Whatever a ZIP file holds, reading it ends in files or findings, soon and without a trace."""

import stat
import time
import tracemalloc
import zipfile
from collections.abc import Callable

import pytest

from app.service.toolkit_archive import (
    MOST_ENTRIES,
    MOST_UNPACKED,
    MOST_ZIP,
    Archive,
    read_archive,
)
from tests.patience import AGES
from tests.service.packing import (
    HEAD,
    SMALL,
    overlapping,
    pack,
    pack_entries,
    patch_end,
    patch_list,
    small_zip,
)


def read(data: bytes) -> Archive:
    return read_archive(data, "toolkit.zip")


def rules_of(archive: Archive) -> set[str]:
    return {finding.rule for finding in archive.findings}


def special(mode: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("pillars/policy.yaml")
    info.create_system = 3
    info.external_attr = mode << 16
    return info


@pytest.mark.parametrize("top", ["", "small/", "small toolkit/", "Kit été/"])
def test_a_folder_is_read_with_or_without_its_name(top: str) -> None:
    files = {
        HEAD: SMALL, "pillars/policy.yaml": "a", "indices/by-data.yaml": "b", "golden/one.csv": "c",
        "golden/NOTES.md": "",
        "indices/bounds.csv": "d", "locale/zh-Hans.po": "e", "CHANGELOG.md": "f", "LICENSE": "g",
        "LICENSE-data.txt": "h", "README.ar.md": "i",
    }  # fmt: skip
    archive = read(pack({top + name: text for name, text in files.items()} | {f"{top}locale/": ""}))
    assert archive.findings == ()
    assert archive.files == {name: text.encode() for name, text in files.items()}


def test_what_a_system_adds_is_left_out() -> None:
    made = {"kit/toolkit.yaml": SMALL, "kit/.DS_Store": "\0", "__MACOSX/kit/._toolkit.yaml": "\0",
            "__MACOSX/": "", "kit/Thumbs.db": "x", "kit/locale/zh.mo": "x", "kit/": "",
            "kit/.schema/": "", "kit/.schema/toolkit.schema.json": "{}"}  # fmt: skip
    archive = read(pack(made))
    assert archive.findings == ()
    assert list(archive.files) == [HEAD]


@pytest.mark.parametrize(
    "name",
    [
        "../toolkit.yaml", "pillars/../../x.yaml", "/etc/passwd", "//server/share/x", "C:/x.yaml",
        "C:x.yaml", "c:\\x.yaml", "pillars\\x.yaml", "..\\x.yaml", "./x.yaml", "pillars//x.yaml",
        "pillars/\x01.yaml", "pillars/a\nb.yaml", "pillars/\u202elmay.yaml", "pillars/\u200b.yaml",
        "pillars/aux.yaml", "NUL", "golden/com1.csv", "pillars/x.yaml ", "pillars/x.yaml.",
        "pillars /x.yaml", "pillars/" + "x" * 300 + ".yaml", "..", ".", "/", "README\x7f",
    ],
)  # fmt: skip
def test_a_name_that_leads_elsewhere_is_refused(name: str) -> None:
    archive = read(pack({HEAD: SMALL, name: "x"}))
    assert "zip-name" in rules_of(archive)
    assert archive.files == {}
    (first,) = {finding.file for finding in archive.findings}
    assert first.isprintable()
    assert len(first) <= 100


def test_a_name_with_a_nul_is_refused() -> None:
    data = pack({HEAD: SMALL, "pillars/x.yamlX": "x"}).replace(b"x.yamlX", b"x.yaml\0")
    assert "zip-name" in rules_of(read(data))


@pytest.mark.parametrize(
    "mode",
    [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFSOCK, stat.S_IFDIR],
)
def test_only_plain_files_come_in(mode: int) -> None:
    data = pack_entries([(zipfile.ZipInfo(HEAD), SMALL), (special(mode | 0o644), "/etc/passwd")])
    assert rules_of(read(data)) == {"zip-stranger"}


@pytest.mark.parametrize(
    "name",
    [
        "run.py", "pillars/x.yml", "pillars/deep/x.yaml", "pillars/zh.mo", "more.zip", "x.yaml",
        "golden/x.xlsx", "indices/x.json", "scripts/", ".git/config", ".hidden", "toolkit.yaml.bak",
        "pillars/policy.yaml/x", "pillars/политика.yaml", "Toolkit.yml", ".schema/x/y",
    ],
)  # fmt: skip
def test_what_no_toolkit_has_is_refused(name: str) -> None:
    archive = read(pack({HEAD: SMALL, name: "x" if name[-1] != "/" else ""}))
    assert rules_of(archive) == {"zip-stranger"}
    assert archive.findings[0].file == name


def test_what_lies_beside_the_folder_is_refused() -> None:
    archive = read(pack({"kit/toolkit.yaml": SMALL, "pillars/policy.yaml": "x", "README": "x"}))
    assert [finding.file for finding in archive.findings] == ["pillars/policy.yaml", "README"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("README", "readme"), ("pillars/a.yaml", "pillars/A.yaml"), ("README", "README"),
        ("pillars/a.yaml", "PILLARS/a.yaml"), ("README", "README/"),
        ("pillars/\u00e9.yaml", "pillars/e\u0301.yaml"), ("pillars/ﬁ.yaml", "pillars/fi.yaml"),
    ],
)  # fmt: skip
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_are_refused(first: str, second: str) -> None:
    entries = [(zipfile.ZipInfo(name), "") for name in (first, second)]
    archive = read(pack_entries([(zipfile.ZipInfo(HEAD), SMALL), *entries]))
    assert "zip-duplicate" in rules_of(archive)
    assert second in {finding.file for finding in archive.findings}


@pytest.mark.parametrize(
    "files",
    [
        {}, {"README": ""}, {"a/b/toolkit.yaml": SMALL}, {HEAD: SMALL, "b/toolkit.yaml": SMALL},
        {"a/toolkit.yaml": SMALL, "b/toolkit.yaml": SMALL}, {"small.yaml": SMALL},
    ],
)  # fmt: skip
def test_there_must_be_one_toolkit(files: dict[str, str]) -> None:
    assert "zip-no-toolkit" in rules_of(read(pack(files)))


def test_without_a_head_the_rest_is_looked_at_as_well() -> None:
    archive = read(pack({"kit/toolkit.yml": SMALL, "kit/README": "x", "kit/pillars/a.yaml": "x"}))
    assert [finding.file for finding in archive.findings] == ["toolkit.zip", "kit/toolkit.yml"]


def test_every_finding_comes_at_once() -> None:
    data = pack(
        {HEAD: SMALL, "../x": "", "run.py": "", "readme": "", "README": "", "pillars\\b": ""}
    )
    assert rules_of(read(data)) == {"zip-name", "zip-stranger", "zip-duplicate"}
    assert len(read(data).findings) >= 4


@pytest.mark.parametrize(
    "data",
    [
        b"", b"PK", b"PK\x05\x06", b"not a zip at all" * 100, b"\x1f\x8b" + b"0" * 100,
        small_zip()[:-1], small_zip()[:-30], small_zip()[: len(small_zip()) // 2],
        small_zip() + b"\0", b"#!/bin/sh\n" + small_zip(), small_zip() + small_zip(),
        patch_end(small_zip(), 4, "H", 1), patch_end(small_zip(), 8, "H", 2),
        patch_end(small_zip(), 10, "H", 2),
        patch_end(patch_end(small_zip(), 8, "H", 9), 10, "H", 9),
        patch_end(small_zip(), 10, "H", 0xFFFF), patch_end(small_zip(), 16, "L", 0xFFFFFFFF),
        patch_end(small_zip(), 16, "L", 0), patch_end(small_zip(), 12, "L", 0),
        patch_end(small_zip(), 20, "H", 50),
        patch_list(small_zip(), 42, "L", 10), patch_list(small_zip(), 42, "L", 0xFFFFFFFF),
        patch_list(small_zip(), 42, "L", 0x7FFFFFFF), patch_list(small_zip(), 20, "L", 0x7FFFFFFF),
        patch_list(small_zip(), 16, "L", 1), patch_list(small_zip(), 24, "L", 10),
        patch_list(small_zip(), 24, "L", 10_000), patch_list(small_zip(), 28, "H", 0xFFFF),
        patch_list(small_zip(), 8, "H", 0x1), patch_list(small_zip(), 8, "H", 0x40),
        patch_list(small_zip(), 10, "H", 99), patch_list(small_zip(), 10, "H", 0),
        patch_list(small_zip(), 20, "L", 20), patch_list(small_zip(), 20, "L", 0),
        pack({HEAD: SMALL}, method=zipfile.ZIP_BZIP2), pack({HEAD: SMALL}, method=zipfile.ZIP_LZMA),
        overlapping(),
    ],
)  # fmt: skip
def test_a_file_that_is_not_sound_is_unreadable(data: bytes) -> None:
    archive = read(data)
    assert "zip-unreadable" in rules_of(archive)
    assert archive.files == {}
    assert all(finding.message and finding.mend for finding in archive.findings)


def test_no_byte_that_changes_brings_it_down() -> None:
    data = pack({"kit/toolkit.yaml": SMALL[:300], "kit/README": "x"})
    for place in range(len(data)):
        for value in (0, 0xFF, data[place] ^ 1):
            archive = read(data[:place] + bytes([value]) + data[place + 1 :])
            assert archive.findings or archive.files


def pack_tables(count: int, content: bytes = b"") -> bytes:
    return pack({HEAD: SMALL} | {f"golden/{number}.csv": content for number in range(count)})


# Made when asked for: every worker collects every test.
BOMBS: dict[str, Callable[[], bytes]] = {
    "file": lambda: pack({HEAD: b"\0" * 4_100_000}),
    "ratio": lambda: pack({HEAD: SMALL, "README": b"\0" * 1_500_000}),
    "sum": lambda: pack_tables(20, b"\0" * 900_000),
    "entries": lambda: pack_tables(MOST_ENTRIES),
    "many entries": lambda: pack_tables(60_000),
    "bytes": lambda: b"PK\x03\x04" + b"\0" * MOST_ZIP,
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_told_by_what_it_says(bomb: str) -> None:
    data = BOMBS[bomb]()
    tracemalloc.start()
    start = time.process_time()
    archive = read(data)
    seconds = time.process_time() - start
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "zip-too-large" in rules_of(archive)
    assert archive.files == {}
    assert seconds < AGES
    assert peak < MOST_UNPACKED


def test_a_bomb_that_lies_about_its_size_is_not_unpacked() -> None:
    """40 MB of nothing that says it has 1 kB."""
    data = patch_list(pack({HEAD: b"\0" * 40_000_000}), 24, "L", 1000)
    tracemalloc.start()
    archive = read(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert rules_of(archive) == {"zip-unreadable"}
    assert peak < 2_000_000
