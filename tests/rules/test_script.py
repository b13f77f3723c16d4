"""The scripts a person's machine runs before anything is installed."""

import importlib.util
import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo

from app.definition.translation.folder import load_translation
from app.paths import ROOT

SHELL = [path for path in (ROOT / "script").iterdir() if path.suffix == "" and path.is_file()]


def load(name: str, suffix: str = ".py") -> ModuleType:
    path = str(ROOT / "script" / f"{name}{suffix}")
    spec = importlib.util.spec_from_file_location(name, path, loader=SourceFileLoader(name, path))
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_shell_scripts_can_be_read_and_run() -> None:
    scripts = [*SHELL, ROOT / ".ci" / "run"]
    for path in scripts:
        if b"sh\n" in path.read_bytes().splitlines(keepends=True)[0]:
            subprocess.run(["bash", "-n", str(path)], check=True)
        assert os.access(path, os.X_OK), path


def test_catalogue_is_compiled_when_it_is_newer(tmp_path: Path) -> None:
    script = load("compile_locale")
    source = tmp_path / "ar" / "LC_MESSAGES" / "eready.po"
    source.parent.mkdir(parents=True)
    source.write_text('msgid ""\nmsgstr "Language: ar\\n"\n\nmsgid "Score"\nmsgstr "الدرجة"\n')
    target = source.with_suffix(".mo")
    assert script.is_stale(source, target)
    script.compile_catalogue(source, target)
    with target.open("rb") as stream:
        message = read_mo(stream).get("Score")
    assert message is not None
    assert message.string == "الدرجة"
    assert not script.is_stale(source, target)
    os.utime(source, (target.stat().st_mtime + 5,) * 2)
    assert script.is_stale(source, target)


def test_a_review_does_not_cover_texts_that_come_later(tmp_path: Path) -> None:
    script = load("extract_texts", suffix="")
    path = tmp_path / "fr" / "LC_MESSAGES" / "eready.po"
    path.parent.mkdir(parents=True)
    review = {"X-Reviewed": "yes", "X-Reviewed-By": "A. Reader", "X-Reviewed-On": "2026-11-30"}
    template = Catalog()
    template.add("Answer")
    path.write_text(script.make_headers("fr", review) + 'msgid "Answer"\nmsgstr "Réponse"\n')
    unchanged = script.update_catalogue(path, template)
    assert "X-Reviewed: yes" in unchanged
    template.add("Question")
    fresh = script.update_catalogue(path, template)
    assert "X-Reviewed: no" in fresh
    assert '# reviewed: A. Reader, 2026-11-30\nmsgid "Answer"\nmsgstr "Réponse"' in fresh
    path.write_text(fresh)
    assert script.update_catalogue(path, template) == fresh


def test_catalogues_of_toolkits_are_compiled_too(tmp_path: Path) -> None:
    script = load("compile_locale")
    source = tmp_path / "sample" / "locale" / "ar.po"
    source.parent.mkdir(parents=True)
    text = 'msgctxt "title"\nmsgid "Sample"\nmsgstr "x"\n\nmsgid "open\n'
    source.write_text(text, encoding="utf-8")
    script.compile_beside([source])
    target = source.with_suffix(".mo")
    assert load_translation(tmp_path / "sample", "ar").texts == {("title", "Sample"): "x"}
    written = target.stat().st_mtime_ns
    script.compile_beside([source])
    assert target.stat().st_mtime_ns == written


@contextmanager
def server(status: int) -> Iterator[HTTPServer]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            is_right = self.path == "/health" and self.headers["Host"] == "site.example"
            self.send_response(status if is_right else 400)
            self.end_headers()

        def log_message(self, *arguments: object) -> None:
            pass

    running = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    try:
        yield running
    finally:
        running.shutdown()
        running.server_close()
        thread.join()


@pytest.mark.parametrize(("status", "is_well"), [(200, True), (503, False)])
def test_health_check_tells_what_the_server_says(status: int, is_well: bool) -> None:
    with server(status) as running:
        assert load("check_health").is_well(running.server_port, "site.example") is is_well


def test_health_check_sees_that_nobody_answers() -> None:
    with server(200) as running:
        port = running.server_port
    assert not load("check_health").is_well(port, "site.example")
