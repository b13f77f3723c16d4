"""Messages between the press and whoever asks it: a line of JSON, then as many bytes as it says."""

import json
from collections.abc import Mapping
from typing import IO, Any, Final

_LONGEST_HEAD: Final = 10_000


def write_frame(stream: IO[bytes], head: Mapping[str, object], body: bytes = b"") -> None:
    """Write one message and flush it."""
    line = json.dumps({**head, "size": len(body)}).encode("ascii")
    stream.write(line + b"\n" + body)
    stream.flush()


def read_frame(stream: IO[bytes]) -> tuple[dict[str, Any], bytes] | None:
    """Read one message; None at the end of the stream.

    Raises:
        EOFError: the stream ended within a message.
    """
    line = stream.readline(_LONGEST_HEAD)
    if not line:
        return None
    if not line.endswith(b"\n"):
        raise EOFError
    head: dict[str, Any] = json.loads(line)
    body = stream.read(head["size"])
    if len(body) != head["size"]:
        raise EOFError
    return head, body
