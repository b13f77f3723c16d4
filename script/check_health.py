#!/usr/bin/env python3
"""Ask the server on this machine how it is; exit with 0 where it answers that it is well."""

import os
import sys
from http.client import HTTPConnection, HTTPException


def is_well(port: int, host: str) -> bool:
    """Tell whether /health answers 200 to the given host name within four seconds."""
    connection = HTTPConnection("127.0.0.1", port, timeout=4)
    try:
        connection.request("GET", "/health", headers={"Host": host})
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    first_host = os.environ.get("EREADY_HOSTS", "localhost").split(",")[0].strip().lstrip(".")
    sys.exit(not is_well(int(os.environ.get("PORT", "8000")), first_host))
