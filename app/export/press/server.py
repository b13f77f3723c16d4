"""The press itself: loads WeasyPrint once, then makes each document in a child of its own.

A child starts warm, because everything is loaded before it is forked; what it does wrong dies with
it: it may take so much memory and so much time, and leaves no file behind.
"""

import gc
import logging
import os
import resource
import select
import shutil
import signal
import sys
import tempfile
import time
from typing import IO, Any, Final
from urllib import parse

from app.export.press.asset import ASSETS, SCHEME, find_asset, name_type
from app.export.press.character import correct_characters, load_fonts
from app.export.press.frame import read_frame, write_frame
from app.export.press.tagging import mend_tags, tell_more

NICENESS: Final = 10
"""Pages go before documents."""

VARIANT: Final = "pdf/ua-1"
_CHUNK: Final = 1 << 20
_FILE_BYTES: Final = 64 * 1024 * 1024
_MEMORY_SPENT: Final = 3
_FAILED: Final = 1
_WARM_UP: Final = f"""<html lang="en"><title>.</title>
<link rel="stylesheet" href="{ASSETS}vendor/fonts/fonts.css">
<p>a ع 中 <b>a ع 中</b></p>"""


def make_fetcher() -> Any:  # noqa: ANN401  # WeasyPrint has no annotations
    """Make what loads our own assets, or data written into the document; nothing else, ever."""
    from weasyprint.urls import (  # noqa: PLC0415  # slow to load
        FatalURLFetchingError,
        URLFetcher,
        URLFetcherResponse,
    )

    class AssetFetcher(URLFetcher):  # type: ignore[misc]  # it has no annotations
        def fetch(self, url: str, headers: object = None) -> Any:  # noqa: ANN401
            if url.lower().startswith("data:"):
                return super().fetch(url, headers)
            path = find_asset(url)
            try:
                content = path.read_bytes()
            except OSError as error:
                raise FatalURLFetchingError(f"{path.name} is missing") from error
            return URLFetcherResponse(url, content, {"Content-Type": name_type(path)})

    return AssetFetcher(allowed_protocols={"data"})


def finish(_document: object, pdf: Any) -> None:  # noqa: ANN401  # WeasyPrint has no annotations
    """Say more of a PDF than WeasyPrint does, before it is written."""
    correct_characters(pdf)
    mend_tags(pdf)


def set_document(html: str, identifier: bytes) -> bytes:
    """Make a tagged PDF of a page; the same bytes for the same page."""
    from weasyprint import HTML  # noqa: PLC0415  # slow to load

    document = HTML(string=html, url_fetcher=make_fetcher())
    made: bytes = document.write_pdf(
        finisher=finish, pdf_variant=VARIANT, pdf_identifier=identifier
    )
    return made


def prepare() -> None:
    """Load all that every document needs."""
    # Relative addresses in our style sheets lead to our scheme too.
    for table in (parse.uses_relative, parse.uses_netloc):
        if SCHEME not in table:
            table.append(SCHEME)
    for name in ("weasyprint", "fontTools"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    load_fonts()
    from weasyprint.pdf import tags  # noqa: PLC0415  # slow to load

    tags._build_box_tree = tell_more(tags._build_box_tree)  # noqa: SLF001  # as that says
    set_document(_WARM_UP, b"0" * 16)
    gc.collect()
    gc.freeze()


def _set_limits(head: dict[str, Any]) -> None:
    memory, seconds = int(head["memory"]), int(head["seconds"]) + 1
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_FILE_BYTES, _FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _run_child(sink: int, head: dict[str, Any], body: bytes, folder: str) -> None:
    """Make the document, write it to the pipe and end this process, come what may."""
    status = _FAILED
    try:
        # The process ends with the document: looking for garbage would only cost time.
        gc.disable()
        tempfile.tempdir = folder
        _set_limits(head)
        made = set_document(body.decode("utf-8"), bytes.fromhex(head["identifier"]))
        with os.fdopen(sink, "wb") as stream:
            stream.write(made)
        status = 0
    except MemoryError:
        status = _MEMORY_SPENT
    except BaseException as error:  # noqa: BLE001  # told to whoever asked; nothing goes on from here
        os.write(sink, type(error).__name__.encode())
    finally:
        os._exit(status)


def _read_until(source: int, deadline: float) -> bytes | None:
    """Read a pipe to its end; None when the time is up before."""
    chunks: list[bytes] = []
    while select.select([source], [], [], max(0.0, deadline - time.monotonic()))[0]:
        chunk = os.read(source, _CHUNK)
        if not chunk:
            return b"".join(chunks)
        chunks.append(chunk)
    return None


def _classify(code: int, made: bytes | None) -> tuple[str, str]:
    """Say what became of a child: the status, and the reason of a failure."""
    if made is None or code == -signal.SIGXCPU:
        return "late", "time"
    if code == 0:
        return "done", ""
    if code == _FAILED and made:
        return "failed", made.decode("ascii", "replace")
    # Libraries in C end the process when they get no memory.
    return "failed", "memory"


def run_job(head: dict[str, Any], body: bytes) -> tuple[dict[str, object], bytes]:
    """Make one document in a child; gives the head and body of the answer."""
    folder = tempfile.mkdtemp(prefix="eready-press-")
    source, sink = os.pipe()
    started = time.monotonic()
    child = os.fork()
    if child == 0:
        os.close(source)
        _run_child(sink, head, body, folder)
    os.close(sink)
    try:
        made = _read_until(source, started + float(head["seconds"]))
        if made is None:
            os.kill(child, signal.SIGKILL)
        _, ending, usage = os.wait4(child, 0)
    finally:
        os.close(source)
        shutil.rmtree(folder, ignore_errors=True)
    status, reason = _classify(os.waitstatus_to_exitcode(ending), made)
    answer = {
        "status": status,
        "reason": reason,
        "seconds": round(time.monotonic() - started, 3),
        "cpu_seconds": round(usage.ru_utime + usage.ru_stime, 3),
        "peak_kilobytes": usage.ru_maxrss,
    }
    return answer, (made or b"") if status == "done" else b""


def serve(source: IO[bytes], sink: IO[bytes]) -> None:
    """Say that all is loaded, then answer request after request until there are no more."""
    prepare()
    write_frame(sink, {"status": "ready"})
    while (request := read_frame(source)) is not None:
        write_frame(sink, *run_job(*request))


if __name__ == "__main__":
    os.nice(NICENESS)
    serve(sys.stdin.buffer, sys.stdout.buffer)
