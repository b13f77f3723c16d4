"""Something between a browser and the site: an old proxy, one that takes scripts out, a bad line.

It speaks HTTP/1.0 and closes the connection after each answer, so that nothing that is lost on the
way is sent again by the browser itself.
"""

import gzip
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPMessage, HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

PATIENCE = 60.0
SCRIPT = re.compile(rb"<script\b.*?</script>", re.DOTALL | re.IGNORECASE)
HOPS = {"connection", "proxy-connection", "keep-alive", "transfer-encoding", "te", "upgrade"}
# What a proxy of twenty years ago knows; all else it drops, in both directions.
KNOWN = {
    "host", "cookie", "content-type", "content-length", "user-agent", "accept", "accept-language",
    "accept-encoding", "set-cookie", "location", "content-encoding", "content-disposition",
    "expires", "last-modified", "if-modified-since", "refresh", "date",
}  # fmt: skip


class OldConnection(HTTPConnection):
    """Asks by HTTP/1.0, after which the server closes the connection."""

    _http_vsn = 10
    _http_vsn_str = "HTTP/1.0"


@dataclass
class Proxy:
    """What the proxy does to what passes; tests change it while it runs."""

    strips_scripts: bool = False
    is_old: bool = False
    losing: list[str] = field(default_factory=list)
    """What becomes of the next acts: `request` never arrives, `reply` is done but not heard of."""
    lost: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def pick_headers(proxy: Proxy, given: HTTPMessage) -> list[tuple[str, str]]:
    wanted = [(name, text) for name, text in given.items() if name.lower() not in HOPS]
    if proxy.is_old:
        wanted = [(name, text) for name, text in wanted if name.lower() in KNOWN]
    return wanted


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.0"
    proxy: Proxy

    def do_GET(self) -> None:
        self._pass()

    def do_HEAD(self) -> None:
        self._pass()

    def do_POST(self) -> None:
        self._pass()

    def log_message(self, *arguments: object) -> None:
        pass

    def _pass(self) -> None:
        loss = self.proxy.losing.pop(0) if self.command == "POST" and self.proxy.losing else ""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.close_connection = True
        if loss:
            self.proxy.lost.append(loss)
        if loss == "request":
            return
        connection = self._ask(body)
        try:
            answer = connection.getresponse()
            content = answer.read()
            if loss != "reply":
                self._answer(answer, content)
        finally:
            connection.close()

    def _ask(self, body: bytes) -> HTTPConnection:
        target = urlsplit(self.path)
        kind = OldConnection if self.proxy.is_old else HTTPConnection
        connection = kind(target.hostname or "", target.port, timeout=PATIENCE)
        path = target.path + (f"?{target.query}" if target.query else "")
        connection.putrequest(self.command, path, skip_host=True, skip_accept_encoding=True)
        for name, text in pick_headers(self.proxy, self.headers):
            if name.lower() != "accept-encoding":
                connection.putheader(name, text)
        connection.putheader("Accept-Encoding", "identity;q=0.5, gzip" if self.proxy.is_old else "")
        connection.putheader("Via", "1.0 gate")
        connection.putheader("X-Forwarded-For", "203.0.113.7, unknown")
        connection.putheader("X-Forwarded-Proto", "https")
        connection.putheader("X-Forwarded-Host", "elsewhere.example")
        connection.endheaders(body)
        return connection

    def _answer(self, answer: HTTPResponse, content: bytes) -> None:
        status, headers = answer.status, pick_headers(self.proxy, answer.msg)
        if self.proxy.strips_scripts:
            status, headers, content = strip(self.path, status, headers, content)
        self.send_response_only(status)
        for name, text in headers:
            if name.lower() != "content-length":
                self.send_header(name, text)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)


def strip(
    path: str, status: int, headers: list[tuple[str, str]], content: bytes
) -> tuple[int, list[tuple[str, str]], bytes]:
    """Take scripts out of a page; refuse a file of script."""
    named = {name.lower(): text for name, text in headers}
    if urlsplit(path).path.endswith(".js"):
        return 403, [("Content-Type", "text/plain")], b"refused"
    if not named.get("content-type", "").startswith("text/html"):
        return status, headers, content
    if named.get("content-encoding") == "gzip":
        content = gzip.decompress(content)
        headers = [item for item in headers if item[0].lower() != "content-encoding"]
    return status, headers, SCRIPT.sub(b"", content)


@contextmanager
def open_proxy(proxy: Proxy) -> Iterator[Proxy]:
    """Run a proxy on a free port."""
    handler = type("Bound", (Handler,), {"proxy": proxy})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    proxy.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        server.shutdown()
        server.server_close()
        thread.join(PATIENCE)
