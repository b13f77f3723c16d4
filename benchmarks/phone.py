"""Something with a browser in a room, over real HTTP: one kept connection, a cookie, a clock."""

import asyncio
import gzip
import json
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode


@dataclass
class Answer:
    """What came back: status, headers with small names (set-cookie as a list), body, seconds."""

    status: int
    headers: dict[str, str]
    cookies: list[str]
    body: str
    seconds: float


@dataclass
class Browser:
    """Asks one server over one connection, one thing after the other."""

    port: int
    cookie: str = ""
    lines: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
    busy: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def ask(
        self, path: str, fields: dict[str, str] | None = None, *, accept: str = "text/html"
    ) -> Answer:
        """Fetch a page, or send a form."""
        async with self.busy:
            start = time.perf_counter()
            if self.lines is None:
                self.lines = await asyncio.open_connection("127.0.0.1", self.port)
            reader, writer = self.lines
            writer.write(self._write(path, fields, accept))
            await writer.drain()
            status, headers, cookies = await _read_head(reader)
            body = await reader.readexactly(int(headers.get("content-length", 0)))
            if headers.get("connection", "") == "close":
                writer.close()
                self.lines = None
        seconds = time.perf_counter() - start
        if headers.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        return Answer(status, headers, cookies, body.decode(), seconds)

    def _write(self, path: str, fields: dict[str, str] | None, accept: str) -> bytes:
        body = b"" if fields is None else urlencode(fields).encode()
        host = f"127.0.0.1:{self.port}"
        lines = [
            f"{'GET' if fields is None else 'POST'} {path} HTTP/1.1",
            f"Host: {host}",
            f"Accept: {accept}",
            "Accept-Encoding: gzip",
            "Accept-Language: en",
        ]
        if self.cookie:
            lines.append(f"Cookie: {self.cookie}")
        if fields is not None:
            lines.append(f"Origin: http://{host}")
            lines.append("Content-Type: application/x-www-form-urlencoded")
            lines.append(f"Content-Length: {len(body)}")
        return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


async def _read_head(reader: asyncio.StreamReader) -> tuple[int, dict[str, str], list[str]]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    headers: dict[str, str] = {}
    cookies = []
    for line in head[1:]:
        name, _, value = line.partition(": ")
        if name.lower() == "set-cookie":
            cookies.append(value)
        headers[name.lower()] = value
    return int(head[0].split()[1]), headers, cookies


def find_hidden(body: str, name: str) -> str:
    """Give the value of a hidden field."""
    return body.split(f'name="{name}" value="', 1)[1].split('"', 1)[0]


def find_mark(body: str) -> str:
    """Give the mark a page was drawn with."""
    return body.split('data-mark="', 1)[1].split('"', 1)[0]


def read_mark(body: str) -> str:
    """Give the mark of a pulse."""
    return str(json.loads(body)["mark"])
