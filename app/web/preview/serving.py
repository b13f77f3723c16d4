"""Serves the author's site on this machine: `python -m app.web.preview.serving PATH …`.

`eready toolkit preview` starts it. One process with a thread for each request, enough for one
person; it ends with Ctrl-C or SIGTERM.
"""

import argparse
import contextlib
import secrets
import signal
import sys
from pathlib import Path
from typing import Any, NoReturn

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from app.service.log import set_up_log
from app.service.preview.state import Preview
from app.web.preview.factory import create_preview


class QuietHandler(WSGIRequestHandler):
    """Writes no line for each request: the page asks once a second."""

    def log_request(self, *_args: Any, **_named: Any) -> None:  # noqa: ANN401 (what it is given)
        """Write nothing."""


def serve(path: Path, *, host: str, port: int, language: str | None) -> None:
    """Serve until told to stop; exits with 2 where the port is taken."""
    preview = Preview(path, secret=secrets.token_urlsafe(48), hosts=(host,))
    set_up_log(preview.settings)
    app = create_preview(preview, language_code=language)
    try:
        server = make_server(host, port, app, threaded=True, request_handler=QuietHandler)
    except (OSError, SystemExit) as error:
        reason = getattr(error, "strerror", None) or "the port is taken"
        sys.stderr.write(f"eready: can't listen on {host}:{port}: {reason}\n")
        raise SystemExit(2) from None
    name = f"[{host}]" if ":" in host else host
    _say(f"Preview of {path}: http://{name}:{server.server_port}/")
    edition = preview.watch.look()
    found = f"{_count(edition.errors, 'error')}, {_count(edition.warnings, 'warning')}"
    _say(f"{found}. Ctrl-C ends the preview.")
    _run(server)


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _run(server: BaseWSGIServer) -> None:
    def stop(_signal: int, _frame: object) -> NoReturn:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    with contextlib.suppress(KeyboardInterrupt):
        server.serve_forever()
    server.server_close()


def main() -> None:
    """Read the words of the command line and serve."""
    parser = argparse.ArgumentParser(prog="eready toolkit preview")
    parser.add_argument("path", type=Path)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--lang", default=None)
    words = parser.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        serve(words.path, host=words.host, port=words.port, language=words.lang)


if __name__ == "__main__":
    main()
