"""Kinds of files told by content, hostile ones refused; names cleaned."""

import zlib

import pytest

from app.service.assessment import file_kind
from app.service.assessment.file_kind import RefusedFileError, clean_name, find_kind
from tests.service.assessment.sample_file import (
    CSV,
    JPEG,
    PDF,
    SAMPLES,
    make_odf,
    make_open,
    make_png,
    make_zip,
)

HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"


def refuse(body: bytes, name: str) -> str:
    with pytest.raises(RefusedFileError) as raised:
        find_kind(body, name)
    return raised.value.reason


@pytest.mark.parametrize("name", SAMPLES)
def test_what_is_taken(name: str) -> None:
    kind = find_kind(SAMPLES[name], name)
    assert name.rpartition(".")[2].lower() in kind.endings
    # The same content under every other ending is refused.
    others = {ending for one in file_kind.KINDS for ending in one.endings}
    if not kind.media_type.startswith("text/"):
        for ending in others - set(kind.endings) | {"html", "exe", ""}:
            assert refuse(SAMPLES[name], f"a.{ending}") == "name"


@pytest.mark.parametrize(
    ("name", "body", "reason"),
    [
        ("a.pdf", b"", "empty"),
        ("a.pdf", HTML, "kind"),
        ("a.txt", HTML, "kind"),
        ("a.csv", b"\xef\xbb\xbf \n" + HTML, "kind"),
        ("a.svg", SVG, "kind"),
        ("a.png", SVG, "kind"),
        ("a.txt", SVG.decode().encode("utf-16"), "kind"),
        ("a.svg", CSV, "name"),
        ("a.html", CSV, "name"),
        ("a", CSV, "name"),
        ("a.txt", b"MZ\x00\x03", "kind"),
        ("a.txt", b"\xff\xfe\x00", "kind"),
        ("a.txt", "café".encode("latin-1"), "kind"),
        ("a.txt", b"{\\rtf1 }", "kind"),
        ("a.txt", b"#!/bin/sh\nrm", "kind"),
        ("a.jpg", b"GIF89a\x01\x00", "kind"),
        ("a.pdf", b"%PDF-1.4\n" + HTML, "damaged"),
        ("a.pdf", PDF + HTML, "damaged"),
        ("a.pdf", PDF + make_zip({"a": b"b"}), "damaged"),
        ("a.jpg", JPEG + make_zip({"a": b"b"}), "damaged"),
        ("a.png", make_png(HTML), "damaged"),
        ("a.png", make_png()[:-1], "damaged"),
        ("a.png", b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffIHDR", "damaged"),
        ("a.docx", make_zip({"a.xml": b"<a/>"}), "kind"),
        ("a.docx", make_zip({"[Content_Types].xml": b"<Types/>", "word/a": b""}), "kind"),
        ("a.docx", make_open(more={"word/vbaProject.bin": b"x"}), "kind"),
        ("a.docm", make_open("wordprocessingml.document.macroEnabled"), "kind"),
        ("a.xlsx", make_open(), "name"),
        ("a.docx", make_open()[:-1], "damaged"),
        ("a.docx", make_open() + b"x", "damaged"),
        ("a.docx", HTML + make_open(), "kind"),
        ("a.docx", make_open(more={"../a": b"x"}), "damaged"),
        ("a.docx", make_open(more={"/a": b"x"}), "damaged"),
        ("a.odt", make_odf("presentation"), "kind"),
        ("a.odt", make_zip({"mimetype": b"application/vnd.oasis.opendocument.text"}), "kind"),
        ("a.zip", make_zip({}), "kind"),
    ],
)  # fmt: skip
def test_what_is_refused(name: str, body: bytes, reason: str) -> None:
    assert refuse(body, name) == reason


def test_bombs_are_not_unpacked() -> None:
    bomb = make_open(more={"word/big": bytes(file_kind.MOST_UNPACKED)})
    assert len(bomb) < 1_000_000
    assert refuse(bomb, "a.docx") == "damaged"
    many = make_open(more={f"word/{number}": b"" for number in range(file_kind.MOST_ENTRIES)})
    assert refuse(many, "a.docx") == "damaged"


def test_a_zip_that_lies_about_its_sizes_is_refused() -> None:
    body = bytes(100_000)
    sound = make_open(more={"word/big": body})
    said = len(body).to_bytes(4, "little")
    assert sound.count(said) == 2
    assert refuse(sound.replace(said, (10).to_bytes(4, "little")), "a.docx") == "damaged"
    wrong = sound.replace(zlib.crc32(body).to_bytes(4, "little"), b"abcd")
    assert refuse(wrong, "a.docx") == "damaged"


def test_a_zip_whose_entries_share_bytes_is_refused() -> None:
    sound = bytearray(make_open(more={"word/one": b"x" * 50, "word/two": b"y" * 50}))
    starts = [at for at in range(len(sound)) if sound[at : at + 4] == b"PK\x01\x02"]
    # The list says of the last entry that it begins where the one before it does.
    sound[starts[-1] + 42 : starts[-1] + 46] = sound[starts[-2] + 42 : starts[-2] + 46]
    assert refuse(bytes(sound), "a.docx") == "damaged"
    locked = bytearray(make_open())
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    assert refuse(bytes(locked), "a.docx") == "damaged"


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("act.pdf", "act.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\me\\act.pdf", "act.pdf"),
        ("act\u202efdp.exe.pdf", "actfdp.exe.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
        ("a\x00b.pdf", "ab.pdf"),
        ('a"; filename="b.exe.pdf', "a_; filename=_b.exe.pdf"),
        ("قرار.pdf", "قرار.pdf"),
        ("می\u200cخواهم.pdf", "می\u200cخواهم.pdf"),
        ("e\u0301t\u00e9.pdf", "été.pdf"),
        ("  a   b .pdf ", "a b.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("...", "file"),
        ("", "file"),
        (".pdf", "file.pdf"),
        ("a%2fb.pdf", "a_2fb.pdf"),
        ("x" * 500 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_names_are_cleaned(raw: str, clean: str) -> None:
    assert clean_name(raw) == clean
    assert clean_name(clean) == clean
