"""A site that only says where it is, to be served while the supervisor is tried."""

import os
from collections.abc import Iterable
from typing import Any


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [os.environ.get("EREADY_HOSTS", "").encode()]
